/* A decoder for tests of venues: what it makes of a frame as text. */
#ifndef XG_TESTS_VENUE_KIT_H
#define XG_TESTS_VENUE_KIT_H

#include "tap.h"
#include "venue/decoder.h"
#include "venue/venue.h"

/* Zero-filled, then kit_start. */
struct kit {
	struct xg_insts insts;
	struct xg_decoder d;
	struct xg_buf out;   /* records of the last call, one a line */
	struct xg_buf wants; /* "kind topic id conn" of the last call */
	struct xg_error err;
	int64_t conn;
};

/* JSON with ' for ", in one of a few buffers that are used in turn. */
__attribute__((unused)) static const char *q(const char *text)
{
	static char buf[8][8192];
	static int at;
	char *out = buf[at = (at + 1) % 8];
	size_t n = strlen(text);

	if (n >= sizeof buf[0])
		abort();
	for (size_t i = 0; i <= n; i++)
		out[i] = (char)(text[i] == '\'' ? '"' : text[i]);
	return out;
}

__attribute__((unused)) static int kit_rec(void *ctx, const struct xg_rec *rec)
{
	struct kit *k = ctx;
	size_t before = k->out.len;

	if (xg_rec_write(&k->out, rec) < 0) {
		k->out.len = before;
		xg_buf_printf(&k->out,
			"(a %s record without a member that it "
			"must have)\n",
			xg_rec_type_name(rec->type));
	}
	return 0;
}

__attribute__((unused)) static int kit_want(void *ctx, const struct xg_want *w)
{
	static const char *const kinds[] = {
		[XG_WANT_SNAPSHOT] = "snapshot",
		[XG_WANT_RESUB] = "resub",
		[XG_WANT_ACK] = "ack",
		[XG_WANT_NACK] = "nack",
		[XG_WANT_SEND] = "send",
		[XG_WANT_RECONNECT] = "reconnect",
		[XG_WANT_DROP] = "drop",
		[XG_WANT_READY] = "ready",
		[XG_WANT_ALIVE] = "alive",
		[XG_WANT_LOGIN_OK] = "login_ok",
		[XG_WANT_LOGIN_BAD] = "login_bad",
		[XG_WANT_TOKEN] = "token",
	};
	struct kit *k = ctx;

	return xg_buf_printf(&k->wants, "%s %.*s %lld %lld\n", kinds[w->kind],
		(int)w->topic.n, w->topic.n ? w->topic.p : "", (long long)w->id,
		(long long)w->conn);
}

__attribute__((unused)) static struct xg_sink kit_sink(struct kit *k)
{
	return (struct xg_sink){ .ctx = k, .rec = kit_rec, .want = kit_want };
}

__attribute__((unused)) static void kit_start(struct kit *k, const char *venue)
{
	struct xg_sink sink = kit_sink(k);

	xg_decoder_init(
		&k->d, xg_venue_find(xg_str_from(venue)), &k->insts, &sink);
	k->conn = 1;
}

__attribute__((unused)) static void kit_end(struct kit *k)
{
	xg_decoder_release(&k->d);
	xg_insts_release(&k->insts);
	xg_buf_release(&k->out);
	xg_buf_release(&k->wants);
}

__attribute__((unused)) static void kit_clear(struct kit *k)
{
	xg_buf_clear(&k->out);
	xg_buf_clear(&k->wants);
	k->err = (struct xg_error){ 0 };
}

/* An inst record as text is learned. */
__attribute__((unused)) static void kit_inst(struct kit *k, const char *line)
{
	struct xg_rec_reader r = { 0 };
	struct xg_rec rec;

	if (xg_rec_read(&r, xg_str_from(q(line)), UINT64_MAX, &rec, &k->err) <
			0 ||
		xg_insts_put(&k->insts, &rec) < 0)
		abort();
	xg_rec_reader_release(&r);
}

/* A frame of the WebSocket (or, with req, an answer of REST) at microsecond
 * 1,000,000 of receipt. */
__attribute__((unused)) static int kit_raw(
	struct kit *k, struct xg_str data, const char *req, bool is_json)
{
	struct xg_rec rec;

	kit_clear(k);
	xg_rec_start(&rec, XG_REC_RAW, xg_str_from(k->d.venue->name),
		(struct xg_str){ NULL, 0 }, 0, 1000000);
	XG_REC_SET(&rec, rawf.conn, k->conn);
	XG_REC_SET(&rec, rawf.ch, req ? XG_STR("rest") : XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	if (req)
		XG_REC_SET(&rec, rawf.req, xg_str_from(req));
	if (is_json)
		XG_REC_SET(&rec, rawf.data, data);
	else
		XG_REC_SET(&rec, rawf.text, data);
	return xg_decoder_rec(&k->d, &rec, &k->err);
}

__attribute__((unused)) static int kit_frame(struct kit *k, const char *text)
{
	return kit_raw(k, xg_str_from(q(text)), NULL, true);
}

/* The frame is read and gives exactly these records (lines, ' for "). */
#define gives(k, frame, records, ...) \
	do { \
		int gives_rc = kit_frame((k), (frame)); \
		const char *gives_want = q(records); \
		if (gives_rc < 0) \
			is_int(gives_rc, 0, __VA_ARGS__); \
		else \
			is_text((k)->out.p ? (k)->out.p : "", (k)->out.len, \
				gives_want, __VA_ARGS__); \
	} while (0)
/* ... and exactly these wants. */
#define wants(k, frame, text, ...) \
	do { \
		kit_frame((k), (frame)); \
		is_text((k)->wants.p ? (k)->wants.p : "", (k)->wants.len, \
			(text), __VA_ARGS__); \
	} while (0)
/* The frame is refused and nothing of it comes out. */
#define refuses(k, frame, ...) \
	do { \
		int refuses_rc = kit_frame((k), (frame)); \
		ok(refuses_rc < 0 && (k)->out.len == 0 && (k)->err.text[0], \
			__VA_ARGS__); \
	} while (0)

#endif
