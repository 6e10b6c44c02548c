/* What is marked: a list of each kind, switched by a key. Of a long list a part is laid out. */
#include <limits.h>

#include "app_int.h"
#include "kanbao/snippet.h"

/* Entries laid out on each side of the selected one; articles listed as not read. */
#define SIDE 100
#define UNREAD_MAX 500
/* Cells of the margin where the date stands in it, and of the letter before the date. */
#define MARGIN 18
#define LETTER_COLS 3

static const struct {
	enum kb_kept what;
	const char *name;
	const char *empty;
} lists[MARKS_COUNT] = {
	[MARKS_STARS] = { KB_KEPT_STAR, N_("stars"),
	                  N_("No star yet: * gives one to an article.") },
	[MARKS_TAGS] = { KB_KEPT_TAG, N_("tags"),
	                 N_("No tag yet: a, then #TAG, gives one to an article.") },
	[MARKS_NOTES] = { KB_KEPT_NOTE, N_("notes"),
	                  N_("No note yet: a writes one for an article.") },
	[MARKS_UNREAD] = { KB_KEPT_READ, N_("unread"), N_("Everything has been read.") },
	[MARKS_LETTERS] = { KB_KEPT_MARK, N_("letters"),
	                    N_("No letter yet: m and a letter a-z keep a place.") },
};

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[KB_VIEW_MARKS];
}

static const struct kb_marked_list *
shown(const struct kb_app *app)
{
	return &app->marks.list[app->marks.shown];
}

/* --- loading ---------------------------------------------------------------------- */

/* A list of which so many are kept is loaded though it isn't looked at: then they are counted. */
#define FEW 200

static enum kb_err
load_one(struct kb_app *app, enum marks_list which)
{
	struct marks *marks = &app->marks;
	struct kb_model *m = &app->model;
	struct kb_marked_list *list = &marks->list[which];
	*list = (struct kb_marked_list){ 0 };
	enum kb_err err = which == MARKS_UNREAD
	                          ? kb_unread_list(m->store, m->state, app->ctx, &marks->arena,
	                                           UNREAD_MAX, list)
	                          : kb_marked_list(m->store, m->state, app->ctx, &marks->arena,
	                                           lists[which].what, list);
	if (err) {
		return err;
	}
	marks->loaded[which] = true;
	if (which != MARKS_UNREAD) {
		marks->n[which] = (int64_t)list->n;
		kb_marked_sort(list, which == MARKS_LETTERS ? KB_MARKED_NEWEST : marks->order);
	} else if (list->n < UNREAD_MAX) {
		marks->n[which] = (int64_t)list->n;
	}
	return KB_OK;
}

/* The list that is looked at, and how many the others hold. */
static enum kb_err
load(struct kb_app *app)
{
	struct marks *marks = &app->marks;
	enum kb_err err = KB_OK;
	kb_arena_reset(&marks->arena);
	for (int i = 0; i < MARKS_COUNT && !err; i++) {
		size_t n = 0;
		err = kb_state_count(app->model.state, app->ctx, lists[i].what, &n);
		marks->loaded[i] = false;
		marks->list[i] = (struct kb_marked_list){ 0 };
		marks->n[i] = i != MARKS_UNREAD ? (int64_t)n : app->counts.articles - (int64_t)n;
		marks->n[i] = marks->n[i] > 0 ? marks->n[i] : 0;
		if (!err && (i == (int)marks->shown || (i != MARKS_UNREAD && n <= FEW))) {
			err = load_one(app, (enum marks_list)i);
		}
	}
	return err;
}

/* --- laying out ----------------------------------------------------------------------- */

static bool
beside(const struct kb_app *app)
{
	return app->layout.width >= 60;
}

/* The day in the margin, or with the page in a line above the headline. */
static void
say_row_day(const struct kb_app *app, struct kb_buf *out, const struct kb_issue_row *issue)
{
	char iso[KB_ISO_SIZE];
	if (!beside(app) || issue->day == KB_DAY_NONE) {
		say_issue(out, issue, SAY_DAY);
		return;
	}
	kb_buf_printf(out, "%s", kb_day_iso(issue->day, iso));
	kb_buf_add(out, issue->date_source == KB_DATE_INFERRED ? KB_STR("?") : KB_STR(" "));
	kb_buf_add(out, kb_str_of(say_weekday(kb_day_weekday(issue->day), true)));
}

/* An entry as it is read from the archive; texts live in the pane's arena. */
struct entry {
	const struct kb_marked *marked;
	struct kb_issue_row issue;
	kb_str title;
	kb_str page; /* absent: a front page */
};

