// The simulated venues whose frames are compared, one row for each market or
// dialect: what is recorded, and how each peer is made to read it. A venue's
// markets may have the same native names: they are recordings of their own.
//   lists       asks for the instruments, for exchange(list)
//   symbols     what xg-feed records, or
//   counts, count  how many of which frames are enough; else trades
//   own         {path, texts, market, req, snapshots}: what a client of ours says
//               instead, where xg-feed speaks another dialect; xg-decode learns
//               the instruments from that list, as the answer to req, and asks
//               for the snapshots ({path, req}) when updates come
//   unit        what peers count contracts in, where it is not the contract
//   marketType  by which ccxt tells spot and contracts of one name apart
import { createRequire } from 'node:module';
import ccxt from 'ccxt';

const require = createRequire(import.meta.url);
const mapper = (name) => require(
	`./node_modules/tardis-dev/dist/mappers/${name}.js`);
const options = { newUpdates: false, options: { tradesLimit: 1e6 } };

const bybit = [
	['spot', 'BTC-USDT', 'ETH-BTC'],
	['linear', 'BTC-USDT-PERP', 'BTC-USDC-PERP', 'BTC-USDT-20301223'],
	['inverse', 'BTC-USD-PERP', 'BTC-USD-20301223'],
].map(([market, ...symbols]) => ({ venue: 'bybit', name: `bybit ${market}`,
	symbols,
	lists: async (ask) =>
		ask(`/v5/market/instruments-info?category=${market}`),
	mappers: () => [new (mapper('bybit').BybitV5TradesMapper)('bybit'),
		new (mapper('bybit').BybitV5BookChangeMapper)('bybit', 200)],
	async exchange(list) {
		const x = new ccxt.pro.bybit(options);
		x.publicGetV5MarketInstrumentsInfo = async (params) =>
			params.category === market && params.status === undefined
				? list : { result: { list: [] } };
		x.setMarkets(await x.fetchMarkets());
		return x;
	},
	url: `wss://stream.bybit.com/v5/public/${market}`,
	marketType: market === 'spot' ? 'spot' : 'contract',
	native: (frame) => frame.topic.split('.').at(-1),
	isBook: (frame) => frame.topic?.startsWith('orderbook.'),
	isTrade: (frame) => frame.topic?.startsWith('publicTrade.') }));

// Books by the unified stream; those of the classic one are in
// frames-rows-rest.mjs.
const kucoin = [
	['spot', '/api/v2/symbols', 'BTC-USDT', 'ETH-BTC'],
	['futures', '/api/v1/contracts/active', 'BTC-USDT-PERP', 'BTC-USD-PERP',
		'BTC-USD-20301220'],
].map(([market, path, ...symbols]) => ({ venue: 'kucoin',
	name: `kucoin ${market}`, symbols, lists: async (ask) => ask(path),
	mappers: () => [market === 'spot'
		? new (mapper('kucoin').KucoinTradesMapper)('kucoin')
		: new (mapper('kucoinfutures').KucoinFuturesTradesMapper)()],
	async exchange(answer) {
		const x = new ccxt.pro.kucoin({ newUpdates: false,
			options: { tradesLimit: 1e6, fetchMarkets: {
				types: [market === 'spot' ? 'spot' : 'swap'],
				fetchTickersFees: false } } });
		x.publicGetSymbols = async () => answer;
		x.futuresPublicGetContractsActive = async () => answer;
		x.setMarkets(await x.fetchMarkets());
		return x;
	},
	url: 'wss://x-push-spot.kucoin.com',
	marketType: market === 'spot' ? 'spot' : 'contract',
	native: (frame) => frame.d?.s ?? frame.data.symbol,
	isBook: (frame) => frame.T?.startsWith('obu.'),
	isTrade: (frame) => /^.(market|contractMarket).(match|execution)/
		.test(frame.topic) }));

