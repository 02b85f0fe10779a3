/* Deribit: connections, and what clients ask on them. Source: sheet deribit,
 * sections 4, 9 and 10: subscriptions that are not possible are left out of the
 * answer without a word; who does not answer a test_request is cut. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/deribit.h"

#define SUBS_MAX 500 /* channels of a call */

int xg_dr_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r)
{
	const struct xg_dr_state *s = c->front->state;
	struct xg_dr_conn *d = c->state;

	if (!xg_str_is_text(r->path, "/ws/api/v2"))
		return 404;
	if (!xg_dr_ready(c->front))
		return 503;
	/* About 3.3 subscriptions a second. */
	d->subs = (struct xg_sim_bucket){ .window_us = 3000000, .max = 10 };
	d->mkts = s->mkts;
	d->mask = calloc(d->mkts + 1, sizeof *d->mask);
	return d->mask ? 0 : 503;
}

void xg_dr_ws_shut(struct xg_sim_conn *c)
{
	struct xg_dr_conn *d = c->state;

	free(d->mask);
	d->mask = NULL;
	d->mkts = 0;
}

/* ---- subscriptions ---- */

static bool join(struct xg_sim_conn *c, struct xg_str name, bool on)
{
	struct xg_dr_conn *d = c->state;
	struct xg_sim_mkt *m;
	int chan;

	if (xg_str_is_text(name, "platform_state")) {
		d->platform = on;
		return true;
	}
	chan = xg_dr_channel(c->front, name, &m);
	if (chan < 0 || (size_t)m->index >= d->mkts)
		return false;
	/* What others have not been told yet is not for the new one. */
	if (on && chan <= XG_DR_TOP_20)
		xg_sim_flush(m, c->front->now);
	if (on)
		d->mask[m->index] |= (uint16_t)(1u << chan);
	else
		d->mask[m->index] &= (uint16_t) ~(1u << chan);
	return true;
}

/* The list of what is subscribed now; its first data follow the answer. */
static void subscribe(struct xg_sim_conn *c, struct xg_dr_call *call, bool on)
{
	struct xg_dr_conn *d = c->state;
	struct xg_str list = { NULL, 0 };
	struct xg_json j;
	int n = 0;

	if (xg_sim_bucket_take(&d->subs, 1, call->now) < 0) {
		call->code = 10028;
		call->message = "too_many_requests";
		return;
	}
	(void)xg_json_find(call->json, "channels", &list);
	xg_json_init(&j, list.p, list.n);
	if (!list.n || xg_json_next(&j) != XG_JSON_ARR) {
		call->code = -32602;
		call->message = "Invalid params";
		call->reason = "must be a non-empty array";
		return;
	}
	xg_buf_char(&call->out, '[');
	while (xg_json_next(&j) == XG_JSON_STR && n++ < SUBS_MAX)
		if (join(c, j.val, on)) {
			xg_json_comma(&call->out);
			xg_json_quote(&call->out, j.val);
		}
	xg_buf_char(&call->out, ']');
}

/* After the answer: what each new channel begins with. */
static void begin_all(struct xg_sim_conn *c, struct xg_str list)
{
	struct xg_json j;

	xg_json_init(&j, list.p, list.n);
	xg_json_next(&j);
	while (xg_json_next(&j) == XG_JSON_STR) {
		struct xg_sim_mkt *m;
		int chan = xg_dr_channel(c->front, j.val, &m);

		if (chan >= 0)
			xg_dr_begin(c, m, chan);
	}
}

static void unsubscribe_all(struct xg_sim_conn *c, struct xg_dr_call *call)
{
	struct xg_dr_conn *d = c->state;

	memset(d->mask, 0, d->mkts * sizeof *d->mask);
	d->platform = false;
	xg_buf_text(&call->out, "\"ok\"");
}

