/* Where a venue is in each environment (R26), and instruments in the cache. */
#include <sys/stat.h>
#include <unistd.h>

#include "json/pull.h"
#include "net/hosts.h"
#include "net/insts_load.h"
#include "tap.h"

static struct xg_error err;

static int conf(void *ctx, const char *path, struct xg_str *json)
{
	return xg_json_find(xg_str_from(ctx), path, json) == 1;
}

static int open_in(struct xg_hosts *h, enum xg_env env, const char *region,
	const char *sim, const char *file)
{
	const struct xg_venue *okx = xg_venue_find(XG_STR("okx"));

	memset(&err, 0, sizeof err);
	return xg_hosts_open(h, okx, env, region, xg_str_from(sim),
		file ? conf : NULL, (void *)(size_t)file, &err);
}

static void base_is(const struct xg_hosts *h, const char *name, int nth,
	const char *want, const char *title)
{
	const char *got = xg_hosts_base(h, name, nth);

	is_text(got ? got : "(none)", strlen(got ? got : "(none)"), want, "%s",
		title);
}

#define SIM \
	"{\"venues\":{\"okx\":{\"rest\":\"https://127.0.0.1:1\"," \
	"\"ws\":\"wss://localhost:2/\"}}}"

static void hosts(void)
{
	struct xg_hosts h = { 0 };

	is_int(open_in(&h, XG_ENV_LIVE, NULL, "", NULL), 0, "live");
	base_is(&h, "ws", 0, "wss://ws.okx.com", "is the venue's own address");
	ok(xg_hosts_base(&h, "ws", 1) &&
			strcmp(xg_hosts_base(&h, "ws", 1), "wss://ws.okx.com"),
		"and its mirrors");
	base_is(&h, "nowhere", 0, "(none)", "a host that is none has none");
	xg_hosts_release(&h);

	is_int(open_in(&h, XG_ENV_TEST, NULL, "", NULL), 0, "test");
	base_is(&h, "ws", 0, "wss://wspap.okx.com", "R26: is another one");
	xg_hosts_release(&h);

	is_int(open_in(&h, XG_ENV_LIVE, NULL, "",
		       "{\"hosts\":{\"live\":{\"okx\":{\"ws\":"
		       "[\"wss://a/\",\"wss://b\"]}}}}"),
		0, "the configuration");
	base_is(&h, "ws", 0, "wss://a", "comes first");
	base_is(&h, "ws", 1, "wss://b", "may have several");
	base_is(&h, "ws", 2, "wss://a", "which take turns");
	base_is(&h, "rest", 0, "https://openapi.okx.com",
		"and leaves the others");
	xg_hosts_release(&h);

	is_int(open_in(&h, XG_ENV_TEST, NULL, "",
		       "{\"hosts\":{\"live\":{\"okx\":{\"ws\":\"wss://a\"}}}}"),
		0, "R26: an address for live");
	base_is(&h, "ws", 0, "wss://wspap.okx.com", "R26: is none for test");
	xg_hosts_release(&h);

	is_int(open_in(&h, XG_ENV_LIVE, "eea", "", NULL), 0, "a region");
	base_is(&h, "ws", 0, "wss://wseea.okx.com", "has its own addresses");
	base_is(&h, "ws", 1, "wss://wseea.okx.com:8443", "and mirrors");
	is_text(h.region, strlen(h.region), "eea", "and is told");
	base_is(&h, "rest", 0, "https://eea.okx.com", "of each kind");
	xg_hosts_release(&h);
	is_int(open_in(&h, XG_ENV_TEST, "us", "", NULL), 0,
		"a region in the test environment");
	base_is(&h, "ws", 0, "wss://wsuspap.okx.com", "R26: has others");
	xg_hosts_release(&h);
	is_int(open_in(&h, XG_ENV_LIVE, "eea", "",
		       "{\"hosts\":{\"live\":{\"okx\":{\"ws\":\"wss://a\"}}}}"),
		0, "an address of the user");
	base_is(&h, "ws", 0, "wss://a", "wins over the region's");
	xg_hosts_release(&h);
	is_int(open_in(&h, XG_ENV_LIVE, NULL, "",
		       "{\"hosts\":{\"live\":{\"okx\":{\"ws\":[\"wss://x\",7]}}}}"),
		XG_ERR_CONFIG, "an address that is no text is told");
}

