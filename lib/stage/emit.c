/* What a stage calls to send, and to ask about its run. */
#include <stdarg.h>

#include "io/clock.h"
#include "stage/stage_priv.h"

int xg_argc(const struct xg_io *io)
{
	return io->opts.argc;
}

const char *xg_arg(const struct xg_io *io, int i)
{
	return i >= 0 && i < io->opts.argc ? io->opts.arg[i] : NULL;
}

const char *xg_verb_name(const struct xg_io *io)
{
	return io->opts.verb ? io->opts.verb->name : NULL;
}

const char *xg_io_config(const struct xg_io *io)
{
	return io->common.config;
}

int xg_io_conf(struct xg_io *io, const char *path, struct xg_str *json)
{
	return xg_conf_get(&io->conf, path, json);
}

struct xg_loop *xg_io_loop(struct xg_io *io)
{
	return io->run->loop;
}

int64_t xg_io_time(const struct xg_io *io)
{
	return io->wall ? xg_clock_us() : io->time;
}

size_t xg_io_pending(const struct xg_io *io)
{
	return xg_out_pending(&io->run->out);
}

int xg_after_emit(const struct xg_io *io)
{
	if (!io->over)
		return 0;
	return io->run->status ? io->run->status : XG_EXIT_FAILED;
}

int xg_rec_text(struct xg_io *io, struct xg_buf *out, const struct xg_rec *rec)
{
	size_t start = out->len;
	int rc;

	if (rec->raw.n) {
		xg_buf_str(out, rec->raw);
		return xg_buf_char(out, '\n');
	}
	rc = xg_rec_write(out, rec);
	if (rc < 0) {
		out->len = start;
		xg_fail(io, 0, "cannot write a record of type %s: %s",
			xg_rec_type_name(rec->type), xg_err_text(rc));
		xg_status_at_end(io, XG_EXIT_FAILED);
	}
	return rc;
}

static int send(struct xg_io *io, const struct xg_rec *rec)
{
	if (io->over)
		return xg_after_emit(io);
	if (xg_selects(io))
		xg_select(io, rec);
	else
		xg_deliver(io->run, io->at + 1, rec);
	return xg_after_emit(io);
}

int xg_emit(struct xg_io *io, const struct xg_rec *rec)
{
	struct xg_rec made;

	if (rec->raw.n && rec->type != XG_REC_FOREIGN && rec != io->now) {
		/* Perhaps a changed copy of what was read. */
		made = *rec;
		made.raw = (struct xg_str){ 0 };
		rec = &made;
	}
	if (rec != io->now)
		xg_feed_back(io, rec);
	return send(io, rec);
}

int xg_forward(struct xg_io *io, const struct xg_rec *rec)
{
	if (io->in_feedback && rec == io->now)
		return 0;
	if (io->common.only && io->stage->takes)
		return xg_after_emit(io);
	return send(io, rec);
}

int xg_emit_line(
	struct xg_io *io, struct xg_str line, const char *name, int64_t at)
{
	struct xg_error err = { 0 };
	struct xg_rec rec;

	if (io->over)
		return xg_after_emit(io);
	if (!xg_selects(io)) {
		xg_deliver_text(io->run, io->at + 1, line);
		return xg_after_emit(io);
	}
	if (xg_rec_read(&io->reader, line, UINT64_MAX, &rec, &err) < 0)
		return xg_bad_line(io, name, at, line, &err);
	rec.raw = line;
	xg_select(io, &rec);
	return xg_after_emit(io);
}

void xg_take_lines(struct xg_io *io)
{
	io->lines = true;
}

int xg_pass(struct xg_io *io, const struct xg_rec *rec)
{
	return send(io, rec);
}

int xg_flush(struct xg_io *io)
{
	io->run->flush(io->run);
	return xg_after_emit(io);
}

/* Whole lines go on; the rest waits for its end. */
int xg_print(struct xg_io *io, const char *fmt, ...)
{
	char small[512];
	char *big = NULL;
	struct xg_str rest, line;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (n < 0)
		return xg_after_emit(io);
	if ((size_t)n >= sizeof small) {
		big = malloc((size_t)n + 1);
		if (!big)
			return xg_fail(io, XG_EXIT_FAILED, "out of memory");
		va_start(ap, fmt);
		vsnprintf(big, (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	xg_buf_add(&io->print, big ? big : small, (size_t)n);
	free(big);
	rest = xg_buf_view(&io->print);
	while (xg_str_find(rest, '\n') < rest.n) {
		line = xg_str_cut(&rest, '\n');
		xg_deliver_text(io->run, io->at + 1, line);
	}
	xg_buf_shift(&io->print, io->print.len - rest.n);
	return xg_after_emit(io);
}

void xg_hold(struct xg_io *io)
{
	io->held = true;
}

void xg_done(struct xg_io *io)
{
	io->held = false;
	if (io->input_ended || io->stopping || io->stage->no_input) {
		io->run->unsettled = true;
		return;
	}
	xg_stage_end(io, 0);
}

void xg_quit(struct xg_io *io, int status)
{
	xg_stage_end(io, status);
}
