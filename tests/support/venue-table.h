/* What tests ask of a venue's table: topics and requests of an instrument. */
#ifndef XG_TESTS_VENUE_TABLE_H
#define XG_TESTS_VENUE_TABLE_H

#include "tap.h"
#include "venue/venue.h"

__attribute__((unused)) static const struct xg_instr *table_inst(
	const struct xg_venue *v, const struct xg_insts *insts, const char *sym)
{
	return xg_insts_sym(insts, xg_str_from(v->name), xg_str_from(sym));
}

/* The topic of a symbol and channel, and the link that it goes over; want NULL:
 * the venue has none. */
__attribute__((unused)) static void table_topic(const struct xg_venue *v,
	const struct xg_insts *insts, const char *sym, int channel,
	const char *link, const char *want, const char *why)
{
	struct xg_topic out;
	int n = v->topics(table_inst(v, insts, sym), channel, &out, 1);

	if (!want) {
		is_int(n, XG_ERR_SUPPORT, "%s", why);
		return;
	}
	ok(n == 1 && !strcmp(out.text, want) &&
			!strcmp(v->links[out.link].name, link) && !out.snapshot,
		"%s: %s over %s", why, want, link);
}

/* "METHOD HOST PATH?QUERY", and " signed"; want NULL: it is refused in words. sym
 * NULL: no instrument. True: *req is what was made. The caller's to release. */
__attribute__((unused)) static bool table_request(const struct xg_venue *v,
	const struct xg_insts *insts, struct xg_ask ask, const char *sym,
	struct xg_req *req, const char *want, const char *why)
{
	struct xg_error err = { 0 };
	struct xg_buf url = { 0 };

	if (sym)
		ask.inst = table_inst(v, insts, sym);
	if (v->request(req, &ask, &err) < 0) {
		ok(!want && err.text[0], "%s: %s", why, err.text);
		return false;
	}
	xg_buf_printf(&url, "%s %s %s?%s%s", req->method, req->host,
		req->path.p, req->query.len ? req->query.p : "",
		req->is_signed ? " signed" : "");
	is_text(url.p, url.len, want ? want : "(none)", "%s", why);
	xg_buf_release(&url);
	return true;
}

#endif
