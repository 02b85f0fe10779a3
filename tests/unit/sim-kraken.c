/* The simulated Kraken without a server: what clients say and get, books whose
 * depth cuts, checksums, the levels of Futures. */
#include "crypto/crc32.h"
#include "json/pull.h"
#include "sim/kraken.h"
#include "tap.h"

#define T0 INT64_C(1700000000000000)

static struct xg_sim_front f;
static struct xg_faults faults;
static struct xg_buf sent; /* texts, one a line */

static void w_send(struct xg_sim_conn *c, struct xg_str text,
	enum xg_fault_on on, const char *sym)
{
	(void)c, (void)on, (void)sym;
	xg_buf_str(&sent, text);
	xg_buf_char(&sent, '\n');
}

static void w_close(struct xg_sim_conn *c, int code, const char *why)
{
	(void)c, (void)code, (void)why;
}

static void w_emit(void *ctx, const struct xg_sim_event *ev)
{
	xg_sim_kraken.event(ctx, ev);
}

static struct xg_dec dec(const char *text)
{
	struct xg_dec d = { 0, 0 };

	(void)xg_dec_parse(&d, text, strlen(text));
	return d;
}

static void level(const char *sym, bool sell, const char *px, const char *qty)
{
	(void)xg_sim_set_level(xg_sim_find_sym(&f.venue, xg_str_from(sym)),
		sell, dec(px), dec(qty), f.now);
}

static void open_world(void)
{
	struct xg_sim_mkt *m;

	f.dialect = &xg_sim_kraken;
	f.state = calloc(1, xg_sim_kraken.state_size);
	f.faults = &faults;
	f.send = w_send;
	f.close = w_close;
	f.now = T0;
	f.venue.emit = w_emit;
	f.venue.ctx = &f;
	for (const struct xg_sim_spec *s = xg_sim_kraken.specs; *s->sym; s++)
		(void)xg_sim_list(&f.venue, s, &m);
	(void)xg_sim_kraken.open(&f);
}

static struct xg_sim_conn *dial(const char *path)
{
	struct xg_sim_conn *c = calloc(1, sizeof *c);
	struct xg_sim_http r = { .path = xg_str_from(path) };

	c->front = &f;
	c->id = 1;
	c->state = calloc(1, xg_sim_kraken.conn_size);
	is_int(xg_sim_kraken.ws_open(c, &r), 0, "%s opens", path);
	c->next = f.conns;
	f.conns = c;
	return c;
}

static void hang_up(void)
{
	while (f.conns) {
		struct xg_sim_conn *c = f.conns;

		f.conns = c->next;
		xg_sim_kraken.ws_shut(c);
		free(c->state);
		free(c);
	}
}

static const char *view(void)
{
	return sent.len ? sent.p : "";
}

static const char *say(struct xg_sim_conn *c, const char *text)
{
	char json[1000];
	size_t i = 0;

	for (; text[i] && i < sizeof json - 1; i++)
		json[i] = (char)(text[i] == '\'' ? '"' : text[i]);
	json[i] = '\0';
	xg_buf_clear(&sent);
	xg_sim_kraken.ws_text(c, xg_str_from(json), f.now);
	xg_buf_char(&sent, '\0');
	return view();
}

static const char *tick(void)
{
	xg_buf_clear(&sent);
	f.now += 100000;
	xg_sim_kraken.tick(&f, f.now);
	xg_buf_char(&sent, '\0');
	return view();
}

static const char *get(const char *target)
{
	static struct xg_sim_answer a;
	struct xg_sim_http r = { .target = xg_str_from(target), .now = f.now };

	r.query = r.target;
	r.path = xg_str_cut(&r.query, '?');
	xg_buf_clear(&a.body);
	xg_sim_kraken.rest(&f, &r, &a);
	xg_buf_char(&a.body, '\0');
	return a.body.p;
}

#define has(text, part, ...) \
	do { \
		const char *has_in = (text); \
		if (!ok(strstr(has_in, (part)) != NULL, __VA_ARGS__)) \
			printf("# '%s' is not in: %.1500s\n", (part), has_in); \
	} while (0)

static void has_sum(const char *text, const char *printed, const char *why)
{
	char part[64];

	snprintf(part, sizeof part, "\"checksum\":%u",
		xg_crc32(0, printed, strlen(printed)));
	has(text, part, "%s", why);
}

