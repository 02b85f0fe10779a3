/* Error codes of the whole tree and a caller-owned description of one error. */
#ifndef XG_BASE_ERR_H
#define XG_BASE_ERR_H

#include <stdint.h>

#include "base/attr.h"

/* Functions return 0 (or a count) on success and one of these on failure. On
 * error the caller owns nothing new. */
enum xg_err {
	XG_OK = 0,
	XG_ERR_SYNTAX = -1, /* text is not of the grammar */
	XG_ERR_RANGE = -2,  /* a number does not fit or is out of its limits */
	XG_ERR_TYPE = -3,   /* a value of another type was expected */
	XG_ERR_LIMIT = -4,  /* a size, depth or count is over its bound */
	XG_ERR_MEMORY = -5,
	XG_ERR_ABSENT = -6, /* a required member or thing is not there */
	XG_ERR_DUP = -7,    /* it exists already */
	XG_ERR_STATE = -8,  /* not possible in this state */
	XG_ERR_SYSTEM = -9, /* a system call failed; errno in sys */
	XG_ERR_AUTH = -10,
	XG_ERR_NET = -11,
	XG_ERR_SUPPORT = -12, /* the venue or build has no such thing */
	XG_ERR_CONFIG = -13,
};

struct xg_error {
	int code;	/* enum xg_err */
	int64_t line;	/* 1-based; 0 unknown */
	int64_t col;	/* 1-based byte; 0 unknown */
	char text[256]; /* one sentence without a full stop */
};

/* Fills err (may be NULL) and returns code, so that it can be returned. */
int xg_error_set(struct xg_error *err, int code, const char *fmt, ...)
	XG_PRINTF(3, 4);

/* A short constant text for a code ("syntax error"). Never NULL. */
const char *xg_err_text(int code);

#endif
