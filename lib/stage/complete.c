/* --complete -- WORDS: candidates for the last word, one per line, with a tab
 * and a word of help. ":files" on a line asks the shell for file names. Nothing
 * is fetched and nothing is written. */
#include <dirent.h>
#include <unistd.h>

#include "io/file.h"
#include "io/xdg.h"
#include "stage/stage_priv.h"

struct complete {
	const struct xg_stage *stage;
	const struct xg_opt *tables[3];
	const struct xg_verb *verb;
	struct xg_buf out;
	struct xg_str word; /* the last one, being typed */
};

static void candidate(struct complete *c, const char *lead, struct xg_str text,
	const char *help)
{
	size_t start = c->out.len;

	xg_buf_text(&c->out, lead);
	xg_buf_str(&c->out, text);
	if (!xg_str_has_prefix(
		    (struct xg_str){ c->out.p + start, c->out.len - start },
		    c->word)) {
		c->out.len = start;
		return;
	}
	xg_buf_printf(&c->out, "\t%s\n", help ? help : "");
}

static const struct xg_opt *find(
	const struct complete *c, struct xg_str name, char letter)
{
	const struct xg_opt *o;
	size_t t;

	for (t = 0; t < XG_LEN(c->tables); t++) {
		for (o = c->tables[t]; o && o->name; o++) {
			if (letter ? o->letter == letter
				   : xg_str_is_text(name, o->name))
				return o;
		}
	}
	return NULL;
}

/* The option whose value comes behind this word, if any. */
static const struct xg_opt *awaits(const struct complete *c, const char *word)
{
	const struct xg_opt *o;
	static const struct xg_str none;

	if (word[0] != '-' || !word[1])
		return NULL;
	if (word[1] == '-')
		o = strchr(word, '=') ? NULL
				      : find(c, xg_str_from(word + 2), 0);
	else
		o = find(c, none, word[strlen(word) - 1]);
	return o && o->kind != XG_OPT_FLAG ? o : NULL;
}

static void option_names(struct complete *c)
{
	const struct xg_opt *o;
	size_t t;

	for (t = 0; t < XG_LEN(c->tables); t++) {
		for (o = c->tables[t]; o && o->name; o++)
			candidate(c, "--", xg_str_from(o->name), o->help);
	}
}

static void values(struct complete *c, const struct xg_opt *o)
{
	int i;

	for (i = 0; o->words && o->words[i]; i++)
		candidate(c, "", xg_str_from(o->words[i]), o->help);
	if (o->kind == XG_OPT_FILE)
		xg_buf_text(&c->out, ":files\n");
	if (o->arg && strncmp(o->arg, "type", 4) == 0) {
		for (i = 1; i < XG_REC_TYPES; i++)
			candidate(c, "", xg_str_from(xg_rec_type_name(i)),
				xg_rec_describe(i)->help);
	}
}

/* Symbols that an earlier run has left: lines "venue:sym TAB help". */
static void symbols(struct complete *c)
{
	struct xg_buf path = { 0 }, text = { 0 };
	struct xg_str rest, line;

	if (xg_dir_path(&path, XG_DIR_CACHE, "symbols", NULL) == 0 &&
		xg_file_read(&text, path.p, (size_t)8 << 20, NULL) == 0) {
		rest = xg_buf_view(&text);
		while (rest.n) {
			line = xg_str_cut(&rest, '\n');
			candidate(c, "", xg_str_cut(&line, '\t'), "symbol");
		}
	}
	xg_buf_release(&path);
	xg_buf_release(&text);
}

/* The commands that are installed beside this one, without "xg-". */
static void commands(struct complete *c)
{
	char dir[4096];
	ssize_t n = readlink("/proc/self/exe", dir, sizeof dir - 1);
	struct dirent *e;
	char *slash;
	DIR *d;

	dir[n > 0 ? n : 0] = '\0';
	slash = strrchr(dir, '/');
	if (!slash)
		return;
	*slash = '\0';
	d = opendir(dir);
	while (d && (e = readdir(d))) {
		if (strncmp(e->d_name, "xg-", 3) == 0)
			candidate(c, "", xg_str_from(e->d_name + 3), "command");
	}
	if (d)
		closedir(d);
}

static void operands(struct complete *c)
{
	const char *syn = c->verb ? c->verb->synopsis : c->stage->synopsis;
	const struct xg_verb *v;

	for (v = c->stage->verbs; v && v->name && !c->verb; v++)
		candidate(c, "", xg_str_from(v->name), v->help);
	if (syn && (strstr(syn, "sub") || strstr(syn, "symbol")))
		symbols(c);
	if (syn && strstr(syn, "command"))
		commands(c);
	if (syn && strstr(syn, "file"))
		xg_buf_text(&c->out, ":files\n");
}

static void find_verb(struct complete *c, int argc, char **argv)
{
	const struct xg_verb *v;
	int i;

	for (i = 0; i + 1 < argc && c->stage->verbs; i++) {
		if (awaits(c, argv[i])) {
			i++;
			continue;
		}
		for (v = c->stage->verbs; argv[i][0] != '-' && v->name; v++) {
			if (strcmp(v->name, argv[i]) == 0)
				c->verb = v;
		}
		if (argv[i][0] != '-')
			break;
	}
	if (c->verb)
		c->tables[2] = c->verb->opts;
}

int xg_complete_print(const struct xg_stage *stage, int argc, char **argv)
{
	struct complete c = { .stage = stage,
		.tables = { stage->opts, xg_common_opts } };
	const struct xg_opt *o;
	const char *eq;

	if (argc > 0 && strcmp(argv[0], "--") == 0) {
		argc--;
		argv++;
	}
	find_verb(&c, argc, argv);
	c.word = xg_str_from(argc > 0 ? argv[argc - 1] : "");
	o = argc > 1 ? awaits(&c, argv[argc - 2]) : NULL;
	eq = argc > 0 ? strchr(argv[argc - 1], '=') : NULL;
	if (!o && eq && c.word.n > 2 && c.word.p[0] == '-') {
		o = find(&c,
			(struct xg_str){
				c.word.p + 2, (size_t)(eq - c.word.p - 2) },
			0);
		c.word = xg_str_from(eq + 1);
	}
	if (o)
		values(&c, o);
	else if (c.word.n && c.word.p[0] == '-')
		option_names(&c);
	else
		operands(&c);
	return xg_text_out(stage->name, &c.out);
}
