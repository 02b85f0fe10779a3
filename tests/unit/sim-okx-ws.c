/* The simulated OKX over WebSocket: subscriptions, books by sequence, login,
 * order entry, pushes of the account. */
#include "base/rng.h"
#include "book/book.h"
#include "okx-world.h"

static struct xg_sim_conn *conn(struct world *w, int64_t id, const char *path)
{
	struct xg_sim_conn *c = calloc(1, sizeof *c);
	struct xg_sim_http r = { .path = xg_str_from(path) };

	c->front = &w->f;
	c->id = id;
	c->state = calloc(1, xg_sim_okx.conn_size);
	c->next = w->f.conns;
	w->f.conns = c;
	is_int(xg_sim_okx.ws_open(c, &r), 0, "%s opens", path);
	return c;
}

static void text(struct xg_sim_conn *c, const char *t)
{
	struct world *w = c->front->io;

	xg_buf_clear(&w->sent);
	xg_sim_okx.ws_text(c, xg_str_from(t), w->f.now);
}

static bool has(struct world *w, const char *part)
{
	return w->sent.len && strstr(w->sent.p, part);
}

static void sent_has(struct world *w, const char *part, const char *title)
{
	if (!ok(has(w, part), "%s", title))
		printf("# '%s' is not in: %.1500s\n", part,
			w->sent.len ? w->sent.p : "(nothing)");
}

static void subscriptions(struct world *w, struct xg_sim_conn *c)
{
	text(c, "ping");
	is_text(w->sent.p, w->sent.len, "1 pong\n", "ping is answered by pong");
	text(c, "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"candle1m\","
		"\"instId\":\"BTC-USDT\"}]}");
	sent_has(w, "\"code\":\"64001\"", "candles are on the business socket");
	text(c, "{\"id\":\"7\",\"op\":\"subscribe\",\"args\":[{\"channel\":"
		"\"books\",\"instId\":\"NO-SUCH\"}]}");
	sent_has(w,
		"1 {\"id\":\"7\",\"event\":\"error\",\"code\":\"60018\","
		"\"msg\":\"Wrong URL or channel:books,instId:NO-SUCH",
		"an unknown instrument is told");
	text(c, "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"nothing\"}]}");
	sent_has(w, "\"code\":\"60018\"", "an unknown channel too");
	text(c, "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"orders\","
		"\"instType\":\"ANY\"}]}");
	sent_has(w, "\"code\":\"60018\"", "orders are not public");
	text(c, "{\"op\":\"subscribe\",\"args\":[{\"channel\":"
		"\"books-l2-tbt\",\"instId\":\"BTC-USDT\"}]}");
	sent_has(w, "\"code\":\"60011\"", "books-l2-tbt needs a login");
	text(c, "{\"op\":\"subscribe\",\"argss\":[{\"channel\":\"books\"}]}");
	sent_has(w, "\"code\":\"60012\"", "no args is an invalid request");
	text(c, "hello");
	sent_has(w, "\"code\":\"60012\",\"msg\":\"Invalid request: hello\"",
		"what is no JSON as well");
	text(c, "{\"op\":\"dance\",\"args\":[]}");
	sent_has(w, "\"code\":\"60012\"", "and an unknown op");
	text(c, "{\"id\":\"1512\",\"op\":\"subscribe\",\"args\":[{\"channel\":"
		"\"tickers\",\"instId\":\"BTC-USDT\"}]}");
	sent_has(w,
		"1 {\"id\":\"1512\",\"event\":\"subscribe\",\"arg\":{"
		"\"channel\":\"tickers\",\"instId\":\"BTC-USDT\"},"
		"\"connId\":\"00000001\"}\n",
		"a subscription is acknowledged");
	sent_has(w, "\"askPx\":\"42000.5\",\"askSz\":\"1.5\"",
		"and the first ticker comes");
	text(c, "{\"op\":\"unsubscribe\",\"args\":[{\"channel\":\"tickers\","
		"\"instId\":\"BTC-USDT\"}]}");
	sent_has(w, "\"event\":\"unsubscribe\"", "the end is acknowledged");
	w_level(w, "BTC-USDT", false, "42000.2", "1");
	xg_buf_clear(&w->sent);
	xg_sim_okx.tick(&w->f, w->f.now);
	ok(!has(w, "tickers"), "and nothing of it comes any more");
}

/* A client's book, kept by the rules of the sheet from what is sent. */
struct kept {
	struct xg_book book;
	int64_t seq;
	int frames, broken;
};

