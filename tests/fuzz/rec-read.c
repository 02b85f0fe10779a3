/* Any line is refused with a sentence, or is a record that, once canonical,
 * comes back byte for byte. */
#include <stdlib.h>
#include <string.h>

#include "rec/rec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A reader that has read much reads as a new one. */
static void like_new(struct xg_rec_reader *old, struct xg_str line)
{
	struct xg_error e1 = { 0 }, e2 = { 0 };
	struct xg_buf a = { 0 }, b = { 0 };
	struct xg_rec_reader cold = { 0 };
	struct xg_rec r1, r2;
	int rc = xg_rec_read(old, line, UINT64_MAX, &r1, &e1);

	if (rc != xg_rec_read(&cold, line, UINT64_MAX, &r2, &e2) ||
		e1.col != e2.col || strcmp(e1.text, e2.text) != 0)
		abort();
	if (rc == 0 && r1.type != XG_REC_FOREIGN) {
		if (r1.has != r2.has ||
			xg_rec_write(&a, &r1) != xg_rec_write(&b, &r2) ||
			!xg_str_is(xg_buf_view(&a), xg_buf_view(&b)))
			abort();
	}
	xg_buf_release(&a);
	xg_buf_release(&b);
	xg_rec_reader_release(&cold);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct xg_rec_reader reader;
	struct xg_str line = { (const char *)data, size };
	struct xg_buf a = { 0 }, b = { 0 };
	struct xg_error err = { 0 };
	struct xg_rec rec;

	if (memchr(data, '\n', size))
		return 0;
	like_new(&reader, line);
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