static void named(const char *name, const char *host, const char *want)
{
	const struct xg_venue *v = xg_venue_find(xg_str_from(name));
	const char *region = xg_venue_region(xg_str_from(name));
	struct xg_hosts h = { 0 };

	ok(v && region, "%s is a venue in a region", name);
	is_int(xg_hosts_open(&h, v, XG_ENV_LIVE, region, XG_STR(""), NULL, NULL,
		       &err),
		0, "that has addresses");
	base_is(&h, host, 0, want, "its own");
	is_text(h.region, strlen(h.region), region, "and is told");
	xg_hosts_release(&h);
}

static void regions(void)
{
	struct xg_hosts h = { 0 };

	named("myokx", "ws", "wss://wseea.okx.com");
	named("okxus", "rest", "https://us.okx.com");
	named("bybiteu", "ws", "wss://stream.bybit.eu");
	named("bybitid", "rest", "https://api.bybit.id");
	named("gateeu", "spot-ws", "wss://api.gateeu.com");
	named("gateeu", "fx-rest", "(none)");
	ok(!xg_venue_region(XG_STR("okx")) && !xg_venue_region(XG_STR("okex")),
		"other names mean no region");
	is_int(open_in(&h, XG_ENV_LIVE, "tr", "", NULL), 0,
		"a region that has one address");
	base_is(&h, "rest", 0, "https://tr.okx.com", "has that one");
	base_is(&h, "ws", 0, "wss://ws.okx.com", "and the usual others");
	xg_hosts_release(&h);
	is_int(open_in(&h, XG_ENV_PAPER, "eea", SIM, NULL), 0,
		"the simulator has no regions");
	base_is(&h, "rest", 0, "https://127.0.0.1:1", "its own address holds");
	is_text(h.region, strlen(h.region), "", "and none is told");
	xg_hosts_release(&h);
}

static void paper(void)
{
	struct xg_hosts h = { 0 };

	is_int(open_in(&h, XG_ENV_PAPER, NULL, SIM, NULL), 0, "paper");
	base_is(&h, "rest", 0, "https://127.0.0.1:1", "is the simulator's");
	base_is(&h, "ws", 0, "wss://localhost:2", "for both kinds");
	xg_hosts_release(&h);
	is_int(open_in(&h, XG_ENV_PAPER, NULL, "{\"venues\":{}}", NULL),
		XG_ERR_CONFIG, "a venue that it does not simulate");
	ok(strstr(err.text, "has no okx"), "is told");
	is_int(open_in(&h, XG_ENV_PAPER, NULL,
		       "{\"venues\":{\"okx\":{\"rest\":\"https://127.0.0.1:1\","
		       "\"ws\":\"wss://ws.okx.com\"}}}",
		       NULL),
		XG_ERR_CONFIG, "R26: paper never leaves this machine");
	ok(strstr(err.text, "not a loopback address"), "R26: in words");
	is_int(open_in(&h, XG_ENV_PAPER, NULL, SIM,
		       "{\"region\":{\"okx\":\"eea\"}}"),
		0, "a region");
	is_text(h.region, strlen(h.region), "", "the simulator has none");
	xg_hosts_release(&h);
	is_int(open_in(&h, XG_ENV_PAPER, NULL, SIM,
		       "{\"hosts\":{\"paper\":{\"okx\":{\"ws\":"
		       "\"wss://ws.okx.com\"}}}}"),
		0, "R26: and the configuration");
	base_is(&h, "ws", 0, "wss://localhost:2", "R26: cannot lead it away");
	xg_hosts_release(&h);
}

#define LINE(sym, native) \
	"{\"type\":\"inst\",\"venue\":\"okx\",\"sym\":\"" sym \
	"\",\"base\":\"B\",\"quote\":\"Q\",\"kind\":\"spot\",\"native\":\"" native \
	"\",\"market\":\"spot\"}\n"
#define TEXT \
	LINE("BTC-USDT", "B-U") \
	LINE("BTC-USDT-PERP", "B-U-S") LINE("ETH-USDT", "B-U")

