/*
 * Articles that come apart already, from digital editions: a piece is what
 * the format says of an article; the passes of the page-text parser take
 * credits, leads and jumps out of its paragraphs.
 */
#ifndef KANBAO_DIGITAL_INT_H
#define KANBAO_DIGITAL_INT_H

#include "html_int.h"
#include "kanbao/format.h"
#include "parse_int.h"

/* An article as its page gives it; absent is what it doesn't. */
struct kb_piece {
	kb_str page;
	kb_str label;
	kb_str kicker;
	kb_str headline;
	kb_str deck;
	struct kb_strs authors; /* lines of the field for the author */
	struct kb_strs body;    /* paragraphs as printed */
	struct kb_strs captions;
	struct kb_strs photographers; /* one a caption, or all of the last */
};

/* piece.c: the article of a piece; signs and the like go to the issue's dropped. */
void kb_piece_article(struct kb_page *page, const struct kb_piece *piece,
                      struct kb_article *article);

/* Texts met already, compared without blanks. */
struct kb_seen {
	kb_str *v;
	size_t n;
	size_t cap;
};
/* True where it is new; blanks alone never are. */
bool kb_seen_add(struct kb_arena *a, struct kb_seen *seen, kb_str text);

/* An issue in the making. page.issue points to issue. */
struct kb_digital {
	struct kb_ctx *ctx;
	struct kb_page page;
	struct kb_issue issue;
	struct kb_parse_report report;
	struct kb_seen seen;     /* what stands in a field, or in dropped */
	struct kb_strs leftover; /* lines in no field; masthead or dropped in the end */
	kb_day path_day;         /* as the path or the name says */
	kb_day printed_day;
	kb_day saved_day; /* when it was saved; where nothing else is known */
	size_t articles_cap;
	size_t names_cap;
};

void kb_digital_init(struct kb_digital *d, struct kb_ctx *ctx, struct kb_arena *a,
                     const struct kb_parse_options *options);
/*
 * Lines at the end of a text that are no part of it (责任编辑：…, 阅读原文)
 * are taken off and left over.
 */
void kb_digital_cut_end(struct kb_digital *d, struct kb_strs *body);
/* Takes the piece in as an article; it is returned, valid until the next. */
struct kb_article *kb_digital_add(struct kb_digital *d, const struct kb_piece *piece);
/* Lines that stand in no field. */
void kb_digital_leave(struct kb_digital *d, const struct kb_strs *lines);
void kb_digital_page_name(struct kb_digital *d, kb_str page, kb_str name);
/*
 * Date, masthead, dropped; name is the bundle's. Gives the issue to the sink.
 * An issue without articles is KB_E_DATA.
 */
enum kb_err kb_digital_finish(struct kb_digital *d, kb_str name, const struct kb_sink *sink);

/*
 * crawl.c: text of the i-th file, nothing for an empty one among others; and
 * the end of a bundle that has one article a file.
 */
enum kb_err kb_digital_text(struct kb_digital *d, const struct kb_bundle *bundle, size_t i,
                            struct kb_buf *text);
enum kb_err kb_digital_finish_day(struct kb_digital *d, const struct kb_bundle *bundle,
                                  const struct kb_sink *sink);

/* "第02版：综合新闻", "A01版 要闻": page and its name; bytes of the page mark, or 0. */
size_t kb_page_label(struct kb_arena *a, kb_str s, kb_str *page, kb_str *name);
/*
 * The day in a path: 2026-07/18, 202607/18, 2026/07/18, 2026-07-18, 20260718;
 * KB_DAY_NONE.
 */
kb_day kb_path_day(kb_str path);
/* The name of the paper in a title such as 今日柯城数字报-第01版; absent. */
kb_str kb_paper_of_title(struct kb_arena *a, kb_str title);
/* The last part of a path up to its extension: "content_12". */
kb_str kb_file_stem(kb_str path);

#endif
