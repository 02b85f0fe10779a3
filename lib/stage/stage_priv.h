/* What the files of lib/stage share. */
#ifndef XG_STAGE_PRIV_H
#define XG_STAGE_PRIV_H

#include "io/line.h"
#include "stage/conf.h"
#include "stage/fuse.h"
#include "stage/opt.h"
#include "stage/stage.h"

struct xg_where;
struct xg_expr;

enum xg_clock_word { XG_CLOCK_RECORD, XG_CLOCK_WALL };

/* Values of the common options (stage/common.c). */
struct xg_common {
	bool only, strict, verbose, quiet, help, version;
	const char *where, *map, *bad, *config;
	int clock;
};
extern const struct xg_opt xg_common_opts[];

/* One stage of a run. */
struct xg_io {
	const struct xg_stage *stage;
	struct xg_run *run;
	size_t at; /* its place in the run */
	void *state;
	struct xg_opts opts;
	struct xg_common common;
	struct xg_conf conf;
	struct xg_where *where;	  /* --where without jq */
	struct xg_expr *where_jq; /* --where with jq */
	struct xg_expr *map;
	int bad_fd; /* --bad; 0 = none */
	bool wall;  /* --clock wall */
	bool lines; /* its input comes to stage->line */

	uint64_t want; /* types that it or a later stage takes */
	struct xg_rec_reader reader;
	const struct xg_rec *now; /* being given to it */
	struct xg_str now_line;	  /* opaque input: the line being given */
	int64_t line;		  /* number of that record */
	int64_t time;
	int64_t bad_lines;
	struct xg_buf text;  /* record as text, for --where and --map */
	struct xg_buf print; /* xg_print: the line so far */

	bool opened;
	bool over;	  /* takes and gives nothing more */
	bool input_ended; /* finish was called, or need not be */
	bool held;
	bool stopping;
	bool opens_later; /* it said so: no sandbox */
	bool in_feedback; /* `now` comes from a later stage */
};

/* A record on its way back to earlier stages. */
struct xg_back {
	struct xg_rec *rec; /* owned */
	size_t from;	    /* stage that emitted it */
};

struct xg_run {
	struct xg_io *io[XG_RUN_STAGES]; /* owned */
	size_t n;
	struct xg_lines in;
	const char *in_name; /* "stdin", or the file that is being read */
	int *in_fds;	     /* owned: the files of the operands */
	size_t in_n, in_at;
	struct xg_out out;
	int status;	 /* the gravest so far */
	bool unsettled;	 /* a stage has ended: see xg_settle */
	bool stop_asked; /* SIGTERM or SIGINT */
	bool out_gone;	 /* stdout takes nothing more */

	/* A line that stage bad_at is going to find bad for *bad_err. */
	const struct xg_rec *bad_rec;
	size_t bad_at;
	const struct xg_error *bad_err;

	struct xg_back *back; /* owned: the queue of feedback */
	size_t back_at, back_n, back_cap;

	struct xg_loop *loop;		  /* NULL: the blocking runner */
	struct xg_loop_run *loop_run;	  /* private to run_loop.c */
	int (*flush)(struct xg_run *run); /* 0, or out_gone is set */
};

static inline bool xg_runs_verb(const struct xg_io *io)
{
	return io->opts.verb && io->opts.verb->run;
}

/* setup.c: all stages are complete: what each wants, --bad, expressions, the
 * calls of open. 0 or an exit status. */
int xg_run_open(struct xg_run *run);
/* Closes all, flushes; the exit status. */
int xg_run_close(struct xg_run *run);
/* input.c: opens the files of the operands and starts with the first: 0 or an
 * exit status. */
int xg_inputs_open(struct xg_run *run);
/* The input in work has ended: true when another one follows in its place. */
bool xg_inputs_next(struct xg_run *run);
void xg_inputs_release(struct xg_run *run);
/* Reads stdin itself, as opposed to making records from elsewhere. */
bool xg_run_reads(const struct xg_run *run);

/* fuse.c */
/* A line of text for stage `at`. */
void xg_input_line(struct xg_run *run, size_t at, struct xg_str line);
/* A record for stage `at`; beyond the last one it is written. */
void xg_deliver(struct xg_run *run, size_t at, const struct xg_rec *rec);
/* Writes a line of text to stage `at` or stdout. */
void xg_deliver_text(struct xg_run *run, size_t at, struct xg_str line);
/* The input of stage 0 has ended. */
void xg_input_end(struct xg_run *run);
/* What must not happen inside a stage's call: ends of input that follow from
 * ended stages, and the records of the feedback queue. */
void xg_settle(struct xg_run *run);
bool xg_run_over(const struct xg_run *run);
/* A tick of the real clock for stages that want it. */
void xg_wall_tick(struct xg_run *run, int64_t now);
bool xg_wants_wall(const struct xg_run *run);
/* Stops all stages (SIGTERM). */
void xg_stop_all(struct xg_run *run);
void xg_signal_all(struct xg_run *run, int signo);
/* This stage ends with status (0 = quietly). */
void xg_stage_end(struct xg_io *io, int status);
void xg_feed_back(struct xg_io *io, const struct xg_rec *rec);

/* select.c: --where and --map. */
int xg_select_open(struct xg_io *io); /* 0 or exit status */
void xg_select_release(struct xg_io *io);
static inline bool xg_selects(const struct xg_io *io)
{
	return io->where || io->where_jq || io->map;
}
/* Delivers what is left of a record after --where and --map. */
void xg_select(struct xg_io *io, const struct xg_rec *rec);

/* emit.c */
int xg_rec_text(struct xg_io *io, struct xg_buf *out, const struct xg_rec *rec);
int xg_after_emit(const struct xg_io *io);

/* bad.c */
/* A piece of a line that is too long; last = it ends here. */
void xg_bad_piece(struct xg_io *io, struct xg_str piece, bool last);
int xg_bad_input(
	struct xg_io *io, struct xg_str line, const struct xg_error *err);
void xg_bad_end(struct xg_io *io); /* says how many were not shown */

/* msg.c */
int xg_status_worse(int a, int b);

/* help.c, spec.c, complete.c: print to stdout; the exit status. */
int xg_help_print(const struct xg_stage *stage, const struct xg_verb *verb);
int xg_spec_print(const struct xg_stage *stage);
int xg_complete_print(const struct xg_stage *stage, int argc, char **argv);
/* Bits of the exit statuses that a stage can end with. */
unsigned xg_exits_of(const struct xg_stage *stage);
/* Writes b to stdout and releases it. */
int xg_text_out(const char *name, struct xg_buf *b);

#endif
