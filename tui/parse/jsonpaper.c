/*
 * JSON that crawlers of digital editions write: a paper with its pages and
 * their articles {source, date, pages: [{page, page_name, articles: […]}]},
 * or flat rows {title, content, date, banci, pretitle}, a list of them or one
 * a line.
 */
#include <stdlib.h>
#include <string.h>

#include "digital_int.h"
#include "formats.h"
#include "json_int.h"
#include "kanbao/i18n.h"

struct reader {
	struct kb_digital d;
	const struct kb_sink *sink;
	kb_str name;
};

/* --- values ------------------------------------------------------------------------ */

static kb_str
clean(struct reader *r, kb_str s)
{
	struct kb_buf out = { 0 };
	kb_text_sanitise(s, &out, &r->d.report.text);
	kb_str field = kb_arena_dup(r->d.page.a, kb_buf_str(&out));
	kb_buf_release(&out);
	return field;
}

/* Text as it is, or a number as text; absent for anything else. */
static kb_str
text_of(struct reader *r, const json_t *value)
{
	if (json_is_string(value)) {
		return clean(r, (kb_str){ json_string_value(value), json_string_length(value) });
	}
	if (json_is_integer(value)) {
		return kb_arena_printf(r->d.page.a, "%" JSON_INTEGER_FORMAT,
		                       json_integer_value(value));
	}
	return KB_STR_NULL;
}

/* A text on one line; absent where empty. */
static kb_str
field_of(struct reader *r, const json_t *value)
{
	kb_str field = kb_field_dup(r->d.page.a, text_of(r, value));
	return field.n ? field : KB_STR_NULL;
}

static void
paragraphs_of(struct reader *r, const json_t *value, struct kb_strs *out)
{
	static const char *const tags[] = { "<p", "<P", "<br", "<BR", "<div", "<DIV", NULL };
	kb_str text = text_of(r, value);
	kb_str line;
	if (text.n && kb_has_any(text, tags)) {
		const struct kb_strs lines = kb_html_lines(r->d.page.a, text, &r->d.report.text);
		for (size_t i = 0; i < lines.n; i++) {
			kb_strs_add(r->d.page.a, out, lines.v[i]);
		}
		return;
	}
	while (text.p && kb_str_split(&text, '\n', &line)) {
		kb_str paragraph = kb_field_dup(r->d.page.a, line);
		if (paragraph.n) {
			kb_strs_add(r->d.page.a, out, paragraph);
		}
	}
}

/* "001", "A02", "第2版：要闻", "02:要闻": page, and its name where it has one. */
static kb_str
page_of(struct reader *r, const json_t *value)
{
	kb_str s = field_of(r, value);
	kb_str page = KB_STR_NULL;
	kb_str name = KB_STR_NULL;
	if (!s.n) {
		return KB_STR_NULL;
	}
	if (kb_page_label(r->d.page.a, s, &page, &name)) {
		kb_digital_page_name(&r->d, page, name);
		return page;
	}
	return kb_page_scan(r->d.page.a, s, &page) == s.n ? page : s;
}

/* The day that a text begins with, as 2026-07-23T08:00. */
static kb_day
day_of(struct reader *r, const json_t *value)
{
	kb_day day;
	kb_str s = field_of(r, value);
	return s.n && kb_date_scan(s, &day) > 0 ? day : KB_DAY_NONE;
}

/* --- an article ------------------------------------------------------------------------ */

/* Members by the names that crawlers give them. */
enum member {
	HEADLINE,
	KICKER,
	DECK,
	LABEL,
	AUTHOR,
	BODY,
	PAGE,
	PAGE_NAME,
	DAY,
	PAPER,
	UNREAD, /* addresses and numbers of the crawler */
	OTHER,
};

