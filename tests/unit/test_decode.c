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
	{ S("\xB0O\xAA\xCC\xA4\xFD\xA4j\xA9\xFA\xA2"
	    "A\xBBO\xA5_\xB3\xF8\xBE\xC9"),
	  KB_ENC_BIG5 }, /* 記者王大明／臺北報導 */
	{ S("\xA4\xA4\xB5\xD8\xA5\xC1\xB0\xEA\xA4@\xA6\xCA\xA4@\xA4Q\xA4G\xA6~"
	    "\xA4\xAD\xA4\xEB\xA4\xBB\xA4\xE9\xA1@\xACP\xB4\xC1\xA4\xBB"),
	  KB_ENC_BIG5 }, /* 中華民國一百一十二年五月六日　星期六 */
	{ S("\xA5\xDF\xAAk\xB0|\xA4T\xC5\xAA\xB3q\xB9L"), KB_ENC_BIG5 }, /* 立法院三讀通過 */
	{ S("\xA5\xBB\xB3\xF8\xB0T"), KB_ENC_BIG5 },                     /* 本報訊 */
	{ S("\xBB\xE4\xAD\xB7\xA8\xD3\xC5\xA7 \xA6U\xA6"
	    "a\xB0\xB1\xAFZ\xB0\xB1\xBD\xD2"),
	  KB_ENC_BIG5 }, /* 颱風來襲 各地停班停課 */
	{ S("\xA1u\xA4U\xA4@\xAF\xB8\xA1"
	    "A\xA9\xAF\xBA\xD6\xA1v"),
	  KB_ENC_BIG5 }, /* 「下一站，幸福」 */
	{ S("\xD3\x9B\xD5\xDF\xCD\xF5\xB4\xF3\xC3\xF7\xA3\xAF\xC5_\xB1\xB1\x88\xF3\x8C\xA7"),
	  KB_ENC_GB18030 }, /* 記者王大明／臺北報導 */
	{ S("\xD6\xD0\xC8"
	    "A\xC3\xF1\x87\xF8\x87\xF8\x91"
	    "c"),
	  KB_ENC_GB18030 }, /* 中華民國國慶 */
	{ S("\xC8"
	    "A\x83S\x88\xF3\xD3\x8D"),
	  KB_ENC_GB18030 }, /* 華僑報訊 */
	{ S("\xD2\xB6\xE9"
	    "F\xD0\xEC\x88\xD2"),
	  KB_ENC_GB18030 },                        /* 叶镕徐堃 */
	{ S("\xD2\xAA\xCE\xC5"), KB_ENC_GB18030 }, /* 要闻 */
	{ S("\x86\xB4"), KB_ENC_GB18030 },         /* 喆 */
	{ S("\xA1\xB6\xE1\xE9\xD6\xDD\xC8\xD5\xB1\xA8\xA1\xB7\xA3\xBA\xA1\xB0\xBF\xC2\xB3\xC7\xCB"
	    "\xD9\xB6\xC8\xA1\xB1\xA1\xAA\xA1\xAA\xBC\xD3\xD3\xCD\xA3\xA1"),
	  KB_ENC_GB18030 }, /* 《衢州日报》：“柯城速度”——加油！ */
	{ S("\xB6\xFE\xA9\x96\xB6\xFE\xC8\xFD\xC4\xEA\xCE\xE5\xD4\xC2\xC1\xF9\xC8\xD5"),
	  KB_ENC_GB18030 }, /* 二〇二三年五月六日 */
	{ S("\xCAN\xE5"
	    "e\xEFg\xCEW\x0A\x00"),
	  KB_ENC_UTF16LE }, /* 今日柯城 */
	{ S("N\xCA"
	    "e\xE5g\xEFW\xCE\x00\x0A"),
	  KB_ENC_UTF16BE }, /* 今日柯城 */
	{ S("\x81\x89\xFB\x95\x0D\x00\x0A\x00"
	    "2\x00"
	    "0\x00"
	    "2\x00"
	    "2\x00t^"),
	  KB_ENC_UTF16LE },                          /* 要闻 2022年 */
	{ S("\xFF\xFE\xCAN"), KB_ENC_UTF16LE },      /* 今 */
	{ S("\xFE\xFFN\xCA"), KB_ENC_UTF16BE },      /* 今 */
	{ S("N\x00N\x07\x00\x0A"), KB_ENC_UTF16BE }, /* 一万 */
	/* a byte 0 does not make it UTF-16 */
	{ S("plain\0text and more of it"), KB_ENC_UTF8 },
	{ S("\x7F"
	    "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0"),
	  KB_ENC_UTF8 },
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
	/* Big5, with characters of Hong Kong, a broken byte, a cut end */
	{ S("\xA5\xBB\xB3\xF8\xB0T\x0D\x0A"), KB_ENC_BIG5, S("本報訊\n"), 0 },
	{ S("\x9D\xEF\x9D\xF7\x9D\xF8"), KB_ENC_BIG5, S("嘅咗啲"), 0 },
	{ S("\x88\x62\x88\x66"), KB_ENC_BIG5, S("\u00CA\u0304\u00CA"), 0 },
	{ S("\xA5\xBB\xFF\xB3\xF8"), KB_ENC_BIG5, S("本\uFFFD報"), 1 },
	{ S("\xA5\xBB\xB3"), KB_ENC_BIG5, S("本\uFFFD"), 1 },
	/* UTF-16: mark and CR go; pairs, half a pair, a byte left over */
	{ S("\xFF\xFE\xCAN\xE5"
	    "e\x0D\x00\x0A\x00"),
	  KB_ENC_UTF16LE, S("今日\n"), 0 },
	{ S("\xFE\xFFN\xCA"
	    "e\xE5\x00\x0D\x00\x0A"),
	  KB_ENC_UTF16BE, S("今日\n"), 0 },
	{ S("p\xD8[\xDF"), KB_ENC_UTF16LE, S("𬍛"), 0 },
	{ S("\xCAN\x00\xD8\xE5"
	    "e"),
	  KB_ENC_UTF16LE, S("今\uFFFD日"), 1 },
	{ S("N\xCA"
	    "e"),
	  KB_ENC_UTF16BE, S("今\uFFFD"), 1 },
	{ S(""), KB_ENC_GB18030, S(""), 0 },
	{ S(""), KB_ENC_BIG5, S(""), 0 },
	{ S(""), KB_ENC_UTF16LE, S(""), 0 },
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
