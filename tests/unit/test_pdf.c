/* PDF pages: rows and columns of placed texts, their order, what sizes tell. */
#include <time.h>

#include "../../tui/parse/pdf_int.h"
#include "kanbao/format.h"
#include "parse_help.h"

/* A page of 900 × 1200; the body is 15, a column 195 wide, thirteen characters. */
struct sheet {
	struct kb_buf xml;
	struct parsed p;
};

static void
sheet_open(struct sheet *s)
{
	static const int sizes[] = { 15, 24, 42, 60 };
	*s = (struct sheet){ .p = { .err = KB_OK } };
	kb_buf_add(&s->xml, KB_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	                           "<!DOCTYPE pdf2xml SYSTEM \"pdf2xml.dtd\">\n"
	                           "<pdf2xml producer=\"poppler\" version=\"22.12.0\">\n"
	                           "<page number=\"1\" top=\"0\" left=\"0\" height=\"1200\" "
	                           "width=\"900\">\n"));
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		kb_buf_printf(&s->xml, "<fontspec id=\"%zu\" size=\"%d\" family=\"Song\"/>\n", i,
		              sizes[i]);
	}
}

static void
put(struct sheet *s, int left, int top, int font, const char *text)
{
	static const int sizes[] = { 15, 24, 42, 60 };
	size_t chars = kb_utf8_count(kb_str_of(text));
	kb_buf_printf(&s->xml,
	              "<text top=\"%d\" left=\"%d\" width=\"%zu\" height=\"%d\" font=\"%d\">%s"
	              "</text>\n",
	              top, left, chars * (size_t)sizes[font], sizes[font], font, text);
}

/* Lines of a column, one below the other; a first blank is an indent. */
static void
column(struct sheet *s, int left, int top, const char *lines)
{
	kb_str line;
	for (kb_str rest = kb_str_of(lines); kb_str_split(&rest, '\n', &line); top += 22) {
		bool indent = kb_str_starts(line, KB_STR(" "));
		kb_str text = kb_arena_dup(&s->p.a, kb_str_trim(line));
		put(s, left + (indent ? 30 : 0), top, 0, text.p);
	}
}

static enum kb_err
keep(void *user, const struct kb_issue *issue, const struct kb_parse_report *report)
{
	struct parsed *p = user;
	p->issue = *issue;
	(void)report;
	return KB_OK;
}

static enum kb_err
sheet_read(struct sheet *s)
{
	const struct kb_sink sink = { keep, &s->p };
	kb_buf_add(&s->xml, KB_STR("</page>\n</pdf2xml>\n"));
	const struct kb_file file = { KB_STR("page.pdf"), kb_buf_str(&s->xml) };
	const struct kb_bundle bundle = { KB_STR("page.pdf"), &file, 1 };
	const struct kb_format *format = kb_format_of(&bundle);
	assert_string_equal(format->name, "pdf");
	return format->read(&s->p.ctx, &s->p.a, &bundle, NULL, &sink);
}

static void
sheet_close(struct sheet *s)
{
	parse_release(&s->p);
	kb_buf_release(&s->xml);
}

static void
expect(struct sheet *s, const char *want)
{
	assert_int_equal(sheet_read(s), KB_OK);
	assert_string_equal(parse_outline(&s->p), want);
	sheet_close(s);
}

#define A1 " 甲一甲一甲一甲一甲一甲\n甲二甲二甲二甲二甲二甲二甲\n甲三甲三甲三甲三甲三甲三甲"
#define A2                                                            \
	"甲四甲四甲四甲四甲四甲四甲\n甲五甲五。\n " \
	"甲六甲六甲六甲六甲六甲\n甲七甲七甲七甲七甲七甲七甲"
#define A3 "甲八甲八甲八甲八甲八甲八甲\n甲九甲九甲九甲九。"
#define P1                                                                                                                \
	"甲一甲一甲一甲一甲一甲甲二甲二甲二甲二甲二甲二甲甲三甲三甲三甲三甲三甲三甲" \
	"甲四甲四甲四甲四甲四甲四甲甲五甲五。"
