/* Hostile bytes of a client of the simulator: requests and frames stay within
 * their bounds, and slices do not change what is found. */
#include <stdlib.h>

#include "sim/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void inside(struct xg_str s, const uint8_t *p, size_t n)
{
	const uint8_t *at = (const uint8_t *)s.p;

	if (s.n && (at < p || at + s.n > p + n))
		abort();
}

static uint64_t frames(const uint8_t *p, size_t n, size_t slice)
{
	struct xg_sim_frames f = { 0 };
	struct xg_sim_msg m;
	uint64_t sum = 7;
	size_t at = 0, have = 0, used;
	int rc = 0;

	while (rc >= 0) {
		rc = xg_sim_frame_read(&f,
			(struct xg_str){ (const char *)p + at, have - at },
			&used, &m);
		if (used > have - at)
			abort();
		at += used;
		if (rc == 1)
			sum = (sum ^ xg_str_hash(m.data) ^ m.op) *
			      1099511628211u;
		if (used || rc < 0)
			continue;
		if (have == n)
			break;
		have = n - have < slice ? n : have + slice;
	}
	xg_sim_frames_release(&f);
	return sum + (uint64_t)rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct xg_sim_request r;
	struct xg_buf val = { 0 };
	int got =
		xg_sim_request_read((struct xg_str){ (const char *)p, n }, &r);

	if (got > (int)n)
		abort();
	if (got > 0) {
		inside(r.http.method, p, n);
		inside(r.http.query, p, n);
		inside(r.http.body, p, n);
		inside(r.ws_key, p, n);
		(void)xg_sim_param(&val, r.http.query, "symbol");
		(void)xg_sim_param(&val, r.http.body, "symbol");
	}
	xg_buf_release(&val);
	if (n > 1 && frames(p + 1, n - 1, p[0] ? p[0] : 1) !=
			     frames(p + 1, n - 1, n))
		abort();
	return 0;
}
