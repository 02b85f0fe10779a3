/* How records move from stage to stage. */
#include "stage/fuse.h"

#include "io/clock.h"
#include "stage/stage_priv.h"

#define FLUSH_AT ((size_t)64 << 10)
#define BACK_MAX 65536 /* records of feedback that may wait */

void xg_stage_end(struct xg_io *io, int status)
{
	size_t i;

	io->run->status = xg_status_worse(io->run->status, status);
	/* What only feeds it would write into a closed pipe. */
	for (i = 0; i <= io->at; i++)
		io->run->io[i]->over = true;
	io->run->unsettled = true;
}

bool xg_run_over(const struct xg_run *run)
{
	return run->io[run->n - 1]->over;
}

/* ---- to stdout ---- */

static void out_check(struct xg_run *run)
{
	struct xg_io *last = run->io[run->n - 1];

	if (run->out.buf.failed) {
		run->out.buf.failed = false;
		xg_fail(last, 0,
			"stdout: its reader is %zu MiB behind; "
			"read faster, or write to a file",
			run->out.buf.len >> 20);
		xg_stage_end(last, XG_EXIT_FAILED);
	} else if (run->out.buf.len >= FLUSH_AT && !run->loop) {
		run->flush(run);
	}
	if (run->out_gone)
		xg_stage_end(last, 0);
}

void xg_deliver_text(struct xg_run *run, size_t at, struct xg_str line)
{
	if (at < run->n) {
		xg_input_line(run, at, line);
		return;
	}
	xg_buf_reserve(&run->out.buf, line.n + 1);
	xg_buf_str(&run->out.buf, line);
	xg_buf_char(&run->out.buf, '\n');
	out_check(run);
}

static void write_out(struct xg_run *run, const struct xg_rec *rec)
{
	xg_rec_text(run->io[run->n - 1], &run->out.buf, rec);
	out_check(run);
}

/* ---- to a stage ---- */

static void ended_by(struct xg_io *io, int status)
{
	if (status != 0 && !io->over)
		xg_stage_end(io, status);
}

static void give_text(struct xg_io *io, const struct xg_rec *rec)
{
	struct xg_buf text = { 0 };
	struct xg_str line = rec->raw;

	if (line.n == 0) {
		if (xg_rec_text(io, &text, rec) < 0)
			return;
		line = (struct xg_str){ text.p, text.len - 1 };
	}
	io->now_line = line;
	ended_by(io, io->stage->line(io, io->state, line));
	xg_buf_release(&text);
}

static bool takes(const struct xg_io *io, const struct xg_rec *rec)
{
	return rec->type > XG_REC_FOREIGN &&
	       (io->stage->takes & XG_REC_BIT(rec->type));
}

static void note_time(struct xg_io *io, const struct xg_rec *rec)
{
	if (rec->has & XG_HAS_RX)
		io->time = rec->rx;
	else if (rec->has & XG_HAS_TS)
		io->time = rec->ts;
}

static void give(struct xg_io *io, const struct xg_rec *rec)
{
	const struct xg_rec *before = io->now;
	struct xg_run *run = io->run;
	bool is_bad = run->bad_rec == rec && run->bad_at == io->at;

	io->now = rec;
	if (is_bad) {
		ended_by(io, xg_bad_input(io, rec->raw, run->bad_err));
	} else if (takes(io, rec) && run->bad_rec != rec) {
		note_time(io, rec);
		if (io->stage->record)
			ended_by(io, io->stage->record(io, io->state, rec));
	} else {
		if (rec->type == XG_REC_TICK)
			note_time(io, rec);
		if (!io->common.only)
			xg_deliver(run, io->at + 1, rec);
	}
	io->now = before;
}

void xg_deliver(struct xg_run *run, size_t at, const struct xg_rec *rec)
{
	struct xg_io *io;

	if (at >= run->n) {
		write_out(run, rec);
		return;
	}
	io = run->io[at];
	if (io->over)
		return;
	io->line++;
	if (io->lines)
		give_text(io, rec);
	else
		give(io, rec);
}

static bool is_blank(struct xg_str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\r')
			return false;
	}
	return true;
}

/* The stage that, among pipes, would be the first to find this line bad. */
static size_t who_finds(struct xg_run *run, size_t at, int type)
{
	size_t i;

	for (i = at; type >= 0 && i < run->n; i++) {
		if (run->io[i]->stage->takes & XG_REC_BIT(type))
			return i;
	}
	return at;
}

void xg_input_line(struct xg_run *run, size_t at, struct xg_str line)
{
	struct xg_io *io = run->io[at];
	struct xg_error err = { 0 };
	struct xg_rec rec;
	int type;

	if (io->over)
		return;
	if (io->lines) {
		io->line++;
		io->now_line = line;
		ended_by(io, io->stage->line(io, io->state, line));
		return;
	}
	if (is_blank(line)) {
		io->line++;
		return;
	}
	if (xg_rec_read(&io->reader, line, io->want, &rec, &err) == 0) {
		rec.raw = line;
		xg_deliver(run, at, &rec);
		return;
	}
	type = xg_rec_peek(line);
	rec = (struct xg_rec){ .type = type > 0 ? type : 0, .raw = line };
	run->bad_rec = &rec;
	run->bad_at = who_finds(run, at, type);
	run->bad_err = &err;
	xg_deliver(run, at, &rec);
	run->bad_rec = NULL;
	run->bad_err = NULL;
}