#define P2                                                                                                                \
	"甲六甲六甲六甲六甲六甲甲七甲七甲七甲七甲七甲七甲甲八甲八甲八甲八甲八甲八甲" \
	"甲九甲九甲九甲九。"
#define B1 " 乙一乙一乙一乙一乙一乙\n乙二乙二乙二。\n 乙三乙三乙三乙三乙三乙\n乙四乙四乙四。"
#define PB "乙一乙一乙一乙一乙一乙乙二乙二乙二。|乙三乙三乙三乙三乙三乙乙四乙四乙四。"

/* What stands on a page: a text of one font, or the lines of a column of the body. */
#define COLUMN (-1)
struct piece {
	int left;
	int top;
	int font; /* or COLUMN */
	const char *text;
};
#define PIECES_MAX 8

static const struct sample {
	const char *what;
	struct piece pieces[PIECES_MAX]; /* up to one without text */
	const char *want;
} samples[] = {
	{ "paragraphs go on over columns that don't begin with an indent",
	  { { 330, 100, 1, "小标题在上面" },
	    { 250, 140, 2, "大标题最大" },
	    { 330, 200, 1, "副题在大标题下" },
	    { 50, 240, COLUMN, A1 },
	    { 270, 240, COLUMN, A2 },
	    { 490, 240, COLUMN, A3 } },
	  "news 小标题在上面/大标题最大/副题在大标题下 {" P1 "|" P2 "}" },
	{ "radicals are the characters that the paper printed",
	  { { 250, 140, 2, "⼤标题最⼤" }, { 50, 240, COLUMN, B1 } },
	  "news /大标题最大/ {" PB "}" },
	{ "the order of the file is not the order of reading",
	  { { 490, 240, COLUMN, A3 },
	    { 270, 240, COLUMN, A2 },
	    { 250, 140, 2, "大标题最大" },
	    { 50, 240, COLUMN, A1 } },
	  "news /大标题最大/ {" P1 "|" P2 "}" },
	{ "a headline over the middle column alone still heads all three",
	  { { 280, 140, 2, "窄标题" },
	    { 50, 240, COLUMN, A1 },
	    { 270, 240, COLUMN, A2 },
	    { 490, 240, COLUMN, A3 } },
	  "news /窄标题/ {" P1 "|" P2 "}" },
	{ "columns seven apart, drawn one after the other",
	  { { 250, 140, 2, "大标题最大" },
	    { 50, 240, COLUMN, A1 },
	    { 252, 240, COLUMN, A2 },
	    { 454, 240, COLUMN, A3 } },
	  "news /大标题最大/ {" P1 "|" P2 "}" },
	{ "two stories side by side",
	  { { 60, 100, 2, "左边的标题" },
	    { 550, 100, 2, "右边标题" },
	    { 50, 180, COLUMN, A1 },
	    { 270, 180, COLUMN, A2 "\n" A3 },
	    { 550, 180, COLUMN, B1 } },
	  "news /左边的标题/ {" P1 "|" P2 "}; news /右边标题/ {" PB "}" },
	{ "one story below another",
	  { { 60, 100, 2, "上面的标题" },
	    { 50, 180, COLUMN, A1 },
	    { 270, 180, COLUMN, A2 },
	    { 490, 180, COLUMN, A3 },
	    { 60, 320, 2, "下面的标题" },
	    { 50, 400, COLUMN, B1 } },
	  "news /上面的标题/ {" P1 "|" P2 "}; news /下面的标题/ {" PB "}" },
	{ "a story in a box under the second column waits until the first has ended",
	  { { 200, 100, 3, "通栏大标题" },
	    { 50, 240, COLUMN, A1 },
	    { 270, 240, COLUMN, A2 },
	    { 270, 360, 1, "框里的标题" },
	    { 270, 400, COLUMN, B1 },
	    { 490, 240, COLUMN,
	      A3 "\n 甲十甲十。\n 甲十甲十。\n 甲十甲十。\n 甲十甲十。\n 甲十甲十。"
	         "\n 甲十甲十。\n 甲十甲十。" } },
	  "news /通栏大标题/ {" P1 "|" P2
	  "|甲十甲十。|甲十甲十。|甲十甲十。|甲十甲十。|甲十甲十。|甲十甲十。|甲十甲十。}; "
	  "news /框里的标题/ {" PB "}" },
	{ "a headline left of its columns, from top to bottom",
	  { { 50, 244, 2, "直" },
	    { 50, 289, 2, "排" },
	    { 50, 334, 2, "标" },
	    { 50, 379, 2, "题" },
	    { 120, 240, COLUMN, A1 },
	    { 340, 240, COLUMN, A2 },
	    { 560, 240, COLUMN, A3 } },
	  "news /直排标题/ {" P1 "|" P2 "}" },
	{ "a subhead inside a column",
	  { { 60, 100, 2, "有小标题的稿" },
	    { 50, 180, COLUMN, B1 },
	    { 110, 268, 0, "中间小题" },
	    { 50, 290, COLUMN, B1 } },
	  "news /有小标题的稿/ {" PB "|中间小题|" PB "}" },
};

