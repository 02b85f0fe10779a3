// ccxt.pro, unmodified, watches books and trades of the simulated Kraken: spot by
// WebSocket v2, and Futures. Neither system numbers the books of REST: each of
// those must be one that ccxt.pro has kept.
import ccxt from 'ccxt';
import { point } from './ccxt-venues.mjs';
import { patient, withSim } from './sim.mjs';
import { is, main, ok } from './tap.mjs';

const rows = [
	{
		id: 'kraken', symbols: ['BTC/USD', 'ETH/BTC'], limit: 100,
		book: async (x, market) => {
			const { result } = await x.publicGetDepth({
				pair: market.id, count: 100 });
			return Object.values(result)[0];
		},
		trades: async (x, market) => {
			const { result } = await x.publicGetTrades({ pair: market.id });
			return Object.values(result)[0].map((t) => [String(t[6]),
				Number(t[0]), Number(t[1]), t[3] === 'b' ? 'buy' : 'sell']);
		},
	},
	{
		id: 'krakenfutures',
		symbols: ['BTC/USD:USD', 'BTC/USD:BTC', 'BTC/USD:BTC-301223'],
		book: async (x, market) =>
			(await x.publicGetOrderbook({ symbol: market.id })).orderBook,
	},
];

function create(id, sim) {
	const { rest, ws } = sim.info.venues.kraken;
	const x = new ccxt.pro[id]({ ...patient, enableRateLimit: false });

	point(x.urls.api, (origin) => origin.startsWith('wss') ? ws : rest);
	return x;
}

const text = (book) => JSON.stringify([book.bids, book.asks].map((side) =>
	Array.from(side, ([px, qty]) => [Number(px), Number(qty)])));

async function books(row, x, symbol) {
	const market = x.market(symbol);
	const kept = new Set();
	let matched = 0;
	const keep = async () =>
		kept.add(text(await x.watchOrderBook(symbol, row.limit)));

	await keep();
	for (let round = 0; round < 100 && matched < 3; round++) {
		const [theirs] = await Promise.all([row.book(x, market), keep()]);
		for (let i = 0; i < 3; i++)
			await keep();
		matched += kept.has(text(theirs));
	}
	is(matched, 3, `${row.id} ${symbol}: the streamed book is the venue's ` +
		`(${kept.size} states)`);
}

async function trades(row, x, symbol) {
	const market = x.market(symbol);
	const got = new Map();

	for (let i = 0; i < 100 && got.size < 5; i++)
		for (const t of await x.watchTrades(symbol))
			got.set(t.id, [t.id, t.price, t.amount, t.side]);
	ok([...got.values()].every(([id, px, qty, side]) => id && px > 0 &&
		qty > 0 && /^(buy|sell)$/.test(side)),
	`${row.id} ${symbol}: ${got.size} trades are sound`);
	if (!row.trades)
		return;
	const all = new Map((await row.trades(x, market)).map((t) => [t[0], t]));
	const both = [...got.values()].filter((t) => all.has(t[0]));
	ok(both.length > 0 && both.every((t) =>
		JSON.stringify(t) === JSON.stringify(all.get(t[0]))),
	`${row.id} ${symbol}: ${both.length} streamed trades are those of REST`);
}

await withSim(import.meta.url, ['--seed', '7', 'kraken'], (sim) =>
	main(async () => {
		for (const row of rows) {
			const x = create(row.id, sim);
			await x.loadMarkets();
			for (const symbol of row.symbols) {
				await books(row, x, symbol);
				await trades(row, x, symbol);
			}
			await x.close();
		}
	}));
