/*
 * Placed texts, wherever they stand, → issue: no crash, and each Han
 * character once, in a field or as a mark that a field implies. Input: XML,
 * or six bytes a text (left, top, font, length, which characters).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "kanbao/format.h"
#include "kanbao/interchange.h"
#include "kanbao/text.h"

#define REQUIRE(what)                                                   \
	do {                                                            \
		if (!(what)) {                                          \
			(void)fprintf(stderr, "fuzz_pdf: %s\n", #what); \
			abort();                                        \
		}                                                       \
	} while (0)

/* No words of the parser's lists among them: each character stays text. */
static const char *const letters[] = { "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛",
	                               "壬", "癸", "。", "，", "“",  "”",  "x",  " " };

static size_t
han(kb_str s)
{
	size_t n = 0;
	for (size_t off = 0; off < s.n;) {
		n += kb_cp_han(kb_utf8_next(s, &off));
	}
	return n;
}

/* Texts of the six-byte form; a page break where the length is 0. */
static void
make_xml(const uint8_t *data, size_t size, struct kb_buf *xml)
{
	static const int sizes[] = { 15, 12, 24, 42 };
	kb_buf_add(xml, KB_STR("<?xml version=\"1.0\"?>\n<pdf2xml>\n"
	                       "<page number=\"1\" height=\"1300\" width=\"1000\">\n"));
	for (int i = 0; i < 4; i++) {
		kb_buf_printf(xml, "<fontspec id=\"%d\" size=\"%d\" family=\"F%d\"/>\n", i,
		              sizes[i], i % 2);
	}
	for (size_t i = 0; i + 6 <= size; i += 6) {
		int font = data[i + 2] % 4;
		int n = data[i + 3] % 16;
		if (n == 0) {
			kb_buf_add(xml, KB_STR("</page><page height=\"1300\" width=\"1000\">\n"));
			continue;
		}
		kb_buf_printf(xml,
		              "<text left=\"%d\" top=\"%d\" width=\"%d\" height=\"%d\" "
		              "font=\"%d\">",
		              data[i] * 4, data[i + 1] * 5, n * sizes[font], sizes[font], font);
		for (int k = 0; k < n; k++) {
			kb_buf_printf(xml, "%s", letters[(data[i + 4] + k * data[i + 5]) % 16]);
		}
		kb_buf_add(xml, KB_STR("</text>\n"));
	}
	kb_buf_add(xml, KB_STR("</page>\n</pdf2xml>\n"));
}

/* Characters of texts that may be taken for the same, printed twice to look bold. */
static size_t
doubled(const uint8_t *data, size_t size)
{
	size_t n = 0;
	for (size_t i = 0; i + 6 <= size; i += 6) {
		for (size_t k = 0; k < i; k += 6) {
			if (data[i + 3] % 16 == data[k + 3] % 16 && abs(data[i] - data[k]) <= 3 &&
			    abs(data[i + 1] - data[k + 1]) <= 3) {
				n += data[i + 3] % 16;
				break;
			}
		}
	}
	return n;
}

static enum kb_err
count(void *user, const struct kb_issue *issue, const struct kb_parse_report *report)
{
	size_t *n = user;
	struct kb_buf json = { 0 };
	(void)report;
	kb_issue_write_json(&json, issue, false);
	REQUIRE(kb_utf8_valid(kb_buf_str(&json)));
	*n += han(kb_buf_str(&json));
	kb_buf_release(&json);
	return KB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_buf xml = { 0 };
	size_t found = 0;
	const struct kb_sink sink = { count, &found };
	bool raw = size > 0 && data[0] == '<';
	if (raw) {
		kb_buf_add(&xml, (kb_str){ (const char *)data, size });
	} else {
		make_xml(data, size, &xml);
	}
	const struct kb_file file = { KB_STR("x.pdf"), kb_buf_str(&xml) };
	const struct kb_bundle bundle = { KB_STR("x.pdf"), &file, 1 };
	const struct kb_format *format = kb_format_of(&bundle);
	enum kb_err err = format->read(&ctx, &a, &bundle, NULL, &sink);
	size_t all = han(kb_buf_str(&xml));
	REQUIRE(raw || err || (found <= all && found + doubled(data, size) >= all));
	kb_buf_release(&xml);
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
	return 0;
}