/* Rows and columns of a page → stories in the order of reading. */
static void
test_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct sheet s;
		sheet_open(&s);
		for (size_t k = 0; k < PIECES_MAX && samples[i].pieces[k].text; k++) {
			const struct piece *piece = &samples[i].pieces[k];
			if (piece->font == COLUMN) {
				column(&s, piece->left, piece->top, piece->text);
			} else {
				put(&s, piece->left, piece->top, piece->font, piece->text);
			}
		}
		assert_int_equal(sheet_read(&s), KB_OK);
		if (strcmp(parse_outline(&s.p), samples[i].want) != 0) {
			fail_msg("%s: %s", samples[i].what, s.p.line.p);
		}
		sheet_close(&s);
	}
}

/* Fonts change inside a line; the same text twice in one place is bold type. */
static void
test_rows(void **state)
{
	struct sheet s;
	(void)state;
	sheet_open(&s);
	put(&s, 60, 100, 2, "标题");
	put(&s, 146, 100, 2, "一行");
	put(&s, 61, 100, 2, "标题");
	put(&s, 60, 180, 0, "本报讯");
	put(&s, 105, 180, 0, "昨天，大雨。");
	put(&s, 280, 180, 0, "另一栏的字句在这里。");
	assert_int_equal(sheet_read(&s), KB_OK);
	assert_int_equal(s.p.issue.narticles, 1);
	const struct kb_article *a = &s.p.issue.articles[0];
	assert_int_equal(kb_str_cmp(a->headline, KB_STR("标题一行")), 0);
	assert_int_equal(kb_str_cmp(a->lead, KB_STR("本报讯")), 0);
	assert_int_equal(kb_str_cmp(a->body.v[0], KB_STR("昨天，大雨。")), 0);
	assert_int_equal(kb_str_cmp(a->body.v[1], KB_STR("另一栏的字句在这里。")), 0);
	sheet_close(&s);
}

/* The name may be smaller than the headline; its place tells. */
static void
test_masthead(void **state)
{
	struct sheet s;
	(void)state;
	sheet_open(&s);
	put(&s, 50, 40, 2, "山城报");
	put(&s, 300, 42, 0, "2020年3月8日");
	put(&s, 300, 64, 0, "第17期");
	put(&s, 50, 120, 3, "头条");
	column(&s, 50, 240, B1);
	assert_int_equal(sheet_read(&s), KB_OK);
	assert_int_equal(kb_str_cmp(s.p.issue.paper, KB_STR("山城报")), 0);
	assert_int_equal(s.p.issue.number, 17);
	assert_int_equal(s.p.issue.masthead.n, 3);
	assert_string_equal(parse_outline(&s.p), "news /头条/ {" PB "}");
	sheet_close(&s);
}

/* A story beside the masthead reaches higher up than the masthead's facts. */
static void
test_ear(void **state)
{
	struct sheet s;
	(void)state;
	sheet_open(&s);
	put(&s, 50, 40, 3, "山城报");
	put(&s, 50, 120, 0, "2020年3月8日");
	put(&s, 220, 120, 0, "第17期");
	put(&s, 450, 40, 1, "报眼里的稿");
	column(&s, 450, 80, B1);
	put(&s, 50, 200, 2, "头条");
	column(&s, 50, 260, B1);
	assert_int_equal(sheet_read(&s), KB_OK);
	assert_int_equal(s.p.issue.masthead.n, 3);
	assert_int_equal(kb_str_cmp(s.p.issue.masthead.v[2], KB_STR("第17期")), 0);
	assert_string_equal(parse_outline(&s.p),
	                    "news /报眼里的稿/ {" PB "}; news /头条/ {" PB "}");
	sheet_close(&s);
}

