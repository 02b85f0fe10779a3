/* Checks of the tables themselves, and the nearest word for a wrong one. */
#include "stage/opt.h"

/* Edit distance (insert, delete, replace) of two short words. */
static size_t distance(const char *a, const char *b)
{
	size_t row[64], n = strlen(b), i, j, left, diag, up;

	if (n >= XG_LEN(row) || strlen(a) >= XG_LEN(row))
		return XG_LEN(row);
	for (j = 0; j <= n; j++)
		row[j] = j;
	for (i = 0; a[i]; i++) {
		diag = row[0];
		row[0] = i + 1;
		for (j = 1; j <= n; j++) {
			up = row[j];
			left = row[j - 1];
			row[j] = diag + (a[i] != b[j - 1]);
			if (row[j] > up + 1)
				row[j] = up + 1;
			if (row[j] > left + 1)
				row[j] = left + 1;
			diag = up;
		}
	}
	return row[n];
}

const char *xg_nearest(const char *word,
	const char *(*at)(const void *, size_t), const void *list)
{
	const char *best = NULL, *name;
	size_t best_d = 3, d, i;

	for (i = 0; (name = at(list, i)); i++) {
		d = distance(word, name);
		/* A beginning is how people abbreviate. */
		if (d > 2 && strlen(word) > 2 &&
			strncmp(name, word, strlen(word)) == 0)
			d = 2;
		if (d < best_d && d < strlen(name)) {
			best = name;
			best_d = d;
		}
	}
	return best;
}

static int check_one(const struct xg_opt *opt, struct xg_error *err)
{
	union {
		int64_t num;
		struct xg_dec dec;
		const char *text;
		struct xg_opt_list list;
	} scratch = { 0 };
	struct xg_opt moved = *opt;
	size_t n = opt->help ? strlen(opt->help) : 0;
	int rc = 0;

	if (n == 0 || n > 56 || opt->help[n - 1] == '.')
		return xg_error_set(err, XG_ERR_LIMIT,
			"--%s: its help must be "
			"1 to 56 columns without a full stop",
			opt->name);
	if ((opt->kind == XG_OPT_FLAG) != !opt->arg)
		return xg_error_set(err, XG_ERR_STATE,
			"--%s: only flags have no argument name", opt->name);
	if ((opt->kind == XG_OPT_WORD) && !opt->words)
		return xg_error_set(err, XG_ERR_STATE,
			"--%s has no list of words", opt->name);
	moved.off = 0;
	if (opt->def)
		rc = xg_opt_set(&moved, &scratch, opt->def, err);
	if (opt->kind == XG_OPT_LIST)
		free(scratch.list.item);
	return rc;
}

int xg_opts_check(const struct xg_opt *opts, const struct xg_opt *other,
	struct xg_error *err)
{
	const struct xg_opt *a, *b;
	int rc;

	if (!opts)
		return 0;
	for (a = opts; a->name; a++) {
		rc = check_one(a, err);
		if (rc < 0)
			return rc;
		if (a - opts >= XG_OPTS_MAX)
			return xg_error_set(err, XG_ERR_LIMIT,
				"more than %d options", XG_OPTS_MAX);
		if (a > opts && strcmp(a[-1].name, a->name) >= 0)
			return xg_error_set(err, XG_ERR_STATE,
				"--%s is not in its sorted place", a->name);
		for (b = opts; b < a; b++) {
			if (a->letter && a->letter == b->letter)
				return xg_error_set(err, XG_ERR_DUP,
					"-%c is in the table twice", a->letter);
		}
		for (b = other; b && b->name; b++) {
			if (strcmp(a->name, b->name) == 0 ||
				(a->letter && a->letter == b->letter))
				return xg_error_set(err, XG_ERR_DUP,
					"--%s hides the common option --%s",
					a->name, b->name);
		}
	}
	return 0;
}
