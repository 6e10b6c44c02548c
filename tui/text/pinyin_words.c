/*
 * Which words of an archive a text in pinyin may mean. A word grows character
 * by character along pairs that the archive has; its frequency is taken to be
 * that of its rarest pair.
 */
#include <stdlib.h>
#include <string.h>

#include "pinyin_int.h"

/* Words that grow side by side. */
#define BEAM 512
/* Of all articles with the words, those kept stand in so many hundredths. */
#define MASS 95

struct word {
	uint32_t cp[KB_SYLLABLES_MAX];
	size_t n;
	uint64_t count;
};

struct words {
	struct word *v;
	size_t n;
	size_t cap;
};

/* One step of growth. */
struct growth {
	struct kb_arena *a;
	const struct kb_vocab *vocab;
	const struct words *from;
	uint32_t last; /* the words being grown end with this */
	const struct kb_slot *slot;
	struct words to;
};

static void
add_word(struct kb_arena *a, struct words *to, struct word word)
{
	to->v = kb_arena_grow(a, to->v, to->n, &to->cap, sizeof(word));
	to->v[to->n++] = word;
}

/* The most frequent first; the same in the order of code points. */
static int
compare_words(const void *pa, const void *pb)
{
	const struct word *a = pa;
	const struct word *b = pb;
	if (a->count != b->count) {
		return a->count > b->count ? -1 : 1;
	}
	for (size_t i = 0; i < a->n && i < b->n; i++) {
		if (a->cp[i] != b->cp[i]) {
			return a->cp[i] < b->cp[i] ? -1 : 1;
		}
	}
	return (a->n > b->n) - (a->n < b->n);
}

static void
sort_words(struct words *w)
{
	if (w->n > 1) {
		qsort(w->v, w->n, sizeof(*w->v), compare_words);
	}
}

static void
grow_by(void *arg, uint32_t second, uint64_t count)
{
	struct growth *g = arg;
	if (count == 0 || !kb_slot_has(g->slot, second)) {
		return;
	}
	for (size_t i = 0; i < g->from->n; i++) {
		struct word word = g->from->v[i];
		if (word.cp[word.n - 1] == g->last) {
			word.cp[word.n++] = second;
			word.count = count < word.count ? count : word.count;
			add_word(g->a, &g->to, word);
		}
	}
}

static bool
ends_some(const struct words *words, uint32_t cp)
{
	for (size_t i = 0; i < words->n; i++) {
		if (words->v[i].cp[words->v[i].n - 1] == cp) {
			return true;
		}
	}
	return false;
}

/* The words of `from`, which end in the characters of `before`, by one character. */
static struct words
grow(struct kb_arena *a, const struct kb_vocab *vocab, const struct words *from,
     const struct kb_slot *before, const struct kb_slot *slot)
{
	struct growth g = { .a = a, .vocab = vocab, .from = from, .slot = slot };
	for (size_t i = 0; i < before->n; i++) {
		g.last = before->cp[i];
		if (!ends_some(from, g.last)) {
			continue;
		}
		if (slot->n == 1) {
			const uint32_t pair[] = { g.last, slot->cp[0] };
			uint64_t count = vocab->count(vocab->user, (struct kb_piece){ pair, 2 });
			grow_by(&g, slot->cp[0], count);
		} else {
			vocab->pairs(vocab->user, g.last, grow_by, &g);
		}
	}
	sort_words(&g.to);
	g.to.n = g.to.n < BEAM ? g.to.n : BEAM;
	return g.to;
}

static void
add_split(struct kb_arena *a, const struct kb_split *split, const struct kb_vocab *vocab,
          struct words *all)
{
	struct words words = { 0 };
	struct kb_slot slot = kb_slot_of(a, split->slots[0]);
	for (size_t i = 0; i < slot.n; i++) {
		struct word word = { .cp = { slot.cp[i] }, .n = 1, .count = UINT64_MAX };
		if (split->n == 1) {
			word.count = vocab->count(vocab->user, (struct kb_piece){ word.cp, 1 });
		}
		if (word.count) {
			add_word(a, &words, word);
		}
	}
	for (size_t i = 1; i < split->n && words.n; i++) {
		struct kb_slot next = kb_slot_of(a, split->slots[i]);
		words = grow(a, vocab, &words, &slot, &next);
		slot = next;
	}
	for (size_t i = 0; i < words.n; i++) {
		add_word(a, all, words.v[i]);
	}
}

static bool
same(const struct word *a, const struct word *b)
{
	return a->n == b->n && memcmp(a->cp, b->cp, a->n * sizeof(*a->cp)) == 0;
}

size_t
kb_pinyin_words(struct kb_arena *a, kb_str text, const struct kb_vocab *vocab,
                struct kb_piece words[KB_SOUNDS_MAX])
{
	struct kb_splits splits;
	struct words all = { 0 };
	kb_splits_of(text, &splits);
	for (size_t i = 0; i < splits.n; i++) {
		add_split(a, &splits.v[i], vocab, &all);
	}
	sort_words(&all);
	uint64_t mass = 0;
	for (size_t i = 0; i < all.n; i++) {
		mass += all.v[i].count;
	}
	size_t n = 0;
	uint64_t kept = 0;
	for (size_t i = 0; i < all.n && n < KB_SOUNDS_MAX && kept * 100 < mass * MASS; i++) {
		kept += all.v[i].count;
		if (i == 0 || !same(&all.v[i], &all.v[i - 1])) {
			words[n++] = (struct kb_piece){ all.v[i].cp, all.v[i].n };
		}
	}
	return n;
}
