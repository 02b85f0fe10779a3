/* xg-merge: several live inputs into one stream of whole lines. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "io/clock.h"
#include "io/line.h"
#include "merge/merge.h"
#include "stage/stage.h"

#define INPUTS_MAX 256
#define LOOK_MS 1000 /* longest wait between looks at signals */

enum { BY_ARRIVAL, BY_RX };
static const char *const orders[] = { "arrival", "rx", NULL };

struct merge {
	int by;
	int64_t window;

	struct xg_merge merge;
	struct xg_lines *file; /* owned: one of each operand */
	size_t n, open;
};

static const char *name_of(struct xg_io *io, size_t i)
{
	const char *name = xg_arg(io, (int)i);

	return strcmp(name, "-") == 0 ? "stdin" : name;
}

static bool is_stdin(struct xg_io *io, size_t i)
{
	return strcmp(xg_arg(io, (int)i), "-") == 0;
}

static int on_open(struct xg_io *io, void *state)
{
	struct merge *s = state;
	int stdin_used = 0;

	/* It waits by itself, and would hold up sockets and timers. */
	if (xg_io_loop(io))
		return xg_fail(io, XG_EXIT_USAGE,
			"in one process with stages of the network it cannot "
			"run; give them its output by a pipe");
	s->n = (size_t)xg_argc(io);
	s->file = calloc(s->n, sizeof *s->file);
	if (!s->file || xg_merge_init(&s->merge, s->n, s->window) < 0)
		return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	for (size_t i = 0; i < s->n; i++)
		s->file[i] =
			(struct xg_lines){ .fd = -1, .max = XG_REC_RAW_MAX };
	for (size_t i = 0; i < s->n; i++) {
		const char *path = xg_arg(io, (int)i);

		if (is_stdin(io, i) && stdin_used++)
			return xg_fail(io, XG_EXIT_USAGE,
				"standard input can be read only once");
		/* Without O_NONBLOCK a fifo would wait here for its writer, and
		 * so keep the others from being read. */
		s->file[i].fd =
			is_stdin(io, i)
				? STDIN_FILENO
				: open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY |
						     O_NONBLOCK);
		if (s->file[i].fd < 0)
			return xg_fail(io, XG_EXIT_FAILED, "cannot open %s: %s",
				path, strerror(errno));
		xg_pipe_grow(s->file[i].fd);
	}
	s->open = s->n;
	return 0;
}

static int take(struct xg_io *io, struct merge *s, size_t i, struct xg_str line)
{
	struct xg_error err = { 0 };
	int64_t time, number = s->file[i].line;

	if (line.n == 0)
		return 0;
	if (line.n > XG_REC_LINE_MAX && xg_rec_peek(line) != XG_REC_RAW) {
		xg_error_set(
			&err, XG_ERR_LIMIT, "the line is longer than 1 MiB");
		return xg_bad_line(io, name_of(io, i), number, line, &err);
	}
	if (s->by == BY_ARRIVAL)
		return xg_emit_line(io, line, name_of(io, i), number);
	time = xg_merge_time(line);
	if (time < 0) {
		xg_error_set(&err, XG_ERR_SYNTAX, "this is no JSON object");
		return xg_bad_line(io, name_of(io, i), number, line, &err);
	}
	if (xg_merge_add(&s->merge, i, line, time, number, xg_clock_mono_us()) <
		0)
		return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	return 0;
}

static int take_all(struct xg_io *io, struct merge *s, size_t i)
{
	struct xg_error err = { 0 };
	struct xg_str line;
	int rc = 0;

	while (rc == 0) {
		switch (xg_lines_take(&s->file[i], &line)) {
		case XG_LINE_WHOLE:
			rc = take(io, s, i, line);
			break;
		case XG_LINE_PART:
			rc = xg_bad_line(io, "", 0, line, NULL);
			break;
		case XG_LINE_LONG:
			xg_error_set(&err, XG_ERR_LIMIT,
				"the line is longer than 32 MiB");
			rc = xg_bad_line(io, name_of(io, i), s->file[i].line,
				line, &err);
			break;
		case XG_LINE_NONE:
			return 0;
		}
	}
	return rc;
}

