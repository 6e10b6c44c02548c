/* The loop: event → action → view → grid → terminal; and the stack of views. */
#include <stdlib.h>

#include "app_int.h"
#include "kanbao/clock.h"

/* A place is kept at most this late while reading. */
#define SAVE_MS 5000
/*
 * At the start the first painting waits for the terminal to say how wide it
 * draws, text longer than lists: over a slow link it would be set twice.
 */
#define HOLD_TEXT_MS 400
#define HOLD_MS 30
/* A paste that stands still so long is shown as far as it has come. */
#define PAUSE_MS 100
/* Where there are fewer rows the rules go, then the status line, then the title. */
#define ROWS_FRAMED 14
#define ROWS_STATUS 3
#define ROWS_TITLE 5

const struct kb_view_ops *
app_ops(enum kb_view_id id)
{
	static const struct kb_view_ops *const views[KB_VIEW_COUNT] = {
		[KB_VIEW_FRONT] = &kb_view_front,       [KB_VIEW_ARTICLE] = &kb_view_article,
		[KB_VIEW_CONTENTS] = &kb_view_contents, [KB_VIEW_ISSUES] = &kb_view_issues,
		[KB_VIEW_CALENDAR] = &kb_view_calendar, [KB_VIEW_HELP] = &kb_view_help,
		[KB_VIEW_EDIT] = &kb_view_edit,         [KB_VIEW_DETAILS] = &kb_view_details,
		[KB_VIEW_TODAY] = &kb_view_today,       [KB_VIEW_PAPERS] = &kb_view_papers,
		[KB_VIEW_SEARCH] = &kb_view_search,     [KB_VIEW_MARKS] = &kb_view_marks,
		[KB_VIEW_WELCOME] = &kb_view_welcome,   [KB_VIEW_LOG] = &kb_view_log,
	};
	return views[id];
}

enum kb_view_id
app_view(const struct kb_app *app)
{
	return app->nover ? app->over[app->nover - 1] : app->base;
}

/* --- messages ------------------------------------------------------------------------ */

static void
say(struct kb_app *app, kb_str text, kb_str more, bool is_error)
{
	kb_buf_clear(&app->message);
	kb_text_oneline(text, &app->message);
	if (more.n) {
		kb_buf_byte(&app->message, '\n');
		kb_text_oneline(more, &app->message);
	}
	app->is_error = is_error;
	told_keep(&app->told, kb_buf_str(&app->message), is_error);
}

void
kb_app_say(struct kb_app *app, const char *text)
{
	say(app, kb_str_of(text), KB_STR_NULL, false);
}

void
app_say_lines(struct kb_app *app, kb_str text, kb_str more)
{
	say(app, text, more, false);
}

void
app_tell(struct kb_app *app, enum kb_err err)
{
	const struct kb_buf *why = &app->ctx->message;
	if (err) {
		say(app, why->n ? kb_buf_str(why) : kb_str_of(_("that did not work")), KB_STR_NULL,
		    err != KB_E_NOTHING);
	}
}

/* --- the stack of views ----------------------------------------------------------------- */

static void
close_top(struct kb_app *app)
{
	enum kb_view_id id = app->over[app->nover - 1];
	if (app_ops(id)->close) {
		app_ops(id)->close(app);
	}
	app->nover--;
}

enum kb_err
app_push(struct kb_app *app, enum kb_view_id id)
{
	for (size_t i = 0; i < app->nover; i++) {
		if (app->over[i] == id) {
			while (app->nover > i + 1) {
				close_top(app);
			}
			app_ops(id)->resize(app);
			return KB_OK;
		}
	}
	if (app->nover == APP_STACK) {
		return kb_fail(app->ctx, KB_E_NOTHING,
		               _("too many screens are open; q closes one"));
	}
	app->over[app->nover++] = id;
	enum kb_err err = app_ops(id)->open(app);
	if (err) {
		close_top(app);
	}
	return err;
}

bool
app_pop(struct kb_app *app)
{
	if (!app->nover) {
		return false;
	}
	close_top(app);
	app_ops(app_view(app))->resize(app);
	return true;
}

static enum kb_err
show_base(struct kb_app *app)
{
	while (app->nover) {
		close_top(app);
	}
	app->base = app->model.reading ? KB_VIEW_ARTICLE : KB_VIEW_FRONT;
	return app_ops(app->base)->open(app);
}

enum kb_err
app_arrive(struct kb_app *app, enum kb_err err)
{
	enum kb_view_id base = app->model.reading ? KB_VIEW_ARTICLE : KB_VIEW_FRONT;
	if (err && base == app->base) {
		return err;
	}
	enum kb_err shown = show_base(app);
	return err ? err : shown;
}

