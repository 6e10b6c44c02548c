/* Counting characters, pairs and phrases by the articles they stand in. */
#include "counts.h"

#include <stdlib.h>
#include <string.h>

#include "kanbao/mem.h"

#define CODE_POINTS 0x110000
#define FILTER_BITS ((size_t)1 << 20)
#define HASH UINT64_C(0x9e3779b97f4a7c15)

static bool
word(uint32_t cp)
{
	return cp > KB_FOLD_FIELD;
}

/* --- characters and pairs ----------------------------------------------------------- */

void
counts_init(struct counts *c)
{
	*c = (struct counts){ .places = (size_t)1 << 16 };
	c->ones = kb_calloc(CODE_POINTS, sizeof(*c->ones));
	c->ones_last = kb_calloc(CODE_POINTS, sizeof(*c->ones_last));
	c->pairs = kb_calloc(c->places, sizeof(*c->pairs));
}

void
counts_release(struct counts *c)
{
	free(c->ones);
	free(c->ones_last);
	free(c->pairs);
	*c = (struct counts){ 0 };
}

static uint64_t
key_of(uint32_t first, uint32_t second)
{
	return (uint64_t)first << 32 | second;
}

uint32_t
counts_first(const struct counts_pair *pair)
{
	return (uint32_t)(pair->key >> 32);
}

uint32_t
counts_second(const struct counts_pair *pair)
{
	return (uint32_t)pair->key;
}

/* The place of a pair, or the free one where it would stand. */
static struct counts_pair *
place(const struct counts *c, uint64_t key)
{
	size_t at = (size_t)((key ^ key >> 29) * HASH >> 20) & (c->places - 1);
	while (c->pairs[at].key && c->pairs[at].key != key) {
		at = (at + 1) & (c->places - 1);
	}
	return &c->pairs[at];
}

static void
grow(struct counts *c)
{
	struct counts old = *c;
	c->places *= 2;
	c->pairs = kb_calloc(c->places, sizeof(*c->pairs));
	for (size_t i = 0; i < old.places; i++) {
		if (old.pairs[i].key) {
			*place(c, old.pairs[i].key) = old.pairs[i];
		}
	}
	free(old.pairs);
}

static void
add_pair(struct counts *c, uint64_t key, uint32_t article)
{
	struct counts_pair *pair = place(c, key);
	if (!pair->key) {
		pair->key = key;
		c->npairs++;
	}
	if (pair->last != article) {
		pair->last = article;
		pair->n++;
	}
	if (c->npairs * 2 > c->places) {
		grow(c);
	}
}

void
counts_add(struct counts *c, const struct kb_folded *f, uint32_t article)
{
	for (size_t i = 0; i < f->n; i++) {
		uint32_t cp = f->cp[i];
		if (!word(cp)) {
			continue;
		}
		if (c->ones_last[cp] != article) {
			c->ones_last[cp] = article;
			c->ones[cp]++;
		}
		if (i + 1 < f->n && word(f->cp[i + 1])) {
			add_pair(c, key_of(cp, f->cp[i + 1]), article);
		}
	}
}

uint32_t
counts_one(const struct counts *c, uint32_t cp)
{
	return cp < CODE_POINTS ? c->ones[cp] : 0;
}

uint32_t
counts_pair_of(const struct counts *c, uint32_t first, uint32_t second)
{
	return place(c, key_of(first, second))->n;
}

/* --- phrases -------------------------------------------------------------------------- */

/* A polynomial, so that the hash of a window comes from those of two prefixes. */
static uint64_t
hash_step(uint64_t hash, uint32_t cp)
{
	return hash * HASH + cp;
}

static size_t
spread(uint64_t hash)
{
	return (size_t)((hash ^ hash >> 31) * HASH >> 24);
}

void
phrases_want(struct phrases *p, const uint32_t *cp, size_t n, int what)
{
	if (n < 2 || n > PHRASE_MOST) {
		return;
	}
	p->v = kb_grow(p->v, p->n, &p->cap, sizeof(*p->v));
	struct phrase *one = &p->v[p->n++];
	*one = (struct phrase){ .n = n, .what = what };
	memcpy(one->cp, cp, n * sizeof(*cp));
	for (size_t i = 0; i < n; i++) {
		one->hash = hash_step(one->hash, cp[i]);
	}
	p->lengths |= 1u << n;
}

/* The place of a hash in the table, or the free one. */
static uint32_t *
phrase_place(const struct phrases *p, uint64_t hash)
{
	size_t at = spread(hash) & (p->places - 1);
	while (p->table[at] && p->v[p->table[at] - 1].hash != hash) {
		at = (at + 1) & (p->places - 1);
	}
	return &p->table[at];
}

void
phrases_ready(struct phrases *p)
{
	p->places = 1024;
	while (p->places < p->n * 2) {
		p->places *= 2;
	}
	p->table = kb_calloc(p->places, sizeof(*p->table));
	p->filter = kb_calloc(FILTER_BITS / 64, sizeof(*p->filter));
	size_t kept = 0;
	for (size_t i = 0; i < p->n; i++) {
		uint64_t hash = p->v[i].hash;
		uint32_t *at = phrase_place(p, hash);
		if (*at) {
			continue; /* asked for twice */
		}
		p->v[kept++] = p->v[i];
		*at = (uint32_t)kept;
		size_t bit = spread(hash) >> 7 & (FILTER_BITS - 1);
		p->filter[bit / 64] |= UINT64_C(1) << bit % 64;
	}
	p->n = kept;
}

static void
count_window(struct phrases *p, uint64_t hash, uint32_t article)
{
	size_t bit = spread(hash) >> 7 & (FILTER_BITS - 1);
	if (!(p->filter[bit / 64] >> bit % 64 & 1)) {
		return;
	}
	uint32_t at = *phrase_place(p, hash);
	if (at && p->v[at - 1].last != article) {
		p->v[at - 1].last = article;
		p->v[at - 1].count++;
	}
}

void
phrases_add(struct phrases *p, const struct kb_folded *f, uint32_t article)
{
	uint64_t powers[PHRASE_MOST + 1] = { 1 };
	for (size_t n = 1; n <= PHRASE_MOST; n++) {
		powers[n] = powers[n - 1] * HASH;
	}
	if (f->n + 1 > p->running_cap) {
		p->running_cap = 2 * f->n + 1;
		p->running = kb_realloc(p->running, p->running_cap, sizeof(*p->running));
	}
	p->running[0] = 0;
	size_t run = 0; /* word characters up to here */
	for (size_t i = 0; i < f->n; i++) {
		p->running[i + 1] = hash_step(p->running[i], f->cp[i]);
		run = word(f->cp[i]) ? run + 1 : 0;
		for (size_t n = 2; n <= PHRASE_MOST && n <= run; n++) {
			if (p->lengths >> n & 1) {
				count_window(p,
				             p->running[i + 1] - p->running[i + 1 - n] * powers[n],
				             article);
			}
		}
	}
}

void
phrases_release(struct phrases *p)
{
	free(p->v);
	free(p->table);
	free(p->filter);
	free(p->running);
	*p = (struct phrases){ 0 };
}
