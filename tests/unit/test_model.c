/* The place and its moves, goals, the window of issues, the calendar: over a small archive. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kanbao/model.h"

static char dir[256];
static char archive[300];

struct reader {
	struct kb_ctx ctx;
	struct kb_store *store;
	struct kb_state *state;
	struct kb_model m;
};

/* --- the archive: issues as "paper date number page:headline …" ------------------ */

static const struct {
	const char *paper;
	const char *date;
	long number;
	const char *articles; /* page:headline, separated by blanks */
} issues[] = {
	{ "甲报", "2021-12-30", 1900, "1:a1" },
	{ "甲报", "2022-01-01", 1902, "1:b1 1:b2 2:b3 3:b4 3:b5" },
	{ "甲报", "2022-02-28", 1920, "1:c1" },
	{ "甲报", "2022-04-13", 1937, "1:d1 1:d2" },
	{ "甲报", "2024-02-29", 2300, "1:e1" },
	{ "乙报", "2022-04-14", 7, "1:x1" },
};

static void
ok(struct kb_ctx *ctx, enum kb_err err)
{
	if (err) {
		fail_msg("error %d: %s", (int)err, ctx->message.n ? ctx->message.p : "no message");
	}
}

static kb_day
day_of(const char *text)
{
	kb_day day = KB_DAY_NONE;
	assert_true(kb_date_scan(kb_str_of(text), &day) > 0);
	return day;
}

static void
put(struct kb_ctx *ctx, struct kb_store *store, const char *paper, const char *date, long number,
    const char *articles)
{
	struct kb_arena a = { 0 };
	struct kb_issue issue = { .paper = kb_str_of(paper), .number = number, .edition = 1 };
	struct kb_article list[8] = { 0 };
	kb_str rest = kb_str_of(articles);
	kb_str one;
	enum kb_put what;
	kb_issue_id id;
	issue.day = day_of(date);
	issue.date_source = KB_DATE_OPTION;
	issue.articles = list;
	while (kb_str_split(&rest, ' ', &one)) {
		size_t colon = kb_str_find(one, KB_STR(":"));
		struct kb_article *article = &list[issue.narticles++];
		article->page = kb_str_sub(one, 0, colon);
		article->headline = kb_str_sub(one, colon + 1, one.n);
		kb_strs_add(&a, &article->body, KB_STR("正文。"));
	}
	struct kb_source source = { .name = KB_STR("t.txt"),
		                    .bytes = kb_str_of(articles),
		                    .day = issue.day };
	ok(ctx, kb_store_put(store, ctx, &issue, true, &source, &what, &id));
	kb_arena_release(&a);
}

