// The refusals of a simulated venue come as ccxt's own typed errors.
import { fails, is, ok } from './tap.mjs';

function places(step) {
	const text = Number(step).toFixed(12).replace(/0+$/, '');
	return text.length - text.indexOf('.') - 1;
}

async function credentials(row, sim) {
	const tries = [
		['key', { apiKey: 'not-a-key-of-this-venue-0123456789' }],
		['signature', { secret: 'not-the-secret' }],
		['passphrase', { password: 'not-the-passphrase' }],
	];
	for (const [what, options] of tries) {
		if (row.errors[what] === undefined)
			continue;
		const x = row.create(sim, options);
		x.options.fetchCurrencies = false;
		await fails(() => x.fetchBalance(), row.errors[what],
			`${row.id}: a wrong ${what} is ${row.errors[what]}`);
		await x.close();
	}
	const late = row.create(sim);
	await late.loadMarkets();
	for (const ms of [-120000, 120000]) {
		late.nonce = () => Date.now() + ms;
		late.milliseconds = () => Date.now() + ms;
		await fails(() => late.fetchBalance(), row.errors.stale,
			`${row.id}: a clock ${ms / 1000} s off is ${row.errors.stale}`);
	}
	await late.close();
}

async function filters(row, x) {
	const market = x.market(row.spot);
	const book = await x.fetchOrderBook(row.spot, 5);
	const px = x.priceToPrecision(row.spot, book.bids[0][0] * 0.98);
	const qty = x.amountToPrecision(row.spot, 0.01);
	const open = (await x.fetchOpenOrders(row.spot)).length;
	const finer = (text, step) =>
		Number(text).toFixed(places(step)) + '1';

	await fails(() => row.rawOrder(x, market,
		finer(px, market.precision.price), qty), row.errors.tick,
	`${row.id}: a price off the tick is ${row.errors.tick}`);
	await fails(() => row.rawOrder(x, market, px,
		finer(qty, market.precision.amount)), row.errors.lot,
	`${row.id}: a quantity off the lot is ${row.errors.lot}`);
	await fails(() => row.rawOrder(x, market, px,
		Number(market.precision.amount).toFixed(
			places(market.precision.amount))), row.errors.least,
	`${row.id}: a quantity below the minimum is ${row.errors.least}`);
	await fails(() => row.rawOrder(x, { id: 'NO-SUCH' }, px, qty),
		row.errors.symbol,
		`${row.id}: an unknown instrument is ${row.errors.symbol}`);
	const { free } = await x.fetchBalance();
	await fails(() => x.createOrder(row.spot, 'limit', 'buy',
		Math.min(1.5 * free.USDT / Number(px),
			market.limits.amount.max ?? Infinity), Number(px)),
	row.errors.funds,
	`${row.id}: more than the balance is ${row.errors.funds}`);
	is((await x.fetchOpenOrders(row.spot)).length, open,
		`${row.id}: no refused order is open`);
}

async function identity(row, x) {
	await fails(() => x.cancelOrder('123456789', row.spot), row.errors.cancel,
		`${row.id}: canceling an unknown order is ${row.errors.cancel}`);
	await fails(() => x.fetchOrder('123456789', row.spot), row.errors.query,
		`${row.id}: asking for an unknown order is ${row.errors.query}`);
	const book = await x.fetchOrderBook(row.spot, 5);
	const px = Number(x.priceToPrecision(row.spot, book.bids[0][0] * 0.98));
	const params = { clientOrderId: `peer${Date.now()}` };
	const one = await x.createOrder(row.spot, 'limit', 'buy', 0.01, px, params);
	await fails(() => x.createOrder(row.spot, 'limit', 'buy', 0.01, px, params),
		row.errors.duplicate,
		`${row.id}: a client id in use is ${row.errors.duplicate}`);
	const got = await x.fetchOrder(one.id, row.spot);
	is(got.clientOrderId, params.clientOrderId,
		`${row.id}: the client id is kept as sent`);
	await x.cancelOrder(one.id, row.spot);
}

// Without its own pacing ccxt runs into the venue's limit, and out of it.
async function rate(row, sim) {
	const x = row.create(sim, { enableRateLimit: false });
	await x.loadMarkets();
	let error;
	for (let i = 0; i < 400 && !error; i++) {
		const burst = await Promise.allSettled(Array.from({ length: 20 },
			() => x.fetchBalance()));
		error = burst.find((r) => r.status === 'rejected')?.reason;
	}
	ok(error?.constructor.name === row.errors.rate,
		`${row.id}: too many requests are ${row.errors.rate}`, error);
	await x.close();
}

export async function errorTests(row, x, sim) {
	await credentials(row, sim);
	await filters(row, x);
	await identity(row, x);
}

export { rate as rateTest };
