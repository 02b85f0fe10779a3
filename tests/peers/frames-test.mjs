// The same recorded frames give the same trades, and the same book after each
// update, by xg-decode | xg-book, by tardis-dev and by ccxt.pro. Where a peer
// differs, the difference is a row of frames-known.mjs, or the test fails.
import { ccxtFrames } from './frames-ccxt.mjs';
import { known } from './frames-known.mjs';
import { tardisFrames } from './frames-tardis.mjs';
import { xgFrames } from './frames-xg.mjs';
import { compare, near, times } from './exact.mjs';
import { hasRecording, readRecording, recordingPath } from './recording.mjs';
import { is, main, note, ok } from './tap.mjs';

// Books are compared as deep as is said: all levels, where there are not very
// many of both levels and updates.
const recordings = [
	{ name: 'binance-spot-2021', venue: 'binance', books: 176, trades: 2 },
	{ name: 'coinbase-exchange-2021', venue: 'coinbase', books: 9000,
		trades: 97, depth: 100 },
	{ name: 'deribit-2021', venue: 'deribit', books: 46, trades: 0 },
	{ name: 'gate-spot-2021', venue: 'gate', books: 160, trades: 9 },
	{ name: 'kraken-futures-2021', venue: 'kraken', dialect: 'kraken-futures',
		books: 7000, trades: 3, depth: 100 },
	{ name: 'kraken-spot-v1-2021', venue: 'kraken', dialect: 'kraken-v1',
		books: 4200, trades: 10 },
	{ name: 'kraken-spot-v2-2023', venue: 'kraken', dialect: 'kraken-v2',
		books: 150, trades: 2 },
	{ name: 'kucoin-spot-2021', venue: 'kucoin', books: 3000, trades: 18,
		depth: 100 },
	{ name: 'okx-2022', venue: 'okx', books: 290, trades: 74 },
];

// A peer counts contracts where xg has base units: sz contracts are qty base.
function sameQty(inst, px, sz, qty) {
	if (inst === undefined || inst.contract === undefined ||
		inst.kind === 'spot')
		return compare(sz, qty) === 0;
	if (inst.inverse)
		return near(times(sz, inst.contract), times(qty, px),
			times(px, '0.000000000000000001'));
	return compare(times(sz, inst.contract), qty) === 0;
}

function sideDiffers(inst, theirs, ours) {
	if (theirs.length !== ours.length)
		return `${theirs.length} levels, xg has ${ours.length}`;
	const at = theirs.findIndex((l, i) => compare(l[0], ours[i][0]) !== 0 ||
		!sameQty(inst, ours[i][0], l[1], ours[i][1]));
	return at < 0 ? '' : `level ${at} is ${theirs[at]}, xg has ${ours[at]}`;
}

function bookDiffers(inst, theirs, ours) {
	if (!theirs || !ours)
		return theirs === ours ? '' : `${theirs ? 'a' : 'no'} book, ` +
			`xg has ${ours ? 'one' : 'none'}`;
	const bids = sideDiffers(inst, theirs.bids, ours.bids);
	return bids ? `bids: ${bids}`
		: (sideDiffers(inst, theirs.asks, ours.asks) && `asks: ${
			sideDiffers(inst, theirs.asks, ours.asks)}`);
}

// Each moment at which either side has a new book: there both must hold the
// same one. -> [{key, why}], and how many were compared.
function compareBooks(theirs, ours, insts) {
	const keys = [...new Set([...theirs.keys(), ...ours.keys()])];
	const last = [new Map(), new Map()];
	const differ = [];

	keys.sort((a, b) => Number(a.split(' ')[0]) - Number(b.split(' ')[0]));
	for (const key of keys) {
		const native = key.split(' ')[1];
		[theirs, ours].forEach((books, i) => {
			if (books.has(key))
				last[i].set(native, books.get(key));
		});
		const why = bookDiffers(insts.get(native), last[0].get(native),
			last[1].get(native));
		if (why)
			differ.push({ key, why });
	}
	return { n: keys.length, differ };
}

