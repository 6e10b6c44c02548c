/* An issue as Markdown, text and HTML: everything is there, and nothing of it is markup. */
#include "parse_help.h"

#include <string.h>

#include "kanbao/writer.h"

static const char whole[] =
	"{\"schema\":1,\"paper\":\"青石<新>报\",\"date\":\"2023-05-06\",\"date_source\":"
	"\"inferred\","
	"\"edition\":2,\"number\":88,\"lunar\":\"癸卯年三月十七\",\"weekday\":\"星期六\","
	"\"page_names\":{\"A2\":\"要闻\"},\"masthead\":[\"# 刊头\"],\"dropped\":[\"■\"],"
	"\"articles\":[{\"page\":\"A2\",\"label\":\"简讯\",\"kicker\":\"引题\",\"headline\":\"主*"
	"题*\","
	"\"deck\":\"副题\",\"lead\":\"本报讯\",\"credits\":[{\"role\":\"记者\",\"name\":\"王思\"},"
	"{\"role\":\"记者\",\"name\":\"叶青\"},{\"role\":\"摄\",\"name\":\"方圆\"}],"
	"\"body\":[\"1. 天<b>晴\",\"- 风 & 云\",\"2024.3 "
	"雨\"],\"jump_to\":\"A3\",\"jump_from\":\"A1\","
	"\"captions\":[{\"text\":\"看花\",\"credits\":[{\"role\":\"\",\"name\":\"何喆\"}]}]}]}";

static const char *const markdown[] = {
	"# 青石\\<新>报　2023-05-06\n",
	"2023年5月6日（？）　星期六　农历癸卯年三月十七　第88期　第2次版\n",
	"## 第A2版　要闻\n",
	"【简讯】\n\n引题\n\n### 主\\*题\\*\n\n**副题**\n\n本报讯　记者 王思 叶青　方圆 摄\n\n← "
	"第A1版\n",
	"\n1\\. 天\\<b>晴\n\n\\- 风 \\& 云\n\n2024.3 雨\n",
	"> 看花　何喆\n\n→ 第A3版\n",
	"- \\# 刊头\n\n- ■\n",
	NULL,
};
static const char *const text[] = {
	"青石<新>报\n2023年5月6日（？）",
	"━━ 第A2版　要闻 ━━\n\n【简讯】\n引题\n主*题*\n副题\n本报讯　记者 王思 叶青　方圆 摄\n",
	"← 第A1版\n　　1. 天<b>晴\n　　- 风 & 云\n",
	"　　▲看花　何喆\n→ 第A3版\n",
	"# 刊头\n\n■\n",
	NULL,
};
static const char *const html[] = {
	"<!DOCTYPE html>\n",
	"<title>青石&lt;新&gt;报 2023-05-06</title>",
	"<h1>青石&lt;新&gt;报</h1>",
	"<h2>第A2版　要闻</h2>",
	"<p class=\"kicker\">引题</p>\n<h3>主*题*</h3>\n<p class=\"deck\">副题</p>\n",
	"<li><a href=\"#i1-1\">主*题*</a></li>",
	"<article id=\"i1-1\" class=\"news\">",
	"<p>1. 天&lt;b&gt;晴</p>\n<p>- 风 &amp; 云</p>\n",
	"<figcaption>看花　何喆</figcaption>",
	"<p># 刊头</p>\n<p class=\"dropped\">■</p>\n</footer>\n</main>\n</body>\n</html>\n",
	NULL,
};

static void
write_issue(const char *format, kb_str json, struct kb_buf *out)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_issue issue;
	const struct kb_writer *writer = kb_writer_find(format);
	struct kb_writing w = { .out = out };
	assert_non_null(writer);
	assert_int_equal(kb_issue_read_json(&ctx, &a, json, &issue), KB_OK);
	if (writer->head) {
		writer->head(&w);
	}
	writer->issue(&w, &issue);
	w.issues++;
	if (writer->foot) {
		writer->foot(&w);
	}
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
}

static void
test_parts(void **state)
{
	(void)state;
	static const struct {
		const char *format;
		const char *const *parts;
	} cases[] = { { "markdown", markdown }, { "text", text }, { "html", html } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct kb_buf out = { 0 };
		write_issue(cases[i].format, kb_str_of(whole), &out);
		for (const char *const *part = cases[i].parts; *part; part++) {
			if (!strstr(out.p, *part)) {
				print_message("%s lacks:\n%s\nin:\n%s\n", cases[i].format, *part,
				              out.p);
				fail();
			}
		}
		kb_buf_release(&out);
	}
}

/* An issue of which nothing is known has no empty parts. */
static void
test_bare(void **state)
{
	(void)state;
	kb_str bare = KB_STR("{\"articles\":[{\"body\":[\"天晴\"]}]}");
	struct kb_buf out = { 0 };
	write_issue("text", bare, &out);
	assert_string_equal(out.p, "\n━━ 第1版 ━━\n\n　　天晴\n");
	kb_buf_clear(&out);
	write_issue("markdown", bare, &out);
	assert_string_equal(out.p, "## 第1版\n\n天晴\n\n* * *\n\n");
	kb_buf_clear(&out);
	write_issue("html", bare, &out);
	assert_null(strstr(out.p, "<p></p>"));
	assert_null(strstr(out.p, "<hgroup>"));
	assert_non_null(strstr(out.p, "<p>天晴</p>"));
	kb_buf_release(&out);
}

static void
test_names(void **state)
{
	(void)state;
	assert_null(kb_writer_find("docx"));
	assert_string_equal(kb_writers()[0].name, "jsonl");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_bare),
		cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
