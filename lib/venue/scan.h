/* Reading of cold JSON objects by the names of their members, for venue code. */
#ifndef XG_VENUE_SCAN_H
#define XG_VENUE_SCAN_H

#include "json/pull.h"

/* The next value into val (NULL = not wanted): of an array or an object its
 * text, of null none, of others the text alone. 0 or XG_ERR_SYNTAX. */
int xg_scan_value(struct xg_json *j, struct xg_str *val);
/* Reads the object whose OBJ token was just read: the text of each key in keys
 * (n of them; NULL = none) into vals: n = 0 where absent or null; numbers as
 * text, strings as written between the quotes, "true" and "false", objects and
 * arrays as their JSON. Of a repeated key the last counts. 0 or XG_ERR_SYNTAX. */
int xg_scan(struct xg_json *j, const char *const *keys, struct xg_str *vals,
	size_t n);
/* The same on a text that is one object; what follows it is not looked at. */
int xg_scan_text(struct xg_str text, const char *const *keys,
	struct xg_str *vals, size_t n);
/* Exact decimal of a text that may be empty: 1 read, 0 empty, <0 bad. */
int xg_scan_dec(struct xg_dec *out, struct xg_str text);
/* A decimal of more digits or places than xg_dec holds is rounded: for rates and
 * marks that a venue computes in floating point, never for prices and quantities
 * of orders. 0 or XG_ERR_SYNTAX, _RANGE. */
int xg_scan_round(struct xg_dec *out, struct xg_str text);
/* Milliseconds as text -> us; 0 when empty or bad. */
int64_t xg_scan_ms(struct xg_str text);

#endif
