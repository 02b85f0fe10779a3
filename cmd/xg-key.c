/* xg-key: API keys in the vault. */
#include <unistd.h>

#include "base/time.h"
#include "desk/enquiry.h"
#include "desk/keys.h"
#include "desk/verdict.h"
#include "entry/entry.h"
#include "io/clock.h"
#include "io/proc.h"
#include "io/tty.h"
#include "vault/intake.h"

struct key {
	struct xg_entry entry;
	const char *new_key_file;
	int64_t new_pass_fd, secret_fd;
	int kind;
	struct xg_vault vault;

	struct xg_io *io; /* check */
	struct xg_enquiry q;
	const char *venue;
};

static struct xg_vault_source source(const char *file, int64_t fd)
{
	return (struct xg_vault_source){
		.key_file = file, .has_fd = fd >= 0, .fd = (int)fd
	};
}

static int failed(struct xg_io *io, int rc, const struct xg_error *err)
{
	return xg_fail(io,
		rc == XG_ERR_MEMORY    ? XG_EXIT_FAILED
		: rc == XG_ERR_SUPPORT ? XG_EXIT_USAGE
				       : XG_EXIT_CONFIG,
		"%s", err->text);
}

static int open_vault(struct xg_io *io, struct key *k, bool write)
{
	struct xg_vault_source src =
		source(k->entry.key_file, k->entry.pass_fd);
	struct xg_error err = { 0 };
	int rc;

	xg_proc_hide();
	rc = xg_vault_open(xg_env_word((enum xg_env)k->entry.env), &src, write,
		&k->vault, &err);
	return rc < 0 ? failed(io, rc, &err) : 0;
}

static int save(struct xg_io *io, struct key *k)
{
	struct xg_error err = { 0 };
	int rc = xg_vault_save(&k->vault, &err);

	return rc < 0 ? failed(io, rc, &err) : 0;
}

static int credentials(
	struct xg_io *io, const struct key *k, struct xg_vault_entry *e)
{
	int fd = k->secret_fd < 0 ? STDIN_FILENO : (int)k->secret_fd;
	struct xg_error err = { 0 };
	int rc =
		xg_vault_intake(e, fd, k->secret_fd < 0 && xg_tty_is(fd), &err);

	return rc < 0 ? failed(io, rc, &err) : 0;
}

static const char *label_of(struct xg_io *io)
{
	return xg_argc(io) > 1 ? xg_arg(io, 1) : "main";
}

/* The name of a key as commands look for it; what nobody looks for stays as it
 * is typed. */
static const char *kept_as(struct xg_io *io)
{
	const char *name = xg_venue_key(xg_str_from(xg_arg(io, 0)));

	return name ? name : xg_arg(io, 0);
}

static void tell_name(struct xg_io *io, const char *name)
{
	if (strcmp(name, xg_arg(io, 0)) != 0)
		xg_warn(io, "%s is another name of %s: this is the key %s %s",
			xg_arg(io, 0), name, name, label_of(io));
}

static int put(struct xg_io *io, struct key *k,
	const struct xg_vault_entry *old, struct xg_vault_entry *e)
{
	char name[sizeof e->venue];
	int rc;

	memcpy(name, e->venue, sizeof name);
	e->created = xg_clock_us();
	rc = xg_keys_put(&k->vault, old, e);
	if (rc == XG_ERR_DUP)
		return xg_fail(io, XG_EXIT_FAILED,
			"%s %s is there already; use: xg-key rotate", name,
			label_of(io));
	if (rc < 0)
		return xg_fail(io, XG_EXIT_USAGE, "cannot keep %s %s: %s", name,
			label_of(io), xg_err_text(rc));
	return save(io, k);
}

static int name_entry(
	struct xg_io *io, const struct key *k, struct xg_vault_entry *e)
{
	int64_t pass = k->entry.key_file ? -1 : k->entry.pass_fd;
	int64_t secret = k->secret_fd < 0 ? STDIN_FILENO : k->secret_fd;

	if (pass == secret)
		return xg_fail(io, XG_EXIT_USAGE,
			"the passphrase and the "
			"secret cannot come from one descriptor");
	if (!xg_str_copy(e->venue, sizeof e->venue, xg_str_from(kept_as(io))) ||
		!xg_str_copy(
			e->label, sizeof e->label, xg_str_from(label_of(io))))
		return xg_fail(io, XG_EXIT_USAGE, "the name is too long");
	e->kind = k->kind;
	return 0;
}

