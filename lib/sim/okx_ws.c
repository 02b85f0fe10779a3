/* The WebSockets: frames from clients, login, order entry. Source: sheet okx,
 * sections 4, 6 and 7. */
#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "json/write.h"
#include "sim/okx_code.h"
#include "sim/okx_priv.h"
#include "sim/okx_sign.h"

int xg_sim_okx_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r)
{
	struct xg_sim_okx_conn *k = xg_sim_okx_at(c);

	if (xg_str_is_text(r->path, "/ws/v5/public"))
		k->socket = XG_SIM_OKX_PUBLIC;
	else if (xg_str_is_text(r->path, "/ws/v5/private"))
		k->socket = XG_SIM_OKX_PRIVATE;
	else if (xg_str_is_text(r->path, "/ws/v5/business"))
		k->socket = XG_SIM_OKX_BUSINESS;
	else
		return 404;
	return 0;
}

void xg_sim_okx_ws_shut(struct xg_sim_conn *c)
{
	struct xg_sim_okx_conn *k = xg_sim_okx_at(c);

	free(k->feed);
	*k = (struct xg_sim_okx_conn){ 0 };
}

static void login(
	struct xg_sim_conn *c, const struct xg_sim_okx_frame *fr, int64_t now)
{
	const struct xg_sim_cred *cred = &c->front->cred;
	struct xg_sim_okx_key key = { xg_str_from(cred->key),
		xg_str_from(cred->secret), xg_str_from(cred->passphrase) };
	struct xg_sim_okx_login l = { 0 };
	struct xg_buf b = { 0 };
	struct xg_json j;
	int code;

	xg_json_init(&j, fr->args.p, fr->args.n);
	(void)xg_json_next(&j);
	if (xg_json_next(&j) != XG_JSON_OBJ || xg_sim_okx_login_read(&j, &l) ||
		l.bad) {
		xg_sim_okx_ws_error(c, fr->id, 60012, "login");
		return;
	}
	code = xg_sim_same(l.key, key.key)
		       ? xg_sim_okx_login_check(
				 &key, l.passphrase, l.timestamp, l.sign, now)
		       : 60005;
	if (code) {
		xg_sim_okx_ws_error(c, fr->id, code, NULL);
		c->front->close(c, 4001, "Login failed");
		return;
	}
	xg_sim_okx_at(c)->login = true;
	(void)xg_buf_printf(&b,
		"{\"event\":\"login\",\"code\":\"0\",\"msg\":\"\","
		"\"connId\":\"%08llx\"}",
		(unsigned long long)c->id);
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

static const struct {
	const char *op, *path;
	xg_sim_okx_item *item;
	bool batch;
} entries[] = {
	{ "order", "/api/v5/trade/order", xg_sim_okx_place, false },
	{ "batch-orders", "/api/v5/trade/batch-orders", xg_sim_okx_place,
		true },
	{ "cancel-order", "/api/v5/trade/cancel-order", xg_sim_okx_cancel,
		false },
	{ "batch-cancel-orders", "/api/v5/trade/cancel-batch-orders",
		xg_sim_okx_cancel, true },
	{ "amend-order", "/api/v5/trade/amend-order", xg_sim_okx_amend, false },
	{ "batch-amend-orders", "/api/v5/trade/amend-batch-orders",
		xg_sim_okx_amend, true },
};

static void reply(struct xg_sim_conn *c, const struct xg_sim_okx_frame *fr,
	struct xg_str rows, int code, const char *arg, int64_t now)
{
	struct xg_buf b = { 0 }, text = { 0 };

	if (code)
		xg_sim_okx_code_text(&text, code, arg);
	(void)xg_buf_printf(&b,
		"{\"id\":\"%.*s\",\"op\":\"%.*s\",\"data\":[%.*s],"
		"\"code\":\"%d\",\"msg\":",
		XG_STR_ARG(fr->id), XG_STR_ARG(fr->op), XG_STR_ARG(rows), code);
	/* Where there are rows, each tells for itself. */
	xg_json_quote(&b, rows.n ? XG_STR("") : xg_buf_view(&text));
	(void)xg_buf_printf(&b, ",\"inTime\":\"%lld\",\"outTime\":\"%lld\"}",
		(long long)now, (long long)now);
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
	xg_buf_release(&text);
}

/* The market that the first item names, -1 when none. */
static int about(const struct xg_sim_front *f, struct xg_str args)
{
	struct xg_str text;
	int64_t code;
	size_t i;

	if (xg_json_find(args, "0.instIdCode", &text) != 1 ||
		xg_str_i64(text, &code))
		return -1;
	for (i = 0; i < f->venue.mkts; i++)
		if (f->venue.mkt[i]->spec.code == code)
			return (int)i;
	return -1;
}

/* false: the op is none of order entry. */
static bool enter(
	struct xg_sim_conn *c, const struct xg_sim_okx_frame *fr, int64_t now)
{
	struct xg_buf rows = { 0 };
	const char *arg = NULL;
	struct xg_str item;
	int rc, code = 0;
	size_t i;

