/*
 * The door: what of a text from outside may come in (design §3, by code
 * point, never by byte), and NFC. Linear in the length of the text.
 */
#include "kanbao/text.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>

#include "kanbao/mem.h"
#include "text_int.h"

/* More marks on one base are a stack that leaves its line. */
#define MARKS_MAX 8

struct door {
	kb_str in;
	size_t off; /* of what follows in `in` */
	struct kb_buf *out;
	struct kb_text_report *report;
	size_t line;   /* start in out of the line being written */
	uint32_t prev; /* last character written, 0 at the start of a line */
	size_t marks;  /* written on the last base */
	bool emoji;    /* prev ends a pictograph and its marks: ZWJ may follow */
	bool after_cr;
	bool dirty; /* the line needs NFC */
};

static size_t
sum_marks(size_t marks, uint32_t cp)
{
	return kb_cp_class(cp) == KB_CLASS_MARK ? marks + 1 : 0;
}

/* Canonical order may have brought more marks together, or made them. */
static void
add_limited(struct door *d, kb_str line)
{
	size_t marks = 0;
	for (size_t off = 0; off < line.n;) {
		size_t at = off;
		uint32_t cp = kb_utf8_next(line, &off);
		marks = sum_marks(marks, cp);
		if (marks > MARKS_MAX) {
			d->report->invisible++;
		} else {
			kb_buf_add(d->out, kb_str_sub(line, at, off));
		}
	}
}

static void
end_line(struct door *d)
{
	size_t n = d->out->n - d->line;
	if (d->dirty && n) {
		size_t len = 0;
		const uint8_t *line = (const uint8_t *)d->out->p + d->line;
		uint8_t *nfc = u8_normalize(UNINORM_NFC, line, n, NULL, &len);
		if (!nfc) {
			(void)kb_realloc(NULL, SIZE_MAX, 2); /* ends the program */
		}
		d->out->n = d->line;
		add_limited(d, (kb_str){ (const char *)nfc, len });
		free(nfc);
	}
	d->dirty = false;
}

static void
newline(struct door *d)
{
	end_line(d);
	kb_buf_byte(d->out, '\n');
	d->line = d->out->n;
	d->prev = 0;
	d->marks = 0;
	d->emoji = false;
}

/* The next character of the input, 0 at its end or where it is broken. */
static uint32_t
peek(const struct door *d)
{
	uint32_t cp = 0;
	size_t bad;
	bool cut;
	if (d->off < d->in.n) {
		(void)kb_utf8_decode(d->in.p + d->off, d->in.n - d->off, &cp, &bad, &cut);
	}
	return cp;
}

static bool
noncharacter(uint32_t cp)
{
	return (cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF);
}

/* ZWJ and the variation selectors: is this its place? */
static bool
joiner_allowed(const struct door *d, uint32_t cp)
{
	if (cp == KB_CP_ZWJ) {
		return d->emoji && uc_is_property_extended_pictographic(peek(d));
	}
	if (cp == KB_CP_VS16) {
		bool keycap = d->prev < 0x80;
		return d->prev && uc_is_property_emoji(d->prev) &&
		       (!keycap || peek(d) == KB_CP_KEYCAP);
	}
	return kb_cp_han(d->prev);
}

/* An invisible or combining character: false where it is dropped. */
static bool
mark_allowed(struct door *d, uint32_t cp, enum kb_class class)
{
	if (cp == KB_CP_ZWJ || kb_cp_selector(cp)) {
		return joiner_allowed(d, cp) && d->marks < MARKS_MAX;
	}
	return class == KB_CLASS_MARK && d->marks < MARKS_MAX;
}

static void
write_cp(struct door *d, uint32_t cp, enum kb_class class)
{
	kb_buf_cp(d->out, cp);
	if (class == KB_CLASS_MARK) {
		d->marks++;
	} else if (cp != KB_CP_ZWJ) {
		d->marks = 0;
		bool skin = d->emoji && uc_is_property_emoji_modifier(cp);
		d->emoji = skin || uc_is_property_extended_pictographic(cp);
	}
	d->prev = cp;
	/* below U+0300 all is NFC, whatever stands beside it */
	d->dirty = d->dirty || cp >= 0x300;
}

static void
one(struct door *d, uint32_t cp)
{
	bool after_cr = d->after_cr;
	d->after_cr = cp == '\r';
	if (cp == '\n' && after_cr) {
		return;
	}
	if (cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029) {
		newline(d);
		return;
	}
	enum kb_class class = kb_cp_class(cp);
	if (cp == '\t') {
		write_cp(d, cp, KB_CLASS_NARROW);
	} else if (class == KB_CLASS_CONTROL) {
		d->report->controls++;
	} else if (noncharacter(cp)) {
		d->report->broken++;
		write_cp(d, KB_CP_REPLACEMENT, KB_CLASS_SORT);
	} else if ((class == KB_CLASS_FORMAT || class == KB_CLASS_MARK) &&
	           !mark_allowed(d, cp, class)) {
		d->report->invisible++;
	} else {
		write_cp(d, cp, class);
	}
}

/* A run of characters that need no look. */
static void
plain_run(struct door *d, size_t n)
{
	kb_buf_add(d->out, kb_str_sub(d->in, d->off, d->off + n));
	d->off += n;
	size_t at = d->off;
	d->prev = kb_utf8_prev(d->in, &at);
	d->marks = 0;
	d->emoji = uc_is_property_extended_pictographic(d->prev);
	d->after_cr = false;
}

void
kb_text_sanitise(kb_str text, struct kb_buf *out, struct kb_text_report *report)
{
	kb_buf_reserve(out, text.n);
	struct door d = { .in = text, .out = out, .report = report, .line = out->n };
	while (d.off < text.n) {
		size_t n = kb_utf8_plain(kb_str_sub(text, d.off, text.n));
		if (n) {
			plain_run(&d, n);
			continue;
		}
		uint32_t cp;
		size_t bad;
		bool cut;
		n = kb_utf8_decode(text.p + d.off, text.n - d.off, &cp, &bad, &cut);
		d.off += n ? n : bad;
		if (n == 0) {
			report->broken++;
			cp = KB_CP_REPLACEMENT;
		}
		one(&d, cp);
	}
	end_line(&d);
}

void
kb_text_oneline(kb_str text, struct kb_buf *out)
{
	struct kb_text_report report = { 0 };
	kb_buf_reserve(out, text.n);
	size_t start = out->n;
	kb_text_sanitise(text, out, &report);
	for (size_t i = start; i < out->n; i++) {
		if (out->p[i] == '\n' || out->p[i] == '\t') {
			out->p[i] = ' ';
		}
	}
}
