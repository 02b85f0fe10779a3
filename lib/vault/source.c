#include "vault/source.h"

#include <errno.h>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "io/file.h"

#define TYPED_MAX 4096

int xg_secret_read(int fd, struct xg_secret *out, struct xg_error *err)
{
	struct xg_secret s = { 0 };
	size_t at = 0;
	ssize_t got = 1;

	if (xg_secret_alloc(&s, XG_SECRET_MAX) < 0)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	while (at < s.n) {
		got = read(fd, s.p + at, s.n - at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		at += (size_t)got;
	}
	if (got != 0) {
		xg_secret_release(&s);
		return got < 0 ? xg_error_set(err, XG_ERR_SYSTEM,
					 "cannot read descriptor %d: %s", fd,
					 strerror(errno))
			       : xg_error_set(err, XG_ERR_LIMIT,
					 "descriptor %d gives too much", fd);
	}
	xg_secret_cut(&s, at);
	xg_secret_take(out, &s);
	return 0;
}

static int type_line(int tty, struct xg_secret *s)
{
	size_t at = 0;
	char *c = s->p;

	for (;;) {
		ssize_t got = read(tty, c + at, 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || c[at] == 3) /* the interrupt key */
			return XG_ERR_AUTH;
		if (c[at] == '\n')
			break;
		if (++at >= s->n)
			return XG_ERR_LIMIT;
	}
	xg_secret_cut(s, at);
	return 0;
}

int xg_secret_ask(
	const char *prompt, struct xg_secret *out, struct xg_error *err)
{
	struct termios was, quiet;
	struct xg_secret s = { 0 };
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	int rc = XG_ERR_SYSTEM;

	if (tty < 0 || tcgetattr(tty, &was) < 0) {
		if (tty >= 0)
			close(tty);
		return xg_error_set(err, XG_ERR_CONFIG,
			"there is no terminal "
			"to ask; use --pass-fd or --key-file");
	}
	quiet = was;
	/* No signals while the echo is off: it would stay off. */
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	if (xg_secret_alloc(&s, TYPED_MAX) == 0 &&
		tcsetattr(tty, TCSAFLUSH, &quiet) == 0) {
		if (write(tty, prompt, strlen(prompt)) >= 0)
			rc = type_line(tty, &s);
		tcsetattr(tty, TCSAFLUSH, &was);
		if (write(tty, "\n", 1) < 0)
			rc = XG_ERR_SYSTEM;
	}
	close(tty);
	if (rc < 0)
		xg_error_set(err, rc, "nothing was read from the terminal");
	else
		xg_secret_take(out, &s);
	xg_secret_release(&s);
	return rc;
}

static int from_file(
	const char *path, struct xg_secret *out, struct xg_error *err)
{
	int fd, rc = xg_file_private(path, err);

	if (rc < 0)
		return rc;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return xg_error_set(err, XG_ERR_SYSTEM, "cannot open %s: %s",
			path, strerror(errno));
	rc = xg_secret_read(fd, out, err);
	close(fd);
	if (rc == 0 && out->n && out->p[out->n - 1] == '\n')
		xg_secret_cut(out, out->n - 1);
	return rc;
}

static int from_tty(bool fresh, struct xg_secret *out, struct xg_error *err)
{
	struct xg_secret again = { 0 };
	int rc = xg_secret_ask(fresh ? "New passphrase of the vault: "
				     : "Passphrase of the vault: ",
		out, err);

	if (rc < 0 || !fresh)
		return rc;
	rc = xg_secret_ask("Once more: ", &again, err);
	if (rc == 0 && !xg_str_is(xg_secret_view(out), xg_secret_view(&again)))
		rc = xg_error_set(
			err, XG_ERR_AUTH, "the two passphrases differ");
	xg_secret_release(&again);
	return rc;
}

int xg_vault_source_read(const struct xg_vault_source *src, bool fresh,
	struct xg_secret *out, struct xg_error *err)
{
	int rc;

	if (src->key_file) {
		rc = from_file(src->key_file, out, err);
	} else if (src->has_fd) {
		rc = xg_secret_read(src->fd, out, err);
		if (rc == 0)
			xg_secret_cut(
				out, xg_str_find(xg_secret_view(out), '\n'));
	} else {
		rc = from_tty(fresh, out, err);
	}
	if (rc == 0 && out->n == 0)
		rc = xg_error_set(err, XG_ERR_AUTH, "the passphrase is empty");
	if (rc < 0)
		xg_secret_release(out);
	return rc;
}
