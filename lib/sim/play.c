#include "sim/play.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define BURST 2000 /* lines in one turn */

static void finish(struct xg_sim_play *p)
{
	if (p->ended)
		return;
	p->ended = true;
	if (p->watch)
		xg_watch_set(p->watch, 0);
	if (p->end)
		p->end(p->ctx, p->records);
}

static void give(struct xg_sim_play *p, struct xg_str line, bool list_only)
{
	struct xg_error err = { 0 };
	int64_t at;
	int rc;

	if (!line.n)
		return;
	rc = xg_sim_world_record(
		p->world, line, list_only, xg_loop_now(p->loop), &at, &err);
	if (rc < 0 && !list_only && p->bad)
		p->bad(p->ctx, p->in.line, line, &err);
	p->records += rc > 0 && !list_only;
}

/* A piece of a line over 1 MiB; last = it ends here. */
static void piece(struct xg_sim_play *p, struct xg_str text, bool last)
{
	struct xg_error err = { 0 };

	xg_error_set(&err, XG_ERR_LIMIT, "the line is over 1 MiB");
	if (p->bad && (p->timer || p->watch)) /* told when it is played */
		p->bad(p->ctx, p->in.line, text, last ? &err : NULL);
}

/* The next whole line: 1, 0 when none is here now, -1 at the end. */
static int next_line(struct xg_sim_play *p, struct xg_str *line)
{
	struct xg_error err = { 0 };
	int rc;

	for (;;) {
		switch (xg_lines_take(&p->in, line)) {
		case XG_LINE_WHOLE:
			return 1;
		case XG_LINE_LONG:
			piece(p, *line, true);
			continue;
		case XG_LINE_PART:
			piece(p, *line, false);
			continue;
		case XG_LINE_NONE:
			break;
		}
		if (p->in.eof)
			return -1;
		rc = xg_lines_fill(&p->in, &err);
		if (rc == XG_ERR_STATE)
			return 0;
		if (rc < 0)
			return -1;
	}
}

/* When a line is due, on our clock; 0 = at once. */
static int64_t due(struct xg_sim_play *p, struct xg_str line)
{
	struct xg_error err = { 0 };
	struct xg_rec rec;
	int64_t at;

	if (!p->speed || xg_rec_read(&p->world->reader, line,
				 ~(uint64_t)0 & ~XG_REC_BIT(XG_REC_INST), &rec,
				 &err) < 0)
		return 0;
	at = rec.has & XG_HAS_RX ? rec.rx : rec.has & XG_HAS_TS ? rec.ts : 0;
	if (!at)
		return 0;
	if (!p->first) {
		p->first = at;
		p->began = xg_loop_mono(p->loop);
	}
	if (at < p->first)
		return 0;
	return p->began + (at - p->first) / p->speed * 100;
}

static void on_timer(struct xg_timer *timer, void *arg)
{
	struct xg_sim_play *p = arg;
	struct xg_str line;
	int64_t now = xg_loop_mono(p->loop), when;
	int rc = 1;

	for (int i = 0; i < BURST; i++) {
		if (!p->held.len) {
			rc = next_line(p, &line);
			if (rc <= 0)
				break;
			xg_buf_str(&p->held, line);
		}
		when = due(p, xg_buf_view(&p->held));
		if (when > now) {
			xg_timer_set(timer, when - now, 0);
			return;
		}
		give(p, xg_buf_view(&p->held), false);
		xg_buf_clear(&p->held);
	}
	if (rc < 0)
		finish(p);
	else
		xg_timer_set(timer, 1000, 0);
}

static void on_stdin(struct xg_watch *watch, int events, void *arg)
{
	struct xg_sim_play *p = arg;
	struct xg_str line;
	struct xg_error err = { 0 };
	int rc = xg_lines_fill(&p->in, &err);

	(void)watch;
	(void)events;
	for (;;) {
		switch (xg_lines_take(&p->in, &line)) {
		case XG_LINE_WHOLE:
			give(p, line, false);
			continue;
		case XG_LINE_LONG:
			piece(p, line, true);
			continue;
		case XG_LINE_PART:
			piece(p, line, false);
			continue;
		case XG_LINE_NONE:
			break;
		}
		break;
	}
	if (p->in.eof || rc == 0 || (rc < 0 && rc != XG_ERR_STATE))
		finish(p);
}

/* All symbols are listed before a client can ask for them. */
static int list_symbols(struct xg_sim_play *p, struct xg_error *err)
{
	struct xg_str line;

	while (next_line(p, &line) > 0)
		give(p, line, true);
	xg_lines_release(&p->in);
	p->in = (struct xg_lines){ .fd = p->in.fd };
	if (lseek(p->in.fd, 0, SEEK_SET) < 0)
		return xg_error_set(err, XG_ERR_SYSTEM,
			"cannot read %s twice: %s; give it as --from -",
			p->path, strerror(errno));
	return 0;
}

int xg_sim_play_start(struct xg_sim_play *p, struct xg_error *err)
{
	int rc;

	p->in = (struct xg_lines){ .fd = STDIN_FILENO };
	if (strcmp(p->path, "-") == 0) {
		p->watch =
			xg_watch_new(p->loop, STDIN_FILENO, on_stdin, p, err);
		return p->watch ? xg_watch_set(p->watch, XG_WATCH_READ)
				: XG_ERR_SYSTEM;
	}
	p->in.fd = open(p->path, O_RDONLY | O_CLOEXEC);
	if (p->in.fd < 0)
		return xg_error_set(err, XG_ERR_ABSENT, "cannot open %s: %s",
			p->path, strerror(errno));
	rc = list_symbols(p, err);
	if (rc < 0)
		return rc;
	p->timer = xg_timer_new(p->loop, on_timer, p);
	if (!p->timer)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	xg_timer_set(p->timer, 0, 0);
	return 0;
}

void xg_sim_play_release(struct xg_sim_play *p)
{
	if (p->timer)
		xg_timer_free(p->timer);
	if (p->watch)
		xg_watch_free(p->watch);
	if (p->in.fd > STDIN_FILENO)
		close(p->in.fd);
	xg_lines_release(&p->in);
	xg_buf_release(&p->held);
}
