/* A title in the middle of a story: a headline, a subhead, or a piece of text. */
#include "kanbao/date.h"
#include "kanbao/text.h"
#include "parse_int.h"

#define SUBHEAD_CHARS 14
#define LOOK_AHEAD 40

enum kb_block_kind
kb_block_kind_at(const struct kb_page *page, size_t i)
{
	return i < page->n ? page->blocks[i].kind : KB_BLOCK_GONE;
}

bool
kb_story_is_open(const struct kb_page *page, const struct kb_story *story)
{
	if (!story || story->closed || story->body.n == 0) {
		return false;
	}
	return page->blocks[story->body.v[story->body.n - 1]].open;
}

/* The bodies from i on lead to a lead with no title before it (R8). */
static bool
lead_after_bodies(const struct kb_page *page, size_t i)
{
	size_t max = i + LOOK_AHEAD;
	while (i < max && (kb_block_kind_at(page, i) == KB_BLOCK_BODY)) {
		i++;
	}
	return kb_block_kind_at(page, i) == KB_BLOCK_LEAD && i < max;
}

/* A quotation or bracket is left open: no headline ends so. */
static bool
unbalanced(kb_str s)
{
	static const uint32_t pairs[][2] = {
		{ 0x201C, 0x201D }, { 0x300A, 0x300B }, { 0xFF08, 0xFF09 }, { '(', ')' }
	};
	for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++) {
		int depth = 0;
		for (size_t off = 0; off < s.n;) {
			uint32_t cp = kb_utf8_next(s, &off);
			depth += (cp == pairs[k][0]) - (cp == pairs[k][1]);
		}
		if (depth != 0) {
			return true;
		}
	}
	return false;
}

/* The text from i on ends in a byline of its own, before another title. */
static bool
signed_below(const struct kb_page *page, size_t i)
{
	static const char *const brackets[] = { "）", ")", NULL };
	for (size_t max = i + LOOK_AHEAD; i < max; i++) {
		enum kb_block_kind kind = kb_block_kind_at(page, i);
		if (kind == KB_BLOCK_BYLINE) {
			return true;
		}
		if (kind != KB_BLOCK_BODY) {
			return false;
		}
		/* a byline, or （本报阿克苏9月8日电） */
		const struct kb_block *block = &page->blocks[i];
		if (block->tail.n || (block->closes && kb_ends_any(block->text, brackets))) {
			return true;
		}
	}
	return false;
}

/* The next text begins as a report does. */
static bool
report_start(kb_str s)
{
	static const char *const starts[] = { "近日", "日前", "昨日",   "昨天", "连日来",
		                              "图为", "本报", "新华社", NULL };
	struct kb_ymd md;
	return kb_starts_any(s, starts) > 0 || kb_date_scan_md(s, &md) > 0;
}

static bool
numbered(kb_str s)
{
	static const char *const numbers[] = { "一、",   "二、",   "三、",   "四、",   "五、",
		                               "六、",   "七、",   "八、",   "九、",   "十、",
		                               "（一）", "（二）", "（三）", "（四）", "（五）",
		                               "（六）", "（七）", "(一)",   "(二)",   "(三)",
		                               "(四)",   "(五)",   NULL };
	return kb_starts_any(s, numbers) > 0;
}

/* By its number, or as the page's setting tells. */
static bool
subhead(const struct kb_block *block)
{
	return numbered(block->text) || block->level == KB_LEVEL_SUBHEAD;
}

static const char *const commas[] = { "，", ",", "、", NULL };

/* 简讯 over items: ● … ● … */
static bool
briefs(const struct kb_page *page, const struct kb_block *title, size_t i)
{
	static const char *const names[] = { "简讯",     "短讯", "快讯",     "一句话新闻",
		                             "简明新闻", "簡訊", "要闻简报", "新闻速览",
		                             "短波",     NULL };
	static const char *const ends[] = { "简讯", "短讯", "快讯", "速览", "速递", "集纳",
		                            "集锦", "动态", "短波", "播报", "简报", NULL };
	static const char *const signs[] = { "●", "■", "◆", "▲", "★", "○", "◇", "□",
		                             "•", "·", "▪", "☆", "△", "◎", NULL };
	if (kb_is_any(title->text, names)) {
		return true;
	}
	bool named = kb_ends_any(title->text, ends) || kb_label_like(title->text);
	return named && kb_starts_any(page->blocks[i].text, signs) > 0;
}

