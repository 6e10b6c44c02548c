/*
 * Parts of the parser that see each other: the page as blocks, its stories,
 * and the passes over them in the order in which kb_parse() runs them. Rules
 * are numbered R1–R15; parse.c lists them.
 */
#ifndef KANBAO_PARSE_INT_H
#define KANBAO_PARSE_INT_H

#include "kanbao/paper.h"
#include "kanbao/parse.h"
#include "parse_text_int.h"

/* What a block is taken for. */
enum kb_block_kind {
	KB_BLOCK_BODY,
	KB_BLOCK_TITLE,  /* short, no full stop */
	KB_BLOCK_LEAD,   /* body that begins with 本报讯 and the like */
	KB_BLOCK_BYLINE, /* nothing but credits */
	KB_BLOCK_PHOTO,  /* nothing but the credit of a photo */
	KB_BLOCK_FROM,   /* nothing but （上接N版） */
	KB_BLOCK_LIST,   /* names, slogans, verse: a line is a body string */
	KB_BLOCK_GONE,   /* masthead, furniture: taken out already */
};

/* A printed block of text, one line of it, or several joined. */
struct kb_block {
	kb_str text;    /* single blanks; marks and credits cut off as they are found */
	kb_str printed; /* as it was before */
	size_t line;    /* 1 … */
	size_t chars;   /* characters in text, blanks not counted */
	int level;      /* of a Markdown heading, 0 where none */
	int gap;        /* blank lines before it */
	enum kb_block_kind kind;
	bool indent;            /* begins with two wide blanks or the like */
	bool cut;               /* a gap wider than the page's usual one is before it (R1) */
	bool open;              /* goes on in the next block (R2) */
	bool closes;            /* an end sign, credit or jump ends the story here */
	bool photo;             /* tail credits are a photographer's */
	bool verse;             /* a line of a list printed line by line (R14) */
	bool row;               /* a line of a table or guide: 地点：城南, 某事▶2版 */
	bool feed;              /* a form feed is before it: a new page */
	kb_str lead;            /* 本报讯 */
	struct kb_credits head; /* credits at its beginning */
	struct kb_credits tail; /* credits at its end */
	kb_str jump_to;
	kb_str jump_from;
	kb_str page;      /* a page begins here: 第2版 */
	kb_str foot;      /* the number of the page that ends here */
	kb_str next_page; /* a page begins here that has no mark */
	/* What only a page with places and sizes tells; zero where it is text alone. */
	double size;  /* of its type */
	bool parted;  /* no part of the paragraph before it */
	bool caption; /* set apart from the columns, with a photographer's credit */
};

/* Level of a subhead inside a story, where the setting of the page tells it. */
#define KB_LEVEL_SUBHEAD 6

/* An article in the making. */
struct kb_story {
	enum kb_kind kind;
	kb_str page;
	struct kb_idxs label; /* at most one */
	struct kb_idxs titles;
	struct kb_idxs body;
	struct kb_credits credits;
	kb_str lead;
	kb_str jump_to;
	kb_str jump_from;
	bool closed; /* nothing more may be added */
	struct kb_strs doubts;
};

/* One file on its way to an issue. */
struct kb_page {
	struct kb_arena *a;
	const struct kb_parse_options *options;
	struct kb_parse_report *report;
	struct kb_issue *issue;
	struct kb_block *blocks;
	size_t n;
	size_t cap;
	bool indents; /* paragraphs are indented in this file */
	bool spaced;  /* blocks stand between blank lines */
	bool placed;  /* the order is that of the printed page (PDF) */
	struct kb_story *stories;
	size_t nstories;
	size_t story_cap;
	struct kb_ymd month_day; /* of the masthead, its year wanting; month 0 */
	kb_str page;             /* that the text says it is, absent where it doesn't */
	bool cut_end;            /* the last character was cut in two */
	struct kb_strs doubts;   /* of the issue; told with its first article */
};

/* --- source.c: bytes → text --------------------------------------------------- */

enum kb_err kb_source_text(struct kb_ctx *ctx, kb_str bytes, struct kb_buf *text,
                           struct kb_parse_report *report, bool *cut_end);

/* --- parse.c --------------------------------------------------------------------- */

/*
 * The passes behind kb_lines_blocks(), over the blocks of a page; name as in
 * kb_parse(). page->issue is filled.
 */
enum kb_err kb_page_run(struct kb_ctx *ctx, struct kb_page *page, const char *name);

/* --- pagelines.c: text → blocks (R1) ------------------------------------------------ */

void kb_lines_blocks(struct kb_page *page, kb_str text);

/* --- credits.c (R5) --------------------------------------------------------------- */

/*
 * Reads a run of roles and names. False, *out untouched, where it holds
 * anything else, or no role and bare is false. Words such as 报道 are given
 * in *rest (dropped by the caller).
 */
bool kb_credits_read(struct kb_arena *a, kb_str s, bool bare, struct kb_credits *out, kb_str *rest);
/* True where one of the roles is a photographer's, and none a writer's alone. */
bool kb_credits_photo(const struct kb_credits *credits);

/* --- lead.c: leads, bylines, tail credits (R5, R13) -------------------------------- */

