/* io: files are replaced in one step, locks exclude, folders are private. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/file.h"
#include "io/xdg.h"
#include "tap.h"

static char dir[64];

static const char *in_dir(const char *name)
{
	static char path[128];

	snprintf(path, sizeof path, "%s/%s", dir, name);
	return path;
}

static void spit(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

	if (write(fd, text, strlen(text)) < 0)
		exit(1);
	fchmod(fd, mode);
	close(fd);
}

static void whole_files(void)
{
	struct xg_buf b = { 0 };
	struct xg_error err = { 0 };
	struct stat st;

	is_int(xg_file_read(&b, in_dir("none"), 100, &err), XG_ERR_ABSENT,
		"a file that is not there is absent");
	ok(strstr(err.text, "cannot open ") && strstr(err.text, "/none: "),
		"and the sentence names it: %s", err.text);
	spit(in_dir("a"), "old", 0644);
	is_int(xg_file_write(in_dir("a"), XG_STR("new text"), 0600, &err), 0,
		"a file is replaced");
	xg_buf_text(&b, "before:");
	is_int(xg_file_read(&b, in_dir("a"), 8, &err), 0, "it is read");
	is_text(b.p, b.len, "before:new text", "behind what was there");
	stat(in_dir("a"), &st);
	is_int(st.st_mode & 0777, 0600, "it has the mode that was asked for");
	is_int(xg_file_read(&b, in_dir("a"), 7, &err), XG_ERR_LIMIT,
		"one byte over the bound is refused");
	is_text(b.p, b.len, "before:new text", "and nothing of it is kept");
	is_int(xg_file_read(&b, dir, 100, &err), XG_ERR_SYSTEM,
		"a folder cannot be read");
	is_int(xg_file_write(in_dir("no/a"), XG_STR("x"), 0600, &err),
		XG_ERR_ABSENT, "a folder that is missing is told");
	xg_buf_release(&b);
}

/* While one process replaces the file all the time, every reader sees a whole
 * content, old or new. */
static void no_half_files(void)
{
	struct xg_buf b = { 0 };
	static char big[1 << 16];
	int torn = 0, stat_loc;
	pid_t pid;

	memset(big, 'x', sizeof big);
	xg_file_write(
		in_dir("t"), (struct xg_str){ big, sizeof big }, 0600, NULL);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		for (int i = 0; i < 60; i++) {
			memset(big, 'a' + i % 26, sizeof big);
			xg_file_write(in_dir("t"),
				(struct xg_str){ big, sizeof big - i % 7 },
				0600, NULL);
		}
		_exit(0);
	}
	do {
		xg_buf_clear(&b);
		torn += xg_file_read(&b, in_dir("t"), sizeof big, NULL) != 0 ||
			b.len + 7 < sizeof big || b.p[0] != b.p[b.len - 1];
	} while (waitpid(pid, &stat_loc, WNOHANG) == 0);
	is_int(torn, 0, "no reader sees half of a file that is replaced");
	xg_buf_release(&b);
}

static void locks(void)
{
	struct xg_error err = { 0 };
	int fd = xg_file_lock(in_dir("lock"), false, &err), status, again;
	pid_t pid;

	ok(fd >= 0, "a lock is taken");
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		close(fd);
		_exit(xg_file_lock(in_dir("lock"), false, &err) == XG_ERR_STATE
				? 7
				: 1);
	}
	waitpid(pid, &status, 0);
	is_int(WEXITSTATUS(status), 7, "another process does not get it");
	close(fd);
	again = xg_file_lock(in_dir("lock"), false, &err);
	ok(again >= 0, "closing it unlocks");
	close(again);
}

static void private_files(void)
{
	struct xg_error err = { 0 };

	spit(in_dir("key"), "x", 0600);
	is_int(xg_file_private(in_dir("key"), &err), 0, "0600 is private");
	spit(in_dir("key"), "x", 0640);
	is_int(xg_file_private(in_dir("key"), &err), XG_ERR_AUTH,
		"0640 is not");
	ok(strstr(err.text, "run: chmod 600 "), "and it says what to do: %s",
		err.text);
	is_int(xg_file_private(dir, &err), XG_ERR_AUTH, "nor is a folder");
	is_int(xg_file_private(in_dir("gone"), &err), XG_ERR_ABSENT,
		"nor what is not there");
}

static void append(void)
{
	struct xg_error err = { 0 };
	struct xg_buf b = { 0 };
	int a = xg_file_append_open(in_dir("log"), 0600, &err);
	int c = xg_file_append_open(in_dir("log"), 0600, &err);

	xg_file_append(a, XG_STR("1\n"), true, &err);
	xg_file_append(c, XG_STR("2\n"), false, &err);
	xg_file_append(a, XG_STR("3\n"), false, &err);
	close(a);
	close(c);
	xg_file_read(&b, in_dir("log"), 100, &err);
	is_text(b.p, b.len, "1\n2\n3\n",
		"two writers append behind each other");
	xg_buf_release(&b);
	a = open("/dev/full", O_WRONLY);
	is_int(xg_file_append(a, XG_STR("x"), false, &err), XG_ERR_SYSTEM,
		"a full disk is an error: %s", err.text);
	close(a);
}

static void folder(enum xg_dir which, const char *want)
{
	struct xg_buf b = { 0 };

	xg_dir_path(&b, which, "f", NULL);
	is_text(b.p ? b.p : "", b.len, want, "folder %d", which);
	xg_buf_release(&b);
}

static void folders(void)
{
	struct xg_buf b = { 0 };
	struct xg_error err = { 0 };
	struct stat st;
	char want[64];

	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_RUNTIME_DIR");
	setenv("HOME", "/h", 1);
	setenv("XDG_STATE_HOME", "/s", 1);
	setenv("XDG_CACHE_HOME", "relative", 1);
	folder(XG_DIR_CONFIG, "/h/.config/xg/f");
	folder(XG_DIR_STATE, "/s/xg/f");
	folder(XG_DIR_CACHE, "/h/.cache/xg/f");
	snprintf(want, sizeof want, "/tmp/xg-%u/f", (unsigned)geteuid());
	folder(XG_DIR_RUNTIME, want);
	unsetenv("HOME");
	is_int(xg_dir_path(&b, XG_DIR_CONFIG, NULL, &err), XG_ERR_CONFIG,
		"without HOME there is no folder: %s", err.text);
	setenv("XDG_STATE_HOME", dir, 1);
	xg_buf_clear(&b);
	is_int(xg_dir_make(&b, XG_DIR_STATE, "live/vault", &err), 0,
		"the folders on the way are made");
	ok(stat(in_dir("xg/live"), &st) == 0 && (st.st_mode & 0777) == 0700,
		"for their owner alone");
	ok(stat(in_dir("xg/live/vault"), &st) < 0, "the last name is not");
	xg_buf_release(&b);
}

int main(void)
{
	snprintf(dir, sizeof dir, "/tmp/xg-io-file-XXXXXX");
	umask(022);
	if (!mkdtemp(dir))
		return 1;
	whole_files();
	no_half_files();
	locks();
	private_files();
	append();
	folders();
	unlink(in_dir("a"));
	unlink(in_dir("t"));
	unlink(in_dir("lock"));
	unlink(in_dir("key"));
	unlink(in_dir("log"));
	rmdir(in_dir("xg/live"));
	rmdir(in_dir("xg"));
	ok(rmdir(dir) == 0, "no temporary file is left over");
	return done();
}
