#include "io/loop.h"

#include <fcntl.h>
#include <stddef.h>
#include <uv.h>

#include "io/clock.h"

struct xg_loop {
	uv_loop_t uv;
};

/* Every handle begins with its uv handle, whose data points back to it, so
 * that one function can close them all. */
struct xg_timer {
	uv_timer_t uv;
	xg_timer_fn *fn;
	void *arg;
};

struct xg_watch {
	union {
		uv_handle_t handle;
		uv_poll_t poll;
		uv_idle_t idle; /* for descriptors that epoll refuses */
	} uv;
	xg_watch_fn *fn;
	void *arg;
	int fd;
	int events;
	bool always; /* uv.idle is in use */
};

struct xg_sig {
	uv_signal_t uv;
	xg_sig_fn *fn;
	void *arg;
};

struct xg_turn {
	uv_prepare_t uv;
	xg_turn_fn *fn;
	void *arg;
};

struct xg_loop *xg_loop_new(struct xg_error *err)
{
	struct xg_loop *loop = calloc(1, sizeof *loop);
	int rc;

	if (!loop) {
		xg_error_set(err, XG_ERR_MEMORY, "out of memory");
		return NULL;
	}
	rc = uv_loop_init(&loop->uv);
	if (rc < 0) {
		xg_error_set(err, XG_ERR_SYSTEM,
			"cannot start an event loop: %s", uv_strerror(rc));
		free(loop);
		return NULL;
	}
	return loop;
}

static void free_handle(uv_handle_t *handle)
{
	free(handle->data);
}

static void close_one(uv_handle_t *handle, void *arg)
{
	(void)arg;
	/* Handles of a guest library have other data: they are only closed. */
	if (!uv_is_closing(handle))
		uv_close(handle, handle->data == handle ? free_handle : NULL);
}

void xg_loop_free(struct xg_loop *loop)
{
	if (!loop)
		return;
	uv_walk(&loop->uv, close_one, NULL);
	while (uv_run(&loop->uv, UV_RUN_NOWAIT))
		continue;
	uv_loop_close(&loop->uv);
	free(loop);
}

