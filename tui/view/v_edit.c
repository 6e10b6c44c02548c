/* What a person may correct of an article: its members as a list, each changed in the prompt. */
#include "app_int.h"

/* Cells of the column of names; below the width the value stands under its name. */
#define NAME_COLS 12
#define BESIDE_COLS 40

/* The members in the order of the page, by their names in paper.h. */
static const struct {
	kb_str member;
	const char *name;
} fields[] = {
	{ { "label", 5 }, N_("Label") },       { { "kicker", 6 }, N_("Kicker") },
	{ { "headline", 8 }, N_("Headline") }, { { "deck", 4 }, N_("Deck") },
	{ { "lead", 4 }, N_("Lead") },         { { "credits", 7 }, N_("People") },
	{ { "kind", 4 }, N_("Kind") },
};
#define FIELDS (sizeof(fields) / sizeof(fields[0]))
enum { CREDITS = 5, KIND = 6 };

static const char *const kinds[] = {
	[KB_KIND_NEWS] = N_("report"),
	[KB_KIND_PHOTO] = N_("picture"),
	[KB_KIND_NOTICE] = N_("notice"),
};

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[KB_VIEW_EDIT];
}

kb_str
edit_name(kb_str member)
{
	for (size_t i = 0; i < FIELDS; i++) {
		if (kb_str_eq(member, fields[i].member)) {
			return kb_str_of(_(fields[i].name));
		}
	}
	return member;
}

kb_str
edit_value(kb_str member, kb_str value)
{
	enum kb_kind kind;
	bool named = kb_str_eq(member, fields[KIND].member) && kb_kind_parse(value, &kind);
	return named ? kb_str_of(_(kinds[kind])) : value;
}

/* Appends a member as people read and write it. */
static void
say_member(struct kb_buf *out, const struct kb_article *article, size_t field)
{
	struct kb_arena a = { 0 };
	if (field == CREDITS) {
		kb_credits_say(out, &article->credits);
	} else if (field == KIND) {
		kb_buf_add(out, kb_str_of(_(kinds[article->kind])));
	} else {
		kb_buf_add(out, kb_member_get(&a, article, fields[field].member));
	}
	kb_arena_release(&a);
}

static enum kb_err
load(struct kb_app *app)
{
	struct kb_arena a = { 0 };
	struct kb_article article;
	enum kb_err err = kb_store_article(app->model.store, app->ctx, &a, app->edit_id, &article);
	if (err) {
		kb_arena_release(&a);
		return err;
	}
	kb_arena_release(&app->edit_arena);
	app->edit_arena = a;
	app->edit = article;
	return KB_OK;
}

/* --- the list ----------------------------------------------------------------------- */

static void
add_text(struct kb_app *app, kb_str text, enum kb_role role)
{
	struct kb_pane *p = pane(app);
	struct kb_layout_options o = app->layout;
	int indent = o.width >= BESIDE_COLS ? NAME_COLS : 4;
	o.measure = o.width - 1;
	kb_layout_para(&p->arena, kb_arena_dup(&p->arena, text), role, indent, indent, &o,
	               &p->lines);
}

/* What was printed, below what is right. */
static void
add_printed(struct kb_app *app, size_t field)
{
	struct kb_article before = { 0 };
	struct kb_buf text = { 0 };
	for (size_t i = 0; i < app->edit.ncorrected; i++) {
		const struct kb_corrected *c = &app->edit.corrected[i];
		if (kb_str_eq(c->member, fields[field].member)) {
			(void)kb_member_set(&pane(app)->arena, &before, c->member, c->was);
			kb_buf_add(&text, kb_str_of(_("printed: ")));
			size_t label = text.n;
			say_member(&text, &before, field);
			kb_buf_add(&text, text.n > label ? KB_STR("") : kb_str_of(_("nothing")));
			add_text(app, kb_buf_str(&text), KB_ROLE_INFO);
		}
	}
	kb_buf_release(&text);
}

static void
add_field(struct kb_app *app, size_t field)
{
	struct kb_pane *p = pane(app);
	struct kb_buf value = { 0 };
	size_t line = p->lines.n;
	bool beside = app->layout.width >= BESIDE_COLS;
	say_member(&value, &app->edit, field);
	if (!beside) {
		pane_line(p, 2, kb_str_of(_(fields[field].name)), KB_ROLE_INFO);
	}
	if (value.n) {
		add_text(app, kb_buf_str(&value), KB_ROLE_TITLE);
	} else {
		pane_line(p, 0, KB_STR_NULL, KB_ROLE_TITLE);
	}
	if (beside) {
		pane_run(p, line, 2, kb_str_of(_(fields[field].name)), KB_ROLE_INFO);
	}
	add_printed(app, field);
	kb_pane_entry(p, line);
	kb_buf_release(&value);
}

static void
edit_resize(struct kb_app *app)
{
	struct kb_pane *p = pane(app);
	kb_pane_reset(p, (size_t)app->body_rows);
	for (size_t i = 0; i < FIELDS; i++) {
		add_field(app, i);
	}
	kb_pane_settle(p);
}

