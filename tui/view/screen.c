/* Pieces of every screen: title and status line, rules, panes. */
#include <string.h>

#include "app_int.h"

kb_str
ornament(const struct kb_app *app, enum kb_ornament which)
{
	return kb_ornament(which, app->layout.ambiguous);
}

/* --- bars ------------------------------------------------------------------------ */

void
bar_add(struct bar *bar, kb_str text, enum kb_role role, int weight, bool right)
{
	if (bar->n < BAR_MAX && text.n) {
		bar->v[bar->n++] = (struct bar_item){
			.text = text, .role = role, .weight = weight, .right = right
		};
	}
}

static int
item_cols(const struct bar_item *item, enum kb_ambiguous amb)
{
	int cols = kb_text_cols(item->text, amb);
	return item->key.n ? cols + kb_text_cols(item->key, amb) + (item->text.n ? 1 : 0) : cols;
}

static int
bar_cols(const struct bar *bar, enum kb_ambiguous amb)
{
	int cols = 0;
	for (size_t i = 0; i < bar->n; i++) {
		cols += item_cols(&bar->v[i], amb) + (i ? bar->gap : 0);
	}
	return cols;
}

static void
drop(struct bar *bar, size_t i)
{
	bar->n--;
	memmove(&bar->v[i], &bar->v[i + 1], (bar->n - i) * sizeof(*bar->v));
}

static void
drop_lightest(struct bar *bar)
{
	size_t lightest = 0;
	for (size_t i = 1; i < bar->n; i++) {
		if (bar->v[i].weight <= bar->v[lightest].weight) {
			lightest = i;
		}
	}
	bool pair = bar->v[lightest].pair;
	drop(bar, lightest);
	for (size_t i = bar->n; pair && i-- > 0;) {
		if (bar->v[i].pair) {
			drop(bar, i);
		}
	}
}

static int
put_item(struct kb_grid *g, int y, int x, const struct bar_item *item)
{
	if (item->key.n) {
		x = kb_grid_put(g, y, x, item->key, KB_ROLE_KEY) + (item->text.n ? 1 : 0);
	}
	return kb_grid_put(g, y, x, item->text, item->role);
}

int
bar_edge(const struct kb_grid *g, int y)
{
	return g->cols < 30 ? 0 : y == g->rows - 1 ? 2 : 1;
}

void
bar_draw(struct kb_grid *g, int y, struct bar *bar)
{
	bar->gap = g->cols >= 60 ? bar->gap : 1;
	int edge = g->cols >= 30 ? 1 : 0;
	int right = bar_edge(g, y);
	while (bar->n > 1 && bar_cols(bar, g->ambiguous) > g->cols - edge - right) {
		drop_lightest(bar);
	}
	int x = edge;
	for (size_t i = 0; i < bar->n; i++) {
		if (!bar->v[i].right) {
			x = put_item(g, y, x, &bar->v[i]) + bar->gap;
		}
	}
	int cols = 0;
	for (size_t i = 0; i < bar->n; i++) {
		cols += bar->v[i].right
		                ? item_cols(&bar->v[i], g->ambiguous) + (cols ? bar->gap : 0)
		                : 0;
	}
	x = g->cols - right - cols;
	for (size_t i = 0; i < bar->n; i++) {
		if (bar->v[i].right) {
			x = put_item(g, y, x < 0 ? 0 : x, &bar->v[i]) + bar->gap;
		}
	}
}

void
draw_head(const struct kb_app *app, struct kb_grid *g, struct bar *bar)
{
	if (app->titled) {
		bar_draw(g, 0, bar);
	}
	if (app->framed) {
		kb_grid_fill(g, 1, 0, g->cols, ornament(app, KB_ORN_RULE_HEAVY), KB_ROLE_RULE);
		kb_grid_fill(g, g->rows - 2, 0, g->cols, ornament(app, KB_ORN_RULE), KB_ROLE_RULE);
	}
}

void
draw_line(struct kb_grid *g, int y, int x, const struct kb_line *line)
{
	for (size_t r = 0; r < line->nruns; r++) {
		kb_grid_put(g, y, x + line->runs[r].x, line->runs[r].text, line->runs[r].role);
	}
}

/* --- panes ------------------------------------------------------------------------- */

/*
 * A line that the mark of selection stands beside: titles only, and their
 * look stays. Marking more would send more at each move.
 */
static bool
has_title(const struct kb_line *line, const struct kb_entry *e)
{
	for (size_t r = 0; r < line->nruns; r++) {
		const struct kb_run *run = &line->runs[r];
		bool inside = !e->cols || (run->x >= e->x && run->x < e->x + e->cols);
		if (inside && run->role != KB_ROLE_BODY && run->role != KB_ROLE_INFO) {
			return true;
		}
	}
	return false;
}

