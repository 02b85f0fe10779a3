/* What clients of the simulated OKX send is read strictly. */
#include "sim/okx_args.h"

#include "base/err.h"
#include "tap.h"

static int args(const char *text, struct xg_sim_okx_args *a)
{
	struct xg_json j;

	xg_json_init(&j, text, strlen(text));
	xg_json_next(&j);
	return xg_sim_okx_args_read(&j, a);
}

static void is(struct xg_str got, const char *want, const char *what)
{
	is_text(got.p, got.n, want, "%s is read", what);
}

static void orders(void)
{
	struct xg_sim_okx_args a;

	is_int(args("{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"clOrdId\":"
		    "\"xg000001\",\"side\":\"buy\",\"ordType\":\"limit\","
		    "\"px\":\"42000.1\",\"sz\":\"0.001\",\"unknown\":{\"a\":"
		    "[1]}}",
		       &a),
		0, "the order of the vectors is read");
	is(a.inst_id, "BTC-USDT", "instId");
	is(a.td_mode, "cash", "tdMode");
	is(a.cl_ord_id, "xg000001", "clOrdId");
	is(a.side, "buy", "side");
	is(a.ord_type, "limit", "ordType");
	is(a.px, "42000.1", "px");
	is(a.sz, "0.001", "sz");
	ok(!a.bad && !a.has_code && !a.reduce_only && a.ord_id.n == 0,
		"what is not there is empty");
	is_int(args("{\"instIdCode\":10458,\"sz\":100,\"reduceOnly\":true,"
		    "\"cxlOnFail\":\"true\"}",
		       &a),
		0, "numbers and flags are read");
	ok(a.has_code && a.inst_code == 10458, "the code is an integer");
	is(a.sz, "100", "a size that is a JSON number");
	ok(a.reduce_only && a.cxl_on_fail, "flags come as such and as texts");
	ok(args("{\"reduceOnly\":\"yes\"}", &a) == 0 && a.bad &&
			strcmp(a.bad, "reduceOnly") == 0,
		"a flag of another text is bad");
	ok(args("{\"px\":{\"a\":1},\"sz\":\"1\"}", &a) == 0 && a.bad &&
			strcmp(a.bad, "px") == 0 && a.sz.n == 1,
		"a price that is an object is bad; what follows is read");
	ok(args("{\"instIdCode\":1.5}", &a) == 0 && a.bad && !a.has_code,
		"a code that is no integer is bad");
	ok(args("{\"clOrdId\":\"a\\u0041\"}", &a) == 0 && a.bad,
		"an escaped text is bad");
	ok(args("{\"px\":null}", &a) == 0 && !a.bad && a.px.n == 0,
		"null is absent");
	ok(args("{\"px\":\"1\"", &a) < 0, "a cut object is an error");
	ok(args("[]", &a) < 0, "an array is no order");
}

static void frames(void)
{
	struct xg_sim_okx_frame f;

	is_int(xg_sim_okx_frame_read(
		       XG_STR("{\"id\":\"1512\",\"op\":\"subscribe\",\"args\":"
			      "[{\"channel\":\"books\"}]}"),
		       &f),
		0, "a subscription is read");
	is(f.op, "subscribe", "op");
	is(f.id, "1512", "id");
	is(f.args, "[{\"channel\":\"books\"}]", "args");
	is_int(xg_sim_okx_frame_read(
		       XG_STR("{\"args\":[],\"op\":\"login\"}"), &f),
		0, "members come in any order, id is optional");
	is_int(xg_sim_okx_frame_read(
		       XG_STR("{\"op\":\"login\",\"argss\":[]}"), &f),
		0, "no args is for the caller to judge");
	ok(f.args.p && f.args.n == 0, "and they are empty text then");
	is_int(xg_sim_okx_frame_read(XG_STR("ping"), &f), XG_ERR_SYNTAX,
		"the text ping is no frame");
	is_int(xg_sim_okx_frame_read(XG_STR("[\"op\"]"), &f), XG_ERR_TYPE,
		"an array is no frame");
	is_int(xg_sim_okx_frame_read(XG_STR("{\"op\":{}}"), &f), XG_ERR_TYPE,
		"an op that is an object is none");
	is_int(xg_sim_okx_frame_read(XG_STR("{\"op\":\"a\",\"args\":{}}"), &f),
		XG_ERR_TYPE, "args must be an array");
	is_int(xg_sim_okx_frame_read(
		       XG_STR("{\"op\":\"a\",\"id\":\"x-1\"}"), &f),
		XG_ERR_RANGE, "an id has letters and digits only");
	is_int(xg_sim_okx_frame_read(
		       XG_STR("{\"op\":\"a\",\"id\":"
			      "\"123456789012345678901234567890123\"}"),
		       &f),
		XG_ERR_RANGE, "an id of 33 is too long");
	is_int(xg_sim_okx_frame_read(XG_STR("{}"), &f), XG_ERR_TYPE,
		"a frame without op is none");
}

int main(void)
{
	struct xg_sim_okx_sub s;
	struct xg_sim_okx_login l;
	struct xg_json j;
	const char *sub = "{\"channel\":\"orders\",\"instType\":\"ANY\"}";
	const char *login = "{\"apiKey\":\"k\",\"passphrase\":\"p\","
			    "\"timestamp\":\"1\",\"sign\":\"s\"}";

	orders();
	frames();
	xg_json_init(&j, sub, strlen(sub));
	xg_json_next(&j);
	is_int(xg_sim_okx_sub_read(&j, &s), 0, "a channel is read");
	is(s.channel, "orders", "channel");
	is(s.inst_type, "ANY", "instType");
	xg_json_init(&j, login, strlen(login));
	xg_json_next(&j);
	is_int(xg_sim_okx_login_read(&j, &l), 0, "a login is read");
	is(l.key, "k", "apiKey");
	is(l.sign, "s", "sign");
	return done();
}
