/* Private streams: spot subscribes on the WebSocket API with a signature of any
 * kind of key; futures carry a listen key in the address. Source: web-socket-api
 * "User Data Stream requests", futures "User Data Streams". */
#include "crypto/text.h"
#include "json/write.h"
#include "venue/binance/binance.h"

int xg_binance_login(struct xg_buf *out, const struct xg_link *link, int step,
	const struct xg_cred *cred, int64_t now)
{
	struct xg_buf text = { 0 }, sig = { 0 };
	int rc;

	if (step > 0 || !xg_str_is_text(xg_str_from(link->name), "spot-user"))
		return 0;
	/* Parameters sorted by name, as they are, without the signature. */
	xg_buf_text(&text, "apiKey=");
	xg_buf_str(&text, cred->key);
	xg_buf_printf(&text, "&recvWindow=10000&timestamp=%lld",
		(long long)(now / 1000));
	rc = text.failed ? XG_ERR_LIMIT
			 : xg_binance_sign_text(&sig, cred, xg_buf_view(&text));
	if (rc == 0) {
		xg_buf_text(out,
			"{\"id\":\"" XG_BINANCE_LOGIN_ID "\",\"method\":"
			"\"userDataStream.subscribe.signature\",\"params\":{");
		xg_json_put_str(out, "apiKey", cred->key);
		xg_json_put_i64(out, "recvWindow", 10000);
		xg_json_put_i64(out, "timestamp", now / 1000);
		xg_json_put_str(out, "signature", xg_buf_view(&sig));
		xg_buf_text(out, "}}");
		rc = out->failed ? XG_ERR_LIMIT : 1;
	}
	xg_buf_release(&text);
	xg_buf_release(&sig);
	return rc;
}

int xg_binance_private_path(
	struct xg_buf *out, const struct xg_link *link, struct xg_str token)
{
	xg_buf_text(out, link->path);
	if (xg_str_is_text(xg_str_from(link->name), "usdm-private"))
		xg_buf_text(out, "?listenKey=");
	else if (xg_str_is_text(xg_str_from(link->name), "coinm-private"))
		xg_buf_char(out, '/');
	else
		return out->failed ? XG_ERR_LIMIT : 0;
	xg_pct_add(out, token);
	return out->failed ? XG_ERR_LIMIT : 0;
}
