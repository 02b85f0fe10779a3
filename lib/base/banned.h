/* Functions that xg never uses: naming one is a compile error. Included by
 * every file through the compiler's -include. */
#ifndef XG_BASE_BANNED_H
#define XG_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf
#pragma GCC poison strtok strtok_r atoi atol atoll atof gets
#pragma GCC poison gmtime localtime ctime asctime system popen

#endif
