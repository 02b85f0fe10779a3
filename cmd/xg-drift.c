/* xg-drift: raw frames against the pinned shape of each venue's messages. */
#include <stdio.h>

#include "drift/shape.h"
#include "io/file.h"
#include "stage/stage.h"
#include "venue/venue.h"

#define VENUES_MAX 64
#define PINS_MAX ((size_t)16 << 20)

/* Shapes that this build knows (build/gen, from lib/venue/NAME/shape.ndjson). */
struct xg_pins {
	const char *venue, *text, *end;
};
extern const struct xg_pins xg_all_pins[];

struct venue {
	char name[32];
	const struct xg_venue *v; /* NULL: this build does not know it */
	struct xg_shape shape;
	bool pinned; /* it had pins at the start */
};

struct drift {
	struct xg_opt_list pins; /* VENUE=FILE */
	struct xg_io *io;
	bool pinning;
	struct venue venue[VENUES_MAX];
	int venues;
	struct xg_map told; /* differences that were told */
	struct xg_buf kind, text;
	int64_t rx, frames;
	ptrdiff_t at; /* the venue of the frame in work */
};

static struct venue *venue_of(struct drift *s, struct xg_str name)
{
	struct venue *v;

	for (int i = 0; i < s->venues; i++)
		if (xg_str_is_text(name, s->venue[i].name))
			return &s->venue[i];
	if (s->venues == VENUES_MAX)
		return NULL;
	v = &s->venue[s->venues];
	if (!name.n || !xg_str_copy(v->name, sizeof v->name, name))
		return NULL;
	v->v = xg_venue_find(name);
	s->venues++;
	return v;
}

static int read_pins(struct drift *s, const char *name, struct xg_str text)
{
	struct venue *v = venue_of(s, xg_str_from(name));
	struct xg_error err = { 0 };

	if (!v || v->pinned)
		return 0;
	v->pinned = true;
	if (xg_shape_read(&v->shape, text, &err) == 0)
		return 0;
	return xg_fail(s->io, XG_EXIT_CONFIG, "pins of %s:%lld:%lld: %s", name,
		(long long)err.line, (long long)err.col, err.text);
}

/* The pins of a folder: of the venue of its name, and of those that share it
 * (coinbase, coinbase-exchange). */
static int read_own(struct drift *s, const struct xg_pins *p)
{
	struct xg_str text = { p->text, (size_t)(p->end - p->text) };
	size_t n = strlen(p->venue);
	const struct xg_venue *v;
	int rc = read_pins(s, p->venue, text);

	for (size_t i = 0; rc == 0 && (v = xg_venue_at(i)); i++)
		if (strncmp(v->name, p->venue, n) == 0 && v->name[n] == '-')
			rc = read_pins(s, v->name, text);
	return rc;
}

static int drift_open(struct xg_io *io, void *state)
{
	struct drift *s = state;
	int rc = 0;

	s->io = io;
	s->pinning = xg_verb_name(io) != NULL;
	for (size_t i = 0; i < s->pins.n && rc == 0; i++) {
		struct xg_str file = xg_str_from(s->pins.item[i]);
		struct xg_str name = xg_str_cut(&file, '=');
		struct xg_buf text = { 0 };
		struct xg_error err = { 0 };
		char venue[32];

		if (!name.n || !file.n ||
			!xg_str_copy(venue, sizeof venue, name))
			return xg_fail(io, XG_EXIT_USAGE,
				"--pins: '%.60s' is not VENUE=FILE",
				s->pins.item[i]);
		if (xg_file_read(&text, file.p, PINS_MAX, &err) < 0)
			rc = xg_fail(
				io, XG_EXIT_CONFIG, "--pins: %s", err.text);
		else
			rc = read_pins(s, venue, xg_buf_view(&text));
		xg_buf_release(&text);
	}
	for (const struct xg_pins *p = xg_all_pins;
		!s->pinning && p->venue && rc == 0; p++)
		rc = read_own(s, p);
	return rc;
}

static int kind_of(
	struct drift *s, const struct venue *v, const struct xg_raw *raw)
{
	struct xg_str first = XG_STR("ws");
	const char *const *rules;

	xg_buf_clear(&s->kind);
	if (xg_str_is(raw->ch, XG_STR("rest"))) {
		xg_shape_rest_kind(&s->kind, raw->req);
		return s->kind.failed ? XG_ERR_MEMORY : 0;
	}
	rules = v->v ? v->v->kinds : NULL;
	if (rules && rules[0] && strcmp(rules[0], "@market") == 0) {
		struct xg_str rest = raw->market;

		rules++;
		first = xg_str_cut(&rest, '-');
	}
	return xg_shape_kind(&s->kind, first, raw->data, rules);
}

