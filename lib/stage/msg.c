/* Words for people, and the exit status. */
#include <stdarg.h>
#include <unistd.h>

#include "io/tty.h"
#include "stage/stage_priv.h"

/* One write per message, so that lines of several processes do not mix. What
 * venues and files say may hold terminal escapes: they are made visible. */
static void say(const char *name, const char *fmt, va_list ap)
{
	char text[2048];
	bool colour = xg_tty_colour(STDERR_FILENO);
	struct xg_buf out = { .max = 8192 };
	char *p;

	vsnprintf(text, sizeof text, fmt, ap);
	for (p = text; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	}
	xg_buf_printf(&out, colour ? "\033[1m%s:\033[0m %s\n" : "%s: %s\n",
		name, text);
	if (!out.failed && write(STDERR_FILENO, out.p, out.len) < 0)
		(void)0; /* nowhere left to say it */
	xg_buf_release(&out);
}

void xg_warn(struct xg_io *io, const char *fmt, ...)
{
	va_list ap;

	if (io->common.quiet)
		return;
	va_start(ap, fmt);
	say(io->stage->name, fmt, ap);
	va_end(ap);
}

void xg_note(struct xg_io *io, const char *fmt, ...)
{
	va_list ap;

	if (!io->common.verbose || io->common.quiet)
		return;
	va_start(ap, fmt);
	say(io->stage->name, fmt, ap);
	va_end(ap);
}

int xg_fail(struct xg_io *io, int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(io->stage->name, fmt, ap);
	va_end(ap);
	return status;
}

/* The order in which statuses matter: 6, 4, 5, 3, 1; 2 ends at once anyway. */
int xg_status_worse(int a, int b)
{
	static const int rank[] = { 0, 1, 3, 2, 5, 4, 6 };
	int ra = a >= 0 && a <= 6 ? rank[a] : 1;
	int rb = b >= 0 && b <= 6 ? rank[b] : 1;

	return ra >= rb ? a : b;
}

void xg_status_at_end(struct xg_io *io, int status)
{
	io->run->status = xg_status_worse(io->run->status, status);
}

bool xg_io_verbose(const struct xg_io *io)
{
	return io->common.verbose;
}

bool xg_io_tty(const struct xg_io *io)
{
	(void)io;
	return xg_tty_colour(STDERR_FILENO);
}

int xg_text_out(const char *name, struct xg_buf *b)
{
	struct xg_out out = { .fd = STDOUT_FILENO };
	struct xg_error err = { 0 };
	int rc;

	out.buf = *b;
	*b = (struct xg_buf){ 0 };
	do
		rc = xg_out_flush(&out, &err);
	while (rc == XG_ERR_STATE);
	xg_out_release(&out);
	if (rc == XG_ERR_SYSTEM) {
		fprintf(stderr, "%s: stdout: %s\n", name, err.text);
		return XG_EXIT_FAILED;
	}
	return XG_EXIT_OK;
}

void xg_opens_later(struct xg_io *io)
{
	io->opens_later = true;
}
