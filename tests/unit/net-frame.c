/* WebSocket framing: every message is found whatever slices the bytes come in,
 * and what breaks RFC 6455 is refused with the close code it names. */
#include "net/frame.h"

#include "base/err.h"
#include "tap.h"

static const uint8_t mask[4] = { 0x37, 0xfa, 0x21, 0x3d };

static void feed(struct xg_frame_reader *r, const void *p, size_t n)
{
	char *to = xg_frame_space(r, n);

	memcpy(to, p, n);
	xg_frame_filled(r, n);
}

static void one(const void *p, size_t n, int want, const char *title)
{
	struct xg_frame_reader r = { 0 };
	struct xg_frame_msg m;

	feed(&r, p, n);
	is_int(xg_frame_next(&r, &m), want, "%s", title);
	xg_frame_reader_release(&r);
}
#define refuses(bytes, code, title) \
	one(bytes, sizeof(bytes) - 1, -(code), title)

/* A whole conversation, fed in slices of a size; the log must be the same. */
static void log_in_slices(
	const char *p, size_t n, size_t slice, struct xg_buf *log)
{
	struct xg_frame_reader r = { 0 };
	struct xg_frame_msg m;
	int got = 0;

	for (size_t at = 0; at < n; at += slice) {
		feed(&r, p + at, n - at < slice ? n - at : slice);
		while ((got = xg_frame_next(&r, &m)) > 0)
			xg_buf_printf(log, "%d:%d:%.*s;", m.op, m.code,
				XG_STR_ARG(m.data));
		if (got < 0)
			break;
	}
	xg_buf_printf(log, "%d", got);
	xg_frame_reader_release(&r);
}

static void test_slices(void)
{
	static const char talk[] = "\x81\x05Hello"
				   "\x01\x03Hel"
				   "\x89\x01p"
				   "\x00\x00"
				   "\x80\x02lo"
				   "\x82\x03\x00\x01\x02"
				   "\x8a\x00"
				   "\x88\x05\x03\xe8"
				   "bye";
	static const size_t sizes[] = { 1, 2, 3, 7, sizeof talk };
	struct xg_buf want = { 0 };

	log_in_slices(talk, sizeof talk - 1, sizeof talk, &want);
	ok(memmem(want.p, want.len, "1:0:Hello;9:0:p;1:0:Hello;", 26) ==
			(void *)want.p,
		"a ping between the parts of a message comes first");
	ok(memmem(want.p, want.len, "8:1000:bye;0", 12) != NULL,
		"a close frame gives its code and its reason");
	for (size_t i = 0; i < 5; i++) {
		struct xg_buf got = { 0 };

		log_in_slices(talk, sizeof talk - 1, sizes[i], &got);
		ok(got.len == want.len && !memcmp(got.p, want.p, got.len),
			"slices of %zu bytes give the same messages", sizes[i]);
		xg_buf_release(&got);
	}
	xg_buf_release(&want);
}

static void test_refused(void)
{
	refuses("\xc1\x00", 1002, "a reserved bit is a protocol error");
	refuses("\x83\x00", 1002, "an unknown opcode is a protocol error");
	refuses("\x8b\x00", 1002, "an unknown control is a protocol error");
	refuses("\x81\x80"
		"abcd",
		1002, "a masked frame of a server is refused");
	refuses("\x80\x00", 1002, "a continuation without a start is refused");
	refuses("\x01\x00\x81\x00", 1002,
		"a message inside another is refused");
	refuses("\x09\x00", 1002, "a fragmented ping is refused");
	refuses("\x89\x7e", 1002, "a ping over 125 bytes is refused");
	refuses("\x81\x7e\x00\x05hello", 1002,
		"a length that is not in its shortest form is refused");
	refuses("\x88\x01x", 1002, "a close frame of one byte is refused");
	refuses("\x88\x02\x03\xed", 1002, "the close code 1005 is refused");
	refuses("\x81\x02\xc3\x28", 1007, "text that is not UTF-8 is refused");
	refuses("\x81\x03\xed\xa0\x80", 1007, "a surrogate in text is refused");
	refuses("\x81\x7f\x00\x00\x00\x00\x00\x80\x00\x01", 1009,
		"a message over 8 MiB is refused by its length alone");
	refuses("\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 1009,
		"a length of 2^64-1 is refused");
}

