/* dYdX: the table. Source: the Indexer's documents and sources (socks: limits of
 * subscriptions), 2026-03. */
#include "venue/dydx/dydx.h"

#include "json/write.h"

static const char *const names[] = { "dydx-v4", "dydx_v4", NULL };
static const struct xg_host hosts[] = {
	{ "rest", "https://indexer.dydx.trade",
		"https://indexer.v4testnet.dydx.exchange", NULL },
	{ "ws", "wss://indexer.dydx.trade",
		"wss://indexer.v4testnet.dydx.exchange", NULL },
	{ 0 },
};

/* A connection has at most 32 subscriptions of each channel: each channel has
 * connections of its own. The server pings; a text ping is not answered, so that
 * we ping by the protocol. The same subscription may come twice a second. */
#define LINK(kind, most) \
	{ \
		.name = kind, .host = "ws", .path = "/v4/ws", \
		.max_topics = most, .topics_per_frame = 1, \
		.frame_gap_us = 100000, .idle_us = 30000000, \
		.pong_us = 10000000, .greets = true \
	}
static const struct xg_link links[] = {
	[XG_DYDX_BOOKS] = LINK("orderbook", 32),
	[XG_DYDX_TRADES] = LINK("trades", 32),
	[XG_DYDX_CANDLES] = LINK("candles", 32),
	[XG_DYDX_MARKETS] = LINK("markets", 32),
	{ 0 },
};

static const struct xg_limit limits[] = {
	{ "ip", 10000000, 100, false, NULL },
	{ 0 },
};
static const char *const markets[] = { "perp", NULL };
/* Of the first answer. */
static const int depths[] = { 100 };

/* Our channels in the venue's words. Best prices have no channel. */
static const struct {
	int channel, link;
	const char *name, *suffix; /* of the ticker; NULL: no ticker */
} channels[] = {
	{ XG_CH_TRADE, XG_DYDX_TRADES, "v4_trades", "" },
	{ XG_CH_LIQ, XG_DYDX_TRADES, "v4_trades", "" },
	{ XG_CH_BOOK, XG_DYDX_BOOKS, "v4_orderbook", "" },
	{ XG_CH_CANDLE, XG_DYDX_CANDLES, "v4_candles", "/1MIN" },
	{ XG_CH_MARK, XG_DYDX_MARKETS, "v4_markets", NULL },
	{ XG_CH_FUNDING, XG_DYDX_MARKETS, "v4_markets", NULL },
	{ XG_CH_OI, XG_DYDX_MARKETS, "v4_markets", NULL },
};

static int topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	for (size_t i = 0; i < XG_LEN(channels); i++) {
		const char *tail = channels[i].suffix;
		int n;

		if (channels[i].channel != channel)
			continue;
		if (max < 1 || !inst->i.native.n)
			return XG_ERR_LIMIT;
		*out = (struct xg_topic){ .link = channels[i].link,
			.channel = channel,
			.inst = inst };
		n = snprintf(out->text, sizeof out->text, "%s%s%.*s%s",
			channels[i].name, tail ? ":" : "",
			tail ? (int)inst->i.native.n : 0, inst->i.native.p,
			tail ? tail : "");
		return n < 0 || (size_t)n >= sizeof out->text ? XG_ERR_LIMIT
							      : 1;
	}
	return XG_ERR_SUPPORT;
}

/* Not batched: a batch waits up to 250 ms. */
static int subscribe(struct xg_buf *out, const struct xg_topic *const *t, int n,
	int64_t id, bool on)
{
	struct xg_str ticker, channel;

	(void)id;
	if (n != 1)
		return XG_ERR_LIMIT;
	ticker = xg_str_from(t[0]->text);
	channel = xg_str_cut(&ticker, ':');
	xg_buf_printf(
		out, "{\"type\":\"%s\"", on ? "subscribe" : "unsubscribe");
	xg_json_put_str(out, "channel", channel);
	if (ticker.n)
		xg_json_put_str(out, "id", ticker);
	xg_buf_text(out, on ? ",\"batched\":false}" : "}");
	return out->failed ? XG_ERR_LIMIT : 0;
}

static const char *const kinds[] = { "type", "channel", NULL };

const struct xg_venue xg_dydx;
const struct xg_venue xg_dydx = {
	.name = "dydx",
	.aliases = names,
	.hosts = hosts,
	.links = links,
	.limits = limits,
	.markets = markets,
	.depths = depths,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_LIQ | 1u << XG_CH_BOOK |
		    1u << XG_CH_MARK | 1u << XG_CH_FUNDING | 1u << XG_CH_OI |
		    1u << XG_CH_CANDLE,
	.wire_id_max = 10, /* a number of 32 bits; orders are not sent yet */
	.wire_id_punct = "",
	.seq_proof = false, /* frames of a connection count, books do not */
	.checksum = false,
	.has_deadman = false,
	.has_amend = false,
	.needs_passphrase = false,
	.kinds = kinds,
	.evidence =
		"answers of 2025, sample frames of 2024, worked examples of "
		"uncrossing, xg-sim, ccxt and tardis-dev on frames of xg-sim",
	.decoder_size = sizeof(struct xg_dydx_state),
	.topics = topics,
	.subscribe = subscribe,
	.frame = xg_dydx_frame,
	.decoder_release = xg_dydx_decoder_release,
	.request = xg_dydx_request,
	.sign = NULL,
	.answer = xg_dydx_answer,
};
