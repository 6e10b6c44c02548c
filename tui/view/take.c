/* Taking text away by the clipboard: an article, paragraphs of it, its citation. */
#include "app_int.h"
#include "kanbao/citation.h"

static struct kb_pane *
pane(struct kb_app *app)
{
	return &app->pane[KB_VIEW_ARTICLE];
}

/* Fields of the article itself: what the reader and the parser noted stands behind them. */
static size_t
fields(const struct kb_lines *lines)
{
	size_t n = 0;
	while (n < lines->nprinted && lines->printed[n].role <= KB_ROLE_SEAM) {
		n++;
	}
	return n;
}

/* --- selecting ---------------------------------------------------------------------- */

static void
selected(const struct take *t, size_t *from, size_t *to)
{
	*from = t->from < t->at ? t->from : t->at;
	*to = (t->from < t->at ? t->at : t->from) + 1;
}

/* The first field that begins in sight, or the one that fills the screen. */
static size_t
field_in_sight(const struct kb_pane *p)
{
	const struct kb_lines *lines = &p->lines;
	size_t n = fields(lines);
	size_t i = 0;
	while (i + 1 < n && kb_lines_at(lines, lines->printed[i].base) < p->top) {
		i++;
	}
	bool below = kb_lines_at(lines, lines->printed[i].base) >= p->top + kb_pane_room(p);
	return below && i ? i - 1 : i;
}

/* Said again at each step: the keys of reading would not do what they promise. */
static void
say_keys(struct kb_app *app)
{
	kb_app_say(app, _("j and k extend; y copies, Y with the citation, Esc ends"));
}

enum kb_err
act_select(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	struct take *t = &app->take;
	if (app_view(app) != KB_VIEW_ARTICLE || !fields(&pane(app)->lines)) {
		return kb_fail(app->ctx, KB_E_NOTHING,
		               _("only an article has paragraphs to select"));
	}
	if (t->on) {
		t->on = false;
		return KB_OK;
	}
	t->on = true;
	t->from = t->at = field_in_sight(pane(app));
	say_keys(app);
	return KB_OK;
}

bool
take_end(struct kb_app *app)
{
	bool was = app->take.on;
	app->take.on = false;
	return was;
}

/* As little scrolling as brings the field into sight, its start if it is too long. */
static void
reveal(struct kb_pane *p, size_t field)
{
	const struct kb_printed *f = &p->lines.printed[field];
	size_t first = kb_lines_at(&p->lines, f->base);
	size_t last = kb_lines_at(&p->lines, f->base + f->text.n - 1);
	size_t room = kb_pane_room(p);
	if (last >= p->top + room) {
		kb_pane_show(p, last + 1 - room);
	}
	if (first < p->top) {
		kb_pane_show(p, first);
	}
}

bool
take_extend(struct kb_app *app, const struct kb_command *c)
{
	struct take *t = &app->take;
	struct kb_pane *p = pane(app);
	bool down = c->action == KB_ACT_LINE_DOWN;
	if (!t->on || (!down && c->action != KB_ACT_LINE_UP)) {
		return false;
	}
	size_t n = fields(&p->lines);
	size_t steps = (size_t)c->count;
	if (down) {
		t->at = steps < n - 1 - t->at ? t->at + steps : n - 1;
	} else {
		t->at = steps < t->at ? t->at - steps : 0;
	}
	reveal(p, t->at);
	say_keys(app);
	return true;
}

void
take_draw_run(const struct kb_app *app, const struct kb_pane *p, struct kb_grid *g, int y, int x,
              const struct kb_run *run)
{
	const struct take *t = &app->take;
	size_t from;
	size_t to;
	if (!t->on || p != &app->pane[KB_VIEW_ARTICLE]) {
		return;
	}
	selected(t, &from, &to);
	for (size_t i = from; i < to && i < p->lines.nprinted; i++) {
		kb_str text = p->lines.printed[i].text;
		if (run->text.p >= text.p && run->text.p < text.p + text.n) {
			kb_grid_put(g, y, x, run->text, KB_ROLE_CHOSEN);
		}
	}
}

void
take_release(struct take *t)
{
	kb_buf_release(&t->text);
	kb_buf_release(&t->path);
	kb_prompt_release(&t->file);
	kb_prompt_release(&t->command);
}

/* --- as text ------------------------------------------------------------------------- */

static bool
is_title(enum kb_role role)
{
	return role >= KB_ROLE_LABEL && role <= KB_ROLE_DECK;
}

/* Fields as they are printed, without the line ends of any screen. */
static void
add_fields(const struct kb_lines *lines, size_t from, size_t to, struct kb_buf *out)
{
	struct kb_text_report report = { 0 };
	for (size_t i = from; i < to; i++) {
		const struct kb_printed *f = &lines->printed[i];
		if (i > from) {
			bool titles = is_title(f[-1].role) && is_title(f->role);
			kb_buf_add(out, titles ? KB_STR("\n") : KB_STR("\n\n"));
		}
		kb_text_sanitise(f->text, out, &report);
	}
}

static enum kb_err
no_article(struct kb_app *app)
{
	return kb_fail(app->ctx, KB_E_NOTHING, _("there is no article here"));
}

