/* Bytes → nodes → printed lines; which format takes which bytes; what is refused. */
#include "format_help.h"

#include <time.h>

#include "../../tui/parse/digital_int.h"
#include "../../tui/parse/formats.h"

/* --- lines ----------------------------------------------------------------------- */

struct printed {
	const char *html;
	const char *want; /* lines divided by | */
};

static const struct printed prints[] = {
	{ "<p>一行</p><p>两行</p>", "一行|两行" },
	{ "<P>　　缩进的&nbsp;字</P>", "缩进的 字" },
	{ "源码里\n换行", "源码里换行" },
	{ "latin\nwords", "latin words" },
	{ "第<b>一</b>天<br>第二天", "第一天|第二天" },
	{ "<table><tr><td>金牌</td><td>3</td></tr><tr><td>银牌</td><td>5</td></tr></table>",
	  "金牌 3|银牌 5" },
	{ "前<script>var a = '<p>不印</p>';</script>后", "前后" },
	{ "<title>不印</title>正文<style>p{}</style>", "正文" },
	{ "没有<p>关上<p>的段落", "没有|关上|的段落" },
	{ "&ldquo;引号&rdquo;&hellip;", "“引号”…" },
	{ "一<!-- 注释 -->二", "一二" },
	{ "零&#x200B;宽&#x202E;字", "零宽字" },
	{ "<founder-title>题</founder-title><founder-content>文</founder-content>", "题|文" },
	{ "<p>断<i>在<p>标签", "断在|标签" },
	{ "& 不是实体 &nosuch; 留着", "& 不是实体 &nosuch; 留着" },
};

static void
test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(prints) / sizeof(prints[0]); i++) {
		struct kb_arena a = { 0 };
		struct kb_text_report met = { 0 };
		struct kb_buf got = { 0 };
		struct kb_strs lines = kb_html_lines(&a, kb_str_of(prints[i].html), &met);
		for (size_t k = 0; k < lines.n; k++) {
			kb_buf_printf(&got, "%s%.*s", k ? "|" : "", KB_ARG(lines.v[k]));
		}
		kb_buf_add(&got, KB_STR(""));
		assert_string_equal(got.p, prints[i].want);
		kb_buf_release(&got);
		kb_arena_release(&a);
	}
}

/* --- names ------------------------------------------------------------------------ */

struct named {
	const char *text;
	const char *page; /* NULL where it is no page mark */
	const char *name;
};

static const struct named marks[] = {
	{ "第02版：综合新闻", "2", "综合新闻" },
	{ "A01版 要闻", "A1", "要闻" },
	{ "第一版：要闻", "1", "要闻" },
	{ "第0012版", "12", NULL },
	{ "01版:头版", "1", "头版" },
	{ "第A03版 · 民生", "A3", "民生" },
	{ "第2版面的设计", NULL, NULL },
	{ "2026年", NULL, NULL },
	{ "三问共享雨伞", NULL, NULL },
	{ "B2：文体", "B2", "文体" },
	{ "12：30开赛", NULL, NULL },
	{ "", NULL, NULL },
};

static void
test_page_labels(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct kb_arena a = { 0 };
		kb_str page = KB_STR_NULL;
		kb_str name = KB_STR_NULL;
		size_t n = kb_page_label(&a, kb_str_of(marks[i].text), &page, &name);
		if ((n > 0) != (marks[i].page != NULL) ||
		    !kb_str_eq(page, kb_str_of(marks[i].page)) ||
		    !kb_str_eq(name, kb_str_of(marks[i].name))) {
			fail_msg("%s: page %.*s, name %.*s", marks[i].text, KB_ARG(page),
			         KB_ARG(name));
		}
		kb_arena_release(&a);
	}
}