/* ---- ends ---- */

static void end_input_of(struct xg_io *io)
{
	if (io->input_ended)
		return;
	io->input_ended = true;
	if (io->over)
		return;
	if (io->print.len) {
		xg_deliver_text(io->run, io->at + 1, xg_buf_view(&io->print));
		xg_buf_clear(&io->print);
	}
	if (io->stage->finish && !xg_runs_verb(io) &&
		!(io->stopping && io->stage->stop))
		ended_by(io, io->stage->finish(io, io->state));
	io->run->unsettled = true;
}

void xg_input_end(struct xg_run *run)
{
	end_input_of(run->io[0]);
	xg_settle(run);
}

static void give_back(struct xg_run *run, const struct xg_back *b)
{
	size_t i;

	for (i = 0; i < b->from; i++) {
		struct xg_io *io = run->io[i];
		const struct xg_rec *before = io->now;

		if (io->over || !io->stage->feedback || !takes(io, b->rec) ||
			!io->stage->record)
			continue;
		io->now = b->rec;
		io->in_feedback = true;
		note_time(io, b->rec);
		ended_by(io, io->stage->record(io, io->state, b->rec));
		io->in_feedback = false;
		io->now = before;
	}
}

static void settle_back(struct xg_run *run)
{
	struct xg_back b;

	while (run->back_at < run->back_n) {
		b = run->back[run->back_at++];
		give_back(run, &b);
		xg_rec_free(b.rec);
	}
	run->back_at = run->back_n = 0;
}

void xg_settle(struct xg_run *run)
{
	size_t i;

	do {
		settle_back(run);
		if (!run->unsettled)
			continue;
		run->unsettled = false;
		for (i = 0; i < run->n; i++) {
			struct xg_io *io = run->io[i];

			if (io->input_ended && !io->held)
				io->over = true;
			if (io->over && i + 1 < run->n)
				end_input_of(run->io[i + 1]);
		}
	} while (run->unsettled || run->back_at < run->back_n);
}

#define BACK_TYPES \
	(XG_REC_BIT(XG_REC_EXEC) | XG_REC_BIT(XG_REC_FILL) | \
		XG_REC_BIT(XG_REC_BALANCE) | XG_REC_BIT(XG_REC_POSITION) | \
		XG_REC_BIT(XG_REC_REJECT))

static bool anyone_wants_back(const struct xg_io *io, int type)
{
	size_t i;

	if (!(BACK_TYPES & XG_REC_BIT(type)))
		return false;
	for (i = 0; i < io->at; i++) {
		const struct xg_stage *s = io->run->io[i]->stage;

		if (s->feedback && (s->takes & XG_REC_BIT(type)))
			return true;
	}
	return false;
}

void xg_feed_back(struct xg_io *io, const struct xg_rec *rec)
{
	struct xg_run *run = io->run;
	size_t cap = run->back_cap ? 2 * run->back_cap : 64;
	struct xg_back *p = run->back;
	struct xg_rec *copy;

	if (io->at == 0 || !anyone_wants_back(io, rec->type))
		return;
	if (run->back_n == run->back_cap && cap <= BACK_MAX) {
		p = realloc(run->back, cap * sizeof *p);
		if (p) {
			run->back = p;
			run->back_cap = cap;
		}
	}
	copy = run->back_n < run->back_cap ? xg_rec_dup(rec) : NULL;
	if (!copy) {
		xg_stage_end(io,
			xg_fail(io, XG_EXIT_FAILED,
				"too many records of feedback are waiting"));
		return;
	}
	run->back[run->back_n++] = (struct xg_back){ copy, io->at };
}

/* ---- clock and signals ---- */

bool xg_wants_wall(const struct xg_run *run)
{
	size_t i;

	for (i = 0; i < run->n; i++) {
		if (run->io[i]->wall)
			return true;
	}
	return false;
}

void xg_wall_tick(struct xg_run *run, int64_t now)
{
	static const struct xg_str none;
	struct xg_rec tick;
	size_t i;

	for (i = 0; i < run->n && !run->io[i]->wall; i++)
		continue;
	if (i == run->n || run->io[i]->over || run->io[i]->input_ended)
		return;
	xg_rec_start(&tick, XG_REC_TICK, none, none, 0, now);
	run->io[i]->line--; /* it is no line of the input */
	xg_deliver(run, i, &tick);
	xg_settle(run);
}

void xg_stop_all(struct xg_run *run)
{
	size_t i;

	for (i = 0; i < run->n; i++) {
		struct xg_io *io = run->io[i];

		if (io->over || io->stopping)
			continue;
		io->stopping = true;
		io->held = io->stage->stop; /* until it calls xg_done */
		if (io->stage->stop)
			io->stage->stop(io, io->state);
	}
	run->unsettled = true;
	xg_input_end(run);
}

void xg_signal_all(struct xg_run *run, int signo)
{
	size_t i;

	for (i = 0; i < run->n; i++) {
		struct xg_io *io = run->io[i];

		if (!io->over && io->stage->signal)
			io->stage->signal(io, io->state, signo);
	}
	xg_settle(run);
}
