/* Kraken: the table. Source: Kraken's documentation of 2026: spot WebSocket v2
 * and REST guides, Futures WebSocket and REST guides, rate limits. */
#include "venue/kraken/kraken.h"

#include "json/write.h"

static const char *const names[] = { "kraken-spot", "krakenfutures",
	"kraken-futures", "cryptofacilities", NULL };
/* Futures are another system, with keys of its own. */
static const char *const own_keys[] = { "krakenfutures", "kraken-futures",
	"cryptofacilities", NULL };

/* The beta hosts run the live market. The spot has no test network. */
static const char *const spot_mirrors[] = { "wss://beta-ws.kraken.com", NULL };
static const struct xg_host hosts[] = {
	{ "spot-rest", "https://api.kraken.com", NULL, NULL },
	{ "spot-ws", "wss://ws.kraken.com", NULL, spot_mirrors },
	{ "futures-rest", "https://futures.kraken.com",
		"https://demo-futures.kraken.com", NULL },
	{ "futures-ws", "wss://futures.kraken.com",
		"wss://demo-futures.kraken.com", NULL },
	{ 0 },
};

/* The spot beats once a second: 3 s of silence and 2 s without an answer to a
 * ping are its end. The list of instruments goes first: books are summed with
 * its precision. Futures want a ping of the protocol every 60 s. */
static const struct xg_link links[] = {
	[XG_KRAKEN_SPOT] = { .name = "spot",
		.host = "spot-ws",
		.path = "/v2",
		.max_topics = 1000,
		.topics_per_frame = 100,
		.one_channel = true,
		.frame_gap_us = 100000,
		.idle_us = 3000000,
		.pong_us = 2000000,
		.ping = "{\"method\":\"ping\"}",
		.hello = "{\"method\":\"subscribe\",\"params\":{\"channel\":"
			 "\"instrument\",\"snapshot\":true}}" },
	[XG_KRAKEN_FUTURES] = { .name = "futures",
		.host = "futures-ws",
		.path = "/ws/v1",
		.max_topics = 1000,
		.topics_per_frame = 50,
		.one_channel = true,
		.frame_gap_us = 50000,
		.idle_us = 15000000,
		.pong_us = 8000000,
		.ping_us = 30000000 },
	{ 0 },
};

static const struct xg_limit limits[] = {
	{ "public", 1000000, 1, false, NULL },
	{ "derivatives", 10000000, 500, false, NULL },
	{ 0 },
};
static const char *const markets[] = { "spot", "futures", NULL };
static const int depths[] = { 1000, 0 };
static const char *const proofs[] = { "checksum", "sequence", NULL };

/* Our channels in the venue's words; NULL = there is none. */
static const struct {
	int channel;
	const char *spot, *futures;
} channels[] = {
	{ XG_CH_TRADE, "trade", "trade" },
	{ XG_CH_BOOK, "book", "book" },
	{ XG_CH_BBO, "ticker", "ticker" },
	{ XG_CH_FUNDING, NULL, "ticker" },
	{ XG_CH_MARK, NULL, "ticker" },
	{ XG_CH_LIQ, NULL, "trade" },
	{ XG_CH_OI, NULL, "ticker" },
	{ XG_CH_CANDLE, "ohlc", NULL },
};

static int topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	bool spot = inst->i.kind == XG_SPOT;

	if (channel == XG_CH_FUNDING && inst->i.kind != XG_PERP)
		return XG_ERR_SUPPORT;
	for (size_t i = 0; i < XG_LEN(channels); i++) {
		const char *word =
			spot ? channels[i].spot : channels[i].futures;

		if (channels[i].channel != channel || !word)
			continue;
		if (max < 1 || inst->i.native.n >= XG_KRAKEN_SYM)
			return XG_ERR_LIMIT;
		*out = (struct xg_topic){ .link = spot ? XG_KRAKEN_SPOT
						       : XG_KRAKEN_FUTURES,
			.channel = channel,
			.inst = inst };
		snprintf(out->text, sizeof out->text, "%s:%.*s", word,
			XG_STR_ARG(inst->i.native));
		return 1;
	}
	return XG_ERR_SUPPORT;
}