static void
test_days_and_papers(void **state)
{
	static const char *const days[][2] = {
		{ "html/2026-03/18/content_1.htm", "2026-03-18" },
		{ "pc/layout/202604/21/node_01.html", "2026-04-21" },
		{ "szb/2026/06/01/x.htm", "2026-06-01" },
		{ "nw.D110000renmrb_20210608_1-01.htm", "2021-06-08" },
		{ "2022/20220413/20220413_001.html", "2022-04-13" },
		{ "content_3396_7062153.htm", NULL },
		{ "html/2026-13/18/x.htm", NULL },
		{ "", NULL },
	};
	static const char *const papers[][2] = {
		{ "今日云溪数字报-第01版：要闻", "今日云溪" },
		{ "海东日报", "海东日报" },
		{ "春耕汇报_云溪新闻网", NULL },
		{ "老街夜市重开张-湖滨晚报电子版", "湖滨晚报" },
		{ "夜校开课首日座无虚席", NULL },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		char iso[KB_ISO_SIZE];
		kb_day day = kb_path_day(kb_str_of(days[i][0]));
		assert_string_equal(day == KB_DAY_NONE ? "none" : kb_day_iso(day, iso),
		                    days[i][1] ? days[i][1] : "none");
	}
	for (size_t i = 0; i < sizeof(papers) / sizeof(papers[0]); i++) {
		struct kb_arena a = { 0 };
		kb_str paper = kb_paper_of_title(&a, kb_str_of(papers[i][0]));
		if (!kb_str_eq(paper, kb_str_of(papers[i][1]))) {
			fail_msg("%s: %.*s", papers[i][0], KB_ARG(paper));
		}
		kb_arena_release(&a);
	}
}

/* --- recognition ---------------------------------------------------------------------- */

struct guess {
	const char *name;
	const char *bytes;
	const char *format;
};

static const struct guess guesses[] = {
	{ "a.txt", "今日柯城\n\n第1937期\n", "text" },
	{ "a.txt", "文中提到 js_content 和 npm:article 也不是网页。\n", "text" },
	{ "a.md", "# 标题\n\n正文里有 <b>标签</b>。\n", "text" },
	{ "a.html", "<html><body><p>正文</p></body></html>", "html" },
	{ "a", "\xEF\xBB\xBF\r\n<!DOCTYPE HTML><title>x</title><p>正文", "html" },
	{ "a.html", "<?xml version=\"1.0\"?>\n<!DOCTYPE html><html><body>正文</body></html>",
	  "html" },
	{ "a.html", "<!-- saved from url=(0020)x -->\n<html><div>正文</div></html>", "html" },
	{ "a.html",
	  "<HTML><BODY><!--<npm:article-title>-->题<!--</npm:article-title>--></BODY></HTML>",
	  "founder" },
	{ "a.html", "<html><!--ENPCONTENT-->x<FOUNDER-TITLE>题</FOUNDER-TITLE></html>", "founder" },
	{ "node_1.htm", "<html><a id=pageLink href=node_2.htm>第02版：要闻</a></html>", "founder" },
	{ "a.html", "<html><div id=\"ozoom\"><p>别的系统</p></div></html>", "founder" },
	{ "a.html",
	  "<html><p class=\"sec\">x<span class=\"newstime\"></span></p><div "
	  "id=\"ozoom\">y</div></html>",
	  "founder-new" },
	{ "a.html", "<html><div id=\"js_content\">x</div><h1 id=\"activity-name\">题</h1></html>",
	  "wechat" },
	{ "a.html", "<html><p>用 js_content 找到正文</p></html>", "html" },
	{ "a.xml", "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel/></rss>", "feed" },
	{ "a", "<feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>", "feed" },
	{ "a.xml", "<?xml version=\"1.0\"?><article>x</article>", "text" },
	{ "a.html",
	  "<html><link rel=\"alternate\" type=\"application/rss+xml\" "
	  "href=\"/feed\"><p>x</p></html>",
	  "html" },
};

