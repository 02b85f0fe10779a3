/* A JSON pull parser (RFC 8259) over text in memory: no allocation, no
 * recursion, no copying. Hostile input is bounded by depth and length. */
#ifndef XG_JSON_PULL_H
#define XG_JSON_PULL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "dec/dec.h"

#define XG_JSON_DEPTH 64

enum xg_json_tok {
	XG_JSON_ERR = -1,
	XG_JSON_END = 0, /* the whole text was one value */
	XG_JSON_OBJ,
	XG_JSON_OBJ_END,
	XG_JSON_ARR,
	XG_JSON_ARR_END,
	XG_JSON_KEY,
	XG_JSON_STR,
	XG_JSON_NUM,
	XG_JSON_TRUE,
	XG_JSON_FALSE,
	XG_JSON_NULL,
};

/* KEY and STR: `val` is the text between the quotes as written (`esc` = it has
 * backslashes; see xg_json_unescape), valid UTF-8, escapes valid. NUM: the
 * number's text. OBJ/ARR: val.p is the bracket. Slices point into the input. */
struct xg_json_kept;
struct xg_json {
	const char *p; /* next byte */
	const char *end;
	const char *start;
	struct xg_str val;
	enum xg_json_tok tok;
	bool esc;
	uint8_t depth;
	uint8_t state;	 /* private */
	uint64_t is_obj; /* bit per open level */
	const char *err; /* constant text after XG_JSON_ERR */
	size_t err_at;	 /* byte offset of the error */
	/* Set by the caller behind xg_json_init, both borrowed: where to keep the
	 * pairs that a skip passes, and those that an earlier pass has kept. */
	struct xg_json_kept *keep;
	const struct xg_json_kept *kept;
};

/* Text need not be terminated and must outlive the parser and its slices. */
void xg_json_init(struct xg_json *j, const char *p, size_t n);
/* The next token. After XG_JSON_ERR or XG_JSON_END it stays there. */
enum xg_json_tok xg_json_next(struct xg_json *j);
/* Skips the value whose first token was just returned (scalars: nothing to
 * do; OBJ/ARR: up to and with its end; after KEY: the whole value). *whole
 * (may be NULL) is the value's text. 0 or XG_ERR_SYNTAX. */
int xg_json_skip(struct xg_json *j, struct xg_str *whole);
/* After KEY: is it this key (no escapes)? */
static inline bool xg_json_key_is(
	const struct xg_json *j, const char *key, size_t n)
{
	return j->val.n == n && memcmp(j->val.p, key, n) == 0;
}
#define XG_JSON_KEY_IS(j, literal) \
	xg_json_key_is((j), (literal), sizeof(literal) - 1)
/* The same for a name of a list: most differ in their first byte, so the others are
 * looked at only where it fits. (A name in JSON has no NUL.) */
static inline bool xg_json_key_is_text(const struct xg_json *j, const char *key)
{
	size_t n = j->val.n;

	return n && j->val.p[0] == key[0] && strncmp(j->val.p, key, n) == 0 &&
	       key[n] == '\0';
}

/* Decodes escapes of a KEY/STR slice into b (appends). Lone surrogates cannot
 * occur: the parser has refused them. */
int xg_json_unescape(struct xg_buf *b, struct xg_str raw);

/* Reads the next token as a value of a kind; else XG_ERR_TYPE (the token is in
 * j->tok) or XG_ERR_SYNTAX. _dec, _i64: a number or a string that holds one.
 * _text: a STR's raw slice; a NUM's text is accepted too. */
int xg_json_dec(struct xg_json *j, struct xg_dec *out);
int xg_json_i64(struct xg_json *j, int64_t *out);
int xg_json_text(struct xg_json *j, struct xg_str *out);
int xg_json_bool(struct xg_json *j, bool *out);
/* The same on the token just read. */
int xg_json_as_dec(const struct xg_json *j, struct xg_dec *out);
int xg_json_as_i64(const struct xg_json *j, int64_t *out);
int xg_json_as_text(const struct xg_json *j, struct xg_str *out);

/* Inside an array (its ARR token, or the end of an item, was the last token):
 * reads the items that follow as long as they are pairs of plain decimals of at
 * most 8 digits before the point and 8 behind it, [1.5,2] or ["1.50","2"],
 * without blanks. out has room for 2 * max; zeros at the end are not kept.
 * Returns how many pairs there were; what follows is the next token, whatever
 * form it has. A fast way, never the only one. */
size_t xg_json_pairs(struct xg_json *j, struct xg_dec *out, size_t max);
/* The same without giving them: they go to j->keep, if there is one. */
void xg_json_skip_pairs(struct xg_json *j);

/* Pairs that were read while a text was checked, for the next pass over the same
 * text in the same place: xg_json_pairs with j->kept finds them by their address.
 * Zero-filled is valid. What finds no room is not kept, and read again. */
#define XG_JSON_RUNS 8
#define XG_JSON_KEPT_PAIRS 2048
#define XG_JSON_MOULD 144
struct xg_json_kept {
	struct xg_dec *dec; /* owned; room for two times XG_JSON_KEPT_PAIRS */
	size_t n;	    /* pairs in it */
	size_t runs;
	uint64_t mould[XG_JSON_MOULD / 8]; /* of the last pairs; private */
	struct xg_json_run {
		const char *begin, *end; /* of the text */
		size_t first, n;	 /* pairs */
	} run[XG_JSON_RUNS];
};
/* Forgets what was kept, before another text is read. */
static inline void xg_json_kept_clear(struct xg_json_kept *k)
{
	k->n = k->runs = 0;
}
void xg_json_kept_release(struct xg_json_kept *k);
/* For readers who know what the text has before p, the colon behind a member's
 * name in the outermost object: xg_json_next gives that member's value. */
void xg_json_enter(struct xg_json *j, const char *p);
/* For parts of the parser: an item of the open array ended right before p. */
void xg_json_resume(struct xg_json *j, const char *p);

/* Looks a member up by path without moving the caller's parser: text is an
 * object, path like "data.0.px". Cold paths only (it parses from the start).
 * 1 and *out = the value's text (strings with quotes), 0 absent, <0 bad JSON. */
int xg_json_find(struct xg_str text, const char *path, struct xg_str *out);
/* Checks a whole text; err (may be NULL) gets col = byte + 1. */
int xg_json_check(struct xg_str text, const char **err, size_t *at);

#endif
