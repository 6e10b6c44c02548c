/* Bytes of a file → text, or one clear reason why not. */
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* Number of the first line longer than the limit, or 0. */
static size_t
long_line(kb_str bytes)
{
	size_t line = 1;
	for (size_t off = 0; off < bytes.n; line++) {
		const char *end = memchr(bytes.p + off, '\n', bytes.n - off);
		size_t n = end ? (size_t)(end - bytes.p) - off : bytes.n - off;
		if (n > KB_LIMIT_LINE) {
			return line;
		}
		off += n + 1;
	}
	return 0;
}

/* True where a UTF-8 file stops inside its last character. */
static bool
ends_cut(kb_str bytes)
{
	size_t i = bytes.n;
	size_t behind = 0;
	while (i > 0 && behind < 3 && ((unsigned char)bytes.p[i - 1] & 0xC0) == 0x80) {
		i--;
		behind++;
	}
	unsigned char lead = i > 0 ? (unsigned char)bytes.p[i - 1] : 0;
	size_t want = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
	return behind < want;
}

/* A blank page is empty too. */
static bool
blank(kb_str text)
{
	size_t off = 0;
	while (off < text.n) {
		uint32_t cp = kb_utf8_next(text, &off);
		if (cp != '\n' && cp != '\f' && !kb_cp_blank(cp)) {
			return false;
		}
	}
	return true;
}

/* A README or a licence in the folder of an archivist is no page of a Chinese paper. */
static bool
has_han(kb_str text)
{
	for (size_t off = 0; off < text.n;) {
		if (kb_cp_han(kb_utf8_next(text, &off))) {
			return true;
		}
	}
	return false;
}

/* Decoded piece by piece: a form feed would not live through the cleaning. */
static void
decode(kb_str bytes, bool wide, enum kb_encoding encoding, struct kb_buf *text,
       struct kb_text_report *met)
{
	bool first = true;
	if (wide) {
		kb_text_decode(bytes, encoding, text, met);
		return;
	}
	for (kb_str rest = bytes, part; kb_str_split(&rest, '\f', &part); first = false) {
		if (!first) {
			kb_buf_add(text, KB_STR("\n\f\n"));
		}
		kb_text_decode(part, encoding, text, met);
	}
}

enum kb_err
kb_source_text(struct kb_ctx *ctx, kb_str bytes, struct kb_buf *text,
               struct kb_parse_report *report, bool *cut_end)
{
	if (bytes.n == 0) {
		return kb_fail(ctx, KB_E_DATA, _("the file is empty"));
	}
	if (bytes.n > KB_LIMIT_FILE) {
		return kb_fail(ctx, KB_E_DATA, _("larger than %zu MiB; split it by day"),
		               KB_LIMIT_FILE >> 20);
	}
	report->encoding = kb_encoding_sniff(bytes);
	bool wide = report->encoding == KB_ENC_UTF16LE || report->encoding == KB_ENC_UTF16BE;
	if (!wide && memchr(bytes.p, '\0', bytes.n)) {
		return kb_fail(ctx, KB_E_DATA,
		               _("a binary file, no text; convert it to text first"));
	}
	size_t line = wide ? 0 : long_line(bytes);
	if (!line) {
		decode(bytes, wide, report->encoding, text, &report->text);
		line = wide ? long_line(kb_buf_str(text)) : 0;
	}
	if (line) {
		return kb_fail(ctx, KB_E_DATA,
		               _("line %zu is longer than %zu bytes; no page of a paper looks so"),
		               line, KB_LIMIT_LINE);
	}
	/* one character in twenty broken is no text in any encoding */
	if ((report->text.broken + report->text.controls) * 20 >
	    kb_utf8_count(kb_buf_str(text)) + 20) {
		return kb_fail(
			ctx, KB_E_DATA,
			_("text in no encoding known here (UTF-8, GB18030, Big5, UTF-16); convert "
		          "it to UTF-8 first"));
	}
	if (blank(kb_buf_str(text))) {
		return kb_fail(ctx, KB_E_DATA, _("nothing but blanks in the file"));
	}
	if (!has_han(kb_buf_str(text))) {
		return kb_fail(ctx, KB_E_DATA,
		               _("no Chinese character in it; is it a page of a paper?"));
	}
	*cut_end = report->encoding == KB_ENC_UTF8 && ends_cut(bytes);
	return KB_OK;
}
