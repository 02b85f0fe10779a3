#include "sim/serve.h"

#include <stdlib.h>

#include "sim/http.h"
#include "sim/wire.h"

/* What a front needs of the server. */
struct seat {
	struct xg_sim_server *server;
	struct xg_sim_front *front;
	int64_t next_conn;
};

/* A connection: HTTP at first, a WebSocket after an upgrade. */
struct peer {
	struct seat *seat;
	struct xg_wire_conn *wire;
	bool is_ws, closing;
	struct xg_sim_conn conn;
	struct xg_sim_frames frames;
	int64_t pinged, leave_at; /* leave_at: after a notice; 0 = never */
};

struct xg_sim_server {
	struct xg_loop *loop;
	struct xg_wire *wire;
	struct xg_faults *faults;
	struct xg_timer *tick;
	struct seat seat[XG_SIM_FRONTS];
	int seats;
	int64_t requests; /* for 5xx: every other one is executed */
	struct xg_buf text;
};

int64_t xg_sim_front_now(struct xg_sim_front *f)
{
	const struct seat *seat = f->io;
	int64_t now = xg_loop_now(seat->server->loop);

	return now + xg_fault_skew(f->faults, f->dialect->name, now);
}

static int64_t real_now(const struct xg_sim_front *f)
{
	return xg_loop_now(((const struct seat *)f->io)->server->loop);
}

/* ---- out ---- */

static void send_frame(
	struct peer *p, enum xg_sim_op op, struct xg_str data, int64_t due)
{
	struct xg_buf *b = &p->seat->server->text;

	xg_buf_clear(b);
	xg_sim_frame_write(b, op, data);
	if (b->failed)
		xg_wire_cut(p->wire);
	else
		xg_wire_send(p->wire, xg_buf_view(b), due);
}

static void cut_all(struct xg_sim_front *f)
{
	for (struct xg_sim_conn *c = f->conns; c; c = c->next)
		xg_wire_cut(((struct peer *)c->io)->wire);
}

static void close_conn(struct xg_sim_conn *c, int code, const char *why)
{
	struct peer *p = c->io;
	char data[126];
	size_t n = why ? strlen(why) : 0;

	if (p->closing)
		return;
	if (code == 1006) { /* stands for no code: it is never on the wire */
		xg_wire_cut(p->wire);
		return;
	}
	if (n > 123)
		n = 123;
	data[0] = (char)(code >> 8);
	data[1] = (char)code;
	if (n)
		memcpy(data + 2, why, n);
	send_frame(p, XG_SIM_OP_CLOSE, (struct xg_str){ data, n + 2 }, 0);
	p->closing = true;
	xg_wire_finish(p->wire);
}

/* The venue's notice on all connections, which are closed so much later. */
static void farewell(struct xg_sim_front *f, int64_t by, int64_t now)
{
	if (f->dialect->farewell)
		f->dialect->farewell(f, f->now);
	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		struct peer *p = c->io;

		if (by > 0)
			p->leave_at = now + by;
		else
			close_conn(c, 1001, "shutdown");
	}
}

static bool fault(struct xg_sim_front *f, enum xg_fault_kind kind,
	const char *sym, enum xg_fault_on on, int64_t *amount)
{
	return xg_fault_ask(f->faults, kind, f->dialect->name, sym, on,
		real_now(f), amount);
}

static void send_text(struct xg_sim_conn *c, struct xg_str text,
	enum xg_fault_on on, const char *sym)
{
	struct xg_sim_front *f = c->front;
	struct peer *p = c->io;
	int64_t late = 0;
	bool twice;

