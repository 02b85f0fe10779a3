/* One event loop (libuv) per process: descriptors, timers, signals. Everything
 * here runs in the thread that calls xg_loop_run. */
#ifndef XG_IO_LOOP_H
#define XG_IO_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct xg_loop;
struct xg_timer;
struct xg_watch;
struct xg_sig;
struct xg_turn;

/* NULL and *err when the system gives no loop. */
struct xg_loop *xg_loop_new(struct xg_error *err);
/* Closes what is left on it; every handle made from it is gone after this. */
void xg_loop_free(struct xg_loop *loop);
/* Runs until xg_loop_stop, or until nothing is active any more. */
void xg_loop_run(struct xg_loop *loop);
void xg_loop_stop(struct xg_loop *loop);
/* Microseconds: the wall clock, and one that never goes back. Read when
 * called, not cached per turn. */
int64_t xg_loop_now(const struct xg_loop *loop);
int64_t xg_loop_mono(const struct xg_loop *loop);
/* The uv_loop_t *, for libraries that drive themselves on it. */
void *xg_loop_uv(struct xg_loop *loop);

/* Timers count in milliseconds inside; shorter spans are rounded up. */
typedef void xg_timer_fn(struct xg_timer *timer, void *arg);
struct xg_timer *xg_timer_new(struct xg_loop *loop, xg_timer_fn *fn, void *arg);
/* First after `after` microseconds (0 = in the next turn), then every `every`
 * (0 = once). Setting a running timer starts it anew. */
void xg_timer_set(struct xg_timer *timer, int64_t after, int64_t every);
void xg_timer_clear(struct xg_timer *timer);
bool xg_timer_is_set(const struct xg_timer *timer);
void xg_timer_free(struct xg_timer *timer); /* also from its own callback */

enum xg_watch_events {
	XG_WATCH_READ = 1,
	XG_WATCH_WRITE = 2,
};

/* Readiness of a descriptor, as libuv and epoll tell it; also of what epoll
 * refuses (regular files, /dev/null): those are ready in every turn while they
 * are watched. events: what is ready; an error shows as all that was asked. */
typedef void xg_watch_fn(struct xg_watch *watch, int events, void *arg);
/* The descriptor stays the caller's, keeps its flags when it is 0, 1 or 2 and
 * becomes non-blocking otherwise. One watch per descriptor. */
struct xg_watch *xg_watch_new(struct xg_loop *loop, int fd, xg_watch_fn *fn,
	void *arg, struct xg_error *err);
int xg_watch_set(struct xg_watch *watch, int events); /* 0 = rest */
int xg_watch_fd(const struct xg_watch *watch);
void xg_watch_free(struct xg_watch *watch); /* before the fd is closed */

typedef void xg_sig_fn(struct xg_sig *sig, int signo, void *arg);
struct xg_sig *xg_sig_new(
	struct xg_loop *loop, int signo, xg_sig_fn *fn, void *arg);
void xg_sig_free(struct xg_sig *sig);

/* Called at the end of every turn, before the loop waits: the place to flush
 * what the turn has produced. Does not keep the loop running. */
typedef void xg_turn_fn(void *arg);
struct xg_turn *xg_turn_new(struct xg_loop *loop, xg_turn_fn *fn, void *arg);
void xg_turn_free(struct xg_turn *turn);

#endif
