/* What the commands that use accounts have in common: the options that say which
 * accounts, and what ends with which exit status. */
#ifndef XG_ENTRY_ENTRY_H
#define XG_ENTRY_ENTRY_H

#include <stddef.h>

#include "desk/desk.h"
#include "stage/stage.h"

/* Filled by the options below. */
struct xg_entry {
	int env; /* enum xg_env */
	struct xg_opt_list venues;
	const char *label, *key_file;
	int64_t pass_fd;
};

/* Rows of an option table; `at` is where the state has its struct xg_entry. */
#define XG_ENTRY_ENV(at) \
	{ \
		.name = "env", .arg = "env", .kind = XG_OPT_WORD, \
		.off = (at) + offsetof(struct xg_entry, env), .def = "paper", \
		.words = xg_env_words, .help = "paper, test or live" \
	}
#define XG_ENTRY_KEY_FILE(at) \
	{ \
		.name = "key-file", .arg = "file", .kind = XG_OPT_FILE, \
		.off = (at) + offsetof(struct xg_entry, key_file), \
		.help = "file of the vault's passphrase" \
	}
#define XG_ENTRY_LABEL(at) \
	{ \
		.name = "label", .arg = "name", .kind = XG_OPT_TEXT, \
		.off = (at) + offsetof(struct xg_entry, label), \
		.help = "which key of a venue" \
	}
#define XG_ENTRY_PASS_FD(at) \
	{ \
		.name = "pass-fd", .arg = "n", .kind = XG_OPT_INT, \
		.off = (at) + offsetof(struct xg_entry, pass_fd), .def = "-1", \
		.min = -1, .max = 1023, \
		.help = "descriptor of the vault's passphrase" \
	}
#define XG_ENTRY_VENUE(at) \
	{ \
		.name = "venue", .arg = "venue", .kind = XG_OPT_LIST, \
		.off = (at) + offsetof(struct xg_entry, venues), \
		.help = "only this one; all that have a key without it" \
	}

/* The desk that they mean, with the configuration of io. All is borrowed. */
struct xg_desk_opts xg_entry_desk(const struct xg_entry *e, struct xg_io *io);
/* xg_conf_text with ctx = struct xg_io. */
int xg_entry_conf(void *ctx, const char *path, struct xg_str *json);

/* The exit status for an error (XG_ERR_*) of a desk or a session, and for a reason
 * (XG_WHY_*) for which an order was refused. */
int xg_entry_exit(int rc);
int xg_entry_refused(int reason);

#endif
