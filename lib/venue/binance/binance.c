/* Binance: the table. Source: the venue's documents of 2026, general information
 * and limits; "USD-M streams by path" of 2026-03. */
#include "venue/binance/binance.h"

#include "json/write.h"

static const char *const names[] = { "binance-spot", "binanceusdm",
	"binancecoinm", "binance-usdm", "binance-coinm", "binance-futures",
	"binance-delivery", NULL };
static const char *const rest_mirrors[] = { "https://api-gcp.binance.com",
	"https://api1.binance.com", "https://api2.binance.com",
	"https://api3.binance.com", "https://api4.binance.com", NULL };
static const char *const ws_mirrors[] = { "wss://stream.binance.com:443",
	NULL };
static const char *const api_mirrors[] = { "wss://ws-api.binance.com:9443",
	NULL };
static const struct xg_host hosts[] = {
	{ "spot-rest", "https://api.binance.com",
		"https://testnet.binance.vision", rest_mirrors },
	{ "spot-ws", "wss://stream.binance.com:9443",
		"wss://stream.testnet.binance.vision", ws_mirrors },
	{ "spot-api", "wss://ws-api.binance.com:443",
		"wss://ws-api.testnet.binance.vision", api_mirrors },
	{ "usdm-rest", "https://fapi.binance.com",
		"https://demo-fapi.binance.com", NULL },
	{ "usdm-ws", "wss://fstream.binance.com",
		"wss://fstream.binancefuture.com", NULL },
	{ "coinm-rest", "https://dapi.binance.com",
		"https://demo-dapi.binance.com", NULL },
	{ "coinm-ws", "wss://dstream.binance.com",
		"wss://dstream.binancefuture.com", NULL },
	{ 0 },
};

/* Servers ping every 20 s (spot) or 3 min (futures) and cut after 24 h. They
 * take 5 (spot) or 10 messages a second, pings and pongs among them. */
#define LIFE_US (INT64_C(24) * 3600 * 1000000)
#define LINK(n, h, p, gap, ...) \
	{ \
		.name = n, .host = h, .path = p, .max_topics = 1024, \
		.topics_per_frame = 100, .frame_gap_us = gap, \
		.life_us = LIFE_US, .idle_us = 30000000, .pong_us = 10000000, \
		__VA_ARGS__ \
	}
#define PUBLIC .is_private = false
#define PRIVATE .is_private = true
static const struct xg_link links[] = {
	LINK("spot", "spot-ws", "/stream", 250000, PUBLIC),
	LINK("usdm-public", "usdm-ws", "/public/stream", 150000, PUBLIC),
	LINK("usdm-market", "usdm-ws", "/market/stream", 150000, PUBLIC),
	LINK("coinm", "coinm-ws", "/stream", 150000, PUBLIC),
	LINK("spot-user", "spot-api", "/ws-api/v3", 250000, PRIVATE),
	LINK("usdm-private", "usdm-ws", "/private/ws", 150000, PRIVATE,
		.token = true),
	LINK("coinm-private", "coinm-ws", "/ws", 150000, PRIVATE,
		.token = true),
	{ 0 },
};
enum { SPOT, USDM_PUBLIC, USDM_MARKET, COINM };

/* Futures allow 300 orders in 10 s and 1200 a minute: 200 in 10 s keeps both.
 * USD-M and COIN-M share theirs. sym.c has the indices. */
static const struct xg_limit limits[] = {
	{ "spot-weight", 60000000, 6000, false, "X-MBX-USED-WEIGHT-1M" },
	{ "spot-orders", 10000000, 50, true, "X-MBX-ORDER-COUNT-10S" },
	{ "futures-weight", 60000000, 2400, false, "X-MBX-USED-WEIGHT-1M" },
	{ "futures-orders", 10000000, 200, true, "X-MBX-ORDER-COUNT-10S" },
	{ 0 },
};
static const char *const markets[] = { "spot", "usdm", "coinm", NULL };
/* Snapshots are asked for so many levels. */
static const int depths[] = { 1000, 1000, 1000 };

