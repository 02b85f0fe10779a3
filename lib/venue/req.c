/* A request's memory, and what signs it. */
#include "crypto/hmac.h"
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

int xg_cred_mac(const struct xg_cred *cred, unsigned char out[static 32],
	struct xg_str text)
{
	if (!cred->mac)
		return xg_hmac_sha256(
			out, cred->secret.p, cred->secret.n, text.p, text.n);
	xg_hmac_sign(cred->mac, out, text.p, text.n);
	return 0;
}