static int
make_archive(void **state)
{
	(void)state;
	struct kb_ctx ctx = { 0 };
	struct kb_store *store = NULL;
	const char *tmp = getenv("TMPDIR");
	(void)snprintf(dir, sizeof(dir), "%s/kanbao-model-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(dir));
	(void)snprintf(archive, sizeof(archive), "%s/archive.db", dir);
	ok(&ctx, kb_store_open(&ctx, archive, KB_STORE_WRITE, &store));
	for (size_t i = 0; i < sizeof(issues) / sizeof(*issues); i++) {
		put(&ctx, store, issues[i].paper, issues[i].date, issues[i].number,
		    issues[i].articles);
	}
	kb_store_close(store);
	kb_ctx_release(&ctx);
	return 0;
}

static int
remove_archive(void **state)
{
	(void)state;
	char path[400];
	static const char *const names[] = { "archive.db", "archive.db.lock", "state.db" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		(void)unlink(path);
	}
	(void)rmdir(dir);
	return 0;
}

/* --- a reader ------------------------------------------------------------------------ */

/* kept: the state lives in a file, from one reader to the next. */
static void
reader_open(struct reader *r, const char *where, bool kept)
{
	char path[400];
	struct kb_buf why = { 0 };
	*r = (struct reader){ 0 };
	(void)snprintf(path, sizeof(path), "%s/state.db", dir);
	ok(&r->ctx, kb_store_open(&r->ctx, archive, KB_STORE_READ, &r->store));
	ok(&r->ctx, kb_state_open(&r->ctx, kept ? path : NULL, &r->state, &why));
	kb_model_init(&r->m, r->store, r->state);
	ok(&r->ctx, kb_model_start(&r->m, &r->ctx, where));
	kb_buf_release(&why);
}

static void
reader_close(struct reader *r)
{
	ok(&r->ctx, kb_model_save(&r->m, &r->ctx));
	kb_model_release(&r->m);
	kb_state_close(r->state);
	kb_store_close(r->store);
	kb_ctx_release(&r->ctx);
}

/* Where the reader is: "2022-01-01" or "2022-01-01 b2". */
static void
is_at(const struct reader *r, const char *expected)
{
	char iso[KB_ISO_SIZE];
	char here[64];
	const struct kb_model *m = &r->m;
	kb_day_iso(m->issue.day, iso);
	if (m->reading) {
		(void)snprintf(here, sizeof(here), "%s %.*s", iso, KB_ARG(m->article.headline));
	} else {
		(void)snprintf(here, sizeof(here), "%s", iso);
	}
	assert_string_equal(here, expected);
}

/* --- moves ------------------------------------------------------------------------------ */

static enum kb_err
open_first(struct kb_model *m, struct kb_ctx *ctx, int n)
{
	return kb_model_open(m, ctx, (size_t)n);
}

static enum kb_err
close_it(struct kb_model *m, struct kb_ctx *ctx, int n)
{
	(void)n;
	return kb_model_close(m, ctx);
}

static enum kb_err
newest(struct kb_model *m, struct kb_ctx *ctx, int n)
{
	(void)n;
	return kb_model_newest(m, ctx);
}

static enum kb_err
other(struct kb_model *m, struct kb_ctx *ctx, int n)
{
	(void)n;
	return kb_model_other(m, ctx);
}

/* One after another, from the front page of 2022-01-01. */
static const struct {
	enum kb_err (*move)(struct kb_model *, struct kb_ctx *, int);
	int n;
	const char *at; /* afterwards; where nothing is there, as before */
	enum kb_err err;
} moves[] = {
	{ open_first, 0, "2022-01-01 b1", KB_OK },
	{ kb_model_article, 1, "2022-01-01 b2", KB_OK },
	{ kb_model_page, 1, "2022-01-01 b3", KB_OK },
	{ kb_model_page, 1, "2022-01-01 b4", KB_OK },
	{ kb_model_page, 1, "2022-01-01 b4", KB_E_NOTHING },
	{ kb_model_page, -1, "2022-01-01 b3", KB_OK },
	{ kb_model_page, -1, "2022-01-01 b1", KB_OK },
	{ kb_model_page, -1, "2022-01-01 b1", KB_E_NOTHING },
	/* back over the start of the issue: the last article of the one before */
	{ kb_model_article, -1, "2021-12-30 a1", KB_OK },
	{ kb_model_article, -1, "2021-12-30 a1", KB_E_NOTHING },
	{ kb_model_article, 1, "2022-01-01 b1", KB_OK },
	{ open_first, 4, "2022-01-01 b5", KB_OK },
	/* straight on into the next issue */
	{ kb_model_article, 1, "2022-02-28 c1", KB_OK },
	{ other, 0, "2022-01-01 b5", KB_OK },
	{ other, 0, "2022-02-28 c1", KB_OK },
	/* issues: the other paper's is passed over */
	{ kb_model_issue, 1, "2022-04-13", KB_OK },
	{ kb_model_issue, 1, "2024-02-29", KB_OK },
	{ kb_model_issue, 1, "2024-02-29", KB_E_NOTHING },
	{ kb_model_issue, -3, "2022-01-01", KB_OK },
	{ kb_model_issue, -9, "2021-12-30", KB_OK },
	{ newest, 0, "2024-02-29", KB_OK },
	/* same day in other years: 29 February, the nearest issue of that year */
	{ kb_model_year, -1, "2024-02-29", KB_E_NOTHING },
	{ kb_model_year, -2, "2022-02-28", KB_OK },
	{ kb_model_year, -1, "2021-12-30", KB_OK },
	{ kb_model_year, 1, "2022-04-13", KB_OK },
	/* reading: closing leads to the front page, '' back to the article */
	{ open_first, 1, "2022-04-13 d2", KB_OK },
	{ close_it, 0, "2022-04-13", KB_OK },
	{ open_first, 0, "2022-04-13 d1", KB_OK },
	{ other, 0, "2022-04-13 d2", KB_OK },
	{ close_it, 0, "2022-04-13", KB_OK },
	{ kb_model_issue, -1, "2022-02-28", KB_OK },
	{ other, 0, "2022-04-13 d2", KB_OK },
	{ other, 0, "2022-02-28", KB_OK },
	{ open_first, 9, "2022-02-28", KB_E_NOTHING },
};

static void
moves_lead(void **state)
{
	(void)state;
	struct reader r;
	reader_open(&r, "甲报/2022-01-01", false);
	is_at(&r, "2022-01-01");
	for (size_t i = 0; i < sizeof(moves) / sizeof(*moves); i++) {
		enum kb_err err = moves[i].move(&r.m, &r.ctx, moves[i].n);
		if (err != moves[i].err) {
			fail_msg("move %zu to %s: %d %s", i, moves[i].at, (int)err,
			         r.ctx.message.p);
		}
		is_at(&r, moves[i].at);
	}
	reader_close(&r);
}

static void
neighbours(void **state)
{
	(void)state;
	struct reader r;
	reader_open(&r, "甲报/2022-04-13", false);
	assert_int_equal(r.m.older.day, day_of("2022-02-28"));
	assert_int_equal(r.m.newer.day, day_of("2024-02-29"));
	assert_true(kb_str_eq(r.m.titles[1], KB_STR("d2")));
	assert_true(kb_str_eq(r.m.opening, KB_STR("正文。")));
	ok(&r.ctx, kb_model_newest(&r.m, &r.ctx));
	assert_int_equal(r.m.newer.id, 0);
	reader_close(&r);
}

/* --- keeping the place ---------------------------------------------------------------------- */

static void
place_is_kept(void **state)
{
	(void)state;
	struct reader r;
	/* the first visit: the newest issue of any paper */
	reader_open(&r, NULL, true);
	is_at(&r, "2024-02-29");
	ok(&r.ctx, kb_model_issue(&r.m, &r.ctx, -1));
	ok(&r.ctx, kb_model_open(&r.m, &r.ctx, 1));
	kb_model_seen(&r.m, 3, false);
	reader_close(&r);
	/* the next begins there; '' is the newest */
	reader_open(&r, NULL, true);
	is_at(&r, "2022-04-13 d2");
	assert_int_equal(r.m.off, 3);
	assert_int_equal(r.m.progress[1], KB_PROGRESS_BEGUN);
	ok(&r.ctx, kb_model_other(&r.m, &r.ctx));
	is_at(&r, "2024-02-29");
	reader_close(&r);
	/* an article opened again goes on where it was left */
	reader_open(&r, "甲报/2022-04-13", true);
	ok(&r.ctx, kb_model_open(&r.m, &r.ctx, 1));
	assert_int_equal(r.m.off, 3);
	kb_model_seen(&r.m, 6, true);
	ok(&r.ctx, kb_model_close(&r.m, &r.ctx));
	assert_int_equal(r.m.at, 1);
	assert_int_equal(r.m.progress[0], KB_PROGRESS_NEW);
	assert_int_equal(r.m.progress[1], KB_PROGRESS_DONE);
	/* read to its end, it begins at its start */
	ok(&r.ctx, kb_model_open(&r.m, &r.ctx, 1));
	assert_int_equal(r.m.off, 0);
	reader_close(&r);
	/* something new has come: that first, '' is the last place */
	struct kb_store *store = NULL;
	ok(&r.ctx, kb_store_open(&r.ctx, archive, KB_STORE_WRITE, &store));
	put(&r.ctx, store, "甲报", "2025-01-01", 2600, "1:f1");
	kb_store_close(store);
	reader_open(&r, NULL, true);
	is_at(&r, "2025-01-01");
	ok(&r.ctx, kb_model_other(&r.m, &r.ctx));
	is_at(&r, "2022-04-13 d2");
	reader_close(&r);
}

static void
nothing_there(void **state)
{
	(void)state;
	struct reader r;
	reader_open(&r, "甲报/2022-04-13", false);
	struct kb_spot nowhere = { .issue = r.m.issue.id, .article = r.m.articles[1].id - 1 };
	assert_int_equal(kb_model_go(&r.m, &r.ctx, nowhere), KB_E_NOTHING);
	is_at(&r, "2022-04-13");
	assert_int_equal(kb_model_go(&r.m, &r.ctx, (struct kb_spot){ .issue = 12345 }),
	                 KB_E_NOTHING);
	is_at(&r, "2022-04-13");
	kb_model_release(&r.m);
	kb_model_init(&r.m, r.store, r.state);
	assert_int_equal(kb_model_start(&r.m, &r.ctx, "甲报/1999-01-01"), KB_E_NOTHING);
	reader_close(&r);
}

/* A page replaced while it is read: its articles go, the reader is told and stays. */
static void
articles_vanish(void **state)
{
	(void)state;
	struct reader r;
	struct kb_store *store = NULL;
	reader_open(&r, "甲报/2021-12-30/1/1", false);
	is_at(&r, "2021-12-30 a1");
	ok(&r.ctx, kb_model_issue(&r.m, &r.ctx, 1));
	ok(&r.ctx, kb_model_open(&r.m, &r.ctx, 3));
	is_at(&r, "2022-01-01 b4");
	ok(&r.ctx, kb_store_open(&r.ctx, archive, KB_STORE_WRITE, &store));
	put(&r.ctx, store, "甲报", "2022-01-01", 1902, "3:neu");
	kb_store_close(store);
	assert_int_equal(kb_model_article(&r.m, &r.ctx, 1), KB_E_NOTHING);
	assert_string_equal(r.ctx.message.p, "this article is no longer in the archive");
	is_at(&r, "2022-01-01");
	assert_true(kb_str_eq(r.m.titles[r.m.narticles - 1], KB_STR("neu")));
	reader_close(&r);
}

/* --- goals ----------------------------------------------------------------------------------- */

static const struct {
	const char *text;
	const char *day; /* NULL: none */
	long number;
} goals[] = {
	{ "2022-04-13", "2022-04-13", 0 },
	{ " 2022年4月13日 ", "2022-04-13", 0 },
	{ "2022.4.13", "2022-04-13", 0 },
	{ "20220413", "2022-04-13", 0 },
	{ "二〇二二年四月十三日", "2022-04-13", 0 },
	{ "4-14", "2022-04-14", 0 },
	{ "4月14日", "2022-04-14", 0 },
	{ "-7", "2022-04-06", 0 },
	{ "+1", "2022-04-14", 0 },
	{ "－１３", "2022-03-31", 0 },
	/* 2022-04-13 is 壬寅年三月十三; its lunar year began on 1 February */
	{ "农历三月十三", "2022-04-13", 0 },
	{ "三月十三", "2022-04-13", 0 },
	{ "正月初一", "2022-02-01", 0 },
	{ "腊月三十", "2023-01-21", 0 },
	{ "农历癸卯年正月初一", "2023-01-22", 0 },
	{ "癸卯年闰二月初一", "2023-03-22", 0 },
	{ "壬辰年九月廿二", "2012-11-05", 0 },
	{ "第1937期", NULL, 1937 },
	{ "1937期", NULL, 1937 },
	{ "第 1937 期", NULL, 1937 },
	{ "第一千九百三十七期", NULL, 1937 },
	{ "#1937", NULL, 1937 },
	/* none */
	{ "", NULL, 0 },
	{ "1937", NULL, 0 },
	{ "2022-02-30", NULL, 0 },
	{ "2-30", NULL, 0 },
	{ "2022-04-13x", NULL, 0 },
	{ "-", NULL, 0 },
	{ "-x", NULL, 0 },
	{ "-99999999999999999999", NULL, 0 },
	{ "第期", NULL, 0 },
	{ "第0期", NULL, 0 },
	{ "三月三十一", NULL, 0 }, /* no such lunar day */
	{ "闰三月十三", NULL, 0 }, /* 2022 had no leap month */
	{ "农历", NULL, 0 },
};

/* Words count from the day that it is. */
static void
goals_of_today(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int days;
		int months;
	} cases[] = {
		{ "今天", 0, 0 },  { "昨天", -1, 0 },      { "前天", -2, 0 },
		{ "today", 0, 0 }, { "去年今日", 0, -12 }, { "前年今天", 0, -24 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_goal goal = { .day = KB_DAY_NONE };
		kb_day today = kb_day_today();
		assert_true(kb_goal_parse(kb_str_of(cases[i].text), day_of("2022-04-13"), &goal));
		if (kb_day_today() == today) { /* not over midnight */
			assert_int_equal(goal.day,
			                 kb_day_add_months(today, cases[i].months) + cases[i].days);
		}
	}
}

static void
goals_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(goals) / sizeof(*goals); i++) {
		struct kb_goal goal = { .day = KB_DAY_NONE };
		bool read = kb_goal_parse(kb_str_of(goals[i].text), day_of("2022-04-13"), &goal);
		if (read != (goals[i].day || goals[i].number)) {
			fail_msg("'%s' was %s", goals[i].text, read ? "read" : "not read");
		}
		assert_int_equal(goal.day, goals[i].day ? day_of(goals[i].day) : KB_DAY_NONE);
		assert_int_equal(goal.number, goals[i].number);
	}
}

