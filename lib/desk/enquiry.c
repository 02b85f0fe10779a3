#include "desk/enquiry.h"

static void on_timer(struct xg_timer *timer, void *arg)
{
	struct xg_enquiry *q = arg;
	struct xg_asker_opts o = q->ask;
	struct xg_error err = { 0 };

	(void)timer;
	if (o.op == XG_OP_FILLS && q->since)
		o.since = xg_loop_now(xg_net_loop(q->net)) - q->since;
	xg_asker_free(q->asker);
	q->asker = xg_asker_new(&q->desk, q->net, &o, &err);
	if (!q->asker)
		q->ask.done(q->ask.ctx, err.code, err.text);
}

void xg_enquiry_again(struct xg_enquiry *q, int64_t after)
{
	xg_timer_set(q->timer, after, 0);
}

static void on_loaded(void *ctx, int rc, const char *why)
{
	struct xg_enquiry *q = ctx;

	if (rc < 0)
		q->ask.done(q->ask.ctx, rc, why);
	else
		xg_enquiry_again(q, 0);
}

int xg_enquiry_start(struct xg_enquiry *q, struct xg_loop *loop,
	const struct xg_desk_opts *desk, struct xg_error *err)
{
	int rc = xg_desk_open(&q->desk, desk, err);

	if (rc < 0)
		return rc;
	q->timer = xg_timer_new(loop, on_timer, q);
	if (!q->timer)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	q->net = xg_desk_net(&q->desk, loop, err);
	if (!q->net)
		return XG_ERR_CONFIG;
	return xg_desk_load(&q->desk, q->net, on_loaded, q, err);
}

void xg_enquiry_release(struct xg_enquiry *q)
{
	xg_asker_free(q->asker);
	if (q->timer)
		xg_timer_free(q->timer);
	for (int i = 0; i < q->desk.n; i++) {
		xg_insts_load_free(q->desk.venue[i].load);
		q->desk.venue[i].load = NULL;
	}
	xg_net_free(q->net);
	xg_desk_release(&q->desk);
	*q = (struct xg_enquiry){ 0 };
}
