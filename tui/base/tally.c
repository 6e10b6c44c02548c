/* How often each word came: a table of words, open addressing. */
#include <stdlib.h>
#include <string.h>

#include "kanbao/mem.h"
#include "kanbao/tally.h"

void
kb_tally_release(struct kb_tally *t)
{
	kb_arena_release(&t->arena);
	free(t->slots);
	*t = (struct kb_tally){ 0 };
}

/* FNV-1a. */
static uint32_t
hash_of(kb_str word)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < word.n; i++) {
		h = (h ^ (unsigned char)word.p[i]) * 16777619u;
	}
	return h;
}

/* The slot that has the word, or where it goes. */
static struct kb_tally_word *
slot_of(struct kb_tally_word *slots, size_t cap, kb_str word, uint32_t hash)
{
	size_t i = hash & (cap - 1);
	while (slots[i].n && (slots[i].hash != hash || !kb_str_eq(slots[i].word, word))) {
		i = (i + 1) & (cap - 1);
	}
	return &slots[i];
}

static void
grow(struct kb_tally *t)
{
	size_t cap = t->cap ? t->cap * 2 : 64;
	struct kb_tally_word *slots = kb_calloc(cap, sizeof(*slots));
	for (size_t i = 0; i < t->cap; i++) {
		if (t->slots[i].n) {
			*slot_of(slots, cap, t->slots[i].word, t->slots[i].hash) = t->slots[i];
		}
	}
	free(t->slots);
	t->slots = slots;
	t->cap = cap;
}

void
kb_tally_add(struct kb_tally *t, kb_str word, int64_t thing)
{
	if (t->n * 2 >= t->cap) {
		grow(t);
	}
	uint32_t hash = hash_of(word);
	struct kb_tally_word *slot = slot_of(t->slots, t->cap, word, hash);
	if (slot->n == 0) {
		slot->word = kb_arena_dup(&t->arena, word);
		slot->hash = hash;
		t->n++;
	}
	slot->n += slot->n == 0 || thing == 0 || slot->last != thing;
	slot->last = thing;
}

static bool
before(const struct kb_tally_word *a, const struct kb_tally_word *b)
{
	return a->n != b->n ? a->n > b->n : kb_str_cmp(a->word, b->word) < 0;
}

static int
compare(const void *pa, const void *pb)
{
	const struct kb_tally_word *const *a = pa;
	const struct kb_tally_word *const *b = pb;
	return before(*a, *b) ? -1 : before(*b, *a);
}

static size_t
sort_all(const struct kb_tally *t, const struct kb_tally_word **top)
{
	size_t n = 0;
	for (size_t i = 0; i < t->cap; i++) {
		if (t->slots[i].n) {
			top[n++] = &t->slots[i];
		}
	}
	if (n) {
		qsort(top, n, sizeof(const struct kb_tally_word *), compare);
	}
	return n;
}

size_t
kb_tally_top(const struct kb_tally *t, const struct kb_tally_word **top, size_t most)
{
	if (most >= t->n) {
		return sort_all(t, top);
	}
	size_t n = 0;
	for (size_t i = 0; i < t->cap; i++) {
		const struct kb_tally_word *w = &t->slots[i];
		if (w->n == 0 || (n == most && !before(w, top[n - 1]))) {
			continue;
		}
		size_t at = n < most ? n++ : n - 1;
		for (; at > 0 && before(w, top[at - 1]); at--) {
			top[at] = top[at - 1];
		}
		top[at] = w;
	}
	return n;
}
