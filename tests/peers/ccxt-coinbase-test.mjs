// ccxt.pro, unmodified, on the simulated Coinbase: it keeps the books of both
// feeds, and sees the trades that xg-feed sees.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import ccxt from 'ccxt';
import { compare } from './exact.mjs';
import { endWithUs, patient, withSim } from './sim.mjs';
import { is, main, ok } from './tap.mjs';

const SYMBOL = 'BTC/USD';
const venues = [
	// ccxt passes the side of market_trades on as the aggressor's; the venue
	// says that it is the maker's, and xg turns it.
	{ kind: 'coinbase', venue: 'coinbase', turned: true },
	{ kind: 'coinbaseexchange', venue: 'coinbase-exchange', turned: false },
];

function client({ kind, venue }, sim) {
	const { rest, ws, key, secret, passphrase } = sim.info.venues[venue];
	const x = new ccxt.pro[kind](kind === 'coinbase' ? patient
		: { ...patient, apiKey: key, secret, password: passphrase });

	x.urls.api = { ...x.urls.api, ws, rest, public: rest, private: rest };
	x.has.fetchCurrencies = false; // of another API, which is not simulated
	return x;
}

async function simBook(sim, venue) {
	const { rest } = sim.info.venues[venue];
	const answer = await fetch(`${rest}/_sim/book?sym=BTC-USD&depth=20`);
	const { bids, asks } = await answer.json();
	return { bids, asks };
}

// Updates of a book have no number: some state of the last second must be the
// one that the simulator told meanwhile.
async function books(x, v, sim) {
	let states = [];
	let updates = 0;
	let same = 0;
	const side = (l) => [...l].slice(0, 20).map(([px, qty]) => [px, qty]);

	for (let round = 0; round < 40 && same < 3; round++) {
		const theirs = await simBook(sim, v.venue);
		for (let i = 0; i < 5; i++) {
			const book = await x.watchOrderBook(SYMBOL);
			states.push({ bids: side(book.bids), asks: side(book.asks) });
			updates++;
		}
		states = states.slice(-12);
		same += states.some((s) => isDeepStrictEqual(s, theirs)) ? 1 : 0;
	}
	ok(same >= 3, `${v.venue}: the book of ccxt.pro is the venue's ` +
		`(${same} times in ${updates} updates)`);
}

// xg-feed beside it: its trades by their ids.
function feed(v, sim) {
	const trades = new Map();
	let rest = '';
	const child = endWithUs(spawn(`${process.env.XG_BIN}/xg-feed`,
		['-q', '--tick', '0', `${v.venue}:BTC-USD`, '-c', 'trade'],
		{ env: { ...process.env, XDG_RUNTIME_DIR: sim.runtime },
			stdio: ['ignore', 'pipe', 'ignore'] }));
	child.stdout.on('data', (data) => {
		const lines = (rest + data).split('\n');
		rest = lines.pop();
		for (const line of lines) {
			const r = JSON.parse(line);
			if (r.type === 'trade')
				trades.set(r.id, r);
		}
	});
	return { trades, stop: () => child.kill('SIGTERM') };
}

async function trades(x, v, sim) {
	const ours = feed(v, sim);
	const got = new Map();
	const both = () => [...got.values()].filter((t) => ours.trades.has(t.id));
	for (let i = 0; i < 200 && both().length < 8; i++)
		for (const t of await x.watchTrades(SYMBOL))
			got.set(t.id, t);
	await sleep(300);
	ours.stop();
	ok(both().length >= 8, `${v.venue}: trades of both were compared`,
		[got.size, ours.trades.size]);
	const other = { buy: 'sell', sell: 'buy' };
	is(both().filter((t) => {
		const o = ours.trades.get(t.id);
		return compare(t.price, o.px) !== 0 ||
			compare(t.amount, o.qty) !== 0 ||
			t.timestamp !== Math.floor(o.ts / 1000) ||
			(v.turned ? other[t.side] : t.side) !== o.side;
	}).map((t) => [t.id, t.side, ours.trades.get(t.id).side]), [],
	`${v.venue}: they are the same, ` +
		(v.turned ? 'but ccxt gives the maker\'s side' : 'side and all'));
}

await withSim(import.meta.url, ['coinbase', 'coinbase-exchange', '--sym',
	'BTC-USD', '--seed', '7'], (sim) => main(async () => {
	for (const v of venues) {
		const x = client(v, sim);
		await x.loadMarkets();
		ok(x.market(SYMBOL).precision.price > 0,
			`${v.venue}: ccxt reads the list of products`);
		await books(x, v, sim);
		await trades(x, v, sim);
		await x.close();
	}
}));
