/*
 * An article as the paper sets it: label, kicker, headline, deck and byline
 * centred, the body indented, pictures and marks of continuation behind it.
 */
#include "layout_int.h"

/* The body's first lines; half of it in a column under 20 cells. */
#define INDENT 4
#define NARROW_COLUMN 20

/* Role of a credit that stands at the end, in parentheses, with the picture. */
static bool
picture_role(kb_str role)
{
	static const char *const roles[] = { "摄", "摄影", "图", "供图", "制图", "漫画" };
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		if (kb_str_eq(role, kb_str_of(roles[i]))) {
			return true;
		}
	}
	return false;
}

/*
 * Before the next group stands a blank line, but not above the first. It has
 * the byte for the end of the field above, so that a place on it is its own.
 */
static void
set_gap(struct kb_setter *set)
{
	if (set->lines->n > set->lines->head) {
		struct kb_line *line = kb_set_blank(set);
		line->off = line->end = set->base - 1;
	}
}

/* --- titles ---------------------------------------------------------------- */

/*
 * Label, kicker, headline, deck: close together where each takes one line,
 * apart where not, or one could not tell which line belongs to which.
 */
static void
set_titles(struct kb_setter *set, const struct kb_article *article)
{
	const struct {
		kb_str text;
		enum kb_role role;
	} titles[] = {
		{ article->label, KB_ROLE_LABEL },
		{ article->kicker, KB_ROLE_KICKER },
		{ article->headline, KB_ROLE_HEADLINE },
		{ article->deck, KB_ROLE_DECK },
	};
	bool apart = false;
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		apart = apart ||
		        kb_text_cols(titles[i].text, set->options->ambiguous) > set->measure;
	}
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		kb_str text = kb_str_trim(titles[i].text);
		if (!text.n) {
			continue;
		}
		if (apart) {
			set_gap(set);
		}
		kb_set_heading(set, text, titles[i].role, KB_ALIGN_CENTRE, 1);
	}
}

/* --- credits --------------------------------------------------------------- */

/* Credits from `from` on that share a role. */
static size_t
group_end(const struct kb_credits *credits, size_t from)
{
	size_t end = from + 1;
	while (end < credits->n && kb_str_eq(credits->v[end].role, credits->v[from].role)) {
		end++;
	}
	return end;
}

/* 记者 方心怡 楼郁馨, or where the role stands behind: 吴铁鸣 尹桦 摄 */
static void
add_group(struct kb_buf *buf, const struct kb_credits *credits, size_t from, size_t to, bool behind)
{
	kb_str role = credits->v[from].role;
	if (role.n && !behind) {
		kb_buf_printf(buf, "%.*s ", KB_ARG(role));
	}
	for (size_t i = from; i < to; i++) {
		kb_buf_add(buf, i > from ? KB_STR(" ") : KB_STR(""));
		kb_buf_add(buf, credits->v[i].name);
	}
	if (role.n && behind) {
		kb_buf_printf(buf, " %.*s", KB_ARG(role));
	}
}

/* Appends the groups that made the pictures, or those that didn't. */
static void
add_credits(struct kb_buf *buf, const struct kb_credits *credits, bool pictures)
{
	size_t end = 0;
	for (size_t i = 0; i < credits->n; i = end) {
		end = group_end(credits, i);
		if (picture_role(credits->v[i].role) == pictures) {
			kb_buf_add(buf, buf->n ? KB_STR("  ") : KB_STR(""));
			add_group(buf, credits, i, end, pictures);
		}
	}
}

/* 本报讯  记者 方心怡 楼郁馨  通讯员 翁水珍 */
static void
set_byline(struct kb_setter *set, const struct kb_article *article)
{
	struct kb_buf text = { 0 };
	kb_buf_add(&text, kb_str_trim(article->lead));
	add_credits(&text, &article->credits, false);
	if (text.n) {
		set_gap(set);
		kb_str line = kb_arena_dup(set->arena, kb_buf_str(&text));
		kb_set_heading(set, line, KB_ROLE_BYLINE, KB_ALIGN_CENTRE, 2);
	}
	kb_buf_release(&text);
}

/* （吴铁鸣 尹桦 摄）, empty where there is nobody. */
static kb_str
picture_credits(struct kb_arena *a, const struct kb_credits *credits)
{
	struct kb_buf text = { 0 };
	add_credits(&text, credits, true);
	kb_str line =
		text.n ? kb_arena_printf(a, "（%.*s）", KB_ARG(kb_buf_str(&text))) : KB_STR_NULL;
	kb_buf_release(&text);
	return line;
}

/* --- body ------------------------------------------------------------------- */

static int
body_indent(const struct kb_setter *set)
{
	return set->measure < NARROW_COLUMN ? INDENT / 2 : INDENT;
}

static void
set_body_para(struct kb_setter *set, kb_str text, enum kb_role role)
{
	kb_str trimmed = kb_str_trim(text);
	if (trimmed.n) {
		kb_set_para(set, trimmed, role, body_indent(set), 0);
	}
}

