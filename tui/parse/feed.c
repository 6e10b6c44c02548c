/*
 * RSS and Atom: an issue a day. The item's category is its page where it says
 * so, else its label; its text is HTML inside the XML.
 */
#include <stdlib.h>
#include <string.h>

#include "digital_int.h"
#include "formats.h"

#define BEIJING_MIN (8 * 60)
#define DAY_MIN (24 * 60)

struct item {
	kb_day day;
	size_t order; /* its place in the feed */
	size_t node;
};

struct feed {
	struct kb_ctx *ctx;
	struct kb_arena *a;
	struct kb_html h;
	struct kb_parse_report report;
	struct item *items;
	size_t n;
	size_t cap;
	size_t channel; /* the element that holds the items' titles */
};

bool
kb_fmt_feed_is(const struct kb_bundle *bundle)
{
	return bundle->n == 1 && kb_feed_like(bundle->files[0].bytes);
}

/* --- elements -------------------------------------------------------------------- */

/* The first element of one of these names right inside the node; SIZE_MAX. */
static size_t
child(const struct kb_html *h, size_t node, const char *const *names, size_t from)
{
	for (size_t i = from > node ? from : node + 1; i < h->v[node].end; i++) {
		if (h->v[i].parent == node && h->v[i].kind == KB_NODE_ELEMENT &&
		    kb_is_any(h->v[i].text, names)) {
			return i;
		}
	}
	return SIZE_MAX;
}

static void
use(struct kb_html *h, size_t node)
{
	for (size_t i = node; i < h->v[node].end; i++) {
		h->v[i].used = true;
	}
}

/* Lines of the element: XHTML inside it, or HTML in its text. */
static struct kb_strs
lines_of(struct feed *f, size_t node)
{
	struct kb_strs lines = { 0 };
	bool elements = false;
	for (size_t i = node + 1; i < f->h.v[node].end; i++) {
		elements = elements || f->h.v[i].kind == KB_NODE_ELEMENT;
	}
	if (elements) {
		return kb_html_take(f->a, &f->h, kb_html_inside(&f->h, node), &f->report.text);
	}
	kb_str raw = kb_html_raw(f->a, &f->h, node);
	if (raw.n) {
		lines = kb_html_lines(f->a, raw, &f->report.text);
	}
	use(&f->h, node);
	return lines;
}

static kb_str
text_of(struct feed *f, size_t node, const char *const *names)
{
	size_t at = child(&f->h, node, names, 0);
	if (at == SIZE_MAX) {
		return KB_STR_NULL;
	}
	struct kb_strs lines = lines_of(f, at);
	return kb_lines_join(f->a, &lines);
}

/* --- days -------------------------------------------------------------------------- */

static int
two(kb_str s, size_t at)
{
	if (at + 2 > s.n || s.p[at] < '0' || s.p[at] > '9' || s.p[at + 1] < '0' ||
	    s.p[at + 1] > '9') {
		return -1;
	}
	return (s.p[at] - '0') * 10 + (s.p[at + 1] - '0');
}

/* "18 Mar 2026" at the start of s; bytes, or 0. */
static size_t
named_month(kb_str s, kb_day *day)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct kb_ymd ymd = { 0 };
	size_t off = 0;
	while (off < s.n && off < 2 && s.p[off] >= '0' && s.p[off] <= '9') {
		ymd.day = ymd.day * 10 + (s.p[off++] - '0');
	}
	if (off == 0 || off + 9 > s.n || s.p[off] != ' ') {
		return 0;
	}
	for (int m = 0; m < 12; m++) {
		if (memcmp(s.p + off + 1, months + (ptrdiff_t)m * 3, 3) == 0) {
			ymd.month = m + 1;
		}
	}
	int century = two(s, off + 5);
	int year = two(s, off + 7);
	if (!ymd.month || century < 0 || year < 0) {
		return 0;
	}
	ymd.year = century * 100 + year;
	*day = kb_day_of(ymd);
	return *day == KB_DAY_NONE ? 0 : off + 9;
}

/* Minutes east of Greenwich that s ends in: +0800, +08:00, GMT, Z. */
static int
zone(kb_str s)
{
	for (size_t i = s.n; i > 0; i--) {
		char c = s.p[i - 1];
		if (c != '+' && c != '-') {
			continue;
		}
		int hours = two(s, i);
		int minutes = two(s, i + (i + 2 < s.n && s.p[i + 2] == ':' ? 3 : 2));
		int east = hours < 0 ? 0 : hours * 60 + (minutes < 0 ? 0 : minutes);
		return c == '+' ? east : -east;
	}
	return 0;
}

