/* The door: what comes in, what doesn't, what is counted (design §3), NFC. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/text.h"

#define S(lit)                       \
	{                            \
		lit, sizeof(lit) - 1 \
	}

struct sanitise_case {
	kb_str in;
	kb_str out;
	struct kb_text_report report;
};

static const struct sanitise_case cases[] = {
	{ S("据报道，“人民”……"), S("据报道，“人民”……"), { 0 } },
	{ S(""), S(""), { 0 } },
	/* line ends */
	{ S("a\r\nb\rc\nd"), S("a\nb\nc\nd"), { 0 } },
	{ S("a\r\r\n\nb"), S("a\n\n\nb"), { 0 } },
	{ S("甲\u2028乙\u2029丙"), S("甲\n乙\n丙"), { 0 } },
	{ S("a\tb\n"), S("a\tb\n"), { 0 } },
	/* controls: C0, DEL, C1 as code points */
	{ S("a\x1b[31mb"), S("a[31mb"), { .controls = 1 } },
	{ S("a\0b\x07\x08\x0b\x0c\x7f"), S("ab"), { .controls = 6 } },
	{ S("x\xC2\x9B"
	    "31m\xC2\x9D\xC2\x85y"),
	  S("x31my"),
	  { .controls = 3 } },
	/* invisible */
	{ S("a\u00ADb\u200Bc\u2060d\uFEFFe"), S("abcde"), { .invisible = 4 } },
	{ S("a\U000E0001b\U000E0041\U000E007Fc\U000E0000"), S("abc"), { .invisible = 4 } },
	{ S("\uFFF9甲\uFFFA乙\uFFFB"), S("甲乙"), { .invisible = 3 } },
	{ S("a\u200Cb\u200Dc\u180Ed\u034Fe\u2061f"), S("abcdef"), { .invisible = 5 } },
	/* broken bytes: one U+FFFD for a maximal subpart */
	{ S("a\xFF"
	    "b"),
	  S("a\uFFFD"
	    "b"),
	  { .broken = 1 } },
	{ S("\xC0\x80"), S("\uFFFD\uFFFD"), { .broken = 2 } },
	{ S("\xE0\x80\x80"), S("\uFFFD\uFFFD\uFFFD"), { .broken = 3 } },
	{ S("\xED\xA0\x80"), S("\uFFFD\uFFFD\uFFFD"), { .broken = 3 } },
	{ S("\xF0\x9F\x91x"), S("\uFFFDx"), { .broken = 1 } },
	{ S("报\xE6\x8A"), S("报\uFFFD"), { .broken = 1 } },
	{ S("\xF4\x90\x80\x80"), S("\uFFFD\uFFFD\uFFFD\uFFFD"), { .broken = 4 } },
	/* noncharacters; U+FFFD itself is text */
	{ S("\uFFFE\uFFFF\uFDD0\U0001FFFE\uFFFD"),
	  S("\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"),
	  { .broken = 4 } },
	/* private use and unassigned stay */
	{ S("\uE000\U000F0000\u0378\U00031350"), S("\uE000\U000F0000\u0378\U00031350"), { 0 } },
	/* ZWJ and VS16 in emoji sequences */
	{ S("👨\u200D👩\u200D👧"), S("👨\u200D👩\u200D👧"), { 0 } },
	{ S("👍🏽\u200D👩"), S("👍🏽\u200D👩"), { 0 } },
	{ S("\u2764\uFE0F\u200D🔥"), S("\u2764\uFE0F\u200D🔥"), { 0 } },
	{ S("1\uFE0F\u20E3"), S("1\uFE0F\u20E3"), { 0 } },
	{ S("👨\u200D报"), S("👨报"), { .invisible = 1 } },
	{ S("报\u200D👨"), S("报👨"), { .invisible = 1 } },
	{ S("👨\u200D"), S("👨"), { .invisible = 1 } },
	{ S("\u200D👨"), S("👨"), { .invisible = 1 } },
	{ S("报\uFE0F"
	    "1\uFE0F"
	    "a\uFE0F"),
	  S("报1a"),
	  { .invisible = 3 } },
	/* ideographic variation only after a Han character */
	{ S("葛\U000E0100城"), S("葛\U000E0100城"), { 0 } },
	{ S("a\U000E0100，\U000E0101\n\U000E0102"), S("a，\n"), { .invisible = 3 } },
	{ S("葛\u200B\U000E0100"), S("葛\U000E0100"), { .invisible = 1 } },
	/* NFC, not NFKC */
	{ S("e\u0301"), S("\u00E9"), { 0 } },
	{ S("\u212B\uF900"), S("\u00C5\u8C48"), { 0 } },
	{ S("①…％℃ﾊ"), S("①…％℃ﾊ"), { 0 } },
	{ S("e\u200B\u0301"), S("\u00E9"), { .invisible = 1 } },
	{ S("\u1100\u1161\u11A8"), S("각"), { 0 } },
	/* canonical order, also of the tone marks among the Chinese punctuation */
	{ S("報\u302D\u302A"), S("報\u302A\u302D"), { 0 } },
	/* eight marks on a base, no more */
	{ S("x\u0302\u0302\u0302\u0302\u0302\u0302\u0302\u0302\u0302\u0302y"),
	  S("x\u0302\u0302\u0302\u0302\u0302\u0302\u0302\u0302y"),
	  { .invisible = 2 } },
	/* NFC takes one more out of U+0958 */
	{ S("\u0958\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"),
	  S("\u0915\u093C\u0301\u0301\u0301\u0301\u0301\u0301\u0301"),
	  { .invisible = 1 } },
};

