// Rows of ccxt-frames-test.mjs: the venues whose books begin with a snapshot by
// REST, which is in the recording where it came. Peers get it at that moment, as
// they would have asked for it: ccxt.pro as an answer, tardis-dev as a frame of
// its own kind.
//   snapshot    of an answer by REST: the symbol's native name, once ccxt.pro has
//               it; undefined when it is of something else
//   frame       what tardis-dev is given of a raw record
import { createRequire } from 'node:module';
import ccxt from 'ccxt';

const require = createRequire(import.meta.url);
const mapper = (name) => require(
	`./node_modules/tardis-dev/dist/mappers/${name}.js`);
const options = { newUpdates: false, options: { tradesLimit: 1e6 } };

// ccxt.pro's own way when it has got a snapshot, but at the recorded moment.
function begin(x, symbol, book, nonce) {
	const stored = x.orderbooks[symbol];

	book.nonce = nonce;
	const index = x.getCacheIndex(book, stored.cache);
	stored.reset(book);
	x.handleDeltas(stored, stored.cache.slice(Math.max(index, 0)));
	stored.cache.length = 0;
}

// Books that wait for their snapshots, as subscribing would have made them.
function awaited(x, natives, type) {
	for (const native of natives)
		x.orderbooks[x.safeMarket(native, undefined, undefined, type)
			.symbol] = x.orderBook({});
	return x;
}

const binance = [
	{ market: 'spot', path: '/api/v3', type: 'spot',
		symbols: ['BTC-USDT', 'ETH-BTC'], natives: ['BTCUSDT', 'ETHBTC'],
		url: 'wss://stream.binance.com:9443/stream' },
	{ market: 'usdm', path: '/fapi/v1', type: 'contract',
		symbols: ['BTC-USDT-PERP', 'ETH-USDT-PERP', 'BTC-USDT-20301227'],
		natives: ['BTCUSDT', 'ETHUSDT', 'BTCUSDT_301227'],
		url: 'wss://fstream.binance.com/public' },
	{ market: 'coinm', path: '/dapi/v1', type: 'contract',
		symbols: ['BTC-USD-PERP', 'BTC-USD-20301227'],
		natives: ['BTCUSD_PERP', 'BTCUSD_301227'],
		url: 'wss://dstream.binance.com/ws' },
].map(({ market, path, type, symbols, natives, url }) => ({ venue: 'binance',
	name: `binance ${market}`, symbols, url, marketType: type,
	lists: async (ask) => ask(`${path}/exchangeInfo`),
	async exchange(list) {
		const x = new ccxt.pro.binance({ ...options, options: {
			...options.options, crossMarginPairsData: [],
			isolatedMarginPairsData: [] } });
		x.setMarkets(x.parseMarkets(list.symbols));
		return awaited(x, natives, type);
	},
	mappers: () => [new (mapper('binance').BinanceTradesMapper)('binance'),
		market === 'spot'
			? new (mapper('binance').BinanceBookChangeMapper)('binance', false)
			// The venue lets a snapshot be at the end of an update.
			: new (mapper('binance').BinanceFuturesBookChangeMapper)(
				'binance', true)],
	native: (frame) => frame.data.s,
	isBook: (frame) => frame.data?.e === 'depthUpdate',
	isTrade: (frame) => /^(trade|aggTrade)$/.test(frame.data?.e),
	isSnapshot: (raw) => /\/depth\?symbol=/.test(raw.req),
	async snapshot(x, client, raw) {
		const [, native] = /\/depth\?symbol=([A-Z0-9_]+)/.exec(raw.req);
		const { symbol } = x.safeMarket(native, undefined, undefined, type);
		const book = x.parseOrderBook(raw.data, symbol);

		book.nonce = raw.data.lastUpdateId;
		x.fetchRestOrderBookSafe = async () => book;
		await x.fetchOrderBookSnapshot(client, {}, { symbol,
			type: market === 'spot' ? 'spot' : 'future' });
		return native;
	},
	frame: (raw) => raw.ch === 'ws' ? raw.data : { data: raw.data, stream:
		`${/symbol=(\w+)/.exec(raw.req)[1].toLowerCase()}@depthSnapshot` },
}));