/* RFC 822 or ISO 8601 → the day in China; a date without a time is as printed. */
static kb_day
day_of(kb_str s)
{
	kb_day day = KB_DAY_NONE;
	size_t n = 0;
	for (size_t i = 0; i < s.n && !n; i++) {
		kb_str here = kb_str_sub(s, i, s.n);
		n = named_month(here, &day);
		n = n ? n : kb_date_scan(here, &day);
		if (n) {
			s = kb_str_sub(here, n, here.n);
		}
	}
	if (!n) {
		return KB_DAY_NONE;
	}
	int hours = s.n > 3 ? two(s, 1) : -1;
	int minutes = s.n > 6 ? two(s, 4) : -1;
	if (hours < 0 || minutes < 0) {
		return day;
	}
	int here = hours * 60 + minutes - zone(kb_str_sub(s, 6, s.n)) + BEIJING_MIN;
	return day + (here < 0 ? -1 : here / DAY_MIN);
}

static int
by_day(const void *x, const void *y)
{
	const struct item *a = x;
	const struct item *b = y;
	if (a->day != b->day) {
		return a->day < b->day ? -1 : 1;
	}
	return (a->order > b->order) - (a->order < b->order);
}

static void
find_items(struct feed *f)
{
	static const char *const names[] = { "item", "entry", NULL };
	static const char *const dates[] = { "pubDate", "published", "dc:date",
		                             "updated", "date",      NULL };
	f->channel = SIZE_MAX;
	for (size_t i = 0; i < f->h.n; i++) {
		const struct kb_node *node = &f->h.v[i];
		if (node->kind != KB_NODE_ELEMENT) {
			continue;
		}
		if (f->channel == SIZE_MAX &&
		    kb_is_any(node->text, (const char *const[]){ "channel", "feed", NULL })) {
			f->channel = i;
		}
		if (!kb_is_any(node->text, names)) {
			continue;
		}
		f->items = kb_arena_grow(f->a, f->items, f->n, &f->cap, sizeof(*f->items));
		struct item *item = &f->items[f->n];
		*item = (struct item){ KB_DAY_NONE, f->n, i };
		f->n++;
		for (const char *const *name = dates; *name && item->day == KB_DAY_NONE; name++) {
			kb_str date = text_of(f, i, (const char *const[]){ *name, NULL });
			item->day = date.n ? day_of(date) : KB_DAY_NONE;
		}
	}
	if (f->n) {
		qsort(f->items, f->n, sizeof(*f->items), by_day);
	}
}

/* --- items -------------------------------------------------------------------------- */

/* What a machine reads. */
static void
use_machine(struct feed *f, size_t node)
{
	static const char *const names[] = {
		"link",          "guid",      "id",        "pubDate", "published", "updated",
		"lastBuildDate", "generator", "language",  "ttl",     "atom:link", "dc:date",
		"docs",          "comments",  "enclosure", NULL
	};
	for (size_t at = node; (at = child(&f->h, node, names, at + 1)) != SIZE_MAX;) {
		use(&f->h, at);
	}
}

static void
read_categories(struct feed *f, struct kb_digital *d, size_t node, struct kb_piece *piece)
{
	static const char *const names[] = { "category", "dc:subject", NULL };
	struct kb_strs words = { 0 };
	for (size_t at = node; (at = child(&f->h, node, names, at + 1)) != SIZE_MAX;) {
		struct kb_strs lines = lines_of(f, at);
		kb_str term = kb_html_attr(&f->h, at, "term");
		kb_str word = lines.n  ? kb_lines_join(f->a, &lines)
		              : term.n ? kb_field_dup(f->a, term)
		                       : KB_STR_NULL;
		kb_str name;
		if (!word.n) {
			continue;
		}
		if (!piece->page.n && kb_page_label(f->a, word, &piece->page, &name)) {
			kb_digital_page_name(d, piece->page, name);
		} else {
			kb_strs_add(f->a, &words, word);
		}
	}
	if (words.n == 1) {
		piece->label = words.v[0];
	} else {
		kb_digital_leave(d, &words);
	}
}

/* RSS says mail@host (name), Atom name inside author. */
static void
read_authors(struct feed *f, size_t node, struct kb_piece *piece)
{
	static const char *const names[] = { "author", "dc:creator", "itunes:author", NULL };
	for (size_t at = node; (at = child(&f->h, node, names, at + 1)) != SIZE_MAX;) {
		size_t name = child(&f->h, at, (const char *const[]){ "name", NULL }, 0);
		struct kb_strs lines = lines_of(f, name == SIZE_MAX ? at : name);
		kb_str text = kb_lines_join(f->a, &lines);
		size_t open = kb_str_find(text, KB_STR("("));
		if (kb_str_find(text, KB_STR("@")) < open && open != SIZE_MAX) {
			text = kb_str_trim(
				kb_str_sub(text, open + 1, kb_str_find(text, KB_STR(")"))));
		}
		if (text.n) {
			kb_strs_add(f->a, &piece->authors, text);
		}
	}
}

