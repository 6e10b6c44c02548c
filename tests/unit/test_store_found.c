/* What is found, case by case: fields, pinyin, limits. */
#include "kanbao/search.h"
#include "store_help.h"

#include "../../tui/store/store_int.h"

static const struct art arts[] = {
	{ "1", "柯城共富", "课程开讲，3.5公里" },
	{ "2", "柑橘节", "在柯城区举行。\n女子组" },
	{ "3", "科普", "ＧＤＰ增长" },
};

static const char *
found_by(struct fix *f, struct kb_search *s, const char *typed)
{
	struct kb_terms terms;
	struct kb_found found = { 0 };
	struct kb_buf out = { 0 };
	kb_terms_parse(&f->arena, kb_str_of(typed), 0, &terms);
	must(f, kb_search_sounds(f->store, &f->ctx, &f->arena, &terms));
	s->terms = &terms;
	must(f, kb_search_run(f->store, &f->ctx, &f->arena, s, &found));
	for (size_t i = 0; i < found.n; i++) {
		struct kb_article article;
		must(f, kb_store_article(f->store, &f->ctx, &f->arena, found.ids[i], &article));
		kb_buf_printf(&out, "%s%.*s", i ? " " : "", KB_ARG(article.page));
	}
	kb_str kept = kb_arena_dup(&f->arena, kb_buf_str(&out));
	kb_buf_release(&out);
	return kept.p;
}

static void
test_cases(void **state)
{
	struct fix *f = *state;
	static const struct {
		const char *typed;
		const char *pages;
	} cases[] = {
		{ "柯城", "1 2" },
		{ "kecheng", "1 2" }, /* 柯城 or 课程 */
		{ "kechengqu", "2" },
		{ "kecheng共富", "1" },
		{ "标题:kecheng", "1" },
		{ "-kecheng 科", "3" },
		{ "nv", "2" },
		{ "gdp", "3" },
		{ "3.5", "1" },
		{ "5.3", "1" },
		{ "\"5.3\"", "" },
		{ "\"3.5\"", "1" },
		{ "\"举行女子\"", "" },
		{ "標題：柑橘", "2" },
		{ "", "" },
		{ "-柯城", "" },
		{ "2022-04 -柯城", "3" },
		{ "版:2", "2" },
	};
	PUT(f, "今日柯城", "2022-04-13", 1, arts, KB_PUT_NEW);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_search s = { .first = KB_DAY_NONE, .last = KB_DAY_NONE, .limit = 9 };
		const char *pages = found_by(f, &s, cases[i].typed);
		if (strcmp(pages, cases[i].pages) != 0) {
			fail_msg("'%s' finds '%s'", cases[i].typed, pages);
		}
	}
}

static void
test_limits(void **state)
{
	struct fix *f = *state;
	kb_issue_id older = PUT(f, "今日柯城", "2022-04-12", 1, arts, KB_PUT_NEW);
	PUT(f, "今日柯城", "2022-04-13", 1, arts, KB_PUT_NEW);
	PUT(f, "衢州日报", "2022-04-13", 1, arts, KB_PUT_NEW);
	struct kb_search s = { .first = KB_DAY_NONE, .last = KB_DAY_NONE, .limit = 99 };
	assert_string_equal(found_by(f, &s, "柯城"), "1 2 1 2 1 2");
	s.issue = older;
	assert_string_equal(found_by(f, &s, "柯城"), "1 2");
	s.issue = 0;
	s.last = kb_day_of((struct kb_ymd){ 2022, 4, 12 });
	assert_string_equal(found_by(f, &s, "柯城"), "1 2");
	s.last = KB_DAY_NONE;
	s.first = kb_day_of((struct kb_ymd){ 2022, 4, 13 });
	s.paper = KB_STR("日報");
	assert_string_equal(found_by(f, &s, "柯城"), "1 2");
	s.paper = KB_STR_NULL;
	s.oldest = true;
	assert_string_equal(found_by(f, &s, "柯城"), "2 1 2 1");
	atomic_bool stop = true;
	s.stop = &stop;
	s.oldest = false;
	s.budget_ms = 1;
	s.limit = 1;
	assert_string_equal(found_by(f, &s, "柑橘节"), "2"); /* too short to be stopped */
}

/* An archive from before there was an index is searched all the same, and gets one. */
static void
test_version_1(void **state)
{
	struct fix *f = *state;
	struct kb_store *writer = f->store;
	struct kb_search s = { .first = KB_DAY_NONE, .last = KB_DAY_NONE, .limit = 9 };
	bool whole = true;
	PUT(f, "今日柯城", "2022-04-13", 1, arts, KB_PUT_NEW);
	must(f, kb_db_exec(&f->ctx, &writer->db,
	                   "DROP TABLE gram_places; DROP TABLE title_places;"
	                   "DROP TABLE gram_words; DROP TABLE grams; DROP TABLE title_grams;"
	                   "DROP TABLE docs; DROP TABLE pairs; DROP TABLE dicts;"
	                   "DROP TABLE index_state; PRAGMA user_version = 1"));
	kb_store_close(writer);
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_READ, &f->store));
	must(f, kb_store_indexed(f->store, &f->ctx, &whole));
	assert_false(whole);
	assert_string_equal(found_by(f, &s, "柯城"), "1 2");
	assert_string_equal(found_by(f, &s, "kecheng"), ""); /* it has no words yet */
	kb_store_close(f->store);
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &f->store));
	must(f, kb_store_index(f->store, &f->ctx, NULL, NULL));
	must(f, kb_store_indexed(f->store, &f->ctx, &whole));
	assert_true(whole);
	assert_string_equal(found_by(f, &s, "kecheng"), "1 2");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cases, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_version_1, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
