/* Columns of a story that stand out of order on the page (R8). */
#include "kanbao/date.h"
#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* Characters of a first sentence that is no sentence: …车辆通行证。 */
#define STUMP_CHARS 24

/* Place of the block with the lead in the story's body; n where there is none. */
static size_t
lead_place(const struct kb_page *page, const struct kb_story *story)
{
	size_t i = 0;
	while (i < story->body.n && page->blocks[story->body.v[i]].kind != KB_BLOCK_LEAD) {
		i++;
	}
	return i;
}

/* The text goes on with something: a mark or particle, or a stump of a sentence. */
static bool
cannot_begin(kb_str s)
{
	static const char *const particles[] = { "，", "。", "、", "；", "）", "”",  "》", "的",
		                                 "了", "着", "过", "和", "与", "及", "并", "等",
		                                 "而", "也", "地", "得", ",",  ")",  NULL };
	if (kb_starts_any(s, particles)) {
		return true;
	}
	size_t chars = 0;
	for (size_t off = 0; off < s.n && chars < STUMP_CHARS; chars++) {
		uint32_t cp = kb_utf8_next(s, &off);
		if (cp == 0x3002) { /* 。 */
			return true;
		}
		if (cp == 0xFF0C || cp == ',' || cp == 0x201C || cp == 0xFF1A) {
			return false;
		}
	}
	return false;
}

/* A seam in the middle that cannot be: a mark behind a full stop, a report within a sentence. */
static bool
bad_seam(const struct kb_page *page, const struct kb_story *story)
{
	static const char *const marks[] = { "，", "。", "、", "；", "）",
		                             "》", "的", "了", "着", NULL };
	static const char *const begins[] = { "近日", "日前", "连日来", "据了解",
		                              "据悉", "会议", "记者说", NULL };
	for (size_t i = 1; i < story->body.n; i++) {
		const struct kb_block *before = &page->blocks[story->body.v[i - 1]];
		const struct kb_block *block = &page->blocks[story->body.v[i]];
		bool text = before->kind != KB_BLOCK_LIST && block->kind == KB_BLOCK_BODY &&
		            story->body.v[i - 1] + 1 == story->body.v[i];
		bool cut = before->open && kb_starts_any(block->text, begins) && !before->closes;
		if (text && (cut || (!before->open && kb_starts_any(block->text, marks)))) {
			return true;
		}
	}
	return false;
}

static void
rotate(struct kb_page *page, struct kb_idxs *body, size_t by)
{
	size_t *turned = kb_arena_alloc(page->a, body->n, sizeof(*turned));
	for (size_t i = 0; i < body->n; i++) {
		turned[i] = body->v[(i + by) % body->n];
	}
	body->v = turned;
	body->cap = body->n;
}

static bool
ends_open(const struct kb_page *page, const struct kb_story *story)
{
	return story->body.n > 0 && page->blocks[story->body.v[story->body.n - 1]].open;
}

/* The pieces before the lead end the story before. */
static void
give_back(struct kb_page *page, struct kb_story *before, struct kb_story *story, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		kb_idxs_add(page->a, &before->body, story->body.v[i]);
	}
	rotate(page, &story->body, n);
	story->body.n -= n;
	kb_doubt(page->a, &before->doubts, N_("columns were out of order and have been moved"));
}

static void
sort(struct kb_page *page, size_t s)
{
	struct kb_story *story = &page->stories[s];
	size_t lead = lead_place(page, story);
	if (lead == 0 || lead == story->body.n) {
		if (bad_seam(page, story)) {
			kb_doubt(page->a, &story->doubts, N_("columns may be out of order"));
		}
		return;
	}
	struct kb_story *before = s > 0 ? &page->stories[s - 1] : NULL;
	kb_str first = page->blocks[story->body.v[0]].text;
	bool unfinished = ends_open(page, story);
	bool seam = unfinished && !kb_text_begins(first);
	int tests = unfinished + seam + cannot_begin(first);
	if (tests >= 2) {
		rotate(page, &story->body, lead);
		kb_doubt(page->a, &story->doubts,
		         N_("columns were out of order and have been moved"));
	} else if (before && !before->closed && ends_open(page, before) && !kb_text_begins(first)) {
		give_back(page, before, story, lead);
	} else {
		kb_doubt(page->a, &story->doubts, N_("columns may be out of order"));
	}
}

void
kb_columns_sort(struct kb_page *page)
{
	for (size_t i = 0; i < page->nstories && !page->placed; i++) {
		sort(page, i);
		if (page->stories[i].kind == KB_KIND_NEWS) {
			kb_sequence_sort(page, &page->stories[i]);
		}
	}
}
