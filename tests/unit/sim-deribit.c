/* The simulated Deribit without a server: JSON-RPC, subscriptions, books,
 * heartbeats. */
#include <stdlib.h>

#include "sim/deribit.h"
#include "tap.h"

#define T0 INT64_C(1700000000000000)

static struct xg_sim_front f;
static struct xg_sim_conn c;
static struct xg_faults faults;
static struct xg_buf sent;
static int closed;

static void w_send(struct xg_sim_conn *to, struct xg_str text,
	enum xg_fault_on on, const char *sym)
{
	(void)to;
	(void)on;
	(void)sym;
	xg_buf_str(&sent, text);
	xg_buf_char(&sent, '\n');
}

static void w_close(struct xg_sim_conn *to, int code, const char *why)
{
	(void)to;
	(void)why;
	closed = code;
}

static void w_emit(void *ctx, const struct xg_sim_event *ev)
{
	xg_sim_deribit.event(ctx, ev);
}

static const char *q(const char *text)
{
	static char buf[4][4096];
	static int at;
	char *out = buf[at = (at + 1) % 4];

	for (size_t i = 0; i <= strlen(text) && i < sizeof buf[0]; i++)
		out[i] = (char)(text[i] == '\'' ? '"' : text[i]);
	return out;
}

static struct xg_sim_mkt *mkt(const char *sym)
{
	return xg_sim_find_sym(&f.venue, xg_str_from(sym));
}

static void level(
	const char *sym, bool sell, int64_t px, int64_t qty, int places)
{
	(void)xg_sim_set_level(mkt(sym), sell, xg_dec_int(px),
		xg_dec_make(qty, -places), f.now);
}

static void open_all(void)
{
	struct xg_sim_http r = { .path = XG_STR("/ws/api/v2") };
	struct xg_sim_mkt *m;

	f.dialect = &xg_sim_deribit;
	f.state = calloc(1, xg_sim_deribit.state_size);
	c.state = calloc(1, xg_sim_deribit.conn_size);
	if (!f.state || !c.state)
		abort();
	f.faults = &faults;
	f.send = w_send;
	f.close = w_close;
	f.now = T0;
	f.venue.emit = w_emit;
	f.venue.ctx = &f;
	f.venue.next_trade = 100;
	for (const struct xg_sim_spec *s = xg_sim_deribit.specs; s->sym[0]; s++)
		if (xg_sim_list(&f.venue, s, &m) < 0)
			abort();
	if (xg_sim_deribit.open(&f) < 0)
		abort();
	c.front = &f;
	c.id = 1;
	f.conns = &c;
	is_int(xg_sim_deribit.ws_open(&c, &r), 0, "a connection is open");
	r.path = XG_STR("/ws/api/v1");
	is_int(xg_sim_deribit.ws_open(&c, &r), 404, "of another path is not");
	level("BTC-USD-PERP", false, 40000, 1000, 0);
	level("BTC-USD-PERP", true, 40001, 10, 0);
	xg_sim_flush(mkt("BTC-USD-PERP"), f.now);
}

static void close_all(void)
{
	xg_sim_deribit.ws_shut(&c);
	xg_sim_deribit.shut(&f);
	xg_sim_release(&f.venue);
	free(c.state);
	free(f.state);
	xg_buf_release(&sent);
}

static const char *ask(const char *text)
{
	xg_buf_clear(&sent);
	xg_sim_deribit.ws_text(&c, xg_str_from(q(text)), f.now);
	xg_buf_char(&sent, '\0');
	sent.len--;
	return sent.p;
}

static void later(int64_t us)
{
	f.now += us;
	xg_buf_clear(&sent);
	for (size_t i = 0; i < f.venue.mkts; i++)
		xg_sim_flush(f.venue.mkt[i], f.now);
	xg_sim_deribit.tick(&f, f.now);
	xg_buf_char(&sent, '\0');
	sent.len--;
}

static bool told(const char *part)
{
	return strstr(sent.p, q(part)) != NULL;
}

