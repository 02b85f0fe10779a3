/* Walks messages over the tree of what is known of their kind. */
#include "drift/shape_priv.h"

#include <stdlib.h>

#include "json/pull.h"

void xg_shape_free_tree(struct xg_shape_node *n)
{
	/* The next node to free is always the deepest first child: no
	 * recursion on a tree that hostile input may have made deep. */
	struct xg_shape_node *todo = n;

	while (todo) {
		struct xg_shape_node *at = todo, *last = at->child;

		todo = at->next;
		if (last) {
			while (last->next)
				last = last->next;
			last->next = todo;
			todo = at->child;
		}
		free(at->name);
		free(at);
	}
}

void xg_shape_release(struct xg_shape *s)
{
	const struct xg_map_slot *slot;
	size_t pos = 0;

	while ((slot = xg_map_next(&s->kinds, &pos)) != NULL)
		xg_shape_free_tree(slot->val.ptr);
	xg_map_release(&s->kinds);
	*s = (struct xg_shape){ 0 };
}

struct xg_shape_node *xg_shape_child(
	const struct xg_shape_node *parent, struct xg_str name)
{
	struct xg_shape_node *c = parent->child;

	while (c &&
		(c->name_n != name.n || memcmp(c->name, name.p, name.n) != 0))
		c = c->next;
	return c;
}

struct xg_shape_node *xg_shape_add(
	struct xg_shape *s, struct xg_shape_node *parent, struct xg_str name)
{
	struct xg_shape_node **at, *c;

	if (s->nodes >= XG_SHAPE_NODES)
		return NULL;
	c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	c->name = malloc(name.n + 1);
	if (!c->name) {
		free(c);
		return NULL;
	}
	if (name.n)
		memcpy(c->name, name.p, name.n);
	c->name[name.n] = '\0';
	c->name_n = (uint32_t)name.n;
	s->nodes++;
	if (parent) {
		for (at = &parent->child; *at; at = &(*at)->next)
			;
		*at = c;
	}
	return c;
}

/* Keys such as "XXBTZUSD", "BTC-PERP" or "AAPLxUSD" are data, not names of
 * members: among many capitals a small letter may stand alone. */