/* The full text where there is one; a summary that isn't its beginning is left over. */
static void
read_text(struct feed *f, struct kb_digital *d, size_t node, struct kb_piece *piece)
{
	static const char *const full[] = { "content:encoded", "content", NULL };
	static const char *const brief[] = { "description", "summary", NULL };
	size_t at = child(&f->h, node, full, 0);
	size_t summary = child(&f->h, node, brief, 0);
	struct kb_strs text = { 0 };
	struct kb_strs begin = { 0 };
	if (at != SIZE_MAX) {
		text = lines_of(f, at);
	}
	if (summary != SIZE_MAX) {
		begin = lines_of(f, summary);
	}
	if (!text.n) {
		piece->body = begin;
		return;
	}
	piece->body = text;
	kb_str whole = kb_lines_join(f->a, &text);
	for (size_t i = 0; i < begin.n; i++) {
		if (kb_str_find(whole, begin.v[i]) == SIZE_MAX) {
			kb_strs_add(f->a, &d->leftover, begin.v[i]);
		}
	}
}

static void
read_item(struct feed *f, struct kb_digital *d, size_t node)
{
	static const char *const titles[] = { "title", NULL };
	struct kb_piece piece = { 0 };
	use_machine(f, node);
	piece.headline = text_of(f, node, titles);
	read_categories(f, d, node, &piece);
	read_authors(f, node, &piece);
	read_text(f, d, node, &piece);
	kb_digital_cut_end(d, &piece.body);
	struct kb_strs rest =
		kb_html_take(f->a, &f->h, kb_html_inside(&f->h, node), &f->report.text);
	kb_digital_leave(d, &rest);
	if (piece.headline.n || piece.body.n) {
		(void)kb_digital_add(d, &piece);
	}
}

/* --- days → issues ---------------------------------------------------------------------- */

static enum kb_err
read_day(struct feed *f, const struct kb_bundle *bundle, const struct kb_parse_options *options,
         const struct kb_sink *sink, size_t from, size_t to, kb_str title,
         const struct kb_strs *channel)
{
	struct kb_digital d;
	kb_digital_init(&d, f->ctx, f->a, options);
	d.report.encoding = f->report.encoding;
	d.printed_day = f->items[from].day;
	kb_str paper = kb_paper_of_title(f->a, title);
	d.issue.paper = paper.n ? paper : title;
	if (title.n) {
		kb_strs_add(f->a, &d.issue.masthead, title);
	}
	for (size_t i = from; i < to; i++) {
		read_item(f, &d, f->items[i].node);
	}
	kb_digital_leave(&d, channel);
	d.report.text = f->report.text;
	return kb_digital_finish(&d, bundle->name, sink);
}

/* What the feed says of itself, not of an item. */
static struct kb_strs
channel_lines(struct feed *f)
{
	static const char *const names[] = { "description", "subtitle",       "copyright",
		                             "rights",      "managingEditor", NULL };
	struct kb_strs all = { 0 };
	if (f->channel == SIZE_MAX) {
		return all;
	}
	use_machine(f, f->channel);
	for (size_t at = f->channel; (at = child(&f->h, f->channel, names, at + 1)) != SIZE_MAX;) {
		struct kb_strs lines = lines_of(f, at);
		for (size_t i = 0; i < lines.n; i++) {
			kb_strs_add(f->a, &all, lines.v[i]);
		}
	}
	return all;
}

static enum kb_err
load(struct feed *f, kb_str bytes)
{
	struct kb_buf text = { 0 };
	enum kb_err err =
		kb_html_decode(f->ctx, bytes, &text, &f->report.encoding, &f->report.text);
	if (!err) {
		err = kb_xml_parse(f->ctx, f->a, kb_buf_str(&text), &f->h);
	}
	kb_buf_release(&text);
	return err;
}

enum kb_err
kb_fmt_feed_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                 const struct kb_parse_options *options, const struct kb_sink *sink)
{
	static const char *const titles[] = { "title", NULL };
	struct feed f = { .ctx = ctx, .a = a };
	enum kb_err err = load(&f, bundle->files[0].bytes);
	if (err) {
		return err;
	}
	find_items(&f);
	kb_str title = f.channel == SIZE_MAX ? KB_STR_NULL : text_of(&f, f.channel, titles);
	struct kb_strs channel = channel_lines(&f);
	if (!f.n) {
		struct kb_digital none;
		kb_digital_init(&none, ctx, a, options);
		return kb_digital_finish(&none, bundle->name, sink);
	}
	for (size_t from = 0, to; from < f.n && !err; from = to) {
		for (to = from + 1; to < f.n && f.items[to].day == f.items[from].day;) {
			to++;
		}
		err = read_day(&f, bundle, options, sink, from, to, title, &channel);
	}
	return err;
}