static const struct {
	const char *text;
	const char *day; /* of the issue found; NULL: none */
	bool exact;
} finds[] = {
	{ "2022-04-13", "2022-04-13", true },
	/* the other paper has an issue on that day, this one hasn't */
	{ "2022-04-14", "2022-04-13", false },
	{ "1990-01-01", "2021-12-30", false },
	{ "2999-12-31", "2025-01-01", false },
	/* as near to one as to the other: the earlier */
	{ "2021-12-31", "2021-12-30", false },
	{ "2022-01-20", "2022-01-01", false },
	{ "2022-02-10", "2022-02-28", false },
	{ "第1920期", "2022-02-28", true },
	{ "第7期", NULL, false },
};

static void
goals_found(void **state)
{
	(void)state;
	struct reader r;
	reader_open(&r, "甲报/2022-04-13", false);
	for (size_t i = 0; i < sizeof(finds) / sizeof(*finds); i++) {
		struct kb_goal goal;
		struct kb_goal_found found = { 0 };
		assert_true(kb_goal_parse(kb_str_of(finds[i].text), r.m.issue.day, &goal));
		enum kb_err err = kb_goal_find(&r.m, &r.ctx, goal, &found);
		assert_int_equal(err, finds[i].day ? KB_OK : KB_E_NOTHING);
		if (!err) {
			assert_int_equal(found.exact, finds[i].exact);
			ok(&r.ctx,
			   kb_model_go(&r.m, &r.ctx, (struct kb_spot){ .issue = found.id }));
			is_at(&r, finds[i].day);
		}
	}
	reader_close(&r);
}

