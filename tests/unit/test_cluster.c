/* Grapheme clusters against the conformance data, and what is drawn for one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/text.h"

#define BREAK_TEST "/usr/share/unicode/auxiliary/GraphemeBreakTest.txt"
#define MAX_BREAKS 64

/* One line of the file, "÷ 0020 × 0308 ÷": the text and where it breaks. */
struct sample {
	struct kb_buf text;
	size_t breaks[MAX_BREAKS];
	size_t n;
};

static bool
sample_parse(char *line, struct sample *out)
{
	line[strcspn(line, "#\n")] = '\0';
	kb_buf_clear(&out->text);
	out->n = 0;
	for (char *word = strtok(line, " \t"); word; word = strtok(NULL, " \t")) {
		if (strcmp(word, "÷") == 0) {
			assert_true(out->n < MAX_BREAKS);
			out->breaks[out->n++] = out->text.n;
		} else if (strcmp(word, "×") != 0) {
			kb_buf_cp(&out->text, (uint32_t)strtoul(word, NULL, 16));
		}
	}
	return out->n > 0;
}

static bool
forward_right(const struct sample *sample)
{
	kb_str s = kb_buf_str(&sample->text);
	size_t off = 0;
	for (size_t i = 1; i < sample->n; i++) {
		off += kb_cluster_next(s, off);
		if (off != sample->breaks[i]) {
			return false;
		}
	}
	return kb_cluster_next(s, off) == 0;
}

static bool
backward_right(const struct sample *sample)
{
	kb_str s = kb_buf_str(&sample->text);
	size_t off = s.n;
	for (size_t i = sample->n - 1; i > 0; i--) {
		off = kb_cluster_prev(s, off);
		if (off != sample->breaks[i - 1]) {
			return false;
		}
	}
	return off == 0 && kb_cluster_prev(s, 0) == 0;
}

static void
conformance(void **state)
{
	(void)state;
	FILE *file = fopen(BREAK_TEST, "re");
	if (!file) {
		print_message("skipped: package unicode-data is missing\n");
		skip();
	}
	char line[4096];
	struct sample sample = { 0 };
	int cases = 0;
	int bad = 0;
	while (fgets(line, sizeof(line), file)) {
		char copy[4096];
		strcpy(copy, line);
		if (!sample_parse(line, &sample)) {
			continue;
		}
		cases++;
		bool forward = forward_right(&sample);
		bool backward = backward_right(&sample);
		if (!forward || !backward) {
			print_message("%s%s: %s", forward ? "" : "forward ",
			              backward ? "" : "backward ", copy);
			bad++;
		}
	}
	fclose(file);
	kb_buf_release(&sample.text);
	assert_int_equal(cases, 602);
	assert_int_equal(bad, 0);
}

#define CPS(...)            \
	{                   \
		__VA_ARGS__ \
	}

static const struct {
	const char *cluster;
	uint32_t cps[KB_CELL_CPS];
	size_t n;
	int cols[2]; /* ambiguous 1, 2 */
} draws[] = {
	{ "a", CPS('a'), 1, { 1, 1 } },
	{ "报", CPS(0x62A5), 1, { 2, 2 } },
	{ "“", CPS(0x201C), 1, { 1, 2 } },
	{ "…", CPS(0x2026), 1, { 1, 2 } },
	{ "，", CPS(0xFF0C), 1, { 2, 2 } },
	{ "e\u0301", CPS('e', 0x301), 2, { 1, 1 } },
	/* P6: marks on a wide base */
	{ "报\u0301", CPS(0x62A5, 0x301), 2, { 2, 2 } },
	/* P8: a mark without a base */
	{ "\u0301", CPS(0x25CC, 0x301), 2, { 1, 1 } },
	/* at most five code points */
	{ "x\u0301\u0302\u0303\u0304\u0305\u0306",
	  CPS('x', 0x301, 0x302, 0x303, 0x304),
	  5,
	  { 1, 1 } },
	/* emoji sequences: first character only */
	{ "👨‍👩‍👧", CPS(0x1F468), 1, { 2, 2 } },
	{ "\u2764\uFE0F", CPS(0x2764), 1, { 1, 1 } },
	{ "1\uFE0F\u20E3", CPS('1'), 1, { 1, 1 } },
	{ "👍🏽", CPS(0x1F44D), 1, { 2, 2 } },
	{ "🇨🇳", CPS(0x1F1E8), 1, { 1, 1 } },
	/* 〓: private use, unassigned, noncharacter, U+FFFD, newer than the C library */
	{ "\uE000", CPS(0x3013), 1, { 2, 2 } },
	{ "\u0378", CPS(0x3013), 1, { 2, 2 } },
	{ "\uFFFE", CPS(0x3013), 1, { 2, 2 } },
	{ "\uFFFD", CPS(0x3013), 1, { 2, 2 } },
	{ "\U00031350", CPS(0x3013), 1, { 2, 2 } },
	{ "\uE000\u0301", CPS(0x3013), 1, { 2, 2 } },
	/* ideographic variation */
	{ "葛\U000E0100", CPS(0x845B, 0xE0100), 2, { 2, 2 } },
	{ "a\U000E0100", CPS('a'), 1, { 1, 1 } },
	{ "\U000E0100", CPS(0), 0, { 0, 0 } },
	/* what should not have come so far is not drawn raw */
	{ "\x1b", CPS(0x3013), 1, { 2, 2 } },
	{ "\xC2\x9B", CPS(0x3013), 1, { 2, 2 } },
	{ "\u2028", CPS(0x3013), 1, { 2, 2 } },
	{ "\n", CPS(' '), 1, { 1, 1 } },
	{ "\u202E", CPS(0), 0, { 0, 0 } },
	{ "\u200B", CPS(0), 0, { 0, 0 } },
	{ "\xFF", CPS(0x3013), 1, { 2, 2 } },
	/* Hangul of parts: 강 */
	{ "\u1100\u1161\u11BC", CPS(0x1100, 0x1161, 0x11BC), 3, { 2, 2 } },
	{ "", CPS(0), 0, { 0, 0 } },
};

