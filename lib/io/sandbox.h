/* A filter that has opened all it needs gives up every other system call. */
#ifndef XG_IO_SANDBOX_H
#define XG_IO_SANDBOX_H

/* From now on only reading, writing, memory, time and exit are allowed; any
 * other call fails with EPERM. Files that are open stay usable. Cannot be
 * undone. 1 = in force, 0 = this kernel, machine or build (sanitizers) has no
 * such thing. */
int xg_sandbox_stdio(void);

#endif
