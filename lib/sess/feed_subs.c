/* Subscriptions: paced, in frames of as many topics as the link takes, and each
 * one accounted for until the venue has confirmed it (R31). */
#include "sess/feed_priv.h"

void feed_subs_clear(struct xg_feed *f, int line)
{
	for (size_t i = 0; i < f->topics; i++)
		if (f->topic[i].line == line) {
			f->topic[i].state = T_OFF;
			f->topic[i].tries = 0;
			f->topic[i].since = 0;
			f->topic[i].t.number = 0;
		}
}

void feed_subs_again(struct xg_feed *f, struct topic *t)
{
	if (t->state == T_ON || t->state == T_SENT) {
		t->state = T_LEAVE;
		f->dirty = true;
	}
}

/* A frame of somebody else's making that waits for its turn. */
void feed_queue(struct xg_feed *f, struct line *l, struct xg_str text)
{
	l->queue.max = (size_t)1 << 16;
	if (memchr(text.p, '\n', text.n))
		return;
	if (xg_buf_reserve(&l->queue, text.n + 1) == 0) {
		xg_buf_str(&l->queue, text);
		xg_buf_char(&l->queue, '\n');
	}
	f->dirty = true;
}

static void send_text(struct xg_feed *f, struct line *l, struct xg_str text)
{
	struct xg_rec r;

	feed_act(f,
		&(struct xg_feed_action){
			.kind = XG_FEED_SEND, .conn = l->conn, .text = text });
	xg_rec_start(&r, XG_REC_RAW, xg_str_from(f->v->name),
		(struct xg_str){ 0 }, 0, f->now);
	XG_REC_SET(&r, rawf.conn, l->conn);
	XG_REC_SET(&r, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&r, rawf.dir, XG_STR("out"));
	XG_REC_SET(&r, rawf.market, xg_str_from(f->v->links[l->link].name));
	feed_put_payload(f, &r, text);
	feed_raw(f, &r);
}

static bool is_alone(const struct topic *t)
{
	return t->alone || t->t.alone;
}

/* May a topic go into a frame with those before it? Of one channel where the
 * venue's messages can name only one. */
static bool fits(const struct xg_feed *f, const struct line *l,
	struct topic *const *who, int n, const struct topic *t)
{
	if (n == 0)
		return true;
	return !is_alone(t) && !is_alone(who[0]) &&
	       (!f->v->links[l->link].one_channel ||
		       t->t.channel == who[0]->t.channel);
}

/* Up to a frame's worth of topics in a state. */
static int batch(struct xg_feed *f, const struct line *l, enum topic_state s,
	const struct xg_topic **out, struct topic **who, int max)
{
	int line = (int)(l - f->line), n = 0;

	for (size_t i = 0; i < f->topics && n < max; i++)
		if (f->topic[i].line == line && f->topic[i].state == s &&
			fits(f, l, who, n, &f->topic[i])) {
			who[n] = &f->topic[i];
			out[n++] = &f->topic[i].t;
		}
	return n;
}

#define FRAME_TOPICS 256

/* The host's budget of messages that subscribe: false = later. */
static bool may_subscribe(struct xg_feed *f, struct line *l)
{
	int64_t wait =
		f->o.may_subscribe ? f->o.may_subscribe(f->o.ctx, f->now) : 0;

	if (wait <= 0)
		return true;
	l->frame_at = f->now + wait;
	if (wait >= S_US)
		feed_status(f, XG_ST_RATELIMIT, NULL, -1, l->conn, wait,
			"the host's budget of subscriptions is used up");
	return false;
}

/* One frame if there is one to send: unsubscribe, subscribe, what was asked
 * for. */
