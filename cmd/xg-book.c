/* xg-book: keeps order books and prints what they hold. */
#include <stdlib.h>

#include "base/time.h"
#include "book/books.h"
#include "book/liq.h"
#include "stage/stage.h"

#define DEPTH_MAX 1000
#define DEPTH_USUAL 10

struct book {
	bool bbo, consolidate, liquidity, merge_bbo;
	int64_t depth, max_age;
	const char *every;

	bool depth_too;	     /* depth records are wanted */
	int64_t period, due; /* --every; 0: at each change */
	struct xg_books books;
	struct xg_bbo *last; /* owned: best prices last printed, by market id */
	size_t last_n;
	struct xg_liq_text text;
	struct xg_level bids[DEPTH_MAX], asks[DEPTH_MAX];
	struct xg_clevel cbids[DEPTH_MAX], casks[DEPTH_MAX];
};

static int book_open(struct xg_io *io, void *state)
{
	struct book *b = state;

	if (strcmp(b->every, "change") != 0 &&
		(xg_time_parse_span(xg_str_from(b->every), &b->period) < 0 ||
			b->period <= 0))
		return xg_fail(io, XG_EXIT_USAGE,
			"--every: '%.60s' is "
			"neither 'change' nor a time such as 250ms or 1s",
			b->every);
	b->books.merge_bbo = b->merge_bbo;
	b->depth_too = b->depth > 0 && !b->consolidate;
	if (!b->depth)
		b->depth = DEPTH_USUAL;
	if (!b->bbo && !b->consolidate && !b->liquidity)
		b->depth_too = true;
	return 0;
}

/* Room to remember what was printed of each market. */
static struct xg_bbo *last_of(struct book *b, const struct xg_market *m)
{
	size_t n = b->last_n ? b->last_n * 2 : 64;
	void *p;

	if (m->id >= b->last_n) {
		while (n <= m->id)
			n *= 2;
		p = realloc(b->last, n * sizeof *b->last);
		if (!p)
			return NULL;
		b->last = p;
		memset(b->last + b->last_n, 0,
			(n - b->last_n) * sizeof *b->last);
		b->last_n = n;
	}
	return &b->last[m->id];
}

static bool same(struct xg_dec a, struct xg_dec b)
{
	return xg_dec_cmp(a, b) == 0;
}

static int emit_bbo(struct xg_io *io, struct book *b, const struct xg_market *m)
{
	struct xg_bbo *last = last_of(b, m), *now;
	struct xg_level l;
	struct xg_rec rec;

	if (!last)
		return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	xg_rec_start(&rec, XG_REC_BBO, m->venue, m->sym, m->ts, m->rx);
	now = &rec.u.bbo;
	if (xg_book_level(&m->book, XG_BUY, 0, &l)) {
		now->bid = l.px;
		now->bid_qty = l.qty;
		rec.has |= XG_HAS(0) | XG_HAS(1);
	}
	if (xg_book_level(&m->book, XG_SELL, 0, &l)) {
		now->ask = l.px;
		now->ask_qty = l.qty;
		rec.has |= XG_HAS(2) | XG_HAS(3);
	}
	if (same(now->bid, last->bid) && same(now->bid_qty, last->bid_qty) &&
		same(now->ask, last->ask) && same(now->ask_qty, last->ask_qty))
		return 0;
	*last = *now;
	return xg_emit(io, &rec);
}

static int emit_depth(
	struct xg_io *io, struct book *b, const struct xg_market *m)
{
	size_t max = (size_t)b->depth;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_DEPTH, m->venue, m->sym, m->ts, m->rx);
	rec.u.depth.bids = (struct xg_levels){ b->bids,
		xg_book_top(&m->book, XG_BUY, b->bids, max) };
	rec.u.depth.asks = (struct xg_levels){ b->asks,
		xg_book_top(&m->book, XG_SELL, b->asks, max) };
	rec.has |= XG_HAS(0) | XG_HAS(1);
	return xg_emit(io, &rec);
}

static int emit_cbook(struct xg_io *io, struct book *b,
	const struct xg_markets *s, int64_t at)
{
	struct xg_str none = { NULL, 0 };
	size_t max = (size_t)b->depth;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_CBOOK, none, s->sym, 0, at);
	rec.u.cbook.bids = (struct xg_clevels){ b->cbids,
		xg_markets_top(s, XG_BUY, at, b->max_age, b->cbids, max) };
	rec.u.cbook.asks = (struct xg_clevels){ b->casks,
		xg_markets_top(s, XG_SELL, at, b->max_age, b->casks, max) };
	rec.has |= XG_HAS(0) | XG_HAS(1);
	return xg_emit(io, &rec);
}

static int emit_liquidity(struct xg_io *io, struct book *b,
	const struct xg_markets *s, int64_t at)
{
	struct xg_rec rec;
	int rc = xg_markets_liquidity(s, at, b->max_age, &b->text, &rec);

	if (rc < 0)
		return xg_fail(io, XG_EXIT_FAILED,
			"cannot sum up the liquidity of %.*s: %s",
			XG_STR_ARG(s->sym), xg_err_text(rc));
	return rc ? xg_emit(io, &rec) : 0;
}

/* Prints what has changed of a symbol. */
static int emit_sym(
	struct xg_io *io, struct book *b, struct xg_markets *s, int64_t at)
{
	int rc = 0;