/* --- screen -------------------------------------------------------------------------------- */

void
app_frame(struct kb_app *app, int rows, int cols)
{
	app->titled = rows >= ROWS_TITLE;
	app->status = rows >= ROWS_STATUS;
	app->framed = rows >= ROWS_FRAMED;
	app->body_y = app->titled + app->framed;
	app->body_rows = rows - app->body_y - app->status - app->framed;
	app->body_rows = app->body_rows > 0 ? app->body_rows : 1;
	app->layout.width = cols > 2 ? cols : 2;
	kb_grid_resize(&app->grid, rows, cols);
}

static void
draw_narrow(struct kb_grid *g)
{
	struct kb_arena a = { 0 };
	struct kb_lines lines = { 0 };
	struct kb_layout_options o = { .width = g->cols,
		                       .measure = g->cols,
		                       .ambiguous = g->ambiguous };
	if (g->cols >= 2) {
		kb_layout_para(&a, kb_str_of(_("window too narrow; q leaves")), KB_ROLE_NOTICE, 0,
		               0, &o, &lines);
	}
	for (size_t i = 0; i < lines.n && i < (size_t)g->rows; i++) {
		draw_line(g, (int)i, 0, &lines.v[i]);
	}
	kb_arena_release(&a);
}

void
app_draw(struct kb_app *app)
{
	struct kb_grid *g = &app->grid;
	kb_grid_clear(g);
	g->cursor_y = -1;
	if (g->cols < APP_COLS_MIN) {
		draw_narrow(g);
	} else {
		filter_refresh(app);
		find_refresh(app);
		app_ops(app_view(app))->draw(app, g);
	}
}

static void
show(struct kb_app *app)
{
	app_draw(app);
	app->term->ops->blit(app->term, &app->grid);
}

/* Lays out anew: where the size has changed, or anyway. */
static void
resize(struct kb_app *app, bool anyway)
{
	int rows = 0;
	int cols = 0;
	app->term->ops->size(app->term, &rows, &cols);
	if (!anyway && rows == app->grid.rows && cols == app->grid.cols) {
		return;
	}
	app_frame(app, rows > 0 ? rows : 1, cols > 0 ? cols : 1);
	if (app->grid.cols >= APP_COLS_MIN) {
		app_ops(app_view(app))->resize(app);
	}
}

void
app_refit(struct kb_app *app)
{
	resize(app, true);
}

/* --- keeping the place ----------------------------------------------------------------------- */

/* That places can't be kept is said once, and reading goes on. */
static void
save(struct kb_app *app)
{
	enum kb_err err = kb_model_save(&app->model, app->ctx);
	app->saved_ms = kb_clock_ms();
	if (err && !app->unsaved_told) {
		struct kb_buf text = { 0 };
		app->unsaved_told = true;
		kb_buf_printf(&text, _("not saved: %s"),
		              app->ctx->message.n ? app->ctx->message.p : "?");
		kb_app_say(app, text.p);
		kb_buf_release(&text);
	}
}

int
app_sooner(int a_ms, int b_ms)
{
	return a_ms < 0 ? b_ms : b_ms < 0 || a_ms < b_ms ? a_ms : b_ms;
}

/* Waits for ever where everything is kept, else until the place is due. */
static int
patience(const struct kb_app *app)
{
	if (!app->model.unsaved || app->unsaved_told) {
		return -1;
	}
	int64_t left = app->saved_ms + SAVE_MS - kb_clock_ms();
	return left > 0 ? (int)left : 0;
}

/* --- widths ------------------------------------------------------------------------------------- */

/* How much longer nothing is painted: what is pasted, too, is not shown a character at a time. */
static int
held(const struct kb_app *app, struct kb_event last)
{
	if (app->pasting && last.type == KB_EVENT_KEY) {
		return PAUSE_MS;
	}
	int most = app_view(app) == KB_VIEW_ARTICLE ? HOLD_TEXT_MS : HOLD_MS;
	int64_t left = app->started_ms + most - kb_clock_ms();
	return app->term->asking && left > 0 ? (int)left : 0;
}

/* Everything is set anew where the terminal counts otherwise than it was set; the place stays. */
static void
recount(struct kb_app *app)
{
	if (app->grid.ambiguous != app->term->ambiguous) {
		app->layout.ambiguous = app->grid.ambiguous = app->term->ambiguous;
		resize(app, true);
	}
	if (app->term->garbled) {
		kb_app_say(app, _("this terminal does not seem to speak UTF-8; "
		                  "see 'kanbao term'"));
	}
}

/* --- the loop ------------------------------------------------------------------------------------ */

