/* Classic accounts: the table that speaks v2; and of both tables, that what they
 * ask for is what acknowledgements name. */
#include "bitget-world.h"
#include "venue-table.h"
#include "venue/bitget/bitget.h"

static const struct xg_venue *v; /* in work */

static void topic(
	const char *sym, int channel, const char *want, const char *why)
{
	table_topic(v, &t.insts, sym, channel, v->links[0].name, want, why);
}

static void topics(void)
{
	static const char perp[] = "BTC-USDT-PERP",
			  dated[] = "BTC-USD-20241227";

	topic("BTC-USDT", XG_CH_BOOK, "spot:books:BTCUSDT", "a book");
	topic("BTC-USDC-PERP", XG_CH_BBO, "usdc-futures:books1:BTCPERP",
		"best prices");
	topic(dated, XG_CH_TRADE, "coin-futures:trade:BTCUSDZ24",
		"trades have another name");
	topic(perp, XG_CH_FUNDING, "usdt-futures:ticker:BTCUSDT", "funding");
	topic(dated, XG_CH_OI, "coin-futures:ticker:BTCUSDZ24",
		"open interest");
	topic("BTC-USDT", XG_CH_CANDLE, "spot:candle1m:BTCUSDT",
		"the interval of candles is in the channel's name");
	topic(perp, XG_CH_LIQ, NULL, "v2 has no liquidations");
	topic(dated, XG_CH_FUNDING, NULL, "a dated contract has no funding");
	topic("BTC-USDT", XG_CH_MARK, NULL, "spot has no mark");
}

static void table(void)
{
	struct xg_topic one = { .text = "spot:candle1m:BTCUSDT" },
			two = { .text = "usdt-futures:books:BTCUSDT" };
	const struct xg_topic *list[] = { &one, &two };
	struct xg_buf out = { 0 };

	v->subscribe(&out, list, 2, 7, true);
	is_text(out.p, out.len,
		q("{'op':'subscribe','args':[{'instType':'SPOT','channel':"
		  "'candle1m','instId':'BTCUSDT'},{'instType':'USDT-FUTURES',"
		  "'channel':'books','instId':'BTCUSDT'}]}"),
		"types are in upper case, and members have v2's names");
	xg_buf_clear(&out);
	v->subscribe(&out, list + 1, 1, 8, false);
	is_text(out.p, out.len,
		q("{'op':'unsubscribe','args':[{'instType':'USDT-FUTURES',"
		  "'channel':'books','instId':'BTCUSDT'}]}"),
		"so it is where a subscription ends");
	xg_buf_release(&out);
	ok(!strcmp(v->links[0].path, "/v2/ws/public") && !v->links[1].name,
		"the stream of v2");
	ok(!v->seq_proof && v->checksum,
		"its books have no numbers, but checksums: the table says so");
	ok(!(v->channels & 1u << XG_CH_LIQ), "and that it has no liquidations");
}

/* The ack of every topic that a table gives names that topic, as the venue echoes
 * what it was asked. */
static void acks(const struct xg_venue *of)
{
	for (size_t i = 0; i < t.insts.n; i++) {
		for (int c = 0; c < XG_CHANNELS; c++) {
			struct xg_topic one;
			const struct xg_topic *list[] = { &one };
			struct xg_buf ask = { 0 }, ack = { 0 }, want = { 0 };
			struct xg_str arg;

			if (of->topics(t.insts.list[i], c, &one, 1) < 1)
				continue;
			of->subscribe(&ask, list, 1, 1, true);
			if (xg_json_find(xg_buf_view(&ask), "args", &arg) != 1)
				abort();
			xg_buf_printf(&ack,
				"{\"event\":\"subscribe\",\"arg\":%.*s}",
				(int)arg.n - 2, arg.p + 1);
			xg_buf_printf(
				&want, "want ack conn=1 topic=%s\n", one.text);
			xg_buf_clear(&t.out);
			decode_frame(
				&t, "public", 1, 1000000, xg_buf_view(&ack));
			is_text(t.out.p, t.out.len, want.p,
				"%s: the ack of %s names it", of->account_kind,
				one.text);
			xg_buf_release(&ask);
			xg_buf_release(&ack);
			xg_buf_release(&want);
		}
	}
}

static void request(int op, const char *market, const char *sym, int levels,
	const char *want, const char *why)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = xg_str_from(market),
		.limit = levels };
	struct xg_req req = { 0 };

	(void)table_request(v, &t.insts, ask, sym, &req, want, why);
	xg_req_release(&req);
}

static void requests(void)
{
	request(XG_OP_TIME, "spot", NULL, 0, "GET rest /api/v2/public/time?",
		"the time");
	request(XG_OP_INSTS, "spot", NULL, 0,
		"GET rest /api/v2/spot/public/symbols?", "what spot lists");
	request(XG_OP_INSTS, "coin-futures", NULL, 0,
		"GET rest /api/v2/mix/market/contracts?productType="
		"COIN-FUTURES",
		"what futures list");
	request(XG_OP_SNAPSHOT, "", "BTC-USDT", 0,
		"GET rest /api/v2/spot/market/orderbook?symbol=BTCUSDT&type="
		"step0&limit=150",
		"a book of spot");
	request(XG_OP_SNAPSHOT, "", "BTC-USDC-PERP", 5,
		"GET rest /api/v2/mix/market/merge-depth?productType="
		"USDC-FUTURES&symbol=BTCPERP&precision=scale0&limit=5",
		"a book of futures");
	request(XG_OP_OI, "", "BTC-USD-PERP", 0,
		"GET rest /api/v2/mix/market/open-interest?productType="
		"COIN-FUTURES&symbol=BTCUSD",
		"open interest");
	request(XG_OP_OI, "", "BTC-USDT", 0, NULL, "spot has none");
	request(XG_OP_SNAPSHOT, "spot", NULL, 0, NULL, "a book of what?");
	request(XG_OP_INSTS, "swap", NULL, 0, NULL, "a market that is none");
	request(XG_OP_PLACE, "", "BTC-USDT", 0, NULL, "orders are not sent");
}

int main(void)
{
	const struct xg_venue *unified = xg_venue_find(XG_STR("bitget"));

	v = unified->other_kind;
	open_world();
	topics();
	table();
	acks(v);
	acks(unified);
	requests();
	decode_close(&t);
	return done();
}
