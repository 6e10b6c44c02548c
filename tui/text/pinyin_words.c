/*
 * Which words of an archive a text in pinyin may mean. A word grows character
 * by character along pairs that the archive has; its frequency is taken to be
 * that of its rarest pair.
 */
#include <stdlib.h>
#include <string.h>

#include "pinyin_int.h"

/* Words that grow side by side. */
#define BEAM ((size_t)512)
/* Of all articles with the words, those kept stand in so many hundredths. */
#define MASS 95
/* Of longer words so many: their pairs are known to stand somewhere, they are not. */
#define LONG_MAX ((size_t)32)

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
	const struct word *from; /* the words being grown, which end with the same character */
	size_t nfrom;
	const struct kb_slot *slot;
	struct words to;
	uint64_t floor; /* words of this count and below are not among the first any more */
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

static int
compare_ends(const void *pa, const void *pb)
{
	const struct word *a = pa;
	const struct word *b = pb;
	uint32_t x = a->cp[a->n - 1];
	uint32_t y = b->cp[b->n - 1];
	return x != y ? (x > y) - (x < y) : compare_words(pa, pb);
}

static void
sort_words(struct words *w)
{
	if (w->n > 1) {
		qsort(w->v, w->n, sizeof(*w->v), compare_words);
	}
}

/* Keeps the first ones. */
static void
prune(struct growth *g)
{
	sort_words(&g->to);
	if (g->to.n > BEAM) {
		g->to.n = BEAM;
		g->floor = g->to.v[BEAM - 1].count;
	}
}

static void
grow_by(void *arg, uint32_t second, uint64_t count)
{
	struct growth *g = arg;
	if (count <= g->floor || !kb_slot_has(g->slot, second)) {
		return;
	}
	for (size_t i = 0; i < g->nfrom; i++) {
		struct word word = g->from[i];
		word.cp[word.n++] = second;
		word.count = count < word.count ? count : word.count;
		if (word.count > g->floor) {
			add_word(g->a, &g->to, word);
		}
	}
	if (g->to.n >= 4 * BEAM) {
		prune(g);
	}
}

static bool
is_over(const struct kb_vocab *vocab)
{
	return vocab->over && vocab->over(vocab->user);
}

/* The words by one character; their order is lost. */
static struct words
grow(struct kb_arena *a, const struct kb_vocab *vocab, struct words *words,
     const struct kb_slot *slot)
{
	struct growth g = { .a = a, .slot = slot };
	qsort(words->v, words->n, sizeof(*words->v), compare_ends);
	for (size_t i = 0; i < words->n && !is_over(vocab); i += g.nfrom) {
		uint32_t last = words->v[i].cp[words->v[i].n - 1];
		g.from = words->v + i;
		g.nfrom = 1;
		while (i + g.nfrom < words->n && g.from[g.nfrom].cp[g.from->n - 1] == last) {
			g.nfrom++;
		}
		if (slot->n == 1) {
			const uint32_t pair[] = { last, slot->cp[0] };
			grow_by(&g, slot->cp[0],
			        vocab->count(vocab->user, (struct kb_piece){ pair, 2 }));
		} else {
			vocab->pairs(vocab->user, last, grow_by, &g);
		}
	}
	prune(&g);
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
		slot = kb_slot_of(a, split->slots[i]);
		words = grow(a, vocab, &words, &slot);
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
	/* one character says little: where xi'an is a word, xian as a syllable is not meant */
	for (size_t i = 0; i < splits.n; i++) {
		if (splits.v[i].n > 1) {
			add_split(a, &splits.v[i], vocab, &all);
		}
	}
	for (size_t i = 0; i < splits.n && all.n == 0; i++) {
		if (splits.v[i].n == 1) {
			add_split(a, &splits.v[i], vocab, &all);
		}
	}
	sort_words(&all);
	uint64_t mass = 0;
	for (size_t i = 0; i < all.n; i++) {
		mass += all.v[i].count;
	}
	size_t n = 0;
	size_t most = all.n && all.v[0].n > 2 ? LONG_MAX : KB_SOUNDS_MAX;
	uint64_t kept = 0;
	for (size_t i = 0; i < all.n && n < most && kept * 100 < mass * MASS; i++) {
		kept += all.v[i].count;
		if (i == 0 || !same(&all.v[i], &all.v[i - 1])) {
			words[n++] = (struct kb_piece){ all.v[i].cp, all.v[i].n };
		}
	}
	return n;
}

size_t
kb_pinyin_initials(struct kb_arena *a, kb_str text, const struct kb_vocab *vocab,
                   struct kb_piece *out, size_t most)
{
	struct kb_split split;
	struct words words = { 0 };
	if (!kb_split_initials(text, &split)) {
		return 0;
	}
	add_split(a, &split, vocab, &words);
	size_t n = words.n < most ? words.n : most;
	for (size_t i = 0; i < n; i++) {
		out[i] = (struct kb_piece){ words.v[i].cp, words.v[i].n };
	}
	return n;
}