static void
check(const struct sanitise_case *c, struct kb_buf *out)
{
	struct kb_text_report report = { 0 };
	kb_buf_clear(out);
	kb_text_sanitise(c->in, out, &report);
	if (!kb_str_eq(kb_buf_str(out), c->out)) {
		fail_msg("'%.*s' gives '%.*s'", KB_ARG(c->in), KB_ARG(kb_buf_str(out)));
	}
	if (report.controls != c->report.controls || report.invisible != c->report.invisible ||
	    report.broken != c->report.broken) {
		fail_msg("'%.*s' counts %zu %zu %zu", KB_ARG(c->in), report.controls,
		         report.invisible, report.broken);
	}
}

static void
table(void **state)
{
	(void)state;
	struct kb_buf out = { 0 };
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		check(&cases[i], &out);
	}
	kb_buf_release(&out);
}

/* All 12 Bidi_Control, and the other characters that reliability T2 lists. */
static void
forbidden_everywhere(void **state)
{
	(void)state;
	static const struct {
		uint32_t from, to;
	} spans[] = {
		{ 0x061C, 0x061C },   { 0x200E, 0x200F }, { 0x202A, 0x202E },
		{ 0x2066, 0x2069 }, /* Bidi_Control */
		{ 0x200B, 0x200D },   { 0x2060, 0x2060 }, { 0xFEFF, 0xFEFF },
		{ 0x00AD, 0x00AD },   { 0x180E, 0x180E }, { 0xFFF9, 0xFFFB },
		{ 0xE0000, 0xE007F }, { 0xFE00, 0xFE0F }, { 0xE0100, 0xE01EF },
	};
	struct kb_buf in = { 0 };
	struct kb_buf out = { 0 };
	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++) {
		for (uint32_t cp = spans[i].from; cp <= spans[i].to; cp++) {
			struct kb_text_report report = { 0 };
			kb_buf_clear(&in);
			kb_buf_clear(&out);
			kb_buf_cp(&in, cp);
			kb_buf_printf(&in, "a");
			kb_buf_cp(&in, cp);
			kb_buf_printf(&in, "，");
			kb_buf_cp(&in, cp);
			kb_text_sanitise(kb_buf_str(&in), &out, &report);
			if (!kb_str_eq(kb_buf_str(&out), KB_STR("a，")) || report.invisible != 3) {
				fail_msg("U+%04X", cp);
			}
		}
	}
	kb_buf_release(&in);
	kb_buf_release(&out);
}

