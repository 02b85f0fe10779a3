// The recorded streams beside the repository: `raw` records, one a line; and
// what is recorded as samples only, made into such a stream.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync }
	from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function shared(path) {
	return new URL(`../../../shared/${path}`, import.meta.url).pathname;
}

function lines(path) {
	return readFileSync(path, 'utf8').split('\n').filter((l) => l !== '')
		.map((l) => JSON.parse(l));
}

// Recorded frames that are kept as samples, in the order of the recording. The
// numbers stay as they are written: a checksum is over them.
const samples = {
	'kraken-spot-v2-2023': {
		file: 'venues/kraken/spot_ws_v2.ndjson', venue: 'kraken',
		pick: (s) => (s.channel === 'book' && /orderbook-v2/.test(s.src)) ||
			(s.channel === 'trade' && /ws_trade_update/.test(s.src)),
		req: 'GET https://api.kraken.com/0/public/AssetPairs',
		insts: { error: [], result: { XXBTZUSD: { altname: 'XBTUSD',
			wsname: 'XBT/USD', base: 'XXBT', quote: 'ZUSD',
			aclass_base: 'currency', aclass_quote: 'currency',
			pair_decimals: 1, lot_decimals: 8, lot_multiplier: 1,
			leverage_buy: [], leverage_sell: [], fees: [[0, 0.4]],
			fees_maker: [[0, 0.25]], ordermin: '0.00005', costmin: '0.5',
			tick_size: '0.1', status: 'online' } } },
	},
};
const made = new Map();

function makeRecording(name) {
	const { file, venue, pick, req, insts } = samples[name];
	const dir = mkdtempSync(join(tmpdir(), 'xg-frames.'));
	const head = { type: 'raw', venue, rx: 1000000, conn: 1 };
	const out = [JSON.stringify({ ...head, ch: 'rest', dir: 'in',
		market: 'spot', req, data: insts })];

	process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
	for (const s of lines(shared(file)).filter((l) => l.dir === 'in' && pick(l)))
		out.push(JSON.stringify({ ...head, rx: 1000000 + out.length * 1000,
			ch: 'ws', dir: 'in', market: 'spot', data: s.raw }));
	writeFileSync(join(dir, `${name}.ndjson`), `${out.join('\n')}\n`);
	return join(dir, `${name}.ndjson`);
}

// What tells instruments or the like, and no market data.
export const isList = (raw) => raw.ch === 'rest' &&
	!/\/depth\?|\/order_book\?|\/level2\?/.test(raw.req);

export function recordingPath(name) {
	if (!samples[name])
		return shared(`recordings/${name}.ndjson`);
	if (!existsSync(shared(samples[name].file)))
		return '';
	if (!made.has(name))
		made.set(name, makeRecording(name));
	return made.get(name);
}

export function hasRecording(name) {
	return existsSync(recordingPath(name));
}

export function readRecording(name) {
	return readFileSync(recordingPath(name), 'utf8').split('\n')
		.filter((line) => line !== '').map((line) => JSON.parse(line));
}
