/* Marks over a small archive: kept by reference, following it, taken back; sets, visits, unread. */
#include "store_help.h"

#include "kanbao/marks.h"

struct reader {
	struct fix *f;
	struct kb_state *state;
	struct kb_model m;
};

static const struct art first[] = { { "1", "a1", "一" }, { "1", "a2", "二" }, { "2", "a3", "三" } };
static const struct art second[] = { { "1", "b1", "四" }, { "1", "b2", "五" } };
static const struct art third[] = { { "1", "c1", "六" }, { "1", "c2", "七" } };

static void
open_reader(struct reader *r, struct fix *f, const char *where)
{
	struct kb_buf why = { 0 };
	*r = (struct reader){ .f = f };
	PUT(f, "甲报", "2022-01-01", 1, first, KB_PUT_NEW);
	PUT(f, "甲报", "2022-01-02", 1, second, KB_PUT_NEW);
	PUT(f, "甲报", "2022-01-03", 1, third, KB_PUT_NEW);
	must(f, kb_state_open(&f->ctx, NULL, &r->state, &why));
	kb_model_init(&r->m, f->store, r->state);
	must(f, kb_model_start(&r->m, &f->ctx, where));
	kb_buf_release(&why);
}

static void
close_reader(struct reader *r)
{
	kb_model_release(&r->m);
	kb_state_close(r->state);
}

static kb_article_id
id_of(struct reader *r, const char *ref)
{
	kb_issue_id issue;
	kb_article_id id = 0;
	must(r->f, kb_store_resolve(r->f->store, &r->f->ctx, kb_str_of(ref), &issue, &id));
	assert_true(id != 0);
	return id;
}

/* What is kept of an article: "r*" for read and starred, then tags and note. */
static void
is_marked(struct reader *r, const char *ref, const char *expected)
{
	struct kb_arena a = { 0 };
	struct kb_marking marks;
	struct kb_buf line = { 0 };
	must(r->f, kb_model_marks(&r->m, &r->f->ctx, &a, id_of(r, ref), &marks));
	kb_buf_printf(&line, "%s%s", marks.read ? "r" : "", marks.star ? "*" : "");
	kb_marking_line(&marks, &line);
	assert_string_equal(kb_buf_str(&line).p, expected);
	kb_buf_release(&line);
	kb_arena_release(&a);
}

static void
star(struct reader *r, const char *ref, bool on)
{
	must(r->f, kb_model_star(&r->m, &r->f->ctx, id_of(r, ref), on));
}

static void
annotate(struct reader *r, const char *ref, const char *line)
{
	must(r->f, kb_model_annotate(&r->m, &r->f->ctx, id_of(r, ref), kb_str_of(line)));
}

static bool
undo(struct reader *r)
{
	struct kb_arena a = { 0 };
	struct kb_keeps keeps = { 0 };
	enum kb_err err = kb_model_undo(&r->m, &r->f->ctx, &a, &keeps);
	assert_true(err == KB_OK || err == KB_E_NOTHING);
	kb_arena_release(&a);
	return err == KB_OK;
}

/* --- tags and notes ------------------------------------------------------------------ */

static const struct {
	const char *typed;
	const char *kept;
} lines[] = {
	{ "#农业 #柯城 下周再看", "#农业 #柯城 下周再看" },
	{ "下周再看 #3号楼", "下周再看 #3号楼" }, /* a # in the text is text */
	{ "  ＃农业　＃柯城#乡村　再看  ", "#乡村 #农业 #柯城 再看" },
	{ "#a #a", "#a" },
	{ "# 五", "# 五" },
	{ "##", "##" },
	{ "再看", "再看" },
	{ "#x", "#x" },
	{ "", "" },
};

static void
test_lines(void **state)
{
	struct reader r;
	open_reader(&r, *state, "2022-01-01");
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		annotate(&r, "甲报/2022-01-01/1/2", lines[i].typed);
		is_marked(&r, "甲报/2022-01-01/1/2", lines[i].kept);
	}
	/* each line is one step back */
	for (size_t i = sizeof(lines) / sizeof(*lines) - 1; i-- > 0;) {
		assert_true(undo(&r));
		is_marked(&r, "甲报/2022-01-01/1/2", lines[i].kept);
	}
	assert_true(undo(&r));
	is_marked(&r, "甲报/2022-01-01/1/2", "");
	assert_false(undo(&r));
	close_reader(&r);
}