// xg-feed asks for obu; order_book_update is what peers ask for where they do
// not know it.
const gateMarkets = [
	{ market: 'spot', root: '/api/v4/spot', at: '/currency_pairs',
		ws: '/ws/v4/', param: 'currency_pair',
		symbols: ['BTC-USDT', 'ETH-BTC'], natives: ['BTC_USDT', 'ETH_BTC'] },
	{ market: 'usdt', root: '/api/v4/futures/usdt', at: '/contracts',
		ws: '/v4/ws/usdt', symbols: ['BTC-USDT-PERP', 'ETH-USDT-PERP'],
		natives: ['BTC_USDT', 'ETH_USDT'] },
	{ market: 'btc', root: '/api/v4/futures/btc', at: '/contracts',
		ws: '/v4/ws/btc', symbols: ['BTC-USD-PERP'], natives: ['BTC_USD'] },
	{ market: 'delivery', root: '/api/v4/delivery/usdt', at: '/contracts',
		ws: '/v4/ws/delivery/usdt', symbols: ['BTC-USDT-20301223'],
		natives: ['BTC_USDT_20301223'] },
];

function gateRow({ market, root, at, symbols, natives }) {
	const spot = market === 'spot';

	return { venue: 'gate', name: `gate ${market}`, symbols,
		marketType: spot ? 'spot' : 'contract',
		lists: async (ask) => ask(root + at),
		async exchange(list) {
			const x = new ccxt.pro.gate(options);
			const answer = async (params) =>
				root.endsWith(params?.settle ?? root) ? list : [];
			x.publicMarginGetCurrencyPairs = async () => [];
			x.publicSpotGetCurrencyPairs = answer;
			x.publicFuturesGetSettleContracts = answer;
			x.publicDeliveryGetSettleContracts = answer;
			x.setMarkets(spot ? await x.fetchSpotMarkets()
				: market === 'delivery' ? await x.fetchFutureMarkets()
					: await x.fetchSwapMarkets());
			x.loadOrderBook = async () => {}; // the snapshot comes below
			return awaited(x, natives, spot ? 'spot' : 'contract');
		},
		url: `wss://${spot ? 'api.gateio.ws/ws/v4/' : 'fx-ws.gateio.ws/v4'}`,
		native: ({ result }) => result.s?.replace(/^ob\.|\.\d+$/g, '') ??
			result.currency_pair ?? result[0].contract,
		isBook: ({ channel, result }) =>
			/\.(obu|order_book_update)$/.test(channel) && result.u > 0,
		isTrade: ({ channel, event }) => /\.trades$/.test(channel) &&
			event === 'update',
		mappers: () => spot
			? [new (mapper('gateio').GateIOV4TradesMapper)('gate-io'),
				new (mapper('gateio').GateIOV4BookChangeMapper)('gate-io', false)]
			: [new (mapper('gateiofutures').GateIOFuturesTradesMapper)(
				'gate-io-futures')] };
}

// What a peer would say, with the snapshot that it would ask for.
function gateDiff(m) {
	const { market, root, at, ws, param = 'contract', natives } = m;
	const [kind, level] = market === 'spot' ? ['spot', []]
		: ['futures', ['100']];
	const text = (channel, payload) => JSON.stringify({ time: 1, channel,
		event: 'subscribe', payload });
	const host = 'GET https://api.gateio.ws';
	const row = gateRow(m);

	return { ...row, name: `${row.name} order_book_update`,
		own: { path: ws, market, req: host + root + at,
			texts: natives.flatMap((n) => [
				text(`${kind}.order_book_update`, [n, '100ms', ...level]),
				text(`${kind}.trades`, [n])]),
			snapshots: natives.map((n) => `${root}/order_book?` +
				`${param}=${n}&limit=100&with_id=true`)
				.map((at) => ({ path: at, req: host + at })) },
		isSnapshot: (raw) => /\/order_book\?/.test(raw.req),
		async snapshot(x, client, raw) {
			const [, native] = /(?:pair|contract)=([A-Z0-9_]+)/.exec(raw.req);
			const { symbol } = x.safeMarket(native, undefined, undefined,
				row.marketType);
			begin(x, symbol, kind === 'spot'
				? x.parseOrderBook(raw.data, symbol)
				: x.parseOrderBook(raw.data, symbol, undefined, 'bids',
					'asks', 'p', 's'), raw.data.id);
			return native;
		},
		frame: (raw) => raw.ch === 'ws' ? raw.data : { event: 'snapshot',
			channel: 'spot.order_book_update', result: raw.data,
			symbol: /(?:pair|contract)=(\w+)/.exec(raw.req)[1] } };
}

