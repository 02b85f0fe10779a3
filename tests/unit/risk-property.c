/* risk: whatever the order of events, what has passed can never fill to more
 * than the limits. A model that knows only what passed and what was filled. */
#include "base/rng.h"
#include "risk.h"

#define ORDERS 64
#define MAX_POS 50 /* lots of 0.1 */
#define MAX_SUM 70

struct sent {
	char id[16];
	int venue, sign;
	int64_t left; /* lots that the venue may still fill */
	int64_t held; /* fills that were made and not told yet */
	bool live, final_told;
	int64_t done;
};

static const char *const venue[] = { "okx", "gate" };
static struct sent order[ORDERS];
static int64_t pos[2]; /* true positions, of all fills made */
static struct xg_rng rng = { 7 };
static int nth, trades;

static int below(int n)
{
	return (int)xg_rng_below(&rng, (uint64_t)n);
}

static const char *lots(int64_t n)
{
	static char text[4][XG_DEC_TEXT];
	static int at;
	struct xg_dec d = xg_dec_make(n, -1);
	char *out = text[at++ % 4];

	xg_dec_fmt(out, d);
	return out;
}

static void place(struct sent *o)
{
	int64_t qty = 2 + below(30);

	*o = (struct sent){ .venue = below(2), .sign = below(2) ? 1 : -1 };
	snprintf(o->id, sizeof o->id, "p%d", ++nth);
	if (!gate_order(venue[o->venue], o->id, o->sign > 0 ? "buy" : "sell",
		    o->sign > 0 ? "999" : "1001", lots(qty)))
		return;
	o->live = true;
	o->left = qty;
}

static void tell_fill(struct sent *o, int64_t n, bool twice)
{
	char trade[16];

	snprintf(trade, sizeof trade, "t%d", ++trades);
	for (int i = 0; i <= twice; i++)
		gate_fill(venue[o->venue], o->id, trade,
			o->sign > 0 ? "buy" : "sell", "1000", lots(n));
	o->done += n;
}

/* The venue fills a part; the news comes now or later. */
static void fill(struct sent *o)
{
	int64_t n = 1 + below((int)o->left);

	o->left -= n;
	pos[o->venue] += o->sign * n;
	if (below(2))
		tell_fill(o, n, below(3) == 0);
	else
		o->held += n;
}

static void end(struct sent *o)
{
	gate_exec(venue[o->venue], o->id, o->left ? "canceled" : "filled",
		lots(o->done + o->held));
	o->left = 0;
	o->final_told = true;
}

static void step(struct sent *o)
{
	if (!o->live && !o->held) {
		place(o);
		return;
	}
	switch (below(5)) {
	case 0:
		gate_exec(venue[o->venue], o->id, below(2) ? "new" : "unknown",
			lots(o->done));
		break;
	case 1:
		if (o->held) {
			tell_fill(o, o->held, below(2));
			o->held = 0;
		}
		break;
	case 2:
		if (!o->final_told)
			end(o);
		break;
	default:
		if (o->left)
			fill(o);
		break;
	}
	if (o->final_told && !o->held)
		o->live = false;
}

/* Could all that may still be filled bring a position over? */
static bool within(void)
{
	int64_t hi[2] = { pos[0], pos[1] }, lo[2] = { pos[0], pos[1] };
	bool good = true;

	for (int i = 0; i < ORDERS; i++) {
		if (order[i].sign > 0)
			hi[order[i].venue] += order[i].left;
		else
			lo[order[i].venue] -= order[i].left;
	}
	for (int v = 0; v < 2; v++)
		good = good && hi[v] <= MAX_POS && lo[v] >= -MAX_POS;
	return good && hi[0] + hi[1] <= MAX_SUM && lo[0] + lo[1] >= -MAX_SUM;
}

int main(void)
{
	struct xg_risk_stand s;
	int bad = 0, placed = 0;
	bool same = true;

	gate_new("\"max_position\":5,\"max_symbol_position\":7,"
		 "\"max_open_orders\":1000,\"allow_self_trade\":true,"
		 "\"breaker\":{\"max_error_rate\":null}");
	for (int i = 0; i < 60000; i++) {
		step(&order[below(ORDERS)]);
		bad += !within();
	}
	placed = nth;
	is_int(bad, 0, "in 60000 events no position can get over its limit");
	ok(trades > 3000 && placed > 5000, "%d orders, %d fills", placed,
		trades);
	for (int i = 0; i < ORDERS; i++) {
		if (order[i].held)
			tell_fill(&order[i], order[i].held, true);
		order[i].held = 0;
		if (order[i].live && !order[i].final_told)
			end(&order[i]);
	}
	for (size_t v = 0; v < 2; v++) {
		xg_risk_stand(
			gate, xg_str_from(venue[v]), XG_STR("A-USDT"), &s);
		same = same && xg_dec_cmp(s.pos, xg_dec_make(pos[v], -1)) == 0;
		ok(s.open == 0 && xg_dec_is_zero(s.buys) &&
				xg_dec_is_zero(s.sells),
			"when all has ended and been told, nothing is open");
	}
	ok(same, "and the positions are the sums of the fills, each once");
	gate_end();
	return done();
}
