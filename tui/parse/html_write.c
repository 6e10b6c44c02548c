/*
 * Issues as one HTML file: style inside, no script, nothing fetched. Headings
 * by role, so that a browser's outline and a screen reader show the paper:
 * h1 issue, h2 page, h3 headline.
 */
#include "kanbao/jump.h"
#include "writer_int.h"

static const char head[] =
	"<!DOCTYPE html>\n"
	"<html lang=\"zh\">\n"
	"<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta http-equiv=\"Content-Security-Policy\""
	" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	"<style>\n"
	":root { color-scheme: light dark; }\n"
	"body { max-width: 40em; margin: 0 auto; padding: 1.5em;"
	" font: 1.05rem/1.8 \"Noto Serif CJK SC\", \"Source Han Serif SC\", \"Songti SC\","
	" SimSun, serif;"
	" line-break: strict; text-spacing-trim: trim-start; overflow-wrap: anywhere; }\n"
	"h1, h2, h3, nav, .label, .byline, .jump, .dateline { font-family: \"Noto Sans CJK SC\","
	" \"PingFang SC\", \"Microsoft YaHei\", sans-serif; }\n"
	"header { text-align: center; border-bottom: 3px double; margin-bottom: 1.5em; }\n"
	"h1 { font-size: 2.2em; line-height: 1.3; letter-spacing: .1em; margin: .5em 0 .2em; }\n"
	"h2 { font-size: 1.1em; border-bottom: 1px solid; margin: 2.5em 0 1em; }\n"
	"h3 { font-size: 1.5em; line-height: 1.4; margin: .2em 0; text-wrap: balance; }\n"
	"article { margin: 0 0 3em; }\n"
	"hgroup { text-align: center; }\n"
	"hgroup p { margin: .2em 0; text-wrap: balance; }\n"
	".byline, .dateline { text-align: center; font-size: .9em; }\n"
	".label { text-align: center; font-size: .9em; margin: 0; }\n"
	".label span { border: 1px solid; padding: 0 .6em; }\n"
	".body p { margin: 0; text-indent: 2em; text-align: justify; }\n"
	"figure { margin: 1em 0; padding-left: 1em; border-left: 3px solid; font-size: .95em; }\n"
	".jump { font-size: .9em; text-align: end; }\n"
	"nav ol { padding-left: 2em; }\n"
	"nav a { text-decoration: none; }\n"
	"footer { border-top: 1px solid; font-size: .85em; margin-bottom: 4em; }\n"
	"footer p { margin: 0; }\n"
	"@media print { nav { display: none; } article { break-inside: avoid-page; } }\n"
	"</style>\n";

static void
put_text(struct kb_buf *out, kb_str s)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *with = s.p[i] == '&'    ? "&amp;"
		                   : s.p[i] == '<'  ? "&lt;"
		                   : s.p[i] == '>'  ? "&gt;"
		                   : s.p[i] == '"'  ? "&quot;"
		                   : s.p[i] == '\'' ? "&#39;"
		                                    : NULL;
		if (with) {
			kb_buf_add(out, kb_str_sub(s, from, i));
			kb_buf_add(out, kb_str_of(with));
			from = i + 1;
		}
	}
	kb_buf_add(out, kb_str_sub(s, from, s.n));
}

/* <TAG>text</NAME>; nothing where there is no text. */
static void
put_element(struct kb_buf *out, const char *tag, kb_str text, const char *close)
{
	if (text.n) {
		kb_buf_printf(out, "<%s>", tag);
		put_text(out, text);
		kb_buf_printf(out, "</%s>\n", close);
	}
}

static void
put_built(struct kb_buf *out, const char *tag, struct kb_buf *line, const char *close)
{
	put_element(out, tag, kb_buf_str(line), close);
	kb_buf_clear(line);
}

/* --- an article -------------------------------------------------------------------- */