static void subscriptions(void)
{
	ask("{'jsonrpc':'2.0','id':5,'method':'public/subscribe','params':{"
	    "'channels':['book.BTC-PERPETUAL.100ms','book.NOPE.100ms',"
	    "'trades.BTC-PERPETUAL.raw','trades.BTC-PERPETUAL.100ms',"
	    "'ticker.BTC_USDC.100ms']}}");
	ok(told("'id':5,'result':['book.BTC-PERPETUAL.100ms',"
		"'trades.BTC-PERPETUAL.100ms'],'usIn'"),
		"the answer lists what is subscribed: what there is not, and "
		"raw, is left out without a word");
	ok(told("'type':'snapshot'") &&
			told("'bids':[['new',40000.0,1000.0]],'asks':[['new',"
			     "40001.0,10.0]]"),
		"the book begins with a snapshot");
	level("BTC-USD-PERP", false, 40000, 400, 0);
	level("BTC-USD-PERP", false, 39999, 50, 0);
	level("BTC-USD-PERP", true, 40001, 0, 0);
	level("BTC-USD-PERP", true, 40002, 70, 0);
	later(100000);
	ok(told("'type':'change'") &&
			told("'bids':[['change',40000.0,400.0],['new',39999.0,"
			     "50.0]],'asks':[['delete',40001.0,0.0],['new',"
			     "40002.0,70.0]]"),
		"levels are new, changed or deleted");
	later(100000);
	is_int(sent.len, 0, "nothing changed: nothing is sent");
	xg_sim_liq(mkt("BTC-USD-PERP"), true, xg_dec_int(40000), xg_dec_int(10),
		f.now);
	xg_sim_print(mkt("BTC-USD-PERP"), true, xg_dec_int(40000),
		xg_dec_int(10), f.now);
	later(100000);
	ok(told("'direction':'sell'") && told("'trade_seq':101,") &&
			told("'liquidation':'T'"),
		"a liquidation is a flag of the next trade of its side");
	ask("{'id':6,'method':'public/unsubscribe','params':{'channels':["
	    "'book.BTC-PERPETUAL.100ms']}}");
	ok(told("'result':['book.BTC-PERPETUAL.100ms']"),
		"the end of a subscription");
	level("BTC-USD-PERP", false, 40000, 10, 0);
	later(100000);
	is_int(sent.len, 0, "is one");
}

/* change_id of the last text, and what it names before it. */
static void numbers(int64_t *change, int64_t *prev)
{
	const char *at = strstr(sent.p, q("'change_id':"));

	*change = at ? strtoll(at + 12, NULL, 10) : 0;
	at = strstr(sent.p, q("'prev_change_id':"));
	*prev = at ? strtoll(at + 17, NULL, 10) : -1;
}

static void chain(void)
{
	int64_t a, b, prev;

	ask("{'id':7,'method':'public/subscribe','params':{'channels':["
	    "'book.BTC-PERPETUAL.100ms']}}");
	numbers(&a, &prev);
	is_int(prev, -1, "a snapshot names nothing before it");
	level("BTC-USD-PERP", false, 40000, 20, 0);
	later(100000);
	numbers(&b, &prev);
	ok(prev == a && b > a + 1,
		"a change names the one before; its number is not the next");
	xg_fault_add(&faults, XG_STR("maintenance,on=book,max=1"),
		&(struct xg_error){ 0 });
	xg_fault_start(&faults, 1, f.now);
	level("BTC-USD-PERP", false, 40000, 30, 0);
	later(100000);
	numbers(&a, &prev);
	ok(prev == 0 && told("'type':'change'") &&
			told("[['new',40000.0,30.0]"),
		"fault: a change after 0 has the whole book");
	faults.n = 0;
	ask("{'id':8,'method':'public/get_order_book','params':{"
	    "'instrument_name':'BTC-PERPETUAL','depth':1}}");
	numbers(&b, &prev);
	ok(a == b && told("'bids':[[40000.0,30.0]]"),
		"the book that is asked for has the streams' number");
}

static void heartbeats(void)
{
	ask("{'id':9,'method':'public/set_heartbeat','params':{'interval':5}}");
	ok(told("'error':{'code':-32602"), "10 s is the least interval");
	ask("{'id':9,'method':'public/set_heartbeat','params':{'interval':10}}"
	    "");
	ok(told("'result':'ok'"), "heartbeats are on");
	later(9000000);
	ok(!told("heartbeat"), "they are not early");
	later(1000000);
	ok(told("{'type':'test_request'}"), "a test_request after 10 s");
	ask("{'id':10,'method':'public/test'}");
	ok(told("'result':{'version'"), "public/test answers it");
	later(10000000);
	ok(told("{'type':'test_request'}") && !closed, "the next one comes");
	later(10000000);
	is_int(closed, 1000, "without an answer the venue closes");
	closed = 0;
	ask("{'id':11,'method':'public/disable_heartbeat'}");
	later(30000000);
	ok(!told("heartbeat") && !closed, "until they are off");
}

