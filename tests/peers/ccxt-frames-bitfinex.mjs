// The row of Bitfinex in ccxt-frames-test.mjs. Its frames have channel numbers:
// what they are of is learned from the confirmations, which the peers get, too.
import { createRequire } from 'node:module';
import ccxt from 'ccxt';

const require = createRequire(import.meta.url);
const tardis = require('./node_modules/tardis-dev/dist/mappers/bitfinex.js');

const CONF = '/v2/conf/pub:info:pair,pub:info:pair:futures,' +
	'pub:list:pair:securities,pub:list:pair:margin';

const channels = new Map(); // number -> {channel, symbol}
const history = new Set(); // trades of the snapshots
const begun = new Set(); // channels whose snapshot came

const isOf = (data, channel) => Array.isArray(data) &&
	channels.get(data[0])?.channel === channel;

function keeps(data) {
	if (data?.event === 'subscribed') {
		channels.set(data.chanId, data);
		return true;
	}
	if (isOf(data, 'trades') && Array.isArray(data[1]))
		for (const [id] of data[1])
			history.add(`${channels.get(data[0]).symbol} ${id}`);
	return Array.isArray(data) && channels.has(data[0]);
}

// xg asks for all changes of a moment in one message (BULK_UPDATES), which the
// peers do not: such a list is given to them level by level.
function* alone(data, seen) {
	const [chan, rows, ...rest] = data;

	if (isOf(data, 'book') && Array.isArray(rows[0]) && seen.has(chan)) {
		for (const row of rows)
			yield [chan, row, ...rest];
		return;
	}
	if (isOf(data, 'book') && Array.isArray(rows))
		seen.add(chan);
	yield data;
}

// ccxt.pro asks for checksums alone: numbers and times behind the data are not for
// it, which tells a snapshot by its length.
const unnumbered = (data) => data.slice(0, Array.isArray(data[1]) ? 2 : 3);

// tardis-dev names pairs without their t, and does not know checksums.
function asNative(mapper) {
	const seen = new Set();

	return {
		canHandle: (data) => mapper.canHandle(data) && data[1] !== 'cs',
		* map(data, rx) {
			for (const one of alone(data, seen))
				for (const r of mapper.map(one, rx))
					yield { ...r, symbol: `t${r.symbol}` };
		},
	};
}

export const bitfinexRows = [{
	venue: 'bitfinex', name: 'bitfinex spot and perpetual',
	symbols: ['BTC-USD', 'DOGE-USD', 'BTC-USDT-PERP'],
	lists: async (ask) => ask(CONF),
	count: 30,
	keeps,
	// Each mapper has channels of its own: both must see the confirmations.
	mappers: () => {
		const all = [new tardis.BitfinexTradesMapper('bitfinex'),
			new tardis.BitfinexBookChangeMapper('bitfinex')].map(asNative);
		return [{ canHandle: (data) => !Array.isArray(data) &&
			all.some((m) => m.canHandle(data)) }, ...all];
	},
	async exchange(list) {
		const x = new ccxt.pro.bitfinex({ newUpdates: false,
			options: { tradesLimit: 1e6 } });
		const own = x.handleMessage.bind(x);

		x.publicGetConfConfig = async () => list;
		x.setMarkets(await x.fetchMarkets());
		x.handleMessage = (client, data) => {
			for (const one of Array.isArray(data) ? alone(data, begun) : [data])
				own(client, Array.isArray(one) ? unnumbered(one) : one);
		};
		return x;
	},
	url: 'wss://api-pub.bitfinex.com/ws/2',
	native: (data) => channels.get(data.chanId ?? data[0]).symbol,
	isBook: (data) => isOf(data, 'book') && Array.isArray(data[1]),
	isTrade: (data) => isOf(data, 'trades') && data[1] === 'te',
	known: [{
		peer: 'ccxt.pro', what: 'trades',
		match: (d) => d.ours === undefined && history.has(d.key),
		why: 'ccxt.pro takes the trades from before the subscription as news',
	}],
}];
