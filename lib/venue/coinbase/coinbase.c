/* Coinbase: the tables of both venues. Sources: Advanced Trade WebSocket
 * overview and rate limits; Exchange WebSocket feed and rate limits. */
#include "venue/coinbase/coinbase.h"

#include "json/write.h"

/* ---- Advanced Trade ---- */

static const char *const names[] = { "coinbaseadvanced", "coinbase-advanced",
	"coinbasepro-advanced", NULL };
/* The sandbox has canned answers of accounts and orders only: no test market. */
static const struct xg_host hosts[] = {
	{ "rest", "https://api.coinbase.com", NULL, NULL },
	{ "ws", "wss://advanced-trade-ws.coinbase.com", NULL, NULL },
	{ 0 },
};
/* 8 messages a second without a key. A subscribe must come within 5 s of the
 * opening, and heartbeats (1/s) keep quiet subscriptions from being closed:
 * hello is both. With them, 5 s without a message is a dead connection. */
static const struct xg_link links[] = {
	{ .name = "advanced",
		.host = "ws",
		.path = "",
		.max_topics = 1000,
		.topics_per_frame = 50,
		.one_channel = true,
		.frame_gap_us = 150000,
		.idle_us = 5000000,
		.pong_us = 5000000,
		.silence_us = 5000000,
		.hello =
			"{\"type\":\"subscribe\",\"channel\":\"heartbeats\"}" },
	{ 0 },
};
static const struct xg_limit limits[] = {
	{ "public", 1000000, 10, false, NULL },
	{ "private", 1000000, 30, true, NULL },
	{ 0 },
};
static const char *const markets[] = { "spot", XG_COINBASE_ALIAS, "future",
	NULL };

static int topic(struct xg_topic *out, const struct xg_instr *inst, int channel,
	const char *name)
{
	char code[64];
	struct xg_str book = xg_coinbase_book_code(code, inst);

	if (!book.n)
		return XG_ERR_LIMIT;
	*out = (struct xg_topic){ .channel = channel, .inst = inst };
	snprintf(
		out->text, sizeof out->text, "%s:%.*s", name, XG_STR_ARG(book));
	return 1;
}

/* Best prices come only with a trade (ticker): too old for a bbo channel, which
 * a book gives (xg-book --bbo). Contracts have funding and open interest by
 * REST only: 0 topics. */
static int topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	static const struct {
		int channel;
		const char *name;
	} names_of[] = { { XG_CH_TRADE, "market_trades" },
		{ XG_CH_BOOK, "level2" }, { XG_CH_CANDLE, "candles" } };

	if (channel == XG_CH_OI || channel == XG_CH_FUNDING)
		return inst->i.kind == XG_PERP ||
				       (channel == XG_CH_OI &&
					       inst->i.kind == XG_FUTURE)
			       ? 0
			       : XG_ERR_SUPPORT;
	for (size_t i = 0; i < XG_LEN(names_of); i++) {
		if (names_of[i].channel == channel)
			return max < 1 ? XG_ERR_LIMIT
				       : topic(out, inst, channel,
						 names_of[i].name);
	}
	return XG_ERR_SUPPORT;
}

static struct xg_str product_of(const struct xg_topic *t, struct xg_str *name)
{
	struct xg_str rest = xg_str_from(t->text);

	*name = xg_str_cut(&rest, ':');
	return rest;
}

/* One channel a message: the engine gives topics of one (one_channel). */
static int subscribe(struct xg_buf *out, const struct xg_topic *const *t, int n,
	int64_t id, bool on)
{
	struct xg_str name = { NULL, 0 };

	(void)id; /* the venue has no ids of requests */
	xg_buf_printf(out, "{\"type\":\"%s\",\"product_ids\":[",
		on ? "subscribe" : "unsubscribe");
	for (int i = 0; i < n; i++) {
		xg_json_comma(out);
		xg_json_quote(out, product_of(t[i], &name));
	}
	xg_buf_text(out, "],\"channel\":");
	xg_json_quote(out, name);
	xg_buf_char(out, '}');
	return out->failed ? XG_ERR_LIMIT : 0;
}

static const char *const kinds[] = { "@market", "channel!", "type!", NULL };

const struct xg_venue xg_coinbase;
const struct xg_venue xg_coinbase = {
	.name = "coinbase",
	.aliases = names,
	.hosts = hosts,
	.links = links,
	.limits = limits,
	/* 8 messages a second without a key. */
	.budget = { .frames = 8, .frames_us = 1000000 },
	.markets = markets,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK | 1u << XG_CH_FUNDING |
		    1u << XG_CH_OI | 1u << XG_CH_CANDLE,
	.wire_id_max = 36,
	.wire_id_punct = "-",
	.seq_proof = true, /* frames of a connection are numbered */
	.kinds = kinds,
	.evidence = "sample frames of 2023 to 2026, xg-sim, ccxt against "
		    "xg-sim",
	.decoder_size = sizeof(struct xg_coinbase_state),
	.topics = topics,
	.subscribe = subscribe,
	.frame = xg_coinbase_frame,
	.decoder_release = xg_coinbase_decoder_release,
	.request = xg_coinbase_request,
	.sign = NULL,
	.answer = xg_coinbase_answer,
};

