/* The parser: one state, one byte or character after another. */
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>

#include "kanbao/mem.h"
#include "kanbao/text.h"

#define ESC 0x1B
#define BEL 0x07
/* Marks on one base. */
#define MARKS_MAX 8

struct wire {
	struct wire_kinds *kinds;
	kb_str in;
	size_t off;
	/* of the text so far: what invisible characters are judged by */
	uint32_t prev;
	bool pictograph; /* prev ends one, with its marks */
	size_t marks;
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

bool
wire_kinds_has(const struct wire_kinds *kinds, const char *kind)
{
	return kinds->n && bsearch(kind, kinds->v, kinds->n, sizeof(*kinds->v), by_name);
}

static void
add(struct wire_kinds *kinds, const char *kind)
{
	if (wire_kinds_has(kinds, kind)) {
		return;
	}
	kinds->v = kb_grow(kinds->v, kinds->n, &kinds->cap, sizeof(*kinds->v));
	(void)snprintf(kinds->v[kinds->n++], sizeof(*kinds->v), "%s", kind);
	qsort(kinds->v, kinds->n, sizeof(*kinds->v), by_name);
}

static void
add_number(struct wire_kinds *kinds, const char *what, unsigned number)
{
	char kind[32];
	(void)snprintf(kind, sizeof(kind), "%s%02X", what, number);
	add(kinds, kind);
}

void
wire_kinds_release(struct wire_kinds *kinds)
{
	free(kinds->v);
	*kinds = (struct wire_kinds){ 0 };
}

const char *
wire_kinds_more(const struct wire_kinds *a, const struct wire_kinds *b)
{
	for (size_t i = 0; i < a->n; i++) {
		if (!wire_kinds_has(b, a->v[i])) {
			return a->v[i];
		}
	}
	return NULL;
}

void
wire_kinds_say(const struct wire_kinds *kinds, struct kb_buf *out)
{
	for (size_t i = 0; i < kinds->n; i++) {
		kb_buf_printf(out, "%s%s", i ? ", " : "", kinds->v[i]);
	}
}

/* --- sequences (ECMA-48, 5.3 … 5.6) --------------------------------------------------- */

static int
byte_at(const struct wire *w, size_t off)
{
	return off < w->in.n ? (unsigned char)w->in.p[off] : -1;
}

/* Parameters 30–3F, intermediates 20–2F, a final 40–7E: "CSI ?25h" keeps modes, not numbers. */
static void
take_csi(struct wire *w)
{
	char kind[32] = "CSI ";
	size_t n = 4;
	size_t from = w->off;
	while (byte_at(w, w->off) >= 0x30 && byte_at(w, w->off) <= 0x3F) {
		w->off++;
	}
	kb_str parameters = kb_str_sub(w->in, from, w->off);
	while (byte_at(w, w->off) >= 0x20 && byte_at(w, w->off) <= 0x2F && n < 12) {
		kind[n++] = (char)byte_at(w, w->off++);
	}
	int final = byte_at(w, w->off);
	if (final < 0x40 || final > 0x7E) {
		add(w->kinds, "unfinished CSI");
		return;
	}
	w->off++;
	bool mode = final == 'h' || final == 'l';
	if (mode) {
		(void)snprintf(kind + n, sizeof(kind) - n, "%.*s%c",
		               (int)(parameters.n < 8 ? parameters.n : 8), parameters.p, final);
	} else {
		bool own = parameters.n && parameters.p[0] >= 0x3C;
		(void)snprintf(kind + n, sizeof(kind) - n, "%.*s%c", own, parameters.p, final);
	}
	add(w->kinds, kind);
}

/* A string up to its terminator; of an OSC the number is its kind. */
static void
take_string(struct wire *w, const char *name)
{
	size_t from = w->off;
	size_t end = from;
	for (;; end++) {
		int c = byte_at(w, end);
		if (c < 0) {
			add(w->kinds, "unfinished string");
			w->off = end;
			return;
		}
		if (c == BEL || (c == ESC && byte_at(w, end + 1) == '\\')) {
			w->off = end + (c == BEL ? 1 : 2);
			break;
		}
		if (c < 0x20 || c > 0x7E) {
			add_number(w->kinds, "in a string: ", (unsigned)c);
		}
	}
	char kind[32];
	kb_str text = kb_str_sub(w->in, from, end);
	size_t digits = 0;
	while (digits < text.n && digits < 6 && text.p[digits] >= '0' && text.p[digits] <= '9') {
		digits++;
	}
	bool asks = text.n && text.p[text.n - 1] == '?';
	(void)snprintf(kind, sizeof(kind), "%s %.*s%s", name, (int)digits, text.p, asks ? "?" : "");
	add(w->kinds, kind);
}

static void
take_escape(struct wire *w)
{
	static const struct {
		char second;
		const char *name;
	} strings[] = {
		{ ']', "OSC" }, { 'P', "DCS" }, { '_', "APC" }, { '^', "PM" }, { 'X', "SOS" }
	};
	char kind[32] = "ESC ";
	size_t n = 4;
	int c = byte_at(w, w->off);
	if (c == '[') {
		w->off++;
		take_csi(w);
		return;
	}
	for (size_t i = 0; i < sizeof(strings) / sizeof(*strings); i++) {
		if (c == strings[i].second) {
			w->off++;
			take_string(w, strings[i].name);
			return;
		}
	}
	while (byte_at(w, w->off) >= 0x20 && byte_at(w, w->off) <= 0x2F && n < 12) {
		kind[n++] = (char)byte_at(w, w->off++);
	}
	c = byte_at(w, w->off);
	if (c < 0x30 || c > 0x7E) {
		add(w->kinds, "unfinished ESC");
		return;
	}
	w->off++;
	kind[n] = (char)c;
	add(w->kinds, kind);
}

/* --- text ----------------------------------------------------------------------------- */

/* UTF-8 by its definition (Unicode, table 3-7), not by the library's. */
static size_t
decode(const struct wire *w, uint32_t *cp)
{
	static const struct {
		uint32_t first, last; /* code points */
		unsigned lead;
		size_t n;
	} forms[] = { { 0x0, 0x7F, 0x00, 1 },
		      { 0x80, 0x7FF, 0xC0, 2 },
		      { 0x800, 0xFFFF, 0xE0, 3 },
		      { 0x10000, 0x10FFFF, 0xF0, 4 } };
	static const unsigned masks[] = { 0x80, 0xE0, 0xF0, 0xF8 };
	unsigned lead = (unsigned)byte_at(w, w->off);
	for (size_t f = 0; f < 4; f++) {
		if ((lead & masks[f]) != forms[f].lead) {
			continue;
		}
		uint32_t value = lead & ~masks[f] & 0xFF;
		for (size_t i = 1; i < forms[f].n; i++) {
			int c = byte_at(w, w->off + i);
			if (c < 0 || (c & 0xC0) != 0x80) {
				return 0;
			}
			value = value << 6 | ((unsigned)c & 0x3F);
		}
		*cp = value;
		bool surrogate = value >= 0xD800 && value <= 0xDFFF;
		return value < forms[f].first || value > forms[f].last || surrogate ? 0
		                                                                    : forms[f].n;
	}
	return 0;
}

/* What no terminal may get at all. */
static bool
never(uint32_t cp)
{
	static const uint32_t ranges[][2] = {
		{ 0xAD, 0xAD },     { 0x61C, 0x61C },   { 0x180E, 0x180E },   { 0x200B, 0x200C },
		{ 0x200E, 0x200F }, { 0x2028, 0x202E }, { 0x2060, 0x2069 },   { 0xFEFF, 0xFEFF },
		{ 0xFFF9, 0xFFFB }, { 0xFDD0, 0xFDEF }, { 0xE0000, 0xE007F },
	};
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++) {
		if (cp >= ranges[i][0] && cp <= ranges[i][1]) {
			return true;
		}
	}
	return (cp & 0xFFFE) == 0xFFFE;
}

