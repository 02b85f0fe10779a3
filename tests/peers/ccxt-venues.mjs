// The venues that ccxt, unmodified, is tried on: one row each. A row says how
// the simulator's addresses take the place of the venue's, and by which of
// ccxt's own error classes the venue's refusals come.
import { createHash } from 'node:crypto';
import ccxt from 'ccxt';
import { patient } from './sim.mjs';

// Replaces scheme, host and port of every address below node; the path stays.
export function point(node, addressOf) {
	for (const [key, value] of Object.entries(node)) {
		if (typeof value !== 'string')
			point(value, addressOf);
		else if (/^(https|wss):/.test(value)) {
			const [, origin, path] = /^(\w+:\/\/[^/]+)(.*)$/.exec(value);
			node[key] = addressOf(origin) + path;
		}
	}
}

function client(kind, sim, addressOf, options) {
	const paper = sim.info.venues[kind];
	const exchange = new ccxt.pro[kind]({ ...patient, apiKey: paper.key,
		secret: paper.secret, password: paper.passphrase,
		...options, options: { ...options?.options } });

	// {hostname} is filled in by ccxt when it asks.
	exchange.hostname = 'venue.test';
	point(exchange.urls.api, addressOf);
	return exchange;
}

// What a book has, for venues whose books have no number and no time.
const contentOf = (book) => createHash('md5').update(JSON.stringify(
	[book.bids, book.asks].map((side) => Array.from(side,
		([px, qty]) => [px, qty])))).digest('hex').slice(0, 12);

// Hyperliquid's name of a market.
function coinOf(x, symbol) {
	const market = x.market(symbol);
	return market.swap ? market.baseName : market.id;
}

const noAddress = (origin) => `https://no-address.invalid/${origin}`;

const kucoin = {
	id: 'kucoin',
	spot: 'BTC/USDT',
	swap: 'BTC/USDT:USDT',
	others: ['BTC/USD:BTC', 'BTC/USDC:USDC'],
	depth: 20, // or 100: what ccxt takes
	// Spot trades of REST have no id, but the number of the stream's.
	tradeId: (t) => t.id ?? t.info.sequence,
	marketOnly: true, // orders are not simulated yet
	create(sim, options) {
		const { rest, ws } = sim.info.venues.kucoin;
		// With a key ccxt would ask how the account was migrated.
		return client('kucoin', sim, (origin) =>
			origin.startsWith('wss') ? ws : rest,
		{ ...options, apiKey: undefined, secret: undefined });
	},
	// The number of the REST book is in the answer.
	async snapshot(x, symbol) {
		const market = x.market(symbol);
		const { data } = market.spot
			? await x.publicGetMarketOrderbookLevel2100({
				symbol: market.id })
			: await x.futuresPublicGetLevel2Depth100({
				symbol: market.id });
		return { ...x.parseOrderBook(data, symbol),
			nonce: Number(data.sequence) };
	},
};

