/* An issue of a digital edition: its articles, what is left over, its date. */
#include "digital_int.h"

#include <string.h>

#include "kanbao/i18n.h"

void
kb_digital_init(struct kb_digital *d, struct kb_ctx *ctx, struct kb_arena *a,
                const struct kb_parse_options *options)
{
	static const struct kb_parse_options nothing = { .day = KB_DAY_NONE };
	*d = (struct kb_digital){ .ctx = ctx,
		                  .issue = { .day = KB_DAY_NONE, .edition = 1 },
		                  .path_day = KB_DAY_NONE,
		                  .printed_day = KB_DAY_NONE,
		                  .saved_day = KB_DAY_NONE };
	d->page = (struct kb_page){ .a = a,
		                    .options = options ? options : &nothing,
		                    .report = &d->report,
		                    .issue = &d->issue };
}

/* --- texts met ------------------------------------------------------------------ */

static kb_str
without_blanks(struct kb_arena *a, kb_str s)
{
	char *p = kb_arena_alloc(a, s.n + 1, 1);
	size_t n = 0;
	for (size_t off = 0; off < s.n;) {
		size_t from = off;
		if (!kb_cp_blank(kb_utf8_next(s, &off))) {
			memcpy(p + n, s.p + from, off - from);
			n += off - from;
		}
	}
	return (kb_str){ p, n };
}

/* FNV-1a */
static size_t
hash(kb_str s)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < s.n; i++) {
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	}
	return (size_t)(h ^ h >> 32);
}

static kb_str *
slot(struct kb_seen *seen, kb_str key)
{
	size_t i = hash(key) & (seen->cap - 1);
	while (seen->v[i].p && !kb_str_eq(seen->v[i], key)) {
		i = (i + 1) & (seen->cap - 1);
	}
	return &seen->v[i];
}

static void
grow(struct kb_arena *a, struct kb_seen *seen)
{
	struct kb_seen old = *seen;
	seen->cap = old.cap ? old.cap * 2 : 64;
	seen->v = kb_arena_alloc(a, seen->cap, sizeof(*seen->v));
	for (size_t i = 0; i < old.cap; i++) {
		if (old.v[i].p) {
			*slot(seen, old.v[i]) = old.v[i];
		}
	}
}

bool
kb_seen_add(struct kb_arena *a, struct kb_seen *seen, kb_str text)
{
	kb_str key = without_blanks(a, text);
	if (!key.n) {
		return false;
	}
	if (seen->n * 2 >= seen->cap) {
		grow(a, seen);
	}
	kb_str *place = slot(seen, key);
	if (place->p) {
		return false;
	}
	*place = key;
	seen->n++;
	return true;
}

/* --- articles ---------------------------------------------------------------------- */

static void
meet(struct kb_digital *d, kb_str text)
{
	(void)kb_seen_add(d->page.a, &d->seen, text);
}

static void
meet_piece(struct kb_digital *d, const struct kb_piece *piece)
{
	const struct kb_strs *lists[] = { &piece->authors, &piece->body, &piece->captions };
	meet(d, piece->label);
	meet(d, piece->kicker);
	meet(d, piece->headline);
	meet(d, piece->deck);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		for (size_t k = 0; k < lists[i]->n; k++) {
			meet(d, lists[i]->v[k]);
		}
	}
}

struct kb_article *
kb_digital_add(struct kb_digital *d, const struct kb_piece *piece)
{
	struct kb_issue *issue = &d->issue;
	issue->articles = kb_arena_grow(d->page.a, issue->articles, issue->narticles,
	                                &d->articles_cap, sizeof(*issue->articles));
	struct kb_article *article = &issue->articles[issue->narticles++];
	meet_piece(d, piece);
	kb_piece_article(&d->page, piece, article);
	return article;
}

void
kb_digital_leave(struct kb_digital *d, const struct kb_strs *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		kb_strs_add(d->page.a, &d->leftover, lines->v[i]);
	}
}

