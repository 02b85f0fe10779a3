/* The options of a command: parsing by table, and checking the tables. A value
 * comes from the command line, else the environment, else the configuration
 * file, else the table. */
#ifndef XG_STAGE_OPT_H
#define XG_STAGE_OPT_H

#include "stage/conf.h"
#include "stage/stage.h"

#define XG_OPTS_MAX 64 /* options in one table */

struct xg_opt_table {
	const struct xg_opt *opts;
	void *base;    /* where `off` counts from */
	uint64_t seen; /* bit per option: given on the command line */
};

/* Zero-filled is valid; fill tables and verbs, then parse. */
struct xg_opts {
	struct xg_opt_table table[3]; /* the stage's, common, the verb's */
	size_t n;
	const struct xg_verb *verbs; /* or NULL */
	bool verb_optional;
	bool as_is;		    /* stage.h: operands_as_is */
	void *state;		    /* base of the verb's options */
	const struct xg_verb *verb; /* the one that was given */
	const char **arg;	    /* owned: operands behind the verb */
	int argc;
	struct xg_buf *texts; /* owned: texts from the file */
	size_t text_n;
};

void xg_opts_release(struct xg_opts *o); /* lists in the state, too */
/* argv[0] is skipped. Errors are sentences: unknown option with the nearest
 * name, missing or bad value. XG_ERR_SYNTAX, XG_ERR_RANGE, XG_ERR_MEMORY. */
int xg_opts_parse(
	struct xg_opts *o, int argc, char **argv, struct xg_error *err);
/* What the command line has not given, from environment, conf (may be NULL)
 * and defaults. XG_ERR_CONFIG for a bad value of the file. */
int xg_opts_fill(
	struct xg_opts *o, const struct xg_conf *conf, struct xg_error *err);
/* Does any table name a place in the configuration file? */
bool xg_opts_want_conf(const struct xg_opts *o);

/* Stores the value of one option from its text. */
int xg_opt_set(const struct xg_opt *opt, void *base, const char *text,
	struct xg_error *err);
/* Is a table well made: sorted, unique, defaults within bounds, help short,
 * no name or letter of `other` (may be NULL)? 0 or *err. */
int xg_opts_check(const struct xg_opt *opts, const struct xg_opt *other,
	struct xg_error *err);
/* The nearest of a list of words, or NULL when none is near. */
const char *xg_nearest(const char *word,
	const char *(*at)(const void *, size_t), const void *list);

#endif
