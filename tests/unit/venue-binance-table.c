/* The venue's table: names, topics and subscriptions, links, logins. */
#include "tap.h"
#include "venue/binance/binance.h"

static const struct xg_venue *v;

static struct xg_instr inst_of(const char *market, const char *native, int kind)
{
	return (struct xg_instr){ .i = { .market = xg_str_from(market),
					  .native = xg_str_from(native),
					  .kind = kind,
					  .inverse =
						  !strcmp(market, "coinm") } };
}

/* "link:topic" of a channel, or the error. */
static void topic(const struct xg_instr *i, int channel, const char *want)
{
	char text[200];
	struct xg_topic t;
	int rc = v->topics(i, channel, &t, 1);

	if (rc == 1)
		snprintf(text, sizeof text, "%s:%s", v->links[t.link].name,
			t.text);
	else
		snprintf(text, sizeof text, "%d", rc);
	is_text(text, strlen(text), want, "%.*s %s of %.*s",
		XG_STR_ARG(i->i.market), xg_channel_name(channel),
		XG_STR_ARG(i->i.native));
}

static void topics(void)
{
	struct xg_instr s = inst_of("spot", "BTCUSDT", XG_SPOT);
	struct xg_instr u = inst_of("usdm", "BTCUSDT", XG_PERP);
	struct xg_instr d = inst_of("usdm", "BTCUSDT_260626", XG_FUTURE);
	struct xg_instr c = inst_of("coinm", "BTCUSD_PERP", XG_PERP);
	struct xg_topic t;
	char none[8];

	snprintf(none, sizeof none, "%d", XG_ERR_SUPPORT);
	topic(&s, XG_CH_TRADE, "spot:btcusdt@trade");
	topic(&s, XG_CH_BOOK, "spot:btcusdt@depth@100ms");
	topic(&s, XG_CH_BBO, "spot:btcusdt@bookTicker");
	topic(&s, XG_CH_CANDLE, "spot:btcusdt@kline_1m");
	topic(&s, XG_CH_MARK, none);
	topic(&s, XG_CH_FUNDING, none);
	topic(&s, XG_CH_LIQ, none);
	topic(&s, XG_CH_OI, none);
	topic(&u, XG_CH_TRADE, "usdm-market:btcusdt@aggTrade");
	topic(&u, XG_CH_BOOK, "usdm-public:btcusdt@depth@100ms");
	topic(&u, XG_CH_BBO, "usdm-public:btcusdt@bookTicker");
	topic(&u, XG_CH_MARK, "usdm-market:btcusdt@markPrice@1s");
	topic(&u, XG_CH_FUNDING, "usdm-market:btcusdt@markPrice@1s");
	topic(&u, XG_CH_LIQ, "usdm-market:btcusdt@forceOrder");
	topic(&u, XG_CH_CANDLE, "usdm-market:btcusdt@kline_1m");
	topic(&u, XG_CH_OI, "0");
	topic(&d, XG_CH_FUNDING, none);
	topic(&d, XG_CH_MARK, "usdm-market:btcusdt_260626@markPrice@1s");
	topic(&c, XG_CH_BOOK, "coinm:btcusd_perp@depth@100ms");
	topic(&c, XG_CH_TRADE, "coinm:btcusd_perp@aggTrade");
	topic(&c, XG_CH_OI, "coinm:btcusd_perp@markPrice@1s");
	ok(v->topics(&c, XG_CH_OI, &t, 1) == 1 && t.poll,
		"open interest of COIN-M is asked for, and priced by marks");
	ok(v->topics(&c, XG_CH_MARK, &t, 1) == 1 && !t.poll, "marks are not");
}

