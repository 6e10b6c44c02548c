/* The width probe: the question, and what is made of answers of all kinds. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "kanbao/term.h"

/* Columns as a terminal reports them; 0: no more answers. */
static const struct {
	const char *name;
	int columns[KB_PROBES];
	enum kb_ambiguous verdict;
	bool garbled;
} terminals[] = {
	{ "narrow", { 9, 7, 7, 7, 7, 7, 7, 7, 7 }, KB_AMBIGUOUS_1, false },
	{ "wide", { 9, 9, 9, 9, 9, 9, 9, 9, 9 }, KB_AMBIGUOUS_2, false },
	{ "wide, rules narrow", { 9, 9, 9, 9, 9, 9, 9, 9, 7 }, KB_AMBIGUOUS_2, false },
	{ "narrow, rules wide", { 9, 7, 7, 7, 7, 7, 7, 7, 9 }, KB_AMBIGUOUS_SAFE, false },
	{ "quotes wide only", { 9, 9, 7, 7, 7, 7, 7, 7, 7 }, KB_AMBIGUOUS_SAFE, false },
	{ "dash narrow only", { 9, 9, 9, 7, 9, 9, 9, 9, 9 }, KB_AMBIGUOUS_SAFE, false },
	{ "signs wide only", { 9, 7, 7, 7, 7, 9, 9, 9, 7 }, KB_AMBIGUOUS_SAFE, false },
	/* three bytes, thrice two of them */
	{ "GBK", { 11, 11, 11, 11, 9, 11, 11, 11, 11 }, KB_AMBIGUOUS_SAFE, true },
	{ "a byte a cell, none below A0", { 9, 7, 7, 7, 9, 7, 7, 7, 7 }, KB_AMBIGUOUS_SAFE, false },
	{ "a byte a cell", { 11, 11, 11, 11, 9, 11, 11, 11, 11 }, KB_AMBIGUOUS_SAFE, true },
	{ "nothing is drawn", { 5, 5, 5, 5, 5, 5, 5, 5, 5 }, KB_AMBIGUOUS_SAFE, true },
	/* luit: the second pair of 中文 is no character of GBK, and is left out */
	{ "GBK without gaps", { 9, 11, 11, 11, 9, 11, 11, 11, 13 }, KB_AMBIGUOUS_SAFE, true },
	{ "silent", { 0 }, KB_AMBIGUOUS_UNKNOWN, false },
	{ "broken off", { 9, 7, 7, 7, 7, 7, 7, 7, 0 }, KB_AMBIGUOUS_UNKNOWN, false },
};

static void
test_verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(terminals) / sizeof(terminals[0]); i++) {
		struct kb_probe p = { 0 };
		struct kb_buf question = { 0 };
		const int *columns = terminals[i].columns;
		kb_probe_ask(&p, 24, 1000, &question);
		for (int k = 0; k < KB_PROBES && columns[k]; k++) {
			assert_true(kb_probe_open(&p));
			bool last =
				kb_probe_answer(&p, p.row, columns[k] - KB_PROBE_COLUMN, 1000 + k);
			assert_int_equal(last, k == KB_PROBES - 1);
			assert_int_equal(p.took_ms, k);
		}
		if (kb_probe_verdict(&p) != terminals[i].verdict ||
		    kb_probe_garbled(&p) != terminals[i].garbled) {
			fail_msg("%s: %d, %d", terminals[i].name, (int)kb_probe_verdict(&p),
			         kb_probe_garbled(&p));
		}
		kb_buf_release(&question);
	}
}

/* Nothing asked, or all answered: a report more changes nothing. */
static void
test_not_asked(void **state)
{
	(void)state;
	struct kb_probe p = { 0 };
	struct kb_buf question = { 0 };
	assert_false(kb_probe_answer(&p, 2, 4, 5));
	assert_int_equal(kb_probe_verdict(&p), KB_AMBIGUOUS_UNKNOWN);
	kb_probe_ask(&p, 24, 0, &question);
	for (int k = 0; k < KB_PROBES; k++) {
		(void)kb_probe_answer(&p, 2, k ? 2 : 4, 1);
	}
	for (int k = 0; k < KB_PROBES; k++) {
		assert_false(kb_probe_answer(&p, 2, 4, 2));
	}
	assert_int_equal(kb_probe_verdict(&p), KB_AMBIGUOUS_1);
	/* asked again it forgets */
	kb_probe_ask(&p, 24, 3, &question);
	assert_int_equal(kb_probe_verdict(&p), KB_AMBIGUOUS_UNKNOWN);
	assert_true(kb_probe_open(&p));
	kb_buf_release(&question);
}

