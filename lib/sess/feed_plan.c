/* Which topics go over which connection. */
#include "sess/feed_priv.h"

#define SPREAD 200 /* topics on a connection before another one is opened */

static int watch_key(char out[static 128], int channel, struct xg_str sym)
{
	return snprintf(out, 128, "%d %.*s", channel, XG_STR_ARG(sym));
}

/* The silence that makes it stale: what the user says, else the topic, else the
 * venue. */
static int64_t limit_of(
	const struct xg_feed *f, int channel, const struct xg_topic *t)
{
	const struct xg_stale *own = &f->v->stale;
	int64_t us = f->o.stale_us;

	if (channel != XG_CH_BOOK && channel != XG_CH_BBO)
		return f->o.stale_other_us > 0 ? f->o.stale_other_us : NEVER;
	if (us == 0 && t)
		us = t->stale_us;
	if (us == 0)
		us = channel == XG_CH_BOOK ? own->book_us : own->bbo_us;
	if (us == 0)
		us = XG_STALE_US;
	return us > 0 ? us : NEVER;
}

static int add_watch(struct xg_feed *f, const struct xg_instr *inst,
	int channel, int topic, bool poll)
{
	union xg_map_val *val;
	char key[128];
	bool made;
	void *p = feed_grow(
		f->watch, f->watches, &f->watch_cap, sizeof *f->watch);
	int n = watch_key(key, channel, inst->sym);

	if (!p)
		return XG_ERR_MEMORY;
	f->watch = p;
	val = xg_map_put(
		&f->watch_of, (struct xg_str){ key, (size_t)n }, &made);
	if (!val)
		return XG_ERR_MEMORY;
	if (!made)
		return XG_ERR_DUP;
	val->num = (int64_t)f->watches;
	f->watch[f->watches++] = (struct watch){ .inst = inst,
		.channel = channel,
		.topic = topic,
		.poll = poll,
		.limit = limit_of(
			f, channel, topic >= 0 ? &f->topic[topic].t : NULL) };
	return 0;
}

/* The index of a topic, new or known: one topic may serve several channels. */
static int add_topic(struct xg_feed *f, const struct xg_topic *t)
{
	union xg_map_val *val;
	char key[160];
	bool made;
	void *p =
		feed_grow(f->topic, f->topics, &f->topic_cap, sizeof *f->topic);
	int n = snprintf(key, sizeof key, "%d %s", t->link, t->text);

	if (!p)
		return XG_ERR_MEMORY;
	f->topic = p;
	val = xg_map_put(
		&f->topic_of, (struct xg_str){ key, (size_t)n }, &made);
	if (!val)
		return XG_ERR_MEMORY;
	if (made) {
		val->num = (int64_t)f->topics;
		f->topic[f->topics++] = (struct topic){ .t = *t, .line = -1 };
	}
	return (int)val->num;
}

int xg_feed_sub(struct xg_feed *f, const struct xg_instr *inst, int channel)
{
	struct xg_topic t[8];
	int n, at = -1;

	memset(t, 0, sizeof t);
	for (size_t i = 0; f->v->books && i < XG_LEN(t); i++)
		t[i].book = f->o.book;
	n = f->v->topics(inst, channel, t, (int)XG_LEN(t));
	if (n < 0)
		return n;
	/* No topic: the answer to XG_OP_OI has it. */
	if (n == 0 && channel != XG_CH_OI && channel != XG_CH_FUNDING)
		return XG_ERR_SUPPORT;
	for (int i = 0; i < n; i++) {
		int got;

		if (channel == XG_CH_BOOK && f->v->books) {
			t[i].book = f->o.book;
			t[i].stale_us = f->v->books[f->o.book].stale_us;
		}
		got = add_topic(f, &t[i]);

		if (got < 0)
			return got;
		if (at < 0)
			at = got;
	}
	return add_watch(f, inst, channel, at, at < 0 || t[0].poll) ==
			       XG_ERR_MEMORY
		       ? XG_ERR_MEMORY
		       : 0;
}

static int links_of(const struct xg_venue *v)
{
	int n = 0;

	while (v->links[n].name)
		n++;
	return n;
}

static int per_line(const struct xg_venue *v, int link)
{
	return v->links[link].max_topics > 0 ? v->links[link].max_topics : 100;
}

/* How many connections each link gets: what it needs, and more for links that
 * would have very many topics on one, as far as there are any to spare. */
static int share(struct xg_feed *f, int links, const int *topics, int *conns)
{
	int sum = 0;

	for (int i = 0; i < links; i++) {
		int most = per_line(f->v, i);

		conns[i] = (topics[i] + most - 1) / most;
		sum += conns[i];
	}
	/* One is left for the successor of another. */
	while (sum < f->o.max_conns - 1) {
		int best = -1;

		for (int i = 0; i < links; i++)
			if (conns[i] && topics[i] > SPREAD * conns[i] &&
				(best < 0 || topics[i] * conns[best] >
						     topics[best] * conns[i]))
				best = i;
		if (best < 0)
			break;
		conns[best]++;
		sum++;
	}
	return sum;
}

/* The connection of a link with the fewest topics. */
static int least(const struct xg_feed *f, int link)
{
	int best = -1;

	for (int i = 0; i < f->lines; i++)
		if (f->line[i].link == link &&
			(best < 0 ||
				f->line[i].n_topics < f->line[best].n_topics))
			best = i;
	return best;
}

int feed_plan(struct xg_feed *f, struct xg_error *err)
{
	int topics[32] = { 0 }, conns[32] = { 0 }, links = links_of(f->v), n;
	const struct topic *last = NULL;

	if (links > 32)
		return xg_error_set(err, XG_ERR_LIMIT, "too many links");
	for (size_t i = 0; i < f->topics; i++)
		topics[f->topic[i].t.link]++;
	n = share(f, links, topics, conns);
	if (n > f->o.max_conns)
		return xg_error_set(err, XG_ERR_LIMIT,
			"%s: %zu topics need %d "
			"connections, %d are allowed; subscribe to less",
			f->v->name, f->topics, n, f->o.max_conns);
	f->line = calloc((size_t)(n ? n : 1), sizeof *f->line);
	if (!f->line)
		return xg_error_set(err, XG_ERR_MEMORY, "memory is out");
	for (int i = 0; i < links; i++)
		for (int k = 0; k < conns[i]; k++)
			f->line[f->lines++] =
				(struct line){ .link = i, .wait = f->now };
	for (size_t i = 0; i < f->topics; i++) {
		struct topic *t = &f->topic[i];
		int most = per_line(f->v, t->t.link);

		t->line = least(f, t->t.link);
		if (last && last->t.inst == t->t.inst &&
			last->t.link == t->t.link &&
			f->line[last->line].n_topics < most)
			t->line = last->line;
		f->line[t->line].n_topics++;
		last = t;
	}
	return 0;
}
