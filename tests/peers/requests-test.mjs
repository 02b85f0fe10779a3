// The requests of xg-order --dry-run are those that ccxt, unmodified, makes for
// the same orders, keys and clock.
import ccxt from 'ccxt';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { is, main, note, ok } from './tap.mjs';

const CLOCK = 1700000000000;
const KEY = 'xg-fake-key-of-the-peers';
const SECRET = 'XGFAKESECRET0000000000000000000000000001';
const PASS = 'xg-Fake-Pass-1';
const ORDERS = 220; // of each market; every third one is cancelled as well

// What differs, and why ours is right.
const DIFFERENCES = [
	{
		market: 'okx spot',
		where: 'tgtCcy',
		when: (order) => order.kind === 'limit',
		ccxt: 'base_ccy',
		ours: undefined,
		why: 'it only has a meaning for market orders; limit orders are always sized in base units',
	},
];
const HOSTS = {
	// The venue prefers this host since 2026-05; the other one serves the same.
	'https://www.okx.com': 'https://openapi.okx.com',
};

const MARKETS = [
	{ name: 'binance spot', venue: 'binance', id: 'binance', type: 'spot', native: 'BTCUSDT', market: 'spot' },
	{ name: 'binance usdm', venue: 'binance', id: 'binanceusdm', type: 'swap', native: 'BTCUSDT', market: 'usdm' },
	{ name: 'okx spot', venue: 'okx', id: 'okx', type: 'spot', native: 'BTC-USDT', market: 'spot' },
	{ name: 'okx swap', venue: 'okx', id: 'okx', type: 'swap', native: 'BTC-USDT-SWAP', market: 'swap', contract: '0.01' },
];

// splitmix64: the same orders in every run.
function generator(seed) {
	let s = BigInt(seed);
	const mask = (1n << 64n) - 1n;
	return (n) => {
		s = (s + 0x9e3779b97f4a7c15n) & mask;
		let z = s;
		z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
		z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
		return Number((z ^ (z >> 31n)) % BigInt(n));
	};
}

// A decimal text of n units of 10^-places: no floating point.
function decimal(n, places) {
	const text = String(n).padStart(places + 1, '0');
	const whole = text.slice(0, text.length - places);
	const part = places ? text.slice(-places).replace(/0+$/, '') : '';
	return part ? `${whole}.${part}` : whole;
}

function randomOrders(market, seed) {
	const pick = generator(seed);
	const tifs = ['gtc', 'ioc', 'fok', 'gtx', undefined];
	return Array.from({ length: ORDERS }, (_, i) => {
		const kind = pick(4) ? 'limit' : 'market';
		return {
			id: `xg${seed}x${String(i).padStart(5, '0')}`,
			side: pick(2) ? 'buy' : 'sell',
			kind,
			px: kind === 'limit' ? decimal(1 + pick(2000000), 1) : undefined,
			tif: kind === 'limit' ? tifs[pick(tifs.length)] : undefined,
			units: 1 + pick(500000), // of the lot
			reduce: market.type === 'swap' && pick(4) === 0,
			cancel: i % 3 === 0,
		};
	});
}

// Lots: 0.00001 BTC (spot), 0.001 BTC (USD-M), 0.0001 BTC = 0.01 contracts.
const PLACES = { spot: 5, usdm: 3, swap: 4 };

function instrument(market) {
	const swap = market.type === 'swap';
	return {
		type: 'inst', venue: market.venue, sym: swap ? 'BTC-USDT-PERP' : 'BTC-USDT',
		base: 'BTC', quote: 'USDT', ...(swap ? { settle: 'USDT' } : {}),
		kind: swap ? 'perp' : 'spot', native: market.native, tick: 0.1,
		lot: Number(`1e-${PLACES[market.market]}`),
		...(swap ? { contract: Number(market.contract ?? 1) } : {}),
		status: 'trading', market: market.market,
	};
}

