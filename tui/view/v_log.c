/* What the reader has been told in the status line since it was opened, newest first. */
#include <time.h>

#include "app_int.h"

/* Cells left of a message: its time, or where there is little room for further lines a few. */
#define TEXT_COLS 8
#define TEXT_COLS_NARROW 3

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[KB_VIEW_LOG];
}

/* The message that was the i-th last, 0 … */
static struct told_one *
nth(struct told *told, size_t i)
{
	return &told->v[(told->next + TOLD_MAX - 1 - i) % TOLD_MAX];
}

void
told_keep(struct told *told, kb_str text, bool is_error)
{
	if (told->n && kb_str_eq(kb_buf_str(&nth(told, 0)->text), text)) {
		nth(told, 0)->times++;
	} else {
		struct kb_buf *old = &told->v[told->next].text;
		kb_buf_clear(old);
		kb_buf_add(old, text);
		told->v[told->next].times = 1;
		told->next = (told->next + 1) % TOLD_MAX;
		told->n += told->n < TOLD_MAX;
	}
	nth(told, 0)->at = time(NULL);
	nth(told, 0)->is_error = is_error;
}

void
told_release(struct told *told)
{
	for (size_t i = 0; i < TOLD_MAX; i++) {
		kb_buf_release(&told->v[i].text);
	}
}

/* 10:04, or nothing where the clock says no time. */
static kb_str
clock_of(struct kb_arena *a, time_t at)
{
	struct tm tm;
	if (!localtime_r(&at, &tm)) {
		return KB_STR_NULL;
	}
	return kb_arena_printf(a, "%02d:%02d", tm.tm_hour, tm.tm_min);
}

static void
add_told(struct kb_app *app, const struct told_one *one)
{
	struct kb_pane *p = pane(app);
	struct kb_layout_options o = app->layout;
	enum kb_role role = one->is_error ? KB_ROLE_ERROR : KB_ROLE_BODY;
	int hang = o.width >= 40 ? TEXT_COLS : TEXT_COLS_NARROW;
	size_t first = p->lines.n;
	/* of its own: the one that is kept may go */
	kb_str text = kb_arena_dup(&p->arena, kb_buf_str(&one->text));
	kb_str line;
	if (one->times > 1) {
		text = kb_arena_printf(&p->arena, _("%.*s (%lu times)"), KB_ARG(text), one->times);
	}
	o.measure = o.width = o.width - 1;
	while (kb_str_split(&text, '\n', &line)) {
		kb_layout_para(&p->arena, line, role, p->lines.n > first ? hang : TEXT_COLS, hang,
		               &o, &p->lines);
	}
	if (p->lines.n > first) {
		pane_run(p, first, 1, clock_of(&p->arena, one->at), KB_ROLE_INFO);
	}
}

static void
log_resize(struct kb_app *app)
{
	struct kb_pane *p = pane(app);
	struct kb_layout_options o = app->layout;
	o.measure = o.width = o.width - 1;
	kb_pane_reset(p, (size_t)app->body_rows);
	for (size_t i = 0; i < app->told.n; i++) {
		add_told(app, nth(&app->told, i));
	}
	if (!app->told.n) {
		kb_layout_para(&p->arena, kb_str_of(_("nothing has been said yet")), KB_ROLE_NOTICE,
		               1, 1, &o, &p->lines);
	}
	kb_pane_settle(p);
}

static enum kb_err
log_open(struct kb_app *app)
{
	pane(app)->top = 0;
	log_resize(app);
	return KB_OK;
}

static void
log_draw(const struct kb_app *app, struct kb_grid *g)
{
	struct bar bar = { .gap = 3 };
	struct bar foot = { 0 };
	struct kb_buf count = { 0 };
	if (app->told.n) {
		kb_buf_printf(&count, ngettext("%zu message", "%zu messages", app->told.n),
		              app->told.n);
	}
	bar_add(&bar, kb_str_of(_("Messages")), KB_ROLE_MASTHEAD, 9, false);
	bar_add(&bar, kb_buf_str(&count), KB_ROLE_INFO, 5, true);
	draw_head(app, g, &bar);
	draw_pane(app, &app->pane[KB_VIEW_LOG], g);
	draw_status(app, g, &foot);
	kb_buf_release(&count);
}

/* L goes back again. */
static bool
log_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	if (c->action != KB_ACT_LOG) {
		return false;
	}
	*err = KB_OK;
	(void)app_pop(app);
	return true;
}

static void
log_close(struct kb_app *app)
{
	kb_pane_release(pane(app));
}

static const struct kb_hint hints[] = {
	{ KB_ACT_SCREEN_DOWN, KB_ACT_SCREEN_UP, N_("screen"), 6 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back"), 8 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_log = {
	.name = N_("messages"),
	.group = KB_GROUP_NONE,
	.hints = hints,
	.open = log_open,
	.resize = log_resize,
	.draw = log_draw,
	.act = log_act,
	.close = log_close,
};
