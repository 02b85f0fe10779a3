// Market data of a simulated venue as ccxt sees it: over REST, and the books
// that ccxt.pro keeps from the stream against those that REST gives.
import { compare, exact, text } from './exact.mjs';
import { is, ok } from './tap.mjs';

const copy = (side) => Array.from(side, ([px, qty]) => [px, qty]);

function onStep(x, step) {
	const [a, b] = [exact(x), exact(step)];
	const e = Math.min(a.e, b.e);
	return (a.m * 10n ** BigInt(a.e - e)) %
		(b.m * 10n ** BigInt(b.e - e)) === 0n;
}

// As many digits of the price, and decimals of the size, as the market has.
function onDigits([px, qty], { price, amount }) {
	const digits = text(exact(px)).replace(/^0\.0*|\./g, '')
		.replace(/0+$/, '').length;
	return digits <= price && exact(qty).e >= -amount;
}

function bookIsSound(row, book, market) {
	const fits = row.digits
		? (l) => onDigits(l, market.precision)
		: (l) => onStep(l[0], market.precision.price) &&
			onStep(l[1], market.precision.amount);
	const down = book.bids.every((l, i) => i === 0 ||
		compare(l[0], book.bids[i - 1][0]) < 0);
	const up = book.asks.every((l, i) => i === 0 ||
		compare(l[0], book.asks[i - 1][0]) > 0);
	return book.bids.length > 0 && book.asks.length > 0 && down && up &&
		compare(book.bids[0][0], book.asks[0][0]) < 0 &&
		[...book.bids, ...book.asks].every((l) => l[1] > 0 && fits(l));
}

// Where ccxt reads only the user's trades, the row asks for the market's.
const restTrades = (row, x, symbol, limit) => row.restTrades
	? row.restTrades(x, symbol)
	: x.fetchTrades(symbol, undefined, limit);

async function ticker(row, x, symbol, title) {
	const lacks = row.noTicker?.(x, symbol);
	if (lacks) {
		ok(true, `${title}: no ticker: ${lacks}`);
		return;
	}
	const got = await x.fetchTicker(symbol);
	ok(got.last > 0 && (got.bid === undefined || got.bid < got.ask),
		`${title}: the ticker is sound`, got);
}

async function rest(row, x, symbol, title) {
	const idOf = row.tradeId ?? ((t) => t.id);
	const market = x.market(symbol);
	const book = await x.fetchOrderBook(symbol, row.depth ?? 50);
	ok(bookIsSound(row, book, market), `${title}: the book is sound`, book);

	const trades = await restTrades(row, x, symbol);
	ok(trades.length > 0 && trades.every((t) => t.price > 0 &&
		t.amount > 0 && ['buy', 'sell'].includes(t.side) &&
		t.symbol === symbol), `${title}: trades are sound`, trades[0]);
	is(new Set(trades.map(idOf)).size, trades.length,
		`${title}: each trade has its own id`);

	await ticker(row, x, symbol, title);

	const bars = await x.fetchOHLCV(symbol, '1m');
	ok(bars.length > 0 && bars.every(([ts, o, h, l, c]) => ts % 60000 === 0 &&
		l <= Math.min(o, c) && h >= Math.max(o, c)),
	`${title}: candles are sound`, bars.at(-1));
}

// Where funding accrues each second there is no next time.
async function funding(row, x, symbol, title) {
	const f = await x.fetchFundingRate(symbol);
	ok(Math.abs(f.fundingRate) < 0.01 &&
		(row.fundsAlways ? f.fundingTimestamp === undefined
			: f[row.fundingAt ?? 'fundingTimestamp'] > 0),
		`${title}: the funding rate is sound`, f);
}

// Follows the stream, keeps each state by its sequence number, and looks the
// REST book's number up among them.
async function stream(row, sim, x, symbol, title) {
	// At once after an update, not when ccxt's own pacing lets it: then the
	// book has mostly not changed since.
	const prompt = row.create(sim, { enableRateLimit: false });
	const key = row.key ?? ((book) => book.nonce);
	const seen = new Map();
	const least = row.updates ?? 20;
	let updates = 0;
	let matched = 0;
	const keep = async () => {
		const book = await x.watchOrderBook(symbol, undefined,
			row.watch?.(x, symbol) ?? {});
		seen.set(key(book), { bids: copy(book.bids), asks: copy(book.asks) });
		updates++;
		return book;
	};

	prompt.setMarkets(x.markets, x.currencies);
	if (row.watch) {
		ok(bookIsSound(row, await prompt.watchOrderBook(symbol),
			x.market(symbol)), `${title}: the usual stream is sound`);
		await prompt.close();
	}
	await keep();
	for (let round = 0; round < 60 && (matched < 3 || updates < least); round++) {
		const [snap] = await Promise.all([row.snapshot(prompt, symbol),
			keep()]);
		for (let i = 0; i < 3; i++)
			await keep();
		const state = seen.get(key(snap));
		if (state === undefined)
			continue;
		matched++;
		const got = [state.bids.slice(0, snap.bids.length),
			state.asks.slice(0, snap.asks.length)];
		if (!is(got, [copy(snap.bids), copy(snap.asks)],
			`${title}: the streamed book is the venue's at ${key(snap)}`))
			break;
	}
	ok(matched >= 3 && updates >= least,
		`${title}: the streamed book was compared ${matched} times in ` +
		`${updates} updates`);
}

async function trades(row, x, symbol, title) {
	const idOf = row.tradeId ?? ((t) => t.id);
	const got = new Map();
	for (let i = 0; i < 100 && got.size < 5; i++)
		for (const t of await x.watchTrades(symbol))
			got.set(idOf(t), t);
	const all = new Map((await restTrades(row, x, symbol, 500)).map(
		(t) => [idOf(t), t]));
	const both = [...got.values()].filter((t) => all.has(idOf(t)));
	ok(both.length > 0 && both.every((t) => {
		const o = all.get(idOf(t));
		return o.price === t.price && o.amount === t.amount &&
			o.side === t.side && o.timestamp === t.timestamp;
	}), `${title}: ${both.length} streamed trades are those of REST`);
}

export async function marketTests(row, x, sim) {
	await x.loadMarkets();
	if (x.has.fetchTime)
		ok(Math.abs(await x.fetchTime() * (row.timeUnit ?? 1) -
			Date.now()) < 60000,
			`${row.id}: the venue tells the time`);
	for (const symbol of [row.spot, row.swap, ...row.others ?? []]
		.filter((s) => s)) {
		const title = `${row.id} ${symbol}`;
		const market = x.market(symbol);
		ok(market.precision.price > 0 && market.precision.amount > 0 &&
			market.active !== false, `${title}: the market is loaded`,
		market);
		await rest(row, x, symbol, title);
		await stream(row, sim, x, symbol, title);
		await trades(row, x, symbol, title);
	}
	if (x.has.fetchFundingRate)
		await funding(row, x, row.swap, `${row.id} ${row.swap}`);
}
