// Frames of simulated venues: the same ones give the same trades, and the same
// book after each update, by xg-decode | xg-book, by tardis-dev and by ccxt.pro's
// own handlers. What is compared is in frames-rows.mjs; where a peer differs, the
// difference is a row of frames-known.mjs, or the test fails.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync }
	from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compareBooks, compareTrades, judge, unknown }
	from './frames-compare.mjs';
import { ccxtFrames, rows, tardisFrames } from './frames-sim.mjs';
import { known } from './frames-known.mjs';
import { xgFrames } from './frames-xg.mjs';
import { endWithUs, startSim } from './sim.mjs';
import { main, note, ok } from './tap.mjs';

const wsClient = fileURLToPath(
	new URL('../support/ws-client.mjs', import.meta.url));
const DEPTH = 1000;
const TRADES = 20;
const BOOKS = 20;

// The JSON of an answer; a question is posted.
function curl(sim, venue, path, question) {
	return JSON.parse(spawnSync('curl', ['-sS', '--max-time', '60', '--cacert',
		sim.info.ca, sim.info.venues[venue].rest + path,
		...question ? ['-H', 'Content-Type: application/json', '-d',
			JSON.stringify(question)] : []], { encoding: 'utf8' }).stdout);
}

const lines = (file) => readFileSync(file, 'utf8').split('\n').slice(0, -1);

const isData = (row, data) => data && (row.keeps ? row.keeps(data)
	: row.isBook(data) || row.isTrade(data));

// Runs a program that writes lines until there are enough of them.
async function until(command, args, file, isEnough) {
	const child = endWithUs(spawn(command, args,
		{ stdio: ['ignore', openSync(file, 'w'), 'inherit'] }));
	const gone = new Promise((resolve) => child.on('exit', resolve));

	const all = [];
	for (let i = 0; i < 1200 && child.exitCode === null; i++) {
		await sleep(100);
		all.push(...lines(file).slice(all.length).map((l) => JSON.parse(l)));
		if (isEnough(all))
			break;
	}
	child.kill('SIGTERM');
	await gone;
	return lines(file).map((line) => JSON.parse(line));
}

// Are there so many frames that trades and books can be compared? A book may begin
// some frames later, where it waits for its snapshot.
const isEnough = (row, frames) =>
	frames.filter(row.counts ?? row.isTrade).length >= (row.count ?? TRADES) &&
	frames.filter(row.isBook).length >= BOOKS + 5;

// What a client of our own gets, as raw records. Snapshots are asked for when
// updates of each book have come, and put where the stream then was, or before the
// first frame that has news for them.
async function recordOwn(sim, row, file, list) {
	const { path, texts, market, req, snapshots = [] } = row.own;
	const head = { type: 'raw', venue: row.venue, rx: 1000000, conn: 1,
		dir: 'in', market };
	const rest = { ...head, ch: 'rest' };
	const asked = [];
	let at = 0; // where they are
	let from = snapshots.length ? 0 : 1; // so many had come with the answers
	const url = sim.info.venues[row.venue].ws + (path.call
		? path((p, question) => curl(sim, row.venue, p, question)) : path);
	const frames = await until(process.execPath,
		[wsClient, url, sim.info.ca, '150', ...texts], file, (all) => {
		if (!from && at)
			from = all.length;
		if (from)
			return isEnough(row, all.slice(from - 1));
		const books = new Set(all.filter(row.isBook).map(row.native));
		if (books.size < snapshots.length)
			return false;
		at = all.length;
		for (const s of snapshots)
			asked.push({ s, raw: { ...rest, req: s.req,
				data: curl(sim, row.venue, s.path) } });
		return false;
	});
	const out = frames.map((data) => ({ ...head, ch: 'ws', data }));

	for (const { s, raw } of asked) {
		const first = s.isNews ? out.findIndex((r) => r.ch === 'ws' &&
			s.isNews(r.data, raw.data)) : at;
		out.splice(first < 0 ? out.length : first, 0, raw);
	}
	return [{ ...rest, req, data: list }, ...out];
}

