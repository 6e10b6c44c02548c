/* The search screen but for its list: prompt and counts, chart, facets, status line. */
#include "search_int.h"

/* Cells of a year in the chart: its number, twelve months, and what stands between. */
#define YEAR_COLS 19
/* Cells of the years that have a bar each, where they are several. */
#define SPAN_COLS 10
/* Cells that the prompt keeps beside what is known of the query. */
#define PROMPT_COLS 20

/* All of the screen stands in one block, as wide as lists are: from this cell on … */
int
search_left(const struct kb_grid *g)
{
	return g->cols > KB_ROW_WIDTH ? (g->cols - KB_ROW_WIDTH) / 2 : 0;
}

/* … to the one before this. */
static int
right_of(const struct kb_grid *g)
{
	return search_left(g) + (g->cols > KB_ROW_WIDTH ? KB_ROW_WIDTH : g->cols);
}

int
search_head_rows(const struct kb_app *app)
{
	return app->framed && app->body_rows >= 10 ? 3 : 0;
}

const char *
search_scope_name(enum search_scope scope)
{
	static const char *const names[] = {
		[SEARCH_ARCHIVE] = N_("Search"),
		[SEARCH_MARKED] = N_("Search what is marked"),
		[SEARCH_PAPER] = N_("Search this paper"),
		[SEARCH_MONTH] = N_("Search this month"),
		[SEARCH_ISSUE] = N_("Search this issue"),
	};
	return _(names[scope]);
}

/* --- the title line: prompt, reading, count, time ------------------------------------ */

/* 312 篇, 312… 篇 while counting, 312+ 篇 where the time was over. */
static void
say_count(const struct search *s, struct kb_buf *out)
{
	const struct kb_answer *first = search_first(s);
	if (!first || !first->asks || !search_current(s)) {
		kb_buf_add(out, search_awaits(s) ? KB_STR("…") : KB_STR(""));
		return;
	}
	struct kb_buf count = { 0 };
	size_t n = first->total && !first->counted ? first->total : first->count;
	bool known = first->total || first->counted;
	kb_buf_printf(&count, "%zu%s", n, known ? "" : first->done ? "+" : "…");
	kb_buf_printf(out, ngettext("%s article", "%s articles", (unsigned long)n), count.p);
	kb_buf_release(&count);
	if (first->unfinished) {
		kb_buf_printf(out, "  %s", _("unfinished"));
	}
}

static void
say_order(const struct search *s, struct kb_buf *out)
{
	const struct kb_answer *first = search_first(s);
	if (s->order == KB_SEEK_OLDEST) {
		kb_buf_add(out, kb_str_of(_("oldest first")));
	} else if (s->order == KB_SEEK_BEST && first && first->best_of) {
		kb_buf_printf(out, _("best of the newest %zu"), first->best_of);
	} else if (s->order == KB_SEEK_BEST) {
		kb_buf_add(out, kb_str_of(_("best first")));
	}
}

static int
draw_label(const struct kb_app *app, struct kb_grid *g)
{
	const struct search *s = &app->search;
	struct kb_buf label = { 0 };
	kb_buf_printf(&label, "%s %.*s ", s->past_on ? _("Searches") : search_scope_name(s->scope),
	              KB_ARG(ornament(app, KB_ORN_NEXT)));
	int x = kb_grid_put(g, 0, search_left(g) + (g->cols >= 30 ? 1 : 0), kb_buf_str(&label),
	                    KB_ROLE_PROMPT);
	kb_buf_release(&label);
	return x;
}

struct part {
	kb_str text;
	enum kb_role role;
	int weight; /* the lightest goes first where there is no room */
};
#define PARTS 4
#define PART_GAP 3

static int
parts_cols(const struct part *parts, enum kb_ambiguous amb)
{
	int cols = 0;
	for (size_t i = 0; i < PARTS; i++) {
		cols += parts[i].text.n ? kb_text_cols(parts[i].text, amb) + PART_GAP : 0;
	}
	return cols;
}

/* All but the heaviest go. */
static void
drop_parts(struct part *parts, int room, enum kb_ambiguous amb)
{
	for (int weight = 1; weight < PARTS && parts_cols(parts, amb) > room; weight++) {
		for (size_t i = 0; i < PARTS; i++) {
			if (parts[i].weight == weight) {
				parts[i].text = KB_STR_NULL;
			}
		}
	}
}

