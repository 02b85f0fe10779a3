/* xg-feed: live market data of many venues as records. */
#include "io/clock.h"
#include "io/loop.h"
#include "net/feeds.h"
#include "sess/lag.h"
#include "stage/stage.h"

#define NEAR_BYTES ((size_t)64 << 10) /* unwritten output: then it is slow */
#define TELL_US INT64_C(1000000)

struct feed {
	const char *channels;
	int env, on_lag;
	bool raw, refresh;
	int64_t buffer, stale, tick;

	struct xg_io *io;
	struct xg_feeds *feeds;
	struct xg_turn *turn;
	struct xg_lag *lag;
	bool lagging;
	int64_t since, told;
};

static int exit_of(int code)
{
	switch (code) {
	case XG_ERR_SYNTAX:
	case XG_ERR_SUPPORT:
	case XG_ERR_ABSENT:
	case XG_ERR_DUP:
	case XG_ERR_LIMIT:
		return XG_EXIT_USAGE;
	case XG_ERR_CONFIG:
	case XG_ERR_AUTH:
		return XG_EXIT_CONFIG;
	case XG_ERR_NET:
		return XG_EXIT_NET;
	default:
		return XG_EXIT_FAILED;
	}
}

/* ---- the reader ---- */

static bool is_behind(struct feed *s)
{
	if (xg_io_pending(s->io) < NEAR_BYTES)
		return false;
	xg_flush(s->io);
	return xg_io_pending(s->io) >= NEAR_BYTES;
}

static struct xg_rec status(int event, int64_t now, const char *detail)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_STATUS, (struct xg_str){ 0 },
		(struct xg_str){ 0 }, 0, now);
	XG_REC_SET(&rec, status.event, event);
	XG_REC_SET(&rec, status.detail, xg_str_from(detail));
	return rec;
}

/* How far the reader is behind, at first and every second. */
static int tell_lag(struct feed *s, int64_t now)
{
	struct xg_lag_stats st;
	struct xg_rec rec =
		status(XG_ST_LAG, now, "the reader is slower than the feed");

	if (now - s->told < TELL_US)
		return 0;
	s->told = now;
	xg_lag_stats(s->lag, &st);
	XG_REC_SET(&rec, status.latency_us, now - s->since);
	XG_REC_SET(&rec, status.used, (int64_t)st.bytes);
	XG_REC_SET(&rec, status.limit, s->buffer << 20);
	XG_REC_SET(&rec, status.count, (int64_t)st.waiting);
	return xg_lag_put(s->lag, &rec);
}

/* All that waits, whatever the reader does: at the end. */
static void empty(struct feed *s)
{
	struct xg_rec *rec;
	int rc;

	while ((rec = xg_lag_take(s->lag, &rc))) {
		xg_emit(s->io, rec);
		xg_rec_free(rec);
	}
}

static int halt(struct feed *s)
{
	struct xg_rec rec = status(XG_ST_LAG, xg_clock_us(),
		"halted: the buffer is full; nothing was lost up to here");

	empty(s);
	xg_emit(s->io, &rec);
	xg_quit(s->io,
		xg_fail(s->io, XG_EXIT_FAILED,
			"the reader is more than %lld MiB behind; read faster, "
			"or give a larger --buffer or another --on-lag",
			(long long)s->buffer));
	return XG_ERR_STATE;
}

static int on_rec(void *ctx, const struct xg_rec *rec)
{
	struct feed *s = ctx;
	int64_t now;
	int rc;

	if (!s->lagging && !is_behind(s))
		return xg_emit(s->io, rec) ? XG_ERR_STATE : 0;
	now = xg_clock_us();
	if (!s->lagging) {
		s->lagging = true;
		s->since = now;
		s->told = 0;
	}
	rc = tell_lag(s, now);
	if (rc == 0)
		rc = xg_lag_put(s->lag, rec);
	return rc == XG_ERR_LIMIT ? halt(s) : rc;
}