/* The answer to a question. */
static void
confirmed(struct kb_app *app, int key)
{
	enum kb_err (*yes)(struct kb_app * app) = app->confirm;
	app->confirm = NULL;
	if (key == 'y' || key == 'Y') {
		app_tell(app, yes(app));
	} else {
		kb_app_say(app, _("left as it was"));
	}
}

static void
take_key(struct kb_app *app, int key)
{
	struct kb_command command;
	if (app->asking) {
		app_ask_key(app, key);
		return;
	}
	enum kb_group special = app_ops(app_view(app))->group;
	kb_buf_clear(&app->message);
	if (app->confirm) {
		confirmed(app, key);
		return;
	}
	switch (kb_keys_feed(&app->keys, &app->keymap, special, key, &command)) {
	case KB_KEYS_ACTION:
		app_tell(app, app_act(app, &command));
		break;
	case KB_KEYS_MORE:
		break;
	case KB_KEYS_NONE:
		app->term->ops->bell(app->term);
		break;
	}
}

/* Where there is only the notice, its q leaves; all that would move unseen waits. */
static void
take_key_unseen(struct kb_app *app, int key)
{
	struct kb_command command;
	if (kb_keys_feed(&app->keys, &app->keymap, KB_GROUP_NONE, key, &command) !=
	    KB_KEYS_ACTION) {
		return;
	}
	switch ((int)command.action) {
	case KB_ACT_LEAVE:
	case KB_ACT_QUIT:
		app->quit = true;
		break;
	case KB_ACT_REDRAW:
	case KB_ACT_SUSPEND:
		app_tell(app, app_act(app, &command));
		break;
	default:
		app->term->ops->bell(app->term);
		break;
	}
}

/* Pasted text goes into a prompt, line ends as blanks, no control as a key; else nowhere. */
static bool
take_pasted(struct kb_app *app, int key)
{
	if (key == KB_KEY_PASTE || key == KB_KEY_PASTE_END) {
		app->pasting = key == KB_KEY_PASTE;
		app->pasted_blank = false;
		app_ask_changed(app);
		return true;
	}
	if (!app->pasting) {
		return false;
	}
	bool blank = key == 13 || key == 10 || key == 9;
	if (app->asking && !(blank && app->pasted_blank) &&
	    (blank || (key >= ' ' && key < KB_KEY_BASE))) {
		app_ask_key(app, blank ? ' ' : key);
	}
	app->pasted_blank = blank;
	return true;
}

static void
take(struct kb_app *app, struct kb_event event)
{
	switch (event.type) {
	case KB_EVENT_KEY:
		stay_key(app);
		if (mouse_take(app, event) || take_pasted(app, event.key)) {
			break;
		}
		if (app->grid.cols < APP_COLS_MIN) {
			take_key_unseen(app, event.key);
		} else {
			take_key(app, event.key);
		}
		arrivals_follow(app);
		break;
	case KB_EVENT_RESIZE:
		resize(app, true);
		break;
	case KB_EVENT_RESUME:
		resize(app, false); /* what is shown stays where it is */
		app->term->ops->redraw(app->term);
		break;
	case KB_EVENT_END:
		app->quit = true;
		app->stay.leave = KB_LEAVE_GONE;
		break;
	case KB_EVENT_WIDTH:
		recount(app);
		break;
	case KB_EVENT_WATCH:
		arrivals_look(app);
		arrivals_follow(app);
		search_watch(app);
		break;
	case KB_EVENT_NONE: /* the place, or what has come, is due */
		save(app);
		arrivals_follow(app);
		break;
	}
}

/* How much the archive holds: the more, the longer that takes, so it comes after the first paint. */
static void
count_once(struct kb_app *app)
{
	if (app->counted) {
		return;
	}
	app->counted = true;
	enum kb_err err = kb_store_counts(app->model.store, app->ctx, &app->counts);
	app->arrivals.told = app->counts;
	if (err) {
		app_tell(app, err);
		show(app);
	}
}

enum kb_err
kb_app_run(struct kb_app *app, struct kb_term *term)
{
	app->term = term;
	term->ops->mouse(term, app->options.value[KB_OPT_MOUSE] != 0);
	term->ops->count(term, (enum kb_ambiguous)app->options.value[KB_OPT_AMBIGUOUS]);
	app->layout.ambiguous = app->grid.ambiguous = term->ambiguous;
	arrivals_watch(app);
	resize(app, true);
	app_tell(app, show_base(app));
	if (app->welcome) {
		app_tell(app, app_push(app, KB_VIEW_WELCOME));
	}
	app->started_ms = app->saved_ms = kb_clock_ms();
	stay_begin(app);
	struct kb_event event = { .type = KB_EVENT_NONE };
	while (!app->quit) {
		int hold = held(app, event);
		if (!hold) {
			app_ask_changed(app);
			show(app);
		}
		count_once(app);
		int due_ms = app_sooner(app_sooner(patience(app), stay_patience(app)),
		                        arrivals_patience(app));
		event = term->ops->wait(term, hold ? hold : due_ms);
		if (event.type != KB_EVENT_NONE || !hold) {
			take(app, event);
		}
		stay_look(app);
		if (patience(app) == 0) {
			save(app);
		}
	}
	app->term = NULL;
	return kb_model_save(&app->model, app->ctx) && !app->unsaved_told ? app->ctx->err : KB_OK;
}

