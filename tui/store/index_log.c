/*
 * Changes of the index, noted while rows change, written at the end of the
 * transaction: in the order of numbers, each article once.
 */
#include <stdlib.h>

#include "index_int.h"
#include "kanbao/mem.h"

/* A note: the article comes, or goes. */
struct note {
	kb_article_id id;
	size_t seq;
	bool put;
	bool alone;
	struct kb_index_texts texts;
};

struct kb_index_log {
	struct kb_arena arena; /* of the texts */
	struct note *v;
	size_t n;
	size_t cap;
	size_t bytes;
	struct kb_pair_deltas pairs;
};

/* --- notes ----------------------------------------------------------------------------- */

struct builder {
	struct kb_buf all;
	struct kb_buf titles;
};

static void
add_text(void *user, kb_str field, bool title)
{
	struct builder *b = user;
	kb_buf_add(&b->all, field);
	kb_buf_byte(&b->all, '\n');
	if (title) {
		kb_buf_add(&b->titles, field);
		kb_buf_byte(&b->titles, '\n');
	}
}

struct kb_index_texts
kb_index_texts_of(struct kb_arena *a, const struct kb_article *article)
{
	struct builder b = { 0 };
	kb_index_fields(article, add_text, &b);
	struct kb_index_texts texts = { kb_arena_dup(a, kb_buf_str(&b.all)),
		                        kb_arena_dup(a, kb_buf_str(&b.titles)) };
	kb_buf_release(&b.all);
	kb_buf_release(&b.titles);
	return texts;
}

void
kb_index_note(struct kb_store *store, kb_article_id id, const struct kb_article *article, bool put)
{
	if (!store->log) {
		store->log = kb_calloc(1, sizeof(*store->log));
	}
	struct kb_index_log *log = store->log;
	log->v = kb_grow(log->v, log->n, &log->cap, sizeof(*log->v));
	struct note *note = &log->v[log->n];
	*note = (struct note){ .id = id,
		               .seq = log->n,
		               .put = put,
		               .alone = store->alone,
		               .texts = kb_index_texts_of(&log->arena, article) };
	log->bytes += note->texts.all.n + note->texts.titles.n;
	log->n++;
}

size_t
kb_index_mark(const struct kb_store *store)
{
	return store->log ? store->log->n : 0;
}

void
kb_index_undo(struct kb_store *store, size_t mark)
{
	struct kb_index_log *log = store->log;
	if (!log) {
		return;
	}
	log->n = mark < log->n ? mark : log->n;
	if (log->n == 0) {
		/* also what a failure left in the middle */
		kb_pairs_release(&log->pairs);
		kb_arena_release(&log->arena);
		log->bytes = 0;
	}
}

size_t
kb_index_waiting(const struct kb_store *store)
{
	return store->log ? store->log->bytes : 0;
}

void
kb_index_log_free(struct kb_index_log *log)
{
	if (log) {
		kb_arena_release(&log->arena);
		kb_pairs_release(&log->pairs);
		free(log->v);
		free(log);
	}
}

/* --- what they come to ------------------------------------------------------------------- */

static int
by_id(const void *pa, const void *pb)
{
	const struct note *a = pa;
	const struct note *b = pb;
	if (a->id != b->id) {
		return a->id < b->id ? -1 : 1;
	}
	return (a->seq > b->seq) - (a->seq < b->seq);
}

/* The notes of each article as one change: before the first and after the last. */
static void
sum_up(struct kb_index_log *log, struct kb_index_changes *out)
{
	if (log->n) {
		qsort(log->v, log->n, sizeof(*log->v), by_id);
	}
	for (size_t i = 0; i < log->n;) {
		size_t last = i;
		while (last + 1 < log->n && log->v[last + 1].id == log->v[i].id) {
			last++;
		}
		struct kb_index_change c = { .id = log->v[i].id, .alone = log->v[last].alone };
		if (!log->v[i].put) {
			c.before = log->v[i].texts;
		}
		if (log->v[last].put) {
			c.after = log->v[last].texts;
		}
		if (c.before.all.p || c.after.all.p) {
			out->v = kb_grow(out->v, out->n, &out->cap, sizeof(*out->v));
			out->v[out->n++] = c;
		}
		i = last + 1;
	}
}

