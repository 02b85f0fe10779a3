/* Any line is refused with a sentence, or is a record that, once canonical,
 * comes back byte for byte. */
#include <stdlib.h>
#include <string.h>

#include "rec/rec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct xg_rec_reader reader;
	struct xg_str line = { (const char *)data, size };
	struct xg_buf a = { 0 }, b = { 0 };
	struct xg_error err = { 0 };
	struct xg_rec rec;

	if (memchr(data, '\n', size))
		return 0;
	if (xg_rec_read(&reader, line, UINT64_MAX, &rec, &err) < 0) {
		if (!err.text[0])
			abort();
		return 0;
	}
	if (rec.type != XG_REC_FOREIGN && xg_rec_write(&a, &rec) == 0) {
		struct xg_rec *copy;
		struct xg_str again = { a.p, a.len - 1 };

		if (xg_rec_read(&reader, again, UINT64_MAX, &rec, &err) < 0)
			abort();
		copy = xg_rec_dup(&rec);
		if (!copy || xg_rec_write(&b, copy) < 0 || a.len != b.len ||
			memcmp(a.p, b.p, a.len) != 0)
			abort();
		xg_rec_free(copy);
	}
	xg_buf_release(&a);
	xg_buf_release(&b);
	return 0;
}
