/* The same day in every year: one window of ids a year, whatever lies between. */
#include "kanbao/today.h"

kb_day
kb_same_day(kb_day day, int year)
{
	struct kb_ymd ymd = kb_day_ymd(day);
	if (year < KB_YEAR_MIN || year > KB_YEAR_MAX) {
		return KB_DAY_NONE;
	}
	int last = kb_month_days(year, ymd.month);
	return kb_day_of((struct kb_ymd){ year, ymd.month, ymd.day < last ? ymd.day : last });
}

struct list {
	struct kb_store *store;
	struct kb_ctx *ctx;
	struct kb_arena *a;
	kb_issue_id paper_of;
	bool articles;
	struct kb_same *v;
	size_t n;
	size_t cap;
};

static enum kb_err
add_year(struct list *l, kb_day day)
{
	struct kb_issue_row *rows = NULL;
	size_t n = 0;
	enum kb_err err = kb_store_day(l->store, l->ctx, l->a, l->paper_of, day, &rows, &n);
	for (size_t i = 0; i < n && !err; i++) {
		l->v = kb_arena_grow(l->a, l->v, l->n, &l->cap, sizeof(*l->v));
		struct kb_same *same = &l->v[l->n++];
		*same = (struct kb_same){ .issue = rows[i] };
		if (l->articles) {
			err = kb_store_front(l->store, l->ctx, l->a, rows[i].id, &same->articles,
			                     &same->narticles);
		}
	}
	return err;
}

/* The year of the first issue from one end; 0 where no issue has a date. */
static enum kb_err
edge_year(struct list *l, int dir, int *year)
{
	kb_day end = kb_day_of((struct kb_ymd){ dir > 0 ? KB_YEAR_MIN : KB_YEAR_MAX,
	                                        dir > 0 ? 1 : 12, dir > 0 ? 1 : 31 });
	kb_issue_id id = 0;
	struct kb_issue_row row;
	enum kb_err err = kb_store_near(l->store, l->ctx, l->paper_of, end, dir, &id);
	*year = 0;
	if (!err && id) {
		err = kb_store_issue(l->store, l->ctx, l->a, id, &row);
		*year = err ? 0 : kb_day_ymd(row.day).year;
	}
	return err;
}

enum kb_err
kb_same_days(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id paper_of,
             kb_day day, bool articles, struct kb_same **out, size_t *n)
{
	struct list l = { store, ctx, a, paper_of, articles, NULL, 0, 0 };
	int first = 0;
	int last = 0;
	enum kb_err err = edge_year(&l, 1, &first);
	err = err ? err : edge_year(&l, -1, &last);
	for (int year = last; year && year >= first && !err; year--) {
		err = add_year(&l, kb_same_day(day, year));
	}
	if (!err) {
		*out = l.v;
		*n = l.n;
	}
	return err;
}
