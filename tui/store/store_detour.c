/* The table `moved`: references that lead somewhere else now. */
#include "kanbao/ref.h"
#include "store_int.h"

bool
kb_moved_to(struct kb_store *store, struct kb_ctx *ctx, kb_str old, struct kb_buf *out)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_MOVED);
	kb_bind_text(&q, old);
	bool found = kb_query_row(&q);
	if (found) {
		kb_buf_add(out, kb_col_blob(&q, 0));
	}
	(void)kb_query_end(&q);
	return found;
}

static enum kb_err
run(struct kb_store *store, struct kb_ctx *ctx, enum kb_sql id, kb_str first, kb_str second)
{
	struct kb_query q = kb_query(&store->db, ctx, id);
	kb_bind_text(&q, first);
	if (second.p) {
		kb_bind_text(&q, second);
	}
	return kb_query_run(&q);
}

enum kb_err
kb_moved_lead(struct kb_store *store, struct kb_ctx *ctx, kb_str old, kb_str new)
{
	enum kb_err err = run(store, ctx, SQL_MOVED_ON, old, new);
	err = err ? err : run(store, ctx, SQL_UNMOVE, new, KB_STR_NULL);
	return err || kb_str_eq(old, new) ? err : run(store, ctx, SQL_ADD_MOVED, old, new);
}

enum kb_err
kb_store_led(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_str ref, bool whole,
             struct kb_led **out, size_t *n)
{
	struct kb_led *list = NULL;
	size_t cap = 0;
	*n = 0;
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	struct kb_ref_range range = kb_ref_range(ref, whole);
	struct kb_query q = kb_query(&store->db, ctx, SQL_LED);
	kb_ref_range_bind(&q, &range);
	while (kb_query_row(&q)) {
		list = kb_arena_grow(a, list, *n, &cap, sizeof(*list));
		list[(*n)++] = (struct kb_led){ kb_col_text(&q, a, 0), kb_col_text(&q, a, 1) };
	}
	err = kb_query_end(&q);
	kb_ref_range_release(&range);
	kb_store_end(store);
	*out = list;
	return err;
}
