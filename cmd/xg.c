/* xg: the other commands by a shorter name, help, and a look at the machine. */
#include <dirent.h>
#include <errno.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "doctor/doctor.h"
#include "json/pull.h"
#include "stage/opt.h"
#include "stage/recspec.h"
#include "stage/stage.h"

#define NAMES_MAX 128
#define SPEC_MAX (256 << 10)

struct xg {
	bool records;
	int worst; /* enum xg_found */
	struct xg_io *io;
	char dir[4096];	       /* where xg itself is */
	char *name[NAMES_MAX]; /* owned: "xg-book" ..., sorted */
	size_t n;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The commands that are installed beside this one. */
static void find_commands(struct xg *x)
{
	ssize_t n = readlink("/proc/self/exe", x->dir, sizeof x->dir - 1);
	struct dirent *e;
	char *slash;
	DIR *d;

	x->dir[n > 0 ? n : 0] = '\0';
	slash = strrchr(x->dir, '/');
	if (!slash)
		return;
	*slash = '\0';
	d = opendir(x->dir);
	while (d && x->n < NAMES_MAX && (e = readdir(d))) {
		if (strncmp(e->d_name, "xg-", 3) == 0 &&
			faccessat(dirfd(d), e->d_name, X_OK, 0) == 0)
			x->name[x->n++] = strdup(e->d_name);
	}
	if (d)
		closedir(d);
	qsort(x->name, x->n, sizeof *x->name, by_name);
}

static const char *word_at(const void *list, size_t i)
{
	const struct xg *x = list;

	if (i == 0)
		return "help";
	if (i == 1)
		return "doctor";
	return i - 2 < x->n ? x->name[i - 2] + 3 : NULL;
}

/* `xg foo ...` becomes xg-foo ... */
static int become(struct xg_io *io, struct xg *x, const char *last)
{
	const char *word = xg_arg(io, 0), *near;
	const char *argv[1024] = { 0 };
	char path[4400];
	int n = xg_argc(io);

	if (n + 1 >= (int)XG_LEN(argv))
		return xg_fail(io, XG_EXIT_USAGE, "too many operands");
	snprintf(path, sizeof path, "%s/xg-%.200s", x->dir, word);
	argv[0] = strrchr(path, '/') + 1;
	for (int i = 1; i < n; i++)
		argv[i] = xg_arg(io, i);
	argv[last ? 1 : n] = last;
	if (strchr(word, '/'))
		errno = ENOENT;
	else
		execv(path, (char **)argv);
	if (errno != ENOENT)
		return xg_fail(io, XG_EXIT_FAILED, "cannot run %s: %s", path,
			strerror(errno));
	near = xg_nearest(word, word_at, x);
	if (near)
		return xg_fail(io, XG_EXIT_USAGE,
			"there is no command %s (did you mean %s?); see xg "
			"help",
			word, near);
	return xg_fail(
		io, XG_EXIT_USAGE, "there is no command %s; see xg help", word);
}

/* What `xg-foo --spec` says; b->len is 0 when it says nothing. */
static void ask(const struct xg *x, const char *name, struct xg_buf *b)
{
	char path[4400];
	char *const argv[] = { path, (char *)"--spec", NULL };
	posix_spawn_file_actions_t acts;
	int fd[2];
	ssize_t n = 1;
	pid_t pid;

	snprintf(path, sizeof path, "%s/%s", x->dir, name);
	if (pipe(fd) < 0)
		return;
	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_adddup2(&acts, fd[1], 1);
	posix_spawn_file_actions_addclose(&acts, fd[0]);
	posix_spawn_file_actions_addclose(&acts, fd[1]);
	if (posix_spawn(&pid, path, &acts, NULL, argv, environ) != 0)
		pid = 0;
	close(fd[1]);
	while (n > 0 && xg_buf_reserve(b, 8192) == 0) {
		n = read(fd[0], b->p + b->len, 8192);
		b->len += n > 0 ? (size_t)n : 0;
	}
	close(fd[0]);
	posix_spawn_file_actions_destroy(&acts);
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

static int list(struct xg_io *io, struct xg *x)
{
	int rc = xg_print(io, "The commands of xg (xg foo is xg-foo):\n\n");

	for (size_t i = 0; rc == 0 && i < x->n; i++) {
		struct xg_buf b = { .max = SPEC_MAX }, text = { 0 };
		struct xg_str s;

		ask(x, x->name[i], &b);
		if (xg_json_find(xg_buf_view(&b), "summary", &s) == 1 &&
			s.n >= 2)
			xg_json_unescape(
				&text, (struct xg_str){ s.p + 1, s.n - 2 });
		rc = xg_print(io, "  %-11s %s\n", x->name[i],
			text.len ? text.p : "(does not answer)");
		xg_buf_release(&b);
		xg_buf_release(&text);
	}
	if (rc == 0)
		rc = xg_print(io,
			"\nxg help foo tells about one of them; xg doctor looks "
			"at this machine.\nxg(1) tells what all have in "
			"common, xg-records(5) what passes between them.\n");
	return rc;
}

static int records(struct xg_io *io)
{
	int rc = 0;

	for (int t = 1; rc == 0 && t < XG_REC_TYPES; t++) {
		struct xg_buf b = { 0 };

		xg_rec_spec(&b, t);
		rc = b.failed ? xg_fail(io, XG_EXIT_FAILED, "out of memory")
			      : xg_print(io, "%s\n", b.p);
		xg_buf_release(&b);
	}
	return rc;
}

static int run_help(struct xg_io *io, void *state)
{
	struct xg *x = state;

	find_commands(x);
	if (x->records)
		return records(io);
	return xg_argc(io) ? become(io, x, "--help") : list(io, x);
}

static void tell(
	void *arg, enum xg_found found, const char *what, const char *sentence)
{
	static const char *const marks[] = { "ok", "note", "poor", "WRONG" };
	struct xg *x = arg;

	xg_print(x->io, "%-5s %-14s %s\n", marks[found], what, sentence);
	if ((int)found > x->worst)
		x->worst = found;
}

static int run_doctor(struct xg_io *io, void *state)
{
	struct xg *x = state;
	struct xg_doctor d = {
		.tell = tell, .arg = x, .config = xg_io_config(io)
	};

	x->io = io;
	xg_doctor_dirs(&d);
	xg_doctor_config(&d);
	xg_doctor_vault(&d);
	xg_doctor_halt(&d);
	xg_doctor_sim(&d);
	xg_doctor_limits(&d);
	xg_doctor_clock(&d);
	xg_doctor_cpu(&d);
	return x->worst == XG_FOUND_WRONG ? XG_EXIT_FAILED : XG_EXIT_OK;
}

static int xg_open(struct xg_io *io, void *state)
{
	find_commands(state);
	return xg_argc(io) ? become(io, state, NULL) : list(io, state);
}

static void xg_close(struct xg_io *io, void *state)
{
	struct xg *x = state;

	(void)io;
	while (x->n)
		free(x->name[--x->n]);
}

static const struct xg_opt help_opts[] = {
	{ .name = "records",
		.kind = XG_OPT_FLAG,
		.off = offsetof(struct xg, records),
		.help = "print all record types and members as JSON" },
	{ 0 }
};

static const struct xg_verb verbs[] = {
	{ .name = "doctor",
		.synopsis = "",
		.help = "look at folders, keys, simulator, clock, machine",
		.run = run_doctor },
	{ .name = "help",
		.synopsis = "[command]",
		.opts = help_opts,
		.help = "list the commands, or tell about one",
		.run = run_help },
	{ 0 }
};

const struct xg_stage xg_stage = {
	.name = "xg",
	.summary = "run another command of xg; help; look at the machine",
	.synopsis = "[command [operand ...]]",
	.verbs = verbs,
	.verb_optional = true,
	.size = sizeof(struct xg),
	.args_max = -1,
	.exits = 1u << XG_EXIT_CONFIG,
	.no_input = true,
	.operands_as_is = true,
	.examples =
		(const char *const[]){ "xg book --bbo <day.ndjson", "xg doctor",
			"xg help --records | jq -r '.members[].name'", NULL },
	.open = xg_open,
	.close = xg_close,
};
