/* The grammar of faults, and when they happen. */
#include "sim/fault.h"
#include "tap.h"

#define NOW INT64_C(1700000000000000)
#define S INT64_C(1000000)

static void add(struct xg_faults *f, const char *rule)
{
	struct xg_error err = { 0 };

	if (xg_fault_add(f, xg_str_from(rule), &err) < 0)
		ok(false, "%s: %s", rule, err.text);
}

static bool ask(struct xg_faults *f, enum xg_fault_kind kind,
	enum xg_fault_on on, int64_t t)
{
	return xg_fault_ask(f, kind, "okx", "BTC-USDT", on, NOW + t, NULL);
}

static void bad(const char *rule, const char *word)
{
	struct xg_faults f = { 0 };
	struct xg_error err = { 0 };

	ok(xg_fault_add(&f, xg_str_from(rule), &err) < 0 &&
			strstr(err.text, word) && f.n == 0,
		"\"%s\" is refused: %s", rule, err.text);
}

static void grammar(void)
{
	bad("", "no kind");
	bad("disconect", "disconect");
	bad("gap,nth=x", "nth=x");
	bad("gap,often", "often");
	bad("gap,prob=2", "prob=2");
	bad("gap,prob=0.0000000001", "prob=0.0000000001");
	bad("gap,nth=-1", "negative");
	bad("gap,on=nothing", "on=nothing");
	bad("delay", "by=TIME");
	bad("429,at=yesterday", "at=yesterday");
}

static void when(void)
{
	struct xg_faults f = { 0 };
	int64_t left = 0;
	int n = 0;

	add(&f, "disconnect,at=10s");
	add(&f, "gap,nth=3,max=2");
	add(&f, "429,at=5s,for=2s,on=order");
	add(&f, "shutdown,every=20s");
	add(&f, "dup,venue=binance");
	add(&f, "drop,sym=ETH-USDT");
	xg_fault_start(&f, 1, NOW);
	ok(!ask(&f, XG_FAULT_DISCONNECT, XG_ON_BOOK, 9 * S),
		"nothing happens before its time");
	ok(ask(&f, XG_FAULT_DISCONNECT, XG_ON_BOOK, 11 * S),
		"the first message after it has it");
	ok(!ask(&f, XG_FAULT_DISCONNECT, XG_ON_BOOK, 12 * S), "only once");
	for (int i = 1; i <= 12; i++)
		if (ask(&f, XG_FAULT_GAP, XG_ON_BOOK, i))
			n += i;
	is_int(n, 3 + 6, "each third message, twice at most");
	ok(!ask(&f, XG_FAULT_GAP, XG_ON_TRADE, 20),
		"a gap concerns books when nothing is said");
	ok(!ask(&f, XG_FAULT_429, XG_ON_ORDER, 4 * S) &&
			ask(&f, XG_FAULT_429, XG_ON_ORDER, 5 * S) &&
			ask(&f, XG_FAULT_429, XG_ON_ORDER, 6 * S) &&
			!ask(&f, XG_FAULT_429, XG_ON_ORDER, 7 * S),
		"a window has all messages within it");
	ok(!ask(&f, XG_FAULT_429, XG_ON_REST, 6 * S),
		"of the kind that it concerns");
	xg_fault_ask(
		&f, XG_FAULT_429, "okx", "", XG_ON_ORDER, NOW + 6 * S, &left);
	is_int(left, S, "and tells how long it lasts");
	ok(ask(&f, XG_FAULT_SHUTDOWN, XG_ON_BOOK, 21 * S) &&
			!ask(&f, XG_FAULT_SHUTDOWN, XG_ON_BOOK, 39 * S) &&
			ask(&f, XG_FAULT_SHUTDOWN, XG_ON_BOOK, 40 * S),
		"a period has one in each");
	ok(!ask(&f, XG_FAULT_DUP, XG_ON_FILL, 1),
		"another venue is left alone");
	ok(!ask(&f, XG_FAULT_DROP, XG_ON_ORDER, 1),
		"another symbol is left alone");
}

static void chance(void)
{
	struct xg_faults a = { 0 }, b = { 0 };
	int n = 0, differ = 0;

	add(&a, "lost-ack,prob=0.1");
	add(&b, "lost-ack,prob=0.1");
	xg_fault_start(&a, 5, NOW);
	xg_fault_start(&b, 5, NOW);
	for (int i = 0; i < 10000; i++) {
		bool x = ask(&a, XG_FAULT_LOST_ACK, XG_ON_ORDER, i);

		n += x;
		differ += x != ask(&b, XG_FAULT_LOST_ACK, XG_ON_ORDER, i);
	}
	ok(n > 850 && n < 1150, "a tenth of the orders lose it (%d)", n);
	is_int(differ, 0, "the same ones with the same seed");
}

static void amounts(void)
{
	struct xg_faults f = { 0 };
	int64_t by = 0;

	add(&f, "delay,by=250ms,on=book");
	add(&f, "skew,by=-2s,at=1s,for=1s");
	xg_fault_start(&f, 1, NOW);
	ok(xg_fault_ask(&f, XG_FAULT_DELAY, "okx", "", XG_ON_BOOK, NOW, &by),
		"a delay without a time is always there");
	is_int(by, 250000, "by its amount");
	is_int(xg_fault_skew(&f, "okx", NOW), 0, "the clock is right at first");
	is_int(xg_fault_skew(&f, "okx", NOW + S), -2 * S,
		"then it is off by its amount");
	is_int(xg_fault_skew(&f, "okx", NOW + 2 * S), 0, "and right again");
}

int main(void)
{
	grammar();
	when();
	chance();
	amounts();
	return done();
}
