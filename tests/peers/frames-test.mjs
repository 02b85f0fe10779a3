// The same recorded frames give the same trades, and the same book after each
// update, by xg-decode | xg-book, by tardis-dev and by ccxt.pro. Where a peer
// differs, the difference is a row of frames-known.mjs, or the test fails.
import { ccxtFrames } from './frames-ccxt.mjs';
import { compareBooks, compareTrades, judge, unknown }
	from './frames-compare.mjs';
import { tardisFrames } from './frames-tardis.mjs';
import { xgFrames } from './frames-xg.mjs';
import { hasRecording, readRecording, recordingPath } from './recording.mjs';
import { is, main, note, ok } from './tap.mjs';

// Books are compared as deep as is said: all levels, where there are not very
// many of both levels and updates.
const recordings = [
	{ name: 'binance-spot-2021', venue: 'binance', books: 176, trades: 2 },
	{ name: 'bitget-spot-v1-2022', venue: 'bitget', books: 443, trades: 100 },
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

// What a peer makes of a recording; undefined when it does not know the dialect,
// which a row of the table must say.
async function peerFrames(peer, name, dialect, raws, depth) {
	if (unknown(name, peer))
		return undefined;
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
			if (trades && !unknown(name, peer, 'trades'))
				judge(name, peer, 'trades', compareTrades(got.trades,
					xg.trades, xg.insts));
			else if (!trades)
				is(got.trades.length, 0, `${name} has no trades`);
			judge(name, peer, 'books',
				compareBooks(got.books, xg.books, xg.insts));
		}
	}
});
