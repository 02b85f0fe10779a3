// The differences between xg and its peers on the recordings, one row each:
// what differs, in how many places, and why. The test fails when a difference
// is in no row, and when a row no longer tells exactly `count` of them. `what` is
// "all" where a peer does not know the dialect at all.
const best = {
	recording: 'okx-2022', what: 'books', count: 3,
	match: (d) => d.why === 'no book, xg has one',
	why: 'xg-book shows the best prices of tickers until the book has come',
};

export const known = [
	{
		recording: 'binance-spot-2021', peer: 'tardis-dev', what: 'trades',
		match: (d) => d.why === 'only xg has it', count: 2,
		why: 'tardis-dev maps @trade only; the recording has @aggTrade',
	},
	{ ...best, recording: 'kraken-spot-v1-2021', peer: 'tardis-dev', count: 10 },
	{
		recording: 'kraken-spot-v1-2021', peer: 'ccxt.pro', what: 'all',
		why: 'ccxt.pro reads WebSocket v2 only',
	},
	{
		recording: 'kraken-spot-v2-2023', peer: 'tardis-dev', what: 'all',
		why: 'tardis-dev has mappers of WebSocket v1 only',
	},
	{ ...best, recording: 'kucoin-spot-2021', peer: 'tardis-dev' },
	{ ...best, recording: 'kucoin-spot-2021', peer: 'ccxt.pro' },
	{ ...best, peer: 'tardis-dev' },
	{ ...best, peer: 'ccxt.pro' },
];
