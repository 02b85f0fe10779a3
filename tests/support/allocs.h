/* Counts allocations of the whole program, for tests of paths that must make
 * none, and lets one of them fail. Include it in one file only. Under sanitizers, which bring their own
 * allocator, nothing is counted and ALLOCS_COUNTED is 0. */
#ifndef XG_TESTS_ALLOCS_H
#define XG_TESTS_ALLOCS_H

#include <stddef.h>

__attribute__((unused)) static long allocs;
__attribute__((unused)) static long
	allocs_fail; /* the allocation of this number fails; 0 = none */

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
	__has_feature(memory_sanitizer)
#define ALLOCS_COUNTED 0
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
	!defined(__GLIBC__)
#define ALLOCS_COUNTED 0
#endif

#ifndef ALLOCS_COUNTED
#define ALLOCS_COUNTED 1
/* The names by which glibc lets a program replace its allocator. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

void *malloc(size_t n)
{
	return ++allocs == allocs_fail ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
	return ++allocs == allocs_fail ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
	return ++allocs == allocs_fail ? NULL : __libc_realloc(p, n);
}
#endif

#endif
