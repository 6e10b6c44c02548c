/*
 * The Markdown form of an archive of 1946–2003, one article a file:
 * "### 标题", a line with the day, "第2版(版名)", "专栏：…", then the title
 * again and the text. The file is named DATE_引题_主题_副题.md.
 */
#include <stdlib.h>

#include "digital_int.h"
#include "formats.h"
#include "kanbao/i18n.h"

#define HEAD_BYTES 2048

/* The lines before the text. */
struct head {
	kb_str title;
	kb_day day;
	kb_str page;
	kb_str page_name;
	kb_str column;
	int met; /* day and page */
};

static bool
day_line(kb_str line, kb_day *day)
{
	return line.n == 10 && line.p[4] == '-' && kb_date_scan(line, day) == 10;
}

/* "第2版(要闻)": the name may be empty, and the brackets full-width or wanting. */
static bool
page_line(struct kb_arena *a, kb_str line, struct head *head)
{
	static const char *const openers[] = { "(", "（", NULL };
	static const char *const closers[] = { ")", "）", NULL };
	kb_str page;
	size_t n = kb_str_starts(line, KB_STR("第")) ? kb_page_scan(a, line, &page) : 0;
	kb_str rest = kb_str_sub(line, n, line.n);
	if (!n || !kb_str_starts(rest, KB_STR("版"))) {
		return false;
	}
	rest = kb_str_trim(kb_str_sub(rest, sizeof("版") - 1, rest.n));
	size_t open = kb_starts_any(rest, openers);
	size_t close = kb_ends_any(rest, closers);
	if (rest.n && (!open || !close)) {
		return false;
	}
	kb_str name = kb_str_trim(kb_str_sub(rest, open, rest.n - close));
	head->page = page;
	head->page_name = name.n ? kb_field_dup(a, name) : KB_STR_NULL;
	return true;
}

/* Takes one line of the head; false for what is text already. */
static bool
head_line(struct kb_arena *a, kb_str line, struct head *head)
{
	static const char *const columns[] = { "专栏：", "专栏:", "專欄：", NULL };
	if (!head->title.p && kb_str_starts(line, KB_STR("#"))) {
		while (kb_str_starts(line, KB_STR("#"))) {
			line = kb_str_sub(line, 1, line.n);
		}
		head->title = kb_field_dup(a, line);
		return true;
	}
	if (head->day == KB_DAY_NONE && day_line(line, &head->day)) {
		head->met++;
		return true;
	}
	if (!head->page.p && page_line(a, line, head)) {
		head->met++;
		return true;
	}
	size_t column = kb_starts_any(line, columns);
	if (!head->column.p && column) {
		kb_str name = kb_field_dup(a, kb_str_sub(line, column, line.n));
		head->column = name.n ? name : KB_STR_NULL;
		return true;
	}
	return line.n == 0;
}

/* Reads the head off *text. */
static void
read_head(struct kb_arena *a, kb_str *text, struct head *head)
{
	*head = (struct head){ .day = KB_DAY_NONE };
	kb_str rest = *text;
	kb_str line;
	while (kb_str_split(&rest, '\n', &line) && head_line(a, kb_str_trim(line), head)) {
		*text = rest;
	}
}

static bool
like(struct kb_arena *a, kb_str bytes)
{
	struct kb_buf text = { 0 };
	struct kb_text_report report = { 0 };
	struct head head;
	kb_str start = kb_str_sub(bytes, 0, HEAD_BYTES);
	kb_text_decode(start, kb_encoding_sniff(start), &text, &report);
	kb_str rest = kb_buf_str(&text);
	read_head(a, &rest, &head);
	kb_buf_release(&text);
	return head.title.p && head.met == 2;
}

bool
kb_fmt_mdarchive_is(const struct kb_bundle *bundle)
{
	struct kb_arena a = { 0 };
	bool all = bundle->n > 0;
	for (size_t i = 0; i < bundle->n && all; i++) {
		all = like(&a, bundle->files[i].bytes);
	}
	kb_arena_release(&a);
	return all;
}

/* --- titles: the heading, and the parts of the name ------------------------------------ */

/* The same but for blanks. */
static bool
same(struct kb_arena *a, kb_str x, kb_str y)
{
	struct kb_seen seen = { 0 };
	return kb_seen_add(a, &seen, x) && !kb_seen_add(a, &seen, y);
}