/* --- following ------------------------------------------------------------------------- */

/* The set of those starred, as headlines; also what the list says. */
static void
starred_are(struct reader *r, const char *expected)
{
	struct kb_arena a = { 0 };
	struct kb_marked_ids ids;
	struct kb_buf names = { 0 };
	struct kb_ctx *ctx = &r->f->ctx;
	must(r->f, kb_marked_ids(r->f->store, r->state, ctx, &a, KB_KEPT_STAR, KB_STR_NULL, &ids));
	for (size_t i = 0; i < ids.n; i++) {
		struct kb_article article;
		must(r->f, kb_store_article(r->f->store, ctx, &a, ids.v[i], &article));
		kb_buf_printf(&names, "%s%.*s", i ? " " : "", KB_ARG(article.headline));
		assert_true(kb_marked_has(&ids, ids.v[i]));
		assert_false(kb_marked_has(&ids, ids.v[i] + 1));
		assert_true(i == 0 || ids.v[i] < ids.v[i - 1]);
	}
	assert_string_equal(kb_buf_str(&names).p, expected);
	kb_buf_release(&names);
	kb_arena_release(&a);
}

/* Articles of a day that the calendar counts as read. */
static int
read_on(struct reader *r, const char *iso)
{
	struct kb_calendar c = { .store = r->f->store, .state = r->state };
	kb_day day = KB_DAY_NONE;
	c.paper_of = r->m.issue.id;
	assert_true(kb_date_scan(kb_str_of(iso), &day) > 0);
	must(r->f, kb_calendar_show(&c, &r->f->ctx, day));
	int n = c.read[kb_calendar_place(day)];
	kb_calendar_release(&c);
	return n;
}

static void
mark_read(struct reader *r, const char *ref)
{
	kb_issue_id issue;
	kb_article_id id;
	must(r->f, kb_store_resolve(r->f->store, &r->f->ctx, kb_str_of(ref), &issue, &id));
	must(r->f, kb_model_mark_read(&r->m, &r->f->ctx, id, true));
}

static void
test_dated(void **state)
{
	struct fix *f = *state;
	struct reader r;
	kb_issue_id issue;
	kb_issue_id now;
	kb_article_id none;
	kb_day day = KB_DAY_NONE;
	open_reader(&r, f, "2022-01-01");
	star(&r, "甲报/2022-01-01/1/2", true);
	annotate(&r, "甲报/2022-01-01/2/1", "#t 注");
	assert_true(r.m.marks[1].star && r.m.marks[2].tags.n == 1);
	mark_read(&r, "甲报/2022-01-01/1/1");
	assert_int_equal(read_on(&r, "2022-01-01"), 1);
	assert_true(kb_date_scan(KB_STR("2022-02-01"), &day) > 0);
	must(f, kb_store_resolve(f->store, &f->ctx, KB_STR("2022-01-01"), &issue, &none));
	must(f, kb_store_date(f->store, &f->ctx, issue, day, 1, &now));
	/* under the new name, under the old one, and in lists of the issue */
	is_marked(&r, "甲报/2022-02-01/1/2", "*");
	is_marked(&r, "甲报/2022-01-01/2/1", "#t 注");
	starred_are(&r, "a2");
	must(f, kb_model_go(&r.m, &f->ctx, (struct kb_spot){ .issue = now }));
	assert_true(r.m.marks[1].star && r.m.marks[2].note.n && !r.m.marks[0].star);
	/* the calendar counts what was read before, once */
	assert_int_equal(read_on(&r, "2022-02-01"), 1);
	mark_read(&r, "甲报/2022-02-01/1/1");
	assert_int_equal(read_on(&r, "2022-02-01"), 1);
	assert_true(undo(&r));
	/* taken away under the new name it is gone under both; one step back brings it again */
	star(&r, "甲报/2022-02-01/1/2", false);
	starred_are(&r, "");
	assert_true(undo(&r));
	starred_are(&r, "a2");
	/* marked under both it is there once; taken away it is gone */
	star(&r, "甲报/2022-02-01/1/2", true);
	starred_are(&r, "a2");
	annotate(&r, "甲报/2022-02-01/2/1", "#t 另注");
	is_marked(&r, "甲报/2022-02-01/2/1", "#t 另注");
	annotate(&r, "甲报/2022-02-01/2/1", "");
	is_marked(&r, "甲报/2022-02-01/2/1", "");
	close_reader(&r);
}

