/* A command is a stage: one table of what it is, and a few functions. The
 * runner (stage/run.c) parses options, reads records, calls the stage, writes
 * what it emits, and keeps the conventions of xg(1). The same stage runs alone
 * between pipes or linked to others by function calls (xg-run). */
#ifndef XG_STAGE_STAGE_H
#define XG_STAGE_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "rec/rec.h"
#include "stage/exit.h"

struct xg_io;	/* what the runner gives to a stage; see below */
struct xg_loop; /* io/loop.h */

enum xg_opt_kind {
	XG_OPT_FLAG, /* bool */
	XG_OPT_INT,  /* int64_t, min..max */
	XG_OPT_DEC,  /* struct xg_dec */
	XG_OPT_TEXT, /* const char *; NULL when not given and no default */
	XG_OPT_SPAN, /* int64_t microseconds, from "10s", "250ms" */
	XG_OPT_WORD, /* int: index into words (NULL-terminated list) */
	XG_OPT_LIST, /* struct xg_opt_list: may be given several times */
	XG_OPT_FILE, /* const char *: completes file names */
};

struct xg_opt_list {
	const char **item; /* owned by the runner */
	size_t n;
};

/* Tables are sorted by long name and end with a zero row. At most one letter
 * for common options. arg is one lower-case word, NULL for flags. */
struct xg_opt {
	char letter;	  /* 0 = none */
	const char *name; /* "depth" */
	const char *arg;  /* "n" */
	enum xg_opt_kind kind;
	size_t off;	  /* in the stage's state */
	const char *def;  /* default as text; NULL = zero */
	int64_t min, max; /* INT and SPAN; both 0 = no bounds. DEC: min 1 =
			   * above zero, so that zero says "not given" */
	const char *help; /* at most 56 columns, no full stop */
	const char *const *words;
	const char *env;  /* environment variable, or NULL */
	const char *conf; /* path in config.json, or NULL */
	int64_t none; /* INT and SPAN: the value when there is none, no def */
};

/* A subcommand: `xg-key add`. The stage's options may stand anywhere, the
 * verb's own after the verb. */
struct xg_verb {
	const char *name, *synopsis, *help;
	const struct xg_opt *opts;
	/* Called instead of open, record and finish; close follows. Returns
	 * enum xg_exit (a loop stage may xg_hold and go on after 0). NULL: with
	 * this verb the stage is a filter as without one (xg_verb_name says
	 * which verb), and args_min..args_max count what follows the verb. */
	int (*run)(struct xg_io *io, void *state);
};

struct xg_stage {
	const char *name;     /* "xg-book" */
	const char *summary;  /* one line, lower case, no full stop */
	const char *synopsis; /* what follows the name and [options] */
	const struct xg_opt *opts;
	const struct xg_verb *verbs; /* zero row ends; NULL = none */
	bool verb_optional;	     /* without a verb it is a filter */
	size_t size;		     /* of the state; zeroed by the runner */
	uint64_t takes, gives;	     /* bits of record types */
	int args_min, args_max;	     /* operands; max -1 = any number */
	unsigned exits;	   /* bit per enum xg_exit that it can return */
	bool no_input;	   /* it reads no stdin (xg-feed, xg-inst): finish
				* is called right after open */
	bool opaque_input; /* it reads stdin itself through `line` */
	/* Its operands are the files to read one after another ("-" = stdin);
	 * without operands it is stdin. First of a pipeline only. */
	bool reads_files;
	/* From the first operand on (that is no verb) all words are operands,
	 * also those with a dash: they are for another program. */
	bool operands_as_is;
	/* In xg-run: exec, fill, balance, position and reject records that a
	 * later stage emits come to this one too (those in `takes`), through a
	 * queue. It must not expect to be able to forward them: they are
	 * already on their way, and xg_forward of one does nothing. */
	bool feedback;
	/* After open it calls nothing but stdio-like system calls (it opens no
	 * file, socket or program): the runner locks it in (io/sandbox.h). */
	bool pure;
	bool wall; /* --clock wall is its default: ticks of the real clock */
	/* Non-NULL for stages that own sockets or timers: xg_run_loop. Filters
	 * leave it NULL, and so never link the event loop. */
	int (*runner)(const struct xg_stage *s, int argc, char **argv);
	const char *const *examples; /* command lines, NULL-terminated */

	/* All may be NULL. Statuses are enum xg_exit; non-zero from open or
	 * record ends the run with it. */
	int (*open)(struct xg_io *io, void *state);
	/* A record of a type in `takes`. Other types the runner forwards. The
	 * stage decides itself whether to forward what it takes. */
	int (*record)(struct xg_io *io, void *state, const struct xg_rec *rec);
	/* Instead of record, with opaque_input: one raw line without LF. */
	int (*line)(struct xg_io *io, void *state, struct xg_str line);
	/* Input has ended; a loop stage may go on until it calls xg_done. */
	int (*finish)(struct xg_io *io, void *state);
	/* Always called once after a successful or failed open. */
	void (*close)(struct xg_io *io, void *state);
	/* SIGTERM/SIGINT arrived (loop stages): wind down, then xg_done; the
	 * run waits for it, and finish is not called any more. */
	void (*stop)(struct xg_io *io, void *state);
	/* SIGHUP, SIGUSR1 (loop and blocking stages alike). */
	void (*signal)(struct xg_io *io, void *state, int signo);
};

