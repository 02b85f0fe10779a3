/* Where the user chooses what a venue is: its region, the kind of account, the kind
 * of books. The words are `region.VENUE`, `account_kind.VENUE` and `book.VENUE` of
 * the configuration (xg-config(5)). Pure. */
#ifndef XG_SESS_CHOICE_H
#define XG_SESS_CHOICE_H

#include "base/err.h"
#include "venue/venue.h"

#define XG_REGION_MAX 16
#define XG_CHOICES_MAX 32

/* Gives the JSON text of a place of the configuration: 1, or 0 if absent. */
typedef int xg_conf_text(void *ctx, const char *path, struct xg_str *json);

enum xg_choice_what { XG_CHOOSE_REGION, XG_CHOOSE_ACCOUNT, XG_CHOOSE_BOOK };
#define XG_CHOOSE_ALL 3

/* "region", "account_kind", "book". */
const char *xg_choice_section(enum xg_choice_what what);

/* What the configuration says of a venue. 1: out is one of the words that the venue
 * has. 0: it says nothing, out is "". XG_ERR_CONFIG and a sentence: it is none of
 * them, the venue has no choice, it is under another of the venue's names, or the
 * section is no object. conf may be NULL. */
int xg_choice_word(char *out, size_t size, enum xg_choice_what what,
	const struct xg_venue *v, xg_conf_text *conf, void *ctx,
	struct xg_error *err);

struct xg_choice {
	const struct xg_venue *v;   /* the table of the kind of account */
	char region[XG_REGION_MAX]; /* "" = the usual one, as in paper */
	char usual[XG_REGION_MAX];  /* that of the configuration; "" = none */
	bool elsewhere;		    /* the name means another one than that */
	int book;		    /* index in v->books */
};

/* The venues that one command uses, each as it is chosen. */
struct xg_choices {
	enum xg_env env;
	xg_conf_text *conf; /* may be NULL */
	void *ctx;
	struct xg_choice of[XG_CHOICES_MAX];
	int n;
};

/* The venue that a user calls so, from now on in the region that the name means,
 * else in that of the configuration. Records have the venue's own name whatever its
 * region, so two regions would be mixed up: that is refused. NULL and *err:
 * XG_ERR_SUPPORT (no such venue, or in another region already), XG_ERR_CONFIG (as
 * xg_choice_word). Borrowed; it stays where it is. */
const struct xg_choice *xg_choices_name(
	struct xg_choices *c, struct xg_str name, struct xg_error *err);
/* The same for a venue that nobody called, in the region that it is in already. */
const struct xg_choice *xg_choices_venue(
	struct xg_choices *c, const struct xg_venue *v, struct xg_error *err);

#endif
