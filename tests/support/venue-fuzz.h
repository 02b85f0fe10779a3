/* What fuzz targets of venues' decoders share: instruments that are known, frames
 * of one connection, and what must hold of each. */
#ifndef XG_TESTS_VENUE_FUZZ_H
#define XG_TESTS_VENUE_FUZZ_H

#include <stdlib.h>

#include "venue/decoder.h"

static struct xg_rec_reader fuzz_reader;

/* A sink: records can be written and read back; ctx counts them. */
static int fuzz_take(void *ctx, const struct xg_rec *rec)
{
	struct xg_buf text = { 0 };
	struct xg_rec back;

	if (xg_rec_write(&text, rec) == XG_ERR_ABSENT)
		abort();
	if (text.len && xg_rec_read(&fuzz_reader,
				(struct xg_str){ text.p, text.len - 1 },
				UINT64_MAX, &back, NULL) < 0)
		abort();
	xg_buf_release(&text);
	++*(int *)ctx;
	return 0;
}

static void fuzz_learn(
	struct xg_insts *insts, const char *const *lines, size_t n)
{
	struct xg_rec rec;

	for (size_t i = 0; i < n; i++) {
		if (xg_rec_read(&fuzz_reader, xg_str_from(lines[i]), UINT64_MAX,
			    &rec, NULL) < 0 ||
			xg_insts_put(insts, &rec) < 0)
			abort();
	}
}

/* A frame, or the answer to a request (req != NULL): it is refused with a sentence,
 * and a frame whole; n counts records. */
static void fuzz_frame(
	struct xg_decoder *d, struct xg_str data, const char *req, int *n)
{
	struct xg_error err = { 0 };
	struct xg_rec raw;
	int before = *n, rc;

	xg_rec_start(&raw, XG_REC_RAW, xg_str_from(d->venue->name), XG_STR(""),
		0, 1);
	XG_REC_SET(&raw, rawf.conn, 1);
	XG_REC_SET(&raw, rawf.ch, req ? XG_STR("rest") : XG_STR("ws"));
	XG_REC_SET(&raw, rawf.dir, XG_STR("in"));
	if (req)
		XG_REC_SET(&raw, rawf.req, xg_str_from(req));
	XG_REC_SET(&raw, rawf.data, data);
	rc = xg_decoder_rec(d, &raw, &err);
	if (rc < 0 && ((!req && *n != before) || !err.text[0]))
		abort();
}

#endif