/* --- writing ------------------------------------------------------------------------------- */

/* A row that goes out of the index, or comes into it. */
struct row {
	int64_t doc;
	bool put;
	const struct kb_index_change *change;
};
struct rows {
	struct row *v;
	size_t n;
	size_t cap;
};

static void
add_row(struct rows *rows, int64_t doc, bool put, const struct kb_index_change *change)
{
	if (doc) {
		rows->v = kb_grow(rows->v, rows->n, &rows->cap, sizeof(*rows->v));
		rows->v[rows->n++] = (struct row){ doc, put, change };
	}
}

static void
add_rows(struct rows *rows, const struct kb_index_changes *changes)
{
	for (size_t i = 0; i < changes->n; i++) {
		const struct kb_index_change *c = &changes->v[i];
		bool same = c->old == c->doc && kb_str_eq(c->before.all, c->after.all) &&
		            kb_str_eq(c->before.titles, c->after.titles);
		if (!same) {
			add_row(rows, c->old, false, c);
			add_row(rows, c->doc, true, c);
		}
	}
}

static int
by_doc(const void *pa, const void *pb)
{
	const struct row *a = pa;
	const struct row *b = pb;
	if (a->doc != b->doc) {
		return a->doc < b->doc ? -1 : 1;
	}
	return (int)a->put - (int)b->put; /* out before in */
}

static enum kb_err
write_texts(struct kb_store *store, struct kb_ctx *ctx, const struct row *row,
            const struct kb_index_texts *texts)
{
	static const enum kb_sql sql[2][2] = {
		{ SQL_INDEX_REMOVE, SQL_INDEX_REMOVE_TITLES },
		{ SQL_INDEX_PUT, SQL_INDEX_PUT_TITLES },
	};
	enum kb_err err = KB_OK;
	store->lists->tokens = kb_index_list(store, row->change->id);
	for (int i = 0; i < 2 && !err; i++) {
		struct kb_query q = kb_query(&store->db, ctx, sql[row->put][i]);
		kb_bind_int(&q, row->doc);
		kb_bind_text(&q, i ? texts->titles : texts->all);
		err = kb_query_run(&q);
	}
	return err;
}

static enum kb_err
write_row(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, const struct row *row)
{
	const struct kb_index_change *c = row->change;
	struct kb_index_texts texts = row->put ? c->after : c->before;
	enum kb_err err = KB_OK;
	if (!c->before.all.p && !c->after.all.p) {
		/* it only makes room for others: its texts are those that are stored */
		struct kb_article article;
		kb_arena_reset(a);
		err = kb_store_article(store, ctx, a, c->id, &article);
		if (!err) {
			texts = kb_index_texts_of(a, &article);
		}
	} else {
		kb_pairs_count(&store->log->pairs, texts.all, row->put ? 1 : -1);
	}
	return err ? err : write_texts(store, ctx, row, &texts);
}

static enum kb_err
write_rows(struct kb_store *store, struct kb_ctx *ctx, struct rows *rows)
{
	struct kb_arena a = { 0 };
	enum kb_err err = KB_OK;
	if (rows->n) {
		qsort(rows->v, rows->n, sizeof(*rows->v), by_doc);
	}
	for (size_t i = 0; i < rows->n && !err; i++) {
		err = write_row(store, ctx, &a, &rows->v[i]);
	}
	kb_arena_release(&a);
	return err ? err : kb_pairs_write(store, ctx, &store->log->pairs);
}

enum kb_err
kb_index_write(struct kb_store *store, struct kb_ctx *ctx)
{
	struct kb_index_changes changes = { 0 };
	struct kb_index_changes moved = { 0 };
	struct rows rows = { 0 };
	if (!store->log || store->log->n == 0) {
		return KB_OK;
	}
	sum_up(store->log, &changes);
	enum kb_err err = kb_docs_change(store, ctx, &changes, &moved);
	if (!err) {
		add_rows(&rows, &changes);
		add_rows(&rows, &moved);
		err = write_rows(store, ctx, &rows);
	}
	free(changes.v);
	free(moved.v);
	free(rows.v);
	kb_index_undo(store, 0);
	return err;
}
