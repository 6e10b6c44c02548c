/* Formats of one article a file, and JSON of crawlers, against their gold. */
#include "format_loss.h"

#include "../../tui/parse/formats.h"

static const struct {
	const char *path;
	const char *gold;
	const char *format;
} samples[] = {
	{ "crawl/qinghe/20230506", "crawl/qinghe.gold.json", "crawl" },
	{ "crawl/20211105-A02-03.txt", "crawl/20211105-A02-03.gold.json", "crawl" },
	{ "crawl/flat/20200101-04-01.txt", "crawl/flat.gold.json", "crawl" },
	{ "rmrb/yanjiang", "rmrb/yanjiang.gold.json", "md-archive" },
	{ "rmrb/1961-10-02.md", "rmrb/1961-10-02.gold.json", "md-archive" },
	{ "hndaily/haixia.json", "hndaily/haixia.gold.json", "json-pages" },
	{ "hndaily/rows.json", "hndaily/rows.gold.jsonl", "json-rows" },
	{ "hndaily/rows.jsonl", "hndaily/lines.gold.json", "json-rows" },
};

/* Every run of Han characters of the files stands in a field. */
static void
expect_kept(struct fixture *f)
{
	struct kb_buf all = { 0 };
	for (size_t i = 0; i < f->n; i++) {
		kb_buf_add(&all, f->all[i]);
	}
	for (size_t i = 0; i < f->bundle.n; i++) {
		kb_str s = f->files[i].bytes;
		size_t from = 0;
		for (size_t off = 0; off < s.n;) {
			size_t at = off;
			bool word = kb_cp_han(kb_utf8_next(s, &off));
			kb_str run = kb_str_sub(s, from, at);
			if (word) {
				continue;
			}
			if (run.n > 3 && !told_by_field(run) &&
			    !strstr("专栏", kb_arena_dup(&f->a, run).p) &&
			    kb_str_find(kb_buf_str(&all), run) == SIZE_MAX) {
				fail_msg("lost: %.*s", KB_ARG(run));
			}
			from = off;
		}
	}
	kb_buf_release(&all);
}

static void
test_gold(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct fixture f;
		fixture_open(&f, samples[i].path);
		const struct kb_format *format = kb_format_of(&f.bundle);
		assert_string_equal(format->name, samples[i].format);
		fixture_read(&f, format->read, NULL);
		if (f.err) {
			fail_msg("%s: %s", samples[i].path, f.ctx.message.p);
		}
		expect_gold(&f, samples[i].gold);
		expect_kept(&f);
		fixture_close(&f);
	}
}

/* What a lone text is taken for. */
static const struct {
	const char *name;
	const char *text;
	const char *format;
} looks[] = {
	{ "20220413-01-02.txt", "x", "crawl" },
	{ "20220413-A01-12.txt", "x", "crawl" },
	{ "a/b/20220413-01-02.txt", "x", "crawl" },
	{ "20221313-01-02.txt", "x", "text" },
	{ "20220413-01.txt", "x", "text" },
	{ "20220413-01-02-03.txt", "x", "text" },
	{ "今日柯城-2022-04-13.txt", "x", "text" },
	{ "-", "### 标题\n1950-01-02\n第1版()\n专栏：\n", "md-archive" },
	{ "-", "### 标题\n第1版()\n1950-01-02\n", "md-archive" },
	/* headings of a page, and a page that begins with its mark */
	{ "-", "### 标题\n正文。\n1950-01-02\n第1版()\n", "text" },
	{ "-", "第1版\n2022-04-13\n今日柯城\n", "text" },
	{ "-", "{\"pages\":[{\"articles\":[]}]}", "json-pages" },
	{ "-", "{\"schema\":1,\"pages\":4,\"articles\":[]}", "interchange" },
	{ "-", "\xEF\xBB\xBF {\"schema\":1}", "interchange" },
	{ "-", "[{\"title\":\"a\",\"content\":\"b\"}]", "json-rows" },
	{ "-", "{\"articles\":[{\"headline\":\"\\\"title\\\": \\\"content\\\":\"}]}",
	  "interchange" },
	{ "-", "[1, 2]", "text" },
	{ "-", "", "text" },
};

static void
test_looks(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
		const struct kb_file file = { kb_str_of(looks[i].name), kb_str_of(looks[i].text) };
		const struct kb_bundle bundle = { kb_str_of(looks[i].name), &file, 1 };
		const struct kb_format *format = kb_format_of(&bundle);
		if (strcmp(format->name, looks[i].format) != 0) {
			fail_msg("case %zu: %s", i, format->name);
		}
	}
}

