#include "sess/caps.h"

#include <stdio.h>
#include <string.h>

static void text(struct xg_buf *out, const char *s)
{
	xg_buf_char(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			xg_buf_char(out, '\\');
		xg_buf_char(out, *s);
	}
	xg_buf_char(out, '"');
}

static void member(struct xg_buf *out, const char *name)
{
	xg_buf_printf(out, ",\"%s\":", name);
}

static void list(struct xg_buf *out, const char *name, const char *const *word)
{
	member(out, name);
	xg_buf_char(out, '[');
	for (size_t i = 0; word && word[i]; i++) {
		if (i)
			xg_buf_char(out, ',');
		text(out, word[i]);
	}
	xg_buf_char(out, ']');
}

static void flag(struct xg_buf *out, const char *name, bool is)
{
	member(out, name);
	xg_buf_text(out, is ? "true" : "false");
}

static void channels(struct xg_buf *out, const struct xg_venue *v)
{
	const char *name[XG_CHANNELS + 1];
	size_t n = 0;

	for (int i = 0; i < XG_CHANNELS; i++) {
		if (v->channels & UINT32_C(1) << i)
			name[n++] = xg_channel_name(i);
	}
	name[n] = NULL;
	list(out, "channels", name);
}

/* An instrument that exists nowhere: enough to ask for an order's request. */
static struct xg_instr sample(const struct xg_venue *v)
{
	struct xg_instr inst = { .venue = xg_str_from(v->name),
		.sym = XG_STR("BTC-USDT") };

	inst.i.base = XG_STR("BTC");
	inst.i.quote = XG_STR("USDT");
	inst.i.kind = XG_SPOT;
	inst.i.native = XG_STR("BTC-USDT");
	inst.i.market = xg_str_from(v->markets[0]);
	inst.i.tick = inst.i.lot = inst.i.min_qty = (struct xg_dec){ 1, -4 };
	inst.i.code = 1;
	inst.has = XG_REC_ALL;
	return inst;
}

static bool can(const struct xg_venue *v, int kind, int tif)
{
	struct xg_instr inst = sample(v);
	struct xg_ask ask = { .op = XG_OP_PLACE,
		.market = inst.i.market,
		.inst = &inst,
		.wire_id = XG_STR("xg1"),
		.side = XG_BUY,
		.kind = kind,
		.tif = tif,
		.px = { 100, 0 },
		.qty = { 1, 0 } };
	struct xg_req req = { 0 };
	bool made = v->request && v->request(&req, &ask, NULL) >= 0;

	xg_req_release(&req);
	return made;
}

static void orders(struct xg_buf *out, const struct xg_venue *v)
{
	static const int tif[] = { XG_GTC, XG_IOC, XG_FOK, XG_GTX, XG_GTD };
	const char *name[8];
	size_t n = 0;

	for (size_t i = 0; i < XG_LEN(tif); i++) {
		if (can(v, XG_LIMIT, tif[i]))
			name[n++] = xg_word(XG_WORDS_TIF, tif[i]);
	}
	if (can(v, XG_MARKET, XG_TIF_NONE))
		name[n++] = xg_word(XG_WORDS_KIND, XG_MARKET);
	name[n] = NULL;
	list(out, "orders", name);
}

static void limits(struct xg_buf *out, const struct xg_venue *v)
{
	member(out, "limits");
	xg_buf_char(out, '[');
	for (const struct xg_limit *l = v->limits; l && l->name; l++) {
		if (l != v->limits)
			xg_buf_char(out, ',');
		xg_buf_text(out, "{\"name\":");
		text(out, l->name);
		xg_buf_printf(out,
			",\"max\":%d,\"window_s\":%g,\"per\":\"%s\"}", l->max,
			(double)l->window_us / 1e6, l->per_key ? "key" : "ip");
	}
	xg_buf_char(out, ']');
}

/* How the books of each market are proven. */
static void proof(struct xg_buf *out, const struct xg_venue *v)
{
	const char *same = v->seq_proof && v->checksum ? "sequence, checksum"
			   : v->seq_proof	       ? "sequence"
			   : v->checksum	       ? "checksum"
						       : "nothing";

	member(out, "proof");
	xg_buf_char(out, '{');
	for (size_t i = 0; v->markets[i]; i++) {
		if (i)
			xg_buf_char(out, ',');
		text(out, v->markets[i]);
		xg_buf_char(out, ':');
		text(out, v->proofs ? v->proofs[i] : same);
	}
	xg_buf_char(out, '}');
}

