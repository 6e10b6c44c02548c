/*
 * Any bytes as interchange JSON: an error, or an issue that stays as it is
 * when written and read again, indented or on a line.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "kanbao/interchange.h"
#include "kanbao/text.h"

#define REQUIRE(what)                                                    \
	do {                                                             \
		if (!(what)) {                                           \
			(void)fprintf(stderr, "fuzz_json: %s\n", #what); \
			abort();                                         \
		}                                                        \
	} while (0)

static void
again(struct kb_arena *a, const struct kb_issue *issue, bool indent, struct kb_issue *out)
{
	struct kb_ctx ctx = { 0 };
	struct kb_buf json = { 0 };
	kb_issue_write_json(&json, issue, indent);
	REQUIRE(kb_utf8_valid(kb_buf_str(&json)));
	REQUIRE(kb_issue_read_json(&ctx, a, kb_buf_str(&json), out) == KB_OK);
	kb_buf_release(&json);
	kb_ctx_release(&ctx);
}

static void
expect_same(const struct kb_issue *x, const struct kb_issue *y)
{
	struct kb_buf a = { 0 };
	struct kb_buf b = { 0 };
	kb_issue_write_json(&a, x, false);
	kb_issue_write_json(&b, y, false);
	REQUIRE(kb_str_eq(kb_buf_str(&a), kb_buf_str(&b)));
	kb_buf_release(&a);
	kb_buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_issue issue;
	struct kb_issue second;
	struct kb_issue third;
	if (kb_issue_read_json(&ctx, &a, (kb_str){ (const char *)data, size }, &issue) == KB_OK) {
		again(&a, &issue, false, &second);
		expect_same(&issue, &second);
		again(&a, &second, true, &third);
		expect_same(&second, &third);
	} else {
		REQUIRE(ctx.err == KB_E_DATA && ctx.message.n > 0);
	}
	kb_ctx_release(&ctx);
	kb_arena_release(&a);
	return 0;
}
