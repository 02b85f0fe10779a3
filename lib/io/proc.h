/* What a process does to itself at its start. */
#ifndef XG_IO_PROC_H
#define XG_IO_PROC_H

/* Opens /dev/null on any of the descriptors 0-2 that is closed (so that no
 * later file gets their number), turns core dumps off, and makes a closed
 * stdout an error of write() instead of a signal. 0 or XG_ERR_SYSTEM. */
int xg_proc_start(void);
/* For processes that hold secrets: no debugger of the same user, no dump. */
void xg_proc_hide(void);

#endif