/* --- life ------------------------------------------------------------------------------------------ */

/* What the options say of lines; the cells of characters are the terminal's. */
static void
set_layout(struct kb_app *app)
{
	const long *value = app->options.value;
	app->layout.measure = (int)value[KB_OPT_MEASURE];
	app->layout.columns = (int)value[KB_OPT_COLUMNS];
	app->layout.hang = value[KB_OPT_HANGING] != 0;
	app->layout.strictness = value[KB_OPT_BREAKING] ? KB_GB : KB_STRICT;
}

void
app_apply(struct kb_app *app)
{
	set_layout(app);
	if (app->term) {
		app->term->ops->theme(app->term, (enum kb_theme)app->options.value[KB_OPT_THEME],
		                      (enum kb_colours)app->options.value[KB_OPT_COLORS]);
		app->term->ops->mouse(app->term, app->options.value[KB_OPT_MOUSE] != 0);
		app->term->ops->count(app->term,
		                      (enum kb_ambiguous)app->options.value[KB_OPT_AMBIGUOUS]);
		recount(app);
		app_ops(app_view(app))->resize(app);
	}
}

enum kb_err
kb_app_open(struct kb_ctx *ctx, struct kb_store *store, struct kb_state *state,
            const struct kb_options *options, const char *where, struct kb_app **out)
{
	struct kb_app *app = kb_calloc(1, sizeof(*app));
	kb_mem_thrifty();
	app->ctx = ctx;
	app->options = *options;
	set_layout(app);
	kb_keymap_init(&app->keymap);
	kb_model_init(&app->model, store, state);
	kb_grid_init(&app->grid, 1, 1, app->layout.ambiguous);
	enum kb_err err = kb_model_start(&app->model, ctx, where);
	if (err) {
		kb_app_close(app);
		return err;
	}
	if (!kb_state_saved(state)) {
		app->unsaved_told = true;
		kb_app_say(app, _("not saved: what you read and mark is forgotten at the end; "
		                  "? shows the keys"));
	}
	*out = app;
	return KB_OK;
}

void
kb_app_welcome(struct kb_app *app)
{
	app->welcome = true;
}

void
kb_app_on_language(struct kb_app *app, void (*speak)(void *user, const struct kb_options *options),
                   void *user)
{
	app->speak = speak;
	app->speaker = user;
}

bool
app_may(const struct kb_app *app, enum kb_action action)
{
	return !app->options.value[KB_OPT_RESTRICTED] || kb_action_row(action)->reach == KB_IN;
}

void
kb_app_bind(struct kb_app *app, const struct kb_keymap *keymap)
{
	kb_keymap_release(&app->keymap);
	app->keymap.v = kb_calloc(keymap->n + 1, sizeof(*keymap->v));
	app->keymap.cap = keymap->n + 1;
	for (size_t i = 0; i < keymap->n; i++) {
		if (app_may(app, keymap->v[i].action)) { /* nobody is offered what is not allowed */
			app->keymap.v[app->keymap.n++] = keymap->v[i];
		}
	}
}

void
kb_app_close(struct kb_app *app)
{
	if (!app) {
		return;
	}
	for (int i = 0; i < KB_VIEW_COUNT; i++) {
		kb_pane_release(&app->pane[i]);
	}
	kb_calendar_release(&app->calendar);
	kb_arena_release(&app->today.arena);
	kb_arena_release(&app->papers.arena);
	kb_window_release(&app->window);
	kb_sieve_release(&app->sieve);
	kb_keymap_release(&app->keymap);
	kb_prompt_release(&app->prompt);
	kb_prompt_release(&app->line);
	kb_arena_release(&app->marks.arena);
	take_release(&app->take);
	command_release(&app->command);
	arrivals_release(app);
	kb_arena_release(&app->edit_arena);
	find_release(&app->find);
	filter_release(&app->filter);
	search_forget(&app->search);
	kb_buf_release(&app->note);
	kb_buf_release(&app->message);
	told_release(&app->told);
	kb_grid_release(&app->grid);
	kb_model_release(&app->model);
	free(app);
}
