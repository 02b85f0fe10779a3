/* Unified symbols: BTC-USDT, BTC-USDT-PERP, BTC-USD-20261225,
 * BTC-USD-20261225-50000-C, BTC-USD-PERP:USDC, ~NATIVE. See xg-symbols(7). */
#ifndef XG_REC_SYM_H
#define XG_REC_SYM_H

#include "base/str.h"
#include "rec/rec.h"

#define XG_SYM_MAX 64

struct xg_sym {
	struct xg_str base, quote, settle, strike; /* n = 0 when not in text */
	int kind;	/* enum xg_inst_kind; XG_INST_NONE for ~NATIVE */
	int64_t expiry; /* YYYYMMDD; 0 if none */
	char cp;	/* 'C', 'P' or 0 */
	struct xg_str native;
};

/* Parses a unified symbol. XG_ERR_SYNTAX. */
int xg_sym_parse(struct xg_sym *out, struct xg_str text);
/* Writes the unified text; settle only if non-empty. Returns length or error. */
int xg_sym_fmt(char out[static XG_SYM_MAX], const struct xg_sym *s);
/* Accepts unified text and ccxt spellings (BTC/USDT, BTC/USDT:USDT,
 * BTC/USD:BTC-261225, ...-261225-50000-C) and writes the unified text.
 * Asset aliases (XBT -> BTC) are applied. Returns length or error. */
int xg_sym_normal(char out[static XG_SYM_MAX], struct xg_str text);

/* A subscription "VENUE:SYMBOL", globs allowed in both halves. */
int xg_sub_split(struct xg_str sub, struct xg_str *venue, struct xg_str *sym);

#endif
