// venue-peers.mjs PEER NAME DIALECT [ROUNDS]: a recording through a peer's own
// handlers into its books, best prices read after each update, from the text of
// its lines on; the best of the rounds counts, so that the compiler has warmed
// up. Prints one JSON line.
import { ccxtFrames } from '../peers/frames-ccxt.mjs';
import { tardisFrames } from '../peers/frames-tardis.mjs';
import { readRecording } from '../peers/recording.mjs';

const [peer, name, dialect, rounds = '5'] = process.argv.slice(2);
const run = peer === 'ccxt' ? ccxtFrames : tardisFrames;
let best = Infinity, books = 0, lines = 0;

for (let i = 0; i < Number(rounds); i++) {
	const start = process.hrtime.bigint();
	const raws = readRecording(name);
	const out = await run(dialect, raws, 1);
	best = Math.min(best, Number(process.hrtime.bigint() - start));
	books = out.books.size;
	lines = raws.length;
}
if (!books)
	throw new Error(`${peer}: no book came of ${name}`);
console.log(JSON.stringify({ peer, name, lines, books,
	per_s: Math.round(lines / best * 1e9) }));
