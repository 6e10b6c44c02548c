/*
 * Facts about characters: decoding, sanitising, grapheme clusters, cell
 * width. No lines, no articles.
 */
#ifndef KANBAO_TEXT_H
#define KANBAO_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kanbao/date.h"

/* --- UTF-8 -------------------------------------------------------------- */

/*
 * The code point at *off of valid UTF-8; *off moves behind it. On a byte that
 * is no UTF-8 gives U+FFFD and moves one byte. Needs *off < s.n.
 */
uint32_t kb_utf8_next(kb_str s, size_t *off);
/* The code point before *off, which moves back to its start. Needs *off > 0. */
uint32_t kb_utf8_prev(kb_str s, size_t *off);
/* Strict: no overlong forms, no surrogates, nothing cut. */
bool kb_utf8_valid(kb_str s);
/* Code points in s. */
size_t kb_utf8_count(kb_str s);

/* --- bytes from outside → text ------------------------------------------- */

enum kb_encoding {
	KB_ENC_UTF8,
	KB_ENC_GB18030, /* with GBK and GB 2312 */
	KB_ENC_BIG5,
	KB_ENC_UTF16LE,
	KB_ENC_UTF16BE,
};

/*
 * Guesses: a byte order mark, UTF-16 without one where it is obvious, strict
 * UTF-8 (a cut last character is allowed), else Big5 where that alone reads
 * as frequent characters, else GB18030 where it decodes better than UTF-8.
 */
enum kb_encoding kb_encoding_sniff(kb_str bytes);

/* What decoding and sanitising met; counts of code points (or bytes). */
struct kb_text_report {
	size_t controls;  /* C0 but newline and tab, C1, DEL: removed */
	size_t invisible; /* bidi, zero-width, soft hyphen, tags …: removed */
	size_t broken;    /* bytes that are no text, noncharacters: U+FFFD */
};

/*
 * Bytes → valid UTF-8, NFC, sanitised by the table of design §3: a leading
 * BOM and CR before LF go, CR alone, U+2028 and U+2029 become a newline. The
 * text is appended to out, *report is added to.
 */
void kb_text_decode(kb_str bytes, enum kb_encoding enc, struct kb_buf *out,
                    struct kb_text_report *report);
/*
 * Loads what decoding needs from files, for a process that will open none.
 * Held until released.
 */
struct kb_converters *kb_converters_hold(void);
void kb_converters_release(struct kb_converters *held);
/* The same as kb_text_decode() for text that should be UTF-8 already (JSON members, names). */
void kb_text_sanitise(kb_str text, struct kb_buf *out, struct kb_text_report *report);
/*
 * For one line of a message or a terminal: sanitised, and newline and tab
 * are one blank. Appended to out.
 */
void kb_text_oneline(kb_str text, struct kb_buf *out);

/* Appends the text with each radical (U+2E80 to U+2FDF) as the ideograph that it is: ⾸ is 首. */
void kb_text_ideographs(kb_str text, struct kb_buf *out);

/* --- grapheme clusters (UAX #29) ------------------------------------------ */

/* Bytes of the cluster at off, 0 at the end. */
size_t kb_cluster_next(kb_str s, size_t off);
/* Start of the last cluster that begins before off; 0 at the start. */
size_t kb_cluster_prev(kb_str s, size_t off);

/* --- cells ---------------------------------------------------------------- */

/* Cells of an East Asian Ambiguous character. */
enum kb_ambiguous {
	KB_AMBIGUOUS_UNKNOWN, /* the terminal has not said: counted as one, no ornament drawn */
	KB_AMBIGUOUS_1,
	KB_AMBIGUOUS_2,
	KB_AMBIGUOUS_SAFE, /* none is printed: others stand for them, by assets/data/safe.inc */
};

/*
 * Cells of a code point by the table of design §6: 0, 1 or 2; −1 for what
 * must not reach a terminal (controls). Private use, unassigned, U+FFFD: 2,
 * since 〓 is drawn for them (kb_cp_drawable()).
 */
int kb_cp_cols(uint32_t cp, enum kb_ambiguous amb);
/* Whether the character itself may be drawn: no control, no format, no 〓. */
bool kb_cp_drawable(uint32_t cp);
/*
 * Cells of one grapheme cluster: those of its first visible character, or of
 * what is printed for it.
 */
int kb_cluster_cols(kb_str cluster, enum kb_ambiguous amb);
/* Cells of a text: the sum over its clusters. */
int kb_text_cols(kb_str s, enum kb_ambiguous amb);
/*
 * The longest prefix of whole clusters that takes at most `cols` cells;
 * returns its bytes, *used (may be NULL) its cells.
 */
size_t kb_text_fit(kb_str s, int cols, enum kb_ambiguous amb, int *used);
/*
 * What is drawn for a cluster: at most KB_CELL_CPS code points in cps, the
 * first of which takes all its cells. 〓 (U+3013) for what cannot be drawn,
 * a blank for newline and tab, emoji sequences reduced to their first
 * character, a lone mark on U+25CC. Returns how many; 0 for a cluster that
 * has nothing to show, such as U+200B alone.
 */
#define KB_CELL_CPS 5
size_t kb_cluster_draw(kb_str cluster, uint32_t cps[KB_CELL_CPS]);

/*
 * What is printed for an ambiguous character in KB_AMBIGUOUS_SAFE: never an
 * ambiguous one; an empty text where cp is not ambiguous.
 */
kb_str kb_cp_safe(uint32_t cp);
/*
 * The same for the text at off: *used are the bytes of s that it stands for,
 * a cluster, or two of them: …… takes as many cells as its halves, but is
 * printed as one.
 */
kb_str kb_text_safe(kb_str s, size_t off, size_t *used);
/* Appends s as it is printed. */
void kb_text_print(kb_str s, enum kb_ambiguous amb, struct kb_buf *out);

/* --- classes ---------------------------------------------------------------- */

bool kb_cp_han(uint32_t cp);
/* Blank inside a line: U+0020, tab, U+00A0, U+3000 and the like. */
bool kb_cp_blank(uint32_t cp);
/* Wide in both modes: East Asian W or F, or drawn as 〓. */
bool kb_cp_wide(uint32_t cp);

/* --- lunar dates as they are printed: 农历壬寅年闰三月十三 ---------------------- */

struct kb_lunar_print {
	size_t text; /* where it begins, behind 农历 */
	bool named;  /* 农历 is before it */
	int stem;    /* of the year in its cycle of sixty, 0 = 甲子; −1 */
	bool leap;
	int month;
	int day;
};
/* Bytes used at the start of s, or 0. */
size_t kb_lunar_scan(kb_str s, struct kb_lunar_print *out);
/* True where that is the lunar date of the day; what isn't printed agrees. */
bool kb_lunar_agrees(const struct kb_lunar_print *print, kb_day day);

#endif