static void subscriptions(void)
{
	struct xg_topic a = { .text = "btcusdt@trade" };
	struct xg_topic b = { .text = "ethusdt@depth@100ms" };
	const struct xg_topic *t[] = { &a, &b };
	struct xg_buf out = { 0 };

	v->subscribe(&out, t, 2, 5, true);
	is_text(out.p, out.len,
		"{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@trade\","
		"\"ethusdt@depth@100ms\"],\"id\":5}",
		"many topics go in one frame");
	xg_buf_clear(&out);
	v->subscribe(&out, t, 1, 6, false);
	is_text(out.p, out.len,
		"{\"method\":\"UNSUBSCRIBE\",\"params\":[\"btcusdt@trade\"],"
		"\"id\":6}",
		"and back");
	xg_buf_release(&out);
}

static const struct xg_link *link_named(const char *name)
{
	const struct xg_link *l = v->links;

	while (l->name && strcmp(l->name, name) != 0)
		l++;
	return l;
}

static void logins(void)
{
	/* the vector wsapi-spot-userdata-subscribe-signature of the sheet */
	struct xg_cred cred = { .key = XG_STR(
					"xg-fake-key-binance-0000000000000"
					"000000000000001"),
		.secret = XG_STR("xg-fake-secret-binance-000000000000000000"
				 "00000001") };
	const int64_t now = INT64_C(1700000000000000);
	const struct xg_link *user = link_named("spot-user");
	struct xg_buf out = { 0 };

	is_int(v->login(&out, user, 0, &cred, now), 1,
		"the user data of spot are subscribed to");
	is_text(out.p, out.len,
		"{\"id\":\"xg-login\",\"method\":"
		"\"userDataStream.subscribe.signature\",\"params\":{\"apiKey\":"
		"\"xg-fake-key-binance-0000000000000000000000000001\","
		"\"recvWindow\":10000,\"timestamp\":1700000000000,"
		"\"signature\":\"e25be16521d8c3ec907612bfdddd1cfcf8f9875ff529878"
		"930e68dd8ad2ab829\"}}",
		"in one signed frame, as in the vector");
	is_int(v->login(&out, user, 1, &cred, now), 0, "nothing follows it");
	is_int(v->login(&out, link_named("usdm-private"), 0, &cred, now), 0,
		"futures have their key in the address");
	xg_buf_clear(&out);
	v->private_path(&out, link_named("usdm-private"), XG_STR("Ab1"));
	is_text(out.p, out.len, "/private/ws?listenKey=Ab1",
		"as a parameter on USD-M");
	xg_buf_clear(&out);
	v->private_path(&out, link_named("coinm-private"), XG_STR("Ab1"));
	is_text(out.p, out.len, "/ws/Ab1", "in the path on COIN-M");
	xg_buf_clear(&out);
	v->private_path(&out, user, XG_STR(""));
	is_text(out.p, out.len, "/ws-api/v3", "and spot has none");
	xg_buf_release(&out);
}

static void table(void)
{
	static const char *const names[] = { "binance", "binanceusdm",
		"binancecoinm", "binance-futures", "binance-delivery" };

	for (size_t i = 0; i < XG_LEN(names); i++)
		ok(xg_venue_find(xg_str_from(names[i])) == v,
			"%s is a name of it", names[i]);
	ok(!xg_venue_find(XG_STR("binanceus")), "Binance.US is another venue");
	for (const struct xg_link *l = v->links; l->name; l++)
		ok(xg_venue_host(v, l->host) &&
				xg_binance_market(xg_str_from(l->name)),
			"link %s has a host and a market", l->name);
	for (int i = 0; v->markets[i]; i++) {
		const struct xg_binance_market *m =
			xg_binance_market(xg_str_from(v->markets[i]));

		ok(m && xg_venue_host(v, m->host), "market %s has a host",
			v->markets[i]);
		ok(m &&
				strncmp(v->limits[m->lim_weight].name,
					m->futures ? "futures" : "spot",
					4) == 0 &&
				strstr(v->limits[m->lim_orders].name,
					"-orders"),
			"market %s has its buckets", v->markets[i]);
	}
}

int main(void)
{
	v = xg_venue_find(XG_STR("binance"));
	table();
	topics();
	subscriptions();
	logins();
	return done();
}
