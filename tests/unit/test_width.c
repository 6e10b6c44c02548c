/* The width table, derived anew from the Unicode data for every code point. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/term.h"
#include "kanbao/text.h"

#include <wchar.h>

#define UCD "/usr/share/unicode/"
#define CODE_POINTS 0x110000u

/* Of each code point: general category, East Asian Width, age × 10. */
struct facts {
	char category[CODE_POINTS][3];
	char width[CODE_POINTS][3];
	short age[CODE_POINTS];
};

/* "0300..036F" or "0300" at line. */
static void
parse_range(const char *line, unsigned long *from, unsigned long *to)
{
	char *end;
	*from = *to = strtoul(line, &end, 16);
	if (strncmp(end, "..", 2) == 0) {
		*to = strtoul(end + 2, NULL, 16);
	}
	assert_true(*to < CODE_POINTS);
}

static FILE *
open_data(const char *path)
{
	FILE *file = fopen(path, "re");
	if (!file) {
		print_message("skipped: package unicode-data is missing\n");
		skip();
	}
	return file;
}

/* Lines "RANGE ; VALUE # remark" of a file. */
static void
read_property(const char *path, struct facts *facts, bool age)
{
	FILE *file = open_data(path);
	char line[1024];
	while (fgets(line, sizeof(line), file)) {
		unsigned long from;
		unsigned long to;
		char value[16];
		char *semicolon = strchr(line, ';');
		if (line[0] == '#' || !semicolon || sscanf(semicolon + 1, " %15s", value) != 1) {
			continue;
		}
		parse_range(line, &from, &to);
		for (unsigned long cp = from; cp <= to; cp++) {
			if (age) {
				facts->age[cp] = (short)(strtod(value, NULL) * 10 + 0.5);
			} else {
				value[2] = '\0';
				value[strcspn(value, "#")] = '\0';
				strcpy(facts->width[cp], value);
			}
		}
	}
	fclose(file);
}

static void
read_categories(struct facts *facts)
{
	FILE *file = open_data(UCD "UnicodeData.txt");
	char line[4096];
	unsigned long first = 0;
	while (fgets(line, sizeof(line), file)) {
		char name[256];
		char category[8];
		unsigned long cp;
		assert_int_equal(sscanf(line, "%lx;%255[^;];%2[^;];", &cp, name, category), 3);
		assert_true(cp < CODE_POINTS);
		if (!strstr(name, ", Last>")) {
			first = cp;
		}
		for (unsigned long i = first; i <= cp; i++) {
			strcpy(facts->category[i], category);
		}
	}
	fclose(file);
}

/* cjk-terminal rule: zero, then W and F, then A, else one; 〓 takes two. */
static int
cols_expected(const struct facts *facts, uint32_t cp, int amb)
{
	const char *category = facts->category[cp];
	const char *width = facts->width[cp];
	if (strstr("Cc Cs Zl Zp", category) && category[0]) {
		return -1;
	}
	bool tag = cp >= 0xE0000 && cp <= 0xE0FFF;
	bool ignorable = cp == 0x2065 || (cp >= 0xFFF0 && cp <= 0xFFF8);
	if (tag || ignorable) {
		return 0;
	}
	if (!category[0] || strcmp(category, "Co") == 0 || facts->age[cp] > 140 || cp == 0xFFFD) {
		return 2;
	}
	bool jamo = cp >= 0x1160 && cp <= 0x11FF;
	if (strstr("Mn Me Cf", category) || jamo || (cp >= 0x200B && cp <= 0x200F)) {
		return 0;
	}
	if (strcmp(width, "W") == 0 || strcmp(width, "F") == 0) {
		return 2;
	}
	return strcmp(width, "A") == 0 ? amb : 1;
}

static void
whole_table(void **state)
{
	(void)state;
	struct facts *facts = calloc(1, sizeof(*facts));
	assert_non_null(facts);
	read_categories(facts);
	read_property(UCD "EastAsianWidth.txt", facts, false);
	read_property(UCD "DerivedAge.txt", facts, true);
	int ambiguous = 0;
	for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
		int one = kb_cp_cols(cp, KB_AMBIGUOUS_1);
		int two = kb_cp_cols(cp, KB_AMBIGUOUS_2);
		if (one != cols_expected(facts, cp, 1) || two != cols_expected(facts, cp, 2)) {
			fail_msg("U+%04X: %d and %d cells", cp, one, two);
		}
		ambiguous += one != two;
	}
	free(facts);
	/* the 902 of the study, less U+FFFD, for which 〓 is drawn */
	assert_int_equal(ambiguous, 901);
}

