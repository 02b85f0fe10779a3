// ccxt.pro as a decoder of recorded frames: its own message handlers, fed
// without a socket. Markets come from the recorded REST answers.
import ccxt from 'ccxt';

// What a handler sees of the connection: everything is subscribed, and what it
// resolves or rejects is kept.
function fakeClient(url) {
	const client = { url, futures: {}, lastPong: 0, touched: [], errors: [],
		resolve: (value, hash) => client.touched.push(hash),
		reject: (error) => client.errors.push(error) };
	client.subscriptions = new Proxy({}, { has: () => true });
	return client;
}

function recordedMarkets(exchange, raws, pick) {
	const seen = new Map();
	for (const raw of raws.filter((r) => r.ch === 'rest'))
		for (const item of pick(raw))
			seen.set(JSON.stringify([item.instId ?? item.symbol,
				item.instType]), item);
	exchange.setMarkets(exchange.parseMarkets([...seen.values()]));
}

// Binance books need the REST snapshot: ccxt asks for it when it subscribes,
// and gets the recorded one at the recorded moment.
class BinanceBooks {
	constructor(exchange, client) {
		this.exchange = exchange;
		this.client = client;
		this.waiting = new Map();
		exchange.fetchRestOrderBookSafe = (symbol) =>
			new Promise((resolve) => this.waiting.set(symbol, resolve));
	}

	async open(url) {
		for (const stream of url.split('streams=')[1].split('/')) {
			if (!stream.includes('@depth'))
				continue;
			const native = stream.split('@')[0].toUpperCase();
			const { symbol } = this.exchange.safeMarket(native,
				undefined, undefined, 'spot');
			this.exchange.orderbooks[symbol] = this.exchange.orderBook({});
			this.exchange.fetchOrderBookSnapshot(this.client, {},
				{ symbol, type: 'spot' });
		}
	}

	async rest(raw) {
		const native = /symbol=([A-Z0-9]+)/.exec(raw.req)[1];
		const market = this.exchange.safeMarket(native, undefined,
			undefined, 'spot');
		const book = this.exchange.parseOrderBook(raw.data, market.symbol);
		book.nonce = raw.data.lastUpdateId;
		this.waiting.get(market.symbol)(book);
		await new Promise((resolve) => setImmediate(resolve));
		return native;
	}
}

