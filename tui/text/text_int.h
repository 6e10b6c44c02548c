/*
 * What the files of this folder share: one class for every code point, and
 * the decoding of one UTF-8 character.
 */
#ifndef KANBAO_TEXT_INT_H
#define KANBAO_TEXT_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kanbao/str.h"

/* The classes of assets/data/width.inc. */
enum kb_class {
	KB_CLASS_NARROW,    /* 1 cell */
	KB_CLASS_WIDE,      /* 2 cells: East Asian W and F */
	KB_CLASS_AMBIGUOUS, /* 1 or 2 cells, as the terminal does */
	KB_CLASS_MARK,      /* no cell, drawn with its base */
	KB_CLASS_FORMAT,    /* no cell, never drawn, removed at the door */
	KB_CLASS_CONTROL,   /* never drawn, removed at the door */
	KB_CLASS_SORT,      /* 〓 is drawn for it: private use, unassigned, U+FFFD */
	KB_CLASS_COUNT
};

enum kb_class kb_cp_class(uint32_t cp);
/* A variation selector: U+FE00–FE0F and the ideographic ones. */
bool kb_cp_selector(uint32_t cp);

/* The character of a cluster that takes its cells, or stands for it; 0 where nothing is seen. */
uint32_t kb_cluster_base(kb_str cluster);

#define KB_CP_REPLACEMENT 0xFFFDu
#define KB_CP_ZWJ 0x200Du
#define KB_CP_VS16 0xFE0Fu
#define KB_CP_KEYCAP 0x20E3u

/*
 * The character at the start of n > 0 bytes: returns its length and sets *cp;
 * 0 where the bytes are no UTF-8, *bad is then the length of the maximal
 * subpart (Unicode 3.9, U+FFFD substitution), *cut says that only the end of
 * the bytes broke it off.
 */
size_t kb_utf8_decode(const char *p, size_t n, uint32_t *cp, size_t *bad, bool *cut);

/* Bytes at the start of s that need neither a look nor a change: see utf8.c. */
size_t kb_utf8_plain(kb_str s);

#endif
