/*
 * Inside the index: numbers of articles that ascend with the ids whatever the
 * order in which issues come, go and are replaced; pairs counted as the index
 * itself counts them; what is found equal to what brute force finds.
 */
#include "kanbao/search.h"
#include "kanbao/upkeep.h"
#include "store_help.h"

#include "../../tui/store/index_int.h"

#define DAYS 400

/* A short article of characters that often meet. */
static const char *
any_text(struct fix *f, unsigned *x)
{
	static const char *const chars[] = { "柯", "城", "区", "共", "富", "，", "课", "程", "3" };
	struct kb_buf out = { 0 };
	for (unsigned i = 0; i < 3 + *x % 9; i++) {
		*x = *x * 1664525u + 1013904223u;
		kb_buf_add(&out, kb_str_of(chars[(*x >> 8) % 9]));
	}
	kb_str kept = kb_arena_dup(&f->arena, kb_buf_str(&out));
	kb_buf_release(&out);
	return kept.p;
}

static unsigned
roll(unsigned *x, unsigned sides)
{
	*x = *x * 1664525u + 1013904223u;
	return (*x >> 8) % sides;
}

static void
put_on(struct fix *f, unsigned *x, unsigned day)
{
	static const char *const pages[] = { "1", "2", "3" };
	struct art arts[12];
	char date[32];
	size_t n = 1 + roll(x, 12);
	const char *page = pages[roll(x, 3)];
	for (size_t i = 0; i < n; i++) {
		arts[i] = (struct art){ page, any_text(f, x), any_text(f, x) };
	}
	snprintf(date, sizeof(date), "20%02u-%02u-%02u", 10 + day / 336, 1 + day / 28 % 12,
	         1 + day % 28);
	struct kb_issue issue = issue_of(f, "今日柯城", date, 1, arts, n);
	char bytes[32];
	enum kb_put what;
	kb_issue_id id;
	snprintf(bytes, sizeof(bytes), "%u", *x);
	must(f, put_bytes(f, &issue, bytes, true, &what, &id));
}

static void
remove_some(struct fix *f, unsigned *x)
{
	struct kb_issue_row *rows = NULL;
	struct kb_article_row *articles = NULL;
	size_t n = 0;
	must(f, kb_store_issues(f->store, &f->ctx, &f->arena, 0, true, 0, 1000, &rows, &n));
	kb_issue_id issue = rows[roll(x, (unsigned)n)].id;
	must(f, kb_store_articles(f->store, &f->ctx, &f->arena, issue, &articles, &n));
	kb_article_id article = roll(x, 2) ? articles[roll(x, (unsigned)n)].id : 0;
	must(f, kb_store_remove(f->store, &f->ctx, issue, article));
}

/* --- what must hold ------------------------------------------------------------------ */

/* Every article has a number, and numbers and ids ascend together. */
static size_t
check_docs(struct fix *f)
{
	struct kb_doc docs[8192];
	size_t n = 0;
	struct kb_query q = kb_query(&f->store->db, &f->ctx, SQL_DOCS);
	kb_bind_int(&q, INT64_MIN);
	kb_bind_int(&q, INT64_MAX);
	while (kb_query_row(&q)) {
		assert_true(n < 8192);
		docs[n++] = (struct kb_doc){ kb_col_int(&q, 0), kb_col_int(&q, 1) };
	}
	must(f, kb_query_end(&q));
	q = kb_query(&f->store->db, &f->ctx, SQL_ALL_OLDEST);
	kb_bind_int(&q, 1);
	kb_bind_int(&q, INT64_MAX);
	for (size_t i = 0; i < n; i++) {
		assert_true(docs[i].doc > 0 && kb_query_row(&q) && kb_col_int(&q, 0) == docs[i].id);
	}
	assert_false(kb_query_row(&q));
	must(f, kb_query_end(&q));
	for (size_t i = 0; i < n; i++) {
		struct kb_doc at;
		must(f, kb_doc_from(f->store, &f->ctx, docs[i].id, &at));
		assert_true(at.doc == docs[i].doc);
		must(f, kb_doc_from(f->store, &f->ctx, docs[i].id + 1, &at));
		assert_true(at.doc == (i + 1 < n ? docs[i + 1].doc : 0));
	}
	return n;
}

struct seen {
	size_t n;
	uint32_t second;
	uint64_t count;
};

static void
see(void *arg, uint32_t second, uint64_t count)
{
	struct seen *seen = arg;
	seen->n++;
	seen->count = second == seen->second ? count : seen->count;
}

/* The table of pairs against the grams themselves: the same, and nothing else. */
static void
check_pairs(struct fix *f)
{
	struct kb_index_words words = { .store = f->store, .ctx = &f->ctx };
	struct kb_vocab vocab = kb_index_vocab(&words);
	struct kb_query q = kb_query(&f->store->db, &f->ctx, SQL_WORDS);
	size_t grams = 0;
	size_t pairs = 0;
	while (kb_query_row(&q)) {
		struct kb_folded folded = { 0 };
		kb_folded_add(&folded, kb_col_blob(&q, 0));
		const struct kb_piece gram = { folded.cp, folded.n };
		if (gram.n <= 2) {
			assert_true(vocab.count(&words, gram) == (uint64_t)kb_col_int(&q, 1));
		}
		grams += gram.n == 2;
		if (gram.n == 1) {
			struct seen seen = { 0 };
			vocab.pairs(&words, gram.cp[0], see, &seen);
			pairs += seen.n;
		}
		kb_folded_release(&folded);
	}
	must(f, kb_query_end(&q));
	must(f, words.err);
	assert_true(grams == pairs && grams > 20);
}

