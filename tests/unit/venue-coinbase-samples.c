/* Coinbase: every sample line of ../shared/venues/coinbase is read, or is here
 * with the reason why not. */
#include "json/pull.h"
#include "venue-kit.h"
#include "venue/coinbase/coinbase.h"

static struct kit k;

/* What the connector does not read. */
static const struct {
	const char *channel, *why;
} left_out[] = {
	{ "user", "own orders are of a later version" },
	{ "INTX ", "the feed was retired on 2026-09-09" },
	{ "product_book", "books of REST have no number to join the stream" },
	{ "http_ticker", "not asked for" },
	{ "accounts", "accounts are of a later version" },
	{ "order", "orders are of a later version" },
	{ "fills", "orders are of a later version" },
	{ "cfm_", "accounts are of a later version" },
	{ "transaction", "accounts are of a later version" },
	{ "key_permissions", "accounts are of a later version" },
	{ "time", "not market data" },
};

/* Frames that mean records, where they are the first of their kind. */
static bool means_records(struct xg_str channel)
{
	static const char *const some[] = { "market_trades", "ticker",
		"candles", "match", "snapshot" };

	for (size_t i = 0; i < XG_LEN(some); i++) {
		if (xg_str_is_text(channel, some[i]))
			return true;
	}
	return false;
}

static const char *reason(struct xg_str channel)
{
	for (size_t i = 0; i < XG_LEN(left_out); i++) {
		if (xg_str_has_prefix(
			    channel, xg_str_from(left_out[i].channel)))
			return left_out[i].why;
	}
	return NULL;
}

static void learn(void)
{
	static const char *const perps[] = { "BTC", "ETH" };
	char line[400];

	for (size_t i = 0; i < XG_LEN(perps); i++) {
		snprintf(line, sizeof line,
			"{'type':'inst','venue':'coinbase','sym':"
			"'%s-USDC-PERP','base':'%s','quote':'USDC','kind':"
			"'perp','native':'%s-PERP-INTX','contract':1,'market':"
			"'future'}",
			perps[i], perps[i], perps[i]);
		kit_inst(&k, line);
	}
}

/* Samples are of many connections and years: each stands alone. */
static int frame(const char *market, struct xg_str raw)
{
	struct xg_rec rec;

	kit_clear(&k);
	xg_rec_start(
		&rec, XG_REC_RAW, XG_STR("coinbase"), XG_STR(""), 0, 1000000);
	XG_REC_SET(&rec, rawf.conn, k.conn++);
	XG_REC_SET(&rec, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, xg_str_from(market));
	XG_REC_SET(&rec, rawf.data, raw);
	return xg_decoder_rec(&k.d, &rec, &k.err);
}

static void products(struct xg_str channel, struct xg_str raw)
{
	struct xg_ask ask = { .op = XG_OP_INSTS };
	struct xg_sink sink = kit_sink(&k);
	struct xg_answer a;

	kit_clear(&k);
	xg_coinbase_answer(&a, &ask, 200, XG_STR(""), raw, 1, &k.insts, &sink);
	ok(a.result == XG_RES_OK && a.n > 0 && !strstr(k.out.p, "(a "),
		"%.*s: %d instruments", XG_STR_ARG(channel), a.n);
}

static void ws_sample(
	const char *market, struct xg_str channel, struct xg_str raw)
{
	/* rows with nothing in them; tickers of old, that have no sizes */
	bool silent = xg_str_is_text(channel, "ticker_batch") ||
		      (xg_str_is_text(channel, "ticker") &&
			      strcmp(market, "exchange") == 0);
	/* a size that is none is told */
	bool odd = memmem(raw.p, raw.n, "\"0.-", 4) != NULL;
	int rc = frame(market, raw);
	const char *out = k.out.len ? k.out.p : "";

	ok(rc == 0 && !strstr(out, "(a ") &&
			(strstr(out, "\"error\"") != NULL) == odd &&
			(k.out.len > 0 || silent || !means_records(channel)),
		"%.*s is read", XG_STR_ARG(channel));
	if (rc < 0)
		printf("# %d %s\n", rc, k.err.text);
}

static int samples(const char *file, const char *market, bool rest)
{
	char path[200], *line = NULL;
	size_t cap = 0;
	int n = 0;
	FILE *f;

	snprintf(path, sizeof path, "../shared/venues/coinbase/%s", file);
	f = fopen(path, "r");
	if (!f)
		return -1;
	while (getline(&line, &cap, f) > 0) {
		struct xg_str text = { line, strcspn(line, "\n") };
		struct xg_str channel, dir, raw;

		xg_json_find(text, "channel", &channel);
		xg_json_find(text, "dir", &dir);
		xg_json_find(text, "raw", &raw);
		channel.p++;
		channel.n -= 2;
		n++;
		if (xg_str_is_text(dir, "\"out\""))
			ok(true, "%.*s: what clients send",
				XG_STR_ARG(channel));
		else if (reason(channel))
			ok(true, "%.*s: %s", XG_STR_ARG(channel),
				reason(channel));
		else if (rest && xg_str_has_prefix(channel, XG_STR("products")))
			products(channel, raw);
		else if (rest)
			ok(true, "%.*s: not asked for", XG_STR_ARG(channel));
		else
			ws_sample(market, channel, raw);
	}
	free(line);
	fclose(f);
	return n;
}

int main(void)
{
	int n;

	kit_start(&k, "coinbase");
	learn();
	n = samples("advanced_ws.ndjson", "advanced", false);
	if (n < 0) {
		ok(true, "# SKIP ../shared is not here");
		return done();
	}
	is_int(n, 22, "all frames of Advanced Trade were tried");
	is_int(samples("exchange_ws.ndjson", "exchange", false), 204,
		"all frames of the Exchange were tried");
	is_int(samples("rest.ndjson", "spot", true), 15,
		"all answers were tried");
	kit_end(&k);
	return done();
}
