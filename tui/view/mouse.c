/* The mouse, where the reader has turned it on: a click selects, then opens; the wheel scrolls. */
#include "app_int.h"
#include "search_int.h"

#define WHEEL_LINES 3

/* The entry at a cell of the screen; false where there is none. */
static bool
entry_at(const struct kb_app *app, int y, int x, size_t *entry)
{
	const struct kb_pane *p = &app->pane[app_view(app)];
	int row;
	int shift;
	int left = pane_left(p, &app->grid);
	int top = app->body_y;
	top += app_view(app) == KB_VIEW_SEARCH ? search_head_rows(app) : 0;
	for (size_t i = 0; p->nentries && kb_pane_spot(p, i, &row, &shift); i++) {
		if (top + row != y) {
			continue;
		}
		*entry = kb_pane_entry_at(p, p->top + i, x - left);
		const struct kb_entry *e = &p->entries[*entry];
		return p->top + i >= e->line && p->top + i < e->line + e->n &&
		       (!e->cols || (x - left >= e->x && x - left < e->x + e->cols));
	}
	return false;
}

static enum kb_err
click(struct kb_app *app, int y, int x)
{
	struct kb_pane *p = &app->pane[app_view(app)];
	struct kb_command open = { .action = KB_ACT_OPEN, .count = 1 };
	size_t entry;
	if (app_ops(app_view(app))->click) {
		return app_ops(app_view(app))->click(app, y, x);
	}
	if (!entry_at(app, y, x, &entry)) {
		return KB_OK;
	}
	if (entry == p->selected) {
		return app_act(app, &open);
	}
	kb_pane_goto(p, (long)entry + 1);
	return app_ops(app_view(app))->moved ? app_ops(app_view(app))->moved(app) : KB_OK;
}

bool
mouse_take(struct kb_app *app, struct kb_event event)
{
	if (event.key != KB_KEY_CLICK && event.key != KB_KEY_WHEEL_UP &&
	    event.key != KB_KEY_WHEEL_DOWN) {
		return false;
	}
	if (app->asking || app->confirm || app->grid.cols < APP_COLS_MIN ||
	    !app->options.value[KB_OPT_MOUSE]) {
		return true;
	}
	kb_buf_clear(&app->message);
	if (event.key == KB_KEY_CLICK) {
		app_tell(app, click(app, event.y, event.x));
		return true;
	}
	bool list = app->pane[app_view(app)].nentries > 0;
	struct kb_command c = { .action = event.key == KB_KEY_WHEEL_UP ? KB_ACT_LINE_UP
		                                                       : KB_ACT_LINE_DOWN,
		                .count = list ? 1 : WHEEL_LINES };
	app_tell(app, app_act(app, &c));
	return true;
}

enum kb_err
act_mouse(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	bool on = !app->options.value[KB_OPT_MOUSE];
	app->options.value[KB_OPT_MOUSE] = on;
	app->term->ops->mouse(app->term, on);
	kb_app_say(app, on ? _("mouse on: click and wheel; with Shift the terminal selects text")
	                   : _("mouse off: the terminal selects text"));
	return KB_OK;
}
