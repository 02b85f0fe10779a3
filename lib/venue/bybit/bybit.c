/* Bybit: the table. Source: documents of API v5, 2026-07: connect, rate limits,
 * demo, and the changes of its log up to then. */
#include "venue/bybit/bybit.h"

#include "json/write.h"

static const char *const names[] = { "bybit-spot", "bybit-options", NULL };
static const char *const rest_mirrors[] = { "https://api.bytick.com", NULL };
/* The regional ones serve the accounts and the addresses of their region; a
 * configuration puts one of them in the place of "rest" and "ws". Their streams
 * have the name of their REST host. */
#define REGION(name, domain) \
	{ "rest-" name, "https://api." domain, NULL, NULL }, \
	{ \
		"ws-" name, "wss://stream." domain, NULL, NULL \
	}
static const struct xg_host hosts[] = {
	{ "rest", "https://api.bybit.com", "https://api-testnet.bybit.com",
		rest_mirrors },
	{ "ws", "wss://stream.bybit.com", "wss://stream-testnet.bybit.com",
		NULL },
	REGION("nl", "bybit.nl"),
	REGION("tr", "bybit.tr"),
	REGION("kz", "bybit.kz"),
	REGION("ge", "bybitgeorgia.ge"),
	REGION("ae", "bybit.ae"),
	REGION("eu", "bybit.eu"),
	REGION("id", "bybit.id"),
	{ "rest-jp", "https://api.manepa.jp", "https://api-testnet.manepa.jp",
		NULL },
	{ "ws-jp", "wss://stream.manepa.jp", "wss://stream-testnet.manepa.jp",
		NULL },
	{ 0 },
};
static const struct xg_regional regional[] = { { "bybiteu", "eu", 0 },
	{ "bybitid", "id", 0 }, { 0 } };

/* A connection takes arguments of 21,000 characters in all, with quotes and
 * commas: 500 topics of 39, as long as the book of an option is. A ping is
 * expected every 20 s, whatever comes; after 10 min without one the venue cuts.
 */
#define LINK(kind, frame) \
	{ \
		.name = kind, .host = "ws", .path = "/v5/public/" kind, \
		.max_topics = 500, .topics_per_frame = frame, \
		.frame_gap_us = 100000, .idle_us = 25000000, \
		.pong_us = 10000000, .ping_us = 20000000, \
		.ping = "{\"req_id\":\"ping\",\"op\":\"ping\"}" \
	}
/* Spot takes 10 arguments a request. Elsewhere there is no such number, but a
 * bad topic fails the whole request: few are to be asked again. */
static const struct xg_link links[] = {
	[XG_BYBIT_SPOT] = LINK("spot", 10),
	[XG_BYBIT_LINEAR] = LINK("linear", 50),
	[XG_BYBIT_INVERSE] = LINK("inverse", 50),
	[XG_BYBIT_OPTION] = LINK("option", 50),
	{ 0 },
};

/* 600 requests in 5 s for an address, then 10 min of silence. */
static const struct xg_limit limits[] = {
	{ "public", 5000000, 600, false, NULL },
	{ 0 },
};
static const char *const markets[] = { "spot", "linear", "inverse", "option",
	NULL };
static const int depths[] = { 200, 200, 200, 100 };

/* Our channels in the venue's words; options differ. NULL: there is none.
 * Books: 200 levels every 100 ms. 50 levels (20 ms) are too few to size an
 * order that walks the book, 1000 come at half the pace, and the best prices
 * have their own stream of 10 ms (bbo). Options have 25 and 100. */
static const struct {
	int channel;
	const char *spot, *futures, *option;
} channels[] = {
	{ XG_CH_TRADE, "publicTrade", "publicTrade", "publicTrade" },
	{ XG_CH_BOOK, "orderbook.200", "orderbook.200", "orderbook.100" },
	{ XG_CH_BBO, "orderbook.1", "orderbook.1", "tickers" },
	{ XG_CH_FUNDING, NULL, "tickers", NULL },
	{ XG_CH_MARK, NULL, "tickers", "tickers" },
	{ XG_CH_OI, NULL, "tickers", "tickers" },
	{ XG_CH_LIQ, NULL, "allLiquidation", NULL },
	{ XG_CH_CANDLE, "kline.1", "kline.1", NULL },
};