static void
test_recognition(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(guesses) / sizeof(guesses[0]); i++) {
		const struct kb_file file = { kb_str_of(guesses[i].name),
			                      kb_str_of(guesses[i].bytes) };
		const struct kb_bundle bundle = { file.path, &file, 1 };
		const struct kb_format *format = kb_format_of(&bundle);
		if (strcmp(format->name, guesses[i].format) != 0) {
			fail_msg("%s: taken for %s, not %s", guesses[i].bytes, format->name,
			         guesses[i].format);
		}
	}
}

/* --- limits ------------------------------------------------------------------------------ */

static enum kb_err
parse_bytes(kb_str bytes, bool xml, size_t *nodes)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_html h = { 0 };
	enum kb_err err =
		xml ? kb_xml_parse(&ctx, &a, bytes, &h) : kb_html_parse(&ctx, &a, bytes, &h);
	*nodes = h.n;
	kb_ctx_release(&ctx);
	kb_arena_release(&a);
	return err;
}

static void
test_depth(void **state)
{
	(void)state;
	for (int xml = 0; xml < 2; xml++) {
		for (int deep = 0; deep < 2; deep++) {
			struct kb_buf text = { 0 };
			size_t nodes;
			for (int i = 0; i < (deep ? 300 : 200); i++) {
				kb_buf_add(&text, KB_STR("<div>"));
			}
			kb_buf_add(&text, KB_STR("底"));
			assert_int_equal(parse_bytes(kb_buf_str(&text), xml, &nodes),
			                 deep ? KB_E_DATA : KB_OK);
			kb_buf_release(&text);
		}
	}
}

/* What a DTD declares is text as it stands, however often it names itself. */
static void
test_entities(void **state)
{
	static const char bomb[] =
		"<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"哈哈哈哈\">"
		"<!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
		"<rss><channel><title>&b;&x;&nbsp;&amp;</title></channel></rss>";
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_html h = { 0 };
	(void)state;
	assert_int_equal(kb_xml_parse(&ctx, &a, kb_str_of(bomb), &h), KB_OK);
	size_t title = kb_html_find(&h, kb_html_all(&h), 0, "title");
	assert_true(title != SIZE_MAX);
	assert_true(kb_str_eq(kb_html_raw(&a, &h, title), KB_STR("&b;&x;\xC2\xA0&")));
	kb_arena_release(&a);
}

static double
seconds(size_t paragraphs)
{
	struct kb_buf text = { 0 };
	struct kb_arena a = { 0 };
	struct kb_ctx ctx = { 0 };
	kb_buf_add(&text, KB_STR("<html><body><div id=\"ozoom\"><founder-content>"));
	for (size_t i = 0; i < paragraphs; i++) {
		kb_buf_add(&text, KB_STR("<P>　　一段话，不长，也不短，刚好够数。</P><!-- x -->"));
	}
	kb_buf_add(&text, KB_STR("</founder-content></div></body></html>"));
	const struct kb_file file = { KB_STR("content_1.htm"), kb_buf_str(&text) };
	const struct kb_bundle bundle = { file.path, &file, 1 };
	clock_t from = clock();
	struct kb_html h = { 0 };
	assert_int_equal(kb_html_parse(&ctx, &a, file.bytes, &h), KB_OK);
	(void)kb_fmt_founder_is(&bundle);
	struct kb_text_report met = { 0 };
	struct kb_strs lines = kb_html_take(&a, &h, kb_html_all(&h), &met);
	assert_int_equal(lines.n, paragraphs);
	clock_t to = clock();
	kb_buf_release(&text);
	kb_arena_release(&a);
	return (double)(to - from) / CLOCKS_PER_SEC;
}

static void
test_linear(void **state)
{
	(void)state;
	double small = seconds(4000) + 0.005;
	assert_true(seconds(32000) < small * 8 * 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),           cmocka_unit_test(test_page_labels),
		cmocka_unit_test(test_days_and_papers), cmocka_unit_test(test_recognition),
		cmocka_unit_test(test_depth),           cmocka_unit_test(test_entities),
		cmocka_unit_test(test_linear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
