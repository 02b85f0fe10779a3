/* xg-decode: raw frames -> records, by the decoder that xg-feed has. */
#include <stdlib.h>

#include "io/file.h"
#include "stage/stage.h"
#include "venue/bare.h"
#include "venue/decoder.h"

#define VENUES_MAX 64
#define INST_FILE_MAX ((size_t)256 << 20)

struct decode {
	const char *venue, *market;
	struct xg_opt_list inst;

	struct xg_io *io;
	struct xg_insts insts;
	struct xg_decoder *dec[VENUES_MAX]; /* owned; by xg_venue_at */
	struct xg_decoder *last;	    /* of the record before */
	struct xg_bare bare;
	int status; /* of the last emit */
};

static int sink_rec(void *ctx, const struct xg_rec *rec)
{
	struct decode *s = ctx;

	s->status = xg_emit(s->io, rec);
	return s->status ? XG_ERR_STATE : 0;
}

/* The decoder of a venue, made when its first record comes; NULL when this
 * build does not know the venue or memory is out (then *rc is set). */
static struct xg_decoder *decoder_of(
	struct decode *s, struct xg_str name, int *rc)
{
	struct xg_sink sink = { .ctx = s, .rec = sink_rec };
	const struct xg_venue *v;
	size_t i = 0;

	*rc = 0;
	if (s->last && xg_str_is(name, s->last->name))
		return s->last;
	while ((v = xg_venue_at(i)) && !xg_str_is_text(name, v->name))
		i++;
	if (!v || i >= VENUES_MAX)
		return NULL;
	if (s->dec[i])
		return s->last = s->dec[i];
	s->dec[i] = calloc(1, sizeof *s->dec[i]);
	if (!s->dec[i] || xg_decoder_init(s->dec[i], v, &s->insts, &sink) < 0) {
		free(s->dec[i]);
		s->dec[i] = NULL;
		*rc = xg_fail(s->io, XG_EXIT_FAILED, "out of memory");
		return NULL;
	}
	s->dec[i]->keep_checksum_books = true;
	return s->dec[i];
}

static int no_venue(struct decode *s, const struct xg_rec *rec)
{
	struct xg_error err = { 0 };

	xg_error_set(&err, XG_ERR_SUPPORT,
		"this version cannot decode frames of the venue '%.*s'",
		(int)(rec->venue.n < 32 ? rec->venue.n : 32), rec->venue.p);
	return xg_bad_record(s->io, rec->raw.n ? rec : NULL, &err);
}

/* Columns count in the line, those of a venue in its frame. */
static void place(const struct xg_rec *rec, struct xg_error *err)
{
	struct xg_str in = rec->raw, data = rec->u.rawf.data;

	if (err->col > 0 && in.n && data.p >= in.p && data.p < in.p + in.n)
		err->col += data.p - in.p;
	else
		err->col = 0;
}

static int decode(struct decode *s, const struct xg_rec *rec)
{
	struct xg_error err = { 0 };
	struct xg_decoder *d;
	int rc;

	d = decoder_of(s, rec->venue, &rc);
	if (rc)
		return rc;
	if (!d)
		return rec->type == XG_REC_RAW ? no_venue(s, rec)
					       : xg_forward(s->io, rec);
	s->status = 0;
	rc = xg_decoder_rec(d, rec, &err);
	if (s->status)
		return s->status;
	if (rc == XG_ERR_MEMORY)
		return xg_fail(s->io, XG_EXIT_FAILED, "out of memory");
	if (rc >= 0)
		return 0;
	if (!err.text[0])
		xg_error_set(&err, rc, "%s", xg_err_text(rc));
	if (rec->type == XG_REC_RAW)
		place(rec, &err);
	return xg_bad_record(s->io, rec->raw.n ? rec : NULL, &err);
}

static int on_record(struct xg_io *io, void *state, const struct xg_rec *rec)
{
	struct decode *s = state;
	struct xg_error err = { 0 };

	if (rec->type != XG_REC_TICK)
		return decode(s, rec);
	s->status = 0;
	for (size_t i = 0; i < VENUES_MAX && s->status == 0; i++) {
		if (s->dec[i] &&
			xg_decoder_rec(s->dec[i], rec, &err) == XG_ERR_MEMORY)
			return xg_fail(io, XG_EXIT_FAILED, "out of memory");
	}
	return s->status ? s->status : xg_forward(io, rec);
}

/* A foreign recording: one bare frame a line. */
static int on_line(struct xg_io *io, void *state, struct xg_str line)
{
	struct decode *s = state;
	struct xg_rec rec;

	(void)io;
	return xg_bare_read(&s->bare, line, &rec) ? decode(s, &rec) : 0;
}