static enum member
member_of(const char *key)
{
	static const struct {
		const char *name;
		enum member member;
	} names[] = {
		{ "title", HEADLINE },
		{ "headline", HEADLINE },
		{ "pretitle", KICKER },
		{ "introtitle", KICKER },
		{ "kicker", KICKER },
		{ "subtitle", DECK },
		{ "subhead", DECK },
		{ "column", LABEL },
		{ "author", AUTHOR },
		{ "content", BODY },
		{ "text", BODY },
		{ "body", BODY },
		{ "banci", PAGE },
		{ "page", PAGE },
		{ "page_no", PAGE },
		{ "page_name", PAGE_NAME },
		{ "banming", PAGE_NAME },
		{ "date", DAY },
		{ "pubdate", DAY },
		{ "source", PAPER },
		{ "paper", PAPER },
		{ "url", UNREAD },
		{ "link", UNREAD },
		{ "id", UNREAD },
		{ "seq", UNREAD },
		{ "type", UNREAD },
		{ "pdf_url", UNREAD },
		{ "page_url", UNREAD },
		{ "articles", UNREAD },
		{ "pages", UNREAD },
		{ "front_page_url", UNREAD },
		{ "page_count", UNREAD },
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(key, names[i].name) == 0) {
			return names[i].member;
		}
	}
	return OTHER;
}

/* A text in a member that nobody knows is kept where it is Chinese. */
static void
leave(struct reader *r, const json_t *value)
{
	struct kb_strs lines = { 0 };
	kb_str text = json_is_string(value) ? field_of(r, value) : KB_STR_NULL;
	bool han = false;
	for (size_t off = 0; off < text.n && !han;) {
		han = kb_cp_han(kb_utf8_next(text, &off));
	}
	if (han) {
		kb_strs_add(r->d.page.a, &lines, text);
		kb_digital_leave(&r->d, &lines);
	}
}

static void
read_member(struct reader *r, const char *key, const json_t *value, struct kb_piece *piece)
{
	kb_str *const fields[] = {
		[HEADLINE] = &piece->headline,
		[KICKER] = &piece->kicker,
		[DECK] = &piece->deck,
		[LABEL] = &piece->label,
	};
	kb_str s;
	enum member member = member_of(key);
	switch (member) {
	case HEADLINE:
	case KICKER:
	case DECK:
	case LABEL:
		*fields[member] = field_of(r, value);
		break;
	case AUTHOR:
		s = field_of(r, value);
		if (s.n) {
			kb_strs_add(r->d.page.a, &piece->authors, s);
		}
		break;
	case BODY:
		paragraphs_of(r, value, &piece->body);
		break;
	case PAGE:
		piece->page = page_of(r, value);
		break;
	case OTHER:
		leave(r, value);
		break;
	case PAGE_NAME:
	case DAY:
	case PAPER:
	case UNREAD:
	default:
		break;
	}
}

static void
read_article(struct reader *r, json_t *row, kb_str page)
{
	struct kb_piece piece = { .page = page };
	const char *key;
	json_t *value;
	json_object_foreach(row, key, value)
	{
		read_member(r, key, value, &piece);
	}
	if (piece.headline.n || piece.body.n || piece.kicker.n || piece.deck.n) {
		(void)kb_digital_add(&r->d, &piece);
	}
	kb_digital_page_name(&r->d, piece.page, field_of(r, json_object_get(row, "page_name")));
}

/* --- a paper with its pages ---------------------------------------------------------------- */

bool
kb_fmt_jsonpages_is(const struct kb_bundle *bundle)
{
	kb_str bytes = bundle->files[0].bytes;
	return bundle->n == 1 && kb_file_first(bytes) == '{' && kb_json_has(bytes, "pages", '[') &&
	       kb_json_has(bytes, "articles", '[');
}

static void
read_pages(struct reader *r, json_t *root)
{
	size_t i;
	size_t k;
	json_t *page;
	json_t *row;
	const char *key;
	json_t *value;
	r->d.printed_day = day_of(r, json_object_get(root, "date"));
	r->d.issue.paper = field_of(r, json_object_get(root, "source"));
	r->d.issue.pages = (int)json_array_size(json_object_get(root, "pages"));
	json_object_foreach(root, key, value)
	{
		if (member_of(key) == OTHER) {
			leave(r, value);
		}
	}
	json_array_foreach(json_object_get(root, "pages"), i, page)
	{
		kb_str number = page_of(r, json_object_get(page, "page"));
		kb_digital_page_name(&r->d, number,
		                     field_of(r, json_object_get(page, "page_name")));
		json_array_foreach(json_object_get(page, "articles"), k, row)
		{
			read_article(r, row, number);
		}
	}
}

