/* io: the kill switch holds over processes and restarts, and fails closed. */
#include "io/halt.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/attr.h"
#include "tap.h"

#define OKX XG_STR("okx")
#define GATE XG_STR("gate")
#define ALL ((struct xg_str){ NULL, 0 })

static char dir[] = "/tmp/xg-halt-XXXXXX";
static char file[64];

static void write_file(const char *text)
{
	FILE *f = fopen(file, "w");

	fputs(text, f);
	fclose(f);
}

static void set(struct xg_str venue, const char *why)
{
	struct xg_error err = { 0 };
	int rc = xg_halt_set("paper", venue, xg_str_from(why), 1234567, &err);

	ok(rc == 0, "a halt is written%s%s", rc ? ": " : "", err.text);
}

static void one_venue(struct xg_halt *h)
{
	struct xg_str why;

	ok(!xg_halt_is(h, OKX, NULL) && !xg_halt_is(h, ALL, NULL),
		"without a file nothing is halted");
	set(OKX, "odd\nfills");
	ok(xg_halt_look(h), "the look sees that the file is new");
	ok(!xg_halt_look(h), "and not twice");
	ok(xg_halt_is(h, OKX, &why), "the venue is halted");
	is_text(why.p, why.n, "odd fills", "for the reason that was given");
	ok(!xg_halt_is(h, GATE, NULL) && !xg_halt_is(h, ALL, NULL),
		"other venues are not");
	set(OKX, "again");
	set(GATE, "");
	xg_halt_look(h);
	xg_halt_is(h, OKX, &why);
	is_text(why.p, why.n, "again", "a second halt replaces the reason");
	ok(xg_halt_is(h, GATE, NULL), "a second venue is halted beside it");
	is_int(xg_halt_clear("paper", OKX, NULL), 1, "one venue is resumed");
	is_int(xg_halt_clear("paper", OKX, NULL), 0, "once");
	xg_halt_look(h);
	ok(!xg_halt_is(h, OKX, NULL) && xg_halt_is(h, GATE, NULL),
		"the other one stays halted");
}

static void everything(struct xg_halt *h)
{
	struct xg_error err = { 0 };
	struct xg_halt other;

	set(ALL, "stop");
	xg_halt_look(h);
	ok(xg_halt_is(h, OKX, NULL) && xg_halt_is(h, ALL, NULL),
		"a halt of everything halts every venue");
	is_int(xg_halt_clear("paper", GATE, &err), XG_ERR_STATE,
		"a venue cannot be resumed out of a halt of everything");
	xg_halt_open(&other, "paper", NULL);
	ok(xg_halt_is(&other, OKX, NULL), "a process started later sees it");
	xg_halt_release(&other);
	xg_halt_open(&other, "live", NULL);
	ok(!xg_halt_is(&other, OKX, NULL), "another environment does not");
	xg_halt_release(&other);
	is_int(xg_halt_clear("paper", ALL, NULL), 1, "everything is resumed");
	xg_halt_look(h);
	ok(!xg_halt_is(h, OKX, NULL) && !xg_halt_is(h, GATE, NULL),
		"and then no venue is halted");
}

static void fails_closed(struct xg_halt *h)
{
	static const char *const bad[] = { "", "nonsense\n", "okx x y\n",
		"okx 12 fine\n\n", "okx -1 y\n" };
	struct xg_halt zero = { 0 };

	ok(xg_halt_is(&zero, OKX, NULL), "R5: not looked at is halted");
	xg_halt_look(&zero);
	ok(xg_halt_is(&zero, OKX, NULL), "R5: not opened is halted");
	for (size_t i = 0; i < XG_LEN(bad); i++) {
		write_file(bad[i]);
		xg_halt_look(h);
		ok(xg_halt_is(h, GATE, NULL),
			"R5: file %zu, which is no list, halts everything", i);
	}
	set(OKX, "one more");
	xg_halt_look(h);
	ok(xg_halt_is(h, GATE, NULL),
		"a halt of one venue leaves that of everything in force");
	xg_halt_clear("paper", ALL, NULL);
	mkdir(file, 0700);
	xg_halt_look(h);
	ok(xg_halt_is(h, OKX, NULL), "R5: a folder in its place halts");
	rmdir(file);
	xg_halt_look(h);
	ok(!xg_halt_is(h, OKX, NULL), "until it is gone");
}

/* Many processes at once: no halt of any is lost. */
static void together(struct xg_halt *h)
{
	char name[16];
	int n = 0, status;

	for (int i = 0; i < 8; i++) {
		if (fork() != 0)
			continue;
		snprintf(name, sizeof name, "venue%d", i);
		_exit(xg_halt_set("paper", xg_str_from(name), OKX, 1, NULL) !=
			0);
	}
	while (wait(&status) > 0)
		continue;
	xg_halt_look(h);
	for (int i = 0; i < 8; i++) {
		snprintf(name, sizeof name, "venue%d", i);
		n += xg_halt_is(h, xg_str_from(name), NULL);
	}
	is_int(n, 8, "halts by 8 processes at once are all kept");
	xg_halt_clear("paper", ALL, NULL);
}

static void remove_all(void)
{
	static const char *const name[] = { "xg/paper/halt.lock", "xg/paper",
		"xg", "" };
	char path[96];

	for (size_t i = 0; i < XG_LEN(name); i++) {
		snprintf(path, sizeof path, "%s/%s", dir, name[i]);
		remove(path);
	}
}

int main(void)
{
	struct xg_halt h;
	struct xg_error err = { 0 };

	if (!mkdtemp(dir))
		return 1;
	setenv("XDG_STATE_HOME", dir, 1);
	snprintf(file, sizeof file, "%s/xg/paper/halt", dir);
	is_int(xg_halt_open(&h, "prod", &err), XG_ERR_CONFIG,
		"an unknown environment is refused");
	is_int(xg_halt_open(&h, "paper", &err), 0, "the switch opens");
	one_venue(&h);
	everything(&h);
	fails_closed(&h);
	together(&h);
	xg_halt_release(&h);
	remove_all();
	return done();
}
