// Frames of simulated venues that no recording is kept of: the same ones give
// the same trades, and the same book after each update, by xg-decode | xg-book,
// by tardis-dev and by ccxt.pro's own handlers.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import ccxt from 'ccxt';
import { bitfinexRows } from './ccxt-frames-bitfinex.mjs';
import { dexRows } from './ccxt-frames-dex.mjs';
import { compare, minus, plus, times } from './exact.mjs';
import { xgFrames } from './frames-xg.mjs';
import { startSim } from './sim.mjs';
import { main, note, ok } from './tap.mjs';

const require = createRequire(import.meta.url);
const { OrderBook } = require('tardis-dev');
const bybit = require('./node_modules/tardis-dev/dist/mappers/bybit.js');
const kucoin = require('./node_modules/tardis-dev/dist/mappers/kucoin.js');
const kucoinFutures = require(
	'./node_modules/tardis-dev/dist/mappers/kucoinfutures.js');
const DEPTH = 1000;

// One recording each: a venue's markets may have the same native names.
const bybitRows = [
	['spot', 'BTC-USDT', 'ETH-BTC'],
	['linear', 'BTC-USDT-PERP', 'BTC-USDC-PERP', 'BTC-USDT-20301223'],
	['inverse', 'BTC-USD-PERP', 'BTC-USD-20301223'],
].map(([market, ...symbols]) => ({ venue: 'bybit', market, symbols,
	instruments: `/v5/market/instruments-info?category=${market}`,
	mappers: () => [new bybit.BybitV5TradesMapper('bybit'),
		new bybit.BybitV5BookChangeMapper('bybit', 200)],
	async exchange(list) {
		const x = new ccxt.pro.bybit({ newUpdates: false,
			options: { tradesLimit: 1e6 } });
		x.publicGetV5MarketInstrumentsInfo = async (params) =>
			params.category === market && params.status === undefined
				? list : { result: { list: [] } };
		x.setMarkets(await x.fetchMarkets());
		return x;
	},
	url: `wss://stream.bybit.com/v5/public/${market}`,
	marketType: market === 'spot' ? 'spot' : 'contract',
	native: (frame) => frame.topic.split('.').at(-1),
	isBook: (frame) => frame.topic?.startsWith('orderbook.'),
	isTrade: (frame) => frame.topic?.startsWith('publicTrade.') }));

// Books by the unified stream. tardis-dev does not know it; ccxt.pro looks for
// `changes` in its updates, which have `a` and `b`, so that its books stay as the
// snapshots were: that is what is asserted of them. Its books of the classic
// stream are compared in frames-test.mjs and in ccxt-test.mjs.
const kucoinRows = [
	['spot', '/api/v2/symbols', 'BTC-USDT', 'ETH-BTC'],
	['futures', '/api/v1/contracts/active', 'BTC-USDT-PERP', 'BTC-USD-PERP',
		'BTC-USD-20301220'],
].map(([market, instruments, ...symbols]) => ({ venue: 'kucoin', market,
	symbols, instruments, tardisBooks: false, ccxtBooks: false,
	mark: market === 'spot' ? '"topic":"/market/match'
		: '"topic":"/contractMarket/execution',
	mappers: () => [market === 'spot'
		? new kucoin.KucoinTradesMapper('kucoin')
		: new kucoinFutures.KucoinFuturesTradesMapper()],
	async exchange(list) {
		const x = new ccxt.pro.kucoin({ newUpdates: false,
			options: { tradesLimit: 1e6, fetchMarkets: {
				types: [market === 'spot' ? 'spot' : 'swap'],
				fetchTickersFees: false } } });
		x.publicGetSymbols = async () => list;
		x.futuresPublicGetContractsActive = async () => list;
		x.setMarkets(await x.fetchMarkets());
		return x;
	},
	url: 'wss://x-push-spot.kucoin.com',
	marketType: market === 'spot' ? 'spot' : 'contract',
	native: (frame) => frame.d?.s ?? frame.data.symbol,
	isBook: (frame) => frame.T?.startsWith('obu.'),
	isTrade: (frame) => /match|execution/.test(frame.topic) }));
const rows = [...bybitRows, ...kucoinRows, ...bitfinexRows,
	...dexRows];

const text = (l) => [String(l[0]), String(l[1])];

