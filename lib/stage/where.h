/* Simple conditions on members of a record, without jq and exact on decimals:
 *   sym == "BTC-USDT" and (px > 100 or not closed)
 *   .px >= 100.5 and .venue != "okx"
 * Numbers compare by value, also where a record holds them as texts; texts by
 * bytes. Values of different kinds are unequal, and neither less nor greater;
 * an absent member is null. A name alone: is it neither absent, null nor
 * false. */
#ifndef XG_STAGE_WHERE_H
#define XG_STAGE_WHERE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct xg_where;

/* NULL and *err: XG_ERR_SUPPORT when the text is not of this grammar (jq may
 * know it), XG_ERR_MEMORY. text is copied. */
struct xg_where *xg_where_new(const char *text, struct xg_error *err);
void xg_where_free(struct xg_where *w);
/* Does it hold for a JSON object? */
bool xg_where_holds(const struct xg_where *w, struct xg_str json);

#endif
