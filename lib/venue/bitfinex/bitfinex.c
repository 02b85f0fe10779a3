/* Bitfinex: the table. Source: Bitfinex's documentation, general, public channels,
 * requirements and limitations. */
#include "venue/bitfinex/bitfinex.h"

#include "json/write.h"

#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)

static const char *const names[] = { "bitfinex-derivatives", "bitfinex2",
	NULL };

/* There is no test network: paper trading is in symbols of its own, TEST*. */
static const struct xg_host hosts[] = {
	{ "rest", "https://api-pub.bitfinex.com", NULL, NULL },
	{ "ws", "wss://api-pub.bitfinex.com", NULL, NULL },
	{ 0 },
};

/* Each channel beats after 15 s without data; an own ping is answered by a pong.
 * What is asked for first: times, numbers, checksums, whole changes of books. */
static const struct xg_link links[] = {
	{ .name = "public",
		.host = "ws",
		.path = "/ws/2",
		.max_topics = 25,
		.topics_per_frame = 1,
		.frame_gap_us = 100000,
		.idle_us = 6000000,
		.pong_us = 5000000,
		.ping = "{\"event\":\"ping\",\"cid\":1}",
		.silence_us = 45000000,
		.greets = true,
		.hello = "{\"event\":\"conf\",\"flags\":537100288}" },
	{ 0 },
};
_Static_assert(XG_BITFINEX_FLAGS == 537100288, "the hello's flags");

static const struct xg_limit limits[] = {
	{ "conf", 60000000, 90, false, NULL },
	{ 0 },
};
static const char *const markets[] = { "spot", "deriv", NULL };
static const int depths[] = { XG_BITFINEX_LEN, XG_BITFINEX_LEN };

/* Our channels in the venue's words; a topic is "channel:what". */
static const struct {
	int channel;
	const char *head;
	bool deriv_only, global;
} channels[] = {
	{ XG_CH_TRADE, "trades:", false, false },
	{ XG_CH_BOOK, "book:" TEXT(XG_BITFINEX_LEN) ":", false, false },
	{ XG_CH_BBO, "book:1:", false, false },
	{ XG_CH_FUNDING, "status:deriv:", true, false },
	{ XG_CH_MARK, "status:deriv:", true, false },
	{ XG_CH_OI, "status:deriv:", true, false },
	{ XG_CH_LIQ, "status:liq:global", false, true },
	{ XG_CH_CANDLE, "candles:trade:1m:", false, false },
};

static int topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	for (size_t i = 0; i < XG_LEN(channels); i++) {
		struct xg_str arg = inst->i.native;

		if (channels[i].channel != channel)
			continue;
		if (channels[i].deriv_only && inst->i.kind == XG_SPOT)
			return XG_ERR_SUPPORT;
		if (channels[i].global)
			arg.n = 0;
		if (max < 1 ||
			arg.n + strlen(channels[i].head) >= XG_BITFINEX_TOPIC)
			return XG_ERR_LIMIT;
		*out = (struct xg_topic){ .channel = channel, .inst = inst };
		snprintf(out->text, sizeof out->text, "%s%.*s",
			channels[i].head, (int)arg.n, arg.n ? arg.p : "");
		return 1;
	}
	return XG_ERR_SUPPORT;
}

/* A subscription is ended by the number that the venue gave it; one that was never
 * confirmed has none, and nothing to end. */
static int leave(struct xg_buf *out, const struct xg_topic *t)
{
	if (t->number)
		xg_buf_printf(out,
			"{\"event\":\"unsubscribe\",\"chanId\":%lld}",
			(long long)t->number);
	return out->failed ? XG_ERR_LIMIT : 0;
}

static int subscribe(struct xg_buf *out, const struct xg_topic *const *t, int n,
	int64_t id, bool on)
{
	struct xg_str arg, word;
	bool book;

	if (n != 1)
		return XG_ERR_LIMIT;
	if (!on)
		return leave(out, t[0]);
	arg = xg_str_from(t[0]->text);
	word = xg_str_cut(&arg, ':');
	book = xg_str_is_text(word, "book");
	xg_buf_text(out, "{\"event\":\"subscribe\"");
	xg_json_put_str(out, "channel", word);
	if (book) {
		struct xg_str len = xg_str_cut(&arg, ':');

		xg_json_put_str(out, "symbol", arg);
		xg_json_put_str(out, "prec", XG_STR("P0"));
		xg_json_put_str(out, "freq", XG_STR("F0"));
		xg_json_put_str(out, "len", len);
	} else {
		xg_json_put_str(out,
			xg_str_is_text(word, "trades") ? "symbol" : "key", arg);
	}
	xg_buf_printf(out, ",\"subId\":%lld}", (long long)id);
	return out->failed ? XG_ERR_LIMIT : 0;
}

static const char *const kinds[] = { "@market", "event", "channel", NULL };

const struct xg_venue xg_bitfinex;
const struct xg_venue xg_bitfinex = {
	.name = "bitfinex",
	.aliases = names,
	.hosts = hosts,
	.links = links,
	.limits = limits,
	.budget = { .dials = 20, .dials_us = 60000000 },
	.markets = markets,
	.depths = depths,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK | 1u << XG_CH_BBO |
		    1u << XG_CH_FUNDING | 1u << XG_CH_MARK | 1u << XG_CH_OI |
		    1u << XG_CH_LIQ | 1u << XG_CH_CANDLE,
	.wire_id_max = 15, /* digits */
	.wire_id_punct = "",
	.seq_proof = true,
	.checksum = true,
	.has_deadman = false,
	.has_amend = false,
	.kinds = kinds,
	.evidence = "the documents' and other clients' sample frames and "
		    "checksum rules, xg-sim, ccxt and tardis-dev on its frames",
	.decoder_size = sizeof(struct xg_bitfinex_state),
	.topics = topics,
	.tick = xg_bitfinex_tick,
	.subscribe = subscribe,
	.frame = xg_bitfinex_frame,
	.decoder_release = xg_bitfinex_decoder_release,
	.request = xg_bitfinex_request,
	.sign = NULL, /* xg reads this venue, and does not trade there */
	.answer = xg_bitfinex_answer,
};