static const char *name_of(
	const struct xg_instr *inst, int channel, enum xg_bybit_cat cat)
{
	if (channel == XG_CH_FUNDING && inst->i.kind != XG_PERP)
		return NULL;
	for (size_t i = 0; i < XG_LEN(channels); i++) {
		if (channels[i].channel != channel)
			continue;
		if (cat == XG_BYBIT_SPOT)
			return channels[i].spot;
		return cat == XG_BYBIT_OPTION ? channels[i].option
					      : channels[i].futures;
	}
	return NULL;
}

static int topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	enum xg_bybit_cat cat = xg_bybit_cat(inst->i.market);
	struct xg_str key = inst->i.native;
	const char *name;
	int n;

	if (cat == XG_BYBIT_CATS)
		return XG_ERR_SUPPORT;
	name = name_of(inst, channel, cat);
	if (!name)
		return XG_ERR_SUPPORT;
	/* Trades of options come for all of a base asset. */
	if (cat == XG_BYBIT_OPTION && channel == XG_CH_TRADE)
		key = inst->i.base;
	if (max < 1 || key.n == 0)
		return XG_ERR_LIMIT;
	*out = (struct xg_topic){
		.link = (int)cat, .channel = channel, .inst = inst
	};
	n = snprintf(
		out->text, sizeof out->text, "%s.%.*s", name, XG_STR_ARG(key));
	return n < 0 || n >= (int)sizeof out->text ? XG_ERR_LIMIT : 1;
}

static int subscribe(struct xg_buf *out, const struct xg_topic *const *t, int n,
	int64_t id, bool on)
{
	xg_buf_printf(out, "{\"req_id\":\"%lld\",\"op\":\"%s\",\"args\":[",
		(long long)id, on ? "subscribe" : "unsubscribe");
	for (int i = 0; i < n; i++) {
		xg_json_comma(out);
		xg_json_quote(out, xg_str_from(t[i]->text));
	}
	xg_buf_text(out, "]}");
	return out->failed ? XG_ERR_LIMIT : 0;
}

static const char *const kinds[] = { "@market", "op!", "topic|.", "type",
	NULL };

const struct xg_venue xg_bybit;
const struct xg_venue xg_bybit = {
	.name = "bybit",
	.aliases = names,
	.regional = regional,
	.hosts = hosts,
	.links = links,
	.limits = limits,
	/* 1000 connections, 500 new ones in 5 min. */
	.budget = { .conns = 1000, .dials = 500, .dials_us = 300000000 },
	.markets = markets,
	.depths = depths,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK | 1u << XG_CH_BBO |
		    1u << XG_CH_FUNDING | 1u << XG_CH_MARK | 1u << XG_CH_OI |
		    1u << XG_CH_LIQ | 1u << XG_CH_CANDLE,
	.wire_id_max = 36,
	.wire_id_punct = "-_",
	.seq_proof = true,
	.checksum = false,
	.has_deadman = false, /* only "disconnect cancel-all", by contract */
	.has_amend = false,   /* orders are not sent yet */
	.needs_passphrase = false,
	.kinds = kinds,
	.evidence = "the documents' and other clients' sample frames of 2023 "
		    "to 2026, ccxt and tardis-dev against xg-sim",
	.decoder_size = sizeof(struct xg_bybit_state),
	.topics = topics,
	.subscribe = subscribe,
	.frame = xg_bybit_frame,
	.decoder_release = xg_bybit_decoder_release,
	.request = xg_bybit_request,
	.sign = NULL,
	.answer = xg_bybit_answer,
};