static enum kb_err
read_entry(struct kb_app *app, const struct kb_marked *marked, struct entry *out)
{
	struct kb_model *m = &app->model;
	struct kb_arena *a = &pane(app)->arena;
	struct kb_article article;
	*out = (struct entry){ .marked = marked };
	enum kb_err err = kb_store_issue(m->store, app->ctx, a, marked->issue, &out->issue);
	if (err || !marked->article) {
		kb_str lead = out->issue.lead;
		out->title = lead.n ? lead : kb_str_of(_("(no headline)"));
		return err;
	}
	err = kb_store_article(m->store, app->ctx, a, marked->article, &article);
	if (!err) {
		out->title = kb_article_title(&article);
		out->page = article.page;
	}
	return err;
}

/* What stands at the right: the page, unless it is in the line above. */
static kb_str
info_of(const struct kb_app *app, struct kb_arena *a, const struct entry *e)
{
	struct kb_buf out = { 0 };
	if (!e->page.p) {
		kb_buf_add(&out, kb_str_of(_("front page")));
	} else if (beside(app)) {
		say_page(&out, e->page);
	}
	kb_str info = kb_arena_dup(a, kb_buf_str(&out));
	kb_buf_release(&out);
	return info;
}

/* The paper where there are several; on a narrow screen day and page. */
static kb_str
kicker_of(const struct kb_app *app, struct kb_arena *a, const struct entry *e)
{
	struct kb_buf out = { 0 };
	if (!beside(app) && app->marks.shown == MARKS_LETTERS) {
		kb_buf_printf(&out, "%.*s ", KB_ARG(e->marked->name));
	}
	if (app->counts.papers > 1) {
		kb_buf_printf(&out, "%.*s ", KB_ARG(say_paper(&e->issue)));
	}
	if (!beside(app)) {
		say_row_day(app, &out, &e->issue);
		kb_buf_byte(&out, ' ');
		if (e->page.p) {
			say_page(&out, e->page);
		}
	}
	kb_str text = kb_arena_dup(a, kb_str_trim(kb_buf_str(&out)));
	kb_buf_release(&out);
	return text;
}

static void
add_entry(struct kb_app *app, const struct entry *e)
{
	struct kb_pane *p = pane(app);
	bool letters = app->marks.shown == MARKS_LETTERS;
	int letter = letters ? LETTER_COLS : 0;
	struct kb_buf day = { 0 };
	struct kb_row row = {
		.kicker = kicker_of(app, &p->arena, e),
		.headline = e->title,
		.deck = e->marked->value,
		.info = info_of(app, &p->arena, e),
		.margin = beside(app) ? MARGIN + letter : 2,
		.role = KB_ROLE_TITLE,
	};
	if (!beside(app) && p->nentries && app->framed) {
		pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
	}
	size_t line = p->lines.n;
	kb_layout_row(&p->arena, &row, &app->layout, &p->lines);
	if (beside(app)) {
		say_row_day(app, &day, &e->issue);
		pane_run(p, line, 2 + letter, kb_arena_dup(&p->arena, kb_buf_str(&day)),
		         KB_ROLE_INFO);
		if (letters) {
			pane_run(p, line, 2, e->marked->name, KB_ROLE_KEY);
		}
	}
	kb_pane_entry(p, line);
	kb_buf_release(&day);
}

/* A tag above its articles, with how many there are. */
static void
add_tag(struct kb_app *app, size_t at)
{
	struct kb_pane *p = pane(app);
	const struct kb_marked_list *list = shown(app);
	kb_str tag = list->v[at].name;
	size_t n = 1;
	for (size_t i = at; i-- > 0 && kb_str_eq(list->v[i].name, tag);) {
		n++;
	}
	for (size_t i = at + 1; i < list->n && kb_str_eq(list->v[i].name, tag); i++) {
		n++;
	}
	if (p->lines.n) {
		pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
	}
	pane_line(p, 1, kb_arena_printf(&p->arena, "#%.*s  %zu", KB_ARG(tag), n), KB_ROLE_HEADLINE);
}

/* That there is more, below the last entry. */
static void
add_more(struct kb_app *app)
{
	struct kb_pane *p = pane(app);
	const struct kb_marked_list *list = shown(app);
	kb_str text = { 0 };
	if (list->elsewhere) {
		text = kb_arena_printf(&p->arena,
		                       ngettext("%zu more is not in this archive",
		                                "%zu more are not in this archive",
		                                (unsigned long)list->elsewhere),
		                       list->elsewhere);
	} else if (app->marks.shown == MARKS_UNREAD && list->n == UNREAD_MAX) {
		text = kb_arena_printf(&p->arena, _("only the newest %d are listed"), UNREAD_MAX);
	}
	if (text.n) {
		pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
		pane_line(p, 2, text, KB_ROLE_INFO);
	}
}

