#include "vault/vault_priv.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { VENUE, LABEL, KIND, CREATED, KEY, SECRET, PASSPHRASE, FIELDS };

const char *xg_key_kind_name(enum xg_key_kind kind)
{
	static const char *const name[] = { "hmac", "ed25519", "rsa" };

	return name[kind];
}

void xg_vault_entry_release(struct xg_vault_entry *e)
{
	xg_secret_release(&e->key);
	xg_secret_release(&e->secret);
	xg_secret_release(&e->passphrase);
}

static bool is_name(const char *s)
{
	if (!*s || *s == '.' || *s == '-')
		return false;
	for (; *s; s++) {
		bool good = (*s >= 'a' && *s <= 'z') ||
			    (*s >= 'A' && *s <= 'Z') ||
			    (*s >= '0' && *s <= '9') || *s == '.' ||
			    *s == '_' || *s == '-';

		if (!good)
			return false;
	}
	return true;
}

static size_t place(
	const struct xg_vault *v, const char *venue, const char *label)
{
	for (size_t i = 0; i < v->n; i++) {
		if (!strcmp(v->entry[i].venue, venue) &&
			!strcmp(v->entry[i].label, label))
			return i;
	}
	return v->n;
}

const struct xg_vault_entry *xg_vault_find(
	const struct xg_vault *v, const char *venue, const char *label)
{
	const struct xg_vault_entry *only = NULL;
	size_t i, count = 0;

	for (i = 0; i < v->n && !label; i++) {
		if (!strcmp(v->entry[i].venue, venue)) {
			only = &v->entry[i];
			count++;
		}
	}
	if (count == 1)
		return only;
	i = place(v, venue, label ? label : "main");
	return i < v->n ? &v->entry[i] : NULL;
}

int xg_vault_put(struct xg_vault *v, struct xg_vault_entry *e, bool replace)
{
	struct xg_vault_entry *more;
	size_t i = place(v, e->venue, e->label);

	if (!is_name(e->venue) || !is_name(e->label))
		return XG_ERR_SYNTAX;
	if (i < v->n) {
		if (!replace)
			return XG_ERR_DUP;
		xg_vault_entry_release(&v->entry[i]);
	} else {
		if (v->n >= XG_VAULT_ENTRIES)
			return XG_ERR_LIMIT;
		more = realloc(v->entry, (v->n + 1) * sizeof *more);
		if (!more)
			return XG_ERR_MEMORY;
		v->entry = more;
		v->n++;
	}
	v->entry[i] = *e;
	*e = (struct xg_vault_entry){ 0 };
	return 0;
}

int xg_vault_remove(struct xg_vault *v, const char *venue, const char *label)
{
	size_t i = place(v, venue, label);

	if (i >= v->n)
		return XG_ERR_ABSENT;
	xg_vault_entry_release(&v->entry[i]);
	memmove(v->entry + i, v->entry + i + 1,
		(v->n - i - 1) * sizeof *v->entry);
	v->n--;
	return 0;
}

static int fill(struct xg_vault_entry *e, const struct xg_str f[FIELDS])
{
	int kind = 0;

	while (kind <= XG_KEY_RSA &&
		!xg_str_is_text(f[KIND], xg_key_kind_name(kind)))
		kind++;
	if (kind > XG_KEY_RSA || memchr(f[VENUE].p, 0, f[VENUE].n) ||
		memchr(f[LABEL].p, 0, f[LABEL].n) ||
		!xg_str_copy(e->venue, sizeof e->venue, f[VENUE]) ||
		!xg_str_copy(e->label, sizeof e->label, f[LABEL]) ||
		xg_str_i64(f[CREATED], &e->created) < 0)
		return XG_ERR_SYNTAX;
	e->kind = kind;
	if (xg_secret_set(&e->key, f[KEY]) < 0 ||
		xg_secret_set(&e->secret, f[SECRET]) < 0 ||
		xg_secret_set(&e->passphrase, f[PASSPHRASE]) < 0)
		return XG_ERR_MEMORY;
	return 0;
}

int xg_vault_decode(struct xg_vault *v, const char *p, size_t n)
{
	const char *end = p + n;

	while (p < end) {
		struct xg_vault_entry e = { 0 };
		struct xg_str f[FIELDS];
		int rc;

		for (int i = 0; i < FIELDS; i++) {
			if (end - p < 2)
				return XG_ERR_SYNTAX;
			f[i].n = (unsigned char)p[0] |
				 (size_t)(unsigned char)p[1] << 8;
			p += 2;
			if ((size_t)(end - p) < f[i].n)
				return XG_ERR_SYNTAX;
			f[i].p = p;
			p += f[i].n;
		}
		rc = fill(&e, f);
		if (rc == 0)
			rc = xg_vault_put(v, &e, false);
		xg_vault_entry_release(&e);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static void fields(const struct xg_vault_entry *e, char created[static 24],
	struct xg_str f[static FIELDS])
{
	snprintf(created, 24, "%" PRId64, e->created);
	f[VENUE] = xg_str_from(e->venue);
	f[LABEL] = xg_str_from(e->label);
	f[KIND] = xg_str_from(xg_key_kind_name(e->kind));
	f[CREATED] = xg_str_from(created);
	f[KEY] = xg_secret_view(&e->key);
	f[SECRET] = xg_secret_view(&e->secret);
	f[PASSPHRASE] = xg_secret_view(&e->passphrase);
}

int xg_vault_encode(const struct xg_vault *v, struct xg_secret *out)
{
	struct xg_str f[FIELDS];
	char created[24];
	size_t n = 0, at = 0;
	int rc;

	for (size_t i = 0; i < v->n; i++) {
		fields(&v->entry[i], created, f);
		for (int k = 0; k < FIELDS; k++) {
			if (f[k].n > 65535)
				return XG_ERR_LIMIT;
			n += 2 + f[k].n;
		}
	}
	rc = xg_secret_alloc(out, n);
	for (size_t i = 0; i < v->n && rc == 0; i++) {
		fields(&v->entry[i], created, f);
		for (int k = 0; k < FIELDS; k++) {
			out->p[at++] = (char)(f[k].n & 255);
			out->p[at++] = (char)(f[k].n >> 8);
			if (f[k].n)
				memcpy(out->p + at, f[k].p, f[k].n);
			at += f[k].n;
		}
	}
	return rc;
}
