/* Mending the archive: dates, removal, corrections, jumps, doubts, reading again. */
#include "store_help.h"

static const struct art day_one[] = { { "1", "a", "text a" },
	                              { "1", "b", "text b" },
	                              { "2", "c", "text c" } };
static const struct art page_three[] = { { "3", "d", "text d" } };

static kb_issue_id
date(struct fix *f, kb_issue_id id, const char *day, int edition, enum kb_err expected)
{
	kb_day to = KB_DAY_NONE;
	kb_issue_id out = id;
	assert_true(kb_date_scan(kb_str_of(day), &to) > 0);
	assert_int_equal(kb_store_date(f->store, &f->ctx, id, to, edition, &out), expected);
	return out;
}

static int64_t
count(struct fix *f)
{
	struct kb_store_counts counts;
	must(f, kb_store_counts(f->store, &f->ctx, &counts));
	return counts.issues * 100 + counts.articles;
}

/* --- dates --------------------------------------------------------------------- */

static void
test_undated_gets_a_date(void **state)
{
	struct fix *f = *state;
	enum kb_put what;
	kb_issue_id id;
	struct kb_issue issue = issue_of(f, "P", NULL, 1, day_one, 3);
	struct kb_issue_row row;
	/* FIPS 180-4: the SHA-256 of abc begins ba7816bf */
	must(f, put_bytes(f, &issue, "abc", false, &what, &id));
	id = date(f, id, "2022-04-13", 1, KB_OK);
	assert_string_equal(headlines(f, id), "a b c");
	assert_string_equal(lookup(f, "P/2022-04-13/2/1"), "c");
	assert_string_equal(lookup(f, "P/undated-ba7816bf/1/2"), "b");
	assert_string_equal(lookup(f, "P/undated-ba7816bf"), "#P/2022-04-13");
	must(f, kb_store_issue(f->store, &f->ctx, &f->arena, id, &row));
	assert_int_equal(row.date_source, KB_DATE_OPTION);
	assert_int_equal(row.npages, 2);
	assert_int_equal(row.narticles, 3);
	/* the same bytes once more change nothing, though they have no date themselves */
	must(f, put_bytes(f, &issue, "abc", false, &what, &id));
	assert_int_equal(what, KB_PUT_UNCHANGED);
	assert_string_equal(lookup(f, "P/2022-04-13/1/1"), "a");
	assert_int_equal(count(f), 103);
}

/* What was doubtful in the date is over when a person says it, here or elsewhere. */
static void
test_doubts_of_the_date(void **state)
{
	struct fix *f = *state;
	struct kb_doubtful *list = NULL;
	size_t n = 0;
	enum kb_put what;
	kb_issue_id id;
	for (int i = 0; i < 2; i++) {
		struct kb_issue issue =
			issue_of(f, "P", i ? "2022-04-13" : "2022-04-01", 1, day_one, 3);
		kb_strs_add(&f->arena, &issue.articles[0].doubts,
		            KB_STR("the date is inferred: x"));
		kb_strs_add(&f->arena, &issue.articles[0].doubts, KB_STR("no byline found"));
		kb_strs_add(&f->arena, &issue.articles[1].doubts, KB_STR("no date found"));
		must(f, put_bytes(f, &issue, i ? "x" : "y", true, &what, &id));
		id = date(f, id, "2022-04-13", 1 + !i, KB_OK);
		must(f, kb_store_doubtful(f->store, &f->ctx, &f->arena, 0, id, 9, &list, &n));
		assert_int_equal(n, 1);
		assert_int_equal(list[0].doubts.n, 1);
		assert_true(kb_str_eq(list[0].doubts.v[0], KB_STR("no byline found")));
	}
}

static void
test_detours_are_one_step(void **state)
{
	struct fix *f = *state;
	kb_issue_id id = PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	id = date(f, id, "2022-04-14", 1, KB_OK);
	id = date(f, id, "2022-04-15", 2, KB_OK);
	assert_string_equal(lookup(f, "P/2022-04-13/1/2"), "b");
	assert_string_equal(lookup(f, "P/2022-04-14/1/2"), "b");
	assert_string_equal(lookup(f, "P/2022-04-15.2/1/2"), "b");
	assert_string_equal(lookup(f, "P/2022-04-14"), "#P/2022-04-15.2");
	/* and home again: no detour stays in the way */
	id = date(f, id, "2022-04-13", 1, KB_OK);
	assert_string_equal(lookup(f, "P/2022-04-13/1/2"), "b");
	assert_string_equal(lookup(f, "P/2022-04-15.2/2/1"), "c");
	assert_string_equal(lookup(f, "P/2022-04-13"), "#P/2022-04-13");
	assert_int_equal(count(f), 103);
}

