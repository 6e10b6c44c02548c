/*
 * What the index makes of any bytes: places inside the text and ascending, no
 * two breaks in a row, every gram of a text found where it stands; marks and
 * snippets for words of the same text on whole characters, no line wider than
 * it may be; and text means the same to search before and behind the door.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

#include "kanbao/gram.h"
#include "kanbao/snippet.h"
#include "kanbao/text.h"

#define MUST(what)                                                                    \
	do {                                                                          \
		if (!(what)) {                                                        \
			(void)fprintf(stderr, "fuzz_fold:%d: %s\n", __LINE__, #what); \
			abort();                                                      \
		}                                                                     \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_places(const struct kb_folded *f, kb_str text)
{
	for (size_t i = 0; i < f->n; i++) {
		MUST(f->at[i] < f->at[i + 1]);
		MUST(f->cp[i] == KB_FOLD_BREAK || kb_fold_cp(f->cp[i]) == f->cp[i]);
		MUST(i == 0 ? f->cp[i] != KB_FOLD_BREAK
		            : f->cp[i] != KB_FOLD_BREAK || f->cp[i - 1] != KB_FOLD_BREAK);
	}
	MUST(f->n == 0 || f->at[f->n] == text.n);
}

struct grams {
	const struct kb_folded *f;
	const struct kb_gram_list *own;
	size_t n;
};

static void
one_gram(void *user, struct kb_piece gram)
{
	struct grams *g = user;
	struct kb_piece needed[KB_GRAMS_MAX];
	bool exact = false;
	MUST(gram.n >= 1 && gram.n <= 4);
	MUST(gram.cp >= g->f->cp && gram.cp + gram.n <= g->f->cp + g->f->n);
	for (size_t i = 0; i < gram.n; i++) {
		MUST(gram.cp[i] > KB_FOLD_FIELD);
	}
	/* what it is found by is in it */
	size_t n = kb_grams_for(gram, g->own, needed, &exact);
	MUST(n >= 1 && n <= KB_GRAMS_MAX);
	for (size_t i = 0; i < n; i++) {
		MUST(needed[i].cp >= gram.cp && needed[i].cp + needed[i].n <= gram.cp + gram.n);
	}
	g->n++;
}

static void
check_grams(const struct kb_folded *f, const struct kb_gram_list *own)
{
	struct grams g = { .f = f, .own = own };
	kb_grams_of(f, own, one_gram, &g);
	MUST(g.n <= 4 * f->n);
}

/* The same to search: what is composed is what the door lets in. */
static void
check_door(kb_str text)
{
	struct kb_buf clean = { 0 };
	struct kb_text_report report = { 0 };
	struct kb_folded f = { 0 };
	struct kb_folded g = { 0 };
	kb_text_sanitise(text, &clean, &report);
	if (report.controls + report.invisible + report.broken == 0) {
		size_t n = 0;
		uint8_t *nfc = u8_normalize(UNINORM_NFC, (const uint8_t *)text.p, text.n, NULL, &n);
		kb_folded_add(&f, (kb_str){ (const char *)nfc, n });
		kb_folded_add(&g, kb_buf_str(&clean));
		MUST(g.n == f.n && (f.n == 0 || memcmp(g.cp, f.cp, f.n * sizeof(*f.cp)) == 0));
		free(nfc);
	}
	kb_buf_release(&clean);
	kb_folded_release(&f);
	kb_folded_release(&g);
}

static void
check_marks(kb_str text, const struct kb_marks *marks)
{
	size_t last = 0;
	for (size_t i = 0; i < marks->n; i++) {
		struct kb_mark m = marks->v[i];
		MUST(m.from < m.to && m.to <= text.n && (i == 0 || m.from >= last));
		last = m.to;
	}
}

static void
check_snippets(kb_str text, kb_str typed)
{
	struct kb_arena a = { 0 };
	struct kb_terms terms;
	struct kb_marks marks = { 0 };
	struct kb_article article = { .page = KB_STR("1"), .headline = text };
	kb_terms_parse(&a, typed, 20000, &terms);
	kb_marks_of(&a, text, KB_FIELD_ANY, &terms, &marks);
	check_marks(text, &marks);
	kb_strs_add(&a, &article.body, text);
	for (int cols = 0; cols < 50; cols += 7) {
		struct kb_snippet s = { 0 };
		struct kb_snippet less = { 0 };
		kb_snippet_of(&a, &article, &terms, cols, KB_AMBIGUOUS_2, &s);
		MUST(!cols || kb_text_cols(s.text, KB_AMBIGUOUS_2) <= cols);
		check_marks(s.text, &s.marks);
		kb_snippet_fit(&a, &s, 10, KB_AMBIGUOUS_1, &less);
		MUST(kb_text_cols(less.text, KB_AMBIGUOUS_1) <= 10);
		check_marks(less.text, &less.marks);
	}
	kb_arena_release(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	kb_str text = { (const char *)data, size };
	kb_str typed;
	struct kb_folded f = { 0 };
	struct kb_gram_list own = { 0 };
	kb_folded_add(&f, text);
	check_places(&f, text);
	check_grams(&f, NULL);
	kb_gram_list_add(&own, text);
	check_grams(&f, &own);
	kb_gram_list_release(&own);
	check_door(text);
	kb_folded_release(&f);
	/* the first line is what is searched for in the rest */
	(void)kb_str_split(&text, '\n', &typed);
	if (text.n) {
		struct kb_buf clean = { 0 };
		kb_text_oneline(text, &clean);
		check_snippets(kb_buf_str(&clean), typed);
		check_snippets(text, typed);
		kb_buf_release(&clean);
	}
	return 0;
}