static void
test_replaced(void **state)
{
	struct fix *f = *state;
	struct reader r;
	/* turned round, one changed beyond recognition, one new */
	static const struct art again[] = { { "1", "a2", "二" },
		                            { "1", "新", "新的" },
		                            { "1", "a1", "一" } };
	open_reader(&r, f, "2022-01-01");
	star(&r, "甲报/2022-01-01/1/1", true);
	star(&r, "甲报/2022-01-01/1/2", true);
	star(&r, "甲报/2022-01-01/2/1", true);
	PUT(f, "甲报", "2022-01-01", 1, again, KB_PUT_REPLACED);
	starred_are(&r, "a2 a1 a3");
	must(f, kb_model_reload(&r.m, &f->ctx));
	assert_true(r.m.marks[0].star && !r.m.marks[1].star && r.m.marks[2].star);
	close_reader(&r);
}

/* What has gone from the archive is told of as elsewhere, and comes back with it. */
static void
test_gone(void **state)
{
	struct fix *f = *state;
	struct reader r;
	struct kb_arena a = { 0 };
	struct kb_marked_list list = { 0 };
	kb_issue_id issue;
	kb_article_id none;
	open_reader(&r, f, "2022-01-01");
	star(&r, "甲报/2022-01-01/1/2", true);
	star(&r, "甲报/2022-01-03/1/2", true);
	must(f, kb_model_go(&r.m, &f->ctx, (struct kb_spot){ .issue = r.m.newer.id }));
	must(f, kb_store_resolve(f->store, &f->ctx, KB_STR("2022-01-03"), &issue, &none));
	must(f, kb_store_remove(f->store, &f->ctx, issue, 0));
	must(f, kb_marked_list(f->store, r.state, &f->ctx, &a, KB_KEPT_STAR, &list));
	assert_int_equal(list.n, 1);
	assert_int_equal(list.elsewhere, 1);
	PUT(f, "甲报", "2022-01-03", 1, third, KB_PUT_NEW);
	starred_are(&r, "c2 a2");
	kb_arena_release(&a);
	close_reader(&r);
}

/* --- read and unread ---------------------------------------------------------------------- */

static void
unread_is(struct reader *r, int dir, const char *ref)
{
	struct kb_spot spot = { 0 };
	enum kb_err err = kb_model_unread(&r->m, &r->f->ctx, dir, &spot);
	if (!ref) {
		assert_int_equal(err, KB_E_NOTHING);
		return;
	}
	must(r->f, err);
	assert_true(spot.article == id_of(r, ref));
	must(r->f, kb_model_go(&r->m, &r->f->ctx, spot));
}

static void
test_unread(void **state)
{
	struct fix *f = *state;
	struct reader r;
	size_t n = 0;
	open_reader(&r, f, "甲报/2022-01-01/1/1");
	must(f, kb_model_mark_read(&r.m, &f->ctx, id_of(&r, "甲报/2022-01-01/1/2"), true));
	unread_is(&r, 1, "甲报/2022-01-01/2/1");
	must(f, kb_model_mark_read(&r.m, &f->ctx, id_of(&r, "甲报/2022-01-02/1/1"), true));
	must(f, kb_model_mark_read(&r.m, &f->ctx, id_of(&r, "甲报/2022-01-02/1/2"), true));
	unread_is(&r, 1, "甲报/2022-01-03/1/1"); /* over an issue that has been read */
	unread_is(&r, 1, "甲报/2022-01-03/1/2");
	unread_is(&r, 1, NULL);
	unread_is(&r, -1, "甲报/2022-01-03/1/1");
	unread_is(&r, -1, "甲报/2022-01-01/2/1");
	unread_is(&r, -1, "甲报/2022-01-01/1/1");
	unread_is(&r, -1, NULL);
	must(f, kb_model_read_issue(&r.m, &f->ctx, &n));
	assert_int_equal(n, 2);
	assert_true(undo(&r)); /* as a whole */
	assert_true(!r.m.marks[0].read && r.m.marks[1].read && !r.m.marks[2].read);
	close_reader(&r);
}

