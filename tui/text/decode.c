/* Bytes from outside: which encoding, and into UTF-8 with repair. */
#include "kanbao/text.h"

#include <errno.h>
#include <iconv.h>

#include "text_int.h"

static const kb_str bom = { "\xEF\xBB\xBF", 3 };
#define GB_BOM "\x84\x31\x95\x33"

/* How well bytes read as an encoding. */
struct score {
	size_t good; /* characters above ASCII count 2, those of two bytes 1 */
	size_t errors;
	bool cut; /* the only error is a cut last character */
};

static struct score
score_utf8(kb_str s)
{
	struct score score = { 0 };
	for (size_t off = 0; off < s.n;) {
		uint32_t cp;
		size_t bad;
		bool cut;
		size_t n = kb_utf8_decode(s.p + off, s.n - off, &cp, &bad, &cut);
		if (n == 0) {
			score.cut = cut && score.errors == 0;
			score.errors++;
			n = bad;
		} else if (n > 1) {
			score.good += n == 2 ? 1 : 2;
		}
		off += n;
	}
	return score;
}

/* Bytes of the GB18030 character at p, by structure alone; 0 where none. */
static size_t
gb_len(const unsigned char *p, size_t n)
{
	if (p[0] < 0x80) {
		return 1;
	}
	if (p[0] == 0x80 || p[0] == 0xFF || n < 2) {
		return 0;
	}
	if (p[1] >= 0x30 && p[1] <= 0x39) {
		bool whole = n >= 4 && p[2] >= 0x81 && p[2] <= 0xFE && p[3] >= 0x30 && p[3] <= 0x39;
		return whole ? 4 : 0;
	}
	return p[1] >= 0x40 && p[1] != 0x7F && p[1] != 0xFF ? 2 : 0;
}

static size_t
errors_gb(kb_str s)
{
	const unsigned char *u = (const unsigned char *)s.p;
	size_t errors = 0;
	for (size_t off = 0; off < s.n;) {
		size_t n = gb_len(u + off, s.n - off);
		errors += n == 0;
		off += n ? n : 1;
	}
	return errors;
}

enum kb_encoding
kb_encoding_sniff(kb_str bytes)
{
	if (kb_str_starts(bytes, bom)) {
		return KB_ENC_UTF8;
	}
	if (kb_str_starts(bytes, KB_STR(GB_BOM))) {
		return KB_ENC_GB18030;
	}
	struct score utf8 = score_utf8(bytes);
	if (utf8.errors == 0 || utf8.cut) {
		return KB_ENC_UTF8;
	}
	/*
	 * Nearly every pair of high bytes is a GB18030 character, so a damaged
	 * UTF-8 text shows few errors as GB18030; but hardly any GB18030 text
	 * shows more UTF-8 characters than errors.
	 */
	if (utf8.good > 2 * utf8.errors) {
		return KB_ENC_UTF8;
	}
	return errors_gb(bytes) < utf8.errors ? KB_ENC_GB18030 : KB_ENC_UTF8;
}

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

/* GB18030 → UTF-8; each byte that is no text gives U+FFFD. */
static void
convert_gb(kb_str bytes, struct kb_buf *out, struct kb_text_report *report)
{
	/* glibc's own GB18030, a superset of GBK and GB 2312 */
	iconv_t cd = iconv_open("UTF-8", "GB18030");
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
		(void)iconv_close(cd);
	}
}

void
kb_text_decode(kb_str bytes, enum kb_encoding enc, struct kb_buf *out,
               struct kb_text_report *report)
{
	struct kb_buf utf8 = { 0 };
	kb_str text = bytes;
	if (enc == KB_ENC_GB18030) {
		convert_gb(bytes, &utf8, report);
		text = kb_buf_str(&utf8);
	}
	if (kb_str_starts(text, bom)) {
		text = kb_str_sub(text, bom.n, text.n);
	}
	kb_text_sanitise(text, out, report);
	kb_buf_release(&utf8);
}
