/*
 * Blocks → stories: a run of title blocks belongs to what follows it (R4);
 * what follows is a lead, a byline, a photo, a list, or nothing.
 */
#include "kanbao/date.h"
#include "kanbao/text.h"
#include "parse_int.h"

#define SUBHEAD_CHARS 14
#define LOOK_AHEAD 40
/* No headline group has more blocks; what goes on is another. */
#define RUN_MAX 12
#define NONE SIZE_MAX

/* Where the walk over the blocks stands. */
struct walk {
	struct kb_page *page;
	size_t i;
	size_t story;  /* being filled, or NONE */
	size_t resume; /* cut in two by a photo, or NONE */
	kb_str page_no;
};

struct kb_story *
kb_story_add(struct kb_page *page, enum kb_kind kind)
{
	page->stories = kb_arena_grow(page->a, page->stories, page->nstories, &page->story_cap,
	                              sizeof(*page->stories));
	struct kb_story *story = &page->stories[page->nstories++];
	*story = (struct kb_story){ .kind = kind };
	return story;
}

static struct kb_story *
begin(struct walk *w, enum kb_kind kind)
{
	struct kb_story *story = kb_story_add(w->page, kind);
	story->page = w->page_no;
	w->story = w->page->nstories - 1;
	w->resume = NONE;
	return story;
}

static struct kb_story *
current(const struct walk *w)
{
	return w->story == NONE ? NULL : &w->page->stories[w->story];
}

void
kb_story_take(struct kb_page *page, struct kb_story *story, size_t i)
{
	const struct kb_block *block = &page->blocks[i];
	for (size_t k = 0; k < block->head.n; k++) {
		kb_credits_add(page->a, &story->credits, block->head.v[k].role,
		               block->head.v[k].name);
	}
	for (size_t k = 0; k < block->tail.n; k++) {
		kb_credits_add(page->a, &story->credits, block->tail.v[k].role,
		               block->tail.v[k].name);
	}
	if (block->lead.p) {
		story->lead = story->lead.p ? kb_field_join(page->a, story->lead, block->lead)
		                            : block->lead;
	}
	story->jump_to = block->jump_to.p ? block->jump_to : story->jump_to;
	story->jump_from = block->jump_from.p ? block->jump_from : story->jump_from;
	story->closed = story->closed || block->closes;
	if (block->text.n) {
		kb_idxs_add(page->a, &story->body, i);
	}
}

static enum kb_block_kind
kind_at(const struct kb_page *page, size_t i)
{
	return i < page->n ? page->blocks[i].kind : KB_BLOCK_GONE;
}

/* The last body block of the story stops in mid-sentence. */
static bool
story_open(const struct kb_page *page, const struct kb_story *story)
{
	if (!story || story->closed || story->body.n == 0) {
		return false;
	}
	return page->blocks[story->body.v[story->body.n - 1]].open;
}

/* --- a run of titles -------------------------------------------------------- */

/* Behind the title blocks that belong together from i on. */
static size_t
run_end(const struct kb_page *page, size_t i)
{
	bool headed = page->blocks[i].level > 0;
	size_t end = i + 1;
	for (; end - i < RUN_MAX && kind_at(page, end) == KB_BLOCK_TITLE; end++) {
		const struct kb_block *block = &page->blocks[end];
		if (block->cut || block->page.p) {
			break;
		}
		/* a second heading behind plain titles begins another group */
		if (block->level && headed && !page->blocks[end - 1].level) {
			break;
		}
		headed = headed || block->level > 0;
	}
	return end;
}

static void
add_titles(struct walk *w, struct kb_story *story, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct kb_block *block = &w->page->blocks[i];
		kb_idxs_add(w->page->a, &story->titles, i);
		story->jump_to = block->jump_to.p ? block->jump_to : story->jump_to;
		story->jump_from = block->jump_from.p ? block->jump_from : story->jump_from;
	}
}

/* The text by which a banner is compared with the story that it stands over. */
static bool
fits_story(const struct walk *w, size_t banner, size_t from, size_t to)
{
	kb_str words = w->page->blocks[banner].text;
	for (size_t i = from; i < to && i < from + 4; i++) {
		if (kb_banner_fits(words, w->page->blocks[i].text)) {
			return true;
		}
	}
	return false;
}

/* Labels and banners at the head of the run (R9); what is left begins at the result. */
static size_t
split_banner(struct walk *w, size_t from, size_t to, size_t *label)
{
	*label = NONE;
	while (to - from >= 2) {
		kb_str title = w->page->blocks[from].text;
		if (kb_label_like(title) ||
		    (kb_banner_like(title) && fits_story(w, from, from + 1, to + 2))) {
			*label = from;
			return from + 1;
		}
		if (!kb_banner_like(title)) {
			return from;
		}
		struct kb_story *notice = begin(w, KB_KIND_NOTICE);
		add_titles(w, notice, from, from + 1);
		notice->closed = true;
		from++;
	}
	return from;
}

