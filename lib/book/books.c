#include "book/books.h"

#include <stdlib.h>

#define KEY_MAX 192

/* Members of bbo and book records by their place in the text. */
#define HAS_BID XG_HAS(0)
#define HAS_ASK XG_HAS(2)
#define HAS_SEQ XG_HAS(4)
#define HAS_PREV XG_HAS(1)

void xg_books_release(struct xg_books *s)
{
	for (size_t i = 0; i < s->n; i++) {
		xg_book_release(&s->list[i]->book);
		free(s->list[i]->lead);
		free((void *)(uintptr_t)s->list[i]->venue.p);
		free(s->list[i]);
	}
	for (size_t i = 0; i < s->sym_n; i++) {
		free((void *)(uintptr_t)s->syms[i]->sym.p);
		free(s->syms[i]->m);
		free(s->syms[i]);
	}
	free(s->list);
	free(s->syms);
	xg_map_release(&s->by_key);
	xg_map_release(&s->by_sym);
	*s = (struct xg_books){ 0 };
}

static struct xg_str key_of(
	char out[static KEY_MAX], struct xg_str venue, struct xg_str sym)
{
	if (!venue.n || !sym.n || venue.n + sym.n + 1 > KEY_MAX)
		return (struct xg_str){ NULL, 0 };
	memcpy(out, venue.p, venue.n);
	out[venue.n] = ' ';
	memcpy(out + venue.n + 1, sym.p, sym.n);
	return (struct xg_str){ out, venue.n + 1 + sym.n };
}

struct xg_market *xg_books_get(
	const struct xg_books *s, struct xg_str venue, struct xg_str sym)
{
	char text[KEY_MAX];
	struct xg_str key = key_of(text, venue, sym);
	union xg_map_val *v = key.p ? xg_map_get(&s->by_key, key) : NULL;

	return v ? v->ptr : NULL;
}

struct xg_markets *xg_books_sym(const struct xg_books *s, struct xg_str sym)
{
	union xg_map_val *v = xg_map_get(&s->by_sym, sym);

	return v ? v->ptr : NULL;
}

/* Room for one more pointer in a list. */
static int more(void *list, size_t n, size_t *cap)
{
	void **at = list, *p;
	size_t c = *cap ? *cap * 2 : 8;

	if (n < *cap)
		return 0;
	p = realloc(*at, c * sizeof(void *));
	if (!p)
		return XG_ERR_MEMORY;
	*at = p;
	*cap = c;
	return 0;
}

static struct xg_str keep(struct xg_str s)
{
	char *p = malloc(s.n + 1);

	if (!p)
		return (struct xg_str){ NULL, 0 };
	memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct xg_str){ p, s.n };
}

static struct xg_markets *sym_make(struct xg_books *s, struct xg_str sym)
{
	struct xg_markets *all = xg_books_sym(s, sym);
	union xg_map_val *v;

	if (all)
		return all;
	if (more(&s->syms, s->sym_n, &s->sym_cap) < 0)
		return NULL;
	all = calloc(1, sizeof *all);
	if (!all)
		return NULL;
	all->sym = keep(sym);
	v = all->sym.p ? xg_map_put(&s->by_sym, sym, NULL) : NULL;
	if (!v) {
		free((void *)(uintptr_t)all->sym.p);
		free(all);
		return NULL;
	}
	v->ptr = all;
	all->id = s->sym_n;
	s->syms[s->sym_n++] = all;
	return all;
}

static int market_make(
	struct xg_books *s, const struct xg_rec *rec, struct xg_market **out)
{
	char text[KEY_MAX];
	struct xg_str key = key_of(text, rec->venue, rec->sym);
	struct xg_markets *all;
	union xg_map_val *v;
	struct xg_market *m;

	if (!key.p || s->n >= XG_BOOKS_MAX)
		return XG_ERR_LIMIT;
	all = sym_make(s, rec->sym);
	if (!all || more(&s->list, s->n, &s->cap) < 0 ||
		more(&all->m, all->n, &all->cap) < 0)
		return XG_ERR_MEMORY;
	if (all->n >= XG_BOOKS_VENUES_MAX)
		return XG_ERR_LIMIT;
	m = calloc(1, sizeof *m);
	if (!m)
		return XG_ERR_MEMORY;
	m->venue = keep(rec->venue);
	v = m->venue.p ? xg_map_put(&s->by_key, key, NULL) : NULL;
	if (!v) {
		free((void *)(uintptr_t)m->venue.p);
		free(m);
		return XG_ERR_MEMORY;
	}
	v->ptr = m;
	m->sym = all->sym;
	m->of = all;
	m->id = s->n;
	m->place = all->n;
	s->list[s->n++] = m;
	all->m[all->n++] = m;
	*out = m;
	return 0;
}

