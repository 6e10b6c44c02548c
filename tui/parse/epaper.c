/*
 * A saved digital edition: pages with lists of their articles, and the
 * articles. The lists give page and order; an article alone knows its page by
 * what is printed on it. What isn't HTML in the folder says nothing here.
 */
#include "epaper_int.h"

#include <stdlib.h>

#include "kanbao/i18n.h"

#define NONE SIZE_MAX
/* An article that only the picture of its page leads to comes after the rest. */
#define BEHIND ((size_t)1 << 40)

/* A file of HTML. */
struct sheet {
	kb_str path;
	kb_str stem;
	struct kb_html h;
	bool article;
	kb_str page; /* of a list: its page */
	kb_str page_name;
	size_t list;  /* of an article: the list that has it */
	size_t order; /* and its place there */
};

struct edition {
	struct kb_digital d;
	struct sheet *sheets; /* by stem */
	size_t n;
	bool missing; /* an article is listed and not there */
	kb_day saved;
};

/* --- files ------------------------------------------------------------------------- */

static int
by_stem(const void *x, const void *y)
{
	const struct sheet *a = x;
	const struct sheet *b = y;
	int order = kb_str_cmp(a->stem, b->stem);
	return order ? order : kb_str_cmp(a->path, b->path);
}

static struct sheet *
find_sheet(const struct edition *e, kb_str stem)
{
	size_t from = 0;
	size_t to = e->n;
	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int order = kb_str_cmp(e->sheets[mid].stem, stem);
		if (order == 0) {
			return &e->sheets[mid];
		}
		if (order < 0) {
			from = mid + 1;
		} else {
			to = mid;
		}
	}
	return NULL;
}

static bool
starts_any(kb_str s, const char *const *words)
{
	return kb_starts_any(s, words) > 0;
}

static bool
list_name(kb_str stem)
{
	static const char *const heads[] = { "node_", "nbs.", NULL };
	return starts_any(stem, heads);
}

static bool
article_name(kb_str stem)
{
	static const char *const heads[] = { "content_", "nw.", "con-", NULL };
	return starts_any(stem, heads);
}

static enum kb_err
load(struct edition *e, const struct kb_bundle *bundle, size_t i)
{
	struct kb_arena *a = e->d.page.a;
	struct sheet *sheet = &e->sheets[e->n];
	enum kb_err err =
		kb_html_load(e->d.ctx, a, bundle->files[i].bytes, &sheet->h, &e->d.report);
	if (err) {
		return kb_fail_at(e->d.ctx, kb_arena_dup(a, bundle->files[i].path).p);
	}
	sheet->path = bundle->files[i].path.n ? bundle->files[i].path : bundle->name;
	sheet->stem = kb_file_stem(sheet->path);
	sheet->list = NONE;
	sheet->order = NONE;
	sheet->article = !list_name(sheet->stem) &&
	                 (article_name(sheet->stem) || kb_epaper_has_article(&sheet->h));
	e->n++;
	return KB_OK;
}

static enum kb_err
load_all(struct edition *e, const struct kb_bundle *bundle)
{
	e->sheets = kb_arena_alloc(e->d.page.a, bundle->n, sizeof(*e->sheets));
	for (size_t i = 0; i < bundle->n; i++) {
		if (!kb_html_like(bundle->files[i].bytes)) {
			continue;
		}
		enum kb_err err = load(e, bundle, i);
		if (err) {
			return err;
		}
	}
	qsort(e->sheets, e->n, sizeof(*e->sheets), by_stem);
	return KB_OK;
}

/* --- pages ---------------------------------------------------------------------------- */

/* Every link says which page it leads to: 第02版：综合新闻. */
static void
read_page_links(struct edition *e, const struct sheet *from)
{
	struct kb_arena *a = e->d.page.a;
	size_t at = 0;
	while ((at = kb_html_find(&from->h, kb_html_all(&from->h), at, "a")) != NONE) {
		kb_str href = kb_html_attr(&from->h, at, "href");
		kb_str page;
		kb_str name;
		kb_str text = href.n ? kb_html_peek(a, &from->h, kb_html_inside(&from->h, at))
		                     : KB_STR_NULL;
		at++;
		if (!text.n || article_name(kb_file_stem(href)) ||
		    !kb_page_label(a, text, &page, &name)) {
			continue;
		}
		kb_digital_page_name(&e->d, page, name);
		struct sheet *to = find_sheet(e, kb_file_stem(href));
		if (to && !to->article && !to->page.n) {
			to->page = page;
			to->page_name = name;
		}
	}
}

static bool
in_link(const struct kb_html *h, size_t node)
{
	for (size_t up = h->v[node].parent; up != NONE; up = h->v[up].parent) {
		if (kb_str_eq(h->v[up].text, KB_STR("a"))) {
			return true;
		}
	}
	return false;
}

