/* Help: the rows of the action table that count in the view it was asked from. */
#include <string.h>

#include "app_int.h"

/* Cells of the column of keys; below this width the help stands under its keys. */
#define KEYS_COLS 26
#define BESIDE_COLS 60

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[KB_VIEW_HELP];
}

/* The view below help. */
static enum kb_view_id
asked_from(const struct kb_app *app)
{
	return app->nover > 1 ? app->over[app->nover - 2] : app->base;
}

/* Another row of the view's own group has taken the key. */
static bool
taken(const struct kb_keymap *map, const struct kb_binding *b, enum kb_group special)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct kb_binding *other = &map->v[i];
		if (kb_action_row(other->action)->group == special && other->n == b->n &&
		    memcmp(other->keys, b->keys, b->n * sizeof(b->keys[0])) == 0) {
			return true;
		}
	}
	return false;
}

/* The keys of an action that still mean it in a view with the group `special`. */
static void
add_keys(const struct kb_app *app, struct kb_buf *out, enum kb_action action, enum kb_group special)
{
	for (size_t i = 0; i < app->keymap.n; i++) {
		const struct kb_binding *b = &app->keymap.v[i];
		if (b->action != action ||
		    (kb_action_row(action)->group != special && taken(&app->keymap, b, special))) {
			continue;
		}
		kb_buf_add(out, out->n ? KB_STR("  ") : KB_STR(""));
		for (size_t k = 0; k < b->n; k++) {
			kb_key_label(b->keys[k], out);
		}
	}
}

static void
add_row(struct kb_app *app, enum kb_action action, enum kb_group special)
{
	const struct kb_action_row *row = kb_action_row(action);
	struct kb_pane *p = pane(app);
	struct kb_buf keys = { 0 };
	add_keys(app, &keys, action, special);
	if (keys.n) {
		kb_str text = kb_arena_dup(&p->arena, kb_buf_str(&keys));
		struct kb_layout_options o = app->layout;
		bool beside = o.width >= BESIDE_COLS;
		bool fits = beside && kb_text_cols(text, o.ambiguous) <= KEYS_COLS - 4;
		size_t line = p->lines.n;
		int indent = beside ? KEYS_COLS : 4;
		o.measure = o.width - 1;
		if (!fits) {
			pane_line(p, 2, text, KB_ROLE_KEY);
		}
		kb_layout_para(&p->arena, kb_str_of(_(row->help)), KB_ROLE_BODY, indent, indent, &o,
		               &p->lines);
		if (fits) {
			pane_run(p, line, 2, text, KB_ROLE_KEY);
		}
	}
	kb_buf_release(&keys);
}

static void
add_group(struct kb_app *app, enum kb_group group, enum kb_group special)
{
	struct kb_pane *p = pane(app);
	if (p->lines.n) {
		pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
	}
	pane_line(p, 1, kb_str_of(_(kb_group_title(group))), KB_ROLE_HEADLINE);
	for (int i = 0; i < KB_ACT_COUNT; i++) {
		const struct kb_action_row *row = kb_action_row((enum kb_action)i);
		if (row->group == group) {
			add_row(app, (enum kb_action)i, special);
		}
	}
}

static void
add_text(struct kb_app *app, const char *text)
{
	struct kb_pane *p = pane(app);
	struct kb_layout_options o = app->layout;
	o.measure = o.width - 1;
	kb_layout_para(&p->arena, kb_str_of(text), KB_ROLE_BODY, 2, 4, &o, &p->lines);
}

/* What no row of the table says. */
static void
add_notes(struct kb_app *app)
{
	struct kb_pane *p = pane(app);
	pane_line(p, 0, KB_STR_NULL, KB_ROLE_BODY);
	pane_line(p, 1, kb_str_of(_("Good to know")), KB_ROLE_HEADLINE);
	add_text(app, _("A number typed before a key repeats it or says where: 5j, 12G, 40%."));
	add_text(app,
	         kb_arena_printf(
			 &p->arena,
			 _("In lists %.*s marks an article begun, %.*s one read to its end."),
			 KB_ARG(ornament(app, KB_ORN_BEGUN)), KB_ARG(ornament(app, KB_ORN_DONE)))
	                 .p);
	add_text(app,
	         kb_arena_printf(&p->arena,
	                         _("%.*s marks what the parser was unsure of; it is told below the "
	                           "article."),
	                         KB_ARG(ornament(app, KB_ORN_DOUBT)))
	                 .p);
	add_text(app, _("a takes tags, each with # in front, and then a note: #harvest #2022 read "
	                "again. An empty line takes them away."));
	add_text(app,
	         _("D takes 2022-04-13, 4-13, 2022年4月13日, 农历三月十三, 去年今日, -7 or +7 for "
	           "days from the issue shown, and 第1937期 or #1937 for an issue by its "
	           "number."));
	add_text(app, app->unsaved_told
	                      ? _("Nothing is kept here: what you read and mark is forgotten at "
	                          "the end.")
	                      : _("The place is kept: kanbao opens there again, unless a newer "
	                          "issue has come."));
}

static void
help_resize(struct kb_app *app)
{
	struct kb_pane *p = pane(app);
	enum kb_group special = app_ops(asked_from(app))->group;
	kb_pane_reset(p, (size_t)app->body_rows);
	if (asked_from(app) == KB_VIEW_SEARCH) {
		search_explain(app, p);
	}
	if (special != KB_GROUP_NONE) {
		add_group(app, special, special);
	}
	for (int g = 0; g < KB_GROUP_SPECIAL; g++) {
		add_group(app, (enum kb_group)g, special);
	}
	add_notes(app);
	kb_pane_settle(p);
}

static enum kb_err
help_open(struct kb_app *app)
{
	pane(app)->top = 0;
	help_resize(app);
	return KB_OK;
}

static void
help_draw(const struct kb_app *app, struct kb_grid *g)
{
	struct bar bar = { .gap = 2 };
	struct bar foot = { 0 };
	struct kb_buf title = { 0 };
	kb_buf_printf(&title, _("Keys: %s"), _(app_ops(asked_from(app))->name));
	bar_add(&bar, kb_buf_str(&title), KB_ROLE_MASTHEAD, 9, false);
	draw_head(app, g, &bar);
	draw_pane(app, &app->pane[KB_VIEW_HELP], g);
	draw_status(app, g, &foot);
	kb_buf_release(&title);
}

/* Space at the end of the help goes back to what was being read. */
static bool
help_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	if (c->action != KB_ACT_SCREEN_DOWN || !kb_pane_at_end(pane(app))) {
		return false;
	}
	*err = KB_OK;
	(void)app_pop(app);
	return true;
}

static void
help_close(struct kb_app *app)
{
	kb_pane_release(pane(app));
}

static const struct kb_hint hints[] = {
	{ KB_ACT_SCREEN_DOWN, KB_ACT_SCREEN_UP, N_("screen"), 6 },
	{ KB_ACT_LINE_DOWN, KB_ACT_LINE_UP, N_("line"), 5 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_help = {
	.name = N_("help"),
	.group = KB_GROUP_NONE,
	.hints = hints,
	.open = help_open,
	.resize = help_resize,
	.draw = help_draw,
	.act = help_act,
	.close = help_close,
};
