/* Deribit: the table. Source: documents of API v2, 2026: connection management,
 * rate limits, notifications. */
#include "venue/deribit/deribit.h"

#include "json/write.h"

/* ccxt and tardis call it deribit, too. */
static const char *const names[] = { NULL };
/* Accounts that Coinbase keeps live at its hosts; a configuration puts them in
 * the place of "rest" and "ws". */
static const struct xg_host hosts[] = {
	{ "rest", "https://www.deribit.com", "https://test.deribit.com", NULL },
	{ "ws", "wss://www.deribit.com", "wss://test.deribit.com", NULL },
	{ "rest-coinbase", "https://drb.coinbase.com", NULL, NULL },
	{ "ws-coinbase", "wss://drb.coinbase.com", NULL, NULL },
	{ 0 },
};

#define RPC(id, method, params) \
	"{\"jsonrpc\":\"2.0\",\"id\":" id ",\"method\":\"" method \
	"\",\"params\":" params "}"

/* A call takes 500 channels. 3.3 subscriptions a second, 10 at once; who asks
 * more is thrown out. Heartbeats come every 10 s once they are asked for. */
static const struct xg_link links[] = {
	{ .name = "v2",
		.host = "ws",
		.path = "/ws/api/v2",
		.max_topics = 500,
		.topics_per_frame = 100,
		.frame_gap_us = 400000,
		.hello = RPC("9000000001", "public/set_heartbeat",
			"{\"interval\":10}"),
		.idle_us = 15000000,
		.pong_us = 10000000,
		.ping = RPC("9000000002", "public/test", "{}") },
	{ 0 },
};

/* 20 requests a second for an address, of which we use 80 %; lists of
 * instruments once a second. */
static const struct xg_limit limits[] = {
	{ "public", 1000000, 16, false, NULL },
	{ "instruments", 1000000, 1, false, NULL },
	{ 0 },
};
static const char *const markets[] = { "future", "option", "spot", NULL };

/* Channels without login: 100 ms, never raw. */
static const struct {
	int channel;
	const char *head, *tail;
	bool spot; /* spot has it */
} channels[] = {
	{ XG_CH_TRADE, "trades.", ".100ms", true },
	{ XG_CH_BOOK, "book.", ".100ms", true },
	{ XG_CH_BBO, "quote.", "", true },
	{ XG_CH_FUNDING, "ticker.", ".100ms", false },
	{ XG_CH_MARK, "ticker.", ".100ms", false },
	{ XG_CH_OI, "ticker.", ".100ms", false },
	{ XG_CH_LIQ, "trades.", ".100ms", false },
	{ XG_CH_CANDLE, "chart.trades.", ".1", true },
};

static int topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	bool spot = inst->i.kind == XG_SPOT;
	size_t i = 0;
	int n;

	while (i < XG_LEN(channels) && channels[i].channel != channel)
		i++;
	if (i == XG_LEN(channels) || (spot && !channels[i].spot) ||
		(channel == XG_CH_FUNDING && inst->i.kind != XG_PERP))
		return XG_ERR_SUPPORT;
	if (max < 1 || inst->i.native.n == 0)
		return XG_ERR_LIMIT;
	*out = (struct xg_topic){ .channel = channel, .inst = inst };
	n = snprintf(out->text, sizeof out->text, "%s%.*s%s", channels[i].head,
		XG_STR_ARG(inst->i.native), channels[i].tail);
	return n < 0 || n >= (int)sizeof out->text ? XG_ERR_LIMIT : 1;
}

static int subscribe(struct xg_buf *out, const struct xg_topic *const *t, int n,
	int64_t id, bool on)
{
	xg_buf_printf(out,
		"{\"jsonrpc\":\"2.0\",\"id\":%lld,\"method\":\"public/%s\","
		"\"params\":{\"channels\":[",
		(long long)(on ? id : id + XG_DERIBIT_ID_LEAVE),
		on ? "subscribe" : "unsubscribe");
	for (int i = 0; i < n; i++) {
		xg_json_comma(out);
		xg_json_quote(out, xg_str_from(t[i]->text));
	}
	xg_buf_text(out, "]}}");
	return out->failed ? XG_ERR_LIMIT : 0;
}

static const char *const kinds[] = { "method", "params.channel|.",
	"params.type", "params.data.type", NULL };

const struct xg_venue xg_deribit;
const struct xg_venue xg_deribit = {
	.name = "deribit",
	.aliases = names,
	.hosts = hosts,
	.links = links,
	.limits = limits,
	/* 32 connections; 3.3 subscribing requests a second, 10 at once. */
	.budget = { .conns = 32, .frames = 10, .frames_us = 3000000 },
	.markets = markets,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK | 1u << XG_CH_BBO |
		    1u << XG_CH_FUNDING | 1u << XG_CH_MARK | 1u << XG_CH_OI |
		    1u << XG_CH_LIQ | 1u << XG_CH_CANDLE,
	.wire_id_max = 64,
	.wire_id_punct = "-_",
	.seq_proof = true,
	.checksum = false,
	.has_deadman = false, /* cancel on disconnect is no timer */
	.has_amend = false,   /* orders are not sent yet */
	.needs_passphrase = false,
	.kinds = kinds,
	.evidence = "a 2021 recording of options, other clients' sample frames "
		    "of 2019 to 2026, ccxt against xg-sim",
	.decoder_size = sizeof(struct xg_deribit_state),
	.topics = topics,
	.subscribe = subscribe,
	.frame = xg_deribit_frame,
	.decoder_release = xg_deribit_decoder_release,
	.request = xg_deribit_request,
	.sign = NULL,
	.answer = xg_deribit_answer,
};