/* One read of an input that has something, or has ended. An error ends this
 * input; the others go on. */
static int feed(struct xg_io *io, struct merge *s, size_t i)
{
	struct xg_error err = { 0 };
	int got = xg_lines_fill(&s->file[i], &err), rc;

	if (got == XG_ERR_STATE)
		return 0;
	if (got < 0) {
		xg_warn(io, "%s: %s", name_of(io, i), err.text);
		xg_status_at_end(io, XG_EXIT_FAILED);
		s->file[i].eof = true;
	}
	rc = take_all(io, s, i);
	if (s->file[i].eof) {
		xg_merge_end(&s->merge, i);
		if (s->file[i].fd > STDIN_FILENO)
			close(s->file[i].fd);
		s->file[i].fd = -1;
		s->open--;
	}
	return rc;
}

static int emit_due(struct xg_io *io, struct merge *s)
{
	int64_t now = xg_clock_mono_us();
	struct xg_merge_line at;
	struct xg_str line;
	size_t i;
	int rc = 0;

	while (rc == 0 && xg_merge_next(&s->merge, now, &i, &at, &line))
		rc = xg_emit_line(io, line, name_of(io, i), at.number);
	return rc;
}

/* How long poll may wait, in milliseconds. */
static int patience(const struct merge *s)
{
	int64_t due = xg_merge_deadline(&s->merge), now = xg_clock_mono_us();

	if (due <= now)
		return 0;
	if (due == XG_MERGE_NEVER || due - now > LOOK_MS * 1000)
		return LOOK_MS;
	return (int)((due - now + 999) / 1000);
}

static int on_finish(struct xg_io *io, void *state)
{
	struct merge *s = state;
	struct pollfd p[INPUTS_MAX];
	int rc = 0;

	while (rc == 0 && s->open) {
		for (size_t i = 0; i < s->n; i++)
			p[i] = (struct pollfd){ xg_merge_is_full(&s->merge, i)
							? -1
							: s->file[i].fd,
				POLLIN, 0 };
		poll(p, (nfds_t)s->n, patience(s));
		for (size_t i = 0; i < s->n && rc == 0; i++) {
			if (p[i].revents)
				rc = feed(io, s, i);
		}
		if (rc == 0)
			rc = emit_due(io, s);
		if (rc == 0)
			rc = xg_flush(io);
	}
	return rc ? rc : emit_due(io, s);
}

static void on_close(struct xg_io *io, void *state)
{
	struct merge *s = state;

	(void)io;
	for (size_t i = 0; s->file && i < s->n; i++) {
		if (s->file[i].fd > STDIN_FILENO)
			close(s->file[i].fd);
		xg_lines_release(&s->file[i]);
	}
	free(s->file);
	xg_merge_release(&s->merge);
}

#define AT(member) offsetof(struct merge, member)

static const struct xg_opt opts[] = {
	{ .name = "by",
		.arg = "order",
		.kind = XG_OPT_WORD,
		.off = AT(by),
		.def = "arrival",
		.words = orders,
		.help = "arrival, or rx: by the times of the records" },
	{ .letter = 'w',
		.name = "window",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(window),
		.def = "250ms",
		.max = INT64_C(3600) * 1000000,
		.help = "with --by rx: wait so long for other inputs" },
	{ 0 }
};

const struct xg_stage xg_merge_stage = {
	.name = "xg-merge",
	.summary = "join live inputs into one stream of whole lines",
	.synopsis = "input ...",
	.opts = opts,
	.size = sizeof(struct merge),
	.gives = XG_REC_BIT(XG_REC_ALERT),
	.args_min = 1,
	.args_max = INPUTS_MAX,
	.exits = 1u << XG_EXIT_DATA,
	.no_input = true,
	.pure = true,
	.examples = (const char *const[]){ "xg-merge <(xg-feed okx:BTC-USDT) "
					   "<(xg-acct balances --watch 60s)",
		"xg-merge --by rx binance.fifo okx.fifo | xg-arb cross", NULL },
	.open = on_open,
	.finish = on_finish,
	.close = on_close,
};