static void
known_widths(void **state)
{
	(void)state;
	static const struct {
		uint32_t cp;
		int one, two;
		bool drawable;
	} cases[] = {
		{ 'a', 1, 1, true },      { 0x62A5, 2, 2, true },   { 0x201C, 1, 2, true },
		{ 0x2014, 1, 2, true },   { 0x2026, 1, 2, true },   { 0xB7, 1, 2, true },
		{ 0x3000, 2, 2, true },   { 0xFF0C, 2, 2, true },   { 0x3013, 2, 2, true },
		{ 0x25CC, 1, 1, true },   { 0x2500, 1, 2, true },   { 0x301, 0, 0, true },
		{ 0xFE0F, 0, 0, true },   { 0x1161, 0, 0, true },   { 0xAC15, 2, 2, true },
		{ 0x200B, 0, 0, false },  { 0xAD, 0, 0, false },    { 0x202E, 0, 0, false },
		{ 0x1B, -1, -1, false },  { 0x9B, -1, -1, false },  { 0x2028, -1, -1, false },
		{ 0xE000, 2, 2, false },  { 0x1F468, 2, 2, true },  { 0x2B3CB, 2, 2, true },
		{ 0x31350, 2, 2, false }, { 0x2EBF0, 2, 2, false }, { 0x110000, -1, -1, false },
		{ 0xFFFE, 2, 2, false },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t cp = cases[i].cp;
		if (kb_cp_cols(cp, KB_AMBIGUOUS_1) != cases[i].one ||
		    kb_cp_cols(cp, KB_AMBIGUOUS_2) != cases[i].two ||
		    kb_cp_drawable(cp) != cases[i].drawable) {
			fail_msg("U+%04X", cp);
		}
	}
}

static void
classes(void **state)
{
	(void)state;
	static const uint32_t han[] = { 0x4E00, 0x9FFF,  0x3400,  0x3007, 0x3005,
		                        0xFA0E, 0x20000, 0x2B3CB, 0x31350 };
	static const uint32_t not_han[] = { 'a', 0x3001, 0x3042, 0xFF10, 0xAC00, 0xE000, 0x201C };
	static const uint32_t blank[] = { ' ', '\t', 0xA0, 0x3000, 0x2003, 0x202F };
	static const uint32_t not_blank[] = { '\n', 'a', 0x200B, 0x3001, 0x2014, 0 };
	for (size_t i = 0; i < sizeof(han) / sizeof(han[0]); i++) {
		assert_true(kb_cp_han(han[i]));
		assert_true(kb_cp_wide(han[i]));
	}
	for (size_t i = 0; i < sizeof(not_han) / sizeof(not_han[0]); i++) {
		assert_false(kb_cp_han(not_han[i]));
	}
	for (size_t i = 0; i < sizeof(blank) / sizeof(blank[0]); i++) {
		assert_true(kb_cp_blank(blank[i]));
	}
	for (size_t i = 0; i < sizeof(not_blank) / sizeof(not_blank[0]); i++) {
		assert_false(kb_cp_blank(not_blank[i]));
	}
	assert_true(kb_cp_wide(0xFF0C));
	assert_false(kb_cp_wide(0x201C));
	assert_false(kb_cp_wide('a'));
}

/* Linking kb_wcwidth_mode() brings the program's own wcwidth() with it. */
static void
own_wcwidth(void **state)
{
	(void)state;
	static const wchar_t quoted[] = { 0x201C, 0x62A5, 0x201D, 0 };
	static const wchar_t escape[] = { 'a', 0x1B, 0 };
	kb_wcwidth_mode(KB_AMBIGUOUS_2);
	assert_int_equal(wcwidth(0x201C), 2);
	assert_int_equal(wcswidth(quoted, 3), 6);
	assert_int_equal(wcswidth(quoted, 1), 2);
	kb_wcwidth_mode(KB_AMBIGUOUS_1);
	assert_int_equal(wcwidth(0x201C), 1);
	assert_int_equal(wcswidth(quoted, 9), 4);
	assert_int_equal(wcswidth(escape, 2), -1);
	assert_int_equal(wcwidth(0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_table),
		cmocka_unit_test(known_widths),
		cmocka_unit_test(classes),
		cmocka_unit_test(own_wcwidth),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