/* --- the calendar ------------------------------------------------------------------------------- */

static const struct {
	const char *day;
	int lead;
	int ndays;
	int issues;
	int articles;
	bool issue; /* on the day itself */
	int last_year;
	int this_year; /* issues in the chart */
} months[] = {
	{ "2022-04-13", 4, 30, 1, 2, true, 1, 3 },  { "2022-04-14", 4, 30, 1, 2, false, 1, 3 },
	{ "2022-01-01", 5, 31, 1, 5, true, 1, 3 },  { "2021-12-31", 2, 31, 1, 1, false, 0, 1 },
	{ "2024-02-29", 3, 29, 1, 1, true, 0, 1 },  { "2023-02-28", 2, 28, 0, 0, false, 3, 0 },
	{ "1600-01-01", 5, 31, 0, 0, false, 0, 0 }, { "2999-12-31", 6, 31, 0, 0, false, 0, 0 },
};

static void
calendar_shows(void **state)
{
	(void)state;
	struct reader r;
	reader_open(&r, "甲报/2022-04-13", false);
	struct kb_calendar c = { .store = r.store, .paper_of = r.m.issue.id };
	for (size_t i = 0; i < sizeof(months) / sizeof(*months); i++) {
		int charted[2] = { 0, 0 };
		ok(&r.ctx, kb_calendar_show(&c, &r.ctx, day_of(months[i].day)));
		for (int m = 0; m < 24; m++) {
			charted[m / 12] += c.chart[m / 12][m % 12];
		}
		assert_int_equal(kb_calendar_day(&c), day_of(months[i].day));
		assert_int_equal(c.lead, months[i].lead);
		assert_int_equal(c.ndays, months[i].ndays);
		assert_int_equal(c.issues, months[i].issues);
		assert_int_equal(c.articles, months[i].articles);
		assert_int_equal(c.issue.id != 0, months[i].issue);
		assert_int_equal(c.nrows > 0, months[i].issue);
		assert_int_equal(charted[0], months[i].last_year);
		assert_int_equal(charted[1], months[i].this_year);
	}
	kb_calendar_release(&c);
	reader_close(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves_lead),      cmocka_unit_test(neighbours),
		cmocka_unit_test(place_is_kept),   cmocka_unit_test(nothing_there),
		cmocka_unit_test(goals_of_today),  cmocka_unit_test(goals_read),
		cmocka_unit_test(goals_found),     cmocka_unit_test(calendar_shows),
		cmocka_unit_test(articles_vanish),
	};
	return cmocka_run_group_tests(tests, make_archive, remove_archive);
}
