/*
 * Days. A day is the number of days since 1970-01-01 in the proleptic
 * Gregorian calendar; there are no times of day and no time zones.
 */
#ifndef KANBAO_DATE_H
#define KANBAO_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "kanbao/str.h"

typedef int32_t kb_day;
#define KB_DAY_NONE INT32_MIN
/* The days that kanbao accepts: 1600-01-01 to 2999-12-31. */
#define KB_YEAR_MIN 1600
#define KB_YEAR_MAX 2999

struct kb_ymd {
	int year;
	int month; /* 1–12 */
	int day;   /* 1–31 */
};

/* KB_DAY_NONE where there is no such day or its year is out of range. */
kb_day kb_day_of(struct kb_ymd ymd);
/* A number from outside as a day; KB_DAY_NONE where it is none. */
kb_day kb_day_checked(int64_t number);
struct kb_ymd kb_day_ymd(kb_day day);
/* 0 = Monday … 6 = Sunday. */
int kb_day_weekday(kb_day day);
int kb_month_days(int year, int month);
/* The same day `months` later, or the last of that month. */
kb_day kb_day_add_months(kb_day day, int months);
/* Today by the local time zone. */
kb_day kb_day_today(void);
/* "2022-04-13" in buf; returns buf. */
#define KB_ISO_SIZE 16
const char *kb_day_iso(kb_day day, char buf[KB_ISO_SIZE]);

/*
 * Reads a date at the start of s: 2022-04-13, 2022.4.13, 2022/4/13, 20220413,
 * 2022年4月13日, 二〇二二年四月十三日 (○ and 零 too), full-width digits,
 * 中華民國一一二年五月六日 and 民國112年5月6日 (the year + 1911); blanks
 * between the parts of the Chinese forms. Returns the bytes used, 0 where no
 * real day stands there.
 */
size_t kb_date_scan(kb_str s, kb_day *day);
/*
 * Reads a day without a year at the start of s: 4月13日, 四月十三日, 4-13,
 * 4/13. Year 0 in *out. Returns the bytes used, or 0.
 */
size_t kb_date_scan_md(kb_str s, struct kb_ymd *out);
/*
 * Reads a number at the start of s: ASCII or full-width digits, or Chinese
 * numerals (二十三, 一百零五, 二〇二二). Returns the bytes used, or 0.
 */
size_t kb_number_scan(kb_str s, long *out);

/* --- lunar calendar, 1900-01-31 to 2100-12-31, table in assets/data ------ */

struct kb_lunar {
	int year;  /* the Gregorian year in which the lunar year begins */
	int month; /* 1–12 */
	bool leap;
	int day; /* 1–30 */
};

/* False outside the table. */
bool kb_lunar_of(kb_day day, struct kb_lunar *out);
/* KB_DAY_NONE where there is no such lunar day. */
kb_day kb_lunar_day(struct kb_lunar lunar);
/* Appends 壬寅年三月十三 (year = true) or 三月十三. */
void kb_lunar_format(struct kb_buf *out, struct kb_lunar lunar, bool year);
/* Appends what a calendar cell shows: 十三, or 三月 on the first. */
void kb_lunar_cell(struct kb_buf *out, struct kb_lunar lunar);

/* --- solar terms (节气), 1900 to 2100, Beijing time, table in assets/data ----- */

/* The term of a day, 0 小寒 … 23 冬至; −1 where it has none or stands in no table. */
int kb_solar_term(kb_day day);
const char *kb_solar_term_name(int term);

#endif
