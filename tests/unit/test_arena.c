/* Arenas: alignment, zeroes, growth, one lifetime. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/arena.h"

static void
assert_zeroed(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(p[i], 0);
	}
}

/* Sizes small and larger than any block, all aligned, zeroed and apart. */
static void
allocating(void **state)
{
	(void)state;
	enum { COUNT = 300 };
	struct kb_arena arena = { 0 };
	char *items[COUNT];
	for (size_t i = 0; i < COUNT; i++) {
		size_t size = i % 50 == 0 ? 20000 + i : i;
		items[i] = kb_arena_alloc(&arena, 1, size);
		assert_int_equal((uintptr_t)items[i] % _Alignof(max_align_t), 0);
		assert_zeroed(items[i], size);
		memset(items[i], (int)(i % 255) + 1, size);
	}
	for (size_t i = 1; i < COUNT; i++) {
		assert_int_equal((unsigned char)items[i][0], i % 255 + 1);
		assert_int_equal((unsigned char)items[i][i - 1], i % 255 + 1);
	}
	kb_arena_release(&arena);
	assert_null(arena.head);
	kb_arena_release(&arena);
	kb_arena_release(NULL);
}

static void
resetting(void **state)
{
	(void)state;
	struct kb_arena arena = { 0 };
	kb_arena_reset(&arena);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 100; i++) {
			char *p = kb_arena_alloc(&arena, 10, 33);
			assert_zeroed(p, 330);
			memset(p, 0xAB, 330);
		}
		kb_arena_reset(&arena);
		assert_non_null(arena.head);
	}
	kb_arena_release(&arena);
}

static void
copies(void **state)
{
	(void)state;
	struct kb_arena arena = { 0 };
	char original[] = "今日";
	kb_str copy = kb_arena_dup(&arena, kb_str_of(original));
	original[0] = 'x';
	assert_string_equal(copy.p, "今日");
	assert_int_equal(copy.n, 6);
	assert_null(kb_arena_dup(&arena, KB_STR_NULL).p);
	kb_str empty = kb_arena_dup(&arena, KB_STR(""));
	assert_non_null(empty.p);
	assert_string_equal(empty.p, "");
	kb_str printed = kb_arena_printf(&arena, "%s/%d", "A4", 2);
	assert_string_equal(printed.p, "A4/2");
	assert_int_equal(printed.n, 4);
	kb_arena_release(&arena);
}

static void
growing(void **state)
{
	(void)state;
	struct kb_arena arena = { 0 };
	size_t *items = NULL;
	size_t cap = 0;
	for (size_t n = 0; n < 5000; n++) {
		items = kb_arena_grow(&arena, items, n, &cap, sizeof(*items));
		assert_true(cap > n);
		items[n] = n;
	}
	for (size_t i = 0; i < 5000; i++) {
		assert_int_equal(items[i], i);
	}
	kb_arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allocating),
		cmocka_unit_test(resetting),
		cmocka_unit_test(copies),
		cmocka_unit_test(growing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
