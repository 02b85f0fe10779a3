/* `xg-feed --raw | xg-decode` is `xg-feed`: two sessions see the same events;
 * what the raw one emits, decoded, is what the other one emits. */
#include "sess/feed.h"
#include "tap.h"

#define S INT64_C(1000000)

static int put(void *ctx, const struct xg_rec *rec)
{
	return xg_rec_write(ctx, rec);
}

struct side {
	struct xg_insts insts;
	struct xg_buf out;
	struct xg_feed *feed;
	int64_t conn; /* that was dialled last */
	int sent;
};
static struct side plain, raw;
static int64_t now = 1700000000 * S;

static const char *quoted(const char *text)
{
	static char out[2048];
	size_t i = 0;

	for (; text[i] && i < sizeof out - 1; i++)
		out[i] = (char)(text[i] == '\'' ? '"' : text[i]);
	out[i] = '\0';
	return out;
}

static void learn(struct xg_insts *insts)
{
	static const char *const lines[] = {
		"{'type':'inst','venue':'okx','sym':'BTC-USDT','base':'BTC',"
		"'quote':'USDT','kind':'spot','native':'BTC-USDT','market':"
		"'spot'}",
		"{'type':'inst','venue':'okx','sym':'BTC-USDT-PERP','base':"
		"'BTC','quote':'USDT','settle':'USDT','kind':'perp','native':"
		"'BTC-USDT-SWAP','contract':0.01,'market':'swap'}",
	};
	struct xg_rec_reader r = { 0 };
	struct xg_rec rec;

	for (size_t i = 0; i < XG_LEN(lines); i++) {
		if (xg_rec_read(&r, xg_str_from(quoted(lines[i])), UINT64_MAX,
			    &rec, NULL) < 0 ||
			xg_insts_put(insts, &rec) < 0)
			abort();
	}
	xg_rec_reader_release(&r);
}

static void start(struct side *s, bool is_raw)
{
	static const char *const base[] = { "wss://example", NULL };
	static const struct xg_feed_host hosts[] = { { "ws", base },
		{ "rest", base }, { 0 } };
	struct xg_feed_opts o = { .hosts = hosts, .seed = 7, .raw = is_raw };
	struct xg_sink sink = { .ctx = &s->out, .rec = put };
	struct xg_error err = { 0 };

	learn(&s->insts);
	s->feed =
		xg_feed_new(xg_venue_find(XG_STR("okx")), &s->insts, &o, &sink);
	for (size_t i = 0; i < s->insts.n; i++) {
		xg_feed_sub(s->feed, s->insts.list[i], XG_CH_BOOK);
		xg_feed_sub(s->feed, s->insts.list[i], XG_CH_TRADE);
	}
	if (xg_feed_start(s->feed, now, &err) < 0)
		abort();
}

static void act(struct side *s)
{
	struct xg_feed_action a;

	while (xg_feed_next(s->feed, &a)) {
		if (a.kind == XG_FEED_DIAL)
			s->conn = a.conn;
		s->sent += a.kind == XG_FEED_SEND;
	}
}

#define BOTH(call) \
	do { \
		struct side *s = &plain; \
		call; \
		act(s); \
		s = &raw; \
		call; \
		act(s); \
	} while (0)

static void pass(int64_t us)
{
	for (; us > 0; us -= S / 10) {
		now += S / 10;
		BOTH(xg_feed_timer(s->feed, now));
		BOTH(xg_feed_tick(s->feed, now));
	}
}

static void frame(const char *text)
{
	struct xg_str f = xg_str_from(quoted(text));

	now += 1000;
	BOTH(xg_feed_frame(s->feed, s->conn, f, now));
}

static void book(const char *inst, const char *action, const char *bids,
	int seq, int prev, int sum)
{
	char text[512];

	snprintf(text, sizeof text,
		"{'arg':{'channel':'books','instId':'%s'},'action':'%s',"
		"'data':[{'asks':[],'bids':[%s],'ts':'1700000000000',"
		"'checksum':%d,'prevSeqId':%d,'seqId':%d}]}",
		inst, action, bids, sum, prev, seq);
	frame(text);
}

static void acks(void)
{
	static const char *const topics[] = { "books','instId':'BTC-USDT",
		"trades','instId':'BTC-USDT", "books','instId':'BTC-USDT-SWAP",
		"trades','instId':'BTC-USDT-SWAP" };
	char text[256];

	for (size_t i = 0; i < XG_LEN(topics); i++) {
		snprintf(text, sizeof text,
			"{'id':'1','event':'subscribe','arg':{'channel':'%s'},"
			"'connId':'x'}",
			topics[i]);
		frame(text);
	}
}