/* Each page of the file is a page of the paper; what is hostile in it is text. */
static void
test_pages(void **state)
{
	struct sheet s;
	(void)state;
	sheet_open(&s);
	put(&s, 60, 100, 2, "第一张");
	column(&s, 50, 180, B1);
	kb_buf_add(&s.xml, KB_STR("</page>\n<page number=\"2\" height=\"1200\" width=\"900\">\n"));
	put(&s, 60, 100, 2, "第&#x202E;二&lt;b&gt;张");
	column(&s, 50, 180, B1);
	expect(&s, "news /第一张/ {" PB "}; news /第二<b>张/ {" PB "}");
}

static void
test_page_numbers(void **state)
{
	struct sheet s;
	(void)state;
	sheet_open(&s);
	put(&s, 60, 100, 2, "第一张");
	kb_buf_add(&s.xml, KB_STR("</page>\n<page number=\"2\" height=\"1200\" width=\"900\">\n"));
	put(&s, 60, 100, 2, "第二张");
	assert_int_equal(sheet_read(&s), KB_OK);
	assert_int_equal(s.p.issue.narticles, 2);
	assert_int_equal(kb_str_cmp(s.p.issue.articles[1].page, KB_STR("2")), 0);
	sheet_close(&s);
}

static void
test_no_text(void **state)
{
	struct sheet s;
	(void)state;
	sheet_open(&s);
	assert_int_equal(sheet_read(&s), KB_E_DATA);
	assert_non_null(strstr(s.p.ctx.message.p, "no text layer"));
	sheet_close(&s);
}

/* Numbers that are none, negative, or of another world. */
static void
test_odd_numbers(void **state)
{
	struct sheet s;
	(void)state;
	sheet_open(&s);
	kb_buf_add(&s.xml, KB_STR("<fontspec id=\"-4\" size=\"nan\"/><fontspec id=\"1e30\"/>"
	                          "<fontspec id=\"7\" size=\"1e300\" family=\"\"/>\n"
	                          "<text top=\"inf\" left=\"-1e30\" width=\"nan\" font=\"7\" "
	                          "height=\"15\">奇怪的数字。</text>\n"
	                          "<text>没有数字。</text><text/><text font=\"1e9\" top=\"5\" "
	                          "height=\"1e5\">很高。</text>\n"));
	column(&s, 50, 180, B1);
	assert_int_equal(sheet_read(&s), KB_OK);
	sheet_close(&s);
}

/* How long n headlines take that stand in one another's place. */
static double
seconds(int n)
{
	struct sheet s;
	char title[32];
	sheet_open(&s);
	for (int i = 0; i < n; i++) {
		(void)snprintf(title, sizeof(title), "甲乙%d", i);
		put(&s, 50, 400 + i % 8, 1, title);
		/* most of the page is smaller type */
		put(&s, 50, 600 + 22 * i, 0, "一行字从左到右，一行字从左到右。");
	}
	clock_t from = clock();
	assert_int_equal(sheet_read(&s), KB_OK);
	clock_t to = clock();
	sheet_close(&s);
	return (double)(to - from) / CLOCKS_PER_SEC;
}

/* Four times as many pieces: for each of them the page is looked at again, and no more. */
static void
test_many_headlines(void **state)
{
	(void)state;
	double small = seconds(100) + 0.005;
	assert_true(seconds(400) < small * 4 * 4 * 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),          cmocka_unit_test(test_rows),
		cmocka_unit_test(test_masthead),       cmocka_unit_test(test_ear),
		cmocka_unit_test(test_pages),          cmocka_unit_test(test_page_numbers),
		cmocka_unit_test(test_no_text),        cmocka_unit_test(test_odd_numbers),
		cmocka_unit_test(test_many_headlines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
