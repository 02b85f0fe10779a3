#include "desk/dry.h"

#include <strings.h>

#include "io/clock.h"
#include "json/write.h"
#include "net/journal_file.h"

static int64_t now_of(const struct xg_dry *d)
{
	return d->at ? d->at : xg_clock_us();
}

/* Of a key only its end, of everything else that opens a door nothing. */
static void put_masked(
	struct xg_buf *out, struct xg_str name, struct xg_str value, bool show)
{
	char key[64];
	struct xg_buf text = { 0 };
	bool pass, sign, is_key;

	xg_str_copy(key, sizeof key, name);
	pass = strcasestr(key, "passphrase") != NULL;
	sign = strcasestr(key, "sign") != NULL && !strcasestr(key, "type");
	is_key = strcasestr(key, "key") != NULL;
	if (pass || (sign && !show)) {
		xg_buf_text(&text, "***");
	} else if (is_key && !show) {
		xg_buf_text(&text, "...");
		if (value.n >= 12)
			xg_buf_add(&text, value.p + value.n - 4, 4);
	} else {
		xg_buf_str(&text, value);
	}
	xg_json_put_str(out, key, xg_buf_view(&text));
	xg_buf_release(&text);
}

static void put_headers(struct xg_buf *out, struct xg_str lines, bool show)
{
	xg_json_key(out, "headers");
	xg_buf_char(out, '{');
	while (lines.n) {
		struct xg_str value = xg_str_cut(&lines, '\n');
		struct xg_str name = xg_str_cut(&value, ':');

		while (value.n && value.p[0] == ' ') {
			value.p++;
			value.n--;
		}
		if (name.n)
			put_masked(out, name, value, show);
	}
	xg_buf_char(out, '}');
}

/* Query or form body with the signature's value hidden. */
static void put_params(struct xg_buf *out, struct xg_str text, bool show)
{
	static const char name[] = "signature=";

	while (text.n) {
		struct xg_str one = xg_str_cut(&text, '&');

		if (!show && xg_str_has_prefix(one, xg_str_from(name)))
			xg_buf_printf(out, "%s***", name);
		else
			xg_buf_str(out, one);
		if (text.n)
			xg_buf_char(out, '&');
	}
}

static void put_request(struct xg_dry *d, struct xg_desk_venue *v,
	const struct xg_ask *ask, const struct xg_req *r)
{
	const struct xg_ord *o = xg_orders_wire(
		&d->t.orders, xg_str_from(v->v->name), ask->wire_id);
	const struct xg_host *host = xg_venue_host(v->v, r->host);
	const char *base = xg_hosts_base(&v->hosts, r->host, 0);
	struct xg_str body = xg_buf_view(&r->body);
	struct xg_buf url = { 0 }, text = { 0 };

	/* No simulator is needed: the venue's own address then. */
	if (!base && host)
		base = host->live;
	xg_buf_text(&url, base ? base : "");
	xg_buf_str(&url, xg_buf_view(&r->path));
	if (r->query.len)
		xg_buf_char(&url, '?');
	put_params(&url, xg_buf_view(&r->query), d->show);
	if (body.n && body.p[0] != '{')
		put_params(&text, body, d->show);
	else
		xg_buf_str(&text, body);
	xg_buf_clear(&d->line);
	xg_buf_char(&d->line, '{');
	xg_json_put_text(&d->line, "type", "request");
	xg_json_put_text(&d->line, "venue", v->v->name);
	if (ask->inst)
		xg_json_put_str(&d->line, "sym", ask->inst->sym);
	xg_json_put_i64(&d->line, "rx", now_of(d));
	if (o)
		xg_json_put_str(&d->line, "id", o->rec->u.order.id);
	xg_json_put_text(&d->line, "op",
		ask->op == XG_OP_PLACE	  ? "place"
		: ask->op == XG_OP_CANCEL ? "cancel"
					  : "amend");
	xg_json_put_text(&d->line, "method", r->method);
	xg_json_put_str(&d->line, "url", xg_buf_view(&url));
	put_headers(&d->line, xg_buf_view(&r->headers), d->show);
	if (text.len)
		xg_json_put_str(&d->line, "body", xg_buf_view(&text));
	xg_buf_char(&d->line, '}');
	xg_buf_release(&url);
	xg_buf_release(&text);
}

