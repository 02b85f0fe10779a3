/* KuCoin: the table. Source: base information of the WebSocket of both accounts,
 * rate limits. */
#include "venue/kucoin/kucoin.h"

#include "crypto/text.h"
#include "json/write.h"

static const char *const names[] = { "kucoinfutures", "kucoin-futures",
	"kucoin-spot", NULL };
static const struct xg_host hosts[] = {
	{ "spot-rest", "https://api.kucoin.com", NULL, NULL },
	{ "futures-rest", "https://api-futures.kucoin.com", NULL, NULL },
	/* Classic connections are dialled where the token's answer says. */
	{ "spot-ws", "wss://ws-api-spot.kucoin.com", NULL, NULL },
	{ "futures-ws", "wss://ws-api-futures.kucoin.com", NULL, NULL },
	{ "spot-push", "wss://x-push-spot.kucoin.com", NULL, NULL },
	{ "futures-push", "wss://x-push-futures.kucoin.com", NULL, NULL },
	{ 0 },
};

/* A ping is due each 18 s at the latest, with 10 s of patience; 100 messages in
 * 10 s; a cut after 24 h. Classic: symbols of one topic a message (up to 100; one
 * that is not known may spoil all) and 400 (in
 * older texts 300) topics a connection. Unified: one symbol a message. */
#define LINK(n, h, ...) \
	{ \
		.name = n, .host = h, .path = "/", .frame_gap_us = 110000, \
		.life_us = INT64_C(24) * 3600 * 1000000, .idle_us = 25000000, \
		.pong_us = 10000000, .ping_us = 15000000, .greets = true, \
		__VA_ARGS__ \
	}
#define CLASSIC \
	.max_topics = 300, .topics_per_frame = 50, .one_channel = true, \
	.token = true
#define UNIFIED .max_topics = 300, .topics_per_frame = 1
static const struct xg_link links[] = {
	LINK("spot", "spot-ws", CLASSIC),
	LINK("futures", "futures-ws", CLASSIC),
	LINK("spot-book", "spot-push", UNIFIED),
	LINK("futures-book", "futures-push", UNIFIED),
	{ 0 },
};
static const struct xg_link unified_links[] = {
	LINK("spot", "spot-push", UNIFIED),
	LINK("futures", "futures-push", UNIFIED),
	{ 0 },
};

/* Pools of 30 s for the lowest rank. What is public counts by the address. */
static const struct xg_limit limits[] = {
	{ "public", 30000000, 2000, false, NULL },
	{ "spot", 30000000, 4000, true, NULL },
	{ "futures", 30000000, 2000, true, NULL },
	{ "management", 30000000, 2000, true, NULL },
	{ 0 },
};
static const char *const markets[] = { "spot", "futures", NULL };
static const int depths[] = { XG_KUCOIN_BEST, XG_KUCOIN_BEST };

/* Our channels in the venue's words; NULL: it has none. */
static const struct {
	int channel;
	const char *spot, *futures;
} channels[] = {
	{ XG_CH_TRADE, "/market/match:%.*s", "/contractMarket/execution:%.*s" },
	{ XG_CH_BOOK, "obu:%.*s", "obu:%.*s" },
	{ XG_CH_BBO, "/spotMarket/level1:%.*s",
		"/contractMarket/tickerV2:%.*s" },
	{ XG_CH_FUNDING, NULL, "/contract/instrument:%.*s" },
	{ XG_CH_MARK, NULL, "/contract/instrument:%.*s" },
	{ XG_CH_CANDLE, "/market/candles:%.*s_1min",
		"/contractMarket/limitCandle:%.*s_1min" },
};

static int topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	int futures = xg_kucoin_is_futures(inst->i.market);

	if (futures < 0)
		return XG_ERR_SUPPORT;
	if (channel == XG_CH_OI) /* by REST only */
		return futures ? 0 : XG_ERR_SUPPORT;
	if (channel == XG_CH_FUNDING && inst->i.kind != XG_PERP)
		return XG_ERR_SUPPORT;
	for (size_t i = 0; i < XG_LEN(channels); i++) {
		const char *form =
			futures ? channels[i].futures : channels[i].spot;
		bool book = channel == XG_CH_BOOK;

		if (channels[i].channel != channel)
			continue;
		if (!form)
			return XG_ERR_SUPPORT;
		if (max < 1 || !inst->i.native.n || inst->i.native.n > 60)
			return XG_ERR_LIMIT;
		*out = (struct xg_topic){ .channel = channel, .inst = inst };
		if (futures)
			out->link = book ? XG_KUCOIN_FUTURES_BOOK
					 : XG_KUCOIN_FUTURES;
		else
			out->link = book ? XG_KUCOIN_SPOT_BOOK : XG_KUCOIN_SPOT;
		snprintf(out->text, sizeof out->text, form,
			XG_STR_ARG(inst->i.native));
		return 1;
	}
	return XG_ERR_SUPPORT;
}

