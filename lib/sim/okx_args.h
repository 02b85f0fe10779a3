/* Reading what clients of the simulated OKX send: order requests and the
 * frames of its WebSockets. Hostile input; nothing is copied. */
#ifndef XG_SIM_OKX_ARGS_H
#define XG_SIM_OKX_ARGS_H

#include <stdint.h>

#include "base/str.h"
#include "json/pull.h"

/* One order, cancel or amend request. Absent texts are empty. Slices point
 * into the request; a text with escapes is refused (`bad`), for no member of a
 * right request has one. Source: sheet okx, section 7. */
struct xg_sim_okx_args {
	struct xg_str inst_id, td_mode, side, ord_type, sz, px, cl_ord_id, tag,
		pos_side, tgt_ccy, stp_mode, ord_id, new_sz, new_px, req_id,
		exp_time;
	int64_t inst_code;
	bool has_code, reduce_only, cxl_on_fail;
	const char *bad; /* the first member of a wrong type, or NULL */
};

/* Reads the object whose bracket is the parser's token, up to its end. 0 or
 * XG_ERR_SYNTAX. Members that it does not know are skipped. */
int xg_sim_okx_args_read(struct xg_json *j, struct xg_sim_okx_args *out);

/* A frame from a client, other than the text "ping". */
struct xg_sim_okx_frame {
	struct xg_str op, id;
	struct xg_str args; /* the JSON array; empty when absent */
	struct xg_str exp_time;
};

/* 0; XG_ERR_SYNTAX: not JSON; XG_ERR_TYPE: not an object with a text `op`, or
 * `args` is there and no array; XG_ERR_RANGE: `id` is not 1 to 32 letters and
 * digits. */
int xg_sim_okx_frame_read(struct xg_str text, struct xg_sim_okx_frame *out);

/* A subscription. Source: sheet okx, sections 4 and 8. */
struct xg_sim_okx_sub {
	struct xg_str channel, inst_id, inst_type, inst_family, ccy, extra;
	const char *bad;
};
int xg_sim_okx_sub_read(struct xg_json *j, struct xg_sim_okx_sub *out);

/* A login's argument. */
struct xg_sim_okx_login {
	struct xg_str key, passphrase, timestamp, sign;
	const char *bad;
};
int xg_sim_okx_login_read(struct xg_json *j, struct xg_sim_okx_login *out);

/* 1 to max letters and digits. */
bool xg_sim_okx_is_alnum(struct xg_str s, size_t max);

#endif
