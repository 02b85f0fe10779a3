/* KuCoin: answers of REST, tokens, error codes (errors.tsv), signatures
 * (sign.tsv). */
#include "decode.h"
#include "kucoin-world.h"

static struct xg_answer answer(int op, const char *market, int http,
	const char *headers, const char *body)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = xg_str_from(market) };
	struct xg_sink sink = kit_sink(&k);
	struct xg_answer a;

	kit_clear(&k);
	xg_kucoin_answer(&a, &ask, http, xg_str_from(headers),
		xg_str_from(q(body)), 1000000, &k.insts, &sink);
	return a;
}

#define TOKEN(endpoint) \
	"{'code':'200000','data':{'token':'2neAiu==.x','instanceServers':[{" \
	"'endpoint':'" endpoint \
	"','encrypt':true,'protocol':'websocket','pingInterval':18000," \
	"'pingTimeout':10000}]}}"

static void tokens(void)
{
	static const char *const bad[] = { TOKEN("ws://x/"),
		TOKEN("wss://x/?a"), TOKEN("wss://u@x/"), TOKEN("wss://x y/"),
		TOKEN(""),
		"{'code':'200000','data':{'token':'a','instanceServers':[]}}",
		("{'code':'200000','data':{'instanceServers':[{'endpoint':"
		 "'wss://x'}]}}"),
		"{'code':'200000','data':[]}", "{'code':'200000'}" };
	struct xg_answer a = answer(XG_OP_STREAM_NEW, "spot", 200, "",
		TOKEN("wss://ws-api-spot.kucoin.com/"));

	ok(a.result == XG_RES_OK && !strcmp(a.token, "2neAiu==.x") &&
			!strcmp(a.url, "wss://ws-api-spot.kucoin.com/"),
		"a token, and where to go with it");
	a = answer(XG_OP_STREAM_NEW, "spot", 200, "", TOKEN("wss://x.example"));
	ok(!strcmp(a.url, "wss://x.example/"), "an endpoint without a path");
	a = answer(XG_OP_STREAM_NEW, "spot", 200, "",
		TOKEN("wss://x.example/endpoint"));
	ok(!strcmp(a.url, "wss://x.example/endpoint"), "and with one");
	for (size_t i = 0; i < XG_LEN(bad); i++) {
		a = answer(XG_OP_STREAM_NEW, "spot", 200, "", bad[i]);
		ok(a.result == XG_RES_BAD && !a.token[0] && !a.url[0],
			"no address to go to: %s", bad[i]);
	}
}

static void answers(void)
{
	struct xg_answer a = answer(XG_OP_TIME, "spot", 200, "",
		"{'code':'200000','data':1729100692873}");

	is_int(a.venue_time, INT64_C(1729100692873000), "the time");
	a = answer(XG_OP_TIME, "spot", 200, "", "{'code':'200000'}");
	is_int(a.result, XG_RES_BAD, "or not, which is told");
	a = answer(XG_OP_OI, "futures", 200,
		"gw-ratelimit-limit: 2000\ngw-ratelimit-remaining: 1990\n",
		"{'code':'200000','data':{'symbol':'XBTUSDTM','openInterest':"
		"'6748176','markPrice':86378.69}}");
	came("{'type':'oi','venue':'kucoin','sym':'BTC-USDT-PERP','rx':1000000,"
	     "'qty':6748.176}\n",
		"open interest: lots become base units");
	is_int(a.used, 10, "the use of the pool is in headers");
	a = answer(XG_OP_INSTS, "futures", 200, "",
		"{'code':'200000','data':[{'symbol':'AM','baseCurrency':'A',"
		"'quoteCurrency':'B','settleCurrency':'B','multiplier':1}]}");
	ok(a.result == XG_RES_OK && a.n == 1 && a.used == -1 && !a.cursor[0],
		"a list has no pages");
	a = answer(XG_OP_TIME, "spot", 429,
		"gw-ratelimit-limit: 2000\ngw-ratelimit-remaining: 0\n"
		"gw-ratelimit-reset: 14374\n",
		"{'code':'429000','msg':'Too many requests in a short period "
		"of time, please retry later'}");
	ok(a.result == XG_RES_LIMITED && a.retry_us == 14374000 &&
			a.used == 2000,
		"too many requests: the header says until when");
	a = answer(XG_OP_TIME, "spot", 429, "", "<html>");
	ok(a.result == XG_RES_LIMITED && a.retry_us == 30000000,
		"or not: then the window");
	a = answer(XG_OP_TIME, "spot", 403, "", "error code: 1015");
	ok(a.result == XG_RES_LIMITED && a.retry_us == 120000000,
		"the edge refuses for minutes");
	a = answer(XG_OP_TIME, "spot", 401, "",
		"{'code':'400003','msg':'KC-API-KEY not exists'}");
	ok(a.result == XG_RES_REJECTED && a.reason == XG_WHY_AUTH &&
			!strcmp(a.detail, "KC-API-KEY not exists") &&
			!strcmp(a.code, "400003"),
		"an error has the venue's words and code");
	a = answer(XG_OP_TIME, "spot", 200, "",
		"{'code':'900001','msg':'symbol not exists'}");
	is_int(a.result, XG_RES_REJECTED, "also with HTTP 200");
	a = answer(XG_OP_TIME, "spot", 0, "", "");
	ok(a.result == XG_RES_UNKNOWN && a.reason == XG_WHY_TIMEOUT,
		"no answer says nothing");
	a = answer(XG_OP_TIME, "spot", 502, "", "<html>");
	is_int(a.result, XG_RES_UNKNOWN, "nor does HTTP 5xx");
	a = answer(XG_OP_TIME, "spot", 502, "", "{'code':'200000','data':1}");
	is_int(a.result, XG_RES_UNKNOWN, "whatever stands in it");
	a = answer(XG_OP_TIME, "spot", 200, "", "{'data':1}");
	is_int(a.result, XG_RES_UNKNOWN, "nor an answer without a code");
}

