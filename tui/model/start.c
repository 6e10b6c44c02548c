/* Where reading begins: what was asked for, what is new, or where one was. */
#include "kanbao/citation.h"
#include "kanbao/i18n.h"
#include "kanbao/marks.h"

static enum kb_err
newest_issue(struct kb_model *m, struct kb_ctx *ctx, kb_issue_id *out)
{
	struct kb_arena arena = { 0 };
	struct kb_issue_row *rows = NULL;
	size_t n = 0;
	enum kb_err err = kb_store_issues(m->store, ctx, &arena, 0, true, 0, 1, &rows, &n);
	if (!err && !n) {
		err = kb_fail(
			ctx, KB_E_NOTHING,
			_("the archive '%s' is empty; put pages in with 'kanbao import PATH'"),
			kb_store_path(m->store));
	}
	if (!err) {
		*out = rows[0].id;
	}
	kb_arena_release(&arena);
	return err;
}

/* The place of the last visit; issue 0 where there is none, or it has gone. */
static struct kb_spot
last_spot(struct kb_model *m, struct kb_ctx *ctx)
{
	struct kb_spot spot = { 0 };
	struct kb_buf ref = { 0 };
	size_t off = 0;
	enum kb_err err = kb_state_last(m->state, ctx, kb_buf_str(&m->archive), &ref, &off);
	if (!err && ref.n) {
		err = kb_store_resolve(m->store, ctx, kb_buf_str(&ref), &spot.issue, &spot.article);
	}
	kb_buf_release(&ref);
	if (err) {
		return (struct kb_spot){ 0 };
	}
	spot.off = spot.article ? off : 0;
	return spot;
}

/* Whether the newest issue was there at the last visit; from now on it was. */
static bool
seen_before(struct kb_model *m, struct kb_ctx *ctx, kb_issue_id newest)
{
	struct kb_buf seen = { 0 };
	struct kb_buf now = { 0 };
	kb_str archive = kb_buf_str(&m->archive);
	bool same = false;
	if (!kb_state_newest(m->state, ctx, archive, &seen) &&
	    !kb_store_issue_ref(m->store, ctx, newest, &now)) {
		same = kb_str_eq(kb_buf_str(&seen), kb_buf_str(&now));
		if (!same) {
			(void)kb_state_set_newest(m->state, ctx, archive, kb_buf_str(&now));
		}
	}
	kb_buf_release(&seen);
	kb_buf_release(&now);
	return same;
}

/* Where `where` leads. Of a day without an issue the message names the nearest. */
static enum kb_err
asked_spot(struct kb_model *m, struct kb_ctx *ctx, const char *where, struct kb_spot *out)
{
	kb_str ref = kb_citation_ref(kb_str_of(where));
	struct kb_goal goal = { .day = KB_DAY_NONE };
	struct kb_goal_found found;
	char iso[KB_ISO_SIZE];
	enum kb_err err = kb_store_resolve(m->store, ctx, ref, &out->issue, &out->article);
	if (err != KB_E_NOTHING || kb_date_scan(ref, &goal.day) != ref.n ||
	    kb_goal_find(m, ctx, goal, &found)) {
		return err;
	}
	return kb_fail(ctx, KB_E_NOTHING, _("no issue on %s; the nearest is of %s"), where,
	               kb_day_iso(found.day, iso));
}

enum kb_err
kb_model_start(struct kb_model *m, struct kb_ctx *ctx, const char *where)
{
	struct kb_spot newest = { 0 };
	enum kb_err err = newest_issue(m, ctx, &newest.issue);
	if (err) {
		return err;
	}
	struct kb_spot first = { 0 };
	if (where) {
		err = asked_spot(m, ctx, where, &first);
		if (err) {
			return err;
		}
	}
	struct kb_spot last = last_spot(m, ctx);
	bool known = seen_before(m, ctx, newest.issue);
	struct kb_spot other = last;
	if (!first.issue) {
		first = known && last.issue ? last : newest;
		other = known && last.issue ? newest : last;
	}
	kb_visits_load(m, ctx);
	err = kb_model_go(m, ctx, first);
	if (err == KB_E_NOTHING && !where && first.issue != newest.issue) {
		err = kb_model_go(m, ctx, newest);
	}
	if (other.issue == first.issue && other.article == first.article) {
		other.issue = 0;
	}
	m->other = other;
	return err;
}