static void
test_date_taken(void **state)
{
	struct fix *f = *state;
	static const struct art other[] = { { "2", "x", "text x" } };
	kb_issue_id there = PUT(f, "P", "2022-04-14", 1, other, KB_PUT_NEW);
	kb_issue_id id = PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	kb_issue_id more = PUT(f, "P", "2022-04-12", 1, page_three, KB_PUT_NEW);
	date(f, id, "2022-04-14", 1, KB_E_USAGE);
	assert_non_null(strstr(f->ctx.message.p, "'P/2022-04-14' has page 2 already"));
	assert_null(strchr(f->ctx.message.p, '\n'));
	assert_string_equal(headlines(f, id), "a b c");
	/* pages that the other issue lacks join it */
	assert_true(date(f, more, "2022-04-14", 1, KB_OK) == there);
	assert_string_equal(headlines(f, there), "x d");
	assert_string_equal(lookup(f, "P/2022-04-12/3/1"), "d");
	assert_int_equal(count(f), 205);
}

/* A reference that leads to one article never comes to mean another. */
static void
test_reference_keeps_its_meaning(void **state)
{
	struct fix *f = *state;
	static const struct art other[] = { { "1", "x", "text x" } };
	kb_issue_id id = PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	date(f, id, "2022-04-14", 1, KB_OK);
	id = PUT(f, "P", "2022-04-20", 1, other, KB_PUT_NEW);
	id = date(f, id, "2022-04-13", 1, KB_OK);
	assert_string_equal(lookup(f, "P/2022-04-13/1/1"), "a");
	assert_string_equal(lookup(f, "P/2022-04-20/1/1"), "x");
	/* but the issue that is there now is the one of its name */
	assert_string_equal(lookup(f, "P/2022-04-13"), "#P/2022-04-13");
	assert_string_equal(headlines(f, id), "x");
}

static void
test_imported_after_redating(void **state)
{
	struct fix *f = *state;
	static const struct art other[] = { { "1", "x", "text x" } };
	kb_issue_id id = PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	id = date(f, id, "2022-04-14", 1, KB_OK);
	/* the same file again */
	assert_true(PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_UNCHANGED) == id);
	/* the real issue of that day */
	PUT(f, "P", "2022-04-13", 1, other, KB_PUT_NEW);
	assert_string_equal(lookup(f, "P/2022-04-13"), "#P/2022-04-13");
	assert_string_equal(lookup(f, "P/2022-04-13/1/1"), "a");
}

/* --- removing -------------------------------------------------------------------- */

static size_t
sources(struct fix *f, kb_issue_id id)
{
	struct kb_stored *stored = NULL;
	size_t n = 0;
	must(f, kb_store_sources(f->store, &f->ctx, &f->arena, id, &stored, &n));
	return n;
}

static void
test_remove(void **state)
{
	struct fix *f = *state;
	kb_issue_id id = PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	kb_issue_id issue = 0;
	kb_article_id b = 0;
	PUT(f, "P", "2022-04-13", 1, page_three, KB_PUT_NEW);
	PUT(f, "P", "2022-04-14", 1, page_three, KB_PUT_NEW);
	must(f, kb_store_resolve(f->store, &f->ctx, KB_STR("P/2022-04-13/1/2"), &issue, &b));
	must(f, kb_store_remove(f->store, &f->ctx, id, b));
	assert_string_equal(headlines(f, id), "a c d");
	assert_string_equal(lookup(f, "P/2022-04-13/1/2"), "1");
	assert_string_equal(lookup(f, "P/2022-04-13/2/1"), "c");
	assert_int_equal(sources(f, id), 2); /* others need it */
	assert_int_equal(count(f), 204);
	/* the last of its file takes the source along */
	must(f, kb_store_resolve(f->store, &f->ctx, KB_STR("P/2022-04-13/3/1"), &issue, &b));
	must(f, kb_store_remove(f->store, &f->ctx, id, b));
	assert_int_equal(sources(f, id), 1);
	must(f, kb_store_remove(f->store, &f->ctx, id, 0));
	assert_string_equal(lookup(f, "P/2022-04-13"), "1");
	assert_int_equal(count(f), 101);
	/* and it can come again */
	PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
}

