/* The shape of JSON messages: which members there are, of which types, and
 * which are always there. Learned from samples, kept as text ("pins"), compared
 * with what comes. Pure. */
#ifndef XG_DRIFT_SHAPE_H
#define XG_DRIFT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/str.h"

#define XG_SHAPE_MEMBERS 63   /* always-present members watched an object */
#define XG_SHAPE_NODES 100000 /* of all kinds; more is XG_ERR_LIMIT */

/* A member, or the elements of an array (named "[]"), or what stands under a
 * key that is data itself (named "*": all capitals and digits). */
struct xg_shape_node {
	char *name; /* owned */
	uint32_t name_n;
	uint32_t types;	 /* bits of enum xg_shape_type */
	bool optional;	 /* its object was seen without it */
	int64_t seen;	 /* objects and arrays: how many were learned */
	int64_t present; /* how many objects had it */
	int64_t mark;	 /* number of the object that had it last */
	struct xg_shape_node *child, *next; /* owned */
};
enum xg_shape_type {
	XG_SHAPE_OBJECT = 1,
	XG_SHAPE_ARRAY = 2,
	XG_SHAPE_STRING = 4,
	XG_SHAPE_NUMBER = 8,
	XG_SHAPE_BOOL = 16,
	XG_SHAPE_NULL = 32
};

/* Zero-filled is valid and empty. */
struct xg_shape {
	struct xg_map kinds; /* kind -> struct xg_shape_node * */
	size_t nodes;
	int64_t marks;
};
void xg_shape_release(struct xg_shape *s);

/* What a message shows that the pins do not. Texts live during the call. */
enum xg_drift_what {
	XG_DRIFT_KIND,	  /* a kind of message that is not pinned */
	XG_DRIFT_NEW,	  /* a member that is not pinned */
	XG_DRIFT_MISSING, /* a member that was always there is not */
	XG_DRIFT_TYPE	  /* a member of another type */
};
struct xg_drift {
	enum xg_drift_what what;
	struct xg_str kind, path; /* "data.b[][]" */
	const char *was, *is;	  /* types in words; "" where there are none */
};
typedef int xg_drift_tell(void *ctx, const struct xg_drift *d);

/* Takes a message of a kind into the shape. 0, XG_ERR_SYNTAX (no JSON), LIMIT,
 * MEMORY. */
int xg_shape_learn(struct xg_shape *s, struct xg_str kind, struct xg_str json);
/* Compares; tell is called for each difference, once per message, and may stop
 * it with a result other than 0, which is returned. An object's missing members
 * come at its end. */
int xg_shape_check(struct xg_shape *s, struct xg_str kind, struct xg_str json,
	xg_drift_tell *tell, void *ctx);

/* Pins as text: a line a kind, sorted, {"kind":"...","members":{"path":
 * "string","path":"number|null?"}}; "?" = not always there. */
int xg_shape_write(const struct xg_shape *s, struct xg_buf *out);
/* Reads such text into an empty shape. XG_ERR_SYNTAX with line and column. */
int xg_shape_read(struct xg_shape *s, struct xg_str text, struct xg_error *err);

/* What a message is, by the values of some members: rules is a NULL-terminated
 * list such as "data.e", "arg.channel", "topic|." (the value up to the first
 * dot), "arg.channel|#" (up to the first digit), "stream>@" (behind the first "@"),
 * "event!" (the last one if it is there). Values that are there are joined by a space behind `first`; members
 * that are absent or no strings count for nothing. Appends to out. */
int xg_shape_kind(struct xg_buf *out, struct xg_str first, struct xg_str json,
	const char *const *rules);
/* The kind of a REST answer by its request line: "GET https://host/api/v3/depth?x"
 * -> "rest /api/v3/depth". A segment of capitals and digits is a symbol: "*". */
int xg_shape_rest_kind(struct xg_buf *out, struct xg_str req);
/* A difference in words, cut to size. */
void xg_drift_say(char *out, size_t size, const struct xg_drift *d);

#endif
