/* Stories → articles: blocks joined to paragraphs (R2), fields, doubts (R15). */
#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "parse_int.h"

static bool
alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The block goes on with the paragraph before it. */
static bool
joins(const struct kb_page *page, const struct kb_block *before, const struct kb_block *block)
{
	static const char *const commas[] = { "，", "、", ",", NULL };
	if (block->parted || before->kind == KB_BLOCK_LIST || block->kind == KB_BLOCK_LIST ||
	    block->kind == KB_BLOCK_LEAD) {
		return false;
	}
	if (page->indents && before->kind == block->kind && !block->indent && !before->closes) {
		return true; /* not indented among paragraphs that are */
	}
	if (page->indents && block->indent && !kb_ends_any(before->text, commas)) {
		return false;
	}
	return before->open;
}

static void
append(struct kb_buf *paragraph, kb_str text)
{
	bool latin = paragraph->n && text.n && alnum(paragraph->p[paragraph->n - 1]) &&
	             alnum(text.p[0]) && !(text.p[0] >= '0' && text.p[0] <= '9');
	if (latin) {
		kb_buf_byte(paragraph, ' ');
	}
	kb_buf_add(paragraph, text);
}

static void
make_body(struct kb_page *page, const struct kb_story *story, struct kb_article *article)
{
	struct kb_buf paragraph = { 0 };
	const struct kb_block *before = NULL;
	for (size_t i = 0; i < story->body.n; i++) {
		const struct kb_block *block = &page->blocks[story->body.v[i]];
		if (before && !joins(page, before, block)) {
			kb_strs_add(page->a, &article->body,
			            kb_arena_dup(page->a, kb_buf_str(&paragraph)));
			kb_buf_clear(&paragraph);
		}
		append(&paragraph, block->text);
		before = block;
	}
	if (before) {
		kb_strs_add(page->a, &article->body, kb_arena_dup(page->a, kb_buf_str(&paragraph)));
	}
	kb_buf_release(&paragraph);
}

static void
add_doubts(struct kb_page *page, const struct kb_story *story, struct kb_article *article)
{
	for (size_t i = 0; i < story->doubts.n; i++) {
		kb_strs_add(page->a, &article->doubts, story->doubts.v[i]);
	}
	if (article->kind != KB_KIND_NEWS) {
		return;
	}
	if (!article->credits.n) {
		kb_doubt(page->a, &article->doubts, N_("no byline found"));
	}
	if (!article->headline.n) {
		kb_doubt(page->a, &article->doubts, N_("no headline found"));
	}
	if (article->body.n && !article->jump_to.p &&
	    kb_text_open(article->body.v[article->body.n - 1])) {
		kb_doubt(page->a, &article->doubts, N_("ends in the middle of a sentence"));
	}
}

static void
make_article(struct kb_page *page, const struct kb_story *story, struct kb_article *article)
{
	*article = (struct kb_article){ .kind = story->kind, .page = story->page };
	if (!article->page.p) {
		article->page = page->page.p ? page->page : KB_STR("1");
	}
	kb_titles_assign(page, story, article);
	if (story->label.n) {
		article->label = page->blocks[story->label.v[0]].text;
	}
	article->lead = story->lead;
	article->credits = story->credits;
	article->jump_to = story->jump_to;
	article->jump_from = story->jump_from;
	make_body(page, story, article);
	add_doubts(page, story, article);
}

/* A story with neither text nor title left is none. */
static bool
empty(const struct kb_story *story)
{
	return !story->titles.n && !story->body.n && !story->credits.n && !story->lead.n &&
	       !story->label.n && !story->jump_from.n && !story->jump_to.n;
}

void
kb_articles_make(struct kb_page *page)
{
	struct kb_issue *issue = page->issue;
	issue->articles = kb_arena_alloc(page->a, page->nstories, sizeof(*issue->articles));
	for (size_t i = 0; i < page->nstories; i++) {
		if (!empty(&page->stories[i])) {
			make_article(page, &page->stories[i], &issue->articles[issue->narticles++]);
		}
	}
}
