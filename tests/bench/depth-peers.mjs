// depth-peers.mjs ccxt|tardis|parse FILE: the same Binance depth frames (one a
// line, see frames.c) through a peer's own handler into its own book, best
// prices read after each. Reading the file and starting up are not counted.
// Prints one JSON line.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../peers/', import.meta.url));
const [peer, file] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').split('\n').filter((l) => l !== '');
const DEPTH = 1000;
const snapshot = { lastUpdateId: 1000, bids: [], asks: [] };

for (let i = 0; i < DEPTH; i++) {
	snapshot.bids.push([`${((6425000 - i - 1) / 100).toFixed(8)}`, '1.00000000']);
	snapshot.asks.push([`${((6425000 + i + 1) / 100).toFixed(8)}`, '1.00000000']);
}

function parseOnly() {
	return (text) => JSON.parse(text).data.u;
}

function tardis() {
	const { OrderBook } = require('tardis-dev');
	const { BinanceBookChangeMapper } =
		require('./node_modules/tardis-dev/dist/mappers/binance.js');
	const mapper = new BinanceBookChangeMapper('binance', false);
	const book = new OrderBook();
	const at = new Date();
	const apply = (message) => {
		for (const change of mapper.map(message, at))
			book.update(change);
		return book.bestBid()?.price;
	};

	apply({ stream: 'btcusdt@depthSnapshot', data: snapshot });
	return (text) => apply(JSON.parse(text));
}

async function ccxtPro() {
	const ccxt = require('ccxt');
	const exchange = new ccxt.pro.binance({ newUpdates: false,
		options: { crossMarginPairsData: [], isolatedMarginPairsData: [] } });
	const client = { url: 'wss://stream.binance.com:9443/stream', futures: {},
		subscriptions: new Proxy({}, { has: () => true }),
		resolve: () => {}, reject: (e) => { throw e; } };

	exchange.setMarkets([exchange.parseMarket({ symbol: 'BTCUSDT',
		status: 'TRADING', baseAsset: 'BTC', quoteAsset: 'USDT',
		isSpotTradingAllowed: true, permissions: [], filters: [] })]);
	exchange.orderbooks['BTC/USDT'] = exchange.orderBook({});
	exchange.orderbooks['BTC/USDT'].limit = undefined;
	const book = exchange.parseOrderBook(snapshot, 'BTC/USDT');
	book.nonce = snapshot.lastUpdateId;
	exchange.fetchRestOrderBookSafe = async () => book;
	await exchange.fetchOrderBookSnapshot(client, {},
		{ symbol: 'BTC/USDT', type: 'spot' });
	return (text) => {
		exchange.handleMessage(client, JSON.parse(text));
		const ob = exchange.orderbooks['BTC/USDT'];
		return ob.bids[0]?.[0];
	};
}

const handle = peer === 'ccxt' ? await ccxtPro()
	: peer === 'tardis' ? tardis() : parseOnly();
let last, start = process.hrtime.bigint();
for (const line of lines)
	last = handle(line);
const ns = Number(process.hrtime.bigint() - start);
if (last === undefined || last === null)
	throw new Error(`${peer}: no book came of it`);
console.log(JSON.stringify({ name: `depth-${peer}`, frames: lines.length,
	per_s: Math.round(lines.length / ns * 1e9), us: +(ns / lines.length / 1000).toFixed(3),
	rss_mb: Math.round(process.resourceUsage().maxRSS / 1024), last }));
