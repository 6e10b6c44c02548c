/*
 * The fields of one article of a digital edition, by a table: Founder's
 * comments and tags of the old form, its property block, the plain elements
 * of the new form, and what other systems have in common with them.
 */
#include "epaper_int.h"
#include "webpage_int.h"

#include <string.h>

enum field {
	F_KICKER,
	F_HEADLINE,
	F_DECK,
	F_AUTHOR,
	F_CAPTION, /* all of them, not the first */
	F_BODY,
	F_PAGE,
	F_PAPER,
	F_DATE,
	F_SAVED, /* when the text was saved, a day before or on that of the paper */
	FIELDS,
};

enum how {
	BY_PAIR,     /* between the comments <!--NAME--> and <!--/NAME--> */
	BY_ELEMENT,  /* a selector */
	BY_PROPERTY, /* <NAME> in the comment enpproperty */
};

struct source {
	enum field field;
	enum how how;
	const char *name;
};

/* Asked in this order; the first that has text is taken. */
static const struct source sources[] = {
	{ F_KICKER, BY_PAIR, "npm:article-pretitle" },
	{ F_KICKER, BY_ELEMENT, "founder-introtitle" },
	{ F_KICKER, BY_ELEMENT, "founder-pretitle" },
	{ F_KICKER, BY_ELEMENT, ".main-article-pretitle" },
	{ F_KICKER, BY_ELEMENT, "div.article h3" },
	{ F_KICKER, BY_ELEMENT, "div.text_c h3" },
	{ F_KICKER, BY_PROPERTY, "introtitle" },
	{ F_KICKER, BY_PROPERTY, "founder-introtitle" },
	{ F_HEADLINE, BY_PAIR, "npm:article-title" },
	{ F_HEADLINE, BY_ELEMENT, "founder-title" },
	{ F_HEADLINE, BY_ELEMENT, ".main-article-title" },
	{ F_HEADLINE, BY_ELEMENT, ".main-article-alltitle" },
	{ F_HEADLINE, BY_ELEMENT, "td.font01" },
	{ F_HEADLINE, BY_ELEMENT, "div.article h1" },
	{ F_HEADLINE, BY_ELEMENT, "div.text_c h1" },
	{ F_HEADLINE, BY_ELEMENT, "#Title" },
	{ F_HEADLINE, BY_ELEMENT, "#title" },
	{ F_HEADLINE, BY_PROPERTY, "title" },
	{ F_HEADLINE, BY_PROPERTY, "founder-title" },
	{ F_HEADLINE, BY_ELEMENT, "h1" },
	{ F_HEADLINE, BY_ELEMENT, "h2" },
	{ F_DECK, BY_PAIR, "npm:article-subtitle" },
	{ F_DECK, BY_ELEMENT, "founder-subtitle" },
	{ F_DECK, BY_ELEMENT, ".main-article-subtitle" },
	{ F_DECK, BY_ELEMENT, "div.article h2" },
	{ F_DECK, BY_ELEMENT, "div.text_c h2" },
	{ F_DECK, BY_PROPERTY, "subtitle" },
	{ F_DECK, BY_PROPERTY, "founder-subtitle" },
	{ F_AUTHOR, BY_PAIR, "npm:article-author" },
	{ F_AUTHOR, BY_ELEMENT, "founder-author" },
	{ F_AUTHOR, BY_ELEMENT, ".main-article-author" },
	{ F_AUTHOR, BY_ELEMENT, "div.article h4" },
	{ F_AUTHOR, BY_ELEMENT, "div.text_c h4" },
	{ F_AUTHOR, BY_ELEMENT, "p.sec" },
	{ F_AUTHOR, BY_ELEMENT, "#author" },
	{ F_AUTHOR, BY_PROPERTY, "author" },
	{ F_AUTHOR, BY_PROPERTY, "founder-author" },
	{ F_CAPTION, BY_PAIR, "npm:article-pic-text" },
	{ F_CAPTION, BY_ELEMENT, "founder-pictext" },
	{ F_BODY, BY_ELEMENT, "#ozoom" },
	{ F_BODY, BY_ELEMENT, "founder-content" },
	{ F_BODY, BY_PAIR, "enpcontent" },
	{ F_BODY, BY_PAIR, "npm:article-content" },
	{ F_BODY, BY_ELEMENT, ".main-article-content" },
	{ F_BODY, BY_ELEMENT, "#articleContent" },
	{ F_BODY, BY_ELEMENT, "#content" },
	{ F_PAGE, BY_ELEMENT, "founder-pagenum" },
	{ F_PAGE, BY_PROPERTY, "founder-pagenum" },
	{ F_PAGE, BY_PROPERTY, "pagenum" },
	{ F_PAGE, BY_PROPERTY, "nodename" },
	{ F_PAPER, BY_ELEMENT, "founder-papername" },
	{ F_PAPER, BY_PROPERTY, "founder-papername" },
	{ F_PAPER, BY_PROPERTY, "papername" },
	{ F_DATE, BY_ELEMENT, "founder-date" },
	{ F_DATE, BY_ELEMENT, "span.newstime" },
	{ F_DATE, BY_PROPERTY, "founder-date" },
	{ F_SAVED, BY_PROPERTY, "date" },
};
#define SOURCES (sizeof(sources) / sizeof(sources[0]))

