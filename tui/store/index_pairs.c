/*
 * The table of pairs: in how many articles each character, and each pair of
 * characters, stands. A row for each first character; its blob lists the
 * second ones ascending (0: the first by itself), each as two numbers, seven
 * bits a byte, lowest first, the top bit set where more follow:
 *   distance to the one before × 2, + 1 where the count is not 1
 *   the count, where it is not 1
 */
#include <stdlib.h>
#include <string.h>

#include "index_int.h"
#include "kanbao/mem.h"

/* --- counting ---------------------------------------------------------------------- */

static size_t
slot_of(const struct kb_pair_deltas *d, uint64_t key)
{
	size_t mask = d->cap - 1;
	size_t slot = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask;
	while (d->v[slot].key && d->v[slot].key != key) {
		slot = (slot + 1) & mask;
	}
	return slot;
}

static void
grow(struct kb_pair_deltas *d)
{
	struct kb_pair_deltas larger = { .cap = d->cap ? d->cap * 2 : 4096 };
	larger.v = kb_calloc(larger.cap, sizeof(*larger.v));
	for (size_t i = 0; i < d->cap; i++) {
		if (d->v[i].key) {
			larger.v[slot_of(&larger, d->v[i].key)] = d->v[i];
		}
	}
	free(d->v);
	d->v = larger.v;
	d->cap = larger.cap;
}

static struct kb_pair_delta *
delta_of(struct kb_pair_deltas *d, uint32_t first, uint32_t second)
{
	if (d->n * 3 >= d->cap * 2) {
		grow(d);
	}
	uint64_t key = (uint64_t)first << 32 | second;
	struct kb_pair_delta *e = &d->v[slot_of(d, key)];
	d->n += e->key == 0;
	e->key = key;
	return e;
}

/* Once a text. */
static void
count_once(struct kb_pair_deltas *d, uint32_t first, uint32_t second, int by)
{
	struct kb_pair_delta *e = delta_of(d, first, second);
	if (e->stamp != d->stamp) {
		e->stamp = d->stamp;
		e->delta += by;
	}
}

void
kb_pairs_count(struct kb_pair_deltas *d, kb_str text, int by)
{
	struct kb_folded *f = &d->folded;
	kb_folded_clear(f);
	kb_folded_add(f, text);
	d->stamp++;
	for (size_t i = 0; i < f->n; i++) {
		if (f->cp[i] <= KB_FOLD_FIELD) {
			continue;
		}
		count_once(d, f->cp[i], 0, by);
		if (i + 1 < f->n && f->cp[i + 1] > KB_FOLD_FIELD) {
			count_once(d, f->cp[i], f->cp[i + 1], by);
		}
	}
}

void
kb_pairs_count_threes(struct kb_pair_deltas *d, const struct kb_gram_list *own, kb_str text)
{
	struct kb_folded *f = &d->folded;
	kb_folded_clear(f);
	kb_folded_add(f, text);
	d->stamp++;
	for (size_t i = 0; i + 2 < f->n; i++) {
		const uint32_t *p = f->cp + i;
		bool run = p[0] > KB_FOLD_FIELD && p[1] > KB_FOLD_FIELD && p[2] > KB_FOLD_FIELD;
		if (run && (p[0] | p[1] | p[2]) <= 0xFFFF && kb_gram_frequent(own, p[0], p[1])) {
			count_once(d, p[0] << 16 | p[1], p[2], 1);
		}
	}
}

void
kb_pairs_release(struct kb_pair_deltas *d)
{
	free(d->v);
	kb_folded_release(&d->folded);
	*d = (struct kb_pair_deltas){ 0 };
}

/* --- rows ----------------------------------------------------------------------------- */

static uint64_t
take_number(kb_str *rest)
{
	uint64_t value = 0;
	size_t i = 0;
	for (int shift = 0; i < rest->n && shift < 63; shift += 7) {
		unsigned char byte = (unsigned char)rest->p[i++];
		value |= (uint64_t)(byte & 0x7F) << shift;
		if (!(byte & 0x80)) {
			break;
		}
	}
	*rest = kb_str_sub(*rest, i, rest->n);
	return value;
}

static void
add_number(struct kb_buf *out, uint64_t value)
{
	for (; value > 0x7F; value >>= 7) {
		kb_buf_byte(out, (char)(0x80 | (value & 0x7F)));
	}
	kb_buf_byte(out, (char)value);
}

/* Seconds being read or written, one behind the other. */
struct seconds {
	kb_str rest;
	uint64_t second;
	uint64_t count; /* 0: there are no more */
};

static void
next_second(struct seconds *s)
{
	s->count = 0;
	if (s->rest.n) {
		uint64_t head = take_number(&s->rest);
		s->second += head >> 1;
		s->count = head & 1 ? take_number(&s->rest) : 1;
	}
}

static void
add_second(struct kb_buf *out, uint64_t *last, uint64_t second, uint64_t n)
{
	add_number(out, (second - *last) << 1 | (n != 1));
	if (n != 1) {
		add_number(out, n);
	}
	*last = second;
}

/* The row with the changes in it; both are in the order of seconds. */
static void
merge(struct kb_buf *out, kb_str row, const struct kb_pair_delta *v, size_t n)
{
	struct seconds s = { .rest = row };
	uint64_t last = 0;
	next_second(&s);
	for (size_t i = 0; i < n || s.count;) {
		uint64_t second = i < n ? v[i].key & UINT32_MAX : UINT64_MAX;
		int64_t total = 0;
		if (s.count && s.second < second) {
			second = s.second;
		}
		if (i < n && second == (v[i].key & UINT32_MAX)) {
			total += v[i++].delta;
		}
		if (s.count && s.second == second) {
			total += (int64_t)s.count;
			next_second(&s);
		}
		if (total > 0) {
			add_second(out, &last, second, (uint64_t)total);
		}
	}
}