static int key_add(struct xg_io *io, void *state)
{
	struct key *k = state;
	struct xg_vault_entry e = { 0 };
	struct xg_choices any = { 0 };
	struct xg_error err = { 0 };
	int rc;

	if (xg_argc(io) < 1)
		return xg_fail(io, XG_EXIT_USAGE, "say which venue");
	if (!xg_choices_name(&any, xg_str_from(xg_arg(io, 0)), &err))
		return failed(io, err.code, &err);
	rc = name_entry(io, k, &e);
	if (rc == 0)
		tell_name(io, e.venue);
	if (rc == 0)
		rc = open_vault(io, k, true);
	if (rc == 0)
		rc = credentials(io, k, &e);
	if (rc == 0)
		rc = put(io, k, NULL, &e);
	xg_vault_entry_release(&e);
	return rc;
}

static int key_list(struct xg_io *io, void *state)
{
	struct key *k = state;
	int rc = open_vault(io, k, false);

	for (size_t i = 0; i < k->vault.n && rc == 0; i++) {
		const struct xg_vault_entry *e = &k->vault.entry[i];
		struct xg_str tail = xg_secret_view(&e->key);
		char when[32], text[200];

		xg_time_iso(when, e->created, 0);
		/* Of a short key the end would be too much of it. */
		tail.p += tail.n < 12 ? tail.n : tail.n - 4;
		tail.n = tail.n < 12 ? 0 : 4;
		rc = xg_print(io, "%s\t%s\t%s\t%s\t...%.*s\t%s\n", e->venue,
			e->label, xg_env_word((enum xg_env)k->entry.env),
			xg_key_kind_name(e->kind), XG_STR_ARG(tail), when);
		if (rc == 0 && xg_keys_remark(&k->vault, e, text, sizeof text))
			xg_warn(io, "%s", text);
	}
	return rc;
}

static int absent(struct xg_io *io)
{
	return xg_fail(io, XG_EXIT_FAILED, "there is no key %s %s",
		xg_arg(io, 0), label_of(io));
}

static int key_rm(struct xg_io *io, void *state)
{
	const struct xg_vault_entry *e;
	struct key *k = state;
	int rc;

	if (xg_argc(io) < 1)
		return xg_fail(io, XG_EXIT_USAGE, "say which venue");
	rc = open_vault(io, k, true);
	if (rc)
		return rc;
	e = xg_keys_find(&k->vault, xg_arg(io, 0), label_of(io));
	if (!e)
		return absent(io);
	tell_name(io, e->venue);
	xg_vault_remove(&k->vault, e->venue, e->label);
	return save(io, k);
}

static int new_passphrase(struct xg_io *io, struct key *k)
{
	struct xg_vault_source src = source(k->new_key_file, k->new_pass_fd);
	struct xg_secret pass = { 0 };
	struct xg_error err = { 0 };
	int rc;

	if (k->vault.fresh)
		return xg_fail(io, XG_EXIT_CONFIG, "there is no vault yet");
	rc = xg_vault_source_read(&src, true, &pass, &err);
	if (rc < 0)
		return failed(io, rc, &err);
	xg_vault_repass(&k->vault, &pass);
	return save(io, k);
}

static int key_rotate(struct xg_io *io, void *state)
{
	struct key *k = state;
	struct xg_vault_entry e = { 0 };
	const struct xg_vault_entry *old;
	int rc = xg_argc(io) ? name_entry(io, k, &e) : 0;

	if (rc == 0)
		rc = open_vault(io, k, true);
	if (rc || !xg_argc(io))
		return rc ? rc : new_passphrase(io, k);
	old = xg_keys_find(&k->vault, xg_arg(io, 0), e.label);
	if (!old)
		return absent(io);
	tell_name(io, e.venue);
	e.kind = old->kind;
	rc = credentials(io, k, &e);
	if (rc == 0)
		rc = put(io, k, old, &e);
	xg_vault_entry_release(&e);
	return rc;
}

/* ---- check ---- */

/* Which keys of the vault a check of all has passed over: those of other regions
 * and labels. */
static void tell_unasked(struct key *k, const struct xg_desk *d)
{
	for (size_t i = 0; i < d->vault.n; i++) {
		const struct xg_vault_entry *e = &d->vault.entry[i];
		bool asked = false;

		for (int n = 0; n < d->n; n++)
			asked = asked ||
				xg_keys_chosen(&d->vault, d->venue[n].choice,
					d->o.label) == e;
		if (!asked && xg_venue_key(xg_str_from(e->venue)))
			xg_warn(k->io,
				"%s %s is not asked for; use: xg-key check %s "
				"%s",
				e->venue, e->label, e->venue, e->label);
	}
}

static int on_keyinfo(void *ctx, const struct xg_rec *rec)
{
	struct key *k = ctx;
	char why[200];
	enum xg_verdict v = xg_key_verdict(rec, xg_clock_us(), why, sizeof why);

	if (v != XG_KEY_GOOD)
		xg_warn(k->io, "%s", why);
	if (v == XG_KEY_REFUSED)
		xg_status_at_end(k->io, XG_EXIT_FAILED);
	return xg_emit(k->io, rec) ? XG_ERR_STATE : 0;
}

