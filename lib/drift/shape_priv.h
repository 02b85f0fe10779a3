/* Shared by the files of lib/drift. */
#ifndef XG_DRIFT_SHAPE_PRIV_H
#define XG_DRIFT_SHAPE_PRIV_H

#include "drift/shape.h"
#include "json/pull.h"

struct level {
	struct xg_shape_node *node; /* NULL: nothing is known here */
	int64_t mark;		    /* number of this very object */
	size_t path_n;		    /* where the path goes back to at its end */
	bool object;
};

/* One message being learned or compared. */
struct xg_walk {
	struct xg_shape *shape;
	struct xg_str kind;
	bool learning;
	xg_drift_tell *tell;
	void *ctx;
	struct xg_buf path; /* owned: of the open level */
	int depth;
	struct level level[XG_JSON_DEPTH + 2];
};

/* 0, or what tell gave, or XG_ERR_SYNTAX, _LIMIT. */
int xg_walk(struct xg_walk *w, struct xg_shape_node *root, struct xg_str json);
/* Appends a member to the path of the walk. */
void xg_walk_path(struct xg_walk *w, struct xg_str name);
int xg_walk_tell(struct xg_walk *w, enum xg_drift_what what, struct xg_str name,
	uint32_t was, uint32_t is);

/* "string|null"; at most size bytes. */
void xg_shape_types(char *out, size_t size, uint32_t types);

void xg_shape_free_tree(struct xg_shape_node *n);
struct xg_shape_node *xg_shape_child(
	const struct xg_shape_node *parent, struct xg_str name);
/* A new last child (parent NULL: a root). NULL: memory, or too many nodes. */
struct xg_shape_node *xg_shape_add(
	struct xg_shape *s, struct xg_shape_node *parent, struct xg_str name);

#endif
