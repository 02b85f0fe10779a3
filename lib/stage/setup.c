/* The beginning and the end of a run. */
#include <stdarg.h>
#include <unistd.h>

#include "io/file.h"
#include "io/proc.h"
#include "io/sandbox.h"
#include "io/xdg.h"
#include "stage/stage_priv.h"

struct xg_run *xg_run_new(void)
{
	struct xg_run *run = calloc(1, sizeof *run);

	if (!run)
		return NULL;
	run->in.fd = STDIN_FILENO;
	run->in_name = "stdin";
	run->out.fd = STDOUT_FILENO;
	xg_proc_start();
	return run;
}

static void io_free(struct xg_io *io)
{
	xg_select_release(io);
	xg_opts_release(&io->opts);
	xg_conf_release(&io->conf);
	xg_rec_reader_release(&io->reader);
	xg_buf_release(&io->text);
	xg_buf_release(&io->print);
	if (io->bad_fd > 0)
		close(io->bad_fd);
	free(io->state);
	free(io);
}

void xg_run_free(struct xg_run *run)
{
	size_t i;

	if (!run)
		return;
	for (i = 0; i < run->n; i++)
		io_free(run->io[i]);
	while (run->back_at < run->back_n)
		xg_rec_free(run->back[run->back_at++].rec);
	free(run->back);
	xg_inputs_release(run);
	xg_lines_release(&run->in);
	xg_out_release(&run->out);
	free(run);
}

static int usage(struct xg_io *io, const char *what)
{
	return xg_fail(io, XG_EXIT_USAGE, "%s; see %s%s%s --help", what,
		io->stage->name, io->opts.verb ? " " : "",
		io->opts.verb ? io->opts.verb->name : "");
}

static int check_operands(struct xg_io *io)
{
	const struct xg_stage *s = io->stage;
	int n = io->opts.argc;
	char what[128];

	if (s->verbs && !s->verb_optional && !io->opts.verb)
		return usage(io, "a verb is missing");
	if (xg_runs_verb(io))
		return -1;
	if (n < s->args_min)
		return usage(io, "an operand is missing");
	if (s->args_max >= 0 && n > s->args_max) {
		snprintf(what, sizeof what, "unexpected operand '%.60s'",
			io->opts.arg[s->args_max]);
		return usage(io, what);
	}
	return -1;
}

static int bad_conf(
	struct xg_io *io, const char *path, const struct xg_error *err)
{
	if (err->line)
		return xg_fail(io, XG_EXIT_CONFIG, "%s:%lld:%lld: %s", path,
			(long long)err->line, (long long)err->col, err->text);
	return xg_fail(io, XG_EXIT_CONFIG, "%s", err->text);
}

/* Reads the file if anything may come from it, and fills what the command line
 * has not given. */
static int settings(struct xg_io *io)
{
	const char *given = io->common.config;
	struct xg_buf path = { 0 };
	struct xg_error err = { 0 };
	int rc = 0;

	if (!given)
		given = getenv("XG_CONFIG");
	if (given && *given)
		xg_buf_text(&path, given);
	else if (xg_opts_want_conf(&io->opts) || io->stage->runner)
		(void)xg_dir_path(&path, XG_DIR_CONFIG, "config.json", NULL);
	if (path.len) {
		rc = xg_conf_load(&io->conf, path.p, &err);
		if (rc == XG_ERR_ABSENT && !(given && *given))
			rc = 0;
	}
	if (rc == 0)
		rc = xg_opts_fill(&io->opts, &io->conf, &err);
	if (rc < 0)
		rc = bad_conf(io, path.len ? path.p : "", &err);
	xg_buf_release(&path);
	return rc ? rc : -1;
}

static int print_version(struct xg_io *io)
{
	struct xg_buf b = { 0 };

	xg_buf_printf(&b, "%s %s\n", io->stage->name, XG_VERSION);
	return xg_text_out(io->stage->name, &b);
}

