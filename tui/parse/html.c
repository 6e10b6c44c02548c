/*
 * libxml2's parsers → nodes in document order. Of libxml2 only the events are
 * used: no tree of its own, no network, no DTD, no entities but the predefined.
 */
#include "html_int.h"

#include <limits.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include "kanbao/i18n.h"
#include "kanbao/parse.h"
#include "parse_int.h"

struct builder {
	struct kb_arena *a;
	struct kb_html *h;
	xmlParserCtxtPtr ctxt;
	size_t open; /* innermost open element, SIZE_MAX for none */
	int depth;
	bool brk;
	bool gap;
	bool deep; /* the limit was met */
	bool xml;
};

static kb_str
of_xml(const xmlChar *s)
{
	return kb_str_of((const char *)s);
}

static struct kb_node *
add_node(struct builder *b, enum kb_node_kind kind, kb_str text)
{
	struct kb_html *h = b->h;
	h->v = kb_arena_grow(b->a, h->v, h->n, &h->cap, sizeof(*h->v));
	struct kb_node *node = &h->v[h->n++];
	*node = (struct kb_node){ .kind = kind,
		                  .text = kb_arena_dup(b->a, text),
		                  .parent = b->open,
		                  .end = h->n,
		                  .brk = b->brk,
		                  .gap = b->gap };
	node->hidden = b->open != SIZE_MAX && h->v[b->open].hidden;
	if (kind != KB_NODE_COMMENT) {
		b->brk = false;
		b->gap = false;
	} else {
		node->brk = false;
	}
	return node;
}

static void
add_attrs(struct builder *b, struct kb_node *node, const xmlChar **atts)
{
	size_t n = 0;
	while (atts && atts[2 * n]) {
		n++;
	}
	node->attrs = kb_arena_alloc(b->a, n, sizeof(*node->attrs));
	node->nattrs = n;
	for (size_t i = 0; i < n; i++) {
		kb_str value = of_xml(atts[2 * i + 1]);
		node->attrs[i].name = kb_arena_dup(b->a, of_xml(atts[2 * i]));
		node->attrs[i].value = value.p ? kb_arena_dup(b->a, value) : KB_STR("");
	}
}

/* What stands on lines of its own. */
static bool
is_block(kb_str name)
{
	static const char *const names[] = { "address",
		                             "article",
		                             "aside",
		                             "blockquote",
		                             "body",
		                             "br",
		                             "caption",
		                             "center",
		                             "dd",
		                             "div",
		                             "dl",
		                             "dt",
		                             "fieldset",
		                             "figure",
		                             "footer",
		                             "form",
		                             "h1",
		                             "h2",
		                             "h3",
		                             "h4",
		                             "h5",
		                             "h6",
		                             "header",
		                             "hr",
		                             "li",
		                             "main",
		                             "nav",
		                             "ol",
		                             "p",
		                             "pre",
		                             "section",
		                             "table",
		                             "tr",
		                             "ul",
		                             "option",
		                             "figcaption",
		                             "html",
		                             "head",
		                             "founder-title",
		                             "founder-subtitle",
		                             "founder-author",
		                             "founder-content",
		                             NULL };
	return kb_is_any(name, names);
}

static bool
is_hidden(kb_str name, bool xml)
{
	static const char *const always[] = { "script", "style", NULL };
	static const char *const names[] = { "title", "template", "object", "iframe", NULL };
	return kb_is_any(name, always) || (!xml && kb_is_any(name, names));
}

static void
on_start(void *user, const xmlChar *name, const xmlChar **atts)
{
	struct builder *b = user;
	if (b->deep || ++b->depth > KB_LIMIT_DEPTH) {
		b->deep = true;
		xmlStopParser(b->ctxt);
		return;
	}
	kb_str tag = of_xml(name);
	b->brk = b->brk || is_block(tag);
	b->gap = b->gap || kb_is_any(tag, (const char *const[]){ "td", "th", NULL });
	struct kb_node *node = add_node(b, KB_NODE_ELEMENT, tag);
	add_attrs(b, node, atts);
	node->hidden = node->hidden || is_hidden(tag, b->xml);
	/* the break belongs to the text that comes, whatever stands between */
	b->brk = node->brk;
	b->gap = node->gap;
	b->open = b->h->n - 1;
}

