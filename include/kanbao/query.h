/*
 * What a person types into the search prompt, understood. Nothing is an error:
 * what means nothing is looked for as text, or looked for not at all.
 *
 *   柯城 共富         both must occur
 *   3.5               cut at breaks: 3 and 5 must occur
 *   "3.5"             with the break between them; “ ” and 「 」 do as well
 *   -通知             must not occur
 *   标题:结对         in the headline, kicker or deck (title:)
 *   记者:方心怡       by: · 栏目: label: · 版: page: · 报: paper:
 *   日期:2022 日期:去年 日期:2021-12..   date:, to which days it is limited
 *   2022-04 2022-04-13 2021..2022-03     limits as well; 2022 alone is text
 */
#ifndef KANBAO_QUERY_H
#define KANBAO_QUERY_H

#include "kanbao/arena.h"
#include "kanbao/date.h"
#include "kanbao/fold.h"

enum kb_field {
	KB_FIELD_ANY,
	KB_FIELD_TITLE,
	KB_FIELD_BY,
	KB_FIELD_LABEL,
	KB_FIELD_PAPER,
	KB_FIELD_PAGE,
	KB_FIELD_DATE,
	KB_FIELD_COUNT
};

/* Limits of one query; what is typed beyond them counts for nothing. */
#define KB_QUERY_MAX 2048
#define KB_TERMS_MAX 24
#define KB_PIECES_MAX 32

/* Texts and pieces live in the arena of the query. */
struct kb_word {
	enum kb_field field;
	bool excluded;
	bool quoted;
	kb_str typed;            /* without field and quotes, in half-width forms */
	struct kb_piece *pieces; /* all of them occur in a match; none for a date */
	size_t npieces;
	struct kb_piece *alts; /* or one of these does (pinyin.h) */
	size_t nalts;
	kb_str page; /* KB_FIELD_PAGE: "1", "a4" */
	/* KB_FIELD_DATE: the days, both included; KB_DAY_NONE where open or not understood */
	kb_day first;
	kb_day last;
};

struct kb_terms {
	struct kb_word *v;
	size_t n;
	size_t cap;
	bool cut; /* more was typed than counts */
};

/* Understands what was typed. today is what 今天 and 去年 count from. */
void kb_terms_parse(struct kb_arena *a, kb_str typed, kb_day today, struct kb_terms *out);
/*
 * The days to which the dates together limit it; KB_DAY_NONE where open. False
 * where no day is left. Excluded days don't count here.
 */
bool kb_terms_days(const struct kb_terms *terms, kb_day *first, kb_day *last);
/* Whether anything is asked for at all. */
bool kb_terms_empty(const struct kb_terms *terms);
/* A copy with all it points to. */
void kb_terms_dup(struct kb_arena *a, const struct kb_terms *terms, struct kb_terms *out);
/* Appends the reading: one line in the language of the interface. */
void kb_terms_read(const struct kb_terms *terms, struct kb_buf *out);
/* The name of a field, as the language of the interface writes it: 标题. */
const char *kb_field_name(enum kb_field field);
/* The field of that name, in Chinese or English; KB_FIELD_ANY where there is none. */
enum kb_field kb_field_of(kb_str name);
/* What is compared of a page's name: "1" for 01, 第一版, 头版, １; "a4" for A4版. */
void kb_page_folded(kb_str page, struct kb_buf *out);

#endif
