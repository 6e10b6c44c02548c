/*
 * Search against brute force: an archive made at random from the bundled pages,
 * with pages replaced, removed, dated and corrected; whatever is asked, what is
 * found is what comparing every field of every article finds.
 */
#include "search_brute.h"

#include "../../tui/store/index.h"

/* --- comparing ---------------------------------------------------------------------------- */

/* All pages of what is found, compared id by id. Returns how many there are. */
static size_t
compare(struct fix *f, const struct corpus *c, const char *typed, size_t limit, bool oldest)
{
	struct kb_arena a = { 0 };
	struct kb_terms terms;
	kb_terms_parse(&a, kb_str_of(typed), 0, &terms);
	must(f, kb_search_sounds(f->store, &f->ctx, &a, &terms));
	struct kb_search s = { .terms = &terms,
		               .first = KB_DAY_NONE,
		               .last = KB_DAY_NONE,
		               .oldest = oldest,
		               .many = limit % 2 != 0,
		               .limit = limit };
	struct kb_found found = { 0 };
	size_t at = 0;
	size_t count = 0;
	bool empty = kb_terms_empty(&terms);
	for (size_t i = 0; i < c->n; i++) {
		const struct plain *p = &c->v[oldest ? c->n - 1 - i : i];
		if (empty || !is_meant(p, &terms)) {
			continue;
		}
		if (at == found.n && !found.end) {
			must(f, kb_search_run(f->store, &f->ctx, &a, &s, &found));
			assert_true(found.n <= limit);
			s.from = found.reached;
			at = 0;
		}
		if (at == found.n || found.ids[at] != p->id) {
			fail_msg("'%s' misses an article, or finds one too many", typed);
		}
		at++;
		count++;
	}
	while (at == found.n && !found.end) {
		must(f, kb_search_run(f->store, &f->ctx, &a, &s, &found));
		s.from = found.reached;
		at = 0;
	}
	if (at != found.n) {
		fail_msg("'%s' finds more than there is", typed);
	}
	kb_arena_release(&a);
	return count;
}

static void
check_queries(struct fix *f, const struct pool *pool, unsigned *x, int queries)
{
	struct kb_arena a = { 0 };
	struct corpus c = { 0 };
	struct kb_buf typed = { 0 };
	size_t found = 0;
	load_corpus(f, &a, &c);
	for (int i = 0; i < queries; i++) {
		any_query(&typed, pool, x);
		found += compare(f, &c, typed.p, 1 + next_random(x) % 60, next_random(x) % 8 == 0);
	}
	assert_true(found > (size_t)queries); /* it was no test of nothing */
	kb_buf_release(&typed);
	kb_arena_release(&a);
}

static void
test_exact(void **state)
{
	struct fix *f = *state;
	struct pool pool = { 0 };
	unsigned x = 4;
	read_pool(&pool);
	fill(f, &pool, &x);
	check_queries(f, &pool, &x, 3000);
	kb_arena_release(&pool.arena);
}

static bool
stop_after_one(void *user, int64_t done)
{
	(void)user;
	assert_true(done > 0);
	return false;
}

/* Made anew in pieces, with changes in between: exact before, meanwhile and after. */
static void
test_rebuilt(void **state)
{
	struct fix *f = *state;
	struct pool pool = { 0 };
	unsigned x = 5;
	bool whole = false;
	read_pool(&pool);
	fill(f, &pool, &x);
	must(f, kb_store_index_drop(f->store, &f->ctx));
	must(f, kb_store_indexed(f->store, &f->ctx, &whole));
	assert_false(whole);
	check_queries(f, &pool, &x, 100);
	enum kb_err err = kb_store_index(f->store, &f->ctx, stop_after_one, NULL);
	assert_true(err == KB_E_INTERRUPTED);
	must(f, kb_store_indexed(f->store, &f->ctx, &whole));
	assert_false(whole);
	for (int i = 0; i < 20; i++) {
		put_any(f, &pool, &x);
		change_any(f, &pool, &x);
	}
	check_queries(f, &pool, &x, 300);
	must(f, kb_store_index(f->store, &f->ctx, NULL, NULL));
	must(f, kb_store_indexed(f->store, &f->ctx, &whole));
	assert_true(whole);
	check_queries(f, &pool, &x, 300);
	kb_arena_release(&pool.arena);
}

static bool
has_rows(struct fix *f, enum kb_sql sql)
{
	struct kb_query q = kb_query(&f->store->db, &f->ctx, sql);
	bool has = kb_query_row(&q);
	must(f, kb_query_end(&q));
	return has;
}

static bool
has_words(struct fix *f)
{
	return has_rows(f, SQL_WORDS);
}

/* What is indexed goes out again without a rest. */
static void
test_nothing_left(void **state)
{
	struct fix *f = *state;
	struct pool pool = { 0 };
	unsigned x = 6;
	read_pool(&pool);
	fill(f, &pool, &x);
	assert_true(has_words(f));
	for (kb_issue_id id = any_issue(f, &x); id; id = any_issue(f, &x)) {
		must(f, kb_store_remove(f->store, &f->ctx, id, 0));
	}
	assert_false(has_words(f));
	kb_arena_release(&pool.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_exact, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_rebuilt, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_nothing_left, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