/*
 * DATE_引题_主题_副题: the parts are kicker and deck only where the middle one,
 * or all of them together, are the heading.
 */
static void
read_titles(struct kb_arena *a, kb_str base, kb_str heading, struct kb_piece *piece)
{
	kb_str parts[4];
	size_t n = 0;
	kb_str rest = base;
	piece->headline = heading;
	if (!kb_file_ext(base, KB_STR(".md"))) {
		return;
	}
	rest.n -= 3;
	while (n < 4 && kb_str_split(&rest, '_', &parts[n])) {
		n++;
	}
	if (n != 4 || rest.p) {
		return;
	}
	kb_str all = kb_arena_printf(a, "%.*s%.*s%.*s", KB_ARG(parts[1]), KB_ARG(parts[2]),
	                             KB_ARG(parts[3]));
	bool whole = same(a, heading, all);
	if (parts[2].n && (whole || same(a, heading, parts[2]))) {
		piece->headline = whole ? kb_field_dup(a, parts[2]) : heading;
		piece->kicker = parts[1].n ? kb_field_dup(a, parts[1]) : KB_STR_NULL;
		piece->deck = parts[3].n ? kb_field_dup(a, parts[3]) : KB_STR_NULL;
	}
}

/* The titles are printed once more before the text. */
static bool
repeated(struct kb_arena *a, const struct kb_piece *piece, kb_str heading, kb_str line)
{
	return same(a, heading, line) || same(a, piece->headline, line) ||
	       (piece->kicker.n && same(a, piece->kicker, line)) ||
	       (piece->deck.n && same(a, piece->deck, line));
}

static void
read_article(struct kb_digital *d, kb_str text, kb_str base)
{
	struct kb_arena *a = d->page.a;
	struct head head;
	kb_str line;
	read_head(a, &text, &head);
	struct kb_piece piece = { .page = head.page, .label = head.column };
	struct kb_buf clean = { 0 };
	kb_text_oneline(base, &clean);
	read_titles(a, kb_arena_dup(a, kb_buf_str(&clean)), head.title, &piece);
	kb_buf_release(&clean);
	while (kb_str_split(&text, '\n', &line)) {
		kb_str paragraph = kb_field_dup(a, line);
		bool again = !piece.body.n && repeated(a, &piece, head.title, paragraph);
		if (paragraph.n && !again) {
			kb_strs_add(a, &piece.body, paragraph);
		}
	}
	if (d->printed_day == KB_DAY_NONE) {
		d->printed_day = head.day;
	}
	(void)kb_digital_add(d, &piece);
	kb_digital_page_name(d, head.page, head.page_name);
}

struct placed {
	int position;
	size_t i;
};

static int
by_place(const void *x, const void *y)
{
	const struct placed *a = x;
	const struct placed *b = y;
	int order = a->position - b->position;
	return order ? order : (a->i < b->i ? -1 : 1);
}

/* The names of the files know nothing of pages. */
static void
sort_articles(struct kb_arena *a, struct kb_issue *issue)
{
	size_t n = issue->narticles;
	struct placed *order = kb_arena_alloc(a, n, sizeof(*order));
	struct kb_article *sorted = kb_arena_alloc(a, n, sizeof(*sorted));
	for (size_t i = 0; i < n; i++) {
		order[i] = (struct placed){ kb_page_position(issue->articles[i].page), i };
	}
	if (n) {
		qsort(order, n, sizeof(*order), by_place);
	}
	for (size_t i = 0; i < n; i++) {
		sorted[i] = issue->articles[order[i].i];
	}
	issue->articles = sorted;
}

enum kb_err
kb_fmt_mdarchive_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                      const struct kb_parse_options *options, const struct kb_sink *sink)
{
	struct kb_digital d;
	struct kb_buf text = { 0 };
	enum kb_err err = KB_OK;
	kb_digital_init(&d, ctx, a, options);
	for (size_t i = 0; i < bundle->n && !err; i++) {
		err = kb_digital_text(&d, bundle, i, &text);
		if (!err && text.n) {
			read_article(&d, kb_buf_str(&text), kb_file_base(bundle, i));
		}
	}
	kb_buf_release(&text);
	sort_articles(a, &d.issue);
	return err ? err : kb_digital_finish_day(&d, bundle, sink);
}