/* Asked again while answers of the round before are still to come: none is counted into the new one. */
static void
test_rounds(void **state)
{
	(void)state;
	static const struct {
		int rows;
		int of_round[6]; /* the row that it asks from */
	} screens[] = { { 24, { 2, 3, 4, 5, 2, 3 } }, { 3, { 2, 3, 2, 3, 2, 3 } } };
	for (size_t i = 0; i < 2; i++) {
		struct kb_probe p = { 0 };
		struct kb_buf question = { 0 };
		for (int round = 0; round < 6; round++) {
			char home[16];
			kb_buf_clear(&question);
			kb_probe_ask(&p, screens[i].rows, round, &question);
			assert_int_equal(p.row, screens[i].of_round[round]);
			snprintf(home, sizeof(home), "\0337\033[%d;5H", p.row);
			assert_true(kb_str_starts(kb_buf_str(&question), kb_str_of(home)));
			int before = screens[i].of_round[round ? round - 1 : 1];
			for (int k = 0; k < KB_PROBES; k++) {
				assert_false(kb_probe_answer(&p, before, 4, round));
			}
			assert_int_equal(p.n, 0);
			/* not all of them, but for the last round */
			for (int k = 0; k < (round < 5 ? 4 : KB_PROBES); k++) {
				(void)kb_probe_answer(&p, p.row, k ? 2 : 4, round);
			}
		}
		assert_int_equal(kb_probe_verdict(&p), KB_AMBIGUOUS_1);
		kb_buf_release(&question);
	}
}

/* In one round trip: nine reports, each text from row 2, column 5, the cursor put back. */
static void
test_question(void **state)
{
	(void)state;
	struct kb_probe p = { 0 };
	struct kb_buf question = { 0 };
	kb_probe_ask(&p, 24, 0, &question);
	kb_str q = kb_buf_str(&question);
	assert_true(q.n < 200);
	assert_true(kb_str_starts(q, KB_STR("\0337\033[2;5H中文\033[6n\033[2;5H““\033[6n")));
	assert_true(kb_str_eq(kb_str_sub(q, q.n - 6, q.n), KB_STR("\r\033[K\0338")));
	size_t reports = 0;
	for (size_t off = 0; off < q.n; off++) {
		reports += kb_str_starts(kb_str_sub(q, off, q.n), KB_STR("\033[6n"));
	}
	assert_int_equal(reports, KB_PROBES);
	for (int i = 1; i < KB_PROBES; i++) {
		kb_str text = kb_str_of(kb_probe_text(i));
		size_t off = 0;
		uint32_t cp = kb_utf8_next(text, &off);
		assert_int_equal(kb_utf8_count(text), 2);
		assert_int_equal(kb_utf8_next(text, &off), cp);
		assert_int_equal(kb_cp_cols(cp, KB_AMBIGUOUS_1), 1);
		assert_int_equal(kb_cp_cols(cp, KB_AMBIGUOUS_2), 2);
	}
	kb_buf_release(&question);
}

static void
test_codesets(void **state)
{
	(void)state;
	assert_int_equal(kb_term_codeset("UTF-8"), KB_CODESET_UTF8);
	assert_int_equal(kb_term_codeset("GBK"), KB_CODESET_GB);
	assert_int_equal(kb_term_codeset("GB18030"), KB_CODESET_GB);
	assert_int_equal(kb_term_codeset("GB2312"), KB_CODESET_GB);
	assert_int_equal(kb_term_codeset("BIG5"), KB_CODESET_OTHER);
	assert_int_equal(kb_term_codeset("ANSI_X3.4-1968"), KB_CODESET_OTHER);
	assert_int_equal(kb_term_codeset(""), KB_CODESET_OTHER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts), cmocka_unit_test(test_not_asked),
		cmocka_unit_test(test_rounds),   cmocka_unit_test(test_question),
		cmocka_unit_test(test_codesets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