/* What pages of the web print under a text. */
static bool
under_text(kb_str line)
{
	static const char *const starts[] = {
		"责任编辑", "责编",     "编辑",       "审核", "校对",     "监制",   "终审",
		"一审",     "二审",     "三审",       "排版", "来源",     "稿源",   "值班",
		"【打印",   "【关闭",   "【责任",     "打印", "分享到",   "分享至", "上一篇",
		"下一篇",   "阅读原文", "关键词",     "标签", "相关阅读", "扫一扫", "点赞",
		"点个在看", "长按",     "微信扫一扫", "▼",    "END",      "end",    "- END",
		"—END",     "—  END",   "(责",        "（责", "（编辑",   "(编辑",  "[责任",
		"［责任",   NULL
	};
	static const char *const within[] = { "点亮在看", "关注我们", "扫描二维码", "识别二维码",
		                              "版权归",   "转载请",   NULL };
	return kb_field_chars(line) <= 40 && kb_str_find(line, KB_STR("。")) == SIZE_MAX &&
	       (kb_starts_any(line, starts) || kb_has_any(line, within));
}

void
kb_digital_cut_end(struct kb_digital *d, struct kb_strs *body)
{
	size_t n = body->n;
	while (n > 1 && under_text(body->v[n - 1])) {
		n--;
	}
	for (size_t i = n; i < body->n; i++) {
		kb_strs_add(d->page.a, &d->leftover, body->v[i]);
	}
	body->n = n;
}

void
kb_digital_page_name(struct kb_digital *d, kb_str page, kb_str name)
{
	struct kb_issue *issue = &d->issue;
	if (name.n && page.n && !kb_issue_page_name(issue, page).p) {
		issue->page_names = kb_arena_grow(d->page.a, issue->page_names, issue->npage_names,
		                                  &d->names_cap, sizeof(*issue->page_names));
		issue->page_names[issue->npage_names++] = (struct kb_page_name){ page, name };
	}
}

/* --- what is left over ------------------------------------------------------------- */

/* A page's mark and name are told by page_names already. */
static bool
page_mark(struct kb_digital *d, kb_str line)
{
	kb_str page;
	kb_str name;
	size_t n = kb_page_label(d->page.a, line, &page, &name);
	if (!n || (!name.n && n < line.n)) {
		return false; /* none, or more stands behind it than a name */
	}
	kb_digital_page_name(d, page, name);
	return !name.n || kb_str_eq(kb_issue_page_name(&d->issue, page), name);
}

static void
fill(struct kb_digital *d, const struct kb_facts *facts)
{
	struct kb_issue *issue = &d->issue;
	if (facts->day != KB_DAY_NONE && d->printed_day == KB_DAY_NONE) {
		d->printed_day = facts->day;
	}
	issue->number = issue->number ? issue->number : facts->number;
	issue->pages = issue->pages ? issue->pages : facts->pages;
	if (!issue->lunar.p && facts->lunar.p) {
		issue->lunar = kb_field_dup(d->page.a, facts->lunar);
	}
	if (!issue->weekday.p && facts->weekday.p) {
		issue->weekday = kb_field_dup(d->page.a, facts->weekday);
	}
}

/* A line once: facts to the masthead, the rest is page furniture. */
static void
sort_leftover(struct kb_digital *d)
{
	for (size_t i = 0; i < d->leftover.n; i++) {
		kb_str line = d->leftover.v[i];
		struct kb_facts facts;
		if (!kb_seen_add(d->page.a, &d->seen, line) || page_mark(d, line)) {
			continue;
		}
		if (kb_str_eq(line, d->issue.paper)) {
			kb_strs_add(d->page.a, &d->issue.masthead, line);
		} else if (kb_facts_read(d->page.a, line, &facts)) {
			fill(d, &facts);
			kb_strs_add(d->page.a, &d->issue.masthead, line);
		} else {
			kb_strs_add(d->page.a, &d->issue.dropped, line);
		}
	}
}

/* --- date and name ---------------------------------------------------------------------- */