struct reading {
	struct kb_arena *a;
	struct kb_html *h;
	struct kb_text_report *report;
	struct kb_strs field[FIELDS];
	struct kb_strs told;
	size_t title; /* nodes of headline and body, SIZE_MAX where it is none */
	size_t body;
	bool held; /* something was there to hold the body, empty or not */
};

/* --- the property block -------------------------------------------------------------- */

/* What stands between <name> and </name> in the comment. */
static kb_str
cut(kb_str comment, const char *name)
{
	struct kb_buf tag = { 0 };
	kb_str found = KB_STR_NULL;
	kb_buf_printf(&tag, "<%s>", name);
	size_t from = kb_str_find(comment, kb_buf_str(&tag));
	if (from != SIZE_MAX) {
		kb_str rest = kb_str_sub(comment, from + tag.n, comment.n);
		kb_buf_clear(&tag);
		kb_buf_printf(&tag, "</%s>", name);
		size_t to = kb_str_find(rest, kb_buf_str(&tag));
		found = to == SIZE_MAX ? KB_STR_NULL : kb_str_sub(rest, 0, to);
	}
	kb_buf_release(&tag);
	return found;
}

static struct kb_strs
by_property(struct reading *r, const char *name)
{
	struct kb_strs lines = { 0 };
	for (size_t i = 0; i < r->h->n && !lines.n; i++) {
		const struct kb_node *node = &r->h->v[i];
		if (node->kind == KB_NODE_COMMENT && node->text.n > 16) {
			kb_str value = cut(node->text, name);
			lines = value.n ? kb_html_lines(r->a, value, r->report) : lines;
		}
	}
	return lines;
}

/* --- comments and elements -------------------------------------------------------------- */

static void
append(struct reading *r, struct kb_strs *to, const struct kb_strs *from)
{
	for (size_t i = 0; i < from->n; i++) {
		kb_strs_add(r->a, to, from->v[i]);
	}
}

static struct kb_strs
by_pair(struct reading *r, const char *name, bool all)
{
	struct kb_strs lines = { 0 };
	struct kb_span span;
	for (size_t from = 0; (all || !lines.n) && kb_html_pair(r->h, from, name, &span);
	     from = span.to) {
		struct kb_strs more = kb_html_take(r->a, r->h, span, r->report);
		append(r, &lines, &more);
	}
	return lines;
}

static struct kb_strs
by_element(struct reading *r, const struct source *source, bool all)
{
	struct kb_strs lines = { 0 };
	size_t from = 0;
	while ((all || !lines.n) &&
	       (from = kb_html_find(r->h, kb_html_all(r->h), from, source->name)) != SIZE_MAX) {
		struct kb_strs more =
			kb_html_take(r->a, r->h, kb_html_inside(r->h, from), r->report);
		append(r, &lines, &more);
		r->held = r->held || source->field == F_BODY;
		if (more.n && source->field == F_HEADLINE) {
			r->title = from;
		}
		if (source->field >= F_PAGE) {
			append(r, &r->told, &more);
		}
		if (more.n && source->field == F_BODY) {
			r->body = from;
		}
		from = from + 1;
	}
	return lines;
}

