/* Error codes of OKX as the simulator gives them: each with the words of the
 * venue and the HTTP status under which it comes. */
#ifndef XG_SIM_OKX_CODE_H
#define XG_SIM_OKX_CODE_H

#include "base/buf.h"

/* The venue's words for a code, with its first "{0}" replaced by arg (which
 * may be NULL: left out). A code that is not in the table gives "Operation
 * failed." Appends plain text, not JSON. Source: sheet okx, section 7. */
void xg_sim_okx_code_text(struct xg_buf *out, int code, const char *arg);
/* 200 for most; 401 for the request headers, 400 for bad JSON and parameters,
 * 429 for the rate, 503 for maintenance. */
int xg_sim_okx_code_http(int code);
bool xg_sim_okx_code_is_known(int code);
/* {"code":"50011","msg":"..","data":[]}: a request that failed as a whole. */
void xg_sim_okx_code_body(struct xg_buf *out, int code, const char *arg);

#endif
