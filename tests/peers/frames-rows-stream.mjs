// Rows of ccxt-frames-test.mjs: okx, kraken and coinbase, whose books begin with
// a snapshot in the stream.
import { createRequire } from 'node:module';
import ccxt from 'ccxt';

const require = createRequire(import.meta.url);
const mapper = (name) => require(
	`./node_modules/tardis-dev/dist/mappers/${name}.js`);
const options = { newUpdates: false, options: { tradesLimit: 1e6 } };

const families = ['BTC-USD', 'BTC-USD_UM', 'ETH-USD'];
const okx = [
	['spot', 'BTC-USDT', 'ETH-BTC'],
	['swap', 'BTC-USDT-PERP', 'BTC-USD-PERP'],
	['futures', 'BTC-USDT-20301223', 'BTC-USD-20301223'],
	['option', 'BTC-USD-20301223-90000-C', 'BTC-USD-20301223-90000-P',
		'BTC-USD-20301223-90000-C:USDC', 'ETH-USD-20301223-5000-C'],
].map(([market, ...symbols]) => ({ venue: 'okx', name: `okx ${market}`, symbols,
	async lists(ask) {
		const path = '/api/v5/public/instruments?instType=' +
			market.toUpperCase();
		if (market !== 'option')
			return ask(path);
		// Options are listed by family, as the venue names them.
		const all = families.map((f) => ask(`${path}&instFamily=${f}`));
		return { data: all.flatMap((one) => one.data) };
	},
	async exchange(list) {
		const x = new ccxt.pro.okx(options);
		x.setMarkets(x.parseMarkets(list.data));
		return x;
	},
	url: 'wss://ws.okx.com:8443/ws/v5/public',
	mappers: () => [new (mapper('okex').OkexV5TradesMapper)('okex', false),
		new (mapper('okex').OkexV5BookChangeMapper)('okex', true)],
	native: (frame) => frame.arg.instId,
	isBook: (frame) => frame.data && frame.arg.channel === 'books',
	isTrade: (frame) => frame.data && frame.arg.channel === 'trades' }));

// xg tells no trade of the first snapshot of trades: it is history, ccxt.pro takes
// it as news. There need not have been any trade yet.
function withHistory(row) {
	const history = new Set();

	return { ...row,
		keeps(data) {
			for (const t of row.snapshotOf(data))
				history.add(`${t.symbol ?? t.product_id} ` +
					`${t.trade_id ?? t.uid}`);
			return row.isBook(data) || row.isTrade(data);
		},
		known: [...row.known ?? [], { peer: 'ccxt.pro', what: 'trades',
			may: true, why: 'ccxt.pro takes the trades from before the ' +
				'subscription as news',
			match: (d) => d.ours === undefined && history.has(d.key) }] };
}

// Best levels first, and none but xg's.
function isPart(theirs, ours) {
	const has = new Set(ours.map((l) => l.map(Number).join(' ')));

	return theirs.length <= ours.length &&
		theirs.every((l) => has.has(l.map(Number).join(' ')));
}

const kraken = [
	{ name: 'kraken spot', symbols: ['BTC-USD', 'ETH-BTC'],
		lists: async (ask) => ask('/0/public/AssetPairs'),
		async exchange(list) {
			const x = new ccxt.pro.kraken(options);
			x.publicGetAssetPairs = async () => list;
			x.fetchCurrencies = async () => ({});
			x.setMarkets(await x.fetchMarkets());
			return x;
		},
		url: 'wss://ws.kraken.com/v2',
		native: (frame) => frame.data[0].symbol,
		isBook: (frame) => frame.channel === 'book' && frame.data,
		isTrade: (frame) => frame.channel === 'trade' && frame.data,
		snapshotOf: (data) => data?.channel === 'trade' &&
			data.type === 'snapshot' ? data.data : [],
		known: [{ peer: 'ccxt.pro', what: 'books', may: true,
			match: ({ theirs, ours }) => theirs && ours &&
				isPart(theirs.bids, ours.bids) &&
				isPart(theirs.asks, ours.asks),
			why: "ccxt.pro keeps no more levels than the snapshot's asks had" }] },
	{ name: 'kraken futures', symbols: ['BTC-USD-PERP', 'BTC-USD-PERP:BTC',
		'BTC-USD-20301223:BTC'],
		lists: async (ask) => ask('/derivatives/api/v3/instruments'),
		async exchange(list) {
			const x = new ccxt.pro.krakenfutures(options);
			x.publicGetInstruments = async () => list;
			x.setMarkets(await x.fetchMarkets());
			return x;
		},
		url: 'wss://futures.kraken.com/ws/v1',
		mappers: () => [mapper('cryptofacilities').cryptofacilitiesTradesMapper,
			mapper('cryptofacilities').cryptofacilitiesBookChangeMapper],
		native: (frame) => frame.product_id,
		isBook: (frame) => !frame.event && /^book/.test(frame.feed),
		isTrade: (frame) => !frame.event && /^trade/.test(frame.feed),
		snapshotOf: (data) => data?.feed === 'trade_snapshot' ? data.trades
			: [] },
].map((row) => withHistory({ venue: 'kraken', ...row }));

const coinbase = [
	withHistory({ venue: 'coinbase', name: 'coinbase Advanced',
		symbols: ['BTC-USD', 'ETH-BTC', 'BTC-USD-PERP'],
		lists: async (ask) => {
			const path = '/api/v3/brokerage/market/products?product_type=';
			return { SPOT: ask(`${path}SPOT`), FUTURE: ask(`${path}FUTURE`) };
		},
		async exchange(lists) {
			const x = new ccxt.pro.coinbase(options);
			x.v3PublicGetBrokerageMarketProducts = async (params) =>
				params.contract_expiry_type ? {}
					: lists[params.product_type ?? 'SPOT'];
			x.setMarkets(await x.fetchMarkets());
			return x;
		},
		url: 'wss://advanced-trade-ws.coinbase.com',
		native: ({ events: [e] }) => e.product_id ?? e.trades[0].product_id,
		isBook: (frame) => frame.channel === 'l2_data',
		// The list of what has not traded yet is empty.
		isTrade: ({ channel, events }) => channel === 'market_trades' &&
			events[0].trades.length > 0,
		snapshotOf: (data) => data?.channel !== 'market_trades' ? []
			: data.events.filter((e) => e.type === 'snapshot')
				.flatMap((e) => e.trades) }),
	{ venue: 'coinbase-exchange', name: 'coinbase Exchange',
		symbols: ['BTC-USD', 'ETH-USD'],
		lists: async (ask) => ask('/products'),
		async exchange(list) {
			const x = new ccxt.pro.coinbaseexchange(options);
			x.publicGetProducts = async () => list;
			x.setMarkets(await x.fetchMarkets());
			return x;
		},
		url: 'wss://ws-feed.exchange.coinbase.com',
		mappers: () => [mapper('coinbase').coinbaseTradesMapper,
			new (mapper('coinbase').CoinbaseBookChangMapper)()],
		native: (frame) => frame.product_id,
		isBook: (frame) => /^(snapshot|l2update)$/.test(frame.type),
		isTrade: (frame) => /^(last_)?match$/.test(frame.type) },
];

export const streamRows = [...coinbase, ...kraken, ...okx];