static void
set_day(struct kb_digital *d, kb_day day, enum kb_date_source source)
{
	if (d->issue.day == KB_DAY_NONE && day != KB_DAY_NONE) {
		d->issue.day = day;
		d->issue.date_source = source;
	}
}

/*
 * The path is what these systems are sure of; a printed date that says the
 * same is the better source.
 */
static void
find_day(struct kb_digital *d, kb_day named)
{
	kb_day path = d->path_day;
	if (path == KB_DAY_NONE || path == d->printed_day) {
		set_day(d, d->printed_day, KB_DATE_MASTHEAD);
	} else if (d->printed_day != KB_DAY_NONE) {
		kb_doubt(d->page.a, &d->page.doubts,
		         N_("the printed date differs from that of the file's path"));
	}
	if (d->issue.day == KB_DAY_NONE) {
		set_day(d, d->page.options->day, KB_DATE_OPTION);
	} else if (d->page.options->day != KB_DAY_NONE && d->page.options->day != d->issue.day) {
		kb_doubt(d->page.a, &d->page.doubts,
		         N_("the date given differs from the printed one"));
	}
	set_day(d, path, KB_DATE_FILENAME);
	set_day(d, named, KB_DATE_FILENAME);
	if (d->issue.day == KB_DAY_NONE && d->saved_day != KB_DAY_NONE) {
		set_day(d, d->saved_day, KB_DATE_INFERRED);
		kb_doubt(d->page.a, &d->page.doubts,
		         N_("the date is that on which the text was saved"));
	}
}

static void
fill_in(struct kb_digital *d, kb_str name)
{
	struct kb_name_facts facts;
	kb_str path = kb_arena_dup(d->page.a, name);
	kb_filename_read(d->page.a, path.p, &facts);
	find_day(d, facts.day);
	if (!d->issue.paper.p) {
		kb_str given = d->page.options->paper;
		d->issue.paper = given.n ? kb_field_dup(d->page.a, given) : facts.paper;
	}
	if (d->page.options->edition > 0) {
		d->issue.edition = d->page.options->edition;
	}
}

/*
 * A piece that says no page stands where option or text say. One article alone
 * is no whole page: it must not replace the others of a page that is there.
 */
static void
fill_pages(struct kb_digital *d)
{
	kb_str given = d->page.options->page;
	d->report.page_given = given.n > 0;
	for (size_t i = 0; i < d->issue.narticles; i++) {
		struct kb_article *article = &d->issue.articles[i];
		if (article->page.n) {
			d->report.page_given = d->report.page_given || d->issue.narticles > 1;
		} else {
			article->page = given.n ? kb_field_dup(d->page.a, given) : KB_STR("1");
		}
	}
}

static void
tell_doubts(struct kb_digital *d)
{
	const struct kb_text_report *met = &d->report.text;
	struct kb_strs *doubts = &d->page.doubts;
	if (met->broken) {
		kb_doubt(d->page.a, doubts, N_("characters that could not be read were replaced"));
	}
	if (met->invisible || met->controls) {
		kb_doubt(d->page.a, doubts, N_("invisible characters were removed"));
	}
	for (size_t i = 0; i < doubts->n; i++) {
		kb_strs_add(d->page.a, &d->issue.articles[0].doubts, doubts->v[i]);
	}
}

enum kb_err
kb_digital_finish(struct kb_digital *d, kb_str name, const struct kb_sink *sink)
{
	if (!d->issue.narticles) {
		return kb_fail(d->ctx, KB_E_DATA,
		               _("no article in it; save the pages of the articles too"));
	}
	if (d->issue.narticles > KB_LIMIT_ARTICLES) {
		return kb_fail(d->ctx, KB_E_DATA,
		               _("more than %d articles in one issue; split it by day"),
		               KB_LIMIT_ARTICLES);
	}
	sort_leftover(d);
	fill_in(d, name);
	fill_pages(d);
	kb_newsday_find(&d->page);
	tell_doubts(d);
	return sink->issue(sink->user, &d->issue, &d->report);
}
