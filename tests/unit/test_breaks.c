/*
 * Break levels by rule. Expected levels are written between the clusters: one
 * sign for each inner position, . = free, a = URL, 1 2 3 = the levels of that
 * name, x = never, ! = must.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "kanbao/layout.h"

struct level_case {
	const char *why, *text, *strict, *gb; /* gb: NULL where the same */
};

static const struct level_case cases[] = {
	/* R0, R1 */
	{ "R0 a hard line end", "甲\n乙", "x!", NULL },
	{ "R0 two of them", "甲\n\n乙", "x!!", NULL },
	{ "R1 an emoji of several", "甲\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7乙", "..",
	  NULL },
	{ "R1 a letter with its accent", "甲e\xcc\x81乙", "..", NULL },
	/* R2: GB/T 15834 5.1.4 */
	{ "R2 a dash is whole, and at the strict level not first", "放——中", "23.", ".3." },
	{ "R2 an ellipsis is whole", "放……中", "23.", "13." },
	{ "R2 a double ellipsis is two", "放…………中", "2323.", "1313." },
	{ "R2 two dashes are two", "放————中", "2323.", ".313." },
	{ "R2 three: the odd one is no pair", "放———中", "232.", ".32." },
	{ "R2 ⋯⋯ and ――", "甲⋯⋯乙――丙", "23.23.", "13..3." },
	/* R3: points, closers, interpuncts, connectors, solidus (GB/T 15834 5.1.1-5.1.9) */
	{ "R3 points", "甲，乙。丙、丁；戊：己？庚！辛", "2.2.2.2.2.2.2.", NULL },
	{ "R3 ASCII points of a page set with them", "甲,乙;丙:丁!戊", "2.2.2.2.", NULL },
	{ "R3 closers", "甲）乙》丙】丁」戊〕己", "2.2.2.2.2.", NULL },
	{ "R3 a closer and a point", "甲》。乙", "22.", NULL },
	{ "R3 small forms", "甲﹐乙｡丙､丁", "2.2.2.", NULL },
	{ "R3 interpunct", "卡尔·马克思", ".2...", NULL },
	{ "R3 connector", "上海～上饶", ".2..", NULL },
	{ "R3 a single dash connects", "1—9月", "2..", NULL },
	{ "R3 degree, percent, minute", "甲℃乙％丙′丁", "2.2.2.", NULL },
	{ "R3 iteration mark", "时々刻々", "2.2", NULL },
	{ "R3 after a blank too", "甲 ，乙", "x2.", NULL },
	/* R4: openers */
	{ "R4 openers", "甲（乙《丙【丁「戊〔己", ".2.2.2.2.2", NULL },
	{ "R4 openers one in the other", "甲（《乙", ".22", NULL },
	{ "R4 over a blank (UAX14 LB14)", "甲（ 乙", ".x2", NULL },
	{ "R3 R4 a solidus is at neither end", "甲／乙/丙", "2222", NULL },
	{ "R4 before its number only", "￥5￥甲", "211", NULL },
	{ "R4 number sign", "№7 #8", "2x.2", NULL },
	/* R5 */
	{ "R5 ASCII numbers", "增3.5%和1,234.5吨", ".212..211121.", NULL },
	{ "R5 full-width digits", "２０２３年", "111.", NULL },
	{ "R5 full-width point and percent", "１２３．４％", "11212", NULL },
	{ "R5 full and half width", "Ａ4纸", "1.", NULL },
	{ "R5 full-width letters", "ＧＤＰ增", "11.", NULL },
	{ "R5 minus", "温－5℃", "212", NULL },
	{ "R5 plus", "涨+3和±2", ".1..1", NULL },
	{ "R5 time", "12:30开", "1211.", NULL },
	/* R6 */
	{ "R6 initials", "A.B乙", "21.", NULL },
	{ "R6 a short token is a word", "people.com", "111112111", NULL },
	{ "R6 an address is cut behind its joints", "见www.a-b.cn/c", ".112a2a2a12a", NULL },
	/* R7: UAX #14 before Unicode 16 glued quotes to both neighbours */
	{ "R7 an opening quote after Han", "说“人", ".2", NULL },
	{ "R7 a closing quote before Han", "人”说", "2.", NULL },
	{ "R7 between two quotes", "甲”“乙", "2.2", NULL },
	{ "R7 before a closer", "人”，说", "22.", NULL },
	{ "R7 after an opener", "（“人", "22", NULL },
	{ "R7 single quotes", "说‘人’说", ".22.", NULL },
	{ "R7 after a point", "慈，“保命钱”", "2.2..2", NULL },
	{ "R7 after a digit", "5“甲”5", ".22.", NULL },
	{ "R7 an apostrophe", "it’s甲", "121.", NULL },
	/* R8 */
	{ "R8 a blank stays behind", "甲 乙", "x.", NULL },
	{ "R8 a run of blanks", "甲  　乙", "xxx.", NULL },
	/* R9, R10 */
	{ "R9 words and Han", "用COVID说", ".1111.", NULL },
	{ "R10 3|月 is free", "3月30日5亿元", "..1....", NULL },
};

static char
sign_of(unsigned char level)
{
	switch (level) {
	case KB_BREAK_FREE:
		return '.';
	case KB_BREAK_URL:
		return 'a';
	case KB_BREAK_WORD:
		return '1';
	case KB_BREAK_MARK:
		return '2';
	case KB_BREAK_UNIT:
		return '3';
	case KB_BREAK_MUST:
		return '!';
	default:
		return 'x';
	}
}

/* The signs of the levels at the inner cluster boundaries of text. */
static void
signs(const char *text, enum kb_strictness strictness, char *out)
{
	kb_str s = kb_str_of(text);
	unsigned char *levels = calloc(s.n + 1, 1);
	size_t n = 0;
	kb_breaks(s, strictness, levels);
	assert_int_equal(levels[0], KB_BREAK_NEVER);
	for (size_t i = kb_cluster_next(s, 0); i < s.n; i += kb_cluster_next(s, i)) {
		out[n++] = sign_of(levels[i]);
	}
	out[n] = '\0';
	free(levels);
}

static void
each_rule(void **state)
{
	(void)state;
	int wrong = 0;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct level_case *c = &cases[i];
		char strict[256], gb[256];
		signs(c->text, KB_STRICT, strict);
		signs(c->text, KB_GB, gb);
		const char *want_gb = c->gb ? c->gb : c->strict;
		if (strcmp(strict, c->strict) != 0 || strcmp(gb, want_gb) != 0) {
			print_error("%s: %s\n want %s %s\n got  %s %s\n", c->why, c->text,
			            c->strict, want_gb, strict, gb);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_rule),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