	if (p->closing || p->wire->dead || c->stalled)
		return;
	if (fault(f, XG_FAULT_STALL, sym, on, NULL)) {
		c->stalled = true;
		return;
	}
	if (fault(f, XG_FAULT_GAP, sym, on, NULL))
		return;
	if (fault(f, XG_FAULT_DISCONNECT, sym, on, NULL)) {
		cut_all(f);
		return;
	}
	twice = fault(f, XG_FAULT_DUP, sym, on, NULL);
	if (fault(f, XG_FAULT_DELAY, sym, on, &late))
		late += xg_loop_mono(p->seat->server->loop);
	send_frame(p, XG_SIM_OP_TEXT, text, late);
	c->told = real_now(f);
	if (twice)
		send_frame(p, XG_SIM_OP_TEXT, text, late);
	if (fault(f, XG_FAULT_SHUTDOWN, sym, on, &late))
		farewell(f, late, real_now(f));
}

static void on_event(void *ctx, const struct xg_sim_event *ev)
{
	struct xg_sim_front *f = ctx;

	if (f->dialect->event)
		f->dialect->event(f, ev);
}

/* ---- WebSocket ---- */

static void join(struct peer *p, int64_t now)
{
	struct xg_sim_front *f = p->seat->front;
	struct xg_sim_conn *c = &p->conn;

	c->front = f;
	c->io = p;
	c->id = ++p->seat->next_conn;
	c->opened = c->heard = p->pinged = now;
	c->next = f->conns;
	if (f->conns)
		f->conns->prev = c;
	f->conns = c;
}

static void leave(struct peer *p)
{
	struct xg_sim_conn *c = &p->conn;
	struct xg_sim_front *f = c->front;

	if (f->dialect->ws_shut)
		f->dialect->ws_shut(c);
	if (c->prev)
		c->prev->next = c->next;
	else
		f->conns = c->next;
	if (c->next)
		c->next->prev = c->prev;
	free(c->state);
	c->state = NULL;
}

static void refuse(struct peer *p, int status)
{
	struct xg_sim_answer a = { .status = status };
	struct xg_buf out = { 0 };

	xg_sim_answer_write(&out, &a, false);
	xg_wire_send(p->wire, xg_buf_view(&out), 0);
	xg_wire_finish(p->wire);
	xg_buf_release(&out);
}

static bool away(
	struct xg_sim_front *f, enum xg_fault_on on, struct xg_sim_answer *a)
{
	static const enum xg_fault_kind kinds[] = { XG_FAULT_MAINTENANCE,
		XG_FAULT_418, XG_FAULT_429 };
	int64_t wait;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!fault(f, kinds[i], "", on, &wait))
			continue;
		f->dialect->refuse(f, kinds[i], wait ? wait : 1000000, a);
		return true;
	}
	return false;
}

static void upgrade(struct peer *p, const struct xg_sim_request *r)
{
	struct xg_sim_front *f = p->seat->front;
	struct xg_sim_answer a = { 0 };
	struct xg_buf out = { 0 };
	int status = 0;

	if (away(f, XG_ON_MARKET, &a))
		status = a.status;
	xg_buf_release(&a.headers);
	xg_buf_release(&a.body);
	p->conn.state = calloc(1, f->dialect->conn_size + 1);
	p->conn.front = f;
	p->conn.io = p;
	if (!p->conn.state)
		status = 503;
	if (!status)
		status = f->dialect->ws_open(&p->conn, &r->http);
	if (status) {
		free(p->conn.state);
		p->conn.state = NULL;
		refuse(p, status);
	} else {
		p->is_ws = true;
		xg_sim_upgrade_write(&out, r->ws_key);
		xg_wire_send(p->wire, xg_buf_view(&out), 0);
		join(p, real_now(f));
	}
	xg_buf_release(&out);
}

static void on_message(struct peer *p, const struct xg_sim_msg *m)
{
	struct xg_sim_conn *c = &p->conn;

	c->heard = real_now(c->front);
	switch (m->op) {
	case XG_SIM_OP_PING:
		if (!c->stalled)
			send_frame(p, XG_SIM_OP_PONG, m->data, 0);
		break;
	case XG_SIM_OP_CLOSE:
		if (!p->closing)
			send_frame(p, XG_SIM_OP_CLOSE, m->data, 0);
		p->closing = true;
		xg_wire_finish(p->wire);
		break;
	case XG_SIM_OP_TEXT:
		if (!p->closing && !c->stalled)
			c->front->dialect->ws_text(c, m->data, c->front->now);
		break;
	case XG_SIM_OP_BINARY:
		close_conn(c, 1003, "text only");
		break;
	case XG_SIM_OP_PONG:
		break;
	}
}

