/*
 * In how many articles of a corpus characters, pairs and phrases stand. Pairs
 * are all counted; phrases are those asked for.
 */
#ifndef KANBAO_BENCH_COUNTS_H
#define KANBAO_BENCH_COUNTS_H

#include "kanbao/fold.h"

struct counts_pair {
	uint64_t key; /* 0: free; else counts_first() and counts_second() */
	uint32_t n;   /* articles */
	uint32_t last;
};

struct counts {
	uint32_t *ones; /* by code point */
	uint32_t *ones_last;
	struct counts_pair *pairs; /* a hash table of 2^n places */
	size_t npairs;
	size_t places;
};
void counts_init(struct counts *c);
void counts_release(struct counts *c);
/* Counts an article; its number is above 0, and no two of one number come apart. */
void counts_add(struct counts *c, const struct kb_folded *f, uint32_t article);
uint32_t counts_one(const struct counts *c, uint32_t cp);
uint32_t counts_pair_of(const struct counts *c, uint32_t first, uint32_t second);
uint32_t counts_first(const struct counts_pair *pair);
uint32_t counts_second(const struct counts_pair *pair);

/* --- phrases -------------------------------------------------------------------- */

#define PHRASE_MOST 12

struct phrase {
	uint32_t cp[PHRASE_MOST];
	size_t n; /* 2 … PHRASE_MOST */
	int what; /* for whom it is counted */
	uint32_t count;
	uint32_t last;
	uint64_t hash;
};
struct phrases {
	struct phrase *v;
	size_t n;
	size_t cap;
	uint32_t *table; /* places of 1 + index, made by phrases_ready() */
	size_t places;
	uint64_t *filter;  /* which hashes may be in it */
	uint32_t lengths;  /* bit n: there are some of n characters */
	uint64_t *running; /* hashes of the text so far */
	size_t running_cap;
};
/* A copy of the characters; asking twice is one phrase. */
void phrases_want(struct phrases *p, const uint32_t *cp, size_t n, int what);
/* Before the first phrases_add(), after the last phrases_want(). */
void phrases_ready(struct phrases *p);
void phrases_add(struct phrases *p, const struct kb_folded *f, uint32_t article);
void phrases_release(struct phrases *p);

#endif