/* What is known of the query, as far as there is room; the cell where it begins. */
static int
draw_known(const struct kb_app *app, struct kb_grid *g, int from)
{
	const struct search *s = &app->search;
	const struct kb_answer *first = search_current(s) ? search_first(s) : NULL;
	kb_str typed = kb_buf_str(&s->prompt.text);
	struct kb_buf count = { 0 };
	struct kb_buf order = { 0 };
	struct kb_buf time = { 0 };
	say_count(s, &count);
	say_order(s, &order);
	if (first && first->first_ms > 0) {
		kb_buf_printf(&time, "%5.1f ms", first->first_ms);
	}
	bool told = first && first->asks && !kb_str_eq(first->reading, typed);
	struct part parts[PARTS] = {
		{ told ? first->reading : KB_STR_NULL, KB_ROLE_INFO, 2 },
		{ kb_buf_str(&order), KB_ROLE_INFO, 3 },
		{ kb_buf_str(&count), KB_ROLE_TITLE, 4 },
		{ kb_buf_str(&time), KB_ROLE_INFO, 1 },
	};
	int needed = kb_text_cols(typed, g->ambiguous) + 2;
	drop_parts(parts, right_of(g) - from - (needed > PROMPT_COLS ? needed : PROMPT_COLS),
	           g->ambiguous);
	int begin = right_of(g) - 1 - parts_cols(parts, g->ambiguous) + PART_GAP;
	int x = begin;
	for (size_t i = 0; i < PARTS; i++) {
		if (parts[i].text.n) {
			x = kb_grid_put(g, 0, x, parts[i].text, parts[i].role) + PART_GAP;
		}
	}
	kb_buf_release(&count);
	kb_buf_release(&order);
	kb_buf_release(&time);
	return begin;
}

void
search_draw_title(const struct kb_app *app, struct kb_grid *g)
{
	const struct search *s = &app->search;
	struct bar none = { 0 };
	int at = 0;
	draw_head(app, g, &none);
	if (!app->titled && !s->typing) {
		return;
	}
	kb_grid_fill(g, 0, 0, g->cols, KB_STR(" "), KB_ROLE_BODY);
	int x = draw_label(app, g);
	int end = draw_known(app, g, x) - 1;
	kb_str line = kb_prompt_window(&s->prompt, end - x > 4 ? end - x : 4, g->ambiguous, &at);
	kb_grid_put(g, 0, x, line, s->typing && s->fresh ? KB_ROLE_CHOSEN : KB_ROLE_BODY);
	if (app->asking && app->ask == &s->prompt) {
		g->cursor_y = 0;
		g->cursor_x = x + at < g->cols ? x + at : g->cols - 1;
	}
}

/* --- chart ---------------------------------------------------------------------------- */

/* Articles of a year's month (0 … 11), or of the whole year (12). */
static size_t
found_in(const struct kb_chart *c, int year, int month)
{
	size_t n = 0;
	for (int m = month == 12 ? 0 : month; m < (month == 12 ? 12 : month + 1); m++) {
		int at = (year - c->year) * 12 + m - (c->month - 1);
		n += at >= 0 && (size_t)at < c->months ? c->n[at] : 0;
	}
	return n;
}

static int
draw_bar(const struct kb_app *app, struct kb_grid *g, int x, size_t n, size_t most)
{
	int step = n ? (int)(KB_ORN_BAR1 + (n * 8 - 1) / most) : KB_ORN_DOT;
	return kb_grid_put(g, app->body_y, x, ornament(app, (enum kb_ornament)step),
	                   n ? KB_ROLE_MARK : KB_ROLE_INFO);
}

static int
draw_years(const struct kb_app *app, struct kb_grid *g, int x, int from, int to)
{
	struct kb_buf text = { 0 };
	kb_buf_printf(&text, "%d", from);
	if (to > from) {
		kb_buf_printf(&text, "-%d", to); /* a bar a year, not a month */
	}
	kb_buf_byte(&text, ' ');
	x = kb_grid_put(g, app->body_y, x, kb_buf_str(&text), KB_ROLE_INFO);
	kb_buf_release(&text);
	return x;
}