	if (!s->dirty)
		return 0;
	s->dirty = false;
	for (size_t i = 0; i < s->n && rc == 0; i++) {
		struct xg_market *m = s->m[i];

		if (!m->dirty)
			continue;
		m->dirty = false;
		if (m->state != XG_MARKET_LIVE)
			continue;
		if (b->bbo)
			rc = emit_bbo(io, b, m);
		if (b->depth_too && rc == 0)
			rc = emit_depth(io, b, m);
	}
	if (b->consolidate && rc == 0)
		rc = emit_cbook(io, b, s, at);
	if (b->liquidity && rc == 0)
		rc = emit_liquidity(io, b, s, at);
	return rc;
}

static int emit_all(struct xg_io *io, struct book *b, int64_t at)
{
	int rc = 0;

	for (size_t i = 0; i < b->books.sym_n && rc == 0; i++)
		rc = emit_sym(io, b, b->books.syms[i], at);
	return rc;
}

/* The end of a period is at the first record behind it, and shows the books as
 * they were before that record. */
static int emit_due(struct xg_io *io, struct book *b)
{
	int64_t now = xg_io_time(io);
	int rc = 0;

	if (!b->period || now < b->due)
		return 0;
	if (b->due)
		rc = emit_all(io, b, now - now % b->period);
	b->due = now - now % b->period + b->period;
	return rc;
}

static int out_of_sync(struct xg_io *io, const struct xg_rec *rec,
	const struct xg_market *m, int rc, const struct xg_error *err)
{
	struct xg_rec alert;

	if (rc != XG_ERR_STATE || !m)
		return xg_bad_record(io, rec, err);
	xg_note(io, "%.*s %.*s: %s; waiting for a snapshot",
		XG_STR_ARG(m->venue), XG_STR_ARG(m->sym), err->text);
	xg_market_alert(m, xg_io_time(io), err, &alert);
	return xg_emit(io, &alert);
}

static int book_record(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	struct book *b = state;
	struct xg_error err = { 0 };
	struct xg_market *m;
	int applied, rc = emit_due(io, b);

	if (rc)
		return rc;
	applied = xg_books_apply(&b->books, rec, &m, &err);
	if (applied < 0)
		rc = out_of_sync(io, rec, m, applied, &err);
	else if (rec->type == XG_REC_STATUS || rec->type == XG_REC_TICK)
		rc = xg_forward(io, rec);
	if (rc || b->period || rec->type == XG_REC_TICK)
		return rc;
	return m ? emit_sym(io, b, m->of, b->books.now)
		 : emit_all(io, b, b->books.now);
}

static int book_finish(struct xg_io *io, void *state)
{
	struct book *b = state;

	return b->period ? emit_all(io, b, xg_io_time(io)) : 0;
}

static void book_close(struct xg_io *io, void *state)
{
	struct book *b = state;

	(void)io;
	xg_books_release(&b->books);
	xg_liq_text_release(&b->text);
	free(b->last);
}

#define AT(member) offsetof(struct book, member)

static const struct xg_opt book_opts[] = {
	{ .name = "bbo",
		.kind = XG_OPT_FLAG,
		.off = AT(bbo),
		.help = "print best bid and offer when they change" },
	{ .name = "consolidate",
		.kind = XG_OPT_FLAG,
		.off = AT(consolidate),
		.help = "print one book of all venues per symbol (cbook)" },
	{ .letter = 'd',
		.name = "depth",
		.arg = "n",
		.kind = XG_OPT_INT,
		.off = AT(depth),
		.max = DEPTH_MAX,
		.help = "print this many levels of each side" },
	{ .name = "every",
		.arg = "time",
		.kind = XG_OPT_TEXT,
		.off = AT(every),
		.def = "change",
		.help = "print at each change, or once in this time" },
	{ .name = "liquidity",
		.kind = XG_OPT_FLAG,
		.off = AT(liquidity),
		.help = "print liquidity over all venues per symbol" },
	{ .name = "max-age",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(max_age),
		.def = "0s",
		.help = "leave older books out of the sums (0 = never)" },
	{ .name = "merge-bbo",
		.kind = XG_OPT_FLAG,
		.off = AT(merge_bbo),
		.help = "best prices that are ahead of a book change it" },
	{ 0 }
};

const struct xg_stage xg_book_stage = {
	.name = "xg-book",
	.summary = "keep order books and print their levels",
	.synopsis = "",
	.opts = book_opts,
	.size = sizeof(struct book),
	.takes = XG_BOOKS_TAKES,
	.gives = XG_REC_BIT(XG_REC_DEPTH) | XG_REC_BIT(XG_REC_BBO) |
		 XG_REC_BIT(XG_REC_CBOOK) | XG_REC_BIT(XG_REC_LIQUIDITY) |
		 XG_REC_BIT(XG_REC_ALERT),
	.pure = true,
	.examples =
		(const char *const[]){
			"xg-feed okx:BTC-USDT -c book | xg-book --bbo",
			"xg-feed okx:BTC-USDT kraken:BTC-USDT -c book | "
			"xg-book --consolidate -d 5 --every 1s",
			NULL },
	.open = book_open,
	.record = book_record,
	.finish = book_finish,
	.close = book_close,
};