static void
put_titles(struct kb_buf *out, const struct kb_article *a, struct kb_buf *line)
{
	if (a->label.n) {
		kb_buf_add(out, KB_STR("<p class=\"label\">"));
		put_element(out, "span", a->label, "span");
		kb_buf_add(out, KB_STR("</p>\n"));
	}
	if (a->kicker.n || a->headline.n || a->deck.n) {
		kb_buf_add(out, KB_STR("<hgroup>\n"));
		put_element(out, "p class=\"kicker\"", a->kicker, "p");
		put_element(out, "h3", a->headline, "h3");
		put_element(out, "p class=\"deck\"", a->deck, "p");
		kb_buf_add(out, KB_STR("</hgroup>\n"));
	}
	kb_write_byline(line, a);
	put_built(out, "p class=\"byline\"", line, "p");
}

/* An issue on its way: its place in the file, and which articles go on in which. */
struct setting {
	size_t number;
	struct kb_jump_pair *pairs;
	size_t npairs;
};

/* The other half of an article, counted from 1; 0 where nobody knows. */
static size_t
other_half(const struct setting *s, size_t number, bool onward)
{
	for (size_t i = 0; i < s->npairs; i++) {
		const struct kb_jump_pair *p = &s->pairs[i];
		if ((onward ? p->from : p->to) + 1 == number) {
			return (onward ? p->to : p->from) + 1;
		}
	}
	return 0;
}

/* Leads to the other half of a story that is cut over pages. */
static void
put_jump(struct kb_buf *out, kb_str page, size_t issue, size_t to, bool onward)
{
	struct kb_buf line = { 0 };
	if (page.n) {
		kb_write_jump(&line, page, onward);
		kb_buf_add(out, KB_STR("<p class=\"jump\">"));
		if (to) {
			kb_buf_printf(out, "<a href=\"#i%zu-%zu\">", issue, to);
		}
		put_text(out, kb_buf_str(&line));
		kb_buf_add(out, to ? KB_STR("</a></p>\n") : KB_STR("</p>\n"));
	}
	kb_buf_release(&line);
}

static void
put_caption(struct kb_buf *out, const struct kb_caption *caption, struct kb_buf *line)
{
	kb_buf_add(line, caption->text);
	kb_buf_add(line, caption->credits.n ? KB_STR("　") : KB_STR(""));
	kb_write_credits(line, &caption->credits);
	kb_buf_add(out, KB_STR("<figure>"));
	put_built(out, "figcaption", line, "figcaption");
	kb_buf_add(out, KB_STR("</figure>\n"));
}

static void
put_article(struct kb_buf *out, const struct kb_article *a, const struct setting *s, size_t number)
{
	struct kb_buf line = { 0 };
	size_t issue = s->number;
	kb_buf_printf(out, "<article id=\"i%zu-%zu\" class=\"%s\">\n", issue, number,
	              kb_kind_name(a->kind));
	put_titles(out, a, &line);
	put_jump(out, a->jump_from, issue, other_half(s, number, false), false);
	kb_buf_add(out, a->body.n ? KB_STR("<div class=\"body\">\n") : KB_STR(""));
	for (size_t i = 0; i < a->body.n; i++) {
		put_element(out, "p", a->body.v[i], "p");
	}
	kb_buf_add(out, a->body.n ? KB_STR("</div>\n") : KB_STR(""));
	for (size_t i = 0; i < a->ncaptions; i++) {
		put_caption(out, &a->captions[i], &line);
	}
	put_jump(out, a->jump_to, issue, other_half(s, number, true), true);
	kb_buf_add(out, KB_STR("</article>\n"));
	kb_buf_release(&line);
}

/* --- an issue ------------------------------------------------------------------------- */

static void
put_contents(struct kb_buf *out, const struct kb_issue *issue, size_t number)
{
	kb_buf_add(out, KB_STR("<nav>\n<ol>\n"));
	for (size_t i = 0; i < issue->narticles; i++) {
		const struct kb_article *a = &issue->articles[i];
		kb_str name = a->headline.n ? a->headline : a->label;
		name = name.n || !a->body.n ? name : a->body.v[0];
		if (name.n) {
			kb_buf_printf(out, "<li><a href=\"#i%zu-%zu\">", number, i + 1);
			put_text(out, name);
			kb_buf_add(out, KB_STR("</a></li>\n"));
		}
	}
	kb_buf_add(out, KB_STR("</ol>\n</nav>\n"));
}

