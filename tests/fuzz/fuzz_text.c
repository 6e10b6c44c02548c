/*
 * Bytes → text. Whatever comes in: valid UTF-8, NFC, no forbidden character,
 * at most eight marks on a base, and a second pass changes nothing; what is
 * drawn for it is drawable and takes the cells that were counted.
 */
#include <stdint.h>
#include <stdlib.h>
#include <uninorm.h>

#include "kanbao/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REPLACED 0xFFFD

static void
must(bool holds)
{
	if (!holds) {
		abort();
	}
}

static bool
forbidden(uint32_t cp)
{
	return (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7F && cp <= 0x9F) ||
	       cp == 0xAD || cp == 0x61C || cp == 0x180E || cp == 0x200B || cp == 0x200C ||
	       (cp >= 0x200E && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x2069) || cp == 0xFEFF || (cp >= 0xFFF9 && cp <= 0xFFFB) ||
	       (cp >= 0xE0000 && cp <= 0xE007F) || (cp & 0xFFFE) == 0xFFFE ||
	       (cp >= 0xFDD0 && cp <= 0xFDEF);
}

static void
check_characters(kb_str s)
{
	int marks = 0;
	for (size_t off = 0; off < s.n;) {
		uint32_t cp = kb_utf8_next(s, &off);
		must(!forbidden(cp));
		marks = kb_cp_cols(cp, KB_AMBIGUOUS_1) == 0 && cp != 0x200D ? marks + 1 : 0;
		must(marks <= 8);
	}
}

static void
check_nfc(kb_str s)
{
	size_t n = 0;
	uint8_t *nfc = u8_normalize(UNINORM_NFC, (const uint8_t *)s.p, s.n, NULL, &n);
	must(s.n == 0 || (nfc && kb_str_eq((kb_str){ (const char *)nfc, n }, s)));
	free(nfc);
}

static void
check_stable(kb_str s)
{
	struct kb_buf again = { 0 };
	struct kb_text_report report = { 0 };
	kb_text_sanitise(s, &again, &report);
	must(kb_str_eq(kb_buf_str(&again), s));
	must(report.controls + report.invisible + report.broken == 0);
	kb_buf_clear(&again);
	kb_text_oneline(s, &again);
	must(again.n == s.n && kb_str_find(kb_buf_str(&again), KB_STR("\n")) == SIZE_MAX);
	kb_buf_release(&again);
}

static void
check_clusters(kb_str s, enum kb_ambiguous amb)
{
	int sum = 0;
	for (size_t off = 0; off < s.n;) {
		size_t n = kb_cluster_next(s, off);
		must(n > 0 && n <= s.n - off);
		kb_str cluster = kb_str_sub(s, off, off + n);
		uint32_t cps[KB_CELL_CPS];
		size_t count = kb_cluster_draw(cluster, cps);
		must(count <= KB_CELL_CPS);
		int cols = 0;
		for (size_t i = 0; i < count; i++) {
			must(kb_cp_drawable(cps[i]) && !forbidden(cps[i]));
			cols += kb_cp_cols(cps[i], amb);
		}
		must(cols == kb_cluster_cols(cluster, amb));
		must(kb_cluster_prev(s, off + n) == off);
		sum += cols;
		off += n;
	}
	must(sum == kb_text_cols(s, amb));
}

/* Where no ambiguous character is printed, what is printed takes the cells that were counted. */
static void
check_safe(kb_str s)
{
	struct kb_buf printed = { 0 };
	kb_text_print(s, KB_AMBIGUOUS_SAFE, &printed);
	kb_str p = kb_buf_str(&printed);
	must(kb_text_cols(p, KB_AMBIGUOUS_1) == kb_text_cols(s, KB_AMBIGUOUS_SAFE));
	must(kb_text_cols(p, KB_AMBIGUOUS_2) == kb_text_cols(s, KB_AMBIGUOUS_SAFE));
	kb_buf_release(&printed);
}

/*
 * Every byte is accounted for: a character of UTF-8 is kept, or counted as
 * removed, broken, or one of two that end a line. Where marks are NFC may join
 * and part characters, so that none but texts without are counted.
 */
static void
check_account(kb_str bytes)
{
	struct kb_buf out = { 0 };
	struct kb_text_report report = { 0 };
	size_t in = 0;
	size_t ends = 0;
	bool plain = true;
	for (size_t off = 0; off < bytes.n; in++) {
		uint32_t cp = kb_utf8_next(bytes, &off);
		ends += cp == '\r' && off < bytes.n && bytes.p[off] == '\n';
		plain = plain && cp < 0x300 && cp != REPLACED;
	}
	kb_text_sanitise(bytes, &out, &report);
	if (plain) {
		size_t kept = kb_utf8_count(kb_buf_str(&out));
		must(in == kept + ends + report.controls + report.invisible);
		must(report.broken == 0);
	}
	kb_buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	kb_str bytes = { (const char *)data, size };
	enum kb_encoding encodings[] = { KB_ENC_UTF8, KB_ENC_GB18030, kb_encoding_sniff(bytes) };
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++) {
		struct kb_buf out = { 0 };
		struct kb_text_report report = { 0 };
		kb_text_decode(bytes, encodings[i], &out, &report);
		kb_str s = kb_buf_str(&out);
		must(kb_utf8_valid(s));
		check_characters(s);
		check_nfc(s);
		check_stable(s);
		check_clusters(s, KB_AMBIGUOUS_1);
		check_clusters(s, KB_AMBIGUOUS_2);
		check_safe(s);
		kb_buf_release(&out);
	}
	check_account(bytes);
	/* bytes not sanitised must not lead out of bounds either */
	check_clusters(bytes, KB_AMBIGUOUS_1);
	return 0;
}