static bool is_data(struct xg_str key)
{
	size_t caps = 0, small = 0;
	bool was_small = false;

	for (size_t i = 0; i < key.n; i++) {
		char c = key.p[i];
		bool is_small = c >= 'a' && c <= 'z';

		if (is_small && was_small)
			return false;
		was_small = is_small;
		small += is_small;
		caps += (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
	}
	return caps >= (small ? 6 : 3);
}

static uint32_t type_of(enum xg_json_tok tok)
{
	switch (tok) {
	case XG_JSON_OBJ:
		return XG_SHAPE_OBJECT;
	case XG_JSON_ARR:
		return XG_SHAPE_ARRAY;
	case XG_JSON_STR:
		return XG_SHAPE_STRING;
	case XG_JSON_NUM:
		return XG_SHAPE_NUMBER;
	case XG_JSON_TRUE:
	case XG_JSON_FALSE:
		return XG_SHAPE_BOOL;
	case XG_JSON_NULL:
		return XG_SHAPE_NULL;
	default:
		return 0;
	}
}

static int missing(struct xg_walk *w, const struct level *l)
{
	int rc = 0;

	for (const struct xg_shape_node *c = l->node->child; c && rc == 0;
		c = c->next) {
		/* "[]": the same place may also hold an array. */
		if (c->optional || c->mark == l->mark || c->name[0] == '*' ||
			c->name[0] == '[')
			continue;
		rc = xg_walk_tell(w, XG_DRIFT_MISSING,
			(struct xg_str){ c->name, c->name_n }, c->types, 0);
	}
	return rc;
}

/* An object or array begins at `node` (NULL: below something unknown). */
static void push(struct xg_walk *w, struct xg_shape_node *node, bool object,
	size_t path_n)
{
	struct level *l = &w->level[++w->depth];

	l->node = node;
	l->object = object;
	l->path_n = path_n;
	l->mark = ++w->shape->marks;
	if (node && w->learning)
		node->seen++;
}

static int pop(struct xg_walk *w)
{
	struct level *l = &w->level[w->depth];
	int rc = 0;

	if (l->node && l->object && !w->learning)
		rc = missing(w, l);
	w->depth--;
	w->path.len = l->path_n;
	return rc;
}

/* The node of a value under the open level: found, made (learning), or NULL
 * with the difference told. */
static int enter(struct xg_walk *w, struct xg_str name, uint32_t type,
	struct xg_shape_node **out)
{
	struct level *l = &w->level[w->depth];
	struct xg_shape_node *c;

	*out = NULL;
	if (!l->node)
		return 0;
	c = xg_shape_child(l->node, name);
	if (!c && !w->learning)
		return xg_walk_tell(w, XG_DRIFT_NEW, name, 0, type);
	if (!c) {
		c = xg_shape_add(w->shape, l->node, name);
		if (!c)
			return XG_ERR_LIMIT;
		/* Objects before this one did not have it. */
		c->optional = l->object && l->node->seen > 1;
	}
	*out = c;
	if (c->mark != l->mark)
		c->present++;
	c->mark = l->mark;
	if (w->learning)
		c->types |= type;
	else if (!(c->types & type))
		return xg_walk_tell(w, XG_DRIFT_TYPE, name, c->types, type);
	return 0;
}

static int value(struct xg_walk *w, struct xg_str name, enum xg_json_tok tok)
{
	struct xg_shape_node *node;
	size_t path_n = w->path.len;
	int rc = enter(w, name, type_of(tok), &node);

	if (rc != 0 || (tok != XG_JSON_OBJ && tok != XG_JSON_ARR))
		return rc;
	/* Told as another type: what is inside is not compared. */
	if (node && !w->learning && !(node->types & type_of(tok)))
		node = NULL;
	xg_walk_path(w, name);
	push(w, node, tok == XG_JSON_OBJ, path_n);
	return 0;
}

/* Members that an object of this message has not are optional from now on. */
static void learn_absent(struct xg_walk *w)
{
	const struct level *l = &w->level[w->depth];

	if (!l->node || !l->object)
		return;
	for (struct xg_shape_node *c = l->node->child; c; c = c->next)
		if (c->mark != l->mark)
			c->optional = true;
}

int xg_walk(struct xg_walk *w, struct xg_shape_node *root, struct xg_str json)
{
	struct xg_str name = XG_STR("[]");
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, json.p, json.n);
	w->depth = 0;
	w->level[0] = (struct level){ .node = root, .mark = ++w->shape->marks };
	while (rc == 0) {
		enum xg_json_tok tok = xg_json_next(&j);

		if (tok == XG_JSON_END)
			return 0;
		if (tok == XG_JSON_ERR)
			return XG_ERR_SYNTAX;
		if (tok == XG_JSON_KEY) {
			name = is_data(j.val) ? XG_STR("*") : j.val;
			continue;
		}
		if (tok == XG_JSON_OBJ_END || tok == XG_JSON_ARR_END) {
			if (w->learning)
				learn_absent(w);
			rc = pop(w);
			continue;
		}
		if (w->depth > 0 && !w->level[w->depth].object)
			name = XG_STR("[]");
		else if (w->depth == 0)
			name = XG_STR("");
		rc = value(w, name, tok);
	}
	return rc;
}

int xg_shape_learn(struct xg_shape *s, struct xg_str kind, struct xg_str json)
{
	struct xg_walk w = { .shape = s, .kind = kind, .learning = true };
	union xg_map_val *val = xg_map_put(&s->kinds, kind, NULL);
	int rc;

	if (!val)
		return XG_ERR_MEMORY;
	if (!val->ptr)
		val->ptr = xg_shape_add(s, NULL, (struct xg_str){ 0 });
	if (!val->ptr)
		return XG_ERR_LIMIT;
	rc = xg_walk(&w, val->ptr, json);
	xg_buf_release(&w.path);
	return rc;
}

int xg_shape_check(struct xg_shape *s, struct xg_str kind, struct xg_str json,
	xg_drift_tell *tell, void *ctx)
{
	struct xg_walk w = {
		.shape = s, .kind = kind, .tell = tell, .ctx = ctx
	};
	const union xg_map_val *val = xg_map_get(&s->kinds, kind);
	int rc;

	rc = val ? xg_walk(&w, val->ptr, json)
		 : xg_walk_tell(&w, XG_DRIFT_KIND, XG_STR(""), 0, 0);
	xg_buf_release(&w.path);
	return rc;
}
