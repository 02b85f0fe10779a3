#include "order/journal.h"

#include "crypto/hash.h"
#include "json/pull.h"
#include "json/write.h"

static const char zeros[XG_JOURNAL_HASH + 1] =
	"0000000000000000000000000000000000000000000000000000000000000000";

static const char *last_of(const struct xg_chain *c)
{
	return c->n ? c->last : zeros;
}

static void hash_line(char out[static XG_JOURNAL_HASH + 1], struct xg_str line)
{
	static const char digit[] = "0123456789abcdef";
	unsigned char sum[32];

	xg_sha256(sum, line.p, line.n);
	for (size_t i = 0; i < sizeof sum; i++) {
		out[2 * i] = digit[sum[i] >> 4];
		out[2 * i + 1] = digit[sum[i] & 15];
	}
	out[XG_JOURNAL_HASH] = '\0';
}

int xg_chain_add(struct xg_chain *c, struct xg_buf *out, struct xg_str line)
{
	size_t at = out->len;
	struct xg_str made;

	if (line.n < 2 || line.p[0] != '{' || line.p[line.n - 1] != '}')
		return XG_ERR_TYPE;
	xg_buf_add(out, line.p, line.n - 1);
	xg_json_put_i64(out, "jn", c->n + 1);
	xg_json_put_text(out, "jp", last_of(c));
	xg_buf_text(out, "}\n");
	if (out->failed) {
		out->len = at;
		return XG_ERR_LIMIT;
	}
	made = (struct xg_str){ out->p + at, out->len - at - 1 };
	hash_line(c->last, made);
	c->n++;
	return 0;
}

int xg_chain_rec(
	struct xg_chain *c, struct xg_buf *out, const struct xg_rec *rec)
{
	struct xg_buf line = { .max = XG_REC_LINE_MAX + 1 };
	int rc = xg_rec_write(&line, rec);

	if (rc == 0)
		rc = xg_chain_add(
			c, out, (struct xg_str){ line.p, line.len - 1 });
	xg_buf_release(&line);
	return rc;
}

int xg_chain_check(struct xg_chain *c, struct xg_str line, struct xg_error *err)
{
	struct xg_buf tail = { .max = 256 };
	struct xg_str want;
	int rc = 0;

	/* Both members stand at the end, written by us: compare the bytes. */
	xg_buf_printf(&tail, "\"jn\":%lld,\"jp\":\"%s\"}",
		(long long)(c->n + 1), last_of(c));
	want = xg_buf_view(&tail);
	if (line.n < 2 || line.p[0] != '{' || line.p[line.n - 1] != '}') {
		rc = xg_error_set(
			err, XG_ERR_SYNTAX, "this is not a whole journal line");
	} else if (!xg_str_has_suffix(line, want)) {
		rc = xg_error_set(err, XG_ERR_STATE,
			"line %lld does not follow from the one before it: "
			"a line was changed, removed or added",
			(long long)(c->n + 1));
	} else {
		hash_line(c->last, line);
		c->n++;
	}
	xg_buf_release(&tail);
	return rc;
}

static void head(struct xg_buf *out, const char *type, struct xg_str venue,
	int64_t rx, struct xg_str id, const char *op)
{
	xg_buf_char(out, '{');
	xg_json_put_text(out, "type", type);
	xg_json_put_str(out, "venue", venue);
	xg_json_put_i64(out, "rx", rx);
	xg_json_put_str(out, "id", id);
	xg_json_put_text(out, "op", op);
}

void xg_journal_request(struct xg_buf *out, struct xg_str id,
	struct xg_str venue, const char *op, int64_t rx, const char *method,
	struct xg_str url, struct xg_str body)
{
	head(out, "request", venue, rx, id, op);
	xg_json_put_text(out, "method", method);
	xg_json_put_str(out, "url", url);
	if (body.n)
		xg_json_put_str(out, "body", body);
	xg_buf_char(out, '}');
}

void xg_journal_answer(struct xg_buf *out, struct xg_str id,
	struct xg_str venue, const char *op, int64_t rx, int http,
	struct xg_str body)
{
	const size_t most = 65536;

	head(out, "answer", venue, rx, id, op);
	xg_json_put_i64(out, "http", http);
	if (body.n > most)
		body.n = most;
	xg_json_put_str(out, "body", body);
	xg_buf_char(out, '}');
}
