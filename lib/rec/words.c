/* The words of the enumerations. */
#include "rec/rec.h"

static const char *const side[] = { NULL, "buy", "sell" };
static const char *const kind[] = { NULL, "limit", "market" };
static const char *const tif[] = { NULL, "gtc", "ioc", "fok", "gtx", "gtd" };
static const char *const pos[] = { NULL, "long", "short" };
static const char *const inst[] = { NULL, "spot", "perp", "future", "option" };
static const char *const arb[] = { NULL, "cross", "tri", "funding", "stat" };
static const char *const exec[] = { NULL, "sent", "new", "partial", "filled",
	"canceled", "rejected", "expired", "unknown", "amended",
	"cancel_rejected", "group" };
static const char *const status[] = { NULL, "connecting", "connected",
	"subscribed", "disconnected", "stale", "gap", "resync", "checksum",
	"ratelimit", "maintenance", "recovered", "lag", "clock", "error" };
static const char *const level[] = { NULL, "info", "warn", "crit" };
static const char *const reason[] = { NULL, "insufficient_funds",
	"min_notional", "min_qty", "tick", "lot", "price_band", "rate_limited",
	"would_cross", "duplicate_id", "auth", "permission", "unknown_symbol",
	"not_found", "market_closed", "venue_down", "timeout", "stale_data",
	"halted", "limit", "other" };

static const char *const off[] = { NULL, "block", "combo", "rpi", "internal" };

static const struct {
	const char *const *word;
	int n;
} lists[] = {
	[XG_WORDS_SIDE] = { side, XG_LEN(side) },
	[XG_WORDS_KIND] = { kind, XG_LEN(kind) },
	[XG_WORDS_TIF] = { tif, XG_LEN(tif) },
	[XG_WORDS_POS] = { pos, XG_LEN(pos) },
	[XG_WORDS_INST_KIND] = { inst, XG_LEN(inst) },
	[XG_WORDS_ARB_KIND] = { arb, XG_LEN(arb) },
	[XG_WORDS_EXEC] = { exec, XG_LEN(exec) },
	[XG_WORDS_STATUS] = { status, XG_LEN(status) },
	[XG_WORDS_LEVEL] = { level, XG_LEN(level) },
	[XG_WORDS_REASON] = { reason, XG_LEN(reason) },
	[XG_WORDS_OFF] = { off, XG_LEN(off) },
};

const char *xg_word(enum xg_word_list list, int value)
{
	return value > 0 && value < lists[list].n ? lists[list].word[value]
						  : NULL;
}

int xg_word_from(enum xg_word_list list, struct xg_str word)
{
	for (int i = 1; i < lists[list].n; i++) {
		if (xg_str_is_text(word, lists[list].word[i]))
			return i;
	}
	return 0;
}

const char *xg_rec_type_name(int type)
{
	const struct xg_rec_desc *d = xg_rec_describe(type);

	return d ? d->name : "foreign";
}

int xg_rec_type_from(struct xg_str name)
{
	for (int i = XG_REC_FOREIGN + 1; i < XG_REC_TYPES; i++) {
		if (xg_str_is_text(name, xg_rec_describe(i)->name))
			return i;
	}
	return XG_REC_FOREIGN;
}
