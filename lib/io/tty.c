#include "io/tty.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool xg_tty_is(int fd)
{
	return isatty(fd) == 1;
}

bool xg_tty_colour(int fd)
{
	const char *no = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (no && *no)
		return false;
	return term && strcmp(term, "dumb") != 0 && xg_tty_is(fd);
}

int xg_tty_columns(int fd)
{
	struct winsize w = { 0 };

	if (ioctl(fd, TIOCGWINSZ, &w) < 0 || w.ws_col == 0)
		return 80;
	return w.ws_col;
}
