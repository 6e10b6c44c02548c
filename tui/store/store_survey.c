/* The archive seen as a whole: papers, pages, days, numbers, walks for counting. */
#include "kanbao/search.h"
#include "kanbao/survey.h"

#include "store_int.h"
#include "store_rows.h"

#define DAY_BITS 42
#define DAY_REST (((int64_t)1 << DAY_BITS) - 1)

/* --- papers --------------------------------------------------------------------- */

/* The day of the first issue at or above an id (or, downwards, below it), of a paper. */
static enum kb_err
edge_day(struct kb_store *store, struct kb_ctx *ctx, int64_t paper, bool down, kb_day *out)
{
	struct kb_query q = kb_query(&store->db, ctx, down ? SQL_BELOW_PAPER : SQL_ABOVE_PAPER);
	kb_bind_int(&q, KB_ID_DATED);
	kb_bind_int(&q, INT64_MAX);
	kb_bind_int(&q, paper);
	bool found = kb_query_row(&q);
	*out = found ? kb_article_day(kb_col_int(&q, 0)) : KB_DAY_NONE;
	return kb_query_end(&q);
}

/* Counts and days for a row whose newest issue tells the paper. */
static enum kb_err
fill_paper(struct kb_store *store, struct kb_ctx *ctx, int64_t paper, struct kb_paper_row *row)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_COUNT_PAPER);
	kb_bind_int(&q, paper);
	if (kb_query_row(&q)) {
		row->issues = kb_col_int(&q, 0);
		row->articles = kb_col_int(&q, 1);
	}
	enum kb_err err = kb_query_end(&q);
	err = err ? err : edge_day(store, ctx, paper, false, &row->first);
	err = err ? err : edge_day(store, ctx, paper, true, &row->last);
	if (!err) {
		q = kb_query(&store->db, ctx, SQL_BELOW_PAPER);
		kb_bind_int(&q, 0);
		kb_bind_int(&q, INT64_MAX);
		kb_bind_int(&q, paper);
		row->newest = kb_query_row(&q) ? kb_col_int(&q, 0) : 0;
		err = kb_query_end(&q);
	}
	return err;
}

static enum kb_err
list_papers(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
            struct kb_paper_row **rows, size_t *n)
{
	struct kb_paper_row *v = NULL;
	int64_t ids[KB_ID_PAPER_MAX + 1];
	size_t count = 0;
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, SQL_PAPERS);
	kb_bind_int(&q, 0);
	while (count <= KB_ID_PAPER_MAX && kb_query_row(&q)) {
		v = kb_arena_grow(a, v, count, &cap, sizeof(*v));
		ids[count] = kb_col_int(&q, 0);
		v[count++] = (struct kb_paper_row){ .name = kb_col_text(&q, a, 1) };
	}
	enum kb_err err = kb_query_end(&q);
	size_t kept = 0;
	for (size_t i = 0; i < count && !err; i++) {
		struct kb_paper_row row = v[i];
		err = fill_paper(store, ctx, ids[i], &row);
		if (row.issues) {
			v[kept++] = row;
		}
	}
	if (!err) {
		*rows = v;
		*n = kept;
	}
	return err;
}

enum kb_err
kb_store_papers(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                struct kb_paper_row **rows, size_t *n)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = list_papers(store, ctx, a, rows, n);
		kb_store_end(store);
	}
	return err;
}

/* --- pages of an issue, issues of a day --------------------------------------------- */

static enum kb_err
list_pages(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id issue,
           struct kb_page_row **rows, size_t *n)
{
	struct kb_page_row *v = NULL;
	size_t count = 0;
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, SQL_PAGE_NAMES);
	kb_bind_int(&q, issue);
	while (kb_query_row(&q)) {
		v = kb_arena_grow(a, v, count, &cap, sizeof(*v));
		v[count++] = (struct kb_page_row){ .page = kb_col_text(&q, a, 0),
			                           .name = kb_col_text(&q, a, 1),
			                           .source = kb_col_text(&q, a, 2) };
	}
	enum kb_err err = kb_query_end(&q);
	if (!err) {
		*rows = v;
		*n = count;
	}
	return err;
}

enum kb_err
kb_store_pages(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id issue,
               struct kb_page_row **rows, size_t *n)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = list_pages(store, ctx, a, issue, rows, n);
		kb_store_end(store);
	}
	return err;
}

