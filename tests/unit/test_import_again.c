/* Stored sources read again: what changed is told, what a person gave stays. */
#include "kanbao/import.h"
#include "store_help.h"

#define PAGE                                                                    \
	"青石新报\n2022年4月13日\n第88期\n\n新校舍昨日启用\n\n" \
	"　　本报讯（记者 张三）4月12日，新校舍启用，孩子们搬进了新教室。\n"

/* The changes as lines. */
static void
note(void *user, const struct kb_changed *c)
{
	static const char *const words[] = { "changed", "added", "removed" };
	kb_buf_printf(user, "%.*s %s %.*s %.*s>%.*s\n", KB_ARG(c->place), words[c->what],
	              KB_ARG(c->member), KB_ARG(c->was), KB_ARG(c->now));
}

static kb_issue_id
put_older(struct fix *f, const char *day, enum kb_date_source source)
{
	/* as a parser might have left it that took the number for a headline */
	static const struct art older[] = {
		{ "1", "第88期", "青石新报" },
		{ "1", "新校舍", "4月12日，新校舍启用，孩子们搬进了新教室。" },
	};
	struct kb_issue issue = issue_of(f, "青石新报", day, 1, older, 2);
	enum kb_put what;
	kb_issue_id id;
	issue.date_source = day ? source : KB_DATE_NONE;
	must(f, put_bytes(f, &issue, PAGE, true, &what, &id));
	return id;
}

static void
reparse(struct fix *f, kb_issue_id id, bool undo, struct kb_buf *out)
{
	const struct kb_reparse job = { .undo = undo, .changed = note, .user = out };
	kb_buf_clear(out);
	must(f, kb_reparse_issue(&f->ctx, f->store, id, &job));
}

static void
test_changes(void **state)
{
	struct fix *f = *state;
	struct kb_buf out = { 0 };
	kb_issue_id id = put_older(f, "2022-04-13", KB_DATE_MASTHEAD);
	reparse(f, id, true, &out);
	assert_non_null(strstr(out.p, " changed number >88\n"));
	assert_non_null(strstr(out.p, "1/1 removed  第88期>\n"));
	assert_non_null(strstr(out.p, "1/2 changed headline 新校舍>新校舍昨日启用\n"));
	assert_non_null(strstr(out.p, "1/2 changed credits >记者\t张三\n"));
	assert_null(strstr(out.p, "1/2 changed body"));
	assert_string_equal(headlines(f, id), "第88期 新校舍");
	struct kb_buf again = { 0 };
	reparse(f, id, false, &again);
	assert_string_equal(again.p, out.p);
	assert_string_equal(headlines(f, id), "新校舍昨日启用");
	assert_string_equal(lookup(f, "青石新报/2022-04-13/1/2"), "新校舍昨日启用");
	/* once more: nothing */
	reparse(f, id, false, &again);
	assert_int_equal(again.n, 0);
	kb_buf_release(&again);
	kb_buf_release(&out);
}

static void
test_given_date_stays(void **state)
{
	struct fix *f = *state;
	struct kb_buf out = { 0 };
	kb_issue_id id = put_older(f, "2022-04-14", KB_DATE_OPTION);
	reparse(f, id, false, &out);
	assert_null(strstr(out.p, " changed date"));
	assert_string_equal(headlines(f, id), "新校舍昨日启用");
	kb_buf_release(&out);
}

static void
test_date_is_found(void **state)
{
	struct fix *f = *state;
	struct kb_buf out = { 0 };
	kb_issue_id id = put_older(f, NULL, KB_DATE_NONE);
	reparse(f, id, false, &out);
	assert_non_null(strstr(out.p, " changed date >2022-04-13.1\n"));
	assert_non_null(strstr(out.p, "1/2 changed headline 新校舍>新校舍昨日启用\n"));
	assert_null(strstr(out.p, "added"));
	assert_string_equal(lookup(f, "青石新报/2022-04-13/1/1"), "新校舍昨日启用");
	assert_int_equal(kb_store_issue_ref(f->store, &f->ctx, id, &out), KB_E_NOTHING);
	kb_buf_release(&out);
}

static void
test_corrections_stay(void **state)
{
	struct fix *f = *state;
	struct kb_buf out = { 0 };
	kb_issue_id issue = put_older(f, "2022-04-13", KB_DATE_MASTHEAD);
	kb_article_id id = 0;
	must(f, kb_store_resolve(f->store, &f->ctx, KB_STR("2022-04-13/1/2"), &issue, &id));
	must(f, kb_store_correct(f->store, &f->ctx, id, KB_STR("deck"), KB_STR("副题")));
	must(f, kb_store_correct(f->store, &f->ctx, id, KB_STR("headline"), KB_STR("新校舍启用")));
	reparse(f, issue, false, &out);
	/* the deck was absent and is still; the headline is another */
	assert_null(strstr(out.p, "deck"));
	assert_non_null(strstr(out.p, "headline 新校舍启用>新校舍昨日启用"));
	assert_non_null(strstr(out.p, "doubts >"));
	assert_non_null(strstr(out.p, ": 新校舍启用\n"));
	kb_buf_release(&out);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_changes),
		T(test_given_date_stays),
		T(test_date_is_found),
		T(test_corrections_stay),
	};
	return cmocka_run_group_tests_name("import_again", tests, NULL, NULL);
}
