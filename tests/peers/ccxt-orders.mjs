// Orders on a simulated venue as ccxt sends and reads them.
import { compare, minus, plus, times } from './exact.mjs';
import { is, fails, ok } from './tap.mjs';

const near = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));

// A price that rests: 2 % away from the best, on the tick.
async function away(x, symbol, side, part = 0.02) {
	const book = await x.fetchOrderBook(symbol, 5);
	const px = side === 'buy' ? book.bids[0][0] * (1 - part)
		: book.asks[0][0] * (1 + part);
	return Number(x.priceToPrecision(symbol, px));
}

function amountOf(x, symbol) {
	const { precision, limits, contract } = x.market(symbol);
	const least = limits.amount.min ?? precision.amount;
	return contract ? Math.max(1, least)
		: Number(x.amountToPrecision(symbol, Math.max(0.01, 4 * least)));
}

async function settled(x, id, symbol) {
	let order;
	for (let i = 0; i < 50; i++) {
		order = await x.fetchOrder(id, symbol);
		if (order.status !== 'open')
			break;
	}
	return order;
}

async function life(x, symbol, title) {
	const amount = amountOf(x, symbol);
	const px = await away(x, symbol, 'buy');
	const made = await x.createOrder(symbol, 'limit', 'buy', amount, px);
	const open = await x.fetchOpenOrders(symbol);
	const found = open.find((o) => o.id === made.id);

	ok(found && found.status === 'open' && found.price === px &&
		found.amount === amount && found.filled === 0,
	`${title}: a limit order rests`, found ?? open);
	const lower = await away(x, symbol, 'buy', 0.03);
	const edited = await x.editOrder(made.id, symbol, 'limit', 'buy', amount,
		lower);
	const id = edited.id ?? made.id;
	const now = await x.fetchOrder(id, symbol);
	ok(now.status === 'open' && now.price === lower,
		`${title}: its price is amended`, now);
	await x.cancelOrder(id, symbol);
	const gone = await x.fetchOrder(id, symbol);
	ok(gone.status === 'canceled' && gone.filled === 0,
		`${title}: it is canceled`, gone);
	ok(!(await x.fetchOpenOrders(symbol)).some((o) => o.id === id),
		`${title}: and no longer open`);
	return id;
}

async function market(x, symbol, title) {
	const amount = amountOf(x, symbol);
	const book = await x.fetchOrderBook(symbol, 50);
	const before = await x.fetchBalance();
	const made = await x.createOrder(symbol, 'market', 'buy', amount);
	const order = await settled(x, made.id, symbol);
	const mine = (await x.fetchMyTrades(symbol))
		.filter((t) => t.order === made.id);
	const sum = mine.reduce((s, t) => plus(s, t.amount), '0');
	const cost = mine.reduce((s, t) => plus(s, times(t.amount, t.price)), '0');

	ok(order.status === 'closed' && order.filled === amount,
		`${title}: a market order fills`, order);
	is(compare(sum, amount), 0, `${title}: its trades add up to it`);
	ok(mine.length > 0 && near(order.average, Number(cost) / Number(sum)),
		`${title}: its average is that of its trades`, [order.average, mine]);
	ok(order.average > book.bids[0][0] * 0.98 &&
		order.average < book.asks[0][0] * 1.02,
	`${title}: its price is of the market`);
	ok(mine.every((t) => t.takerOrMaker === 'taker' && t.fee.cost > 0 &&
		t.fee.currency), `${title}: each trade has its fee`, mine[0]);
	return { mine, before, cost, amount };
}

// What a market buy moved: exactly the trades and their fees.
async function funds(x, symbol, title, { mine, before, cost, amount }) {
	const { base, quote } = x.market(symbol);
	const after = await x.fetchBalance();
	const fee = (ccy) => mine.filter((t) => t.fee.currency === ccy)
		.reduce((s, t) => plus(s, t.fee.cost), '0');
	const want = {
		[base]: minus(plus(before.total[base], amount), fee(base)),
		[quote]: minus(minus(before.total[quote], cost), fee(quote)),
	};
	for (const ccy of [base, quote])
		ok(near(after.total[ccy], Number(want[ccy])),
			`${title}: the balance of ${ccy} moved by trades and fees`,
			[before.total[ccy], after.total[ccy], want[ccy]]);
}

