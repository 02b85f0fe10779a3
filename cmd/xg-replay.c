/* xg-replay: plays recordings at their pace. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"
#include "io/clock.h"
#include "io/line.h"
#include "merge/merge.h"
#include "merge/pace.h"
#include "stage/stage.h"

#define NAP_US 100000 /* longest sleep between looks at signals */

struct replay {
	const char *from_text, *to_text, *speed;

	int64_t from, to; /* us; 0 = not given */
	struct xg_pace pace;
	struct xg_merge merge;
	struct xg_lines *file; /* owned: one of each operand */
	int64_t played, late;  /* lines; most microseconds behind */
};

static const char *name_of(struct xg_io *io, size_t i)
{
	const char *name = xg_arg(io, (int)i);

	return strcmp(name, "-") == 0 ? "stdin" : name;
}

/* ISO 8601, or microseconds as in records. */
static bool read_time(const char *text, int64_t *us)
{
	*us = 0;
	if (!text)
		return true;
	return xg_time_parse_iso(xg_str_from(text), us) == 0 ||
	       (xg_str_i64(xg_str_from(text), us) == 0 && *us > 0);
}

static bool is_stdin(struct xg_io *io, size_t i)
{
	return strcmp(xg_arg(io, (int)i), "-") == 0;
}

static int on_open(struct xg_io *io, void *state)
{
	struct replay *s = state;
	size_t n = (size_t)xg_argc(io);
	int stdin_used = 0;

	/* It waits by itself, and would hold up sockets and timers. */
	if (xg_io_loop(io))
		return xg_fail(io, XG_EXIT_USAGE,
			"in one process with stages of the network it cannot "
			"run; give them its output by a pipe");
	if (xg_pace_parse(&s->pace, xg_str_from(s->speed)) < 0)
		return xg_fail(io, XG_EXIT_USAGE,
			"--speed: '%.60s' is neither 'max' nor a number from "
			"0.000001 to 1000000",
			s->speed);
	if (!read_time(s->from_text, &s->from))
		return xg_fail(io, XG_EXIT_USAGE,
			"--from: '%.60s' is no time such as "
			"2026-11-25T01:00:00Z",
			s->from_text);
	if (!read_time(s->to_text, &s->to))
		return xg_fail(io, XG_EXIT_USAGE,
			"--to: '%.60s' is no time such as "
			"2026-11-25T01:00:00Z",
			s->to_text);
	s->file = calloc(n, sizeof *s->file);
	if (!s->file || xg_merge_init(&s->merge, n, XG_MERGE_NEVER) < 0)
		return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	for (size_t i = 0; i < n; i++)
		s->file[i] =
			(struct xg_lines){ .fd = -1, .max = XG_REC_RAW_MAX };
	for (size_t i = 0; i < n; i++) {
		const char *path = xg_arg(io, (int)i);

		if (is_stdin(io, i) && stdin_used++)
			return xg_fail(io, XG_EXIT_USAGE,
				"standard input can be read only once");
		s->file[i].fd =
			is_stdin(io, i)
				? STDIN_FILENO
				: open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (s->file[i].fd < 0)
			return xg_fail(io, XG_EXIT_FAILED, "cannot open %s: %s",
				path, strerror(errno));
	}
	return 0;
}

/* One line of a file into the merge; a bad one is told and skipped. */
static int take(
	struct xg_io *io, struct replay *s, size_t i, struct xg_str line)
{
	struct xg_error err = { 0 };
	int64_t time = xg_merge_time(line);

	if (line.n == 0)
		return 0;
	if (line.n > XG_REC_LINE_MAX && xg_rec_peek(line) != XG_REC_RAW) {
		xg_error_set(
			&err, XG_ERR_LIMIT, "the line is longer than 1 MiB");
		return xg_bad_line(
			io, name_of(io, i), s->file[i].line, line, &err);
	}
	if (time < 0) {
		xg_error_set(&err, XG_ERR_SYNTAX, "this is no JSON object");
		return xg_bad_line(
			io, name_of(io, i), s->file[i].line, line, &err);
	}
	if (xg_merge_add(&s->merge, i, line, time, s->file[i].line, 0) < 0)
		return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	return 0;
}