static void on_answered(void *ctx, int rc, const char *why)
{
	struct key *k = ctx;

	if (rc < 0)
		xg_quit(k->io,
			xg_fail(k->io,
				rc == XG_ERR_NET ? XG_EXIT_NET : XG_EXIT_CONFIG,
				"%s", why));
	else
		xg_done(k->io);
}

/* Asks the venues what the keys may do; one that can withdraw is refused. */
static int key_check(struct xg_io *io, void *state)
{
	struct key *k = state;
	struct xg_desk_opts o = xg_entry_desk(&k->entry, io);
	struct xg_error err = { 0 };
	int rc;

	o.dry = true; /* looking needs no arming */
	if (xg_argc(io) > 0) {
		k->venue = xg_arg(io, 0);
		o.venue = &k->venue;
		o.venues = 1;
	}
	o.label = xg_argc(io) > 1 ? xg_arg(io, 1) : NULL;
	k->io = io;
	k->q.ask = (struct xg_asker_opts){ .op = XG_OP_KEYINFO,
		.emit = on_keyinfo,
		.done = on_answered,
		.ctx = k };
	xg_proc_hide();
	rc = xg_enquiry_start(&k->q, xg_io_loop(io), &o, &err);
	if (rc < 0)
		return failed(io, rc, &err);
	if (!o.venues)
		tell_unasked(k, &k->q.desk);
	xg_hold(io);
	return 0;
}

static void key_stop(struct xg_io *io, void *state)
{
	(void)state;
	xg_done(io);
}

static void key_close(struct xg_io *io, void *state)
{
	struct key *k = state;

	(void)io;
	xg_enquiry_release(&k->q);
	xg_vault_release(&k->vault);
}

#define AT(member) offsetof(struct key, member)
#define FD(opt, member, text) \
	{ \
		.name = (opt), .arg = "n", .kind = XG_OPT_INT, \
		.off = AT(member), .def = "-1", .min = -1, .max = 1023, \
		.help = (text) \
	}

static const char *const kinds[] = { "hmac", "ed25519", "rsa", NULL };

static const struct xg_opt add_opts[] = { { .name = "kind",
						  .arg = "kind",
						  .kind = XG_OPT_WORD,
						  .off = AT(kind),
						  .def = "hmac",
						  .words = kinds,
						  .help = "how it signs" },
	FD("secret-fd", secret_fd, "descriptor with key, secret, passphrase"),
	{ 0 } };

static const struct xg_opt rotate_opts[] = {
	{ .name = "new-key-file",
		.arg = "file",
		.kind = XG_OPT_FILE,
		.off = AT(new_key_file),
		.help = "file of the new passphrase" },
	FD("new-pass-fd", new_pass_fd, "descriptor of the new passphrase"),
	FD("secret-fd", secret_fd, "descriptor with key, secret, passphrase"),
	{ 0 }
};

static const struct xg_opt opts[] = { XG_ENTRY_ENV(AT(entry)),
	XG_ENTRY_KEY_FILE(AT(entry)), XG_ENTRY_PASS_FD(AT(entry)), { 0 } };

static const struct xg_verb verbs[] = { { .name = "add",
						.synopsis = "venue [label]",
						.opts = add_opts,
						.help = "keep a key",
						.run = key_add },
	{ .name = "check",
		.synopsis = "[venue [label]]",
		.help = "ask the venues what the keys may do",
		.run = key_check },
	{ .name = "list",
		.synopsis = "",
		.help = "tell which keys there are",
		.run = key_list },
	{ .name = "rm",
		.synopsis = "venue [label]",
		.help = "forget a key",
		.run = key_rm },
	{ .name = "rotate",
		.synopsis = "[venue [label]]",
		.opts = rotate_opts,
		.help = "another passphrase, or a new key of an entry",
		.run = key_rotate },
	{ 0 } };

const struct xg_stage xg_key_stage = {
	.name = "xg-key",
	.summary = "keep API keys in an encrypted vault",
	.synopsis = "",
	.opts = opts,
	.verbs = verbs,
	.size = sizeof(struct key),
	.args_max = 2,
	.no_input = true,
	.gives = XG_REC_BIT(XG_REC_KEYINFO),
	.exits =
		1u << XG_EXIT_FAILED | 1u << XG_EXIT_CONFIG | 1u << XG_EXIT_NET,
	.runner = xg_run_loop,
	.stop = key_stop,
	.examples = (const char *const[]){ "xg-key add okx --env live",
		"xg-key check --env live --key-file ~/.xg-passphrase",
		"xg-key rotate --env live", NULL },
	.close = key_close,
};
