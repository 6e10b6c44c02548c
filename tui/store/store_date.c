/* An issue gets another date: its rows another id, its references a detour. */
#include <limits.h>

#include "index.h"
#include "kanbao/i18n.h"
#include "store_int.h"

struct job {
	struct kb_store *store;
	struct kb_ctx *ctx;
	struct kb_arena arena;
	kb_issue_id from;
	kb_issue_id to;
	struct kb_issue_row row;
	kb_day day;
	int edition;
	kb_str old; /* references of the issue */
	kb_str new;
};

static enum kb_err
load_refs(struct job *j)
{
	struct kb_buf ref = { 0 };
	enum kb_err err = kb_store_issue_ref(j->store, j->ctx, j->from, &ref);
	j->old = kb_arena_dup(&j->arena, kb_buf_str(&ref));
	kb_buf_clear(&ref);
	kb_ref_issue(&ref, j->row.paper, j->day, KB_STR_NULL, j->edition);
	j->new = kb_arena_dup(&j->arena, kb_buf_str(&ref));
	kb_buf_release(&ref);
	return err;
}

/* Another issue has the date already: it may have none of these pages. */
static enum kb_err
refuse_shared(struct job *j, bool *merges)
{
	struct kb_issue_row there;
	enum kb_err err = kb_store_issue(j->store, j->ctx, &j->arena, j->to, &there);
	*merges = !err;
	if (err) {
		return err == KB_E_NOTHING ? KB_OK : err;
	}
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_SHARED_PAGE);
	kb_bind_int(&q, j->from);
	kb_bind_int(&q, j->to);
	kb_str page = kb_query_row(&q) ? kb_col_text(&q, &j->arena, 0) : KB_STR_NULL;
	err = kb_query_end(&q);
	if (!err && page.p) {
		err = kb_fail(j->ctx, KB_E_USAGE,
		              _("'%.*s' has page %.*s already; remove one of the two, or give an "
		                "edition, DATE.%d"),
		              KB_ARG(j->new), KB_ARG(page), j->edition + 1);
	}
	return err;
}

/* --- references ------------------------------------------------------------------- */

/* The reference is led elsewhere for the sake of another article. */
static bool
taken(struct job *j, kb_str new, kb_str old)
{
	struct kb_buf led = { 0 };
	bool found = kb_moved_to(j->store, j->ctx, new, &led);
	bool ours = found && kb_str_eq(kb_buf_str(&led), old);
	kb_buf_release(&led);
	return found && !ours;
}

static void
place_ref(struct kb_buf *out, kb_str issue, kb_str page, int64_t ordinal)
{
	kb_buf_clear(out);
	kb_buf_add(out, issue);
	kb_ref_place(out, page, ordinal);
}

/* A reference that leads to another article is not given to this one. */
static enum kb_err
lead_article(struct job *j, const struct kb_article_row *row)
{
	struct kb_buf old = { 0 };
	struct kb_buf new = { 0 };
	int64_t ordinal = row->ordinal;
	place_ref(&old, j->old, row->head.page, ordinal);
	place_ref(&new, j->new, row->head.page, ordinal);
	while (taken(j, kb_buf_str(&new), kb_buf_str(&old))) {
		ordinal += KB_ID_SLOT_MAX;
		place_ref(&new, j->new, row->head.page, ordinal);
	}
	const int64_t set[] = { row->id, ordinal };
	enum kb_err err = ordinal == row->ordinal
	                          ? KB_OK
	                          : kb_rows_run(j->store, j->ctx, SQL_SET_ORDINAL, set, 2);
	err = err ? err : kb_moved_lead(j->store, j->ctx, kb_buf_str(&old), kb_buf_str(&new));
	kb_buf_release(&old);
	kb_buf_release(&new);
	return err;
}

static enum kb_err
lead_on(struct job *j)
{
	struct kb_article_row *rows = NULL;
	size_t n = 0;
	enum kb_err err = kb_store_articles(j->store, j->ctx, &j->arena, j->from, &rows, &n);
	for (size_t i = 0; i < n && !err; i++) {
		err = lead_article(j, &rows[i]);
	}
	return err ? err : kb_moved_lead(j->store, j->ctx, j->old, j->new);
}

/* --- rows ---------------------------------------------------------------------------- */

static enum kb_err
set_doubts(struct job *j, kb_article_id id, const struct kb_strs *doubts)
{
	struct kb_buf lines = { 0 };
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_SET_DOUBTS);
	kb_bind_int(&q, id);
	kb_bind_text(&q, kb_pack_lines(&lines, doubts));
	enum kb_err err = kb_query_run(&q);
	kb_buf_release(&lines);
	return err;
}