	for (i = 0; i < sizeof entries / sizeof *entries; i++)
		if (xg_str_is_text(fr->op, entries[i].op))
			break;
	if (i == sizeof entries / sizeof *entries)
		return false;
	if (xg_sim_okx_at(c)->socket != XG_SIM_OKX_PRIVATE ||
		!xg_sim_okx_at(c)->login)
		rc = 60011;
	else if (fr->id.n == 0 ||
		 (!entries[i].batch && xg_json_find(fr->args, "1", &item) == 1))
		rc = 60013;
	else if (!xg_sim_okx_take(c->front, entries[i].path,
			 about(c->front, fr->args), now))
		rc = 50011;
	else
		rc = xg_sim_okx_expired(fr->exp_time, now);
	if (!rc)
		rc = xg_sim_okx_batch(c->front, fr->args, true, true,
			entries[i].item, &rows, &code, &arg);
	reply(c, fr, rc ? XG_STR("") : xg_buf_view(&rows), rc ? rc : code, arg,
		now);
	xg_buf_release(&rows);
	return true;
}

/* 480 subscriptions, unsubscriptions and logins an hour a connection. */
static bool is_paced(struct xg_sim_okx_conn *k, int64_t now)
{
	int64_t hour = now / (3600 * XG_US_PER_S);

	if (hour != k->hour) {
		k->hour = hour;
		k->ops = 0;
	}
	return ++k->ops <= XG_SIM_OKX_OPS;
}

static void invalid(struct xg_sim_conn *c, struct xg_str id, struct xg_str text)
{
	char shown[256];

	(void)xg_str_copy(shown, sizeof shown, text);
	xg_sim_okx_ws_error(c, id, 60012, shown);
}

void xg_sim_okx_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	struct xg_sim_okx_conn *k = xg_sim_okx_at(c);
	struct xg_sim_okx_frame fr;
	bool on;

	c->front->now = now;
	if (xg_str_is_text(text, "ping")) {
		c->front->send(c, XG_STR("pong"), XG_ON_REPLY, "");
		return;
	}
	if (text.n > XG_SIM_OKX_FRAME) {
		c->front->close(c, 4002, "Request too large");
		return;
	}
	if (xg_sim_okx_frame_read(text, &fr)) {
		invalid(c, XG_STR(""), text);
		return;
	}
	if (enter(c, &fr, now))
		return;
	on = xg_str_is_text(fr.op, "subscribe");
	if (!on && !xg_str_is_text(fr.op, "unsubscribe") &&
		!xg_str_is_text(fr.op, "login")) {
		invalid(c, fr.id, text);
		return;
	}
	if (!is_paced(k, now)) {
		xg_sim_okx_ws_error(c, fr.id, 60014, NULL);
		return;
	}
	if (xg_str_is_text(fr.op, "login"))
		login(c, &fr, now);
	else
		xg_sim_okx_subscribe(c, &fr, on, now);
}

void xg_sim_okx_farewell(struct xg_sim_front *f, int64_t now)
{
	struct xg_sim_conn *c;
	struct xg_buf b = { 0 }, text = { 0 };

	f->now = now;
	xg_sim_okx_code_text(&text, 64008, NULL);
	for (c = f->conns; c; c = c->next) {
		xg_buf_clear(&b);
		(void)xg_buf_text(&b,
			"{\"event\":\"notice\",\"code\":\"64008\",\"msg\":");
		xg_json_quote(&b, xg_buf_view(&text));
		(void)xg_buf_printf(&b, ",\"connId\":\"%08llx\"}",
			(unsigned long long)c->id);
		f->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	}
	xg_buf_release(&b);
	xg_buf_release(&text);
}
