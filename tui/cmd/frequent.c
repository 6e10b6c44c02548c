/* Names and how many articles have each: a hash table, sorted at the end. */
#include "frequent.h"

#include <stdlib.h>
#include <string.h>

#define SIZE_MIN 64

/* FNV-1a. */
static size_t
hash(kb_str s)
{
	uint64_t h = 14695981039346656037u;
	for (size_t i = 0; i < s.n; i++) {
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	}
	return (size_t)h;
}

static struct kb_frequent_row *
slot(struct kb_frequent_row *v, size_t size, kb_str name)
{
	size_t i = hash(name) & (size - 1);
	while (v[i].name.n && !kb_str_eq(v[i].name, name)) {
		i = (i + 1) & (size - 1);
	}
	return &v[i];
}

static void
grow(struct kb_frequent *t)
{
	size_t size = t->size ? 2 * t->size : SIZE_MIN;
	struct kb_frequent_row *v = kb_arena_alloc(t->arena, size, sizeof(*v));
	for (size_t i = 0; i < t->size; i++) {
		if (t->v[i].name.n) {
			*slot(v, size, t->v[i].name) = t->v[i];
		}
	}
	t->v = v;
	t->size = size;
}

void
kb_frequent_add(struct kb_frequent *t, kb_str name, kb_article_id article)
{
	if (!name.n) {
		return;
	}
	if (2 * t->n >= t->size) {
		grow(t);
	}
	struct kb_frequent_row *row = slot(t->v, t->size, name);
	if (!row->name.n) {
		row->name = kb_arena_dup(t->arena, name);
		t->n++;
	}
	row->n += row->last != article;
	row->last = article;
}

static int
compare(const void *pa, const void *pb)
{
	const struct kb_frequent_row *a = pa;
	const struct kb_frequent_row *b = pb;
	if (a->n != b->n) {
		return a->n < b->n ? 1 : -1;
	}
	size_t n = a->name.n < b->name.n ? a->name.n : b->name.n;
	int order = memcmp(a->name.p, b->name.p, n);
	return order ? order : (a->name.n > b->name.n) - (a->name.n < b->name.n);
}

size_t
kb_frequent_sort(struct kb_frequent *t)
{
	size_t n = 0;
	for (size_t i = 0; i < t->size; i++) {
		if (t->v[i].name.n) {
			t->v[n++] = t->v[i];
		}
	}
	if (n) {
		qsort(t->v, n, sizeof(*t->v), compare);
	}
	return n;
}
