/*
 * PDF bytes → the text that the "pdf" row of the format table reads, by
 * poppler's pdftohtml: a program of its own, found at run time, not needed
 * for anything else.
 */
#ifndef KANBAO_PDF_H
#define KANBAO_PDF_H

#include "kanbao/ctx.h"

struct kb_pdf_limits {
	size_t output; /* bytes of XML */
	int cpu_s;
	int wall_s;
};
/* 256 MiB, 60 s of CPU, 120 s in all. */
extern const struct kb_pdf_limits kb_pdf_usual;
/* Where pdftohtml is looked for: folders with ':' between them. */
#define KB_PDF_PATH "/usr/bin:/usr/local/bin:/opt/homebrew/bin"

/* The bytes are a PDF file. */
bool kb_pdf_is(kb_str bytes);
/*
 * Appends the XML to *out, only on success. KB_E_DATA, with one line that
 * says what to do: pdftohtml is missing, fonts need poppler-data, no text
 * layer, a password, damaged, over a limit. The caller has one thread.
 */
enum kb_err kb_pdf_convert(struct kb_ctx *ctx, kb_str pdf, const char *path,
                           const struct kb_pdf_limits *limits, struct kb_buf *out);

#endif
