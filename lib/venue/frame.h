/* Reading of frames: what the code of all venues does in the same way. A frame is
 * read whole before anything of it is emitted, its members in any order. */
#ifndef XG_VENUE_FRAME_H
#define XG_VENUE_FRAME_H

#include "json/pull.h"
#include "venue/decoder.h"

/* Reads a value: the one behind a key, or a row whose first token was read. */
typedef int xg_frame_fn(void *ctx, struct xg_json *j);

/* ---- objects and arrays; inline, so that the reader is called directly ---- */

/* An object whose OBJ token was read. 0, XG_ERR_SYNTAX, or what member says. */
static inline int xg_frame_members(
	struct xg_json *j, xg_frame_fn *member, void *ctx)
{
	enum xg_json_tok tok;
	int rc = 0;

	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY)
		rc = member(ctx, j);
	if (rc < 0)
		return rc;
	return tok == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

/* The next token is `want`. 0, XG_ERR_SYNTAX or XG_ERR_TYPE. */
static inline int xg_frame_next(struct xg_json *j, enum xg_json_tok want)
{
	enum xg_json_tok tok = xg_json_next(j);

	if (tok == want)
		return 0;
	return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

/* A whole frame that is one object, and its end. */
static inline int xg_frame_object(
	struct xg_json *j, xg_frame_fn *member, void *ctx)
{
	int rc = xg_frame_next(j, XG_JSON_OBJ);

	if (rc == 0)
		rc = xg_frame_members(j, member, ctx);
	if (rc < 0)
		return rc;
	return xg_json_next(j) == XG_JSON_END ? 0 : XG_ERR_SYNTAX;
}

/* An array whose ARR token was read: each row begins with `want`. */
static inline int xg_frame_rows(
	struct xg_json *j, enum xg_json_tok want, xg_frame_fn *row, void *ctx)
{
	enum xg_json_tok tok;
	int rc = 0;

	while (rc == 0 && (tok = xg_json_next(j)) == want)
		rc = row(ctx, j);
	if (rc < 0 || tok == XG_JSON_ARR_END)
		return rc;
	return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

/* ---- single values ---- */

/* A text or a number; values of other types are of no use (out stays), but no
 * errors. 0 or XG_ERR_SYNTAX. */
int xg_frame_word(struct xg_json *j, struct xg_str *out);
/* Milliseconds -> us. 0, XG_ERR_SYNTAX, XG_ERR_TYPE or XG_ERR_RANGE. */
int xg_frame_ms(struct xg_json *j, int64_t *us);

/* ---- failures ---- */

/* Where reading stopped. */
void xg_frame_col(
	struct xg_error *err, const struct xg_json *j, struct xg_str text);
/* Whether a raw record holds JSON. 0 or the error, in words. */
int xg_frame_is_json(const struct xg_decoder *d, const struct xg_rec *raw,
	struct xg_error *err);
/* The record's market is none of the venue's. XG_ERR_TYPE. */
int xg_frame_no_market(const struct xg_decoder *d, const struct xg_rec *raw,
	struct xg_error *err);
/* Says that a frame failed with rc <0, and returns rc: a text that is no JSON
 * says so, also where it was recorded as text; XG_ERR_ABSENT has its sentence
 * already; of others fmt says what the frame was. err's column is kept. */
int xg_frame_failed(const struct xg_decoder *d, const struct xg_rec *raw,
	int rc, struct xg_error *err, const char *fmt, ...) XG_PRINTF(5, 6);

/* ---- what is known of one symbol besides its book ---- */

/* The memory of a symbol, size bytes, zero-filled at first; NULL: no memory. */
void *xg_state_of(struct xg_map *states, struct xg_str sym, size_t size);
/* Their own memory was released before. */
void xg_states_release(struct xg_map *states);

/* ---- answers of REST ---- */

/* The request line has this part. */
bool xg_frame_asks(const struct xg_raw *r, const char *part);
/* A parameter of a query "a=1&b=2"; n = 0 if it is not there. */
struct xg_str xg_frame_param(struct xg_str query, const char *name);

#endif
