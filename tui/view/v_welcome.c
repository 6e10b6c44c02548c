/* The first start: the six keys one needs. Any key that means something closes it. */
#include <string.h>

#include "app_int.h"

/* Cells of the column of keys. */
#define KEYS_COLS 12

static const struct kb_hint needed[] = {
	{ KB_ACT_SCREEN_DOWN, KB_ACT_SCREEN_DOWN,
	  N_("read on, into the next article, page and issue"), 0 },
	{ KB_ACT_OPEN, KB_ACT_OPEN, N_("open what is selected"), 0 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back; on the front page, leave kanbao"), 0 },
	{ KB_ACT_SEARCH, KB_ACT_SEARCH, N_("search the archive, as you type"), 0 },
	{ KB_ACT_CALENDAR, KB_ACT_CALENDAR, N_("calendar"), 0 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("all other keys"), 0 },
};

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[KB_VIEW_WELCOME];
}

static void
add_key(struct kb_app *app, const struct kb_hint *row, int left)
{
	struct kb_pane *p = pane(app);
	struct kb_layout_options o = app->layout;
	struct kb_buf keys = { 0 };
	struct kb_buf label = { 0 };
	size_t line = p->lines.n;
	kb_keymap_keys(&app->keymap, row->first, &keys);
	if (keys.n) {
		kb_keys_label((kb_str){ keys.p, strcspn(keys.p, " ") }, &label);
		o.measure = o.width - 1;
		kb_layout_para(&p->arena, kb_str_of(_(row->text)), KB_ROLE_BODY, left + KEYS_COLS,
		               left + KEYS_COLS, &o, &p->lines);
		pane_run(p, line, left + 2, kb_arena_dup(&p->arena, kb_buf_str(&label)),
		         KB_ROLE_KEY);
	}
	kb_buf_release(&keys);
	kb_buf_release(&label);
}

static void
welcome_resize(struct kb_app *app)
{
	struct kb_pane *p = pane(app);
	int left = app->layout.width >= 60 ? (app->layout.width - 60) / 2 : 0;
	kb_pane_reset(p, (size_t)app->body_rows);
	if (app->framed) {
		pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
		pane_line(p, left + 2, kb_str_of(_("These keys are enough to begin with:")),
		          KB_ROLE_HEADLINE);
		pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
	}
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		add_key(app, &needed[i], left);
	}
	kb_pane_settle(p);
}

static enum kb_err
welcome_open(struct kb_app *app)
{
	welcome_resize(app);
	return KB_OK;
}

static void
welcome_draw(const struct kb_app *app, struct kb_grid *g)
{
	struct bar bar = { .gap = 2 };
	struct bar foot = { 0 };
	bar_add(&bar, kb_str_of(_("Welcome to kanbao")), KB_ROLE_MASTHEAD, 9, false);
	draw_head(app, g, &bar);
	draw_pane(app, &app->pane[KB_VIEW_WELCOME], g);
	draw_status(app, g, &foot);
}

/* What is no move of its own opens the paper; help and the like are done from there. */
static bool
welcome_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	*err = KB_OK;
	(void)app_pop(app);
	switch ((int)c->action) {
	case KB_ACT_HELP:
	case KB_ACT_SEARCH:
	case KB_ACT_CALENDAR:
	case KB_ACT_QUIT:
	case KB_ACT_REDRAW:
	case KB_ACT_SUSPEND:
		*err = app_act(app, c);
		break;
	default:
		break;
	}
	return true;
}

static void
welcome_close(struct kb_app *app)
{
	kb_pane_release(pane(app));
}

static const struct kb_hint hints[] = {
	{ KB_ACT_OPEN, KB_ACT_OPEN, N_("to the paper"), 8 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_welcome = {
	.name = N_("the first start"),
	.group = KB_GROUP_NONE,
	.hints = hints,
	.open = welcome_open,
	.resize = welcome_resize,
	.draw = welcome_draw,
	.act = welcome_act,
	.close = welcome_close,
};
