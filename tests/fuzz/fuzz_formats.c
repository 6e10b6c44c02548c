/*
 * Any bytes under a few names through the row that recognises them: no crash,
 * and each issue is one that interchange takes back.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "kanbao/format.h"
#include "kanbao/interchange.h"
#include "kanbao/text.h"

#define REQUIRE(what)                                                       \
	do {                                                                \
		if (!(what)) {                                              \
			(void)fprintf(stderr, "fuzz_formats: %s\n", #what); \
			abort();                                            \
		}                                                           \
	} while (0)

static enum kb_err
take(void *user, const struct kb_issue *issue, const struct kb_parse_report *report)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_buf json = { 0 };
	struct kb_issue back;
	(void)user;
	(void)report;
	kb_issue_write_json(&json, issue, false);
	REQUIRE(kb_utf8_valid(kb_buf_str(&json)));
	REQUIRE(kb_issue_read_json(&ctx, &a, kb_buf_str(&json), &back) == KB_OK);
	REQUIRE(back.narticles == issue->narticles);
	kb_buf_release(&json);
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
	return KB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "20220413-01-02.txt", "1952-03-08_a_b_c.md", "-",
		                             "x/2022-04/13/content_1.htm" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct kb_file file = { kb_str_of(names[i]), { (const char *)data, size } };
		const struct kb_bundle bundle = { kb_str_of(names[i]), &file, 1 };
		const struct kb_sink sink = { take, NULL };
		struct kb_ctx ctx = { 0 };
		struct kb_arena a = { 0 };
		enum kb_err err = kb_format_of(&bundle)->read(&ctx, &a, &bundle, NULL, &sink);
		REQUIRE(err == KB_OK || ctx.message.n > 0);
		kb_arena_release(&a);
		kb_ctx_release(&ctx);
	}
	return 0;
}
