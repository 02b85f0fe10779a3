/* xg-run: runs a pipeline of commands in one process, without pipes. */
#include "json/write.h"
#include "stage/fuse.h"
#include "stage/opt.h"
#include "stage/stage.h"
#include "stage/words.h"

/* All commands; the Makefile writes the list. */
extern const struct xg_stage *const xg_all_stages[];

struct run {
	bool dry;
	struct xg_pipeline text;
	const struct xg_stage *stage[XG_PIPELINE_STAGES];
	struct xg_run *run;
};

/* The i-th command that can stand in a pipeline. */
static const struct xg_stage *usable(size_t i)
{
	const struct xg_stage *const *s;

	for (s = xg_all_stages; *s; s++) {
		if (strcmp((*s)->name, "xg") == 0 ||
			strcmp((*s)->name, "xg-run") == 0)
			continue;
		if (i-- == 0)
			return *s;
	}
	return NULL;
}

static const char *name_at(const void *list, size_t i)
{
	const struct xg_stage *s = usable(i);

	(void)list;
	return s ? s->name : NULL;
}

static const struct xg_stage *find(const char *name)
{
	const struct xg_stage *s;
	size_t i;

	for (i = 0; (s = usable(i)); i++) {
		if (strcmp(s->name, name) == 0)
			return s;
	}
	return NULL;
}

/* `xg book` is xg-book, as in the shell. */
static const struct xg_stage *find_behind_xg(struct xg_pipeline_cmd *c)
{
	const struct xg_stage *s;
	char name[64];

	if (c->argc < 2 || strcmp(c->argv[0], "xg") != 0)
		return NULL;
	snprintf(name, sizeof name, "xg-%s", c->argv[1]);
	s = find(name);
	if (s) {
		c->argv++;
		c->argc--;
	}
	return s;
}

static int resolve(struct xg_io *io, struct run *r)
{
	for (size_t i = 0; i < r->text.n; i++) {
		struct xg_pipeline_cmd *c = &r->text.cmd[i];
		const char *near;

		r->stage[i] = find(c->argv[0]);
		if (!r->stage[i])
			r->stage[i] = find_behind_xg(c);
		if (r->stage[i])
			continue;
		near = xg_nearest(c->argv[0], name_at, NULL);
		if (near)
			return xg_fail(io, XG_EXIT_USAGE,
				"%s is no command of xg (did you mean %s?)",
				c->argv[0], near);
		return xg_fail(io, XG_EXIT_USAGE,
			"%s is no command of xg that can run fused; "
			"join it by a pipe of the shell",
			c->argv[0]);
	}
	return 0;
}

/* What would run: a line per command, its words as JSON. */
static int show(struct xg_io *io, const struct run *r)
{
	struct xg_buf b = { 0 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < r->text.n; i++) {
		xg_buf_clear(&b);
		xg_buf_char(&b, '[');
		xg_json_quote(&b, xg_str_from(r->stage[i]->name));
		for (int k = 1; k < r->text.cmd[i].argc; k++) {
			xg_buf_char(&b, ',');
			xg_json_quote(&b, xg_str_from(r->text.cmd[i].argv[k]));
		}
		xg_buf_char(&b, ']');
		rc = b.failed ? xg_fail(io, XG_EXIT_FAILED, "out of memory")
			      : xg_print(io, "%s\n", b.p);
	}
	xg_buf_release(&b);
	return rc;
}

static int run_fused(struct xg_io *io, struct run *r)
{
	int rc = -1;

	r->run = xg_run_new();
	if (!r->run)
		return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	for (size_t i = 0; rc < 0 && i < r->text.n; i++)
		rc = xg_run_add(r->run, r->stage[i], r->text.cmd[i].argc,
			r->text.cmd[i].argv);
	if (rc >= 0)
		return rc;
	return xg_run_wants_loop(r->run) ? xg_run_on_loop(r->run)
					 : xg_run_blocking(r->run);
}

/* Everything happens here: there is no input of its own. */
static int run_open(struct xg_io *io, void *state)
{
	struct run *r = state;
	struct xg_error err = { 0 };
	int rc;

	if (xg_pipeline_parse(&r->text, xg_str_from(xg_arg(io, 0)), &err) < 0) {
		if (err.col)
			return xg_fail(io, XG_EXIT_USAGE, "column %lld: %s",
				(long long)err.col, err.text);
		return xg_fail(io, XG_EXIT_USAGE, "%s", err.text);
	}
	rc = resolve(io, r);
	if (rc)
		return rc;
	return r->dry ? show(io, r) : run_fused(io, r);
}

static void run_close(struct xg_io *io, void *state)
{
	struct run *r = state;

	(void)io;
	xg_run_free(r->run);
	xg_pipeline_release(&r->text);
}

static const struct xg_opt opts[] = {
	{ .name = "dry-run",
		.kind = XG_OPT_FLAG,
		.off = offsetof(struct run, dry),
		.help = "print the commands and their words, run nothing" },
	{ 0 }
};

const struct xg_stage xg_run_stage = {
	.name = "xg-run",
	.summary = "run a pipeline of xg commands in one process",
	.synopsis = "pipeline",
	.opts = opts,
	.size = sizeof(struct run),
	.args_min = 1,
	.args_max = 1,
	.no_input = true,
	.exits = 1u << XG_EXIT_DATA | 1u << XG_EXIT_CONFIG | 1u << XG_EXIT_NET |
		 1u << XG_EXIT_HALTED,
	.examples =
		(const char *const[]){
			"xg-run 'xg-book --bbo | xg-arb cross -n' <day.ndjson",
			"xg-run 'xg-feed okx:BTC-USDT -c book,trade | "
			"xg-book --depth 5'",
			"xg-run --dry-run 'xg-book --where \"px > 1\"'", NULL },
	.open = run_open,
	.close = run_close,
};
