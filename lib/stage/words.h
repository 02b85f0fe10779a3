/* A pipeline as text, taken apart as a shell would: words, quotes, bars. Pure.
 * What a shell would expand or do besides (variables, lists, redirections) is
 * refused with a sentence, so that the text never means something else here
 * than there. */
#ifndef XG_STAGE_WORDS_H
#define XG_STAGE_WORDS_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#define XG_PIPELINE_STAGES 32
#define XG_PIPELINE_WORDS 1024

/* One command of the pipeline: words first..first+n-1, and a NULL behind. */
struct xg_pipeline_cmd {
	char **argv; /* borrowed from the pipeline */
	int argc;
};

/* Zero-filled is valid and releasable. */
struct xg_pipeline {
	struct xg_buf text; /* owned: the words, each with its NUL */
	char *word[XG_PIPELINE_WORDS + XG_PIPELINE_STAGES];
	struct xg_pipeline_cmd cmd[XG_PIPELINE_STAGES];
	size_t n;
};

/* 0; XG_ERR_SYNTAX with the column (from 1) of what is refused; XG_ERR_LIMIT;
 * XG_ERR_MEMORY. Source of the quoting rules: POSIX.1-2017, Shell Command
 * Language, 2.2 and 2.3. */
int xg_pipeline_parse(
	struct xg_pipeline *p, struct xg_str text, struct xg_error *err);
void xg_pipeline_release(struct xg_pipeline *p);

#endif
