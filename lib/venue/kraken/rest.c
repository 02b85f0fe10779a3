/* Requests of public data [spot REST, public; Futures REST, instruments]. */
#include "venue/kraken/kraken.h"

enum { LIM_PUBLIC, LIM_DERIVATIVES };

static void start(
	struct xg_req *r, const char *host, const char *path, int limit)
{
	xg_req_clear(r);
	r->method = "GET";
	r->host = host;
	xg_buf_text(&r->path, path);
	r->limit = limit;
	r->cost = 1;
}

int xg_kraken_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	switch (ask->op) {
	case XG_OP_TIME:
		start(r, "spot-rest", "/0/public/Time", LIM_PUBLIC);
		return 0;
	case XG_OP_INSTS:
		if (xg_str_is_text(ask->market, "futures")) {
			start(r, "futures-rest",
				"/derivatives/api/v3/instruments",
				LIM_DERIVATIVES);
			return 0;
		}
		start(r, "spot-rest", "/0/public/AssetPairs", LIM_PUBLIC);
		/* The second page: stocks as tokens are another class. */
		if (ask->cursor.n)
			xg_buf_text(&r->query, "asset_class=tokenized_asset");
		return 0;
	default:
		return xg_error_set(err, XG_ERR_SUPPORT,
			"kraken: xg asks for public data only there");
	}
}
