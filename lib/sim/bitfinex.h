/* What the files of the simulated Bitfinex share. Written from the venue's own
 * documents (docs.bitfinex.com, WebSocket and REST v2), apart from
 * lib/venue/bitfinex. Market data: orders are not taken yet. */
#ifndef XG_SIM_BITFINEX_H
#define XG_SIM_BITFINEX_H

#include "json/pull.h"
#include "json/write.h"
#include "sim/dialect.h"

#define XG_BFX_CHANNELS 30 /* of a connection */
#define XG_BFX_DEPTH 250
#define XG_BFX_SUM 25	   /* levels a side in a checksum */
#define XG_BFX_BACKLOG 30  /* trades that a new subscriber gets */
#define XG_BFX_CANDLES 240 /* and candles */
#define XG_BFX_RAW 5	   /* precision: 0-4 are P0-P4, this is R0 */

/* What conf asks for; a sum of these. */
#define XG_BFX_TIMESTAMP INT64_C(32768)
#define XG_BFX_SEQ_ALL INT64_C(65536)
#define XG_BFX_CHECKSUM INT64_C(131072)
#define XG_BFX_BULK INT64_C(536870912)

/* A row of a book: a price with so many orders, or (R0) one order. */
struct xg_bfx_row {
	int64_t id, count;
	struct xg_dec px, qty;
};
struct xg_bfx_view {
	struct xg_bfx_row *side[2]; /* best first; room for the length asked */
	size_t n[2];
};

enum xg_bfx_kind {
	XG_BFX_TICKER,
	XG_BFX_TRADES,
	XG_BFX_BOOK,
	XG_BFX_CANDLE,
	XG_BFX_DERIV,
	XG_BFX_LIQ
};
/* What is asked for; two channels of a connection are never the same. */
struct xg_bfx_topic {
	enum xg_bfx_kind kind;
	struct xg_sim_mkt *mkt; /* NULL for LIQ */
	int prec, len;		/* BOOK */
	bool slow;		/* BOOK: F1 */
	int span;		/* CANDLE: index of its interval */
};
struct xg_bfx_chan {
	int64_t id; /* 0 = free */
	struct xg_bfx_topic topic;
	struct xg_bfx_view told; /* owned: the book as its subscriber has it */
	bool changed;		 /* since the last checksum */
	int64_t beat, pushed, summed;
	int64_t seen;	/* number of the market's change that was told */
	int64_t trade;	/* the last that was updated ("tu") */
	uint32_t print; /* of the last ticker or candle */
};
struct xg_bfx_conn {
	struct xg_bfx_chan chan[XG_BFX_CHANNELS];
	int64_t flags, seq;
	int64_t first, last; /* numbers of channels: the first, the last */
	bool greeted;
};
/* A derivative's row of status, renewed every 3 s. */
struct xg_bfx_status {
	int64_t ts, next, step;
	struct xg_dec deriv, spot, mark, rate;
};
enum xg_bfx_limit {
	XG_BFX_PLATFORM,
	XG_BFX_TICKERS,
	XG_BFX_BOOKS,
	XG_BFX_OTHERS,
	XG_BFX_DIALS,
	XG_BFX_LIMITS
};
struct xg_bfx_state {
	struct xg_bfx_status *status; /* owned; by index of the market */
	size_t mkts;
	struct xg_sim_bucket limit[XG_BFX_LIMITS];
	bool away; /* maintenance */
	int64_t liqs;
	struct xg_buf data, frame; /* owned scratch */
};

bool xg_bfx_is_spot(const struct xg_sim_mkt *m);
/* A currency by the venue's code: "USDT" -> "UST"; of a derivative "USTF0". */
void xg_bfx_ccy(char out[static 24], const char *ccy, bool spot);

/* ---- texts ---- */

