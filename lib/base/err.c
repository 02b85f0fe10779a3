#include "base/err.h"

#include <stdarg.h>

int xg_error_set(struct xg_error *err, int code, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return code;
	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof err->text, fmt, ap);
	va_end(ap);
	return code;
}

const char *xg_err_text(int code)
{
	switch (code) {
	case XG_OK:
		return "no error";
	case XG_ERR_SYNTAX:
		return "syntax error";
	case XG_ERR_RANGE:
		return "number out of range";
	case XG_ERR_TYPE:
		return "wrong type";
	case XG_ERR_LIMIT:
		return "over a limit";
	case XG_ERR_MEMORY:
		return "out of memory";
	case XG_ERR_ABSENT:
		return "not there";
	case XG_ERR_DUP:
		return "exists already";
	case XG_ERR_STATE:
		return "not possible in this state";
	case XG_ERR_SYSTEM:
		return "system call failed";
	case XG_ERR_AUTH:
		return "authentication failed";
	case XG_ERR_NET:
		return "network failure";
	case XG_ERR_SUPPORT:
		return "not supported";
	case XG_ERR_CONFIG:
		return "bad configuration";
	default:
		return "unknown error";
	}
}
