#include "sim/ca.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include "io/file.h"
#include "io/xdg.h"

#define DAYS 825 /* the longest life that clients accept */
#define SPARE 30 /* days before the end at which they are made anew */

void xg_sim_ca_release(struct xg_sim_ca *ca)
{
	xg_buf_release(&ca->ca);
	xg_buf_release(&ca->cert);
	xg_buf_release(&ca->key);
}

static int failed(struct xg_error *err, const char *what)
{
	return xg_error_set(err, XG_ERR_SYSTEM,
		"cannot make the simulator's certificates: %s", what);
}

static bool extend(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *ext;
	bool ok;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
	ext = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	ok = ext && X509_add_ext(cert, ext, -1);
	X509_EXTENSION_free(ext);
	return ok;
}

static bool name_it(X509_NAME *name, const char *cn)
{
	return X509_NAME_add_entry_by_txt(
		name, "CN", MBSTRING_ASC, (const unsigned char *)cn, -1, -1, 0);
}

/* A certificate for key; signed by issuer's key, or by its own when NULL. */
static X509 *make(
	EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key, const char *cn)
{
	X509 *c = X509_new();
	unsigned char serial[8];
	bool ok = c && RAND_bytes(serial, sizeof serial) == 1;

	if (ok) {
		BIGNUM *n;

		serial[0] &= 0x7f;
		n = BN_bin2bn(serial, sizeof serial, NULL);
		ok = n && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(c)) &&
		     X509_set_version(c, 2) &&
		     X509_gmtime_adj(X509_getm_notBefore(c), -3600) &&
		     X509_gmtime_adj(X509_getm_notAfter(c), DAYS * 86400L) &&
		     X509_set_pubkey(c, key) &&
		     name_it(X509_get_subject_name(c), cn) &&
		     X509_set_issuer_name(
			     c, X509_get_subject_name(issuer ? issuer : c));
		BN_free(n);
	}
	if (ok && issuer)
		ok = extend(c, issuer, NID_subject_alt_name,
			     "DNS:localhost,IP:127.0.0.1,IP:::1") &&
		     extend(c, issuer, NID_basic_constraints,
			     "critical,CA:FALSE") &&
		     extend(c, issuer, NID_ext_key_usage, "serverAuth") &&
		     extend(c, issuer, NID_authority_key_identifier, "keyid");
	else if (ok)
		ok = extend(c, c, NID_basic_constraints,
			     "critical,CA:TRUE,pathlen:0") &&
		     extend(c, c, NID_key_usage, "critical,keyCertSign") &&
		     extend(c, c, NID_subject_key_identifier, "hash");
	if (ok && X509_sign(c, issuer_key ? issuer_key : key, EVP_sha256()))
		return c;
	X509_free(c);
	return NULL;
}

static int save(const struct xg_buf *path, X509 *cert, EVP_PKEY *key,
	struct xg_error *err)
{
	BIO *mem = BIO_new(BIO_s_mem());
	struct xg_str text = { 0 };
	int rc;

	if (!mem || (cert && !PEM_write_bio_X509(mem, cert)) ||
		(key && !PEM_write_bio_PKCS8PrivateKey(
				mem, key, NULL, NULL, 0, NULL, NULL))) {
		BIO_free(mem);
		return failed(err, "out of memory");
	}
	text.n = (size_t)BIO_get_mem_data(mem, (char **)(void *)&text.p);
	rc = xg_file_write(path->p, text, 0600, err);
	BIO_free(mem);
	return rc;
}

static int make_all(const struct xg_sim_ca *to, struct xg_error *err)
{
	EVP_PKEY *ca_key = EVP_EC_gen("P-256"), *key = EVP_EC_gen("P-256");
	X509 *ca = ca_key ? make(ca_key, NULL, NULL, "xg-sim test CA") : NULL;
	X509 *cert = ca && key ? make(key, ca, ca_key, "xg-sim") : NULL;
	int rc = cert ? 0 : failed(err, "OpenSSL refuses");

	/* The CA's key is not kept: nobody can ever sign with it again. */
	if (rc == 0)
		rc = save(&to->key, NULL, key, err);
	if (rc == 0)
		rc = save(&to->cert, cert, NULL, err);
	if (rc == 0)
		rc = save(&to->ca, ca, NULL, err);
	X509_free(cert);
	X509_free(ca);
	EVP_PKEY_free(key);
	EVP_PKEY_free(ca_key);
	return rc;
}

static X509 *load(const struct xg_buf *path)
{
	struct xg_buf text = { 0 };
	X509 *c = NULL;
	BIO *mem;

	if (xg_file_read(&text, path->p, 65536, NULL) == 0) {
		mem = BIO_new_mem_buf(text.p, (int)text.len);
		c = mem ? PEM_read_bio_X509(mem, NULL, NULL, NULL) : NULL;
		BIO_free(mem);
	}
	xg_buf_release(&text);
	return c;
}

/* The three files are there, belong together, and last for a while. */
static bool usable(const struct xg_sim_ca *p, int64_t now)
{
	time_t limit = (time_t)(now / 1000000) + SPARE * 86400L;
	X509 *ca = load(&p->ca), *cert = load(&p->cert);
	bool ok = ca && cert && access(p->key.p, R_OK) == 0 &&
		  X509_verify(cert, X509_get0_pubkey(ca)) == 1 &&
		  X509_cmp_time(X509_get0_notAfter(ca), &limit) > 0 &&
		  X509_cmp_time(X509_get0_notAfter(cert), &limit) > 0;

	X509_free(ca);
	X509_free(cert);
	return ok;
}

static int path(struct xg_buf *out, const struct xg_buf *dir, const char *name)
{
	return xg_buf_printf(out, "%s/%s", dir->p, name);
}

static int folder(struct xg_buf *dir, struct xg_error *err)
{
	struct xg_buf probe = { 0 };
	/* Makes xg/sim as the folder of a file in it. */
	int rc = xg_dir_make(dir, XG_DIR_STATE, "sim/", err);

	xg_buf_release(&probe);
	if (rc == 0 && dir->len && dir->p[dir->len - 1] == '/')
		dir->p[--dir->len] = '\0';
	return rc;
}

int xg_sim_ca_open(struct xg_sim_ca *out, int64_t now, struct xg_error *err)
{
	struct xg_buf dir = { 0 }, lock = { 0 };
	int rc = folder(&dir, err), fd = -1;

	*out = (struct xg_sim_ca){ 0 };
	if (rc == 0 && (path(&out->ca, &dir, "ca.pem") < 0 ||
			       path(&out->cert, &dir, "server.pem") < 0 ||
			       path(&out->key, &dir, "server.key") < 0 ||
			       path(&lock, &dir, "lock") < 0))
		rc = failed(err, "out of memory");
	if (rc == 0)
		rc = fd = xg_file_lock(lock.p, true, err);
	if (rc >= 0)
		rc = usable(out, now) ? 0 : make_all(out, err);
	if (fd >= 0)
		close(fd);
	xg_buf_release(&dir);
	xg_buf_release(&lock);
	if (rc < 0)
		xg_sim_ca_release(out);
	return rc;
}