const venues = {
	binance: {
		create: () => new ccxt.pro.binance({ newUpdates: false,
			options: { crossMarginPairsData: [], isolatedMarginPairsData: [] } }),
		markets: (raw) => raw.data.symbols ?? [],
		frameOf: (raw) => /@depth|@aggTrade|@trade/.test(raw.data.stream ?? '')
			? raw.data : undefined,
		native: (frame) => frame.data.s,
		isBook: (frame) => frame.data.e === 'depthUpdate',
		isTrade: (frame) => /[tT]rade$/.test(frame.data.e),
	},
	// Books of v1 are those of v2 but for the name of the market.
	bitget: {
		create: () => new ccxt.pro.bitget({ newUpdates: false }),
		load: async (exchange, raws) => {
			const { data } = raws.find((r) => r.ch === 'rest').data;
			exchange.publicSpotGetV2SpotPublicSymbols = async () => ({
				data: data.map((i) => ({ ...i, symbol: i.symbolName,
					pricePrecision: i.priceScale,
					quantityPrecision: i.quantityScale })) });
			exchange.publicMarginGetV2MarginCurrencies = async () => ({});
			exchange.options.fetchMarkets = { types: ['spot'] };
			exchange.setMarkets(await exchange.fetchDefaultMarkets({}));
		},
		frameOf: (raw) => raw.data.action && raw.data.arg.channel === 'books'
			? { ...raw.data, arg: { ...raw.data.arg, instType: 'SPOT' } }
			: undefined,
		native: (frame) => frame.arg.instId,
		isBook: () => true,
		isTrade: () => false,
	},
	coinbase: {
		create: () => new ccxt.pro.coinbaseexchange({ newUpdates: false }),
		load: async (exchange, raws) => {
			const { data } = raws.find((r) => r.ch === 'rest');
			exchange.publicGetProducts = async () => data;
			exchange.setMarkets(await exchange.fetchMarkets());
		},
		frameOf: (raw) => /^(match|snapshot|l2update)$/.test(raw.data.type)
			? raw.data : undefined,
		native: (frame) => frame.product_id,
		isBook: (frame) => frame.type !== 'match',
		isTrade: (frame) => frame.type === 'match',
	},
	deribit: {
		create: () => new ccxt.pro.deribit({ newUpdates: false }),
		load: async (exchange, raws) => {
			const result = raws.filter((r) => /get_instruments/.test(r.req))
				.flatMap((r) => r.data.result);
			exchange.publicGetGetInstruments = async () => ({ result });
			exchange.setMarkets(await exchange.fetchMarkets());
		},
		frameOf: (raw) => /^(book|trades)\./.test(raw.data.params?.channel ?? '')
			? raw.data : undefined,
		native: (frame) => frame.params.channel.split('.')[1],
		isBook: (frame) => frame.params.channel.startsWith('book.'),
		isTrade: (frame) => frame.params.channel.startsWith('trades.'),
	},
	gate: {
		create: () => new ccxt.pro.gate({ newUpdates: false }),
		load: async (exchange, raws) => {
			const { data } = raws.find((r) => /\/currency_pairs$/.test(r.req));
			exchange.publicMarginGetCurrencyPairs = async () => [];
			exchange.publicSpotGetCurrencyPairs = async () => data;
			exchange.setMarkets(await exchange.fetchSpotMarkets());
			// What subscribing would have made; the snapshot comes below.
			exchange.loadOrderBook = async () => {};
			for (const raw of raws.filter((r) => r.dir === 'out' &&
				r.data.channel === 'spot.order_book_update'))
				exchange.orderbooks[exchange.safeSymbol(raw.data.payload[0],
					undefined, '_', 'spot')] = exchange.orderBook({});
		},
		// As its loadOrderBook does, at the recorded moment.
		snapshot: (exchange, raw) => {
			const found = /order_book\?currency_pair=([A-Z0-9_]+)/.exec(raw.req);
			if (!found)
				return undefined;
			const { symbol } = exchange.safeMarket(found[1]);
			const stored = exchange.orderbooks[symbol];
			const book = exchange.parseOrderBook(raw.data, symbol);
			book.nonce = raw.data.id;
			const index = exchange.getCacheIndex(book, stored.cache);
			stored.reset(book);
			exchange.handleDeltas(stored, stored.cache.slice(Math.max(index, 0)));
			stored.cache.length = 0;
			return found[1];
		},
		frameOf: (raw) => /^spot\.(trades|order_book_update)$/
			.test(raw.data.channel) && raw.data.event === 'update'
			? raw.data : undefined,
		native: (frame) => frame.result.s ?? frame.result.currency_pair,
		isBook: (frame) => frame.channel === 'spot.order_book_update',
		isTrade: (frame) => frame.channel === 'spot.trades',
	},
	'kraken-futures': {
		create: () => new ccxt.pro.krakenfutures({ newUpdates: false }),
		load: async (exchange, raws) => {
			// The list of 2021 has its codes in small letters.
			const { data } = raws.find((r) => r.ch === 'rest');
			exchange.publicGetInstruments = async () => ({ ...data,
				instruments: data.instruments.map((i) => ({ ...i,
					symbol: i.symbol.toUpperCase() })) });
			exchange.setMarkets(await exchange.fetchMarkets());
		},
		frameOf: (raw) => raw.data.event === undefined ? raw.data : undefined,
		native: (frame) => frame.product_id,
		isBook: (frame) => frame.feed.startsWith('book'),
		isTrade: (frame) => frame.feed === 'trade',
	},
	'kraken-v2': {
		create: () => new ccxt.pro.kraken({ newUpdates: false }),
		load: async (exchange, raws) => {
			const { data } = raws.find((r) => r.ch === 'rest');
			exchange.publicGetAssetPairs = async () => data;
			exchange.fetchCurrencies = async () => ({});
			exchange.setMarkets(await exchange.fetchMarkets());
		},
		frameOf: (raw) => /^(book|trade)$/.test(raw.data.channel)
			? raw.data : undefined,
		native: (frame) => frame.data[0].symbol,
		isBook: (frame) => frame.channel === 'book',
		isTrade: (frame) => frame.channel === 'trade',
	},
	kucoin: {
		create: () => new ccxt.pro.kucoin({ newUpdates: false }),
		load: async (exchange, raws) => {
			const { data } = raws.find((r) => /\/symbols$/.test(r.req));
			exchange.publicGetSymbols = async () => data;
			exchange.options.fetchMarkets = { types: ['spot'],
				fetchTickersFees: false };
			exchange.setMarkets(await exchange.fetchMarkets());
		},
		// The snapshot that ccxt would ask for, at the recorded moment.
		snapshot: (exchange, raw) => {
			const found = /\/level2\?symbol=([A-Z0-9-]+)/.exec(raw.req);
			if (!found)
				return undefined;
			const { symbol } = exchange.safeMarket(found[1]);
			const { data } = raw.data;
			const book = exchange.parseOrderBook(data, symbol, data.time);
			book.nonce = Number(data.sequence);
			exchange.orderbooks[symbol] = exchange.orderBook({});
			exchange.orderbooks[symbol].reset(book);
			return found[1];
		},
		frameOf: (raw) => /^.market.(match|level2):/.test(raw.data.topic ?? '')
			? raw.data : undefined,
		native: (frame) => frame.data.symbol,
		isBook: (frame) => frame.subject === 'trade.l2update',
		isTrade: (frame) => frame.subject === 'trade.l3match',
	},
	okx: {
		create: () => new ccxt.pro.okx({ newUpdates: false }),
		markets: (raw) => raw.data.data ?? [],
		frameOf: (raw) => raw.data.event === undefined ? raw.data : undefined,
		native: (frame) => frame.arg.instId,
		isBook: (frame) => frame.arg.channel === 'books',
		isTrade: (frame) => frame.arg.channel === 'trades',
	},
};

