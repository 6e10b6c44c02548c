/* The terminal that is a script. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "kanbao/term.h"

static void
count_screen(void *user, const struct kb_grid *g)
{
	int *screens = user;
	(*screens)++;
	assert_int_equal(kb_grid_at(g, 0, 0)->cols, 1);
}

static void
test_script(void **state)
{
	(void)state;
	static const struct {
		enum kb_event_type type;
		int key;
	} want[] = {
		{ KB_EVENT_KEY, 'j' },  { KB_EVENT_KEY, 'j' },    { KB_EVENT_KEY, 13 },
		{ KB_EVENT_RESIZE, 0 }, { KB_EVENT_KEY, 0x5E74 }, { KB_EVENT_NONE, 0 },
		{ KB_EVENT_KEY, ' ' },  { KB_EVENT_END, 0 },      { KB_EVENT_END, 0 },
	};
	struct kb_ctx ctx = { 0 };
	struct kb_buf screens = { 0 };
	struct kb_term *t;
	struct kb_grid g;
	int shown = 0;
	assert_int_equal(
		kb_term_headless(&ctx, 2, 5,
	                         KB_STR("jj <Enter>\n<Resize:3x7><Screen>年<Timeout><Space>"),
	                         &screens, &t),
		KB_OK);
	kb_term_headless_watch(t, count_screen, &shown);
	kb_grid_init(&g, 2, 5, KB_AMBIGUOUS_1);
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		struct kb_event e = t->ops->wait(t, -1);
		int rows, cols;
		assert_int_equal(e.type, want[i].type);
		assert_int_equal(e.key, want[i].key);
		t->ops->size(t, &rows, &cols);
		assert_int_equal(rows, i < 3 ? 2 : 3);
		assert_int_equal(cols, i < 3 ? 5 : 7);
		kb_grid_resize(&g, rows, cols);
		struct kb_buf text = { 0 };
		kb_buf_printf(&text, "%zu", i);
		kb_grid_put(&g, 0, 0, kb_buf_str(&text), KB_ROLE_BODY);
		kb_buf_release(&text);
		t->ops->blit(t, &g);
	}
	assert_string_equal(screens.p, "3\n\n\n6\n\n\n");
	assert_int_equal(shown, 2);
	t->ops->close(t);
	kb_grid_release(&g);
	kb_buf_release(&screens);
	kb_ctx_release(&ctx);
}

static void
test_resume(void **state)
{
	(void)state;
	struct kb_ctx ctx = { 0 };
	struct kb_buf screens = { 0 };
	struct kb_term *t;
	assert_int_equal(kb_term_headless(&ctx, 2, 5, KB_STR("j"), &screens, &t), KB_OK);
	t->ops->suspend(t);
	assert_int_equal(t->ops->wait(t, -1).type, KB_EVENT_RESUME);
	assert_int_equal(t->ops->wait(t, -1).type, KB_EVENT_KEY);
	t->ops->close(t);
	kb_buf_release(&screens);
	kb_ctx_release(&ctx);
}

static void
test_wrong(void **state)
{
	(void)state;
	static const char *const scripts[] = { "j <Foo>", "<Resize:3>", "<Resize:0x4>",
		                               "<Resize:3x4", "\x01" };
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		struct kb_ctx ctx = { 0 };
		struct kb_buf screens = { 0 };
		struct kb_term *t = NULL;
		assert_int_equal(kb_term_headless(&ctx, 2, 5, kb_str_of(scripts[i]), &screens, &t),
		                 KB_E_USAGE);
		assert_null(t);
		kb_buf_release(&screens);
		kb_ctx_release(&ctx);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script),
		cmocka_unit_test(test_resume),
		cmocka_unit_test(test_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
