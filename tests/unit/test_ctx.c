/* The last error: codes, messages, exit status. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kanbao/ctx.h"

static void
failing(void **state)
{
	(void)state;
	struct kb_ctx ctx = { 0 };
	assert_int_equal(kb_fail(&ctx, KB_E_IO, "cannot open '%s'", "x.txt"), KB_E_IO);
	assert_int_equal(ctx.err, KB_E_IO);
	assert_string_equal(ctx.message.p, "cannot open 'x.txt'");
	/* the message before may stand in the new one */
	assert_int_equal(kb_fail(&ctx, KB_E_DATA, "%s: again", ctx.message.p), KB_E_DATA);
	assert_string_equal(ctx.message.p, "cannot open 'x.txt': again");
	assert_int_equal(kb_fail_at(&ctx, "a.txt:3"), KB_E_DATA);
	assert_string_equal(ctx.message.p, "a.txt:3: cannot open 'x.txt': again");
	kb_ctx_release(&ctx);
	assert_int_equal(ctx.err, 0);
	kb_ctx_release(&ctx);
	kb_ctx_release(NULL);
}

static void
statuses(void **state)
{
	(void)state;
	/* sysexits(3), as scripts know them */
	static const int expected[] = { 0, 1, 64, 65, 66, 69, 70, 73, 74, 75, 77, 78, 130 };
	assert_int_equal(sizeof(expected) / sizeof(expected[0]), KB_ERR_COUNT);
	for (int err = 0; err < KB_ERR_COUNT; err++) {
		assert_int_equal(kb_err_status((enum kb_err)err), expected[err]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(failing),
		cmocka_unit_test(statuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