static void
drawn(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(draws) / sizeof(draws[0]); i++) {
		kb_str s = kb_str_of(draws[i].cluster);
		uint32_t cps[KB_CELL_CPS];
		size_t n = kb_cluster_draw(s, cps);
		if (n != draws[i].n || kb_cluster_next(s, 0) != s.n) {
			fail_msg("%s: %zu code points, cluster of %zu bytes", draws[i].cluster, n,
			         kb_cluster_next(s, 0));
		}
		for (size_t k = 0; k < n; k++) {
			assert_int_equal(cps[k], draws[i].cps[k]);
		}
		assert_int_equal(kb_cluster_cols(s, KB_AMBIGUOUS_1), draws[i].cols[0]);
		assert_int_equal(kb_cluster_cols(s, KB_AMBIGUOUS_2), draws[i].cols[1]);
	}
}

/* For every code point: cells of what is drawn = cells that are counted. */
static void
drawing_agrees(void **state)
{
	(void)state;
	struct kb_buf text = { 0 };
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		if (cp >= 0xD800 && cp <= 0xDFFF) {
			continue;
		}
		kb_buf_clear(&text);
		kb_buf_cp(&text, cp);
		for (enum kb_ambiguous amb = KB_AMBIGUOUS_1; amb <= KB_AMBIGUOUS_2; amb++) {
			uint32_t cps[KB_CELL_CPS];
			size_t n = kb_cluster_draw(kb_buf_str(&text), cps);
			int cols = 0;
			for (size_t i = 0; i < n; i++) {
				assert_true(kb_cp_drawable(cps[i]));
				cols += kb_cp_cols(cps[i], amb);
			}
			assert_int_equal(cols, kb_cluster_cols(kb_buf_str(&text), amb));
			if (kb_cp_drawable(cp) && kb_cp_cols(cp, amb) > 0) {
				assert_int_equal(cps[0], cp);
				assert_int_equal(cols, kb_cp_cols(cp, amb));
			}
		}
	}
	kb_buf_release(&text);
}

static void
fitting(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int cols;
		enum kb_ambiguous amb;
		size_t bytes;
		int used;
	} cases[] = {
		{ "今日柯城", 5, KB_AMBIGUOUS_1, 6, 4 },
		{ "今日柯城", 8, KB_AMBIGUOUS_1, 12, 8 },
		{ "今日柯城", 1, KB_AMBIGUOUS_1, 0, 0 },
		{ "今日柯城", 0, KB_AMBIGUOUS_1, 0, 0 },
		{ "今日", -1, KB_AMBIGUOUS_1, 0, 0 },
		{ "“报”", 4, KB_AMBIGUOUS_1, 9, 4 },
		{ "“报”", 4, KB_AMBIGUOUS_2, 6, 4 },
		/* the mark stays with its base at the edge */
		{ "ae\u0301b", 2, KB_AMBIGUOUS_1, 4, 2 },
		{ "", 3, KB_AMBIGUOUS_1, 0, 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int used = -1;
		kb_str s = kb_str_of(cases[i].text);
		assert_int_equal(kb_text_fit(s, cases[i].cols, cases[i].amb, &used),
		                 cases[i].bytes);
		assert_int_equal(used, cases[i].used);
		assert_int_equal(kb_text_fit(s, cases[i].cols, cases[i].amb, NULL), cases[i].bytes);
	}
	assert_int_equal(kb_text_cols(KB_STR("说：“好”"), KB_AMBIGUOUS_1), 8);
	assert_int_equal(kb_text_cols(KB_STR("说：“好”"), KB_AMBIGUOUS_2), 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conformance),
		cmocka_unit_test(drawn),
		cmocka_unit_test(drawing_agrees),
		cmocka_unit_test(fitting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
