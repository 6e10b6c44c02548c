/*
 * HTML and XML as a flat list of nodes in document order, made by libxml2;
 * no other file includes its headers. All texts are UTF-8; the declaration
 * of a charset counts for nothing, since what comes in has been decoded.
 */
#ifndef KANBAO_HTML_INT_H
#define KANBAO_HTML_INT_H

#include "kanbao/arena.h"
#include "kanbao/ctx.h"
#include "kanbao/parse.h"
#include "kanbao/text.h"

enum kb_node_kind {
	KB_NODE_ELEMENT,
	KB_NODE_TEXT,
	KB_NODE_COMMENT,
};

struct kb_attr {
	kb_str name;
	kb_str value;
};

struct kb_node {
	enum kb_node_kind kind;
	kb_str text; /* name of the element in lower case, the text, or the comment */
	struct kb_attr *attrs;
	size_t nattrs;
	size_t parent; /* SIZE_MAX at the top */
	size_t end;    /* the first node behind it and all inside it */
	bool brk;      /* a printed line ends before it */
	bool gap;      /* a cell of a table ends before it */
	bool hidden;   /* never printed: script, style, title */
	bool used;     /* its text has been taken */
};

struct kb_html {
	struct kb_node *v;
	size_t n;
	size_t cap;
};

/* Nodes [from, to). */
struct kb_span {
	size_t from;
	size_t to;
};

/* True where the bytes begin like a page of HTML, or like XML that is a feed. */
bool kb_html_like(kb_str bytes);
bool kb_feed_like(kb_str bytes);
/*
 * True where the word stands in the bytes, upper case or lower. For pages in
 * any encoding that has ASCII in it.
 */
bool kb_bytes_have(kb_str bytes, const char *word);

/*
 * Bytes of a page → text, whatever charset it declares. Refuses with
 * KB_E_DATA what is too large or no text. *report is added to.
 */
enum kb_err kb_html_decode(struct kb_ctx *ctx, kb_str bytes, struct kb_buf *text,
                           enum kb_encoding *encoding, struct kb_text_report *report);
/* Text → nodes. Refuses with KB_E_DATA what is nested too deep. */
enum kb_err kb_html_parse(struct kb_ctx *ctx, struct kb_arena *a, kb_str text, struct kb_html *out);
enum kb_err kb_xml_parse(struct kb_ctx *ctx, struct kb_arena *a, kb_str text, struct kb_html *out);

/* Both for the bytes of a page of HTML. */
enum kb_err kb_html_load(struct kb_ctx *ctx, struct kb_arena *a, kb_str bytes, struct kb_html *out,
                         struct kb_parse_report *report);

struct kb_span kb_html_all(const struct kb_html *h);
/* The node with all inside it. */
struct kb_span kb_html_inside(const struct kb_html *h, size_t node);
/*
 * The first element of span at or after `from` that fits the selector, or
 * SIZE_MAX. A selector is name, #id, .class or name.class; two with a blank
 * between: the second somewhere inside the first.
 */
size_t kb_html_find(const struct kb_html *h, struct kb_span span, size_t from,
                    const char *selector);
/* All text inside, printed or not, as it stands; absent where there is none. */
kb_str kb_html_raw(struct kb_arena *a, const struct kb_html *h, size_t node);
/* The text of <title>, one line; absent. */
kb_str kb_html_title(struct kb_arena *a, const struct kb_html *h);
/* content of the first <meta> whose name, property or itemprop is one of these. */
kb_str kb_html_meta(struct kb_arena *a, const struct kb_html *h, const char *const *names);
/* The value of an attribute, absent where it has none. */
kb_str kb_html_attr(const struct kb_html *h, size_t node, const char *name);
/*
 * What stands between the comments NAME and /NAME, with or without < > around
 * the name, of which the first is at or after `from`.
 */
bool kb_html_pair(const struct kb_html *h, size_t from, const char *name, struct kb_span *out);

/*
 * The lines that a browser would print of the nodes that no earlier call has
 * taken: sanitised, single blanks, none empty. Their nodes are marked used.
 */
struct kb_strs kb_html_take(struct kb_arena *a, struct kb_html *h, struct kb_span span,
                            struct kb_text_report *report);
/* Cells and links stand on lines of their own from now on: page furniture. */
void kb_html_loosen(struct kb_html *h);
/* The same without marking, all lines joined by a blank; absent where empty. */
kb_str kb_html_peek(struct kb_arena *a, const struct kb_html *h, struct kb_span span);
/* The lines of a piece of HTML that stands in an attribute, comment or feed. */
struct kb_strs kb_html_lines(struct kb_arena *a, kb_str html, struct kb_text_report *report);
/* All of them joined by a blank; absent where there are none. */
kb_str kb_lines_join(struct kb_arena *a, const struct kb_strs *lines);

#endif
