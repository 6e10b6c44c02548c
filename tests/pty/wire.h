/*
 * What a program writes to a terminal, taken apart by the letter of ECMA-48:
 * which kinds of sequences stand in it. Knows nothing of any emulator's
 * leniency: whatever one of them could obey, or would hide, is a kind.
 */
#ifndef KANBAO_TEST_WIRE_H
#define KANBAO_TEST_WIRE_H

#include "kanbao/str.h"

/* A set of names: "C0 0A", "CSI ?h", "OSC 52", "C1 9B", "U+202E", "bad UTF-8" … */
struct wire_kinds {
	char (*v)[32]; /* sorted */
	size_t n;
	size_t cap;
};

void wire_kinds_of(kb_str bytes, struct wire_kinds *kinds); /* added */
void wire_kinds_release(struct wire_kinds *kinds);
bool wire_kinds_has(const struct wire_kinds *kinds, const char *kind);
/* The first kind of `a` that is not in `b`; NULL where there is none. */
const char *wire_kinds_more(const struct wire_kinds *a, const struct wire_kinds *b);
/* All of them, parted by commas, appended. */
void wire_kinds_say(const struct wire_kinds *kinds, struct kb_buf *out);

#endif
