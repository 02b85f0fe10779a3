// The differences between xg and its peers on the recordings and on the frames of
// simulated venues, one row each: what differs, in how many places, and why. The
// test fails when a difference is in no row, and when a row no longer tells
// exactly `count` of them (any, without a count). A row without `match` is of
// what a peer does not know at all; `what` is then "all", "trades" or "books".
const best = {
	recording: 'okx-2022', what: 'books', count: 3,
	match: (d) => d.why === 'no book, xg has one',
	why: 'xg-book shows the best prices of tickers until the book has come',
};

const bitgetBooks = ['bitget v2 spot books', 'bitget v2 usdt-futures books',
	'bitget v2 usdc-futures books'];

export const known = [
	{
		recording: 'binance-spot-2021', peer: 'tardis-dev', what: 'trades',
		match: (d) => d.why === 'only xg has it', count: 2,
		why: 'tardis-dev maps @trade only; the recording has @aggTrade',
	},
	{
		recording: 'bitget-spot-v1-2022', peer: 'tardis-dev', what: 'all',
		why: 'tardis-dev has mappers of v2 only',
	},
	{
		recording: 'bitget-spot-v1-2022', peer: 'ccxt.pro', what: 'trades',
		why: 'ccxt.pro reads trades of v2 and v3 only, which are objects',
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
	{
		recording: ['bitget v3 spot', 'bitget v3 usdt-futures',
			'bitget v3 coin-futures'], peer: 'tardis-dev', what: 'all',
		why: 'tardis-dev has mappers of v2 only',
	},
	{
		recording: ['bitget v3 spot', 'bitget v3 usdt-futures',
			'bitget v3 coin-futures'], peer: 'ccxt.pro', what: 'trades',
		why: 'ccxt.pro looks for the price in P, which is in p',
		match: ({ theirs, ours }) => theirs?.px === 'undefined' &&
			theirs.side === ours?.side && theirs.ms === ours.ms &&
			theirs.sz === ours.sz,
	},
	{
		recording: [...bitgetBooks, 'bitget v2 spot books15',
			'bitget v2 coin-futures books15'],
		peer: 'tardis-dev', what: 'trades',
		why: 'tardis-dev leaves out the trades from before the subscription',
		match: (d) => d.why === 'only xg has it' && d.ours.rx < 1000012,
	},
	{
		recording: bitgetBooks, peer: 'tardis-dev', what: 'books',
		why: 'tardis-dev reads books15 only, which has rows of its own',
	},
	{
		recording: ['kucoin spot', 'kucoin futures'], peer: 'tardis-dev',
		what: 'books', why: 'tardis-dev knows level2 only, which has a row',
	},
	{
		recording: ['kucoin spot', 'kucoin futures'], peer: 'ccxt.pro',
		what: 'books', why: 'it looks for changes in updates of obu, which ' +
			'have a and b: its books stay as the snapshots were',
		holds: ({ books }) => stays(books),
	},
	{
		recording: ['binance usdm', 'binance coinm'], peer: 'tardis-dev',
		what: 'trades', why: 'tardis-dev maps @trade only, which futures ' +
			'do not document; xg-feed asks for @aggTrade',
		holds: ({ trades }) => trades.length === 0,
	},
	{
		recording: 'coinbase Advanced', peer: 'tardis-dev', what: 'all',
		why: 'tardis-dev has mappers of the Exchange feed only',
	},
	{
		recording: 'coinbase Advanced', peer: 'ccxt.pro', what: 'trades',
		why: "ccxt.pro gives the maker's side, which is what the venue tells",
		match: ({ alike }) => alike, // but the side
	},
	{
		recording: 'gate spot', peer: 'tardis-dev', what: 'books',
		why: 'tardis-dev knows order_book_update only, which has a row',
		holds: ({ books }) => books.size === 0,
	},
	{
		recording: ['gate usdt', 'gate btc'], peer: 'ccxt.pro', what: 'books',
		why: 'it reads obu of spot only; order_book_update has a row',
		holds: ({ books }) => [...books.values()].every((b) =>
			b.bids.length + b.asks.length === 0),
	},
	{
		recording: ['gate usdt', 'gate btc', 'gate usdt order_book_update',
			'gate btc order_book_update', 'gate delivery order_book_update'],
		peer: 'tardis-dev', what: 'books',
		why: 'tardis-dev reads futures.order_book only, which xg does not ' +
			'use: it has whole books and changes without numbers',
		holds: ({ books }) => books.size === 0,
	},
	{
		recording: 'kraken spot', peer: 'tardis-dev', what: 'all',
		why: 'tardis-dev has mappers of WebSocket v1 only',
	},
];

// Each symbol's books are all the same.
function stays(books) {
	const first = new Map();

	return [...books].every(([key, book]) => {
		const native = key.split(' ')[1];
		if (!first.has(native))
			first.set(native, JSON.stringify(book));
		return first.get(native) === JSON.stringify(book);
	});
}
