/* Subscriptions: paced, in frames of as many topics as the link takes, and each
 * one accounted for until the venue has confirmed it (R31). */
#include "sess/feed_priv.h"

void feed_subs_clear(struct xg_feed *f, int line)
{
	for (size_t i = 0; i < f->topics; i++)
		if (f->topic[i].line == line) {
			f->topic[i].state = T_OFF;
			f->topic[i].tries = 0;
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

/* Up to a frame's worth of topics in a state; of one channel where the venue's
 * messages can name only one; and only one that must be alone. */
static int batch(struct xg_feed *f, const struct line *l, enum topic_state s,
	const struct xg_topic **out, struct topic **who, int max)
{
	bool one = f->v->links[l->link].one_channel;
	int line = (int)(l - f->line), n = 0;

	for (size_t i = 0; i < f->topics && n < max; i++)
		if (f->topic[i].line == line && f->topic[i].state == s &&
			(!one || !n ||
				f->topic[i].t.channel == out[0]->channel) &&
			(!n || !f->topic[i].t.alone)) {
			who[n] = &f->topic[i];
			out[n++] = &f->topic[i].t;
			if (out[0]->alone)
				break;
		}
	return n;
}

#define FRAME_TOPICS 256

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
	}
	send_text(f, l, xg_buf_view(&f->scratch));
	return true;
}

static void announce(struct xg_feed *f, struct line *l)
{
	int line = (int)(l - f->line), n = 0;

	for (size_t i = 0; i < f->topics; i++) {
		if (f->topic[i].line != line)
			continue;
		if (f->topic[i].state != T_ON && f->topic[i].state != T_REFUSED)
			return;
		n += f->topic[i].state == T_ON;
	}
	l->announced = true;
	if (n)
		feed_status(f, XG_ST_SUBSCRIBED, NULL, -1, l->conn, 0,
			"%d of %d topics", n, l->n_topics);
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
		if (!send_one(f, l))
			return;
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
		t->tries = 0;
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

void feed_subs_ack(struct xg_feed *f, const struct xg_want *w, bool good)
{
	struct line *l = feed_line_of(f, w->conn);
	int line;

	if (!l)
		return;
	line = (int)(l - f->line);
	settle(f, line, w, w->topic.n > 0, good);
	if (w->again && w->id)
		again(f, line, w, good);
	if (!l->announced)
		announce(f, l);
}