static void
read_source(struct reading *r, const struct source *source)
{
	struct kb_strs *field = &r->field[source->field];
	bool all = source->field == F_CAPTION;
	if (field->n && !all) {
		return;
	}
	struct kb_strs lines;
	if (source->how == BY_PROPERTY) {
		lines = by_property(r, source->name);
	} else {
		lines = source->how == BY_PAIR ? by_pair(r, source->name, all)
		                               : by_element(r, source, all);
		r->held = r->held || (source->field == F_BODY && lines.n);
	}
	append(r, field, &lines);
}

/* In the template of tables font02 is kicker before the title and deck behind it. */
static void
read_cells(struct reading *r)
{
	if (r->title == SIZE_MAX) {
		return;
	}
	size_t at = 0;
	while ((at = kb_html_find(r->h, kb_html_all(r->h), at, "td.font02")) != SIZE_MAX) {
		struct kb_strs *field = &r->field[at < r->title ? F_KICKER : F_DECK];
		if (!field->n) {
			*field = kb_html_take(r->a, r->h, kb_html_inside(r->h, at), r->report);
		}
		at++;
	}
}

/* A template that names its body in no known way. */
static void
read_densest(struct reading *r)
{
	size_t at = r->held || r->field[F_CAPTION].n ? SIZE_MAX : kb_densest(r->a, r->h);
	if (at != SIZE_MAX) {
		r->field[F_BODY] = kb_html_take(r->a, r->h, kb_html_inside(r->h, at), r->report);
		r->body = at;
	}
}

/* A byline in a cell that no name marks, between headline and body. */
static void
read_byline(struct reading *r)
{
	for (size_t i = r->title; i < r->body && r->body < r->h->n && !r->field[F_AUTHOR].n; i++) {
		const struct kb_node *node = &r->h->v[i];
		if (node->kind != KB_NODE_TEXT || node->used || node->hidden ||
		    node->text.n > 200) {
			continue;
		}
		struct kb_credits found = { 0 };
		kb_str rest = KB_STR_NULL;
		kb_str line = kb_html_peek(r->a, r->h, (struct kb_span){ i, i + 1 });
		if (line.n && kb_credits_read(r->a, line, false, &found, &rest)) {
			r->field[F_AUTHOR] =
				kb_html_take(r->a, r->h, (struct kb_span){ i, i + 1 }, r->report);
		}
	}
}

/*
 * A line between headline and body that begins with a day, in a template that
 * names neither: 2024年05月08日 来源：今日柯城. The source may be an agency; the
 * paper is the one that the page's own title names too.
 */
static void
read_day_line(struct reading *r, struct kb_epaper_article *out)
{
	static const char *const words[] = { "来源：", "来源:", NULL };
	kb_str title = kb_html_title(r->a, r->h);
	for (size_t i = r->title; i < r->body && r->body < r->h->n; i++) {
		const struct kb_node *node = &r->h->v[i];
		if (node->kind != KB_NODE_TEXT || node->used || node->hidden) {
			continue;
		}
		kb_str line = kb_html_peek(r->a, r->h, (struct kb_span){ i, i + 1 });
		if (out->day != KB_DAY_NONE || !kb_date_scan(line, &out->day)) {
			continue;
		}
		kb_str source = kb_info_behind(line, words);
		if (!out->paper.n && source.n && kb_str_find(title, source) != SIZE_MAX) {
			out->paper = source;
		}
	}
}

/* p.sec: author, then 《人民日报》（2021年06月08日 第 01 版） in a span of its own. */
static void
read_dateline(struct reading *r, struct kb_epaper_article *out)
{
	size_t at = kb_html_find(r->h, kb_html_all(r->h), 0, "span.date");
	if (at == SIZE_MAX) {
		return;
	}
	struct kb_strs lines = kb_html_take(r->a, r->h, kb_html_inside(r->h, at), r->report);
	kb_str s = kb_lines_join(r->a, &lines);
	append(r, &r->told, &lines);
	size_t open = kb_str_find(s, KB_STR("《"));
	size_t close = kb_str_find(s, KB_STR("》"));
	if (open != SIZE_MAX && close != SIZE_MAX && close > open) {
		out->paper = kb_str_trim(kb_str_sub(s, open + sizeof("《") - 1, close));
	}
	for (size_t off = 0; off < s.n;) {
		kb_str here = kb_str_sub(s, off, s.n);
		kb_str name;
		if (out->day == KB_DAY_NONE) {
			(void)kb_date_scan(here, &out->day);
		}
		if (!out->piece.page.n && kb_str_starts(here, KB_STR("第"))) {
			(void)kb_page_label(r->a, here, &out->piece.page, &name);
		}
		(void)kb_utf8_next(s, &off);
	}
}

