/*
 * The laid-out text of every article of the five pages at 20, 40, 80 and 120
 * columns, compared with tests/golden/layout/. With a folder as argument the
 * texts are written there instead (tests/golden/update).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/interchange.h"
#include "kanbao/layout.h"

static const char *const issues[] = {
	"今日柯城-2021-11-05", "今日柯城-2021-12-08", "今日柯城-2022-04-13",
	"今日柯城-2022-04-26", "今日柯城-2023-03-23",
};
static const int widths[] = { 20, 40, 80, 120 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void
read_file(struct kb_buf *out, const char *path)
{
	char bytes[8192];
	FILE *f = fopen(path, "rb");
	kb_buf_clear(out);
	if (!f) {
		return; /* as an empty one: differs from all */
	}
	for (size_t n; (n = fread(bytes, 1, sizeof(bytes), f)) > 0;) {
		kb_buf_add(out, (kb_str){ bytes, n });
	}
	fclose(f);
}

/* All articles of an issue, each under a line that names it. */
static void
lay_out(const struct kb_issue *issue, int width, struct kb_buf *out)
{
	const struct kb_layout_options o = { .width = width, .ambiguous = KB_AMBIGUOUS_1 };
	kb_buf_clear(out);
	for (size_t i = 0; i < issue->narticles; i++) {
		struct kb_arena arena = { 0 };
		struct kb_lines lines = { 0 };
		kb_layout_article(&arena, &issue->articles[i], &o, &lines);
		kb_buf_printf(out, "=== %zu\n", i + 1);
		kb_lines_dump(&lines, o.ambiguous, out);
		kb_arena_release(&arena);
	}
}

typedef void each_fn(const char *name, kb_str text, void *user);

static void
each_golden(each_fn *fn, void *user)
{
	struct kb_buf json = { 0 };
	struct kb_buf text = { 0 };
	for (size_t i = 0; i < COUNT(issues); i++) {
		struct kb_ctx ctx = { 0 };
		struct kb_arena arena = { 0 };
		struct kb_issue issue = { 0 };
		char name[256];
		(void)snprintf(name, sizeof(name), "tests/gold/%s.json", issues[i]);
		read_file(&json, name);
		if (kb_issue_read_json(&ctx, &arena, kb_buf_str(&json), &issue)) {
			fail_msg("%s: %s", name, ctx.message.p);
		}
		for (size_t w = 0; w < COUNT(widths); w++) {
			lay_out(&issue, widths[w], &text);
			(void)snprintf(name, sizeof(name), "%s.%d.txt", issues[i], widths[w]);
			fn(name, kb_buf_str(&text), user);
		}
		kb_arena_release(&arena);
		kb_ctx_release(&ctx);
	}
	kb_buf_release(&json);
	kb_buf_release(&text);
}

static void
compare(const char *name, kb_str text, void *user)
{
	char path[512];
	struct kb_buf want = { 0 };
	(void)snprintf(path, sizeof(path), "tests/golden/layout/%s", name);
	read_file(&want, path);
	if (!kb_str_eq(kb_buf_str(&want), text)) {
		print_error("%s differs: see tests/golden/update\n", path);
		(*(int *)user)++;
	}
	kb_buf_release(&want);
}

static void
write_out(const char *name, kb_str text, void *user)
{
	char path[512];
	(void)snprintf(path, sizeof(path), "%s/%s", (const char *)user, name);
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(text.p, 1, text.n, f) != text.n || fclose(f)) {
		fail_msg("cannot write %s", path);
	}
}

static void
articles_as_read_by_eye(void **state)
{
	(void)state;
	int wrong = 0;
	each_golden(compare, &wrong);
	assert_int_equal(wrong, 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(articles_as_read_by_eye),
	};
	if (argc > 1) {
		each_golden(write_out, argv[1]);
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