/* A person has given the date: what was doubtful in it is over. */
static enum kb_err
drop_doubts(struct job *j)
{
	struct kb_doubtful *list = NULL;
	size_t n = 0;
	enum kb_err err =
		kb_store_doubtful(j->store, j->ctx, &j->arena, 0, j->from, INT_MAX, &list, &n);
	for (size_t i = 0; i < n && !err; i++) {
		struct kb_strs left = { 0 };
		for (size_t k = 0; k < list[i].doubts.n; k++) {
			if (!kb_doubt_of_date(list[i].doubts.v[k])) {
				kb_strs_add(&j->arena, &left, list[i].doubts.v[k]);
			}
		}
		if (left.n < list[i].doubts.n) {
			err = set_doubts(j, list[i].id, &left);
		}
	}
	return err;
}

static enum kb_err
shift_rows(struct job *j)
{
	static const enum kb_sql sql[] = { SQL_SHIFT_ARTICLES, SQL_SHIFT_TEXTS, SQL_SHIFT_CAPTIONS,
		                           SQL_SHIFT_CREDITS, SQL_SHIFT_CORRECTIONS };
	const int64_t range[] = { j->from, j->from | KB_ID_ISSUE_MASK, j->to - j->from,
		                  KB_DATE_OPTION };
	const int64_t given[] = { j->from, j->day, j->edition };
	/* the sources remember it, so that a better parser hears of it */
	enum kb_err err = kb_rows_run(j->store, j->ctx, SQL_DATED_SOURCES, given, 3);
	for (size_t i = 0; i < sizeof(sql) / sizeof(*sql) && !err; i++) {
		err = kb_rows_run(j->store, j->ctx, sql[i], range, 3);
	}
	return err ? err : kb_rows_run(j->store, j->ctx, SQL_SHIFT_PAGES, range, 4);
}

/* The index knows the articles by their ids: out with the old, in with the new. */
static enum kb_err
shift(struct job *j)
{
	kb_article_id *ids = NULL;
	size_t n = 0;
	enum kb_err err = kb_rows_ids(j->store, j->ctx, &j->arena, SQL_PLACES, j->from,
	                              j->from | KB_ID_ISSUE_MASK, &ids, &n);
	for (size_t i = 0; i < n && !err; i++) {
		err = kb_index_remove(j->store, j->ctx, ids[i]);
	}
	err = err ? err : shift_rows(j);
	for (size_t i = 0; i < n && !err; i++) {
		err = kb_index_put_stored(j->store, j->ctx, ids[i] + (j->to - j->from));
	}
	return err;
}

static enum kb_err
add_issue(struct job *j)
{
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_ADD_ISSUE);
	kb_bind_int(&q, j->to);
	kb_bind_int(&q, kb_id_paper(j->to));
	kb_bind_int(&q, j->day);
	kb_bind_text(&q, KB_STR_NULL);
	kb_bind_int(&q, j->edition);
	return kb_query_run(&q);
}

static enum kb_err
change(struct job *j)
{
	bool merges = false;
	enum kb_err err = kb_store_issue(j->store, j->ctx, &j->arena, j->from, &j->row);
	err = err ? err : load_refs(j);
	if (err) {
		return err;
	}
	if (j->from == j->to) {
		err = drop_doubts(j);
		const int64_t same[] = { j->from, j->from, 0, KB_DATE_OPTION };
		const int64_t given[] = { j->from, j->day, j->edition };
		err = err ? err : kb_rows_run(j->store, j->ctx, SQL_SHIFT_PAGES, same, 4);
		err = err ? err : kb_rows_run(j->store, j->ctx, SQL_DATED_SOURCES, given, 3);
		return err ? err : kb_rows_settle(j->store, j->ctx, j->from);
	}
	err = refuse_shared(j, &merges);
	err = err ? err : lead_on(j);
	err = err ? err : drop_doubts(j);
	err = err ? err : shift(j);
	err = err || merges ? err : add_issue(j);
	err = err ? err : kb_rows_settle(j->store, j->ctx, j->from);
	return err ? err : kb_rows_settle(j->store, j->ctx, j->to);
}

enum kb_err
kb_store_date(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id issue, kb_day day,
              int edition, kb_issue_id *out)
{
	struct job j = {
		.store = store, .ctx = ctx, .from = issue, .day = day, .edition = edition
	};
	if (edition < 1 || edition > KB_ID_EDITION_MAX) {
		return kb_fail(ctx, KB_E_USAGE, _("edition %d is none of 1 to %d"), edition,
		               KB_ID_EDITION_MAX);
	}
	j.to = kb_id_issue(kb_id_day(day), kb_id_paper(issue), edition);
	enum kb_err err = kb_store_write_begin(store, ctx);
	if (!err) {
		err = kb_store_write_end(store, ctx, change(&j), false);
	}
	kb_arena_release(&j.arena);
	if (!err) {
		*out = j.to;
	}
	return err;
}