/* Reads until a line of input i waits, or its end. */
static int feed(struct xg_io *io, struct replay *s, size_t i)
{
	struct xg_error err = { 0 };
	struct xg_str line;
	int rc = 0;

	while (rc == 0 && xg_merge_starved(&s->merge) == i) {
		switch (xg_lines_take(&s->file[i], &line)) {
		case XG_LINE_WHOLE:
			rc = take(io, s, i, line);
			continue;
		case XG_LINE_PART:
			rc = xg_bad_line(io, "", 0, line, NULL);
			continue;
		case XG_LINE_LONG:
			xg_error_set(&err, XG_ERR_LIMIT,
				"the line is longer than 32 MiB");
			rc = xg_bad_line(io, name_of(io, i), s->file[i].line,
				line, &err);
			continue;
		case XG_LINE_NONE:
			break;
		}
		if (s->file[i].eof)
			xg_merge_end(&s->merge, i);
		else if (xg_lines_fill(&s->file[i], &err) == XG_ERR_STATE)
			rc = xg_flush(io); /* a signal came */
		else if (err.code)
			rc = xg_fail(io, XG_EXIT_FAILED, "%s: %s",
				name_of(io, i), err.text);
	}
	return rc;
}

static int wait_until(struct xg_io *io, struct replay *s, int64_t due)
{
	int64_t now = xg_clock_mono_us();

	if (now > due && now - due > s->late)
		s->late = now - due;
	while (now < due) {
		int64_t nap = due - now < NAP_US ? due - now : NAP_US;
		struct timespec t = { 0, nap * 1000 };
		int rc = xg_flush(io);

		if (rc)
			return rc;
		nanosleep(&t, NULL);
		now = xg_clock_mono_us();
	}
	return 0;
}

static int play(struct xg_io *io, struct replay *s, size_t i,
	const struct xg_merge_line *at, struct xg_str line)
{
	int rc = 0;

	if (s->from && at->time < s->from) {
		/* Instruments are needed to read what follows. */
		if (xg_rec_peek(line) != XG_REC_INST)
			return 0;
	} else if (!xg_dec_is_zero(s->pace.speed)) {
		rc = wait_until(io, s,
			xg_pace_due(&s->pace, at->time, xg_clock_mono_us()));
	}
	s->played++;
	return rc ? rc : xg_emit_line(io, line, name_of(io, i), at->number);
}

static int on_finish(struct xg_io *io, void *state)
{
	struct replay *s = state;
	struct xg_merge_line at;
	struct xg_str line;
	size_t i;
	int rc = 0;

	while (rc == 0) {
		i = xg_merge_starved(&s->merge);
		if (i < s->merge.n) {
			rc = feed(io, s, i);
			continue;
		}
		if (!xg_merge_next(&s->merge, 0, &i, &at, &line) ||
			(s->to && at.time >= s->to))
			break;
		rc = play(io, s, i, &at, line);
	}
	xg_note(io, "%lld lines; at most %lld ms late", (long long)s->played,
		(long long)(s->late / 1000));
	return rc;
}

static void on_close(struct xg_io *io, void *state)
{
	struct replay *s = state;

	for (int i = 0; s->file && i < xg_argc(io); i++) {
		if (s->file[i].fd > STDIN_FILENO)
			close(s->file[i].fd);
		xg_lines_release(&s->file[i]);
	}
	free(s->file);
	xg_merge_release(&s->merge);
}

#define AT(member) offsetof(struct replay, member)

static const struct xg_opt opts[] = {
	{ .name = "from",
		.arg = "time",
		.kind = XG_OPT_TEXT,
		.off = AT(from_text),
		.help = "begin with the records of this time" },
	{ .letter = 's',
		.name = "speed",
		.arg = "factor",
		.kind = XG_OPT_TEXT,
		.off = AT(speed),
		.def = "1",
		.help = "so many times as fast, or max: without waiting" },
	{ .name = "to",
		.arg = "time",
		.kind = XG_OPT_TEXT,
		.off = AT(to_text),
		.help = "end before the records of this time" },
	{ 0 }
};

const struct xg_stage xg_replay_stage = {
	.name = "xg-replay",
	.summary = "play recordings at their pace",
	.synopsis = "file ...",
	.opts = opts,
	.size = sizeof(struct replay),
	.gives = XG_REC_BIT(XG_REC_ALERT),
	.args_min = 1,
	.args_max = 1000,
	.exits = 1u << XG_EXIT_DATA,
	.no_input = true,
	.pure = true,
	.examples =
		(const char *const[]){
			"xg-replay day.ndjson --speed 10 | xg-decode | "
			"xg-book -n --bbo",
			"xg-replay binance.ndjson okx.ndjson --speed max "
			"--from 2026-11-25T01:00:00Z --to 2026-11-25T02:00:00Z",
			NULL },
	.open = on_open,
	.finish = on_finish,
	.close = on_close,
};
