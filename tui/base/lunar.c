/* The Chinese calendar, by a table of new years and month lengths. */
#include "kanbao/date.h"

#include <stddef.h>

#define FIRST_YEAR 1900

struct year {
	kb_day first;    /* 正月初一 */
	int leap;        /* the month that is repeated, 0 where none */
	unsigned months; /* bit i: month i + 1 in order has 30 days, else 29 */
};

static const struct year years[] = {
#include "../../assets/data/lunar.inc"
};

#define YEARS ((int)(sizeof(years) / sizeof(years[0])))

static int
months_of(const struct year *year)
{
	return year->leap ? 13 : 12;
}

static int
month_len(const struct year *year, int index)
{
	return 29 + (int)(year->months >> index & 1);
}

static kb_day
last_day(void)
{
	return kb_day_of((struct kb_ymd){ 2100, 12, 31 });
}

bool
kb_lunar_of(kb_day day, struct kb_lunar *out)
{
	if (day < years[0].first || day > last_day()) {
		return false;
	}
	int i = kb_day_ymd(day).year - FIRST_YEAR;
	if (i >= YEARS || day < years[i].first) {
		i--;
	}
	const struct year *year = &years[i];
	int rest = day - year->first;
	int index = 0;
	while (rest >= month_len(year, index)) {
		rest -= month_len(year, index);
		index++;
	}
	bool after_leap = year->leap && index >= year->leap;
	*out = (struct kb_lunar){
		.year = FIRST_YEAR + i,
		.month = after_leap ? index : index + 1,
		.leap = after_leap && index == year->leap,
		.day = rest + 1,
	};
	return true;
}

kb_day
kb_lunar_day(struct kb_lunar lunar)
{
	int i = lunar.year - FIRST_YEAR;
	if (i < 0 || i >= YEARS || lunar.month < 1 || lunar.month > 12 || lunar.day < 1) {
		return KB_DAY_NONE;
	}
	const struct year *year = &years[i];
	if (lunar.leap && lunar.month != year->leap) {
		return KB_DAY_NONE;
	}
	bool shifted = lunar.leap || (year->leap && lunar.month > year->leap);
	int index = shifted ? lunar.month : lunar.month - 1;
	if (index >= months_of(year) || lunar.day > month_len(year, index)) {
		return KB_DAY_NONE;
	}
	kb_day day = year->first + lunar.day - 1;
	for (int m = 0; m < index; m++) {
		day += month_len(year, m);
	}
	return day <= last_day() ? day : KB_DAY_NONE;
}

/* The i-th of a row of Han characters, three bytes each; i wraps around. */
static void
add_nth(struct kb_buf *out, kb_str row, int i)
{
	int count = (int)(row.n / 3);
	size_t at = (size_t)((i % count + count) % count) * 3;
	kb_buf_add(out, kb_str_sub(row, at, at + 3));
}

static void
add_month(struct kb_buf *out, struct kb_lunar lunar)
{
	if (lunar.leap) {
		kb_buf_add(out, KB_STR("闰"));
	}
	if (lunar.month > 10) {
		kb_buf_add(out, KB_STR("十"));
		add_nth(out, KB_STR("一二"), lunar.month - 11);
	} else {
		add_nth(out, KB_STR("正二三四五六七八九十"), lunar.month - 1);
	}
	kb_buf_add(out, KB_STR("月"));
}

static void
add_day(struct kb_buf *out, int day)
{
	/* 初十, 二十 and 三十 are written out */
	if (day % 10 == 0) {
		add_nth(out, KB_STR("初二三"), day / 10 - 1);
	} else {
		add_nth(out, KB_STR("初十廿"), day / 10);
	}
	add_nth(out, KB_STR("十一二三四五六七八九"), day);
}

void
kb_lunar_format(struct kb_buf *out, struct kb_lunar lunar, bool year)
{
	if (year) {
		/* the year 4 was 甲子 */
		add_nth(out, KB_STR("甲乙丙丁戊己庚辛壬癸"), lunar.year - 4);
		add_nth(out, KB_STR("子丑寅卯辰巳午未申酉戌亥"), lunar.year - 4);
		kb_buf_add(out, KB_STR("年"));
	}
	add_month(out, lunar);
	add_day(out, lunar.day);
}

void
kb_lunar_cell(struct kb_buf *out, struct kb_lunar lunar)
{
	if (lunar.day == 1) {
		add_month(out, lunar);
	} else {
		add_day(out, lunar.day);
	}
}
