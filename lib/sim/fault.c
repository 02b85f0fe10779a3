#include "sim/fault.h"

#include <string.h>

#include "base/time.h"

static const char *const kinds[XG_FAULTS] = {
	[XG_FAULT_DISCONNECT] = "disconnect",
	[XG_FAULT_SHUTDOWN] = "shutdown",
	[XG_FAULT_GAP] = "gap",
	[XG_FAULT_CHECKSUM] = "checksum",
	[XG_FAULT_DUP] = "dup",
	[XG_FAULT_DELAY] = "delay",
	[XG_FAULT_STALL] = "stall",
	[XG_FAULT_429] = "429",
	[XG_FAULT_418] = "418",
	[XG_FAULT_5XX] = "5xx",
	[XG_FAULT_MAINTENANCE] = "maintenance",
	[XG_FAULT_SKEW] = "skew",
	[XG_FAULT_LOST_ACK] = "lost-ack",
	[XG_FAULT_DROP] = "drop",
};
static const char *const ons[] = {
	[XG_ON_ANY] = "any",
	[XG_ON_BOOK] = "book",
	[XG_ON_TRADE] = "trade",
	[XG_ON_MARKET] = "market",
	[XG_ON_USER] = "user",
	[XG_ON_FILL] = "fill",
	[XG_ON_REPLY] = "reply",
	[XG_ON_REST] = "rest",
	[XG_ON_ORDER] = "order",
	[XG_ON_CANCEL] = "cancel",
	[XG_ON_AMEND] = "amend",
};
/* What a fault concerns when its rule does not say. */
static const enum xg_fault_on usual[XG_FAULTS] = {
	[XG_FAULT_GAP] = XG_ON_BOOK,
	[XG_FAULT_CHECKSUM] = XG_ON_BOOK,
	[XG_FAULT_DUP] = XG_ON_FILL,
	[XG_FAULT_LOST_ACK] = XG_ON_ORDER,
	[XG_FAULT_DROP] = XG_ON_ORDER,
};

const char *xg_fault_name(enum xg_fault_kind kind)
{
	return kinds[kind];
}

static int find(const char *const *list, size_t n, struct xg_str word)
{
	for (size_t i = 0; i < n; i++)
		if (xg_str_is_text(word, list[i]))
			return (int)i;
	return -1;
}

static int bad(struct xg_error *err, struct xg_str word, const char *why)
{
	return xg_error_set(err, XG_ERR_SYNTAX, "fault: \"%.*s\" %s",
		(int)(word.n > 60 ? 60 : word.n), word.p, why);
}

/* A probability with up to nine decimals, as parts of 2^32. */
static int parse_prob(uint64_t *out, struct xg_str s)
{
	uint64_t num = 0, den = 1;
	size_t i = 0;

	if (xg_str_has_prefix(s, XG_STR("0.")))
		i = 2;
	else if (!xg_str_is(s, XG_STR("1")))
		return XG_ERR_SYNTAX;
	if (i == s.n || s.n > 11)
		return XG_ERR_SYNTAX;
	for (; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return XG_ERR_SYNTAX;
		num = num * 10 + (uint64_t)(s.p[i] - '0');
		den *= s.p[0] == '1' ? 1 : 10;
	}
	*out = (num << 32) / den;
	return *out ? 0 : XG_ERR_RANGE;
}

static int parse_span(int64_t *out, struct xg_str s, bool is_signed)
{
	bool minus = is_signed && s.n && s.p[0] == '-';
	int rc;

	if (minus) {
		s.p++;
		s.n--;
	}
	rc = xg_time_parse_span(s, out);
	if (rc == 0 && minus)
		*out = -*out;
	return rc;
}

static int set(struct xg_fault *r, struct xg_str key, struct xg_str val)
{
	int i;

	if (xg_str_is_text(key, "at"))
		return parse_span(&r->at, val, false);
	if (xg_str_is_text(key, "every"))
		return parse_span(&r->every, val, false);
	if (xg_str_is_text(key, "for"))
		return parse_span(&r->span, val, false);
	if (xg_str_is_text(key, "by"))
		return parse_span(&r->by, val, r->kind == XG_FAULT_SKEW);
	if (xg_str_is_text(key, "nth"))
		return xg_str_i64(val, &r->nth);
	if (xg_str_is_text(key, "max"))
		return xg_str_i64(val, &r->max);
	if (xg_str_is_text(key, "prob"))
		return parse_prob(&r->prob, val);
	if (xg_str_is_text(key, "venue"))
		return xg_str_copy(r->venue, sizeof r->venue, val)
			       ? 0
			       : XG_ERR_RANGE;
	if (xg_str_is_text(key, "sym"))
		return xg_str_copy(r->sym, sizeof r->sym, val) ? 0
							       : XG_ERR_RANGE;
	if (!xg_str_is_text(key, "on"))
		return XG_ERR_ABSENT;
	i = find(ons, sizeof ons / sizeof *ons, val);
	if (i < 0)
		return XG_ERR_RANGE;
	r->on = (enum xg_fault_on)i;
	return 0;
}

