/* Terms held against texts folded before: of a list, and of the list of all issues. */
#include "kanbao/sieve.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "kanbao/mem.h"
#include "kanbao/pinyin.h"
#include "kanbao/search.h"

/* --- words of a text, for pinyin ------------------------------------------------- */

#define CHARS 0x110000u
struct words {
	const struct kb_folded *text;
	unsigned char *met; /* a bit for each character, clear between two calls */
};

static uint64_t
count_gram(void *user, struct kb_piece gram)
{
	const struct words *w = user;
	return kb_folded_find(w->text, gram, 0) != SIZE_MAX;
}

/* The character behind the one at i, 0 where none is. */
static uint32_t
second_at(const struct kb_folded *text, size_t i)
{
	uint32_t cp = i + 1 < text->n ? text->cp[i + 1] : 0;
	return cp > KB_FOLD_FIELD && cp < CHARS ? cp : 0;
}

/* Each pair once: what stands in so small a text counts alike. */
static void
each_pair(void *user, uint32_t first, void (*each)(void *arg, uint32_t second, uint64_t count),
          void *arg)
{
	struct words *w = user;
	const struct kb_piece piece = { &first, 1 };
	for (size_t i = 0; (i = kb_folded_find(w->text, piece, i)) != SIZE_MAX; i++) {
		uint32_t second = second_at(w->text, i);
		unsigned char bit = (unsigned char)(1u << (second & 7));
		if (second && !(w->met[second / 8] & bit)) {
			w->met[second / 8] |= bit;
			each(arg, second, 1);
		}
	}
	for (size_t i = 0; (i = kb_folded_find(w->text, piece, i)) != SIZE_MAX; i++) {
		w->met[second_at(w->text, i) / 8] = 0;
	}
}

void
kb_terms_sound(struct kb_arena *a, struct kb_terms *terms, const struct kb_folded *text)
{
	struct words w = { text, kb_calloc(CHARS / 8, 1) };
	const struct kb_vocab vocab = { .user = &w, .count = count_gram, .pairs = each_pair };
	for (size_t i = 0; i < terms->n; i++) {
		struct kb_word *t = &terms->v[i];
		struct kb_piece found[KB_SOUNDS_MAX];
		bool may = !t->excluded && !t->quoted && t->npieces;
		size_t n = may ? kb_pinyin_words(a, t->typed, &vocab, found) : 0;
		t->alts = kb_arena_alloc(a, n + 1, sizeof(*t->alts));
		memcpy(t->alts, found, n * sizeof(*found));
		t->nalts = n;
	}
	free(w.met);
}

/* --- a text ------------------------------------------------------------------------ */

static bool
has(const struct kb_folded *text, const struct kb_word *word)
{
	size_t found = 0;
	for (size_t i = 0; i < word->nalts; i++) {
		if (kb_folded_find(text, word->alts[i], 0) != SIZE_MAX) {
			return true;
		}
	}
	while (found < word->npieces && kb_folded_find(text, word->pieces[found], 0) != SIZE_MAX) {
		found++;
	}
	return word->npieces > 0 && found == word->npieces;
}

static bool
has_date(const struct kb_folded *text, kb_str typed)
{
	struct kb_folded date = { 0 };
	kb_folded_add(&date, typed);
	bool found = kb_folded_find(text, (struct kb_piece){ date.cp, date.n }, 0) != SIZE_MAX;
	kb_folded_release(&date);
	return found;
}

bool
kb_terms_match(const struct kb_terms *terms, const struct kb_folded *text)
{
	for (size_t i = 0; i < terms->n; i++) {
		const struct kb_word *word = &terms->v[i];
		bool found = word->field == KB_FIELD_DATE ? has_date(text, word->typed)
		                                          : has(text, word);
		if (found == word->excluded) {
			return false;
		}
	}
	return true;
}

