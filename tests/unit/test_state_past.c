/* Searches of before: order, names, how many are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "kanbao/past.h"

struct fix {
	struct kb_ctx ctx;
	struct kb_arena arena;
	struct kb_buf why;
	struct kb_state *s;
};

static int
set_up(void **state)
{
	static struct fix f;
	f = (struct fix){ 0 };
	*state = &f;
	return kb_state_open(&f.ctx, NULL, &f.s, &f.why) ? -1 : 0;
}

static int
tear_down(void **state)
{
	struct fix *f = *state;
	kb_state_close(f->s);
	kb_buf_release(&f->why);
	kb_arena_release(&f->arena);
	kb_ctx_release(&f->ctx);
	return 0;
}

/* "typed=name typed typed …" */
static void
expect(struct fix *f, const char *list)
{
	struct kb_past *past = NULL;
	size_t n = 0;
	struct kb_buf out = { 0 };
	assert_int_equal(kb_past_list(f->s, &f->ctx, &f->arena, &past, &n), KB_OK);
	for (size_t i = 0; i < n; i++) {
		kb_buf_printf(&out, "%s%.*s%s%.*s", i ? " " : "", KB_ARG(past[i].typed),
		              past[i].name.n ? "=" : "", KB_ARG(past[i].name));
	}
	assert_string_equal(out.n ? out.p : "", list);
	kb_buf_release(&out);
}

static void
add(struct fix *f, const char *typed)
{
	static const struct timespec moment = { .tv_nsec = 2000000 };
	assert_int_equal(kb_past_add(f->s, &f->ctx, kb_str_of(typed)), KB_OK);
	nanosleep(&moment, NULL); /* the next one is later */
}

static void
name(struct fix *f, const char *typed, const char *as)
{
	assert_int_equal(kb_past_name(f->s, &f->ctx, kb_str_of(typed), kb_str_of(as)), KB_OK);
}

static void
listed_in_order(void **state)
{
	struct fix *f = *state;
	expect(f, "");
	add(f, "柯城");
	add(f, "结对");
	expect(f, "结对 柯城");
	add(f, "柯城"); /* again: once, and the newest */
	expect(f, "柯城 结对");
	name(f, "结对", "帮扶");
	name(f, "标题:橘", "橘子"); /* never asked */
	expect(f, "结对=帮扶 标题:橘=橘子 柯城");
	add(f, "结对"); /* keeps its name */
	expect(f, "结对=帮扶 标题:橘=橘子 柯城");
	name(f, "结对", "");
	assert_int_equal(kb_past_drop(f->s, &f->ctx, KB_STR("柯城")), KB_OK);
	expect(f, "标题:橘=橘子 结对");
}

static void
old_ones_go(void **state)
{
	struct fix *f = *state;
	struct kb_past *past = NULL;
	size_t n = 0;
	char typed[16];
	name(f, "kept", "name");
	for (int i = 0; i < KB_PAST_MAX + 5; i++) {
		(void)snprintf(typed, sizeof(typed), "q%d", i);
		add(f, typed);
	}
	assert_int_equal(kb_past_list(f->s, &f->ctx, &f->arena, &past, &n), KB_OK);
	assert_int_equal(n, KB_PAST_MAX + 1);
	assert_true(kb_str_eq(past[0].typed, KB_STR("kept")));
	assert_true(kb_str_eq(past[1].typed, KB_STR("q204")));
	assert_true(kb_str_eq(past[n - 1].typed, KB_STR("q5")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(listed_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(old_ones_go, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