/* Text → one line of what came of it, or the message. */
static enum kb_err
outline(void *user, const struct kb_issue *issue, const struct kb_parse_report *report)
{
	struct kb_buf *out = user;
	char iso[KB_ISO_SIZE];
	kb_buf_printf(out, "%s %d:", issue->day == KB_DAY_NONE ? "-" : kb_day_iso(issue->day, iso),
	              report->page_given);
	for (size_t i = 0; i < issue->narticles; i++) {
		const struct kb_article *v = &issue->articles[i];
		kb_buf_printf(out, " %.*s %.*s/%.*s/%.*s %zu<%.*s", KB_ARG(v->page),
		              KB_ARG(v->kicker), KB_ARG(v->headline), KB_ARG(v->deck), v->body.n,
		              KB_ARG(v->jump_from));
	}
	kb_buf_byte(out, ';');
	return KB_OK;
}

static const struct {
	const char *name;
	const char *text;
	const char *want;
} reads[] = {
	/* a lone article brings no whole page */
	{ "20220413-02-01.txt", "引\n主\n副\n　　文。", "2022-04-13 0: 2 引/主/副 1<;" },
	{ "20220413-02-01.txt", "\n主\n\n　　文。\n　　文。", "2022-04-13 0: 2 /主/ 2<;" },
	{ "20220413-02-01.txt", "主\n　　文。", "2022-04-13 0: 2 /主/ 1<;" },
	{ "20220413-02-01.txt", "引\n\n副\n　　文。", "2022-04-13 0: 2 /引/副 1<;" },
	{ "20220413-02-01.txt", "（上接第1版）\n主\n\n　　文。", "2022-04-13 0: 2 /主/ 1<1;" },
	{ "20220413-02-01.txt", "", "the file is empty" },
	{ "-", "{\"pages\":[{\"articles\":[]}]}",
	  "no article in it; save the pages of the articles too" },
	{ "-", "{\"pages\":[1,{\"articles\":[2,{\"title\":\"a\"}]}], \"date\":\"x\"}",
	  "- 0: 1 /a/ 0<;" },
	{ "-", "[{\"title\":\"a\",\"content\":\"b\",\"banci\":\"A02\",\"date\":20220413}]",
	  "2022-04-13 0: A2 /a/ 1<;" },
	{ "-", "{\"title\":\"a\",\"content\":\"b\"}\n{\"title\":\n",
	  "JSON of a digital edition: line 1" },
};

static void
test_reads(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
		const struct kb_file file = { kb_str_of(reads[i].name), kb_str_of(reads[i].text) };
		const struct kb_bundle bundle = { kb_str_of(reads[i].name), &file, 1 };
		struct kb_ctx ctx = { 0 };
		struct kb_arena a = { 0 };
		struct kb_buf out = { 0 };
		const struct kb_sink sink = { outline, &out };
		enum kb_err err = kb_format_of(&bundle)->read(&ctx, &a, &bundle, NULL, &sink);
		const char *got = err ? ctx.message.p : out.p;
		if (strncmp(got, reads[i].want, strlen(reads[i].want)) != 0) {
			fail_msg("case %zu: '%s'", i, got);
		}
		kb_buf_release(&out);
		kb_arena_release(&a);
		kb_ctx_release(&ctx);
	}
}

/* Nested JSON is refused by name before it is built. */
static void
test_deep(void **state)
{
	(void)state;
	for (int depth = 255; depth <= 257; depth += 2) {
		struct kb_buf json = { 0 };
		struct kb_ctx ctx = { 0 };
		struct kb_arena a = { 0 };
		struct kb_issue issue;
		kb_buf_add(&json, KB_STR("{\"note\":"));
		for (int i = 1; i < depth; i++) {
			kb_buf_byte(&json, '[');
		}
		for (int i = 1; i < depth; i++) {
			kb_buf_byte(&json, ']');
		}
		kb_buf_byte(&json, '}');
		enum kb_err err = kb_issue_read_json(&ctx, &a, kb_buf_str(&json), &issue);
		assert_int_equal(err, depth > 256 ? KB_E_DATA : KB_OK);
		assert_true(depth < 256 || strstr(ctx.message.p, "deeper than 256"));
		kb_buf_release(&json);
		kb_arena_release(&a);
		kb_ctx_release(&ctx);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gold),
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_deep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
