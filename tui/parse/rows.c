/*
 * Lines that stand for themselves: figures, names by their class, timelines
 * (R14), and the guide to the pages (R9).
 */
#include "kanbao/date.h"
#include "kanbao/text.h"
#include "parse_int.h"

#define KEY_CHARS 16
#define ROW_CHARS 60
/* The words of a guide's line, without the page. */
#define GUIDE_CHARS ((size_t)4)

/* Bytes of the digit at the end, full-width or not; 0. */
static size_t
digit_last(kb_str s)
{
	uint32_t cp;
	size_t n = kb_last_cp(s, &cp);
	bool digit = (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
	return digit ? n : 0;
}

bool
kb_teaser_like(kb_str s)
{
	static const char *const arrows[] = { "▶", "►", "→", "▷", "》", ">>", ">", "➤", NULL };
	static const char *const words[] = { "详见", "詳見", "见", "見", "刊", "导读", NULL };
	static const char *const pages[] = { "版面", "版", NULL };
	static const char *const closers[] = { "）", ")", "】", NULL };
	s = kb_str_sub(s, 0, s.n - kb_ends_any(s, closers));
	size_t tail = kb_ends_any(s, pages);
	kb_str rest = kb_str_trim(kb_str_sub(s, 0, s.n - tail));
	size_t digits = 0;
	for (size_t n; (n = digit_last(rest)) > 0; digits++) {
		rest.n -= n;
	}
	bool letter = rest.n && rest.p[rest.n - 1] >= 'A' && rest.p[rest.n - 1] <= 'H';
	rest.n -= letter;
	if (!digits || digits > 3 || (!tail && !letter)) {
		return false;
	}
	static const char *const openers[] = { "（", "(", "【", NULL };
	rest = kb_str_sub(rest, 0, rest.n - kb_ends_any(rest, (const char *const[]){ "第", NULL }));
	rest = kb_str_trim(rest);
	return kb_ends_any(rest, arrows) || kb_ends_any(rest, words) ||
	       (letter && kb_ends_any(rest, openers));
}

/* 地点：城南 */
static bool
keyed(kb_str s)
{
	static const char *const colons[] = { "：", ":", NULL };
	size_t chars = 0;
	for (size_t off = 0; off < s.n && chars <= KEY_CHARS; chars++) {
		size_t colon = kb_starts_any(kb_str_sub(s, off, s.n), colons);
		if (colon) {
			return chars >= 2 && off + colon < s.n;
		}
		uint32_t cp = kb_utf8_next(s, &off);
		if (kb_cp_stop(cp) || cp == 0xFF0C || cp == 0x201C) {
			return false;
		}
	}
	return false;
}

/* 1月8日 新院启用, 2001年 建厂 */
static bool
dated(kb_str s)
{
	struct kb_ymd md;
	kb_day day;
	size_t n = kb_date_scan(s, &day);
	n = n ? n : kb_date_scan_md(s, &md);
	if (!n) {
		long year;
		n = kb_number_scan(s, &year);
		kb_str unit = kb_str_sub(s, n, s.n);
		size_t word = kb_starts_any(unit, (const char *const[]){ "年", NULL });
		if (!n || year < 1000 || year > 2999 || !word) {
			return false;
		}
		n += word;
	}
	uint32_t cp;
	kb_first_cp(kb_str_sub(s, n, s.n), &cp);
	return kb_cp_blank(cp) || cp == 0xFF1A || cp == ':';
}

/* 老兵的三枚军功章 3版: a line of the guide to the pages. */
static bool
guide(kb_str s)
{
	static const char *const ends[] = { "版", NULL };
	kb_str last = s;
	for (kb_str rest = s; rest.p && rest.n;) {
		(void)kb_str_split(&rest, ' ', &last);
	}
	long number;
	size_t n = kb_number_scan(last, &number);
	bool page = n > 0 && number > 0 && number < 100 && kb_ends_any(last, ends) == last.n - n;
	return page && kb_field_chars(s) >= GUIDE_CHARS + kb_field_chars(last);
}

bool
kb_row_like(kb_str s)
{
	if (s.n > (size_t)ROW_CHARS * 3 || kb_field_chars(s) > ROW_CHARS || kb_lead_scan(s)) {
		return false;
	}
	return kb_teaser_like(s) || guide(s) || (kb_text_open(s) && (keyed(s) || dated(s)));
}
