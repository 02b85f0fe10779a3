/* Bitget: the table. Source: documents of the API v2 and v3 (unified accounts),
 * change log up to 2026-05: WebSocket introduction, rate limits, demo trading. */
#include "venue/bitget/bitget.h"

#include "json/write.h"

static const char *const names[] = { "bitget-futures", NULL };
/* Demo trading has streams of its own; its REST is the live host, with a header
 * in what is signed. */
static const struct xg_host hosts[] = {
	{ "rest", "https://api.bitget.com", "https://api.bitget.com", NULL },
	{ "ws", "wss://ws.bitget.com", "wss://wspap.bitget.com", NULL },
	{ 0 },
};

/* One connection takes all categories. 240 requests for subscriptions an hour, of
 * which one may have 50 topics; 10 messages a second; 1000 topics at most, and
 * the venue advises far fewer. A ping every 30 s, whatever comes; after 2 min
 * without one the venue cuts, and always after 24 h. Of both dialects alike. */
#define PUBLIC(where) \
	{ \
		.name = "public", .host = "ws", .path = where, \
		.max_topics = 400, .topics_per_frame = 50, \
		.frame_gap_us = 125000, \
		.life_us = INT64_C(24) * 3600 * 1000000, .idle_us = 40000000, \
		.pong_us = 10000000, .ping_us = 30000000, .ping = "ping" \
	}
static const struct xg_link links[] = { PUBLIC("/v3/ws/public"), { 0 } };
static const struct xg_link classic_links[] = { PUBLIC("/v2/ws/public"),
	{ 0 } };

static const struct xg_limit limits[] = {
	{ "public", 1000000, 20, false, NULL },
	{ 0 },
};
static const char *const markets[] = { "spot", "usdt-futures", "usdc-futures",
	"coin-futures", NULL };

/* Our channels in the venue's words. */
static const struct {
	int channel;
	const char *name, *interval; /* v3 */
	const char *classic;	     /* v2; NULL: it has none */
	bool futures;		     /* spot has none */
	bool by_type;		     /* for all symbols */
} channels[] = {
	{ XG_CH_TRADE, "publicTrade", NULL, "trade", false, false },
	{ XG_CH_BOOK, "books", NULL, "books", false, false },
	{ XG_CH_BBO, "books1", NULL, "books1", false, false },
	{ XG_CH_FUNDING, "ticker", NULL, "ticker", true, false },
	{ XG_CH_MARK, "ticker", NULL, "ticker", true, false },
	{ XG_CH_OI, "ticker", NULL, "ticker", true, false },
	{ XG_CH_LIQ, "liquidation", NULL, NULL, true, true },
	{ XG_CH_CANDLE, "kline", "1m", "candle1m", false, false },
};

static int topics_of(const struct xg_instr *inst, int channel,
	enum xg_bitget_dialect dialect, struct xg_topic *out, int max)
{
	struct xg_str key = inst->i.native, interval = { NULL, 0 }, text;
	bool classic = dialect == XG_BITGET_V2;
	const char *name;
	size_t i = 0;

	while (i < XG_LEN(channels) && channels[i].channel != channel)
		i++;
	if (i == XG_LEN(channels) ||
		xg_bitget_cat(inst->i.market) == XG_BITGET_CATS ||
		(channels[i].futures && inst->i.kind == XG_SPOT) ||
		(channel == XG_CH_FUNDING && inst->i.kind != XG_PERP))
		return XG_ERR_SUPPORT;
	name = classic ? channels[i].classic : channels[i].name;
	if (!name)
		return XG_ERR_SUPPORT;
	if (max < 1 || key.n == 0)
		return XG_ERR_LIMIT;
	*out = (struct xg_topic){ .channel = channel, .inst = inst };
	if (channels[i].by_type)
		key.n = 0;
	if (!classic && channels[i].interval)
		interval = xg_str_from(channels[i].interval);
	/* Room for the NUL: the last byte stays zero. */
	text = xg_bitget_topic(out->text, sizeof out->text - 1, inst->i.market,
		xg_str_from(name), key, interval);
	return text.n ? 1 : XG_ERR_LIMIT;
}

static int topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	return topics_of(inst, channel, XG_BITGET_V3, out, max);
}

