/* The XML of `pdftohtml -xml` → pages of placed texts. */
#include <libxml/xmlreader.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "pdf_int.h"

/* Fonts of a document; ids are counted up by pdftohtml. */
struct font {
	double size;
	int face;
};

struct fonts {
	struct font *v;
	size_t n;
	size_t cap;
	struct kb_strs faces;
};

struct reading {
	struct kb_ctx *ctx;
	struct kb_arena *a;
	xmlTextReaderPtr reader;
	struct kb_pdf *pdf;
	struct kb_text_report *report;
	struct fonts fonts;
};

/* A number of an attribute between bounds that no page leaves; or `other`. */
static double
number(xmlTextReaderPtr reader, const char *name, double other)
{
	xmlChar *value = xmlTextReaderGetAttribute(reader, (const xmlChar *)name);
	double x = value ? strtod((const char *)value, NULL) : other;
	xmlFree(value);
	return isfinite(x) && fabs(x) < 1e6 ? x : other;
}

/* "AAAAAB+SimSun,Bold" → "SimSun": parts of one font have the same face. */
static int
face_of(struct reading *r)
{
	xmlChar *value = xmlTextReaderGetAttribute(r->reader, (const xmlChar *)"family");
	kb_str name = kb_str_of(value ? (const char *)value : "");
	struct kb_strs *faces = &r->fonts.faces;
	if (name.n > 7 && name.p[6] == '+') {
		name = kb_str_sub(name, 7, name.n);
	}
	size_t i = 0;
	while (i < faces->n && !kb_str_eq(faces->v[i], name)) {
		i++;
	}
	if (i == faces->n && i < 1000) {
		kb_strs_add(r->a, faces, kb_arena_dup(r->a, name));
	}
	xmlFree(value);
	return (int)i;
}

static void
read_font(struct reading *r)
{
	double id = number(r->reader, "id", -1);
	struct fonts *fonts = &r->fonts;
	if (id < 0 || id > 100000) {
		return;
	}
	while (fonts->n <= (size_t)id) {
		fonts->v = kb_arena_grow(r->a, fonts->v, fonts->n, &fonts->cap, sizeof(*fonts->v));
		fonts->v[fonts->n++] = (struct font){ 0 };
	}
	fonts->v[(size_t)id] = (struct font){ number(r->reader, "size", 0), face_of(r) };
}

static enum kb_err
read_page(struct reading *r)
{
	struct kb_pdf *pdf = r->pdf;
	if (pdf->n >= KB_PDF_PAGES) {
		return kb_fail(r->ctx, KB_E_DATA, _("more than %zu pages; split it by issue"),
		               KB_PDF_PAGES);
	}
	pdf->pages = kb_arena_grow(r->a, pdf->pages, pdf->n, &pdf->cap, sizeof(*pdf->pages));
	pdf->pages[pdf->n++] = (struct kb_pdf_page){
		.width = number(r->reader, "width", 0),
		.height = number(r->reader, "height", 0),
	};
	return KB_OK;
}

/*
 * The characters inside <text>, whatever <b>, <i>, <a> stand in it. Sanitised
 * here: a reference such as &#x202E; has become a character only now.
 */
static void
inner_text(struct reading *r, struct kb_buf *text)
{
	int depth = xmlTextReaderDepth(r->reader);
	struct kb_buf clean = { 0 };
	if (xmlTextReaderIsEmptyElement(r->reader)) {
		return;
	}
	while (xmlTextReaderRead(r->reader) == 1 && xmlTextReaderDepth(r->reader) > depth) {
		const xmlChar *value = xmlTextReaderConstValue(r->reader);
		if (value) {
			kb_buf_clear(&clean);
			kb_text_sanitise(kb_str_of((const char *)value), &clean, r->report);
			kb_text_ideographs(kb_buf_str(&clean), text);
		}
	}
	kb_buf_release(&clean);
}

static enum kb_err
add_text(struct reading *r, struct kb_pdf_line line)
{
	struct kb_pdf_page *page = &r->pdf->pages[r->pdf->n - 1];
	if (page->n >= KB_PDF_TEXTS) {
		return kb_fail(r->ctx, KB_E_DATA,
		               _("page %zu has more than %zu texts; no page of a paper looks so"),
		               r->pdf->n, KB_PDF_TEXTS);
	}
	page->lines = kb_arena_grow(r->a, page->lines, page->n, &page->cap, sizeof(*page->lines));
	page->lines[page->n++] = line;
	return KB_OK;
}

static enum kb_err
read_text(struct reading *r)
{
	double left = number(r->reader, "left", 0);
	double top = number(r->reader, "top", 0);
	double height = number(r->reader, "height", 0);
	double font = number(r->reader, "font", -1);
	struct kb_pdf_line line = {
		.box = { left, top, left + number(r->reader, "width", 0), top + height },
		.size = height,
	};
	if (font >= 0 && font < (double)r->fonts.n && r->fonts.v[(size_t)font].size > 1) {
		line.size = r->fonts.v[(size_t)font].size;
		line.face = r->fonts.v[(size_t)font].face;
	}
	struct kb_buf text = { 0 };
	inner_text(r, &text);
	line.text = kb_arena_dup(r->a, kb_buf_str(&text));
	line.chars = kb_field_chars(line.text);
	kb_buf_release(&text);
	return line.chars && r->pdf->n && line.size > 0 ? add_text(r, line) : KB_OK;
}

static enum kb_err
read_node(struct reading *r)
{
	const char *name = (const char *)xmlTextReaderConstLocalName(r->reader);
	if (xmlTextReaderNodeType(r->reader) != XML_READER_TYPE_ELEMENT) {
		return KB_OK;
	}
	if (strcmp(name, "page") == 0) {
		return read_page(r);
	}
	if (strcmp(name, "fontspec") == 0) {
		read_font(r);
	}
	return strcmp(name, "text") == 0 ? read_text(r) : KB_OK;
}

enum kb_err
kb_pdf_read(struct kb_ctx *ctx, struct kb_arena *a, kb_str xml, struct kb_pdf *pdf,
            struct kb_text_report *report)
{
	/* pdftohtml closes <b> and <i> in any order: hence RECOVER */
	const int how = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
	                XML_PARSE_NOWARNING | XML_PARSE_HUGE | XML_PARSE_NOCDATA;
	struct reading r = { .ctx = ctx, .a = a, .pdf = pdf, .report = report };
	if (xml.n > INT32_MAX) {
		return kb_fail(ctx, KB_E_DATA, _("larger than %d MiB"), INT32_MAX >> 20);
	}
	r.reader = xmlReaderForMemory(xml.p, (int)xml.n, NULL, "UTF-8", how);
	if (!r.reader) {
		return kb_fail(ctx, KB_E_DATA, _("no XML"));
	}
	enum kb_err err = KB_OK;
	while (!err && xmlTextReaderRead(r.reader) == 1) {
		err = read_node(&r);
	}
	xmlFreeTextReader(r.reader);
	return err;
}
