/* The search behind the prompt: what is asked is answered, what is typed over isn't. */
#include <poll.h>

#include "kanbao/seek.h"
#include "store_help.h"

static const struct art pages[] = {
	{ "1", "柯城结对共富", "柯城区与山区县结对。大家说好。" },
	{ "1", "橘子熟了", "衢州柯城的橘子熟了。" },
	{ "2", "通知", "今天停水。" },
};

static struct kb_seek *
open_seek(struct fix *f)
{
	struct kb_seek *seek = NULL;
	must(f, kb_seek_open(&f->ctx, f->path, &seek));
	return seek;
}

/* Asks and waits for the end. */
static struct kb_answer *
ask(struct kb_seek *seek, struct kb_ask ask)
{
	uint64_t generation = kb_seek_ask(seek, &ask);
	assert_true(kb_seek_wait(seek, 5000));
	struct kb_answer *answer = kb_seek_take(seek);
	assert_non_null(answer);
	assert_true(answer->generation == generation);
	assert_true(answer->done);
	return answer;
}

static struct kb_ask
typed(const char *text)
{
	return (struct kb_ask){ .typed = kb_str_of(text),
		                .cursor = SIZE_MAX,
		                .first = KB_DAY_NONE,
		                .last = KB_DAY_NONE };
}

#define assert_text(s, expected) assert_string_equal((s).p, expected)

static void
test_hits(void **state)
{
	struct fix *f = *state;
	PUT(f, "今日柯城", "2022-04-13", 1, pages, KB_PUT_NEW);
	struct kb_seek *seek = open_seek(f);
	struct kb_answer *a = ask(seek, typed("柯城 "));
	assert_int_equal(a->err, KB_OK);
	assert_int_equal(a->nhits, 2);
	assert_int_equal(a->count, 2);
	assert_true(a->counted && a->hits_done && !a->more && !a->unfinished);
	assert_text(a->hits[0].headline, "柯城结对共富");
	assert_text(a->hits[0].ref, "今日柯城/2022-04-13/1/1");
	assert_text(a->hits[0].snippet.text, "柯城区与山区县结对。");
	assert_int_equal(a->hits[0].marks.n, 1);
	assert_int_equal(a->hits[0].snippet.marks.v[0].to, strlen("柯城"));
	assert_text(a->hits[1].snippet.text, "衢州柯城的橘子熟了。");
	assert_int_equal(a->hits[1].marks.n, 0);
	kb_answer_free(a);
	a = ask(seek, typed(" "));
	assert_true(!a->asks && a->nhits == 0);
	kb_answer_free(a);
	kb_seek_close(seek);
}

static void
test_pages(void **state)
{
	struct fix *f = *state;
	PUT(f, "今日柯城", "2022-04-13", 1, pages, KB_PUT_NEW);
	struct kb_seek *seek = open_seek(f);
	struct kb_ask q = typed("柯城");
	q.limit = 1;
	struct kb_answer *a = ask(seek, q);
	assert_true(a->nhits == 1 && a->more && a->count == 2);
	assert_text(a->hits[0].headline, "柯城结对共富");
	q.from = a->next;
	kb_answer_free(a);
	a = ask(seek, q);
	assert_true(a->nhits == 1 && a->hits_done && !a->counted);
	assert_text(a->hits[0].headline, "橘子熟了");
	q.from = a->next;
	kb_answer_free(a);
	a = ask(seek, q);
	assert_true(a->nhits == 0 && a->hits_done && !a->more);
	kb_answer_free(a);
	kb_seek_close(seek);
}

