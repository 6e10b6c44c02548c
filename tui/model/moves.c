/* Moves from the place being read: article, page, issue, year, newest, other. */
#include <stdlib.h>

#include "kanbao/i18n.h"
#include "model_int.h"

static enum kb_err
no_issue(struct kb_ctx *ctx, int dir)
{
	return kb_fail(ctx, KB_E_NOTHING, "%s",
	               dir > 0 ? _("this is the newest issue") : _("this is the oldest issue"));
}

/* The next issue in that direction that has articles to read. */
static enum kb_err
neighbour_with_text(struct kb_model *m, struct kb_ctx *ctx, int dir, struct kb_spot *out)
{
	struct kb_arena arena = { 0 };
	kb_issue_id id = m->issue.id;
	enum kb_err err = KB_OK;
	for (;;) {
		struct kb_issue_row *rows = NULL;
		size_t n = 0;
		err = kb_store_issues(m->store, ctx, &arena, id, dir < 0, m->issue.id, 1, &rows,
		                      &n);
		if (err || !n) {
			err = err ? err : no_issue(ctx, dir);
			goto out;
		}
		id = rows[0].id;
		if (rows[0].narticles > 0) {
			break;
		}
	}
	struct kb_article_row *articles = NULL;
	size_t n = 0;
	err = kb_store_articles(m->store, ctx, &arena, id, &articles, &n);
	if (!err) {
		*out = (struct kb_spot){ .issue = id,
			                 .article = n ? articles[dir > 0 ? 0 : n - 1].id : 0 };
	}
out:
	kb_arena_release(&arena);
	return err;
}

enum kb_err
kb_model_article(struct kb_model *m, struct kb_ctx *ctx, int dir)
{
	size_t at = m->at;
	do {
		at = dir < 0 && at == 0 ? m->narticles : at + (size_t)dir;
	} while (at < m->narticles && parts_second(m, ctx, at));
	if (at < m->narticles) {
		return kb_model_open(m, ctx, at);
	}
	struct kb_spot spot = { 0 };
	enum kb_err err = neighbour_with_text(m, ctx, dir, &spot);
	return err ? err : kb_model_go(m, ctx, spot);
}

static bool
same_page(const struct kb_model *m, size_t a, size_t b)
{
	return kb_str_eq(m->articles[a].head.page, m->articles[b].head.page);
}

enum kb_err
kb_model_page_start(const struct kb_model *m, struct kb_ctx *ctx, int dir, size_t *at)
{
	size_t i = *at;
	if (dir > 0) {
		while (i < m->narticles && same_page(m, i, *at)) {
			i++;
		}
		if (i >= m->narticles) {
			return kb_fail(ctx, KB_E_NOTHING, _("this is the last page of the issue"));
		}
	} else {
		while (i > 0 && same_page(m, i, *at)) {
			i--;
		}
		if (!m->narticles || same_page(m, i, *at)) {
			return kb_fail(ctx, KB_E_NOTHING, _("this is the first page of the issue"));
		}
		while (i > 0 && same_page(m, i - 1, i)) {
			i--;
		}
	}
	*at = i;
	return KB_OK;
}

enum kb_err
kb_model_page(struct kb_model *m, struct kb_ctx *ctx, int dir)
{
	size_t to = m->reading ? m->parts[m->half] : m->at;
	enum kb_err err = kb_model_page_start(m, ctx, dir, &to);
	return err ? err : kb_model_open(m, ctx, to);
}

enum kb_err
kb_model_issue(struct kb_model *m, struct kb_ctx *ctx, int n)
{
	struct kb_arena arena = { 0 };
	struct kb_issue_row *rows = NULL;
	size_t got = 0;
	enum kb_err err = kb_store_issues(m->store, ctx, &arena, m->issue.id, n < 0, m->issue.id,
	                                  abs(n), &rows, &got);
	if (!err) {
		err = got ? kb_model_go(m, ctx, (struct kb_spot){ .issue = rows[got - 1].id })
		          : no_issue(ctx, n);
	}
	kb_arena_release(&arena);
	return err;
}

/* The issue nearest to `day` among those of its year; 0: that year has none. */
static enum kb_err
nearest_in_year(struct kb_model *m, struct kb_ctx *ctx, kb_day day, kb_issue_id *out)
{
	struct kb_arena arena = { 0 };
	struct kb_day_count *days = NULL;
	size_t n = 0;
	int year = kb_day_ymd(day).year;
	kb_day from = kb_day_of((struct kb_ymd){ year, 1, 1 });
	kb_day to = kb_day_of((struct kb_ymd){ year, 12, 31 });
	enum kb_err err = kb_store_days(m->store, ctx, &arena, m->issue.id, from, to, &days, &n);
	if (!err) {
		int best = INT32_MAX;
		*out = 0;
		for (size_t i = 0; i < n; i++) {
			int distance = abs(days[i].day - day);
			if (distance < best) {
				best = distance;
				*out = days[i].first;
			}
		}
	}
	kb_arena_release(&arena);
	return err;
}

enum kb_err
kb_model_year(struct kb_model *m, struct kb_ctx *ctx, int n)
{
	if (m->issue.day == KB_DAY_NONE) {
		return kb_fail(ctx, KB_E_NOTHING, _("this issue has no date"));
	}
	kb_day day = kb_day_add_months(m->issue.day, 12 * n);
	if (day == KB_DAY_NONE) {
		return kb_fail(ctx, KB_E_NOTHING, _("no such year"));
	}
	kb_issue_id id = 0;
	enum kb_err err = nearest_in_year(m, ctx, day, &id);
	if (err) {
		return err;
	}
	if (!id) {
		return kb_fail(ctx, KB_E_NOTHING, _("no issue in %d"), kb_day_ymd(day).year);
	}
	return kb_model_go(m, ctx, (struct kb_spot){ .issue = id });
}

enum kb_err
kb_model_newest(struct kb_model *m, struct kb_ctx *ctx)
{
	struct kb_arena arena = { 0 };
	struct kb_issue_row *rows = NULL;
	size_t n = 0;
	enum kb_err err =
		kb_store_issues(m->store, ctx, &arena, 0, true, m->issue.id, 1, &rows, &n);
	if (!err) {
		err = n ? kb_model_go(m, ctx, (struct kb_spot){ .issue = rows[0].id })
		        : kb_fail(ctx, KB_E_NOTHING, _("the archive is empty"));
	}
	kb_arena_release(&arena);
	return err;
}

enum kb_err
kb_model_paper(struct kb_model *m, struct kb_ctx *ctx, kb_issue_id id)
{
	kb_issue_id same = 0;
	enum kb_err err = KB_OK;
	if (m->issue.day != KB_DAY_NONE) {
		err = kb_store_near(m->store, ctx, id, m->issue.day, 0, &same);
	}
	return err ? err : kb_model_go(m, ctx, (struct kb_spot){ .issue = same ? same : id });
}

enum kb_err
kb_model_other(struct kb_model *m, struct kb_ctx *ctx)
{
	if (!m->other.issue) {
		return kb_fail(ctx, KB_E_NOTHING, _("there is no other place yet"));
	}
	struct kb_spot here = kb_model_here(m);
	enum kb_err err = kb_model_go(m, ctx, m->other);
	if (!err) {
		m->other = here;
	}
	return err;
}
