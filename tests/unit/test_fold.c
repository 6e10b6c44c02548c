/* Folding: what is the same to search, where it stands, what parts it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/fold.h"
#include "kanbao/text.h"

/* Folded text as UTF-8: '/' for a break, '|' for the end of a field. */
static void
print(const struct kb_folded *f, struct kb_buf *out)
{
	kb_buf_clear(out);
	for (size_t i = 0; i < f->n; i++) {
		uint32_t cp = f->cp[i];
		kb_buf_cp(out, cp == KB_FOLD_BREAK ? '/' : cp == KB_FOLD_FIELD ? '|' : cp);
	}
}

static void
test_cases(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *folded;
	} cases[] = {
		{ "", "" },
		{ "柯城区", "柯城区" },
		{ "ＡＢｃ１２", "abc12" },
		{ "Élan ÄÖÜ Ω", "élan/äöü/ω" },
		{ "國務院總理乾坤", "国务院总理干坤" },
		{ "爲衆裏羣峯啓祕鍊", "为众里群峰启秘炼" }, /* what Unihan alone leaves */
		{ "著名 覆盖", "著名/覆盖" },               /* what it folds too far */
		{ "3.5%", "3/5/" },
		{ "《光明日报》，讯", "光明日报/讯" },
		{ "  ——开头", "开头" },
		{ "甲\n乙", "甲/乙" },
		{ "①②㈱Ⅻ½", "12/ⅻ½" }, /* one to one, or as it is */
		{ "ｶﾞー々〇", "カー々〇" },
		{ "葛\U000E0100城", "葛城" }, /* a selector is no character of its own */
		{ "e\u0301a", "ea" },
		{ "㑮\U0001D400", "\U0002B748a" }, /* out of the plane and into it */
		{ "⾦⼈", "金人" },                /* radicals */
		{ "☆\uFFFD\uE000", "" },
		{ "한국", "한국" },
	};
	struct kb_folded f = { 0 };
	struct kb_buf out = { 0 };
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		kb_folded_clear(&f);
		kb_folded_add(&f, kb_str_of(cases[i].text));
		print(&f, &out);
		assert_string_equal(kb_buf_str(&out).p, cases[i].folded);
	}
	kb_folded_release(&f);
	kb_buf_release(&out);
}

/* Folding what was folded changes nothing, and a break stays one. */
static void
test_every_character(void **state)
{
	(void)state;
	uint32_t words = 0;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		uint32_t to = kb_fold_cp(cp);
		if (to > KB_FOLD_FIELD) {
			assert_int_equal(kb_fold_cp(to), to);
			assert_true(to >= '0' && to <= 0x10FFFF);
			words++;
		}
		if (kb_cp_han(cp) && cp >= 0x3400 && cp <= 0x9FFF) {
			assert_true(to > KB_FOLD_FIELD);
		}
	}
	assert_true(words > 130000 && words < 145000);
	assert_int_equal(kb_fold_cp(0x110000), KB_FOLD_BREAK);
	assert_int_equal(kb_fold_cp(UINT32_MAX), KB_FOLD_BREAK);
}

/* Both forms of each row of OpenCC's table are the same to search. */
static void
test_opencc(void **state)
{
	(void)state;
	FILE *file = fopen("assets/data/opencc-ts.txt", "re");
	assert_non_null(file);
	char line[256];
	int rows = 0;
	while (fgets(line, sizeof(line), file)) {
		if (line[0] == '#') {
			continue;
		}
		kb_str row = kb_str_of(line);
		size_t off = 0;
		uint32_t from = kb_utf8_next(row, &off);
		assert_int_equal(line[off++], '\t');
		uint32_t to = kb_utf8_next(row, &off);
		assert_int_equal(kb_fold_cp(from), kb_fold_cp(to));
		rows++;
	}
	fclose(file);
	assert_int_equal(rows, 4113);
}