static void
one_line(void **state)
{
	(void)state;
	struct kb_buf out = { 0 };
	kb_buf_add(&out, KB_STR("a\n"));
	kb_text_oneline(KB_STR("文件\r\n名\t\x1b]52;c;x\x07\xFF"), &out);
	/* what stood before stays as it was */
	assert_string_equal(out.p, "a\n文件 名 ]52;c;x\uFFFD");
	kb_buf_release(&out);
	kb_text_oneline(KB_STR_NULL, &out);
	assert_string_equal(out.p, "");
	kb_buf_release(&out);
}

static void
radicals(void **state)
{
	(void)state;
	struct kb_buf out = { 0 };
	kb_text_ideographs(KB_STR("\u2FB8\u2EDA 5\u2F49\u2F47，\u2E80\u2FD6版"), &out);
	assert_string_equal(out.p, "首页 5月日，\u2E80\u2FD6版");
	kb_buf_release(&out);
}

/* "0041 030A": appended to out; the pointer behind the semicolon. */
static char *
column(char *p, struct kb_buf *out)
{
	kb_buf_clear(out);
	while (*p && *p != ';') {
		kb_buf_cp(out, (uint32_t)strtoul(p, &p, 16));
		p += *p == ' ';
	}
	return *p ? p + 1 : p;
}

/* NormalizationTest, NFC: c2 is what c1, c2 and c3 become; c4 is c4, c5 too. */
static void
nfc_conformance(void **state)
{
	(void)state;
	FILE *file =
		popen("bzip2 -dc /usr/share/unicode/NormalizationTest.txt.bz2 2>/dev/null", "r");
	assert_non_null(file);
	char line[4096];
	struct kb_buf column_of[3] = { 0 };
	struct kb_buf out = { 0 };
	int lines = 0;
	int wrong = 0;
	while (fgets(line, sizeof(line), file)) {
		if (line[0] == '#' || line[0] == '@') {
			continue;
		}
		lines++;
		char *p = line;
		bool right = true;
		for (int i = 0; i < 3; i++) {
			p = column(p, &column_of[i]);
		}
		for (int i = 0; i < 3; i++) {
			struct kb_text_report report = { 0 };
			kb_buf_clear(&out);
			kb_text_sanitise(kb_buf_str(&column_of[i]), &out, &report);
			right = right && kb_str_eq(kb_buf_str(&out), kb_buf_str(&column_of[1]));
		}
		wrong += !right;
	}
	(void)pclose(file);
	for (int i = 0; i < 3; i++) {
		kb_buf_release(&column_of[i]);
	}
	kb_buf_release(&out);
	if (lines == 0) {
		print_message("skipped: bzip2 or package unicode-data is missing\n");
		skip();
	}
	assert_int_equal(lines, 19074);
	/* those with marks newer than Unicode 14, which libunistring 1.0 knows */
	assert_int_equal(wrong, 20);
}

static void
linear_on_marks(void **state)
{
	(void)state;
	/* a megabyte of marks, of pictographs with joiners, of broken bytes */
	static const char *const parts[] = { "\u0301",  "\u0345\u0301\u0323",
		                             "👨\u200D", "\xF0\x9F",
		                             "\u1161",  "🇨" };
	struct kb_buf in = { 0 };
	struct kb_buf out = { 0 };
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		kb_buf_clear(&in);
		kb_buf_clear(&out);
		while (in.n < 1 << 20) {
			kb_buf_add(&in, kb_str_of(parts[i]));
		}
		struct kb_text_report report = { 0 };
		kb_text_sanitise(kb_buf_str(&in), &out, &report);
		assert_true(kb_utf8_valid(kb_buf_str(&out)));
	}
	kb_buf_release(&in);
	kb_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),           cmocka_unit_test(forbidden_everywhere),
		cmocka_unit_test(one_line),        cmocka_unit_test(nfc_conformance),
		cmocka_unit_test(linear_on_marks), cmocka_unit_test(radicals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
