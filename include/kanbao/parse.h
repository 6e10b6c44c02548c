/*
 * Bytes → issue. Nothing is stored and nothing printed here.
 */
#ifndef KANBAO_PARSE_H
#define KANBAO_PARSE_H

#include "kanbao/limit.h"
#include "kanbao/paper.h"
#include "kanbao/text.h"

/* What the page doesn't say. Zeroed is "nothing given" but for the days. */
struct kb_parse_options {
	kb_str paper;
	kb_day day; /* --date; KB_DAY_NONE where not given */
	int year;   /* --year; 0 where not given: a date printed without one, or inferred */
	kb_str page;
	int edition; /* 0 where not given */
};

/* What was met on the way. */
struct kb_parse_report {
	enum kb_encoding encoding;
	struct kb_text_report text;
	bool page_given; /* text, option or file name say which page it is */
};

/*
 * Parses one file's bytes. name is the file's name (path allowed; "-" for
 * standard input): NAME-YYYY-MM-DD[-PP].ext gives paper, date and page where
 * page text and options don't. Precedence of the date: masthead, option,
 * file name. Refuses with KB_E_DATA: empty, binary, a line over the limit.
 * *issue is made in `a`, written only on success; report may be NULL.
 * Doubts (of articles; those of the issue stand with its first) are English
 * texts marked N_(): translate them where they are shown.
 */
enum kb_err kb_parse(struct kb_ctx *ctx, struct kb_arena *a, kb_str bytes, const char *name,
                     const struct kb_parse_options *options, struct kb_issue *issue,
                     struct kb_parse_report *report);

#endif