void xg_loop_run(struct xg_loop *loop)
{
	uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void xg_loop_stop(struct xg_loop *loop)
{
	uv_stop(&loop->uv);
}

int64_t xg_loop_now(const struct xg_loop *loop)
{
	(void)loop;
	return xg_clock_us();
}

int64_t xg_loop_mono(const struct xg_loop *loop)
{
	(void)loop;
	return xg_clock_mono_us();
}

void *xg_loop_uv(struct xg_loop *loop)
{
	return &loop->uv;
}

/* ---- timers ---- */

static void on_timer(uv_timer_t *uv)
{
	struct xg_timer *timer = uv->data;

	timer->fn(timer, timer->arg);
}

struct xg_timer *xg_timer_new(struct xg_loop *loop, xg_timer_fn *fn, void *arg)
{
	struct xg_timer *timer = calloc(1, sizeof *timer);

	if (!timer)
		return NULL;
	uv_timer_init(&loop->uv, &timer->uv);
	timer->uv.data = timer;
	timer->fn = fn;
	timer->arg = arg;
	return timer;
}

static uint64_t ms_up(int64_t us)
{
	return us <= 0 ? 0 : ((uint64_t)us + 999) / 1000;
}

void xg_timer_set(struct xg_timer *timer, int64_t after, int64_t every)
{
	/* The cached time of a long turn would shorten the span. */
	uv_update_time(timer->uv.loop);
	uv_timer_start(&timer->uv, on_timer, ms_up(after), ms_up(every));
}

void xg_timer_clear(struct xg_timer *timer)
{
	uv_timer_stop(&timer->uv);
}

bool xg_timer_is_set(const struct xg_timer *timer)
{
	return uv_is_active((const uv_handle_t *)&timer->uv);
}

void xg_timer_free(struct xg_timer *timer)
{
	if (timer)
		uv_close((uv_handle_t *)&timer->uv, free_handle);
}

/* ---- descriptors ---- */

static void on_poll(uv_poll_t *uv, int status, int ready)
{
	struct xg_watch *watch = uv->data;
	int events = 0;

	if (status < 0)
		events = watch->events;
	if (ready & (UV_READABLE | UV_DISCONNECT))
		events |= XG_WATCH_READ;
	if (ready & UV_WRITABLE)
		events |= XG_WATCH_WRITE;
	events &= watch->events;
	if (events)
		watch->fn(watch, events, watch->arg);
}

static void on_idle(uv_idle_t *uv)
{
	struct xg_watch *watch = uv->data;

	watch->fn(watch, watch->events, watch->arg);
}

/* libuv makes what it polls non-blocking; the standard descriptors are shared
 * with the shell and with other processes, so they get their flags back. */
static int poll_init(struct xg_loop *loop, struct xg_watch *watch)
{
	int flags = watch->fd <= 2 ? fcntl(watch->fd, F_GETFL) : -1;
	int rc = uv_poll_init(&loop->uv, &watch->uv.poll, watch->fd);

	if (flags >= 0)
		fcntl(watch->fd, F_SETFL, flags);
	return rc;
}

struct xg_watch *xg_watch_new(struct xg_loop *loop, int fd, xg_watch_fn *fn,
	void *arg, struct xg_error *err)
{
	struct xg_watch *watch = calloc(1, sizeof *watch);
	int rc;

	if (!watch) {
		xg_error_set(err, XG_ERR_MEMORY, "out of memory");
		return NULL;
	}
	watch->fd = fd;
	watch->fn = fn;
	watch->arg = arg;
	rc = poll_init(loop, watch);
	if (rc == UV_EPERM) {
		watch->always = true;
		rc = uv_idle_init(&loop->uv, &watch->uv.idle);
	}
	if (rc < 0) {
		xg_error_set(err, XG_ERR_SYSTEM,
			"cannot watch descriptor %d: "
			"%s",
			fd, uv_strerror(rc));
		free(watch);
		return NULL;
	}
	watch->uv.handle.data = watch;
	return watch;
}

int xg_watch_set(struct xg_watch *watch, int events)
{
	int uv_events = (events & XG_WATCH_READ ? UV_READABLE : 0) |
			(events & XG_WATCH_WRITE ? UV_WRITABLE : 0);
	int rc;

	if (events == watch->events)
		return 0;
	watch->events = events;
	if (watch->always)
		rc = events ? uv_idle_start(&watch->uv.idle, on_idle)
			    : uv_idle_stop(&watch->uv.idle);
	else
		rc = events ? uv_poll_start(&watch->uv.poll, uv_events, on_poll)
			    : uv_poll_stop(&watch->uv.poll);
	return rc < 0 ? XG_ERR_SYSTEM : 0;
}

int xg_watch_fd(const struct xg_watch *watch)
{
	return watch->fd;
}

void xg_watch_free(struct xg_watch *watch)
{
	if (watch)
		uv_close(&watch->uv.handle, free_handle);
}

/* ---- signals and turns ---- */

static void on_signal(uv_signal_t *uv, int signo)
{
	struct xg_sig *sig = uv->data;

	sig->fn(sig, signo, sig->arg);
}

struct xg_sig *xg_sig_new(
	struct xg_loop *loop, int signo, xg_sig_fn *fn, void *arg)
{
	struct xg_sig *sig = calloc(1, sizeof *sig);

	if (!sig)
		return NULL;
	uv_signal_init(&loop->uv, &sig->uv);
	sig->uv.data = sig;
	sig->fn = fn;
	sig->arg = arg;
	uv_signal_start(&sig->uv, on_signal, signo);
	uv_unref((uv_handle_t *)&sig->uv);
	return sig;
}

void xg_sig_free(struct xg_sig *sig)
{
	if (sig)
		uv_close((uv_handle_t *)&sig->uv, free_handle);
}

static void on_turn(uv_prepare_t *uv)
{
	struct xg_turn *turn = uv->data;

	turn->fn(turn->arg);
}

struct xg_turn *xg_turn_new(struct xg_loop *loop, xg_turn_fn *fn, void *arg)
{
	struct xg_turn *turn = calloc(1, sizeof *turn);

	if (!turn)
		return NULL;
	uv_prepare_init(&loop->uv, &turn->uv);
	turn->uv.data = turn;
	turn->fn = fn;
	turn->arg = arg;
	uv_prepare_start(&turn->uv, on_turn);
	uv_unref((uv_handle_t *)&turn->uv);
	return turn;
}

void xg_turn_free(struct xg_turn *turn)
{
	if (turn)
		uv_close((uv_handle_t *)&turn->uv, free_handle);
}
