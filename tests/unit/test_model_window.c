/* The window of the list of issues: over all of them, and over those that a sieve keeps. */
#include <limits.h>
#include <stdio.h>

#include "kanbao/model.h"
#include "kanbao/sieve.h"
#include "store_help.h"

static kb_day
day_of(const char *iso)
{
	kb_day day = KB_DAY_NONE;
	assert_true(kb_date_scan(kb_str_of(iso), &day) == strlen(iso));
	return day;
}

static void
say_day_of(void *user, const struct kb_issue_row *row, struct kb_folded *text)
{
	struct kb_ymd ymd = kb_day_ymd(row->day);
	char said[40];
	(void)user;
	(void)snprintf(said, sizeof(said), "%d年%d月", ymd.year, ymd.month);
	kb_folded_add(text, kb_str_of(said));
	kb_folded_field(text);
}

/* Of 500 days from 2000-01-01 on, one an issue, those of February; then none; then all again. */
static void
sieved(struct fix *f, struct kb_window *w, kb_day first)
{
	struct kb_ctx *ctx = &f->ctx;
	struct kb_store *store = f->store;
	struct kb_sieve sieve = { 0 };
	must(f, kb_sieve_load(&sieve, store, ctx, say_day_of, NULL));
	assert_int_equal(sieve.n, 500);
	kb_sieve_keep(&sieve, store, ctx, KB_STR("年2月"));
	assert_int_equal(sieve.nkept, 29 + 28);
	w->sieve = &sieve;
	/* what is shown is the one asked for, or the next older one that is kept */
	must(f, kb_window_show(w, ctx, sieve.rows[499 - 200].id));
	assert_int_equal(w->rows[w->selected].day, day_of("2000-02-29"));
	assert_true(w->n == sieve.nkept && w->first && w->last);
	must(f, kb_window_move(w, ctx, -1));
	assert_int_equal(w->rows[w->selected].day, day_of("2001-02-01"));
	must(f, kb_window_nth(w, ctx, 2));
	assert_int_equal(w->rows[w->selected].day, day_of("2001-02-27"));
	must(f, kb_window_nth(w, ctx, -1));
	assert_int_equal(w->rows[w->selected].day, day_of("2000-02-01"));
	/* the next ones from somewhere, from the end, and behind the last */
	kb_issue_id id = w->rows[w->selected].id;
	assert_true(!kb_sieve_next(&sieve, store, ctx, KB_STR("2000年"), id, 1));
	assert_true(kb_sieve_next(&sieve, store, ctx, KB_STR("2001年"), id, -1) ==
	            w->rows[w->n - 1 - 29].id);
	assert_true(kb_sieve_next(&sieve, store, ctx, KB_STR("2000年"), 0, -1) == id);
	assert_true(kb_sieve_next(&sieve, store, ctx, KB_STR("2000年"), 0, 1) ==
	            w->rows[w->n - 29].id);
	kb_sieve_keep(&sieve, store, ctx, KB_STR("1999年"));
	must(f, kb_window_show(w, ctx, id));
	assert_int_equal(w->n, 0);
	must(f, kb_window_move(w, ctx, 1));
	must(f, kb_window_nth(w, ctx, 1));
	kb_sieve_keep(&sieve, store, ctx, KB_STR(""));
	assert_int_equal(sieve.nkept, 500);
	must(f, kb_window_show(w, ctx, w->here));
	assert_int_equal(w->rows[w->selected].day, day_of("2000-02-01"));
	kb_window_release(w);
	w->sieve = NULL;
	kb_sieve_release(&sieve);
	must(f, kb_window_show(w, ctx, id));
	assert_int_equal(w->rows[w->selected].day, first + 31);
}