/* Limited to some articles: hits, counts, facets and pages are of those only. */
static void
test_only(void **state)
{
	static const enum kb_seek_order orders[] = { KB_SEEK_NEWEST, KB_SEEK_OLDEST, KB_SEEK_BEST };
	struct fix *f = *state;
	PUT(f, "今日柯城", "2022-04-13", 1, pages, KB_PUT_NEW);
	PUT(f, "今日柯城", "2021-04-13", 1, pages, KB_PUT_NEW);
	struct kb_seek *seek = open_seek(f);
	struct kb_answer *a = ask(seek, typed("柯城"));
	assert_int_equal(a->count, 4);
	kb_article_id ids[] = { a->hits[1].id, a->hits[2].id };
	const struct kb_marked_ids one = { ids + 1, 1 };
	const struct kb_marked_ids two = { ids, 2 };
	const struct kb_marked_ids none = { 0 };
	kb_answer_free(a);
	for (size_t i = 0; i < 3; i++) {
		struct kb_ask q = typed("柯城");
		q.order = orders[i];
		q.only = &two;
		q.limit = 1;
		a = ask(seek, q);
		assert_true(a->nhits == 1 && a->count == 2 && a->counted && a->more);
		assert_int_equal(a->facets[KB_FACET_YEAR].n, 2);
		assert_int_equal(a->facets[KB_FACET_YEAR].v[0].n, 1);
		kb_article_id first = a->hits[0].id;
		q.from = a->next;
		kb_answer_free(a);
		a = ask(seek, q);
		assert_true(a->nhits == 1 && first != a->hits[0].id);
		assert_true(first + a->hits[0].id == ids[0] + ids[1]);
		kb_answer_free(a);
		/* another set is another ranking */
		q.only = &one;
		q.limit = 5;
		a = ask(seek, q);
		assert_true(a->nhits <= 1 && (!a->nhits || a->hits[0].id == ids[1]));
		kb_answer_free(a);
		q.from = 0;
		q.only = &none;
		a = ask(seek, q);
		assert_true(a->nhits == 0 && a->count == 0 && a->counted && !a->more);
		kb_answer_free(a);
	}
	kb_seek_close(seek);
}

/* The first page grows while its counts are made, or has ended before. */
static void
test_grow(void **state)
{
	struct fix *f = *state;
	static const enum kb_seek_order orders[] = { KB_SEEK_NEWEST, KB_SEEK_OLDEST, KB_SEEK_BEST };
	PUT(f, "今日柯城", "2022-04-13", 1, pages, KB_PUT_NEW);
	struct kb_seek *seek = open_seek(f);
	for (size_t i = 0; i < 3; i++) {
		size_t grown = 0;
		for (int tries = 0; tries < 500 && !grown; tries++) {
			struct kb_ask q = typed("柯城");
			q.limit = 1;
			q.order = orders[i];
			(void)kb_seek_ask(seek, &q);
			kb_seek_grow(seek, 5);
			assert_true(kb_seek_wait(seek, 5000));
			struct kb_answer *a = kb_seek_take(seek);
			assert_true(a->done && a->counted && a->count == 2);
			assert_true(a->nhits == 1 ? a->more : a->nhits == 2 && !a->more);
			assert_true(a->next == a->hits[a->nhits - 1].id);
			assert_true(a->nhits == 1 || a->hits[0].id != a->hits[1].id);
			grown += a->nhits == 2;
			kb_answer_free(a);
		}
		assert_true(grown > 0);
	}
	kb_seek_close(seek);
}

/* The values of a facet: "name n term, …". */
static const char *
facet(struct fix *f, const struct kb_answer *a, enum kb_facet which)
{
	struct kb_buf out = { 0 };
	for (size_t i = 0; i < a->facets[which].n; i++) {
		const struct kb_facet_value *v = &a->facets[which].v[i];
		kb_buf_printf(&out, "%s%.*s %zu %.*s", i ? ", " : "", KB_ARG(v->name), v->n,
		              KB_ARG(v->term));
	}
	kb_str kept = kb_arena_dup(&f->arena, kb_buf_str(&out));
	kb_buf_release(&out);
	return kept.p;
}

static void
put_reporters(struct fix *f)
{
	static const char *const dates[] = { "2020-11-30", "2021-02-01", "2021-02-03", NULL };
	for (size_t i = 0; i < 4; i++) {
		struct kb_issue issue =
			issue_of(f, i == 1 ? "衢州 日报" : "今日柯城", dates[i], 1, pages, 3);
		kb_issue_id id;
		enum kb_put what;
		for (size_t k = 0; k < 3; k++) {
			struct kb_article *article = &issue.articles[k];
			article->label = k == 2 ? KB_STR("要闻") : KB_STR_NULL;
			kb_credits_add(&f->arena, &article->credits, KB_STR("记者"),
			               k == 1 ? KB_STR("张三") : KB_STR("李四"));
			kb_credits_add(&f->arena, &article->credits, KB_STR("摄"), KB_STR("李四"));
		}
		must(f, put_bytes(f, &issue, dates[i] ? dates[i] : "?", true, &what, &id));
	}
}

