/* Days as they are typed into a query: 2022-04, 2022年, 去年, a..b. */
#include "query_int.h"

/* A number of at most `digits` ASCII digits at *s, taken off it; −1 where there is none. */
static int
take_number(kb_str *s, size_t digits)
{
	int value = 0;
	size_t i = 0;
	for (; i < s->n && i < digits && s->p[i] >= '0' && s->p[i] <= '9'; i++) {
		value = value * 10 + (s->p[i] - '0');
	}
	*s = kb_str_sub(*s, i, s->n);
	return i ? value : -1;
}

static bool
take(kb_str *s, kb_str what)
{
	bool there = kb_str_starts(*s, what);
	if (there) {
		*s = kb_str_sub(*s, what.n, s->n);
	}
	return there;
}

static bool
month_span(int year, int month, struct kb_span_days *out)
{
	kb_day first = kb_day_of((struct kb_ymd){ year, month, 1 });
	if (first == KB_DAY_NONE) {
		return false;
	}
	*out = (struct kb_span_days){ first, first + kb_month_days(year, month) - 1 };
	return true;
}

static bool
year_span(int year, struct kb_span_days *out)
{
	*out = (struct kb_span_days){ kb_day_of((struct kb_ymd){ year, 1, 1 }),
		                      kb_day_of((struct kb_ymd){ year, 12, 31 }) };
	return out->first != KB_DAY_NONE && out->last != KB_DAY_NONE;
}

/* 2022, 2022年, 2022-04, 2022/4, 2022.4, 2022年4月: year is four digits. */
static bool
year_or_month(kb_str s, bool dashes_only, struct kb_span_days *out)
{
	kb_str all = s;
	int year = take_number(&s, 4);
	if (all.n - s.n != 4) {
		return false;
	}
	bool named = !dashes_only && take(&s, KB_STR("年"));
	if (s.n == 0) {
		return year_span(year, out);
	}
	bool parted = named || take(&s, KB_STR("-")) ||
	              (!dashes_only && (take(&s, KB_STR("/")) || take(&s, KB_STR("."))));
	int month = parted ? take_number(&s, 2) : -1;
	if (named) {
		(void)take(&s, KB_STR("月"));
	}
	return month >= 0 && s.n == 0 && month_span(year, month, out);
}

static bool
day_word(kb_str s, kb_day today, struct kb_span_days *out)
{
	/* n days, months or years before today */
	static const struct {
		const char *word;
		char unit;
		int back;
	} words[] = {
		{ "今天", 'd', 0 },      { "today", 'd', 0 },      { "昨天", 'd', 1 },
		{ "昨日", 'd', 1 },      { "yesterday", 'd', 1 },  { "前天", 'd', 2 },
		{ "本月", 'm', 0 },      { "这个月", 'm', 0 },     { "上月", 'm', 1 },
		{ "上个月", 'm', 1 },    { "今年", 'y', 0 },       { "去年", 'y', 1 },
		{ "前年", 'y', 2 },      { "this-month", 'm', 0 }, { "last-month", 'm', 1 },
		{ "this-year", 'y', 0 }, { "last-year", 'y', 1 },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (!kb_str_eq(s, kb_str_of(words[i].word))) {
			continue;
		}
		struct kb_ymd ymd = kb_day_ymd(today);
		if (words[i].unit == 'd') {
			*out = (struct kb_span_days){ today - words[i].back,
				                      today - words[i].back };
			return true;
		}
		if (words[i].unit == 'y') {
			return year_span(ymd.year - words[i].back, out);
		}
		ymd = kb_day_ymd(kb_day_add_months(today, -words[i].back));
		return month_span(ymd.year, ymd.month, out);
	}
	return false;
}

/* One date, without "..". */
static bool
one_date(kb_str s, bool bare, kb_day today, struct kb_span_days *out)
{
	kb_day day = KB_DAY_NONE;
	bool dashed = s.n >= 8 && s.p[4] == '-';
	if ((!bare || dashed) && s.n && kb_date_scan(s, &day) == s.n) {
		*out = (struct kb_span_days){ day, day };
		return true;
	}
	return year_or_month(s, bare, out) || (!bare && day_word(s, today, out));
}

/* a..b, a.., ..b. */
static bool
date_range(kb_str s, size_t dots, bool bare, kb_day today, struct kb_span_days *out)
{
	kb_str left = kb_str_sub(s, 0, dots);
	kb_str right = kb_str_sub(s, dots + 2, s.n);
	struct kb_span_days a = { KB_DAY_NONE, KB_DAY_NONE };
	struct kb_span_days b = { KB_DAY_NONE, KB_DAY_NONE };
	if ((left.n && !one_date(left, bare, today, &a)) ||
	    (right.n && !one_date(right, bare, today, &b)) || left.n + right.n == 0) {
		return false;
	}
	bool turned = left.n && right.n && b.first < a.first;
	*out = turned ? (struct kb_span_days){ b.first, a.last }
	              : (struct kb_span_days){ a.first, b.last };
	return true;
}

bool
kb_query_days(kb_str s, bool bare, kb_day today, struct kb_span_days *out)
{
	size_t dots = kb_str_find(s, KB_STR(".."));
	if (dots != SIZE_MAX) {
		return date_range(s, dots, bare, today, out);
	}
	/* 2022 alone is text */
	return !(bare && s.n <= 4) && one_date(s, bare, today, out);
}