// Where a venue gives no ids, a trade is known by what it says.
function tradeKey(t) {
	return `${t.rx} ${t.native} ${t.id ?? `${t.px} ${t.sz} ${t.side}`}`;
}

function compareTrades(theirs, ours, insts) {
	const a = new Map(theirs.map((t) => [tradeKey(t), t]));
	const b = new Map(ours.map((t) => [tradeKey(t), t]));
	const keys = [...new Set([...a.keys(), ...b.keys()])];
	const differ = [];

	for (const key of keys) {
		const [t, o] = [a.get(key), b.get(key)];
		const same = t && o && t.side === o.side &&
			t.ms === Math.floor(o.ms) &&
			compare(t.px, o.px) === 0 &&
			sameQty(insts.get(o.native), o.px, t.sz, o.sz);
		if (!same)
			differ.push({ key, why: !t ? 'only xg has it' : !o
				? 'xg does not have it'
				: `${JSON.stringify(t)}, xg has ${JSON.stringify(o)}` });
	}
	return { n: keys.length, differ };
}

// All differences must be told by rows of the table, each row by one or more.
function judge(recording, peer, what, { n, differ }) {
	const rows = known.filter((r) => r.recording === recording &&
		r.peer === peer && r.what === what);
	const used = new Set();
	const open = differ.filter((d) => {
		const row = rows.find((r) => r.match(d));
		if (row)
			used.add(row);
		return !row;
	});
	ok(n > 0 && open.length === 0,
		`${recording}: ${n} ${what} are the same by xg and ${peer}` +
		(differ.length ? `, but ${differ.length} that are explained` : ''));
	for (const d of open.slice(0, 5))
		note(`${d.key}: ${d.why}`);
	if (open.length > 5)
		note(`${open.length - 5} more`);
	for (const r of rows)
		is(differ.filter((d) => r.match(d)).length, r.count,
			`${recording}, ${peer}: ${r.why}`);
}

// What a peer makes of a recording; undefined when it does not know the dialect,
// which a row of the table must say.
async function peerFrames(peer, name, dialect, raws, depth) {
	const row = known.find((r) => r.recording === name && r.peer === peer &&
		r.what === 'all');
	if (row) {
		ok(true, `${name}: not compared with ${peer}: ${row.why}`);
		return undefined;
	}
	return peer === 'tardis-dev' ? tardisFrames(dialect, raws, depth)
		: ccxtFrames(dialect, raws, depth);
}

await main(async () => {
	for (const { name, venue, dialect = venue, books, trades,
		depth = 1000 } of recordings) {
		if (!hasRecording(name)) {
			ok(true, `${name}: not beside the repository, not compared`);
			continue;
		}
		const raws = readRecording(name);
		const xg = xgFrames(venue, recordingPath(name), depth);
		const peers = {};
		for (const peer of ['tardis-dev', 'ccxt.pro'])
			peers[peer] = await peerFrames(peer, name, dialect, raws, depth);

		is(xg.decode.status, 0, `${name}: xg-decode finds nothing wrong`);
		if (xg.decode.status !== 0)
			note(xg.decode.stderr.slice(0, 400));
		is(xg.book.status, 0, `${name}: xg-book finds nothing wrong`);
		ok(xg.trades.length >= trades && xg.books.size >= books,
			`${name}: nothing is missing (${xg.trades.length} trades, ` +
			`${xg.books.size} books)`);
		if (peers['ccxt.pro'])
			is(peers['ccxt.pro'].errors, [],
				`${name}: ccxt.pro has no error`);
		for (const [peer, got] of Object.entries(peers)) {
			if (!got)
				continue;
			if (trades)
				judge(name, peer, 'trades', compareTrades(got.trades,
					xg.trades, xg.insts));
			else
				is(got.trades.length, 0, `${name} has no trades`);
			judge(name, peer, 'books',
				compareBooks(got.books, xg.books, xg.insts));
		}
	}
});