/* The reader has caught up: what it missed is told, and healed. */
static void caught_up(struct feed *s)
{
	int64_t now = xg_clock_us();
	struct xg_str venue, sym;
	struct xg_lag_stats st;
	char text[160];
	struct xg_rec rec;
	bool raw = xg_lag_lost_raw(s->lag);

	xg_lag_stats(s->lag, &st);
	snprintf(text, sizeof text,
		"the reader has caught up: %lld records were merged, "
		"%lld dropped",
		(long long)st.merged, (long long)st.dropped);
	rec = status(XG_ST_RECOVERED, now, text);
	XG_REC_SET(&rec, status.latency_us, now - s->since);
	XG_REC_SET(&rec, status.count, st.merged + st.dropped);
	s->lagging = false;
	xg_emit(s->io, &rec);
	while (xg_lag_lost_book(s->lag, &venue, &sym))
		xg_feeds_again(s->feeds, venue, sym);
	xg_lag_reset(s->lag);
	if (raw)
		xg_feeds_restart(s->feeds);
}

static void on_turn(void *arg)
{
	struct feed *s = arg;
	struct xg_rec *rec;
	int rc;

	while (s->lagging && !is_behind(s)) {
		rec = xg_lag_take(s->lag, &rc);
		if (rc < 0) {
			xg_quit(s->io, xg_fail(s->io, XG_EXIT_FAILED,
					       "out of memory"));
			return;
		}
		if (!rec) {
			caught_up(s);
			return;
		}
		rc = xg_emit(s->io, rec);
		xg_rec_free(rec);
		if (rc)
			return;
	}
}

/* ---- the feeds ---- */

static void on_say(void *ctx, const char *text)
{
	xg_warn(((struct feed *)ctx)->io, "%s", text);
}

static void on_fail(void *ctx, int code, const char *text)
{
	struct feed *s = ctx;

	if (code == XG_ERR_STATE)
		return; /* our own wish: the run is over */
	xg_quit(s->io, xg_fail(s->io, exit_of(code), "%s", text));
}

static int conf(void *ctx, const char *path, struct xg_str *json)
{
	return xg_io_conf(ctx, path, json);
}

static int channels_of(struct feed *s, uint32_t *out)
{
	struct xg_str rest = xg_str_from(s->channels), one;
	int channel;

	*out = 0;
	do {
		one = xg_str_cut(&rest, ',');
		channel = xg_channel_from(one);
		if (channel < 0)
			return xg_fail(s->io, XG_EXIT_USAGE,
				"-c: there is no channel '%.*s'; there are "
				"trade, book, bbo, funding, mark, liq, oi and "
				"candle",
				(int)(one.n < 32 ? one.n : 32), one.p);
		*out |= 1u << channel;
	} while (rest.n);
	return 0;
}

static int on_open(struct xg_io *io, void *state)
{
	struct feed *s = state;
	struct xg_error err = { 0 };
	struct xg_feeds_events ev = { s, on_rec, on_say, on_fail };
	struct xg_feeds_opts o = { .env = (enum xg_env)s->env,
		.raw = s->raw,
		.refresh = s->refresh,
		.tick_us = s->tick,
		.stale_us = s->stale ? s->stale : -1,
		.conf = conf,
		.conf_ctx = io };
	struct xg_lag_opts lag = { (enum xg_lag_policy)s->on_lag,
		(size_t)s->buffer << 20, s->raw };
	int rc;

	s->io = io;
	rc = channels_of(s, &o.channels);
	if (rc)
		return rc;
	s->lag = xg_lag_new(&lag);
	s->turn = xg_turn_new(xg_io_loop(io), on_turn, s);
	s->feeds = xg_feeds_new(xg_io_loop(io), &o, &ev, &err);
	if (!s->lag || !s->turn || !s->feeds)
		return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	for (int i = 0; i < xg_argc(io); i++) {
		rc = xg_feeds_add(s->feeds, xg_str_from(xg_arg(io, i)), &err);
		if (rc < 0)
			return xg_fail(io, exit_of(rc), "%s", err.text);
	}
	xg_hold(io);
	rc = xg_feeds_start(s->feeds, &err);
	return rc < 0 ? xg_fail(io, exit_of(rc), "%s", err.text) : 0;
}