/* What the index proposes for a pair, against the texts. */
static void
check_find(struct fix *f, const char *pair)
{
	struct kb_buf match = { 0 };
	kb_buf_printf(&match, "\"%s\"", pair);
	const struct kb_index_scan all = { .low = 1, .high = INT64_MAX };
	struct kb_index_scan some = all;
	kb_article_id ids[8192];
	size_t n = 0;
	struct kb_query q = kb_index_find(f->store, &f->ctx, &all);
	while (kb_query_row(&q)) {
		ids[n++] = kb_col_int(&q, 0);
	}
	must(f, kb_query_end(&q));
	/* from the first third to the second: the ends of a range too */
	some.match = kb_buf_str(&match);
	some.high = ids[n / 3];
	some.low = ids[n / 3 * 2] + 1;
	q = kb_index_find(f->store, &f->ctx, &some);
	for (size_t i = n / 3; i < n / 3 * 2; i++) {
		struct kb_article article;
		must(f, kb_store_article(f->store, &f->ctx, &f->arena, ids[i], &article));
		if (kb_str_find(article.headline, kb_str_of(pair)) != SIZE_MAX ||
		    kb_str_find(article.body.v[0], kb_str_of(pair)) != SIZE_MAX) {
			assert_true(kb_query_row(&q) && kb_col_int(&q, 0) == ids[i]);
		}
	}
	assert_false(kb_query_row(&q));
	must(f, kb_query_end(&q));
	kb_buf_release(&match);
}

static void
check_all(struct fix *f)
{
	size_t n = check_docs(f);
	assert_true(n > 10);
	check_pairs(f);
	check_find(f, "柯城");
	check_find(f, "3");
	must(f, kb_db_exec(&f->ctx, &f->store->db,
	                   "INSERT INTO grams (grams) VALUES ('integrity-check');"
	                   "INSERT INTO title_grams (title_grams) VALUES ('integrity-check')"));
}

static void
test_orders(void **state)
{
	struct fix *f = *state;
	/* the next day to put, from the last: forwards, backwards, anywhere, at one place */
	static const int steps[] = { 1, -1, 0, 7 };
	unsigned x = 11;
	for (size_t order = 0; order < 4; order++) {
		int day = DAYS / 2;
		for (int i = 0; i < 120; i++) {
			day = steps[order] ? (day + DAYS + steps[order]) % DAYS
			                   : (int)roll(&x, DAYS);
			put_on(f, &x, (unsigned)day);
			if (i % 5 == 0) {
				remove_some(f, &x);
			}
			if (i % 40 == 39) {
				check_all(f);
			}
		}
	}
}

/* Without any room: the lowest number is 1, and every number is taken. */
static void
test_no_room(void **state)
{
	struct fix *f = *state;
	unsigned x = 12;
	for (unsigned i = 0; i < 40; i++) {
		put_on(f, &x, 100 + 2 * i);
	}
	must(f, kb_store_index_drop(f->store, &f->ctx));
	must(f, kb_store_index(f->store, &f->ctx, NULL, NULL));
	for (unsigned i = 0; i < 60; i++) {
		put_on(f, &x, 100 - i);
		put_on(f, &x, 101 + 2 * (i / 2));
	}
	check_all(f);
}

/* Many puts at once, issues among them that are replaced, and one that is refused. */
static void
test_batch(void **state)
{
	static const struct art other[] = { { "2", "另外", "柯城共富" }, { "2", "另外", "柯城" } };
	struct fix *f = *state;
	unsigned x = 13;
	kb_issue_id id;
	enum kb_put what;
	for (int batch = 0; batch < 6; batch++) {
		kb_store_batch_begin(f->store);
		for (unsigned i = 0; i < 40; i++) {
			put_on(f, &x, 100 + roll(&x, 60));
			bool first = batch == 0 && i == 0;
			const struct art *art = &other[first ? 0 : 1];
			struct kb_issue issue = issue_of(f, "今日柯城", "2010-04-20", 1, art, 1);
			char bytes[32];
			snprintf(bytes, sizeof(bytes), "%u", x);
			assert_true(put_bytes(f, &issue, bytes, first, &what, &id) ==
			            (first ? KB_OK : KB_E_USAGE));
			if (i % 7 == 6) {
				remove_some(f, &x);
			}
		}
		must(f, kb_store_batch_end(f->store, &f->ctx));
		check_all(f);
	}
}

/* Whoever only asks whether the index is whole does not hold its lists, nor one list twice. */
static void
test_lists_held(void **state)
{
	struct fix *f = *state;
	const struct kb_index_lists *lists = f->store->lists;
	unsigned x = 17;
	bool whole = false;
	int64_t floor = -1;
	put_on(f, &x, 100);
	must(f, kb_db_exec(&f->ctx, &f->store->db,
	                   "UPDATE index_state SET used = '柯城' || char(10), version = 7"));
	must(f, kb_store_indexed(f->store, &f->ctx, &whole));
	assert_true(whole);
	assert_int_equal(lists->used.n, 0);
	must(f, kb_index_floor(f->store, &f->ctx, &floor));
	assert_int_equal(floor, 0);
	assert_true(lists->used.n == 1 && lists->next.n == 0 && lists->grown.n == 0);
	assert_ptr_equal(kb_index_list(f->store, INT64_MAX), &lists->used);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_orders, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_room, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_batch, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_lists_held, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