/* Levels of a side that books of each market have at most; 0 = all. */
static void depth(struct xg_buf *out, const struct xg_venue *v)
{
	int usual = v->books ? v->books[0].levels : 0;

	member(out, "depth");
	xg_buf_char(out, '{');
	for (size_t i = 0; v->markets[i]; i++) {
		if (i)
			xg_buf_char(out, ',');
		text(out, v->markets[i]);
		xg_buf_printf(out, ":%d", v->depths ? v->depths[i] : usual);
	}
	xg_buf_char(out, '}');
}

/* What it takes from one address, and how long it leaves a connection. */
static void budget(struct xg_buf *out, const struct xg_venue *v)
{
	const struct xg_budget *b = &v->budget;
	const struct {
		const char *name;
		long long n;
	} row[] = { { "connections", b->conns }, { "subscriptions", b->topics },
		{ "dials", b->dials },
		{ "dials_s", b->dials_us / INT64_C(1000000) },
		{ "messages", b->frames },
		{ "messages_s", b->frames_us / INT64_C(1000000) },
		{ "life_s", v->links[0].life_us / INT64_C(1000000) } };
	bool any = false;

	member(out, "host");
	xg_buf_char(out, '{');
	for (size_t i = 0; i < XG_LEN(row); i++) {
		if (row[i].n <= 0)
			continue;
		xg_buf_printf(out, "%s\"%s\":%lld", any ? "," : "", row[i].name,
			row[i].n);
		any = true;
	}
	xg_buf_char(out, '}');
}

/* Silence that makes a book and best prices stale. */
static void stale(struct xg_buf *out, const struct xg_venue *v)
{
	const struct xg_stale *s = &v->stale;

	member(out, "stale_s");
	xg_buf_printf(out, "{\"book\":%g,\"bbo\":%g}",
		(double)(s->book_us ? s->book_us : XG_STALE_US) / 1e6,
		(double)(s->bbo_us ? s->bbo_us : XG_STALE_US) / 1e6);
}

/* Of accounts of several kinds: what differs. The first holds unless the user says
 * otherwise. */
static void kinds(struct xg_buf *out, const struct xg_venue *v)
{
	const struct xg_venue *const both[] = { v, v->other_kind };

	member(out, "account_kinds");
	xg_buf_char(out, '[');
	for (size_t i = 0; v->account_kind && i < XG_LEN(both); i++) {
		xg_buf_text(out, i ? ",{\"kind\":" : "{\"kind\":");
		text(out, both[i]->account_kind);
		channels(out, both[i]);
		proof(out, both[i]);
		member(out, "evidence");
		text(out, both[i]->evidence ? both[i]->evidence : "");
		xg_buf_char(out, '}');
	}
	xg_buf_char(out, ']');
}

/* Names that mean the venue in a region. */
static void regions(struct xg_buf *out, const struct xg_venue *v)
{
	member(out, "regions");
	xg_buf_char(out, '{');
	for (const struct xg_regional *r = v->regional; r && r->name; r++) {
		if (r != v->regional)
			xg_buf_char(out, ',');
		text(out, r->name);
		xg_buf_char(out, ':');
		text(out, r->region);
	}
	xg_buf_char(out, '}');
}

/* The kinds of books that can be chosen. */
static void books(struct xg_buf *out, const struct xg_venue *v)
{
	member(out, "books");
	xg_buf_char(out, '[');
	for (const struct xg_book_kind *k = v->books; k && k->name; k++) {
		if (k != v->books)
			xg_buf_char(out, ',');
		xg_buf_text(out, "{\"kind\":");
		text(out, k->name);
		xg_buf_printf(out, ",\"levels\":%d,\"every_s\":%g", k->levels,
			(double)k->every_us / 1e6);
		if (k->stale_us)
			xg_buf_printf(out, ",\"stale_s\":%g",
				(double)k->stale_us / 1e6);
		xg_buf_char(out, '}');
	}
	xg_buf_char(out, ']');
}

int xg_caps_write(struct xg_buf *out, const struct xg_venue *v)
{
	xg_buf_text(out, "{\"type\":\"venue\",\"venue\":");
	text(out, v->name);
	list(out, "aliases", v->aliases);
	regions(out, v);
	list(out, "markets", v->markets);
	channels(out, v);
	flag(out, "seq_proof", v->seq_proof);
	flag(out, "checksum", v->checksum);
	proof(out, v);
	depth(out, v);
	kinds(out, v);
	orders(out, v);
	flag(out, "amend", v->has_amend);
	flag(out, "deadman", v->has_deadman);
	flag(out, "passphrase", v->needs_passphrase);
	limits(out, v);
	budget(out, v);
	stale(out, v);
	books(out, v);
	member(out, "evidence");
	text(out, v->evidence ? v->evidence : "");
	xg_buf_text(out, "}\n");
	return out->failed ? XG_ERR_MEMORY : 0;
}