/* Nothing above could go on here. */
static bool
nothing_open(const struct kb_page *page, const struct kb_story *story, size_t from, size_t to)
{
	return !story || story->closed || story->body.n == 0 || story->kind != KB_KIND_NEWS ||
	       kb_notice_like(page->blocks[from].text) ||
	       page->blocks[story->body.v[story->body.n - 1]].verse || page->blocks[to].jump_from.p;
}

/* A title with a Markdown level: below that of the story's own it is a subhead. */
static enum kb_inner
levelled(const struct kb_page *page, const struct kb_story *story, size_t from, size_t to)
{
	int head = story->titles.n ? page->blocks[story->titles.v[0]].level : 0;
	bool below = head && page->blocks[from].level > head && to - from == 1;
	return below ? KB_INNER_SUBHEAD : KB_INNER_STORY;
}

/* The story above ends in mid sentence. */
static enum kb_inner
after_open(const struct kb_page *page, const struct kb_story *story, size_t from, size_t to)
{
	/* where the lead is yet to come first, the end is no end (R8) */
	bool turned = page->blocks[story->body.v[0]].kind != KB_BLOCK_LEAD && story->lead.p;
	bool title = turned && to - from == 1 && !kb_has_any(page->blocks[from].text, commas);
	return title ? KB_INNER_STORY : KB_INNER_PIECE;
}

/* No sign of either kind: what stands below and the length decide. */
static enum kb_inner
by_what_follows(const struct kb_page *page, const struct kb_story *story, size_t from, size_t to)
{
	const struct kb_block *block = &page->blocks[from];
	bool below = signed_below(page, to);
	bool several = to - from > 1;
	bool report = report_start(page->blocks[to].text);
	/* a story signed above, and another signature below */
	if (story->credits.n && below) {
		return KB_INNER_STORY;
	}
	if (!several && !below && kb_has_any(block->text, commas)) {
		return KB_INNER_PIECE;
	}
	bool own = several || report || below || !story->credits.n;
	bool long_one = block->chars > SUBHEAD_CHARS;
	/* words that sentences have and headlines save */
	static const char *const spoken[] = { "的", "了",   "着",   "是",   "他",   "她",
		                              "也", "都",   "就",   "还",   "我们", "表示",
		                              "说", "会议", "同时", "目前", "如今", "当天",
		                              "据", "该",   "其",   "并",   NULL };
	if (own && (long_one || several || report)) {
		return KB_INNER_STORY;
	}
	if (!long_one) {
		return KB_INNER_SUBHEAD;
	}
	return kb_has_any(block->text, spoken) ? KB_INNER_PIECE : KB_INNER_STORY;
}

enum kb_inner
kb_inner_title(const struct kb_page *page, const struct kb_story *story, size_t from, size_t to)
{
	const struct kb_block *block = &page->blocks[from];
	if (kb_salutation_like(page->blocks[to].text)) {
		return KB_INNER_STORY; /* a letter begins */
	}
	if (nothing_open(page, story, from, to) || (to - from == 1 && briefs(page, block, to))) {
		return KB_INNER_STORY;
	}
	if (to - from == 1 && (subhead(block) || kb_editor_like(block->text))) {
		return KB_INNER_SUBHEAD;
	}
	if (to - from == 1 && !block->level && unbalanced(block->text)) {
		return KB_INNER_PIECE;
	}
	if (block->level) {
		return levelled(page, story, from, to);
	}
	if (block->cut || lead_after_bodies(page, to)) {
		return KB_INNER_STORY;
	}
	return kb_story_is_open(page, story) ? after_open(page, story, from, to)
	                                     : by_what_follows(page, story, from, to);
}