static void
test_facets(void **state)
{
	struct fix *f = *state;
	put_reporters(f);
	struct kb_seek *seek = open_seek(f);
	struct kb_answer *a = ask(seek, typed("柯城"));
	assert_true(a->count == 8 && a->counted && a->looked == 8 && a->undated == 2);
	assert_true(a->chart.year == 2020 && a->chart.month == 11 && a->chart.months == 4);
	assert_true(a->chart.n[0] == 2 && a->chart.n[1] == 0 && a->chart.n[3] == 4);
	assert_string_equal(facet(f, a, KB_FACET_YEAR), "2021 4 date:2021, 2020 2 date:2020");
	assert_string_equal(facet(f, a, KB_FACET_PAGE), "1 8 page:1");
	assert_string_equal(facet(f, a, KB_FACET_PAPER),
	                    "今日柯城 6 paper:今日柯城, 衢州 日报 2 paper:\"衢州 日报\"");
	assert_string_equal(facet(f, a, KB_FACET_BY), "李四 8 by:李四, 张三 4 by:张三");
	assert_string_equal(facet(f, a, KB_FACET_LABEL), "");
	kb_answer_free(a);
	/* stepping in finds as many as were counted */
	a = ask(seek, typed("柯城 paper:\"衢州 日报\""));
	assert_int_equal(a->count, 2);
	kb_answer_free(a);
	a = ask(seek, typed("停水"));
	assert_string_equal(facet(f, a, KB_FACET_PAGE), "2 4 page:2");
	assert_string_equal(facet(f, a, KB_FACET_LABEL), "要闻 4 label:要闻");
	kb_answer_free(a);
	a = ask(seek, typed("没有的"));
	assert_true(a->count == 0 && a->counted && a->chart.months == 0);
	kb_answer_free(a);
	kb_seek_close(seek);
}

static void
test_order(void **state)
{
	static const struct art arts[] = {
		{ "1", "别的", "柯城，柯城。" },
		{ "1", "也是别的", "柯城柯城柯城" },
		{ "1", "柯城", "没有" },
		{ "1", "柯城的事", "柯城" },
	};
	struct fix *f = *state;
	PUT(f, "今日柯城", "2022-04-13", 1, arts, KB_PUT_NEW);
	PUT(f, "今日柯城", "2022-04-14", 1, pages, KB_PUT_NEW);
	struct kb_seek *seek = open_seek(f);
	struct kb_ask q = typed("柯城");
	const char *const best[] = { "柯城的事", "柯城结对共富", "柯城",
		                     "也是别的", "别的",         "橘子熟了" };
	q.order = KB_SEEK_BEST;
	q.limit = 4;
	struct kb_answer *a = ask(seek, q);
	assert_true(a->nhits == 4 && a->count == 6 && a->more && a->best_of == 0);
	/* both have it in the headline and once in the text: the newer one comes first */
	assert_text(a->hits[0].headline, best[1]);
	assert_text(a->hits[1].headline, best[0]);
	assert_text(a->hits[2].headline, best[2]);
	assert_text(a->hits[3].headline, best[3]);
	q.from = a->next;
	kb_answer_free(a);
	a = ask(seek, q);
	assert_true(a->nhits == 2 && !a->more);
	assert_text(a->hits[0].headline, best[4]);
	assert_text(a->hits[1].headline, best[5]);
	kb_answer_free(a);
	q = typed("柯城");
	q.order = KB_SEEK_OLDEST;
	a = ask(seek, q);
	assert_int_equal(a->nhits, 6);
	assert_text(a->hits[0].headline, "柯城的事");
	assert_text(a->hits[5].headline, "柯城结对共富");
	kb_answer_free(a);
	kb_seek_close(seek);
}

/* --- best first, page after page ------------------------------------------------------------- */

#define RANKED 150
#define RANKED_ISSUE 30

/* How good the article made of a number is; it says the number in its headline. */
static int
goodness(int i)
{
	return (i % 3 == 0) * 100 + 1 + i * 7 % 5;
}

static void
put_ranked(struct fix *f)
{
	for (int first = 0; first < RANKED; first += RANKED_ISSUE) {
		struct art arts[RANKED_ISSUE];
		char date[32];
		for (int k = 0; k < RANKED_ISSUE; k++) {
			int i = first + k;
			struct kb_buf body = { 0 };
			for (int n = 0; n < goodness(i) % 100; n++) {
				kb_buf_add(&body, KB_STR("柯城，"));
			}
			const char *headline =
				kb_arena_printf(&f->arena, "%03d %s", i, i % 3 ? "" : "柯城").p;
			arts[k] = (struct art){ "1", headline,
				                kb_arena_dup(&f->arena, kb_buf_str(&body)).p };
			kb_buf_release(&body);
		}
		snprintf(date, sizeof(date), "2022-01-%02d", 1 + first / RANKED_ISSUE);
		PUT(f, "今日柯城", date, 1, arts, KB_PUT_NEW);
	}
}