/* Our channels as streams, and the USD-M connection that has each. */
static const struct {
	int channel;
	const char *spot, *futures; /* NULL = there is none */
	int usdm;
} streams[] = {
	{ XG_CH_TRADE, "trade", "aggTrade", USDM_MARKET },
	{ XG_CH_BOOK, "depth@100ms", "depth@100ms", USDM_PUBLIC },
	{ XG_CH_BBO, "bookTicker", "bookTicker", USDM_PUBLIC },
	{ XG_CH_FUNDING, NULL, "markPrice@1s", USDM_MARKET },
	{ XG_CH_MARK, NULL, "markPrice@1s", USDM_MARKET },
	{ XG_CH_LIQ, NULL, "forceOrder", USDM_MARKET },
	{ XG_CH_CANDLE, "kline_1m", "kline_1m", USDM_MARKET },
};

static int link_of(const struct xg_binance_market *m, int usdm)
{
	if (m->index == XG_BINANCE_SPOT)
		return SPOT;
	return m->index == XG_BINANCE_COINM ? COINM : usdm;
}

/* Symbols in streams are in lower case (ASCII letters only have one). */
static void put_stream(char *out, struct xg_str native, const char *name)
{
	size_t n = 0;

	for (; n < native.n; n++) {
		char c = native.p[n];

		out[n] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	out[n++] = '@';
	memcpy(out + n, name, strlen(name) + 1);
}

static int topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	const struct xg_binance_market *m = xg_binance_market(inst->i.market);

	if (!m)
		return XG_ERR_SUPPORT;
	/* By REST only; that of COIN-M needs a price. */
	if (channel == XG_CH_OI && !m->inverse)
		return m->futures ? 0 : XG_ERR_SUPPORT;
	if (channel == XG_CH_OI) {
		int n = topics(inst, XG_CH_MARK, out, max);

		if (n > 0)
			out->poll = true;
		return n;
	}
	if (channel == XG_CH_FUNDING && inst->i.kind != XG_PERP)
		return XG_ERR_SUPPORT;
	for (size_t i = 0; i < XG_LEN(streams); i++) {
		const char *name =
			m->futures ? streams[i].futures : streams[i].spot;

		if (streams[i].channel != channel)
			continue;
		if (!name)
			return XG_ERR_SUPPORT;
		if (max < 1 || !inst->i.native.n || inst->i.native.n > 90)
			return XG_ERR_LIMIT;
		*out = (struct xg_topic){ .link = link_of(m, streams[i].usdm),
			.channel = channel,
			.inst = inst,
			.snapshot = channel == XG_CH_BOOK };
		put_stream(out->text, inst->i.native, name);
		return 1;
	}
	return XG_ERR_SUPPORT;
}

static int subscribe(struct xg_buf *out, const struct xg_topic *const *t, int n,
	int64_t id, bool on)
{
	xg_buf_printf(out, "{\"method\":\"%s\",\"params\":[",
		on ? "SUBSCRIBE" : "UNSUBSCRIBE");
	for (int i = 0; i < n; i++) {
		xg_json_comma(out);
		xg_json_quote(out, xg_str_from(t[i]->text));
	}
	xg_buf_printf(out, "],\"id\":%lld}", (long long)id);
	return out->failed ? XG_ERR_LIMIT : 0;
}

static const char *const kinds[] = { "@market", "data.e!", "e!", "event.e!",
	"stream>@", NULL };

const struct xg_venue xg_binance;
const struct xg_venue xg_binance = {
	.name = "binance",
	.aliases = names,
	.hosts = hosts,
	.links = links,
	.limits = limits,
	/* 300 connections in 5 min. */
	.budget = { .dials = 300, .dials_us = 300000000 },
	.markets = markets,
	.depths = depths,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK | 1u << XG_CH_BBO |
		    1u << XG_CH_FUNDING | 1u << XG_CH_MARK | 1u << XG_CH_LIQ |
		    1u << XG_CH_OI | 1u << XG_CH_CANDLE,
	.wire_id_max = 36,
	/* What the documents of all markets and years have in common. */
	.wire_id_punct = "-_",
	.seq_proof = true,
	.checksum = false,
	.has_deadman = true, /* futures; spot has none */
	.deadman_by_sym = true,
	.has_amend = true,
	.needs_passphrase = false,
	.kinds = kinds,
	.evidence = "signing vectors, recordings of three markets from 2021, "
		    "the documents' sample frames, xg-sim",
	.decoder_size = sizeof(struct xg_binance_state),
	.topics = topics,
	.subscribe = subscribe,
	.frame = xg_binance_frame,
	.decoder_release = xg_binance_decoder_release,
	.request = xg_binance_request,
	.sign = xg_binance_sign,
	.answer = xg_binance_answer,
	.login = xg_binance_login,
	.private_path = xg_binance_private_path,
};