static void spot(void)
{
	struct xg_sim_conn *c = dial("/v2");
	const char *text;

	has(tick(), "\"system\":\"online\"", "the venue greets with its state");
	level("BTC-USD", false, "29430.2", "0.18967538");
	level("BTC-USD", true, "29430.3", "0.001");
	text = say(c, "{'method':'subscribe','params':{'channel':'book',"
		      "'symbol':['BTC/USD','XBT/USD'],'depth':10},'req_id':7}");
	has(text,
		"\"result\":{\"channel\":\"book\",\"symbol\":\"BTC/USD\","
		"\"depth\":10,\"snapshot\":true},\"success\":true",
		"each symbol is confirmed by itself");
	has(text, "Currency pair not supported XBT/USD",
		"each is refused by itself");
	has(text, "\"symbol\":\"XBT/USD\"", "and named");
	has(text, "{\"price\":29430.3,\"qty\":0.00100000}",
		"numbers have all their places");
	has_sum(text,
		"2943031000002943021896753"
		"8",
		"the sum is over the digits of asks, then bids");
	for (int i = 0; i < 10; i++) {
		char px[16];

		snprintf(px, sizeof px, "2943%d.4", i);
		level("BTC-USD", true, px, "1");
	}
	text = tick();
	ok(!strstr(text, "29439.4"), "what is behind the depth is not told");
	level("BTC-USD", true, "29430.25", "1");
	level("BTC-USD", true, "29430.3", "2");
	level("BTC-USD", false, "29430.2", "0");
	text = tick();
	has(text, "{\"price\":29430.2,\"qty\":0.00000000}",
		"a level that is gone is");
	level("BTC-USD", true, "29430.3", "0");
	text = tick();
	has(text, "29439.4", "what comes into the depth is told");
	level("BTC-USD", true, "29430.1", "1");
	text = tick();
	ok(!strstr(text, "29439.4"), "what falls out of it is not");
	has(say(c, "{'method':'ping','req_id':3}"), "\"method\":\"pong\"",
		"a ping is answered");
	has(say(c, "{'method':'subscribe','params':{'channel':'book','symbol':["
		   "'BTC/USD'],'depth':7}}"),
		"Depth not supported", "there are only some depths");
	has(say(c, "{'method':'subscribe','params':{'channel':'instrument'}}"),
		"\"price_precision\":1", "the list of pairs has precisions");
	has(say(c, "{'method':'unsubscribe','params':{'channel':'book',"
		   "'symbol':['BTC/USD'],'depth':10}}"),
		"\"method\":\"unsubscribe\"", "a subscription ends");
	level("BTC-USD", true, "29430.1", "3");
	ok(!strstr(tick(), "\"book\""), "and then it is silent");
	has(say(c, "no"), "\"success\":false", "what is no JSON is refused");
	hang_up();
}

static void futures(void)
{
	struct xg_sim_conn *c = dial("/ws/v1");
	const char *text;

	has(tick(), "{\"event\":\"info\",\"version\":1}", "Futures greet");
	level("BTC-USD-PERP:BTC", false, "29000", "500");
	text = say(c, "{'event':'subscribe','feed':'book','product_ids':["
		      "'pi_xbtusd','PI_NONE']}");
	has(text,
		"{\"event\":\"subscribed\",\"feed\":\"book\",\"product_ids\":["
		"\"PI_XBTUSD\"]}",
		"small letters are read, capitals are told");
	has(text, "Invalid product id", "the other one does not exist");
	has(text, "\"bids\":[{\"price\":29000.0,\"qty\":500}]",
		"the snapshot follows");
	level("BTC-USD-PERP:BTC", false, "29000", "0");
	level("BTC-USD-PERP:BTC", true, "29001", "7");
	text = tick();
	has(text, "\"side\":\"buy\",\"seq\":267", "one level a message");
	ok(strstr(text, "\"buy\"") < strstr(text, "\"sell\""),
		"what goes, goes first");
	has(say(c, "{'event':'subscribe','feed':'nothing','product_ids':[]}"),
		"Invalid feed", "no such feed");
	hang_up();
}

static void rest(void)
{
	has(get("/0/public/AssetPairs"), "\"wsname\":\"XBT\\/USD\"",
		"pairs by the venue's own names");
	has(get("/0/public/AssetPairs?asset_class=tokenized_asset"),
		"\"result\":{}", "no tokenized stocks");
	has(get("/0/public/Depth?pair=XBTUSD&count=1"), "[[\"29430.1\"",
		"a book");
	has(get("/0/public/Depth?pair=NONE"), "EQuery:Unknown asset pair",
		"no such pair");
	has(get("/derivatives/api/v3/instruments"),
		"\"symbol\":\"PI_XBTUSD\",\"type\":\"futures_inverse\"",
		"contracts");
	has(get("/derivatives/api/v3/orderbook?symbol=PI_XBTUSD"),
		"\"asks\":[[29001.0,7]]", "their book");
	has(get("/0/public/Time"), "\"unixtime\":1700000", "the time");
	has(get("/nowhere"), "EGeneral:Unknown method", "nothing else");
}

int main(void)
{
	open_world();
	spot();
	futures();
	rest();
	xg_sim_kraken.shut(&f);
	xg_sim_release(&f.venue);
	free(f.state);
	xg_buf_release(&sent);
	return done();
}
