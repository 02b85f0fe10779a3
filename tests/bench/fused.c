/* fused tick|price PIPELINE: the decision path in one process, without pipes:
 * the bytes of a frame are given to the first stage by a call, and the bytes
 * that the last one has written are there when the call returns. tick: the
 * frames of tick.h; price: best prices of one symbol. Prints one JSON line. */
#include <time.h>

#include "stage/stage_priv.h"
#include "stage/words.h"
#include "tick.h"

#define WARM 200
#define TICKS 10000
#define PRICES 200000
#define POOL 1000

extern const struct xg_stage *const xg_all_stages[];

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int no_flush(struct xg_run *run)
{
	xg_buf_clear(&run->out.buf);
	run->out.sent = 0;
	return 0;
}

static void give(struct xg_run *run, const char *text, size_t n)
{
	struct xg_str rest = { text, n };

	while (rest.n)
		xg_input_line(run, 0, xg_str_cut(&rest, '\n'));
	if (run->unsettled || run->back_n)
		xg_settle(run);
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Answers the requests that were written; how many there were. */
static int answer(struct xg_run *run, long i)
{
	static char text[TICK_TEXT];
	struct xg_buf out = { 0 };
	struct xg_str rest, line, mark = XG_STR(TICK_MARK);
	size_t n = 0;
	int requests = 0;

	xg_buf_str(&out, xg_buf_view(&run->out.buf));
	rest = xg_buf_view(&out);
	while (rest.n) {
		line = xg_str_cut(&rest, '\n');
		if (!memmem(line.p, line.n, mark.p, mark.n))
			continue;
		requests++;
		n = tick_answer(text, line.p, line.n, i);
		give(run, text, n);
	}
	xg_buf_release(&out);
	return requests;
}

static int ticks(struct xg_run *run)
{
	static char text[TICK_TEXT];
	static int64_t ns[TICKS];
	long requests = 0;

	give(run, text, tick_preamble(text));
	for (long i = 0; i < WARM + TICKS; i++) {
		size_t n = tick_frame(text, i);
		int64_t t;

		no_flush(run);
		t = now_ns();
		give(run, text, n);
		t = now_ns() - t;
		requests += answer(run, i);
		if (i >= WARM)
			ns[i - WARM] = t;
	}
	qsort(ns, TICKS, sizeof *ns, by_value);
	printf("{\"n\":%d,\"requests\":%ld,\"p50_us\":%.2f,\"p90_us\":%.2f,"
	       "\"p99_us\":%.2f,\"p999_us\":%.2f,\"max_us\":%.1f}\n",
		TICKS, requests, (double)ns[TICKS / 2] / 1e3,
		(double)ns[TICKS * 9 / 10] / 1e3,
		(double)ns[TICKS * 99 / 100] / 1e3,
		(double)ns[TICKS * 999L / 1000] / 1e3,
		(double)ns[TICKS - 1] / 1e3);
	return requests == 2 * (WARM + TICKS) ? 0 : 1;
}

static char pool[POOL][512];
static size_t pool_len[POOL];

/* The next prices, each with a number of its own: all are news. */
static void fill(int first)
{
	for (int i = 0; i < POOL; i++)
		pool_len[i] = (size_t)snprintf(pool[i], sizeof pool[i],
			"{\"type\":\"raw\",\"venue\":\"binance\",\"rx\":%" PRId64
			",\"conn\":1,\"ch\":\"ws\",\"dir\":\"in\",\"market\":"
			"\"spot\",\"data\":{\"stream\":\"btcusdt@bookTicker\","
			"\"data\":{\"u\":%d,\"s\":\"BTCUSDT\",\"b\":\"%d.%02d"
			"000000\",\"B\":\"1.50000000\",\"a\":\"64300.00000000"
			"\",\"A\":\"2.00000000\"}}}\n",
			TICK_START + first + i, 2000 + first + i,
			64200 + i % 90, i % 100);
}

static int prices(struct xg_run *run)
{
	static char text[TICK_TEXT];
	size_t bytes = 0;
	int64_t t = 0;

	give(run, text, tick_preamble(text));
	for (int i = 0; i < PRICES; i += POOL) {
		fill(i);
		t -= now_ns();
		for (int k = 0; k < POOL; k++) {
			no_flush(run);
			give(run, pool[k], pool_len[k]);
			bytes += run->out.buf.len;
		}
		t += now_ns();
	}
	printf("{\"n\":%d,\"ns_each\":%.1f,\"ms_per_1000\":%.4f,\"bytes\":%zu}"
	       "\n",
		PRICES, (double)t / PRICES, (double)t / PRICES / 1e3, bytes);
	return bytes ? 0 : 1;
}

int main(int argc, char **argv)
{
	static struct xg_pipeline p;
	struct xg_run *run = xg_run_new();
	struct xg_error err = { 0 };
	int rc = -1;

	if (argc != 3 || !run ||
		xg_pipeline_parse(&p, xg_str_from(argv[2]), &err) < 0) {
		fprintf(stderr, "usage: fused tick|price PIPELINE %s\n",
			err.text);
		return 2;
	}
	for (size_t i = 0; i < p.n && rc < 0; i++) {
		const struct xg_stage *const *s = xg_all_stages;

		while (*s && strcmp((*s)->name, p.cmd[i].argv[0]) != 0)
			s++;
		rc = *s ? xg_run_add(run, *s, p.cmd[i].argc, p.cmd[i].argv) : 2;
	}
	run->flush = no_flush;
	if (rc < 0)
		rc = xg_run_open(run);
	if (rc == 0)
		rc = strcmp(argv[1], "tick") == 0 ? ticks(run) : prices(run);
	xg_run_close(run);
	xg_run_free(run);
	xg_pipeline_release(&p);
	return rc;
}