/* A session with everything that goes wrong in one. */
static void session(void)
{
	BOTH((void)s);
	BOTH(xg_feed_opened(s->feed, s->conn, now));
	pass(S);
	acks();
	book("BTC-USDT", "snapshot", "['100','1','0','1']", 10, -1, 0);
	book("BTC-USDT-SWAP", "snapshot", "['100','5','0','1']", 20, -1, 0);
	book("BTC-USDT", "update", "['99','1','0','1']", 11, 10, 0);
	frame("{'arg':{'channel':'trades','instId':'BTC-USDT-SWAP'},'data':[{"
	      "'instId':'BTC-USDT-SWAP','tradeId':'1','px':'100.0','sz':'3',"
	      "'side':'buy','ts':'1700000000000'}]}");
	frame("pong");
	frame("{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[");
	frame("<html>");
	book("BTC-USDT", "update", "['98','1','0','1']", 14, 13, 0);
	book("BTC-USDT", "update", "['98','2','0','1']", 15, 14, 0);
	pass(2 * S);
	book("BTC-USDT", "snapshot", "['97','1','0','1']", 30, -1, 0);
	frame("{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[{'px':"
	      "'x'}]}");
	book("BTC-USDT", "snapshot", "['97','1','0','1']", 31, -1, 77);
	pass(80 * S); /* silence: stale */
	BOTH(xg_feed_closed(s->feed, s->conn, 1006, 0, 0, "reset", now));
	pass(5 * S);
	BOTH(xg_feed_opened(s->feed, s->conn, now));
	pass(S);
	acks();
	book("BTC-USDT", "snapshot", "['95','1','0','1']", 40, -1, 0);
	book("BTC-USDT", "update", "['95','0','0','0']", 41, 40, 0);
	frame("{'event':'notice','code':'64008','msg':'soon \\\"closed\\\"',"
	      "'connId':'x'}");
	pass(2 * S);
	BOTH(xg_feed_stop(s->feed, now));
}

/* What xg-decode does with records. */
static void decode(struct xg_buf *out, struct xg_str in)
{
	struct xg_sink sink = { .ctx = out, .rec = put };
	struct xg_rec_reader reader = { 0 };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;
	struct xg_error err;
	struct xg_rec rec;

	xg_decoder_init(&d, xg_venue_find(XG_STR("okx")), &insts, &sink);
	d.keep_checksum_books = true;
	while (in.n) {
		struct xg_str line = xg_str_cut(&in, '\n');

		if (xg_rec_read(&reader, line, UINT64_MAX, &rec, &err) < 0)
			abort();
		if (rec.type == XG_REC_RAW || rec.type == XG_REC_INST) {
			(void)xg_decoder_rec(&d, &rec, &err);
			continue;
		}
		xg_buf_str(out, line);
		xg_buf_char(out, '\n');
	}
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	xg_rec_reader_release(&reader);
}

static bool has(const struct xg_buf *b, const char *word)
{
	return memmem(b->p, b->len, word, strlen(word)) != NULL;
}

/* The reader lost all that was told until now: the rest stands by itself. */
static void lost(void)
{
	struct side s = { 0 };
	struct xg_buf out = { 0 };

	start(&s, true);
	act(&s);
	xg_buf_clear(&s.out);
	is_int(xg_feed_restart(s.feed, now), 0, "a recording begins anew");
	act(&s);
	xg_feed_opened(s.feed, s.conn, now);
	xg_feed_frame(s.feed, s.conn,
		xg_str_from(quoted(
			"{'arg':{'channel':'books','instId':'BTC-USDT-SWAP'},"
			"'action':'snapshot','data':[{'asks':[],'bids':[['100',"
			"'5','0','1']],'ts':'1700000000000','checksum':0,"
			"'prevSeqId':-1,'seqId':20}]}")),
		now);
	decode(&out, xg_buf_view(&s.out));
	ok(has(&out, "\"type\":\"book\"") && has(&out, "[100,0.05]"),
		"a recording with a hole tells its instruments again");
	xg_feed_free(s.feed);
	xg_insts_release(&s.insts);
	xg_buf_release(&s.out);
	xg_buf_release(&out);
}

int main(void)
{
	static const char *const must[] = { "\"type\":\"trade\"",
		"\"type\":\"book\"", "\"event\":\"gap\"",
		"\"event\":\"checksum\"", "\"event\":\"stale\"",
		"\"event\":\"disconnected\"", "\"event\":\"maintenance\"",
		"\"event\":\"error\"", "\"type\":\"inst\"" };
	struct xg_buf out = { 0 };

	start(&plain, false);
	start(&raw, true);
	session();
	for (size_t i = 0; i < XG_LEN(must); i++)
		ok(has(&plain.out, must[i]), "the session has %s", must[i]);
	ok(has(&raw.out, "\"type\":\"raw\"") &&
			!has(&raw.out, "\"type\":\"book\""),
		"the raw one has frames and no books");
	ok(plain.sent == raw.sent && plain.sent > 0, "both sent the same");
	decode(&out, xg_buf_view(&raw.out));
	ok(out.len == plain.out.len && memcmp(out.p, plain.out.p, out.len) == 0,
		"raw and decoded, it is the same, byte for byte");
	if (out.len != plain.out.len ||
		memcmp(out.p, plain.out.p, out.len) != 0) {
		struct xg_str a = xg_buf_view(&plain.out);
		struct xg_str b = xg_buf_view(&out);

		while (a.n || b.n) {
			struct xg_str x = xg_str_cut(&a, '\n');
			struct xg_str y = xg_str_cut(&b, '\n');

			if (xg_str_is(x, y))
				continue;
			printf("# live    %.*s\n# decoded %.*s\n",
				XG_STR_ARG(x), XG_STR_ARG(y));
			break;
		}
	}
	xg_feed_free(plain.feed);
	xg_feed_free(raw.feed);
	xg_insts_release(&plain.insts);
	xg_insts_release(&raw.insts);
	xg_buf_release(&plain.out);
	xg_buf_release(&raw.out);
	xg_buf_release(&out);
	lost();
	return done();
}
