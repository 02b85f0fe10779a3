/* The vault's file and its contents, and the simulator's credentials. */
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/file.h"
#include "tap.h"
#include "vault/paper.h"
#include "vault/vault_priv.h"

static char dir[] = "/tmp/xg-vault-XXXXXX";

static struct xg_vault_source key_file(const char *pass)
{
	static char path[128];
	struct xg_error err;

	snprintf(path, sizeof path, "%s/key", dir);
	xg_file_write(path, xg_str_from(pass), 0600, &err);
	return (struct xg_vault_source){ .key_file = path };
}

static struct xg_vault_entry entry(const char *venue, const char *label)
{
	struct xg_vault_entry e = { .kind = XG_KEY_HMAC, .created = 17 };

	xg_str_copy(e.venue, sizeof e.venue, xg_str_from(venue));
	xg_str_copy(e.label, sizeof e.label, xg_str_from(label));
	xg_secret_set(&e.key, XG_STR("the-key-1234"));
	xg_secret_set(&e.secret, XG_STR("the-secret-5678"));
	return e;
}

static void round_trip(void)
{
	struct xg_vault_source src = key_file("correct horse\n");
	struct xg_vault_entry e = entry("okx", "main"),
			      same = entry("okx", "main"),
			      evil = entry("okx", "a\tb");
	const struct xg_vault_entry *found;
	struct xg_error err = { 0 };
	struct xg_buf raw = { 0 };
	struct xg_vault v;
	struct stat st;
	char *path;

	is_int(xg_vault_open("test", &src, false, &v, &err), XG_ERR_ABSENT,
		"without a file there is no vault to read");
	is_int(xg_vault_open("prod", &src, true, &v, &err), XG_ERR_CONFIG,
		"an unknown environment is refused");
	is_int(xg_vault_open("test", &src, true, &v, &err), 0, "it is made");
	is_int(xg_vault_put(&v, &e, false), 0, "an entry is put");
	is_int(xg_vault_put(&v, &same, false), XG_ERR_DUP, "not twice");
	is_int(xg_vault_put(&v, &evil, false), XG_ERR_SYNTAX,
		"a name with odd bytes is refused");
	is_int(xg_vault_save(&v, &err), 0, "and saved");
	path = strdup(v.path.p);
	xg_vault_release(&v);
	xg_vault_entry_release(&same);
	xg_vault_entry_release(&evil);

	ok(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600, "mode 0600");
	xg_file_read(&raw, path, 1 << 20, &err);
	ok(!memmem(raw.p, raw.len, "the-secret", 10) &&
			!memmem(raw.p, raw.len, "the-key", 7),
		"nothing is readable");
	is_int(xg_vault_open("test", &src, false, &v, &err), 0, "it opens");
	found = xg_vault_find(&v, "okx", NULL);
	ok(found &&
			xg_str_is_text(xg_secret_view(&found->secret),
				"the-secret-5678") &&
			found->created == 17,
		"with its entry");
	ok(!xg_vault_find(&v, "okx", "other"), "and no other");
	xg_vault_release(&v);
	is_int(xg_vault_open("live", &src, false, &v, &err), XG_ERR_ABSENT,
		"another environment does not see it");

	raw.p[raw.len - 1] ^= 1;
	xg_file_write(path, xg_buf_view(&raw), 0600, &err);
	is_int(xg_vault_open("test", &src, false, &v, &err), XG_ERR_AUTH,
		"a changed bit is found");
	raw.p[raw.len - 1] ^= 1;
	xg_file_write(path, xg_buf_view(&raw), 0600, &err);
	src = key_file("wrong");
	is_int(xg_vault_open("test", &src, false, &v, &err), XG_ERR_AUTH,
		"a wrong passphrase does not open it");
	chmod(path, 0640);
	is_int(xg_vault_open("test", &src, false, &v, &err), XG_ERR_AUTH,
		"a file that others may read is refused");
	xg_file_write(path, XG_STR("xgvault1 short"), 0600, &err);
	is_int(xg_vault_open("test", &src, false, &v, &err), XG_ERR_SYNTAX,
		"what is too short is no vault");
	chmod(src.key_file, 0644);
	ok(xg_vault_source_read(&src, false, &v.pass, &err) == XG_ERR_AUTH,
		"a key file that others may read is refused");
	free(path);
	xg_buf_release(&raw);
}

static void hostile(void)
{
	struct xg_vault a = { 0 };
	struct xg_vault_entry e = entry("okx", "main");
	struct xg_secret plain = { 0 };
	int good = 0;

	xg_vault_put(&a, &e, false);
	is_int(xg_vault_encode(&a, &plain), 0, "entries become bytes");
	for (size_t n = 0; n <= plain.n; n++) {
		struct xg_vault b = { 0 };

		if (xg_vault_decode(&b, plain.p, n) == 0)
			good++;
		xg_vault_release(&b);
	}
	is_int(good, 2, "cut contents are refused except nothing and all");
	xg_secret_release(&plain);
	xg_vault_release(&a);
}

static int paper(const char *json, unsigned mode, struct xg_paper *p)
{
	struct xg_error err = { 0 };
	char path[128];

	snprintf(path, sizeof path, "%s/xg/sim.json", dir);
	xg_file_write(path, xg_str_from(json), mode, &err);
	chmod(path, mode);
	return xg_paper_find("okx", p, &err);
}

static void sim(void)
{
#define SIM(rest) \
	"{\"version\":1,\"pid\":1,\"ca\":\"/x/ca.pem\",\"venues\":" \
	"{\"okx\":{\"rest\":\"" rest "\",\"key\":\"k\",\"secret\":\"s\\n\"}}}"
	struct xg_paper p;

	is_int(paper(SIM("https://127.0.0.1:80"), 0600, &p), 0, "sim.json");
	is_text(p.ca.p, p.ca.len, "/x/ca.pem", "its CA");
	ok(xg_str_is_text(xg_secret_view(&p.secret), "s\n") &&
			p.passphrase.n == 0,
		"and credentials are read");
	xg_paper_release(&p);
	is_int(paper(SIM("https://127.0.0.1:80"), 0644, &p), XG_ERR_AUTH,
		"others may not read it");
	is_int(paper(SIM("https://127.0.0.1:80@evil.example"), 0600, &p),
		XG_ERR_AUTH, "an address that only looks local is refused");
	is_int(paper(SIM("http://127.0.0.1:80"), 0600, &p), XG_ERR_AUTH,
		"one without TLS as well");
	is_int(paper("{\"venues\":{}}", 0600, &p), XG_ERR_ABSENT,
		"a venue that is not served");
	ok(paper("{", 0600, &p) < 0, "damage");
}

static int drop(
	const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

static void clean(void)
{
	nftw(dir, drop, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
	char sub[64];

	if (!mkdtemp(dir))
		return 1;
	setenv("XDG_STATE_HOME", dir, 1);
	setenv("XDG_RUNTIME_DIR", dir, 1);
	snprintf(sub, sizeof sub, "%s/xg", dir);
	mkdir(sub, 0700);
	round_trip();
	hostile();
	sim();
	clean();
	return done();
}