static void cache(void)
{
	const struct xg_venue *okx = xg_venue_find(XG_STR("okx"));
	const struct xg_venue *classic =
		xg_venue_find(XG_STR("bitget"))->other_kind;
	struct xg_str text = XG_STR(TEXT), line;
	struct xg_insts t = { 0 };
	struct xg_buf got = { 0 };
	char dir[] = "/tmp/xg-net-hosts-XXXXXX", path[128];
	int64_t age, now = INT64_C(1700000000000000);
	size_t at = 0;
	FILE *f;

	is_int(xg_insts_line(text, XG_STR("BTC-USDT"), &line), 1,
		"R29: one symbol without reading the others");
	is_text(line.p, line.n + 1, LINE("BTC-USDT", "B-U"), "R29: its line");
	is_int(xg_insts_line(text, XG_STR("BTC-USD"), &line), 0,
		"R29: and no other that begins like it");
	is_int(xg_insts_native_line(text, XG_STR("B-U"), &at, &line), 1,
		"a code");
	is_int(xg_insts_native_line(text, XG_STR("B-U"), &at, &line), 1,
		"that two have");
	is_text(line.p, line.n + 1, LINE("ETH-USDT", "B-U"), "gives both");
	is_int(xg_insts_native_line(text, XG_STR("B-U"), &at, &line), 0,
		"and no third");
	is_int(xg_insts_parse(&t, text, &err), 3, "all are read");
	ok(xg_insts_sym(&t, XG_STR("okx"), XG_STR("ETH-USDT")) != NULL,
		"into a table");
	is_int(xg_insts_parse(&t,
		       XG_STR(LINE("A-B", "AB") "{\"type\":\"inst\""),
		       &err) < 0,
		1, "a damaged cache is an error");
	ok(strstr(err.text, "damaged at record 2") &&
			strstr(err.text, "--refresh"),
		"that says where, and what to do");
	xg_insts_release(&t);

	if (!mkdtemp(dir))
		exit(1);
	setenv("XDG_CACHE_HOME", dir, 1);
	is_int(xg_insts_cached(&got, XG_ENV_LIVE, okx, "", now, &age, &err),
		XG_ERR_ABSENT, "nothing is cached at first");
	snprintf(path, sizeof path, "%s/xg", dir);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/xg/live", dir);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/xg/live/okx.ndjson", dir);
	f = fopen(path, "w");
	if (!f || fputs(TEXT, f) < 0 || fclose(f) != 0)
		exit(1);
	is_int(xg_insts_cached(&got, XG_ENV_LIVE, okx, "", now, &age, &err), 0,
		"R29: what is there is read");
	is_text(got.p, got.len, TEXT, "R29: byte for byte");
	ok(age < 0, "and its age is counted from now");
	xg_buf_clear(&got);
	is_int(xg_insts_cached(&got, XG_ENV_TEST, okx, "", now, &age, &err),
		XG_ERR_ABSENT, "R26: instruments of live are none of test");
	is_int(xg_insts_cached(&got, XG_ENV_LIVE, okx, "eea", now, &age, &err),
		XG_ERR_ABSENT, "those of the whole world are none of a region");
	snprintf(path, sizeof path, "%s/xg/live/okx.eea.ndjson", dir);
	f = fopen(path, "w");
	if (!f || fputs(LINE("A-B", "A-B"), f) < 0 || fclose(f) != 0)
		exit(1);
	is_int(xg_insts_cached(&got, XG_ENV_LIVE, okx, "eea", now, &age, &err),
		0, "a region's are");
	is_text(got.p, got.len, LINE("A-B", "A-B"), "in a file of its own");
	xg_buf_clear(&got);
	is_int(xg_insts_cached(&got, XG_ENV_LIVE, okx, "us", now, &age, &err),
		XG_ERR_ABSENT, "and none of another region");
	unlink(path);
	snprintf(path, sizeof path, "%s/xg/live/bitget.classic.ndjson", dir);
	f = fopen(path, "w");
	if (!f || fputs(LINE("A-B", "A-B"), f) < 0 || fclose(f) != 0)
		exit(1);
	is_int(xg_insts_cached(&got, XG_ENV_LIVE, classic, "", now, &age, &err),
		0, "those of the other kind of account, too");
	is_int(xg_insts_cached(&got, XG_ENV_LIVE, classic->other_kind, "", now,
		       &age, &err),
		XG_ERR_ABSENT, "are none of the usual one");
	unlink(path);
	snprintf(path, sizeof path, "%s/xg/live/okx.ndjson", dir);
	xg_buf_release(&got);
	unlink(path);
	snprintf(path, sizeof path, "%s/xg/live", dir);
	rmdir(path);
	snprintf(path, sizeof path, "%s/xg", dir);
	rmdir(path);
	rmdir(dir);
}

int main(void)
{
	hosts();
	regions();
	paper();
	cache();
	return done();
}