/* The best of those that were not given yet: of those as good the one with the newest id. */
static size_t
take_best(bool *given, const kb_article_id *ids)
{
	size_t best = RANKED;
	for (size_t i = 0; i < RANKED; i++) {
		int better = best == RANKED ? 1 : goodness((int)i) - goodness((int)best);
		if (!given[i] && (better > 0 || (better == 0 && ids[i] > ids[best]))) {
			best = i;
		}
	}
	given[best] = true;
	return best;
}

static void
load_ranked(struct kb_seek *seek, kb_article_id *ids)
{
	struct kb_ask q = typed("柯城");
	q.limit = RANKED;
	struct kb_answer *a = ask(seek, q);
	assert_int_equal(a->nhits, RANKED);
	for (size_t i = 0; i < RANKED; i++) {
		ids[strtoul(a->hits[i].headline.p, NULL, 10)] = a->hits[i].id;
	}
	kb_answer_free(a);
}

/* Each once, in the order of a ranking by hand; whatever is asked between two pages. */
static void
test_best_pages(void **state)
{
	struct fix *f = *state;
	kb_article_id ids[RANKED] = { 0 };
	bool given[RANKED] = { false };
	size_t n = 0;
	bool more = true;
	put_ranked(f);
	struct kb_seek *seek = open_seek(f);
	load_ranked(seek, ids);
	struct kb_ask q = typed("柯城");
	q.order = KB_SEEK_BEST;
	q.limit = 20;
	for (int page = 0; more; page++) {
		if (page == 3) {
			struct kb_ask other = typed("城");
			other.order = KB_SEEK_BEST;
			kb_answer_free(ask(seek, other));
		}
		for (int again = 0; page >= 3 && again < 3; again++) {
			(void)kb_seek_ask(seek,
			                  &q); /* given up while it is ranked anew, or before */
		}
		struct kb_answer *a = ask(seek, q);
		for (size_t i = 0; i < a->nhits; i++, n++) {
			assert_true(n < RANKED);
			assert_true(a->hits[i].id == ids[take_best(given, ids)]);
		}
		more = a->more;
		assert_int_equal(a->nhits, more ? 20 : RANKED % 20);
		q.from = a->next;
		kb_answer_free(a);
	}
	assert_int_equal(n, RANKED);
	kb_seek_close(seek);
}

/* What Tab offers at the end of a text, or where | stands: the line with each. */
static void
expect_completions(struct fix *f, struct kb_seek *seek, const char *text, const char *expected)
{
	kb_str with = kb_str_of(text);
	size_t cursor = kb_str_find(with, KB_STR("|"));
	struct kb_buf line = { 0 };
	struct kb_buf out = { 0 };
	kb_buf_add(&line, kb_str_sub(with, 0, cursor));
	size_t at = line.n;
	kb_buf_add(&line, cursor == SIZE_MAX ? KB_STR("") : kb_str_sub(with, cursor + 1, with.n));
	struct kb_ask q = typed(line.n ? line.p : "");
	q.cursor = at;
	struct kb_answer *a = ask(seek, q);
	for (size_t i = 0; i < a->ncompletions && i < 4; i++) {
		const struct kb_completion *c = &a->completions[i];
		kb_buf_printf(&out, "%s%.*s%.*s%.*s", i ? ", " : "",
		              KB_ARG(kb_str_sub(q.typed, 0, c->from)), KB_ARG(c->text),
		              KB_ARG(kb_str_sub(q.typed, c->to, q.typed.n)));
	}
	if (!kb_str_eq(kb_buf_str(&out), kb_str_of(expected))) {
		fail_msg("%s: %s", text, out.n ? out.p : "nothing");
	}
	kb_answer_free(a);
	kb_buf_release(&line);
	kb_buf_release(&out);
	(void)f;
}