/* --- corrections -------------------------------------------------------------------- */

static struct kb_article
article(struct fix *f, const char *ref)
{
	kb_issue_id issue = 0;
	kb_article_id id = 0;
	struct kb_article a;
	must(f, kb_store_resolve(f->store, &f->ctx, kb_str_of(ref), &issue, &id));
	must(f, kb_store_article(f->store, &f->ctx, &f->arena, id, &a));
	return a;
}

static void
correct(struct fix *f, const char *ref, const char *member, const char *value, enum kb_err expected)
{
	kb_issue_id issue = 0;
	kb_article_id id = 0;
	must(f, kb_store_resolve(f->store, &f->ctx, kb_str_of(ref), &issue, &id));
	assert_int_equal(kb_store_correct(f->store, &f->ctx, id, kb_str_of(member),
	                                  value ? kb_str_of(value) : KB_STR_NULL),
	                 expected);
}

static void
test_corrections(void **state)
{
	struct fix *f = *state;
	static const char ref[] = "P/2022-04-13/1/1";
	kb_issue_id id = PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	struct kb_issue_row row;
	correct(f, ref, "headline", "A", KB_OK);
	correct(f, ref, "headline", "AA", KB_OK);
	correct(f, ref, "credits", "记者\t甲\n\t乙", KB_OK);
	correct(f, ref, "kind", "photo", KB_OK);
	correct(f, ref, "kind", "poem", KB_E_USAGE);
	correct(f, ref, "body", "x", KB_E_USAGE);
	struct kb_article a = article(f, ref);
	assert_true(kb_str_eq(a.headline, KB_STR("AA")));
	assert_int_equal(a.kind, KB_KIND_PHOTO);
	assert_int_equal(a.credits.n, 2);
	assert_true(kb_str_eq(a.credits.v[0].role, KB_STR("记者")));
	assert_true(kb_str_eq(a.credits.v[1].name, KB_STR("乙")));
	/* what was printed stays, however often it is corrected; in order of the names */
	assert_int_equal(a.ncorrected, 3);
	assert_true(kb_str_eq(a.corrected[1].member, KB_STR("headline")));
	assert_true(kb_str_eq(a.corrected[1].was, KB_STR("a")));
	assert_null(a.corrected[0].was.p);
	must(f, kb_store_issue(f->store, &f->ctx, &f->arena, id, &row));
	assert_true(kb_str_eq(row.lead, KB_STR("AA")));
	/* right after all */
	correct(f, ref, "headline", "a", KB_OK);
	correct(f, ref, "credits", NULL, KB_OK);
	a = article(f, ref);
	assert_int_equal(a.ncorrected, 1);
	assert_int_equal(a.credits.n, 0);
}

static void
test_corrections_are_kept(void **state)
{
	struct fix *f = *state;
	PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	correct(f, "P/2022-04-13/1/1", "headline", "A", KB_OK);
	correct(f, "P/2022-04-13/1/2", "headline", "B", KB_OK);
	correct(f, "P/2022-04-13/2/1", "headline", "C", KB_OK);
	/* a is as it was, b has another headline, c has the right one now */
	static const struct art again[] = { { "1", "a", "text a, and more" },
		                            { "1", "b2", "text b" },
		                            { "2", "C", "text c" } };
	PUT(f, "P", "2022-04-13", 1, again, KB_PUT_REPLACED);
	struct kb_article a = article(f, "P/2022-04-13/1/1");
	assert_true(kb_str_eq(a.headline, KB_STR("A")));
	assert_int_equal(a.ncorrected, 1);
	assert_int_equal(a.doubts.n, 0);
	a = article(f, "P/2022-04-13/1/2");
	assert_true(kb_str_eq(a.headline, KB_STR("b2")));
	assert_int_equal(a.ncorrected, 0);
	assert_int_equal(a.doubts.n, 1);
	assert_true(kb_str_ends(a.doubts.v[0], KB_STR(": B")));
	a = article(f, "P/2022-04-13/2/1");
	assert_true(kb_str_eq(a.headline, KB_STR("C")));
	assert_int_equal(a.ncorrected + a.doubts.n, 0);
}

