/* --where and --map: what of a stage's own records goes on. */
#include "expr/expr.h"
#include "stage/stage_priv.h"
#include "stage/where.h"

int xg_select_open(struct xg_io *io)
{
	const char *option = "--where";
	struct xg_error err = { 0 };

	if (io->common.where) {
		io->where = xg_where_new(io->common.where, &err);
		if (!io->where)
			io->where_jq = xg_expr_new(io->common.where, &err);
		if (!io->where && !io->where_jq)
			goto fail;
	}
	if (io->common.map) {
		option = "--map";
		io->map = xg_expr_new(io->common.map, &err);
		if (!io->map)
			goto fail;
	}
	return 0;
fail:
	return xg_fail(io, XG_EXIT_USAGE, "%s: %s", option, err.text);
}

void xg_select_release(struct xg_io *io)
{
	xg_where_free(io->where);
	xg_expr_free(io->where_jq);
	xg_expr_free(io->map);
	io->where = NULL;
	io->where_jq = io->map = NULL;
}

static bool holds(struct xg_io *io, struct xg_str text, struct xg_error *err)
{
	bool truth = true;

	if (io->where)
		return xg_where_holds(io->where, text);
	if (io->where_jq &&
		xg_expr_run(io->where_jq, text, &truth, NULL, err) < 0)
		return false;
	return truth;
}

static void deliver_all(struct xg_io *io, struct xg_str lines)
{
	while (lines.n)
		xg_deliver_text(io->run, io->at + 1, xg_str_cut(&lines, '\n'));
}

/* The text is needed by both, and on stdout too: it is made once. */
void xg_select(struct xg_io *io, const struct xg_rec *rec)
{
	struct xg_error err = { 0 };
	struct xg_str text;
	struct xg_buf results = { 0 };
	bool truth;

	xg_buf_clear(&io->text);
	if (xg_rec_text(io, &io->text, rec) < 0)
		return;
	text = (struct xg_str){ io->text.p, io->text.len - 1 };
	if (holds(io, text, &err)) {
		if (!io->map && io->at + 1 == io->run->n)
			xg_deliver_text(io->run, io->run->n, text);
		else if (!io->map)
			xg_deliver(io->run, io->at + 1, rec);
		else if (xg_expr_run(io->map, text, &truth, &results, &err) ==
			 0)
			deliver_all(io, xg_buf_view(&results));
	}
	xg_buf_release(&results);
	if (err.text[0]) {
		xg_warn(io, "%s: %s", io->where_jq ? "--where" : "--map",
			err.text);
		xg_status_at_end(io, XG_EXIT_FAILED);
	}
}
