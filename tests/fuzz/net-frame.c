/* Hostile bytes of a WebSocket server, in slices that the input chooses: no
 * message is over its bound, and the slices do not change what is found. */
#include "net/frame.h"
#include "net/upgrade.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static uint64_t run(const uint8_t *p, size_t n, size_t slice)
{
	struct xg_frame_reader r = { .max = 4096 };
	struct xg_frame_msg m;
	uint64_t sum = 14695981039346656037u;
	int got = 0;

	for (size_t at = 0; at < n && got >= 0; at += slice) {
		size_t k = n - at < slice ? n - at : slice;
		char *to = xg_frame_space(&r, k);

		memcpy(to, p + at, k);
		xg_frame_filled(&r, k);
		while ((got = xg_frame_next(&r, &m)) > 0) {
			if (m.data.n > 4096)
				abort();
			sum = (sum ^ xg_str_hash(m.data) ^ m.op) *
			      1099511628211u;
		}
	}
	xg_frame_reader_release(&r);
	return sum + (uint64_t)got;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const uint8_t nonce[16];
	struct xg_upgrade_answer a;
	size_t slice;

	if (n < 2)
		return 0;
	slice = p[0] ? p[0] : 1;
	if (run(p + 1, n - 1, slice) != run(p + 1, n - 1, n))
		abort();
	xg_upgrade_read((struct xg_str){ (const char *)p, n }, nonce, &a, NULL);
	return 0;
}