/* They go along to another date, and with what is removed. */
static void
test_corrections_follow(void **state)
{
	struct fix *f = *state;
	kb_issue_id id = PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	correct(f, "P/2022-04-13/1/1", "deck", "D", KB_OK);
	id = date(f, id, "2022-04-14", 1, KB_OK);
	struct kb_article a = article(f, "P/2022-04-14/1/1");
	assert_int_equal(a.ncorrected, 1);
	must(f, kb_store_remove(f->store, &f->ctx, id, 0));
	PUT(f, "P", "2022-04-14", 1, day_one, KB_PUT_NEW);
	a = article(f, "P/2022-04-14/1/1");
	assert_int_equal(a.ncorrected, 0);
}

static void
test_owner(void **state)
{
	struct fix *f = *state;
	PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	must(f, kb_store_owned(&f->ctx, f->path));
	assert_int_equal(chmod(f->path, 0444), 0);
	assert_int_equal(kb_store_owned(&f->ctx, f->path), KB_E_PERM);
	assert_int_equal(chmod(f->path, 0644), 0);
	if (geteuid() == 0) {
		assert_int_equal(chown(f->path, 65534, 65534), 0);
		assert_int_equal(kb_store_owned(&f->ctx, f->path), KB_E_PERM);
		assert_non_null(strstr(f->ctx.message.p, "owner"));
	}
	assert_int_equal(kb_store_owned(&f->ctx, "/nowhere/x.db"), KB_E_NOINPUT);
}

/* --- jumps ---------------------------------------------------------------------------- */

/* A half of a story, on a page that is a file of its own. */
static void
put_half(struct fix *f, const char *page, const char *to, const char *from, const char *text)
{
	const struct art arts[] = { { page, "古镇开街迎客", text } };
	struct kb_issue issue = issue_of(f, "P", "2022-04-13", 1, arts, 1);
	enum kb_put what;
	kb_issue_id id;
	issue.articles[0].jump_to = to ? kb_str_of(to) : KB_STR_NULL;
	issue.articles[0].jump_from = from ? kb_str_of(from) : KB_STR_NULL;
	must(f, put_bytes(f, &issue, text, true, &what, &id));
}

static kb_article_id
other_half(struct fix *f, const char *ref, bool onward)
{
	kb_issue_id issue = 0;
	kb_article_id id = 0;
	kb_article_id out = 0;
	must(f, kb_store_resolve(f->store, &f->ctx, kb_str_of(ref), &issue, &id));
	must(f, kb_store_jump(f->store, &f->ctx, id, onward, &out));
	return out;
}

static void
test_jumps(void **state)
{
	struct fix *f = *state;
	kb_issue_id issue = 0;
	kb_article_id second = 0;
	put_half(f, "1", "2", NULL, "古镇昨天开街，来自各地的游客走进");
	assert_true(other_half(f, "P/2022-04-13/1/1", true) == 0);
	/* the other page comes later, from another file */
	put_half(f, "2", NULL, "1", "古镇老街，看灯听戏，热闹了一整天。");
	must(f, kb_store_resolve(f->store, &f->ctx, KB_STR("P/2022-04-13/2/1"), &issue, &second));
	assert_true(other_half(f, "P/2022-04-13/1/1", true) == second);
	assert_true(kb_article_issue(other_half(f, "P/2022-04-13/2/1", false)) == issue);
	/* they stay a pair under another date */
	issue = date(f, issue, "2022-04-14", 1, KB_OK);
	assert_true(kb_article_issue(other_half(f, "P/2022-04-14/1/1", true)) == issue);
	/* and are none where one is gone */
	must(f, kb_store_resolve(f->store, &f->ctx, KB_STR("P/2022-04-14/2/1"), &issue, &second));
	must(f, kb_store_remove(f->store, &f->ctx, issue, second));
	assert_true(other_half(f, "P/2022-04-14/1/1", true) == 0);
}

/* --- doubts ----------------------------------------------------------------------------- */

static void
test_doubts(void **state)
{
	struct fix *f = *state;
	struct kb_doubtful *list = NULL;
	size_t n = 0;
	enum kb_put what;
	kb_issue_id id;
	struct kb_issue issue = issue_of(f, "P", "2022-04-13", 1, day_one, 3);
	kb_strs_add(&f->arena, &issue.articles[0].doubts, KB_STR("d1"));
	kb_strs_add(&f->arena, &issue.articles[0].doubts, KB_STR("d2"));
	kb_strs_add(&f->arena, &issue.articles[2].doubts, KB_STR("d3"));
	must(f, put_bytes(f, &issue, "x", true, &what, &id));
	PUT(f, "P", "2022-04-14", 1, day_one, KB_PUT_NEW);
	must(f, kb_store_doubtful(f->store, &f->ctx, &f->arena, 0, 0, 9, &list, &n));
	assert_int_equal(n, 2);
	assert_int_equal(list[0].doubts.n, 2);
	assert_true(kb_str_eq(list[0].doubts.v[1], KB_STR("d2")));
	assert_true(kb_str_eq(list[1].headline, KB_STR("c")));
	/* window by window, and of one issue */
	must(f, kb_store_doubtful(f->store, &f->ctx, &f->arena, list[0].id, id, 1, &list, &n));
	assert_int_equal(n, 1);
	assert_true(kb_str_eq(list[0].headline, KB_STR("c")));
	must(f, kb_store_doubtful(f->store, &f->ctx, &f->arena, list[0].id, id, 1, &list, &n));
	assert_int_equal(n, 0);
}

