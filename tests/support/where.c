/* For tests/cli/where.bats: prints the lines of stdin that a simple condition
 * holds for; 2 when it is none. */
#include <stdio.h>

#include "io/line.h"
#include "stage/where.h"

int main(int argc, char **argv)
{
	struct xg_lines in = { .fd = 0 };
	struct xg_error err = { 0 };
	struct xg_where *w = argc == 2 ? xg_where_new(argv[1], &err) : NULL;
	struct xg_str line;
	int rc = 1;

	if (!w) {
		fprintf(stderr, "where: %s\n", err.text);
		return 2;
	}
	while (rc > 0) {
		rc = xg_lines_fill(&in, &err);
		while (xg_lines_take(&in, &line) == XG_LINE_WHOLE) {
			if (xg_where_holds(w, line))
				printf("%.*s\n", XG_STR_ARG(line));
		}
	}
	xg_where_free(w);
	xg_lines_release(&in);
	return 0;
}
