// venue-peers.mjs PEER NAME DIALECT: a recording through a peer's own
// handlers into its books, best prices read after each update, from the text of
// its frames on; lists of instruments were read before the clock starts.
// venue-peers.mjs PEER ROW FILE LIST: the same with the frames in FILE of a row of
// tests/peers and the list that the venue gave. The best of the rounds counts, so
// that the compiler has warmed up. Prints one JSON line.
import { readFileSync } from 'node:fs';
import { ccxtFrames } from '../peers/frames-ccxt.mjs';
import * as sim from '../peers/frames-sim.mjs';
import { tardisFrames } from '../peers/frames-tardis.mjs';
import { isList, recordingPath } from '../peers/recording.mjs';

const ROUNDS = 5;
const [peer, name, third, fourth] = process.argv.slice(2);
const row = fourth && sim.rows.find((r) => r.name === name);
const text = readFileSync(row ? third : recordingPath(name), 'utf8').split('\n')
	.filter((line) => line !== '');
const lists = [];
const frames = text.filter((line) => {
	const raw = JSON.parse(line);
	if (isList(raw))
		lists.push(raw);
	row?.keeps?.(raw.data); // which learns what channels are of
	return !isList(raw);
});
const given = row ? JSON.parse(readFileSync(fourth, 'utf8')) : undefined;

// -> {books, ns}
async function round() {
	let start = process.hrtime.bigint();
	const raws = frames.map((line) => JSON.parse(line));
	const parsed = process.hrtime.bigint() - start;
	const begun = () => {
		start = process.hrtime.bigint();
	};
	const how = { begun, spent: true, depth: 1 };
	let out;

	if (row && peer === 'ccxt')
		out = await sim.ccxtFrames(row, raws, given, how);
	else if (peer === 'ccxt')
		out = await ccxtFrames(third, [...lists, ...raws], 1, how);
	else {
		begun();
		out = row ? sim.tardisFrames(row, raws, how)
			: tardisFrames(third, raws, 1);
	}
	return { books: out.books.size,
		ns: Number(parsed + process.hrtime.bigint() - start) };
}

let best = Infinity;
let books = 0;
for (let i = 0; i < ROUNDS; i++) {
	const { books: n, ns } = await round();
	best = Math.min(best, ns);
	books = n;
}
if (!books)
	throw new Error(`${peer}: no book came of ${name}`);
console.log(JSON.stringify({ peer, name, frames: frames.length, books,
	per_s: Math.round(frames.length / best * 1e9) }));
process.exit(0);