static void side(struct xg_book *b, int which, struct xg_str text_of)
{
	struct xg_json j;
	struct xg_dec px, qty;

	xg_json_init(&j, text_of.p, text_of.n);
	(void)xg_json_next(&j);
	while (xg_json_next(&j) == XG_JSON_ARR) {
		if (xg_json_dec(&j, &px) || xg_json_dec(&j, &qty))
			return;
		(void)xg_book_set(b, which, px, qty);
		while (xg_json_next(&j) == XG_JSON_STR)
			;
	}
}

static int64_t number(struct xg_str frame, const char *path)
{
	struct xg_str v;
	int64_t n = INT64_MIN;

	if (xg_json_find(frame, path, &v) == 1)
		(void)xg_str_i64(v, &n);
	return n;
}

static void apply(struct kept *k, struct xg_str frame)
{
	struct xg_str v;

	if (xg_json_find(frame, "action", &v) != 1)
		return;
	k->frames++;
	if (xg_str_is_text(v, "\"snapshot\"")) {
		xg_book_clear(&k->book);
		k->broken += number(frame, "data.0.prevSeqId") != -1;
	} else {
		k->broken += number(frame, "data.0.prevSeqId") != k->seq;
	}
	k->seq = number(frame, "data.0.seqId");
	if (xg_json_find(frame, "data.0.bids", &v) == 1)
		side(&k->book, XG_BUY, v);
	if (xg_json_find(frame, "data.0.asks", &v) == 1)
		side(&k->book, XG_SELL, v);
}

static void read_all(struct world *w, struct kept *k, int64_t conn_id)
{
	struct xg_str rest = xg_buf_view(&w->sent);

	while (rest.n) {
		struct xg_str line = xg_str_cut(&rest, '\n');
		struct xg_str id = xg_str_cut(&line, ' ');
		int64_t n;

		if (xg_str_i64(id, &n) == 0 && n == conn_id)
			apply(k, line);
	}
	xg_buf_clear(&w->sent);
}

static bool equals(const struct kept *k, const struct xg_sim_mkt *m)
{
	struct xg_level want[400], got;
	size_t n, i;
	int s;

	for (s = 0; s < 2; s++) {
		n = xg_sim_levels(m, s, want, 400);
		if (n != xg_book_count(&k->book, s ? XG_SELL : XG_BUY))
			return false;
		for (i = 0; i < n; i++)
			if (!xg_book_level(
				    &k->book, s ? XG_SELL : XG_BUY, i, &got) ||
				xg_dec_cmp(got.px, want[i].px) ||
				xg_dec_cmp(got.qty, want[i].qty))
				return false;
	}
	return true;
}

#define BOOKS \
	"{\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\",\"instId\":" \
	"\"ETH-USDT\"}]}"

static void sequence(struct world *w, struct xg_sim_conn *c)
{
	struct xg_sim_mkt *m =
		xg_sim_find(&w->f.venue, NULL, XG_STR("ETH-USDT"));
	struct kept first = { 0 }, later = { 0 };
	struct xg_sim_conn *other = conn(w, 9, "/ws/v5/public");
	struct xg_rng rng = { 42 };
	int i, wrong = 0;
	char px[32], qty[32];

	xg_buf_clear(&w->sent);
	text(c, BOOKS);
	read_all(w, &first, 1);
	is_int(first.frames, 1, "a subscription begins with a snapshot");
	for (i = 0; i < 3000; i++) {
		/* 1,000 prices a side: more than the window of 400. */
		bool sell = xg_rng_below(&rng, 2);
		uint64_t at = xg_rng_below(&rng, 1000);

		snprintf(px, sizeof px, "%llu",
			(unsigned long long)(sell ? 2000 + at : 1999 - at));
		snprintf(qty, sizeof qty, "%llu",
			(unsigned long long)xg_rng_below(&rng, 4));
		w_level(w, "ETH-USDT", sell, px, qty);
		if (xg_rng_below(&rng, 10))
			continue;
		w->f.now += XG_SIM_TICK_US;
		xg_sim_flush(m, w->f.now);
		xg_sim_okx.tick(&w->f, w->f.now);
		if (i > 1500 && later.frames == 0) {
			read_all(w, &first, 1);
			xg_sim_okx.ws_text(other, XG_STR(BOOKS), w->f.now);
		}
		{
			struct xg_buf copy = { 0 };

			(void)xg_buf_str(&copy, xg_buf_view(&w->sent));
			read_all(w, &later, 9);
			(void)xg_buf_str(&w->sent, xg_buf_view(&copy));
			read_all(w, &first, 1);
			xg_buf_release(&copy);
		}
		wrong += !equals(&first, m);
		wrong += later.frames && !equals(&later, m);
		wrong += later.frames && later.seq != first.seq;
	}
	ok(first.frames > 200 && later.frames > 100,
		"many updates came (%d and %d)", first.frames, later.frames);
	is_int(first.broken + later.broken, 0,
		"each update's prevSeqId is the seqId before it");
	is_int(wrong, 0,
		"the books of both clients are the venue's after each "
		"update, by the same numbers");
	xg_sim_okx.tick(&w->f, w->f.now);
	read_all(w, &first, 1);
	w->f.now += 61 * XG_US_PER_S;
	xg_sim_okx.tick(&w->f, w->f.now);
	sent_has(w, "\"asks\":[],\"bids\":[]",
		"a quiet book is told once a minute, empty");
	read_all(w, &first, 1);
	ok(first.broken == 0 && equals(&first, m),
		"and that breaks no sequence");
	xg_book_release(&first.book);
	xg_book_release(&later.book);
}

