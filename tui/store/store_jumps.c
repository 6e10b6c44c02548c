/* Halves of stories, paired over the pages of an issue. */
#include "kanbao/jump.h"
#include "store_int.h"

/* The halves of an issue, in the order of reading. */
struct halves {
	struct kb_arena arena;
	kb_article_id *ids;
	struct kb_jump_end *ends;
	size_t n;
};

static enum kb_err
load_halves(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id issue, struct halves *h)
{
	enum kb_err err = kb_rows_ids(store, ctx, &h->arena, SQL_JUMP_ENDS, issue,
	                              issue | KB_ID_ISSUE_MASK, &h->ids, &h->n);
	h->ends = kb_arena_alloc(&h->arena, h->n, sizeof(*h->ends));
	for (size_t i = 0; i < h->n && !err; i++) {
		struct kb_article article;
		err = kb_store_article(store, ctx, &h->arena, h->ids[i], &article);
		if (!err) {
			h->ends[i] = kb_jump_end_of(&article);
		}
	}
	return err;
}

enum kb_err
kb_rows_pair(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id issue)
{
	struct halves h = { 0 };
	struct kb_jump_pair *pairs = NULL;
	const int64_t range[] = { issue, issue | KB_ID_ISSUE_MASK };
	enum kb_err err = kb_rows_run(store, ctx, SQL_DEL_JUMPS, range, 2);
	err = err ? err : load_halves(store, ctx, issue, &h);
	size_t n = err || h.n < 2 ? 0 : kb_jumps_match(&h.arena, h.ends, h.n, &pairs);
	for (size_t i = 0; i < n && !err; i++) {
		const int64_t pair[] = { h.ids[pairs[i].from], h.ids[pairs[i].to] };
		err = kb_rows_run(store, ctx, SQL_ADD_JUMP, pair, 2);
	}
	kb_arena_release(&h.arena);
	return err;
}

enum kb_err
kb_store_jump(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id, bool onward,
              kb_article_id *out)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	struct kb_query q = kb_query(&store->db, ctx, onward ? SQL_ONWARD : SQL_BACKWARD);
	kb_bind_int(&q, id);
	kb_article_id found = kb_query_row(&q) ? kb_col_int(&q, 0) : 0;
	err = kb_query_end(&q);
	kb_store_end(store);
	if (!err) {
		*out = found;
	}
	return err;
}
