#include "merge/merge.h"

#include <stdlib.h>

#include "base/err.h"
#include "json/pull.h"

int xg_merge_init(struct xg_merge *m, size_t inputs, int64_t window)
{
	*m = (struct xg_merge){ .n = inputs, .window = window };
	m->in = calloc(inputs ? inputs : 1, sizeof *m->in);
	return m->in ? 0 : XG_ERR_MEMORY;
}

void xg_merge_release(struct xg_merge *m)
{
	for (size_t i = 0; m->in && i < m->n; i++) {
		xg_buf_release(&m->in[i].text);
		free(m->in[i].line);
	}
	free(m->in);
	*m = (struct xg_merge){ 0 };
}

/* Moves what waits to the front once most of the text has gone. */
static void tidy(struct xg_merge_input *in)
{
	size_t gone = in->n > in->first ? in->line[in->first].at : in->text.len;

	if (in->first == in->n) {
		xg_buf_clear(&in->text);
		in->first = in->n = 0;
		return;
	}
	if (gone < ((size_t)64 << 10) || gone < in->text.len / 2)
		return;
	xg_buf_shift(&in->text, gone);
	in->n -= in->first;
	memmove(in->line, in->line + in->first, in->n * sizeof *in->line);
	in->first = 0;
	for (size_t i = 0; i < in->n; i++)
		in->line[i].at -= gone;
}

int xg_merge_add(struct xg_merge *m, size_t i, struct xg_str line, int64_t time,
	int64_t number, int64_t now)
{
	struct xg_merge_input *in = &m->in[i];
	size_t cap = in->cap ? in->cap * 2 : 64;

	tidy(in);
	if (in->n == in->cap) {
		void *p = realloc(in->line, cap * sizeof *in->line);

		if (!p)
			return XG_ERR_MEMORY;
		in->line = p;
		in->cap = cap;
	}
	if (time)
		in->last = time;
	in->line[in->n] = (struct xg_merge_line){ .at = in->text.len,
		.n = line.n,
		.time = in->last,
		.arrived = now,
		.number = number,
		.is_untimed = time == 0 };
	if (line.n && xg_buf_str(&in->text, line) < 0)
		return XG_ERR_MEMORY;
	in->n++;
	return 0;
}

void xg_merge_end(struct xg_merge *m, size_t i)
{
	m->in[i].ended = true;
}

bool xg_merge_is_full(const struct xg_merge *m, size_t i)
{
	const struct xg_merge_input *in = &m->in[i];

	return in->first < in->n &&
	       in->text.len - in->line[in->first].at >= XG_MERGE_BYTES;
}

size_t xg_merge_starved(const struct xg_merge *m)
{
	size_t i = 0;

	while (i < m->n && (m->in[i].ended || m->in[i].first < m->in[i].n))
		i++;
	return i;
}

/* The input whose first line is the earliest; m->n when nothing waits. */
static size_t earliest(const struct xg_merge *m)
{
	size_t best = m->n;

	for (size_t i = 0; i < m->n; i++) {
		const struct xg_merge_input *in = &m->in[i];

		if (in->first == in->n)
			continue;
		if (best == m->n ||
			in->line[in->first].time <
				m->in[best].line[m->in[best].first].time)
			best = i;
	}
	return best;
}

/* The first line that any input has waiting for the window's end. */
static int64_t oldest_arrival(const struct xg_merge *m)
{
	int64_t oldest = XG_MERGE_NEVER;

	for (size_t i = 0; i < m->n; i++) {
		const struct xg_merge_input *in = &m->in[i];

		if (in->first < in->n && in->line[in->first].arrived < oldest)
			oldest = in->line[in->first].arrived;
	}
	return oldest;
}

int64_t xg_merge_deadline(const struct xg_merge *m)
{
	int64_t oldest = oldest_arrival(m);

	if (oldest == XG_MERGE_NEVER)
		return XG_MERGE_NEVER;
	if (xg_merge_starved(m) == m->n)
		return INT64_MIN;
	return m->window == XG_MERGE_NEVER ? XG_MERGE_NEVER
					   : oldest + m->window;
}

bool xg_merge_next(struct xg_merge *m, int64_t now, size_t *input,
	struct xg_merge_line *line, struct xg_str *text)
{
	size_t i = earliest(m);
	struct xg_merge_input *in;

	if (i == m->n || now < xg_merge_deadline(m))
		return false;
	in = &m->in[i];
	*input = i;
	*line = in->line[in->first++];
	*text = (struct xg_str){ in->text.p + line->at, line->n };
	return true;
}

int64_t xg_merge_time(struct xg_str line)
{
	static const char *const names[] = { "rx", "ts" };
	struct xg_str text;
	int64_t t;

	size_t at = 0;

	while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t'))
		at++;
	if (at == line.n || line.p[at] != '{')
		return XG_ERR_TYPE;
	for (size_t i = 0; i < XG_LEN(names); i++) {
		int rc = xg_json_find(line, names[i], &text);

		if (rc < 0)
			return rc;
		if (rc > 0 && xg_str_i64(text, &t) == 0 && t > 0)
			return t;
	}
	return 0;
}