// Raw records of a few seconds in a file. Frames that were read together get
// times of their own: what is compared is the book after each of them.
async function record(sim, row, file, list) {
	const out = row.own ? await recordOwn(sim, row, file, list)
		: await until(`${process.env.XG_BIN}/xg-feed`, ['--raw', '-c',
			'book,trade', ...row.symbols.map((s) => `${row.venue}:${s}`)],
		file, (all) => isEnough(row, all.filter((r) => r.type === 'raw' &&
			r.dir === 'in' && isData(row, r.data)).map((r) => r.data)));
	let last = 0;

	for (const r of out.filter((line) => line.rx)) {
		last = Math.max(r.rx, last + 1);
		r.rx = last;
	}
	writeFileSync(file, out.map((r) => `${JSON.stringify(r)}\n`).join(''));
	return out.filter((r) => r.type === 'raw' && r.dir === 'in' &&
		(r.ch === 'ws' ? isData(row, r.data) : row.isSnapshot?.(r)));
}

// What a row of the table says of all that a peer has made.
function judgeAll(row, peer, xg, theirs) {
	for (const r of known.filter((k) => k.holds && k.peer === peer &&
		[].concat(k.recording).includes(row.name)))
		ok(r.holds(theirs), `${row.name}: ${peer}: ${r.why}`);
	if (!unknown(row.name, peer, 'trades'))
		judge(row.name, peer, 'trades',
			compareTrades(theirs.trades, xg.trades, xg.insts), row.known);
	if (!unknown(row.name, peer, 'books'))
		judge(row.name, peer, 'books',
			compareBooks(theirs.books, xg.books, xg.insts), row.known);
}

async function recordAll(sim, rows, dir) {
	const out = [];

	for (const row of rows) {
		const file = `${dir}/${row.name.replaceAll(' ', '-')}.ndjson`;
		const list = await row.lists((path, question) =>
			curl(sim, row.venue, path, question));
		out.push({ row, file, list,
			raws: await record(sim, row, file, list) });
	}
	return out;
}

async function compareAll({ row, file, list, raws }) {
	const xg = xgFrames(row.venue, file, DEPTH);

	for (const i of row.unit ? xg.insts.values() : [])
		i.contract = row.unit;
	ok(xg.decode.status === 0 && xg.book.status === 0,
		`${row.name}: xg finds nothing wrong`);
	if (xg.decode.status !== 0)
		note(xg.decode.stderr.slice(0, 400));
	ok(xg.trades.length >= TRADES / 4 && xg.books.size >= BOOKS,
		`${row.name}: ${xg.trades.length} trades and ${xg.books.size} books`);
	if (!unknown(row.name, 'tardis-dev'))
		judgeAll(row, 'tardis-dev', xg, tardisFrames(row, raws));
	if (unknown(row.name, 'ccxt.pro'))
		return;
	const theirs = await ccxtFrames(row, raws, list);
	ok(theirs.errors.length === 0, `${row.name}: ccxt.pro has no error`,
		theirs.errors[0]);
	judgeAll(row, 'ccxt.pro', xg, theirs);
}

await main(async () => {
	const dir = mkdtempSync(`${tmpdir()}/xg-frames.`);
	const only = process.argv.slice(2);
	const wanted = rows.filter((r) => only.length === 0 ||
		only.includes(r.venue) || only.includes(r.name));
	const venues = [...new Set(wanted.map((r) => r.venue))];
	const sim = await startSim(['--seed', '11', ...venues]);

	try {
		// Each venue for itself: they do not wait for one another.
		const files = await Promise.all(venues.map((venue) =>
			recordAll(sim, wanted.filter((r) => r.venue === venue), dir)));
		for (const one of files.flat())
			await compareAll(one);
	} finally {
		await sim.stop();
		rmSync(dir, { recursive: true, force: true });
	}
});
