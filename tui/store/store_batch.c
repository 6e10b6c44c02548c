/* Transactions: one a change, or one for a batch of them. */

#include "index.h"
#include "kanbao/clock.h"
#include "kanbao/i18n.h"
#include "kanbao/upkeep.h"

/* Text that may wait for the index; what it takes until it is written is several times that. */
#define FULL_BYTES ((size_t)12 << 20)
/* What a crash may take away, and a person waits for. */
#define FULL_MS 3000

static bool
open_already(const struct kb_store *store)
{
	return store->db.h && !sqlite3_get_autocommit(store->db.h);
}

static void
undo(struct kb_store *store)
{
	if (open_already(store)) {
		sqlite3_exec(store->db.h, "ROLLBACK", NULL, NULL, NULL);
	}
	kb_index_undo(store, 0);
}

static enum kb_err
begin(struct kb_store *store, struct kb_ctx *ctx)
{
	enum kb_err err = KB_OK;
	if (!store->batch.on || !open_already(store)) {
		err = kb_db_exec(ctx, &store->db, "BEGIN IMMEDIATE");
		store->batch.began_ms = kb_clock_ms();
		store->batch.lost = store->batch.on && store->batch.puts > 0;
	}
	if (!err && store->batch.on) {
		err = kb_db_exec(ctx, &store->db, "SAVEPOINT put");
		store->batch.mark = kb_index_mark(store);
		store->batch.puts++;
	}
	return err;
}

enum kb_err
kb_store_write_begin(struct kb_store *store, struct kb_ctx *ctx)
{
	enum kb_err err = kb_store_make(store, ctx);
	err = err ? err : begin(store, ctx);
	if (!err) {
		err = kb_index_begin(store, ctx);
		if (err) {
			undo(store);
		}
	}
	return err;
}

/* A put of a batch: kept with the batch, or undone alone. */
static enum kb_err
end_put(struct kb_store *store, struct kb_ctx *ctx, enum kb_err err, bool back)
{
	if (err || back) {
		kb_index_undo(store, store->batch.mark);
		/* where SQLite undid everything by itself there is no savepoint any more */
		sqlite3_exec(store->db.h, "ROLLBACK TO put; RELEASE put", NULL, NULL, NULL);
		return err;
	}
	return kb_db_exec(ctx, &store->db, "RELEASE put");
}

enum kb_err
kb_store_write_end(struct kb_store *store, struct kb_ctx *ctx, enum kb_err err, bool back)
{
	if (store->batch.on) {
		return end_put(store, ctx, err, back);
	}
	if (!err && !back) {
		err = kb_index_write(store, ctx);
		err = err ? err : kb_db_exec(ctx, &store->db, "COMMIT");
	}
	undo(store);
	return err;
}

void
kb_store_batch_begin(struct kb_store *store)
{
	store->batch = (struct kb_store_batch){ .on = true };
}

bool
kb_store_batch_full(const struct kb_store *store)
{
	return kb_index_waiting(store) > FULL_BYTES ||
	       (open_already(store) && kb_clock_ms() - store->batch.began_ms >= FULL_MS);
}

enum kb_err
kb_store_batch_end(struct kb_store *store, struct kb_ctx *ctx)
{
	enum kb_err err = KB_OK;
	bool open = open_already(store);
	if (store->batch.lost || (store->batch.puts > 0 && !open)) {
		err = kb_fail(ctx, KB_E_IO,
		              _("the archive could not be written; nothing of the last files was "
		                "stored"));
	}
	store->batch = (struct kb_store_batch){ 0 };
	kb_index_undo(store, open ? SIZE_MAX : 0);
	return open ? kb_store_write_end(store, ctx, err, false) : err;
}