/* The page mark printed outside the links, or the only one in a link. */
static kb_str
printed_page(struct edition *e, const struct sheet *sheet, kb_str *name)
{
	kb_str linked = KB_STR_NULL;
	size_t links = 0;
	for (size_t i = 0; i < sheet->h.n; i++) {
		const struct kb_node *node = &sheet->h.v[i];
		kb_str page;
		kb_str found;
		if (node->kind != KB_NODE_TEXT || node->used || node->hidden ||
		    node->text.n > 200) {
			continue;
		}
		kb_str text = kb_html_peek(e->d.page.a, &sheet->h, (struct kb_span){ i, i + 1 });
		if (!text.n || !kb_page_label(e->d.page.a, text, &page, &found)) {
			continue;
		}
		if (!in_link(&sheet->h, i)) {
			*name = found;
			return page;
		}
		links += !kb_str_eq(page, linked);
		linked = page;
		*name = found;
	}
	return links == 1 ? linked : KB_STR_NULL;
}

/* nbs.D110000renmrb_01 is page 1, nw.D110000renmrb_20210608_1-01 too. */
static kb_str
named_page(struct kb_arena *a, kb_str stem)
{
	kb_str page = KB_STR_NULL;
	size_t from = stem.n;
	while (from > 0 && stem.p[from - 1] >= '0' && stem.p[from - 1] <= '9') {
		from--;
	}
	bool nbs = kb_str_starts(stem, KB_STR("nbs.")) && from > 0 && stem.p[from - 1] == '_';
	bool nw = kb_str_starts(stem, KB_STR("nw.")) && from > 0 && stem.p[from - 1] == '-';
	if ((nbs || nw) && from < stem.n) {
		(void)kb_page_scan(a, kb_str_sub(stem, from, stem.n), &page);
	}
	return page;
}

static void
find_pages(struct edition *e)
{
	for (size_t i = 0; i < e->n; i++) {
		read_page_links(e, &e->sheets[i]);
	}
	for (size_t i = 0; i < e->n; i++) {
		struct sheet *sheet = &e->sheets[i];
		if (!sheet->article && !sheet->page.n) {
			sheet->page = named_page(e->d.page.a, sheet->stem);
		}
		if (!sheet->article && !sheet->page.n) {
			sheet->page = printed_page(e, sheet, &sheet->page_name);
		}
	}
}

/* --- order ----------------------------------------------------------------------------- */

/* The hot areas of a page's picture lead to articles of this page only. */
static void
read_areas(struct edition *e, size_t list)
{
	const struct kb_html *h = &e->sheets[list].h;
	size_t at = 0;
	while ((at = kb_html_find(h, kb_html_all(h), at, "area")) != NONE) {
		struct sheet *to = find_sheet(e, kb_file_stem(kb_html_attr(h, at, "href")));
		if (to && to->article && to->list == NONE) {
			to->list = list;
			to->order = BEHIND + at;
		}
		at++;
	}
}

static void
read_links(struct edition *e, size_t list)
{
	const struct kb_html *h = &e->sheets[list].h;
	size_t at = 0;
	while ((at = kb_html_find(h, kb_html_all(h), at, "a")) != NONE) {
		kb_str stem = kb_file_stem(kb_html_attr(h, at, "href"));
		struct sheet *to = find_sheet(e, stem);
		e->missing = e->missing || (!to && article_name(stem));
		if (to && to->article && to->list == NONE) {
			to->list = list;
		}
		if (to && to->article && to->list == list && to->order >= BEHIND) {
			to->order = at;
		}
		at++;
	}
}

struct turn {
	int position;
	size_t list;
	size_t order;
	size_t sheet;
};

static int
by_turn(const void *x, const void *y)
{
	const struct turn *a = x;
	const struct turn *b = y;
	if (a->position != b->position) {
		return a->position < b->position ? -1 : 1;
	}
	if (a->list != b->list) {
		return a->list < b->list ? -1 : 1;
	}
	if (a->order != b->order) {
		return a->order < b->order ? -1 : 1;
	}
	return (a->sheet > b->sheet) - (a->sheet < b->sheet);
}

/* --- articles ------------------------------------------------------------------------------- */

static void
note_day(struct edition *e, const struct kb_epaper_article *found)
{
	if (e->d.printed_day == KB_DAY_NONE) {
		e->d.printed_day = found->day;
	}
	if (found->saved != KB_DAY_NONE && (e->saved == KB_DAY_NONE || found->saved > e->saved)) {
		e->saved = found->saved;
	}
	if (!e->d.issue.paper.n && found->paper.n) {
		e->d.issue.paper = found->paper;
	}
}

static void
leave(struct edition *e, struct sheet *sheet)
{
	kb_html_loosen(&sheet->h);
	struct kb_strs lines =
		kb_html_take(e->d.page.a, &sheet->h, kb_html_all(&sheet->h), &e->d.report.text);
	kb_digital_leave(&e->d, &lines);
}