static void test_fragments_are_bounded(void)
{
	struct xg_frame_reader r = { .max = 10 };
	struct xg_frame_msg m;

	feed(&r,
		"\x01\x08"
		"12345678",
		10);
	is_int(xg_frame_next(&r, &m), 0, "a first part waits for its end");
	feed(&r,
		"\x80\x03"
		"abc",
		5);
	is_int(xg_frame_next(&r, &m), -1009, "parts count together");
	xg_frame_reader_release(&r);
}

static void test_memory_of_long_messages(void)
{
	static char big[(size_t)6 << 20];
	struct xg_frame_reader r = { 0 };
	struct xg_frame_msg m;

	feed(&r, "\x81\x7f\x00\x00\x00\x00\x00\x60\x00\x00", 10);
	memset(big, 'x', sizeof big);
	feed(&r, big, sizeof big);
	ok(xg_frame_next(&r, &m) == 1 && m.data.n == sizeof big,
		"a long message");
	feed(&r, "\x81\x02ok", 4);
	ok(r.in.cap < sizeof big, "its memory is given back");
	ok(xg_frame_next(&r, &m) == 1 && xg_str_is(m.data, XG_STR("ok")),
		"and the next message is read");
	feed(&r, "\x01\x7f\x00\x00\x00\x00\x00\x60\x00\x00", 10);
	feed(&r, big, sizeof big);
	is_int(xg_frame_next(&r, &m), 0, "a long part");
	feed(&r, "\x80\x01y\x81\x01z", 6);
	ok(xg_frame_next(&r, &m) == 1 && m.data.n == sizeof big + 1,
		"parts of a long message");
	ok(xg_frame_next(&r, &m) == 1 && m.data.n == 1, "what came with it");
	feed(&r, "\x81\x02ok", 4);
	ok(r.in.cap < sizeof big && r.parts.cap < sizeof big,
		"the memory of the parts, too");
	xg_frame_reader_release(&r);
}

static void test_write(void)
{
	struct xg_buf out = { 0 };
	char big[70000];

	/* RFC 6455, 5.7: a single-frame masked text message. */
	xg_frame_write(&out, XG_WS_TEXT, XG_STR("Hello"), mask);
	is_text(out.p, out.len, "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58",
		"the example of RFC 6455, 5.7 comes out byte for byte");
	xg_buf_clear(&out);
	memset(big, 'x', sizeof big);
	xg_frame_write(&out, XG_WS_TEXT, (struct xg_str){ big, 200 }, mask);
	ok(out.len == 208 && !memcmp(out.p, "\x81\xfe\x00\xc8", 4),
		"200 bytes have a length of two bytes");
	xg_buf_clear(&out);
	xg_frame_write(&out, XG_WS_TEXT, (struct xg_str){ big, 70000 }, mask);
	ok(out.len == 70014 &&
			!memcmp(out.p, "\x81\xff\0\0\0\0\0\x01\x11\x70", 10),
		"70000 bytes have a length of eight bytes");
	xg_buf_clear(&out);
	is_int(xg_frame_write(
		       &out, XG_WS_PING, (struct xg_str){ big, 126 }, mask),
		XG_ERR_LIMIT, "a control frame over 125 bytes is not written");
	is_int(out.len, 0, "and nothing of it");
	xg_buf_release(&out);
}

int main(void)
{
	test_slices();
	test_refused();
	test_fragments_are_bounded();
	test_memory_of_long_messages();
	test_write();
	return done();
}
