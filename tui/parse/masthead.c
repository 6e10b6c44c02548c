/*
 * The masthead: facts and names before the first headline or after the last
 * body, and furniture such as page marks and imprints in between (R10, R11).
 */
#include "kanbao/date.h"
#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "parse_int.h"

#define NEUTRAL_CHARS 16
#define NAME_CHARS 8
#define STRETCH 60
#define NOTICE_BLOCKS 5
#define PAGES_MAX 500

/* Names of accounts and apps that stand beside the paper's own. */
static const char *const furniture[] = { "APP",  "App",    "app",    "发布", "客户端", "公众号",
	                                 "微信", "视频号", "抖音",   "扫码", "二维码", "微博",
	                                 "官网", "电子报", "数字报", NULL };
static const char *const name_ends[] = { "日报", "日報", "晚报", "晚報",   "早报", "商报", "时报",
	                                 "時報", "周报", "周刊", "都市报", "新闻", "导报", "报",
	                                 "報",   "通讯", "之声", "快讯",   "简报", NULL };

static bool
neutral(const struct kb_block *block)
{
	size_t chars = kb_field_chars(block->text);
	bool plain =
		chars <= NEUTRAL_CHARS && kb_text_open(block->text) && !kb_lead_scan(block->text);
	return plain && kb_str_find(block->text, KB_STR("，")) == SIZE_MAX;
}

/* How much a short block looks like the name of a paper; 0 where not. */
static int
name_score(kb_str s)
{
	static const char *const starts[] = { "今日", "新", NULL };
	size_t chars = kb_field_chars(s);
	if (chars < 2 || chars > NAME_CHARS || kb_has_any(s, furniture)) {
		return 0;
	}
	int score = 1;
	score += kb_ends_any(s, name_ends) ? 4 : 0;
	score += kb_str_starts(s, KB_STR("今日")) ? 4 : kb_starts_any(s, starts) ? 1 : 0;
	return score;
}

/* Pinyin or English of the name: letters only. */
static bool
latin(kb_str s)
{
	size_t letters = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		letters += (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		if ((unsigned char)c >= 0x80 || (c >= '0' && c <= '9')) {
			return false;
		}
	}
	return letters >= 3;
}

/* The paper's name with facts behind it on one line; bytes of the name, or 0. */
static size_t
named_facts(struct kb_arena *a, kb_str s, struct kb_facts *facts)
{
	kb_str name = s;
	kb_str rest = s;
	(void)kb_str_split(&rest, ' ', &name);
	bool named = rest.n && name_score(name) >= 4 && kb_facts_read(a, rest, facts);
	return named ? name.n : 0;
}

/* The first fact of a kind stays; the plain number wins over the running total. */
static void
merge(struct kb_page *page, const struct kb_facts *facts, bool *total)
{
	struct kb_issue *issue = page->issue;
	if (facts->day != KB_DAY_NONE && issue->day == KB_DAY_NONE) {
		issue->day = facts->day;
		issue->date_source = KB_DATE_MASTHEAD;
	}
	if (facts->number && (!issue->number || (*total && !facts->total))) {
		issue->number = facts->number;
		*total = facts->total;
	}
	if (facts->month_day.month && !page->month_day.month) {
		page->month_day = facts->month_day;
	}
	issue->lunar = issue->lunar.p ? issue->lunar : facts->lunar;
	issue->weekday = issue->weekday.p ? issue->weekday : facts->weekday;
	issue->pages = issue->pages ? issue->pages : facts->pages;
}

static void
page_name(struct kb_page *page, kb_str name, kb_str text)
{
	struct kb_issue *issue = page->issue;
	if (kb_issue_page_name(issue, name).p || issue->npage_names >= PAGES_MAX) {
		return; /* the mark itself stays in the masthead */
	}
	size_t cap = issue->npage_names; /* few: grown each time */
	issue->page_names = kb_arena_grow(page->a, issue->page_names, issue->npage_names, &cap,
	                                  sizeof(*issue->page_names));
	issue->page_names[issue->npage_names++] = (struct kb_page_name){ name, text };
}

/* Takes block i into the masthead. */
static void
take(struct kb_page *page, size_t i, const struct kb_facts *facts, bool *total)
{
	struct kb_block *block = &page->blocks[i];
	block->kind = KB_BLOCK_GONE;
	kb_strs_add(page->a, &page->issue->masthead, block->text);
	if (!facts) {
		return;
	}
	merge(page, facts, total);
	if (facts->page.p) {
		block->page = facts->page;
		if (facts->page_name.p) {
			page_name(page, facts->page, kb_field_dup(page->a, facts->page_name));
		}
	}
}

