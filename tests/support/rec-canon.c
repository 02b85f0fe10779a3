/* Reads records, writes them in canonical form: for tests of what other tools
 * do to them. Status 1 when a line is no record. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rec/rec.h"

int main(void)
{
	struct xg_rec_reader reader = { 0 };
	struct xg_buf out = { 0 };
	char *line = NULL;
	size_t cap = 0;
	int bad = 0;

	while (getline(&line, &cap, stdin) > 0) {
		struct xg_str s = { line, strcspn(line, "\n") };
		struct xg_error err;
		struct xg_rec rec;

		xg_buf_clear(&out);
		if (xg_rec_read(&reader, s, UINT64_MAX, &rec, &err) < 0 ||
			xg_rec_write(&out, &rec) < 0) {
			fprintf(stderr, "%lld: %s\n", (long long)err.col,
				err.text);
			bad = 1;
			continue;
		}
		fwrite(out.p, 1, out.len, stdout);
	}
	free(line);
	xg_buf_release(&out);
	xg_rec_reader_release(&reader);
	return bad;
}