static void on_stop(struct xg_io *io, void *state)
{
	struct feed *s = state;

	xg_feeds_stop(s->feeds);
	empty(s);
	xg_done(io);
}

static void on_close(struct xg_io *io, void *state)
{
	struct feed *s = state;

	(void)io;
	xg_feeds_free(s->feeds);
	xg_turn_free(s->turn);
	xg_lag_free(s->lag);
}

#define AT(member) offsetof(struct feed, member)

static const char *const policies[] = { "conflate", "drop", "halt", NULL };

static const struct xg_opt opts[] = {
	{ .name = "buffer",
		.arg = "mib",
		.kind = XG_OPT_INT,
		.off = AT(buffer),
		.def = "16",
		.min = 1,
		.max = 4096,
		.conf = "feed.buffer",
		.help = "MiB that may wait for a slow reader" },
	{ .letter = 'c',
		.name = "channels",
		.arg = "list",
		.kind = XG_OPT_TEXT,
		.off = AT(channels),
		.def = "trade,book",
		.help = "trade,book,bbo,funding,mark,liq,oi,candle" },
	{ .name = "env",
		.arg = "env",
		.kind = XG_OPT_WORD,
		.off = AT(env),
		.def = "paper",
		.words = xg_env_words,
		.env = "XG_ENV",
		.conf = "env",
		.help = "paper (xg-sim), test or live" },
	{ .name = "on-lag",
		.arg = "policy",
		.kind = XG_OPT_WORD,
		.off = AT(on_lag),
		.def = "conflate",
		.words = policies,
		.conf = "feed.on_lag",
		.help = "what to do when the buffer is full" },
	{ .name = "raw",
		.kind = XG_OPT_FLAG,
		.off = AT(raw),
		.help = "print frames as they came, for xg-decode" },
	{ .name = "refresh",
		.kind = XG_OPT_FLAG,
		.off = AT(refresh),
		.help = "ask for the instruments, whatever is cached" },
	{ .name = "stale",
		.arg = "span",
		.kind = XG_OPT_SPAN,
		.off = AT(stale),
		.def = "30s",
		.max = INT64_C(86400000000),
		.conf = "feed.stale",
		.help = "silence that makes a book stale; 0 = never" },
	{ .name = "tick",
		.arg = "span",
		.kind = XG_OPT_SPAN,
		.off = AT(tick),
		.def = "100ms",
		.max = INT64_C(3600000000),
		.conf = "feed.tick",
		.help = "time between tick records; 0 = none" },
	{ 0 }
};

const struct xg_stage xg_feed_stage = {
	.name = "xg-feed",
	.summary = "live market data of many venues as records",
	.synopsis = "venue:symbol ...",
	.opts = opts,
	.size = sizeof(struct feed),
	.gives = XG_REC_BIT(XG_REC_TRADE) | XG_REC_BIT(XG_REC_BOOK) |
		 XG_REC_BIT(XG_REC_BBO) | XG_REC_BIT(XG_REC_FUNDING) |
		 XG_REC_BIT(XG_REC_MARK) | XG_REC_BIT(XG_REC_LIQ) |
		 XG_REC_BIT(XG_REC_OI) | XG_REC_BIT(XG_REC_CANDLE) |
		 XG_REC_BIT(XG_REC_INST) | XG_REC_BIT(XG_REC_RAW) |
		 XG_REC_BIT(XG_REC_TICK) | XG_REC_BIT(XG_REC_STATUS),
	.args_min = 1,
	.args_max = -1,
	.exits =
		1u << XG_EXIT_FAILED | 1u << XG_EXIT_CONFIG | 1u << XG_EXIT_NET,
	.no_input = true,
	.runner = xg_run_loop,
	.examples =
		(const char *const[]){
			"xg-feed binance:BTC-USDT okx:BTC-USDT -c book,trade",
			"xg-feed 'okx:*-USDT-PERP' -c funding,mark | jq -c .",
			"xg-feed okx:BTC-USDT --raw | tee day.ndjson | "
			"xg-decode",
			NULL },
	.open = on_open,
	.stop = on_stop,
	.close = on_close,
};