/* Reading to the end marks as read, but not what was marked as unread meanwhile. */
static void
test_by_hand(void **state)
{
	struct fix *f = *state;
	struct reader r;
	open_reader(&r, f, "甲报/2022-01-01/1/1");
	kb_model_seen(&r.m, 0, true);
	must(f, kb_model_save(&r.m, &f->ctx));
	is_marked(&r, "甲报/2022-01-01/1/1", "r");
	must(f, kb_model_mark_read(&r.m, &f->ctx, r.m.articles[0].id, false));
	kb_model_seen(&r.m, 1, true);
	must(f, kb_model_close(&r.m, &f->ctx));
	is_marked(&r, "甲报/2022-01-01/1/1", "");
	assert_int_equal(r.m.progress[0], KB_PROGRESS_BEGUN);
	must(f, kb_model_open(&r.m, &f->ctx, 0));
	kb_model_seen(&r.m, 1, true);
	must(f, kb_model_article(&r.m, &f->ctx, 1));
	assert_int_equal(r.m.progress[0], KB_PROGRESS_DONE);
	/* what has been read stays so where it is left half-way the second time */
	must(f, kb_model_article(&r.m, &f->ctx, -1));
	kb_model_seen(&r.m, 1, false);
	must(f, kb_model_close(&r.m, &f->ctx));
	assert_int_equal(r.m.progress[0], KB_PROGRESS_DONE);
	assert_int_equal(r.m.marks[0].off, 1);
	close_reader(&r);
}

/* The order that the reader chooses: by day either way, or by when they were marked. */
static void
test_orders(void **state)
{
	(void)state;
	struct kb_marked v[] = {
		{ .article = 30, .name = KB_STR(""), .at = 100 },
		{ .article = 20, .name = KB_STR(""), .at = 300 },
		{ .article = 40, .name = KB_STR(""), .at = 200 },
		{ .article = 10, .name = KB_STR("x"), .at = 900 },
		{ .article = 50, .name = KB_STR("x"), .at = 900 },
	};
	static const kb_article_id expected[KB_MARKED_ORDERS][5] = {
		[KB_MARKED_NEWEST] = { 40, 30, 20, 50, 10 },
		[KB_MARKED_OLDEST] = { 20, 30, 40, 10, 50 },
		[KB_MARKED_LATELY] = { 20, 40, 30, 50, 10 },
	};
	struct kb_marked_list list = { .v = v, .n = 5 };
	for (int order = 0; order < KB_MARKED_ORDERS; order++) {
		kb_marked_sort(&list, (enum kb_marked_order)order);
		for (size_t i = 0; i < list.n; i++) {
			assert_int_equal(list.v[i].article, expected[order][i]);
		}
	}
}

/* --- sets ------------------------------------------------------------------------------------ */

static void
test_sets(void **state)
{
	struct fix *f = *state;
	struct reader r;
	struct kb_arena a = { 0 };
	struct kb_marked_ids ids;
	open_reader(&r, f, "2022-01-01");
	star(&r, "甲报/2022-01-01/1/1", true);
	annotate(&r, "甲报/2022-01-01/1/2", "#x 注");
	annotate(&r, "甲报/2022-01-02/1/1", "#x #y");
	star(&r, "甲报/2022-01-02/1/1", true);
	struct kb_ctx *ctx = &f->ctx;
	must(f, kb_marked_ids(f->store, r.state, ctx, &a, KB_KEPT_TAG, KB_STR("x"), &ids));
	assert_int_equal(ids.n, 2);
	must(f, kb_marked_ids(f->store, r.state, ctx, &a, KB_KEPT_TAG, KB_STR_NULL, &ids));
	assert_int_equal(ids.n, 2);
	must(f, kb_marked_ids(f->store, r.state, ctx, &a, KB_KEPT_TAG, KB_STR("z"), &ids));
	assert_int_equal(ids.n, 0);
	assert_false(kb_marked_has(&ids, 1));
	must(f, kb_marked_ids(f->store, r.state, ctx, &a, KB_KEPT_COUNT, KB_STR_NULL, &ids));
	assert_int_equal(ids.n, 3);
	assert_true(kb_marked_has(&ids, id_of(&r, "甲报/2022-01-01/1/1")));
	assert_true(kb_marked_has(&ids, id_of(&r, "甲报/2022-01-01/1/2")));
	assert_true(kb_marked_has(&ids, id_of(&r, "甲报/2022-01-02/1/1")));
	assert_false(kb_marked_has(&ids, ids.v[0] + 1));
	assert_false(kb_marked_has(&ids, ids.v[2] - 1));
	kb_arena_release(&a);
	close_reader(&r);
}

/* --- places ------------------------------------------------------------------------------------- */

