/* Kraken: every sample line of ../shared/venues/kraken is read and means
 * something, or is here with the reason why not. */
#include "json/pull.h"
#include "venue-kit.h"
#include "venue/kraken/kraken.h"

static struct kit k;
static int read_lines;

/* Frames that give no record, by file and a part of their text. */
static const struct {
	const char *file, *part, *why;
} silent[] = {
	{ "spot_ws_v2", "\"method\"", "an answer to a request" },
	{ "spot_ws_v2", "\"heartbeat\"", "a sign of life" },
	{ "spot_ws_v2", "\"level3\"", "single orders need a token" },
	{ "spot_ws_v2", "\"executions\"", "own orders come later" },
	{ "spot_ws_v2", "ANETx/USD", "never traded: zeros are no quote" },
	{ "spot_ws_v2", "\"trade\",\"type\":\"snapshot\"",
		"the first snapshot of trades is history" },
	{ "spot_ws_v1", "\"event\"", "an event" },
	{ "spot_ws_v1", "[468,{\"b\"", "no snapshot of this book" },
	{ "spot_ws_v1", "[741,{\"a\"", "no snapshot of this book" },
	{ "spot_ws_v1", "[754,{\"b\"", "no snapshot of this book" },
	{ "spot_ws_v1", "[545,[\"0.000000000\"", "zeros are no quote" },
	{ "futures_ws", "\"event\"", "an event" },
	{ "futures_ws", "\"seq\":2139287,", "no snapshot of this book" },
	{ "futures_ws", "\"seq\":361432,", "cut from another time" },
	{ "futures_ws", "\"ticker_lite\"", "it has no sizes and no time" },
	{ "futures_ws", "\"fills", "own fills come later" },
	{ "futures_ws", "\"open_orders", "own orders come later" },
	{ "futures_ws", "\"trade_snapshot\"",
		"the first snapshot of trades is history" },
};

/* Answers of REST that are asked for. The others are of an account, or of what
 * the stream gives. */
static const struct {
	const char *channel, *market;
	enum xg_op op;
	int n;
} rest[] = {
	{ "asset_pairs", "spot", XG_OP_INSTS, 1 },
	{ "asset_pairs_tokenized", "spot", XG_OP_INSTS, 1 },
	{ "server_time", "spot", XG_OP_TIME, 0 },
	{ "futures_instruments", "futures", XG_OP_INSTS, 4 },
};

static bool contains(struct xg_str s, const char *part)
{
	return memmem(s.p, s.n, part, strlen(part)) != NULL;
}

static const char *reason(const char *file, struct xg_str raw)
{
	for (size_t i = 0; i < XG_LEN(silent); i++) {
		if (!strcmp(silent[i].file, file) &&
			contains(raw, silent[i].part))
			return silent[i].why;
	}
	return NULL;
}

static void learn(const char *native, const char *sym, bool inverse)
{
	char line[512];

	snprintf(line, sizeof line,
		"{'type':'inst','venue':'kraken','sym':'%s','base':'X','quote':"
		"'USD','kind':'perp','native':'%s','contract':1,'market':"
		"'futures'%s}",
		sym, native, inverse ? ",'inverse':true" : "");
	kit_inst(&k, line);
}

/* A contract that a sample is of is made known when it is missing. */
static int frame(struct xg_str raw)
{
	int rc = kit_raw(&k, raw, NULL, true);

	if (rc == XG_ERR_ABSENT) {
		char sym[80] = "~", *native = sym + 1;

		if (sscanf(k.err.text, "kraken: futures %78s is not among",
			    native) != 1)
			abort();
		learn(native, sym, native[1] == 'I');
		rc = kit_raw(&k, raw, NULL, true);
	}
	return rc;
}

static void answered(struct xg_str channel, struct xg_str raw)
{
	for (size_t i = 0; i < XG_LEN(rest); i++) {
		struct xg_ask ask = { .op = rest[i].op,
			.market = xg_str_from(rest[i].market) };
		struct xg_sink sink = kit_sink(&k);
		struct xg_answer a;

		if (!xg_str_is_text(channel, rest[i].channel))
			continue;
		kit_clear(&k);
		xg_kraken_answer(
			&a, &ask, 200, XG_STR(""), raw, 1, &k.insts, &sink);
		ok(a.result == XG_RES_OK && a.n == rest[i].n &&
				(a.n || a.venue_time),
			"%.*s: %d rows", XG_STR_ARG(channel), a.n);
		return;
	}
	ok(true, "%.*s: not asked for", XG_STR_ARG(channel));
}

static void sample(const char *file, struct xg_str line)
{
	struct xg_str channel, dir, raw;
	const char *why;
	int rc;

	xg_json_find(line, "channel", &channel);
	xg_json_find(line, "dir", &dir);
	xg_json_find(line, "raw", &raw);
	channel.p++;
	channel.n -= 2;
	read_lines++;
	if (xg_str_is_text(dir, "\"out\"")) {
		ok(true, "%.*s: what clients send", XG_STR_ARG(channel));
		return;
	}
	if (!strcmp(file, "rest")) {
		answered(channel, raw);
		return;
	}
	why = reason(file, raw);
	rc = frame(raw);
	ok(rc == 0 && (k.out.len > 0) == !why &&
			!strstr(k.out.p ? k.out.p : "", "(a "),
		"%s: %.*s %s", file, XG_STR_ARG(channel), why ? why : "");
	if (rc < 0 || (k.out.len > 0) == (why != NULL))
		printf("# %d %s %.*s\n", rc, k.err.text,
			(int)(raw.n < 200 ? raw.n : 200), raw.p);
}

/* A file of samples, by a decoder of its own. */
static bool run(const char *file, int lines)
{
	char path[128], *line = NULL;
	size_t cap = 0;
	FILE *f;

	snprintf(path, sizeof path, "../shared/venues/kraken/%s.ndjson", file);
	f = fopen(path, "r");
	if (!f)
		return false;
	kit_start(&k, "kraken");
	kit_inst(&k, "{'type':'inst','venue':'kraken','sym':'BTC-USD','base':"
		     "'BTC','quote':'USD','kind':'spot','native':'BTC/USD',"
		     "'tick':0.1,'lot':0.00000001,'market':'spot'}");
	read_lines = 0;
	while (getline(&line, &cap, f) > 0)
		sample(file, (struct xg_str){ line, strcspn(line, "\n") });
	is_int(read_lines, lines, "all samples of %s were tried", file);
	free(line);
	fclose(f);
	return true;
}

static void stop(void)
{
	kit_end(&k);
	k = (struct kit){ 0 };
}

int main(void)
{
	if (!run("spot_ws_v2", 175)) {
		ok(true, "# SKIP ../shared is not here");
		return done();
	}
	is_int(k.d.stats.checksums, 151, "R9: 151 recorded checksums of v2");
	is_int(k.d.stats.checksum_bad, 0, "R9: all equal");
	stop();
	run("spot_ws_v1", 50);
	is_int(k.d.stats.checksums, 20, "R9: those of v1");
	is_int(k.d.stats.checksum_bad, 0, "R9: all equal, too");
	stop();
	run("futures_ws", 210);
	/* PI_LTCUSD: a snapshot and an update of other times */
	is_int(k.d.stats.gaps, 1, "only what was cut together has a gap");
	stop();
	run("rest", 24);
	stop();
	return done();
}
