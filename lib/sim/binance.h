/* What the files of the simulated Binance share. Written from the venue's
 * documents as the sheet of facts has them, apart from lib/venue/binance. */
#ifndef XG_SIM_BINANCE_H
#define XG_SIM_BINANCE_H

#include "json/pull.h"
#include "json/write.h"
#include "sim/dialect.h"

/* Markets: an index for tables; the name is in spec.market. */
enum xg_bn_market { XG_BN_SPOT, XG_BN_USDM, XG_BN_COINM, XG_BN_SAPI };
extern const char *const xg_bn_markets[];
enum xg_bn_market xg_bn_market_of(const struct xg_sim_mkt *m);

#define XG_BN_KEY_US (INT64_C(60) * 60 * 1000000) /* life of a listenKey */
#define XG_BN_SUBS 1024

struct xg_bn_listen {
	char key[65]; /* "" = none */
	int64_t until;
};

/* A dead-man switch of a futures symbol. */
struct xg_bn_deadman {
	const struct xg_sim_mkt *m;
	int64_t at;
};

struct xg_bn_state {
	struct xg_sim_bucket weight[2], orders10[2],
		orders60[2];	       /* spot, fut */
	struct xg_bn_listen listen[3]; /* by market */
	struct xg_bn_deadman deadman[64];
	int64_t execution;  /* number of the last executionReport */
	int64_t update;	    /* number of the last replacement id */
	char cancel_id[37]; /* client id of the cancel that is running */
	struct xg_buf text, frame;
};

enum xg_bn_socket { XG_BN_STREAMS, XG_BN_API, XG_BN_USER };

struct xg_bn_conn {
	enum xg_bn_socket kind;
	enum xg_bn_market market;  /* of API and USER */
	bool combined, private_ws; /* frames in {"stream":..,"data":..} */
	char (*sub)[96];	   /* owned: stream names */
	int subs;
	bool user[16]; /* API: user data subscriptions by id */
	int next_user;
	struct xg_sim_bucket in; /* messages a second */
};

/* A request being answered. */
struct xg_bn_call {
	struct xg_sim_front *f;
	struct xg_bn_state *s;
	struct xg_str query, form; /* parameters; the query wins */
	enum xg_bn_market market;
	bool put_method;
	int64_t now;
	struct xg_sim_answer *a; /* status and body of the result */
	struct xg_buf val[40];	 /* parameters that were looked up */
	int vals;
	bool api; /* over the WebSocket API */
};
/* A parameter, decoded; empty when absent. Lives as long as the call. */
struct xg_str xg_bn_get(struct xg_bn_call *c, const char *name);
void xg_bn_call_release(struct xg_bn_call *c);
/* Answers with an error. Source: sheet binance, section 7, error map. */
void xg_bn_fail(struct xg_bn_call *c, int status, int code, const char *msg);
/* The symbol that a call is about; NULL after the answer -1121 or -1102. */
struct xg_sim_mkt *xg_bn_symbol(struct xg_bn_call *c);

/* Key and signature of a REST request. True when it may go on. */
bool xg_bn_auth(struct xg_bn_call *c, const struct xg_sim_http *r, bool sign);
/* The same of a WebSocket API request: its params object. */
bool xg_bn_auth_api(struct xg_bn_call *c, struct xg_str params);
/* timestamp and recvWindow. */
bool xg_bn_time_ok(struct xg_bn_call *c);

/* Decimals as the market writes them: spot with eight places. */
void xg_bn_put(struct xg_buf *b, const char *key, enum xg_bn_market market,
	struct xg_dec v);
void xg_bn_text(struct xg_buf *b, enum xg_bn_market market, struct xg_dec v);
const char *xg_bn_status(const struct xg_sim_order *o);

/* Handlers by name (REST tail or WebSocket API method) are in tables. */
typedef void xg_bn_fn(struct xg_bn_call *c);
xg_bn_fn xg_bn_exchange_info, xg_bn_depth, xg_bn_trades, xg_bn_agg_trades,
	xg_bn_book_ticker, xg_bn_ticker_24h, xg_bn_ticker_price, xg_bn_klines,
	xg_bn_premium_index, xg_bn_funding_info, xg_bn_funding_rate,
	xg_bn_open_interest;
xg_bn_fn xg_bn_place, xg_bn_test, xg_bn_cancel, xg_bn_cancel_all, xg_bn_query,
	xg_bn_open, xg_bn_all, xg_bn_my_trades, xg_bn_amend_spot,
	xg_bn_amend_futures, xg_bn_replace, xg_bn_deadman_set;
xg_bn_fn xg_bn_account, xg_bn_commission, xg_bn_balance, xg_bn_fut_account,
	xg_bn_position_risk, xg_bn_brackets, xg_bn_commission_rate, xg_bn_dual,
	xg_bn_dual_set, xg_bn_leverage_set, xg_bn_margin_set,
	xg_bn_restrictions, xg_bn_listen_new, xg_bn_listen_keep,
	xg_bn_listen_end, xg_bn_account_config, xg_bn_symbol_config,
	xg_bn_multi_assets, xg_bn_coins;
void xg_bn_deadman_check(struct xg_sim_front *f, int64_t now);

/* The order that a call names; NULL after an error answer. */
const struct xg_sim_order *xg_bn_named(
	struct xg_bn_call *c, const char *cid_name, int code, const char *msg);
/* Orders as JSON objects. */
void xg_bn_put_order(
	struct xg_buf *b, const struct xg_sim_order *o, bool with_times);

/* REST, WebSocket, events. */
enum xg_fault_on xg_bn_classify(const struct xg_sim_http *r);
void xg_bn_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);
void xg_bn_refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a);
int xg_bn_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r);
void xg_bn_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_bn_ws_shut(struct xg_sim_conn *c);
void xg_bn_stream_text(struct xg_sim_conn *c, struct xg_str text);
void xg_bn_api_text(struct xg_sim_conn *c, struct xg_str text, int64_t now);
void xg_bn_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_bn_user_event(struct xg_sim_front *f, const struct xg_sim_event *ev);
void xg_bn_tick(struct xg_sim_front *f, int64_t now);
/* Sends data to all connections that subscribed "symbol@channel". */
void xg_bn_publish(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	const char *channel, struct xg_str data, enum xg_fault_on on);
bool xg_bn_wanted(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	const char *channel);
bool xg_bn_add_subs(struct xg_bn_conn *b, struct xg_str list);

#endif
