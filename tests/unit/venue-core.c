/* What all venues share: names, client ids, headers, contracts. */
#include "tap.h"
#include "venue/venue.h"

static void wire_ids(void)
{
	struct xg_venue v = { .wire_id_max = 32, .wire_id_punct = "-" };
	char a[64], b[64];
	struct xg_str longest = XG_STR("0123456789abcdef0123456789abcdef");

	is_text(a, xg_wire_id(&v, a, XG_STR("ab-1")), "ab-1",
		"R1: an id that the venue allows is sent as it is");
	is_int(xg_wire_id(&v, a, longest), 32, "R21: also the longest one");
	is_text(a, xg_wire_id(&v, a, XG_STR("")),
		"xge3b0c44298fc1c149afbf4c8996fb9",
		"R21: another becomes a hash of it");
	is_int(xg_wire_id(&v, a, XG_STR("a b")), 32,
		"R21: cut to the "
		"venue's length");
	xg_wire_id(&v, b, XG_STR("a b"));
	ok(strcmp(a, b) == 0, "R1: the same each time");
	xg_wire_id(&v, b, XG_STR("a_b"));
	ok(strcmp(a, b) != 0, "R1: different ids stay different");
}

static void quantities(void)
{
	struct xg_instr i = { .i = { .kind = XG_PERP, .contract = { 1, -2 } } };
	struct xg_dec q, none = { 0, 0 };

	ok(xg_base_qty(&q, &i, xg_dec_int(5), none) == 0 &&
			xg_dec_cmp(q, xg_dec_make(5, -2)) == 0,
		"5 contracts of 0.01 are 0.05");
	ok(xg_contract_qty(&q, &i, xg_dec_make(5, -2), none) == 0 &&
			xg_dec_cmp(q, xg_dec_int(5)) == 0,
		"and back");
	i.i.inverse = true;
	i.i.contract = xg_dec_int(100);
	ok(xg_base_qty(&q, &i, xg_dec_int(5), xg_dec_int(50000)) == 0 &&
			xg_dec_cmp(q, xg_dec_make(1, -2)) == 0,
		"inverse: 5 of 100 USD at 50000 are 0.01");
	ok(xg_contract_qty(&q, &i, q, xg_dec_int(50000)) == 0 &&
			xg_dec_cmp(q, xg_dec_int(5)) == 0,
		"and back");
	is_int(xg_base_qty(&q, &i, xg_dec_int(5), none), XG_ERR_RANGE,
		"inverse without a price is an error");
	i.i.contract = none;
	is_int(xg_contract_qty(&q, &i, xg_dec_int(5), xg_dec_int(1)),
		XG_ERR_RANGE, "a contract of unknown size is an error");
	i.i.kind = XG_SPOT;
	ok(xg_base_qty(&q, &i, xg_dec_int(5), none) == 0 &&
			xg_dec_cmp(q, xg_dec_int(5)) == 0,
		"spot is in base units");
}

int main(void)
{
	struct xg_str head = XG_STR("A: 1\r\nRetry-After:  7 \r\nB:\n");
	struct xg_str got = xg_header(head, "retry-after");

	is_text(got.p, got.n, "7", "headers: any case, trimmed");
	is_int(xg_header(head, "Retry").n, 0, "headers: whole names only");
	for (int i = 0; i < XG_CHANNELS; i++)
		is_int(xg_channel_from(xg_str_from(xg_channel_name(i))), i,
			"channel %s has its name", xg_channel_name(i));
	is_int(xg_channel_from(XG_STR("x")), -1, "an unknown channel is -1");
	ok(xg_channel_name(-1) == NULL && xg_channel_name(XG_CHANNELS) == NULL,
		"channels are bounded");
	for (size_t i = 0; xg_venue_at(i); i++)
		ok(xg_venue_find(xg_str_from(xg_venue_at(i)->name)) ==
				xg_venue_at(i),
			"%s is found", xg_venue_at(i)->name);
	ok(xg_venue_find(XG_STR("okex")) == xg_venue_find(XG_STR("okx")),
		"an alias is the same venue");
	ok(!xg_venue_find(XG_STR("nowhere")), "an unknown venue is NULL");
	wire_ids();
	quantities();
	return done();
}
