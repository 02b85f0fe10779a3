/* Every sample line of ../shared/venues/kucoin is read, or is left alone for a
 * reason that is told here. */
#include "json/pull.h"
#include "venue-kit.h"
#include "venue/kucoin/kucoin.h"

static struct kit k;

/* A channel (a glob): how it is read; why: it gives no record. */
static const struct {
	const char *channel;
	int op; /* an answer to this; -1: a frame */
	const char *why;
} how[] = {
	{ "*/callauction/callauctionData*", -1, "opening auctions" },
	{ "*/callauction/*", -1, NULL }, /* its sample is a level2Depth50 */
	{ "*/market/snapshot*", -1, "statistics of 24 h" },
	{ "*/contractMarket/snapshot*", -1, "statistics of 24 h" },
	{ "*/spotMarket/tradeOrders*", -1, "of an account: comes later" },
	{ "*/account/balance", -1, "of an account: comes later" },
	{ "*advancedOrders", -1, "of an account: comes later" },
	{ "*/contractMarket/tradeOrders*", -1, "of an account: comes later" },
	{ "*/contractAccount/wallet", -1, "of an account: comes later" },
	{ "*/contract/position*", -1, "of an account: comes later" },
	{ "*/contract/marginMode", -1, "of an account: comes later" },
	{ "*/contract/crossLeverage", -1, "of an account: comes later" },
	{ "wsapi *", -1, "orders come later" },
	{ "/market/level2:*", -1, "waits for its snapshot" },
	{ "/contractMarket/level2:*", -1, "waits for its snapshot" },
	{ "trade.l2update", -1, "waits for its snapshot" },
	{ "level2", -1, "waits for its snapshot" },
	{ "obu.*", -1, "waits for its snapshot" },
	{ "ack", -1, "an answer, not data" },
	{ "pong", -1, "an answer, not data" },
	{ "welcome", -1, "an answer, not data" },
	{ "contractDetails", -1, "made by a recorder of a REST answer" },
	{ "rest /api/v3/market/orderbook/level2*", XG_OP_SNAPSHOT, NULL },
	{ "/api/v3/market/orderbook/level2 *", XG_OP_SNAPSHOT, NULL },
	{ "/api/v1/level2/snapshot *", XG_OP_SNAPSHOT, NULL },
	{ "/api/v2/symbols*", XG_OP_INSTS, NULL },
	{ "/api/v1/contracts*", XG_OP_INSTS, NULL },
	{ "/api/v1/bullet*", XG_OP_STREAM_NEW, NULL },
	{ "/api/v1/timestamp*", XG_OP_TIME, NULL },
	{ "/api/*", XG_OP_MODE, "not asked for, or of an account" },
};

static const char *const contracts[] = { "XBTUSDTM", "XBTUSDM", "SOLUSDTM",
	"MYROUSDTM", "AUCTIONUSDTM", "ETHUSDTM", "DOGEUSDTM", "ETHUSDM" };
static int frames, answers, alone, out_lines;

static void open_kit(void)
{
	char line[300];

	memset(&k, 0, sizeof k);
	kit_start(&k, "kucoin");
	for (size_t i = 0; i < XG_LEN(contracts); i++) {
		snprintf(line, sizeof line,
			"{'type':'inst','venue':'kucoin','sym':'~%s','base':"
			"'A','quote':'B','kind':'perp','native':'%s',"
			"'contract':0.001,'market':'futures'}",
			contracts[i], contracts[i]);
		kit_inst(&k, line);
	}
}

static struct xg_str inside(struct xg_str quoted)
{
	return (struct xg_str){ quoted.p + 1, quoted.n - 2 };
}

static bool is_sound(void)
{
	return !k.out.len || !strstr(k.out.p, "(a ");
}

static void as_answer(
	struct xg_str channel, int op, const char *market, struct xg_str raw)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = xg_str_from(market) };
	struct xg_sink sink = kit_sink(&k);
	struct xg_answer a;

	xg_kucoin_answer(&a, &ask, 200, XG_STR(""), raw, 1, &k.insts, &sink);
	ok(a.result == XG_RES_OK && is_sound() &&
			(op == XG_OP_INSTS) == (a.n > 0),
		"%.*s: an answer", XG_STR_ARG(channel));
	answers++;
}

