/* Numbers and dates as they are printed, Chinese and Western, at the start of a text. */
#include "kanbao/date.h"

#include <limits.h>

/* The signs of Chinese numbers, three bytes each, and what they are worth. */
static const char signs[] = "〇○零◯一二两三四五六七八九十百千万廿卅卌";
static const int values[] = {
	0, 0, 0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 1000, 10000, 20, 30, 40,
};
#define SIGN_LEN 3
_Static_assert(sizeof(signs) - 1 == SIGN_LEN * sizeof(values) / sizeof(values[0]), "a value each");

/* The Chinese sign at off: its value, or −1; *off moves behind it. */
static int
sign_next(kb_str s, size_t *off)
{
	kb_str rest = kb_str_sub(s, *off, s.n);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (kb_str_starts(rest, (kb_str){ signs + i * SIGN_LEN, SIGN_LEN })) {
			*off += SIGN_LEN;
			return values[i];
		}
	}
	return -1;
}

/* The ASCII or full-width digit at off, or −1; *off moves behind it. */
static int
digit_next(kb_str s, size_t *off)
{
	kb_str rest = kb_str_sub(s, *off, s.n);
	if (rest.n && rest.p[0] >= '0' && rest.p[0] <= '9') {
		*off += 1;
		return rest.p[0] - '0';
	}
	/* U+FF10–FF19 */
	if (rest.n >= 3 && kb_str_starts(rest, KB_STR("\xEF\xBC"))) {
		int value = (unsigned char)rest.p[2] - 0x90;
		if (value >= 0 && value <= 9) {
			*off += 3;
			return value;
		}
	}
	return -1;
}

/* A run of digits; *count says how many. 0 where none, or too large a number. */
static size_t
digits_scan(kb_str s, long *out, int *count)
{
	size_t off = 0;
	long value = 0;
	int n = 0;
	int digit;
	while ((digit = digit_next(s, &off)) >= 0) {
		if (value > (LONG_MAX - 9) / 10) {
			return 0;
		}
		value = value * 10 + digit;
		n++;
	}
	if (n == 0) {
		return 0;
	}
	*out = value;
	*count = n;
	return off;
}

/* 二〇二二: digits only, one place each. */
static size_t
places_scan(kb_str s, long *out, int *count)
{
	size_t off = 0;
	long value = 0;
	int n = 0;
	while (off < s.n) {
		size_t next = off;
		int sign = sign_next(s, &next);
		if (sign < 0 || sign > 9 || value > (LONG_MAX - 9) / 10) {
			break;
		}
		value = value * 10 + sign;
		n++;
		off = next;
	}
	if (n == 0) {
		return 0;
	}
	*out = value;
	*count = n;
	return off;
}

/* What has been read of 一万二千三百四十五. */
struct units {
	long whole;   /* 万 and above */
	long section; /* below 万 */
	int digit;    /* waits for its unit, −1 where none does */
	int unit;     /* the last one: the next must be smaller */
};

/* False where the sign can't go on with the number. */
static bool
units_take(struct units *u, int sign)
{
	if (sign <= 9) {
		/* after a digit only 零 and one that follows it may stand */
		if (u->digit > 0) {
			return false;
		}
		u->digit = sign;
		return true;
	}
	if (sign == 10000) {
		if (u->whole) {
			return false;
		}
		u->whole = (u->section + (u->digit > 0 ? u->digit : 0)) * 10000L;
		*u = (struct units){ .whole = u->whole, .digit = -1, .unit = 10000 };
		return u->whole > 0;
	}
	int times = 1;
	int unit = sign;
	if (sign == 20 || sign == 30 || sign == 40) {
		times = sign / 10; /* 廿 卅 卌 */
		unit = 10;
		if (u->digit > 0) {
			return false;
		}
	} else if (u->digit > 0) {
		times = u->digit;
	} else if (sign != 10) {
		return false; /* 百 and 千 need a digit */
	}
	if (unit >= u->unit) {
		return false;
	}
	u->section += (long)times * unit;
	u->digit = -1;
	u->unit = unit;
	return true;
}

/* 二十三, 一百零五, 廿三; the longest part that is a number. */
static size_t
units_scan(kb_str s, long *out)
{
	struct units u = { .digit = -1, .unit = INT_MAX };
	size_t off = 0;
	while (off < s.n) {
		size_t next = off;
		struct units tried = u;
		int sign = sign_next(s, &next);
		if (sign < 0 || !units_take(&tried, sign)) {
			break;
		}
		u = tried;
		off = next;
	}
	*out = u.whole + u.section + (u.digit > 0 ? u.digit : 0);
	return off;
}

size_t
kb_number_scan(kb_str s, long *out)
{
	int count;
	size_t n = digits_scan(s, out, &count);
	if (n) {
		return n;
	}
	long places = 0;
	long units = 0;
	size_t by_places = places_scan(s, &places, &count);
	size_t by_units = units_scan(s, &units);
	if (by_places == 0 && by_units == 0) {
		return 0;
	}
	bool longer = by_units > by_places;
	*out = longer ? units : places;
	return longer ? by_units : by_places;
}

/* Bytes of the blanks at off. */
static size_t
blanks(kb_str s, size_t off)
{
	kb_str rest = kb_str_sub(s, off, s.n);
	size_t n = 0;
	for (;;) {
		kb_str here = kb_str_sub(rest, n, rest.n);
		if (kb_str_starts(here, KB_STR(" ")) || kb_str_starts(here, KB_STR("\t"))) {
			n += 1;
		} else if (kb_str_starts(here, KB_STR("\xC2\xA0"))) {
			n += 2;
		} else if (kb_str_starts(here, KB_STR("\xE3\x80\x80"))) {
			n += 3;
		} else {
			return n;
		}
	}
}

