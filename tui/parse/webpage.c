/*
 * Any other page of HTML as one article: its densest part is the text; title,
 * day, source and author by the words that pages of the web use for them.
 */
#include "webpage_int.h"

#include <string.h>

#include "digital_int.h"
#include "formats.h"

/* So many lines at the head of the text may tell of it. */
#define INFO_LINES 6
#define INFO_CHARS 70
#define TITLE_MIN 4

bool
kb_fmt_html_is(const struct kb_bundle *bundle)
{
	for (size_t i = 0; i < bundle->n; i++) {
		if (!kb_html_like(bundle->files[i].bytes)) {
			return false;
		}
	}
	return bundle->n > 0;
}

/* --- title ------------------------------------------------------------------------- */

/* The heading that the page's own title repeats, or the first; SIZE_MAX. */
static size_t
find_heading(struct kb_digital *d, const struct kb_html *h, kb_str title)
{
	static const char *const names[] = { "h1", "h2", "h3", "h4", ".title", "#title" };
	size_t first = SIZE_MAX;
	size_t best = SIZE_MAX;
	size_t longest = 0;
	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		size_t at = 0;
		for (; (at = kb_html_find(h, kb_html_all(h), at, names[k])) != SIZE_MAX; at++) {
			kb_str text = kb_html_peek(d->page.a, h, kb_html_inside(h, at));
			if (kb_field_chars(text) < TITLE_MIN) {
				continue;
			}
			first = first == SIZE_MAX && k == 0 ? at : first;
			if (text.n > longest && title.n && kb_str_find(title, text) != SIZE_MAX) {
				longest = text.n;
				best = at;
			}
		}
	}
	return best == SIZE_MAX ? first : best;
}

/* The title of the page without the site's name behind it. */
static kb_str
cut_site(kb_str title)
{
	static const char *const marks[] = { "_", " - ", "-", " | ", "|", "｜", "——", " – ", NULL };
	for (size_t off = 0; off < title.n;) {
		if (kb_starts_any(kb_str_sub(title, off, title.n), marks) &&
		    kb_field_chars(kb_str_sub(title, 0, off)) >= TITLE_MIN) {
			return kb_str_trim(kb_str_sub(title, 0, off));
		}
		(void)kb_utf8_next(title, &off);
	}
	return title;
}

static void
read_title(struct kb_digital *d, struct kb_html *h, struct kb_piece *piece)
{
	static const char *const names[] = { "og:title", "ArticleTitle", "headline", NULL };
	kb_str title = kb_html_title(d->page.a, h);
	size_t at = find_heading(d, h, title);
	if (at != SIZE_MAX) {
		struct kb_strs lines =
			kb_html_take(d->page.a, h, kb_html_inside(h, at), &d->report.text);
		piece->headline = kb_lines_join(d->page.a, &lines);
		return;
	}
	piece->headline = kb_html_meta(d->page.a, h, names);
	if (!piece->headline.n && title.n) {
		piece->headline = kb_field_dup(d->page.a, cut_site(title));
	}
}

/* --- what is said of the text --------------------------------------------------------- */

static kb_day
day_within(kb_str s)
{
	for (size_t off = 0; off < s.n;) {
		kb_day day;
		if (kb_date_scan(kb_str_sub(s, off, s.n), &day)) {
			return day;
		}
		(void)kb_utf8_next(s, &off);
	}
	return KB_DAY_NONE;
}

kb_str
kb_info_behind(kb_str s, const char *const *words)
{
	for (; *words; words++) {
		size_t at = kb_str_find(s, kb_str_of(*words));
		if (at == SIZE_MAX) {
			continue;
		}
		kb_str rest = kb_str_trim(kb_str_sub(s, at + strlen(*words), s.n));
		size_t end = 0;
		while (end < rest.n && rest.p[end] != ' ' && rest.p[end] != '|' &&
		       rest.p[end] != '\t') {
			end++;
		}
		return kb_str_sub(rest, 0, end);
	}
	return KB_STR_NULL;
}

static bool
info_like(kb_str s)
{
	static const char *const starts[] = { "来源",     "作者", "发布", "时间",   "日期",
		                              "字号",     "字体", "浏览", "阅读",   "点击",
		                              "责任编辑", "编辑", "稿源", "分享",   "打印",
		                              "大 中",    "【",   "http", "访问量", NULL };
	if (kb_field_chars(s) > INFO_CHARS || kb_str_find(s, KB_STR("。")) != SIZE_MAX) {
		return false;
	}
	kb_day day;
	return kb_starts_any(s, starts) > 0 || kb_date_scan(s, &day) > 0;
}

