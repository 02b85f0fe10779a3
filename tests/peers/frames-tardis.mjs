// tardis-dev as a decoder of recorded frames: its mappers and its order book.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { OrderBook } = require('tardis-dev');
const okx = require('./node_modules/tardis-dev/dist/mappers/okex.js');
const coinbase = require('./node_modules/tardis-dev/dist/mappers/coinbase.js');
const deribit = require('./node_modules/tardis-dev/dist/mappers/deribit.js');
const gateio = require('./node_modules/tardis-dev/dist/mappers/gateio.js');
const kucoin = require('./node_modules/tardis-dev/dist/mappers/kucoin.js');
const binance = require('./node_modules/tardis-dev/dist/mappers/binance.js');

const facilities = require('./node_modules/tardis-dev/dist/mappers/cryptofacilities.js');
const kraken = require('./node_modules/tardis-dev/dist/mappers/kraken.js');

// Its Binance mapper wants the REST snapshot as a frame of a stream of its own.
function binanceFrame(raw) {
	if (raw.ch !== 'rest')
		return raw.data;
	const found = /\/depth\?symbol=([A-Z0-9]+)/.exec(raw.req);
	return found && {
		stream: `${found[1].toLowerCase()}@depthSnapshot`,
		data: structuredClone(raw.data),
	};
}

// So does its KuCoin mapper.
function kucoinFrame(raw) {
	if (raw.ch !== 'rest')
		return raw.data;
	const found = /\/level2\?symbol=([A-Z0-9-]+)/.exec(raw.req);
	return found && {
		type: 'message', topic: `/market/level2Snapshot:${found[1]}`,
		subject: 'trade.l2Snapshot', data: structuredClone(raw.data.data),
	};
}

// And its Gate mapper.
function gateFrame(raw) {
	if (raw.ch !== 'rest')
		return raw.data;
	const found = /\/order_book\?currency_pair=([A-Z0-9_]+)/.exec(raw.req);
	return found && {
		channel: 'spot.order_book_update', event: 'snapshot',
		symbol: found[1], result: structuredClone(raw.data),
	};
}

const venues = {
	binance: {
		frame: binanceFrame,
		mappers: () => [new binance.BinanceTradesMapper('binance'),
			new binance.BinanceBookChangeMapper('binance', false)],
	},
	coinbase: {
		frame: (raw) => raw.ch === 'ws' ? raw.data : undefined,
		mappers: () => [coinbase.coinbaseTradesMapper,
			new coinbase.CoinbaseBookChangMapper()],
	},
	deribit: {
		frame: (raw) => raw.ch === 'ws' ? raw.data : undefined,
		mappers: () => [deribit.deribitTradesMapper,
			deribit.deribitBookChangeMapper],
	},
	gate: {
		frame: gateFrame,
		mappers: () => [new gateio.GateIOV4TradesMapper('gate-io'),
			new gateio.GateIOV4BookChangeMapper('gate-io', false)],
	},
	'kraken-futures': {
		frame: (raw) => raw.ch === 'ws' ? raw.data : undefined,
		mappers: () => [facilities.cryptofacilitiesTradesMapper,
			facilities.cryptofacilitiesBookChangeMapper],
	},
	'kraken-v1': {
		frame: (raw) => raw.ch === 'ws' ? raw.data : undefined,
		mappers: () => [kraken.krakenTradesMapper,
			kraken.krakenBookChangeMapper],
		native: (symbol) => symbol.replace(/\bXBT\b/g, 'BTC')
			.replace(/\bXDG\b/g, 'DOGE'),
	},
	kucoin: {
		frame: kucoinFrame,
		mappers: () => [new kucoin.KucoinTradesMapper('kucoin'),
			new kucoin.KucoinBookChangeMapper('kucoin', false)],
	},
	okx: {
		frame: (raw) => raw.ch === 'ws' ? raw.data : undefined,
		mappers: () => [new okx.OkexV5TradesMapper('okex', false),
			new okx.OkexV5BookChangeMapper('okex', true)],
	},
};

function levels(side, depth) {
	const out = [];
	for (const l of side) {
		if (out.length === depth)
			break;
		out.push([String(l.price), String(l.amount)]);
	}
	return out;
}

// -> {trades: [...], books: Map of "rx native" to the book after that frame}
export function tardisFrames(venue, raws, depth) {
	const { frame, mappers, native = (symbol) => symbol } = venues[venue];
	const all = mappers();
	const kept = new Map();
	const out = { trades: [], books: new Map() };

	for (const raw of raws) {
		const message = raw.dir === 'in' ? frame(raw) : undefined;
		const mapper = message && all.find((m) => m.canHandle(message));
		if (!mapper)
			continue;
		for (const r of mapper.map(message, new Date(raw.rx / 1000))) {
			r.symbol = native(r.symbol);
			if (r.type === 'trade') {
				out.trades.push({ rx: raw.rx, native: r.symbol, id: r.id,
					side: r.side, px: String(r.price),
					sz: String(r.amount), ms: r.timestamp.getTime() });
				continue;
			}
			if (!kept.has(r.symbol))
				kept.set(r.symbol, new OrderBook());
			const book = kept.get(r.symbol);
			book.update(r);
			out.books.set(`${raw.rx} ${r.symbol}`, {
				bids: levels(book.bids(), depth),
				asks: levels(book.asks(), depth) });
		}
	}
	return out;
}