static void
window_follows(void **state)
{
	struct fix *f = *state;
	const struct art art[] = { { "1", "h", "。" } };
	const int n = 500;
	kb_day first = day_of("2000-01-01");
	for (int i = 0; i < n; i++) {
		char iso[KB_ISO_SIZE];
		put(f, "丙报", kb_day_iso(first + i, iso), 1, art, 1, KB_PUT_NEW);
	}
	kb_issue_id id = 0;
	struct kb_window w = { .store = f->store };
	must(f, kb_store_near(f->store, &f->ctx, 0, first + 250, 0, &id));
	must(f, kb_window_show(&w, &f->ctx, id));
	assert_int_equal(w.rows[w.selected].day, first + 250);
	assert_true(w.n < (size_t)n);
	/* step by step over all of them, each once, newest first */
	must(f, kb_window_nth(&w, &f->ctx, 1));
	for (int i = n - 1; i >= 0; i--) {
		assert_int_equal(w.rows[w.selected].day, first + i);
		must(f, kb_window_move(&w, &f->ctx, 1));
	}
	assert_int_equal(w.rows[w.selected].day, first);
	assert_true(w.last);
	static const struct {
		long by;
		int at;
	} jumps[] = { { -1, 1 },    { -498, 499 },   { -1, 499 },
		      { 300, 199 }, { LONG_MAX, 0 }, { -120, 120 } };
	for (size_t i = 0; i < sizeof(jumps) / sizeof(*jumps); i++) {
		must(f, kb_window_move(&w, &f->ctx, jumps[i].by));
		assert_int_equal(w.rows[w.selected].day, first + jumps[i].at);
	}
	must(f, kb_window_nth(&w, &f->ctx, 12));
	assert_int_equal(w.rows[w.selected].day, first + n - 12);
	must(f, kb_window_nth(&w, &f->ctx, LONG_MAX));
	assert_int_equal(w.rows[w.selected].day, first);
	must(f, kb_window_nth(&w, &f->ctx, 1));
	must(f, kb_window_nth(&w, &f->ctx, -1));
	assert_int_equal(w.rows[w.selected].day, first);
	sieved(f, &w, first);
	kb_window_release(&w);
}

static void
expect_after(struct fix *f, struct kb_window *w, size_t n, const char *iso)
{
	char said[KB_ISO_SIZE];
	kb_window_again(w);
	assert_int_equal(w->n, n);
	for (size_t i = 0; i < w->n; i++) {
		assert_true(kb_str_eq(w->rows[i].paper, KB_STR("丙报")));
	}
	if (n) {
		assert_string_equal(kb_day_iso(w->rows[w->selected].day, said), iso);
		assert_true(w->rows[w->selected].id == w->here);
		must(f, kb_window_move(w, &f->ctx, 1));
		must(f, kb_window_move(w, &f->ctx, -1));
	}
}

/* The issues selected are taken out one after the other, the first while a sieve holds the rows. */
static void
window_loses(void **state)
{
	struct fix *f = *state;
	const struct art art[] = { { "1", "h", "。" } };
	static const char *const days[] = { "2000-01-01", "2000-01-02", "2000-01-03" };
	static const int selected[] = { 1, 0, 2 };
	static const char *const after[] = { "2000-01-01", "2000-01-03", "" };
	kb_issue_id ids[3];
	struct kb_sieve sieve = { 0 };
	struct kb_window w = { .store = f->store };
	for (size_t i = 0; i < 3; i++) {
		ids[i] = PUT(f, "丙报", days[i], 1, art, KB_PUT_NEW);
	}
	must(f, kb_sieve_load(&sieve, f->store, &f->ctx, say_day_of, NULL));
	kb_sieve_keep(&sieve, f->store, &f->ctx, KB_STR("月"));
	w.sieve = &sieve;
	for (size_t i = 0; i < 3; i++) {
		must(f, kb_window_show(&w, &f->ctx, ids[selected[i]]));
		must(f, kb_store_remove(f->store, &f->ctx, ids[selected[i]], 0));
		w.sieve = NULL;
		kb_sieve_release(&sieve);
		expect_after(f, &w, 2 - i, after[i]);
	}
	kb_window_release(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(window_follows, set_up, tear_down),
		cmocka_unit_test_setup_teardown(window_loses, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
