#include "json/write.h"
#include "rec/rec.h"

#define DOUBLE_INT_MAX (INT64_C(1) << 53)

static void pair(struct xg_buf *b, struct xg_dec px, struct xg_dec qty)
{
	/* Two decimals of at most 42 bytes, quotes and signs: one check. */
	if (xg_buf_reserve(b, 128) < 0)
		return;
	b->p[b->len++] = '[';
	xg_json_dec_value(b, px);
	b->p[b->len++] = ',';
	xg_json_dec_value(b, qty);
}

static void put_levels(struct xg_buf *b, const struct xg_levels *l)
{
	xg_buf_char(b, '[');
	for (size_t i = 0; i < l->n && !b->failed; i++) {
		if (i)
			xg_buf_char(b, ',');
		pair(b, l->p[i].px, l->p[i].qty);
		if (!b->failed)
			b->p[b->len++] = ']'; /* pair has made room */
	}
	xg_buf_char(b, ']');
}

static void put_clevels(struct xg_buf *b, const struct xg_clevels *l)
{
	xg_buf_char(b, '[');
	for (size_t i = 0; i < l->n && !b->failed; i++) {
		if (i)
			xg_buf_char(b, ',');
		pair(b, l->p[i].px, l->p[i].qty);
		xg_buf_char(b, ',');
		xg_json_quote(b, l->p[i].venue);
		xg_buf_char(b, ']');
	}
	xg_buf_char(b, ']');
}

static void put_legs(struct xg_buf *b, const struct xg_legs *l)
{
	xg_buf_char(b, '[');
	for (size_t i = 0; i < l->n && !b->failed; i++) {
		const struct xg_leg *g = &l->p[i];

		if (i)
			xg_buf_char(b, ',');
		xg_buf_char(b, '{');
		xg_json_put_str(b, "venue", g->venue);
		xg_json_put_str(b, "sym", g->sym);
		xg_json_put_text(
			b, "side", g->side == XG_SELL ? "sell" : "buy");
		xg_json_put_dec(b, "px", g->px);
		xg_json_put_dec(b, "qty", g->qty);
		xg_json_put_dec(b, "fee_bps", g->fee_bps);
		xg_buf_char(b, '}');
	}
	xg_buf_char(b, ']');
}

/* Integers that a double cannot hold go as strings: jq would change them. */
static void put_i64(struct xg_buf *b, int64_t v)
{
	bool quoted = v > DOUBLE_INT_MAX || v < -DOUBLE_INT_MAX;

	if (quoted)
		xg_buf_char(b, '"');
	xg_buf_i64(b, v);
	if (quoted)
		xg_buf_char(b, '"');
}

static void put_field(
	struct xg_buf *b, const struct xg_rec *rec, const struct xg_field *f)
{
	const void *at = (const char *)rec + f->off;
	const char *word;

	if (f->kind == XG_F_DOUBLE) {
		xg_json_put_double(b, f->name, *(const double *)at);
		return;
	}
	/* Behind the type there is always a member before. */
	xg_buf_char(b, ',');
	xg_json_name(b, f->name, f->name_n);
	switch (f->kind) {
	case XG_F_STR:
		xg_json_quote(b, *(const struct xg_str *)at);
		break;
	case XG_F_DEC:
		xg_json_dec_value(b, *(const struct xg_dec *)at);
		break;
	case XG_F_I64:
		put_i64(b, *(const int64_t *)at);
		break;
	case XG_F_BOOL:
		xg_buf_text(b, *(const bool *)at ? "true" : "false");
		break;
	case XG_F_WORD:
		word = xg_word((enum xg_word_list)f->words, *(const int *)at);
		xg_json_quote(b, xg_str_from(word ? word : ""));
		break;
	case XG_F_LEVELS:
		put_levels(b, at);
		break;
	case XG_F_CLEVELS:
		put_clevels(b, at);
		break;
	case XG_F_LEGS:
		put_legs(b, at);
		break;
	default:
		xg_buf_str(b, *(const struct xg_str *)at);
		break;
	}
}

int xg_rec_write(struct xg_buf *out, const struct xg_rec *rec)
{
	const struct xg_rec_desc *d = xg_rec_describe(rec->type);
	size_t max = rec->type == XG_REC_RAW ? XG_REC_RAW_MAX : XG_REC_LINE_MAX;
	size_t at = out->len;

	if (!d || (rec->has & d->required) != d->required)
		return XG_ERR_ABSENT;
	xg_buf_text(out, "{\"type\":\"");
	xg_buf_text(out, d->name);
	xg_buf_char(out, '"');
	if (rec->has & d->common & XG_HAS_VENUE)
		xg_json_put_str(out, "venue", rec->venue);
	if (rec->has & d->common & XG_HAS_SYM)
		xg_json_put_str(out, "sym", rec->sym);
	if (rec->has & d->common & XG_HAS_TS)
		xg_json_put_i64(out, "ts", rec->ts);
	if (rec->has & d->common & XG_HAS_RX)
		xg_json_put_i64(out, "rx", rec->rx);
	for (size_t i = 0; i < d->n; i++) {
		if (rec->has & XG_HAS(i)) {
			put_field(out, rec, &d->fields[i]);
		} else if (d->fields[i].required) {
			out->len = at;
			return XG_ERR_ABSENT;
		}
	}
	xg_buf_text(out, "}\n");
	if (out->failed || out->len - at > max + 1) {
		out->len = at;
		return XG_ERR_LIMIT;
	}
	return 0;
}