static void checksums(struct world *w, struct xg_sim_conn *c)
{
	const char *sub = "{\"op\":\"subscribe\",\"args\":[{\"channel\":"
			  "\"books\",\"instId\":\"BTC-USDT-SWAP\"}]}";

	text(c, sub);
	sent_has(w, "\"checksum\":0,", "checksums are 0 since June 2026");
	text(c, "{\"op\":\"unsubscribe\",\"args\":[{\"channel\":\"books\","
		"\"instId\":\"BTC-USDT-SWAP\"}]}");
	(void)xg_fault_add(
		&w->faults, XG_STR("checksum,nth=2,venue=okx"), NULL);
	xg_fault_start(&w->faults, 1, w->f.now);
	text(c, sub);
	/* crc32("42010:100:42010.5:150") by zlib, signed. */
	sent_has(w, "\"checksum\":1557157838,",
		"asked for checksum faults, real ones are sent");
	text(c, sub);
	ok(!has(w, "\"checksum\":1557157838,") && has(w, "\"checksum\":"),
		"and wrong ones as the fault says");
	w->faults.n = 0;
}

static void login(struct world *w, struct xg_sim_conn *c)
{
	unsigned char mac[32];
	struct xg_buf t = { 0 }, sig = { 0 };
	long long s = (long long)(w->f.now / XG_US_PER_S);

	text(c, "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"account\"}]}");
	sent_has(w, "\"code\":\"60011\"", "private channels need a login");
	text(c, "{\"id\":\"1\",\"op\":\"order\",\"args\":[{}]}");
	sent_has(w, "\"code\":\"60011\"", "and so do orders");
	(void)xg_buf_printf(&t,
		"{\"op\":\"login\",\"args\":[{\"apiKey\":\"key1\","
		"\"passphrase\":\"pass1\",\"timestamp\":\"%lld\",\"sign\":"
		"\"AAAA\"}]}",
		s);
	text(c, t.p);
	sent_has(w, "\"code\":\"60007\"", "a wrong signature is refused");
	is_int(w->closed, 4001, "and ends the connection");
	xg_buf_clear(&t);
	(void)xg_buf_printf(&t, "%lldGET/users/self/verify", s);
	(void)xg_hmac_sha256(mac, "secret1", 7, t.p, t.len);
	xg_b64_add(&sig, mac, sizeof mac);
	xg_buf_clear(&t);
	(void)xg_buf_printf(&t,
		"{\"op\":\"login\",\"args\":[{\"apiKey\":\"key1\","
		"\"passphrase\":\"pass1\",\"timestamp\":\"%lld\",\"sign\":"
		"\"%s\"}]}",
		s, sig.p);
	text(c, t.p);
	is_text(w->sent.p, w->sent.len,
		"2 {\"event\":\"login\",\"code\":\"0\",\"msg\":\"\","
		"\"connId\":\"00000002\"}\n",
		"a right one is answered so");
	xg_buf_release(&t);
	xg_buf_release(&sig);
}