export const venues = [
	{
		id: 'okx',
		spot: 'BTC/USDT',
		swap: 'BTC/USDT:USDT',
		others: ['BTC/USD:BTC-301223', 'BTC/USD:BTC-301223-90000-C'],
		create(sim, options) {
			const { rest, ws } = sim.info.venues.okx;
			return client('okx', sim, (origin) =>
				origin.startsWith('wss') ? ws : rest, options);
		},
		// A raw limit order that ccxt does not round or check.
		rawOrder: (x, market, px, qty) => x.privatePostTradeOrder({
			instId: market.id, tdMode: 'cash', side: 'buy',
			ordType: 'limit', px, sz: qty }),
		// ccxt leaves the number of the REST book out; it is in the answer.
		async snapshot(x, symbol) {
			const { data: [book] } = await x.publicGetMarketBooks({
				instId: x.market(symbol).id, sz: 50 });
			return { ...x.parseOrderBook(book, symbol),
				nonce: Number(book.seqId) };
		},
		orderWs: true,
		batch: 'spot',
		streams: ['ticker', 'candles', 'mark', 'best'],
		postOnlyCross: ['canceled'],
		errors: {
			key: 'AuthenticationError', signature: 'AuthenticationError',
			passphrase: 'AuthenticationError', stale: 'InvalidNonce',
			tick: 'ExchangeError', // 51150 is in no row of ccxt's table
			lot: 'InvalidOrder', least: 'InvalidOrder',
			funds: 'InsufficientFunds', rate: 'RateLimitExceeded',
			cancel: 'OrderNotFound', query: 'OrderNotFound',
			symbol: 'BadSymbol', duplicate: 'InvalidOrder',
		},
	},
	{
		id: 'binance',
		spot: 'BTC/USDT',
		swap: 'BTC/USDT:USDT',
		create(sim, options) {
			const { rest, ws, hosts = {} } = sim.info.venues.binance;
			const at = {
				'https://api.binance.com': hosts.spot ?? rest,
				'https://fapi.binance.com': hosts.usdm ?? rest,
				'https://dapi.binance.com': hosts.coinm ?? rest,
				// ccxt knows the spot stream by "/stream" in its address.
				'wss://stream.binance.com:9443': (hosts.stream ?? ws)
					.replace('wss://', 'wss://stream@'),
				'wss://fstream.binance.com': hosts.fstream ?? ws,
				'wss://ws-api.binance.com:443': hosts['ws-api'] ?? ws,
				'wss://ws-fapi.binance.com': hosts['ws-fapi'] ?? ws,
			};
			return client('binance', sim,
				(origin) => at[origin] ?? noAddress(origin),
				options);
		},
		rawOrder: (x, market, px, qty) => x.privatePostOrder({
			symbol: market.id, side: 'BUY', type: 'LIMIT',
			timeInForce: 'GTC', price: px, quantity: qty }),
		snapshot: (x, symbol) => x.fetchOrderBook(symbol, 50),
		orderWs: true,
		// The simulated Binance streams no tickers.
		streams: ['candles', 'mark', 'best'],
		// ccxt chooses a table of errors by the venue's host names, which
		// ours are not: futures fall back to its common table, which knows
		// neither -5022 nor a filter that -1013 names.
		postOnlyCross: ['OrderImmediatelyFillable', 'ExchangeError'],
		errors: {
			key: 'AuthenticationError', signature: 'AuthenticationError',
			stale: 'InvalidNonce', tick: 'InvalidOrder',
			lot: 'InvalidOrder', least: 'BadRequest',
			funds: 'InsufficientFunds', rate: 'DDoSProtection',
			cancel: 'OrderNotFound', query: 'OrderNotFound',
			symbol: 'BadSymbol', duplicate: 'InvalidOrder',
		},
	},
	{
		id: 'bitfinex',
		spot: 'BTC/USD',
		swap: 'BTC/USDT:USDT',
		others: ['DOGE/USD'],
		depth: 25, // or 1, 100, 250
		digits: true, // precision is in digits of a price
		fundingAt: 'nextFundingTimestamp',
		marketOnly: true, // orders are not simulated yet
		// Raw books, which ccxt asks for by itself, may have several orders
		// at a price.
		create(sim, options) {
			const { rest, ws } = sim.info.venues.bitfinex;
			return client('bitfinex', sim, (origin) =>
				origin.startsWith('wss') ? ws : rest,
			{ ...options, options: { fetchOrderBook: { precision: 'P0' } } });
		},
		// Books have no number and no time: a book of REST is one of those
		// that were streamed.
		key: contentOf,
		snapshot: (x, symbol) => x.fetchOrderBook(symbol, 25),
	},
	{
		id: 'bitget',
		spot: 'BTC/USDT',
		swap: 'BTC/USDT:USDT',
		others: ['BTC/USD:BTC', 'BTC/USDC:USDC'],
		marketOnly: true, // orders are not simulated yet
		create(sim, options) {
			const { rest, ws } = sim.info.venues.bitget;
			// With a key ccxt would ask for the kind of the account.
			return client('bitget', sim, (origin) =>
				origin.startsWith('wss') ? ws : rest,
			{ ...options, apiKey: undefined, secret: undefined });
		},
		// ccxt speaks v2, whose books have no number: they are told apart
		// by their time.
		key: (book) => book.timestamp,
		snapshot: (x, symbol) => x.fetchOrderBook(symbol, 50),
	},
	{
		id: 'bybit',
		spot: 'BTC/USDT',
		swap: 'BTC/USDT:USDT',
		others: ['BTC/USD:BTC', 'BTC/USDC:USDC'],
		marketOnly: true, // orders are not simulated yet
		create(sim, options) {
			const { rest, ws } = sim.info.venues.bybit;
			// With a key ccxt would ask for the account's currencies.
			return client('bybit', sim, (origin) =>
				origin.startsWith('wss') ? ws : rest,
			{ ...options, apiKey: undefined, secret: undefined });
		},
		// ccxt leaves the number of the book out, of the stream, too: books
		// are told apart by their time.
		key: (book) => book.timestamp,
		async snapshot(x, symbol) {
			const market = x.market(symbol);
			const { result } = await x.publicGetV5MarketOrderbook({
				category: market.spot ? 'spot'
					: market.linear ? 'linear' : 'inverse',
				symbol: market.id, limit: 50 });
			return x.parseOrderBook(result, symbol, Number(result.ts),
				'b', 'a');
		},
	},
	{
		id: 'deribit',
		spot: 'BTC/USDC',
		swap: 'BTC/USD:BTC',
		others: ['BTC/USDC:USDC'],
		fundsAlways: true,
		marketOnly: true, // orders are not simulated yet
		create(sim, options) {
			const { rest, ws } = sim.info.venues.deribit;
			return client('deribit', sim, (origin) =>
				origin.startsWith('wss') ? ws : rest,
			{ ...options, apiKey: undefined, secret: undefined });
		},
		// ccxt leaves change_id out: books are told apart by their time.
		key: (book) => book.timestamp,
		snapshot: (x, symbol) => x.fetchOrderBook(symbol, 50),
	},
	{
		id: 'dydx',
		swap: 'BTC/USDC:USDC',
		others: ['ETH/USDC:USDC', 'SOL/USDC:USDC'],
		marketOnly: true, // orders go to the chain
		// ccxt gives the venue's seconds as they are.
		timeUnit: 1000,
		noTicker: (x) => x.has.fetchTicker ? undefined
			: 'ccxt has none of this venue',
		create(sim, options) {
			const { rest, ws } = sim.info.venues.dydx;
			return client('dydx', sim, (origin) => ({
				'https://indexer.dydx.trade': rest,
				'wss://indexer.dydx.trade': ws,
			})[origin] ?? noAddress(origin),
			{ ...options, apiKey: undefined, secret: undefined });
		},
		// ccxt.pro does not uncross: what it has between two frames may be
		// crossed, but the books of REST are among those that it had.
		key: contentOf,
		snapshot: (x, symbol) => x.fetchOrderBook(symbol, 100),
	},
	{
		id: 'gate',
		spot: 'BTC/USDT',
		swap: 'BTC/USDT:USDT',
		others: ['BTC/USD:BTC'],
		marketOnly: true, // orders are not simulated yet
		create(sim, options) {
			const { rest, ws } = sim.info.venues.gate;
			return client('gate', sim, (origin) =>
				origin.startsWith('wss') ? ws : rest,
			{ ...options, apiKey: undefined, secret: undefined,
				options: { fetchMarkets: { types: ['spot', 'swap'] } } });
		},
		// As deep as the streamed book, with its number.
		snapshot: (x, symbol) => x.fetchOrderBook(symbol, 50),
	},
	{
		id: 'hyperliquid',
		spot: 'BTC/USDC',
		swap: 'ETH/USDC:USDC',
		marketOnly: true, // orders are not simulated yet
		updates: 10,
		// Contexts of spot come in the order of the list; ccxt looks for them
		// at the pair's index.
		noTicker: (x, symbol) => x.market(symbol).spot
			? 'ccxt looks for its context in another place' : undefined,
		create(sim, options) {
			const { rest, ws } = sim.info.venues.hyperliquid;
			return client('hyperliquid', sim, (origin) =>
				origin.startsWith('wss') ? ws : rest,
			{ ...options, apiKey: undefined, secret: undefined });
		},
		// Whole books, told apart by their time: 5 levels every 0.5 s.
		// Without this ccxt gets 20 levels every 5 s.
		watch: (x, symbol) => ({ subscription: { type: 'l2Book',
			fast: true, coin: coinOf(x, symbol) } }),
		key: (book) => book.timestamp,
		async snapshot(x, symbol) {
			const book = await x.fetchOrderBook(symbol);
			return { ...book, bids: book.bids.slice(0, 5),
				asks: book.asks.slice(0, 5) };
		},
		restTrades: async (x, symbol) => x.parseTrades(
			await x.publicPostInfo({ type: 'recentTrades',
				coin: coinOf(x, symbol) }), x.market(symbol)),
	},
	kucoin,
	// Of a unified account: other connections, without a token. Whole books: of
	// changes ccxt keeps the number, and not the levels (their names are others).
	{ ...kucoin, id: 'kucoin unified', create: (sim, options) => kucoin.create(sim,
		{ ...options, options: { watchTrades: { uta: true },
			watchOrderBook: { uta: true, utaDepth: '50' } } }) },
];
