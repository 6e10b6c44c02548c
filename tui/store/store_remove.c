/* Rows taken out, and what follows from a change of an issue. */
#include "index.h"
#include "store_int.h"

enum kb_err
kb_rows_run(struct kb_store *store, struct kb_ctx *ctx, enum kb_sql sql, const int64_t *values,
            size_t n)
{
	struct kb_query q = kb_query(&store->db, ctx, sql);
	for (size_t i = 0; i < n; i++) {
		kb_bind_int(&q, values[i]);
	}
	return kb_query_run(&q);
}

enum kb_err
kb_rows_ids(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, enum kb_sql sql,
            int64_t low, int64_t high, kb_article_id **ids, size_t *n)
{
	kb_article_id *v = NULL;
	size_t count = 0;
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, sql);
	kb_bind_int(&q, low);
	kb_bind_int(&q, high);
	while (kb_query_row(&q)) {
		v = kb_arena_grow(a, v, count, &cap, sizeof(*v));
		v[count++] = kb_col_int(&q, 0);
	}
	*ids = v;
	*n = count;
	return kb_query_end(&q);
}

enum kb_err
kb_rows_pages(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id issue,
              int64_t source, struct kb_strs *out)
{
	struct kb_query q = kb_query(&store->db, ctx, source ? SQL_PAGES_OF : SQL_PAGES);
	kb_bind_int(&q, issue);
	if (source) {
		kb_bind_int(&q, source);
	}
	while (kb_query_row(&q)) {
		kb_strs_add(a, out, kb_col_text(&q, a, 0));
	}
	return kb_query_end(&q);
}

/* --- taking out ---------------------------------------------------------------- */

enum kb_err
kb_rows_del_article(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id)
{
	static const enum kb_sql sql[] = { SQL_DEL_ARTICLE, SQL_DEL_TEXT, SQL_DEL_CAPTIONS,
		                           SQL_DEL_CREDITS, SQL_DEL_CORRECTIONS };
	enum kb_err err = kb_index_remove(store, ctx, id);
	for (size_t i = 0; i < sizeof(sql) / sizeof(*sql) && !err; i++) {
		err = kb_rows_run(store, ctx, sql[i], &id, 1);
	}
	return err;
}

/* The row of the page, and its source where no other page came from it. */
static enum kb_err
del_page_row(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id issue, int position,
             kb_str page)
{
	static const enum kb_sql sql[] = { SQL_PAGE_SOURCE, SQL_DEL_PAGE };
	int64_t source = 0;
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < 2 && !err; i++) {
		struct kb_query q = kb_query(&store->db, ctx, sql[i]);
		kb_bind_int(&q, issue);
		kb_bind_int(&q, position);
		kb_bind_text(&q, page);
		source = kb_query_row(&q) ? kb_col_int(&q, 0) : source;
		err = kb_query_end(&q);
	}
	return err ? err : kb_rows_run(store, ctx, SQL_DEL_SOURCE, &source, 1);
}

static enum kb_err
page_ids(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id issue,
         kb_str page, kb_article_id **ids, size_t *n)
{
	int position = kb_page_position(page);
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, SQL_OLD_IDS);
	kb_bind_int(&q, kb_id_page_low(issue, position));
	kb_bind_int(&q, kb_id_page_high(issue, position));
	kb_bind_text(&q, page);
	while (kb_query_row(&q)) {
		*ids = kb_arena_grow(a, *ids, *n, &cap, sizeof(**ids));
		(*ids)[(*n)++] = kb_col_int(&q, 0);
	}
	return kb_query_end(&q);
}

enum kb_err
kb_rows_del_page(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id issue, kb_str page)
{
	struct kb_arena a = { 0 };
	kb_article_id *ids = NULL;
	size_t n = 0;
	enum kb_err err = page_ids(store, ctx, &a, issue, page, &ids, &n);
	for (size_t i = 0; i < n && !err; i++) {
		err = kb_rows_del_article(store, ctx, ids[i]);
	}
	kb_arena_release(&a);
	return err ? err : del_page_row(store, ctx, issue, kb_page_position(page), page);
}

/* --- what follows ----------------------------------------------------------------- */

enum kb_err
kb_rows_settle(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id issue)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_PAGES);
	kb_bind_int(&q, issue);
	bool any = kb_query_row(&q);
	enum kb_err err = kb_query_end(&q);
	const int64_t range[] = { issue, issue | KB_ID_ISSUE_MASK };
	if (!err) {
		err = any ? kb_rows_run(store, ctx, SQL_SUM_ISSUE, range, 2)
		          : kb_rows_run(store, ctx, SQL_DEL_ISSUE, range, 1);
	}
	return err ? err : kb_rows_pair(store, ctx, issue);
}

/* --- removing ------------------------------------------------------------------------ */

/* What led to a reference leads nowhere now. */
static enum kb_err
unlead(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id)
{
	struct kb_buf ref = { 0 };
	enum kb_err err = kb_store_article_ref(store, ctx, id, &ref);
	if (!err) {
		struct kb_query q = kb_query(&store->db, ctx, SQL_UNMOVE_TO);
		kb_bind_text(&q, kb_buf_str(&ref));
		err = kb_query_run(&q);
	}
	kb_buf_release(&ref);
	return err;
}

/* The page row goes with its last article. */
static enum kb_err
remove_article(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_article_id id)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_PLACE);
	kb_bind_int(&q, id);
	kb_str page = kb_query_row(&q) ? kb_col_text(&q, a, 0) : KB_STR_NULL;
	enum kb_err err = kb_query_end(&q);
	err = err ? err : unlead(store, ctx, id);
	err = err ? err : kb_rows_del_article(store, ctx, id);
	if (err) {
		return err;
	}
	kb_issue_id issue = kb_article_issue(id);
	kb_article_id *ids = NULL;
	size_t n = 0;
	err = page_ids(store, ctx, a, issue, page, &ids, &n);
	return err || n ? err : kb_rows_del_page(store, ctx, issue, page);
}

static enum kb_err
remove_issue(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id issue)
{
	struct kb_strs pages = { 0 };
	kb_article_id *ids = NULL;
	size_t n = 0;
	enum kb_err err =
		kb_rows_ids(store, ctx, a, SQL_PLACES, issue, issue | KB_ID_ISSUE_MASK, &ids, &n);
	for (size_t i = 0; i < n && !err; i++) {
		err = unlead(store, ctx, ids[i]);
	}
	err = err ? err : kb_rows_pages(store, ctx, a, issue, 0, &pages);
	for (size_t i = 0; i < pages.n && !err; i++) {
		err = kb_rows_del_page(store, ctx, issue, pages.v[i]);
	}
	return err;
}

enum kb_err
kb_store_remove(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id issue,
                kb_article_id article)
{
	struct kb_arena a = { 0 };
	enum kb_err err = kb_store_write_begin(store, ctx);
	if (err) {
		return err;
	}
	err = article ? remove_article(store, ctx, &a, article)
	              : remove_issue(store, ctx, &a, issue);
	err = err ? err : kb_rows_settle(store, ctx, issue);
	kb_arena_release(&a);
	return kb_store_write_end(store, ctx, err, false);
}