static void
on_end(void *user, const xmlChar *name)
{
	struct builder *b = user;
	(void)name;
	if (b->deep || b->open == SIZE_MAX) {
		return;
	}
	struct kb_node *node = &b->h->v[b->open];
	node->end = b->h->n;
	b->brk = b->brk || is_block(node->text);
	b->gap = b->gap || kb_is_any(node->text, (const char *const[]){ "td", "th", NULL });
	b->open = node->parent;
	b->depth--;
}

static void
on_text(void *user, const xmlChar *text, int len)
{
	struct builder *b = user;
	if (!b->deep && len > 0) {
		(void)add_node(b, KB_NODE_TEXT, (kb_str){ (const char *)text, (size_t)len });
	}
}

static void
on_comment(void *user, const xmlChar *text)
{
	struct builder *b = user;
	if (!b->deep) {
		(void)add_node(b, KB_NODE_COMMENT, of_xml(text));
	}
}

static xmlEntityPtr
on_entity(void *user, const xmlChar *name)
{
	(void)user;
	return xmlGetPredefinedEntity(name);
}

static const xmlSAXHandler events = {
	.startElement = on_start,
	.endElement = on_end,
	.characters = on_text,
	.ignorableWhitespace = on_text,
	.cdataBlock = on_text,
	.comment = on_comment,
	.getEntity = on_entity,
};

/*
 * A tag with very many attributes: libxml2 compares each with all before it.
 * Counted are blanks and = up to the next >, without what stands in quotes.
 */
static bool
crowded(kb_str text)
{
	size_t n = 0;
	bool inside = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (inside && (c == '"' || c == '\'') && text.p[i - 1] == '=') {
			const char *end = memchr(text.p + i + 1, c, text.n - i - 1);
			i = end ? (size_t)(end - text.p) : text.n;
			continue;
		}
		bool begins = c == '<' && i + 1 < text.n && (text.p[i + 1] | 0x20) >= 'a' &&
		              (text.p[i + 1] | 0x20) <= 'z';
		if (begins || c == '>') {
			inside = begins;
			n = 0;
		} else if (inside && (c == '=' || c == ' ' || c == '\n' || c == '\t')) {
			n++;
		}
		if (n > (size_t)2 * KB_LIMIT_ATTRIBUTES) {
			return true;
		}
	}
	return false;
}

static enum kb_err
run(struct kb_ctx *ctx, struct kb_arena *a, kb_str text, struct kb_html *out, bool xml)
{
	struct kb_html made = { 0 };
	struct builder b = { .a = a, .h = &made, .open = SIZE_MAX, .xml = xml };
	int options = xml ? XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR |
	                              XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC
	                  : HTML_PARSE_NONET | HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
	                              HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC;
	if (text.n > INT_MAX - 1) {
		return kb_fail(ctx, KB_E_DATA, _("larger than %zu MiB; split it by day"),
		               KB_LIMIT_FILE >> 20);
	}
	if (crowded(text)) {
		return kb_fail(ctx, KB_E_DATA,
		               _("a tag with more than %d attributes; no page of a paper has one"),
		               KB_LIMIT_ATTRIBUTES);
	}
	b.ctxt = xml ? xmlNewParserCtxt() : htmlNewParserCtxt();
	if (!b.ctxt) {
		return kb_fail(ctx, KB_E_INTERNAL, _("no memory for the parser of HTML"));
	}
	*b.ctxt->sax = events;
	b.ctxt->userData = &b;
	xmlDocPtr doc =
		xml ? xmlCtxtReadMemory(b.ctxt, text.p, (int)text.n, NULL, "UTF-8", options)
		    : htmlCtxtReadMemory(b.ctxt, text.p, (int)text.n, NULL, "UTF-8", options);
	xmlFreeDoc(doc);
	if (xml) {
		xmlFreeParserCtxt(b.ctxt);
	} else {
		htmlFreeParserCtxt(b.ctxt);
	}
	if (b.deep) {
		return kb_fail(ctx, KB_E_DATA,
		               _("elements nested more than %d deep; no page of a paper looks so"),
		               KB_LIMIT_DEPTH);
	}
	for (; b.open != SIZE_MAX; b.open = made.v[b.open].parent) {
		made.v[b.open].end = made.n;
	}
	*out = made;
	return KB_OK;
}

