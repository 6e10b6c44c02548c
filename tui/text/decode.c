/* Bytes from outside into UTF-8 with repair. */
#include "kanbao/text.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "kanbao/mem.h"
#include "text_int.h"

static const kb_str bom = { "\xEF\xBB\xBF", 3 };

/* One call of iconv(3) with room for what it gives; false where it stopped. */
static bool
convert_step(iconv_t cd, kb_str *rest, struct kb_buf *out)
{
	kb_buf_reserve(out, 2 * rest->n + 16);
	char *in = (char *)(uintptr_t)rest->p; /* iconv doesn't write there */
	char *to = out->p + out->n;
	size_t in_left = rest->n;
	size_t room = out->cap - out->n - 1;
	size_t room_left = room;
	size_t rc = iconv(cd, &in, &in_left, &to, &room_left);
	bool more = rc != (size_t)-1 || errno == E2BIG;
	out->n += room - room_left;
	out->p[out->n] = '\0';
	*rest = (kb_str){ in, in_left };
	return more;
}

/* Names for iconv(3): glibc's GB18030 holds GBK and GB 2312, this Big5 that of Hong Kong. */
static const char *const charsets[] = {
	[KB_ENC_GB18030] = "GB18030",
	[KB_ENC_BIG5] = "BIG5-HKSCS",
};

/* → UTF-8; each byte that is no text gives U+FFFD. */
static void
convert(kb_str bytes, const char *charset, struct kb_buf *out, struct kb_text_report *report)
{
	iconv_t cd = iconv_open("UTF-8", charset);
	bool usable = cd != (iconv_t)-1;
	kb_str rest = bytes;
	while (rest.n) {
		if (usable && convert_step(cd, &rest, out)) {
			continue;
		}
		report->broken++;
		size_t skip = 1;
		if (usable && errno == EINVAL) {
			skip = rest.n; /* cut at the end */
		}
		kb_buf_cp(out, KB_CP_REPLACEMENT);
		rest = kb_str_sub(rest, skip, rest.n);
	}
	if (usable) {
		/* Big5 keeps a letter back that a mark may follow */
		char *to = out->p ? out->p + out->n : NULL;
		size_t room = out->p ? out->cap - out->n - 1 : 0;
		size_t before = room;
		if (to && iconv(cd, NULL, NULL, &to, &room) != (size_t)-1) {
			out->n += before - room;
			out->p[out->n] = '\0';
		}
		(void)iconv_close(cd);
	}
}

static uint32_t
unit16(kb_str s, size_t off, bool big)
{
	const unsigned char *u = (const unsigned char *)s.p + off;
	return big ? (uint32_t)u[0] << 8 | u[1] : (uint32_t)u[1] << 8 | u[0];
}

/* UTF-16 → UTF-8; half a pair, and a byte left over, give U+FFFD. */
static void
convert_16(kb_str s, bool big, struct kb_buf *out, struct kb_text_report *report)
{
	size_t off = 0;
	while (off + 2 <= s.n) {
		uint32_t cp = unit16(s, off, big);
		uint32_t low = off + 4 <= s.n ? unit16(s, off + 2, big) : 0;
		off += 2;
		if (cp >= 0xD800 && cp < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
			cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
			off += 2;
		}
		bool half = cp >= 0xD800 && cp < 0xE000;
		report->broken += half;
		kb_buf_cp(out, half ? KB_CP_REPLACEMENT : cp);
	}
	if (off < s.n) {
		report->broken++;
		kb_buf_cp(out, KB_CP_REPLACEMENT);
	}
}

struct kb_converters {
	iconv_t open[KB_ENC_BIG5 + 1];
};

struct kb_converters *
kb_converters_hold(void)
{
	struct kb_converters *held = kb_calloc(1, sizeof(*held));
	for (int i = KB_ENC_GB18030; i <= KB_ENC_BIG5; i++) {
		char probe[] = "\xA4\xA4"; /* modules are loaded when first used */
		char out[8];
		char *in = probe;
		char *to = out;
		size_t in_left = 2;
		size_t room = sizeof(out);
		held->open[i] = iconv_open("UTF-8", charsets[i]);
		if (held->open[i] != (iconv_t)-1) {
			(void)iconv(held->open[i], &in, &in_left, &to, &room);
		}
	}
	return held;
}

void
kb_converters_release(struct kb_converters *held)
{
	for (int i = KB_ENC_GB18030; held && i <= KB_ENC_BIG5; i++) {
		if (held->open[i] != (iconv_t)-1) {
			(void)iconv_close(held->open[i]);
		}
	}
	free(held);
}

void
kb_text_decode(kb_str bytes, enum kb_encoding enc, struct kb_buf *out,
               struct kb_text_report *report)
{
	struct kb_buf utf8 = { 0 };
	kb_str text = bytes;
	if (enc == KB_ENC_GB18030 || enc == KB_ENC_BIG5) {
		convert(bytes, charsets[enc], &utf8, report);
		text = kb_buf_str(&utf8);
	} else if (enc != KB_ENC_UTF8) {
		convert_16(bytes, enc == KB_ENC_UTF16BE, &utf8, report);
		text = kb_buf_str(&utf8);
	}
	if (kb_str_starts(text, bom)) {
		text = kb_str_sub(text, bom.n, text.n);
	}
	kb_text_sanitise(text, out, report);
	kb_buf_release(&utf8);
}