static void set_heartbeat(struct xg_sim_conn *c, struct xg_dr_call *call)
{
	struct xg_dr_conn *d = c->state;
	int64_t s;

	if (xg_str_i64(xg_dr_get(call, "interval"), &s) < 0 || s < 10 ||
		s > 86400) {
		call->code = -32602;
		call->message = "Invalid params";
		call->reason = "must be at least 10";
		return;
	}
	d->beat_us = s * 1000000;
	d->beat_at = call->now + d->beat_us;
	d->tested = false;
	xg_buf_text(&call->out, "\"ok\"");
}

static void say(struct xg_sim_conn *c, const char *type)
{
	char text[100];

	snprintf(text, sizeof text,
		"{\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\",\"params\":{"
		"\"type\":\"%s\"}}",
		type);
	c->front->send(c, xg_str_from(text), XG_ON_ANY, "");
}

void xg_dr_ws_beat(struct xg_sim_front *f, int64_t now)
{
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		struct xg_dr_conn *d = c->state;

		next = c->next;
		if (!d->beat_us || now < d->beat_at)
			continue;
		if (d->tested) {
			f->close(c, 1000, "no answer to test_request");
			continue;
		}
		d->beat_at = now + d->beat_us;
		d->tested = true;
		say(c, "heartbeat");
		say(c, "test_request");
	}
}

/* ---- requests ---- */

static bool own_method(
	struct xg_sim_conn *c, struct xg_dr_call *call, struct xg_str method)
{
	struct xg_dr_conn *d = c->state;

	if (xg_str_is_text(method, "public/subscribe"))
		subscribe(c, call, true);
	else if (xg_str_is_text(method, "public/unsubscribe"))
		subscribe(c, call, false);
	else if (xg_str_is_text(method, "public/unsubscribe_all"))
		unsubscribe_all(c, call);
	else if (xg_str_is_text(method, "public/set_heartbeat"))
		set_heartbeat(c, call);
	else if (xg_str_is_text(method, "public/disable_heartbeat")) {
		d->beat_us = 0;
		xg_buf_text(&call->out, "\"ok\"");
	} else
		return false;
	return true;
}

static struct xg_str inside(struct xg_str quoted)
{
	if (quoted.n >= 2 && quoted.p[0] == '"')
		return (struct xg_str){ quoted.p + 1, quoted.n - 2 };
	return (struct xg_str){ "", 0 };
}

static void run(struct xg_sim_conn *c, struct xg_dr_call *call,
	struct xg_str method, struct xg_str id)
{
	bool sub = xg_str_is_text(method, "public/subscribe");
	struct xg_dr_conn *d = c->state;
	struct xg_buf b = { 0 };

	if (xg_str_is_text(method, "public/test"))
		d->tested = false;
	if (!own_method(c, call, method) && !xg_dr_method(call, method)) {
		bool closed = xg_str_has_prefix(method, XG_STR("private/"));

		call->code = closed ? 13009 : -32601;
		call->message = closed ? "unauthorized" : "Method not found";
	}
	xg_dr_answer(&b, call, id);
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
	if (sub && !call->code)
		begin_all(c, xg_buf_view(&call->out));
	if (call->code == 10028) /* and it ends the session */
		c->front->close(c, 1000, "too many requests");
}

void xg_dr_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	struct xg_dr_call call = { .f = c->front, .now = now };
	struct xg_str method = { NULL, 0 }, id = { NULL, 0 };

	if (!xg_dr_ready(c->front))
		return;
	call.json = XG_STR("{}");
	if (xg_json_check(text, NULL, NULL) < 0 || !text.n ||
		text.p[0] != '{') {
		struct xg_buf b = { 0 };

		call.code = -32700;
		call.message = "Parse error";
		xg_dr_answer(&b, &call, id);
		c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
		xg_buf_release(&b);
		return;
	}
	(void)xg_json_find(text, "method", &method);
	(void)xg_json_find(text, "id", &id);
	if (xg_json_find(text, "params", &call.json) != 1 ||
		call.json.p[0] != '{')
		call.json = XG_STR("{}");
	run(c, &call, inside(method), id);
	xg_buf_release(&call.val);
	xg_buf_release(&call.out);
}