/* Bytes of the lead (本报讯, 新华社北京7月22日电) at the start of s, or 0. */
size_t kb_lead_scan(kb_str s);
/* Takes lead, credits and end signs off the block and says what is left. */
void kb_block_credits(struct kb_page *page, struct kb_block *block);

/* --- jump.c (R7) --------------------------------------------------------------------- */

/* Takes （下转N版） off the end and （上接N版） off the head of the block. */
void kb_block_jumps(struct kb_page *page, struct kb_block *block);
/* "第０2版" → "2", "A04" → "A4"; bytes used at the start of s, or 0. */
size_t kb_page_scan(struct kb_arena *a, kb_str s, kb_str *out);

/* --- dateguess.c: what fixes the issue's day, and what contradicts it (R11, R12) -------- */

void kb_date_check(struct kb_page *page);
/* The year of a date printed without one. */
void kb_date_complete(struct kb_page *page);
/* The day after the latest news, in the year given. */
void kb_date_infer(struct kb_page *page);
/* Datelines later than the issue are doubted. */
void kb_date_leads(struct kb_page *page);

/* --- facts.c: what a masthead line says (R10, R11) ----------------------------------- */

struct kb_facts {
	kb_day day;              /* KB_DAY_NONE */
	struct kb_ymd month_day; /* of a date without a year; month 0 */
	long number;
	bool total; /* the number is that of 总第N期 */
	kb_str lunar;
	kb_str weekday;
	int pages;
	kb_str page;      /* 第2版 */
	kb_str page_name; /* 综合新闻 */
	bool imprint;     /* 主办, 热线 and the like */
	int count;        /* kinds of facts found */
};
/* True where the whole line is facts. */
bool kb_facts_read(struct kb_arena *a, kb_str line, struct kb_facts *out);

/* --- masthead.c; furniture.c: running heads, page numbers, form feeds (R10) ---------------- */

void kb_masthead_take(struct kb_page *page);
void kb_furniture_take(struct kb_page *page);

/* --- classify.c ------------------------------------------------------------------------- */

void kb_blocks_classify(struct kb_page *page);

/* --- verse.c: verse and lists whose lines are blocks (R14) ---------------------------------- */

void kb_verse_find(struct kb_page *page);
void kb_names_find(struct kb_page *page);

/* --- segment.c, photo.c, columns.c: blocks → stories -------------------------------------- */

void kb_segment(struct kb_page *page);
struct kb_story *kb_story_add(struct kb_page *page, enum kb_kind kind);
/* KB_BLOCK_GONE behind the end. */
enum kb_block_kind kb_block_kind_at(const struct kb_page *page, size_t i);
/* The last body block of the story stops in mid-sentence. */
bool kb_story_is_open(const struct kb_page *page, const struct kb_story *story);
/* Takes the block into the story: its text, credits, jumps. */
void kb_story_take(struct kb_page *page, struct kb_story *story, size_t i);
/* Blocks from i that make a photo of their own (R6), after `titles` title blocks; 0. */
size_t kb_photo_scan(const struct kb_page *page, size_t i, size_t titles);

/* What a title inside a story turns out to be. */
enum kb_inner {
	KB_INNER_STORY,   /* a headline after all */
	KB_INNER_SUBHEAD, /* numbered, or short between bodies (R14) */
	KB_INNER_PIECE,   /* a paragraph's first words before a column break (R2) */
};
/* Titles [from, to) with text, but no lead, behind them: what are they here? */
enum kb_inner kb_inner_title(const struct kb_page *page, const struct kb_story *story, size_t from,
                             size_t to);
/* Puts columns of the stories in order (R8). */
void kb_columns_sort(struct kb_page *page);
/* Puts numbered items in order where it is certain; doubts other seams that cannot be. */
void kb_sequence_sort(struct kb_page *page, struct kb_story *story);

/* --- banner.c: labels and notices (R9) ------------------------------------------------------- */

bool kb_banner_like(kb_str title);
bool kb_label_like(kb_str title);
/* 凡人微光, 微评: one word that tells nothing; a sentence so short is rare. */
bool kb_label_may(kb_str title);
bool kb_notice_like(kb_str title);
/* The banner's words occur in the text. */
bool kb_banner_fits(kb_str banner, kb_str text);

/* --- letters.c (R9, R14) ------------------------------------------------------------------------ */

/* 编辑同志： */
bool kb_salutation_like(kb_str s);
/* 邮箱：…, 联系电话：…: where an appeal wants to be answered. */
bool kb_contact_like(kb_str s);
/* 编者按：… */
bool kb_editor_like(kb_str s);
/* Behind the signature that begins at block i; i where none does. */
size_t kb_signature_end(const struct kb_page *page, size_t i, bool letter);

/* --- titles.c (R4) ------------------------------------------------------------------------------ */

void kb_titles_assign(struct kb_page *page, const struct kb_story *story,
                      struct kb_article *article);

/* --- articles.c: stories → articles ------------------------------------------------------------- */

void kb_articles_make(struct kb_page *page);

/* --- newsday.c (R12) ------------------------------------------------------------------------------- */

void kb_newsday_find(struct kb_page *page);

/* --- filename.c -------------------------------------------------------------------------------------- */

struct kb_name_facts {
	kb_str paper;
	kb_day day;
	kb_str page;
};
void kb_filename_read(struct kb_arena *a, const char *name, struct kb_name_facts *out);

#endif
