/* The same page in every encoding, with LF and CRLF, is the same issue. */
#include "format_help.h"

#include "../../tui/parse/formats.h"

static const struct {
	const char *name;
	enum kb_encoding encoding;
	const char *gold;
} samples[] = {
	{ "utf8", KB_ENC_UTF8, "simplified" },
	{ "utf8-bom", KB_ENC_UTF8, "simplified" },
	{ "gb18030", KB_ENC_GB18030, "simplified" },
	{ "utf16le", KB_ENC_UTF16LE, "simplified" },
	{ "utf16le-bom", KB_ENC_UTF16LE, "simplified" },
	{ "utf16be-bom", KB_ENC_UTF16BE, "simplified" },
	{ "trad-utf8", KB_ENC_UTF8, "traditional" },
	{ "trad-big5", KB_ENC_BIG5, "traditional" },
	{ "trad-gbk", KB_ENC_GB18030, "traditional" },
	{ "trad-utf16be", KB_ENC_UTF16BE, "traditional" },
};

static void
test_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2 * sizeof(samples) / sizeof(samples[0]); i++) {
		struct fixture f;
		struct kb_arena a = { 0 };
		const char *crlf = i % 2 ? "-crlf" : "";
		kb_str path = kb_arena_printf(&a, "encodings/%s%s.txt", samples[i / 2].name, crlf);
		kb_str gold = kb_arena_printf(&a, "encodings/%s.gold.json", samples[i / 2].gold);
		fixture_open(&f, path.p);
		assert_int_equal(kb_encoding_sniff(f.files[0].bytes), samples[i / 2].encoding);
		fixture_read(&f, kb_fmt_text_read, NULL);
		if (f.err) {
			fail_msg("%s: %s", path.p, f.ctx.message.p);
		}
		expect_gold(&f, gold.p);
		fixture_close(&f);
		kb_arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_same) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
