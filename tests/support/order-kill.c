/* Kills xg-order at random moments: order-kill XG-ORDER KILLS SEED MS VENUE...
 * No round lives longer than MS. Each starts it, feeds it random orders and
 * cancels, and ends it by SIGKILL; what it prints is thrown away, for only the
 * journal counts. In the end it runs once more without orders, to the end.
 * Prints what it did. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/rng.h"
#include "io/clock.h"

#define LAST_S 90 /* the last run may take so long */

static struct xg_rng rng;
static long orders;
static int seed;

static int pick(int n)
{
	return (int)xg_rng_below(&rng, (uint64_t)n);
}

/* Starts it with a pipe as its input. */
static pid_t start(const char *command, int *in)
{
	int fd[2], null;
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		null = open("/dev/null", O_WRONLY);
		dup2(fd[0], STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		execl(command, command, "--drain", "60s", "--dead-man", "0",
			(char *)NULL);
		_exit(127);
	}
	close(fd[0]);
	fcntl(fd[1], F_SETFL, O_NONBLOCK);
	*in = fd[1];
	return pid;
}

/* One order or cancel; what the pipe does not take is left out. */
static void feed(int in, int round, int *n, char **venue, int venues)
{
	static const char *const kinds[] = { "\"kind\":\"market\"",
		"\"kind\":\"limit\",\"px\":%d,\"tif\":\"ioc\"",
		"\"kind\":\"limit\",\"px\":%d" };
	static const int px[] = { 0, 66000, 61500 }; /* the market: 64000 */
	char line[400], kind[100];
	bool sell = pick(2);
	int k = pick(3), len;

	if (*n && pick(4) == 0) {
		len = snprintf(line, sizeof line,
			"{\"type\":\"cancel\",\"id\":\"k%dx%dx%d\"}\n", seed,
			round, pick(*n));
	} else {
		/* Aggressive ones trade at once, passive ones rest. */
		snprintf(kind, sizeof kind, kinds[k],
			sell ? 128000 - px[k] : px[k]);
		len = snprintf(line, sizeof line,
			"{\"type\":\"order\",\"venue\":\"%s\",\"sym\":"
			"\"BTC-USDT\",\"id\":\"k%dx%dx%d\",\"side\":\"%s\","
			"%s,\"qty\":0.00%d}\n",
			venue[pick(venues)], seed, round, *n,
			sell ? "sell" : "buy", kind, 1 + pick(9));
		(*n)++;
	}
	if (write(in, line, (size_t)len) == len)
		orders++;
}

/* Runs it for a random time, then kills it. False: it did not start or ended
 * by itself. */
static bool one_round(
	const char *command, int round, int ms, char **venue, int venues)
{
	int64_t end = xg_clock_mono_us() + INT64_C(1000) * (1 + pick(ms));
	int in, status = 0, n = 0;
	pid_t pid = start(command, &in);

	if (pid < 0)
		return false;
	while (xg_clock_mono_us() < end) {
		feed(in, round, &n, venue, venues);
		poll(NULL, 0, 1 + pick(60));
	}
	kill(pid, SIGKILL);
	close(in);
	if (waitpid(pid, &status, 0) != pid)
		return false;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
		return true;
	fprintf(stderr, "round %d: it ended by itself, status %d\n", round,
		WEXITSTATUS(status));
	return false;
}

/* To the end: all that was left open is asked for. Its exit status. */
static int last_run(const char *command)
{
	int in, status = -1;
	pid_t pid = start(command, &in);

	if (pid < 0)
		return -1;
	close(in);
	for (int ms = 0; ms < LAST_S * 1000; ms += 20) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
		poll(NULL, 0, 20);
	}
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return -1;
}

int main(int argc, char **argv)
{
	int kills, ms, good = 0, last;

	if (argc < 6) {
		fprintf(stderr,
			"usage: order-kill xg-order kills seed ms venue...\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	kills = (int)strtol(argv[2], NULL, 10);
	seed = (int)strtol(argv[3], NULL, 10);
	ms = (int)strtol(argv[4], NULL, 10);
	rng.s = (uint64_t)seed;
	for (int i = 0; i < kills; i++)
		good += one_round(argv[1], i, ms, argv + 5, argc - 5);
	last = last_run(argv[1]);
	printf("%d kills, %ld lines given, the last run's status %d\n", good,
		orders, last);
	return good == kills && last >= 0 ? 0 : 1;
}
