/*
 * Article × width → lines of positioned runs. No curses, no SQLite, no files.
 *
 * Rules R0–R10, START and END sets: GB/T 15834-2011 5.1, CLREQ (strict level
 * by default), UAX #14.
 */
#ifndef KANBAO_LAYOUT_H
#define KANBAO_LAYOUT_H

#include "kanbao/paper.h"
#include "kanbao/role.h"
#include "kanbao/text.h"

/* --- break levels ----------------------------------------------------------- */

/* How bad it is to break before a byte; lower is better. */
enum kb_break {
	KB_BREAK_FREE = 0,
	KB_BREAK_URL = 1,   /* 1a: inside a URL or an over-long token */
	KB_BREAK_WORD = 2,  /* 1: inside a number or word */
	KB_BREAK_MARK = 3,  /* 2: before a START mark, after an END mark */
	KB_BREAK_UNIT = 4,  /* 3: inside —— or …… */
	KB_BREAK_NEVER = 9, /* inside a cluster, or inside a character */
	KB_BREAK_MUST = 10, /* a hard line end stands before */
};

enum kb_strictness {
	KB_STRICT, /* CLREQ strict: —— and …… don't start a line either */
	KB_GB,     /* GB/T 15834 */
	KB_UAX14,  /* no Chinese rules: the library's own answer (for conformance tests) */
};

/* levels[i] (i < s.n) = break before byte i; levels[0] is KB_BREAK_NEVER. */
void kb_breaks(kb_str s, enum kb_strictness strictness, unsigned char *levels);
/* The same; rules[i] (rules may be NULL) is the number n of the rule Rn that gave levels[i]. */
void kb_breaks_explain(kb_str s, enum kb_strictness strictness, unsigned char *levels,
                       unsigned char *rules);

/*
 * START marks never begin, END marks never end a line. What depends on a
 * neighbour is not asked here: —— at the GB level, ￥ before a number.
 */
bool kb_start_mark(uint32_t cp, enum kb_strictness strictness);
bool kb_end_mark(uint32_t cp, enum kb_strictness strictness);

/* --- lines ------------------------------------------------------------------- */

struct kb_layout_options {
	int width; /* cells there are, ≥ 2 */
	enum kb_ambiguous ambiguous;
	enum kb_strictness strictness;
	bool hang;   /* one mark of 、，。；：？！ may hang right of the column */
	int measure; /* cells of the longest line; 0 = 80, or the width less eight */
	int columns; /* of an article: 2 where the width is KB_COLUMNS_WIDTH and more, else 1 */
};

/* From this width on an article may stand in two columns. */
#define KB_COLUMNS_WIDTH 140
/* Cells of the longest line that an article will have. */
int kb_layout_measure(const struct kb_layout_options *o);

/* A stretch of text at a place of a line; text is borrowed. */
struct kb_run {
	kb_str text;
	int x;    /* cells from the left */
	int cols; /* cells it takes */
	enum kb_role role;
};

/*
 * A line. [off, end) are the bytes of the running text that it shows: of an
 * article that is all its printed fields one after another in the order of
 * the lines (the same at each width), each with one byte for its end. A blank
 * line has off == end: that byte of the field above it.
 */
struct kb_line {
	struct kb_run *runs;
	size_t nruns;
	size_t off;
	size_t end;
};

/* A field as it was set: its byte i is byte base + i of the running text. */
struct kb_printed {
	kb_str text; /* the texts of its runs lie in it */
	size_t base;
	enum kb_role role;
};

struct kb_lines {
	struct kb_line *v;
	size_t n;
	size_t cap;
	/* what the lines were made of, in their order */
	struct kb_printed *printed;
	size_t nprinted;
	size_t printed_cap;
	/*
	 * Two columns: lines from `head` on stand in both of them, the second
	 * `shift` cells right of the first, each `cols` wide. shift 0: one column.
	 */
	size_t head;
	int shift;
	int cols;
};

/* One filled line of a paragraph: bytes [from, to), without hanging blanks. */
struct kb_fill {
	size_t from;
	size_t to;
	size_t next; /* where the next line begins */
	int cols;    /* cells of [from, to), a hung mark included */
};
/*
 * Fills one line of at most `cols` cells from byte `from` of s, greedily, by
 * the levels of s; blanks at `from` are skipped. False where only blanks are
 * left. Only a single cluster may be wider than `cols`. `hung` says that the
 * line before hung a mark and is updated.
 */
bool kb_fill_line(kb_str s, const unsigned char *levels, size_t from, int cols,
                  const struct kb_layout_options *o, bool *hung, struct kb_fill *out);

/* The article as set. Lines live in `a` and point into the article. */
void kb_layout_article(struct kb_arena *a, const struct kb_article *article,
                       const struct kb_layout_options *o, struct kb_lines *out);
/* The line that shows byte off of the running text (the last one before it). */
size_t kb_lines_at(const struct kb_lines *lines, size_t off);

/*
 * A paragraph on its own (help, notices), `indent` cells at the first line
 * and `hang_indent` at the others; its lines are appended.
 */
void kb_layout_para(struct kb_arena *a, kb_str text, enum kb_role role, int indent, int hang_indent,
                    const struct kb_layout_options *o, struct kb_lines *out);

/*
 * A list entry: an article of a front page, or an issue of a list. Titles
 * wrap and are never cut; `info` stands right-aligned on the last line of the
 * headline, or on a line of its own where it doesn't fit.
 */
struct kb_row {
	kb_str kicker, headline, deck;
	kb_str info;
	kb_str summary;    /* first lines below, at most summary_lines, paragraphs parted by \n */
	int summary_lines; /* cut at a line end with … */
	int margin;        /* cells kept free at the left for marks */
	enum kb_role role; /* of the headline */
};
/* A row is never wider than this. */
#define KB_ROW_WIDTH 100
void kb_layout_row(struct kb_arena *a, const struct kb_row *row, const struct kb_layout_options *o,
                   struct kb_lines *out);
/* --- the front page ------------------------------------------------------------ */

/* From this width on a front page is composed of columns. */
#define KB_FRONT_WIDTH 120

/* A story of the front page, in the order in which they are read. */
struct kb_story {
	struct kb_row row; /* its summary_lines follow from the page */
	kb_str page;       /* heading, where another page of the paper begins */
	kb_str mark;       /* one cell beside the headline; may be absent */
	size_t chars;      /* how long it is */
};
/* Where a story stands: lines [line, line + n), cells [x, x + cols). */
struct kb_front_place {
	size_t line;
	size_t n;
	int x;
	int cols;
};
/*
 * Two to four columns with rules between them, for a screen of `height`
 * lines; headlines are never cut. places[i] is that of story i. False, and
 * nothing done, where the width or the number of stories ask for a list.
 */
bool kb_layout_front(struct kb_arena *a, const struct kb_story *stories, size_t n, size_t height,
                     const struct kb_layout_options *o, struct kb_lines *out,
                     struct kb_front_place *places);

/* Appends the lines as plain text: runs at their columns, no trailing blanks. */
void kb_lines_dump(const struct kb_lines *lines, enum kb_ambiguous amb, struct kb_buf *out);

/* --- ornaments ---------------------------------------------------------------- */

/* The drawn set where ambiguous characters take one cell, ASCII where two. */
enum kb_ornament {
#define X(id, drawn, ascii) id,
#include "kanbao/ornament.def"
#undef X
	KB_ORN_COUNT
};
kb_str kb_ornament(enum kb_ornament which, enum kb_ambiguous amb);

#endif
