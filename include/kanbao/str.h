/*
 * Strings: a borrowed slice and an owned builder.
 *
 * Text inside kanbao is valid UTF-8, made valid once, at the door (text.h).
 * Nothing here knows what the bytes mean, except kb_buf_cp(), which encodes.
 */
#ifndef KANBAO_STR_H
#define KANBAO_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A slice: n bytes at p, not NUL-terminated, owned by somebody else.
 * p == NULL says "absent" (JSON null); p != NULL with n == 0 says "empty".
 */
typedef struct kb_str {
	const char *p;
	size_t n;
} kb_str;

/* A slice over a string literal. */
#define KB_STR(lit) ((kb_str){ "" lit, sizeof(lit) - 1 })
#define KB_STR_NULL ((kb_str){ NULL, 0 })
/* The two arguments of a "%.*s". */
#define KB_ARG(s) (int)(s).n, (s).n ? (s).p : ""

/* A slice over a C string; absent where cstr is NULL. */
kb_str kb_str_of(const char *cstr);
bool kb_str_eq(kb_str a, kb_str b);
/* Byte order, like memcmp and then by length: < 0, 0, > 0. */
int kb_str_cmp(kb_str a, kb_str b);
bool kb_str_starts(kb_str s, kb_str prefix);
bool kb_str_ends(kb_str s, kb_str suffix);
/* Byte offset of the first occurrence of needle, or SIZE_MAX. */
size_t kb_str_find(kb_str s, kb_str needle);
/* Bytes [from, to) of s; both are clamped to its length. */
kb_str kb_str_sub(kb_str s, size_t from, size_t to);
/* s without ASCII blanks and U+3000, U+00A0 at both ends. */
kb_str kb_str_trim(kb_str s);
/*
 * Takes the part up to the next `sep` off *rest and gives it in *part.
 * False, and nothing touched, where *rest is absent; the last part leaves
 * *rest absent.
 */
bool kb_str_split(kb_str *rest, char sep, kb_str *part);

/*
 * A builder. Zeroed is a valid empty one. After any call p is not NULL and
 * p[n] == 0; p moves when it grows. Released by kb_buf_release().
 */
struct kb_buf {
	char *p;
	size_t n;
	size_t cap;
};

void kb_buf_release(struct kb_buf *b);
/* Empty, keeping the memory. */
void kb_buf_clear(struct kb_buf *b);
/* Room for `extra` more bytes beside the NUL. */
void kb_buf_reserve(struct kb_buf *b, size_t extra);
void kb_buf_add(struct kb_buf *b, kb_str s);
void kb_buf_byte(struct kb_buf *b, char c);
/* The code point as UTF-8; U+FFFD for what is no scalar value. */
void kb_buf_cp(struct kb_buf *b, uint32_t cp);
void kb_buf_printf(struct kb_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void kb_buf_vprintf(struct kb_buf *b, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
/* What has been built, borrowed until the next change. Never absent. */
kb_str kb_buf_str(const struct kb_buf *b);

#endif