static size_t
most_found(const struct kb_chart *c, int from, int to, bool by_month)
{
	size_t most = 1;
	for (int year = from; year <= to; year++) {
		for (int m = by_month ? 0 : 12; m < (by_month ? 12 : 13); m++) {
			size_t n = found_in(c, year, m);
			most = n > most ? n : most;
		}
	}
	return most;
}

/*
 * The newest years by month, as many as there is room for; where there are
 * more, those before them with a bar a year.
 */
static void
draw_chart(const struct kb_app *app, struct kb_grid *g, const struct kb_chart *c)
{
	int last = c->year + (c->month - 1 + (int)c->months - 1) / 12;
	int years = last - c->year + 1;
	int room = right_of(g) - search_left(g) - 2;
	int full = room / YEAR_COLS < years ? room / YEAR_COLS : years;
	int span = years - full > 1 ? SPAN_COLS : SPAN_COLS / 2;
	while (full > 0 && full < years && span + (years - full) + full * YEAR_COLS > room) {
		full--;
		span = SPAN_COLS;
	}
	int x = search_left(g) + 1;
	int split = last - full; /* the last year with one bar */
	if (full < years) {
		size_t most = most_found(c, c->year, split, false);
		int from = split - (room - span - full * YEAR_COLS) + 1;
		from = from > c->year ? from : c->year;
		x = draw_years(app, g, x, from, split);
		for (int year = from; year <= split; year++) {
			x = draw_bar(app, g, x, found_in(c, year, 12), most);
		}
		x += 2;
	}
	size_t most = most_found(c, split + 1, last, true);
	for (int year = split + 1; year <= last; year++) {
		x = draw_years(app, g, x, year, year);
		for (int m = 0; m < 12; m++) {
			x = draw_bar(app, g, x, found_in(c, year, m), most);
		}
		x += 2;
	}
}

/* --- facets ------------------------------------------------------------------------------- */

static const char *
facet_name(enum kb_facet facet)
{
	static const char *const names[] = {
		[KB_FACET_YEAR] = N_("Year"),   [KB_FACET_PAPER] = N_("Paper"),
		[KB_FACET_PAGE] = N_("Page"),   [KB_FACET_BY] = N_("Reporter"),
		[KB_FACET_LABEL] = N_("Label"),
	};
	return _(names[facet]);
}

/* One value; the cell behind it, or 0 where it doesn't fit. */
static int
draw_value(struct kb_grid *g, int y, int x, const struct kb_facet_value *v, enum kb_role role)
{
	struct kb_buf text = { 0 };
	/* not by its colours alone */
	bool chosen = role == KB_ROLE_CHOSEN;
	kb_buf_printf(&text, "%s%.*s (%zu)%s", chosen ? "[" : "", KB_ARG(v->name), v->n,
	              chosen ? "]" : "");
	int cols = kb_text_cols(kb_buf_str(&text), g->ambiguous);
	bool fits = x + cols < right_of(g);
	if (fits) {
		kb_grid_put(g, y, x, kb_buf_str(&text), role);
	}
	kb_buf_release(&text);
	return fits ? x + cols + 1 : 0;
}

/* Where its first value would not fit there is no name either. */
static int
draw_facet_name(const struct kb_app *app, struct kb_grid *g, int y, int x, enum kb_facet facet,
                enum kb_role role)
{
	const struct kb_facet_list *list = &search_first(&app->search)->facets[facet];
	kb_str name = kb_str_of(facet_name(facet));
	struct kb_buf first = { 0 };
	kb_buf_printf(&first, "%.*s (%zu)", KB_ARG(list->v[0].name), list->v[0].n);
	int cols = kb_text_cols(name, g->ambiguous) + 3 +
	           kb_text_cols(kb_buf_str(&first), g->ambiguous);
	kb_buf_release(&first);
	if (x + cols >= right_of(g)) {
		return 0;
	}
	x = kb_grid_put(g, y, x, name, role) + 1;
	return kb_grid_put(g, y, x, ornament(app, KB_ORN_NEXT), KB_ROLE_INFO) + 1;
}

