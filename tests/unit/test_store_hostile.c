/*
 * Archives whose rows say what none of ours does: numbers that stand for
 * nothing, days that there are not, texts that are none. What is read of them
 * is in range, and nothing goes by it that isn't.
 */
#include "kanbao/interchange.h"
#include "kanbao/search.h"
#include "kanbao/survey.h"
#include "store_help.h"

#include "../../tui/store/store_int.h"

static const struct art arts[] = {
	{ "1", "柯城共富", "课程开讲，3.5公里" },
	{ "2", "柑橘节", "在柯城区举行。" },
};

static bool
day_in_range(kb_day day)
{
	return day == KB_DAY_NONE || kb_day_of(kb_day_ymd(day)) == day;
}

static void
count_day(struct fix *f, kb_day from, kb_day to)
{
	struct kb_day_count *days = NULL;
	size_t n = 0;
	must(f, kb_store_days(f->store, &f->ctx, &f->arena, 0, from, to, &days, &n));
	for (size_t i = 0; i < n; i++) {
		assert_true(days[i].day >= from && days[i].day <= to);
	}
}

static void
read_all(struct fix *f, kb_issue_id id)
{
	struct kb_issue_row *rows = NULL;
	struct kb_paper_row *papers = NULL;
	struct kb_issue issue;
	struct kb_buf out = { 0 };
	size_t n = 0;
	must(f, kb_store_issues(f->store, &f->ctx, &f->arena, 0, true, 0, 10, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		assert_true(day_in_range(rows[i].day));
		assert_true(rows[i].date_source <= KB_DATE_INFERRED);
	}
	must(f, kb_store_load(f->store, &f->ctx, &f->arena, id, &issue));
	for (size_t i = 0; i < issue.narticles; i++) {
		assert_true(issue.articles[i].kind <= KB_KIND_NOTICE);
	}
	kb_issue_write_json(&out, &issue, true);
	(void)kb_store_issue_ref(f->store, &f->ctx, id, &out);
	must(f, kb_store_papers(f->store, &f->ctx, &f->arena, &papers, &n));
	for (size_t i = 0; i < n; i++) {
		assert_true(day_in_range(papers[i].first) && day_in_range(papers[i].last));
	}
	count_day(f, 19000, 19200);
	count_day(f, INT32_MIN + 1, INT32_MAX);
	kb_buf_release(&out);
}

static void
test_rows(void **state)
{
	struct fix *f = *state;
	static const char *const changes[] = {
		"UPDATE articles SET kind = 99",
		"UPDATE articles SET kind = -1",
		"UPDATE articles SET kind = 2174543764",
		"UPDATE articles SET chars = -1",
		"UPDATE articles SET ordinal = 9223372036854775807, chars = 9223372036854775807",
		"UPDATE articles SET headline = CAST(zeroblob(9) AS TEXT)",
		"UPDATE articles SET headline = CAST(x'00ff00ff' AS TEXT), lead = char(27)",
		"UPDATE issues SET day = 2147483647, date_source = 77",
		"UPDATE issues SET day = -9223372036854775808, date_source = -1",
		"UPDATE issues SET day = 376200, edition = -5, pages = -5, number = -1",
		"UPDATE issues SET day = NULL",
		"UPDATE papers SET name = CAST(x'1b5b324a' AS TEXT)",
		"UPDATE credits SET name = CAST(x'ff00' AS TEXT)",
	};
	kb_issue_id id = PUT(f, "今日柯城", "2022-04-13", 1, arts, KB_PUT_NEW);
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		must(f, kb_db_exec(&f->ctx, &f->store->db, "BEGIN"));
		must(f, kb_db_exec(&f->ctx, &f->store->db, "PRAGMA ignore_check_constraints=ON"));
		must(f, kb_db_exec(&f->ctx, &f->store->db, changes[i]));
		read_all(f, id);
		must(f, kb_db_exec(&f->ctx, &f->store->db, "ROLLBACK"));
	}
}

/* Days before and behind all there are: the nearest is found, nothing else happens. */
static void
test_days(void **state)
{
	struct fix *f = *state;
	static const kb_day days[] = { INT32_MIN + 1, -135141, 376200, INT32_MAX };
	kb_issue_id id = PUT(f, "今日柯城", "2022-04-13", 1, arts, KB_PUT_NEW);
	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++) {
		kb_issue_id found = 0;
		must(f, kb_store_near(f->store, &f->ctx, 0, days[i], days[i] < 0 ? 1 : -1, &found));
		assert_true(found == id);
		must(f, kb_store_near(f->store, &f->ctx, 0, days[i], 0, &found));
		assert_true(found == 0);
		assert_int_equal(kb_day_checked(days[i]), KB_DAY_NONE);
	}
	assert_int_equal(kb_article_day(INT64_MAX), KB_DAY_NONE);
	assert_int_equal(kb_article_day(INT64_MIN), KB_DAY_NONE);
	assert_int_equal(kb_article_day(id), 19095);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_rows, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_days, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
