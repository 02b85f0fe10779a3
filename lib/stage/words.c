#include "stage/words.h"

struct scan {
	struct xg_pipeline *p;
	struct xg_str in;
	size_t at;
	size_t words;  /* slots of p->word in use */
	bool in_word;  /* a word is being built; it may be empty: "" */
	size_t starts; /* where in p->text it starts */
	struct xg_error *err;
};

static int refuse(struct scan *s, size_t at, const char *what)
{
	if (s->err)
		s->err->col = (int64_t)at + 1;
	return xg_error_set(s->err, XG_ERR_SYNTAX, "%s", what);
}

static int add(struct scan *s, char c)
{
	if (!s->in_word) {
		s->in_word = true;
		s->starts = s->p->text.len;
	}
	return xg_buf_char(&s->p->text, c);
}

/* Offsets stand in for pointers until the text moves no more. */
static int end_word(struct scan *s)
{
	struct xg_pipeline *p = s->p;

	if (!s->in_word)
		return 0;
	s->in_word = false;
	if (s->words - p->n >= XG_PIPELINE_WORDS)
		return xg_error_set(s->err, XG_ERR_LIMIT,
			"the pipeline has too many words");
	p->word[s->words++] = (char *)(uintptr_t)(s->starts + 1);
	p->cmd[p->n].argc++;
	return xg_buf_char(&p->text, '\0');
}

static int end_command(struct scan *s, size_t at)
{
	struct xg_pipeline *p = s->p;
	int rc = end_word(s);

	if (rc < 0)
		return rc;
	if (p->cmd[p->n].argc == 0)
		return refuse(s, at,
			p->n ? "a command is missing beside |"
			     : "a command is missing");
	p->word[s->words++] = NULL;
	if (++p->n < XG_PIPELINE_STAGES)
		p->cmd[p->n] = (struct xg_pipeline_cmd){ 0 };
	return 0;
}

static int single_quotes(struct scan *s)
{
	size_t open = s->at++;

	if (!s->in_word) {
		s->in_word = true;
		s->starts = s->p->text.len;
	}
	for (; s->at < s->in.n; s->at++) {
		if (s->in.p[s->at] == '\'')
			return 0;
		add(s, s->in.p[s->at]);
	}
	return refuse(s, open, "this quote is not closed");
}

static int double_quotes(struct scan *s)
{
	size_t open = s->at++;
	char c, next;

	if (!s->in_word) {
		s->in_word = true;
		s->starts = s->p->text.len;
	}
	for (; s->at < s->in.n; s->at++) {
		c = s->in.p[s->at];
		next = s->at + 1 < s->in.n ? s->in.p[s->at + 1] : '\0';
		if (c == '"')
			return 0;
		if (c == '$' || c == '`')
			return refuse(s, s->at,
				"nothing is expanded here: put it into single "
				"quotes, or let the shell that calls expand "
				"it");
		if (c == '\\' && next && strchr("$`\"\\\n", next)) {
			s->at++;
			if (next == '\n')
				continue;
			c = next;
		}
		add(s, c);
	}
	return refuse(s, open, "this quote is not closed");
}

/* What a shell gives a meaning that is not kept here. */
static const char *special(const struct scan *s, char c)
{
	switch (c) {
	case '$':
	case '`':
		return "nothing is expanded here: put it into single quotes, "
		       "or let the shell that calls expand it";
	case '<':
	case '>':
		return "redirect xg-run itself, not a command inside; or put "
		       "it into quotes";
	case ';':
	case '&':
		return "only | joins commands here; or put it into quotes";
	case '(':
	case ')':
	case '{':
	case '}':
		return "no groups of commands here; put it into quotes";
	case '#':
		return s->in_word ? NULL
				  : "no comments here; put # into quotes";
	case '~':
		return s->in_word ? NULL
				  : "~ is not expanded here: write the folder";
	case '\0':
		return "a NUL byte";
	default:
		return NULL;
	}
}

static bool only_blanks_follow(const struct scan *s)
{
	for (size_t i = s->at; i < s->in.n; i++) {
		if (!strchr(" \t\n", s->in.p[i]))
			return false;
	}
	return true;
}

/* A line may end behind a bar, and at the very end. */
static int newline(struct scan *s)
{
	int rc = end_word(s);

	if (rc < 0 || s->p->cmd[s->p->n].argc == 0 || only_blanks_follow(s))
		return rc;
	return refuse(s, s->at,
		"a new command begins here: end the line before with | or \\");
}

static int one(struct scan *s)
{
	char c = s->in.p[s->at];
	const char *why;

	switch (c) {
	case ' ':
	case '\t':
		return end_word(s);
	case '\n':
		return newline(s);
	case '|':
		if (s->at + 1 < s->in.n && s->in.p[s->at + 1] == '|')
			return refuse(s, s->at,
				"only a single | joins "
				"commands here");
		if (s->p->n + 1 == XG_PIPELINE_STAGES)
			return refuse(s, s->at, "too many commands");
		return end_command(s, s->at);
	case '\'':
		return single_quotes(s);
	case '"':
		return double_quotes(s);
	case '\\':
		if (s->at + 1 == s->in.n)
			return refuse(s, s->at, "nothing follows the \\");
		if (s->in.p[++s->at] == '\n')
			return 0;
		return add(s, s->in.p[s->at]);
	default:
		why = special(s, c);
		return why ? refuse(s, s->at, why) : add(s, c);
	}
}

/* Turns offsets into pointers, and hands each command its words. */
static void point(struct xg_pipeline *p)
{
	char **w = p->word;

	for (size_t i = 0; i < p->n; i++) {
		p->cmd[i].argv = w;
		for (; *w; w++)
			*w = p->text.p + ((uintptr_t)*w - 1);
		w++;
	}
}

int xg_pipeline_parse(
	struct xg_pipeline *p, struct xg_str text, struct xg_error *err)
{
	struct scan s = { .p = p, .in = text, .err = err };
	int rc = 0;

	xg_pipeline_release(p);
	for (; rc >= 0 && s.at < text.n; s.at++)
		rc = one(&s);
	if (rc >= 0)
		rc = end_command(&s, text.n);
	if (rc >= 0 && p->text.failed)
		rc = xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	if (rc < 0) {
		p->n = 0;
		return rc;
	}
	point(p);
	return 0;
}

void xg_pipeline_release(struct xg_pipeline *p)
{
	xg_buf_release(&p->text);
	memset(p, 0, sizeof *p);
}
