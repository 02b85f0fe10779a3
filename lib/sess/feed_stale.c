/* R10: silence per symbol and channel. A socket that is up and answers pings
 * proves nothing about one symbol. */
#include "sess/feed_priv.h"

static int channel_of(int type)
{
	switch (type) {
	case XG_REC_TRADE:
		return XG_CH_TRADE;
	case XG_REC_BOOK:
		return XG_CH_BOOK;
	case XG_REC_BBO:
		return XG_CH_BBO;
	case XG_REC_FUNDING:
		return XG_CH_FUNDING;
	case XG_REC_MARK:
		return XG_CH_MARK;
	case XG_REC_LIQ:
		return XG_CH_LIQ;
	case XG_REC_OI:
		return XG_CH_OI;
	case XG_REC_CANDLE:
		return XG_CH_CANDLE;
	default:
		return -1;
	}
}

/* Something was heard of a symbol and channel. */
void feed_alive(struct xg_feed *f, int channel, struct xg_str sym)
{
	const union xg_map_val *val;
	struct watch *w;
	char key[128];
	int n;

	if (channel < 0 || sym.n > 100)
		return;
	/* "%d %s" of feed_plan.c, without printf: once per record. */
	key[0] = (char)('0' + channel);
	key[1] = ' ';
	memcpy(key + 2, sym.p, sym.n);
	n = 2 + (int)sym.n;
	val = xg_map_get(&f->watch_of, (struct xg_str){ key, (size_t)n });
	if (!val)
		return;
	w = &f->watch[val->num];
	if (w->stale) {
		feed_status(f, XG_ST_RECOVERED, w->inst, channel, 0, 0,
			"after %lld s of silence",
			(long long)((f->now - w->last) / S_US));
		w->stale = false;
		w->whole = f->now;
		w->vain = 0;
	} else if (w->tries && f->now - w->whole >= w->limit) {
		w->tries = 0;
		w->next_try = 0;
	}
	w->last = f->now;
}

void feed_touch(struct xg_feed *f, const struct xg_rec *rec)
{
	feed_alive(f, channel_of(rec->type), rec->sym);
}

/* Has it been silent for too long? Counted from when it was asked for: what
 * waits for its turn to be subscribed, or for a connection, gets longer. */
static bool is_silent(const struct xg_feed *f, const struct watch *w)
{
	int64_t asked = w->topic >= 0 ? f->topic[w->topic].since : 0;
	int64_t quiet = f->now - w->last;

	if (w->limit == NEVER || quiet < w->limit)
		return false;
	if (w->stale || w->topic < 0)
		return true;
	if (!asked)
		return quiet >= XG_STALE_US;
	return f->now - asked >= w->limit;
}

/* Is every book of a connection silent? Then it is the connection. */
static bool all_stale(const struct xg_feed *f, int line)
{
	int n = 0;

	for (size_t i = 0; i < f->watches; i++) {
		const struct watch *w = &f->watch[i];

		if (w->topic < 0 || f->topic[w->topic].line != line ||
			w->limit == NEVER)
			continue;
		if (!w->stale)
			return false;
		n++;
	}
	return n > 0;
}

/* First the topic anew; when that did not help, and nothing else comes over
 * the connection either, the connection anew: at once when not even an answer
 * to a ping comes. A quiet symbol among lively ones is asked again ever more
 * rarely. */
static void cure(struct xg_feed *f, struct watch *w)
{
	struct topic *t = w->topic >= 0 ? &f->topic[w->topic] : NULL;
	struct line *l = t ? &f->line[t->line] : NULL;
	int64_t limit = w->limit;

	if (!l || l->state != L_OPEN)
		return;
	if ((w->vain > 0 || f->now - l->last_rx >= limit) &&
		f->now - l->opened >= limit && all_stale(f, t->line)) {
		feed_line_lost(f, l, 0, "all its symbols are silent");
		return;
	}
	if (t->state == T_ON)
		feed_subs_again(f, t);
}

void feed_stale_pump(struct xg_feed *f)
{
	if (f->now < f->stale_at) {
		feed_want(f, f->stale_at);
		return;
	}
	f->stale_at = f->now + S_US / 4;
	feed_want(f, f->stale_at);
	for (size_t i = 0; i < f->watches; i++) {
		struct watch *w = &f->watch[i];

		if (!is_silent(f, w))
			continue;
		if (!w->stale) {
			w->stale = true;
			if (!w->tries)
				w->next_try = f->now;
			feed_status(f, XG_ST_STALE, w->inst, w->channel,
				w->topic >= 0
					? f->line[f->topic[w->topic].line].conn
					: 0,
				0, "nothing for %lld ms",
				(long long)((f->now - w->last) / 1000));
		}
		if (f->now < w->next_try)
			continue;
		cure(f, w);
		w->next_try = f->now +
			      w->limit * (INT64_C(1) << (w->tries < 6 ? w->tries
								      : 6));
		w->tries++;
		w->vain++;
	}
}