static void touch(struct xg_market *m)
{
	m->dirty = true;
	m->of->dirty = true;
}

static void clear(struct xg_market *m)
{
	if (m->lead)
		*m->lead = (struct xg_lead){ 0 };
	xg_book_clear(&m->book);
}

static int out_of_sync(struct xg_market *m)
{
	clear(m);
	m->state = XG_MARKET_OUT;
	touch(m);
	return XG_ERR_STATE;
}

/* After a change: a book that is crossed is not what the venue has (R7). */
static int settle(struct xg_books *s, struct xg_market *m,
	const struct xg_rec *rec, struct xg_error *err)
{
	struct xg_level bid, ask;
	char b[XG_DEC_TEXT], a[XG_DEC_TEXT];

	m->ts = rec->has & XG_HAS_TS ? rec->ts : 0;
	m->rx = rec->has & XG_HAS_RX ? rec->rx : s->now;
	if (xg_book_is_crossed(&m->book) && !xg_book_is_locked(&m->book)) {
		xg_book_level(&m->book, XG_BUY, 0, &bid);
		xg_book_level(&m->book, XG_SELL, 0, &ask);
		xg_dec_fmt(b, bid.px);
		xg_dec_fmt(a, ask.px);
		out_of_sync(m);
		return xg_error_set(err, XG_ERR_STATE,
			"the book is crossed: bid %s is over ask %s", b, a);
	}
	m->state = XG_MARKET_LIVE;
	touch(m);
	return 1;
}

static int apply_book(struct xg_books *s, struct xg_market *m,
	const struct xg_rec *rec, struct xg_error *err)
{
	int rc;

	m->by_book = true;
	/* What follows a gap was told once already. */
	if (m->state == XG_MARKET_OUT && !rec->u.book.snap)
		return 0;
	/* A venue that counts anew has best prices by the new numbers. */
	if (rec->u.book.snap && rec->u.book.seq < m->book.seq)
		clear(m);
	if (m->lead)
		xg_lead_off(m->lead, &m->book);
	rc = xg_book_apply(&m->book, &rec->u.book, rec->has & HAS_PREV, err);
	if (rc < 0) {
		out_of_sync(m);
		return rc;
	}
	rc = settle(s, m, rec, err);
	if (rc > 0 && m->lead)
		xg_lead_again(m->lead, &m->book);
	return rc;
}

static int lead(struct xg_books *s, struct xg_market *m,
	const struct xg_rec *rec, struct xg_error *err)
{
	if (!m->lead)
		m->lead = calloc(1, sizeof *m->lead);
	if (!m->lead)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	if (m->state != XG_MARKET_LIVE ||
		!xg_lead_put(m->lead, &m->book, &rec->u.bbo, rec->has & HAS_BID,
			rec->has & HAS_ASK))
		return 0;
	m->ts = rec->has & XG_HAS_TS ? rec->ts : 0;
	m->rx = rec->has & XG_HAS_RX ? rec->rx : s->now;
	touch(m);
	return 1;
}

static int apply_bbo(struct xg_books *s, struct xg_market *m,
	const struct xg_rec *rec, struct xg_error *err)
{
	const struct xg_bbo *b = &rec->u.bbo;
	int rc = 0;

	if (m->by_book)
		return s->merge_bbo && (rec->has & HAS_SEQ)
			       ? lead(s, m, rec, err)
			       : 0;
	xg_book_clear(&m->book);
	if (rec->has & HAS_BID)
		rc = xg_book_set(&m->book, XG_BUY, b->bid, b->bid_qty);
	if (rc == 0 && (rec->has & HAS_ASK))
		rc = xg_book_set(&m->book, XG_SELL, b->ask, b->ask_qty);
	if (rc < 0) {
		out_of_sync(m);
		return xg_error_set(err, rc,
			"the best prices can't be kept: %s", xg_err_text(rc));
	}
	m->book.synced = true;
	return settle(s, m, rec, err);
}

