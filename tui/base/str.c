/* Slices and the builder. */
#include "kanbao/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kanbao/mem.h"

/* Unit tests build with a tiny step, so that every path grows. */
#ifndef KB_BUF_STEP
#define KB_BUF_STEP 64
#endif

kb_str
kb_str_of(const char *cstr)
{
	return cstr ? (kb_str){ cstr, strlen(cstr) } : KB_STR_NULL;
}

bool
kb_str_eq(kb_str a, kb_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

int
kb_str_cmp(kb_str a, kb_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;
	if (order != 0) {
		return order;
	}
	return (a.n > b.n) - (a.n < b.n);
}

bool
kb_str_starts(kb_str s, kb_str prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool
kb_str_ends(kb_str s, kb_str suffix)
{
	return s.n >= suffix.n &&
	       (suffix.n == 0 || memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0);
}

size_t
kb_str_find(kb_str s, kb_str needle)
{
	if (needle.n == 0) {
		return 0;
	}
	const char *hit = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
	return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}

kb_str
kb_str_sub(kb_str s, size_t from, size_t to)
{
	if (to > s.n) {
		to = s.n;
	}
	if (from > to) {
		from = to;
	}
	return s.p ? (kb_str){ s.p + from, to - from } : KB_STR_NULL;
}

/* Bytes of the blank that s starts with, or ends with: ASCII, U+00A0, U+3000. */
static size_t
blank_at(kb_str s, bool end)
{
	static const kb_str wide[] = { { "\xC2\xA0", 2 }, { "\xE3\x80\x80", 3 } };
	if (s.n == 0) {
		return 0;
	}
	char c = s.p[end ? s.n - 1 : 0];
	if (c == ' ' || (c >= '\t' && c <= '\r')) {
		return 1;
	}
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
		if (end ? kb_str_ends(s, wide[i]) : kb_str_starts(s, wide[i])) {
			return wide[i].n;
		}
	}
	return 0;
}

kb_str
kb_str_trim(kb_str s)
{
	size_t n;
	while ((n = blank_at(s, false)) > 0) {
		s = kb_str_sub(s, n, s.n);
	}
	while ((n = blank_at(s, true)) > 0) {
		s = kb_str_sub(s, 0, s.n - n);
	}
	return s;
}

bool
kb_str_split(kb_str *rest, char sep, kb_str *part)
{
	if (!rest->p) {
		return false;
	}
	const char *hit = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
	if (!hit) {
		*part = *rest;
		*rest = KB_STR_NULL;
		return true;
	}
	size_t n = (size_t)(hit - rest->p);
	*part = (kb_str){ rest->p, n };
	*rest = (kb_str){ hit + 1, rest->n - n - 1 };
	return true;
}

void
kb_buf_release(struct kb_buf *b)
{
	if (b) {
		free(b->p);
		*b = (struct kb_buf){ 0 };
	}
}

void
kb_buf_reserve(struct kb_buf *b, size_t extra)
{
	size_t need = b->n + extra + 1;
	if (need > b->cap) {
		size_t cap = b->cap + b->cap / 2 + KB_BUF_STEP;
		b->cap = cap > need ? cap : need;
		b->p = kb_realloc(b->p, b->cap, 1);
		b->p[b->n] = '\0';
	}
}

void
kb_buf_clear(struct kb_buf *b)
{
	kb_buf_reserve(b, 0);
	b->n = 0;
	b->p[0] = '\0';
}

void
kb_buf_add(struct kb_buf *b, kb_str s)
{
	kb_buf_reserve(b, s.n);
	if (s.n) {
		memcpy(b->p + b->n, s.p, s.n);
		b->n += s.n;
		b->p[b->n] = '\0';
	}
}

void
kb_buf_byte(struct kb_buf *b, char c)
{
	kb_buf_add(b, (kb_str){ &c, 1 });
}

void
kb_buf_cp(struct kb_buf *b, uint32_t cp)
{
	char u[4];
	size_t n;
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) {
		cp = 0xFFFD;
	}
	if (cp < 0x80) {
		u[0] = (char)cp;
		n = 1;
	} else if (cp < 0x800) {
		u[0] = (char)(0xC0 | (cp >> 6));
		u[1] = (char)(0x80 | (cp & 0x3F));
		n = 2;
	} else if (cp < 0x10000) {
		u[0] = (char)(0xE0 | (cp >> 12));
		u[1] = (char)(0x80 | ((cp >> 6) & 0x3F));
		u[2] = (char)(0x80 | (cp & 0x3F));
		n = 3;
	} else {
		u[0] = (char)(0xF0 | (cp >> 18));
		u[1] = (char)(0x80 | ((cp >> 12) & 0x3F));
		u[2] = (char)(0x80 | ((cp >> 6) & 0x3F));
		u[3] = (char)(0x80 | (cp & 0x3F));
		n = 4;
	}
	kb_buf_add(b, (kb_str){ u, n });
}

void
kb_buf_vprintf(struct kb_buf *b, const char *fmt, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0) {
		return;
	}
	kb_buf_reserve(b, (size_t)n);
	(void)vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	b->n += (size_t)n;
}

void
kb_buf_printf(struct kb_buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	kb_buf_vprintf(b, fmt, ap);
	va_end(ap);
}

kb_str
kb_buf_str(const struct kb_buf *b)
{
	return b->p ? (kb_str){ b->p, b->n } : KB_STR("");
}
