// Frames of simulated venues: the same ones give the same trades, and the same
// book after each update, by xg-decode | xg-book, by tardis-dev and by ccxt.pro's
// own handlers. What is compared is in frames-rows.mjs; where a peer differs, the
// difference is a row of frames-known.mjs, or the test fails.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync }
	from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compareBooks, compareTrades, judge, unknown }
	from './frames-compare.mjs';
import { bitfinexRows } from './ccxt-frames-bitfinex.mjs';
import { dexRows } from './ccxt-frames-dex.mjs';
import { known } from './frames-known.mjs';
import { rows as cexRows } from './frames-rows.mjs';
import { xgFrames } from './frames-xg.mjs';
import { startSim } from './sim.mjs';
import { main, note, ok } from './tap.mjs';

const { OrderBook } = createRequire(import.meta.url)('tardis-dev');
const wsClient = fileURLToPath(
	new URL('../support/ws-client.mjs', import.meta.url));
const DEPTH = 1000;
const TRADES = 20;

const text = (l) => [String(l[0]), String(l[1])];

// The JSON of an answer; a question is posted.
function curl(sim, venue, path, question) {
	return JSON.parse(spawnSync('curl', ['-sS', '--max-time', '20', '--cacert',
		sim.info.ca, sim.info.venues[venue].rest + path,
		...question ? ['-H', 'Content-Type: application/json', '-d',
			JSON.stringify(question)] : []], { encoding: 'utf8' }).stdout);
}

const lines = (file) => readFileSync(file, 'utf8').split('\n').slice(0, -1);

const isData = (row, data) => data && (row.keeps ? row.keeps(data)
	: row.isBook(data) || row.isTrade(data));

// Runs a program that writes lines until enough of them are such.
async function until(command, args, file, isSuch, count) {
	const child = spawn(command, args,
		{ stdio: ['ignore', openSync(file, 'w'), 'inherit'] });
	const gone = new Promise((resolve) => child.on('exit', resolve));

	for (let i = 0; i < 300 && child.exitCode === null; i++) {
		await sleep(100);
		if (lines(file).filter((l) => isSuch(JSON.parse(l))).length >= count)
			break;
	}
	child.kill('SIGTERM');
	await gone;
	return lines(file).map((line) => JSON.parse(line));
}

// Raw records of a few seconds in a file. Frames that were read together get
// times of their own: what is compared is the book after each of them.
async function record(sim, row, file, list) {
	const such = row.counts ?? row.isTrade;
	const count = row.count ?? TRADES;
	let out;
	let last = 0;

	if (row.own) {
		const { path, texts, market, req } = row.own;
		const head = { type: 'raw', venue: row.venue, rx: 1000000, conn: 1,
			dir: 'in', market };
		const frames = await until(process.execPath, [wsClient,
			sim.info.venues[row.venue].ws + path, sim.info.ca, '60', ...texts],
		file, such, count);
		out = [{ ...head, ch: 'rest', req, data: list },
			...frames.map((data) => ({ ...head, ch: 'ws', data }))];
	} else {
		out = await until(`${process.env.XG_BIN}/xg-feed`, ['--raw', '-c',
			'book,trade', ...row.symbols.map((s) => `${row.venue}:${s}`)],
		file, (r) => r.type === 'raw' && r.dir === 'in' &&
			isData(row, r.data) && such(r.data), count);
	}
	for (const r of out.filter((line) => line.rx)) {
		last = Math.max(r.rx, last + 1);
		r.rx = last;
	}
	writeFileSync(file, out.map((r) => `${JSON.stringify(r)}\n`).join(''));
	return out.filter((r) => r.type === 'raw' && r.dir === 'in' &&
		r.ch === 'ws' && isData(row, r.data));
}

function tardisFrames(row, raws) {
	const all = row.mappers();
	const kept = new Map();
	const out = { trades: [], books: new Map() };

	for (const raw of raws) {
		const mapper = all.find((m) => m.canHandle(raw.data));
		for (const r of mapper?.map(raw.data, new Date(raw.rx / 1000)) ?? []) {
			if (r.type === 'trade') {
				out.trades.push({ rx: raw.rx, native: r.symbol, id: r.id,
					side: r.side, px: String(r.price),
					sz: String(r.amount), ms: r.timestamp.getTime() });
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
	const out = { trades: [], books: new Map(), errors };

	for (const { rx, data } of raws) {
		const native = row.native(data);
		const symbol = row.symbolOf?.(x, native) ?? x.safeMarket(native,
			undefined, undefined, row.marketType).symbol;
		// Deribit's handler begins a new list with each frame.
		const before = x.trades[symbol];
		const had = before?.length ?? 0;
		x.handleMessage(client, structuredClone(data));
		if (row.isBook(data))
			out.books.set(`${rx} ${native}`, {
				bids: x.orderbooks[symbol].bids.map(text),
				asks: x.orderbooks[symbol].asks.map(text) });
		else
			for (const t of (x.trades[symbol] ?? []).slice(
				x.trades[symbol] === before ? had : 0))
				out.trades.push({ rx, native, id: t.id, side: t.side,
					px: String(t.price), sz: String(t.amount),
					ms: t.timestamp });
	}
	return out;
}

// What a row of the table says of all that a peer has made.
function judgeAll(row, peer, xg, theirs) {
	for (const r of known.filter((k) => k.holds && k.peer === peer &&
		[].concat(k.recording).includes(row.name)))
		ok(r.holds(theirs), `${row.name}: ${peer}: ${r.why}`);
	if (!unknown(row.name, peer, 'trades'))
		judge(row.name, peer, 'trades',
			compareTrades(theirs.trades, xg.trades, xg.insts), row.known);
	if (!unknown(row.name, peer, 'books'))
		judge(row.name, peer, 'books',
			compareBooks(theirs.books, xg.books, xg.insts), row.known);
}

await main(async () => {
	const dir = mkdtempSync(`${tmpdir()}/xg-frames.`);
	const only = process.argv.slice(2);
	const rows = [...cexRows, ...bitfinexRows, ...dexRows];
	const wanted = rows.filter((r) => only.length === 0 ||
		only.includes(r.venue));
	const sim = await startSim(['--seed', '11', ...new Set(
		wanted.map((r) => r.venue))]);

	try {
		for (const row of wanted) {
			const file = `${dir}/${row.name.replaceAll(' ', '-')}.ndjson`;
			const list = await row.lists((path, question) =>
				curl(sim, row.venue, path, question));
			const raws = await record(sim, row, file, list);
			const xg = xgFrames(row.venue, file, DEPTH);

			for (const i of row.unit ? xg.insts.values() : [])
				i.contract = row.unit;
			ok(xg.decode.status === 0 && xg.book.status === 0,
				`${row.name}: xg finds nothing wrong`);
			if (xg.decode.status !== 0)
				note(xg.decode.stderr.slice(0, 400));
			ok(xg.trades.length >= TRADES / 4 && xg.books.size >= 20,
				`${row.name}: ${xg.trades.length} trades and ` +
				`${xg.books.size} books`);
			if (!unknown(row.name, 'tardis-dev'))
				judgeAll(row, 'tardis-dev', xg, tardisFrames(row, raws));
			if (unknown(row.name, 'ccxt.pro'))
				continue;
			const theirs = await ccxtFrames(row, raws, list);
			ok(theirs.errors.length === 0, `${row.name}: ccxt.pro has no ` +
				'error', theirs.errors[0]);
			judgeAll(row, 'ccxt.pro', xg, theirs);
		}
	} finally {
		await sim.stop();
		rmSync(dir, { recursive: true, force: true });
	}
});