// xg-feed speaks v3; v2 is what ccxt and tardis-dev speak to the venue.
function bitgetRow(market, version, more) {
	const spot = market === 'spot';
	const path = spot ? '/api/v2/spot/public/symbols'
		: `/api/v2/mix/market/contracts?productType=${market}`;

	return { venue: 'bitget', name: `bitget ${version} ${market}`,
		path, lists: async (ask) => ask(path),
		async exchange(list) {
			const x = new ccxt.pro.bitget({ newUpdates: false,
				options: { tradesLimit: 1e6, fetchMarkets: {
					types: [spot ? 'spot' : 'swap'] } } });
			x.publicSpotGetV2SpotPublicSymbols = async () => list;
			x.publicMarginGetV2MarginCurrencies = async () => ({});
			x.publicMixGetV2MixMarketContracts = async (params) =>
				params.productType.toLowerCase() === market ? list : {};
			x.setMarkets(await x.fetchDefaultMarkets({}));
			return x;
		},
		url: 'wss://ws.bitget.com',
		marketType: spot ? 'spot' : 'contract',
		native: (frame) => frame.arg.instId ?? frame.arg.symbol,
		isBook: (frame) => frame.action &&
			(frame.arg.channel ?? frame.arg.topic).startsWith('books'),
		isTrade: (frame) => frame.action &&
			/trade/i.test(frame.arg.channel ?? frame.arg.topic),
		mappers: () => [new (mapper('bitget').BitgetTradesMapper)('bitget'),
			new (mapper('bitget').BitgetBookChangeMapper)('bitget')],
		...more };
}

function bitgetV2(market, book, ...natives) {
	const instType = market.toUpperCase();
	const row = bitgetRow(market, 'v2');
	const args = natives.flatMap((instId) => [book, 'trade'].map((channel) =>
		({ instType, channel, instId })));

	return { ...row, name: `${row.name} ${book}`, own: {
		path: '/v2/ws/public', market,
		texts: [JSON.stringify({ op: 'subscribe', args })],
		req: `GET https://api.bitget.com${row.path}` } };
}

const bitget = [
	bitgetRow('spot', 'v3', { symbols: ['BTC-USDT', 'ETH-BTC'] }),
	bitgetRow('usdt-futures', 'v3',
		{ symbols: ['BTC-USDT-PERP', 'ETH-USDT-PERP'] }),
	bitgetRow('coin-futures', 'v3',
		{ symbols: ['BTC-USD-PERP', 'BTC-USD-20301230'] }),
	bitgetV2('spot', 'books', 'BTCUSDT', 'ETHBTC'),
	bitgetV2('usdt-futures', 'books', 'BTCUSDT', 'ETHUSDT'),
	bitgetV2('usdc-futures', 'books', 'BTCPERP'),
	bitgetV2('spot', 'books15', 'BTCUSDT'),
	bitgetV2('coin-futures', 'books15', 'BTCUSD', 'BTCUSDZ30'),
];

const deribit = { venue: 'deribit', name: 'deribit',
	symbols: ['BTC-USD-PERP', 'ETH-USD-PERP', 'BTC-USD-20301223', 'BTC-USDC',
		'ETH-BTC', 'BTC-USDC-PERP', 'BTC-USDC-20301223',
		'BTC-USDC-20301223-90000-C'],
	lists: async (ask) => ask('/api/v2/public/get_instruments?currency=any'),
	async exchange(list) {
		const x = new ccxt.pro.deribit(options);
		x.publicGetGetInstruments = async () => list;
		x.setMarkets(await x.fetchMarkets());
		return x;
	},
	unit: 1, // amounts are US dollars, or base units
	url: 'wss://www.deribit.com/ws/api/v2',
	native: (frame) => frame.params.channel.split('.')[1],
	isBook: (frame) => frame.params?.channel.startsWith('book.'),
	isTrade: (frame) => frame.params?.channel.startsWith('trades.'),
	mappers: () => [mapper('deribit').deribitTradesMapper,
		mapper('deribit').deribitBookChangeMapper] };

export const rows = [...bitget, ...bybit, deribit, ...kucoin];
