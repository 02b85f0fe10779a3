/* Looks at what xg needs of this machine and this user, and says what to do
 * about each thing that is amiss. Reads only: it changes nothing. */
#ifndef XG_DOCTOR_DOCTOR_H
#define XG_DOCTOR_DOCTOR_H

#include "base/attr.h"

enum xg_found {
	XG_FOUND_GOOD,
	XG_FOUND_NOTE,	/* worth knowing; nothing need be done */
	XG_FOUND_POOR,	/* works, but slower or riskier than it could */
	XG_FOUND_WRONG, /* something will fail */
};

/* One finding: what was looked at ("config"), and a sentence. */
typedef void xg_doctor_tell(
	void *arg, enum xg_found found, const char *what, const char *sentence);

struct xg_doctor {
	xg_doctor_tell *tell;
	void *arg;
	const char *config; /* file that --config named; NULL = the usual one */
};

/* The folders of this user: owner, permissions, room on the disk. */
void xg_doctor_dirs(const struct xg_doctor *d);
/* The configuration file, what it chooses of venues, and whether live trading is
 * armed in it. */
void xg_doctor_config(const struct xg_doctor *d);
/* The vaults of the three environments: who may read them. */
void xg_doctor_vault(const struct xg_doctor *d);
/* Halts that are in force. */
void xg_doctor_halt(const struct xg_doctor *d);
/* The simulator of the paper environment: does it answer? */
void xg_doctor_sim(const struct xg_doctor *d);
/* Limits of the process: files, locked memory, pipes. */
void xg_doctor_limits(const struct xg_doctor *d);
/* The clock: is it kept by NTP? */
void xg_doctor_clock(const struct xg_doctor *d);
/* What makes latencies worse: frequency governor, timer slack, few CPUs. */
void xg_doctor_cpu(const struct xg_doctor *d);

/* For xg_doctor_config: regions, kinds of accounts and of books. */
struct xg_conf;
void xg_doctor_choices(const struct xg_doctor *d, const struct xg_conf *conf);
/* For the functions above: tells a finding made like printf. */
void xg_doctor_say(const struct xg_doctor *d, enum xg_found found,
	const char *what, const char *fmt, ...) XG_PRINTF(4, 5);

#endif
