/* stage: records move from stage to stage in order; ends, feedback and bad
 * lines as among pipes. Each case is a process of its own. */
#include "base/attr.h"
#include "stage/fuse.h"
#include "stage/stage.h"
#include "tap.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#define TICK "{\"type\":\"tick\",\"rx\":5}\n"
#define FEE "{\"type\":\"fee\",\"venue\":\"okx\",\"maker\":0.1,\"taker\":0.2}\n"
#define MARK \
	"{\"type\":\"mark\",\"venue\":\"okx\",\"sym\":\"A-B\",\"rx\":7," \
	"\"mark\":10}\n"
#define OI \
	"{\"type\":\"oi\",\"venue\":\"okx\",\"sym\":\"A-B\",\"rx\":7," \
	"\"qty\":3}\n"

struct count {
	int64_t n, backs;
};

static int emit_oi(struct xg_io *io, const struct xg_rec *from, int64_t qty)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_OI, from->venue, from->sym, 0, from->rx);
	XG_REC_SET(&rec, oi.qty, xg_dec_int(qty));
	return xg_emit(io, &rec);
}

/* Forwards a mark, then tells how many there were. */
static int counter(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	int rc = xg_forward(io, rec);

	return rc ? rc : emit_oi(io, rec, ++((struct count *)state)->n);
}

/* Ends after two marks. */
static int taker(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	struct count *c = state;
	int rc = xg_forward(io, rec);

	if (rc == 0 && ++c->n == 2)
		xg_quit(io, 0);
	return rc;
}

/* Rejects each order that comes: feedback for those before it. */
static int rejecter(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	struct xg_rec out;

	(void)state;
	xg_rec_start(&out, XG_REC_REJECT, rec->venue, rec->sym, 0, rec->rx);
	XG_REC_SET(&out, reject.id, rec->u.order.id);
	XG_REC_SET(&out, reject.by, XG_STR("order"));
	XG_REC_SET(&out, reject.rule, XG_STR("none"));
	return xg_emit(io, &out);
}

/* Sends an order for each mark; counts the rejects that come back. */
static int sender(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	struct count *c = state;
	struct xg_rec out;

	if (rec->type == XG_REC_REJECT) {
		c->backs++;
		return xg_forward(io, rec);
	}
	xg_rec_start(&out, XG_REC_ORDER, rec->venue, rec->sym, 0, rec->rx);
	XG_REC_SET(&out, order.id, XG_STR("o"));
	XG_REC_SET(&out, order.side, XG_BUY);
	XG_REC_SET(&out, order.kind, XG_MARKET);
	XG_REC_SET(&out, order.qty, xg_dec_int(1));
	return xg_emit(io, &out);
}

static int sender_end(struct xg_io *io, void *state)
{
	return xg_print(io, "{\"backs\":%lld}\n",
		(long long)((struct count *)state)->backs);
}

static int summary(struct xg_io *io, void *state)
{
	return xg_print(
		io, "{\"sum\":%lld}\n", (long long)((struct count *)state)->n);
}

#define STAGE(what, ...) \
	static const struct xg_stage what##_stage = { .name = "t-" #what, \
		.summary = "test", \
		.synopsis = "", \
		.size = sizeof(struct count), \
		__VA_ARGS__ }
STAGE(counter, .takes = XG_REC_BIT(XG_REC_MARK), .record = counter,
	.finish = summary);
STAGE(taker, .takes = XG_REC_BIT(XG_REC_MARK), .record = taker);
STAGE(sender, .takes = XG_REC_BIT(XG_REC_MARK) | XG_REC_BIT(XG_REC_REJECT),
	.record = sender, .finish = sender_end, .feedback = true);
STAGE(rejecter, .takes = XG_REC_BIT(XG_REC_ORDER), .record = rejecter);
STAGE(plain, .takes = XG_REC_BIT(XG_REC_OI));

struct part {
	const struct xg_stage *stage;
	const char *word; /* one option, or NULL */
};

static char out[65536], err[65536];

/* Runs the stages over text; the exit status. */
static int run(const char *text, const struct part *parts, size_t n)
{
	int in[2], o[2], e[2], status;
	ssize_t got;
	pid_t pid;

	if (pipe(in) < 0 || pipe(o) < 0 || pipe(e) < 0)
		exit(1);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		struct xg_run *r;
		int rc = -1;

		dup2(in[0], 0);
		dup2(o[1], 1);
		dup2(e[1], 2);
		closefrom(3);
		r = xg_run_new();
		for (size_t i = 0; rc < 0 && i < n; i++) {
			static char words[8][2][16];
			char *argv[3] = { words[i][0], NULL, NULL };

			snprintf(words[i][0], 16, "%s", parts[i].stage->name);
			if (parts[i].word) {
				snprintf(words[i][1], 16, "%s", parts[i].word);
				argv[1] = words[i][1];
			}
			rc = xg_run_add(
				r, parts[i].stage, parts[i].word ? 2 : 1, argv);
		}
		if (rc < 0)
			rc = xg_run_blocking(r);
		xg_run_free(r);
		_exit(rc);
	}
	close(in[0]);
	close(o[1]);
	close(e[1]);
	if (write(in[1], text, strlen(text)) < 0)
		exit(1);
	close(in[1]);
	for (size_t at = 0;
		(got = read(o[0], out + at, sizeof out - 1 - at)) >= 0;) {
		at += (size_t)got;
		out[at] = '\0';
		if (got == 0)
			break;
	}
	got = read(e[0], err, sizeof err - 1);
	err[got > 0 ? got : 0] = '\0';
	close(o[0]);
	close(e[0]);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define RUN(text, ...) \
	run(text, (const struct part[]){ __VA_ARGS__ }, \
		XG_LEN(((const struct part[]){ __VA_ARGS__ })))

