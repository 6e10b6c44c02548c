/* Words counted, once a thing, and in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "kanbao/tally.h"

static void
add(struct kb_tally *t, const char *word, int64_t thing)
{
	kb_tally_add(t, kb_str_of(word), thing);
}

static void
is(const struct kb_tally_word *w, const char *word, size_t n)
{
	assert_true(kb_str_eq(w->word, kb_str_of(word)));
	assert_int_equal(w->n, n);
}

static void
test_order(void **state)
{
	(void)state;
	struct kb_tally t = { 0 };
	const struct kb_tally_word *top[4];
	add(&t, "方心怡", 1);
	add(&t, "方心怡", 1); /* the same article again */
	add(&t, "楼郁馨", 1);
	add(&t, "方心怡", 2);
	add(&t, "王思", 3);
	assert_int_equal(kb_tally_top(&t, top, 4), 3);
	is(top[0], "方心怡", 2);
	is(top[1], "楼郁馨", 1); /* E6 A5 … before E7 8E … */
	is(top[2], "王思", 1);
	assert_int_equal(kb_tally_top(&t, top, 2), 2);
	is(top[0], "方心怡", 2);
	is(top[1], "楼郁馨", 1);
	kb_tally_release(&t);
	assert_int_equal(kb_tally_top(&t, top, 4), 0);
}

/* More words than the first table holds: the part is the head of the whole. */
static void
test_many(void **state)
{
	(void)state;
	struct kb_tally t = { 0 };
	const struct kb_tally_word *part[10];
	const struct kb_tally_word *whole[1000];
	for (int i = 0; i < 1000; i++) {
		char word[16];
		(void)snprintf(word, sizeof(word), "w%d", i);
		for (int n = 0; n <= i % 37; n++) {
			add(&t, word, n + 1);
		}
	}
	assert_int_equal(kb_tally_top(&t, whole, 1000), 1000);
	assert_int_equal(kb_tally_top(&t, part, 10), 10);
	is(whole[0], "w110", 37);
	for (size_t i = 0; i < 10; i++) {
		assert_ptr_equal(part[i], whole[i]);
	}
	for (size_t i = 1; i < 1000; i++) {
		assert_true(whole[i - 1]->n > whole[i]->n ||
		            (whole[i - 1]->n == whole[i]->n &&
		             kb_str_cmp(whole[i - 1]->word, whole[i]->word) < 0));
	}
	kb_tally_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