static struct kb_story *
begin_titled(struct walk *w, enum kb_kind kind, size_t from, size_t to)
{
	size_t label;
	from = split_banner(w, from, to, &label);
	struct kb_story *story = begin(w, kind);
	if (label != NONE) {
		kb_idxs_add(w->page->a, &story->label, label);
	}
	add_titles(w, story, from, to);
	return story;
}

/* The bodies from i on lead to a lead with no title before it (R8). */
static bool
lead_after_bodies(const struct kb_page *page, size_t i)
{
	size_t max = i + LOOK_AHEAD;
	while (i < max && (kind_at(page, i) == KB_BLOCK_BODY)) {
		i++;
	}
	return kind_at(page, i) == KB_BLOCK_LEAD && i < max;
}

/* What a title inside a story turns out to be. */
enum inner {
	INNER_STORY,   /* a headline after all */
	INNER_SUBHEAD, /* numbered, or short between bodies (R14) */
	INNER_PIECE,   /* a paragraph's first words before a column break (R2) */
};

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
	for (size_t max = i + LOOK_AHEAD; i < max; i++) {
		enum kb_block_kind kind = kind_at(page, i);
		if (kind == KB_BLOCK_BYLINE) {
			return true;
		}
		if (kind != KB_BLOCK_BODY) {
			return false;
		}
		if (page->blocks[i].tail.n) {
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

/* Titles [from, to) with text, but no lead, behind them: what are they here? */
static enum inner
inner_title(const struct walk *w, size_t from, size_t to)
{
	const struct kb_page *page = w->page;
	const struct kb_story *story = current(w);
	const struct kb_block *block = &page->blocks[from];
	if (!story || story->closed || story->body.n == 0 || story->kind != KB_KIND_NEWS ||
	    kb_notice_like(block->text) || page->blocks[story->body.v[story->body.n - 1]].verse) {
		return INNER_STORY;
	}
	if (to - from == 1 && subhead(block)) {
		return INNER_SUBHEAD;
	}
	if (block->level) {
		int head = story->titles.n ? page->blocks[story->titles.v[0]].level : 0;
		return head && block->level > head && to - from == 1 ? INNER_SUBHEAD : INNER_STORY;
	}
	if (block->cut || lead_after_bodies(page, to)) {
		return INNER_STORY;
	}
	if (story_open(page, story)) {
		return INNER_PIECE;
	}
	bool comma = kb_has_any(block->text, (const char *const[]){ "，", ",", "、", NULL });
	if (to - from == 1 && (unbalanced(block->text) || (comma && !signed_below(page, to)))) {
		return INNER_PIECE;
	}
	bool own = to - from > 1 || report_start(page->blocks[to].text) || signed_below(page, to) ||
	           !story->credits.n;
	if (own && block->chars > SUBHEAD_CHARS) {
		return INNER_STORY;
	}
	return own && (to - from > 1 || report_start(page->blocks[to].text)) ? INNER_STORY
	       : block->chars <= SUBHEAD_CHARS                               ? INNER_SUBHEAD
	                                                                     : INNER_PIECE;
}

static void
take_run_body(struct walk *w, size_t from, size_t to)
{
	struct kb_page *page = w->page;
	struct kb_story *story = current(w);
	size_t photo = kb_photo_scan(page, to, to - from);
	if (photo) {
		size_t resume = w->story;
		struct kb_story *made = begin_titled(w, KB_KIND_PHOTO, from, to);
		for (size_t i = to; i < to + photo; i++) {
			kb_story_take(page, made, i);
		}
		made->closed = true;
		w->resume = resume;
		w->i = to + photo;
		return;
	}
	enum inner inner = inner_title(w, from, to);
	if (inner != INNER_STORY) {
		page->blocks[from].open = inner == INNER_PIECE;
		for (size_t i = from; i < to; i++) {
			kb_story_take(page, story, i);
		}
		w->i = to;
		return;
	}
	bool notice = kb_notice_like(page->blocks[to - 1].text);
	begin_titled(w, notice ? KB_KIND_NOTICE : KB_KIND_NEWS, from, to);
	w->i = to;
}

/* Nothing follows: a slogan, a banner (R9), or the broken end of a column. */
static void
take_run_alone(struct walk *w, size_t from, size_t to)
{
	struct kb_story *story = current(w);
	if (story_open(w->page, story) && to - from == 1 && !w->page->blocks[from].level &&
	    !w->page->blocks[from].cut) {
		kb_story_take(w->page, story, from);
	} else {
		size_t resume = w->story;
		story = begin(w, KB_KIND_NOTICE);
		add_titles(w, story, from, to);
		w->resume = resume;
	}
	w->i = to;
}

/* A byline of one name: 叶青 alone between title and text. */
static bool
name_line(struct walk *w, size_t i)
{
	struct kb_block *block = &w->page->blocks[i];
	if (block->level || !kb_name_like(block->text)) {
		return false;
	}
	kb_credits_add(w->page->a, &block->tail, KB_STR(""), block->text);
	block->text = kb_str_sub(block->text, 0, 0);
	block->kind = KB_BLOCK_BYLINE;
	return true;
}

/* Headings of one rank with no story behind them stand each for itself. */
static size_t
first_heading(const struct kb_page *page, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++) {
		if (page->blocks[i].level && page->blocks[i].level == page->blocks[from].level) {
			return i;
		}
	}
	return to;
}

static void
take_run(struct walk *w)
{
	size_t from = w->i;
	size_t to = run_end(w->page, from);
	enum kb_block_kind next = kind_at(w->page, to);
	if ((next == KB_BLOCK_BODY || next == KB_BLOCK_LIST) && to - from >= 2 &&
	    name_line(w, to - 1)) {
		to--;
		next = KB_BLOCK_BYLINE;
	}
	switch (next) {
	case KB_BLOCK_LEAD:
	case KB_BLOCK_BYLINE:
	case KB_BLOCK_FROM:
		begin_titled(w, KB_KIND_NEWS, from, to);
		w->i = to;
		break;
	case KB_BLOCK_BODY:
	case KB_BLOCK_PHOTO:
		take_run_body(w, from, to);
		break;
	case KB_BLOCK_LIST:
		if (first_heading(w->page, from, to) < to) {
			take_run_alone(w, from, first_heading(w->page, from, to));
			break;
		}
		if (to - from > 1 && !w->page->blocks[to].verse && !w->page->blocks[from].level) {
			take_run_alone(w, from, to - 1); /* a list has one line above it */
			break;
		}
		begin_titled(w, w->page->blocks[to].verse ? KB_KIND_NEWS : KB_KIND_NOTICE, from,
		             to);
		w->i = to;
		break;
	case KB_BLOCK_TITLE:
	case KB_BLOCK_GONE:
	default:
		take_run_alone(w, from, first_heading(w->page, from, to));
		break;
	}
}

/* --- what is no title ---------------------------------------------------------- */

static void
take_body(struct walk *w)
{
	struct kb_page *page = w->page;
	size_t photo = kb_photo_scan(page, w->i, 0);
	if (photo) {
		size_t resume = w->story;
		struct kb_story *made = begin(w, KB_KIND_PHOTO);
		for (size_t i = w->i; i < w->i + photo; i++) {
			kb_story_take(page, made, i);
		}
		made->closed = true;
		w->resume = resume;
		w->i += photo;
		return;
	}
	struct kb_story *story = current(w);
	if (w->resume != NONE && !page->stories[w->resume].closed) {
		w->story = w->resume;
		w->resume = NONE;
		story = current(w);
	}
	bool ended = !story || (story->closed && story->body.n > 0);
	if (ended || (story->kind == KB_KIND_NOTICE && story->closed)) {
		story = begin(w, KB_KIND_NEWS);
	}
	kb_story_take(page, story, w->i++);
}

static void
take_lead(struct walk *w)
{
	struct kb_story *story = current(w);
	/* the same story where only pieces of scrambled columns are before it (R8) */
	bool mine = story && !story->closed && !story->lead.p && story->titles.n &&
	            story->kind == KB_KIND_NEWS;
	if (!mine) {
		story = begin(w, KB_KIND_NEWS);
	}
	kb_story_take(w->page, story, w->i++);
}

/* A byline ends the story where it has text, else it opens it. */
static void
take_byline(struct walk *w)
{
	struct kb_story *story = current(w);
	if (!story || (story->closed && story->body.n)) {
		story = begin(w, KB_KIND_NEWS);
	}
	bool ended = story->body.n > 0;
	kb_story_take(w->page, story, w->i++);
	story->closed = ended;
}

static void
take_from(struct walk *w)
{
	struct kb_story *story = current(w);
	if (!story || story->body.n || story->closed || story->kind != KB_KIND_NEWS) {
		story = begin(w, KB_KIND_NEWS);
	}
	kb_story_take(w->page, story, w->i++);
}

static void
take_list(struct walk *w)
{
	struct kb_story *story = current(w);
	if (!story || story->closed) {
		story = begin(w, KB_KIND_NOTICE);
	}
	kb_story_take(w->page, story, w->i++);
}

static void
take_gone(struct walk *w)
{
	const struct kb_block *block = &w->page->blocks[w->i++];
	if (block->page.p) {
		w->page_no = block->page;
		struct kb_story *story = current(w);
		if (story && !story_open(w->page, story)) {
			story->closed = true;
		}
	}
}

void
kb_segment(struct kb_page *page)
{
	static void (*const takes[])(struct walk *) = {
		[KB_BLOCK_BODY] = take_body,    [KB_BLOCK_TITLE] = take_run,
		[KB_BLOCK_LEAD] = take_lead,    [KB_BLOCK_BYLINE] = take_byline,
		[KB_BLOCK_PHOTO] = take_byline, [KB_BLOCK_FROM] = take_from,
		[KB_BLOCK_LIST] = take_list,    [KB_BLOCK_GONE] = take_gone,
	};
	struct walk w = { .page = page, .story = NONE, .resume = NONE };
	while (w.i < page->n && page->nstories <= KB_LIMIT_ARTICLES) {
		const struct kb_block *block = &page->blocks[w.i];
		struct kb_story *story = current(&w);
		if (block->kind == KB_BLOCK_BODY && block->jump_from.p && story && story->body.n) {
			begin(&w, KB_KIND_NEWS);
		}
		takes[block->kind](&w);
	}
}