static enum kb_err
list_day(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id paper_of,
         kb_day day, struct kb_issue_row **rows, size_t *n)
{
	struct kb_issue_row *v = NULL;
	size_t count = 0;
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, SQL_ISSUES_IN);
	kb_bind_int(&q, kb_id_day(day) << DAY_BITS);
	kb_bind_int(&q, kb_id_day(day) << DAY_BITS | DAY_REST);
	while (kb_query_row(&q)) {
		if (!paper_of || kb_id_paper(kb_col_int(&q, 0)) == kb_id_paper(paper_of)) {
			v = kb_arena_grow(a, v, count, &cap, sizeof(*v));
			kb_issue_row_read(&q, a, &v[count++]);
		}
	}
	enum kb_err err = kb_query_end(&q);
	if (!err) {
		*rows = v;
		*n = count;
	}
	return err;
}

enum kb_err
kb_store_day(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id paper_of,
             kb_day day, struct kb_issue_row **rows, size_t *n)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = list_day(store, ctx, a, paper_of, day, rows, n);
		kb_store_end(store);
	}
	return err;
}

static enum kb_err
list_front(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id issue,
           struct kb_headline **rows, size_t *n)
{
	struct kb_headline *v = NULL;
	size_t count = 0;
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, SQL_FRONT);
	kb_bind_int(&q, issue);
	kb_bind_int(&q, issue | KB_ID_ISSUE_MASK);
	while (kb_query_row(&q)) {
		int64_t id = kb_col_int(&q, 0);
		/* the place in the page is kept as a complement: with it the sum is the page */
		if (count && id + kb_id_slot(id) != v[0].id + kb_id_slot(v[0].id)) {
			break;
		}
		v = kb_arena_grow(a, v, count, &cap, sizeof(*v));
		v[count++] = (struct kb_headline){ .id = id, .text = kb_col_text(&q, a, 1) };
	}
	enum kb_err err = kb_query_end(&q);
	if (!err) {
		*rows = v;
		*n = count;
	}
	return err;
}

enum kb_err
kb_store_front(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id issue,
               struct kb_headline **rows, size_t *n)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = list_front(store, ctx, a, issue, rows, n);
		kb_store_end(store);
	}
	return err;
}

/* --- walks ----------------------------------------------------------------------------- */

static enum kb_err
list_numbers(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id paper_of,
             struct kb_number **numbers, size_t *n)
{
	struct kb_number *v = NULL;
	size_t count = 0;
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, SQL_NUMBERS);
	kb_bind_int(&q, kb_id_paper(paper_of));
	kb_bind_int(&q, KB_ID_DATED);
	while (kb_query_row(&q)) {
		v = kb_arena_grow(a, v, count, &cap, sizeof(*v));
		v[count++] = (struct kb_number){ .id = kb_col_int(&q, 0),
			                         .day = kb_col_day(&q, 1),
			                         .number = (long)kb_col_int(&q, 2) };
	}
	enum kb_err err = kb_query_end(&q);
	if (!err) {
		*numbers = v;
		*n = count;
	}
	return err;
}

enum kb_err
kb_store_numbers(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                 kb_issue_id paper_of, struct kb_number **numbers, size_t *n)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = list_numbers(store, ctx, a, paper_of, numbers, n);
		kb_store_end(store);
	}
	return err;
}

static bool
is_of(int64_t id, kb_issue_id paper_of)
{
	return !paper_of || kb_id_paper(id) == kb_id_paper(paper_of);
}

enum kb_err
kb_store_each_article(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id paper_of,
                      kb_article_fn *seen, void *user)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	struct kb_query q = kb_query(&store->db, ctx, SQL_EACH_ARTICLE);
	kb_bind_int(&q, 0);
	while (kb_query_row(&q)) {
		int64_t id = kb_col_int(&q, 0);
		if (is_of(id, paper_of)) {
			seen(user, id, kb_col_blob(&q, 1), (size_t)kb_col_int(&q, 2));
		}
	}
	err = kb_query_end(&q);
	kb_store_end(store);
	return err;
}

enum kb_err
kb_store_each_credit(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id paper_of,
                     kb_credit_fn *seen, void *user)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	struct kb_query q = kb_query(&store->db, ctx, SQL_EACH_CREDIT);
	kb_bind_int(&q, 0);
	while (kb_query_row(&q)) {
		int64_t id = kb_col_int(&q, 0);
		if (is_of(id, paper_of)) {
			seen(user, id, kb_col_blob(&q, 1), kb_col_blob(&q, 2));
		}
	}
	err = kb_query_end(&q);
	kb_store_end(store);
	return err;
}
