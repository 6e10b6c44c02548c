/*
 * LineBreakTest.txt of the Unicode Consortium: with the Chinese rules off the
 * library's answer, with them on every further difference by its rule.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/layout.h"

#define DATA "/usr/share/unicode/auxiliary/LineBreakTest.txt"
#define MAX_BYTES 256

/* One case: its text, and at each byte 1 (break), 0 (none), 2 (inside a character). */
struct sample {
	char text[MAX_BYTES];
	size_t n;
	unsigned char want[MAX_BYTES];
};

/* A line of the file; false where it holds no case. */
static bool
parse(char *line, struct sample *c)
{
	struct kb_buf buf = { 0 };
	memset(c, 0, sizeof(*c));
	memset(c->want, 2, sizeof(c->want));
	line[strcspn(line, "#\n")] = '\0';
	unsigned char mark = 0;
	char *rest = NULL;
	for (char *word = strtok_r(line, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
		if (strcmp(word, "÷") == 0 || strcmp(word, "×") == 0) {
			mark = strcmp(word, "÷") == 0;
			continue;
		}
		c->want[buf.n] = mark;
		kb_buf_cp(&buf, (uint32_t)strtoul(word, NULL, 16));
		assert_true(buf.n < MAX_BYTES);
	}
	memcpy(c->text, buf.p ? buf.p : "", buf.n);
	c->n = buf.n;
	kb_buf_release(&buf);
	return c->n > 0;
}

static bool
breaks(unsigned char level)
{
	return level == KB_BREAK_FREE || level == KB_BREAK_MUST;
}

struct tally {
	int cases, passed, passed_on;
	int forbids[11]; /* by rule: positions where only the Chinese rules allow no break */
	int allows[11];  /* … where only they allow one */
	int mends[11];   /* … where only they are as the file says */
};

static void
compare(const struct sample *c, struct tally *t)
{
	unsigned char off[MAX_BYTES], on[MAX_BYTES], rule[MAX_BYTES];
	kb_str s = { c->text, c->n };
	bool pass = true;
	bool pass_on = true;
	kb_breaks(s, KB_UAX14, off);
	kb_breaks_explain(s, KB_STRICT, on, rule);
	for (size_t i = 1; i < c->n; i++) {
		if (c->want[i] == 2) {
			continue;
		}
		bool agrees = breaks(off[i]) == (c->want[i] == 1);
		bool agrees_on = breaks(on[i]) == (c->want[i] == 1);
		pass = pass && agrees;
		pass_on = pass_on && agrees_on;
		if (agrees && !agrees_on) {
			(*(c->want[i] ? &t->forbids : &t->allows))[rule[i]]++;
		} else if (!agrees && agrees_on) {
			t->mends[rule[i]]++;
		}
	}
	t->cases++;
	t->passed += pass;
	t->passed_on += pass_on;
}

static struct tally
run(void)
{
	struct tally t = { 0 };
	char line[4096];
	struct sample c;
	FILE *f = fopen(DATA, "r");
	if (!f) {
		fail_msg("%s is missing: install the package unicode-data", DATA);
	}
	while (fgets(line, sizeof(line), f)) {
		if (parse(line, &c)) {
			compare(&c, &t);
		}
	}
	fclose(f);
	return t;
}

static void
off_is_the_library(void **state)
{
	(void)state;
	struct tally t = run();
	print_message("%d of %d cases pass with the Chinese rules off\n", t.passed, t.cases);
	assert_int_equal(t.cases, 7654);
	assert_true(t.passed >= 7300);
}

/*
 * Every position where the Chinese rules depart from the file though the
 * library does not, and where they mend the library; rules not named: none.
 */
static const struct {
	int rule, forbids, allows, mends;
	const char *why;
} departures[] = {
	{ 1, 219, 0, 8,
	  "a blank with a mark, ZWJ or skin tone is one cluster; the file takes it apart (LB10)" },
	{ 3, 332, 0, 1,
	  "blank or control before % - --, ! ; : ⸺: START marks do not begin a line" },
	{ 4, 84, 0, 2,
	  "solidus before anything, also over blanks: it does not end a line at the GB level" },
	{ 6, 2, 0, 1, "a URL is cut behind its joints only where nothing else helps" },
	{ 8, 78, 322, 150,
	  "behind any run of blanks a line may begin, before a blank or tab never" },
};

static void
departures_are_known(void **state)
{
	(void)state;
	struct tally t = run();
	int known[11] = { 0 };
	for (size_t i = 0; i < sizeof(departures) / sizeof(departures[0]); i++) {
		int r = departures[i].rule;
		known[r] = 1;
		print_message("R%d forbids %d, allows %d, mends %d: %s\n", r, t.forbids[r],
		              t.allows[r], t.mends[r], departures[i].why);
		assert_int_equal(t.forbids[r], departures[i].forbids);
		assert_int_equal(t.allows[r], departures[i].allows);
		assert_int_equal(t.mends[r], departures[i].mends);
	}
	for (int r = 0; r <= 10; r++) {
		assert_true(known[r] || t.forbids[r] + t.allows[r] + t.mends[r] == 0);
	}
	print_message("%d of %d cases pass with the Chinese rules on\n", t.passed_on, t.cases);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(off_is_the_library),
		cmocka_unit_test(departures_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