// The JSON of an answer; a question is posted.
function curl(sim, venue, path, question) {
	return JSON.parse(spawnSync('curl', ['-sS', '--max-time', '20', '--cacert',
		sim.info.ca, sim.info.venues[venue].rest + path,
		...question ? ['-H', 'Content-Type: application/json', '-d',
			JSON.stringify(question)] : []], { encoding: 'utf8' }).stdout);
}

// Raw records of a few seconds in a file.
async function record(row, file) {
	const out = openSync(file, 'w');
	const child = spawn(`${process.env.XG_BIN}/xg-feed`, ['--raw', '-c',
		'book,trade', ...row.symbols.map((s) => `${row.venue}:${s}`)],
	{ stdio: ['ignore', out, 'inherit'] });
	const gone = new Promise((resolve) => child.on('exit', resolve));
	const marks = () => readFileSync(file, 'utf8').split(
		row.mark ?? 'publicTrade.').length;

	for (let i = 0; i < 300 && marks() < (row.count ?? 20); i++)
		await sleep(100);
	child.kill('SIGTERM');
	await gone;
	// The last line may have been cut. Frames that were read together get times
	// of their own: what is compared is the book after each of them.
	const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
		.map((line) => JSON.parse(line));
	let last = 0;
	for (const r of lines.filter((line) => line.rx)) {
		last = Math.max(r.rx, last + 1);
		r.rx = last;
	}
	writeFileSync(file, lines.map((r) => `${JSON.stringify(r)}\n`).join(''));
	return lines.filter((r) => r.type === 'raw' && r.dir === 'in' &&
		(row.keeps ? row.keeps(r.data) : r.data?.topic || r.data?.T));
}

function tardisFrames(row, raws) {
	const all = row.mappers();
	const kept = new Map();
	const out = { trades: new Map(), books: new Map() };

	for (const raw of raws) {
		const mapper = all.find((m) => m.canHandle(raw.data));
		for (const r of mapper?.map(raw.data, new Date(raw.rx / 1000)) ?? []) {
			if (r.type === 'trade') {
				out.trades.set(`${r.symbol} ${r.id}`, { side: r.side,
					px: String(r.price), sz: String(r.amount),
					ms: r.timestamp.getTime() });
				continue;
			}
			const book = kept.get(r.symbol) ?? new OrderBook();
			kept.set(r.symbol, book);
			book.update(r);
			out.books.set(`${raw.rx} ${r.symbol}`, {
				bids: [...book.bids()].map((l) => text([l.price, l.amount])),
				asks: [...book.asks()].map((l) => text([l.price, l.amount])) });
		}
	}
	return out;
}

async function ccxtFrames(row, raws, list) {
	const x = await row.exchange(list);
	const errors = [];
	const client = { url: row.url, futures: {}, lastPong: 0,
		subscriptions: new Proxy({}, { has: () => true }),
		resolve: () => undefined, reject: (e) => errors.push(e) };
	const out = { trades: new Map(), books: new Map(), errors };

	for (const { rx, data } of raws) {
		x.handleMessage(client, structuredClone(data));
		const native = row.native(data);
		const symbol = row.symbolOf?.(x, native) ?? x.safeMarket(native,
			undefined, undefined, row.marketType).symbol;
		if (row.isBook(data))
			out.books.set(`${rx} ${native}`, {
				bids: x.orderbooks[symbol].bids.map(text),
				asks: x.orderbooks[symbol].asks.map(text) });
		for (const t of row.isTrade(data) ? x.trades[symbol] : [])
			out.trades.set(`${native} ${t.id}`, { side: t.side,
				px: String(t.price), sz: String(t.amount),
				ms: t.timestamp });
	}
	return out;
}

// A peer counts contracts where xg has base units: of inverse ones the quotient,
// cut at 18 decimals and 18 digits.
function sameQty(inst, px, sz, qty) {
	if (!inst?.inverse)
		return compare(times(sz, inst?.contract ?? 1), qty) === 0;
	const rest = minus(times(sz, inst.contract), times(qty, px));
	const most = plus(times(px, '1e-18'), times(sz, '1e-17'));
	return compare(rest, '0') >= 0 && compare(rest, most) < 0;
}

const sameSide = (inst, a, b) => a.length === b.length &&
	a.every((l, i) => compare(l[0], b[i][0]) === 0 &&
		sameQty(inst, l[0], l[1], b[i][1]));

