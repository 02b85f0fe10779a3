/* Gate: the table. Source: documents of API v4 (spot, futures and delivery
 * WebSocket), announcements of rate limits (2024-01-22), of the obu channels
 * (2025-05) and of X-Gate-Size-Decimal (2026-03). */
#include "venue/gate/gate.h"

#include "json/write.h"

static const char *const names[] = { "gateio", "gate-io", "gate-io-futures",
	NULL };
static const char *const fx_mirrors[] = { "https://fx-api.gateio.ws", NULL };
/* The European entity has hosts of its own, spot alone, and no obu channels.
 * Source: ccxt 4.5.84, gateeu. */
static const struct xg_host hosts[] = {
	{ "rest", "https://api.gateio.ws", "https://api-testnet.gateapi.io",
		NULL },
	{ "fx-rest", "https://api.gateio.ws",
		"https://fx-api-testnet.gateio.ws", fx_mirrors },
	{ "spot-ws", "wss://api.gateio.ws", "wss://ws-testnet.gate.com", NULL },
	{ "fx-ws", "wss://fx-ws.gateio.ws", "wss://ws-testnet.gate.com", NULL },
	{ "rest-eu", "https://api.gateeu.com", NULL, NULL },
	{ "spot-ws-eu", "wss://api.gateeu.com", NULL, NULL },
	{ "fx-rest-eu", NULL, NULL, NULL },
	{ "fx-ws-eu", NULL, NULL, NULL },
	{ 0 },
};

/* Books in two ways: 400 levels by the stream alone (50 every 20 ms are too few to
 * size an order that walks the book), or changes upon a snapshot by REST, which is
 * all that delivery and the European entity have. */
enum { OBU, UPDATE };
static const struct xg_book_kind books[] = {
	[OBU] = { .name = "obu", .levels = 400, .every_us = 100000 },
	[UPDATE] = { .name = "update",
		.levels = XG_GATE_DEPTH,
		.every_us = 100000 },
	{ 0 },
};
static const struct xg_regional regional[] = { { "gateeu", "eu", UPDATE },
	{ 0 } };

/* Messages faster than one in 50 ms are thrown away silently. The venue wants a
 * ping every 5 to 10 s and answers it: more silence is a dead connection. */
#define LINK(kind, at, live, fake) \
	{ \
		.name = kind, .host = at, .path = live, .test_path = fake, \
		.headers = "X-Gate-Size-Decimal: 1\n", .max_topics = 500, \
		.topics_per_frame = 50, .one_channel = true, \
		.frame_gap_us = 50000, .idle_us = 15000000, \
		.pong_us = 10000000, .ping_us = 8000000 \
	}
static const struct xg_link links[] = {
	[XG_GATE_SPOT] = LINK("spot", "spot-ws", "/ws/v4/", "/v4/ws/spot"),
	[XG_GATE_USDT] =
		LINK("usdt", "fx-ws", "/v4/ws/usdt", "/v4/ws/futures/usdt"),
	[XG_GATE_BTC] =
		LINK("btc", "fx-ws", "/v4/ws/btc", "/v4/ws/futures/btc"),
	[XG_GATE_DELIVERY] =
		LINK("delivery", "fx-ws", "/v4/ws/delivery/usdt", NULL),
	{ 0 },
};

/* 200 requests in 10 s for each endpoint and address: books have their own. */
static const struct xg_limit limits[] = {
	{ "public", 10000000, 200, false, NULL },
	{ "book", 10000000, 200, false, NULL },
	{ 0 },
};
static const char *const markets[] = { "spot", "usdt", "btc", "delivery",
	NULL };
static const int depths[] = { 400, 400, 400, XG_GATE_DEPTH };

/* The venue's channel for ours; NULL: there is none. */
static const char *channel_of(const struct xg_instr *inst,
	const struct xg_gate_market *m, int channel, bool obu)
{
	bool spot = m->index == XG_GATE_SPOT;

	switch (channel) {
	case XG_CH_TRADE:
		return "trades";
	case XG_CH_BOOK:
		return obu ? "obu" : "order_book_update";
	case XG_CH_BBO:
		return "book_ticker";
	case XG_CH_CANDLE:
		return "candlesticks";
	case XG_CH_FUNDING:
		return inst->i.kind == XG_PERP ? "tickers" : NULL;
	case XG_CH_MARK:
	case XG_CH_OI:
		return spot ? NULL : "tickers";
	case XG_CH_LIQ:
		return m->index == XG_GATE_USDT || m->index == XG_GATE_BTC
			       ? "public_liquidates"
			       : NULL;
	default:
		return NULL;
	}
}

