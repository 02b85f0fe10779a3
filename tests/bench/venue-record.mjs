// venue-record.mjs FOLDER SECONDS ROW...: frames of rows of tests/peers, recorded
// by xg-feed from the xg-sim that runs: FOLDER/ROW.ndjson has what peers read,
// FOLDER/ROW.xg the instruments before it, FOLDER/ROW.list what the venue lists.
import { spawn, spawnSync } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { rows } from '../peers/frames-sim.mjs';

const [folder, seconds, ...names] = process.argv.slice(2);
const info = JSON.parse(readFileSync(
	`${process.env.XDG_RUNTIME_DIR}/xg/sim.json`, 'utf8'));

function ask(venue, path, question) {
	return JSON.parse(spawnSync('curl', ['-sS', '--max-time', '20', '--cacert',
		info.ca, info.venues[venue].rest + path, ...question
			? ['-H', 'Content-Type: application/json', '-d',
				JSON.stringify(question)] : []], { encoding: 'utf8' }).stdout);
}

function begin(row) {
	const child = spawn(`${process.env.XG_BIN}/xg-feed`, ['--raw', '-q', '-c',
		'book,trade', ...row.symbols.map((s) => `${row.venue}:${s}`)],
	{ stdio: ['ignore', openSync(`${folder}/${row.name}.all`, 'w'), 'inherit'] });
	return { row, child, gone: new Promise((done) => child.on('exit', done)) };
}

const wanted = names.map((n) => rows.find((r) => r.name === n));
for (const row of wanted)
	writeFileSync(`${folder}/${row.name}.list`, JSON.stringify(
		await row.lists((path, question) => ask(row.venue, path, question))));
const all = wanted.map(begin);
await sleep(Number(seconds) * 1000);
for (const { row, child, gone } of all) {
	child.kill('SIGTERM');
	await gone;
	const lines = readFileSync(`${folder}/${row.name}.all`, 'utf8').split('\n')
		.slice(0, -1).map((l) => JSON.parse(l));
	const isData = row.keeps ?? ((d) => row.isBook(d) || row.isTrade(d));
	const frames = lines.filter((r) => r.type === 'raw' && r.dir === 'in' &&
		r.ch === 'ws' && r.data && isData(r.data));
	const put = (of) => of.map((r) => `${JSON.stringify(r)}\n`).join('');
	writeFileSync(`${folder}/${row.name}.ndjson`, put(frames));
	writeFileSync(`${folder}/${row.name}.xg`,
		put([...lines.filter((r) => r.type === 'inst'), ...frames]));
}