/* Places lead back to whole printed characters, marks and all. */
static void
test_places(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *piece;
		const char *printed; /* of the first place found; NULL: none */
	} cases[] = {
		{ "今日柯城，明日", "柯城", "柯城" },
		{ "今日柯城，明日", "日明", NULL },
		{ "ＧＤＰ增长", "dp增", "ＤＰ增" },
		{ "臺灣海峽", "台湾", "臺灣" },
		{ "葛\U000E0100城", "葛", "葛\U000E0100" },
		{ "葛\U000E0100城", "葛城", "葛\U000E0100城" },
		{ "aaab", "aab", "aab" },
		{ "在柯", "柯城", NULL },
		{ "e\u0301，x", "e", "e\u0301" },
		{ "x e\u0301", "e", "e\u0301" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_folded text = { 0 };
		struct kb_folded piece = { 0 };
		kb_str s = kb_str_of(cases[i].text);
		kb_folded_add(&text, s);
		kb_folded_add(&piece, kb_str_of(cases[i].piece));
		size_t at = kb_folded_find(&text, (struct kb_piece){ piece.cp, piece.n }, 0);
		assert_int_equal(at == SIZE_MAX, cases[i].printed == NULL);
		if (cases[i].printed) {
			kb_str printed = kb_str_sub(s, text.at[at], text.at[at + piece.n]);
			assert_true(kb_str_eq(printed, kb_str_of(cases[i].printed)));
		}
		kb_folded_release(&text);
		kb_folded_release(&piece);
	}
}

static void
test_fields(void **state)
{
	(void)state;
	struct kb_folded f = { 0 };
	struct kb_buf out = { 0 };
	kb_folded_field(&f); /* nothing to end */
	kb_folded_add(&f, KB_STR("柯城"));
	kb_folded_add(&f, KB_STR("区。"));
	kb_folded_field(&f);
	kb_folded_add(&f, KB_STR("（"));
	kb_folded_field(&f);
	kb_folded_add(&f, KB_STR("）衢州"));
	print(&f, &out);
	assert_string_equal(out.p, "柯城区|衢州");
	const uint32_t across[] = { 0x533A, 0x8862 };
	assert_int_equal(kb_folded_find(&f, (struct kb_piece){ across, 2 }, 0), SIZE_MAX);
	assert_int_equal(kb_folded_find(&f, (struct kb_piece){ across, 0 }, 2), 2);
	assert_int_equal(kb_folded_find(&f, (struct kb_piece){ across, 1 }, 9), SIZE_MAX);
	kb_buf_clear(&out);
	kb_piece_text(&out, (struct kb_piece){ f.cp, f.n });
	assert_string_equal(out.p, "柯城区 衢州");
	kb_buf_release(&out);
	kb_folded_release(&f);
}

/* Invalid bytes part words and lead nowhere. */
static void
test_bytes(void **state)
{
	(void)state;
	struct kb_folded f = { 0 };
	for (unsigned seed = 1; seed < 500; seed++) {
		char bytes[64];
		unsigned x = seed * 2654435761u;
		for (size_t i = 0; i < sizeof(bytes); i++) {
			x = x * 1664525u + 1013904223u;
			bytes[i] = (char)(x >> 24);
		}
		kb_folded_clear(&f);
		kb_folded_add(&f, (kb_str){ bytes, seed % sizeof(bytes) });
		for (size_t i = 0; i < f.n; i++) {
			assert_true(f.cp[i] != 0 && f.at[i] < f.at[i + 1]);
			assert_true(i == 0 || f.cp[i] > 2 || f.cp[i - 1] > 2);
		}
	}
	kb_folded_release(&f);
}

/* --- needles ------------------------------------------------------------------- */

/* Whether the needle says what folding says, where it says anything. */
static bool
agrees(kb_str text, kb_str looked_for, bool *found)
{
	struct kb_folded f = { 0 };
	struct kb_folded piece = { 0 };
	struct kb_needle needle;
	kb_folded_add(&f, text);
	kb_folded_add(&piece, looked_for);
	kb_needle_make(&needle, (struct kb_piece){ piece.cp, piece.n });
	*found = piece.n && kb_folded_find(&f, needle.piece, 0) != SIZE_MAX;
	bool same = !kb_needle_fits(&needle, text) || kb_needle_in(&needle, text) == *found;
	kb_folded_release(&f);
	kb_folded_release(&piece);
	return same;
}

