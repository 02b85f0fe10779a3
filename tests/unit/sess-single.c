/* One order from the words of a command line. */
#include "sess/single.h"
#include "tap.h"

static struct xg_error err;

static void is_rec(
	const struct xg_rec *rec, const char *want, const char *title)
{
	struct xg_buf out = { 0 };

	xg_rec_write(&out, rec);
	is_text(out.p, out.len - 1, want, "%s", title);
	xg_buf_release(&out);
}

static struct xg_dec dec(const char *s)
{
	struct xg_dec d = { 0 };

	xg_dec_from(&d, xg_str_from(s));
	return d;
}

static struct xg_single words(const char *qty, const char *sym)
{
	return (struct xg_single){ .side = XG_BUY,
		.qty_word = qty,
		.sym_word = sym,
		.venue = "okx",
		.id = "a1" };
}

static void refused(const char *qty, const char *sym, const char *says)
{
	struct xg_single s = words(qty, sym);
	struct xg_rec rec;

	memset(&err, 0, sizeof err);
	is_int(xg_single_order(&s, &rec, &err), XG_ERR_SYNTAX,
		"%s of %s is no order", qty, sym);
	ok(strstr(err.text, says), "and it is said why: %s", err.text);
}

static void orders(void)
{
	struct xg_single s = words("0.010", "BTC/USDT:USDT");
	struct xg_rec rec;

	is_int(xg_single_order(&s, &rec, &err), 0, "an order");
	is_rec(&rec,
		"{\"type\":\"order\",\"venue\":\"okx\",\"sym\":\"BTC-USDT-"
		"PERP\",\"id\":\"a1\",\"side\":\"buy\",\"kind\":\"market\","
		"\"qty\":0.01}",
		"without a price it is a market order, of the unified symbol");
	s = words("1", "BTC-USDT");
	s.side = XG_SELL;
	s.px = dec("64000.5");
	s.tif = XG_IOC;
	s.reduce = true;
	s.pos = XG_POS_LONG;
	is_int(xg_single_order(&s, &rec, &err), 0, "another one");
	ok(rec.u.order.kind == XG_LIMIT && rec.u.order.tif == XG_IOC &&
			rec.u.order.reduce && rec.u.order.pos == XG_POS_LONG &&
			rec.u.order.side == XG_SELL,
		"with a price it is a limit order, with all that is wanted");
	s.post_only = true;
	xg_single_order(&s, &rec, &err);
	ok(rec.u.order.tif == XG_GTX, "post only wins over --tif");
	refused("0", "BTC-USDT", "no number above zero");
	refused("-1", "BTC-USDT", "no number above zero");
	refused("1x", "BTC-USDT", "no number above zero");
	refused("", "BTC-USDT", "no number above zero");
	refused("nan", "BTC-USDT", "no number above zero");
	refused("1", "BTC USDT", "is no symbol");
	refused("1", "", "is no symbol");
}

static void changes(void)
{
	struct xg_single s = { .id = "a1" };
	struct xg_rec rec;

	is_int(xg_single_amend(&s, &rec, &err), XG_ERR_SYNTAX,
		"an amend of nothing is none");
	s.qty = dec("2");
	is_int(xg_single_amend(&s, &rec, &err), 0, "one of the quantity");
	is_rec(&rec, "{\"type\":\"amend\",\"id\":\"a1\",\"qty\":2}",
		"leaves the price out");
	xg_single_cancel(&s, &rec);
	is_rec(&rec, "{\"type\":\"cancel\",\"id\":\"a1\"}", "a cancel");
	s.id = "all";
	xg_single_cancel(&s, &rec);
	is_rec(&rec, "{\"type\":\"cancel\",\"all\":true}", "and one of all");
}

static void ids(void)
{
	const unsigned char a[4] = { 0, 1, 254, 255 }, b[4] = { 0 };
	char id[XG_MADE_ID], other[XG_MADE_ID];

	xg_made_id(id, INT64_C(1700000000000000), a);
	is_text(id, strlen(id), "xg60a24181e40000001feff",
		"letters and digits: the time and what tells apart");
	xg_made_id(other, INT64_C(1700000000000000), b);
	ok(strcmp(id, other) != 0, "two of one moment differ");
	xg_made_id(id, INT64_MAX, a);
	ok(strlen(id) < XG_MADE_ID - 1, "the latest time fits");
}

int main(void)
{
	orders();
	changes();
	ids();
	return done();
}
