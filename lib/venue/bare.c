#include "venue/bare.h"

#include "base/time.h"

#define TIME_MAX 40 /* longest time in front of a frame */

static struct xg_str trim(struct xg_str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) {
		s.p++;
		s.n--;
	}
	while (s.n && strchr(" \t\r", s.p[s.n - 1]))
		s.n--;
	return s;
}

/* Microseconds of a number whose unit its size tells: seconds until the year
 * 5138 have at most 11 digits, milliseconds 14, microseconds 17. */
static int epoch(struct xg_str s, int64_t *us)
{
	struct xg_str whole = xg_str_cut(&s, '.');
	int64_t v, unit = XG_US_PER_S, part = 0;

	if (whole.n == 0 || whole.n > 19 || xg_str_i64(whole, &v) < 0 || v < 0)
		return XG_ERR_SYNTAX;
	if (whole.n > 17) {
		*us = v / 1000;
		return 0;
	}
	if (whole.n > 14)
		unit = 1;
	else if (whole.n > 11)
		unit = XG_US_PER_MS;
	*us = v * unit;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return XG_ERR_SYNTAX;
		unit /= 10;
		part += (s.p[i] - '0') * unit;
	}
	*us += part;
	return 0;
}

/* Takes a time off the front of *s. */
static bool take_time(struct xg_str *s, int64_t *us)
{
	struct xg_str head = { s->p, 0 }, rest;

	while (head.n < s->n && head.n < TIME_MAX && s->p[head.n] != ' ')
		head.n++;
	if (head.n == 0 || head.n >= s->n || s->p[head.n] != ' ')
		return false;
	rest = (struct xg_str){ s->p + head.n, s->n - head.n };
	if (head.p[head.n - 1] == ':')
		head.n--;
	if (xg_time_parse_iso(head, us) < 0 && epoch(head, us) < 0)
		return false;
	*s = trim(rest);
	return true;
}

int xg_bare_read(struct xg_bare *b, struct xg_str line, struct xg_rec *out)
{
	struct xg_str frame = trim(line);

	if (b->conn == 0)
		b->conn = 1;
	take_time(&frame, &b->rx);
	if (frame.n == 0) {
		b->conn++;
		return 0;
	}
	xg_rec_start(out, XG_REC_RAW, b->venue, (struct xg_str){ NULL, 0 }, 0,
		b->rx);
	XG_REC_SET(out, rawf.conn, b->conn);
	XG_REC_SET(out, rawf.ch, XG_STR("ws"));
	XG_REC_SET(out, rawf.dir, XG_STR("in"));
	XG_REC_SET(out, rawf.market, b->market);
	if (frame.p[0] == '{' || frame.p[0] == '[')
		XG_REC_SET(out, rawf.data, frame);
	else
		XG_REC_SET(out, rawf.text, frame);
	return 1;
}