static void
put_foot(struct kb_buf *out, const struct kb_issue *issue)
{
	if (!issue->masthead.n && !issue->dropped.n) {
		return;
	}
	kb_buf_add(out, KB_STR("<footer>\n"));
	for (size_t i = 0; i < issue->masthead.n; i++) {
		put_element(out, "p", issue->masthead.v[i], "p");
	}
	for (size_t i = 0; i < issue->dropped.n; i++) {
		put_element(out, "p class=\"dropped\"", issue->dropped.v[i], "p");
	}
	kb_buf_add(out, KB_STR("</footer>\n"));
}

static void
put_pages(struct kb_buf *out, const struct kb_issue *issue, size_t number)
{
	struct kb_arena a = { 0 };
	struct kb_buf line = { 0 };
	struct setting s = { .number = number };
	struct kb_jump_end *ends = kb_arena_alloc(&a, issue->narticles + 1, sizeof(*ends));
	for (size_t i = 0; i < issue->narticles; i++) {
		ends[i] = kb_jump_end_of(&issue->articles[i]);
	}
	s.npairs = kb_jumps_match(&a, ends, issue->narticles, &s.pairs);
	for (size_t i = 0, n; i < issue->narticles; i += n) {
		n = kb_write_page_len(issue, i);
		kb_buf_add(out, KB_STR("<section class=\"page\">\n"));
		kb_write_page(&line, issue, issue->articles[i].page);
		put_built(out, "h2", &line, "h2");
		for (size_t k = 0; k < n; k++) {
			put_article(out, &issue->articles[i + k], &s, i + k + 1);
		}
		kb_buf_add(out, KB_STR("</section>\n"));
	}
	kb_buf_release(&line);
	kb_arena_release(&a);
}

static void
put_name(struct kb_buf *out, const struct kb_issue *issue)
{
	char iso[KB_ISO_SIZE];
	put_text(out, issue->paper);
	if (issue->day != KB_DAY_NONE) {
		kb_buf_printf(out, "%s%s", issue->paper.n ? " " : "", kb_day_iso(issue->day, iso));
	}
}

void
kb_write_html_head(struct kb_writing *w)
{
	kb_buf_add(w->out, kb_str_of(head));
}

void
kb_write_html(struct kb_writing *w, const struct kb_issue *issue)
{
	struct kb_buf *out = w->out;
	struct kb_buf line = { 0 };
	size_t number = w->issues + 1;
	if (number == 1) {
		/* the file is called after its first issue */
		kb_buf_add(out, KB_STR("<title>"));
		put_name(out, issue);
		kb_buf_add(out, KB_STR("</title>\n</head>\n<body>\n"));
	}
	kb_buf_printf(out, "<main id=\"i%zu\">\n<header>\n<h1>", number);
	if (issue->paper.n) {
		put_text(out, issue->paper);
	} else {
		put_name(out, issue);
	}
	kb_buf_add(out, KB_STR("</h1>\n"));
	kb_write_dateline(&line, issue);
	put_built(out, "p class=\"dateline\"", &line, "p");
	kb_buf_add(out, KB_STR("</header>\n"));
	put_contents(out, issue, number);
	put_pages(out, issue, number);
	put_foot(out, issue);
	kb_buf_add(out, KB_STR("</main>\n"));
	kb_buf_release(&line);
}

void
kb_write_html_foot(struct kb_writing *w)
{
	if (w->issues == 0) {
		kb_buf_add(w->out, KB_STR("<title>kanbao</title>\n</head>\n<body>\n"));
	}
	kb_buf_add(w->out, KB_STR("</body>\n</html>\n"));
}