/* The values of one facet around the selected one. */
static void
draw_one(const struct kb_app *app, struct kb_grid *g, int y)
{
	const struct search *s = &app->search;
	const struct kb_facet_list *list = &search_first(s)->facets[s->facet];
	int x = draw_facet_name(app, g, y, search_left(g) + 1, s->facet, KB_ROLE_KEY);
	size_t from = 0;
	int used = x;
	/* as many before it as leave the selected one in sight */
	for (size_t i = 0; i <= s->value && i < list->n; i++) {
		used += kb_text_cols(list->v[i].name, g->ambiguous) + (i == s->value ? 11 : 9);
		while (used > right_of(g) && from < i) {
			used -= kb_text_cols(list->v[from++].name, g->ambiguous) + 9;
		}
	}
	for (size_t i = from; i < list->n && x; i++) {
		x = draw_value(g, y, x, &list->v[i],
		               i == s->value ? KB_ROLE_CHOSEN : KB_ROLE_TITLE);
	}
}

/* All facets with their first values. */
static void
draw_all(const struct kb_app *app, struct kb_grid *g, int y, const struct kb_answer *first)
{
	static const struct {
		enum kb_facet facet;
		size_t values;
	} order[] = { { KB_FACET_YEAR, 2 },
		      { KB_FACET_BY, 2 },
		      { KB_FACET_PAGE, 1 },
		      { KB_FACET_LABEL, 1 },
		      { KB_FACET_PAPER, 1 } };
	int x = search_left(g) + 1;
	for (size_t k = 0; k < sizeof(order) / sizeof(order[0]) && x; k++) {
		const struct kb_facet_list *list = &first->facets[order[k].facet];
		size_t n = list->n < order[k].values ? list->n : order[k].values;
		if (!n || (order[k].facet == KB_FACET_PAPER && list->n < 2)) {
			continue;
		}
		x = draw_facet_name(app, g, y, x, order[k].facet, KB_ROLE_INFO);
		for (size_t i = 0; i < n && x; i++) {
			x = draw_value(g, y, x, &list->v[i], KB_ROLE_TITLE);
		}
		x = x ? x + 2 : 0;
	}
}

void
search_draw_head(const struct kb_app *app, struct kb_grid *g)
{
	const struct search *s = &app->search;
	const struct kb_answer *first = search_first(s);
	if (!search_head_rows(app)) {
		return;
	}
	if (first && first->asks && !s->past_on) {
		if (first->chart.months) {
			draw_chart(app, g, &first->chart);
		}
		if (s->in_facets) {
			draw_one(app, g, app->body_y + 1);
		} else {
			draw_all(app, g, app->body_y + 1, first);
		}
	}
	kb_grid_fill(g, app->body_y + 2, 0, g->cols, ornament(app, KB_ORN_RULE), KB_ROLE_RULE);
}

/* --- status line ---------------------------------------------------------------------------- */

struct key {
	const char *key;  /* N_() */
	const char *text; /* for the status line */
	int weight;
	bool right;
	const char *help; /* NULL where another row says it */
};

/* Keys of the prompt: the status line and the help both say them from here. */
static const struct key typing[] = {
	{ "↑↓", N_("choose"), 5, false, N_("choose among what was found; so do ^P and ^N") },
	{ N_("Enter"), N_("open"), 8, false, N_("read the one chosen, as soon as it is there") },
	{ "Tab", N_("complete"), 4, false, N_("what may be meant, one after the other") },
	{ "^O", N_("scope"), 5, false, N_("archive, what is marked, paper, month or issue") },
	{ "^R", N_("searches"), 3, false, N_("searches asked for before, and saved ones") },
	{ "Esc", N_("list"), 7, true, N_("from the prompt to the list") },
	{ "F1", N_("syntax"), 6, true, N_("this help") },
	{ NULL, NULL, 0, false, NULL },
};
static const struct key past[] = {
	{ N_("Enter"), N_("take"), 8, false, NULL },
	{ "^S", N_("save under a name"), 5, false, N_("save the search under a name") },
	{ "^D", N_("forget"), 4, false, N_("forget the search chosen, among those of before") },
	{ "^R", N_("what was found"), 6, false, NULL },
	{ "Esc", N_("list"), 7, true, NULL },
	{ NULL, NULL, 0, false, NULL },
};

static void
add_keys(struct bar *bar, const struct key *keys)
{
	for (; keys->key && bar->n < BAR_MAX; keys++) {
		bar->v[bar->n++] = (struct bar_item){ .key = kb_str_of(_(keys->key)),
			                              .text = kb_str_of(_(keys->text)),
			                              .role = KB_ROLE_HINT,
			                              .weight = keys->weight,
			                              .right = keys->right };
	}
}