static int classic_topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	return topics_of(inst, channel, XG_BITGET_V2, out, max);
}

/* Type, channel, symbol and interval of a topic's text are members of its arg;
 * the type is in upper case in v2. */
static int put_args(struct xg_buf *out, const struct xg_topic *const *t, int n,
	enum xg_bitget_dialect dialect, bool on)
{
	static const char *const v2[] = { "instType", "channel", "instId" },
				 *const v3[] = { "instType", "topic", "symbol",
					 "interval" };
	bool classic = dialect == XG_BITGET_V2;
	const char *const *keys = classic ? v2 : v3;
	size_t most = classic ? XG_LEN(v2) : XG_LEN(v3);

	xg_buf_printf(out, "{\"op\":\"%s\",\"args\":[",
		on ? "subscribe" : "unsubscribe");
	for (int i = 0; i < n; i++) {
		struct xg_str rest = xg_str_from(t[i]->text);

		xg_json_comma(out);
		xg_buf_char(out, '{');
		for (size_t k = 0; k < most && rest.n; k++) {
			struct xg_str v = xg_str_cut(&rest, ':');

			if (classic && k == 0)
				v = xg_str_from(
					xg_bitget_cat_code(xg_bitget_cat(v)));
			xg_json_put_str(out, keys[k], v);
		}
		xg_buf_char(out, '}');
	}
	xg_buf_text(out, "]}");
	return out->failed ? XG_ERR_LIMIT : 0;
}

/* Answers name the topic: no ids. */
static int subscribe(struct xg_buf *out, const struct xg_topic *const *t, int n,
	int64_t id, bool on)
{
	(void)id;
	return put_args(out, t, n, XG_BITGET_V3, on);
}

static int classic_subscribe(struct xg_buf *out,
	const struct xg_topic *const *t, int n, int64_t id, bool on)
{
	(void)id;
	return put_args(out, t, n, XG_BITGET_V2, on);
}

static const char *const kinds[] = { "event", "arg.topic", "arg.channel",
	"action", NULL };

/* What both kinds of accounts have in common. */
#define VENUE \
	.name = "bitget", .aliases = names, .hosts = hosts, \
	.limits = limits, /* 100 connections, 300 new ones in 5 min. */ \
		.budget = { .conns = 100, \
			.dials = 300, \
			.dials_us = 300000000 }, \
	.markets = markets, .wire_id_max = 32, .wire_id_punct = "-", \
	.checksum = true, .has_amend = false, .needs_passphrase = true, \
	.has_deadman = false, /* v3 has one; orders are not sent yet */ \
		.kinds = kinds, .evidence = evidence, \
	.decoder_size = sizeof(struct xg_bitget_state), \
	.frame = xg_bitget_frame, \
	.decoder_release = xg_bitget_decoder_release, .sign = NULL, \
	.answer = xg_bitget_answer
#define CLASSIC_CHANNELS \
	(1u << XG_CH_TRADE | 1u << XG_CH_BOOK | 1u << XG_CH_BBO | \
		1u << XG_CH_FUNDING | 1u << XG_CH_MARK | 1u << XG_CH_OI | \
		1u << XG_CH_CANDLE)

static const char evidence[] =
	"a recording of spot from 2022 with its checksums, sample frames of "
	"2022 (v1), 2024 (v2) and 2026 (v3), xg-sim";

extern const struct xg_venue xg_bitget;

/* Accounts that were not upgraded: v2. Its books have no number of their own, and
 * it tells no liquidations. */
static const struct xg_venue classic = {
	VENUE,
	.account_kind = "classic",
	.other_kind = &xg_bitget,
	.links = classic_links,
	.channels = CLASSIC_CHANNELS,
	.seq_proof = false,
	.topics = classic_topics,
	.subscribe = classic_subscribe,
	.request = xg_bitget_classic_request,
};

const struct xg_venue xg_bitget = {
	VENUE,
	.account_kind = "unified",
	.other_kind = &classic,
	.links = links,
	.channels = CLASSIC_CHANNELS | 1u << XG_CH_LIQ,
	.seq_proof = true,
	.topics = topics,
	.subscribe = subscribe,
	.request = xg_bitget_request,
};