static enum kb_err
load(struct reader *r, kb_str json, json_t **root)
{
	return kb_json_load(r->d.ctx, json, _("JSON of a digital edition"), root);
}

enum kb_err
kb_fmt_jsonpages_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                      const struct kb_parse_options *options, const struct kb_sink *sink)
{
	struct reader r = { .sink = sink, .name = bundle->name };
	json_t *root = NULL;
	kb_digital_init(&r.d, ctx, a, options);
	enum kb_err err = load(&r, bundle->files[0].bytes, &root);
	if (!err) {
		read_pages(&r, root);
		err = kb_digital_finish(&r.d, r.name, sink);
	}
	json_decref(root);
	return err;
}

/* --- flat rows -------------------------------------------------------------------------------- */

bool
kb_fmt_jsonrows_is(const struct kb_bundle *bundle)
{
	kb_str bytes = bundle->files[0].bytes;
	char first = kb_file_first(bytes);
	return bundle->n == 1 && (first == '{' || first == '[') && kb_json_has(bytes, "title", 0) &&
	       kb_json_has(bytes, "content", 0) && !kb_json_has(bytes, "articles", '[');
}

struct row {
	json_t *value;
	kb_day day;
	size_t i;
};

static int
by_day(const void *x, const void *y)
{
	const struct row *a = x;
	const struct row *b = y;
	return a->day != b->day ? (a->day < b->day ? -1 : 1) : (a->i < b->i ? -1 : 1);
}

/* All rows as one list: the document's, or one a line. */
static enum kb_err
gather(struct reader *r, kb_str json, json_t *list)
{
	kb_str line;
	json_t *root = NULL;
	enum kb_err err = KB_OK;
	if (kb_file_first(json) == '[') {
		err = load(r, json, &root);
		(void)json_array_extend(list, root);
		json_decref(root);
		return err;
	}
	while (!err && kb_str_split(&json, '\n', &line)) {
		root = NULL;
		if (kb_str_trim(line).n) {
			err = load(r, line, &root);
			(void)json_array_append_new(list, root);
		}
	}
	return err;
}

/* Rows of one day are one issue. */
static enum kb_err
read_day(struct reader *r, const struct row *rows, size_t n)
{
	struct kb_ctx *ctx = r->d.ctx;
	struct kb_arena *a = r->d.page.a;
	kb_digital_init(&r->d, ctx, a, r->d.page.options);
	r->d.printed_day = rows[0].day;
	for (size_t i = 0; i < n; i++) {
		json_t *paper = json_object_get(rows[i].value, "paper");
		paper = paper ? paper : json_object_get(rows[i].value, "source");
		r->d.issue.paper = r->d.issue.paper.p ? r->d.issue.paper : field_of(r, paper);
		read_article(r, rows[i].value, KB_STR_NULL);
	}
	return kb_digital_finish(&r->d, r->name, r->sink);
}

static enum kb_err
read_days(struct reader *r, json_t *list)
{
	size_t n = json_array_size(list);
	struct row *rows = kb_arena_alloc(r->d.page.a, n, sizeof(*rows));
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < n; i++) {
		json_t *value = json_array_get(list, i);
		rows[i] = (struct row){ value, day_of(r, json_object_get(value, "date")), i };
	}
	if (n) {
		qsort(rows, n, sizeof(*rows), by_day);
	}
	for (size_t i = 0; i < n && !err;) {
		size_t len = 1;
		while (i + len < n && rows[i + len].day == rows[i].day) {
			len++;
		}
		err = read_day(r, rows + i, len);
		i += len;
	}
	return err;
}

enum kb_err
kb_fmt_jsonrows_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                     const struct kb_parse_options *options, const struct kb_sink *sink)
{
	struct reader r = { .sink = sink, .name = bundle->name };
	json_t *list = json_array();
	kb_digital_init(&r.d, ctx, a, options);
	enum kb_err err = gather(&r, bundle->files[0].bytes, list);
	err = err ? err : read_days(&r, list);
	json_decref(list);
	return err;
}