static enum kb_err
edit_open(struct kb_app *app)
{
	enum kb_err err = load(app);
	pane(app)->top = 0;
	pane(app)->selected = 2; /* the headline */
	if (!err) {
		edit_resize(app);
	}
	return err;
}

enum kb_err
edit_article(struct kb_app *app, size_t at)
{
	enum kb_err err = kb_model_may_correct(&app->model, app->ctx);
	if (err) {
		return err;
	}
	if (at >= app->model.narticles) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("this issue has no articles"));
	}
	app->edit_id = app->model.articles[at].id;
	return app_push(app, KB_VIEW_EDIT);
}

/* --- changing --------------------------------------------------------------------------- */

static void
save(struct kb_app *app, kb_str value)
{
	enum kb_err err = kb_model_correct(&app->model, app->ctx, app->edit_id,
	                                   fields[pane(app)->selected].member, value);
	err = err ? err : load(app);
	if (err) {
		app_tell(app, err);
	} else {
		edit_resize(app);
	}
}

/* Blanks in a field are single. */
static kb_str
tidy(struct kb_arena *a, kb_str typed)
{
	struct kb_buf clean = { 0 };
	struct kb_buf out = { 0 };
	kb_text_oneline(typed, &clean);
	kb_str rest = kb_buf_str(&clean);
	kb_str word;
	while (kb_str_split(&rest, ' ', &word)) {
		word = kb_str_trim(word);
		kb_buf_add(&out, out.n && word.n ? KB_STR(" ") : KB_STR(""));
		kb_buf_add(&out, word);
	}
	kb_str text = kb_arena_dup(a, kb_buf_str(&out));
	kb_buf_release(&clean);
	kb_buf_release(&out);
	return text;
}

static void
answer(struct kb_app *app)
{
	struct kb_arena a = { 0 };
	kb_str value = tidy(&a, kb_buf_str(&app->line.text));
	app->asking = false;
	if (pane(app)->selected == CREDITS) {
		struct kb_article typed = { 0 };
		kb_credits_parse(&a, value, &typed.credits);
		value = kb_member_get(&a, &typed, fields[CREDITS].member);
	}
	save(app, value);
	kb_arena_release(&a);
}

static void
change(struct kb_app *app, size_t field)
{
	struct kb_buf text = { 0 };
	if (field == KIND) {
		enum kb_kind next = (enum kb_kind)((app->edit.kind + 1) % 3);
		save(app, kb_str_of(kb_kind_name(next)));
		return;
	}
	say_member(&text, &app->edit, field);
	/* TRANSLATORS: keep the form ROLE：NAME、NAME；ROLE：NAME */
	app_ask(app, &app->line, _(fields[field].name), kb_buf_str(&text),
	        field == CREDITS ? _("记者：NAME、NAME；摄：NAME")
	                         : _("Enter saves, Esc leaves it"),
	        answer);
	kb_buf_release(&text);
}

static bool
edit_act(struct kb_app *app, const struct kb_command *c, enum kb_err *err)
{
	if (c->action != KB_ACT_OPEN && c->action != KB_ACT_EDIT) {
		return false;
	}
	*err = KB_OK;
	change(app, pane(app)->selected);
	return true;
}

static void
edit_draw(const struct kb_app *app, struct kb_grid *g)
{
	struct bar bar = { .gap = 2 };
	struct bar foot = { 0 };
	struct kb_buf ref = { 0 };
	say_issue(&ref, &app->model.issue, SAY_DAY);
	kb_buf_add(&ref, KB_STR("  "));
	say_page(&ref, app->edit.page);
	bar_add(&bar, kb_str_of(_("Corrections")), KB_ROLE_MASTHEAD, 9, false);
	bar_add(&bar, kb_buf_str(&ref), KB_ROLE_INFO, 5, false);
	draw_head(app, g, &bar);
	draw_pane(app, &app->pane[KB_VIEW_EDIT], g);
	draw_status(app, g, &foot);
	kb_buf_release(&ref);
}

static void
edit_close(struct kb_app *app)
{
	kb_pane_release(pane(app));
	kb_arena_release(&app->edit_arena);
	app->edit = (struct kb_article){ 0 };
}

static const struct kb_hint hints[] = {
	{ KB_ACT_OPEN, KB_ACT_OPEN, N_("change"), 8 },
	{ KB_ACT_LINE_DOWN, KB_ACT_LINE_UP, N_("line"), 5 },
	{ KB_ACT_LEAVE, KB_ACT_LEAVE, N_("back"), 7 },
	{ KB_ACT_HELP, KB_ACT_HELP, N_("help"), 9 },
	{ 0 },
};

const struct kb_view_ops kb_view_edit = {
	.name = N_("corrections"),
	.group = KB_GROUP_NONE,
	.hints = hints,
	.open = edit_open,
	.resize = edit_resize,
	.draw = edit_draw,
	.act = edit_act,
	.close = edit_close,
};
