#include "vault/vault.h"

#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

#include "io/file.h"
#include "io/xdg.h"
#include "vault/vault_priv.h"

/* File: magic, salt, nonce, sealed contents. The magic's version fixes the
 * cost of the key, so a hostile file cannot ask for more. */
#define MAGIC "xgvault1"
#define SALT_AT 8
#define NONCE_AT (SALT_AT + crypto_pwhash_SALTBYTES)
#define HEAD (NONCE_AT + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES
#define FILE_MAX (XG_SECRET_MAX + HEAD + TAG)

static int derive(struct xg_secret *key, const struct xg_secret *pass,
	const unsigned char *head, struct xg_error *err)
{
	if (xg_secret_alloc(key, crypto_aead_xchacha20poly1305_ietf_KEYBYTES) <
			0 ||
		crypto_pwhash((unsigned char *)key->p, key->n, pass->p, pass->n,
			head + SALT_AT, crypto_pwhash_OPSLIMIT_MODERATE,
			crypto_pwhash_MEMLIMIT_MODERATE,
			crypto_pwhash_ALG_ARGON2ID13) != 0)
		return xg_error_set(err, XG_ERR_MEMORY,
			"not enough memory to open the vault");
	return 0;
}

static int unseal(struct xg_vault *v, struct xg_str file, struct xg_error *err)
{
	struct xg_secret key = { 0 }, plain = { 0 };
	const unsigned char *p = (const unsigned char *)file.p;
	unsigned long long n;
	int rc;

	if (file.n < HEAD + TAG || memcmp(p, MAGIC, SALT_AT) != 0)
		return xg_error_set(
			err, XG_ERR_SYNTAX, "%s is not a vault", v->path.p);
	rc = derive(&key, &v->pass, p, err);
	if (rc == 0 && xg_secret_alloc(&plain, file.n - HEAD - TAG) < 0)
		rc = xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	if (rc == 0 && crypto_aead_xchacha20poly1305_ietf_decrypt(
			       (unsigned char *)plain.p, &n, NULL, p + HEAD,
			       file.n - HEAD, p, HEAD, p + NONCE_AT,
			       (const unsigned char *)key.p) != 0)
		rc = xg_error_set(err, XG_ERR_AUTH,
			"cannot open %s: wrong "
			"passphrase, or the file was changed",
			v->path.p);
	if (rc == 0 && xg_vault_decode(v, plain.p, plain.n) < 0)
		rc = xg_error_set(err, XG_ERR_SYNTAX,
			"the contents of %s are damaged", v->path.p);
	xg_secret_release(&key);
	xg_secret_release(&plain);
	return rc;
}

static bool is_env(const char *env)
{
	return !strcmp(env, "paper") || !strcmp(env, "test") ||
	       !strcmp(env, "live");
}

static int find_path(
	const char *env, bool write, struct xg_vault *v, struct xg_error *err)
{
	struct xg_buf name = { 0 };
	int rc;

	if (!is_env(env))
		return xg_error_set(err, XG_ERR_CONFIG,
			"unknown environment; use paper, test or live");
	xg_buf_printf(&name, "%s/vault", env);
	rc = (write ? xg_dir_make : xg_dir_path)(
		&v->path, XG_DIR_STATE, name.p, err);
	if (rc == 0 && write) {
		xg_buf_clear(&name);
		xg_buf_printf(&name, "%s.lock", v->path.p);
		rc = xg_file_lock(name.p, true, err);
		if (rc >= 0) {
			v->lock = rc + 1;
			rc = 0;
		}
	}
	xg_buf_release(&name);
	return rc;
}

static int load(const struct xg_vault_source *src, bool write,
	struct xg_vault *v, struct xg_error *err)
{
	struct xg_buf file = { 0 };
	int rc = xg_file_private(v->path.p, err);

	if (rc == XG_ERR_ABSENT && write) {
		v->fresh = true;
		return xg_vault_source_read(src, true, &v->pass, err);
	}
	if (rc == XG_ERR_ABSENT)
		return xg_error_set(err, XG_ERR_ABSENT,
			"there is no vault at "
			"%s; make it with: xg-key add",
			v->path.p);
	if (rc == 0)
		rc = xg_file_read(&file, v->path.p, FILE_MAX, err);
	if (rc >= 0)
		rc = xg_vault_source_read(src, false, &v->pass, err);
	if (rc >= 0)
		rc = unseal(v, xg_buf_view(&file), err);
	xg_buf_release(&file);
	return rc;
}

int xg_vault_open(const char *env, const struct xg_vault_source *src,
	bool write, struct xg_vault *v, struct xg_error *err)
{
	int rc;

	*v = (struct xg_vault){ 0 };
	if (sodium_init() < 0)
		return xg_error_set(
			err, XG_ERR_SYSTEM, "cannot start libsodium");
	rc = find_path(env, write, v, err);
	if (rc == 0)
		rc = load(src, write, v, err);
	if (rc < 0)
		xg_vault_release(v);
	return rc < 0 ? rc : 0;
}

void xg_vault_release(struct xg_vault *v)
{
	for (size_t i = 0; i < v->n; i++)
		xg_vault_entry_release(&v->entry[i]);
	free(v->entry);
	xg_secret_release(&v->pass);
	xg_buf_release(&v->path);
	if (v->lock)
		close(v->lock - 1);
	*v = (struct xg_vault){ 0 };
}

void xg_vault_repass(struct xg_vault *v, struct xg_secret *pass)
{
	xg_secret_take(&v->pass, pass);
}

int xg_vault_save(struct xg_vault *v, struct xg_error *err)
{
	struct xg_secret key = { 0 }, plain = { 0 };
	struct xg_buf file = { 0 };
	unsigned char *p = NULL;
	int rc = xg_vault_encode(v, &plain);

	if (rc == 0)
		rc = xg_buf_reserve(&file, HEAD + plain.n + TAG);
	if (rc < 0) {
		rc = xg_error_set(err, rc, "the vault is too large");
	} else {
		p = (unsigned char *)file.p;
		memcpy(p, MAGIC, SALT_AT);
		randombytes_buf(p + SALT_AT, HEAD - SALT_AT);
		rc = derive(&key, &v->pass, p, err);
	}
	if (rc == 0) {
		crypto_aead_xchacha20poly1305_ietf_encrypt(p + HEAD, NULL,
			(const unsigned char *)plain.p, plain.n, p, HEAD, NULL,
			p + NONCE_AT, (const unsigned char *)key.p);
		file.len = HEAD + plain.n + TAG;
		rc = xg_file_write(v->path.p, xg_buf_view(&file), 0600, err);
	}
	xg_buf_release(&file);
	xg_secret_release(&key);
	xg_secret_release(&plain);
	return rc;
}