function levels(side, depth) {
	return side.slice(0, depth).map((l) => [String(l[0]), String(l[1])]);
}

// -> {trades, books, errors} as tardisFrames. `begun` is called when it has its
// markets; its handlers write into frames, which are kept from it unless `spent`.
export async function ccxtFrames(venue, raws, depth,
	{ begun = () => {}, spent = false } = {}) {
	const v = venues[venue];
	const exchange = v.create();
	const client = fakeClient(venue === 'binance'
		? 'wss://stream.binance.com:9443/stream'
		: exchange.urls.api.ws + '/public');
	const out = { trades: [], books: new Map(), errors: client.errors };
	const rest = new BinanceBooks(exchange, client);
	const keep = (rx, native) => {
		const { symbol } = exchange.safeMarket(native, undefined, undefined,
			venue === 'binance' ? 'spot' : undefined);
		const book = exchange.orderbooks[symbol];
		if (book && ((venue !== 'binance' && !v.snapshot) ||
				book.nonce !== undefined))
			out.books.set(`${rx} ${native}`, { bids: levels(book.bids, depth),
				asks: levels(book.asks, depth) });
	};

	if (v.load)
		await v.load(exchange, raws);
	else
		recordedMarkets(exchange, raws, v.markets);
	begun();
	for (const raw of raws) {
		if (raw.ch === 'rest' && /\/depth\?/.test(raw.req))
			keep(raw.rx, await rest.rest(raw));
		if (raw.ch === 'rest' && v.snapshot) {
			const native = v.snapshot(exchange, raw);
			if (native)
				keep(raw.rx, native);
		}
		if (raw.ch === 'ws' && raw.dir === 'open' && venue === 'binance')
			await rest.open(raw.url);
		if (raw.ch !== 'ws' || raw.dir !== 'in' || !v.frameOf(raw))
			continue;
		const frame = v.frameOf(raw);
		const native = v.native(frame);
		const { symbol } = exchange.safeMarket(native);
		const had = exchange.trades[symbol]?.length ?? 0;
		exchange.handleMessage(client,
			spent ? frame : structuredClone(frame));
		if (v.isBook(frame))
			keep(raw.rx, native);
		if (v.isTrade(frame))
			for (const t of exchange.trades[symbol].slice(had))
				out.trades.push({ rx: raw.rx, native, id: t.id,
					side: t.side, px: String(t.price),
					sz: String(t.amount), ms: t.timestamp });
	}
	return out;
}
