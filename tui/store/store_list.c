/* Lists: windows by id over issues, the calendar, the nearest issue. */
#include "store_int.h"
#include "store_rows.h"
#include "kanbao/search.h"
#include "kanbao/text.h"

#define DAY_BITS 42
#define DAY_REST (((int64_t)1 << DAY_BITS) - 1)

static enum kb_err
list_issues(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id from,
            bool older, kb_issue_id paper_of, int limit, struct kb_issue_row **rows, size_t *n)
{
	static const enum kb_sql sql[2][2] = {
		{ SQL_NEWER, SQL_NEWER_PAPER },
		{ SQL_OLDER, SQL_OLDER_PAPER },
	};
	struct kb_issue_row *v = NULL;
	size_t count = 0;
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, sql[older][paper_of != 0]);
	kb_bind_int(&q, from || !older ? from : INT64_MAX);
	if (paper_of) {
		kb_bind_int(&q, kb_id_paper(paper_of));
	}
	kb_bind_int(&q, limit);
	while (kb_query_row(&q)) {
		v = kb_arena_grow(a, v, count, &cap, sizeof(*v));
		kb_issue_row_read(&q, a, &v[count++]);
	}
	enum kb_err err = kb_query_end(&q);
	if (!err) {
		*rows = v;
		*n = count;
	}
	return err;
}

enum kb_err
kb_store_issues(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id from,
                bool older, kb_issue_id paper_of, int limit, struct kb_issue_row **rows, size_t *n)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = list_issues(store, ctx, a, from, older, paper_of, limit, rows, n);
		kb_store_end(store);
	}
	return err;
}

/* The highest (down) or lowest issue id in low … high, 0 where there is none. */
static enum kb_err
edge(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id paper_of, bool down, int64_t low,
     int64_t high, kb_issue_id *out)
{
	static const enum kb_sql sql[2][2] = {
		{ SQL_ABOVE, SQL_ABOVE_PAPER },
		{ SQL_BELOW, SQL_BELOW_PAPER },
	};
	struct kb_query q = kb_query(&store->db, ctx, sql[down][paper_of != 0]);
	kb_bind_int(&q, low);
	kb_bind_int(&q, high);
	if (paper_of) {
		kb_bind_int(&q, kb_id_paper(paper_of));
	}
	*out = kb_query_row(&q) ? kb_col_int(&q, 0) : 0;
	return kb_query_end(&q);
}

static enum kb_err
near(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id paper_of, kb_day day, int dir,
     kb_issue_id *out)
{
	int64_t low = kb_id_day(day) << DAY_BITS;
	int64_t high = low | DAY_REST;
	if (dir <= 0) {
		return edge(store, ctx, paper_of, true, dir < 0 ? KB_ID_DATED : low, high, out);
	}
	kb_issue_id found;
	enum kb_err err = edge(store, ctx, paper_of, false, low, INT64_MAX, &found);
	if (err || !found) {
		*out = found;
		return err;
	}
	/* the first of that day in the order of reading is its highest */
	return edge(store, ctx, paper_of, true, found, found | DAY_REST, out);
}

enum kb_err
kb_store_near(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id paper_of, kb_day day, int dir,
              kb_issue_id *out)
{
	kb_issue_id found = 0;
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = near(store, ctx, paper_of, day, dir, &found);
		kb_store_end(store);
	}
	if (!err) {
		*out = found;
	}
	return err;
}

enum kb_err
kb_store_numbered(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id paper_of, long number,
                  kb_issue_id *out)
{
	kb_issue_id found = 0;
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	struct kb_query q = kb_query(&store->db, ctx, SQL_NUMBERED);
	kb_bind_int(&q, number);
	while (!found && kb_query_row(&q)) {
		if (!paper_of || kb_col_int(&q, 1) == kb_id_paper(paper_of)) {
			found = kb_col_int(&q, 0);
		}
	}
	err = kb_query_end(&q);
	kb_store_end(store);
	if (!err) {
		*out = found;
	}
	return err;
}

static enum kb_err
list_days(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id paper_of,
          kb_day from, kb_day to, struct kb_day_count **days, size_t *n)
{
	struct kb_day_count *v = NULL;
	size_t count = 0;
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, paper_of ? SQL_DAYS_PAPER : SQL_DAYS);
	kb_bind_int(&q, kb_id_day(from) << DAY_BITS);
	kb_bind_int(&q, kb_id_day(to) << DAY_BITS | DAY_REST);
	if (paper_of) {
		kb_bind_int(&q, kb_id_paper(paper_of));
	}
	while (kb_query_row(&q)) {
		/* by its id, so that it is one of those asked for */
		kb_day day = kb_article_day(kb_col_int(&q, 0));
		if (count == 0 || v[count - 1].day != day) {
			v = kb_arena_grow(a, v, count, &cap, sizeof(*v));
			v[count++] = (struct kb_day_count){ .day = day };
		}
		v[count - 1].issues++;
		v[count - 1].articles += (int)kb_col_int(&q, 2);
		v[count - 1].first = kb_col_int(&q, 0); /* ascending: the last one seen */
	}
	enum kb_err err = kb_query_end(&q);
	if (!err) {
		*days = v;
		*n = count;
	}
	return err;
}

enum kb_err
kb_store_days(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id paper_of,
              kb_day from, kb_day to, struct kb_day_count **days, size_t *n)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = list_days(store, ctx, a, paper_of, from, to, days, n);
		kb_store_end(store);
	}
	return err;
}

/* --- whole numbers ----------------------------------------------------------- */

enum kb_err
kb_store_counts(struct kb_store *store, struct kb_ctx *ctx, struct kb_store_counts *out)
{
	struct kb_store_counts c = { 0 };
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	struct kb_query q = kb_query(&store->db, ctx, SQL_COUNT_PAPERS);
	c.papers = kb_query_row(&q) ? kb_col_int(&q, 0) : 0;
	err = kb_query_end(&q);
	if (!err) {
		q = kb_query(&store->db, ctx, SQL_COUNT_ISSUES);
		if (kb_query_row(&q)) {
			c.issues = kb_col_int(&q, 0);
			c.articles = kb_col_int(&q, 1);
		}
		err = kb_query_end(&q);
	}
	kb_store_end(store);
	if (!err) {
		*out = c;
	}
	return err;
}
