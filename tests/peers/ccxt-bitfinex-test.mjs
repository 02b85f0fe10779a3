// ccxt.pro, unmodified, on the simulated Bitfinex: what the rows of all venues
// do not ask. Its own checksum of the books agrees with the venue's, and finds
// what is wrong; raw books are the aggregated ones in pieces.
import ccxt from 'ccxt';
import { compare, exact, plus } from './exact.mjs';
import { point } from './ccxt-venues.mjs';
import { patient, withSim } from './sim.mjs';
import { is, main, ok } from './tap.mjs';

const SPOT = 'BTC/USD';
const SWAP = 'BTC/USDT:USDT';

function create(sim) {
	const { rest, ws } = sim.info.venues.bitfinex;
	const x = new ccxt.pro.bitfinex({ ...patient,
		enableRateLimit: false });
	const own = x.handleChecksum;

	point(x.urls.api, (origin) => origin.startsWith('wss') ? ws : rest);
	x.sums = 0;
	x.handleChecksum = function counted(...args) {
		this.sums++;
		return own.apply(this, args);
	};
	return x;
}

async function fault(sim, rule) {
	const { rest } = sim.info.venues.bitfinex;
	const answer = await fetch(`${rest}/_sim/fault`,
		{ method: 'POST', body: rule });
	if (!answer.ok)
		throw new Error(`${rule}: ${await answer.text()}`);
}

// Until ccxt has seen so many checksums, or says what is wrong.
async function watch(x, symbol, sums) {
	const until = Date.now() + 60000;

	try {
		while (x.sums < sums && Date.now() < until)
			await x.watchOrderBook(symbol);
	} catch (e) {
		return e.constructor.name;
	}
	return `${x.sums} checksums`;
}

async function lists(x) {
	const status = await x.fetchStatus();
	const coins = await x.fetchCurrencies();
	const tickers = await x.fetchTickers();

	is(status.status, 'ok', 'the platform operates');
	ok(coins.USDT.id === 'UST' && coins.BTC.name === 'Bitcoin' &&
		coins.USDT.networks !== undefined && coins.USDTF0 === undefined,
	'currencies have their common names', coins);
	ok(tickers[SPOT].bid < tickers[SPOT].ask &&
		tickers[SWAP].bid < tickers[SWAP].ask, 'tickers of all pairs');
	is(x.market(SWAP).id, 'tBTCF0:USTF0', 'a perpetual by its name');
	ok((await x.fetchOpenInterest(SWAP)).openInterestAmount > 0,
		'open interest');
}

// The best levels of each side: a list of orders ends where it is full, and the
// market moves less in ten levels than in all between two answers.
function best(levels) {
	const sold = ([, , qty]) => String(qty).startsWith('-');

	return [...levels.filter((l) => !sold(l)).slice(0, 10),
		...levels.filter(sold).slice(0, 10)];
}

// Orders of R0, summed by price, are the rows of P0; their counts too.
async function raw(x) {
	const until = Date.now() + 60000;
	let sample;

	// The market may move between the two answers: then it is asked again, no
	// more often than the venue allows.
	while (Date.now() < until) {
		const [orders, all] = await Promise.all(['R0', 'P0'].map((precision) =>
			x.publicGetBookSymbolPrecision({ symbol: 'tBTCUSD', precision,
				len: 250 })));
		const sums = new Map();
		for (const [, px, qty] of orders) {
			const [n, sum] = sums.get(px) ?? [0, '0'];
			sums.set(px, [n + 1, plus(sum, qty)]);
		}
		sample = [orders, all];
		const made = best([...sums].map(([px, [n, sum]]) => [px, n, sum]));
		const rows = best(all);
		if (made.length === rows.length && made.every(([px, n, sum], i) =>
			exact(px).m !== 0n && compare(px, rows[i][0]) === 0 &&
			n === Number(rows[i][1]) && compare(sum, rows[i][2]) === 0)) {
			ok(true, `${orders.length} raw orders make ${rows.length} levels`);
			return;
		}
		await new Promise((after) => setTimeout(after, 600));
	}
	ok(false, 'raw orders make the levels', sample);
}

async function streams(x) {
	const ticker = await x.watchTicker(SPOT);
	let bars = [];

	// There are none before the first trade; of an empty list ccxt makes a
	// candle without numbers.
	for (let i = 0; i < 600 && bars.length === 0; i++)
		bars = (await x.watchOHLCV(SWAP, '1m')).filter(([start]) => start);
	ok(ticker.bid < ticker.ask && ticker.last > 0, 'a ticker is streamed',
		ticker);
	ok(bars.length > 0 && bars.every(([, o, h, l, c]) => l <= Math.min(o, c) &&
		h >= Math.max(o, c)), 'candles are streamed', bars);
	ok(await x.unWatchOHLCV(SWAP, '1m'), 'and may be left');
}

async function checksums(sim, x) {
	for (const symbol of [SPOT, SWAP]) {
		x.sums = 0;
		is(await watch(x, symbol, 2), '2 checksums',
			`${symbol}: ccxt agrees with the venue's checksums`);
	}
	await fault(sim, 'checksum,max=1');
	is(await watch(x, SPOT, 20), 'ChecksumError', 'but not with a wrong one');
	await fault(sim, 'none');
	const y = create(sim);
	y.setMarkets(x.markets, x.currencies);
	await y.watchOrderBook(SPOT);
	await fault(sim, 'gap,sym=BTC-USD,prob=0.3');
	is(await watch(y, SPOT, 20), 'ChecksumError',
		'nor when frames were lost');
	await y.close();
}

await withSim(import.meta.url,
	['--seed', '7', '--sym', 'BTC-*', 'bitfinex'], (sim) => main(async () => {
		const x = create(sim);

		await x.loadMarkets();
		await lists(x);
		await raw(x);
		await streams(x);
		await checksums(sim, x);
		await x.close();
	}));