/* The first completions, in place of most hints. */
static bool
add_completions(struct bar *bar, const struct search *s)
{
	const struct kb_answer *first = search_current(s) ? search_first(s) : NULL;
	for (size_t i = 0; first && i < first->ncompletions && i < 5; i++) {
		bar->v[bar->n++] = (struct bar_item){ .key = i ? KB_STR_NULL : KB_STR("Tab"),
			                              .text = first->completions[i].shown,
			                              .role = KB_ROLE_HINT,
			                              .weight = 6 - (int)i };
	}
	return bar->n > 0;
}

void
search_draw_status(const struct kb_app *app, struct kb_grid *g)
{
	static const struct key completing[] = {
		{ "^O", N_("scope"), 1, false, NULL },
		{ "Esc", N_("list"), 7, true, NULL },
		{ "F1", N_("syntax"), 6, true, NULL },
		{ NULL, NULL, 0, false, NULL },
	};
	static const struct key facets[] = {
		{ "←→", N_("choose"), 5, false, NULL },
		{ N_("Enter"), N_("only these"), 8, false, NULL },
		{ "Tab", N_("next"), 6, false, NULL },
		{ N_("Backspace"), N_("undo"), 4, false, NULL },
		{ "Esc", N_("list"), 7, true, NULL },
		{ NULL, NULL, 0, false, NULL },
	};
	const struct search *s = &app->search;
	struct bar bar = { 0 };
	if (app->message.n || (app->asking && app->ask_label) || !app->status ||
	    (!s->typing && !s->in_facets)) {
		if (!s->complete && !app->asking) {
			bar_add(&bar, kb_str_of(_("index not complete")), KB_ROLE_NOTICE, 8, false);
		}
		draw_status(app, g, &bar);
		return;
	}
	bar.gap = 2;
	if (!s->complete) {
		bar_add(&bar, kb_str_of(_("index not complete")), KB_ROLE_NOTICE, 8, false);
	}
	add_keys(&bar, s->in_facets               ? facets
	               : s->past_on               ? past
	               : add_completions(&bar, s) ? completing
	                                          : typing);
	bar_draw(g, g->rows - 1, &bar);
}

/* --- help ------------------------------------------------------------------------------------- */

static void
add_help(struct kb_app *app, struct kb_pane *p, const char *example, const char *text)
{
	struct kb_layout_options o = app->layout;
	bool beside = o.width >= 60;
	size_t line = p->lines.n;
	int indent = beside ? 26 : 4;
	o.measure = o.width - 1;
	if (!beside) {
		pane_line(p, 2, kb_str_of(example), KB_ROLE_KEY);
	}
	kb_layout_para(&p->arena, kb_str_of(text), KB_ROLE_BODY, indent, indent, &o, &p->lines);
	if (beside) {
		pane_run(p, line, 2, kb_str_of(example), KB_ROLE_KEY);
	}
}

static void
add_prompt_keys(struct kb_app *app, struct kb_pane *p, const struct key *keys)
{
	for (; keys->key; keys++) {
		if (keys->help) {
			add_help(app, p, _(keys->key), _(keys->help));
		}
	}
}

void
search_explain(struct kb_app *app, struct kb_pane *p)
{
	static const struct {
		const char *example;
		const char *text;
	} rows[] = {
#define X(example, text) { example, text },
#include "kanbao/query.def"
#undef X
	};
	const struct search *s = &app->search;
	const struct kb_answer *first = search_current(s) ? search_first(s) : NULL;
	if (first && first->asks) {
		pane_line(p, 1, kb_str_of(_("This query")), KB_ROLE_HEADLINE);
		add_help(app, p, kb_arena_dup(&p->arena, kb_buf_str(&s->prompt.text)).p,
		         kb_arena_dup(&p->arena, first->reading).p);
		pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
	}
	pane_line(p, 1, kb_str_of(_("How to ask")), KB_ROLE_HEADLINE);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		add_help(app, p, rows[i].example, _(rows[i].text));
	}
	pane_line(p, 1, kb_str_of(_("Keys of the prompt")), KB_ROLE_HEADLINE);
	add_prompt_keys(app, p, typing);
	add_prompt_keys(app, p, past);
	pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
}