/* The frames at the front of the input. Returns bytes used. */
static size_t read_frames(struct peer *p)
{
	struct xg_str in = xg_buf_view(&p->wire->in);
	size_t at = 0, used;

	do {
		struct xg_sim_msg m;
		int rc = xg_sim_frame_read(&p->frames,
			(struct xg_str){ in.p + at, in.n - at }, &used, &m);

		if (rc < 0) {
			close_conn(&p->conn, -rc, "protocol error");
			return in.n;
		}
		at += used;
		if (rc == 1)
			on_message(p, &m);
	} while (used && !p->wire->dead);
	return at;
}

/* ---- HTTP ---- */

static void answer(struct peer *p, const struct xg_sim_request *r,
	const struct xg_sim_answer *a, enum xg_fault_on on)
{
	struct xg_buf out = { 0 };
	int64_t late = 0;

	if (fault(p->seat->front, XG_FAULT_DELAY, "", on, &late))
		late += xg_loop_mono(p->seat->server->loop);
	xg_sim_answer_write(&out, a, r->keep);
	xg_wire_send(p->wire, xg_buf_view(&out), late);
	if (!r->keep)
		xg_wire_finish(p->wire);
	xg_buf_release(&out);
}

static void handle(struct peer *p, const struct xg_sim_request *r)
{
	struct xg_sim_front *f = p->seat->front;
	const struct xg_sim_dialect *d = f->dialect;
	enum xg_fault_on on = d->classify ? d->classify(&r->http) : XG_ON_REST;
	struct xg_sim_answer a = { 0 };

	if (xg_sim_control(f, &r->http, &a)) {
		answer(p, r, &a, XG_ON_ANY);
	} else if (fault(f, XG_FAULT_DROP, "", on, NULL)) {
		xg_wire_cut(p->wire);
	} else if (away(f, on, &a)) {
		answer(p, r, &a, on);
	} else if (fault(f, XG_FAULT_5XX, "", on, NULL)) {
		if (p->seat->server->requests++ % 2 == 0)
			d->rest(f, &r->http, &a);
		xg_buf_clear(&a.body);
		xg_buf_clear(&a.headers);
		d->refuse(f, XG_FAULT_5XX, 0, &a);
		answer(p, r, &a, on);
	} else {
		d->rest(f, &r->http, &a);
		if (fault(f, XG_FAULT_LOST_ACK, "", on, NULL))
			xg_wire_cut(p->wire);
		else
			answer(p, r, &a, on);
	}
	xg_buf_release(&a.body);
	xg_buf_release(&a.headers);
}

static void on_bytes(struct xg_wire_conn *w)
{
	struct peer *p = w->user;
	struct xg_sim_request r;
	int n;

	if (!p)
		return;
	p->seat->front->now = xg_sim_front_now(p->seat->front);
	while (!p->is_ws && !w->dead && w->in.len) {
		n = xg_sim_request_read(xg_buf_view(&w->in), &r);
		if (n < 0) {
			refuse(p, -n);
			xg_buf_clear(&w->in);
			return;
		}
		if (n == 0)
			return;
		r.http.now = p->seat->front->now;
		if (r.ws_key.n)
			upgrade(p, &r);
		else
			handle(p, &r);
		xg_buf_shift(&w->in, (size_t)n);
	}
	if (p->is_ws && !w->dead)
		xg_buf_shift(&w->in, read_frames(p));
}

static void on_open(struct xg_wire_conn *w)
{
	struct peer *p = calloc(1, sizeof *p);

	if (!p) {
		xg_wire_cut(w);
		return;
	}
	p->wire = w;
	p->seat = xg_wire_port_user(w->port);
	w->user = p;
}