async function kinds(row, x, symbol, title) {
	const amount = amountOf(x, symbol);
	const far = await away(x, symbol, 'buy');
	const close = await away(x, symbol, 'sell', 0.01);
	const params = (timeInForce) => ({ timeInForce });

	let o = await x.createOrder(symbol, 'limit', 'buy', amount, far,
		params('IOC'));
	o = await settled(x, o.id, symbol);
	ok(['canceled', 'expired'].includes(o.status) && o.filled === 0,
		`${title}: IOC away from the market ends unfilled`, o);
	o = await x.createOrder(symbol, 'limit', 'buy', amount, close,
		params('IOC'));
	o = await settled(x, o.id, symbol);
	ok(o.status === 'closed' && o.filled === amount && o.average <= close,
		`${title}: IOC through the market fills, at its price or better`, o);
	o = await x.createOrder(symbol, 'limit', 'buy', amount, close,
		params('FOK'));
	o = await settled(x, o.id, symbol);
	ok(o.status === 'closed' && o.filled === amount,
		`${title}: FOK that the book can fill fills whole`, o);
	o = await x.createOrder(symbol, 'limit', 'buy', amount, far,
		params('FOK')).catch((e) => e);
	o = o instanceof Error ? { status: o.constructor.name, filled: 0,
		message: o.message }
		: await settled(x, o.id, symbol);
	ok(['canceled', 'expired', 'OrderNotFillable'].includes(o.status) &&
		o.filled === 0, `${title}: FOK that it can't fill does nothing`, o);
	o = await x.createOrder(symbol, 'limit', 'buy', amount, far,
		{ postOnly: true });
	o = await x.fetchOrder(o.id, symbol);
	ok(o.status === 'open', `${title}: post-only away rests`, o);
	await x.cancelOrder(o.id, symbol);
	o = await x.createOrder(symbol, 'limit', 'buy', amount, close,
		{ postOnly: true }).catch((e) => e);
	o = o instanceof Error ? { status: o.constructor.name, filled: 0,
		message: o.message }
		: await settled(x, o.id, symbol);
	ok(row.postOnlyCross.includes(o.status) && o.filled === 0,
		`${title}: post-only that would trade is refused`, o);
}

async function positions(x, symbol, title) {
	const size = async () => (await x.fetchPositions([symbol]))
		.reduce((s, p) => s + (p.side === 'short' ? -1 : 1) *
			(p.contracts ?? 0), 0);
	const start = await size();
	const amount = amountOf(x, symbol);

	ok(start > 0, `${title}: what was bought is a long position`, start);
	const [p] = await x.fetchPositions([symbol]);
	ok(p.entryPrice > 0 && p.side === 'long' && p.symbol === symbol,
		`${title}: the position has side and entry`, p);
	const o = await x.createOrder(symbol, 'market', 'sell', amount, undefined,
		{ reduceOnly: true });
	await settled(x, o.id, symbol);
	ok(near(await size(), start - amount),
		`${title}: a reducing order makes it smaller`);
	const rest = await x.createOrder(symbol, 'market', 'sell', await size(),
		undefined, { reduceOnly: true });
	await settled(x, rest.id, symbol);
	is(await size(), 0, `${title}: and closes it`);
}

export async function orderTests(row, x) {
	const balance = await x.fetchBalance();
	ok(balance.total.USDT > 0 && near(balance.free.USDT + balance.used.USDT,
		balance.total.USDT), `${row.id}: there is a balance`, balance.USDT);
	for (const symbol of [row.spot, row.swap]) {
		const title = `${row.id} ${symbol}`;
		const id = await life(x, symbol, title);
		await fails(() => x.cancelOrder(id, symbol), row.errors.cancel,
			`${title}: canceling it again is ${row.errors.cancel}`);
		const bought = await market(x, symbol, title);
		if (symbol === row.spot)
			await funds(x, symbol, title, bought);
		await kinds(row, x, symbol, title);
	}
	await positions(x, row.swap, `${row.id} ${row.swap}`);
}
