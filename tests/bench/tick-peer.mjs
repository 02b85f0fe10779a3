// tick-peer.mjs: a ccxt.pro program that does what the pipeline of run.sh does:
// reads the frames of tick.h on stdin, keeps the Binance book, compares its best
// bid with the OKX ask, and writes two signed order requests to stdout.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(new URL('../peers/', import.meta.url));
const ccxt = require('ccxt');
const binance = new ccxt.pro.binance({ apiKey: 'key', secret: 'secret', newUpdates: false,
	enableRateLimit: false,
	options: { crossMarginPairsData: [], isolatedMarginPairsData: [] } });
const okx = new ccxt.pro.okx({ apiKey: 'key', secret: 'secret', password: 'pass',
	enableRateLimit: false });
const client = { url: 'wss://stream.binance.com:9443/stream', futures: {},
	subscriptions: new Proxy({}, { has: () => true }),
	resolve: () => {}, reject: (e) => { throw e; } };
const limits = { amount: { min: 0.00001 }, cost: {}, price: {} };
const precision = { amount: 0.00001, price: 0.01 };
let okxAsk = 0;

binance.setMarkets([{ ...binance.parseMarket({ symbol: 'BTCUSDT', status: 'TRADING',
	baseAsset: 'BTC', quoteAsset: 'USDT', isSpotTradingAllowed: true, permissions: [], orderTypes: ['LIMIT', 'MARKET'],
	filters: [] }), limits, precision }]);
okx.setMarkets([{ ...okx.parseMarket({ instType: 'SPOT', instId: 'BTC-USDT', baseCcy: 'BTC',
	quoteCcy: 'USDT', tickSz: '0.01', lotSz: '0.00001', minSz: '0.00001', state: 'live' }),
limits, precision }]);
binance.orderbooks['BTC/USDT'] = binance.orderBook({});

// Instead of the network: the request goes to stdout.
for (const ex of [binance, okx])
	ex.fetch = async (url, method, headers, body) => {
		process.stdout.write(`${JSON.stringify({ method, url, headers, body })}\n`);
		return { code: '0', data: [{ ordId: '1', sCode: '0' }], orderId: 1, symbol: 'BTCUSDT' };
	};

async function snapshot(data) {
	const book = binance.parseOrderBook(data, 'BTC/USDT');
	book.nonce = data.lastUpdateId;
	binance.fetchRestOrderBookSafe = async () => book;
	await binance.fetchOrderBookSnapshot(client, {}, { symbol: 'BTC/USDT', type: 'spot' });
}

async function trade() {
	const bid = binance.orderbooks['BTC/USDT'].bids[0];
	const qty = Math.floor(Math.min(bid[1], 5000 / okxAsk) * 1e5) / 1e5;
	const net = (bid[0] * (1 - 0.0004) - okxAsk * (1 + 0.0004)) * qty;

	if (net > 0)
		await Promise.all([
			okx.createOrder('BTC/USDT', 'limit', 'buy', qty, okxAsk, { timeInForce: 'IOC' }),
			binance.createOrder('BTC/USDT', 'limit', 'sell', qty, bid[0], { timeInForce: 'IOC' }),
		]).catch((e) => { process.stderr.write(`${e.stack}\n`); process.exit(1); });
}

for await (const line of createInterface({ input: process.stdin })) {
	const rec = JSON.parse(line);
	if (rec.type === 'book')
		okxAsk = rec.asks[0][0];
	else if (rec.ch === 'rest')
		await snapshot(rec.data);
	else if (rec.dir === 'in') {
		binance.handleMessage(client, rec.data);
		await trade();
	}
}