enum kb_err
kb_html_parse(struct kb_ctx *ctx, struct kb_arena *a, kb_str text, struct kb_html *out)
{
	return run(ctx, a, text, out, false);
}

/* Bytes of the entity that s begins with, whose name is known to XML or a number; 0. */
static size_t
xml_entity(kb_str s)
{
	static const char *const known[] = {
		"&lt;", "&gt;", "&amp;", "&quot;", "&apos;", "&#", NULL
	};
	return kb_starts_any(s, known);
}

/* Appends what HTML means by the entity at the start of s; its bytes, or 0. */
static size_t
html_entity(kb_str s, struct kb_buf *out)
{
	char name[12];
	size_t n = 0;
	while (n + 1 < s.n && n < sizeof(name) - 1 && s.p[n + 1] != ';') {
		name[n] = s.p[n + 1];
		n++;
	}
	name[n] = '\0';
	const htmlEntityDesc *entity =
		n + 1 < s.n && s.p[n + 1] == ';' ? htmlEntityLookup((const xmlChar *)name) : NULL;
	if (!entity) {
		return 0;
	}
	kb_buf_cp(out, entity->value);
	return n + 2;
}

/*
 * Feeds use the entities of HTML, which XML doesn't know, and bare &. What a
 * DTD declares is never expanded: it stays as it is written.
 */
static void
settle_entities(kb_str text, struct kb_buf *out)
{
	for (size_t i = 0; i < text.n;) {
		kb_str here = kb_str_sub(text, i, text.n);
		size_t n = 1;
		if (kb_str_starts(here, KB_STR("<![CDATA["))) {
			size_t end = kb_str_find(here, KB_STR("]]>"));
			n = end == SIZE_MAX ? here.n : end;
		} else if (here.p[0] == '&' && !xml_entity(here)) {
			n = html_entity(here, out);
			if (!n) {
				kb_buf_add(out, KB_STR("&amp;"));
			}
			i += n ? n : 1;
			continue;
		}
		kb_buf_add(out, kb_str_sub(here, 0, n));
		i += n;
	}
}

enum kb_err
kb_xml_parse(struct kb_ctx *ctx, struct kb_arena *a, kb_str text, struct kb_html *out)
{
	struct kb_buf settled = { 0 };
	settle_entities(text, &settled);
	enum kb_err err = run(ctx, a, kb_buf_str(&settled), out, true);
	kb_buf_release(&settled);
	return err;
}

enum kb_err
kb_html_decode(struct kb_ctx *ctx, kb_str bytes, struct kb_buf *text, enum kb_encoding *encoding,
               struct kb_text_report *report)
{
	struct kb_text_report met = { 0 };
	if (bytes.n > KB_LIMIT_FILE) {
		return kb_fail(ctx, KB_E_DATA, _("larger than %zu MiB; split it by day"),
		               KB_LIMIT_FILE >> 20);
	}
	*encoding = kb_encoding_sniff(bytes);
	kb_text_decode(bytes, *encoding, text, &met);
	if ((met.broken + met.controls) * 20 > text->n / 2 + 20) {
		return kb_fail(ctx, KB_E_DATA,
		               _("no text in any known encoding; convert it to UTF-8 first"));
	}
	report->controls += met.controls;
	report->invisible += met.invisible;
	report->broken += met.broken;
	return KB_OK;
}

enum kb_err
kb_html_load(struct kb_ctx *ctx, struct kb_arena *a, kb_str bytes, struct kb_html *out,
             struct kb_parse_report *report)
{
	struct kb_buf text = { 0 };
	enum kb_err err = kb_html_decode(ctx, bytes, &text, &report->encoding, &report->text);
	if (!err) {
		err = kb_html_parse(ctx, a, kb_buf_str(&text), out);
	}
	kb_buf_release(&text);
	return err;
}
