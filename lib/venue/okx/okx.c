/* OKX: the table. Source: OKX v5 documentation of 2026-07, overview and rate
 * limits. */
#include "venue/okx/okx.h"

#include "json/write.h"

static const char *const names[] = { "okex", "okx-spot", "okex-spot",
	"okex-swap", "okex-futures", "okex-options", NULL };
/* The port moved from 8443 to 443 in autumn 2026 (unconfirmed by the venue): 443
 * first, then 8443. */
static const char *const ws_mirrors[] = { "wss://ws.okx.com:8443", NULL };
static const char *const us_mirrors[] = { "wss://wsus.okx.com:8443", NULL };
static const char *const eea_mirrors[] = { "wss://wseea.okx.com:8443", NULL };
static const char *const rest_mirrors[] = { "https://www.okx.com", NULL };
static const struct xg_host hosts[] = {
	{ "rest", "https://openapi.okx.com", "https://openapi.okx.com",
		rest_mirrors },
	{ "ws", "wss://ws.okx.com", "wss://wspap.okx.com", ws_mirrors },
	/* Accounts of the United States and Australia, and of the EEA. */
	{ "rest-us", "https://us.okx.com", "https://us.okx.com", NULL },
	{ "ws-us", "wss://wsus.okx.com", "wss://wsuspap.okx.com", us_mirrors },
	{ "rest-eea", "https://eea.okx.com", "https://eea.okx.com", NULL },
	{ "ws-eea", "wss://wseea.okx.com", "wss://wseeapap.okx.com",
		eea_mirrors },
	/* Turkey's streams have no address that is known. */
	{ "rest-tr", "https://tr.okx.com", "https://tr.okx.com", NULL },
	{ 0 },
};
static const struct xg_regional regional[] = { { "myokx", "eea", 0 },
	{ "okxus", "us", 0 }, { 0 } };

/* 480 subscribe and login operations an hour a connection: we send few, large
 * ones; text ping after 20 s of silence, an answer within 8 s. */
#define LINK(kind, priv) \
	{ \
		.name = kind, .host = "ws", .path = "/ws/v5/" kind, \
		.is_private = priv, .max_topics = 240, .topics_per_frame = 20, \
		.frame_gap_us = 350000, .idle_us = 20000000, \
		.pong_us = 8000000, .ping = "ping" \
	}
static const struct xg_link links[] = {
	LINK("public", false),
	LINK("business", false),
	LINK("private", true),
	{ 0 },
};
enum { PUBLIC, BUSINESS };

static const struct xg_limit limits[] = {
	{ "order", 2000000, 60, true, NULL },
	{ "query", 2000000, 60, true, NULL },
	{ "account", 2000000, 10, true, NULL },
	{ "config", 2000000, 5, true, NULL },
	{ "public", 2000000, 20, false, NULL },
	{ "deadman", 1000000, 1, true, NULL },
	{ "history", 2000000, 10, true, NULL },
	{ 0 },
};
static const char *const markets[] = { "spot", "swap", "futures", "option",
	NULL };
static const int depths[] = { 400, 400, 400, 400 };

/* Our channels in the venue's words. */
static const struct {
	int channel;
	const char *name;
	int link;
	bool contracts_only, by_type;
} channels[] = {
	{ XG_CH_TRADE, "trades", PUBLIC, false, false },
	{ XG_CH_BOOK, "books", PUBLIC, false, false },
	{ XG_CH_BBO, "bbo-tbt", PUBLIC, false, false },
	{ XG_CH_FUNDING, "funding-rate", PUBLIC, true, false },
	{ XG_CH_MARK, "mark-price", PUBLIC, true, false },
	{ XG_CH_OI, "open-interest", PUBLIC, true, false },
	{ XG_CH_LIQ, "liquidation-orders", PUBLIC, true, true },
	{ XG_CH_CANDLE, "candle1m", BUSINESS, false, false },
};

static int topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	for (size_t i = 0; i < XG_LEN(channels); i++) {
		struct xg_str arg = inst->i.native;

		if (channels[i].channel != channel)
			continue;
		if (channels[i].contracts_only && inst->i.kind == XG_SPOT)
			return XG_ERR_SUPPORT;
		if (channel == XG_CH_FUNDING && inst->i.kind != XG_PERP)
			return XG_ERR_SUPPORT;
		if (channels[i].by_type)
			arg = xg_str_from(xg_okx_inst_type(inst->i.market));
		if (max < 1 || arg.n > 90)
			return XG_ERR_LIMIT;
		*out = (struct xg_topic){ .link = channels[i].link,
			.channel = channel,
			.inst = inst };
		snprintf(out->text, sizeof out->text, "%s:%.*s",
			channels[i].name, XG_STR_ARG(arg));
		return 1;
	}
	return XG_ERR_SUPPORT;
}

static int subscribe(struct xg_buf *out, const struct xg_topic *const *t, int n,
	int64_t id, bool on)
{
	xg_buf_printf(out, "{\"id\":\"%lld\",\"op\":\"%s\",\"args\":[",
		(long long)id, on ? "subscribe" : "unsubscribe");
	for (int i = 0; i < n; i++) {
		struct xg_str arg = xg_str_from(t[i]->text);
		struct xg_str name = xg_str_cut(&arg, ':');
		bool by_type = t[i]->channel == XG_CH_LIQ;

		xg_json_comma(out);
		xg_buf_char(out, '{');
		xg_json_put_str(out, "channel", name);
		xg_json_put_str(out, by_type ? "instType" : "instId", arg);
		xg_buf_char(out, '}');
	}
	xg_buf_text(out, "]}");
	return out->failed ? XG_ERR_LIMIT : 0;
}

static const char *const kinds[] = { "event!", "op!", "arg.channel|#", NULL };

const struct xg_venue xg_okx;
const struct xg_venue xg_okx = {
	.name = "okx",
	.aliases = names,
	.regional = regional,
	.hosts = hosts,
	.links = links,
	.limits = limits,
	/* 3 new connections a second. */
	.budget = { .dials = 3, .dials_us = 1000000 },
	/* A quiet book says so every 60 s; to subscribe it anew would use up
	 * the operations of its connection. */
	.stale = { .book_us = 75000000 },
	.markets = markets,
	.depths = depths,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK | 1u << XG_CH_BBO |
		    1u << XG_CH_FUNDING | 1u << XG_CH_MARK | 1u << XG_CH_OI |
		    1u << XG_CH_LIQ | 1u << XG_CH_CANDLE,
	.wire_id_max = 32,
	.wire_id_punct = "",
	.seq_proof = true,
	.checksum = false, /* sent as 0 since 2026-06; verified in recordings */
	.has_deadman = true,
	.has_amend = true,
	.needs_passphrase = true,
	.kinds = kinds,
	.evidence = "signing vectors, a 2022 recording, ccxt against xg-sim",
	.decoder_size = sizeof(struct xg_okx_state),
	.topics = topics,
	.subscribe = subscribe,
	.frame = xg_okx_frame,
	.decoder_release = xg_okx_decoder_release,
	.request = xg_okx_request,
	.sign = xg_okx_sign,
	.answer = xg_okx_answer,
	.login = xg_okx_login,
};