static int read_options(struct xg_io *io, int argc, char **argv)
{
	const struct xg_stage *s = io->stage;
	struct xg_opts *o = &io->opts;
	struct xg_error err = { 0 };
	int rc;

	o->table[o->n++] = (struct xg_opt_table){ .opts = xg_common_opts,
		.base = &io->common };
	o->table[o->n++] =
		(struct xg_opt_table){ .opts = s->opts, .base = io->state };
	o->verbs = s->verbs;
	o->verb_optional = s->verb_optional;
	o->as_is = s->operands_as_is;
	o->state = io->state;
	io->common.clock = s->wall ? XG_CLOCK_WALL : XG_CLOCK_RECORD;
	if (argc > 1 && strcmp(argv[1], "--spec") == 0)
		return xg_spec_print(s);
	if (argc > 1 && strcmp(argv[1], "--complete") == 0)
		return xg_complete_print(s, argc - 2, argv + 2);
	rc = xg_opts_parse(o, argc, argv, &err);
	if (io->common.help)
		return xg_help_print(s, o->verb);
	if (rc < 0)
		return usage(io, err.text);
	if (io->common.version)
		return print_version(io);
	rc = check_operands(io);
	if (rc < 0)
		rc = settings(io);
	io->wall = io->common.clock == XG_CLOCK_WALL;
	return rc;
}

int xg_run_add(
	struct xg_run *run, const struct xg_stage *stage, int argc, char **argv)
{
	struct xg_io *io =
		run->n < XG_RUN_STAGES ? calloc(1, sizeof *io) : NULL;
	int rc;

	if (!io)
		return XG_EXIT_FAILED;
	io->stage = stage;
	io->run = run;
	io->at = run->n;
	io->lines = stage->opaque_input;
	io->state = calloc(1, stage->size ? stage->size : 1);
	run->io[run->n++] = io;
	if (!io->state)
		return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	rc = read_options(io, argc, argv);
	if (rc < 0 && stage->no_input && io->at > 0)
		return xg_fail(io, XG_EXIT_USAGE,
			"reads no records: it can "
			"only be the first of a pipeline");
	if (rc < 0 && stage->reads_files && io->at > 0 && io->opts.argc > 0)
		return xg_fail(io, XG_EXIT_USAGE,
			"reads files only as the first of a pipeline");
	return rc;
}

bool xg_run_wants_loop(const struct xg_run *run)
{
	size_t i;

	for (i = 0; i < run->n; i++) {
		if (run->io[i]->stage->runner)
			return true;
	}
	return false;
}

bool xg_run_reads(const struct xg_run *run)
{
	return !run->io[0]->stage->no_input && !xg_runs_verb(run->io[0]);
}

static int open_one(struct xg_io *io)
{
	struct xg_error err = { 0 };
	int rc;

	if (io->common.bad) {
		io->bad_fd = xg_file_append_open(io->common.bad, 0600, &err);
		if (io->bad_fd < 0)
			return xg_fail(io, XG_EXIT_FAILED, "%s", err.text);
	}
	rc = xg_select_open(io);
	if (rc)
		return rc;
	io->opened = true;
	if (xg_runs_verb(io))
		return io->opts.verb->run(io, io->state);
	return io->stage->open ? io->stage->open(io, io->state) : 0;
}

int xg_run_open(struct xg_run *run)
{
	uint64_t want = XG_REC_BIT(XG_REC_TICK);
	bool pure = !run->loop;
	size_t i;
	int rc;

	rc = xg_inputs_open(run);
	if (rc) {
		run->status = xg_status_worse(run->status, rc);
		return rc;
	}
	xg_pipe_grow(run->in.fd);
	xg_pipe_grow(run->out.fd);
	/* From the last to the first: a stage may emit while it opens. */
	for (i = run->n; i-- > 0;) {
		struct xg_io *io = run->io[i];

		want |= io->stage->takes;
		if (io->stage->takes & XG_REC_BIT(XG_REC_RAW))
			run->in.max = XG_REC_RAW_MAX;
		io->want = want;
		pure = pure && io->stage->pure;
		rc = open_one(io);
		if (rc) {
			run->status = xg_status_worse(run->status, rc);
			return rc;
		}
		pure = pure && !io->opens_later;
	}
	if (pure)
		(void)xg_sandbox_stdio();
	return 0;
}

int xg_run_close(struct xg_run *run)
{
	size_t i;

	for (i = 0; i < run->n; i++) {
		struct xg_io *io = run->io[i];

		if (io->print.len)
			xg_deliver_text(run, i + 1, xg_buf_view(&io->print));
		xg_buf_clear(&io->print);
		xg_bad_end(io);
		if (io->opened && io->stage->close)
			io->stage->close(io, io->state);
	}
	run->flush(run);
	return run->status;
}
