#include "io/proc.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/err.h"

int xg_proc_start(void)
{
	static const struct rlimit none;
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= 2);
	if (fd < 0)
		return XG_ERR_SYSTEM;
	close(fd);
	(void)setrlimit(RLIMIT_CORE, &none);
	(void)signal(SIGPIPE, SIG_IGN);
	return 0;
}

void xg_proc_hide(void)
{
	(void)prctl(PR_SET_DUMPABLE, 0);
}