/* （上接1版） above the body, （下转2版） below it. */
static void
set_jump(struct kb_setter *set, const char *word, kb_str page, enum kb_align align)
{
	if (page.n) {
		kb_str text = kb_arena_printf(set->arena, "（%s%.*s版）", word, KB_ARG(page));
		kb_set_heading(set, text, KB_ROLE_JUMP, align, 1);
	}
}

static void
set_captions(struct kb_setter *set, const struct kb_article *article)
{
	for (size_t i = 0; i < article->ncaptions; i++) {
		const struct kb_caption *c = &article->captions[i];
		struct kb_buf text = { 0 };
		kb_buf_add(&text, kb_str_trim(c->text));
		kb_buf_add(&text, picture_credits(set->arena, &c->credits));
		struct kb_buf others = { 0 };
		add_credits(&others, &c->credits, false);
		if (others.n) {
			kb_buf_printf(&text, "（%.*s）", KB_ARG(kb_buf_str(&others)));
		}
		if (text.n) {
			set_gap(set);
			set_body_para(set, kb_arena_dup(set->arena, kb_buf_str(&text)),
			              KB_ROLE_CAPTION);
		}
		kb_buf_release(&others);
		kb_buf_release(&text);
	}
}

static bool
has_body(const struct kb_article *article)
{
	return article->body.n || article->jump_from.n || article->jump_to.n;
}

static bool
has_pictures(const struct kb_article *article)
{
	bool has = false;
	for (size_t i = 0; i < article->credits.n; i++) {
		has = has || picture_role(article->credits.v[i].role);
	}
	return has;
}

/* Who made the pictures, at the end. */
static void
set_pictures(struct kb_setter *set, const struct kb_article *article)
{
	kb_str credits = picture_credits(set->arena, &article->credits);
	if (credits.n) {
		kb_set_heading(set, credits, KB_ROLE_BYLINE, KB_ALIGN_RIGHT, 2);
	}
}

/* ──── 第2版 ────: from here on the text stands on another page. */
static void
set_seam_rule(struct kb_setter *set, kb_str page)
{
	enum kb_ambiguous amb = set->options->ambiguous;
	kb_str dash = kb_ornament(KB_ORN_RULE, amb);
	kb_str name = kb_arena_printf(set->arena, " 第%.*s版 ", KB_ARG(page));
	int cols = kb_text_cols(name, amb);
	int each = (set->measure - cols) / 2;
	struct kb_buf rule = { 0 };
	for (int i = 0; i < each; i++) {
		kb_buf_add(&rule, dash);
	}
	kb_str half = kb_arena_dup(set->arena, kb_buf_str(&rule));
	kb_str whole = kb_arena_printf(set->arena, "%.*s%.*s%.*s", KB_ARG(half), KB_ARG(name),
	                               KB_ARG(half));
	struct kb_line *line = kb_set_blank(set);
	line->off = line->end = set->base ? set->base - 1 : 0;
	kb_set_run(set, line,
	           (struct kb_run){ .text = whole,
	                            .x = set->left,
	                            .cols = cols + 2 * (each > 0 ? each : 0),
	                            .role = KB_ROLE_SEAM });
	kb_buf_release(&rule);
}

/* The rule, and the titles that the half has of its own. */
static void
set_seam(struct kb_setter *set, const struct kb_article *part)
{
	set_gap(set);
	set_seam_rule(set, part->page);
	size_t before = set->lines->n;
	set_titles(set, part);
	set_byline(set, part);
	if (set->lines->n > before) {
		set_gap(set);
	}
}

/* The body; what belongs to a half stands at its end. Returns the last half. */
static const struct kb_article *
set_body(struct kb_setter *set, const struct kb_article *article)
{
	const struct kb_article *half = article;
	size_t seam = 0;
	if (has_body(article) || has_pictures(article)) {
		set_gap(set);
	}
	set_jump(set, "上接", article->jump_from, KB_ALIGN_LEFT);
	for (size_t i = 0; i <= article->body.n; i++) {
		while (seam < article->nseams && article->seams[seam].para == i) {
			set_pictures(set, half);
			set_captions(set, half);
			half = article->seams[seam++].part;
			set_seam(set, half);
		}
		if (i < article->body.n) {
			set_body_para(set, article->body.v[i], KB_ROLE_BODY);
		}
	}
	set_jump(set, "下转", article->jump_to, KB_ALIGN_RIGHT);
	set_pictures(set, half);
	return half;
}

void
kb_layout_article(struct kb_arena *a, const struct kb_article *article,
                  const struct kb_layout_options *o, struct kb_lines *out)
{
	*out = (struct kb_lines){ 0 };
	/* a mark hangs only where a character fits beside its two cells */
	struct kb_layout_options options = *o;
	options.hang = o->hang && o->width >= 4;
	struct kb_setter set = kb_setter_spread(a, &options, out);
	set_titles(&set, article);
	set_byline(&set, article);
	if (out->shift) {
		/* titles over both columns, the text in each */
		set_gap(&set);
		out->head = out->n;
		set.measure = out->cols;
	}
	set_captions(&set, set_body(&set, article));
}
