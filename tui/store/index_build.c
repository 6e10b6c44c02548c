/* Building the index of an archive that has articles without one. */
#include "index.h"
#include "kanbao/i18n.h"
#include "kanbao/search.h"

/* Articles a transaction at most, and how much text they may have: soon a second of work. */
#define BATCH 4096
#define BYTES_FIRST ((size_t)64 << 10)
#define BYTES_MOST ((size_t)4 << 20)

/* Indexes the articles right below the floor; *done counts them, 0 at the end. */
static enum kb_err
build_batch(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, size_t bytes,
            int64_t *done)
{
	kb_article_id *ids = kb_arena_alloc(a, BATCH, sizeof(*ids));
	size_t n = 0;
	size_t put = 0;
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
	store->floor = 0; /* what is put must lie above */
	while (put < n && !err && kb_index_waiting(store) < bytes) {
		err = kb_index_put_stored(store, ctx, ids[put++]);
	}
	*done = (int64_t)put;
	bool all = put == n && n < BATCH;
	return err ? err : kb_index_set_floor(store, ctx, all ? 0 : ids[put - 1]);
}

enum kb_err
kb_store_index(struct kb_store *store, struct kb_ctx *ctx,
               bool (*progress)(void *user, int64_t done), void *user)
{
	struct kb_arena a = { 0 };
	int64_t all = 0;
	int64_t done = 0;
	size_t bytes = BYTES_FIRST;
	bool whole = false;
	if (!store->db.h) {
		return KB_OK; /* no archive was made yet */
	}
	enum kb_err err = kb_store_indexed(store, ctx, &whole);
	if (err || whole) {
		return err;
	}
	do {
		kb_arena_reset(&a);
		err = kb_store_write_begin(store, ctx);
		if (!err) {
			err = build_batch(store, ctx, &a, bytes, &done);
			err = kb_store_write_end(store, ctx, err, false);
		}
		all += done;
		bytes = bytes < BYTES_MOST ? bytes * 4 : bytes;
		if (!err && store->floor && progress && !progress(user, all)) {
			err = kb_fail(ctx, KB_E_INTERRUPTED,
			              _("interrupted; what was indexed is kept"));
		}
	} while (!err && store->floor);
	kb_arena_release(&a);
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