/* A number, then one of the marks (up to a NULL), with blanks before each. */
static size_t
marked_scan(kb_str s, size_t off, const char *const *marks, int *out)
{
	long value = 0;
	size_t at = off + blanks(s, off);
	size_t n = kb_number_scan(kb_str_sub(s, at, s.n), &value);
	if (n == 0 || value > KB_YEAR_MAX) {
		return 0;
	}
	at += n;
	at += blanks(s, at);
	for (; *marks; marks++) {
		if (kb_str_starts(kb_str_sub(s, at, s.n), kb_str_of(*marks))) {
			*out = (int)value;
			return at + kb_str_of(*marks).n - off;
		}
	}
	return 0;
}

/* 4月13日 from off. */
static size_t
month_day_scan(kb_str s, size_t off, struct kb_ymd *ymd)
{
	static const char *const month[] = { "月", NULL };
	static const char *const day[] = { "日", "号", NULL };
	size_t n = marked_scan(s, off, month, &ymd->month);
	if (n == 0) {
		return 0;
	}
	size_t rest = marked_scan(s, off + n, day, &ymd->day);
	return rest ? n + rest : 0;
}

/* 中華民國 before a year, counted from 1912; bytes used, or 0. */
static size_t
republic(kb_str s)
{
	static const char *const names[] = { "中華民國", "中华民国", "民國", "民国" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (kb_str_starts(s, kb_str_of(names[i]))) {
			return kb_str_of(names[i]).n;
		}
	}
	return 0;
}

/* 元年 or 一一二年 from off. */
static size_t
year_scan(kb_str s, size_t off, int *year)
{
	static const char *const marks[] = { "年", NULL };
	kb_str first = KB_STR("元年");
	if (off > 0 && kb_str_starts(kb_str_sub(s, off, s.n), first)) {
		*year = 1;
		return first.n;
	}
	return marked_scan(s, off, marks, year);
}

static size_t
chinese_date_scan(kb_str s, struct kb_ymd *ymd)
{
	size_t era = republic(s);
	size_t n = blanks(s, 0) ? 0 : year_scan(s, era, &ymd->year);
	if (n == 0) {
		return 0;
	}
	if (era) {
		ymd->year += 1911;
	}
	size_t rest = month_day_scan(s, era + n, ymd);
	return rest ? era + n + rest : 0;
}

/* A run of digits of which there are min to max, from off. */
static size_t
part_scan(kb_str s, size_t off, int min, int max, int *out)
{
	long value;
	int count;
	size_t n = digits_scan(kb_str_sub(s, off, s.n), &value, &count);
	if (n == 0 || count < min || count > max) {
		return 0;
	}
	*out = (int)value;
	return n;
}

/* The separator at off, where it is one of the list; *which is its index. */
static size_t
separator(kb_str s, size_t off, size_t *which)
{
	static const char *const list[] = { "-", ".", "/", "－", "．", "／" };
	_Static_assert(sizeof(list) / sizeof(list[0]) == 6, "kb_date_scan_md counts in threes");
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		if (kb_str_starts(kb_str_sub(s, off, s.n), kb_str_of(list[i]))) {
			*which = i;
			return kb_str_of(list[i]).n;
		}
	}
	return 0;
}

/* Three parts with the same separator, or eight digits. */
static size_t
western_date_scan(kb_str s, struct kb_ymd *ymd)
{
	int all;
	size_t n = part_scan(s, 0, 8, 8, &all);
	if (n) {
		*ymd = (struct kb_ymd){ all / 10000, all / 100 % 100, all % 100 };
		return n;
	}
	size_t first, second;
	size_t at = part_scan(s, 0, 4, 4, &ymd->year);
	size_t sep = at ? separator(s, at, &first) : 0;
	if (sep == 0) {
		return 0;
	}
	at += sep;
	n = part_scan(s, at, 1, 2, &ymd->month);
	sep = n ? separator(s, at + n, &second) : 0;
	if (sep == 0 || first != second) {
		return 0;
	}
	at += n + sep;
	n = part_scan(s, at, 1, 2, &ymd->day);
	return n ? at + n : 0;
}

size_t
kb_date_scan(kb_str s, kb_day *day)
{
	struct kb_ymd ymd = { 0 };
	size_t n = western_date_scan(s, &ymd);
	if (n == 0) {
		n = chinese_date_scan(s, &ymd);
	}
	kb_day found = n ? kb_day_of(ymd) : KB_DAY_NONE;
	if (found == KB_DAY_NONE) {
		return 0;
	}
	*day = found;
	return n;
}

size_t
kb_date_scan_md(kb_str s, struct kb_ymd *out)
{
	struct kb_ymd ymd = { 0 };
	size_t n = blanks(s, 0) ? 0 : month_day_scan(s, 0, &ymd);
	if (n == 0) {
		size_t which = 0;
		size_t at = part_scan(s, 0, 1, 2, &ymd.month);
		size_t sep = at ? separator(s, at, &which) : 0;
		bool decimal = which % 3 == 1; /* 4.13 is more often a number */
		size_t rest = sep && !decimal ? part_scan(s, at + sep, 1, 2, &ymd.day) : 0;
		n = rest ? at + sep + rest : 0;
	}
	/* any year may be meant, so 29 February is a day */
	if (n == 0 || ymd.day < 1 || ymd.day > kb_month_days(2000, ymd.month)) {
		return 0;
	}
	*out = ymd;
	return n;
}
