/*
 * Any bytes as a query: never an error, never beyond the limits, the same each
 * time; what a bare term looks for stands in what was typed; as pinyin it takes
 * a bounded number of looks into the words of an archive that has every word;
 * an archive is searched with it without an error, and what is found is there.
 */
#include <string.h>

#include "fuzz_archive.h"
#include "kanbao/pinyin.h"
#include "kanbao/search.h"
#include "kanbao/text.h"

#define TODAY 20000

static void
must(bool holds)
{
	if (!holds) {
		abort();
	}
}

static void
check_term(const struct kb_word *t, const struct kb_folded *typed)
{
	must(t->npieces <= KB_PIECES_MAX && t->field < KB_FIELD_COUNT);
	must(t->field == KB_FIELD_DATE ? t->npieces == 0 : t->npieces > 0);
	must(t->first == KB_DAY_NONE || t->last == KB_DAY_NONE || t->first <= t->last);
	for (size_t i = 0; i < t->npieces; i++) {
		must(t->pieces[i].n > 0 && t->pieces[i].n <= KB_QUERY_MAX);
		must(kb_folded_find(typed, t->pieces[i], 0) != SIZE_MAX);
	}
}

static bool
same_piece(struct kb_piece a, struct kb_piece b)
{
	return a.n == b.n && memcmp(a.cp, b.cp, a.n * sizeof(*a.cp)) == 0;
}

static void
check_same(const struct kb_terms *a, const struct kb_terms *b)
{
	must(a->n == b->n && a->cut == b->cut);
	for (size_t i = 0; i < a->n; i++) {
		const struct kb_word *x = &a->v[i];
		const struct kb_word *y = &b->v[i];
		must(x->field == y->field && x->excluded == y->excluded && x->quoted == y->quoted &&
		     x->first == y->first && x->last == y->last && x->npieces == y->npieces &&
		     kb_str_eq(x->typed, y->typed) && kb_str_eq(x->page, y->page));
		for (size_t k = 0; k < x->npieces; k++) {
			must(same_piece(x->pieces[k], y->pieces[k]));
		}
	}
}

static void
check_reading(const struct kb_terms *terms, bool valid)
{
	struct kb_buf out = { 0 };
	kb_terms_read(terms, &out);
	must(!valid || kb_utf8_valid(kb_buf_str(&out)));
	kb_buf_release(&out);
}

/* --- pinyin ------------------------------------------------------------------------------ */

/* Every pair is a word, and every look is counted. */
static uint64_t
count_any(void *user, struct kb_piece gram)
{
	size_t *looks = user;
	++*looks;
	return gram.cp[0] % 7 + 1;
}

static void
pairs_any(void *user, uint32_t first, void (*each)(void *arg, uint32_t second, uint64_t count),
          void *arg)
{
	static const uint32_t seconds[] = { 0x4E00, 0x4E8B, 0x5730, 0x5B9E, 0x6210, 0x5E02,
		                            0x897F, 0x5B89, 0x5E7F, 0x65F6, 0x673A, 0x57CE };
	size_t *looks = user;
	++*looks;
	for (size_t i = 0; i < sizeof(seconds) / sizeof(*seconds); i++) {
		each(arg, seconds[i], (first + i) % 5 + 1);
	}
}

/* Ways to cut × syllables × characters that can be the last of a word. */
#define LOOKS_MAX ((size_t)KB_SPLITS_MAX * KB_SYLLABLES_MAX * 2000)

static void
check_words(const struct kb_piece *words, size_t n)
{
	must(n <= KB_SOUNDS_MAX);
	for (size_t i = 0; i < n; i++) {
		must(words[i].n > 0 && words[i].n <= KB_SYLLABLES_MAX);
	}
}

static void
check_pinyin(struct kb_arena *a, kb_str typed)
{
	struct kb_piece words[KB_SOUNDS_MAX] = { 0 };
	size_t looks = 0;
	const struct kb_vocab vocab = { .user = &looks, .count = count_any, .pairs = pairs_any };
	check_words(words, kb_pinyin_words(a, typed, &vocab, words));
	check_words(words, kb_pinyin_initials(a, typed, &vocab, words, KB_SOUNDS_MAX));
	must(looks < LOOKS_MAX);
}

/* --- the archive ------------------------------------------------------------------------- */

static struct kb_store *
archive(void)
{
	/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): one for all inputs */
	static struct kb_store *store;
	char path[320];
	struct kb_ctx ctx = { 0 };
	if (!store) {
		fuzz_archive(fuzz_path(path, sizeof(path), "archive.db"));
		must(kb_store_open(&ctx, path, KB_STORE_READ, &store) == KB_OK);
	}
	kb_ctx_release(&ctx);
	return store;
}

static void
check_search(struct kb_arena *a, struct kb_terms *terms)
{
	struct kb_ctx ctx = { 0 };
	struct kb_found found = { 0 };
	struct kb_search search = { .terms = terms, .first = KB_DAY_NONE, .last = KB_DAY_NONE };
	must(kb_search_sounds(archive(), &ctx, a, terms) == KB_OK);
	must(kb_search_run(archive(), &ctx, a, &search, &found) == KB_OK);
	must(found.end && found.n <= 5);
	for (size_t i = 0; i < found.n; i++) {
		struct kb_article article;
		must(kb_store_article(archive(), &ctx, a, found.ids[i], &article) == KB_OK);
	}
	kb_ctx_release(&ctx);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	kb_str typed = { (const char *)data, size };
	struct kb_arena a = { 0 };
	struct kb_folded folded = { 0 };
	struct kb_terms terms;
	struct kb_terms again;
	kb_day first;
	kb_day last;
	kb_folded_add(&folded, typed);
	kb_terms_parse(&a, typed, TODAY, &terms);
	must(terms.n <= KB_TERMS_MAX);
	for (size_t i = 0; i < terms.n; i++) {
		check_term(&terms.v[i], &folded);
	}
	kb_terms_parse(&a, typed, TODAY, &again);
	check_same(&terms, &again);
	kb_terms_dup(&a, &terms, &again);
	check_same(&terms, &again);
	must(!kb_terms_days(&terms, &first, &last) || first <= last || last == KB_DAY_NONE);
	must(terms.n > 0 || kb_terms_empty(&terms));
	check_reading(&terms, kb_utf8_valid(typed));
	for (size_t i = 0; i < terms.n && i < 2; i++) {
		check_pinyin(&a, terms.v[i].typed);
	}
	check_search(&a, &terms);
	kb_folded_release(&folded);
	kb_arena_release(&a);
	return 0;
}
