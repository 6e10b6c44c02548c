/* Best first: the newest of what was found ranked, and given in pages. */
#include <stdlib.h>

#include "kanbao/mem.h"
#include "seek_int.h"

void
kb_best_release(struct kb_best *b)
{
	free(b->v);
	kb_buf_release(&b->key);
}

void
kb_best_forget(struct kb_best *b)
{
	b->n = 0;
	kb_buf_clear(&b->key);
}

bool
kb_best_ready(struct kb_best *b, const struct kb_ask *ask)
{
	struct kb_buf key = { 0 };
	kb_buf_printf(&key, "%lld %d %d %.*s\n%.*s", (long long)ask->issue, ask->first, ask->last,
	              KB_ARG(ask->paper), KB_ARG(ask->typed));
	for (size_t i = 0; ask->only && i < ask->only->n; i++) {
		kb_buf_printf(&key, "\n%lld", (long long)ask->only->v[i]);
	}
	kb_buf_add(&key, ask->only ? KB_STR("\nonly") : KB_STR(""));
	bool ready = ask->from && kb_str_eq(kb_buf_str(&key), kb_buf_str(&b->key));
	if (!ready) {
		kb_best_forget(b);
		kb_buf_add(&b->key, kb_buf_str(&key));
	}
	kb_buf_release(&key);
	return ready;
}

enum kb_err
kb_best_add(struct kb_run *r, kb_article_id id)
{
	struct kb_best *b = &r->s->best;
	struct kb_rank rank;
	enum kb_err err = kb_ranker_look(&r->ranker, id, &rank);
	if (!err) {
		b->v = kb_grow(b->v, b->n, &b->cap, sizeof(*b->v));
		b->v[b->n++] = (struct kb_best_hit){ id, rank };
	}
	return err;
}

/* The better one first, the newer one of two that are as good. */
static int
compare(const void *pa, const void *pb)
{
	const struct kb_best_hit *a = pa;
	const struct kb_best_hit *b = pb;
	const size_t pairs[][2] = { { b->rank.headline, a->rank.headline },
		                    { b->rank.titles, a->rank.titles },
		                    { b->rank.places, a->rank.places } };
	for (size_t i = 0; i < 3; i++) {
		if (pairs[i][0] != pairs[i][1]) {
			return pairs[i][0] < pairs[i][1] ? -1 : 1;
		}
	}
	return (a->id < b->id) - (a->id > b->id);
}

enum kb_err
kb_best_page(struct kb_run *r)
{
	const struct kb_best *b = &r->s->best;
	size_t at = 0;
	if (b->n > 1) {
		qsort(b->v, b->n, sizeof(*b->v), compare);
	}
	while (r->wish->ask.from && at < b->n && b->v[at].id != r->wish->ask.from) {
		at++;
	}
	at += r->wish->ask.from ? 1 : 0;
	r->known.nhits = 0;
	for (; at < b->n && r->known.nhits < r->limit && !r->err; at++) {
		(void)kb_run_add(r, b->v[at].id);
	}
	r->known.more = at < b->n;
	return r->err;
}