static bool
empty(const struct kb_piece *piece)
{
	return !piece->headline.n && !piece->body.n && !piece->captions.n && !piece->kicker.n &&
	       !piece->deck.n;
}

static void
add_article(struct edition *e, struct sheet *sheet)
{
	struct kb_epaper_article found;
	kb_epaper_fields(e->d.page.a, &sheet->h, &e->d.report.text, &found);
	struct kb_piece *piece = &found.piece;
	if (sheet->list != NONE && e->sheets[sheet->list].page.n) {
		piece->page = e->sheets[sheet->list].page;
	}
	piece->page = piece->page.n ? piece->page : named_page(e->d.page.a, sheet->stem);
	if (!piece->page.n) {
		piece->page = printed_page(e, sheet, &found.page_name);
	}
	if (piece->page.n) {
		kb_digital_page_name(&e->d, piece->page, found.page_name);
	}
	note_day(e, &found);
	for (size_t i = 0; i < found.told.n; i++) {
		if (kb_seen_add(e->d.page.a, &e->d.seen, found.told.v[i])) {
			kb_strs_add(e->d.page.a, &e->d.issue.masthead, found.told.v[i]);
		}
	}
	if (empty(piece)) {
		kb_digital_leave(&e->d, &piece->authors);
		kb_digital_leave(&e->d, &piece->photographers);
	} else {
		(void)kb_digital_add(&e->d, piece);
	}
}

static void
add_articles(struct edition *e)
{
	struct turn *turns = kb_arena_alloc(e->d.page.a, e->n, sizeof(*turns));
	size_t n = 0;
	for (size_t i = 0; i < e->n; i++) {
		const struct sheet *sheet = &e->sheets[i];
		bool twin =
			i > 0 && kb_str_eq(sheet->stem, e->sheets[i - 1].stem); /* saved twice */
		if (!sheet->article || twin) {
			continue;
		}
		kb_str page = sheet->list == NONE ? named_page(e->d.page.a, sheet->stem)
		                                  : e->sheets[sheet->list].page;
		turns[n++] = (struct turn){ .position = page.n ? kb_page_position(page) : 4096,
			                    .list = sheet->list,
			                    .order = sheet->order,
			                    .sheet = i };
	}
	qsort(turns, n, sizeof(*turns), by_turn);
	for (size_t i = 0; i < n; i++) {
		add_article(e, &e->sheets[turns[i].sheet]);
	}
}

/* --- the whole --------------------------------------------------------------------------------- */

/* Titles of the lists are the surer ones: no headline stands in them. */
static void
find_paper(struct edition *e)
{
	for (int lists = 1; lists >= 0; lists--) {
		for (size_t i = 0; i < e->n && !e->d.issue.paper.n; i++) {
			if (e->sheets[i].article != (lists == 0)) {
				continue;
			}
			e->d.issue.paper = kb_paper_of_title(
				e->d.page.a, kb_html_title(e->d.page.a, &e->sheets[i].h));
		}
	}
}

static void
find_path_day(struct edition *e, kb_str name)
{
	for (size_t i = 0; i < e->n && e->d.path_day == KB_DAY_NONE; i++) {
		kb_str path = e->sheets[i].path;
		bool number = kb_str_starts(e->sheets[i].stem, KB_STR("content_"));
		/* the number of an article may look like a day */
		e->d.path_day = kb_path_day(
			number ? kb_str_sub(path, 0, (size_t)(e->sheets[i].stem.p - path.p))
			       : path);
	}
	if (e->d.path_day == KB_DAY_NONE && e->n) {
		kb_str stem = kb_file_stem(name);
		bool number = kb_str_starts(stem, KB_STR("content_"));
		e->d.path_day =
			kb_path_day(number ? kb_str_sub(name, 0, (size_t)(stem.p - name.p)) : name);
	}
}

enum kb_err
kb_epaper_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
               const struct kb_parse_options *options, const struct kb_sink *sink)
{
	struct edition e = { .saved = KB_DAY_NONE };
	kb_digital_init(&e.d, ctx, a, options);
	enum kb_err err = load_all(&e, bundle);
	if (err) {
		return err;
	}
	find_pages(&e);
	for (size_t i = 0; i < e.n; i++) {
		if (!e.sheets[i].article) {
			read_areas(&e, i);
		}
	}
	for (size_t i = 0; i < e.n; i++) {
		if (!e.sheets[i].article) {
			read_links(&e, i);
		}
	}
	add_articles(&e);
	for (size_t i = 0; i < e.n; i++) {
		leave(&e, &e.sheets[i]);
	}
	find_paper(&e);
	find_path_day(&e, bundle->name);
	e.d.saved_day = e.saved;
	if (e.missing) {
		kb_doubt(a, &e.d.page.doubts,
		         N_("articles are listed that are not among the files"));
	}
	return kb_digital_finish(&e.d, bundle->name, sink);
}
