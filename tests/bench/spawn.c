/* spawn N COMMAND [ARG ...]: starts a command N times, without input, one after
 * the other, and prints the median time from fork to its end, and its peak
 * memory, as one JSON line. */
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS 1000

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int cmp(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static pid_t start_one(char **argv)
{
	posix_spawn_file_actions_t io;
	pid_t pid = -1;

	posix_spawn_file_actions_init(&io);
	for (int fd = 0; fd < 3; fd++)
		posix_spawn_file_actions_addopen(
			&io, fd, "/dev/null", O_RDWR, 0);
	if (posix_spawnp(&pid, argv[0], &io, NULL, argv, environ) != 0)
		pid = -1;
	posix_spawn_file_actions_destroy(&io);
	return pid;
}

int main(int argc, char **argv)
{
	static int64_t ns[RUNS];
	long n = argc > 2 ? strtol(argv[1], NULL, 10) : 0, peak = 0;
	int status = 0;

	if (n < 1 || n > RUNS) {
		fputs("usage: spawn N COMMAND [ARG ...]\n", stderr);
		return 2;
	}
	for (long i = 0; i < n; i++) {
		struct rusage use;
		int64_t start = now_ns();
		pid_t pid = start_one(argv + 2);

		if (pid < 0 || wait4(pid, &status, 0, &use) < 0)
			return 1;
		ns[i] = now_ns() - start;
		if (use.ru_maxrss > peak)
			peak = use.ru_maxrss;
	}
	qsort(ns, (size_t)n, sizeof *ns, cmp);
	printf("{\"name\":\"start\",\"command\":\"%s\",\"ms\":%.3f,"
	       "\"rss_kb\":%ld,\"status\":%d}\n",
		argv[2], (double)ns[n / 2] / 1e6, peak, WEXITSTATUS(status));
	return 0;
}
