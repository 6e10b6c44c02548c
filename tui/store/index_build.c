/* Building the index of an archive that has articles without one. */
#include "index.h"
#include "kanbao/i18n.h"
#include "kanbao/search.h"

/* Articles a transaction: a moment of work. */
#define BATCH 256

/* Indexes the articles right below the floor; *done counts them, 0 at the end. */
static enum kb_err
build_batch(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, int64_t *done)
{
	kb_article_id ids[BATCH];
	size_t n = 0;
	*done = 0;
	if (store->floor == 0) {
		return KB_OK;
	}
	const struct kb_index_scan below = { .low = 1, .high = store->floor - 1 };
	struct kb_query q = kb_index_find(store, ctx, &below);
	while (n < BATCH && kb_query_row(&q)) {
		ids[n++] = kb_col_int(&q, 0);
	}
	enum kb_err err = kb_query_end(&q);
	/* what is put must lie above the floor */
	err = err ? err : kb_index_set_floor(store, ctx, n < BATCH ? 0 : ids[n - 1]);
	for (size_t i = 0; i < n && !err; i++) {
		kb_arena_reset(a);
		err = kb_index_put_stored(store, ctx, ids[i]);
	}
	*done = (int64_t)n;
	return err;
}

enum kb_err
kb_store_index(struct kb_store *store, struct kb_ctx *ctx,
               bool (*progress)(void *user, int64_t done), void *user)
{
	struct kb_arena a = { 0 };
	int64_t all = 0;
	int64_t done = 0;
	bool whole = false;
	if (!store->db.h) {
		return KB_OK; /* no archive was made yet */
	}
	enum kb_err err = kb_store_indexed(store, ctx, &whole);
	if (err || whole) {
		return err;
	}
	do {
		err = kb_store_write_begin(store, ctx);
		if (!err) {
			err = build_batch(store, ctx, &a, &done);
			err = kb_store_write_end(store, ctx, err, false);
		}
		all += done;
		if (!err && done == BATCH && progress && !progress(user, all)) {
			err = kb_fail(ctx, KB_E_INTERRUPTED,
			              _("interrupted; what was indexed is kept"));
		}
	} while (!err && done == BATCH);
	kb_arena_release(&a);
	return err;
}

enum kb_err
kb_store_indexed(struct kb_store *store, struct kb_ctx *ctx, bool *whole)
{
	int64_t floor = 0;
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = kb_index_floor(store, ctx, &floor);
		kb_store_end(store);
		*whole = floor == 0;
	}
	return err;
}

enum kb_err
kb_store_index_drop(struct kb_store *store, struct kb_ctx *ctx)
{
	enum kb_err err = kb_store_write_begin(store, ctx);
	if (!err) {
		err = kb_rows_run(store, ctx, SQL_INDEX_FORGET, NULL, 0);
		err = kb_store_write_end(store, ctx, err, false);
	}
	return err;
}
