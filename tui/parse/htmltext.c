/* Nodes found by selector or comment, and the lines printed of them. */
#include <string.h>

#include "html_int.h"
#include "parse_int.h"

/* How far into a file its first tag is looked for. */
#define HEAD_BYTES 4096
/* A line end of the source inside a text: a blank, or nothing between Han. */
#define SOFT '\v'

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool
starts_word(kb_str s, const char *word)
{
	size_t i = 0;
	for (; word[i]; i++) {
		if (i >= s.n || lower(s.p[i]) != word[i]) {
			return false;
		}
	}
	return true;
}

bool
kb_bytes_have(kb_str bytes, const char *word)
{
	for (size_t i = 0; i < bytes.n; i++) {
		if (lower(bytes.p[i]) == word[0] &&
		    starts_word(kb_str_sub(bytes, i, bytes.n), word)) {
			return true;
		}
	}
	return false;
}

/* The bytes without BOM and blanks before the first tag. */
static kb_str
first_tag(kb_str bytes)
{
	if (kb_str_starts(bytes, KB_STR("\xEF\xBB\xBF"))) {
		bytes = kb_str_sub(bytes, 3, bytes.n);
	}
	return kb_str_trim(kb_str_sub(bytes, 0, HEAD_BYTES));
}

bool
kb_feed_like(kb_str bytes)
{
	kb_str s = first_tag(bytes);
	bool xml = starts_word(s, "<?xml") || starts_word(s, "<rss") || starts_word(s, "<feed");
	return xml && (kb_bytes_have(s, "<rss") || kb_bytes_have(s, "<feed") ||
	               kb_bytes_have(s, "<rdf:rdf"));
}

bool
kb_html_like(kb_str bytes)
{
	static const char *const tags[] = {
		"<!doctype html", "<html", "<head", "<meta", "<body",  "<title", "<div",
		"<table",         "<p>",   "<p ",   "<h1",   "<h2",    "<h3",    "<article",
		"<section",       "<base", "<link", "<span", "<style", "<script"
	};
	kb_str s = first_tag(bytes);
	if (kb_feed_like(bytes)) {
		return false;
	}
	if (starts_word(s, "<?xml") || starts_word(s, "<!--")) {
		return kb_bytes_have(s, "<html") || kb_bytes_have(s, "<head") ||
		       kb_bytes_have(s, "<body") || kb_bytes_have(s, "<div");
	}
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		if (starts_word(s, tags[i])) {
			return true;
		}
	}
	return false;
}

struct kb_span
kb_html_all(const struct kb_html *h)
{
	return (struct kb_span){ 0, h->n };
}

struct kb_span
kb_html_inside(const struct kb_html *h, size_t node)
{
	return (struct kb_span){ node, h->v[node].end };
}

kb_str
kb_html_attr(const struct kb_html *h, size_t node, const char *name)
{
	const struct kb_node *v = &h->v[node];
	for (size_t i = 0; i < v->nattrs; i++) {
		if (kb_str_eq(v->attrs[i].name, kb_str_of(name))) {
			return v->attrs[i].value;
		}
	}
	return KB_STR_NULL;
}

kb_str
kb_html_raw(struct kb_arena *a, const struct kb_html *h, size_t node)
{
	struct kb_buf text = { 0 };
	for (size_t i = node; i < h->v[node].end; i++) {
		if (h->v[i].kind == KB_NODE_TEXT) {
			kb_buf_add(&text, h->v[i].text);
		}
	}
	kb_str raw = text.n ? kb_arena_dup(a, kb_buf_str(&text)) : KB_STR_NULL;
	kb_buf_release(&text);
	return raw;
}

static kb_str
one_line(struct kb_arena *a, kb_str raw)
{
	struct kb_buf clean = { 0 };
	kb_text_oneline(raw, &clean);
	kb_str text = kb_field_dup(a, kb_buf_str(&clean));
	kb_buf_release(&clean);
	return text.n ? text : KB_STR_NULL;
}

kb_str
kb_html_title(struct kb_arena *a, const struct kb_html *h)
{
	size_t at = kb_html_find(h, kb_html_all(h), 0, "title");
	return at == SIZE_MAX ? KB_STR_NULL : one_line(a, kb_html_raw(a, h, at));
}

