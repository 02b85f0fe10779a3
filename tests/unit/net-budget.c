/* What a venue takes from one address is shared by all processes (R31). Two
 * leases are two processes. */
#include <dirent.h>
#include <unistd.h>

#include "net/budget.h"
#include "tap.h"

#define S INT64_C(1000000)
#define T0 (INT64_C(1700000000) * S)

static char dir[] = "/tmp/xg-net-budget-XXXXXX";
static struct xg_lease a, b;

static int64_t dial(struct xg_lease *l, const struct xg_venue *v, int topics,
	struct xg_budget_hold *h, int64_t now)
{
	return xg_budget_dial(l, XG_ENV_PAPER, v, topics, h, now);
}

static void connections(void)
{
	const struct xg_venue v = { .name = "few", .budget = { .conns = 2 } };
	struct xg_budget_hold h[3];

	is_int(dial(&a, &v, 5, &h[0], T0), 0, "R31: one connection");
	is_int(dial(&b, &v, 5, &h[1], T0), 0, "R31: another's");
	ok(dial(&b, &v, 5, &h[2], T0) > 0, "R31: the third waits");
	xg_budget_release(&a, XG_ENV_PAPER, &v, &h[0]);
	is_int(dial(&b, &v, 5, &h[2], T0 + S), 0,
		"R31: until one is closed, whoever had it");
	xg_budget_release(&b, XG_ENV_PAPER, &v, &h[1]);
	xg_budget_release(&b, XG_ENV_PAPER, &v, &h[2]);
}

static void subscriptions(void)
{
	const struct xg_venue v = { .name = "topics",
		.budget = { .conns = 5, .topics = 100 } };
	struct xg_budget_hold h[3];

	is_int(dial(&a, &v, 70, &h[0], T0), 0, "70 of 100 subscriptions");
	ok(dial(&b, &v, 40, &h[1], T0) > 0,
		"R31: 40 more are too many for all together");
	is_int(dial(&b, &v, 30, &h[1], T0), 0, "R31: 30 are not");
	xg_budget_release(&a, XG_ENV_PAPER, &v, &h[0]);
	is_int(dial(&b, &v, 70, &h[2], T0 + S), 0,
		"R31: and what is given up others may have");
	xg_budget_release(&b, XG_ENV_PAPER, &v, &h[1]);
	xg_budget_release(&b, XG_ENV_PAPER, &v, &h[2]);
}

/* How many get through in so many seconds, both asking all the time. */
static int dials_in(const struct xg_venue *v, int64_t seconds)
{
	struct xg_budget_hold h;
	int n = 0;

	for (int64_t at = T0; at < T0 + seconds * S; at += S / 20) {
		struct xg_lease *l = n % 2 ? &a : &b;

		if (dial(l, v, 1, &h, at) == 0) {
			xg_budget_release(l, XG_ENV_PAPER, v, &h);
			n++;
		}
	}
	return n;
}

static void new_connections(void)
{
	const struct xg_venue plain = { .name = "plain" };
	const struct xg_venue strict = { .name = "strict",
		.budget = { .dials = 30, .dials_us = 60 * S } };
	int n = dials_in(&plain, 20);

	ok(n >= 55 && n <= 63, "R31: three a second of any venue (%d)", n);
	n = dials_in(&strict, 120);
	ok(n >= 80 && n <= 91, "R31: 30 a minute where the venue says so (%d)",
		n);
}

static void frames(void)
{
	const struct xg_venue v = { .name = "frames",
		.budget = { .frames = 10, .frames_us = 3 * S } };
	const struct xg_venue free_ = { .name = "free" };
	int n = 0;

	while (n < 50 &&
		xg_budget_frame(n % 2 ? &a : &b, XG_ENV_PAPER, &v, T0) == 0)
		n++;
	is_int(n, 10, "R31: messages that subscribe count for all together");
	is_int(xg_budget_frame(&a, XG_ENV_LIVE, &v, T0), 0,
		"each environment has its own");
	is_int(xg_budget_frame(&a, XG_ENV_PAPER, &free_, T0), 0,
		"a venue that says nothing has no bound");
	is_int(xg_budget_frame(NULL, XG_ENV_PAPER, &v, T0), 0,
		"nor has a host without files");
}

static void clean(void)
{
	char path[600];
	struct dirent *e;
	DIR *d = opendir(dir);

	while (d && (e = readdir(d))) {
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		unlink(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

int main(void)
{
	if (!mkdtemp(dir) || xg_lease_open(&a, dir, NULL) < 0 ||
		xg_lease_open(&b, dir, NULL) < 0)
		return 1;
	connections();
	subscriptions();
	new_connections();
	frames();
	xg_lease_release(&a);
	xg_lease_release(&b);
	clean();
	return done();
}