/* Lays out what is around the selected entry, which stands at that row of the screen. */
static void
lay_out(struct kb_app *app, long row)
{
	struct marks *marks = &app->marks;
	struct kb_pane *p = pane(app);
	const struct kb_marked_list *list = shown(app);
	kb_pane_reset(p, (size_t)app->body_rows);
	marks->selected = marks->selected < list->n ? marks->selected : list->n ? list->n - 1 : 0;
	marks->from = marks->selected > SIDE ? marks->selected - SIDE : 0;
	marks->to = marks->selected + SIDE < list->n ? marks->selected + SIDE : list->n;
	for (size_t i = marks->from; i < marks->to; i++) {
		struct entry e;
		if (marks->shown == MARKS_TAGS &&
		    (i == marks->from || !kb_str_eq(list->v[i].name, list->v[i - 1].name))) {
			add_tag(app, i);
		}
		/* what has just gone from the archive has a line all the same */
		if (read_entry(app, &list->v[i], &e)) {
			e.title = KB_STR("?");
		}
		add_entry(app, &e);
	}
	if (marks->to == list->n) {
		add_more(app);
	}
	kb_pane_select_at(p, marks->selected - marks->from, row);
}

/* Also after a marking: the lists are those of now. */
static void
marks_resize(struct kb_app *app)
{
	long row = kb_pane_row(pane(app));
	(void)load(app);
	lay_out(app, row);
}

static enum kb_err
marks_open(struct kb_app *app)
{
	app->marks.selected = 0;
	pane(app)->top = 0;
	enum kb_err err = load(app);
	if (!err) {
		lay_out(app, 0);
	}
	return err;
}

/* --- drawing ------------------------------------------------------------------------- */

static void
marks_draw(const struct kb_app *app, struct kb_grid *g)
{
	struct bar bar = { .gap = 2 };
	struct bar foot = { 0 };
	struct kb_buf names[MARKS_COUNT] = { 0 };
	struct kb_buf at = { 0 };
	const struct marks *marks = &app->marks;
	bar_add(&bar, kb_str_of(_("Marked")), KB_ROLE_MASTHEAD, 7, false);
	for (int i = 0; i < MARKS_COUNT; i++) {
		bool here = i == (int)marks->shown;
		kb_buf_printf(&names[i], "%s %lld", _(lists[i].name), (long long)marks->n[i]);
		bar_add(&bar, kb_buf_str(&names[i]), here ? KB_ROLE_SELECTED : KB_ROLE_INFO,
		        here ? 9 : 6 - i, false);
	}
	draw_head(app, g, &bar);
	draw_pane(app, &app->pane[KB_VIEW_MARKS], g);
	if (shown(app)->n) {
		kb_buf_printf(&at, "%zu/%zu", marks->selected + 1, shown(app)->n);
		bar_add(&foot, kb_buf_str(&at), KB_ROLE_INFO, 7, false);
	} else {
		draw_note(app, g, app->body_y + 2, kb_str_of(_(lists[marks->shown].empty)),
		          KB_ROLE_NOTICE);
	}
	draw_status(app, g, &foot);
	for (int i = 0; i < MARKS_COUNT; i++) {
		kb_buf_release(&names[i]);
	}
	kb_buf_release(&at);
}

/* --- acting --------------------------------------------------------------------------- */

static kb_article_id
marks_article(const struct kb_app *app)
{
	const struct kb_marked_list *list = shown(app);
	return list->n ? list->v[app->marks.selected].article : 0;
}

/* The pane has moved: the selection follows, and is laid out anew near the edge of the part. */
static enum kb_err
marks_moved(struct kb_app *app)
{
	struct marks *marks = &app->marks;
	struct kb_pane *p = pane(app);
	marks->selected = marks->from + p->selected;
	bool above = marks->from && p->selected < SIDE / 4;
	bool below = marks->to < shown(app)->n && p->selected + SIDE / 4 > p->nentries;
	if (above || below) {
		lay_out(app, kb_pane_row(p));
	}
	return KB_OK;
}

static void
select_entry(struct kb_app *app, size_t at)
{
	long row = kb_pane_row(pane(app));
	app->marks.selected = at;
	lay_out(app, row);
}

static enum kb_err
turn(struct kb_app *app, int by)
{
	struct marks *marks = &app->marks;
	marks->shown = (enum marks_list)(((int)marks->shown + by % MARKS_COUNT + MARKS_COUNT) %
	                                 MARKS_COUNT);
	marks->selected = 0;
	enum kb_err err = marks->loaded[marks->shown] ? KB_OK : load_one(app, marks->shown);
	lay_out(app, 0);
	return err;
}

