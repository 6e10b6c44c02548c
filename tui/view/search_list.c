/* What was found as a list: two lines a hit, the headline whole, its places marked. */
#include "search_int.h"

/* "▌2021-12-08  " stands in the margin where there is room. */
#define MARGIN 13
#define MARGIN_NARROW 2
#define BESIDE_COLS 50

static int
margin(const struct kb_app *app)
{
	return app->layout.width >= BESIDE_COLS ? MARGIN : MARGIN_NARROW;
}

static int
list_cols(const struct kb_app *app)
{
	return app->layout.width < KB_ROW_WIDTH ? app->layout.width : KB_ROW_WIDTH;
}

static void
say_hit_day(struct kb_buf *out, const struct kb_hit *hit)
{
	char iso[KB_ISO_SIZE];
	kb_buf_add(out,
	           kb_str_of(hit->day == KB_DAY_NONE ? _("undated") : kb_day_iso(hit->day, iso)));
}

/* The page, and the paper where there are several. */
static kb_str
info_of(const struct kb_app *app, struct kb_arena *a, const struct kb_hit *hit)
{
	struct kb_buf out = { 0 };
	if (app->counts.papers > 1) {
		kb_buf_add(&out, hit->paper.n ? hit->paper : kb_str_of(_("unknown paper")));
		kb_buf_add(&out, KB_STR("  "));
	}
	say_page(&out, hit->page);
	kb_str info = kb_arena_dup(a, kb_buf_str(&out));
	kb_buf_release(&out);
	return info;
}

/* --- laying out ------------------------------------------------------------------------ */

static void
add_snippet(struct kb_app *app, struct kb_pane *p, const struct kb_hit *hit)
{
	struct kb_snippet fit = { 0 };
	int cols = list_cols(app) - margin(app) - 1;
	kb_snippet_fit(&p->arena, &hit->snippet, cols > 4 ? cols : 4, app->layout.ambiguous, &fit);
	if (fit.text.n) {
		pane_line(p, margin(app), fit.text, KB_ROLE_BODY);
		pane_marks(p, fit.text, &fit.marks);
	}
}

static void
add_hit(struct kb_app *app, struct kb_pane *p, const struct kb_hit *hit)
{
	struct kb_buf day = { 0 };
	bool beside = margin(app) == MARGIN;
	size_t line = p->lines.n;
	say_hit_day(&day, hit);
	kb_str date = kb_arena_dup(&p->arena, kb_buf_str(&day));
	kb_buf_release(&day);
	if (!beside) {
		pane_line(p, MARGIN_NARROW, date, KB_ROLE_MASTHEAD);
		pane_run(p, line, MARGIN_NARROW + 12, info_of(app, &p->arena, hit), KB_ROLE_INFO);
	}
	struct kb_row row = {
		.headline = hit->headline.n ? hit->headline : kb_str_of(_("(no headline)")),
		.info = beside ? info_of(app, &p->arena, hit) : KB_STR_NULL,
		.margin = margin(app),
		.role = KB_ROLE_TITLE,
	};
	kb_layout_row(&p->arena, &row, &app->layout, &p->lines);
	pane_marks(p, hit->headline, &hit->marks);
	if (beside) {
		pane_run(p, line, 1, date, KB_ROLE_INFO);
	}
	add_snippet(app, p, hit);
	kb_pane_entry(p, line);
}

static void
add_past(struct kb_app *app, struct kb_pane *p, const struct kb_past *past)
{
	struct kb_row row = {
		.headline = past->name.n ? past->name : past->typed,
		.info = past->name.n ? past->typed : KB_STR_NULL,
		.margin = 3,
		.role = KB_ROLE_TITLE,
	};
	size_t line = p->lines.n;
	kb_layout_row(&p->arena, &row, &app->layout, &p->lines);
	if (past->name.n) {
		pane_run(p, line, 1, ornament(app, KB_ORN_DAY_HERE), KB_ROLE_MARK);
	}
	kb_pane_entry(p, line);
}

static void
add_text(struct kb_app *app, struct kb_pane *p, const char *text)
{
	struct kb_layout_options o = app->layout;
	int indent = search_left(&app->grid) + 2;
	o.measure = indent - 2 + list_cols(app) - 1;
	kb_layout_para(&p->arena, kb_str_of(text), KB_ROLE_NOTICE, indent, indent, &o, &p->lines);
}

/* What is said where no hit can be shown. */
static const char *
nothing(const struct kb_app *app)
{
	const struct search *s = &app->search;
	const struct kb_answer *first = search_first(s);
	if (!first || !search_current(s) || !first->done) {
		return NULL;
	}
	if (first->err) {
		return first->message.n ? first->message.p : _("that did not work");
	}
	if (first->unfinished) {
		return _("nothing found in the time there is; more characters find it sooner");
	}
	if (!first->asks) {
		return _("nothing is asked for yet");
	}
	if (s->scope == SEARCH_ARCHIVE) {
		return _("nothing found");
	}
	return search_next_scope(app) == SEARCH_ARCHIVE
	               ? _("nothing found here; ^O looks in the whole archive")
	               : _("nothing found among what is marked; ^O looks elsewhere");
}

void
search_lay_out(struct kb_app *app)
{
	struct search *s = &app->search;
	struct kb_pane *p = &app->pane[KB_VIEW_SEARCH];
	int rows = app->body_rows - search_head_rows(app);
	kb_pane_reset(p, (size_t)(rows > 1 ? rows : 1));
	if (s->past_on) {
		for (size_t i = 0; i < s->npast; i++) {
			add_past(app, p, &s->past[i]);
		}
		if (!s->npast) {
			add_text(app, p,
			         s->prompt.text.n && !s->past_all
			                 ? _("no search of before has this in it; ^U shows all")
			                 : _("type what to look for; F1 says how"));
		}
	} else {
		size_t n = search_nhits(s);
		for (size_t i = 0; i < n; i++) {
			add_hit(app, p, search_hit(s, i));
		}
		const char *text = n ? NULL : nothing(app);
		if (text) {
			add_text(app, p, text);
		}
	}
	kb_pane_settle(p);
}

void
search_draw_list(const struct kb_app *app, struct kb_grid *g)
{
	draw_pane_at(app, &app->pane[KB_VIEW_SEARCH], g, app->body_y + search_head_rows(app));
}
