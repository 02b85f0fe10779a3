/* Is a person looking? */
#ifndef XG_IO_TTY_H
#define XG_IO_TTY_H

#include <stdbool.h>

bool xg_tty_is(int fd);
/* May text on fd be coloured: a terminal, no NO_COLOR, TERM not "dumb".
 * Source: no-color.org. */
bool xg_tty_colour(int fd);
/* Columns of the terminal on fd; 80 when it is none or does not say. */
int xg_tty_columns(int fd);

#endif
