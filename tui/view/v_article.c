/* An article, set for the width of the screen. The place is a byte, not a line. */
#include "app_int.h"

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[KB_VIEW_ARTICLE];
}

/* The cells before the column. */
static int
left_of(const struct kb_lines *lines, int width)
{
	int left = width;
	for (size_t i = 0; i < lines->n; i++) {
		const struct kb_line *line = &lines->v[i];
		left = line->nruns && line->runs[0].x < left ? line->runs[0].x : left;
	}
	return left < width ? left : 0;
}

/* What the parser was unsure of stands below the text, each on a line of its own. */
static void
add_doubts(const struct kb_app *app, struct kb_arena *a, struct kb_lines *lines)
{
	const struct kb_strs *doubts = &app->model.article.doubts;
	struct kb_layout_options o = app->layout;
	int left = left_of(lines, o.width);
	o.measure = lines->shift ? left + lines->cols : o.width - left;
	if (doubts->n && lines->n) {
		size_t end = lines->v[lines->n - 1].end + 1;
		lines->v = kb_arena_grow(a, lines->v, lines->n, &lines->cap, sizeof(*lines->v));
		lines->v[lines->n++] = (struct kb_line){ .off = end, .end = end };
	}
	for (size_t i = 0; i < doubts->n; i++) {
		struct kb_buf text = { 0 };
		kb_buf_printf(&text, "%.*s ", KB_ARG(ornament(app, KB_ORN_DOUBT)));
		kb_doubt_say(&text, doubts->v[i]);
		kb_layout_para(a, kb_arena_dup(a, kb_buf_str(&text)), KB_ROLE_INFO, left, left + 2,
		               &o, lines);
		kb_buf_release(&text);
	}
}

/* What the reader has noted of it stands below the text too. */
static void
add_marks(const struct kb_app *app, struct kb_arena *a, struct kb_lines *lines)
{
	const struct kb_marking *marks = &app->model.marks[app->model.at];
	struct kb_layout_options o = app->layout;
	struct kb_buf line = { 0 };
	struct kb_buf text = { 0 };
	/* a text that stands in the middle has no left edge to go by */
	int left = left_of(lines, o.width);
	left = left > o.width / 4 ? o.width / 10 : left;
	o.measure = o.width - 2 * left;
	kb_marking_line(marks, &line);
	if (line.n && lines->n) {
		kb_buf_printf(&text, _("%s: %s"), _("Note"), line.p);
		size_t end = lines->v[lines->n - 1].end + 1;
		lines->v = kb_arena_grow(a, lines->v, lines->n, &lines->cap, sizeof(*lines->v));
		lines->v[lines->n++] = (struct kb_line){ .off = end, .end = end };
		kb_layout_para(a, kb_arena_dup(a, kb_buf_str(&text)), KB_ROLE_NOTICE, left,
		               left + 2, &o, lines);
	}
	kb_buf_release(&line);
	kb_buf_release(&text);
}

/* --- halves of a story, read as one text --------------------------------------------- */

static bool
is_seam(const struct kb_line *line)
{
	return line->nruns && line->runs[0].role == KB_ROLE_SEAM;
}

/* The line where a half begins, with its rule; the number of lines where there are fewer. */
static size_t
seam_line(const struct kb_pane *p, size_t half)
{
	size_t line = 0;
	while (half && line < p->lines.n) {
		half -= is_seam(&p->lines.v[line]);
		line += half ? 1 : 0;
	}
	return line;
}

/* The half being read: the one that was, as long as any of it is in sight. */
static size_t
half_in_sight(const struct kb_pane *p, size_t was)
{
	size_t top = 0;
	if (seam_line(p, was) < p->top + p->height && seam_line(p, was + 1) > p->top) {
		return was;
	}
	while (seam_line(p, top + 1) <= p->top) {
		top++;
	}
	return top;
}

static enum kb_err
article_moved(struct kb_app *app)
{
	const struct kb_pane *p = pane(app);
	size_t off = p->top && p->top < p->lines.n ? p->lines.v[p->top].off : 0;
	kb_model_seen(&app->model, off, kb_pane_at_end(p));
	kb_model_seen_half(&app->model, half_in_sight(p, app->model.half));
	return KB_OK;
}

static void
article_resize(struct kb_app *app)
{
	struct kb_pane *p = pane(app);
	kb_pane_reset(p, (size_t)app->body_rows);
	struct kb_lines set = { 0 };
	kb_layout_article(&p->arena, &app->model.article, &app->layout, &set);
	add_doubts(app, &p->arena, &set);
	add_marks(app, &p->arena, &set);
	size_t air = app->framed ? 1 : 0; /* above the title */
	p->lines = set;
	p->lines.n = set.n + air;
	p->lines.head = set.head + air;
	p->lines.v = kb_arena_alloc(&p->arena, p->lines.n + 1, sizeof(*p->lines.v));
	for (size_t i = 0; i < set.n; i++) {
		p->lines.v[i + air] = set.v[i];
	}
	/* at the very start the blank lines above the title belong to it */
	if (app->model.at_seam) {
		kb_pane_show(p, seam_line(p, app->model.half));
		(void)article_moved(app);
	} else {
		kb_pane_show(p, app->model.off ? kb_lines_at(&p->lines, app->model.off) : 0);
		kb_model_seen(&app->model, app->model.off, kb_pane_at_end(p));
		kb_model_seen_half(&app->model, half_in_sight(p, app->model.half));
	}
}

