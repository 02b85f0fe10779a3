/* The successor of a connection: it is dialled before the venue cuts the old one,
 * and both go on until it has all its subscriptions. */
#include "sess/feed_priv.h"

/* The one before ends. */
void feed_next_end(struct xg_feed *f, struct line *l)
{
	int64_t old = l->old_conn;

	if (!old)
		return;
	l->old_conn = 0;
	feed_line_close(f, old, "replaced");
	feed_line_event(f, l, old, "close", NULL);
	feed_status(f, XG_ST_DISCONNECTED, NULL, -1, old, 0, "replaced: %s",
		l->old_why);
}

/* Both go on until the new one has all its subscriptions, and a little longer:
 * what one of them tells first the other one does not tell again. */
static void pump_old(struct xg_feed *f, struct line *l)
{
	if (!l->old_conn)
		return;
	if (l->announced && l->old_until > f->now + GRACE_US)
		l->old_until = f->now + GRACE_US;
	if (f->now >= l->old_until)
		feed_next_end(f, l);
	else
		feed_want(f, l->old_until);
}

/* A successor is dialled some way before the cut, never all lines at once. */
static void plan_end(struct xg_feed *f, struct line *l)
{
	int64_t life = f->v->links[l->link].life_us, at;

	if (life <= 0 || l->leave)
		return;
	at = l->opened + life - life / 50 * (1 + (l - f->line));
	if (f->now < at) {
		feed_want(f, at);
		return;
	}
	l->leave = true;
	l->leave_why = "the venue cuts connections of this age";
}

/* Sockets in use, among them those that overlap. */
static int sockets(const struct xg_feed *f)
{
	int n = 0;

	for (int i = 0; i < f->lines; i++)
		n += (f->line[i].state != L_WAIT) +
		     (f->line[i].next_conn != 0) + (f->line[i].old_conn != 0);
	return n;
}

/* All that there may be are in use: one goes first, where none is about to. */
static void make_room(struct xg_feed *f, struct line *l)
{
	for (int i = 0; i < f->lines; i++) {
		if (f->line[i].next_conn || f->line[i].old_conn) {
			feed_want(f, f->now + S_US / 2);
			return;
		}
	}
	feed_line_lost(f, l, 0, l->leave_why);
	l->fails = 0;
	l->wait = f->now;
	feed_want(f, f->now);
}

static void pump_successor(struct xg_feed *f, struct line *l)
{
	if (!l->leave || l->old_conn)
		return;
	if (!l->next_conn && f->now >= l->next_wait &&
		sockets(f) >= f->o.max_conns) {
		make_room(f, l);
		return;
	}
	if (!l->next_conn && f->now >= l->next_wait) {
		l->next_conn = feed_line_dial(f, l);
		l->next_since = f->now;
		l->next_wait = f->now + (l->next_conn ? BACKOFF_US : REST_US);
	}
	if (!l->next_conn) {
		feed_want(f, l->next_wait);
	} else if (f->now >= l->next_since + DIAL_US) {
		feed_line_close(f, l->next_conn, "not open in time");
		l->next_conn = 0;
		l->mirror++;
		l->next_wait = f->now + feed_jitter(f, ++l->fails);
		feed_want(f, l->next_wait);
	} else {
		feed_want(f, l->next_since + DIAL_US);
	}
}

void feed_next_pump(struct xg_feed *f, struct line *l)
{
	pump_old(f, l);
	plan_end(f, l);
	pump_successor(f, l);
}