static void
test_completions(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{ "kecheng", "柯城" },
		{ "jiedui gongfu", "jiedui 共富" },
		{ "jiedui| 共富", "结对 共富" },
		{ "标题:kech|eng", "标题:柯城" },
		{ "橘子 -kc", "橘子 -柯城" },
		{ "kcq", "柯城区" },
		{ "jds", "" }, /* 结对 stands there, and 对山 does, but not in a row */
		{ "“kecheng", "" },
		{ "去年", "date:去年" },
		{ "2022", "date:2022" },
		{ "2022年4月", "date:2022年4月" },
		{ "2022-04", "" }, /* a date as it stands */
		{ "date:", "date:today, date:yesterday, date:this-month, date:last-month" },
		{ "日期：上", "日期：上月" },
		{ "date:l", "date:last-month, date:last-year" },
		{ "date:201", "date:2019, date:2018, date:2017, date:2016" },
		{ "date:2022-1", "date:2022-10, date:2022-11, date:2022-12" },
		{ "柯城 ti", "柯城 title:" },
		{ "柯城 pa", "柯城 paper:, 柯城 page:" },
		{ "柯城 |", "柯城 title:, 柯城 by:, 柯城 label:, 柯城 paper:" },
		{ "柯城", "" },
	};
	struct fix *f = *state;
	PUT(f, "今日柯城", "2022-04-13", 1, pages, KB_PUT_NEW);
	struct kb_seek *seek = open_seek(f);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		expect_completions(f, seek, cases[i].text, cases[i].expected);
	}
	kb_seek_close(seek);
}

static bool
readable(const struct kb_seek *seek)
{
	struct pollfd p = { .fd = kb_seek_fd(seek), .events = POLLIN };
	return poll(&p, 1, 0) == 1;
}

/* What was asked before is never answered, and an answer wakes the reader once. */
static void
test_given_up(void **state)
{
	struct fix *f = *state;
	PUT(f, "今日柯城", "2022-04-13", 1, pages, KB_PUT_NEW);
	struct kb_seek *seek = open_seek(f);
	uint64_t last = 0;
	for (int i = 0; i < 500; i++) {
		struct kb_ask q = typed(i % 2 ? "柯城" : "橘子");
		last = kb_seek_ask(seek, &q);
	}
	assert_true(kb_seek_wait(seek, 5000));
	assert_true(readable(seek));
	struct kb_answer *a = kb_seek_take(seek);
	assert_true(a->generation == last && a->count == 2);
	kb_answer_free(a);
	assert_false(readable(seek));
	assert_null(kb_seek_take(seek));
	struct kb_ask q = typed("柯城");
	kb_seek_ask(seek, &q);
	kb_seek_stop(seek);
	assert_false(kb_seek_wait(seek, 20));
	assert_null(kb_seek_take(seek));
	kb_seek_close(seek);
}

/*
 * A person who types faster than anything is found, scrolls, turns the order
 * and goes away in the middle; meanwhile somebody imports. Under
 * ThreadSanitizer this is the test of the locks.
 */
static void
test_haste(void **state)
{
	static const char *const keys[] = { "柯", "柯城", "柯城 ", "柯城 k", "柯城 ke",   "kecheng",
		                            "-",  "\"",   "版:1",  "的",     "标题:柯城", "" };
	struct fix *f = *state;
	char bytes[32];
	for (int round = 0; round < 20; round++) {
		struct kb_issue issue =
			issue_of(f, "今日柯城", "2022-04-13", round % 3 + 1, pages, 3);
		enum kb_put what;
		kb_issue_id id;
		snprintf(bytes, sizeof(bytes), "%d", round);
		must(f, put_bytes(f, &issue, bytes, true, &what, &id));
		struct kb_seek *seek = open_seek(f);
		for (int i = 0; i < 40; i++) {
			struct kb_ask q = typed(keys[(round + i) % 12]);
			q.cursor = q.typed.n;
			q.order = (enum kb_seek_order)(i % 3);
			q.limit = (size_t)(i % 4);
			uint64_t generation = kb_seek_ask(seek, &q);
			(void)kb_seek_wait(seek, i % 5 == 0 ? 1 : 0);
			struct kb_answer *a = kb_seek_take(seek);
			assert_true(!a || a->generation == generation);
			kb_answer_free(a);
			if (i % 11 == 0) {
				kb_seek_stop(seek);
			}
		}
		kb_seek_close(seek); /* with the last query unanswered */
	}
}

static void
test_no_archive(void **state)
{
	struct fix *f = *state;
	struct kb_seek *seek = open_seek(f);
	struct kb_answer *a = ask(seek, typed("柯城"));
	assert_int_equal(a->err, KB_E_NOINPUT);
	assert_true(a->message.n > 0);
	kb_answer_free(a);
	/* as soon as there is one it is found */
	PUT(f, "今日柯城", "2022-04-13", 1, pages, KB_PUT_NEW);
	a = ask(seek, typed("柯城"));
	assert_int_equal(a->count, 2);
	kb_answer_free(a);
	kb_seek_close(seek);
	kb_seek_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_hits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pages, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_only, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_grow, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_facets, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_best_pages, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_completions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_given_up, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_haste, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_archive, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
