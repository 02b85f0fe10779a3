/* R28: best prices that are ahead of a book are laid over it, and come off again. */
#include "book/books.h"
#include "tap.h"

static struct xg_books books;
static struct xg_rec_reader reader;

/* Applies a record; what xg_books_apply says. */
static int put(const char *text)
{
	static char line[1024];
	struct xg_error err = { 0 };
	struct xg_rec rec;
	size_t i = 0;

	for (; text[i] && i < sizeof line - 1; i++)
		line[i] = (char)(text[i] == '\'' ? '"' : text[i]);
	line[i] = '\0';
	if (xg_rec_read(&reader, xg_str_from(line), UINT64_MAX, &rec, &err) < 0)
		abort();
	return xg_books_apply(&books, &rec, NULL, &err);
}

#define HEAD "'venue':'binance','sym':'BTC-USDT'"

static int bbo(const char *rest)
{
	char text[512];

	snprintf(text, sizeof text, "{'type':'bbo'," HEAD ",%s}", rest);
	return put(text);
}

static int book(const char *rest)
{
	char text[512];

	snprintf(text, sizeof text, "{'type':'book'," HEAD ",%s}", rest);
	return put(text);
}

/* The book as text: bids | asks, best first. */
static const char *now(void)
{
	static char text[512];
	const struct xg_market *m =
		xg_books_get(&books, XG_STR("binance"), XG_STR("BTC-USDT"));
	char px[XG_DEC_TEXT], qty[XG_DEC_TEXT];
	struct xg_level l;
	size_t n = 0;

	for (int side = XG_BUY; side <= XG_SELL; side++) {
		for (size_t i = 0; xg_book_level(&m->book, side, i, &l); i++) {
			xg_dec_fmt(px, l.px);
			xg_dec_fmt(qty, l.qty);
			n += (size_t)snprintf(
				text + n, sizeof text - n, "%s:%s ", px, qty);
		}
		if (side == XG_BUY)
			n += (size_t)snprintf(text + n, sizeof text - n, "| ");
	}
	return text;
}

static void begin(bool merge)
{
	xg_books_release(&books);
	books.merge_bbo = merge;
	book("'seq':10,'snap':true,'bids':[[100,1],[99,2],[98,3]],"
	     "'asks':[[101,1],[102,2]]");
}

static void shows(const char *want, const char *what)
{
	const char *got = now();

	is_text(got, strlen(got), want, "%s", what);
}

int main(void)
{
	begin(false);
	is_int(bbo("'bid':99,'bid_qty':7,'ask':101,'ask_qty':1,'seq':12"), 0,
		"without the option best prices leave a book alone");
	shows("100:1 99:2 98:3 | 101:1 102:2 ", "as it was");

	begin(true);
	is_int(bbo("'bid':100,'bid_qty':9,'ask':101,'ask_qty':1,'seq':10"), 0,
		"best prices that are not newer than the book change nothing");
	is_int(bbo("'bid':100,'bid_qty':9,'ask':101,'ask_qty':1"), 0,
		"nor do those without a number");
	shows("100:1 99:2 98:3 | 101:1 102:2 ", "as it was");
	is_int(bbo("'bid':99,'bid_qty':7,'ask':100,'ask_qty':4,'seq':12"), 1,
		"those that are ahead change it");
	shows("99:7 98:3 | 100:4 101:1 102:2 ",
		"better levels go, the best ones have the new quantities");
	is_int(bbo("'bid':99,'bid_qty':8,'ask':100,'ask_qty':4,'seq':11"), 0,
		"older ones that come late change nothing");
	bbo("'bid':98,'bid_qty':3,'ask':101,'ask_qty':1,'seq':13");
	shows("98:3 | 101:1 102:2 ",
		"newer ones lie over the book, not over older ones");
	book("'seq':11,'prev':10,'bids':[[97,5]],'asks':[]");
	shows("98:3 97:5 | 101:1 102:2 ",
		"an update that is older goes below them");
	book("'seq':13,'prev':11,'bids':[[100,0]],'asks':[]");
	shows("99:2 98:3 97:5 | 101:1 102:2 ",
		"after one that is as new the book is what its updates say");
	bbo("'bid':97,'bid_qty':5,'ask':99,'ask_qty':1,'seq':15");
	shows("97:5 | 99:1 101:1 102:2 ", "ahead again");
	book("'seq':20,'snap':true,'bids':[[50,1]],'asks':[[51,1]]");
	shows("50:1 | 51:1 ", "a snapshot replaces all");
	is_int(bbo("'bid':52,'bid_qty':1,'seq':21"), 0,
		"best prices that would cross the book are left out");
	shows("50:1 | 51:1 ", "as it was");
	bbo("'bid':50,'bid_qty':2,'ask':51,'ask_qty':1,'seq':22");
	book("'seq':3,'snap':true,'bids':[[60,1]],'asks':[[61,1]]");
	shows("60:1 | 61:1 ",
		"a venue that counts anew: what was ahead of its old numbers "
		"is no more");
	is_int(bbo("'bid':60,'bid_qty':5,'ask':61,'ask_qty':1,'seq':4"), 1,
		"and what is ahead of the new ones is");
	shows("60:5 | 61:1 ", "by its new quantity");
	is_int(book("'seq':24,'prev':23,'bids':[],'asks':[]"), XG_ERR_STATE,
		"a gap is a gap");
	shows("| ", "and leaves nothing");
	is_int(bbo("'bid':50,'bid_qty':2,'ask':51,'ask_qty':1,'seq':30"), 0,
		"a book that is out of sync gets no best prices");
	xg_books_release(&books);
	xg_rec_reader_release(&reader);
	return done();
}