static int load_insts(struct decode *s, const char *path)
{
	struct xg_rec_reader reader = { 0 };
	struct xg_buf text = { 0 };
	struct xg_error err = { 0 };
	struct xg_str rest;
	struct xg_rec rec;
	long long line = 0;
	int rc = xg_file_read(&text, path, INST_FILE_MAX, &err);

	if (rc < 0)
		rc = xg_fail(s->io, XG_EXIT_FAILED, "--inst: %s", err.text);
	rest = xg_buf_view(&text);
	while (rc == 0 && rest.n) {
		struct xg_str one = xg_str_cut(&rest, '\n');

		line++;
		if (one.n == 0)
			continue;
		if (xg_rec_read(&reader, one, XG_REC_BIT(XG_REC_INST), &rec,
			    &err) < 0)
			rc = xg_fail(s->io, XG_EXIT_DATA, "%s:%lld:%lld: %s",
				path, line, (long long)err.col, err.text);
		else if (rec.type == XG_REC_INST &&
			 xg_insts_put(&s->insts, &rec) < 0)
			rc = xg_fail(s->io, XG_EXIT_FAILED, "out of memory");
	}
	xg_rec_reader_release(&reader);
	xg_buf_release(&text);
	return rc;
}

static int on_open(struct xg_io *io, void *state)
{
	struct decode *s = state;
	const struct xg_venue *v;
	int rc = 0;

	s->io = io;
	for (size_t i = 0; i < s->inst.n && rc == 0; i++)
		rc = load_insts(s, s->inst.item[i]);
	if (rc || (!s->venue && !s->market))
		return rc;
	if (!s->venue)
		return xg_fail(io, XG_EXIT_USAGE,
			"--market needs --venue: it is for recordings of bare "
			"frames");
	v = xg_venue_find(xg_str_from(s->venue));
	if (!v)
		return xg_fail(io, XG_EXIT_USAGE,
			"--venue: this version knows no venue '%.60s'",
			s->venue);
	s->bare.venue = xg_str_from(v->name);
	s->bare.market = xg_str_from(s->market ? s->market : v->markets[0]);
	xg_take_lines(io);
	return 0;
}

static int on_finish(struct xg_io *io, void *state)
{
	struct decode *s = state;

	for (size_t i = 0; i < VENUES_MAX; i++) {
		const struct xg_decoder *d = s->dec[i];

		if (d)
			xg_note(io,
				"%s: %lld frames, %lld bad; %lld records; "
				"%lld checksums verified, %lld wrong; "
				"%lld gaps, %lld resyncs, %lld crossed books",
				d->venue->name, (long long)d->stats.frames,
				(long long)d->stats.bad,
				(long long)d->stats.records,
				(long long)d->stats.checksums,
				(long long)d->stats.checksum_bad,
				(long long)d->stats.gaps,
				(long long)d->stats.resyncs,
				(long long)d->stats.crossed);
	}
	return 0;
}

static void on_close(struct xg_io *io, void *state)
{
	struct decode *s = state;

	(void)io;
	for (size_t i = 0; i < VENUES_MAX; i++) {
		if (s->dec[i])
			xg_decoder_release(s->dec[i]);
		free(s->dec[i]);
	}
	xg_insts_release(&s->insts);
}

#define AT(member) offsetof(struct decode, member)

static const struct xg_opt opts[] = {
	{ .name = "inst",
		.arg = "file",
		.kind = XG_OPT_LIST,
		.off = AT(inst),
		.help = "inst records to know before the first frame" },
	{ .letter = 'm',
		.name = "market",
		.arg = "name",
		.kind = XG_OPT_TEXT,
		.off = AT(market),
		.help = "of bare frames: the market, or kind of connection" },
	{ .letter = 'V',
		.name = "venue",
		.arg = "name",
		.kind = XG_OPT_TEXT,
		.off = AT(venue),
		.help = "the input is bare frames of this venue, one a line" },
	{ 0 }
};

const struct xg_stage xg_decode_stage = {
	.name = "xg-decode",
	.summary = "turn recorded raw frames into records",
	.synopsis = "[file ...]",
	.opts = opts,
	.size = sizeof(struct decode),
	.takes = XG_REC_BIT(XG_REC_RAW) | XG_REC_BIT(XG_REC_INST) |
		 XG_REC_BIT(XG_REC_TICK),
	.gives = XG_REC_BIT(XG_REC_TRADE) | XG_REC_BIT(XG_REC_BOOK) |
		 XG_REC_BIT(XG_REC_BBO) | XG_REC_BIT(XG_REC_FUNDING) |
		 XG_REC_BIT(XG_REC_MARK) | XG_REC_BIT(XG_REC_LIQ) |
		 XG_REC_BIT(XG_REC_OI) | XG_REC_BIT(XG_REC_CANDLE) |
		 XG_REC_BIT(XG_REC_INST) | XG_REC_BIT(XG_REC_STATUS) |
		 XG_REC_BIT(XG_REC_EXEC) | XG_REC_BIT(XG_REC_FILL) |
		 XG_REC_BIT(XG_REC_BALANCE) | XG_REC_BIT(XG_REC_POSITION) |
		 XG_REC_BIT(XG_REC_ALERT),
	.args_max = -1,
	.reads_files = true,
	.pure = true,
	.examples =
		(const char *const[]){
			"xg-feed okx:BTC-USDT --raw | tee day.ndjson | "
			"xg-decode",
			"xg-decode day.ndjson | xg-book -n --bbo",
			"xg-decode -V okx -m public frames.txt", NULL },
	.open = on_open,
	.record = on_record,
	.line = on_line,
	.finish = on_finish,
	.close = on_close,
};