static void
here_is(struct reader *r, const char *ref, size_t off)
{
	kb_str here = r->m.reading ? r->m.refs[r->m.at] : KB_STR("front");
	assert_true(kb_str_eq(here, kb_str_of(ref)));
	assert_int_equal(r->m.off, off);
}

static void
test_retrace(void **state)
{
	struct fix *f = *state;
	struct reader r;
	kb_issue_id issue;
	kb_issue_id now;
	kb_article_id none;
	kb_day day = KB_DAY_NONE;
	open_reader(&r, f, "甲报/2022-01-01/1/1");
	kb_model_seen(&r.m, 2, false);
	must(f, kb_model_article(&r.m, &f->ctx, 1));
	must(f, kb_model_close(&r.m, &f->ctx)); /* a front page that is only passed */
	must(f, kb_model_open(&r.m, &f->ctx, 2));
	must(f, kb_model_retrace(&r.m, &f->ctx, -1));
	here_is(&r, "甲报/2022-01-01/1/2", 0);
	must(f, kb_model_retrace(&r.m, &f->ctx, -1));
	here_is(&r, "甲报/2022-01-01/1/1", 2);
	assert_int_equal(kb_model_retrace(&r.m, &f->ctx, -1), KB_E_NOTHING);
	must(f, kb_model_retrace(&r.m, &f->ctx, 9)); /* as far as it goes */
	here_is(&r, "甲报/2022-01-01/2/1", 0);
	must(f, kb_model_retrace(&r.m, &f->ctx, -2));
	/* another way from here: what was ahead is given up */
	must(f, kb_model_issue(&r.m, &f->ctx, 1));
	assert_int_equal(kb_model_retrace(&r.m, &f->ctx, 1), KB_E_NOTHING);
	/* back to the article whose issue has got another date meanwhile */
	assert_true(kb_date_scan(KB_STR("2022-02-01"), &day) > 0);
	must(f, kb_store_resolve(f->store, &f->ctx, KB_STR("2022-01-01"), &issue, &none));
	must(f, kb_store_date(f->store, &f->ctx, issue, day, 1, &now));
	must(f, kb_model_retrace(&r.m, &f->ctx, -1));
	here_is(&r, "甲报/2022-02-01/1/1", 2);
	/* what has gone is passed over */
	must(f, kb_model_article(&r.m, &f->ctx, 1));
	must(f, kb_model_article(&r.m, &f->ctx, 1));
	must(f, kb_store_remove(f->store, &f->ctx, now, id_of(&r, "甲报/2022-02-01/1/2")));
	must(f, kb_model_retrace(&r.m, &f->ctx, -1));
	here_is(&r, "甲报/2022-02-01/1/1", 2);
	close_reader(&r);
}

static void
test_letters(void **state)
{
	struct fix *f = *state;
	struct reader r;
	open_reader(&r, f, "甲报/2022-01-02/1/2");
	kb_model_seen(&r.m, 3, false);
	must(f, kb_model_set_mark(&r.m, &f->ctx, 'a'));
	must(f, kb_model_newest(&r.m, &f->ctx));
	must(f, kb_model_set_mark(&r.m, &f->ctx, 'z'));
	must(f, kb_model_go_mark(&r.m, &f->ctx, 'a'));
	here_is(&r, "甲报/2022-01-02/1/2", 3);
	assert_int_equal(kb_model_go_mark(&r.m, &f->ctx, 'b'), KB_E_NOTHING);
	must(f, kb_model_go_mark(&r.m, &f->ctx, 'z'));
	assert_false(r.m.reading);
	/* set anew, and taken back */
	must(f, kb_model_set_mark(&r.m, &f->ctx, 'a'));
	must(f, kb_model_go_mark(&r.m, &f->ctx, 'a'));
	assert_false(r.m.reading);
	assert_true(undo(&r));
	must(f, kb_model_go_mark(&r.m, &f->ctx, 'a'));
	here_is(&r, "甲报/2022-01-02/1/2", 3);
	close_reader(&r);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_lines),
		TEST(test_dated),
		TEST(test_replaced),
		TEST(test_gone),
		TEST(test_unread),
		TEST(test_by_hand),
		cmocka_unit_test(test_orders),
		TEST(test_sets),
		TEST(test_retrace),
		TEST(test_letters),
	};
	return cmocka_run_group_tests_name("marks", tests, NULL, NULL);
}