static enum kb_err
article_open(struct kb_app *app)
{
	(void)take_end(app);
	article_resize(app);
	return KB_OK;
}

int
article_percent(const struct kb_app *app)
{
	const struct kb_pane *p = &app->pane[KB_VIEW_ARTICLE];
	size_t last = p->top + kb_pane_room(p);
	if (last >= p->lines.n || !p->lines.v[p->lines.n - 1].end) {
		return 100;
	}
	return (int)(p->lines.v[last - 1].end * 100 / p->lines.v[p->lines.n - 1].end);
}

static void
draw_title(const struct kb_app *app, struct kb_grid *g)
{
	const struct kb_model *m = &app->model;
	struct bar bar = { .gap = 2 };
	struct kb_buf date = { 0 };
	struct kb_buf page = { 0 };
	struct kb_buf people = { 0 };
	struct kb_buf index = { 0 };
	struct kb_buf part = { 0 };
	struct kb_buf found = { 0 };
	find_say(app, &found);
	say_issue(&date, &m->issue, g->cols >= 36 ? SAY_DAY : SAY_SHORT);
	say_page_name(&page, m, m->articles[m->parts[m->half]].head.page);
	say_people(&people, &m->article);
	kb_buf_printf(&index, "%zu/%zu", m->parts[m->half] + 1, m->narticles);
	kb_buf_printf(&part, "%d%%", article_percent(app));
	bar_add(&bar, say_paper(&m->issue), KB_ROLE_MASTHEAD, 4, false);
	bar_add(&bar, kb_buf_str(&date), KB_ROLE_TITLE, 8, false);
	bar_add(&bar, kb_buf_str(&page), KB_ROLE_INFO, 5, false);
	bar_add(&bar, kb_buf_str(&index), KB_ROLE_INFO, 6, false);
	bar_add(&bar, kb_buf_str(&people), KB_ROLE_INFO, 3, false);
	if (m->marks[m->at].star) {
		bar_add(&bar, ornament(app, KB_ORN_STAR), KB_ROLE_STAR, 6, false);
	}
	if (m->article.doubts.n) {
		bar_add(&bar, ornament(app, KB_ORN_DOUBT), KB_ROLE_MARK, 6, false);
	}
	bar_add(&bar, kb_buf_str(&found), KB_ROLE_HIT, 7, true);
	/* it changes with every line: the look of the body costs nothing */
	bar_add(&bar, kb_buf_str(&part), KB_ROLE_BODY, 7, true);
	draw_head(app, g, &bar);
	kb_buf_release(&date);
	kb_buf_release(&page);
	kb_buf_release(&people);
	kb_buf_release(&index);
	kb_buf_release(&part);
	kb_buf_release(&found);
}

static void
article_draw(const struct kb_app *app, struct kb_grid *g)
{
	struct bar bar = { 0 };
	draw_title(app, g);
	draw_pane(app, &app->pane[KB_VIEW_ARTICLE], g);
	draw_status(app, g, &bar);
}

/* To the other half of the story, or the page that it is said to be on. */
static enum kb_err
follow_jump(struct kb_app *app)
{
	struct kb_pane *p = pane(app);
	struct kb_model *m = &app->model;
	if (m->nparts < 2) {
		return app_arrive(app, kb_model_follow(m, app->ctx, m->at, NULL));
	}
	m->half = (m->half + 1) % m->nparts;
	kb_pane_show(p, seam_line(p, m->half));
	return KB_OK;
}

/* Past the end of the text Space goes straight on. */
static bool
article_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	if (take_extend(app, c)) {
		*err = KB_OK;
		return true;
	}
	if (c->action == KB_ACT_JUMP) {
		*err = follow_jump(app);
		return true;
	}
	if (c->action != KB_ACT_SCREEN_DOWN || !kb_pane_at_end(pane(app))) {
		return false;
	}
	const struct kb_command next = { .action = KB_ACT_NEXT_ARTICLE, .count = 1 };
	*err = app_act(app, &next);
	return true;
}

static const struct kb_hint hints[] = {
	{ KB_ACT_SCREEN_DOWN, KB_ACT_SCREEN_DOWN, N_("read on"), 8 },
	{ KB_ACT_PREV_ARTICLE, KB_ACT_NEXT_ARTICLE, N_("article"), 5 },
	{ KB_ACT_PREV_ISSUE, KB_ACT_NEXT_ISSUE, N_("issue"), 4 },
	{ KB_ACT_CALENDAR, KB_ACT_CALENDAR, N_("calendar"), 3 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back"), 7 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_article = {
	.name = N_("the article"),
	.group = KB_GROUP_NONE,
	.hints = hints,
	.open = article_open,
	.resize = article_resize,
	.draw = article_draw,
	.act = article_act,
	.moved = article_moved,
};