static void as_snapshot(struct xg_str channel, struct xg_str raw)
{
	char req[200];
	bool spot = memmem(channel.p, channel.n, "/v3/", 4);

	snprintf(req, sizeof req, "GET https://x%s?symbol=%s",
		spot ? "/api/v3/market/orderbook/level2"
		     : "/api/v1/level2/snapshot",
		spot ? "BTC-USDT" : "XBTUSDM");
	ok(kit_raw(&k, raw, req, true) == 0 && k.out.len > 0 && is_sound(),
		"%.*s: a book", XG_STR_ARG(channel));
	answers++;
}

static void one(
	struct xg_str channel, size_t i, const char *market, struct xg_str raw)
{
	const char *why = i < XG_LEN(how) ? how[i].why : NULL;
	int op = i < XG_LEN(how) ? how[i].op : -1, rc;

	if (op == XG_OP_SNAPSHOT) {
		as_snapshot(channel, raw);
		return;
	}
	/* A hand-made line of a mapper's test: it ends before it begins. */
	if (memmem(raw.p, raw.n,
		    "\"sequenceEnd\":1636276324363,\"sequenceStart\":"
		    "1636276324364",
		    55)) {
		ok(kit_raw(&k, raw, NULL, true) < 0 && !k.out.len,
			"an update that ends before it begins is refused");
		alone++;
		return;
	}
	if (op >= 0 && !why) {
		as_answer(channel, op, market, raw);
		return;
	}
	rc = op < 0 ? kit_raw(&k, raw, NULL, true)
		    : kit_raw(&k, raw, "GET https://x/api/other", true);
	if (!ok(rc == 0 && is_sound() && (k.out.len > 0) == !why, "%.*s: %s",
		    XG_STR_ARG(channel), why ? why : "a record"))
		printf("# %d %s %s\n", rc, k.err.text,
			k.out.len ? k.out.p : "");
	alone += why != NULL;
	frames += why == NULL;
}

static void sample(char *line)
{
	struct xg_str text = xg_str_from(line), channel, dir, market, raw,
		      exact;
	struct xg_buf plain = { 0 };
	size_t i = 0;

	if (xg_json_find(text, "channel", &channel) <= 0 ||
		xg_json_find(text, "dir", &dir) <= 0 ||
		xg_json_find(text, "market", &market) <= 0 ||
		xg_json_find(text, "raw", &raw) <= 0) {
		ok(false, "a sample: %.60s", line);
		return;
	}
	/* Where numbers are longer than doubles, the exact text is beside. */
	if (xg_json_find(text, "text", &exact) > 0 &&
		xg_json_unescape(&plain, inside(exact)) == 0)
		raw = xg_buf_view(&plain);
	channel = inside(channel);
	if (xg_str_is_text(dir, "\"out\"")) {
		out_lines++;
	} else {
		while (i < XG_LEN(how) &&
			!xg_str_glob(xg_str_from(how[i].channel), channel))
			i++;
		open_kit();
		one(channel, i,
			xg_str_is_text(market, "\"spot\"") ? "spot" : "futures",
			raw);
		kit_end(&k);
	}
	xg_buf_release(&plain);
}

int main(void)
{
	static const char *const files[] = { "spot_ws_recorded.ndjson",
		"ws_spec_examples.ndjson", "rest.ndjson" };
	int n = 0;

	for (size_t i = 0; i < XG_LEN(files); i++) {
		char path[100], *line = NULL;
		size_t cap = 0;
		FILE *f;

		snprintf(path, sizeof path, "../shared/venues/kucoin/%s",
			files[i]);
		f = fopen(path, "r");
		if (!f) {
			ok(true, "# SKIP %s is not here", path);
			continue;
		}
		for (; getline(&line, &cap, f) > 0; n++) {
			line[strcspn(line, "\n")] = '\0';
			sample(line);
		}
		free(line);
		fclose(f);
	}
	if (n)
		ok(frames + answers + alone + out_lines == n && n == 365,
			"%d samples: %d frames, %d answers, %d left alone, %d "
			"that clients send",
			n, frames, answers, alone, out_lines);
	return done();
}