/* errors.tsv: code, result, reason, the venue's words. */
static void on_code(void *ctx, struct xg_str line, int n)
{
	static const char *const results[] = { "ok", "rejected", "unknown",
		"limited", "clock", "bad" };
	struct xg_str rest_of = line, code = xg_str_cut(&rest_of, '\t'),
		      result = xg_str_cut(&rest_of, '\t'),
		      reason = xg_str_cut(&rest_of, '\t');
	int why, got;

	if (!line.n || line.p[0] == '#')
		return;
	++*(int *)ctx;
	got = xg_kucoin_code(code, rest_of, &why);
	ok(xg_str_is_text(result, results[got]) &&
			why == xg_word_from(XG_WORDS_REASON, reason),
		"line %d: %.*s is %s, %.*s", n, XG_STR_ARG(code), results[got],
		XG_STR_ARG(reason));
}

enum {
	NAME,
	KEY,
	SECRET,
	PASS,
	CLOCK,
	METHOD,
	PATH,
	QUERY,
	BODY,
	PSIG,
	SIG,
	COLS
};

static void on_vector(void *ctx, struct xg_str line, int n)
{
	struct xg_req r = { .is_signed = true };
	struct xg_str f[COLS], rest_of = line, got;
	struct xg_cred cred;
	char method[8];
	int64_t ms;

	for (int i = 0; i < COLS; i++)
		f[i] = xg_str_cut(&rest_of, '\t');
	if (n == 1)
		return;
	++*(int *)ctx;
	cred = (struct xg_cred){
		.key = f[KEY], .secret = f[SECRET], .passphrase = f[PASS]
	};
	xg_str_copy(method, sizeof method, f[METHOD]);
	xg_str_i64(f[CLOCK], &ms);
	r.method = method;
	xg_buf_str(&r.path, f[PATH]);
	xg_buf_str(&r.query, f[QUERY]);
	xg_buf_str(&r.body, f[BODY]);
	is_int(xg_kucoin_sign(&r, &cred, ms * 1000 + 999, NULL), 0,
		"%.*s is signed", XG_STR_ARG(f[NAME]));
	got = xg_header(xg_buf_view(&r.headers), "KC-API-SIGN");
	ok(xg_str_is(got, f[SIG]), "%.*s: the vector's signature",
		XG_STR_ARG(f[NAME]));
	got = xg_header(xg_buf_view(&r.headers), "KC-API-PASSPHRASE");
	ok(xg_str_is(got, f[PSIG]), "and its passphrase, signed");
	got = xg_header(xg_buf_view(&r.headers), "KC-API-TIMESTAMP");
	ok(xg_str_is(got, f[CLOCK]), "and its time");
	got = xg_header(xg_buf_view(&r.headers), "Content-Type");
	is_int(got.n > 0, r.body.len > 0, "a body has a type");
	xg_req_release(&r);
}

static void no_passphrase(void)
{
	struct xg_cred cred = { .key = XG_STR("k"), .secret = XG_STR("s") };
	struct xg_req r = { .method = "GET" };
	struct xg_error err = { 0 };

	is_int(xg_kucoin_sign(&r, &cred, 1, &err), XG_ERR_AUTH,
		"a key without a passphrase signs nothing");
	ok(strstr(err.text, "passphrase") && !r.headers.len, "and says so");
	cred.passphrase = XG_STR("a\nb");
	is_int(xg_kucoin_sign(&r, &cred, 1, &err), XG_ERR_AUTH,
		"nor one that would break a header");
	xg_req_release(&r);
}

int main(void)
{
	int codes = 0, vectors = 0;

	open_world();
	tokens();
	answers();
	decode_file("tests/venue/kucoin/errors.tsv", on_code, &codes);
	is_int(codes, 59, "all codes were tried");
	decode_file("tests/venue/kucoin/sign.tsv", on_vector, &vectors);
	is_int(vectors, 6, "all vectors were tried");
	no_passphrase();
	kit_end(&k);
	return done();
}
