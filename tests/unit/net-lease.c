/* Limits and bans that all processes of a user share (R13, R14). */
#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/lease.h"
#include "tap.h"

#define S INT64_C(1000000)
#define T0 (INT64_C(1700000000) * S)

static char dir[] = "/tmp/xg-net-lease-XXXXXX";
static const struct xg_lease_ask ask = {
	.name = "live-okx-public", .window_us = 2 * S, .max = 20, .cost = 1
};

static void one_process(void)
{
	struct xg_lease_ask half = ask, big = ask;
	struct xg_lease l = { 0 };
	int n = 0;
	int64_t wait;

	is_int(xg_lease_open(&l, dir, NULL), 0, "it opens");
	while ((wait = xg_lease_take(&l, &ask, T0)) == 0 && n < 1000)
		n++;
	is_int(n, 20, "R13: as many go at once as the window takes");
	ok(wait > 0 && wait <= 2 * S, "R13: the next is told how long to wait");
	is_int(xg_lease_take(&l, &ask, T0 + wait), 0,
		"R13: and then it goes, not later");
	n = 0;
	for (int64_t at = T0; at < T0 + 20 * S; at += S / 100)
		n += xg_lease_take(&l, &ask, at) == 0;
	ok(n <= 200 && n >= 170, "R13: ten windows let ten windows' worth go");
	half.name = "live-okx-half";
	half.share = 50;
	for (n = 0; xg_lease_take(&l, &half, T0) == 0 && n < 1000;)
		n++;
	is_int(n, 10, "R14: a share leaves the rest to others");
	half.share = 0;
	for (n = 0; xg_lease_take(&l, &half, T0) == 0 && n < 1000;)
		n++;
	is_int(n, 10, "R14: who get it");
	big.name = "live-okx-big";
	big.cost = 30;
	is_int(xg_lease_take(&l, &big, T0), 0,
		"a cost over the whole window goes when nothing is used");
	ok(xg_lease_take(&l, &big, T0) >= 3 * S, "and is paid for behind");
	xg_lease_release(&l);
}

static void bans(void)
{
	struct xg_lease a = { 0 }, b = { 0 };
	struct xg_lease_ask own = ask;

	own.name = "live-binance-weight";
	xg_lease_open(&a, dir, NULL);
	xg_lease_open(&b, dir, NULL);
	xg_lease_ban(&a, own.name, T0 + 300 * S);
	is_int(xg_lease_take(&b, &own, T0), 300 * S,
		"R13: a ban that one has learned binds the others");
	xg_lease_ban(&b, own.name, T0 + 10 * S);
	is_int(xg_lease_take(&a, &own, T0 + 100 * S), 200 * S,
		"R13: and nothing shortens it");
	is_int(xg_lease_take(&a, &own, T0 + 300 * S), 0, "R13: until its end");
	xg_lease_release(&b);
	xg_lease_open(&b, dir, NULL);
	own.name = "live-okx-public";
	xg_lease_ban(&a, own.name, T0 + 900 * S);
	xg_lease_release(&a);
	ok(xg_lease_take(&b, &own, T0 + 800 * S) > 0,
		"R13: it is remembered when the one that learned it is gone");
	xg_lease_release(&b);
}

static void told(void)
{
	struct xg_lease_ask own = ask;
	struct xg_lease l = { 0 };
	int n;

	own.name = "live-okx-told";
	xg_lease_open(&l, dir, NULL);
	xg_lease_used(&l, &own, 15, T0);
	for (n = 0; xg_lease_take(&l, &own, T0) == 0 && n < 1000;)
		n++;
	is_int(n, 5, "R13: what the venue says is used counts");
	xg_lease_used(&l, &own, 1, T0);
	ok(xg_lease_take(&l, &own, T0) > 0, "R13: it never gives back");
	xg_lease_used(&l, &own, 1000000, T0);
	ok(xg_lease_take(&l, &own, T0) <= 2 * S,
		"R13: nor takes more than there is");
	ok(xg_lease_take(&l, &own, T0 - 86400 * S) <= 4 * S,
		"a clock that was set back blocks for no more than its windows");
	xg_lease_release(&l);
}

/* A process that takes what it gets for so many moments. */
static int taker(int out)
{
	struct xg_lease_ask own = ask;
	struct xg_lease l = { 0 };
	int n = 0;

	own.name = "live-okx-many";
	if (xg_lease_open(&l, dir, NULL) < 0)
		return 1;
	for (int64_t at = T0; at < T0 + 4 * S; at += S / 50)
		n += xg_lease_take(&l, &own, at) == 0;
	xg_lease_release(&l);
	return write(out, &n, sizeof n) == sizeof n ? 0 : 1;
}