/* 作者：(名) beside a picture is the photographer; the template's own word may stand alone. */
static void
read_body(struct reading *r, struct kb_piece *piece)
{
	static const char *const labels[] = { "作者：", "作者:", NULL };
	const struct kb_strs *lines = &r->field[F_BODY];
	for (size_t i = 0; i < lines->n; i++) {
		bool label = r->field[F_CAPTION].n && kb_starts_any(lines->v[i], labels) &&
		             lines->v[i].n < 90;
		kb_strs_add(r->a, label ? &piece->photographers : &piece->body, lines->v[i]);
	}
	piece->captions = r->field[F_CAPTION];
}

/* --- together ------------------------------------------------------------------------------ */

bool
kb_epaper_has_article(const struct kb_html *h)
{
	static const char *const selectors[] = { "#ozoom", "founder-content", "#articleContent",
		                                 "founder-title" };
	struct kb_span span;
	for (size_t i = 0; i < sizeof(selectors) / sizeof(selectors[0]); i++) {
		if (kb_html_find(h, kb_html_all(h), 0, selectors[i]) != SIZE_MAX) {
			return true;
		}
	}
	for (size_t i = 0; i < h->n; i++) {
		if (h->v[i].kind == KB_NODE_COMMENT &&
		    kb_str_starts(kb_str_trim(h->v[i].text), KB_STR("enpproperty"))) {
			return true;
		}
	}
	return kb_html_pair(h, 0, "enpcontent", &span) ||
	       kb_html_pair(h, 0, "npm:article-content", &span) ||
	       kb_html_pair(h, 0, "npm:article-title", &span);
}

static void
read_page(struct kb_arena *a, const struct kb_strs *lines, struct kb_epaper_article *out)
{
	kb_str s = kb_lines_join(a, lines);
	if (out->piece.page.n || !s.n) {
		return;
	}
	if (!kb_page_label(a, s, &out->piece.page, &out->page_name)) {
		kb_str page;
		size_t n = kb_page_scan(a, s, &page);
		if (n && n == s.n) {
			out->piece.page = page;
		}
	}
}

void
kb_epaper_fields(struct kb_arena *a, struct kb_html *h, struct kb_text_report *report,
                 struct kb_epaper_article *out)
{
	struct reading r = {
		.a = a, .h = h, .report = report, .title = SIZE_MAX, .body = SIZE_MAX
	};
	*out = (struct kb_epaper_article){ .day = KB_DAY_NONE, .saved = KB_DAY_NONE };
	read_dateline(&r, out);
	for (size_t i = 0; i < SOURCES; i++) {
		if (sources[i].field == F_BODY && !r.field[F_BODY].n) {
			read_cells(&r); /* the title's place is known now */
		}
		read_source(&r, &sources[i]);
	}
	read_densest(&r);
	read_byline(&r);
	out->piece.kicker = kb_lines_join(a, &r.field[F_KICKER]);
	out->piece.headline = kb_lines_join(a, &r.field[F_HEADLINE]);
	out->piece.deck = kb_lines_join(a, &r.field[F_DECK]);
	out->piece.authors = r.field[F_AUTHOR];
	read_body(&r, &out->piece);
	out->told = r.told;
	if (!out->paper.n) {
		out->paper = kb_lines_join(a, &r.field[F_PAPER]);
	}
	read_page(a, &r.field[F_PAGE], out);
	kb_str date = kb_lines_join(a, &r.field[F_DATE]);
	kb_str saved = kb_lines_join(a, &r.field[F_SAVED]);
	if (out->day == KB_DAY_NONE && date.n) {
		(void)kb_date_scan(date, &out->day);
	}
	read_day_line(&r, out);
	if (saved.n) {
		(void)kb_date_scan(saved, &out->saved);
	}
}
