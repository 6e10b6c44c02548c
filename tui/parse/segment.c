/*
 * Blocks → stories: a run of title blocks belongs to what follows it (R4);
 * what follows is a lead, a byline, a photo, a list, or nothing.
 */
#include "kanbao/date.h"
#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* No headline group has more blocks; what goes on is another. */
#define RUN_MAX 12
/* A comma so near the beginning is no headline's. */
#define CLAUSE_CHARS ((size_t)8)
/* An editor's note is short. */
#define NOTE_BLOCKS 3
/* A remark between a title and its list is no longer. */
#define REMARK_CHARS 16
/* A sentence under a picture is no longer. */
#define CAPTION_CHARS ((size_t)50)
/* So many titles in a row are hardly a headline. */
#define LINES_MIN ((size_t)3)
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

/* --- a run of titles -------------------------------------------------------- */

/* Behind the title blocks that belong together from i on. */
static size_t
run_end(const struct kb_page *page, size_t i)
{
	bool headed = page->blocks[i].level > 0;
	size_t end = i + 1;
	for (; end - i < RUN_MAX && kb_block_kind_at(page, end) == KB_BLOCK_TITLE; end++) {
		const struct kb_block *block = &page->blocks[end];
		if (block->cut || block->feed || block->next_page.p) {
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
	for (size_t i = from; i < to && i < from + 4 && i < w->page->n; i++) {
		if (kb_banner_fits(words, w->page->blocks[i].text)) {
			return true;
		}
	}
	return false;
}

/* A label stands over its headline: not over a deck, and not in larger type. */
static bool
label_over(const struct kb_page *page, size_t i)
{
	const struct kb_block *block = &page->blocks[i];
	const struct kb_block *next = &page->blocks[i + 1];
	bool larger = block->level && (!next->level || next->level > block->level);
	if (larger || kb_dash_starts(next->text)) {
		return false;
	}
	return kb_label_like(block->text) ||
	       (kb_label_may(block->text) && next->chars >= 2 * block->chars);
}

/* Labels and banners at the head of the run (R9); what is left begins at the result. */
static size_t
split_banner(struct walk *w, size_t from, size_t to, size_t *label)
{
	*label = NONE;
	while (to - from >= 2) {
		kb_str title = w->page->blocks[from].text;
		if (label_over(w->page, from) ||
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
		kb_str text = w->page->blocks[label].text;
		kb_idxs_add(w->page->a, &story->label, label);
		if (!kb_label_like(text) && !kb_banner_like(text)) {
			kb_doubt(w->page->a, &story->doubts, N_("the label is guessed"));
		}
	}
	add_titles(w, story, from, to);
	return story;
}

/* （共10名） between the title of a list and its lines. */
static bool
remark_on_list(const struct kb_page *page, size_t i)
{
	static const char *const openers[] = { "（", "(", NULL };
	const struct kb_block *block = &page->blocks[i];
	return kb_starts_any(block->text, openers) && block->chars <= REMARK_CHARS &&
	       kb_block_kind_at(page, i + 1) == KB_BLOCK_LIST && !page->blocks[i + 1].verse;
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
	enum kb_inner inner =
		remark_on_list(page, to) ? KB_INNER_STORY : kb_inner_title(page, story, from, to);
	if (inner != KB_INNER_STORY) {
		page->blocks[from].open = inner == KB_INNER_PIECE;
		for (size_t i = from; i < to; i++) {
			kb_story_take(page, story, i);
		}
		w->i = to;
		return;
	}
	bool notice = kb_notice_like(page->blocks[to - 1].text) || remark_on_list(page, to);
	begin_titled(w, notice ? KB_KIND_NOTICE : KB_KIND_NEWS, from, to);
	w->i = to;
}

/* The story above has text and no headline: the one below it is its own. */
static bool
headline_below(const struct walk *w, size_t from, size_t to)
{
	const struct kb_page *page = w->page;
	const struct kb_story *story = current(w);
	return story && story->kind == KB_KIND_NEWS && story->body.n && !story->titles.n &&
	       story->lead.p && !story->jump_from.p && !kb_story_is_open(page, story) &&
	       to - from == 1 && !page->blocks[from].feed && !page->blocks[from].cut &&
	       !kb_banner_like(page->blocks[from].text) && !kb_notice_like(page->blocks[from].text);
}

/* Nothing follows: a slogan, a banner (R9), or the broken end of a column. */
static void
take_run_alone(struct walk *w, size_t from, size_t to)
{
	struct kb_story *story = current(w);
	if (headline_below(w, from, to)) {
		add_titles(w, story, from, to);
		story->closed = true;
		kb_doubt(w->page->a, &story->doubts, N_("the headline stands below its text"));
	} else if (kb_story_is_open(w->page, story) && to - from == 1 &&
	           !w->page->blocks[from].level && !w->page->blocks[from].cut) {
		kb_story_take(w->page, story, from);
	} else {
		size_t resume = w->story;
		story = begin(w, KB_KIND_NOTICE);
		add_titles(w, story, from, to);
		if (to - from >= LINES_MIN) {
			kb_doubt(w->page->a, &story->doubts,
			         N_("lines without a full stop: slogans, a list or verse"));
		}
		w->resume = resume;
	}
	w->i = to;
}

/* A byline of one name: 叶青 alone between title and text. */
static bool
name_line(struct walk *w, size_t i)
{
	struct kb_block *block = &w->page->blocks[i];
	kb_str name = kb_name_closed(w->page->a, block->text);
	if (block->level || !name.n) {
		return false;
	}
	kb_credits_add(w->page->a, &block->tail, KB_STR(""), name);
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

/* 外一首: under one headline and one name there are several. */
static bool
another_poem(const struct walk *w, size_t i)
{
	static const char *const several[] = { "外一首", "外二首", "外三首", "组诗", "二首", "两首",
		                               "三首",   "四首",   "五首",   "二题", "三题", NULL };
	const struct kb_story *story = current(w);
	if (!story || story->closed || !story->titles.n || !w->page->blocks[i].verse) {
		return false;
	}
	return kb_has_any(w->page->blocks[story->titles.v[0]].text, several);
}

/* Verse is a story, a table is none. */
static enum kb_kind
list_kind(const struct kb_page *page, size_t i)
{
	bool verse = page->blocks[i].verse && !kb_notice_like(page->blocks[i - 1].text);
	return verse ? KB_KIND_NEWS : KB_KIND_NOTICE;
}

/* A sentence that begins the last, unfinished block of a story, before a headline:
 * 如今，他牵头的合作社请了二十名 */
static bool
clause(kb_str s)
{
	size_t chars = 0;
	for (size_t off = 0; off < s.n && chars <= CLAUSE_CHARS; chars++) {
		if (kb_utf8_next(s, &off) == 0xFF0C) {
			return kb_field_chars(s) >= 2 * CLAUSE_CHARS;
		}
	}
	return false;
}

static bool
take_last_piece(struct walk *w)
{
	const struct kb_block *block = &w->page->blocks[w->i];
	struct kb_story *story = current(w);
	bool running = story && !story->closed && story->body.n && story->credits.n &&
	               kb_block_kind_at(w->page, w->i + 1) == KB_BLOCK_TITLE;
	if (!running || block->level || block->cut || !clause(block->text)) {
		return false;
	}
	kb_story_take(w->page, story, w->i++);
	return true;
}

/* What is being read is a letter, or a notice that somebody signs. */
static bool
signed_text(const struct walk *w, bool *letter)
{
	const struct kb_story *story = current(w);
	if (!story || story->closed || !story->body.n) {
		return false;
	}
	*letter = kb_salutation_like(w->page->blocks[story->body.v[0]].text);
	bool office = !story->lead.p && !story->credits.n && !story->jump_from.p;
	return *letter || story->kind == KB_KIND_NOTICE || office;
}

/* The lines of a signature, each for itself. */
static bool
take_signature(struct walk *w)
{
	bool letter = false;
	size_t end = signed_text(w, &letter) ? kb_signature_end(w->page, w->i, letter) : w->i;
	bool any = end > w->i;
	for (; w->i < end; w->i++) {
		w->page->blocks[w->i].kind = KB_BLOCK_LIST;
		w->page->blocks[w->i].open = false;
		kb_story_take(w->page, current(w), w->i);
	}
	return any;
}

/* Titles with a list below them: of a poem, of a notice, or a headline and the line above a list. */
static void
take_run_above_list(struct walk *w, size_t from, size_t to)
{
	struct kb_block *first = &w->page->blocks[from];
	size_t heading = first_heading(w->page, from, to);
	if (to - from == 1 && another_poem(w, to)) {
		first->kind = KB_BLOCK_LIST;
		first->open = false;
		kb_story_take(w->page, current(w), from);
		w->i = to;
	} else if (heading < to) {
		take_run_alone(w, from, heading);
	} else if (to - from > 1 && !w->page->blocks[to].verse && !first->level) {
		take_run_alone(w, from, to - 1); /* a list has one line above it */
	} else {
		begin_titled(w, list_kind(w->page, to), from, to);
		w->i = to;
	}
}

static void
take_run(struct walk *w)
{
	if (take_signature(w) || take_last_piece(w)) {
		return;
	}
	size_t from = w->i;
	size_t to = run_end(w->page, from);
	enum kb_block_kind next = kb_block_kind_at(w->page, to);
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
		take_run_above_list(w, from, to);
		break;
	case KB_BLOCK_TITLE:
	case KB_BLOCK_GONE:
	default:
		take_run_alone(w, from, first_heading(w->page, from, to));
		break;
	}
}

/* --- what is no title ---------------------------------------------------------- */

/* One sentence and a photographer's line below a story that has ended (R6); 2, or 0. */
static size_t
stray_caption(const struct walk *w)
{
	const struct kb_page *page = w->page;
	const struct kb_block *block = &page->blocks[w->i];
	const struct kb_story *story = current(w);
	bool signed_story = story && story->body.n && story->credits.n && story->closed;
	bool below = kb_block_kind_at(page, w->i + 1) == KB_BLOCK_PHOTO;
	size_t stop = kb_str_find(block->text, KB_STR("。"));
	bool one = stop != SIZE_MAX && stop + sizeof("。") - 1 == block->text.n;
	return signed_story && below && one && block->chars <= CAPTION_CHARS ? 2 : 0;
}

static void
take_body(struct walk *w)
{
	struct kb_page *page = w->page;
	size_t photo = kb_photo_scan(page, w->i, 0);
	photo = photo ? photo : stray_caption(w);
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
	bool after = kb_str_starts(page->blocks[w->i].text, KB_STR("编后"));
	bool ended = !story || (story->closed && story->body.n > 0 && !after);
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
	/* an editor's note stands before the byline */
	bool note = story->body.n > 0 && story->body.n <= NOTE_BLOCKS && !story->credits.n &&
	            kb_editor_like(w->page->blocks[story->body.v[0]].text);
	bool ended = story->body.n > 0 && !note;
	struct kb_block *block = &w->page->blocks[w->i];
	if (ended && block->lead.p && !block->tail.n) {
		/* a dateline below the text belongs to it (R13) */
		block->text = block->printed;
		block->lead = KB_STR_NULL;
		block->kind = KB_BLOCK_LIST;
	}
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

/* The page changes: what isn't open doesn't go on. */
static void
turn_page(struct walk *w, kb_str to)
{
	w->page_no = to;
	struct kb_story *story = current(w);
	if (story && !kb_story_is_open(w->page, story)) {
		story->closed = true;
	}
}

static void
take_gone(struct walk *w)
{
	const struct kb_block *block = &w->page->blocks[w->i++];
	if (block->page.p) {
		turn_page(w, block->page);
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
		if (block->next_page.p) {
			turn_page(&w, block->next_page);
		}
		struct kb_story *story = current(&w);
		if (block->kind == KB_BLOCK_BODY && block->jump_from.p && story && story->body.n) {
			begin(&w, KB_KIND_NEWS);
		}
		takes[block->kind](&w);
	}
}
