/* Names and how many articles have each. */
#ifndef KANBAO_FREQUENT_H
#define KANBAO_FREQUENT_H

#include "kanbao/store.h"

struct kb_frequent_row {
	kb_str name;
	long n;
	kb_article_id last; /* counted last: an article counts once */
};
/* Zeroed but for the arena is empty. */
struct kb_frequent {
	struct kb_arena *arena;
	struct kb_frequent_row *v; /* a table of `size` slots, free ones without a name */
	size_t size;
	size_t n;
};
void kb_frequent_add(struct kb_frequent *t, kb_str name, kb_article_id article);
/* The rows, most frequent first, then by name; the table is no more. Returns how many. */
size_t kb_frequent_sort(struct kb_frequent *t);

#endif