static void state_of(struct xg_market *m, int event)
{
	bool live = m->state == XG_MARKET_LIVE;

	switch (event) {
	case XG_ST_STALE:
		if (!live && m->state != XG_MARKET_SUSPECT)
			return;
		m->state = XG_MARKET_STALE;
		break;
	case XG_ST_GAP:
	case XG_ST_RESYNC:
	case XG_ST_CHECKSUM:
		clear(m);
		m->state = XG_MARKET_OUT;
		break;
	default:
		if (!live)
			return;
		m->state = XG_MARKET_SUSPECT;
		break;
	}
	touch(m);
}

/* A stale trade channel says nothing about the book. */
static bool about_books(struct xg_str chan)
{
	return chan.n == 0 || xg_str_is_text(chan, "book") ||
	       xg_str_is_text(chan, "bbo");
}

static void apply_status(struct xg_books *s, const struct xg_rec *rec)
{
	int event = rec->u.status.event;

	if ((event != XG_ST_STALE && event != XG_ST_GAP &&
		    event != XG_ST_RESYNC && event != XG_ST_CHECKSUM &&
		    event != XG_ST_DISCONNECTED &&
		    event != XG_ST_MAINTENANCE) ||
		!rec->venue.n || !about_books(rec->u.status.chan))
		return;
	for (size_t i = 0; i < s->n; i++) {
		struct xg_market *m = s->list[i];

		if (xg_str_is(m->venue, rec->venue) &&
			(!rec->sym.n || xg_str_is(m->sym, rec->sym)))
			state_of(m, event);
	}
}

int xg_books_apply(struct xg_books *s, const struct xg_rec *rec,
	struct xg_market **out, struct xg_error *err)
{
	int64_t at = rec->has & XG_HAS_RX   ? rec->rx
		     : rec->has & XG_HAS_TS ? rec->ts
					    : 0;
	struct xg_market *m;
	int rc;

	if (at > s->now)
		s->now = at;
	if (out)
		*out = NULL;
	if (rec->type == XG_REC_STATUS)
		apply_status(s, rec);
	if (rec->type != XG_REC_BOOK && rec->type != XG_REC_BBO)
		return 0;
	m = xg_books_get(s, rec->venue, rec->sym);
	if (!m) {
		rc = market_make(s, rec, &m);
		if (rc < 0)
			return xg_error_set(err, rc,
				"this market can't be kept: %s",
				xg_err_text(rc));
	}
	if (out)
		*out = m;
	return rec->type == XG_REC_BOOK ? apply_book(s, m, rec, err)
					: apply_bbo(s, m, rec, err);
}

bool xg_market_is_healthy(
	const struct xg_market *m, int64_t now, int64_t max_age)
{
	return m->state == XG_MARKET_LIVE &&
	       (max_age <= 0 || now - m->rx <= max_age);
}

bool xg_market_is_usable(
	const struct xg_market *m, int64_t now, int64_t max_age)
{
	return xg_market_is_healthy(m, now, max_age) &&
	       !xg_book_is_crossed(&m->book);
}

void xg_market_alert(const struct xg_market *m, int64_t now,
	const struct xg_error *err, struct xg_rec *out)
{
	xg_rec_start(out, XG_REC_ALERT, m->venue, m->sym, 0, now);
	XG_REC_SET(out, alert.level, XG_WARN);
	XG_REC_SET(out, alert.code, XG_STR("book_out_of_sync"));
	XG_REC_SET(out, alert.msg, xg_str_from(err->text));
}

size_t xg_markets_top(const struct xg_markets *s, int side, int64_t now,
	int64_t max_age, struct xg_clevel *out, size_t max)
{
	size_t at[XG_BOOKS_VENUES_MAX] = { 0 }, n = 0;
	struct xg_level head[XG_BOOKS_VENUES_MAX];
	bool has[XG_BOOKS_VENUES_MAX];

	for (size_t i = 0; i < s->n; i++)
		has[i] = xg_market_is_healthy(s->m[i], now, max_age) &&
			 xg_book_level(&s->m[i]->book, side, 0, &head[i]);
	while (n < max) {
		size_t best = s->n;

		for (size_t i = 0; i < s->n; i++) {
			int c;

			if (!has[i])
				continue;
			c = best < s->n ? xg_dec_cmp(head[i].px, head[best].px)
					: 0;
			if (best == s->n || (side == XG_BUY ? c > 0 : c < 0))
				best = i;
		}
		if (best == s->n)
			break;
		out[n++] = (struct xg_clevel){ head[best].px, head[best].qty,
			s->m[best]->venue };
		has[best] = xg_book_level(
			&s->m[best]->book, side, ++at[best], &head[best]);
	}
	return n;
}