static void
read_info(struct kb_digital *d, kb_str line, struct kb_piece *piece)
{
	static const char *const sources[] = { "来源：", "来源:", "稿源：", "稿源:", NULL };
	static const char *const authors[] = { "作者：", "作者:", "记者：", "记者:", NULL };
	kb_str source = kb_info_behind(line, sources);
	kb_str author = kb_info_behind(line, authors);
	if (d->printed_day == KB_DAY_NONE) {
		d->printed_day = day_within(line);
	}
	if (!d->issue.paper.n && source.n && kb_field_chars(source) <= 16) {
		kb_str paper = kb_paper_of_title(d->page.a, source);
		d->issue.paper = paper.n ? paper : kb_field_dup(d->page.a, source);
	}
	if (!piece->authors.n && author.n) {
		kb_strs_add(d->page.a, &piece->authors, author);
	}
	kb_strs_add(d->page.a, &d->leftover, line);
}

/* Lines of that kind where the text begins. */
static void
cut_start(struct kb_digital *d, struct kb_piece *piece)
{
	struct kb_strs *body = &piece->body;
	size_t n = 0;
	while (n < INFO_LINES && n + 1 < body->n && info_like(body->v[n])) {
		read_info(d, body->v[n++], piece);
	}
	if (n) {
		*body = (struct kb_strs){ body->v + n, body->n - n, body->cap - n };
	}
}

/* Lines around the text, those that tell of it. */
static void
read_around(struct kb_digital *d, const struct kb_strs *lines, struct kb_piece *piece)
{
	for (size_t i = 0; i < lines->n; i++) {
		if (info_like(lines->v[i])) {
			read_info(d, lines->v[i], piece);
		} else {
			kb_strs_add(d->page.a, &d->leftover, lines->v[i]);
		}
	}
}

static void
read_meta(struct kb_digital *d, const struct kb_html *h, struct kb_piece *piece)
{
	static const char *const days[] = { "article:published_time",
		                            "og:release_date",
		                            "publishdate",
		                            "PubDate",
		                            "pubdate",
		                            "datePublished",
		                            "publish_time",
		                            "weibo: article:create_at",
		                            NULL };
	static const char *const authors[] = { "author", "article:author", "Author", NULL };
	static const char *const sites[] = { "ContentSource", "source", "og:site_name", NULL };
	kb_str day = kb_html_meta(d->page.a, h, days);
	if (day.n && d->printed_day == KB_DAY_NONE) {
		d->printed_day = day_within(day);
	}
	kb_str author = kb_html_meta(d->page.a, h, authors);
	if (!piece->authors.n && author.n && kb_name_like(author)) {
		kb_strs_add(d->page.a, &piece->authors, author);
	}
	kb_str site = kb_html_meta(d->page.a, h, sites);
	if (!d->issue.paper.n && site.n) {
		d->issue.paper = kb_paper_of_title(d->page.a, site);
	}
	if (!d->issue.paper.n) {
		kb_str title = kb_html_title(d->page.a, h);
		kb_str short_title = cut_site(title);
		d->issue.paper =
			kb_paper_of_title(d->page.a, kb_str_sub(title, short_title.n, title.n));
	}
}

static void
read_page(struct kb_digital *d, struct kb_html *h, kb_str name)
{
	struct kb_arena *a = d->page.a;
	struct kb_piece piece = { 0 };
	read_title(d, h, &piece);
	size_t at = kb_densest(a, h);
	if (at != SIZE_MAX) {
		piece.body = kb_html_take(a, h, kb_html_inside(h, at), &d->report.text);
	}
	kb_html_loosen(h);
	struct kb_strs around = kb_html_take(a, h, kb_html_all(h), &d->report.text);
	cut_start(d, &piece);
	read_around(d, &around, &piece);
	kb_digital_cut_end(d, &piece.body);
	read_meta(d, h, &piece);
	d->path_day = d->printed_day == KB_DAY_NONE ? kb_path_day(name) : KB_DAY_NONE;
	if (piece.headline.n || piece.body.n) {
		(void)kb_digital_add(d, &piece);
	}
}

static enum kb_err
read_file(struct kb_ctx *ctx, struct kb_arena *a, kb_str bytes, kb_str name,
          const struct kb_parse_options *options, const struct kb_sink *sink)
{
	struct kb_digital d;
	struct kb_html h = { 0 };
	kb_digital_init(&d, ctx, a, options);
	enum kb_err err = kb_html_load(ctx, a, bytes, &h, &d.report);
	if (err) {
		return err;
	}
	read_page(&d, &h, name);
	return kb_digital_finish(&d, name, sink);
}

enum kb_err
kb_fmt_html_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                 const struct kb_parse_options *options, const struct kb_sink *sink)
{
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < bundle->n && !err; i++) {
		kb_str name = bundle->n == 1 ? bundle->name : bundle->files[i].path;
		err = read_file(ctx, a, bundle->files[i].bytes, name, options, sink);
	}
	return err;
}