/* The next order; the article selected stays selected. */
static enum kb_err
turn_order(struct kb_app *app)
{
	static const char *const told[KB_MARKED_ORDERS] = {
		[KB_MARKED_NEWEST] = N_("newest first"),
		[KB_MARKED_OLDEST] = N_("oldest first"),
		[KB_MARKED_LATELY] = N_("what was marked last comes first"),
	};
	struct marks *marks = &app->marks;
	struct kb_marked_list *list = &marks->list[marks->shown];
	if (marks->shown == MARKS_UNREAD || marks->shown == MARKS_LETTERS) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("there is only this order here"));
	}
	struct kb_marked was = { 0 };
	if (list->n) {
		was = list->v[marks->selected];
	}
	marks->order = (marks->order + 1) % KB_MARKED_ORDERS;
	for (int i = 0; i < MARKS_COUNT; i++) {
		if (i != MARKS_UNREAD && i != MARKS_LETTERS) {
			kb_marked_sort(&marks->list[i], marks->order);
		}
	}
	for (size_t i = 0; i < list->n; i++) {
		if (list->v[i].article == was.article && kb_str_eq(list->v[i].name, was.name)) {
			select_entry(app, i);
		}
	}
	kb_app_say(app, _(told[marks->order]));
	return KB_OK;
}

static enum kb_err
open_entry(struct kb_app *app)
{
	const struct kb_marked_list *list = shown(app);
	if (!list->n) {
		return KB_OK;
	}
	const struct kb_marked *one = &list->v[app->marks.selected];
	struct kb_spot spot = { one->issue, one->article, one->off };
	if (spot.article && app->marks.shown != MARKS_LETTERS) {
		struct kb_arena a = { 0 };
		struct kb_marking marks;
		if (!kb_model_marks(&app->model, app->ctx, &a, spot.article, &marks)) {
			spot.off = marks.off; /* where it was left */
		}
		kb_arena_release(&a);
	}
	return app_arrive(app, kb_model_go(&app->model, app->ctx, spot));
}

/* Number n of the list, counted from 1, or the last. */
static size_t
number(const struct kb_app *app, long n)
{
	size_t all = shown(app)->n;
	return n < 1 ? 0 : (size_t)n <= all ? (size_t)n - 1 : all ? all - 1 : 0;
}

static bool
marks_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	switch ((int)c->action) {
	case KB_ACT_OPEN:
		*err = open_entry(app);
		return true;
	case KB_ACT_NEXT_PAGE:
	case KB_ACT_MARKS:
		*err = turn(app, c->count);
		return true;
	case KB_ACT_PREV_PAGE:
		*err = turn(app, -c->count);
		return true;
	case KB_ACT_SORT:
		*err = turn_order(app);
		return true;
	case KB_ACT_NEXT_ARTICLE:
	case KB_ACT_PREV_ARTICLE:
		kb_pane_line(pane(app), c->action == KB_ACT_NEXT_ARTICLE ? c->count : -c->count);
		return true;
	case KB_ACT_FIRST:
		select_entry(app, number(app, c->counted ? c->count : 1));
		return true;
	case KB_ACT_LAST:
		select_entry(app, number(app, c->counted ? c->count : LONG_MAX));
		return true;
	case KB_ACT_PERCENT:
		select_entry(app, number(app, (long)shown(app)->n * c->count / 100 + 1));
		return true;
	default:
		return false;
	}
}

static void
marks_close(struct kb_app *app)
{
	kb_arena_release(&app->marks.arena);
	for (int i = 0; i < MARKS_COUNT; i++) {
		app->marks.list[i] = (struct kb_marked_list){ 0 };
	}
	kb_pane_release(pane(app));
}

static const struct kb_hint hints[] = {
	{ KB_ACT_OPEN, KB_ACT_OPEN, N_("read"), 8 },
	{ KB_ACT_PREV_PAGE, KB_ACT_NEXT_PAGE, N_("other list"), 7 },
	{ KB_ACT_STAR, KB_ACT_STAR, N_("star"), 4 },
	{ KB_ACT_ANNOTATE, KB_ACT_ANNOTATE, N_("note"), 3 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back"), 6 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_marks = {
	.name = N_("what is marked"),
	.group = KB_GROUP_NONE,
	.hints = hints,
	.open = marks_open,
	.resize = marks_resize,
	.draw = marks_draw,
	.act = marks_act,
	.moved = marks_moved,
	.article = marks_article,
	.close = marks_close,
};
