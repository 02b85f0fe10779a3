/* libjq by dlopen. Only its soname is used, no header, so that building needs
 * no development package; a jv is 16 bytes that are passed by value.
 * Source: jq 1.5-1.7 manual of the C API, jv.h (struct jv). */
#include "expr/expr.h"

#include <dlfcn.h>
#include <stdint.h>

struct jv {
	uint64_t word[2];
};
struct jq_state;
typedef void jq_msg_fn(void *, struct jv);

enum { JV_INVALID, JV_NULL, JV_FALSE, JV_STRING = 5 };

struct jq_api {
	struct jq_state *(*init)(void);
	void (*teardown)(struct jq_state **);
	int (*compile)(struct jq_state *, const char *);
	void (*start)(struct jq_state *, struct jv, int);
	struct jv (*next)(struct jq_state *);
	void (*set_error_cb)(struct jq_state *, jq_msg_fn *, void *);
	struct jv (*parse)(const char *, int);
	int (*kind)(struct jv);
	struct jv (*copy)(struct jv);
	void (*release)(struct jv);
	int (*has_msg)(struct jv);
	struct jv (*get_msg)(struct jv);
	struct jv (*dump)(struct jv, int);
	const char *(*text)(struct jv);
};

struct xg_expr {
	void *lib;
	struct jq_api jq;
	struct jq_state *state;
	char said[200]; /* the first message of the compiler */
};

/* dlsym gives a pointer to an object; POSIX lets it be one to a function. */
static bool symbol(void *lib, const char *name, void *fn)
{
	void *p = dlsym(lib, name);

	memcpy(fn, &p, sizeof p);
	return p;
}

static bool load(struct xg_expr *e)
{
	struct jq_api *a = &e->jq;

	e->lib = dlopen("libjq.so.1", RTLD_NOW | RTLD_LOCAL);
	return e->lib && symbol(e->lib, "jq_init", &a->init) &&
	       symbol(e->lib, "jq_teardown", &a->teardown) &&
	       symbol(e->lib, "jq_compile", &a->compile) &&
	       symbol(e->lib, "jq_start", &a->start) &&
	       symbol(e->lib, "jq_next", &a->next) &&
	       symbol(e->lib, "jq_set_error_cb", &a->set_error_cb) &&
	       symbol(e->lib, "jv_parse_sized", &a->parse) &&
	       symbol(e->lib, "jv_get_kind", &a->kind) &&
	       symbol(e->lib, "jv_copy", &a->copy) &&
	       symbol(e->lib, "jv_free", &a->release) &&
	       symbol(e->lib, "jv_invalid_has_msg", &a->has_msg) &&
	       symbol(e->lib, "jv_invalid_get_msg", &a->get_msg) &&
	       symbol(e->lib, "jv_dump_string", &a->dump) &&
	       symbol(e->lib, "jv_string_value", &a->text);
}

/* Takes a message of jq's; the text of the result is to be released. */
static struct jv as_text(struct xg_expr *e, struct jv msg)
{
	return e->jq.kind(msg) == JV_STRING ? msg : e->jq.dump(msg, 0);
}

static void on_message(void *arg, struct jv msg)
{
	struct xg_expr *e = arg;
	struct jv text = as_text(e, msg);

	if (!e->said[0])
		xg_str_copy(
			e->said, sizeof e->said, xg_str_from(e->jq.text(text)));
	e->jq.release(text);
}

struct xg_expr *xg_expr_new(const char *text, struct xg_error *err)
{
	struct xg_expr *e = calloc(1, sizeof *e);

	if (!e) {
		xg_error_set(err, XG_ERR_MEMORY, "out of memory");
		return NULL;
	}
	if (!load(e)) {
		xg_error_set(err, XG_ERR_SUPPORT,
			"this expression needs the "
			"library libjq.so.1, which is not installed "
			"(Debian: apt-get install libjq1)");
		xg_expr_free(e);
		return NULL;
	}
	e->state = e->jq.init();
	if (e->state) {
		e->jq.set_error_cb(e->state, on_message, e);
		if (e->jq.compile(e->state, text))
			return e;
	}
	xg_error_set(err, XG_ERR_SYNTAX, "%s",
		e->said[0] ? e->said : "jq cannot compile it");
	xg_expr_free(e);
	return NULL;
}

void xg_expr_free(struct xg_expr *e)
{
	if (!e)
		return;
	if (e->state)
		e->jq.teardown(&e->state);
	if (e->lib)
		dlclose(e->lib);
	free(e);
}

/* Takes an invalid value: the end of the results, or an error of jq's. */
static int ended(struct xg_expr *e, struct jv last, struct xg_error *err)
{
	struct jv text;

	if (!e->jq.has_msg(e->jq.copy(last))) {
		e->jq.release(last);
		return 0;
	}
	text = as_text(e, e->jq.get_msg(last));
	xg_error_set(err, XG_ERR_SYNTAX, "%.200s", e->jq.text(text));
	e->jq.release(text);
	return XG_ERR_SYNTAX;
}

int xg_expr_run(struct xg_expr *e, struct xg_str json, bool *truth,
	struct xg_buf *out, struct xg_error *err)
{
	struct jv v = e->jq.parse(json.p, (int)json.n);
	int kind;

	*truth = false;
	if (e->jq.kind(v) == JV_INVALID) {
		int rc = ended(e, v, err);

		return rc ? rc : xg_error_set(err, XG_ERR_SYNTAX, "not JSON");
	}
	e->jq.start(e->state, v, 0);
	for (;;) {
		v = e->jq.next(e->state);
		kind = e->jq.kind(v);
		if (kind == JV_INVALID)
			return ended(e, v, err);
		if (kind != JV_NULL && kind != JV_FALSE)
			*truth = true;
		v = e->jq.dump(v, 0);
		if (out) {
			xg_buf_text(out, e->jq.text(v));
			xg_buf_char(out, '\n');
		}
		e->jq.release(v);
	}
}