kb_str
kb_html_meta(struct kb_arena *a, const struct kb_html *h, const char *const *names)
{
	static const char *const keys[] = { "name", "property", "itemprop" };
	size_t at = 0;
	for (; (at = kb_html_find(h, kb_html_all(h), at, "meta")) != SIZE_MAX; at++) {
		kb_str content = kb_html_attr(h, at, "content");
		for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]) && content.n; k++) {
			if (kb_is_any(kb_html_attr(h, at, keys[k]), names)) {
				return one_line(a, content);
			}
		}
	}
	return KB_STR_NULL;
}

/* True where one of the words of value is word. */
static bool
has_class(kb_str value, kb_str word)
{
	kb_str part;
	for (kb_str rest = value; kb_str_split(&rest, ' ', &part);) {
		if (kb_str_eq(kb_str_trim(part), word)) {
			return true;
		}
	}
	return false;
}

static bool
fits(const struct kb_html *h, size_t node, kb_str selector)
{
	size_t n = 0;
	while (n < selector.n && selector.p[n] != '#' && selector.p[n] != '.') {
		n++;
	}
	if (h->v[node].kind != KB_NODE_ELEMENT ||
	    (n && !kb_str_eq(h->v[node].text, kb_str_sub(selector, 0, n)))) {
		return false;
	}
	if (n == selector.n) {
		return true;
	}
	kb_str word = kb_str_sub(selector, n + 1, selector.n);
	return selector.p[n] == '#' ? kb_str_eq(kb_str_trim(kb_html_attr(h, node, "id")), word)
	                            : has_class(kb_html_attr(h, node, "class"), word);
}

static bool
has_ancestor(const struct kb_html *h, size_t node, kb_str selector)
{
	for (size_t up = h->v[node].parent; up != SIZE_MAX; up = h->v[up].parent) {
		if (fits(h, up, selector)) {
			return true;
		}
	}
	return false;
}

size_t
kb_html_find(const struct kb_html *h, struct kb_span span, size_t from, const char *selector)
{
	kb_str last = kb_str_of(selector);
	kb_str outer = KB_STR_NULL;
	size_t blank = kb_str_find(last, KB_STR(" "));
	if (blank != SIZE_MAX) {
		outer = kb_str_sub(last, 0, blank);
		last = kb_str_sub(last, blank + 1, last.n);
	}
	for (size_t i = from > span.from ? from : span.from; i < span.to; i++) {
		if (fits(h, i, last) && (!outer.n || has_ancestor(h, i, outer))) {
			return i;
		}
	}
	return SIZE_MAX;
}

/* A comment that is nothing but the name, < > around it or not. */
static bool
named(const struct kb_node *node, kb_str name, bool closing)
{
	if (node->kind != KB_NODE_COMMENT) {
		return false;
	}
	kb_str s = kb_str_trim(node->text);
	if (s.n >= 2 && s.p[0] == '<' && s.p[s.n - 1] == '>') {
		s = kb_str_sub(s, 1, s.n - 1);
	}
	if (closing && (s.n == 0 || s.p[0] != '/')) {
		return false;
	}
	return kb_str_eq(kb_str_sub(s, closing, s.n), name);
}

bool
kb_html_pair(const struct kb_html *h, size_t from, const char *name, struct kb_span *out)
{
	kb_str word = kb_str_of(name);
	while (from < h->n && !named(&h->v[from], word, false)) {
		from++;
	}
	if (from >= h->n) {
		return false;
	}
	size_t to = from + 1;
	while (to < h->n && !named(&h->v[to], word, true)) {
		to++;
	}
	if (to == h->n && h->v[from].parent != SIZE_MAX) {
		to = h->v[h->v[from].parent].end; /* never closed */
	}
	*out = (struct kb_span){ from, to };
	return true;
}

static bool
ascii_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Text as it stands in the source: runs of its blanks are one. */
static void
add_text(struct kb_buf *out, kb_str s)
{
	for (size_t i = 0; i < s.n;) {
		bool soft = false;
		size_t from = i;
		for (; i < s.n && ascii_blank(s.p[i]); i++) {
			soft = soft || s.p[i] == '\n' || s.p[i] == '\r';
		}
		if (i > from) {
			kb_buf_byte(out, soft ? SOFT : ' ');
		}
		from = i;
		while (i < s.n && !ascii_blank(s.p[i])) {
			i++;
		}
		kb_buf_add(out, kb_str_sub(s, from, i));
	}
}

