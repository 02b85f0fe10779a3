// The private streams of a simulated venue, and its order entry by WebSocket,
// as ccxt.pro uses them.
import { is, ok } from './tap.mjs';

async function limitPrice(x, symbol) {
	const book = await x.fetchOrderBook(symbol, 5);
	return Number(x.priceToPrecision(symbol, book.bids[0][0] * 0.98));
}

// Collects what watch() gives in the background until stop().
function collect(x, watch) {
	const got = [];
	let on = true;
	const run = (async () => {
		while (on) {
			const rows = await watch();
			if (Array.isArray(rows))
				got.push(...rows.map((r) => ({ ...r })));
			else
				got.push(rows);
		}
	})().catch((e) => {
		if (on)
			got.push({ error: e });
	});
	return { got, stop: () => {
		on = false;
		return run;
	} };
}

async function until(condition) {
	for (let i = 0; i < 400; i++) {
		if (condition())
			return true;
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	return false;
}

async function streams(x, symbol, title) {
	const amount = x.market(symbol).contract ? 1 : 0.01;
	const orders = collect(x, () => x.watchOrders(symbol));
	const mine = collect(x, () => x.watchMyTrades(symbol));
	const funds = collect(x, () => x.watchBalance());
	const states = (id) => orders.got.filter((o) => o.id === id)
		.map((o) => o.status);

	await new Promise((resolve) => setTimeout(resolve, 500));
	const px = await limitPrice(x, symbol);
	const rest = await x.createOrder(symbol, 'limit', 'buy', amount, px);
	ok(await until(() => states(rest.id).includes('open')),
		`${title}: a resting order is pushed`, orders.got);
	await x.cancelOrder(rest.id, symbol);
	ok(await until(() => states(rest.id).includes('canceled')),
		`${title}: its cancel is pushed`, states(rest.id));
	const deal = await x.createOrder(symbol, 'market', 'buy', amount);
	ok(await until(() => states(deal.id).includes('closed')),
		`${title}: a fill is pushed`, states(deal.id));
	const known = await x.fetchMyTrades(symbol);
	const want = known.filter((t) => t.order === deal.id).map((t) => t.id);
	ok(await until(() => want.every((id) =>
		mine.got.some((t) => t.id === id))),
	`${title}: each trade is pushed`, [want, mine.got]);
	const pushed = mine.got.filter((t) => t.order === deal.id);
	is([...new Set(pushed.map((t) => t.id))].sort(), want.sort(),
		`${title}: and no trade that REST does not know`);
	if (!x.market(symbol).contract) {
		const total = (await x.fetchBalance()).total[x.market(symbol).base];
		ok(await until(() => funds.got.at(-1)?.total?.[
			x.market(symbol).base] === total),
		`${title}: the balance is pushed as REST gives it`,
		[total, funds.got.at(-1)]);
	}
	is([orders, mine, funds].flatMap((c) => c.got)
		.filter((r) => r.error).map((r) => r.error.message), [],
	`${title}: no private stream fails`);
	await Promise.race([Promise.all([orders.stop(), mine.stop(),
		funds.stop()]), x.close()]);
}

async function entry(x, symbol, title) {
	await x.loadMarkets();
	const amount = x.market(symbol).contract ? 1 : 0.01;
	const px = await limitPrice(x, symbol);
	const made = await x.createOrderWs(symbol, 'limit', 'buy', amount, px);
	const got = await x.fetchOrder(made.id, symbol);

	ok(got.status === 'open' && got.price === px && got.amount === amount,
		`${title}: an order sent by WebSocket rests`, got);
	await x.cancelOrderWs(made.id, symbol);
	is((await x.fetchOrder(made.id, symbol)).status, 'canceled',
		`${title}: and is canceled by WebSocket`);
	await x.close();
}

export async function privateTests(row, sim) {
	for (const symbol of [row.spot, row.swap]) {
		const title = `${row.id} ${symbol}`;
		const x = row.create(sim, { newUpdates: true });
		await x.loadMarkets();
		await streams(x, symbol, title);
		if (row.orderWs)
			await entry(row.create(sim), symbol, title);
	}
}