static int op_request(void *ctx, int venue, int64_t flight,
	const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_dry *d = ctx;
	struct xg_desk_venue *v = &d->desk->venue[venue];
	struct xg_rec rec = { .type = XG_REC_FOREIGN };
	struct xg_req r = { 0 };
	int rc;

	(void)flight;
	if (ask->op != XG_OP_PLACE && ask->op != XG_OP_CANCEL &&
		ask->op != XG_OP_AMEND)
		return xg_error_set(err, XG_ERR_SUPPORT, "not in a dry run");
	rc = v->v->request(&r, ask, err);
	if (rc == 0 && r.is_signed && v->cred.key.n)
		rc = v->v->sign(&r, &v->cred, now_of(d), err);
	if (rc == 0) {
		put_request(d, v, ask, &r);
		rec.raw = xg_buf_view(&d->line);
		rc = d->emit(d->ctx, &rec);
	}
	xg_req_release(&r);
	return rc;
}

static int op_journal(void *ctx, struct xg_str line, bool sync)
{
	(void)ctx, (void)line, (void)sync;
	return 0;
}

/* Only what is refused is news; nothing was sent. */
static int op_emit(void *ctx, const struct xg_rec *rec)
{
	struct xg_dry *d = ctx;
	bool news =
		rec->type == XG_REC_REJECT ||
		(rec->type == XG_REC_EXEC &&
			(rec->u.exec.event == XG_EXEC_REJECTED ||
				rec->u.exec.event == XG_EXEC_CANCEL_REJECTED));

	return news ? d->emit(d->ctx, rec) : 0;
}

static bool op_halted(void *ctx, struct xg_str venue)
{
	(void)ctx, (void)venue;
	return false;
}

static const struct xg_trade_ops ops = { op_journal, op_request, op_emit,
	op_halted };

int xg_dry_open(struct xg_dry *d, struct xg_desk *desk, int64_t at, bool show,
	int (*emit)(void *ctx, const struct xg_rec *rec), void *ctx)
{
	const struct xg_trade_conf conf = { .group_wait_us = 1 };

	*d = (struct xg_dry){
		.desk = desk, .at = at, .show = show, .emit = emit, .ctx = ctx
	};
	xg_trade_init(&d->t, &ops, d, &conf);
	for (int i = 0; i < desk->n; i++) {
		if (xg_trade_add_venue(&d->t, desk->venue[i].v,
			    &desk->venue[i].insts, "") < 0)
			return XG_ERR_LIMIT;
	}
	d->ready = true;
	return 0;
}

void xg_dry_release(struct xg_dry *d)
{
	if (d->ready)
		xg_trade_release(&d->t);
	xg_buf_release(&d->line);
	*d = (struct xg_dry){ 0 };
}

struct reading {
	struct xg_dry *d;
	struct xg_rec_reader reader;
};

static int on_line(void *ctx, struct xg_str line, struct xg_error *err)
{
	struct reading *r = ctx;

	return xg_trade_recover(&r->d->t, line, &r->reader, err);
}

int xg_dry_journal(struct xg_dry *d, struct xg_error *err)
{
	struct reading r = { .d = d };
	struct xg_chain chain = { 0 };
	struct xg_buf path = { 0 };
	int64_t n, bytes, torn;
	int rc =
		xg_journal_path(&path, xg_env_word(d->desk->o.env), false, err);

	n = rc < 0 ? rc
		   : xg_journal_read(
			     path.p, &chain, &bytes, &torn, on_line, &r, err);
	xg_rec_reader_release(&r.reader);
	xg_buf_release(&path);
	return n < 0 && n != XG_ERR_ABSENT ? (int)n : 0;
}

int xg_dry_give(struct xg_dry *d, const struct xg_rec *rec)
{
	int rc = xg_trade_record(&d->t, rec, now_of(d));
	struct xg_ord *o;

	/* As if it had been accepted, so that a cancel or amend can follow. */
	o = rec->type == XG_REC_ORDER
		    ? xg_orders_id(&d->t.orders, rec->u.order.id)
		    : NULL;
	if (o && o->state == XG_ORD_SENT)
		o->state = XG_ORD_NEW;
	return rc;
}
