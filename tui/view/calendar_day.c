/* The day that the calendar has selected, in words: names, counts, headlines. */
#include "app_int.h"

/* From this height on a blank line stands before the headlines. */
#define AIRY_ROWS 8

/* 农历三月二十 谷雨  第1937期 */
static void
say_names(const struct kb_app *app, struct kb_buf *out)
{
	const struct kb_calendar *c = &app->calendar;
	int term = kb_solar_term(kb_calendar_day(c));
	say_lunar(out, kb_calendar_day(c), false);
	if (term >= 0) {
		kb_buf_printf(out, " %s", kb_solar_term_name(term));
	}
	if (c->issue.number) {
		kb_buf_add(out, out->n ? KB_STR("  ") : KB_STR(""));
		kb_buf_printf(out, _("No. %ld"), c->issue.number);
	}
}

/* 2 期  5 篇 · 未读 4 */
static void
say_counts(const struct kb_app *app, struct kb_buf *out)
{
	const struct kb_calendar *c = &app->calendar;
	const struct kb_day_count *day = kb_calendar_of(c, c->selected);
	int unread = day->articles - c->read[kb_calendar_place(kb_calendar_day(c))];
	if (!day->issues) {
		kb_buf_add(out, kb_str_of(_("no issue on this day")));
		return;
	}
	if (day->issues > 1) {
		kb_buf_printf(out, ngettext("%d issue", "%d issues", (unsigned long)day->issues),
		              day->issues);
		kb_buf_add(out, KB_STR("  "));
	}
	kb_buf_printf(out, ngettext("%d article", "%d articles", (unsigned long)day->articles),
	              day->articles);
	if (unread > 0) {
		kb_buf_printf(out, " %.*s ", KB_ARG(ornament(app, KB_ORN_DOT)));
		kb_buf_printf(out, _("%d unread"), unread);
	}
	int hits = c->hits[kb_calendar_place(kb_calendar_day(c))];
	if (hits) {
		kb_buf_printf(out, " %.*s ", KB_ARG(ornament(app, KB_ORN_DOT)));
		kb_buf_printf(out, ngettext("%d found", "%d found", (unsigned long)hits), hits);
	}
}

static void
add_para(const struct kb_app *app, struct kb_arena *a, struct kb_buf *text, enum kb_role role,
         int cols, struct kb_lines *lines)
{
	struct kb_layout_options o = app->layout;
	o.width = o.measure = cols;
	kb_layout_para(a, kb_arena_dup(a, kb_buf_str(text)), role, 0, 0, &o, lines);
	kb_buf_clear(text);
}

/* Date, names and counts: in one line where there are few and they fit, else in three. */
static void
set_head(const struct kb_app *app, struct kb_arena *a, int rows, int cols, struct kb_lines *lines)
{
	const struct kb_calendar *c = &app->calendar;
	struct kb_buf date = { 0 };
	struct kb_buf names = { 0 };
	struct kb_buf counts = { 0 };
	say_day(&date, kb_calendar_day(c), SAY_FULL);
	if (c->issue.id && c->issue.date_source == KB_DATE_INFERRED) {
		kb_buf_byte(&date, '?');
	}
	say_names(app, &names);
	say_counts(app, &counts);
	if (rows <= 4) {
		kb_buf_printf(&date, "%s%.*s  %.*s", names.n ? "  " : "",
		              KB_ARG(kb_buf_str(&names)), KB_ARG(kb_buf_str(&counts)));
		add_para(app, a, &date, KB_ROLE_TITLE, cols, lines);
	} else {
		add_para(app, a, &date, KB_ROLE_TITLE, cols, lines);
		add_para(app, a, &names, KB_ROLE_INFO, cols, lines);
		add_para(app, a, &counts, KB_ROLE_INFO, cols, lines);
	}
	kb_buf_release(&date);
	kb_buf_release(&names);
	kb_buf_release(&counts);
}

static void
set_day(const struct kb_app *app, struct kb_arena *a, int rows, int cols, struct kb_lines *lines)
{
	const struct kb_calendar *c = &app->calendar;
	struct kb_layout_options o = app->layout;
	o.width = o.measure = cols;
	set_head(app, a, rows, cols, lines);
	if (c->nrows && rows >= AIRY_ROWS) {
		lines->v = kb_arena_grow(a, lines->v, lines->n, &lines->cap, sizeof(*lines->v));
		lines->v[lines->n++] = (struct kb_line){ 0 };
	}
	for (size_t i = 0; i < c->nrows; i++) {
		const struct kb_article *head = &c->rows[i].head;
		kb_str title = head->headline.n ? head->headline : head->kicker;
		if (title.n) {
			kb_layout_para(a, title, KB_ROLE_BODY, 0, 2, &o, lines);
		}
	}
}

void
calendar_draw_day(const struct kb_app *app, struct kb_grid *g, int y, int x, int rows, int cols)
{
	struct kb_arena a = { 0 };
	struct kb_lines lines = { 0 };
	set_day(app, &a, rows, cols, &lines);
	for (int i = 0; i < rows && (size_t)i < lines.n; i++) {
		if (i + 1 == rows && rows > 2 && (size_t)rows < lines.n) {
			kb_grid_put(g, y + i, x, KB_STR("…"), KB_ROLE_INFO);
			break;
		}
		draw_line(g, y + i, x, &lines.v[i]);
	}
	kb_arena_release(&a);
}
