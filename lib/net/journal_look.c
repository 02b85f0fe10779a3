#include "net/journal_look.h"

#include <stdio.h>

#include "json/pull.h"

struct why {
	struct xg_str id;
	int (*emit)(void *ctx, const struct xg_rec *rec);
	void *ctx;
	int64_t n;
	bool is_over;
};

static int why_line(void *ctx, struct xg_str line, struct xg_error *err)
{
	static const char *const paths[] = { "id", "parent", "group" };
	struct why *w = ctx;
	struct xg_rec rec = { .type = XG_REC_FOREIGN, .raw = line };
	struct xg_str v;

	for (size_t i = 0; i < XG_LEN(paths); i++) {
		if (xg_json_find(line, paths[i], &v) != 1 ||
			v.n != w->id.n + 2 ||
			memcmp(v.p + 1, w->id.p, w->id.n) != 0)
			continue;
		w->n++;
		w->is_over = w->emit(w->ctx, &rec) < 0;
		return w->is_over ? xg_error_set(err, XG_ERR_STATE, "%s", "")
				  : 0;
	}
	return 0;
}

static int64_t look(const char *env, struct xg_chain *chain, int64_t *torn,
	struct why *w, struct xg_error *err)
{
	struct xg_buf path = { 0 };
	struct xg_error why = { 0 };
	int64_t bytes = 0, n;

	*torn = 0;
	n = xg_journal_path(&path, env, false, err);
	if (n == 0)
		n = xg_journal_read(path.p, chain, &bytes, torn,
			w ? why_line : NULL, w, &why);
	if (n == XG_ERR_ABSENT && why.text[0])
		xg_error_set(err, (int)n, "%s", why.text);
	else if (n < 0 && why.text[0])
		xg_error_set(err, (int)n, "%s: %s", path.p, why.text);
	xg_buf_release(&path);
	return n;
}

int64_t xg_journal_verify(const char *env, struct xg_chain *chain,
	int64_t *torn, struct xg_error *err)
{
	*chain = (struct xg_chain){ 0 };
	return look(env, chain, torn, NULL, err);
}

int64_t xg_journal_why(const char *env, struct xg_str id,
	int (*emit)(void *ctx, const struct xg_rec *rec), void *ctx,
	struct xg_error *err)
{
	struct why w = { .id = id, .emit = emit, .ctx = ctx };
	struct xg_chain chain = { 0 };
	int64_t torn, n = look(env, &chain, &torn, &w, err);

	return w.is_over ? XG_ERR_STATE : n < 0 ? n : w.n;
}
