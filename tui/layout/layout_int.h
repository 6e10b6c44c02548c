/* Private to tui/layout: facts about marks, and the setter of fields. */
#ifndef KANBAO_LAYOUT_INT_H
#define KANBAO_LAYOUT_INT_H

#include "kanbao/layout.h"

/* --- marks.c: what a mark may do at the ends of a line -------------------- */

enum kb_mark {
	KB_MARK_START = 1,        /* never first */
	KB_MARK_START_STRICT = 2, /* never first at the strict level */
	KB_MARK_END = 4,          /* never last */
	KB_MARK_NUMBER = 8,       /* belongs to the number behind it */
	KB_MARK_SIGN = 16,        /* so too, where the digit follows at once */
	KB_MARK_UNIT = 32,        /* set in pairs that stay whole: —— …… */
	KB_MARK_PERCENT = 64,     /* belongs to the number before it */
	KB_MARK_POINT = 128,      /* may stand between full-width digits */
	KB_MARK_OPEN_QUOTE = 256, /* “ ‘ */
	KB_MARK_CLOSE_QUOTE = 512,
	KB_MARK_HANG = 1024,     /* may hang right of the column */
	KB_MARK_JOINT = 2048,    /* an address may be cut behind it */
	KB_MARK_PAIRED = 4096,   /* at the GB level a pair of it may be first */
	KB_MARK_PAIR_END = 8192, /* second half of quotation marks or brackets */
};

/* KB_MARK_* of a character; 0 for all that is no mark. */
unsigned kb_mark_flags(uint32_t cp);

/* --- fill.c ---------------------------------------------------------------- */

/*
 * Bytes of the blank at off that hangs at a line's end for nothing; 0 where
 * none stands there, or one that carries a combining mark.
 */
size_t kb_blank_at(kb_str s, size_t off);
/* A character that ends a line by itself. */
bool kb_line_end(uint32_t cp);

/* --- balance.c -------------------------------------------------------------- */

/*
 * Breaks bytes [from, to) of text, which hold no blanks, into `lines` lines
 * of at most `cols` cells: ends[i] is where line i ends. False where that
 * cannot be, or the text is too long to be weighed.
 */
bool kb_balance(kb_str text, const unsigned char *levels, size_t from, size_t to, int cols,
                enum kb_ambiguous ambiguous, size_t lines, size_t *ends);

/* --- setter.c: fields one after another -> lines --------------------------- */

/*
 * Where lines go. `base` is the byte of the running text at which the next
 * field begins.
 */
struct kb_setter {
	struct kb_arena *arena;
	const struct kb_layout_options *options;
	struct kb_lines *lines;
	int left;    /* cells before the column */
	int measure; /* cells of the column */
	size_t base;
};

enum kb_align {
	KB_ALIGN_LEFT,
	KB_ALIGN_CENTRE,
	KB_ALIGN_RIGHT,
};

/* The column of a width: measure centred, margins shrink first. */
struct kb_setter kb_setter_of(struct kb_arena *a, const struct kb_layout_options *o,
                              struct kb_lines *out);
/* The same, or over two columns where the options have them, which `out` is told. */
struct kb_setter kb_setter_spread(struct kb_arena *a, const struct kb_layout_options *o,
                                  struct kb_lines *out);
/* A line without runs at `base`. */
struct kb_line *kb_set_blank(struct kb_setter *set);
/* Notes a field that is being set from `base` on. */
void kb_set_printed(struct kb_setter *set, kb_str text, enum kb_role role);
/* One more run at the end of a line. */
void kb_set_run(struct kb_setter *set, struct kb_line *line, struct kb_run run);
/* A line that shows bytes [fill->from, fill->to) of text, `x` cells from the column's left. */
struct kb_line *kb_set_line(struct kb_setter *set, kb_str text, const struct kb_fill *fill, int x,
                            enum kb_role role);
/* A paragraph: first line indented by `indent`, others by `hang_indent`. Moves base. */
void kb_set_para(struct kb_setter *set, kb_str text, enum kb_role role, int indent,
                 int hang_indent);

/*
 * A heading: broken at its runs of `sep` blanks or more where its parts fit
 * (those were the paper's line ends), with its lines about even. Moves base.
 */
void kb_set_heading(struct kb_setter *set, kb_str text, enum kb_role role, enum kb_align align,
                    int sep);
/* The beginning of a text in at most nlines lines, ended with … where it goes on (row.c). */
void kb_set_summary(struct kb_setter *set, kb_str text, int nlines);
/* The levels of a text in memory of the caller's, freed by free(). */
unsigned char *kb_levels_of(kb_str text, const struct kb_layout_options *o);

#endif