static void trading(struct world *w, struct xg_sim_conn *c)
{
	char frame[256];
	struct xg_str v, line;

	text(c, "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"orders\","
		"\"instType\":\"ANY\"},{\"channel\":\"account\"},{\"channel\":"
		"\"balance_and_position\"},{\"channel\":\"fills\"}]}");
	sent_has(w,
		"{\"event\":\"channel-conn-count\",\"channel\":\"orders\","
		"\"connCount\":\"1\"",
		"the number of followers is told");
	ok(!has(w, "\"ordId\""), "orders have no snapshot");
	sent_has(w, "\"eventType\":\"snapshot\"", "the account has");
	text(c, "{\"id\":\"1\",\"op\":\"order\",\"args\":[{\"instId\":"
		"\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\","
		"\"ordType\":\"limit\",\"px\":\"41000\",\"sz\":\"0.01\"}]}");
	sent_has(w, "Parameter instIdCode error",
		"instId alone is no instrument on the socket");
	text(c, "{\"id\":\"2\",\"op\":\"order\",\"args\":[{\"instIdCode\":"
		"10459,\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":"
		"\"limit\",\"px\":\"41000\",\"sz\":\"0.01\",\"clOrdId\":"
		"\"w1\"}]}");
	sent_has(w,
		"2 {\"id\":\"2\",\"op\":\"order\",\"data\":[{\"ordId\":"
		"\"25107897687091",
		"the number names it");
	sent_has(w, "\"code\":\"0\",\"msg\":\"\",\"inTime\":\"1700",
		"the answer has its times");
	sent_has(w, "\"state\":\"live\"", "the order is pushed");
	text(c, "{\"id\":\"3\",\"op\":\"amend-order\",\"args\":[{"
		"\"instIdCode\":10459,\"clOrdId\":\"w1\",\"reqId\":\"r9\","
		"\"newSz\":\"0.02\"}]}");
	sent_has(w, "\"amendResult\":\"0\"", "an amendment is pushed");
	sent_has(w, "\"reqId\":\"r9\"", "by the request's id");
	text(c, "{\"id\":\"4\",\"op\":\"cancel-order\",\"args\":[{"
		"\"instIdCode\":10459,\"clOrdId\":\"w1\"}]}");
	sent_has(w, "\"state\":\"canceled\"", "a cancel is pushed");
	text(c, "{\"id\":\"5\",\"op\":\"cancel-order\",\"args\":[{"
		"\"instIdCode\":10459,\"clOrdId\":\"w1\"}]}");
	sent_has(w, "\"sCode\":\"51400\"", "canceled twice is refused");
	sent_has(w, "\"code\":\"1\"", "as a whole");
	text(c, "{\"id\":\"6\",\"op\":\"order\",\"args\":[{\"instIdCode\":"
		"10459,\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":"
		"\"ioc\",\"px\":\"42000.5\",\"sz\":\"0.01\"}]}");
	sent_has(w, "\"state\":\"filled\"", "a fill is pushed");
	sent_has(w, "\"fillSz\":\"0.01\"", "with its size");
	sent_has(w, "\"execType\":\"T\"", "as the taker's");
	sent_has(w, "\"channel\":\"fills\"", "on the channel fills too");
	sent_has(w, "\"eventType\":\"event_update\"", "the account follows");
	sent_has(w, "\"balData\":[", "and its short form");
	text(c, "{\"id\":\"7\",\"op\":\"order\",\"args\":[{\"instIdCode\":"
		"10459,\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":"
		"\"post_only\",\"px\":\"42000.5\",\"sz\":\"0.01\"}]}");
	sent_has(w, "\"cancelSource\":\"31\"",
		"a post-only order that crosses is canceled");
	ok(!has(w, "\"state\":\"live\""), "and never live (since August 2026)");
	snprintf(frame, sizeof frame,
		"{\"id\":\"8\",\"op\":\"order\",\"expTime\":\"%lld\",\"args\":"
		"[{\"instIdCode\":10459}]}",
		(long long)(w->f.now / 1000 - 1));
	text(c, frame);
	sent_has(w, "\"code\":\"50036\"", "an expired request is not executed");
	text(c, "{\"id\":\"9\",\"op\":\"order\",\"args\":[{},{}]}");
	sent_has(w, "\"code\":\"60013\"", "a single op has one argument");
	xg_buf_clear(&w->sent);
	xg_sim_okx.farewell(&w->f, w->f.now);
	line = xg_buf_view(&w->sent);
	line = xg_str_cut(&line, '\n');
	(void)xg_str_cut(&line, ' ');
	ok(xg_json_find(line, "code", &v) == 1 &&
			xg_str_is_text(v, "\"64008\""),
		"an upgrade is announced to each connection");
}

int main(void)
{
	static struct world w;
	struct xg_sim_conn *pub, *priv, *next;
	struct xg_sim_http r = { .path = XG_STR("/ws/v4/public") };

	w_open(&w);
	pub = conn(&w, 1, "/ws/v5/public");
	priv = conn(&w, 2, "/ws/v5/private");
	is_int(xg_sim_okx.ws_open(pub, &r), 404, "no other path opens");
	subscriptions(&w, pub);
	sequence(&w, pub);
	checksums(&w, pub);
	login(&w, priv);
	trading(&w, priv);
	for (; w.f.conns; w.f.conns = next) {
		next = w.f.conns->next;
		xg_sim_okx.ws_shut(w.f.conns);
		free(w.f.conns->state);
		free(w.f.conns);
	}
	w_shut(&w);
	return done();
}
