#include "vault/intake.h"

#include "crypto/sign.h"

/* The next line of what was read; a key in PEM is all of its lines. */
static struct xg_str next_part(struct xg_str *rest)
{
	struct xg_str whole = *rest, line = xg_str_cut(rest, '\n');

	if (xg_str_has_prefix(line, XG_STR("-----BEGIN"))) {
		do
			line = xg_str_cut(rest, '\n');
		while (rest->n && !xg_str_has_prefix(line, XG_STR("-----END")));
		whole.n = (size_t)(line.p + line.n - whole.p);
		return whole;
	}
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static int ask(struct xg_vault_entry *e, struct xg_error *err)
{
	int rc = xg_secret_ask("API key: ", &e->key, err);

	if (rc == 0)
		rc = xg_secret_ask("Secret: ", &e->secret, err);
	if (rc == 0)
		rc = xg_secret_ask("Passphrase at the venue (may be empty): ",
			&e->passphrase, err);
	return rc;
}

static int read_parts(int fd, struct xg_vault_entry *e, struct xg_error *err)
{
	struct xg_secret all = { 0 };
	struct xg_str rest;
	int rc = xg_secret_read(fd, &all, err);

	if (rc < 0)
		return rc;
	rest = xg_secret_view(&all);
	if (xg_secret_set(&e->key, next_part(&rest)) < 0 ||
		xg_secret_set(&e->secret, next_part(&rest)) < 0 ||
		xg_secret_set(&e->passphrase, next_part(&rest)) < 0)
		rc = xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	xg_secret_release(&all);
	return rc;
}

/* A private key that cannot sign is found now, not at the first order. */
static bool can_sign(const struct xg_vault_entry *e)
{
	struct xg_str secret = xg_secret_view(&e->secret);
	struct xg_buf out = { 0 };
	unsigned char sig[64];
	int rc = 0;

	if (e->kind == XG_KEY_ED25519)
		rc = xg_ed25519_sign(sig, secret, "", 0);
	else if (e->kind == XG_KEY_RSA)
		rc = xg_rsa_sign(&out, secret, "", 0);
	xg_buf_release(&out);
	return rc == 0;
}

int xg_vault_intake(
	struct xg_vault_entry *e, int fd, bool terminal, struct xg_error *err)
{
	int rc = terminal ? ask(e, err) : read_parts(fd, e, err);

	if (rc < 0)
		return rc;
	if (!e->key.n || !e->secret.n)
		return xg_error_set(err, XG_ERR_ABSENT,
			"the key or the secret is empty; give the key, the "
			"secret and the passphrase, each on a line");
	if (!can_sign(e))
		return xg_error_set(err, XG_ERR_AUTH,
			"the secret is no %s private key",
			xg_key_kind_name(e->kind));
	return 0;
}