/* Lists stand in the middle of a wide screen, as the article does. */
int
pane_left(const struct kb_pane *p, const struct kb_grid *g)
{
	bool list = p->entries && p->nentries && !p->entries[0].cols;
	return list && g->cols > KB_ROW_WIDTH ? (g->cols - KB_ROW_WIDTH) / 2 : 0;
}

/* Whether line `line` has cell x of the entry. */
static bool
in_entry(const struct kb_entry *e, size_t line, int x)
{
	return line >= e->line && line < e->line + e->n &&
	       (!e->cols || (x >= e->x && x < e->x + e->cols));
}

void
draw_mark(struct kb_grid *g, int y, int x, const struct kb_run *run, const char *from,
          const char *to, enum kb_role role)
{
	const char *end = run->text.p + run->text.n;
	if (to <= run->text.p || from >= end) {
		return;
	}
	size_t first = from > run->text.p ? (size_t)(from - run->text.p) : 0;
	size_t last = to < end ? (size_t)(to - run->text.p) : run->text.n;
	kb_grid_role(g, y, x + kb_text_cols(kb_str_sub(run->text, 0, first), g->ambiguous),
	             x + kb_text_cols(kb_str_sub(run->text, 0, last), g->ambiguous), role);
}

static void
draw_run(const struct kb_app *app, const struct kb_pane *p, struct kb_grid *g, int y, int x,
         const struct kb_run *run, enum kb_role role)
{
	kb_grid_put(g, y, x, run->text, role);
	take_draw_run(app, p, g, y, x, run);
	for (size_t i = 0; i < p->nmarks; i++) {
		draw_mark(g, y, x, run, p->marks[i].from, p->marks[i].to, KB_ROLE_HIT);
	}
	find_draw_run(app, p, g, y, x, run);
}

void
draw_pane(const struct kb_app *app, const struct kb_pane *p, struct kb_grid *g)
{
	draw_pane_at(app, p, g, app->body_y);
}

/* Lines shown of the selected entry with a title; where there is none, all of them count. */
static bool
shows_title(const struct kb_pane *p, const struct kb_entry *e)
{
	int row;
	int shift;
	for (size_t i = 0; kb_pane_spot(p, i, &row, &shift); i++) {
		size_t line = p->top + i;
		if (in_entry(e, line, e->x) && has_title(&p->lines.v[line], e)) {
			return true;
		}
	}
	return false;
}

void
draw_pane_at(const struct kb_app *app, const struct kb_pane *p, struct kb_grid *g, int top)
{
	const struct kb_entry *selected = p->nentries ? &p->entries[p->selected] : NULL;
	bool all = selected && !shows_title(p, selected);
	int left = pane_left(p, g);
	int row;
	int shift;
	for (size_t i = 0; kb_pane_spot(p, i, &row, &shift); i++) {
		const struct kb_line *line = &p->lines.v[p->top + i];
		int y = top + row;
		for (size_t r = 0; r < line->nruns; r++) {
			const struct kb_run *run = &line->runs[r];
			draw_run(app, p, g, y, left + shift + run->x, run, run->role);
		}
		if (selected && in_entry(selected, p->top + i, selected->x) &&
		    (all || has_title(line, selected))) {
			kb_grid_put(g, y, left + selected->x, ornament(app, KB_ORN_SELECT),
			            KB_ROLE_MARK);
		}
	}
}

void
pane_line(struct kb_pane *p, int x, kb_str text, enum kb_role role)
{
	p->lines.v = kb_arena_grow(&p->arena, p->lines.v, p->lines.n, &p->lines.cap,
	                           sizeof(*p->lines.v));
	p->lines.v[p->lines.n++] = (struct kb_line){ 0 };
	if (text.n) {
		pane_run(p, p->lines.n - 1, x, text, role);
	}
}

void
pane_select(struct kb_pane *p, size_t entry)
{
	if (entry < p->nentries) {
		p->selected = entry;
		kb_pane_line(p, 0);
	}
}

void
pane_marks(struct kb_pane *p, kb_str text, const struct kb_marks *marks)
{
	for (size_t i = 0; i < marks->n; i++) {
		p->marks = kb_arena_grow(&p->arena, p->marks, p->nmarks, &p->marks_cap,
		                         sizeof(*p->marks));
		p->marks[p->nmarks++] =
			(struct kb_pane_mark){ text.p + marks->v[i].from, text.p + marks->v[i].to };
	}
}

