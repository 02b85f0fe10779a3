// xg as a decoder of recorded frames: xg-decode, and xg-book for the books.
import { spawnSync } from 'node:child_process';

const MAX = 1 << 30;

function run(command, args, input) {
	const r = spawnSync(`${process.env.XG_BIN}/${command}`, args,
		{ input, maxBuffer: MAX, encoding: 'utf8' });
	return { status: r.status, stderr: r.stderr ?? String(r.error),
		stdout: r.stdout ?? '' };
}

function parse(text) {
	return text.split('\n').filter((l) => l !== '').map((l) => JSON.parse(l));
}

// -> {trades, books, insts, decode, book}: as tardisFrames; quantities are in
// base units; the last two are how the commands ended.
export function xgFrames(venue, file, depth) {
	const decode = run('xg-decode', [file]);
	const records = parse(decode.stdout).filter((r) => r.venue === venue);
	const insts = new Map();
	for (const r of records)
		if (r.type === 'inst')
			insts.set(r.sym, r);
	const native = (sym) => insts.get(sym)?.native ?? `~${sym}`;
	const book = run('xg-book', ['--only', '--depth', String(depth)], decode.stdout);
	const out = { trades: [], books: new Map(), insts: new Map(), decode, book };

	for (const i of insts.values())
		out.insts.set(i.native, i);
	for (const r of records)
		if (r.type === 'trade')
			out.trades.push({ rx: r.rx, native: native(r.sym), id: r.id,
				side: r.side, px: String(r.px), sz: String(r.qty),
				ms: r.ts / 1000 });
	const text = (l) => [String(l[0]), String(l[1])];
	for (const r of parse(book.stdout))
		if (r.type === 'depth')
			out.books.set(`${r.rx} ${native(r.sym)}`,
				{ bids: r.bids.map(text), asks: r.asks.map(text) });
	return out;
}