function records(market, orders) {
	const sym = market.type === 'swap' ? 'BTC-USDT-PERP' : 'BTC-USDT';
	const lines = [];
	for (const o of orders) {
		const qty = decimal(o.units, PLACES[market.market]);
		lines.push(`{"type":"order","venue":"${market.venue}","sym":"${sym}","id":"${o.id}","side":"${o.side}",` +
			`"kind":"${o.kind}",${o.px ? `"px":${o.px},` : ''}"qty":${qty}` +
			`${o.tif ? `,"tif":"${o.tif}"` : ''}${o.reduce ? ',"reduce":true' : ''}}`);
		if (o.cancel)
			lines.push(`{"type":"cancel","id":"${o.id}"}`);
	}
	return `${lines.join('\n')}\n`;
}

function oursOf(market, orders, dir) {
	const env = { ...process.env, XDG_CACHE_HOME: join(dir, 'cache'), XDG_STATE_HOME: join(dir, 'state'),
		XDG_RUNTIME_DIR: join(dir, 'run'), XDG_CONFIG_HOME: join(dir, 'config') };
	mkdirSync(join(dir, 'cache/xg/paper'), { recursive: true });
	mkdirSync(join(dir, 'run'), { recursive: true, mode: 0o700 });
	writeFileSync(join(dir, 'cache/xg/paper', `${market.venue}.ndjson`), `${JSON.stringify(instrument(market))}\n`);
	writeFileSync(join(dir, 'cred'), `${KEY}\n${SECRET}\n${PASS}\n`, { mode: 0o600 });
	const out = execFileSync(join(process.env.XG_BIN, 'xg-order'), ['--dry-run', '--venue', market.venue,
		'--cred-file', join(dir, 'cred'), '--sign-time', String(CLOCK)], { env, input: records(market, orders) });
	ok(!out.includes(SECRET) && !out.includes(PASS), `R25: ${market.name}: no secret is in the output`);
	return out.toString().trimEnd().split('\n').map((line) => JSON.parse(line));
}

