/* Dates as places: the same day in all years, gaps in the numbers, stories cut over pages. */
#include "store_help.h"

#include "kanbao/calendar.h"
#include "kanbao/gaps.h"
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

/* --- gaps in the numbers ------------------------------------------------------------------ */

/* Numbers of one day each but where a day is named: "5 6 9@4"; gaps as "m7-8 d9". */
static const char *
gaps(struct kb_arena *a, const char *text)
{
	struct kb_number numbers[16];
	struct kb_gap *found = NULL;
	struct kb_buf out = { 0 };
	size_t n = 0;
	for (char *p = strdup(text), *s = p, *word; (word = strsep(&s, " ")) || (free(p), 0); n++) {
		const char *at = strchr(word, '@');
		numbers[n] = (struct kb_number){ .id = (kb_issue_id)n + 1,
			                         .day = at ? atoi(at + 1) : (kb_day)n,
			                         .number = atol(word) };
	}
	size_t ngaps = kb_gaps_find(a, numbers, n, &found);
	for (size_t i = 0; i < ngaps; i++) {
		kb_buf_printf(&out, "%s%c%ld-%ld", i ? " " : "", kb_gap_name(found[i].kind)[0],
		              found[i].first, found[i].last);
	}
	kb_str kept = kb_arena_dup(a, kb_buf_str(&out));
	kb_buf_release(&out);
	return ngaps ? kept.p : "";
}