static bool send_one(struct xg_feed *f, struct line *l)
{
	const struct xg_topic *t[FRAME_TOPICS];
	struct topic *who[FRAME_TOPICS];
	int most = f->v->links[l->link].topics_per_frame;
	bool on = false;
	int n;

	if (most <= 0 || most > FRAME_TOPICS)
		most = most <= 0 ? 1 : FRAME_TOPICS;
	if (l->hello_due) {
		l->hello_due = false;
		send_text(f, l, xg_str_from(f->v->links[l->link].hello));
		return true;
	}
	n = batch(f, l, T_LEAVE, t, who, most);
	if (!n) {
		on = true;
		n = batch(f, l, T_OFF, t, who, most);
	}
	if (!n) {
		struct xg_str rest = xg_buf_view(&l->queue), one;

		if (!rest.n)
			return false;
		one = xg_str_cut(&rest, '\n');
		send_text(f, l, one);
		xg_buf_shift(&l->queue, one.n + 1);
		return true;
	}
	if (!may_subscribe(f, l))
		return false;
	f->next_id++;
	xg_buf_clear(&f->scratch);
	if ((f->v->subscribe_at ? f->v->subscribe_at(&f->scratch, t, n,
					  f->next_id, on, f->now)
				: f->v->subscribe(&f->scratch, t, n, f->next_id,
					  on)) < 0) {
		f->rc = XG_ERR_MEMORY;
		return false;
	}
	for (int i = 0; i < n; i++) {
		who[i]->state = on ? T_SENT : T_OFF;
		who[i]->id = f->next_id;
		who[i]->sent_at = f->now;
		if (!who[i]->since)
			who[i]->since = f->now;
		who[i]->t.number = 0;
	}
	if (f->scratch.len)
		send_text(f, l, xg_buf_view(&f->scratch));
	return true;
}

static void announce(struct xg_feed *f, struct line *l)
{
	bool proven = f->v->seq_proof || f->v->checksum, books = false;
	int line = (int)(l - f->line), n = 0;

	for (size_t i = 0; i < f->topics; i++) {
		const struct topic *t = &f->topic[i];

		if (t->line != line)
			continue;
		if (t->state != T_ON && t->state != T_REFUSED)
			return;
		n += t->state == T_ON;
		books |= t->state == T_ON && t->t.channel == XG_CH_BOOK;
	}
	l->announced = true;
	if (n)
		feed_status(f, XG_ST_SUBSCRIBED, NULL, -1, l->conn, 0,
			"%d of %d topics", n, l->n_topics);
	if (books && !proven)
		feed_status(f, XG_ST_SUBSCRIBED, NULL, XG_CH_BOOK, l->conn, 0,
			"the venue gives no proof that no update of a book is "
			"missing");
}

/* Topics whose ack is missing are sent again; too often, and the connection is
 * no good. False: the line was lost. */
static bool check_acks(struct xg_feed *f, struct line *l)
{
	int line = (int)(l - f->line), late = 0;

	for (size_t i = 0; i < f->topics; i++) {
		struct topic *t = &f->topic[i];

		if (t->line != line || t->state != T_SENT)
			continue;
		if (f->now < t->sent_at + ACK_US) {
			feed_want(f, t->sent_at + ACK_US);
			continue;
		}
		if (++t->tries >= ACK_TRIES) {
			feed_line_lost(
				f, l, 0, "subscriptions were not confirmed");
			return false;
		}
		t->state = T_OFF;
		late++;
	}
	if (late)
		feed_status(f, XG_ST_ERROR, NULL, -1, l->conn, 0,
			"%d topics were not confirmed within 5 s, asking again",
			late);
	return true;
}

void feed_subs_pump(struct xg_feed *f, struct line *l)
{
	int64_t gap = f->v->links[l->link].frame_gap_us;

	if (!check_acks(f, l))
		return;
	while (f->now >= l->frame_at) {
		if (!send_one(f, l)) {
			if (f->now < l->frame_at)
				break; /* the host's budget */
			return;
		}
		if (gap > 0)
			l->frame_at = f->now + gap;
		for (size_t i = 0; i < f->topics; i++)
			if (f->topic[i].state == T_SENT)
				feed_want(f, f->topic[i].sent_at + ACK_US);
	}
	feed_want(f, l->frame_at);
}

/* Settles the topics that are sent and meant: the one that is named, those of
 * frame id, or all (no name, id 0). */