void
pane_run(struct kb_pane *p, size_t line, int x, kb_str text, enum kb_role role)
{
	struct kb_line *l = &p->lines.v[line];
	struct kb_run *runs = kb_arena_alloc(&p->arena, l->nruns + 1, sizeof(*runs));
	for (size_t i = 0; i < l->nruns; i++) {
		runs[i] = l->runs[i];
	}
	runs[l->nruns] = (struct kb_run){ .text = text, .x = x, .role = role };
	l->runs = runs;
	l->nruns++;
}

/* --- hints -------------------------------------------------------------------------- */

/* The first key of an action, as people call it. */
static void
add_label(const struct kb_app *app, struct kb_buf *out, enum kb_action action)
{
	struct kb_buf keys = { 0 };
	kb_keymap_keys(&app->keymap, action, &keys);
	if (keys.n) {
		kb_keys_label((kb_str){ keys.p, strcspn(keys.p, " ") }, out);
	}
	kb_buf_release(&keys);
}

static void
add_hint(const struct kb_app *app, struct bar *bar, struct kb_arena *a, const struct kb_hint *hint)
{
	if (bar->n == BAR_MAX) {
		return;
	}
	if (!app_may(app, hint->first)) {
		return;
	}
	struct kb_buf key = { 0 };
	add_label(app, &key, hint->first);
	if (hint->second != hint->first) {
		kb_buf_byte(&key, '/');
		add_label(app, &key, hint->second);
	}
	bar->v[bar->n++] = (struct bar_item){
		.key = kb_arena_dup(a, kb_buf_str(&key)),
		.text = kb_str_of(_(hint->text)),
		.role = KB_ROLE_HINT,
		.weight = hint->weight,
		.right = hint->first == KB_ACT_HELP,
	};
	kb_buf_release(&key);
}

/* A place told by = on a screen of 40 columns. */
#define NOTE_ROWS 4

void
draw_note(const struct kb_app *app, struct kb_grid *g, int end, kb_str text, enum kb_role role)
{
	struct kb_arena a = { 0 };
	struct kb_lines lines = { 0 };
	struct kb_layout_options o = app->layout;
	int edge = g->cols >= 30 ? 1 : 0;
	o.width = o.measure = g->cols - edge - bar_edge(g, end - 1);
	for (size_t from = 0; from <= text.n;) {
		const char *end_of = memchr(text.p + from, '\n', text.n - from);
		size_t to = end_of ? (size_t)(end_of - text.p) : text.n;
		kb_layout_para(&a, kb_str_sub(text, from, to), role, 0, 0, &o, &lines);
		from = to + 1;
	}
	int rows = (int)(lines.n < NOTE_ROWS ? lines.n : NOTE_ROWS);
	rows = rows < end ? rows : end;
	for (int i = 0; i < rows; i++) {
		kb_grid_fill(g, end - rows + i, 0, g->cols, KB_STR(" "), KB_ROLE_BODY);
		draw_line(g, end - rows + i, edge, &lines.v[i]);
	}
	kb_arena_release(&a);
}

void
draw_status(const struct kb_app *app, struct kb_grid *g, struct bar *bar)
{
	int y = g->rows - 1;
	if (app->asking && app->ask_label) {
		app_ask_draw(app, g, y);
		return;
	}
	if (app->message.n) {
		enum kb_role role = app->is_error ? KB_ROLE_ERROR : KB_ROLE_NOTICE;
		draw_note(app, g, g->rows, kb_buf_str(&app->message), role);
		return;
	}
	if (!app->status) {
		return;
	}
	/* who has looked for something is on the way from place to place */
	static const struct kb_hint places = { KB_ACT_FIND_NEXT, KB_ACT_FIND_PREV,
		                               N_("place found"), 8 };
	struct kb_arena a = { 0 };
	struct kb_buf pending = { 0 };
	kb_keys_pending(&app->keys, &pending);
	struct kb_buf filter = { 0 };
	filter_say(app, &filter);
	bar->gap = 2;
	bar_add(bar, kb_buf_str(&filter), KB_ROLE_NOTICE, 9, false);
	bar_add(bar, kb_buf_str(&pending), KB_ROLE_PROMPT, 10, true);
	if (find_here(app)) {
		add_hint(app, bar, &a, &places);
	}
	for (const struct kb_hint *h = app_ops(app_view(app))->hints; h->text; h++) {
		add_hint(app, bar, &a, h);
	}
	bar_draw(g, y, bar);
	kb_buf_release(&pending);
	kb_buf_release(&filter);
	kb_arena_release(&a);
}
