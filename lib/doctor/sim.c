/* The simulator: its description, and whether somebody listens there. */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "doctor/doctor.h"
#include "json/pull.h"
#include "vault/paper.h"

#define WAIT_MS 500

/* Does something accept connections at 127.0.0.1:port? */
static bool listens(int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct pollfd p = { .fd = fd, .events = POLLOUT };
	int error = 0;
	socklen_t n = sizeof error;
	bool good;

	if (fd < 0)
		return false;
	to.sin_port = htons((uint16_t)port);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	good = connect(fd, (struct sockaddr *)&to, sizeof to) == 0 ||
	       (errno == EINPROGRESS && poll(&p, 1, WAIT_MS) == 1 &&
		       getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &n) == 0 &&
		       error == 0);
	close(fd);
	return good;
}

/* The port of "https://127.0.0.1:8443/x"; 0 = none. */
static int port_of(struct xg_str url)
{
	struct xg_str rest = url, host;
	int64_t port;

	xg_str_cut(&rest, '/');
	xg_str_cut(&rest, '/');
	host = xg_str_cut(&rest, '/');
	xg_str_cut(&host, ':');
	return xg_str_i64(host, &port) == 0 && port > 0 && port < 65536
		       ? (int)port
		       : 0;
}

static void one(const struct xg_doctor *d, const char *venue, bool *any)
{
	struct xg_paper paper = { 0 };
	struct xg_error err = { 0 };
	struct xg_buf *url;
	int rc = xg_paper_find(venue, &paper, &err);
	int port;

	if (rc < 0)
		goto out;
	*any = true;
	url = paper.rest.len ? &paper.rest : &paper.ws;
	port = port_of(xg_buf_view(url));
	if (!port || !listens(port))
		xg_doctor_say(d, XG_FOUND_WRONG, "simulator",
			"%s: nobody answers at %s: it has ended; start xg-sim",
			venue, url->p);
	else if (access(paper.ca.len ? paper.ca.p : "", R_OK) < 0)
		xg_doctor_say(d, XG_FOUND_WRONG, "simulator",
			"%s: its CA file is gone; start xg-sim again", venue);
	else
		xg_doctor_say(d, XG_FOUND_GOOD, "simulator", "%s answers at %s",
			venue, url->p);
out:
	if (rc < 0 && rc != XG_ERR_ABSENT && !*any) {
		*any = true;
		xg_doctor_say(d, XG_FOUND_WRONG, "simulator", "%s", err.text);
	}
	xg_paper_release(&paper);
}

void xg_doctor_sim(const struct xg_doctor *d)
{
	static const char *const venues[] = { "binance", "okx" };
	bool any = false;

	for (size_t i = 0; i < XG_LEN(venues); i++)
		one(d, venues[i], &any);
	if (!any)
		xg_doctor_say(d, XG_FOUND_NOTE, "simulator",
			"none is running; --env paper needs one: xg-sim");
}
