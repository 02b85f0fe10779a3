/* R24: what a key may do is judged before it trades. */
#include "desk/verdict.h"
#include "tap.h"

#define NOW INT64_C(1700000000000000)
#define DAY INT64_C(86400000000)

static void judge(bool trade, bool withdraw, bool bound, int64_t expires,
	enum xg_verdict want, const char *words)
{
	char why[200];
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_KEYINFO, XG_STR("okx"),
		(struct xg_str){ NULL, 0 }, 0, NOW);
	XG_REC_SET(&rec, keyinfo.trade, trade);
	XG_REC_SET(&rec, keyinfo.withdraw, withdraw);
	XG_REC_SET(&rec, keyinfo.ip_bound, bound);
	if (expires)
		XG_REC_SET(&rec, keyinfo.expires, expires);
	is_int(xg_key_verdict(&rec, NOW, why, sizeof why), want,
		"R24: the verdict: %s", words[0] ? words : "good");
	ok(words[0] ? strstr(why, words) != NULL : !why[0],
		"R24: with the reason and what to do");
}

int main(void)
{
	struct xg_rec rec;
	char tiny[10];

	judge(true, false, true, 0, XG_KEY_GOOD, "");
	judge(true, false, true, NOW + 90 * DAY, XG_KEY_GOOD, "");
	judge(true, true, true, 0, XG_KEY_REFUSED, "may withdraw");
	judge(true, false, true, NOW - 1, XG_KEY_REFUSED, "has expired");
	judge(false, false, true, 0, XG_KEY_DOUBTFUL, "may not trade");
	judge(true, false, false, 0, XG_KEY_DOUBTFUL, "every address");
	judge(true, false, true, NOW + 3 * DAY, XG_KEY_DOUBTFUL, "in 3 days");
	xg_rec_start(&rec, XG_REC_KEYINFO, XG_STR("okx"),
		(struct xg_str){ NULL, 0 }, 0, NOW);
	is_int(xg_key_verdict(&rec, NOW, tiny, sizeof tiny), XG_KEY_GOOD,
		"what the venue does not tell is not held against the key");
	XG_REC_SET(&rec, keyinfo.withdraw, true);
	is_int(xg_key_verdict(&rec, NOW, tiny, sizeof tiny), XG_KEY_REFUSED,
		"and a short buffer cuts the words only");
	return done();
}
