/* Words of the archive that letters may mean: as pinyin, and as first letters of it. */
#include <string.h>

#include "index.h"
#include "kanbao/search.h"

static bool
may_sound(const struct kb_word *t)
{
	return !t->excluded && !t->quoted && t->field != KB_FIELD_DATE &&
	       t->field != KB_FIELD_PAGE && t->field != KB_FIELD_PAPER;
}

enum kb_err
kb_search_sounds_until(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                       struct kb_terms *terms, const atomic_bool *stop)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	int64_t floor = 0;
	struct kb_index_words words = { .store = store, .ctx = ctx, .stop = stop };
	struct kb_vocab vocab = kb_index_vocab(&words);
	err = kb_index_floor(store, ctx, &floor);
	for (size_t i = 0; i < terms->n && !err && floor < INT64_MAX; i++) {
		struct kb_word *t = &terms->v[i];
		struct kb_piece found[KB_SOUNDS_MAX];
		size_t n = may_sound(t) ? kb_pinyin_words(a, t->typed, &vocab, found) : 0;
		t->alts = kb_arena_alloc(a, n, sizeof(*t->alts));
		memcpy(t->alts, found, n * sizeof(*found));
		t->nalts = n;
		err = words.err;
	}
	kb_store_end(store);
	return err;
}

enum kb_err
kb_search_sounds(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                 struct kb_terms *terms)
{
	return kb_search_sounds_until(store, ctx, a, terms, NULL);
}

/* --- counts that are known ------------------------------------------------------------------- */

/* One word of one or two characters, anywhere, with no limit: the index counts these. */
static bool
is_counted(const struct kb_search *s)
{
	const struct kb_word *t = s->terms->v;
	bool all = !s->issue && s->first == KB_DAY_NONE && s->last == KB_DAY_NONE && !s->paper.n &&
	           !s->from;
	if (!all || s->terms->n != 1 || t->field != KB_FIELD_ANY || t->excluded || t->nalts ||
	    t->npieces != 1 || t->pieces[0].n > 2) {
		return false;
	}
	for (size_t i = 0; i < t->pieces[0].n; i++) {
		if (t->pieces[0].cp[i] <= KB_FOLD_FIELD) {
			return false;
		}
	}
	return t->pieces[0].n > 0;
}

enum kb_err
kb_search_known(struct kb_store *store, struct kb_ctx *ctx, const struct kb_search *search,
                bool *known, size_t *count)
{
	*known = false;
	*count = 0;
	if (!is_counted(search)) {
		return KB_OK;
	}
	int64_t floor = 0;
	struct kb_index_words words = { .store = store, .ctx = ctx };
	struct kb_vocab vocab = kb_index_vocab(&words);
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	err = kb_index_floor(store, ctx, &floor);
	if (!err && floor == 0) {
		*count = (size_t)vocab.count(&words, search->terms->v[0].pieces[0]);
		err = words.err;
		*known = !err;
	}
	kb_store_end(store);
	return err;
}

/* --- first letters --------------------------------------------------------------------------- */

/* Candidates looked at, and the time each may take to be looked for. */
#define CANDIDATES 24
#define LOOK_MS 2

/* Whether a word stands anywhere: its pairs do, so that one of two characters does. */
static enum kb_err
stands(const struct kb_index_words *w, struct kb_piece word, bool *yes)
{
	struct kb_arena a = { 0 };
	struct kb_word term = {
		.pieces = &word, .npieces = 1, .first = KB_DAY_NONE, .last = KB_DAY_NONE
	};
	const struct kb_terms terms = { .v = &term, .n = 1 };
	const struct kb_search search = { .terms = &terms,
		                          .first = KB_DAY_NONE,
		                          .last = KB_DAY_NONE,
		                          .limit = 1,
		                          .budget_ms = LOOK_MS,
		                          .stop = w->stop };
	struct kb_found found = { 0 };
	enum kb_err err = word.n > 2 ? kb_search_run(w->store, w->ctx, &a, &search, &found) : KB_OK;
	*yes = word.n <= 2 || found.n > 0;
	kb_arena_release(&a);
	return err;
}

static bool
is_stopped(const struct kb_index_words *w)
{
	return w->stop && atomic_load(w->stop);
}

static enum kb_err
choose(const struct kb_index_words *w, const struct kb_piece *from, size_t n,
       struct kb_piece *words, size_t most, size_t *count)
{
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < n && *count < most && !err && !is_stopped(w); i++) {
		bool yes = false;
		err = stands(w, from[i], &yes);
		if (yes) {
			words[(*count)++] = from[i];
		}
	}
	return err;
}

enum kb_err
kb_search_initials(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_str text,
                   const atomic_bool *stop, struct kb_piece *words, size_t most, size_t *count)
{
	int64_t floor = 0;
	*count = 0;
	enum kb_err err = kb_store_hold(store, ctx);
	if (err) {
		return err;
	}
	struct kb_index_words vocabulary = { .store = store, .ctx = ctx, .stop = stop };
	struct kb_vocab vocab = kb_index_vocab(&vocabulary);
	err = kb_index_floor(store, ctx, &floor);
	if (!err && floor < INT64_MAX) {
		struct kb_piece found[CANDIDATES];
		size_t n = kb_pinyin_initials(a, text, &vocab, found, CANDIDATES);
		err = vocabulary.err ? vocabulary.err
		                     : choose(&vocabulary, found, n, words, most, count);
	}
	kb_store_let_go(store);
	return err;
}
