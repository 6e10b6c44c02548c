/*
 * Search against brute force: an archive made at random from the bundled pages,
 * with pages replaced, removed, dated and corrected; whatever is asked, what is
 * found is what comparing every field of every article finds.
 */
#include "kanbao/upkeep.h"
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

/* Text whose frequent pairs the shipped list does not know, or a line of the pages. */
static kb_str
odd_line(struct fix *f, const struct pool *pool, unsigned *x)
{
	static const char *const parts[] = { "见习", "龘习近平", "见习记者", "麤龘",
		                             "，",   "義的情",   "a" };
	struct kb_buf out = { 0 };
	for (unsigned i = 2 + next_random(x) % 6; i > 0; i--) {
		kb_buf_add(&out, kb_str_of(parts[next_random(x) % 7]));
	}
	if (next_random(x) % 4 == 0) {
		kb_buf_add(&out, any_line(pool, x));
	}
	kb_str kept = kb_arena_dup(&f->arena, kb_buf_str(&out));
	kb_buf_release(&out);
	return kept;
}

static struct pool
odd_pool(struct fix *f, const struct pool *pool, unsigned *x)
{
	struct pool odd = { 0 };
	for (int i = 0; i < 300; i++) {
		kb_strs_add(&odd.arena, &odd.lines, odd_line(f, pool, x));
	}
	return odd;
}

struct lists {
	size_t used;
	size_t next;
	kb_article_id grown_from;
};

static struct lists
lists_of(struct fix *f)
{
	int64_t floor = 0;
	must(f, kb_index_floor(f->store, &f->ctx, &floor));
	const struct kb_index_lists *lists = f->store->lists;
	return (struct lists){ lists->used.n, lists->next.n, lists->grown_from };
}

static void
no_problem(void *user, const struct kb_problem *problem)
{
	(void)user;
	fail_msg("%s", problem->what);
}

static void
check_sound(struct fix *f)
{
	const struct kb_check check = { .found = no_problem };
	must(f, kb_store_check(f->store, &f->ctx, &check));
}

static bool
stop_soon(void *user, int64_t done)
{
	const int64_t *most = user;
	return done < *most;
}

static void
change_some(struct fix *f, const struct pool *pool, unsigned *x)
{
	for (int i = 0; i < 12; i++) {
		put_any(f, pool, x);
		change_any(f, pool, x);
	}
}

/* The archive's own list grows, with changes in between: exact before, meanwhile and after. */
static void
test_grown(void **state)
{
	struct fix *f = *state;
	struct pool pool = { 0 };
	unsigned x = 7;
	read_pool(&pool);
	struct pool odd = odd_pool(f, &pool, &x);
	fill(f, &odd, &x);
	for (int round = 0; round < 3; round++) {
		/* 0: none has the new threes yet; 1: some */
		for (int64_t most = 0; most < 2; most++) {
			enum kb_err err =
				kb_store_index_grow(f->store, &f->ctx, 1, stop_soon, &most);
			assert_int_equal(err, KB_E_INTERRUPTED);
			struct lists lists = lists_of(f);
			assert_true(lists.next > 0);
			assert_true((lists.grown_from == INT64_MAX) == (most == 0));
			change_some(f, &odd, &x);
			check_queries(f, &odd, &x, 200);
			check_sound(f);
		}
		if (round == 1) {
			/* an index made anew in the middle has them all */
			must(f, kb_store_index_drop(f->store, &f->ctx));
			must(f, kb_store_index(f->store, &f->ctx, NULL, NULL));
		}
		must(f, kb_store_index_grow(f->store, &f->ctx, 1, NULL, NULL));
		struct lists lists = lists_of(f);
		assert_true(lists.used > 0 && lists.next == 0);
		change_some(f, &odd, &x);
		check_queries(f, &odd, &x, 400);
		check_sound(f);
		if (round < 2) {
			must(f, kb_db_exec(&f->ctx, &f->store->db,
			                   "UPDATE index_state SET used = '', version = 99"));
			must(f, kb_store_index_drop(f->store, &f->ctx));
			must(f, kb_store_index(f->store, &f->ctx, NULL, NULL));
		}
	}
	kb_arena_release(&odd.arena);
	kb_arena_release(&pool.arena);
}

/* A pair that came to the list has threes behind it, in every article. */
static void
test_own_list(void **state)
{
	static const struct art arts[] = { { "1", "标题", "见习记者" }, { "1", "标题", "见习生" } };
	struct fix *f = *state;
	struct kb_issue issue = issue_of(f, "今日柯城", "2010-04-20", 1, arts, 2);
	enum kb_put what;
	kb_issue_id id;
	must(f, put_bytes(f, &issue, "one", true, &what, &id));
	struct kb_folded piece = { 0 };
	struct kb_piece grams[KB_GRAMS_MAX];
	bool exact = true;
	kb_folded_add(&piece, KB_STR("见习生"));
	const struct kb_piece three = { piece.cp, piece.n };
	must(f, kb_store_index_grow(f->store, &f->ctx, 3, NULL, NULL));
	assert_true(lists_of(f).used == 0); /* too few articles */
	assert_int_equal(kb_grams_for(three, &f->store->lists->used, grams, &exact), 2);
	must(f, kb_store_index_grow(f->store, &f->ctx, 2, NULL, NULL));
	assert_true(lists_of(f).used > 0);
	assert_int_equal(kb_grams_for(three, &f->store->lists->used, grams, &exact), 1);
	assert_true(exact);
	struct kb_index_scan scan = { .match = KB_STR("\"见习生\""), .low = 1, .high = INT64_MAX };
	struct kb_query q = kb_index_find(f->store, &f->ctx, &scan);
	assert_true(kb_query_row(&q));
	assert_false(kb_query_row(&q));
	must(f, kb_query_end(&q));
	kb_folded_release(&piece);
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
		cmocka_unit_test_setup_teardown(test_grown, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_own_list, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_nothing_left, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
