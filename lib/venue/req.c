/* A request's memory. */
#include "venue/venue.h"

void xg_req_clear(struct xg_req *r)
{
	r->method = NULL;
	r->host = NULL;
	r->is_signed = false;
	r->limit = 0;
	r->cost = 0;
	xg_buf_clear(&r->path);
	xg_buf_clear(&r->query);
	xg_buf_clear(&r->body);
	xg_buf_clear(&r->headers);
}

void xg_req_release(struct xg_req *r)
{
	xg_buf_release(&r->path);
	xg_buf_release(&r->query);
	xg_buf_release(&r->body);
	xg_buf_release(&r->headers);
	*r = (struct xg_req){ 0 };
}
