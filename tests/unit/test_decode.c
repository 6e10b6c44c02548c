/* Bytes to text: sniffing, UTF-8 with repair, GB18030. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kanbao/text.h"

#define S(lit)                       \
	{                            \
		lit, sizeof(lit) - 1 \
	}
/* 柯城新闻，今日报道 in GB 2312 */
#define GB_TEXT "\xBF\xC2\xB3\xC7\xD0\xC2\xCE\xC5\xA3\xAC\xBD\xF1\xC8\xD5\xB1\xA8\xB5\xC0"

static const struct {
	kb_str bytes;
	enum kb_encoding enc;
} sniffs[] = {
	{ S(""), KB_ENC_UTF8 },
	{ S("plain"), KB_ENC_UTF8 },
	{ S("今日柯城"), KB_ENC_UTF8 },
	{ S("\xEF\xBB\xBF\xBF\xC2"), KB_ENC_UTF8 },
	{ S("\x84\x31\x95\x33x"), KB_ENC_GB18030 },
	{ S(GB_TEXT), KB_ENC_GB18030 },
	{ S("2022-04-13 " GB_TEXT " A4"), KB_ENC_GB18030 },
	/* cut in the middle of the last character */
	{ S("今日柯\xE5\x9F"), KB_ENC_UTF8 },
	{ S("今\xE6\x97"), KB_ENC_UTF8 },
	{ S("a\xE4\xBB"), KB_ENC_UTF8 },
	/* damaged UTF-8, though nearly all pairs are GB18030 too */
	{ S("今日柯城\xFF报道人民代表大会"), KB_ENC_UTF8 },
	{ S("今日柯城报道\xE6\x97人民代表大会开幕"), KB_ENC_UTF8 },
	{ S("今日\xE6\x97柯城报道\xE6\x97人民代表大会"), KB_ENC_UTF8 },
	/* GB18030 with a damaged character */
	{ S(GB_TEXT "\xFF" GB_TEXT), KB_ENC_GB18030 },
	{ S("\x82\x30\x81\x30 \x97\x36\xC1\x31"), KB_ENC_GB18030 },
	/* neither: no gain in GB18030 */
	{ S("a\xFF\xFF"), KB_ENC_UTF8 },
};

static void
sniffing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(sniffs) / sizeof(sniffs[0]); i++) {
		if (kb_encoding_sniff(sniffs[i].bytes) != sniffs[i].enc) {
			fail_msg("case %zu: '%.*s'", i, KB_ARG(sniffs[i].bytes));
		}
	}
}

static const struct {
	kb_str bytes;
	enum kb_encoding enc;
	kb_str text;
	size_t broken;
} decodes[] = {
	{ S("\xEF\xBB\xBF今日\r\n柯城"), KB_ENC_UTF8, S("今日\n柯城"), 0 },
	{ S("今日柯\xE5\x9F"), KB_ENC_UTF8, S("今日柯\uFFFD"), 1 },
	{ S("今日\xFF柯城"), KB_ENC_UTF8, S("今日\uFFFD柯城"), 1 },
	{ S(GB_TEXT "\r\n"), KB_ENC_GB18030, S("柯城新闻，今日报道\n"), 0 },
	{ S("\x84\x31\x95\x33\xB1\xA8"), KB_ENC_GB18030, S("报"), 0 },
	/* GBK, not in GB 2312: 喆 */
	{ S("\x86\xB4"), KB_ENC_GB18030, S("喆"), 0 },
	/* four bytes: 𬍛 U+2C35B, 㙟 U+365F */
	{ S("\x99\x31\xD9\x37"), KB_ENC_GB18030, S("𬍛"), 0 },
	{ S("\x82\x30\xAD\x31"), KB_ENC_GB18030, S("㙟"), 0 },
	/* typographic marks: “ ” — … · */
	{ S("\xA1\xB0\xA1\xB1\xA1\xAA\xA1\xAD\xA1\xA4"), KB_ENC_GB18030, S("“”—…·"), 0 },
	/* broken: a lone lead byte, a bad pair, a cut end */
	{ S("\xB1\xA8\xFF\xB1\xA8"), KB_ENC_GB18030, S("报\uFFFD报"), 1 },
	{ S("\xB1\xA8\xB1"), KB_ENC_GB18030, S("报\uFFFD"), 1 },
	{ S("\xB1\xA8\x82\x30\xAD"), KB_ENC_GB18030, S("报\uFFFD"), 1 },
	{ S("\xB1\x0A\xB1\xA8"), KB_ENC_GB18030, S("\uFFFD\n报"), 1 },
	/* controls go whatever the encoding */
	{ S("\xB1\xA8\x1B[m"), KB_ENC_GB18030, S("报[m"), 0 },
	{ S(""), KB_ENC_GB18030, S(""), 0 },
};

static void
decoding(void **state)
{
	(void)state;
	struct kb_buf out = { 0 };
	for (size_t i = 0; i < sizeof(decodes) / sizeof(decodes[0]); i++) {
		struct kb_text_report report = { 0 };
		kb_buf_clear(&out);
		kb_text_decode(decodes[i].bytes, decodes[i].enc, &out, &report);
		if (!kb_str_eq(kb_buf_str(&out), decodes[i].text) ||
		    report.broken != decodes[i].broken) {
			fail_msg("case %zu: '%.*s', %zu broken", i, KB_ARG(kb_buf_str(&out)),
			         report.broken);
		}
	}
	kb_buf_release(&out);
}

/* More than one step of the converter, and errors on the way. */
static void
long_gb(void **state)
{
	(void)state;
	struct kb_buf in = { 0 };
	struct kb_buf out = { 0 };
	for (int i = 0; i < 5000; i++) {
		kb_buf_add(&in, KB_STR("\x82\x30\xAD\x31\xFF" GB_TEXT));
	}
	struct kb_text_report report = { 0 };
	kb_text_decode(kb_buf_str(&in), KB_ENC_GB18030, &out, &report);
	assert_int_equal(report.broken, 5000);
	assert_int_equal(kb_utf8_count(kb_buf_str(&out)), 5000 * 11);
	assert_true(kb_utf8_valid(kb_buf_str(&out)));
	kb_buf_release(&in);
	kb_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sniffing),
		cmocka_unit_test(decoding),
		cmocka_unit_test(long_gb),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