static void settle(struct xg_feed *f, int line, const struct xg_want *w,
	bool named, bool good)
{
	for (size_t i = 0; i < f->topics; i++) {
		struct topic *t = &f->topic[i];

		if (t->line != line || t->state != T_SENT ||
			(named ? !xg_str_is_text(w->topic, t->t.text)
			       : w->id != 0 && t->id != w->id))
			continue;
		t->state = good ? T_ON : T_REFUSED;
		t->t.number = good ? w->number : 0;
		t->tries = 0;
		t->alone = !good;
		if (!good)
			feed_status(f, XG_ST_ERROR, t->t.inst, t->t.channel,
				w->conn, 0, "the venue refused %s: %.*s",
				t->t.text,
				(int)(w->detail.n < 100 ? w->detail.n : 100),
				w->detail.p);
	}
}

/* A frame was refused for some of its topics, which are settled: the others are
 * asked again at once. When none of it is settled, nobody knows which was meant,
 * and all of it is. */
static void again(
	struct xg_feed *f, int line, const struct xg_want *w, bool good)
{
	bool settled = false;

	for (size_t i = 0; i < f->topics && !settled; i++)
		settled = f->topic[i].line == line && f->topic[i].id == w->id &&
			  (f->topic[i].state == T_ON ||
				  f->topic[i].state == T_REFUSED);
	if (!settled) {
		settle(f, line, w, false, good);
		return;
	}
	for (size_t i = 0; i < f->topics; i++)
		if (f->topic[i].line == line && f->topic[i].id == w->id &&
			f->topic[i].state == T_SENT)
			f->topic[i].state = T_OFF;
	f->dirty = true;
}

/* The oldest frame of a line that waits for its ack: its id, 0 = none, and how
 * many topics it asked for. */
static int64_t oldest(const struct xg_feed *f, int line, int *n)
{
	int64_t id = 0;

	*n = 0;
	for (size_t i = 0; i < f->topics; i++) {
		const struct topic *t = &f->topic[i];

		if (t->line != line || t->state != T_SENT || (id && t->id > id))
			continue;
		*n = t->id == id ? *n + 1 : 1;
		id = t->id;
	}
	return id;
}

/* The venue refused something and names nothing: it was the oldest frame. Which
 * of its topics is to blame is found out by asking for each by itself. */
static void refused(struct xg_feed *f, struct line *l, const struct xg_want *w)
{
	struct xg_want one = *w;
	int line = (int)(l - f->line), n;

	one.id = oldest(f, line, &n);
	if (n <= 1) {
		if (one.id)
			settle(f, line, &one, false, false);
		return;
	}
	for (size_t i = 0; i < f->topics; i++) {
		struct topic *t = &f->topic[i];

		if (t->line != line || t->state != T_SENT || t->id != one.id)
			continue;
		t->state = T_OFF;
		t->alone = true;
	}
	f->dirty = true;
	feed_status(f, XG_ST_ERROR, NULL, -1, l->conn, 0,
		"the venue refused one of %d topics (%.*s), asking for each "
		"alone",
		n, (int)(w->detail.n < 100 ? w->detail.n : 100),
		w->detail.n ? w->detail.p : "");
}

/* The frame that a topic was sent in; 0 when there is none. */
static int64_t frame_of(const struct xg_feed *f, int line, struct xg_str topic)
{
	for (size_t i = 0; i < f->topics; i++)
		if (f->topic[i].line == line && f->topic[i].state == T_SENT &&
			xg_str_is_text(topic, f->topic[i].t.text))
			return f->topic[i].id;
	return 0;
}

void feed_subs_ack(struct xg_feed *f, const struct xg_want *w, bool good)
{
	struct line *l = feed_line_of(f, w->conn);
	struct xg_want all = *w;
	int line;

	if (!l)
		return;
	line = (int)(l - f->line);
	if (!good && !w->id && !w->topic.n) {
		refused(f, l, w);
		if (!l->announced)
			announce(f, l);
		return;
	}
	if (!all.id && all.again)
		all.id = frame_of(f, line, w->topic);
	settle(f, line, w, w->topic.n > 0, good);
	if (all.again && all.id)
		again(f, line, &all, good);
	if (!l->announced)
		announce(f, l);
}