/* ---- Exchange ---- */

static const char *const x_names[] = { "coinbaseexchange", "coinbasepro",
	"gdax", NULL };
static const struct xg_host x_hosts[] = {
	{ "rest", "https://api.exchange.coinbase.com",
		"https://api-public.sandbox.exchange.coinbase.com", NULL },
	{ "ws", "wss://ws-feed.exchange.coinbase.com",
		"wss://ws-feed-public.sandbox.exchange.coinbase.com", NULL },
	{ 0 },
};
/* 100 messages a second; the products of a connection send heartbeats (1/s). */
static const struct xg_link x_links[] = {
	{ .name = "exchange",
		.host = "ws",
		.path = "",
		.max_topics = 500,
		.topics_per_frame = 50,
		.frame_gap_us = 50000,
		.idle_us = 5000000,
		.pong_us = 5000000,
		.silence_us = 10000000 },
	{ 0 },
};
static const struct xg_limit x_limits[] = {
	{ "public", 1000000, 10, false, NULL },
	{ "private", 1000000, 15, true, NULL },
	{ 0 },
};
static const char *const x_markets[] = { "exchange", NULL };

static int x_topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	if (channel != XG_CH_TRADE && channel != XG_CH_BOOK)
		return XG_ERR_SUPPORT;
	if (max < 1)
		return XG_ERR_LIMIT;
	return topic(out, inst, channel,
		channel == XG_CH_TRADE ? "matches" : "level2_batch");
}

/* Is a topic before the i-th about the same product? */
static bool is_again(const struct xg_topic *const *t, int i)
{
	struct xg_str name, code = product_of(t[i], &name);

	for (int k = 0; k < i; k++) {
		if (xg_str_is(product_of(t[k], &name), code))
			return true;
	}
	return false;
}

/* Appends {"name":..,"product_ids":[..]} of the topics of a channel, or (NULL)
 * of all, each product once. */
static void x_channel(struct xg_buf *out, const struct xg_topic *const *t,
	int n, const char *only, const char *name)
{
	bool any = false;

	for (int i = 0; i < n; i++) {
		struct xg_str have, code = product_of(t[i], &have);

		if (only ? !xg_str_is_text(have, only) : is_again(t, i))
			continue;
		if (!any) {
			xg_json_comma(out);
			xg_buf_char(out, '{');
			xg_json_put_str(out, "name", xg_str_from(name));
			xg_buf_text(out, ",\"product_ids\":[");
			any = true;
		}
		xg_json_comma(out);
		xg_json_quote(out, code);
	}
	if (any)
		xg_buf_text(out, "]}");
}

static int x_subscribe(struct xg_buf *out, const struct xg_topic *const *t,
	int n, int64_t id, bool on)
{
	(void)id;
	xg_buf_printf(out, "{\"type\":\"%s\",\"channels\":[",
		on ? "subscribe" : "unsubscribe");
	x_channel(out, t, n, "level2_batch", "level2_batch");
	x_channel(out, t, n, "matches", "matches");
	if (on)
		x_channel(out, t, n, NULL, "heartbeat");
	xg_buf_text(out, "]}");
	return out->failed ? XG_ERR_LIMIT : 0;
}

static const char *const x_kinds[] = { "@market", "type!", NULL };

const struct xg_venue xg_coinbase_exchange;
const struct xg_venue xg_coinbase_exchange = {
	.name = "coinbase-exchange",
	.aliases = x_names,
	.hosts = x_hosts,
	.links = x_links,
	.limits = x_limits,
	/* 100 messages a second. */
	.budget = { .frames = 100, .frames_us = 1000000 },
	.markets = x_markets,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK,
	.wire_id_max = 36,
	.wire_id_punct = "-",
	.seq_proof = false, /* its updates of books have no number at all */
	.needs_passphrase = true,
	.kinds = x_kinds,
	.evidence = "a recording of 2021 as by tardis-dev and ccxt, xg-sim",
	.decoder_size = sizeof(struct xg_coinbase_state),
	.topics = x_topics,
	.subscribe = x_subscribe,
	.frame = xg_coinbase_frame,
	.decoder_release = xg_coinbase_decoder_release,
	.request = xg_coinbase_exchange_request,
	.sign = NULL,
	.answer = xg_coinbase_exchange_answer,
};