int xg_fault_add(struct xg_faults *f, struct xg_str rule, struct xg_error *err)
{
	struct xg_str word = xg_str_cut(&rule, ',');
	int kind = find(kinds, XG_FAULTS, word), rc;
	struct xg_fault r = { 0 };

	if (kind < 0)
		return bad(err, word, "is no kind of fault; see xg-faults(7)");
	if (f->n == XG_FAULT_RULES)
		return xg_error_set(err, XG_ERR_LIMIT, "fault: too many rules");
	r.kind = (enum xg_fault_kind)kind;
	r.on = usual[kind];
	while (rule.n) {
		struct xg_str val, key;

		word = val = xg_str_cut(&rule, ',');
		key = xg_str_cut(&val, '=');
		rc = set(&r, key, val);
		if (rc == XG_ERR_ABSENT)
			return bad(err, word, "is not known; see xg-faults(7)");
		if (rc < 0)
			return bad(err, word, "has no value that it can take");
	}
	if (r.at < 0 || r.every < 0 || r.span < 0 || r.nth < 0 || r.max < 0)
		return xg_error_set(err, XG_ERR_RANGE,
			"fault: a number of %s is negative", kinds[kind]);
	if ((r.kind == XG_FAULT_DELAY || r.kind == XG_FAULT_SKEW) && !r.by)
		return xg_error_set(err, XG_ERR_SYNTAX,
			"fault: %s needs by=TIME", kinds[kind]);
	f->rule[f->n++] = r;
	return 0;
}

void xg_fault_start(struct xg_faults *f, uint64_t seed, int64_t now)
{
	f->rng.s = seed;
	f->start = now;
	for (int i = 0; i < f->n; i++) {
		struct xg_fault *r = &f->rule[i];

		r->seen = r->done = 0;
		r->next = r->at ? r->at : r->every;
	}
}

/* Rules by time: inside a window, or the first question after it is due. */
static bool timed(struct xg_fault *r, int64_t t)
{
	if (t < r->next)
		return false;
	if (r->span) {
		while (r->every && t >= r->next + r->every)
			r->next += r->every;
		return t < r->next + r->span;
	}
	if (!r->every) {
		r->next = INT64_MAX;
		return true;
	}
	while (r->next <= t)
		r->next += r->every;
	return true;
}

static bool fits(const struct xg_fault *r, const char *venue, const char *sym,
	enum xg_fault_on on)
{
	return (!r->venue[0] || strcmp(r->venue, venue) == 0) &&
	       (!r->sym[0] || strcmp(r->sym, sym) == 0) &&
	       (r->on == XG_ON_ANY || r->on == on ||
		       (r->on == XG_ON_USER && on == XG_ON_FILL));
}

static bool happens(struct xg_faults *f, struct xg_fault *r, int64_t t)
{
	r->seen++;
	if (r->max && r->done >= r->max)
		return false;
	if ((r->at || r->every) && !timed(r, t))
		return false;
	if (r->nth && r->seen % r->nth != 0)
		return false;
	if (r->prob && (xg_rng_next(&f->rng) >> 32) >= r->prob)
		return false;
	r->done++;
	return true;
}

bool xg_fault_ask(struct xg_faults *f, enum xg_fault_kind kind,
	const char *venue, const char *sym, enum xg_fault_on on, int64_t now,
	int64_t *amount)
{
	int64_t t = now - f->start, left;
	bool yes = false;

	if (amount)
		*amount = 0;
	for (int i = 0; i < f->n; i++) {
		struct xg_fault *r = &f->rule[i];

		if (r->kind != kind || !fits(r, venue, sym, on) ||
			!happens(f, r, t))
			continue;
		yes = true;
		left = r->by;
		if (!left && r->span && r->next != INT64_MAX)
			left = r->next + r->span - t;
		if (amount && left > *amount)
			*amount = left;
	}
	return yes;
}

int64_t xg_fault_skew(struct xg_faults *f, const char *venue, int64_t now)
{
	int64_t sum = 0, t = now - f->start;

	for (int i = 0; i < f->n; i++) {
		const struct xg_fault *r = &f->rule[i];

		if (r->kind != XG_FAULT_SKEW ||
			!fits(r, venue, "", XG_ON_ANY) || t < r->at)
			continue;
		if (!r->span || t < r->at + r->span)
			sum += r->by;
	}
	return sum;
}
