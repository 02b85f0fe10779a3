/* A decoder whose records and wants become lines of text, for golden tests.
 * Records are as xg-records(5) writes them; a want is "want KIND conn=.. ...". */
#ifndef XG_TESTS_DECODE_H
#define XG_TESTS_DECODE_H

#include <stdio.h>
#include <stdlib.h>

#include "book/book.h"
#include "venue/decoder.h"

struct decode {
	struct xg_insts insts;
	struct xg_decoder d;
	struct xg_rec_reader reader;
	struct xg_buf out; /* lines */
	long recs[XG_REC_TYPES], wants;
	long crossed; /* books that were crossed after a record */
};

__attribute__((unused)) static int decode_rec(
	void *ctx, const struct xg_rec *rec)
{
	struct decode *t = ctx;

	t->recs[rec->type]++;
	for (size_t i = 0; rec->type == XG_REC_BOOK && i < t->d.syncs.n; i++)
		t->crossed += xg_book_is_crossed(&t->d.syncs.list[i]->book);
	return xg_rec_write(&t->out, rec);
}

__attribute__((unused)) static int decode_want(
	void *ctx, const struct xg_want *w)
{
	static const char *const names[] = { [XG_WANT_SNAPSHOT] = "snapshot",
		[XG_WANT_RESUB] = "resub",
		[XG_WANT_ACK] = "ack",
		[XG_WANT_NACK] = "nack",
		[XG_WANT_SEND] = "send",
		[XG_WANT_RECONNECT] = "reconnect",
		[XG_WANT_LOGIN_OK] = "login-ok",
		[XG_WANT_LOGIN_BAD] = "login-bad",
		[XG_WANT_TOKEN] = "token",
		[XG_WANT_ALIVE] = "alive",
		[XG_WANT_DROP] = "drop",
		[XG_WANT_READY] = "ready" };
	struct decode *t = ctx;

	t->wants++;
	xg_buf_printf(&t->out, "want %s conn=%lld", names[w->kind],
		(long long)w->conn);
	if (w->inst)
		xg_buf_printf(&t->out, " sym=%.*s", XG_STR_ARG(w->inst->sym));
	if (w->id)
		xg_buf_printf(&t->out, " id=%lld", (long long)w->id);
	if (w->topic.n)
		xg_buf_printf(&t->out, " topic=%.*s", XG_STR_ARG(w->topic));
	if (w->again)
		xg_buf_text(&t->out, " again");
	if (w->text.n)
		xg_buf_printf(&t->out, " text=%.*s", XG_STR_ARG(w->text));
	if (w->detail.n)
		xg_buf_printf(&t->out, " detail=%.*s", XG_STR_ARG(w->detail));
	return xg_buf_char(&t->out, '\n');
}

/* A new decoder; t is zeroed. */
__attribute__((unused)) static void decode_open(
	struct decode *t, const char *venue)
{
	struct xg_sink sink = {
		.ctx = t, .rec = decode_rec, .want = decode_want
	};

	memset(t, 0, sizeof *t);
	t->out.max = (size_t)256 << 20;
	if (xg_decoder_init(&t->d, xg_venue_find(xg_str_from(venue)), &t->insts,
		    &sink) < 0)
		abort();
}

__attribute__((unused)) static void decode_close(struct decode *t)
{
	xg_decoder_release(&t->d);
	xg_insts_release(&t->insts);
	xg_rec_reader_release(&t->reader);
	xg_buf_release(&t->out);
}

/* One line of records: what the decoder returned; *err says why. */
__attribute__((unused)) static int decode_line(
	struct decode *t, struct xg_str line, struct xg_error *err)
{
	struct xg_rec rec;
	int rc = xg_rec_read(&t->reader, line,
		XG_REC_BIT(XG_REC_RAW) | XG_REC_BIT(XG_REC_INST) |
			XG_REC_BIT(XG_REC_TICK),
		&rec, err);

	return rc < 0 ? rc : xg_decoder_rec(&t->d, &rec, err);
}

/* A frame of a market (or link) on a connection, received at rx. */
__attribute__((unused)) static int decode_frame(struct decode *t,
	const char *market, int64_t conn, int64_t rx, struct xg_str data)
{
	struct xg_error err = { 0 };
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, xg_str_from(t->d.venue->name),
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, rawf.conn, conn);
	XG_REC_SET(&rec, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, xg_str_from(market));
	XG_REC_SET(&rec, rawf.data, data);
	return xg_decoder_rec(&t->d, &rec, &err);
}

/* The same of a REST answer to the request line req. */
__attribute__((unused)) static int decode_rest(struct decode *t,
	const char *market, const char *req, int64_t rx, struct xg_str data)
{
	struct xg_error err = { 0 };
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, xg_str_from(t->d.venue->name),
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, rawf.conn, 0);
	XG_REC_SET(&rec, rawf.ch, XG_STR("rest"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, xg_str_from(market));
	XG_REC_SET(&rec, rawf.req, xg_str_from(req));
	XG_REC_SET(&rec, rawf.data, data);
	return xg_decoder_rec(&t->d, &rec, &err);
}

/* Calls fn with each line of a file (without LF). Lines read, or -1 when the
 * file can't be opened. Test data only: a line may have 16 MiB. */
__attribute__((unused)) static int decode_file(const char *path,
	void (*fn)(void *ctx, struct xg_str line, int n), void *ctx)
{
	FILE *in = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	int n = 0;

	if (!in)
		return -1;
	while ((len = getline(&line, &cap, in)) > 0) {
		if (line[len - 1] == '\n')
			len--;
		fn(ctx, (struct xg_str){ line, (size_t)len }, ++n);
	}
	free(line);
	fclose(in);
	return n;
}

#endif