/* What a channel of the spot wants besides its symbols. Trades come with the
 * last 50: what was missed between two connections is among them. */
static const struct {
	const char *channel, *params;
} params[] = {
	{ "book", ",\"depth\":1000,\"snapshot\":true" },
	{ "trade", ",\"snapshot\":true" },
	{ "ticker", ",\"event_trigger\":\"bbo\",\"snapshot\":true" },
	{ "ohlc", ",\"interval\":1,\"snapshot\":false" },
};

static void put_list(struct xg_buf *out, const struct xg_topic *const *t, int n)
{
	xg_buf_char(out, '[');
	for (int i = 0; i < n; i++) {
		struct xg_str arg = xg_str_from(t[i]->text);

		xg_str_cut(&arg, ':');
		xg_json_comma(out);
		xg_json_quote(out, arg);
	}
	xg_buf_char(out, ']');
}

static int subscribe(struct xg_buf *out, const struct xg_topic *const *t, int n,
	int64_t id, bool on)
{
	struct xg_str rest = xg_str_from(n ? t[0]->text : "");
	struct xg_str word = xg_str_cut(&rest, ':');
	const char *verb = on ? "subscribe" : "unsubscribe";

	if (n && t[0]->link == XG_KRAKEN_FUTURES) {
		xg_buf_printf(out,
			"{\"event\":\"%s\",\"feed\":\"%.*s\",\"product_ids\":",
			verb, XG_STR_ARG(word));
		put_list(out, t, n);
		xg_buf_char(out, '}');
		return out->failed ? XG_ERR_LIMIT : 0;
	}
	xg_buf_printf(out,
		"{\"method\":\"%s\",\"params\":{\"channel\":\"%.*s\",\"symbol\""
		":",
		verb, XG_STR_ARG(word));
	put_list(out, t, n);
	for (size_t i = 0; i < XG_LEN(params); i++)
		if (xg_str_is_text(word, params[i].channel))
			xg_buf_text(out, params[i].params);
	xg_buf_printf(out, "},\"req_id\":%lld}",
		(long long)xg_kraken_req_id(id, word));
	return out->failed ? XG_ERR_LIMIT : 0;
}

static const char *const kinds[] = { "@market", "method!", "event!", "feed",
	"channel", NULL };

const struct xg_venue xg_kraken;
const struct xg_venue xg_kraken = {
	.name = "kraken",
	.aliases = names,
	.own_keys = own_keys,
	.hosts = hosts,
	.links = links,
	.limits = limits,
	/* 150 new connections in 10 min, then a ban of that long. */
	.budget = { .dials = 150, .dials_us = 600000000 },
	.markets = markets,
	.depths = depths,
	.proofs = proofs,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK | 1u << XG_CH_BBO |
		    1u << XG_CH_FUNDING | 1u << XG_CH_MARK | 1u << XG_CH_LIQ |
		    1u << XG_CH_OI | 1u << XG_CH_CANDLE,
	.wire_id_max = 18,
	.wire_id_punct = "-",
	.seq_proof = false, /* futures only; the spot has a checksum */
	.checksum = true,
	.has_deadman = false,
	.has_amend = false,
	.kinds = kinds,
	.evidence = "recordings of 2021 and 2023 with 4,420 checksums, the "
		    "documents' vectors, xg-sim",
	.decoder_size = sizeof(struct xg_kraken_state),
	.topics = topics,
	.subscribe = subscribe,
	.frame = xg_kraken_frame,
	.decoder_release = xg_kraken_decoder_release,
	.request = xg_kraken_request,
	.sign = NULL, /* xg reads this venue, and does not trade there */
	.answer = xg_kraken_answer,
};