function exchange(market) {
	const swap = market.type === 'swap';
	// The rate limiter only costs time here.
	const ex = new ccxt[market.id]({ apiKey: KEY, secret: SECRET, password: PASS, enableRateLimit: false });
	// Its receive window is 10 s unless it is set; ours is 5 s, so that a late
	// order is refused sooner.
	ex.options.recvWindow = 5000;
	ex.milliseconds = () => CLOCK;
	// Its own option for one order a request; without it each goes alone in a
	// batch of one.
	if (market.venue === 'okx')
		ex.options.createOrder = 'privatePostTradeOrder';
	ex.setMarkets([{
		id: market.native, symbol: swap ? 'BTC/USDT:USDT' : 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'BTC',
		quoteId: 'USDT', settle: swap ? 'USDT' : undefined, settleId: swap ? 'USDT' : undefined, type: market.type,
		spot: !swap, swap, future: false, option: false, margin: false, contract: swap,
		linear: swap ? true : undefined, inverse: swap ? false : undefined,
		contractSize: swap ? Number(market.contract ?? 1) : undefined, active: true,
		precision: { amount: 1e-8, price: 0.1 }, limits: { amount: {}, price: {}, cost: {} },
		info: { orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET'] },
	}]);
	return ex;
}

// The request that ccxt would send.
async function caught(ex, call) {
	let seen;
	ex.fetch = async (url, method, headers, body) => {
		seen = { url, method, headers, body };
		throw new Error('enough');
	};
	try {
		await call();
	} catch (e) {
		if (!seen)
			throw e;
	}
	return seen;
}

function theirsOf(ex, market, order, cancel) {
	const symbol = market.type === 'swap' ? 'BTC/USDT:USDT' : 'BTC/USDT';
	const params = { clientOrderId: order.id };
	if (cancel)
		return caught(ex, () => ex.cancelOrder(undefined, symbol, params));
	if (order.tif === 'gtx')
		params.postOnly = true;
	else if (order.tif)
		params.timeInForce = order.tif.toUpperCase();
	if (order.reduce)
		params.reduceOnly = true;
	// okx contracts are 0.01 BTC: two decimals less.
	const places = PLACES[market.market] - (market.contract ? 2 : 0);
	return caught(ex, () => ex.createOrder(symbol, order.kind, order.side, decimal(order.units, places), order.px, params));
}

// The parameters of a request without the signature, sorted by name.
function parameters(request) {
	const url = new URL(request.url);
	const text = request.body ?? url.search.slice(1);
	const pairs = text.startsWith('{') ? Object.entries(JSON.parse(text)) : [...new URLSearchParams(text)];
	return Object.fromEntries(pairs.filter(([k]) => k !== 'signature').map(([k, v]) => [k, String(v)]).sort());
}

function expected(market, order, cancel, theirs) {
	const want = parameters(theirs);
	for (const d of DIFFERENCES) {
		if (d.market !== market.name || cancel || !d.when(order) || want[d.where] !== d.ccxt)
			continue;
		if (d.ours === undefined)
			delete want[d.where];
		else
			want[d.where] = d.ours;
	}
	return want;
}

// Headers that only we send: OKX accepts timestamps of up to 30 s; with expTime
// it refuses an order that comes later than 5 s, so that an order which is not
// found then never will be.
const OUR_HEADERS = ['exptime'];

function headers(request) {
	const out = {};
	for (const [k, v] of Object.entries(request.headers ?? {}))
		out[k.toLowerCase()] = v;
	delete out['ok-access-sign']; // compared below
	for (const name of OUR_HEADERS)
		delete out[name];
	if (out['ok-access-passphrase'])
		out['ok-access-passphrase'] = '***';
	return out;
}

function place(request) {
	const url = new URL(request.url);
	return `${request.method} ${HOSTS[url.origin] ?? url.origin}${url.pathname}`;
}

// What ccxt signs when it is given our parameters in our order: the bytes and
// the signature must be ours.
function signedByCcxt(ex, market, ours) {
	const url = new URL(ours.url);
	const path = market.venue === 'okx' ? url.pathname.replace('/api/v5/', '') : 'order';
	const api = market.venue === 'okx' || market.type === 'spot' ? 'private' : 'fapiPrivate';
	const params = ours.body?.startsWith('{') ? JSON.parse(ours.body)
		: Object.fromEntries(new URLSearchParams(ours.body ?? url.search.slice(1)));
	for (const key of ['timestamp', 'recvWindow', 'signature'])
		delete params[key];
	return ex.sign(path, api, ours.method, params);
}

function signatureOf(request) {
	const text = request.body ?? new URL(request.url).search.slice(1);
	return request.headers['OK-ACCESS-SIGN'] ?? new URLSearchParams(text).get('signature');
}

async function compare(market, seed) {
	const dir = mkdtempSync(join(tmpdir(), 'xg-requests.'));
	const bad = { place: 0, parameters: 0, headers: 0, signature: 0, bytes: 0 };
	let n = 0;
	try {
		const orders = randomOrders(market, seed);
		const ours = oursOf(market, orders, dir);
		const ex = exchange(market);
		const wanted = orders.reduce((sum, o) => sum + (o.cancel ? 2 : 1), 0);
		is(ours.length, wanted, `${market.name}: ${wanted} requests for ${ORDERS} orders and some cancels`);
		for (const order of orders) {
			for (const cancel of order.cancel ? [false, true] : [false]) {
				const mine = ours[n++];
				const theirs = await theirsOf(ex, market, order, cancel);
				const signed = signedByCcxt(ex, market, mine);
				const check = (what, a, b) => {
					if (JSON.stringify(a) === JSON.stringify(b))
						return;
					if (bad[what]++ === 0)
						note(`${order.id} ${what}\nours ${JSON.stringify(a)}\nccxt ${JSON.stringify(b)}`);
				};
				check('place', place(mine), place(theirs));
				check('parameters', parameters(mine), expected(market, order, cancel, theirs));
				check('headers', Object.entries(headers(mine)).sort(), Object.entries(headers(theirs)).sort());
				check('signature', signatureOf(mine), signatureOf(signed));
				check('bytes', mine.body ?? new URL(mine.url).search, signed.body ?? new URL(signed.url).search);
			}
		}
	} finally {
		rmSync(dir, { recursive: true, force: true });
	}
	for (const [what, count] of Object.entries(bad))
		is(count, 0, `${market.name}: ${what} of ${n} requests as ccxt has them`);
}

await main(async () => {
	let seed = 1;
	for (const market of MARKETS)
		await compare(market, seed++);
});
