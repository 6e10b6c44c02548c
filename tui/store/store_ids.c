/*
 * Ids: what orders reading, packed so that descending ids are the order of
 * reading (layout in assets/schema/0001-archive.sql).
 */
#include <assert.h>

#include "kanbao/search.h"
#include "store_int.h"

#define DAY_SHIFT 42
#define PAPER_SHIFT 32
#define EDITION_SHIFT 27
#define PAGE_SHIFT 15
#define PAGE_LAST 4095
#define SLOT_LAST 32767
/* 1600-01-01, the first day there is, comes right after the undated ones. */
#define DAY_FIRST (-135140)
#define DAY_LAST 376199
#define DAY_OFFSET (KB_ID_UNDATED_MAX + 1 - DAY_FIRST)

int64_t
kb_id_day(kb_day day)
{
	int64_t number = day < DAY_FIRST ? DAY_FIRST : day > DAY_LAST ? DAY_LAST : day;
	return number + DAY_OFFSET;
}

kb_issue_id
kb_id_issue(int64_t day_field, int64_t paper, int edition)
{
	assert(paper <= KB_ID_PAPER_MAX && edition >= 1 && edition <= KB_ID_EDITION_MAX);
	return day_field << DAY_SHIFT | paper << PAPER_SHIFT | (int64_t)edition << EDITION_SHIFT;
}

int64_t
kb_id_day_field(int64_t id)
{
	return id >> DAY_SHIFT;
}

int64_t
kb_id_paper(int64_t id)
{
	return id >> PAPER_SHIFT & KB_ID_PAPER_MAX;
}

int
kb_id_edition(int64_t id)
{
	return (int)(id >> EDITION_SHIFT & KB_ID_EDITION_MAX);
}

int64_t
kb_id_page_low(kb_issue_id issue, int position)
{
	return issue | (int64_t)(PAGE_LAST - position) << PAGE_SHIFT;
}

int64_t
kb_id_page_high(kb_issue_id issue, int position)
{
	return kb_id_page_low(issue, position) | SLOT_LAST;
}

kb_article_id
kb_id_article(kb_issue_id issue, int position, int64_t slot)
{
	assert(slot >= 1 && slot <= KB_ID_SLOT_MAX);
	return kb_id_page_low(issue, position) | (SLOT_LAST - slot);
}

int64_t
kb_id_slot(kb_article_id id)
{
	return SLOT_LAST - (id & SLOT_LAST);
}

kb_issue_id
kb_article_issue(kb_article_id id)
{
	return id & ~KB_ID_ISSUE_MASK;
}

kb_day
kb_article_day(kb_article_id id)
{
	return id < KB_ID_DATED ? KB_DAY_NONE : kb_day_checked(kb_id_day_field(id) - DAY_OFFSET);
}

int
kb_article_position(kb_article_id id)
{
	return PAGE_LAST - (int)(id >> PAGE_SHIFT & PAGE_LAST);
}

int
kb_article_paper(kb_article_id id)
{
	return (int)kb_id_paper(id);
}

void
kb_issue_articles(kb_issue_id issue, kb_article_id *first, kb_article_id *last)
{
	*first = issue | KB_ID_ISSUE_MASK;
	*last = issue;
}

void
kb_day_issues(kb_day from, kb_day to, kb_issue_id *first, kb_issue_id *last)
{
	/* a range has dated issues only, unless it has no beginning */
	int64_t none = to == KB_DAY_NONE ? 1 : KB_ID_DATED;
	*last = from == KB_DAY_NONE ? none : kb_id_day(from) << DAY_SHIFT;
	*first = to == KB_DAY_NONE ? INT64_MAX : ((kb_id_day(to) + 1) << DAY_SHIFT) - 1;
}