static int on_drift(void *ctx, const struct xg_drift *d)
{
	static const char *const codes[] = { "drift_kind", "drift_new",
		"drift_missing", "drift_type" };
	struct drift *s = ctx;
	char what[300], msg[500];
	struct xg_rec rec;
	bool made;

	xg_drift_say(what, sizeof what, d);
	snprintf(msg, sizeof msg, "%.*s: %s", XG_STR_ARG(d->kind), what);
	xg_buf_clear(&s->text);
	xg_buf_printf(&s->text, "%s %s", s->venue[s->at].name, msg);
	if (!xg_map_put(&s->told, xg_buf_view(&s->text), &made))
		return xg_fail(s->io, XG_EXIT_FAILED, "out of memory");
	if (!made)
		return 0;
	xg_status_at_end(s->io, XG_EXIT_FAILED);
	xg_rec_start(&rec, XG_REC_ALERT, xg_str_from(s->venue[s->at].name),
		(struct xg_str){ 0 }, 0, s->rx);
	XG_REC_SET(&rec, alert.level, XG_WARN);
	XG_REC_SET(&rec, alert.code, xg_str_from(codes[d->what]));
	XG_REC_SET(&rec, alert.msg, xg_str_from(msg));
	return xg_emit(s->io, &rec);
}

static int drift_record(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	struct drift *s = state;
	const struct xg_raw *raw = &rec->u.rawf;
	struct venue *v;
	int rc = s->pinning ? 0 : xg_forward(io, rec);

	if (rc || !xg_str_is(raw->dir, XG_STR("in")) || !raw->data.n)
		return rc;
	v = venue_of(s, rec->venue);
	if (!v || (!v->pinned && !s->pinning))
		return 0;
	s->frames++;
	s->at = v - s->venue;
	s->rx = rec->rx;
	rc = kind_of(s, v, raw);
	if (rc == 0 && s->pinning)
		rc = xg_shape_learn(
			&v->shape, xg_buf_view(&s->kind), raw->data);
	else if (rc == 0)
		rc = xg_shape_check(&v->shape, xg_buf_view(&s->kind), raw->data,
			on_drift, s);
	if (rc == XG_ERR_LIMIT)
		return xg_fail(io, XG_EXIT_FAILED,
			"%s: too many different members", v->name);
	return rc < 0 ? xg_fail(io, XG_EXIT_FAILED, "%s", xg_err_text(rc)) : rc;
}

static int drift_finish(struct xg_io *io, void *state)
{
	struct drift *s = state;

	for (int i = 0; s->pinning && i < s->venues; i++) {
		int rc;

		xg_buf_clear(&s->text);
		if (xg_shape_write(&s->venue[i].shape, &s->text) < 0)
			return xg_fail(io, XG_EXIT_FAILED, "out of memory");
		rc = xg_print(io, "%.*s", XG_STR_ARG(xg_buf_view(&s->text)));
		if (rc)
			return rc;
	}
	for (int i = 0; !s->pinning && i < s->venues; i++)
		if (!s->venue[i].pinned)
			xg_warn(io,
				"%s has no pins: its frames were not "
				"compared; make some with xg-drift pin",
				s->venue[i].name);
	xg_note(io, "%lld frames, %zu differences", (long long)s->frames,
		s->told.used);
	return 0;
}

static void drift_close(struct xg_io *io, void *state)
{
	struct drift *s = state;

	(void)io;
	for (int i = 0; i < s->venues; i++)
		xg_shape_release(&s->venue[i].shape);
	xg_map_release(&s->told);
	xg_buf_release(&s->kind);
	xg_buf_release(&s->text);
}

static const struct xg_opt drift_opts[] = {
	{ .name = "pins",
		.arg = "file",
		.kind = XG_OPT_LIST,
		.off = offsetof(struct drift, pins),
		.help = "VENUE=FILE: pins of a venue, before the built-in" },
	{ 0 }
};

static const struct xg_verb verbs[] = {
	{ .name = "pin",
		.synopsis = "",
		.help = "print the shape of the frames that come" },
	{ 0 }
};

const struct xg_stage xg_drift_stage = {
	.name = "xg-drift",
	.summary = "compare raw frames with the pinned shape of messages",
	.synopsis = "",
	.opts = drift_opts,
	.verbs = verbs,
	.verb_optional = true,
	.size = sizeof(struct drift),
	.takes = XG_REC_BIT(XG_REC_RAW),
	.gives = XG_REC_BIT(XG_REC_ALERT),
	.exits = 1u << XG_EXIT_FAILED | 1u << XG_EXIT_CONFIG,
	.examples =
		(const char *const[]){
			"xg-feed okx:BTC-USDT --raw | xg-drift | xg-decode",
			"xg-drift pin <day.ndjson >okx.pins",
			"xg-drift -n --pins okx=okx.pins <today.ndjson", NULL },
	.open = drift_open,
	.record = drift_record,
	.finish = drift_finish,
	.close = drift_close,
};
