/* month_day: the latest day that the news tells of (R12). */
#include "kanbao/date.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* News days stand in the first paragraphs, at the head of a clause. */
#define PARAGRAPHS 3
#define PARAGRAPH_BYTES 1200
/* A day more than so many days ahead of the issue belongs to the year before. */
#define AHEAD_DAYS 60

struct latest {
	kb_day issue;         /* KB_DAY_NONE */
	struct kb_ymd winter; /* the latest of January and February */
	struct kb_ymd other;
	bool late; /* a day of November or December was seen */
};

static bool
later(struct kb_ymd a, struct kb_ymd b)
{
	return a.month * 32 + a.day > b.month * 32 + b.day;
}

/* A day after the issue's is announced, not told. */
static bool
future(const struct latest *l, struct kb_ymd md)
{
	if (l->issue == KB_DAY_NONE) {
		return false;
	}
	md.year = kb_day_ymd(l->issue).year;
	kb_day day = kb_day_of(md);
	return day == KB_DAY_NONE || (day > l->issue && day - l->issue <= AHEAD_DAYS);
}

static void
note(struct latest *l, struct kb_ymd md)
{
	struct kb_ymd *place = md.month <= 2 ? &l->winter : &l->other;
	if (future(l, md)) {
		return;
	}
	l->late = l->late || md.month >= 11;
	if (later(md, *place)) {
		*place = md;
	}
}

/* 4月26日起, 至…, 将: told of what is to come. */
static bool
announced(kb_str behind)
{
	static const char *const words[] = { "起",   "前", "之前", "至", "到", "将",
		                             "以前", "—",  "-",    "~",  "～", NULL };
	return kb_starts_any(behind, words) > 0;
}

static bool
clause_start(uint32_t cp)
{
	return cp == 0 || kb_cp_stop(cp) || cp == 0xFF0C || cp == ',' || cp == 0x201C ||
	       cp == 0x201D || cp == 0xFF08 || cp == '(' || kb_cp_blank(cp) || cp == 0x300C;
}

static void
scan(struct latest *l, kb_str s)
{
	uint32_t before = 0;
	for (size_t off = 0; off < s.n && off < PARAGRAPH_BYTES;) {
		struct kb_ymd md = { 0 };
		kb_str here = kb_str_sub(s, off, s.n);
		size_t n = clause_start(before) ? kb_date_scan_md(here, &md) : 0;
		bool day = n && kb_str_ends(kb_str_sub(here, 0, n), KB_STR("日"));
		if (day && !announced(kb_str_sub(here, n, here.n))) {
			note(l, md);
		}
		before = kb_utf8_next(s, &off);
	}
}

/* The day inside 新华社北京7月22日电. */
static void
scan_lead(struct latest *l, kb_str lead)
{
	for (size_t off = 0; off < lead.n;) {
		struct kb_ymd md = { 0 };
		size_t n = kb_date_scan_md(kb_str_sub(lead, off, lead.n), &md);
		if (n) {
			note(l, md);
			off += n;
		} else {
			(void)kb_utf8_next(lead, &off);
		}
	}
}

void
kb_newsday_find(struct kb_page *page)
{
	struct kb_issue *issue = page->issue;
	struct latest l = { .issue = issue->day };
	for (size_t i = 0; i < issue->narticles; i++) {
		const struct kb_article *article = &issue->articles[i];
		if (article->kind == KB_KIND_NOTICE) {
			continue;
		}
		scan_lead(&l, article->lead);
		for (size_t k = 0; k < article->body.n && k < PARAGRAPHS; k++) {
			scan(&l, article->body.v[k]);
		}
	}
	/* January is later than December on one page */
	bool turn = l.winter.month && (l.late || !l.other.month);
	struct kb_ymd md = turn ? l.winter : l.other;
	if (md.month) {
		issue->month_day = kb_arena_printf(page->a, "%d-%d", md.month, md.day);
	}
}