static void on_gone(struct xg_wire_conn *w)
{
	struct peer *p = w->user;

	if (!p)
		return;
	if (p->is_ws)
		leave(p);
	xg_sim_frames_release(&p->frames);
	free(p);
}

/* ---- time ---- */

static void look_after(struct xg_sim_front *f, int64_t real)
{
	const struct xg_sim_dialect *d = f->dialect;

	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		struct peer *p = c->io;

		if (p->leave_at && real >= p->leave_at)
			close_conn(c, 1001, "shutdown");
		if (xg_sim_is_idle(d, c, real))
			close_conn(c, d->idle_code, "idle");
		if (d->ping_us && real - p->pinged > d->ping_us &&
			!c->stalled && !p->closing) {
			p->pinged = real;
			send_frame(p, XG_SIM_OP_PING, XG_STR("xg"), 0);
		}
	}
}

static void on_tick(struct xg_timer *timer, void *arg)
{
	struct xg_sim_server *s = arg;

	(void)timer;
	for (int i = 0; i < s->seats; i++) {
		struct xg_sim_front *f = s->seat[i].front;

		f->now = xg_sim_front_now(f);
		xg_sim_time(&f->venue, f->now);
		for (size_t k = 0; k < f->venue.mkts; k++)
			xg_sim_flush(f->venue.mkt[k], f->now);
		if (f->dialect->tick)
			f->dialect->tick(f, f->now);
		look_after(f, xg_loop_now(s->loop));
	}
}

/* ---- life ---- */

struct xg_sim_server *xg_sim_server_new(struct xg_loop *loop,
	const struct xg_sim_ca *ca, struct xg_faults *faults,
	struct xg_error *err)
{
	static const struct xg_wire_events events = { on_open, on_bytes,
		on_gone };
	struct xg_sim_server *s = calloc(1, sizeof *s);

	if (!s) {
		xg_error_set(err, XG_ERR_MEMORY, "out of memory");
		return NULL;
	}
	s->loop = loop;
	s->faults = faults;
	s->tick = xg_timer_new(loop, on_tick, s);
	s->wire = xg_wire_new(loop, ca, &events, err);
	if (s->tick && s->wire)
		return s;
	xg_sim_server_free(s);
	return NULL;
}

void xg_sim_server_free(struct xg_sim_server *s)
{
	if (!s)
		return;
	xg_wire_free(s->wire);
	if (s->tick)
		xg_timer_free(s->tick);
	xg_buf_release(&s->text);
	free(s);
}

int xg_sim_server_add(struct xg_sim_server *s, struct xg_sim_front *f, int port,
	struct xg_error *err)
{
	struct seat *seat = &s->seat[s->seats];
	int rc;

	if (s->seats == XG_SIM_FRONTS)
		return xg_error_set(err, XG_ERR_LIMIT, "too many venues");
	*seat = (struct seat){ .server = s, .front = f };
	f->state = calloc(1, f->dialect->state_size + 1);
	if (!f->state)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	f->faults = s->faults;
	f->send = send_text;
	f->close = close_conn;
	f->io = seat;
	f->venue.emit = on_event;
	f->venue.ctx = f;
	f->now = xg_sim_front_now(f);
	rc = f->dialect->open ? f->dialect->open(f) : 0;
	if (rc < 0)
		return xg_error_set(err, rc, "cannot start %s: %s",
			f->dialect->name, xg_err_text(rc));
	s->seats++;
	return xg_wire_listen(s->wire, port, seat, err);
}

void xg_sim_server_start(struct xg_sim_server *s)
{
	xg_timer_set(s->tick, XG_SIM_TICK_US, XG_SIM_TICK_US);
}

void xg_sim_front_release(struct xg_sim_front *f)
{
	if (f->state && f->dialect->shut)
		f->dialect->shut(f);
	free(f->state);
	f->state = NULL;
	xg_sim_release(&f->venue);
}
