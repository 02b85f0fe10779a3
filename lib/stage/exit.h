/* Exit statuses of all commands (xg(1), EXIT STATUS). */
#ifndef XG_STAGE_EXIT_H
#define XG_STAGE_EXIT_H

enum xg_exit {
	XG_EXIT_OK = 0,
	XG_EXIT_FAILED = 1, /* an order was rejected, a check found something */
	XG_EXIT_USAGE = 2,
	XG_EXIT_DATA = 3,   /* bad input data */
	XG_EXIT_CONFIG = 4, /* configuration or credentials */
	XG_EXIT_NET = 5,    /* network or venue */
	XG_EXIT_HALTED = 6, /* halted by risk */
};

#endif
