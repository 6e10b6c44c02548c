/* The articles of the issue on the table as a list, page by page. */
#include "app_int.h"

int
list_margin(const struct kb_app *app)
{
	return app->layout.width >= 30 ? 3 : 2;
}

/* Star, tags and the mark of a doubt; who wrote it, and how long it takes to read. */
static kb_str
info_of(const struct kb_app *app, struct kb_arena *a, const struct kb_article_row *row,
        const struct kb_marking *marks)
{
	struct kb_buf out = { 0 };
	say_marks(app, &out, marks);
	kb_buf_add(&out, marks->tags.n ? KB_STR(" ") : KB_STR(""));
	if (row->head.doubts.n) {
		kb_buf_printf(&out, "%.*s ", KB_ARG(ornament(app, KB_ORN_DOUBT)));
	}
	size_t before = out.n;
	say_people(&out, &row->head);
	if (out.n > before) {
		kb_buf_add(&out, KB_STR("  "));
	}
	say_minutes(&out, row->chars);
	kb_str info = kb_arena_dup(a, kb_buf_str(&out));
	kb_buf_release(&out);
	return info;
}

static kb_str
kicker_of(struct kb_arena *a, const struct kb_article *head)
{
	if (head->label.n && head->kicker.n) {
		return kb_arena_printf(a, "%.*s  %.*s", KB_ARG(head->label), KB_ARG(head->kicker));
	}
	return head->label.n ? head->label : head->kicker;
}

/* Line of the headline within the entry: where the mark stands. */
static size_t
headline_line(const struct kb_pane *p, size_t from)
{
	for (size_t i = from; i < p->lines.n; i++) {
		for (size_t r = 0; r < p->lines.v[i].nruns; r++) {
			enum kb_role role = p->lines.v[i].runs[r].role;
			if (role == KB_ROLE_TITLE || role == KB_ROLE_HEADLINE) {
				return i;
			}
		}
	}
	return from;
}

/* How far it has been read; absent where it is new. */
static kb_str
mark_of(const struct kb_app *app, enum kb_progress progress)
{
	if (progress == KB_PROGRESS_NEW) {
		return KB_STR_NULL;
	}
	return ornament(app, progress == KB_PROGRESS_DONE ? KB_ORN_DONE : KB_ORN_BEGUN);
}

static struct kb_row
row_of(const struct kb_app *app, struct kb_arena *a, size_t i, bool compact)
{
	const struct kb_model *m = &app->model;
	const struct kb_article_row *row = &m->articles[i];
	bool lead = i == 0 && !compact;
	struct kb_row entry = {
		.kicker = compact ? KB_STR_NULL : kicker_of(a, &row->head),
		.headline = m->titles[i],
		.deck = lead ? row->head.deck : KB_STR_NULL,
		.info = info_of(app, a, row, &m->marks[i]),
		.summary = lead ? m->opening : KB_STR_NULL,
		.summary_lines = 2,
		.margin = list_margin(app),
		.role = lead ? KB_ROLE_HEADLINE : KB_ROLE_TITLE,
	};
	if (kb_str_eq(entry.kicker, entry.headline)) {
		entry.kicker = KB_STR_NULL;
	}
	return entry;
}

static void
add_article(struct kb_app *app, struct kb_pane *p, size_t i, bool compact)
{
	struct kb_row entry = row_of(app, &p->arena, i, compact);
	kb_str mark = mark_of(app, app->model.progress[i]);
	size_t line = p->lines.n;
	kb_layout_row(&p->arena, &entry, &app->layout, &p->lines);
	if (mark.n) {
		pane_run(p, headline_line(p, line), 1, mark, KB_ROLE_INFO);
	}
	kb_pane_entry(p, line);
}

static kb_str
page_heading(const struct kb_app *app, struct kb_arena *a, kb_str page)
{
	struct kb_buf out = { 0 };
	say_page_name(&out, &app->model, page);
	kb_str heading = kb_arena_dup(a, kb_buf_str(&out));
	kb_buf_release(&out);
	return heading;
}

static void
add_page_heading(struct kb_app *app, struct kb_pane *p, kb_str page)
{
	pane_line(p, 1, page_heading(app, &p->arena, page), KB_ROLE_INFO);
	if (app->body_rows >= 16) {
		pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
	}
}

bool
list_front(struct kb_app *app, struct kb_pane *p)
{
	const struct kb_model *m = &app->model;
	if (app->layout.width < KB_FRONT_WIDTH || m->narticles < 2) {
		return false;
	}
	/* without openings there are headlines still */
	(void)kb_model_openings(&app->model, app->ctx);
	kb_pane_reset(p, (size_t)app->body_rows);
	struct kb_story *stories = kb_arena_alloc(&p->arena, m->narticles, sizeof(*stories));
	struct kb_front_place *places = kb_arena_alloc(&p->arena, m->narticles, sizeof(*places));
	kb_str page = m->articles[m->narticles - 1].head.page;
	bool paged = !kb_str_eq(m->articles[0].head.page, page);
	for (size_t i = 0; i < m->narticles; i++) {
		const struct kb_article_row *row = &m->articles[i];
		bool turned = i == 0 || !kb_str_eq(row->head.page, page);
		page = row->head.page;
		stories[i] = (struct kb_story){
			.row = row_of(app, &p->arena, i, false),
			.page = turned && paged ? page_heading(app, &p->arena, page) : KB_STR_NULL,
			.mark = mark_of(app, m->progress[i]),
			.chars = row->chars,
		};
		stories[i].row.summary = m->openings ? m->openings[i] : KB_STR_NULL;
		stories[i].row.role = KB_ROLE_HEADLINE;
	}
	kb_layout_front(&p->arena, stories, m->narticles, p->height, &app->layout, &p->lines,
	                places);
	for (size_t i = 0; i < m->narticles; i++) {
		kb_pane_place(p, (struct kb_entry){ places[i].line, places[i].n, places[i].x,
		                                    places[i].cols });
	}
	p->selected = m->at;
	kb_pane_settle(p);
	return true;
}

void
list_articles(struct kb_app *app, struct kb_pane *p, bool compact)
{
	const struct kb_model *m = &app->model;
	kb_pane_reset(p, (size_t)app->body_rows);
	bool paged = m->narticles &&
	             !kb_str_eq(m->articles[0].head.page, m->articles[m->narticles - 1].head.page);
	for (size_t i = 0; i < m->narticles; i++) {
		kb_str page = m->articles[i].head.page;
		bool turned = i == 0 || !kb_str_eq(page, m->articles[i - 1].head.page);
		if (i && (!compact || (turned && paged))) {
			pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
		}
		if (turned && paged) {
			add_page_heading(app, p, page);
		}
		add_article(app, p, i, compact);
	}
	p->selected = m->at;
	kb_pane_settle(p);
}
