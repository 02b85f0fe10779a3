#include "net/budget.h"

#include <stdio.h>
#include <stdlib.h>

#include "net/hosts.h"

#define FULL_US INT64_C(5000000) /* when a place may have become free */
#define NAME_MAX_LEN 100

static void name_of(char out[static NAME_MAX_LEN], enum xg_env env,
	const struct xg_venue *v, const char *what)
{
	snprintf(
		out, NAME_MAX_LEN, "%s-%s-%s", xg_env_word(env), v->name, what);
}

static int64_t take(struct xg_lease *lease, enum xg_env env,
	const struct xg_venue *v, const char *what, int max, int64_t window,
	int64_t now)
{
	char name[NAME_MAX_LEN];
	struct xg_lease_ask ask = {
		.name = name, .window_us = window, .max = max, .cost = 1
	};

	name_of(name, env, v, what);
	return max > 0 ? xg_lease_take(lease, &ask, now) : 0;
}

/* 0, or XG_ERR_LIMIT; a host whose files do not work has no other processes
 * that we could know of. */
static int hold(struct xg_lease *lease, enum xg_env env,
	const struct xg_venue *v, const char *what, int max, int n, int *at,
	int *held)
{
	char name[NAME_MAX_LEN];
	int rc;

	*held = 0;
	if (max <= 0 || n <= 0)
		return 0;
	name_of(name, env, v, what);
	rc = xg_lease_hold(lease, name, max, n, at);
	*held = rc == 0 ? n : 0;
	return rc == XG_ERR_LIMIT ? rc : 0;
}

void xg_budget_release(struct xg_lease *lease, enum xg_env env,
	const struct xg_venue *v, struct xg_budget_hold *h)
{
	char name[NAME_MAX_LEN];

	if (lease && h->has_conn) {
		name_of(name, env, v, "conns");
		xg_lease_give_back(lease, name, &h->conn, 1);
	}
	if (lease && h->n_topics) {
		name_of(name, env, v, "topics");
		xg_lease_give_back(lease, name, h->topics, h->n_topics);
	}
	free(h->topics);
	*h = (struct xg_budget_hold){ 0 };
}

int64_t xg_budget_dial(struct xg_lease *lease, enum xg_env env,
	const struct xg_venue *v, int topics, struct xg_budget_hold *h,
	int64_t now)
{
	const struct xg_budget *b = &v->budget;
	int64_t wait;

	*h = (struct xg_budget_hold){ 0 };
	if (!lease)
		return 0;
	h->topics = calloc((size_t)(topics > 0 ? topics : 1), sizeof(int));
	if (!h->topics)
		return FULL_US;
	if (hold(lease, env, v, "conns", b->conns, 1, &h->conn, &h->has_conn) <
			0 ||
		hold(lease, env, v, "topics", b->topics, topics, h->topics,
			&h->n_topics) < 0) {
		xg_budget_release(lease, env, v, h);
		return FULL_US;
	}
	/* Nobody wants more than three in a second. */
	wait = take(lease, env, v, "dial", 3, 1000000, now);
	if (wait <= 0)
		wait = take(lease, env, v, "dials", b->dials, b->dials_us, now);
	if (wait <= 0)
		return 0;
	xg_budget_release(lease, env, v, h);
	return wait;
}

int64_t xg_budget_frame(struct xg_lease *lease, enum xg_env env,
	const struct xg_venue *v, int64_t now)
{
	int64_t wait = lease ? take(lease, env, v, "frames", v->budget.frames,
				       v->budget.frames_us, now)
			     : 0;

	return wait > 0 ? wait : 0;
}