/* Lines divided by \n of what is printed of the span. */
static void
print_span(const struct kb_html *h, struct kb_span span, struct kb_buf *out)
{
	for (size_t i = span.from; i < span.to && i < h->n; i++) {
		const struct kb_node *node = &h->v[i];
		if (node->used || node->hidden) {
			if (node->brk) {
				kb_buf_byte(out, '\n');
			}
			continue;
		}
		if (node->kind == KB_NODE_COMMENT) {
			continue;
		}
		if (node->brk || node->gap) {
			kb_buf_byte(out, node->brk ? '\n' : ' ');
		}
		if (node->kind == KB_NODE_TEXT) {
			add_text(out, node->text);
		}
	}
}

/* Line ends of the source are nothing between wide characters, else a blank. */
static void
resolve(kb_str line, struct kb_buf *out)
{
	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] != SOFT) {
			kb_buf_byte(out, line.p[i]);
			continue;
		}
		uint32_t before;
		uint32_t behind;
		kb_last_cp(kb_str_sub(line, 0, i), &before);
		kb_first_cp(kb_str_sub(line, i + 1, line.n), &behind);
		if (!kb_cp_wide(before) || !kb_cp_wide(behind)) {
			kb_buf_byte(out, ' ');
		}
	}
}

static struct kb_strs
split_lines(struct kb_arena *a, kb_str printed, struct kb_text_report *report)
{
	struct kb_strs lines = { 0 };
	struct kb_buf soft = { 0 };
	struct kb_buf clean = { 0 };
	kb_str line;
	for (kb_str rest = printed; kb_str_split(&rest, '\n', &line);) {
		kb_buf_clear(&soft);
		kb_buf_clear(&clean);
		resolve(line, &soft);
		kb_text_sanitise(kb_buf_str(&soft), &clean, report);
		kb_str text = kb_field_dup(a, kb_buf_str(&clean));
		if (text.n) {
			kb_strs_add(a, &lines, text);
		}
	}
	kb_buf_release(&soft);
	kb_buf_release(&clean);
	return lines;
}

struct kb_strs
kb_html_take(struct kb_arena *a, struct kb_html *h, struct kb_span span,
             struct kb_text_report *report)
{
	struct kb_buf printed = { 0 };
	print_span(h, span, &printed);
	struct kb_strs lines = split_lines(a, kb_buf_str(&printed), report);
	kb_buf_release(&printed);
	for (size_t i = span.from; i < span.to && i < h->n; i++) {
		h->v[i].used = h->v[i].used || h->v[i].kind == KB_NODE_TEXT;
	}
	return lines;
}

void
kb_html_loosen(struct kb_html *h)
{
	for (size_t i = 0; i < h->n; i++) {
		bool link = h->v[i].kind == KB_NODE_ELEMENT && kb_str_eq(h->v[i].text, KB_STR("a"));
		h->v[i].brk = h->v[i].brk || h->v[i].gap || link;
		if (link && h->v[i].end < h->n) {
			h->v[h->v[i].end].brk = true;
		}
	}
}

kb_str
kb_html_peek(struct kb_arena *a, const struct kb_html *h, struct kb_span span)
{
	struct kb_text_report ignored = { 0 };
	struct kb_buf printed = { 0 };
	print_span(h, span, &printed);
	struct kb_strs lines = split_lines(a, kb_buf_str(&printed), &ignored);
	kb_buf_release(&printed);
	return kb_lines_join(a, &lines);
}

struct kb_strs
kb_html_lines(struct kb_arena *a, kb_str html, struct kb_text_report *report)
{
	struct kb_ctx ctx = { 0 };
	struct kb_html h = { 0 };
	struct kb_strs lines = { 0 };
	if (kb_html_parse(&ctx, a, html, &h)) {
		lines = split_lines(a, html, report); /* too deep: as it stands */
	} else {
		lines = kb_html_take(a, &h, kb_html_all(&h), report);
	}
	kb_ctx_release(&ctx);
	return lines;
}

kb_str
kb_lines_join(struct kb_arena *a, const struct kb_strs *lines)
{
	struct kb_buf text = { 0 };
	for (size_t i = 0; i < lines->n; i++) {
		kb_buf_printf(&text, "%s%.*s", i ? " " : "", KB_ARG(lines->v[i]));
	}
	kb_str joined = lines->n ? kb_arena_dup(a, kb_buf_str(&text)) : KB_STR_NULL;
	kb_buf_release(&text);
	return joined;
}