static enum kb_err
write_row(struct kb_store *store, struct kb_ctx *ctx, int64_t first, kb_str row)
{
	struct kb_query q = kb_query(&store->db, ctx, row.n ? SQL_PAIRS_SET : SQL_PAIRS_REMOVE);
	kb_bind_int(&q, first);
	if (row.n) {
		kb_bind_blob(&q, row);
	}
	return kb_query_run(&q);
}

/* The changes of one first character. */
static enum kb_err
change_row(struct kb_store *store, struct kb_ctx *ctx, struct kb_buf *row,
           const struct kb_pair_delta *v, size_t n)
{
	int64_t first = (int64_t)(v->key >> 32);
	struct kb_query q = kb_query(&store->db, ctx, SQL_PAIRS);
	kb_bind_int(&q, first);
	kb_buf_clear(row);
	merge(row, kb_query_row(&q) ? kb_col_blob(&q, 0) : KB_STR_NULL, v, n);
	enum kb_err err = kb_query_end(&q);
	return err ? err : write_row(store, ctx, first, kb_buf_str(row));
}

static int
by_key(const void *pa, const void *pb)
{
	const struct kb_pair_delta *a = pa;
	const struct kb_pair_delta *b = pb;
	return (a->key > b->key) - (a->key < b->key);
}

/* Moves the changes to the front, in order; what cancelled out goes. */
static size_t
sort_deltas(struct kb_pair_deltas *d)
{
	size_t n = 0;
	for (size_t i = 0; i < d->cap; i++) {
		if (d->v[i].key && d->v[i].delta) {
			d->v[n++] = d->v[i];
		}
	}
	if (n) {
		qsort(d->v, n, sizeof(*d->v), by_key);
	}
	return n;
}

enum kb_err
kb_pairs_write(struct kb_store *store, struct kb_ctx *ctx, struct kb_pair_deltas *d)
{
	struct kb_buf row = { 0 };
	enum kb_err err = KB_OK;
	size_t n = sort_deltas(d);
	for (size_t i = 0; i < n && !err;) {
		size_t end = i + 1;
		while (end < n && d->v[end].key >> 32 == d->v[i].key >> 32) {
			end++;
		}
		err = change_row(store, ctx, &row, d->v + i, end - i);
		i = end;
	}
	kb_buf_release(&row);
	if (d->cap) {
		memset(d->v, 0, d->cap * sizeof(*d->v));
	}
	d->n = 0;
	return err;
}

void
kb_pairs_each(kb_str row, void (*each)(void *arg, uint32_t second, uint64_t count), void *arg)
{
	struct seconds s = { .rest = row };
	for (next_second(&s); s.count; next_second(&s)) {
		each(arg, (uint32_t)s.second, s.count);
	}
}

void
kb_pairs_subtract(struct kb_pair_deltas *d, uint32_t first, kb_str row)
{
	struct seconds s = { .rest = row };
	for (next_second(&s); s.count; next_second(&s)) {
		delta_of(d, first, (uint32_t)s.second)->delta -= (int32_t)s.count;
	}
}

bool
kb_pairs_even(const struct kb_pair_deltas *d)
{
	for (size_t i = 0; i < d->cap; i++) {
		if (d->v[i].delta) {
			return false;
		}
	}
	return true;
}

/* --- words ----------------------------------------------------------------------------- */

/* Calls each() for the seconds of a first character, 0 among them. */
static void
each_second(struct kb_index_words *w, uint32_t first,
            void (*each)(void *arg, uint32_t second, uint64_t count), void *arg)
{
	struct kb_query q = kb_query(&w->store->db, w->ctx, SQL_PAIRS);
	kb_bind_int(&q, first);
	kb_pairs_each(kb_query_row(&q) ? kb_col_blob(&q, 0) : KB_STR_NULL, each, arg);
	enum kb_err err = kb_query_end(&q);
	w->err = w->err ? w->err : err;
}

/* A character by itself is the first of its row. */
static uint64_t
count_word(void *user, struct kb_piece gram)
{
	struct kb_index_words *w = user;
	uint32_t second = gram.n > 1 ? gram.cp[1] : 0;
	struct kb_query q = kb_query(&w->store->db, w->ctx, SQL_PAIRS);
	kb_bind_int(&q, gram.cp[0]);
	struct seconds s = { .rest = kb_query_row(&q) ? kb_col_blob(&q, 0) : KB_STR_NULL };
	do {
		next_second(&s);
	} while (s.count && s.second < second);
	uint64_t count = s.second == second ? s.count : 0;
	enum kb_err err = kb_query_end(&q);
	w->err = w->err ? w->err : err;
	return count;
}

struct pairs_of {
	void (*each)(void *arg, uint32_t second, uint64_t count);
	void *arg;
};

static void
take_pair(void *arg, uint32_t second, uint64_t n)
{
	const struct pairs_of *p = arg;
	if (second) {
		p->each(p->arg, second, n);
	}
}

static void
word_pairs(void *user, uint32_t first, void (*each)(void *arg, uint32_t second, uint64_t count),
           void *arg)
{
	struct pairs_of pairs = { each, arg };
	each_second(user, first, take_pair, &pairs);
}

static bool
words_over(void *user)
{
	const struct kb_index_words *w = user;
	return w->err || (w->stop && atomic_load(w->stop));
}

struct kb_vocab
kb_index_vocab(struct kb_index_words *words)
{
	return (struct kb_vocab){
		.user = words, .count = count_word, .pairs = word_pairs, .over = words_over
	};
}