static void several(void)
{
	int p[2], sum = 0, n, status, bad = 0;

	if (pipe(p) < 0)
		exit(1);
	fflush(stdout);
	for (int i = 0; i < 6; i++)
		if (fork() == 0)
			_exit(taker(p[1]));
	close(p[1]);
	while (read(p[0], &n, sizeof n) == sizeof n)
		sum += n;
	while (wait(&status) > 0)
		bad += status != 0;
	close(p[0]);
	is_int(bad, 0, "R14: six processes use one bucket");
	ok(sum >= 40 && sum <= 60,
		"R14: together they got what one may have (%d)", sum);
}

static void died(void)
{
	struct xg_lease_ask own = ask;
	struct xg_lease l = { 0 };
	char path[300], byte;
	pid_t pid;
	int p[2];

	own.name = "live-okx-died";
	if (pipe(p) < 0)
		exit(1);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		struct xg_lease theirs = { 0 };

		xg_lease_open(&theirs, dir, NULL);
		for (int i = 0; i < 15; i++)
			xg_lease_take(&theirs, &own, T0);
		if (write(p[1], "x", 1) == 1)
			pause();
		_exit(0);
	}
	ok(read(p[0], &byte, 1) == 1, "R14: one that has taken some");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	xg_lease_open(&l, dir, NULL);
	int n = 0;
	while (xg_lease_take(&l, &own, T0) == 0 && n < 1000)
		n++;
	is_int(n, 5, "R14: and is killed leaves no lock, and it counts");
	snprintf(path, sizeof path, "%s/live-okx-died", dir);
	ok(truncate(path, 7) == 0 && xg_lease_take(&l, &own, T0) == 0,
		"a torn file counts as empty, and is no error");
	xg_lease_release(&l);
	close(p[0]);
	close(p[1]);
}

/* Connections at a time, of all processes. */
static void places(void)
{
	struct xg_lease a = { 0 }, b = { 0 };
	int at[10], more[10];
	pid_t pid;
	char byte;
	int p[2];

	xg_lease_open(&a, dir, NULL);
	xg_lease_open(&b, dir, NULL);
	is_int(xg_lease_hold(&a, "live-x-conns", 10, 6, at), 0,
		"R31: places are held");
	is_int(xg_lease_hold(&b, "live-x-conns", 10, 5, more), XG_ERR_LIMIT,
		"R31: others do not get more than are left");
	is_int(xg_lease_hold(&b, "live-x-conns", 10, 4, more), 0,
		"R31: and those that are left they get");
	is_int(xg_lease_hold(&a, "live-x-conns", 10, 1, at + 6), XG_ERR_LIMIT,
		"R31: then there are none");
	xg_lease_give_back(&a, "live-x-conns", at, 2);
	is_int(xg_lease_hold(&b, "live-x-conns", 10, 2, more + 4), 0,
		"what one gives back another gets");
	xg_lease_release(&b);
	is_int(xg_lease_hold(&a, "live-x-conns", 10, 6, at + 4), 0,
		"what one held is free when it closes");
	xg_lease_release(&a);
	if (pipe(p) < 0)
		exit(1);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		struct xg_lease theirs = { 0 };

		xg_lease_open(&theirs, dir, NULL);
		if (xg_lease_hold(&theirs, "live-x-conns", 10, 10, at) == 0 &&
			write(p[1], "x", 1) == 1)
			pause();
		_exit(0);
	}
	ok(read(p[0], &byte, 1) == 1, "R31: one process has all");
	xg_lease_open(&a, dir, NULL);
	is_int(xg_lease_hold(&a, "live-x-conns", 10, 1, at), XG_ERR_LIMIT,
		"R31: another none");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	is_int(xg_lease_hold(&a, "live-x-conns", 10, 10, at), 0,
		"R31: and when it is killed, all");
	xg_lease_release(&a);
	close(p[0]);
	close(p[1]);
}

static void names(void)
{
	struct xg_lease_ask own = ask;
	struct xg_lease l = { 0 };
	struct stat st;
	char path[300];

	own.name = "../x/y";
	xg_lease_open(&l, dir, NULL);
	is_int(xg_lease_take(&l, &own, T0), 0, "any text may be a name");
	snprintf(path, sizeof path, "%s/_._x_y", dir);
	ok(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600,
		"which stays in its folder, for its owner alone");
	own.name = "link";
	snprintf(path, sizeof path, "%s/link", dir);
	ok(symlink("/dev/null", path) == 0 && xg_lease_take(&l, &own, T0) < 0,
		"a link in its place is refused");
	xg_lease_release(&l);
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
	if (!mkdtemp(dir))
		return 1;
	one_process();
	bans();
	told();
	several();
	died();
	places();
	names();
	clean();
	return done();
}
