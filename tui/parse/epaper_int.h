/* The two halves of reading a saved digital edition: files, and the fields of one. */
#ifndef KANBAO_EPAPER_INT_H
#define KANBAO_EPAPER_INT_H

#include "digital_int.h"

/* What a page of an article says of itself. */
struct kb_epaper_article {
	struct kb_piece piece;
	kb_str page_name;
	kb_str paper;
	kb_day day;
	struct kb_strs told; /* printed lines that say paper, page and day */
	kb_day saved;        /* the day it was saved, where nothing better is known */
};

/* True where the page holds an article, rather than a list of them. */
bool kb_epaper_has_article(const struct kb_html *h);
/*
 * Reads the fields by the table of selectors. What it takes is marked used in
 * h; the rest is page furniture.
 */
void kb_epaper_fields(struct kb_arena *a, struct kb_html *h, struct kb_text_report *report,
                      struct kb_epaper_article *out);
/* One issue from all files of the bundle. */
enum kb_err kb_epaper_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                           const struct kb_parse_options *options, const struct kb_sink *sink);

#endif