/* An article that is not on the screen. */
static enum kb_err
text_of(struct kb_app *app, kb_article_id id, struct kb_buf *out)
{
	struct kb_arena a = { 0 };
	struct kb_lines lines = { 0 };
	struct kb_article article;
	enum kb_err err = kb_store_article(app->model.store, app->ctx, &a, id, &article);
	if (!err) {
		kb_layout_article(&a, &article, &app->layout, &lines);
		add_fields(&lines, 0, fields(&lines), out);
	}
	kb_arena_release(&a);
	return err;
}

enum kb_err
take_text(struct kb_app *app, struct kb_buf *out)
{
	const struct kb_lines *lines = &pane(app)->lines;
	size_t from = 0;
	size_t to = fields(lines);
	if (app_view(app) != KB_VIEW_ARTICLE) {
		kb_article_id id = app_target(app);
		return id ? text_of(app, id, out) : no_article(app);
	}
	if (app->take.on) {
		selected(&app->take, &from, &to);
	}
	add_fields(lines, from, to, out);
	return KB_OK;
}

/* 《今日柯城》2022年4月13日第1版：标题 [今日柯城/2022-04-13/1/2] */
static enum kb_err
cite(struct kb_app *app, struct kb_buf *out)
{
	struct kb_store *store = app->model.store;
	kb_article_id id = app_target(app);
	struct kb_arena a = { 0 };
	struct kb_issue_row issue = { 0 };
	struct kb_article article = { 0 };
	struct kb_buf date = { 0 };
	struct kb_buf ref = { 0 };
	enum kb_err err =
		id ? kb_store_article(store, app->ctx, &a, id, &article) : no_article(app);
	err = err ? err : kb_store_issue(store, app->ctx, &a, kb_article_issue(id), &issue);
	err = err ? err : kb_store_article_ref(store, app->ctx, id, &ref);
	if (!err) {
		struct kb_buf page = { 0 };
		say_issue(&date, &issue, SAY_DAY);
		say_page(&page, article.page);
		kb_str title = kb_str_trim(article.headline);
		/* TRANSLATORS: a citation: paper, date, page */
		kb_buf_printf(out, _("%.*s, %s, %s"), KB_ARG(say_paper(&issue)), date.p, page.p);
		if (title.n) {
			/* TRANSLATORS: between the page and the headline of a citation */
			kb_buf_printf(out, _(": %.*s"), KB_ARG(title));
		}
		kb_buf_printf(out, " [%s]", ref.p);
		kb_buf_release(&page);
	}
	kb_buf_release(&date);
	kb_buf_release(&ref);
	kb_arena_release(&a);
	return err;
}

/* --- to the clipboard ------------------------------------------------------------------ */

static void
say_copied(struct kb_app *app, size_t chars, enum kb_clip through)
{
	struct kb_buf text = { 0 };
	kb_buf_printf(&text,
	              ngettext("%zu character sent to the terminal's clipboard",
	                       "%zu characters sent to the terminal's clipboard",
	                       (unsigned long)chars),
	              chars);
	if (through == KB_CLIP_TMUX) {
		kb_buf_add(&text, kb_str_of(_("; tmux passes them on with 'set-clipboard on'")));
	}
	kb_app_say(app, text.p);
	kb_buf_release(&text);
}

static enum kb_err
to_terminal(struct kb_app *app, kb_str text)
{
	long how = app->options.value[KB_OPT_CLIPBOARD];
	if (how == KB_CLIPBOARD_OFF) {
		return kb_fail(app->ctx, KB_E_NOTHING,
		               _("nothing copied: option clipboard is off; s saves as a file"));
	}
	if (text.n > KB_CLIP_MAX) {
		return kb_fail(app->ctx, KB_E_NOTHING,
		               _("nothing copied: %zu kB are more than a terminal takes (%d); "
		                 "s saves as a file, v selects less"),
		               text.n / 1000, KB_CLIP_MAX / 1000);
	}
	enum kb_clip through = app->term->ops->copy(app->term, text, how == KB_CLIPBOARD_OSC52);
	if (through == KB_CLIP_NONE) {
		return kb_fail(app->ctx, KB_E_NOTHING,
		               _("nothing copied: no clipboard is known of this terminal; "
		                 ":set clipboard=osc52 tries it anyhow, s saves as a file"));
	}
	say_copied(app, kb_utf8_count(text), through);
	(void)take_end(app);
	return KB_OK;
}

/* Whatever the archive says, only text goes there, and no line end that a shell would obey. */
static enum kb_err
copy(struct kb_app *app, kb_str text)
{
	struct kb_buf clean = { 0 };
	struct kb_text_report report = { 0 };
	kb_text_sanitise(text, &clean, &report);
	enum kb_err err = to_terminal(app, kb_str_trim(kb_buf_str(&clean)));
	kb_buf_release(&clean);
	return err;
}

enum kb_err
act_copy(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	struct kb_buf text = { 0 };
	enum kb_err err = take_text(app, &text);
	err = err ? err : copy(app, kb_buf_str(&text));
	kb_buf_release(&text);
	return err;
}

/* The citation; below paragraphs that are selected, with them. */
enum kb_err
act_cite(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	struct kb_buf text = { 0 };
	enum kb_err err = KB_OK;
	if (app->take.on && app_view(app) == KB_VIEW_ARTICLE) {
		err = take_text(app, &text);
		kb_buf_add(&text, KB_STR("\n\n"));
	}
	err = err ? err : cite(app, &text);
	err = err ? err : copy(app, kb_buf_str(&text));
	kb_buf_release(&text);
	return err;
}
