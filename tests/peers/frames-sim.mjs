// Peers as decoders of the frames of simulated venues: all rows that there are, and
// what each peer makes of one, with books of `depth` levels. Peers write into the
// frames that they get: those are kept from them unless `spent`.
import { createRequire } from 'node:module';
import { bitfinexRows } from './ccxt-frames-bitfinex.mjs';
import { dexRows } from './ccxt-frames-dex.mjs';
import { rows as cexRows } from './frames-rows.mjs';
import { restRows } from './frames-rows-rest.mjs';
import { streamRows } from './frames-rows-stream.mjs';

const { OrderBook } = createRequire(import.meta.url)('tardis-dev');

const copyOf = (frame, spent) => spent ? frame : structuredClone(frame);

function levels(side, depth, of) {
	const out = [];
	for (const l of side) {
		if (out.length === depth)
			break;
		out.push(of(l).map(String));
	}
	return out;
}
const ofPair = (l) => [l[0], l[1]];
const ofLevel = (l) => [l.price, l.amount];

export const rows = [...cexRows, ...restRows, ...streamRows, ...bitfinexRows,
	...dexRows];

// What tardis-dev makes of the frames of a row: its trades, and its books after
// each update.
export function tardisFrames(row, raws, { depth = 1000, spent = false } = {}) {
	const all = row.mappers();
	const kept = new Map();
	const out = { trades: [], books: new Map() };

	for (const raw of raws) {
		const frame = copyOf(row.frame ? row.frame(raw) : raw.data, spent);
		const mapper = all.find((m) => m.canHandle(frame));
		for (const r of mapper?.map(frame, new Date(raw.rx / 1000)) ?? []) {
			if (r.type === 'trade') {
				out.trades.push({ rx: raw.rx, native: r.symbol, id: r.id,
					side: r.side, px: String(r.price),
					sz: String(r.amount), ms: r.timestamp.getTime() });
				continue;
			}
			const book = kept.get(r.symbol) ?? new OrderBook();
			kept.set(r.symbol, book);
			book.update(r);
			out.books.set(`${raw.rx} ${r.symbol}`, {
				bids: levels(book.bids(), depth, ofLevel),
				asks: levels(book.asks(), depth, ofLevel) });
		}
	}
	return out;
}

// As tardisFrames, by ccxt.pro; `begun` is called when it has its markets.
export async function ccxtFrames(row, raws, list,
	{ depth = 1000, begun = () => {}, spent = false } = {}) {
	const x = await row.exchange(list);
	const errors = [];
	begun();
	const client = { url: row.url, futures: {}, lastPong: 0,
		subscriptions: new Proxy({}, { has: () => true }),
		resolve: () => undefined, reject: (e) => errors.push(e) };
	const out = { trades: [], books: new Map(), errors };

	const symbolOf = (native) => row.symbolOf?.(x, native) ??
		x.safeMarket(native, undefined, undefined, row.marketType).symbol;
	const keep = (rx, native) => {
		const book = x.orderbooks[symbolOf(native)];
		// Before its snapshot there is none.
		if (!row.snapshot || book?.nonce !== undefined)
			out.books.set(`${rx} ${native}`, {
				bids: levels(book.bids, depth, ofPair),
				asks: levels(book.asks, depth, ofPair) });
	};

	for (const raw of raws) {
		const { rx, data } = raw;
		if (raw.ch === 'rest') {
			keep(rx, await row.snapshot(x, client, raw));
			continue;
		}
		const native = row.native(data);
		const symbol = symbolOf(native);
		// Some handlers begin a new list, or put what they know behind.
		delete x.trades[symbol];
		x.handleMessage(client, copyOf(data, spent));
		if (row.isBook(data))
			keep(rx, native);
		else
			for (const t of x.trades[symbol] ?? [])
				out.trades.push({ rx, native, id: t.id, side: t.side,
					px: String(t.price), sz: String(t.amount),
					ms: t.timestamp });
	}
	return out;
}