const sameTrade = (inst, t, o) => o && t && o.side === t.side &&
	Math.floor(o.ms) === t.ms && compare(o.px, t.px) === 0 &&
	sameQty(inst, o.px, t.sz, o.sz);

const sameBook = (inst, t, o) => o && t && sameSide(inst, t.bids, o.bids) &&
	sameSide(inst, t.asks, o.asks);

// Where the two differ. Books are compared after each frame: one that changes
// nothing need not give a record.
function differences(xg, peer, books) {
	const trades = new Map(xg.trades.map((t) => [`${t.native} ${t.id}`, t]));
	const last = [new Map(), new Map()];
	const differ = [];

	for (const key of new Set([...trades.keys(), ...peer.trades.keys()])) {
		const [ours, theirs] = [trades.get(key), peer.trades.get(key)];
		if (!sameTrade(xg.insts.get(key.split(' ')[0]), theirs, ours))
			differ.push({ what: 'trade', key, theirs, ours });
	}
	for (const key of books ? [...new Set([...xg.books.keys(),
		...peer.books.keys()])].sort((a, b) => parseInt(a, 10) -
		parseInt(b, 10)) : []) {
		const native = key.split(' ')[1];
		[xg, peer].forEach((side, i) => {
			if (side.books.has(key))
				last[i].set(native, side.books.get(key));
		});
		const [ours, theirs] = last.map((l) => l.get(native));
		if (!sameBook(xg.insts.get(native), theirs, ours))
			differ.push({ what: 'book', key, theirs, ours });
	}
	return differ;
}

function judge(row, title, name, xg, peer, books = true) {
	const known = (row.known ?? []).filter((k) => k.peer === name);
	const differ = differences(xg, peer, books);
	const open = differ.filter((d) => !known.some((k) =>
		k.what === d.what && k.match(d)));

	ok(xg.trades.length >= 5 && xg.books.size >= 20 && open.length === 0,
		`${title}, ${name}: ${xg.trades.length} trades and ` +
		`${books ? xg.books.size : 'no'} books are the same` +
		(differ.length ? `, but ${differ.length} that are explained` : ''));
	for (const { what, key, theirs, ours } of open.slice(0, 3))
		note(`${what} ${key}: ${JSON.stringify([theirs, ours]).slice(0, 300)}`);
	for (const k of known) {
		const n = differ.filter((d) => k.what === d.what && k.match(d)).length;
		ok(n > 0, `${title}, ${name}: ${n} ${k.what}s: ${k.why}`);
	}
}

// Each symbol's books are all the same.
function stays(books) {
	const first = new Map();

	return [...books].every(([key, book]) => {
		const native = key.split(' ')[1];
		if (!first.has(native))
			first.set(native, JSON.stringify(book));
		return first.get(native) === JSON.stringify(book);
	});
}

await main(async () => {
	const dir = mkdtempSync(`${tmpdir()}/xg-frames.`);
	const sim = await startSim(['--seed', '11', ...new Set(
		rows.map((r) => r.venue))]);

	try {
		for (const row of rows) {
			const file = `${dir}/${row.venue}-${row.market}.ndjson`;
			const title = `${row.venue} ${row.market}`;
			const raws = await record(row, file);
			const ask = (path, question) => curl(sim, row.venue, path, question);
			const list = row.lists ? await row.lists(ask)
				: ask(row.instruments);
			const xg = xgFrames(row.venue, file, DEPTH);
			const theirs = await ccxtFrames(row, raws, list);

			ok(xg.decode.status === 0 && xg.book.status === 0,
				`${title}: xg finds nothing wrong`);
			ok(theirs.errors.length === 0, `${title}: nor has ccxt.pro`,
				theirs.errors[0]);
			judge(row, title, 'tardis-dev', xg, tardisFrames(row, raws),
				row.tardisBooks);
			judge(row, title, 'ccxt.pro', xg, theirs, row.ccxtBooks);
			if (row.ccxtBooks === false)
				ok(stays(theirs.books), `${title}: ccxt.pro's books stay ` +
					'at their snapshots (it reads no obu updates)');
		}
	} finally {
		await sim.stop();
		rmSync(dir, { recursive: true, force: true });
	}
});