static bool
has_any(const struct kb_terms *terms, const struct kb_folded *text)
{
	size_t i = 0;
	while (i < terms->n && (terms->v[i].excluded || !has(text, &terms->v[i]))) {
		i++;
	}
	return i < terms->n;
}

/* --- all issues --------------------------------------------------------------------- */

void
kb_sieve_release(struct kb_sieve *s)
{
	kb_arena_release(&s->arena);
	kb_folded_release(&s->text);
	*s = (struct kb_sieve){ 0 };
}

enum kb_err
kb_sieve_load(struct kb_sieve *s, struct kb_store *store, struct kb_ctx *ctx, kb_sieve_say *say,
              void *user)
{
	struct kb_sieve fresh = { 0 };
	enum kb_err err = kb_store_issues(store, ctx, &fresh.arena, 0, true, 0, INT_MAX,
	                                  &fresh.rows, &fresh.n);
	if (err) {
		kb_sieve_release(&fresh);
		return err;
	}
	fresh.ends = kb_arena_alloc(&fresh.arena, fresh.n + 1, sizeof(*fresh.ends));
	fresh.kept = kb_arena_alloc(&fresh.arena, fresh.n + 1, sizeof(*fresh.kept));
	for (size_t i = 0; i < fresh.n; i++) {
		say(user, &fresh.rows[i], &fresh.text);
		fresh.ends[i] = fresh.text.n;
		fresh.kept[i] = i;
	}
	fresh.nkept = fresh.n;
	kb_sieve_release(s);
	*s = fresh;
	return KB_OK;
}

/* The text of one row, borrowed. */
static struct kb_folded
text_of(const struct kb_sieve *s, size_t row)
{
	size_t from = row ? s->ends[row - 1] : 0;
	return (struct kb_folded){ .cp = s->text.cp + from, .n = s->ends[row] - from };
}

/* Without the archive's words letters mean letters. */
static void
understand(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_str typed,
           struct kb_terms *out)
{
	kb_terms_parse(a, typed, kb_day_today(), out);
	if (kb_search_sounds(store, ctx, a, out)) {
		kb_terms_parse(a, typed, kb_day_today(), out);
	}
}

void
kb_sieve_keep(struct kb_sieve *s, struct kb_store *store, struct kb_ctx *ctx, kb_str typed)
{
	struct kb_arena a = { 0 };
	struct kb_terms terms;
	understand(store, ctx, &a, typed, &terms);
	s->nkept = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct kb_folded text = text_of(s, i);
		if (kb_terms_match(&terms, &text)) {
			s->kept[s->nkept++] = i;
		}
	}
	kb_arena_release(&a);
}

/* How many of those kept are newer than an issue. */
static size_t
newer_than(const struct kb_sieve *s, kb_issue_id id)
{
	size_t low = 0;
	size_t high = s->nkept;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->rows[s->kept[middle]].id > id) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

size_t
kb_sieve_place(const struct kb_sieve *s, kb_issue_id id)
{
	size_t at = newer_than(s, id);
	return at == s->nkept && at ? at - 1 : at;
}

kb_issue_id
kb_sieve_next(const struct kb_sieve *s, struct kb_store *store, struct kb_ctx *ctx, kb_str typed,
              kb_issue_id from, int way)
{
	struct kb_arena a = { 0 };
	struct kb_terms terms;
	kb_issue_id found = 0;
	size_t at = way > 0 ? 0 : s->nkept - 1;
	if (from && way > 0) {
		at = newer_than(s, from - 1);
	} else if (from) {
		at = newer_than(s, from) - 1;
	}
	understand(store, ctx, &a, typed, &terms);
	for (; at < s->nkept && !found; at += way > 0 ? 1 : SIZE_MAX) {
		const struct kb_folded text = text_of(s, s->kept[at]);
		found = has_any(&terms, &text) ? s->rows[s->kept[at]].id : 0;
	}
	kb_arena_release(&a);
	return found;
}