// The classic stream of KuCoin; the unified one, which xg-feed asks for, is in
// frames-rows.mjs. The book by level2 needs a key, and is the same as that of a
// hundred levels, since no simulated book has more. Of futures ccxt.pro compares
// the time of a change with the number of the snapshot, and makes changes again
// that this has already: there it is put before the first that it has not.
const kucoin = [
	{ market: 'spot', list: '/api/v2/symbols', natives: ['BTC-USDT', 'ETH-BTC'],
		topics: ['/market/level2', '/market/match'],
		path: '/api/v1/market/orderbook/level2_100?symbol=',
		kept: '/api/v3/market/orderbook/level2?symbol=',
		mappers: () => [new (mapper('kucoin').KucoinTradesMapper)('kucoin'),
			new (mapper('kucoin').KucoinBookChangeMapper)('kucoin', false)] },
	{ market: 'futures', list: '/api/v1/contracts/active',
		natives: ['XBTUSDTM', 'XBTUSDM'],
		topics: ['/contractMarket/level2', '/contractMarket/execution'],
		path: '/api/v1/level2/snapshot?symbol=',
		kept: '/api/v1/level2/snapshot?symbol=',
		mappers: () => [
			new (mapper('kucoinfutures').KucoinFuturesTradesMapper)(),
			new (mapper('kucoinfutures').KucoinFuturesBookChangeMapper)(
				false)] },
].map(({ market, list, natives, topics, path, kept, mappers }) => ({
	venue: 'kucoin', name: `kucoin ${market} level2`, mappers,
	lists: async (ask) => ask(list),
	own: { market, req: `GET https://api.kucoin.com${list}`,
		path: (ask) => '/endpoint?token=' +
			encodeURIComponent(ask('/api/v1/bullet-public', {}).data.token),
		texts: topics.map((topic, id) => JSON.stringify({ id, type: 'subscribe',
			topic: `${topic}:${natives}`, response: true })),
		snapshots: natives.map((n) => ({ path: path + n,
			req: `GET https://api.kucoin.com${kept}${n}`,
			isNews: market === 'spot' ? undefined : (frame, { data }) =>
				frame.topic === `${topics[0]}:${n}` &&
				frame.data.sequence > data.sequence })) },
	async exchange(answer) {
		const x = new ccxt.pro.kucoin({ newUpdates: false,
			options: { tradesLimit: 1e6, fetchMarkets: {
				types: [market === 'spot' ? 'spot' : 'swap'],
				fetchTickersFees: false } } });
		x.publicGetSymbols = async () => answer;
		x.futuresPublicGetContractsActive = async () => answer;
		x.setMarkets(await x.fetchMarkets());
		x.loadOrderBook = async () => {}; // the snapshot comes below
		return awaited(x, natives);
	},
	url: 'wss://ws-api-spot.kucoin.com',
	native: ({ topic }) => topic.split(':')[1],
	isBook: (frame) => frame.topic?.startsWith(`${topics[0]}:`),
	isTrade: (frame) => frame.topic?.startsWith(`${topics[1]}:`),
	isSnapshot: (raw) => /symbol=/.test(raw.req),
	async snapshot(x, client, raw) {
		const [, native] = /symbol=(.+)/.exec(raw.req);
		const { symbol } = x.safeMarket(native);
		begin(x, symbol, x.parseOrderBook(raw.data.data, symbol),
			Number(raw.data.data.sequence));
		return native;
	},
	frame: (raw) => raw.ch === 'ws' ? raw.data : { type: 'message',
		topic: `${topics[0]}Snapshot:${/symbol=(.+)/.exec(raw.req)[1]}`,
		subject: market === 'spot' ? 'trade.l2Snapshot' : 'level2Snapshot',
		data: raw.data.data },
}));

export const restRows = [...binance, ...gateMarkets.slice(0, 3).map(gateRow),
	...gateMarkets.map(gateDiff), ...kucoin];