/* --- once more from the source ------------------------------------------------------------ */

/* Puts `issue` in place of what came from the only source of id. */
static enum kb_err
again(struct fix *f, kb_issue_id id, const struct kb_issue *issue, bool undo,
      struct kb_version *before, struct kb_version *after)
{
	struct kb_stored *stored = NULL;
	size_t n = 0;
	must(f, kb_store_sources(f->store, &f->ctx, &f->arena, id, &stored, &n));
	must(f, kb_store_source_bytes(f->store, &f->ctx, &f->arena, &stored[0]));
	return kb_store_put_again(f->store, &f->ctx, &f->arena, id, &stored[0], issue, undo, before,
	                          after);
}

static void
test_again(void **state)
{
	struct fix *f = *state;
	struct kb_version before;
	struct kb_version after;
	kb_issue_id id = PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	PUT(f, "P", "2022-04-13", 1, page_three, KB_PUT_NEW);
	correct(f, "P/2022-04-13/1/1", "headline", "A", KB_OK);
	/* a parser that finds c on page 1 too: page 2 is no more */
	static const struct art better[] = { { "1", "a", "text a" },
		                             { "1", "c", "text c" },
		                             { "1", "b", "text b" } };
	struct kb_issue issue = issue_of(f, "P", "2022-04-13", 1, better, 3);
	must(f, again(f, id, &issue, true, &before, &after));
	assert_int_equal(before.issue.narticles, 4);
	assert_int_equal(after.issue.narticles, 4);
	assert_true(kb_str_eq(after.issue.articles[1].headline, KB_STR("c")));
	assert_string_equal(headlines(f, id), "A b c d"); /* nothing was kept */
	must(f, again(f, id, &issue, false, &before, &after));
	assert_string_equal(headlines(f, id), "A c b d");
	assert_string_equal(lookup(f, "P/2022-04-13/2/1"), "c");
	assert_string_equal(lookup(f, "P/2022-04-13/1/2"), "b");
	assert_int_equal(sources(f, id), 2);
	/* page 3 is from another file */
	static const struct art greedy[] = { { "3", "a", "text a" } };
	issue = issue_of(f, "P", "2022-04-13", 1, greedy, 1);
	assert_int_equal(again(f, id, &issue, false, &before, &after), KB_E_DATA);
	assert_string_equal(headlines(f, id), "A c b d");
}

/* A parser that finds the date now. */
static void
test_again_with_a_date(void **state)
{
	struct fix *f = *state;
	struct kb_version before;
	struct kb_version after;
	enum kb_put what;
	kb_issue_id id;
	struct kb_issue issue = issue_of(f, "P", NULL, 1, day_one, 3);
	must(f, put_bytes(f, &issue, "abc", false, &what, &id));
	issue = issue_of(f, "P", "2022-04-13", 1, day_one, 3);
	must(f, again(f, id, &issue, false, &before, &after));
	assert_true(after.id != id);
	assert_string_equal(lookup(f, "P/undated-ba7816bf/1/2"), "b");
	assert_string_equal(lookup(f, "P/undated-ba7816bf"), "#P/2022-04-13");
	assert_int_equal(count(f), 103);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_undated_gets_a_date),
		T(test_doubts_of_the_date),
		T(test_detours_are_one_step),
		T(test_date_taken),
		T(test_reference_keeps_its_meaning),
		T(test_imported_after_redating),
		T(test_remove),
		T(test_corrections),
		T(test_corrections_are_kept),
		T(test_corrections_follow),
		T(test_owner),
		T(test_jumps),
		T(test_doubts),
		T(test_again),
		T(test_again_with_a_date),
	};
	return cmocka_run_group_tests_name("store_mend", tests, NULL, NULL);
}