/* A number as JavaScript writes it: under 10^-6 with an exponent. */
void xg_bfx_num(struct xg_buf *b, struct xg_dec v);
/* Arrays without their brackets. */
void xg_bfx_trade(struct xg_buf *b, const struct xg_sim_trade *t);
void xg_bfx_ticker(struct xg_buf *b, const struct xg_sim_mkt *m);
void xg_bfx_status_renew(
	struct xg_bfx_status *s, const struct xg_sim_mkt *m, int64_t now);
void xg_bfx_status(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_bfx_status *s);
/* match: the market's execution, else the trigger. */
void xg_bfx_liq(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t, int64_t id, bool match);
/* The last n trades in [from, to] ms as items of a list, newest first or oldest
 * first. */
void xg_bfx_trades(struct xg_buf *b, const struct xg_sim_mkt *m, int64_t n,
	int64_t from, int64_t to, bool newest);

/* ---- candles ---- */

int xg_bfx_span(struct xg_str name); /* -1: there is none */
/* "trade:1m:tBTCUSD": its interval; the rest of it in *symbol. -1: malformed. */
int xg_bfx_candle_key(struct xg_str key, struct xg_str *symbol);
/* The candle that runs at a time, with brackets. False: nothing traded. */
bool xg_bfx_candle(
	struct xg_buf *b, const struct xg_sim_mkt *m, int span, int64_t us);
/* The last n that began in [from, to] ms as items of a list. */
void xg_bfx_candles(struct xg_buf *b, const struct xg_sim_mkt *m, int span,
	int64_t n, int64_t from, int64_t to, bool newest);

/* ---- books ---- */

int xg_bfx_prec(struct xg_str name); /* "P0".."P4", "R0"; -1 */
int xg_bfx_len(struct xg_str name);  /* "1", "25", "100", "250"; -1 */
/* The book as it is now. out has room for len rows a side. */
void xg_bfx_view(const struct xg_sim_mkt *m, int prec, size_t len,
	struct xg_bfx_view *out);
/* Rows of both sides as items of a list. */
void xg_bfx_rows(struct xg_buf *b, int prec, const struct xg_bfx_view *v);
/* CRC-32 over the best 25 rows of both sides, as signed number. */
int32_t xg_bfx_sum(int prec, const struct xg_bfx_view *v);
/* Room for a book, and its snapshot. False: no memory. */
bool xg_bfx_book_first(struct xg_sim_conn *c, struct xg_bfx_chan *ch);
/* What has changed since, to one subscriber; its checksum when it is due. */
void xg_bfx_book_push(
	struct xg_sim_conn *c, struct xg_bfx_chan *ch, int64_t now);
void xg_bfx_book_sum(
	struct xg_sim_conn *c, struct xg_bfx_chan *ch, int64_t now);
/* To all subscribers without delay, so that what REST tells is what they have. */
void xg_bfx_book_flush(struct xg_sim_front *f, const struct xg_sim_mkt *m);

/* ---- streams and requests ---- */

/* "[id,payload]" with the number and the time that the connection asked for. */
void xg_bfx_send(struct xg_sim_conn *c, const struct xg_bfx_chan *ch,
	struct xg_str payload, enum xg_fault_on on);
/* What a new subscriber gets at once. False: no memory. */
bool xg_bfx_first(struct xg_sim_conn *c, struct xg_bfx_chan *ch);
void xg_bfx_leave(struct xg_bfx_chan *ch);
void xg_bfx_greet(struct xg_sim_conn *c);
void xg_bfx_info(struct xg_sim_conn *c, int code, const char *msg);
bool xg_bfx_ready(struct xg_sim_front *f);

/* One label's answer. */
void xg_bfx_conf(struct xg_buf *b, struct xg_sim_front *f, struct xg_str label);

void xg_bfx_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);
int xg_bfx_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r);
void xg_bfx_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_bfx_ws_shut(struct xg_sim_conn *c);
void xg_bfx_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_bfx_tick(struct xg_sim_front *f, int64_t now);

#endif
