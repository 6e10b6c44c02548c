/* pdftohtml and what it may do: found or not, too slow, too much, not pleased. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "kanbao/pdf.h"

#define PAGE "%%PDF-1.4"
#define XML "<?xml version=\"1.0\"?><pdf2xml><page><text top=\"1\">字</text></page></pdf2xml>"
#define NO_TEXT "<?xml version=\"1.0\"?><pdf2xml><page></page></pdf2xml>"

static const struct kb_pdf_limits brief = { .output = 4096, .cpu_s = 1, .wall_s = 2 };
/* Where another limit is meant: a busy machine gives a second of CPU time late. */
static const struct kb_pdf_limits patient = { .output = 4096, .cpu_s = 1, .wall_s = 60 };

/* A folder with a pdftohtml of our own. */
struct fake {
	char folder[64];
	char program[96];
	struct kb_ctx ctx;
	struct kb_buf out;
};

static void
fake_open(struct fake *f, const char *script)
{
	*f = (struct fake){ .folder = "/tmp/kanbao-pdf-XXXXXX" };
	assert_non_null(mkdtemp(f->folder));
	(void)snprintf(f->program, sizeof(f->program), "%s/pdftohtml", f->folder);
	FILE *file = fopen(f->program, "w");
	assert_non_null(file);
	(void)fprintf(file, "#!/bin/sh\n%s\n", script);
	(void)fclose(file);
	assert_int_equal(chmod(f->program, 0700), 0);
}

static void
fake_close(struct fake *f)
{
	(void)unlink(f->program);
	(void)rmdir(f->folder);
	kb_ctx_release(&f->ctx);
	kb_buf_release(&f->out);
}

/* What the script does is answered by these words; NULL: it is taken. */
static void
expect_within(const struct kb_pdf_limits *limits, const char *script, const char *words)
{
	struct fake f;
	fake_open(&f, script);
	enum kb_err err = kb_pdf_convert(&f.ctx, KB_STR(PAGE), f.folder, limits, &f.out);
	if (words) {
		assert_int_equal(err, KB_E_DATA);
		if (!strstr(f.ctx.message.p, words)) {
			fail_msg("%s", f.ctx.message.p);
		}
		assert_null(strchr(f.ctx.message.p, '\n'));
		assert_int_equal(f.out.n, 0);
	} else {
		assert_int_equal(err, KB_OK);
		assert_string_equal(f.out.p, XML);
	}
	fake_close(&f);
}

static void
expect(const char *script, const char *words)
{
	expect_within(&patient, script, words);
}

static void
test_messages(void **state)
{
	(void)state;
	expect("printf '%s' '" XML "'", NULL);
	expect("echo \"Syntax Error: Missing language pack for 'Adobe-GB1' mapping\" >&2\n"
	       "printf '%s' '" NO_TEXT "'",
	       "poppler-data");
	expect("printf '%s' '" NO_TEXT "'", "no text layer");
	expect("echo 'Command Line Error: Incorrect password' >&2; exit 1", "password");
	expect("printf 'Syntax Error: no \\033trailer\\nmore\\n' >&2; exit 1",
	       "a damaged PDF; pdftohtml says: Syntax Error: no trailer");
	expect("exit 0", "a damaged PDF");
	expect("kill -SEGV $$", "signal 11");
}

static void
test_limits(void **state)
{
	(void)state;
	expect_within(&brief, "PATH=/bin:/usr/bin; exec sleep 20", "longer than 2 s");
	expect("while :; do :; done", "more than 1 s of CPU time");
	expect("while :; do echo 0123456789; done", "larger than");
	/* a grandchild that keeps the pipe open is not waited for */
	expect_within(&brief, "PATH=/bin:/usr/bin; sleep 20 & exit 0", "longer than 2 s");
}

/* The bytes arrive; nothing of ours does. */
static void
test_environment(void **state)
{
	(void)state;
	assert_int_equal(setenv("KANBAO_SECRET", "x", 1), 0);
	expect("[ -z \"$KANBAO_SECRET\" ] || exit 1\n"
	       "[ \"$LC_ALL\" = C.UTF-8 ] || exit 2\n"
	       "for last; do :; done\n"
	       "read -r line <\"$last\" || :\n"
	       "[ \"$line\" = '%%PDF-1.4' ] || exit 3\n"
	       "printf '%s' '" XML "'",
	       NULL);
}

static void
test_missing(void **state)
{
	struct kb_ctx ctx = { 0 };
	struct kb_buf out = { 0 };
	(void)state;
	assert_int_equal(kb_pdf_convert(&ctx, KB_STR(PAGE), "/nonexistent:/", &brief, &out),
	                 KB_E_DATA);
	assert_non_null(strstr(ctx.message.p, "poppler-utils"));
	kb_ctx_release(&ctx);
	kb_buf_release(&out);
}

static void
test_is(void **state)
{
	(void)state;
	assert_true(kb_pdf_is(KB_STR("%PDF-1.7\n")));
	assert_true(kb_pdf_is(KB_STR("\xEF\xBB\xBF\r\n%PDF-1.3")));
	assert_false(kb_pdf_is(KB_STR("今日柯城")));
	assert_false(kb_pdf_is(KB_STR("")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_messages),    cmocka_unit_test(test_limits),
		cmocka_unit_test(test_environment), cmocka_unit_test(test_missing),
		cmocka_unit_test(test_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