static int subscribe(struct xg_buf *out, const struct xg_topic *const *t, int n,
	int64_t id, bool on)
{
	if (t[0]->link == XG_KUCOIN_SPOT_BOOK ||
		t[0]->link == XG_KUCOIN_FUTURES_BOOK)
		return xg_kucoin_unified_subscribe(out, t[0], id, on);
	xg_buf_printf(out, "{\"id\":\"%lld\",\"type\":\"%s\",\"topic\":\"",
		(long long)id, on ? "subscribe" : "unsubscribe");
	for (int i = 0; i < n; i++) {
		struct xg_str text = xg_str_from(t[i]->text);

		/* "/market/match:A,B" */
		if (i) {
			xg_str_cut(&text, ':');
			xg_buf_char(out, ',');
		}
		xg_json_escape(out, text);
	}
	xg_buf_text(out, "\",\"privateChannel\":false,\"response\":true}");
	return out->failed ? XG_ERR_LIMIT : 0;
}

/* One topic a message. */
static int unified_subscribe(struct xg_buf *out,
	const struct xg_topic *const *t, int n, int64_t id, bool on)
{
	return n == 1 ? xg_kucoin_unified_subscribe(out, t[0], id, on)
		      : XG_ERR_LIMIT;
}

static int ping(struct xg_buf *out, const struct xg_link *link, int64_t now)
{
	(void)link;
	return xg_buf_printf(out, "{\"id\":\"%lld\",\"type\":\"ping\"}",
		(long long)(now / 1000));
}

/* Behind the endpoint that came with the token. */
static int private_path(
	struct xg_buf *out, const struct xg_link *link, struct xg_str token)
{
	(void)link;
	xg_buf_text(out, "?token=");
	xg_pct_add(out, token);
	xg_buf_text(out, "&connectId=xg");
	return out->failed ? XG_ERR_LIMIT : 0;
}

static const char *const kinds[] = { "T!", "topic|:", "subject", "type!",
	NULL };

/* What both kinds of accounts have in common. */
#define VENUE \
	.name = "kucoin", .aliases = names, .hosts = hosts, .limits = limits, \
	.markets = markets, .depths = depths, \
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK | 1u << XG_CH_BBO | \
		    1u << XG_CH_FUNDING | 1u << XG_CH_MARK | 1u << XG_CH_OI | \
		    1u << XG_CH_CANDLE, \
	.wire_id_max = 40, .wire_id_punct = "-_", .seq_proof = true, \
	.checksum = false, .has_deadman = false, .has_amend = false, \
	.needs_passphrase = true, .kinds = kinds, \
	.decoder_size = sizeof(struct xg_kucoin_state), \
	.frame = xg_kucoin_frame, \
	.decoder_release = xg_kucoin_decoder_release, \
	.request = xg_kucoin_request, .sign = xg_kucoin_sign, \
	.answer = xg_kucoin_answer, .ping = ping

extern const struct xg_venue xg_kucoin;

static const struct xg_venue unified = {
	VENUE,
	.account_kind = "unified",
	.other_kind = &xg_kucoin,
	.links = unified_links,
	.evidence = "sample frames of the documents and of other clients of "
		    "2026, xg-sim, which ccxt watches",
	.topics = xg_kucoin_unified_topics,
	.subscribe = unified_subscribe,
};

const struct xg_venue xg_kucoin = {
	VENUE,
	.account_kind = "classic",
	.other_kind = &unified,
	.links = links,
	.evidence =
		"signing vectors, a spot recording of 2021, sample frames "
		"of 2022 to 2026, xg-sim, ccxt and tardis-dev on frames of xg-sim",
	.topics = topics,
	.subscribe = subscribe,
	.private_path = private_path,
};