static void
test_gaps(void **state)
{
	(void)state;
	static const struct {
		const char *numbers;
		const char *gaps;
	} cases[] = {
		{ "5", "" },
		{ "5 6 7", "" },
		{ "5 7", "m6-6" },
		{ "5 6 10 11 13", "m7-9 m12-12" },
		{ "5 0 6", "" }, /* one without a number */
		{ "5 0 7", "m6-6" },
		{ "5 6@1 6@1 7@2", "" }, /* two editions of a day */
		{ "5 6@1 6@2 7@3", "d6-6" },
		{ "5 6 6 8", "d6-6 m7-7" },
		{ "5 60 7", "o60-60" }, /* a misprint stands for the one that is missing */
		{ "5 60 8", "o60-60 m6-7" },
		{ "5 2 7", "o2-2" },
		{ "364 365 1 2", "b1-1" }, /* numbers begin anew with the year */
		{ "364 366 1 3", "m365-365 b1-1 m2-2" },
		{ "7 6", "b6-6" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_arena a = { 0 };
		assert_string_equal(gaps(&a, cases[i].numbers), cases[i].gaps);
		kb_arena_release(&a);
	}
}

static void
test_gap_between(void **state)
{
	(void)state;
	const struct kb_issue_row a = { .id = 1, .paper = KB_STR("甲"), .number = 5 };
	const struct kb_issue_row b = { .id = 2, .paper = KB_STR("甲"), .number = 9 };
	const struct kb_issue_row c = { .id = 3, .paper = KB_STR("乙"), .number = 9 };
	const struct kb_issue_row none = { .id = 4, .paper = KB_STR("甲") };
	long first = 0;
	long last = 0;
	assert_true(kb_gap_between(&a, &b, &first, &last));
	assert_int_equal(first, 6);
	assert_int_equal(last, 8);
	assert_false(kb_gap_between(&b, &a, &first, &last));
	assert_false(kb_gap_between(&a, &a, &first, &last));
	assert_false(kb_gap_between(&a, &c, &first, &last));
	assert_false(kb_gap_between(&none, &b, &first, &last));
	assert_false(kb_gap_between(&a, &none, &first, &last));
}

/* --- stories cut over pages ---------------------------------------------------------------- */

/* The parts, the one opened in brackets, and the paragraphs: "0[1]2: a b c". */
static const char *
story(struct fix *f, struct kb_model *m)
{
	struct kb_buf out = { 0 };
	for (size_t i = 0; i < m->nparts; i++) {
		kb_buf_printf(&out, m->parts[i] == m->at ? "[%zu]" : "%zu", m->parts[i]);
	}
	kb_buf_add(&out, KB_STR(":"));
	for (size_t i = 0; i < m->article.body.n; i++) {
		kb_buf_printf(&out, " %.*s", KB_ARG(m->article.body.v[i]));
	}
	kb_str kept = kb_arena_dup(&f->arena, kb_buf_str(&out));
	kb_buf_release(&out);
	return kept.p;
}

static void
test_story(void **state)
{
	struct fix *f = *state;
	const struct art arts[] = { { "1", "码头回来了", "甲，" }, { "1", "公交", "乙。" },
		                    { "2", "码头", "丙，" },       { "2", "护学岗", "丁。" },
		                    { "3", "老码头", "戊。" },     { "3", "来信", "己。" } };
	struct kb_issue issue = issue_of(f, "甲", "2024-03-01", 1, arts, 6);
	struct kb_state *own = NULL;
	struct kb_buf why = { 0 };
	struct kb_model m;
	enum kb_put what;
	kb_issue_id id;
	size_t to = 99;
	issue.articles[0].jump_to = issue.articles[4].jump_from = KB_STR("2");
	issue.articles[2].jump_from = KB_STR("1");
	issue.articles[2].jump_to = KB_STR("3");
	issue.articles[5].jump_to = KB_STR("9"); /* that isn't here */
	must(f, put_bytes(f, &issue, "s", true, &what, &id));
	must(f, kb_state_open(&f->ctx, NULL, &own, &why));
	kb_model_init(&m, f->store, own);
	must(f, kb_model_start(&m, &f->ctx, "甲/2024-03-01/1/1"));
	assert_string_equal(story(f, &m), "[0]24: 甲， 丙， 戊。");
	assert_int_equal(m.article.nseams, 2);
	assert_int_equal(m.article.seams[1].para, 2);
	assert_true(m.article.jump_to.n == 0);
	assert_false(m.at_seam);
	/* straight on: what was read with its first half is passed over */
	must(f, kb_model_article(&m, &f->ctx, 1));
	assert_string_equal(story(f, &m), "[1]: 乙。");
	must(f, kb_model_article(&m, &f->ctx, 1));
	assert_string_equal(story(f, &m), "[3]: 丁。");
	must(f, kb_model_article(&m, &f->ctx, 1));
	assert_string_equal(story(f, &m), "[5]: 己。");
	must(f, kb_model_article(&m, &f->ctx, -1));
	assert_string_equal(story(f, &m), "[3]: 丁。");
	/* opened at a later half it begins there; the place is that of the first */
	must(f, kb_model_open(&m, &f->ctx, 2));
	assert_string_equal(story(f, &m), "0[2]4: 甲， 丙， 戊。");
	assert_true(m.at_seam && m.half == 1);
	assert_true(kb_model_here(&m).article == m.articles[0].id);
	kb_model_seen_half(&m, 2);
	must(f, kb_model_close(&m, &f->ctx));
	assert_int_equal(m.at, 4); /* on the page that was being read */
	/* read to its end all of it is read */
	must(f, kb_model_open(&m, &f->ctx, 4));
	kb_model_seen(&m, 30, true);
	must(f, kb_model_close(&m, &f->ctx));
	assert_int_equal(m.progress[0], KB_PROGRESS_DONE);
	assert_int_equal(m.progress[2], KB_PROGRESS_DONE);
	assert_int_equal(m.progress[3], KB_PROGRESS_NEW);
	must(f, kb_model_follow(&m, &f->ctx, 0, &to));
	assert_int_equal(to, 2);
	must(f, kb_model_follow(&m, &f->ctx, 4, &to));
	assert_int_equal(to, 2);
	assert_int_equal(kb_model_follow(&m, &f->ctx, 1, &to), KB_E_NOTHING);
	assert_int_equal(kb_model_follow(&m, &f->ctx, 5, &to), KB_E_NOTHING);
	kb_model_release(&m);
	kb_state_close(own);
	kb_buf_release(&why);
}

/* --- the calendar ------------------------------------------------------------------------- */

static void
keep_read(struct fix *f, struct kb_state *state, const char *ref)
{
	struct kb_keeps keeps = { 0 };
	const struct kb_keep read = {
		.ref = kb_str_of(ref), .what = KB_KEPT_READ, .name = KB_STR(""), .value = KB_STR("")
	};
	kb_keeps_add(&f->arena, &keeps, read);
	must(f, kb_state_keep(state, &f->ctx, KB_STR("/a.db"), &keeps));
}

static void
test_calendar(void **state)
{
	struct fix *f = *state;
	const struct art two[] = { { "1", "柑橘丰收", "今年柑橘丰收。" }, { "1", "天气", "晴。" } };
	const struct art one[] = { { "1", "柑橘节", "柑橘节开幕。" } };
	struct kb_state *own = NULL;
	struct kb_buf why = { 0 };
	kb_issue_id a = PUT(f, "甲", "2024-02-29", 1, two, KB_PUT_NEW);
	PUT(f, "甲", "2024-12-31", 1, one, KB_PUT_NEW);
	PUT(f, "甲", "2024-12-31", 2, two, KB_PUT_NEW);
	PUT(f, "甲", "2023-12-31", 1, two, KB_PUT_NEW);
	PUT(f, "乙", "2024-02-29", 1, one, KB_PUT_NEW);
	must(f, kb_state_open(&f->ctx, NULL, &own, &why));
	keep_read(f, own, "甲/2024-02-29/1/2");
	keep_read(f, own, "甲/2024-12-31.2/1/1");
	keep_read(f, own, "乙/2024-02-29/1/1");
	struct kb_calendar c = { .store = f->store, .state = own, .paper_of = a };
	must(f, kb_calendar_show(&c, &f->ctx, day_of("2024-02-29")));
	assert_int_equal(c.year_issues, 3);
	assert_int_equal(c.year_articles, 5);
	assert_int_equal(c.most, 3);
	assert_int_equal(c.of_year[60].articles, 2);
	assert_int_equal(c.of_year[366].issues, 2);
	assert_int_equal(c.read[60], 1);
	assert_int_equal(c.unread, 1);
	assert_int_equal(c.year_unread, 3);
	assert_int_equal(c.nhits, 0);
	kb_calendar_search(&c, KB_STR(" 柑橘 "));
	must(f, kb_calendar_show(&c, &f->ctx, day_of("2024-12-31")));
	assert_int_equal(c.read[366], 1);
	assert_int_equal(c.unread, 2);
	assert_int_equal(c.nhits, 3);
	assert_int_equal(c.hits[60], 1);
	assert_int_equal(c.hits[366], 2);
	assert_int_equal(c.most_hits, 2);
	assert_false(c.hits_part);
	must(f, kb_calendar_show(&c, &f->ctx, day_of("2023-12-31")));
	assert_int_equal(c.nhits, 1);
	assert_int_equal(c.hits[365], 1);
	kb_calendar_search(&c, KB_STR(""));
	must(f, kb_calendar_show(&c, &f->ctx, day_of("2023-12-31")));
	assert_int_equal(c.nhits, 0);
	kb_calendar_release(&c);
	kb_state_close(own);
	kb_buf_release(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_day),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_gap_between),
		cmocka_unit_test_setup_teardown(test_same_days, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_story, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_calendar, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("model_dates", tests, NULL, NULL);
}