/* Where the masthead at the head ends: behind its last fact, a name, an app. */
static size_t
head_end(const struct kb_page *page)
{
	size_t end = 0;
	bool named = false;
	for (size_t i = 0; i < page->n && i < STRETCH; i++) {
		struct kb_facts facts;
		const struct kb_block *block = &page->blocks[i];
		if (kb_facts_read(page->a, block->text, &facts)) {
			end = i + 1;
			continue;
		}
		if (named_facts(page->a, block->text, &facts)) {
			named = true;
			end = i + 1;
			continue;
		}
		if (block->feed && i > 0) {
			break;
		}
		if (!neutral(block)) {
			break;
		}
		/* a name or an app right behind the facts is theirs */
		bool story = i + 1 >= page->n || kb_lead_scan(page->blocks[i + 1].text) > 0;
		bool name = !named && !story && name_score(block->text) >= 4;
		named = named || name;
		if (end == i && (name || latin(block->text) ||
		                 (end > 0 && kb_ends_any(block->text, furniture)))) {
			end = i + 1;
		}
	}
	return end;
}

/* 邮箱：… below an appeal is where to send to, not the paper's imprint. */
static bool
contact(const struct kb_page *page, size_t i)
{
	if (!kb_contact_like(page->blocks[i].text)) {
		return false;
	}
	for (size_t k = i; k > 0 && i - k < NOTICE_BLOCKS; k--) {
		const struct kb_block *block = &page->blocks[k - 1];
		if (block->gap > page->blocks[i].gap && k < i) {
			return false;
		}
		if (kb_notice_like(block->text)) {
			return true;
		}
	}
	return false;
}

/* Where the masthead at the end begins. */
static size_t
tail_begin(const struct kb_page *page, size_t head)
{
	size_t begin = page->n;
	int weight = 0;
	for (size_t i = page->n; i > head && page->n - i < STRETCH; i--) {
		struct kb_facts facts;
		const struct kb_block *block = &page->blocks[i - 1];
		if (contact(page, i - 1)) {
			break;
		}
		if (kb_facts_read(page->a, block->text, &facts)) {
			begin = i - 1;
			weight += facts.count + (facts.number || facts.lunar.p || facts.imprint ||
			                         facts.pages || facts.page.p);
		} else if (named_facts(page->a, block->text, &facts)) {
			begin = i - 1;
			weight += facts.count;
		} else if (!neutral(block)) {
			break;
		} else if (begin == i && (name_score(block->text) >= 4 || latin(block->text))) {
			begin = i - 1;
		}
	}
	/* a day alone may be that of a letter's signature */
	return weight >= 2 ? begin : page->n;
}

/* The best name among the masthead's blocks of [from, to). */
static void
find_name(struct kb_page *page, size_t from, size_t to)
{
	int best = 0;
	for (size_t i = from; i < to; i++) {
		struct kb_facts facts;
		kb_str text = page->blocks[i].text;
		size_t name = named_facts(page->a, text, &facts);
		text = name ? kb_str_sub(text, 0, name) : text;
		int score = kb_facts_read(page->a, text, &facts) ? 0 : name_score(text);
		if (score > best) {
			best = score;
			page->issue->paper = text;
		}
	}
}

static void
take_range(struct kb_page *page, size_t from, size_t to, bool *total)
{
	for (size_t i = from; i < to; i++) {
		struct kb_facts facts;
		bool is = kb_facts_read(page->a, page->blocks[i].text, &facts) ||
		          named_facts(page->a, page->blocks[i].text, &facts);
		take(page, i, is ? &facts : NULL, total);
		if (is && facts.page.p && !page->page.p) {
			page->page = facts.page;
		}
	}
	if (!page->issue->paper.p) {
		find_name(page, from, to);
	}
}

/* Furniture between the stories: page marks, imprints, numbers; no bare dates. */
static bool
furniture_facts(const struct kb_facts *facts)
{
	return facts->imprint || facts->page.p ||
	       (facts->count >= 2 && (facts->number || facts->lunar.p));
}

void
kb_masthead_take(struct kb_page *page)
{
	bool total = false;
	size_t head = head_end(page);
	size_t tail = tail_begin(page, head);
	take_range(page, 0, head, &total);
	for (size_t i = head; i < tail; i++) {
		struct kb_facts facts;
		const struct kb_block *block = &page->blocks[i];
		bool story = i + 1 < page->n && kb_lead_scan(page->blocks[i + 1].text) > 0;
		if (!block->level && !contact(page, i) &&
		    kb_facts_read(page->a, block->text, &facts) && furniture_facts(&facts) &&
		    (!story || facts.page.p)) {
			take(page, i, &facts, &total);
		}
	}
	take_range(page, tail, page->n, &total);
}
