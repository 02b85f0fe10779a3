/* What belongs to the machine: limits, clock, CPU. */
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/timex.h>
#include <unistd.h>

#include "doctor/doctor.h"
#include "io/file.h"

#define FILES_MIN 1024
#define LOCKED_MIN (64u << 10) /* secrets live in locked memory */
#define PIPE_MIN (256 << 10)   /* io/line.h asks for so much */
#define SLACK_MAX 50000	       /* ns; the kernel's default */
#define OFFSET_POOR_US 100000  /* venues refuse times that are seconds off */

static int64_t limit(int which)
{
	struct rlimit r;

	if (getrlimit((__rlimit_resource_t)which, &r) < 0 ||
		r.rlim_cur == RLIM_INFINITY)
		return INT64_MAX;
	return (int64_t)r.rlim_cur;
}

/* The number in a small file of the kernel; -1 when there is none. */
static int64_t number(const char *path)
{
	struct xg_buf b = { 0 };
	struct xg_str s;
	int64_t v = -1;

	if (xg_file_read(&b, path, 4096, NULL) == 0) {
		s = xg_buf_view(&b);
		if (xg_str_i64(xg_str_cut(&s, '\n'), &v) < 0)
			v = -1;
	}
	xg_buf_release(&b);
	return v;
}

void xg_doctor_limits(const struct xg_doctor *d)
{
	int64_t files = limit(RLIMIT_NOFILE), locked = limit(RLIMIT_MEMLOCK);
	int64_t pipe = number("/proc/sys/fs/pipe-max-size");

	if (files < FILES_MIN)
		xg_doctor_say(d, XG_FOUND_POOR, "open files",
			"only %lld may be open; run: ulimit -n 4096",
			(long long)files);
	else
		xg_doctor_say(d, XG_FOUND_GOOD, "open files", "enough");
	if (locked < LOCKED_MIN && geteuid() != 0)
		xg_doctor_say(d, XG_FOUND_POOR, "locked memory",
			"only %lld kB: keys could reach the swap; run: "
			"ulimit -l 64",
			(long long)(locked >> 10));
	else
		xg_doctor_say(d, XG_FOUND_GOOD, "locked memory", "enough");
	if (pipe >= 0 && pipe < PIPE_MIN)
		xg_doctor_say(d, XG_FOUND_POOR, "pipes",
			"at most %lld kB: bulk is slower; run: sysctl "
			"fs.pipe-max-size=1048576",
			(long long)(pipe >> 10));
	else
		xg_doctor_say(d, XG_FOUND_GOOD, "pipes", "wide enough");
}

/* Source: adjtimex(2), STA_UNSYNC and maxerror. */
void xg_doctor_clock(const struct xg_doctor *d)
{
	struct timex t = { 0 };

	if (adjtimex(&t) < 0)
		xg_doctor_say(d, XG_FOUND_NOTE, "clock",
			"the kernel does not tell whether it is kept right");
	else if (t.status & STA_UNSYNC)
		xg_doctor_say(d, XG_FOUND_POOR, "clock",
			"nothing keeps it right, and venues refuse orders with "
			"wrong times; run: timedatectl set-ntp true");
	else if (t.maxerror > OFFSET_POOR_US)
		xg_doctor_say(d, XG_FOUND_POOR, "clock",
			"it may be off by %ld ms; look at: timedatectl "
			"timesync-status",
			t.maxerror / 1000);
	else
		xg_doctor_say(d, XG_FOUND_GOOD, "clock", "kept right to %ld ms",
			t.maxerror / 1000);
}

static void governor(const struct xg_doctor *d)
{
	static const char path[] =
		"/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";
	struct xg_buf b = { 0 };
	struct xg_str rest, word;

	if (xg_file_read(&b, path, 4096, NULL) < 0) {
		xg_doctor_say(d, XG_FOUND_NOTE, "cpu frequency",
			"not told here (a virtual machine?)");
	} else {
		rest = xg_buf_view(&b);
		word = xg_str_cut(&rest, '\n');
		if (xg_str_is_text(word, "performance"))
			xg_doctor_say(d, XG_FOUND_GOOD, "cpu frequency",
				"governor performance");
		else
			xg_doctor_say(d, XG_FOUND_POOR, "cpu frequency",
				"governor %.*s costs latency; run: cpupower "
				"frequency-set -g performance",
				XG_STR_ARG(word));
	}
	xg_buf_release(&b);
}

void xg_doctor_cpu(const struct xg_doctor *d)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	int slack = prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0);

	governor(d);
	if (slack > SLACK_MAX)
		xg_doctor_say(d, XG_FOUND_POOR, "timer slack",
			"%d us: timers are late; start xg from a session "
			"without it",
			slack / 1000);
	else
		xg_doctor_say(
			d, XG_FOUND_GOOD, "timer slack", "%d us", slack / 1000);
	if (cpus < 2)
		xg_doctor_say(d, XG_FOUND_POOR, "cpus",
			"only one: the commands of a pipeline wait for each "
			"other; run it by xg-run");
	else
		xg_doctor_say(d, XG_FOUND_GOOD, "cpus",
			"%ld; pin a pipeline with taskset, or use xg-run, for "
			"the least latency",
			cpus);
}
