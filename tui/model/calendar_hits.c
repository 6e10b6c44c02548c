/* The hits of a search on each day of the year that the calendar shows. */
#include <string.h>

#include "kanbao/calendar.h"
#include "kanbao/search.h"
#include "model_int.h"

/* The calendar does not wait longer; what is known by then is shown. */
#define BUDGET_MS 100

void
kb_calendar_search(struct kb_calendar *c, kb_str typed)
{
	kb_buf_clear(&c->typed);
	kb_buf_add(&c->typed, kb_str_trim(typed));
	c->year = 0;
}

static bool
count_hit(void *user, kb_article_id id)
{
	struct kb_calendar *c = user;
	kb_day day = kb_article_day(id);
	if (day == KB_DAY_NONE || kb_day_ymd(day).year != c->year ||
	    kb_article_paper(id) != kb_article_paper(c->paper_of)) {
		return true;
	}
	int *hits = &c->hits[kb_calendar_place(day)];
	c->nhits++;
	(*hits)++;
	c->most_hits = *hits > c->most_hits ? *hits : c->most_hits;
	return true;
}

enum kb_err
calendar_count_hits(struct kb_calendar *c, struct kb_ctx *ctx)
{
	struct kb_arena a = { 0 };
	struct kb_terms terms = { 0 };
	struct kb_found found = { 0 };
	memset(c->hits, 0, sizeof(c->hits));
	c->nhits = c->most_hits = 0;
	c->hits_part = false;
	if (!c->typed.n) {
		return KB_OK;
	}
	kb_terms_parse(&a, kb_buf_str(&c->typed), kb_day_today(), &terms);
	enum kb_err err = kb_search_sounds(c->store, ctx, &a, &terms);
	const struct kb_search search = {
		.terms = &terms,
		.first = kb_day_of((struct kb_ymd){ c->year, 1, 1 }),
		.last = kb_day_of((struct kb_ymd){ c->year, 12, 31 }),
		.budget_ms = BUDGET_MS,
		.hit = count_hit,
		.user = c,
	};
	err = err ? err : kb_search_run(c->store, ctx, &a, &search, &found);
	c->hits_part = !err && !found.end;
	kb_arena_release(&a);
	return err;
}