static void
test_needles(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *piece;
		bool fits;
		bool found;
	} cases[] = {
		{ "在柯城区", "柯城", true, true },
		{ "柯城", "柯城区", true, false },
		{ "柯，城", "柯城", true, false },
		{ "中國國務院", "国务院", true, true },
		{ "柯\uFE00城", "柯城", true, true }, /* a selector is skipped */
		{ "葛\U000E0100城", "葛城", true, true },
		{ "Ｖisit", "vis", true, true },
		{ "\U0001D415isit", "vis", false, true }, /* a letter beyond the first plane */
		{ "3.5", "3.5", false, true },            /* a break */
		{ "", "柯", true, false },
		{ "柯", "", false, false },
		{ "\xE6\x9F", "柯", true, false }, /* cut */
		{ "\xE6柯", "柯", true, true },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		kb_str text = kb_str_of(cases[i].text);
		struct kb_folded piece = { 0 };
		struct kb_needle needle;
		kb_folded_add(&piece, kb_str_of(cases[i].piece));
		kb_needle_make(&needle, (struct kb_piece){ piece.cp, piece.n });
		assert_int_equal(kb_needle_fits(&needle, text), cases[i].fits);
		if (cases[i].fits) {
			assert_int_equal(kb_needle_in(&needle, text), cases[i].found);
		}
		kb_folded_release(&piece);
	}
}

/* Characters that fold in every way, put together at random. */
static void
test_needles_at_random(void **state)
{
	(void)state;
	static const char *const parts[] = {
		"国", "國", "务", "務",         "院",   "a",    "Ａ", "\U0001D400", "\uFE00",
		"，", "\n", "㑮", "\U0002B748", "\xE5", "\x9B", "金", "⾦",
	};
	uint32_t chance = 1;
	int hits = 0;
	for (int round = 0; round < 20000; round++) {
		struct kb_buf text[2] = { { 0 }, { 0 } };
		bool found = false;
		for (int i = 0; i < 16; i++) {
			chance = chance * 1664525 + 1013904223;
			kb_buf_add(
				&text[i < 13 ? 0 : 1],
				kb_str_of(
					parts[(chance >> 16) % (sizeof(parts) / sizeof(*parts))]));
		}
		assert_true(agrees(kb_buf_str(&text[0]), kb_buf_str(&text[1]), &found));
		hits += found;
		kb_buf_release(&text[0]);
		kb_buf_release(&text[1]);
	}
	assert_true(hits > 100);
}

/* Every character is a form of what it is folded to. */
static void
test_forms(void **state)
{
	(void)state;
	for (uint32_t cp = 0x20; cp < 0x32000; cp++) {
		uint32_t forms[KB_NEEDLE_FORMS];
		uint32_t to = kb_fold_cp(cp);
		bool beyond = false;
		/* of those that are themselves one in 16 says enough, and takes a moment */
		if (to <= KB_FOLD_FIELD || (to == cp && cp % 16)) {
			continue;
		}
		size_t n = kb_fold_forms(to, forms, KB_NEEDLE_FORMS, &beyond);
		bool there = cp > 0xFFFF && beyond;
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(kb_fold_cp(forms[i]), to);
			there = there || forms[i] == cp;
		}
		assert_true(there);
	}
}

/* What neither may reach a terminal nor be seen there parts no word and joins none. */
static void
test_invisible(void **state)
{
	(void)state;
	static const uint32_t ranges[][2] = {
		{ 0xAD, 0xAD },       { 0x61C, 0x61C },     { 0x180E, 0x180E },
		{ 0x200B, 0x200F },   { 0x202A, 0x202E },   { 0x2060, 0x2064 },
		{ 0x2066, 0x2069 },   { 0xFE00, 0xFE0F },   { 0xFEFF, 0xFEFF },
		{ 0xFFF9, 0xFFFB },   { 0xE0001, 0xE0001 }, { 0xE0020, 0xE007F },
		{ 0xE0100, 0xE01EF },
	};
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++) {
		for (uint32_t cp = ranges[i][0]; cp <= ranges[i][1]; cp++) {
			struct kb_folded f = { 0 };
			struct kb_buf text = { 0 };
			struct kb_buf out = { 0 };
			kb_buf_add(&text, KB_STR("柯"));
			kb_buf_cp(&text, cp);
			kb_buf_add(&text, KB_STR("城"));
			kb_folded_add(&f, kb_buf_str(&text));
			print(&f, &out);
			if (!kb_str_eq(kb_buf_str(&out), KB_STR("柯城"))) {
				fail_msg("U+%04X: '%s'", (unsigned)cp, out.p);
			}
			kb_buf_release(&text);
			kb_buf_release(&out);
			kb_folded_release(&f);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_invisible),
		cmocka_unit_test(test_needles),
		cmocka_unit_test(test_needles_at_random),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_every_character),
		cmocka_unit_test(test_opencc),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
