/* Dates as places: the same day in all years, stories cut over pages. */
#include "store_help.h"

#include "kanbao/model.h"
#include "kanbao/today.h"

static kb_day
day_of(const char *text)
{
	kb_day day = KB_DAY_NONE;
	assert_true(kb_date_scan(kb_str_of(text), &day) > 0);
	return day;
}

/* --- the same day in all years ---------------------------------------------------------- */

static void
test_same_day(void **state)
{
	(void)state;
	static const struct {
		const char *day;
		int year;
		const char *same; /* NULL: none */
	} cases[] = {
		{ "2022-04-13", 2012, "2012-04-13" }, { "2024-02-29", 2023, "2023-02-28" },
		{ "2024-02-29", 2000, "2000-02-29" }, { "2024-02-29", 1900, "1900-02-28" },
		{ "2023-02-28", 2024, "2024-02-28" }, { "2022-12-31", 1600, "1600-12-31" },
		{ "2022-12-31", 1599, NULL },         { "2022-12-31", 3000, NULL },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		kb_day same = kb_same_day(day_of(cases[i].day), cases[i].year);
		assert_int_equal(same, cases[i].same ? day_of(cases[i].same) : KB_DAY_NONE);
	}
}

/* "2024-02-29甲 …" */
static const char *
same_days(struct fix *f, kb_issue_id paper_of, const char *day)
{
	struct kb_same *same = NULL;
	size_t n = 0;
	struct kb_buf out = { 0 };
	char iso[KB_ISO_SIZE];
	must(f, kb_same_days(f->store, &f->ctx, &f->arena, paper_of, day_of(day), true, &same, &n));
	for (size_t i = 0; i < n; i++) {
		kb_buf_printf(&out, "%s%s%.*s:%zu", i ? " " : "",
		              kb_day_iso(same[i].issue.day, iso), KB_ARG(same[i].issue.paper),
		              same[i].narticles);
	}
	kb_str kept = kb_arena_dup(&f->arena, kb_buf_str(&out));
	kb_buf_release(&out);
	return n ? kept.p : "";
}

static void
test_same_days(void **state)
{
	struct fix *f = *state;
	const struct art two_pages[] = { { "1", "a", "x" }, { "1", "b", "x" }, { "2", "c", "x" } };
	const struct art one[] = { { "1", "d", "x" } };
	kb_issue_id a = PUT(f, "甲", "2020-02-29", 1, two_pages, KB_PUT_NEW);
	PUT(f, "甲", "2023-02-28", 1, one, KB_PUT_NEW);
	PUT(f, "甲", "2023-03-01", 1, one, KB_PUT_NEW);
	PUT(f, "乙", "2024-02-29", 1, one, KB_PUT_NEW);
	PUT(f, "甲", NULL, 1, one, KB_PUT_NEW);
	assert_string_equal(same_days(f, 0, "2024-02-29"),
	                    "2024-02-29乙:1 2023-02-28甲:1 2020-02-29甲:2");
	assert_string_equal(same_days(f, a, "2024-02-29"), "2023-02-28甲:1 2020-02-29甲:2");
	assert_string_equal(same_days(f, 0, "2019-02-28"), "2023-02-28甲:1");
	assert_string_equal(same_days(f, 0, "2019-03-01"), "2023-03-01甲:1");
	assert_string_equal(same_days(f, 0, "2019-06-01"), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_day),
		cmocka_unit_test_setup_teardown(test_same_days, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("model_dates", tests, NULL, NULL);
}