static void refusals(void)
{
	ask("{'id':12,'method':'private/buy','params':{}}");
	ok(told("'code':13009"), "orders need a login");
	ask("{'id':13,'method':'public/nothing'}");
	ok(told("'id':13,'error':{'code':-32601"), "an unknown method");
	ask("hello");
	ok(told("'code':-32700"), "what is not JSON");
	ask("{'id':14,'method':'public/subscribe','params':{'channels':7}}");
	ok(told("'code':-32602"), "channels that are none");
	ask("{'id':15,'method':'public/ticker','params':{'instrument_name':"
	    "'X'}}");
	ok(told("'code':-32602"), "an unknown instrument");
	for (int i = 0; i < 12; i++)
		ask("{'id':16,'method':'public/unsubscribe','params':{"
		    "'channels':[]}}");
	ok(told("'code':10028") && closed == 1000,
		"too many subscriptions end the session");
}

static void rest(void)
{
	struct xg_sim_http r = { .method = XG_STR("GET"),
		.path = XG_STR("/api/v2/public/get_instruments"),
		.query = XG_STR("currency=any&kind=option"),
		.now = f.now };
	struct xg_sim_answer a = { 0 };

	xg_sim_deribit.rest(&f, &r, &a);
	xg_buf_char(&a.body, '\0');
	ok(!a.status &&
			strstr(a.body.p, q("'option_type':'call','strike':"
					   "90000.0")) &&
			!strstr(a.body.p, "PERPETUAL"),
		"instruments of a kind");
	xg_buf_clear(&a.body);
	r.path = XG_STR("/api/v2/public/get_tradingview_chart_data");
	r.query = XG_STR("instrument_name=BTC-PERPETUAL&resolution=1");
	xg_sim_deribit.rest(&f, &r, &a);
	xg_buf_char(&a.body, '\0');
	ok(strstr(a.body.p, q("'status':'ok','ticks':[1699999980000],'open':["
			      "40000.0]")) != NULL,
		"candles come as an array for each member");
	xg_buf_clear(&a.body);
	r.path = XG_STR("/api/v2/public/none");
	xg_sim_deribit.rest(&f, &r, &a);
	is_int(a.status, 400, "errors come with HTTP 400");
	xg_buf_release(&a.body);
	xg_buf_release(&a.headers);
}

static void texts(void)
{
	struct xg_buf b = { 0 };

	xg_dr_num(&b, xg_dec_make(425000, -1));
	xg_buf_char(&b, ' ');
	xg_dr_num(&b, xg_dec_make(5, -4));
	xg_buf_char(&b, ' ');
	xg_dr_num(&b, xg_dec_make(8477, -8));
	xg_buf_char(&b, ' ');
	xg_dr_num(&b, xg_dec_make(15, -4));
	is_text(b.p, b.len, "42500.0 5.0e-4 8.477e-5 0.0015",
		"numbers are written as the venue does");
	xg_buf_release(&b);
}

static void names(void)
{
	static const struct {
		const char *sym, *base, *quote, *native;
		int kind;
		int64_t expiry;
	} rows[] = {
		{ "SOL-USDC", "SOL", "USDC", "SOL_USDC", XG_SPOT, 0 },
		{ "SOL-USDC-PERP", "SOL", "USDC", "SOL_USDC-PERPETUAL", XG_PERP,
			0 },
		{ "SOL-USD-PERP", "SOL", "USD", "SOL-PERPETUAL", XG_PERP, 0 },
		{ "BTC-USD-20260605", "BTC", "USD", "BTC-5JUN26", XG_FUTURE,
			INT64_C(1780646400000000) },
		{ "BTC-USD-20261225-70000-P", "BTC", "USD",
			"BTC-25DEC26-70000-P", XG_OPTION,
			INT64_C(1798185600000000) },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct xg_sim_spec s = { .kind = rows[i].kind,
			.expiry = rows[i].expiry };

		xg_str_copy(s.sym, sizeof s.sym, xg_str_from(rows[i].sym));
		xg_str_copy(s.base, sizeof s.base, xg_str_from(rows[i].base));
		xg_str_copy(
			s.quote, sizeof s.quote, xg_str_from(rows[i].quote));
		xg_sim_deribit.name_spec(&s);
		ok(!strcmp(s.native, rows[i].native), "%s is %s", rows[i].sym,
			s.native);
	}
}

int main(void)
{
	texts();
	names();
	open_all();
	subscriptions();
	chain();
	heartbeats();
	refusals();
	rest();
	close_all();
	return done();
}
