/* Hyperliquid: the table. Source: the venue's documents of WebSocket, rate limits
 * and user limits; change notes of 2026-07. */
#include "venue/hyperliquid/hyperliquid.h"

#include "json/write.h"

static const char *const names[] = { "hyperliquid-spot", NULL };
static const struct xg_host hosts[] = {
	{ "rest", "https://api.hyperliquid.xyz",
		"https://api.hyperliquid-testnet.xyz", NULL },
	{ "ws", "wss://api.hyperliquid.xyz",
		"wss://api.hyperliquid-testnet.xyz", NULL },
	{ 0 },
};

/* An address has 1000 subscriptions, which 5 connections share, and 2000 messages
 * a minute. A connection that was sent nothing for 60 s is closed; a pong that
 * does not come in 10 s means that it is dead. */
static const struct xg_link links[] = {
	{ .name = "public",
		.host = "ws",
		.path = "/ws",
		.max_topics = 200,
		.topics_per_frame = 1,
		.frame_gap_us = 40000,
		.idle_us = 25000000,
		.pong_us = 10000000,
		.ping_us = 20000000,
		.ping = "{\"method\":\"ping\"}" },
	{ 0 },
};

static const struct xg_limit limits[] = {
	{ "ip", 60000000, 1200, false, NULL },
	{ 0 },
};
static const char *const markets[] = { "perp", "spot", NULL };

/* The usual books are the fast ones. The levels of the others are up to 5 s old,
 * and a price of 5 s ago is none to trade on; the best prices have their own
 * stream (bbo), of each block. */
enum { FAST, DEEP };
static const struct xg_book_kind books[] = {
	[FAST] = { .name = "fast",
		.levels = XG_HYPERLIQUID_DEPTH_FAST,
		.every_us = 500000 },
	[DEEP] = { .name = "deep",
		.levels = XG_HYPERLIQUID_DEPTH,
		.every_us = 5000000,
		.stale_us = 15000000 },
	{ 0 },
};

/* Our channels in the venue's words. */
static const struct {
	int channel;
	const char *type;
	bool contracts_only;
} channels[] = {
	{ XG_CH_TRADE, "trades", false },
	{ XG_CH_BOOK, "l2Book", false },
	{ XG_CH_BBO, "bbo", false },
	{ XG_CH_FUNDING, "activeAssetCtx", true },
	{ XG_CH_MARK, "activeAssetCtx", true },
	{ XG_CH_OI, "activeAssetCtx", true },
	{ XG_CH_CANDLE, "candle", false },
};

static int topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	for (size_t i = 0; i < XG_LEN(channels); i++) {
		int n;

		if (channels[i].channel != channel)
			continue;
		if (channels[i].contracts_only && inst->i.kind == XG_SPOT)
			return XG_ERR_SUPPORT;
		if (max < 1 || !inst->i.native.n)
			return XG_ERR_LIMIT;
		*out = (struct xg_topic){ .channel = channel, .inst = inst };
		n = snprintf(out->text, sizeof out->text, "%s:%.*s",
			channels[i].type, XG_STR_ARG(inst->i.native));
		return n < 0 || (size_t)n >= sizeof out->text ? XG_ERR_LIMIT
							      : 1;
	}
	return XG_ERR_SUPPORT;
}

static int subscribe(struct xg_buf *out, const struct xg_topic *const *t, int n,
	int64_t id, bool on)
{
	struct xg_str coin, type;

	(void)id;
	if (n != 1)
		return XG_ERR_LIMIT;
	coin = xg_str_from(t[0]->text);
	type = xg_str_cut(&coin, ':');
	xg_buf_printf(out, "{\"method\":\"%s\",\"subscription\":{",
		on ? "subscribe" : "unsubscribe");
	xg_json_put_str(out, "type", type);
	xg_json_put_str(out, "coin", coin);
	if (xg_str_is_text(type, "l2Book") && t[0]->book == FAST)
		xg_buf_text(out, ",\"fast\":true");
	if (xg_str_is_text(type, "candle"))
		xg_buf_text(out, ",\"interval\":\"1m\"");
	xg_buf_text(out, "}}");
	return out->failed ? XG_ERR_LIMIT : 0;
}

static const char *const kinds[] = { "channel", NULL };

const struct xg_venue xg_hyperliquid;
const struct xg_venue xg_hyperliquid = {
	.name = "hyperliquid",
	.aliases = names,
	.hosts = hosts,
	.links = links,
	.limits = limits,
	/* 10 connections, 30 new ones and 2000 messages a minute, of which some
	 * are pings, and 1000 subscriptions. */
	.budget = { .conns = 10,
		.topics = 1000,
		.dials = 30,
		.dials_us = 60000000,
		.frames = 1800,
		.frames_us = 60000000 },
	.books = books,
	/* Whole books come by the clock; best prices when they change. */
	.stale = { .book_us = 3000000, .bbo_us = 60000000 },
	.markets = markets,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK | 1u << XG_CH_BBO |
		    1u << XG_CH_FUNDING | 1u << XG_CH_MARK | 1u << XG_CH_OI |
		    1u << XG_CH_CANDLE,
	.wire_id_max = 34, /* 0x and 32 hex digits */
	.wire_id_punct = "",
	.seq_proof = false,
	.checksum = false,
	.has_deadman = false, /* orders are not sent yet */
	.has_amend = false,
	.needs_passphrase = false,
	.kinds = kinds,
	.evidence = "live frames of 2025, other clients' sample frames of 2023 "
		    "to 2026, xg-sim, ccxt and tardis-dev on frames of xg-sim",
	.decoder_size = sizeof(struct xg_hyperliquid_state),
	.topics = topics,
	.tick = xg_hyperliquid_tick,
	.subscribe = subscribe,
	.frame = xg_hyperliquid_frame,
	.decoder_release = xg_hyperliquid_decoder_release,
	.request = xg_hyperliquid_request,
	.sign = NULL,
	.answer = xg_hyperliquid_answer,
};
