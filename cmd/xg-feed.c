/* xg-feed: live market data of many venues as records. */
#include "io/clock.h"
#include "io/loop.h"
#include "net/feeds.h"
#include "sess/behind.h"
#include "stage/stage.h"

#define NEAR_BYTES ((size_t)64 << 10) /* unwritten output: then it is slow */

struct feed {
	const char *channels;
	int env, on_lag;
	bool raw, refresh;
	int64_t buffer, stale, tick;

	struct xg_io *io;
	struct xg_feeds *feeds;
	struct xg_turn *turn;
	struct xg_behind reader;
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

static bool is_slow(void *ctx)
{
	struct feed *s = ctx;

	if (xg_io_pending(s->io) < NEAR_BYTES)
		return false;
	xg_flush(s->io);
	return xg_io_pending(s->io) >= NEAR_BYTES;
}

static int emit(void *ctx, const struct xg_rec *rec)
{
	return xg_emit(((struct feed *)ctx)->io, rec) ? XG_ERR_STATE : 0;
}

static void again(void *ctx, struct xg_str venue, struct xg_str sym)
{
	xg_feeds_again(((struct feed *)ctx)->feeds, venue, sym);
}

static void restart(void *ctx)
{
	xg_feeds_restart(((struct feed *)ctx)->feeds);
}

static int on_rec(void *ctx, const struct xg_rec *rec)
{
	struct feed *s = ctx;
	int rc = xg_behind_rec(&s->reader, rec, xg_clock_us());

	if (rc != XG_ERR_LIMIT)
		return rc;
	xg_quit(s->io,
		xg_fail(s->io, XG_EXIT_FAILED,
			"the reader is more than %lld MiB behind; read faster, "
			"or give a larger --buffer or another --on-lag",
			(long long)s->buffer));
	return XG_ERR_STATE;
}

static void on_turn(void *arg)
{
	struct feed *s = arg;

	if (xg_behind_turn(&s->reader, xg_clock_us()) == XG_ERR_MEMORY)
		xg_quit(s->io, xg_fail(s->io, XG_EXIT_FAILED, "out of memory"));
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
	struct xg_behind_events reader = { s, is_slow, emit, again, restart };
	struct xg_feeds_events ev = { s, on_rec, on_say, on_fail };
	struct xg_feeds_opts o = { .env = (enum xg_env)s->env,
		.raw = s->raw,
		.refresh = s->refresh,
		.tick_us = s->tick,
		.stale_us = s->stale == 0  ? -1
			    : s->stale < 0 ? 0
					   : s->stale,
		.conf = conf,
		.conf_ctx = io };
	struct xg_lag_opts lag = { (enum xg_lag_policy)s->on_lag,
		(size_t)s->buffer << 20, s->raw };
	int rc;

	s->io = io;
	rc = channels_of(s, &o.channels);
	if (rc)
		return rc;
	s->turn = xg_turn_new(xg_io_loop(io), on_turn, s);
	s->feeds = xg_feeds_new(xg_io_loop(io), &o, &ev, &err);
	if (xg_behind_init(&s->reader, &lag, &reader) < 0 || !s->turn ||
		!s->feeds)
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
	xg_behind_flush(&s->reader);
	xg_done(io);
}

static void on_close(struct xg_io *io, void *state)
{
	struct feed *s = state;

	(void)io;
	xg_feeds_free(s->feeds);
	xg_turn_free(s->turn);
	xg_behind_release(&s->reader);
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
		.none = -1,
		.max = INT64_C(86400000000),
		.conf = "feed.stale",
		.help = "silence that makes any book stale; 0 = never" },
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
