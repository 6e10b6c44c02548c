/* Lunar dates as they are printed (R11): 农历壬寅（虎）年闰三月大廿一. */
#include "kanbao/text.h"

/* Place of the word that s begins with, the longest; −1. *n its bytes. */
static int
place(kb_str s, const char *const *words, size_t *n)
{
	int best = -1;
	*n = 0;
	for (int i = 0; words[i]; i++) {
		kb_str word = kb_str_of(words[i]);
		if (word.n > *n && kb_str_starts(s, word)) {
			best = i;
			*n = word.n;
		}
	}
	return best;
}

/* Bytes of the longest word that s begins with, 0 for none. */
static size_t
starts(kb_str s, const char *const *words)
{
	size_t n;
	(void)place(s, words, &n);
	return n;
}

/* 壬寅年, 壬寅（虎）年, 壬寅虎年. */
static size_t
year_scan(kb_str s, int *cycle)
{
	static const char *const stems[] = { "甲", "乙", "丙", "丁", "戊", "己",
		                             "庚", "辛", "壬", "癸", NULL };
	static const char *const branches[] = { "子", "丑", "寅", "卯", "辰", "巳", "午",
		                                "未", "申", "酉", "戌", "亥", NULL };
	size_t n;
	size_t m;
	int stem = place(s, stems, &n);
	int branch = place(kb_str_sub(s, n, s.n), branches, &m);
	if (stem < 0 || branch < 0) {
		return 0;
	}
	for (size_t off = n + m; off < s.n && off < n + m + 12;) {
		if (kb_utf8_next(s, &off) == 0x5E74) { /* 年 */
			/* the number below 60 with these rests; odd pairs don't exist */
			*cycle = (6 * stem - 5 * branch + 60) % 60;
			return off;
		}
	}
	return 0;
}

static int
day_scan(kb_str s, size_t *n)
{
	static const char *const tens[] = { "初", "十", "廿", "二十", "三十", "卅", NULL };
	static const int values[] = { 0, 10, 20, 20, 30, 30 };
	static const char *const units[] = { "一", "二", "三", "四", "五", "六",
		                             "七", "八", "九", "十", NULL };
	size_t m;
	int ten = place(s, tens, n);
	if (ten < 0) {
		return 0;
	}
	int unit = place(kb_str_sub(s, *n, s.n), units, &m) + 1;
	/* 十 and 二十 stand alone, 初 doesn't; 十十 is none */
	if (unit == 10 && values[ten] != 0) {
		unit = 0;
		m = 0;
	}
	*n += unit > 0 ? m : 0;
	int day = values[ten] + unit;
	return day >= 1 && day <= 30 ? day : 0;
}

size_t
kb_lunar_scan(kb_str s, struct kb_lunar_print *out)
{
	static const char *const prefixes[] = { "农历", "農曆", "農历", "夏历",   "夏曆", "阴历",
		                                "陰曆", "旧历", "舊曆", "农历：", NULL };
	static const char *const leaps[] = { "闰", "閏", NULL };
	static const char *const months[] = { "正月",   "一月", "二月", "三月", "四月", "五月",
		                              "六月",   "七月", "八月", "九月", "十月", "十一月",
		                              "十二月", "冬月", "腊月", "臘月", NULL };
	static const int numbers[] = { 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 11, 12, 12 };
	static const char *const sizes[] = { "大", "小", NULL };
	struct kb_lunar_print read = { .stem = -1 };
	size_t n = starts(s, prefixes);
	read.named = n > 0;
	while (n < s.n && s.p[n] == ' ') {
		n++;
	}
	read.text = n;
	n += year_scan(kb_str_sub(s, n, s.n), &read.stem);
	while (n < s.n && s.p[n] == ' ') {
		n++;
	}
	size_t m = starts(kb_str_sub(s, n, s.n), leaps);
	read.leap = m > 0;
	n += m;
	int month = place(kb_str_sub(s, n, s.n), months, &m);
	if (month < 0) {
		return 0;
	}
	read.month = numbers[month];
	n += m;
	n += starts(kb_str_sub(s, n, s.n), sizes);
	read.day = day_scan(kb_str_sub(s, n, s.n), &m);
	*out = read;
	return read.day ? n + m : 0;
}

bool
kb_lunar_agrees(const struct kb_lunar_print *print, kb_day day)
{
	struct kb_lunar lunar;
	if (!kb_lunar_of(day, &lunar)) {
		return true; /* outside the table: nothing speaks against it */
	}
	return lunar.month == print->month && lunar.day == print->day &&
	       lunar.leap == print->leap &&
	       (print->stem < 0 || (lunar.year + 56) % 60 == print->stem);
}
