/* What is asked for in the unified dialect. Source: unified WebSocket, public
 * channels (order book, trade, kline, mark price, funding fee rate), 2026. A
 * message names one symbol; that it may name several is not confirmed. */
#include "json/write.h"
#include "venue/kucoin/kucoin.h"

/* A topic's text is the first word and the symbol. Books: the whole depth
 * ("increment") was withdrawn in 2026-07; the best 500 levels each 10 ms are what
 * came after it. Without retail price improvement orders, which not everybody can
 * hit. */
static const struct {
	const char *word, *channel, *more;
	int of;	      /* our channel */
	bool futures; /* spot has none */
} all[] = {
	{ "obu", "obu", "\"depth\":\"increment@10ms\",\"rpiFilter\":0",
		XG_CH_BOOK, false },
	{ "obu1", "obu", "\"depth\":\"1\",\"rpiFilter\":0", XG_CH_BBO, false },
	{ "trade", "trade", NULL, XG_CH_TRADE, false },
	{ "kline", "kline", "\"interval\":\"1min\"", XG_CH_CANDLE, false },
	{ "mark-price", "mark-price", NULL, XG_CH_MARK, true },
	{ "mark-price", "mark-price", NULL, XG_CH_OI, true },
	{ "funding-fee", "funding-fee", NULL, XG_CH_FUNDING, true },
};

int xg_kucoin_unified_topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	int futures = xg_kucoin_is_futures(inst->i.market);
	size_t i = 0;

	while (i < XG_LEN(all) && all[i].of != channel)
		i++;
	if (futures < 0 || i == XG_LEN(all) || (all[i].futures && !futures) ||
		(channel == XG_CH_FUNDING && inst->i.kind != XG_PERP))
		return XG_ERR_SUPPORT;
	if (max < 1 || !inst->i.native.n || inst->i.native.n > 60)
		return XG_ERR_LIMIT;
	*out = (struct xg_topic){ .channel = channel,
		.inst = inst,
		.link = futures ? XG_KUCOIN_FUTURES : XG_KUCOIN_SPOT };
	snprintf(out->text, sizeof out->text, "%s:%.*s", all[i].word,
		XG_STR_ARG(inst->i.native));
	return 1;
}

int xg_kucoin_unified_subscribe(
	struct xg_buf *out, const struct xg_topic *t, int64_t id, bool on)
{
	bool futures = t->link == XG_KUCOIN_FUTURES ||
		       t->link == XG_KUCOIN_FUTURES_BOOK;
	struct xg_str symbol = xg_str_from(t->text),
		      word = xg_str_cut(&symbol, ':');
	size_t i = 0;

	while (i < XG_LEN(all) && !xg_str_is_text(word, all[i].word))
		i++;
	if (i == XG_LEN(all))
		return XG_ERR_SUPPORT;
	xg_buf_printf(out, "{\"id\":\"%lld\",\"action\":\"%s\"", (long long)id,
		on ? "SUBSCRIBE" : "UNSUBSCRIBE");
	xg_json_put_text(out, "channel", all[i].channel);
	xg_json_put_text(out, "tradeType", futures ? "FUTURES" : "SPOT");
	xg_json_put_str(out, "symbol", symbol);
	if (all[i].more)
		xg_buf_printf(out, ",%s", all[i].more);
	xg_buf_char(out, '}');
	return out->failed ? XG_ERR_LIMIT : 0;
}
