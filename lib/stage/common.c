/* The options that every command has (xg(1), COMMON OPTIONS). */
#include <stddef.h>

#include "stage/stage_priv.h"

static const char *const clocks[] = { "record", "wall", NULL };

#define AT(member) offsetof(struct xg_common, member)

const struct xg_opt xg_common_opts[] = {
	{ .name = "bad", .arg = "file", .kind = XG_OPT_FILE, .off = AT(bad),
		.help = "append lines that are no valid records to file" },
	{ .name = "clock", .arg = "word", .kind = XG_OPT_WORD,
		.off = AT(clock), .words = clocks,
		.help = "time comes from the records or the wall clock" },
	{ .name = "config", .arg = "file", .kind = XG_OPT_FILE,
		.off = AT(config), .env = "XG_CONFIG",
		.help = "read settings from file" },
	{ .letter = 'h', .name = "help", .kind = XG_OPT_FLAG,
		.off = AT(help), .help = "print this text" },
	{ .name = "map", .arg = "expr", .kind = XG_OPT_TEXT, .off = AT(map),
		.help = "print the results of a jq expression instead" },
	{ .letter = 'n', .name = "only", .kind = XG_OPT_FLAG,
		.off = AT(only), .help = "drop records of other commands" },
	{ .letter = 'q', .name = "quiet", .kind = XG_OPT_FLAG,
		.off = AT(quiet), .help = "print no warnings" },
	{ .name = "strict", .kind = XG_OPT_FLAG, .off = AT(strict),
		.help = "stop at the first bad line" },
	{ .letter = 'v', .name = "verbose", .kind = XG_OPT_FLAG,
		.off = AT(verbose), .help = "say more on stderr" },
	{ .name = "version", .kind = XG_OPT_FLAG, .off = AT(version),
		.help = "print the version" },
	{ .name = "where", .arg = "expr", .kind = XG_OPT_TEXT,
		.off = AT(where), .help = "emit only what the expression holds for" },
	{ 0 }
};
