/*
 * Texts of a page, seen by themselves: word lists, blanks, ends of sentences,
 * names, rows of tables, lunar dates. Knows nothing of blocks and stories.
 */
#ifndef KANBAO_PARSE_TEXT_INT_H
#define KANBAO_PARSE_TEXT_INT_H

#include "kanbao/date.h"
#include "kanbao/paper.h"

/* Block numbers, in reading order. */
struct kb_idxs {
	size_t *v;
	size_t n;
	size_t cap;
};

/* --- fold.c: traditional and simplified ------------------------------------------ */

/* The simplified form of a character of the word lists, else itself. */
uint32_t kb_cp_simple(uint32_t cp);
/* The character at p (n bytes are there) folded so into out; 0 where it stays as it is. */
size_t kb_fold_at(const char *p, size_t n, char out[3]);
/* A copy of s in out, of the same size; true where it differs. */
bool kb_fold_copy(kb_str s, char *out);

/* --- field.c: texts and word lists ------------------------------------------ */

/* A copy trimmed, every run of blanks inside one space. Absent stays absent. */
kb_str kb_field_dup(struct kb_arena *a, kb_str s);
/* a and b with one space between; either may be absent. */
kb_str kb_field_join(struct kb_arena *a, kb_str left, kb_str right);
/* Characters that are no blanks. */
size_t kb_field_chars(kb_str s);
/* Word lists end in NULL. Bytes of the longest word that s begins, ends with; 0. */
size_t kb_starts_any(kb_str s, const char *const *words);
size_t kb_ends_any(kb_str s, const char *const *words);
bool kb_has_any(kb_str s, const char *const *words);
/* True where the whole of s is one of the words. */
bool kb_is_any(kb_str s, const char *const *words);
/* Bytes of the character that s begins with, and its code point. */
size_t kb_first_cp(kb_str s, uint32_t *cp);
size_t kb_last_cp(kb_str s, uint32_t *cp);
void kb_idxs_add(struct kb_arena *a, struct kb_idxs *list, size_t i);
void kb_doubt(struct kb_arena *a, struct kb_strs *doubts, const char *doubt);

/* --- ocrblanks.c: blanks between characters ------------------------------------ */

/* True where most characters of the line stand alone. */
bool kb_ocr_line(kb_str s);
/* Takes such blanks out; file: other lines of it have them too. */
bool kb_ocr_clean(struct kb_arena *a, kb_str *s, bool file);

/* --- rows.c: lines of tables, timelines, guides (R9, R14) ------------------------ */

/* 财政收入：21亿元, 1月8日 新院启用, 夜市搬新家▶2版 */
bool kb_row_like(kb_str s);
/* （A04）, 详见A03版, ▶2版 at the end of s. */
bool kb_teaser_like(kb_str s);

/* --- ends.c: how a block ends (R2, R13) ----------------------------------------- */

/* True where the text stops in the middle of a sentence. */
bool kb_text_open(kb_str s);
/* True where a new story or paragraph may well begin so. */
bool kb_text_begins(kb_str s);
/* True where it begins with ——, as decks do. */
bool kb_dash_starts(kb_str s);
/* True for one of 。！？ and the like. */
bool kb_cp_stop(uint32_t cp);
/* Cuts ■ ▲ ◆ （完） and the like off the end; true where there was one. */
bool kb_cut_end_sign(kb_str *s, kb_str *sign);

/* --- names.c: what may be a person's name ------------------------------------------- */

/* Two to four Han characters that begin with a surname. */
bool kb_name_like(kb_str s);
/* The name that s is, 方　正 closed up; absent where it is none. */
kb_str kb_name_closed(struct kb_arena *a, kb_str s);
/* The same, or any short word that is none of everyday's: where a role is beside it. */
bool kb_name_may(kb_str s);

/* --- wrap.c: lines cut at the width of a column (R1) ---------------------------- */

/* A printed line. */
struct kb_line {
	kb_str text; /* trimmed */
	size_t number;
	size_t chars;
	size_t cells; /* about: ASCII is one, the rest two */
	int gap;      /* blank lines before it */
	bool feed;    /* a form feed is before it */
	bool indent;
};
/* What is added to a gap for a form feed. */
#define KB_GAP_FEED 1000000
void kb_line_measure(struct kb_line *line);
/* Characters to which the lines of a file are cut, 0 where they are not. */
size_t kb_wrap_width(const struct kb_line *lines, size_t n);
/* True where the line reaches that width. */
bool kb_line_full(const struct kb_line *line, size_t width);
/* How many of the lines, from the first on, are one paragraph. */
size_t kb_wrap_end(const struct kb_line *lines, size_t n, size_t width);
/* The lines of this block alone look cut. */
bool kb_wrap_block(const struct kb_line *lines, size_t n);

#endif
