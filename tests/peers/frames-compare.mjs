// Trades and books of a peer against xg's on the same frames: what differs, and
// which rows of the table of known differences (frames-known.mjs) tell why.
import { compare, minus, plus, times } from './exact.mjs';
import { known } from './frames-known.mjs';
import { is, note, ok } from './tap.mjs';

// A peer counts contracts where xg has base units: sz contracts are qty base. Of
// inverse ones it is the quotient, cut at 18 decimals and 18 digits.
function sameQty(inst, px, sz, qty) {
	if (inst === undefined || inst.contract === undefined ||
		inst.kind === 'spot')
		return compare(sz, qty) === 0;
	if (!inst.inverse)
		return compare(times(sz, inst.contract), qty) === 0;
	const whole = times(sz, inst.contract);
	const rest = minus(whole, times(qty, px));
	const most = plus(times(px, '1e-18'), times(whole, '1e-17'));
	return compare(rest, '0') >= 0 && compare(rest, most) < 0;
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
// same one. -> {n, differ: [{key, why}]}
export function compareBooks(theirs, ours, insts) {
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
			differ.push({ key, why, theirs: last[0].get(native),
				ours: last[1].get(native) });
	}
	return { n: keys.length, differ };
}

// Where a venue gives no ids, a trade is known by what it says, and when.
function tradeKey(t) {
	return t.id === undefined ? `${t.native} ${t.rx} ${t.px} ${t.sz} ${t.side}`
		: `${t.native} ${t.id}`;
}

// What was told at the subscription, too, xg tells once; peers need not. `alike`
// are those that differ in nothing but the side.
export function compareTrades(theirs, ours, insts) {
	const a = new Map(theirs.map((t) => [tradeKey(t), t]));
	const b = new Map(ours.map((t) => [tradeKey(t), t]));
	const keys = [...new Set([...a.keys(), ...b.keys()])];
	const ids = ours.filter((t) => t.id !== undefined).map(tradeKey);
	const differ = new Set(ids).size === ids.length ? []
		: [{ key: 'ids', why: 'xg has told a trade twice' }];

	for (const key of keys) {
		const [t, o] = [a.get(key), b.get(key)];
		const whole = t && o && !/undefined/.test(t.px + t.sz);
		const alike = whole && t.ms === Math.floor(o.ms) &&
			compare(t.px, o.px) === 0 &&
			sameQty(insts.get(o.native), o.px, t.sz, o.sz);
		if (!alike || t.side !== o.side)
			differ.push({ key, theirs: t, ours: o, alike,
				why: !t ? 'only xg has it' : !o ? 'xg does not have it'
					: `${JSON.stringify(t)}, xg has ${JSON.stringify(o)}` });
	}
	return { n: keys.length, differ };
}

// A peer that does not know the dialect at all, or nothing of it: the row of the
// table that says so.
export function unknown(name, peer, what = 'all') {
	const row = known.find((r) => [].concat(r.recording).includes(name) &&
		r.peer === peer && r.what === what && !r.match);
	if (row)
		ok(true, `${name}: no ${what} compared with ${peer}: ${row.why}`);
	return row;
}

// All differences must be told by rows of the table, each row by one or more: by
// exactly `count`, where it has one; by none, where it is a matter of chance
// (`may`).
export function judge(recording, peer, what, { n, differ }, own = []) {
	const rows = [...own, ...known.filter((r) => [].concat(r.recording)
		.includes(recording))].filter((r) => r.peer === peer &&
		r.what === what && r.match);
	const told = new Map(rows.map((r) => [r, 0]));
	const open = differ.filter((d) => {
		const row = rows.find((r) => r.match(d));
		if (row)
			told.set(row, told.get(row) + 1);
		return !row;
	});
	ok(n > 0 && open.length === 0,
		`${recording}: ${n} ${what} are the same by xg and ${peer}` +
		(differ.length ? `, but ${differ.length} that are explained` : ''));
	for (const d of open.slice(0, 5))
		note(`${d.key}: ${d.why}`);
	if (open.length > 5)
		note(`${open.length - 5} more`);
	for (const [r, times_] of told) {
		if (r.count === undefined)
			ok(times_ > 0 || r.may, `${recording}, ${peer}: ${r.why}`);
		else
			is(times_, r.count, `${recording}, ${peer}: ${r.why}`);
	}
}