/* ---- what a stage may call ---- */

/* Operands after options (and verb). */
int xg_argc(const struct xg_io *io);
const char *xg_arg(const struct xg_io *io, int i);
const char *xg_verb_name(const struct xg_io *io); /* NULL when none */

/* Sends a record to the next stage or stdout. 0, or an exit status when the
 * run must end (closed stdout): return it. Fills no clock. The text is written
 * from the members; raw is used only for FOREIGN records and for the very
 * record that was given to `record`. --where and --map act here. */
int xg_emit(struct xg_io *io, const struct xg_rec *rec);
/* Passes a record on, byte for byte (its raw; written anew if it has none).
 * Of a stage that takes types, -n drops it. */
int xg_forward(struct xg_io *io, const struct xg_rec *rec);
/* Line number `at` of the input `name`, without LF, goes on as it is; a next
 * stage reads it. With --where or --map it is read here first, and reported
 * with its place when it is bad. */
int xg_emit_line(
	struct xg_io *io, struct xg_str line, const char *name, int64_t at);
/* From open: input comes to `line` although it is no opaque stage. */
void xg_take_lines(struct xg_io *io);
/* Passes on a record that the stage had kept and lets go (a raw slice of its own
 * memory), byte for byte, with -n too: an order that xg-risk lets through. */
int xg_pass(struct xg_io *io, const struct xg_rec *rec);
/* Writes what was emitted now; for stages that wait by themselves. */
int xg_flush(struct xg_io *io);
/* Text that is not a record (xg-key list, --explain): to stdout. */
int xg_print(struct xg_io *io, const char *fmt, ...) XG_PRINTF(2, 3);

/* Words for people: "xg-foo: ..." on stderr. note only with -v. */
void xg_warn(struct xg_io *io, const char *fmt, ...) XG_PRINTF(2, 3);
void xg_note(struct xg_io *io, const char *fmt, ...) XG_PRINTF(2, 3);
/* Warns and returns the status, so that `return xg_fail(io, XG_EXIT_NET, ...)`
 * reads well. */
int xg_fail(struct xg_io *io, int status, const char *fmt, ...) XG_PRINTF(3, 4);

/* The file of --config; NULL when it is not given. */
const char *xg_io_config(const struct xg_io *io);
/* A value of the configuration file by its path ("feed.buffer"): 1 and its
 * JSON text, 0 when it is not there. */
int xg_io_conf(struct xg_io *io, const char *path, struct xg_str *json);

/* The record that was just given (rec may be NULL: the line) is bad for a reason in *err (text, col): says
 * where on stderr, keeps the line under --bad, emits an alert (code bad_input),
 * counts it (exit 3 at the end). Returns 0, or 3 at once under --strict. */
int xg_bad_record(
	struct xg_io *io, const struct xg_rec *rec, const struct xg_error *err);

/* The same for a line that the stage has read by itself: line number `line` of
 * the input `name`. Without err it is a piece of a line whose end is still to
 * come: it is kept and nothing else. */
int xg_bad_line(struct xg_io *io, const char *name, int64_t line,
	struct xg_str text, const struct xg_error *err);

/* An exit status to end with although the run goes on (rejects: 1). The
 * highest-priority one given wins: 6, 4, 5, 3, 1. */
void xg_status_at_end(struct xg_io *io, int status);

/* Loop stages: hold the run open after input's end; release with xg_done.
 * Not counted: one xg_done ends any number of xg_hold. xg_done after stop, or
 * before the end of input, ends this stage as well. */
void xg_hold(struct xg_io *io);
void xg_done(struct xg_io *io);
/* Ends this stage now with this status (and what only feeds it). */
void xg_quit(struct xg_io *io, int status);
struct xg_loop *xg_io_loop(struct xg_io *io);
/* Time of the stream: rx (else ts) of the last record or tick. 0 at first. */
int64_t xg_io_time(const struct xg_io *io);
bool xg_io_verbose(const struct xg_io *io);
/* stderr is a terminal and colour is allowed. */
bool xg_io_tty(const struct xg_io *io);
/* Bytes that wait to be written downstream (bounded buffers of xg-feed). */
size_t xg_io_pending(const struct xg_io *io);

/* Within open: this run of a `pure` stage opens a file after open, too (a journal
 * that is not there yet), so it is not locked in. */
void xg_opens_later(struct xg_io *io);

/* ---- runners ---- */
int xg_stage_main(const struct xg_stage *stage, int argc, char **argv);
int xg_run_loop(const struct xg_stage *stage, int argc, char **argv);

#endif
