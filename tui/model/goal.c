/* The date prompt: what was typed, and which issue that is. */
#include <stdlib.h>

#include "kanbao/i18n.h"
#include "kanbao/model.h"
#include "kanbao/text.h"

/* True, and *s behind it, where s begins with the text. */
static bool
skip(kb_str *s, kb_str text)
{
	if (!kb_str_starts(*s, text)) {
		return false;
	}
	*s = kb_str_sub(*s, text.n, s->n);
	return true;
}

/* 第1937期, 1937期, #1937; the sign in front or the word behind must stand. */
static bool
parse_number(kb_str s, long *out)
{
	bool marked = skip(&s, KB_STR("第")) || skip(&s, KB_STR("#")) || skip(&s, KB_STR("＃"));
	long number = 0;
	s = kb_str_trim(s);
	size_t used = kb_number_scan(s, &number);
	s = kb_str_trim(kb_str_sub(s, used, s.n));
	marked = skip(&s, KB_STR("期")) || marked;
	if (!used || number <= 0 || !marked || s.n) {
		return false;
	}
	*out = number;
	return true;
}

/* -7, +7: days from the base. */
static bool
parse_offset(kb_str s, kb_day base, kb_day *out)
{
	bool back = kb_str_starts(s, KB_STR("-")) || kb_str_starts(s, KB_STR("－"));
	long days = 0;
	if (!skip(&s, KB_STR("-")) && !skip(&s, KB_STR("－")) && !skip(&s, KB_STR("+")) &&
	    !skip(&s, KB_STR("＋"))) {
		return false;
	}
	size_t used = kb_number_scan(s, &days);
	if (!used || used != s.n || base == KB_DAY_NONE || days > 400000) {
		return false;
	}
	kb_day day = base + (kb_day)(back ? -days : days);
	*out = kb_day_of(kb_day_ymd(day));
	return *out != KB_DAY_NONE;
}

static bool
parse_day(kb_str s, kb_day base, kb_day *out)
{
	size_t used = kb_date_scan(s, out);
	if (used) {
		return used == s.n;
	}
	struct kb_ymd md;
	used = kb_date_scan_md(s, &md);
	if (!used || used != s.n) {
		return false;
	}
	md.year = kb_day_ymd(base == KB_DAY_NONE ? kb_day_today() : base).year;
	*out = kb_day_of(md);
	return *out != KB_DAY_NONE;
}

/* 昨天, 去年今日: from the day that it is. */
static bool
parse_word(kb_str s, kb_day *out)
{
	static const struct {
		const char *word;
		int days;
		int months;
	} words[] = {
		{ "今天", 0, 0 },         { "今日", 0, 0 },       { "today", 0, 0 },
		{ "昨天", -1, 0 },        { "昨日", -1, 0 },      { "yesterday", -1, 0 },
		{ "前天", -2, 0 },        { "去年今日", 0, -12 }, { "去年今天", 0, -12 },
		{ "去年的今天", 0, -12 }, { "前年今日", 0, -24 }, { "前年今天", 0, -24 },
		{ "上周今天", -7, 0 },    { "上月今天", 0, -1 },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (kb_str_eq(s, kb_str_of(words[i].word))) {
			*out = kb_day_add_months(kb_day_today(), words[i].months) + words[i].days;
			return true;
		}
	}
	return false;
}

/* 农历三月十三 of the lunar year that base is in, 壬寅年三月十三 of the nearest 壬寅. */
static bool
parse_lunar(kb_str s, kb_day base, kb_day *out)
{
	struct kb_lunar_print print;
	struct kb_lunar here;
	if (kb_lunar_scan(s, &print) != s.n || !s.n ||
	    !kb_lunar_of(base == KB_DAY_NONE ? kb_day_today() : base, &here)) {
		return false;
	}
	int year = here.year;
	if (print.stem >= 0) {
		/* the year 4 began a cycle; −29 … 30 years from here */
		year += ((print.stem - (here.year + 56) % 60 + 89) % 60) - 29;
	}
	*out = kb_lunar_day((struct kb_lunar){ year, print.month, print.leap, print.day });
	return *out != KB_DAY_NONE;
}

bool
kb_goal_parse(kb_str text, kb_day base, struct kb_goal *out)
{
	struct kb_goal goal = { .day = KB_DAY_NONE };
	kb_str s = kb_str_trim(text);
	if (!parse_offset(s, base, &goal.day) && !parse_number(s, &goal.number) &&
	    !parse_day(s, base, &goal.day) && !parse_word(s, &goal.day) &&
	    !parse_lunar(s, base, &goal.day)) {
		return false;
	}
	*out = goal;
	return true;
}

/* The day of an issue; KB_DAY_NONE for none. */
static enum kb_err
issue_day(struct kb_model *m, struct kb_ctx *ctx, kb_issue_id id, kb_day *out)
{
	struct kb_arena arena = { 0 };
	struct kb_issue_row row = { .day = KB_DAY_NONE };
	enum kb_err err = id ? kb_store_issue(m->store, ctx, &arena, id, &row) : KB_OK;
	*out = row.day;
	kb_arena_release(&arena);
	return err;
}

/* The issue before or after a day, whichever is nearer. */
static enum kb_err
nearest(struct kb_model *m, struct kb_ctx *ctx, kb_day day, struct kb_goal_found *out)
{
	struct kb_goal_found side[2] = { { .day = KB_DAY_NONE }, { .day = KB_DAY_NONE } };
	for (int i = 0; i < 2; i++) {
		enum kb_err err =
			kb_store_near(m->store, ctx, m->issue.id, day, i ? 1 : -1, &side[i].id);
		err = err == KB_E_NOTHING ? KB_OK : err;
		err = err ? err : issue_day(m, ctx, side[i].id, &side[i].day);
		if (err) {
			return err;
		}
	}
	bool later = !side[0].id || (side[1].id && side[1].day - day < day - side[0].day);
	*out = side[later];
	return KB_OK;
}

enum kb_err
kb_goal_find(struct kb_model *m, struct kb_ctx *ctx, struct kb_goal goal, struct kb_goal_found *out)
{
	struct kb_goal_found found = { .day = goal.day, .exact = true };
	bool by_day = goal.day != KB_DAY_NONE;
	enum kb_err err =
		by_day ? kb_store_near(m->store, ctx, m->issue.id, goal.day, 0, &found.id)
		       : kb_store_numbered(m->store, ctx, m->issue.id, goal.number, &found.id);
	err = err == KB_E_NOTHING ? KB_OK : err;
	if (!err && by_day && !found.id) {
		err = nearest(m, ctx, goal.day, &found);
	}
	if (err) {
		return err;
	}
	if (!found.id) {
		return by_day ? kb_fail(ctx, KB_E_NOTHING, _("this paper has no dated issue"))
		              : kb_fail(ctx, KB_E_NOTHING, _("no issue number %ld"), goal.number);
	}
	*out = found;
	return KB_OK;
}