/* The payload of one instrument, its parts joined by commas. */
static int put_payload(struct xg_topic *t, const struct xg_instr *inst,
	const struct xg_gate_market *m, const char *name)
{
	char one[96];
	int n;

	if (t->channel == XG_CH_BOOK && !t->snapshot)
		n = snprintf(one, sizeof one, "ob.%.*s.400",
			XG_STR_ARG(inst->i.native));
	else if (t->channel == XG_CH_BOOK && m->index == XG_GATE_SPOT)
		n = snprintf(one, sizeof one, "%.*s,100ms",
			XG_STR_ARG(inst->i.native));
	else if (t->channel == XG_CH_BOOK)
		n = snprintf(one, sizeof one, "%.*s,100ms,%d",
			XG_STR_ARG(inst->i.native), XG_GATE_DEPTH);
	else if (t->channel == XG_CH_CANDLE)
		n = snprintf(
			one, sizeof one, "1m,%.*s", XG_STR_ARG(inst->i.native));
	else
		n = snprintf(
			one, sizeof one, "%.*s", XG_STR_ARG(inst->i.native));
	if (n < 0 || (size_t)n >= sizeof one)
		return XG_ERR_LIMIT;
	snprintf(t->text, sizeof t->text, "%s.%s:%s", m->prefix, name, one);
	return 1;
}

static int topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	const struct xg_gate_market *m = xg_gate_market(inst->i.market);
	bool obu = m && m->obu && max > 0 && out->book == OBU;
	const char *name = m ? channel_of(inst, m, channel, obu) : NULL;

	if (!name)
		return XG_ERR_SUPPORT;
	if (max < 1 || inst->i.native.n == 0)
		return XG_ERR_LIMIT;
	*out = (struct xg_topic){ .link = (int)m->index,
		.channel = channel,
		.inst = inst,
		.snapshot = channel == XG_CH_BOOK && !obu,
		.alone = channel == XG_CH_BOOK || channel == XG_CH_CANDLE };
	return put_payload(out, inst, m, name);
}

/* {"time","id","channel","event","payload"}. Topics of one frame have the same
 * channel. */
static int subscribe(struct xg_buf *out, const struct xg_topic *const *t, int n,
	int64_t id, bool on, int64_t now)
{
	struct xg_str head = xg_str_from(t[0]->text);

	xg_buf_printf(
		out, "{\"time\":%lld", (long long)(now / INT64_C(1000000)));
	/* A longer one comes back damaged: then the payload tells what is
	 * answered. */
	if (id <= INT32_MAX)
		xg_json_put_i64(out, "id", id);
	xg_json_put_str(out, "channel", xg_str_cut(&head, ':'));
	xg_json_put_text(out, "event", on ? "subscribe" : "unsubscribe");
	xg_json_key(out, "payload");
	xg_buf_char(out, '[');
	for (int i = 0; i < n; i++) {
		struct xg_str rest = xg_str_from(t[i]->text);

		xg_str_cut(&rest, ':');
		while (rest.n) {
			xg_json_comma(out);
			xg_json_quote(out, xg_str_cut(&rest, ','));
		}
	}
	xg_buf_text(out, "]}");
	return out->failed ? XG_ERR_LIMIT : 0;
}

static int ping(struct xg_buf *out, const struct xg_link *link, int64_t now)
{
	return xg_buf_printf(out, "{\"time\":%lld,\"channel\":\"%s.ping\"}",
		(long long)(now / INT64_C(1000000)),
		strcmp(link->name, "spot") == 0 ? "spot" : "futures");
}

static const char *const kinds[] = { "@market", "channel", "event", NULL };

const struct xg_venue xg_gate;
const struct xg_venue xg_gate = {
	.name = "gate",
	.aliases = names,
	.regional = regional,
	.hosts = hosts,
	.links = links,
	.limits = limits,
	/* 300 connections. */
	.budget = { .conns = 300 },
	.markets = markets,
	.depths = depths,
	.books = books,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK | 1u << XG_CH_BBO |
		    1u << XG_CH_FUNDING | 1u << XG_CH_MARK | 1u << XG_CH_LIQ |
		    1u << XG_CH_OI | 1u << XG_CH_CANDLE,
	/* "t-" is put in front of it. */
	.wire_id_max = 28,
	.wire_id_punct = "-_.",
	.seq_proof = true,
	.checksum = false,
	.has_deadman = false, /* orders are not sent yet */
	.has_amend = false,
	.needs_passphrase = false,
	.kinds = kinds,
	.evidence = "recordings of spot (2021) and perpetuals (2023), sample "
		    "frames of 2020 to 2025, ccxt.pro against xg-sim",
	.decoder_size = sizeof(struct xg_gate_state),
	.topics = topics,
	.subscribe_at = subscribe,
	.frame = xg_gate_frame,
	.decoder_release = xg_gate_decoder_release,
	.request = xg_gate_request,
	.sign = NULL,
	.answer = xg_gate_answer,
	.ping = ping,
};
