/* Prompts. The one for a date offers the nearest issue where a day has none. */
#include "app_int.h"

void
app_ask_note(struct kb_app *app, const char *text)
{
	kb_buf_clear(&app->note);
	kb_buf_add(&app->note, kb_str_of(text));
}

void
app_ask(struct kb_app *app, struct kb_prompt *prompt, const char *label, kb_str text,
        const char *note, void (*answer)(struct kb_app *app))
{
	app->asking = true;
	app->ask = prompt;
	app->ask_label = label;
	app->ask_answer = answer;
	app->ask_hooks = NULL;
	app->ask_changed = false;
	kb_prompt_open(prompt, text);
	app_ask_note(app, note);
}

/* No issue on the day asked for: the nearest stands in the prompt, Enter takes it. */
static void
offer(struct kb_app *app, kb_day asked, kb_day nearest)
{
	struct kb_buf day = { 0 };
	struct kb_buf text = { 0 };
	char iso[KB_ISO_SIZE];
	say_day(&day, asked, SAY_DAY);
	kb_buf_printf(&text, _("no issue on %s; Enter opens the nearest"), day.p);
	app_ask_note(app, text.p);
	kb_prompt_open(&app->prompt, kb_str_of(kb_day_iso(nearest, iso)));
	kb_buf_release(&day);
	kb_buf_release(&text);
}

static void
answer_date(struct kb_app *app)
{
	struct kb_goal goal;
	struct kb_goal_found found;
	kb_str text = kb_str_trim(kb_buf_str(&app->prompt.text));
	if (!text.n) {
		app->asking = false;
		return;
	}
	if (!kb_goal_parse(text, app->model.issue.day, &goal)) {
		app_ask_note(app, _("not a date; like 2022-04-13, 4-13, -7, #1937"));
		return;
	}
	if (kb_goal_find(&app->model, app->ctx, goal, &found)) {
		app_ask_note(app, app->ctx->message.p);
		return;
	}
	kb_prompt_remember(&app->prompt);
	if (!found.exact) {
		offer(app, goal.day, found.day);
		return;
	}
	app->asking = false;
	(void)app_arrive(app,
	                 kb_model_go(&app->model, app->ctx, (struct kb_spot){ .issue = found.id }));
}

void
app_ask_date(struct kb_app *app)
{
	app_ask(app, &app->prompt, _("Date"), KB_STR(""), _("2022-04-13, 4-13, -7, #1937"),
	        answer_date);
}

void
app_ask_changed(struct kb_app *app)
{
	bool tell = app->asking && app->ask_changed;
	app->ask_changed = false;
	if (tell && app->ask_hooks && app->ask_hooks->changed) {
		app->ask_hooks->changed(app);
	}
}

void
app_ask_key(struct kb_app *app, int key)
{
	static const struct ask_hooks none = { 0 };
	const struct ask_hooks *hooks = app->ask_hooks ? app->ask_hooks : &none;
	if (hooks->key && hooks->key(app, key)) {
		return;
	}
	struct kb_buf before = { 0 };
	kb_buf_add(&before, kb_buf_str(&app->ask->text));
	switch (kb_prompt_key(app->ask, key)) {
	case KB_PROMPT_ENTER:
		app->ask_answer(app);
		break;
	case KB_PROMPT_LEAVE:
		app->asking = false;
		if (hooks->left) {
			hooks->left(app);
		}
		break;
	case KB_PROMPT_STAY:
		app->ask_changed = app->ask_changed ||
		                   !kb_str_eq(kb_buf_str(&before), kb_buf_str(&app->ask->text));
		break;
	case KB_PROMPT_PASS:
		break;
	}
	kb_buf_release(&before);
	if (!app->pasting) {
		app_ask_changed(app);
	}
}

void
app_ask_draw(const struct kb_app *app, struct kb_grid *g, int y)
{
	struct kb_buf label = { 0 };
	int at = 0;
	kb_grid_fill(g, y, 0, g->cols, KB_STR(" "), KB_ROLE_BODY);
	kb_buf_printf(&label, "%s %.*s ", app->ask_label, KB_ARG(ornament(app, KB_ORN_NEXT)));
	int x = kb_grid_put(g, y, g->cols >= 30 ? 1 : 0, kb_buf_str(&label), KB_ROLE_PROMPT);
	kb_buf_release(&label);
	kb_str line = kb_prompt_window(app->ask, g->cols - bar_edge(g, y) - x, g->ambiguous, &at);
	int end = kb_grid_put(g, y, x, line, KB_ROLE_BODY);
	g->cursor_y = y;
	g->cursor_x = x + at < g->cols ? x + at : g->cols - 1;
	/* the note stands to the right, or in the rows above where there is no room */
	int cols = kb_text_cols(kb_buf_str(&app->note), g->ambiguous);
	if (end + 4 + cols < g->cols) {
		kb_grid_put(g, y, g->cols - bar_edge(g, y) - cols, kb_buf_str(&app->note),
		            KB_ROLE_INFO);
	} else {
		draw_note(app, g, y, kb_buf_str(&app->note), KB_ROLE_NOTICE);
	}
}
