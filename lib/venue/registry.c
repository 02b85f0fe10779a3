/* The venues that this build has, and their names. */
#include "venue/venue.h"

extern const struct xg_venue xg_binance;
extern const struct xg_venue xg_bitfinex;
extern const struct xg_venue xg_bitget;
extern const struct xg_venue xg_bybit;
extern const struct xg_venue xg_coinbase;
extern const struct xg_venue xg_coinbase_exchange;
extern const struct xg_venue xg_deribit;
extern const struct xg_venue xg_dydx;
extern const struct xg_venue xg_gate;
extern const struct xg_venue xg_hyperliquid;
extern const struct xg_venue xg_kraken;
extern const struct xg_venue xg_kucoin;
extern const struct xg_venue xg_okx;

static const struct xg_venue *const venues[] = {
	&xg_binance,
	&xg_bitfinex,
	&xg_bitget,
	&xg_bybit,
	&xg_coinbase,
	&xg_coinbase_exchange,
	&xg_deribit,
	&xg_dydx,
	&xg_gate,
	&xg_hyperliquid,
	&xg_kraken,
	&xg_kucoin,
	&xg_okx,
};

const struct xg_venue *xg_venue_at(size_t i)
{
	return i < XG_LEN(venues) ? venues[i] : NULL;
}

static const char *region_of(const struct xg_venue *v, struct xg_str name)
{
	for (const struct xg_regional *r = v->regional; r && r->name; r++) {
		if (xg_str_is_text(name, r->name))
			return r->region;
	}
	return NULL;
}

static bool has_name(const struct xg_venue *v, struct xg_str name)
{
	if (xg_str_is_text(name, v->name))
		return true;
	for (size_t i = 0; v->aliases && v->aliases[i]; i++) {
		if (xg_str_is_text(name, v->aliases[i]))
			return true;
	}
	return region_of(v, name) != NULL;
}

const struct xg_venue *xg_venue_find(struct xg_str name)
{
	for (size_t i = 0; i < XG_LEN(venues); i++) {
		if (has_name(venues[i], name))
			return venues[i];
	}
	return NULL;
}

const char *xg_venue_region(struct xg_str name)
{
	const struct xg_venue *v = xg_venue_find(name);

	return v ? region_of(v, name) : NULL;
}

const char *xg_venue_in(const struct xg_venue *v, const char *region)
{
	for (const struct xg_regional *r = v->regional; r && r->name; r++) {
		if (strcmp(r->region, region) == 0)
			return r->name;
	}
	return NULL;
}

const char *xg_venue_meant(struct xg_str name)
{
	const struct xg_venue *v = xg_venue_find(name);

	return v && !xg_str_is_text(name, v->name) ? v->name : NULL;
}

const char *xg_venue_key(struct xg_str name)
{
	const struct xg_venue *v = xg_venue_find(name);
	const char *region = v ? region_of(v, name) : NULL;

	if (!v)
		return NULL;
	for (int i = 0; v->own_keys && v->own_keys[i]; i++) {
		if (xg_str_is_text(name, v->own_keys[i]))
			return v->own_keys[0];
	}
	return region ? xg_venue_in(v, region) : v->name;
}

const struct xg_host *xg_venue_host(const struct xg_venue *v, const char *name)
{
	struct xg_str want = xg_str_from(name);

	for (const struct xg_host *h = v->hosts; h && h->name; h++) {
		if (xg_str_is_text(want, h->name))
			return h;
	}
	return NULL;
}

static const char *const channels[XG_CHANNELS] = {
	[XG_CH_TRADE] = "trade",
	[XG_CH_BOOK] = "book",
	[XG_CH_BBO] = "bbo",
	[XG_CH_FUNDING] = "funding",
	[XG_CH_MARK] = "mark",
	[XG_CH_LIQ] = "liq",
	[XG_CH_OI] = "oi",
	[XG_CH_CANDLE] = "candle",
};

const char *xg_channel_name(int channel)
{
	return channel >= 0 && channel < XG_CHANNELS ? channels[channel] : NULL;
}

int xg_channel_from(struct xg_str name)
{
	for (int i = 0; i < XG_CHANNELS; i++) {
		if (xg_str_is_text(name, channels[i]))
			return i;
	}
	return -1;
}
