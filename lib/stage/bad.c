/* Bad input never passes silently: where it is and what is wrong on stderr, the
 * line into --bad, an alert in its place in the stream, exit status 3. */
#include "io/clock.h"
#include "io/file.h"
#include "stage/stage_priv.h"

#define SHOWN 100 /* messages on stderr; alerts tell of all */

static void keep(struct xg_io *io, struct xg_str piece, bool last)
{
	struct xg_error err = { 0 };

	if (io->bad_fd <= 0)
		return;
	if (xg_file_append(io->bad_fd, piece, false, &err) < 0 ||
		(last && xg_file_append(io->bad_fd, XG_STR("\n"), false, &err) <
				 0))
		xg_stage_end(io, xg_fail(io, XG_EXIT_FAILED, "%s: %s",
					 io->common.bad, err.text));
}

static void alert(struct xg_io *io, const char *msg)
{
	static const struct xg_str none;
	struct xg_rec rec;
	int64_t now = xg_io_time(io);

	xg_rec_start(&rec, XG_REC_ALERT, none, none, 0, now);
	rec.has |= XG_HAS_RX; /* 0 when the stream has not told a time yet */
	XG_REC_SET(&rec, alert.level, XG_WARN);
	XG_REC_SET(&rec, alert.code, XG_STR("bad_input"));
	XG_REC_SET(&rec, alert.msg, xg_str_from(msg));
	xg_deliver(io->run, io->at + 1, &rec);
}

static int report_at(struct xg_io *io, const char *name, int64_t line,
	const struct xg_error *err)
{
	char msg[400];

	if (err->col > 0)
		snprintf(msg, sizeof msg, "%.120s:%lld:%lld: %s", name,
			(long long)line, (long long)err->col, err->text);
	else
		snprintf(msg, sizeof msg, "%.120s:%lld: %s", name,
			(long long)line, err->text);
	if (io->bad_lines++ < SHOWN || io->common.verbose)
		xg_warn(io, "%s", msg);
	alert(io, msg);
	xg_status_at_end(io, XG_EXIT_DATA);
	return io->common.strict ? XG_EXIT_DATA : 0;
}

static int report(struct xg_io *io, const struct xg_error *err)
{
	return report_at(
		io, io->at ? "stdin" : io->run->in_name, io->line, err);
}

int xg_bad_input(
	struct xg_io *io, struct xg_str line, const struct xg_error *err)
{
	keep(io, line, true);
	return report(io, err);
}

int xg_bad_record(
	struct xg_io *io, const struct xg_rec *rec, const struct xg_error *err)
{
	struct xg_buf text = { 0 };
	struct xg_str line = rec ? rec->raw : io->now_line;
	int rc;

	if (line.n == 0 && rec && io->bad_fd > 0 &&
		xg_rec_text(io, &text, rec) == 0)
		line = (struct xg_str){ text.p, text.len - 1 };
	rc = xg_bad_input(io, line, err);
	xg_buf_release(&text);
	return rc;
}

int xg_bad_line(struct xg_io *io, const char *name, int64_t line,
	struct xg_str text, const struct xg_error *err)
{
	keep(io, text, err != NULL);
	return err ? report_at(io, name, line, err) : 0;
}

void xg_bad_piece(struct xg_io *io, struct xg_str piece, bool last)
{
	struct xg_error err = { 0 };

	keep(io, piece, last);
	if (!last)
		return;
	io->line++;
	xg_error_set(&err, XG_ERR_LIMIT, "the line is longer than %d MiB",
		io->run->in.max ? (int)(io->run->in.max >> 20) : 1);
	if (report(io, &err))
		xg_stage_end(io, XG_EXIT_DATA);
}

void xg_bad_end(struct xg_io *io)
{
	if (io->bad_lines > SHOWN && !io->common.verbose)
		xg_warn(io, "%lld more bad lines were not shown here",
			(long long)(io->bad_lines - SHOWN));
	io->bad_lines = 0;
}