static bool
han(uint32_t cp)
{
	return (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
	       (cp >= 0x20000 && cp <= 0x3FFFF) || cp == 0x3007;
}

/* Joiners and selectors only where they mean something. */
static bool
in_place(const struct wire *w, uint32_t cp, size_t n)
{
	struct wire after = *w;
	uint32_t next = 0;
	after.off += n;
	if (cp == 0x200D) {
		return w->pictograph && after.off < w->in.n && decode(&after, &next) &&
		       uc_is_property_extended_pictographic(next);
	}
	if (cp == 0xFE0F) {
		return uc_is_property_emoji(w->prev) && w->prev >= 0x23;
	}
	return han(w->prev);
}

static void
judge(struct wire *w, uint32_t cp, size_t n)
{
	bool selector = (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF);
	bool mark = uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_M);
	if (cp >= 0x80 && cp < 0xA0) {
		add_number(w->kinds, "C1 ", cp);
	} else if (never(cp)) {
		add_number(w->kinds, "U+", cp);
	} else if ((cp == 0x200D || selector) && !in_place(w, cp, n)) {
		add_number(w->kinds, "out of place: U+", cp);
	}
	w->marks = mark && !selector ? w->marks + 1 : 0;
	if (w->marks > MARKS_MAX) {
		add(w->kinds, "a stack of marks");
	}
	bool goes_on = mark || selector || cp == 0x200D || uc_is_property_emoji_modifier(cp);
	w->pictograph = goes_on ? w->pictograph : uc_is_property_extended_pictographic(cp);
	w->prev = cp;
}

void
wire_kinds_of(kb_str bytes, struct wire_kinds *kinds)
{
	struct wire w = { .kinds = kinds, .in = bytes };
	while (w.off < bytes.n) {
		uint32_t cp = 0;
		int c = byte_at(&w, w.off);
		size_t n = decode(&w, &cp);
		if (c == ESC) {
			w.off++;
			take_escape(&w);
			w.prev = 0;
			w.marks = 0;
		} else if (c < 0x20 || c == 0x7F) {
			add_number(kinds, "C0 ", (unsigned)c);
			w.off++;
			w.prev = 0;
			w.marks = 0;
		} else if (n == 0) {
			/* 80–9F alone are what eight-bit terminals obey */
			add_number(kinds, c < 0xA0 ? "C1 byte " : "bad UTF-8 ", (unsigned)c);
			w.off++;
		} else {
			judge(&w, cp, n);
			w.off += n;
		}
	}
}
