// Rows of ccxt-frames-test.mjs: the venues without accounts. `known` has what a
// peer makes of the same frames otherwise, and why: a difference that no row
// matches fails the test, and so does a row that matches none.
import { createRequire } from 'node:module';
import ccxt from 'ccxt';
import { compare } from './exact.mjs';

const require = createRequire(import.meta.url);
const dydx = require('./node_modules/tardis-dev/dist/mappers/dydxv4.js');
const hyperliquid = require(
	'./node_modules/tardis-dev/dist/mappers/hyperliquid.js');

const best = (side) => side[0]?.[0];

// What one side has beside the other's levels; undefined when it lacks some.
function beside(theirs, ours) {
	const rest = new Map(theirs.map((l) => [l[0], l[1]]));

	for (const [px, qty] of ours) {
		if (rest.get(px) === undefined || compare(rest.get(px), qty) !== 0)
			return undefined;
		rest.delete(px);
	}
	return [...rest.keys()];
}

// A book is as the peer's, but without the levels that newer ones have crossed.
function isUncrossed(theirs, ours) {
	if (!theirs || !ours)
		return false;
	const bids = beside(theirs.bids, ours.bids);
	const asks = beside(theirs.asks, ours.asks);

	return bids !== undefined && asks !== undefined &&
		bids.length + asks.length > 0 &&
		bids.every((px) => best(ours.asks) !== undefined &&
			compare(px, best(ours.asks)) >= 0) &&
		asks.every((px) => best(ours.bids) !== undefined &&
			compare(px, best(ours.bids)) <= 0);
}

const crossed = {
	what: 'books', match: (d) => isUncrossed(d.theirs, d.ours),
	why: 'dYdX tells what comes before what is gone: the peer keeps levels ' +
		'that newer ones have crossed until it is told',
};
const backlog = {
	peer: 'tardis-dev', what: 'trades',
	match: (d) => d.theirs === undefined && d.ours !== undefined,
};

export const dexRows = [
	{
		venue: 'dydx', name: 'dydx perp',
		symbols: ['BTC-USD-PERP', 'ETH-USD-PERP', 'SOL-USD-PERP'],
		lists: async (ask) => ask('/v4/perpetualMarkets'),
		keeps: (data) => /^v4_(orderbook|trades)$/.test(data?.channel) &&
			data.contents !== undefined,
		mappers: () => [new dydx.DydxV4TradesMapper(),
			new dydx.DydxV4BookChangeMapper()],
		async exchange(list) {
			const x = new ccxt.pro.dydx({ newUpdates: false,
				options: { tradesLimit: 1e6 } });
			x.indexerGetPerpetualMarkets = async () => list;
			x.setMarkets(await x.fetchMarkets());
			return x;
		},
		url: 'wss://indexer.dydx.trade/v4/ws',
		native: (data) => data.id,
		isBook: (data) => data.channel === 'v4_orderbook',
		isTrade: (data) => data.channel === 'v4_trades',
		known: [
			{ ...crossed, peer: 'tardis-dev' },
			{ ...crossed, peer: 'ccxt.pro' },
			{ ...backlog, why: 'tardis-dev leaves out the trades that the ' +
				'acknowledgement has' },
		],
	},
	{
		venue: 'hyperliquid', name: 'hyperliquid perp and spot',
		symbols: ['BTC-USD-PERP', 'ETH-USD-PERP', 'BTC-USDC'],
		lists: async (ask) => ({
			metaAndAssetCtxs: ask('/info', { type: 'metaAndAssetCtxs' }),
			spotMetaAndAssetCtxs: ask('/info',
				{ type: 'spotMetaAndAssetCtxs' }),
		}),
		counts: (data) => data.channel === 'l2Book',
		count: 30, // two a second and symbol
		keeps: (data) => /^(l2Book|trades)$/.test(data?.channel),
		mappers: () => [new hyperliquid.HyperliquidTradesMapper(),
			new hyperliquid.HyperliquidBookChangeMapper()],
		async exchange(lists) {
			const x = new ccxt.pro.hyperliquid({ newUpdates: false,
				options: { tradesLimit: 1e6 } });
			x.options.fetchMarkets = { types: ['swap', 'spot'] };
			x.publicPostInfo = async ({ type }) => lists[type];
			x.setMarkets(await x.fetchMarkets());
			return x;
		},
		url: 'wss://api.hyperliquid.xyz/ws',
		native: (data) => data.data.coin ?? data.data[0].coin,
		symbolOf: (x, native) => x.market(x.coinToMarketId(native)).symbol,
		isBook: (data) => data.channel === 'l2Book',
		isTrade: (data) => data.channel === 'trades',
		known: [
			{ ...backlog, why: 'tardis-dev leaves out the first frame of ' +
				'trades of each coin, which is a backlog' },
		],
	},
];