static void is(int status, int want_status, const char *want,
	const char *want_err, const char *title)
{
	is_int(status, want_status, "%s: exit status", title);
	is_text(out, strlen(out), want, "%s: output", title);
	is_text(err, strlen(err), want_err, "%s: stderr", title);
}

#define OI_OF(n) \
	"{\"type\":\"oi\",\"venue\":\"okx\",\"sym\":\"A-B\",\"rx\":7," \
	"\"qty\":" #n "}\n"

static void order(void)
{
	is(RUN(MARK FEE MARK, { &counter_stage, NULL },
		   { &counter_stage, NULL }),
		0,
		MARK OI_OF(1) OI_OF(1) FEE MARK OI_OF(2)
			OI_OF(2) "{\"sum\":2}"
				 "\n{\"sum\":2}\n",
		"", "each record passes all stages before the next is read");
	is(RUN(MARK FEE MARK, { &counter_stage, "-n" }), 0,
		OI_OF(1) OI_OF(2) "{\"sum\":2}\n", "",
		"-n drops what it forwards and what is foreign");
	is(RUN(MARK, { &counter_stage, NULL }, { &plain_stage, "-n" }), 0, "",
		"", "-n of a later stage drops the text of an earlier one");
	is(RUN("", { &counter_stage, NULL }, { &taker_stage, NULL }), 0,
		"{\"sum\":0}\n", "", "an empty input has an end, too");
	is(RUN("\n \n" TICK "\n", { &counter_stage, NULL }), 0,
		TICK "{\"sum\":0}\n", "", "blank lines are no records");
}

static void ends(void)
{
	is(RUN(MARK MARK MARK FEE, { &counter_stage, NULL },
		   { &taker_stage, "-n" }),
		0, "", "", "a stage that has ended takes nothing more");
	is(RUN(MARK MARK MARK FEE, { &taker_stage, NULL },
		   { &counter_stage, NULL }),
		0, MARK OI_OF(1) MARK OI_OF(2) "{\"sum\":2}\n", "",
		"what follows a stage that has ended comes to its end");
}

static void feedback(void)
{
	is(RUN(MARK MARK, { &sender_stage, NULL }, { &rejecter_stage, "-n" }),
		0,
		"{\"type\":\"reject\",\"venue\":\"okx\",\"sym\":\"A-B\","
		"\"rx\":7,\"id\":\"o\",\"by\":\"order\",\"rule\":\"none\"}\n"
		"{\"type\":\"reject\",\"venue\":\"okx\",\"sym\":\"A-B\","
		"\"rx\":7,\"id\":\"o\",\"by\":\"order\",\"rule\":\"none\"}\n",
		"", "rejects go on once, although they also come back");
	is(RUN(MARK MARK, { &sender_stage, NULL }, { &rejecter_stage, NULL },
		   { &counter_stage, "-n" }),
		0, "{\"sum\":0}\n", "", "and not twice");
	is(RUN(MARK MARK, { &sender_stage, NULL }, { &rejecter_stage, NULL }),
		0,
		"{\"type\":\"reject\",\"venue\":\"okx\",\"sym\":\"A-B\","
		"\"rx\":7,\"id\":\"o\",\"by\":\"order\",\"rule\":\"none\"}\n"
		"{\"type\":\"reject\",\"venue\":\"okx\",\"sym\":\"A-B\","
		"\"rx\":7,\"id\":\"o\",\"by\":\"order\",\"rule\":\"none\"}\n"
		"{\"backs\":2}\n",
		"", "the sender has seen each of them");
}

static void bad_lines(void)
{
	is(RUN("{\"type\":\"mark\",\"venue\":\"okx\"}\n" FEE,
		   { &plain_stage, NULL }, { &counter_stage, NULL }),
		3,
		"{\"type\":\"alert\",\"rx\":0,\"level\":\"warn\",\"code\":"
		"\"bad_input\",\"msg\":\"stdin:1: mark: the member \\\"sym\\\" is missing\"}\n" FEE
		"{\"sum\":0}\n",
		"t-counter: stdin:1: mark: the member \"sym\" is missing\n",
		"a bad line is found by the stage that takes its type");
	is(RUN(FEE "{\"type\":\"mark\",\"venue\":\"okx\"}\n" FEE,
		   { &counter_stage, "--strict" }),
		3,
		FEE
		"{\"type\":\"alert\",\"rx\":0,\"level\":\"warn\",\"code\":"
		"\"bad_input\",\"msg\":\"stdin:2: mark: the member \\\"sym\\\" is missing\"}\n",
		"t-counter: stdin:2: mark: the member \"sym\" is missing\n",
		"--strict ends with it");
	is(RUN("{\"type\":\"liq\"}\n", { &plain_stage, NULL }), 0,
		"{\"type\":\"liq\"}\n", "",
		"what no stage takes is not looked into");
}

int main(void)
{
	order();
	ends();
	feedback();
	bad_lines();
	return done();
}
