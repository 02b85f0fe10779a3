// What else clients ask of a venue: several orders at once, fees, leverage, and
// the streams beside books and trades.
import { is, ok } from './tap.mjs';

async function price(x, symbol, part) {
	const book = await x.fetchOrderBook(symbol, 5);
	return Number(x.priceToPrecision(symbol, book.bids[0][0] * part));
}

async function several(x, symbol, title) {
	const amount = x.market(symbol).contract ? 1 : 0.01;
	const made = await x.createOrders(await Promise.all([0.98, 0.97]
		.map(async (part) => ({ symbol, type: 'limit', side: 'buy', amount,
			price: await price(x, symbol, part) }))));
	const ids = made.map((o) => o.id);
	const open = async () => (await x.fetchOpenOrders(symbol))
		.map((o) => o.id).filter((id) => ids.includes(id)).sort();

	ok(new Set(ids).size === 2 && ids.every((id) => id),
		`${title}: two orders of one request have two ids`, made);
	is(await open(), [...ids].sort(), `${title}: both are open`);
	await x.cancelOrders(ids, symbol);
	is(await open(), [], `${title}: one request cancels both`);
}

async function account(x, swap, title) {
	const fee = await x.fetchTradingFee(swap);
	ok(fee.maker > 0 && fee.taker >= fee.maker && fee.taker < 0.01,
		`${title}: fees are told as what is paid`, fee);
	await x.setLeverage(5, swap, { mgnMode: 'cross' });
	const lever = await x.fetchLeverage(swap, { mgnMode: 'cross' });
	is([lever.longLeverage, lever.shortLeverage], [5, 5],
		`${title}: leverage is set and told`);
}

const streamed = {
	async ticker(x, row, title) {
		const ticker = await x.watchTicker(row.spot);
		ok(ticker.bid < ticker.ask && ticker.last > 0,
			`${title}: a ticker is streamed`, ticker);
	},
	async candles(x, row, title) {
		const bars = await x.watchOHLCV(row.spot, '1m');
		ok(bars.length > 0 && bars.at(-1)[0] % 60000 === 0 &&
			bars.at(-1)[2] >= bars.at(-1)[3],
		`${title}: candles are streamed`, bars);
	},
	async mark(x, row, title) {
		const mark = await x.watchMarkPrice(row.swap);
		ok(mark.markPrice > 0, `${title}: the mark price is streamed`, mark);
	},
	async best(x, row, title) {
		const best = await x.watchBidsAsks([row.spot]);
		ok(best[row.spot].bid < best[row.spot].ask,
			`${title}: best prices are streamed`, best);
	},
};

export async function moreTests(row, x) {
	if (row.batch)
		await several(x, row.batch === 'swap' ? row.swap : row.spot, row.id);
	await account(x, row.swap, row.id);
	for (const name of row.streams)
		await streamed[name](x, row, row.id);
}
