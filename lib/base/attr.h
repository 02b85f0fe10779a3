/* Compiler attributes that xg uses; empty where the compiler lacks them. */
#ifndef XG_BASE_ATTR_H
#define XG_BASE_ATTR_H

#define XG_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define XG_MUST_CHECK __attribute__((warn_unused_result))
#define XG_UNUSED __attribute__((unused))
#define XG_NOINLINE __attribute__((noinline))
#define XG_LIKELY(x) __builtin_expect(!!(x), 1)
#define XG_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define XG_LEN(array) (sizeof(array) / sizeof((array)[0]))

#endif
