/* Pictures with a caption of their own (R6). */
#include "kanbao/date.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* A caption is one paragraph, seldom cut by columns into more than two blocks. */
#define CAPTION_BLOCKS 3
#define CAPTION_CHARS 400

/* Beginnings of a caption. */
static bool
caption_start(kb_str s)
{
	static const char *const starts[] = { "图为",   "圖為", "图①",  "图一", "上图", "下图",
		                              "左图",   "右图", "图片", "近日", "日前", "连日来",
		                              "連日來", "昨日", "昨天", "眼下", "时下", "当前",
		                              "连日",   "今日", NULL };
	struct kb_ymd md;
	return kb_starts_any(s, starts) > 0 || kb_date_scan_md(s, &md) > 0;
}

/* 文/张三 图/李四 under a caption. */
static bool
pictured(const struct kb_credits *credits)
{
	static const char *const roles[] = { "图",    "摄",   "摄影", "文/图",
		                             "图/文", "图文", "图片", NULL };
	for (size_t i = 0; i < credits->n; i++) {
		if (kb_ends_any(credits->v[i].role, roles)) {
			return true;
		}
	}
	return false;
}

static bool
captioned(const struct kb_block *first, const struct kb_block *block)
{
	static const char *const starts[] = { "图为", "图中", "上图", "下图", "图①", NULL };
	return block->kind == KB_BLOCK_BYLINE && kb_starts_any(first->text, starts) &&
	       pictured(&block->tail);
}

static bool
credited(const struct kb_block *block)
{
	return block->kind == KB_BLOCK_PHOTO || (block->kind == KB_BLOCK_BODY && block->photo);
}

size_t
kb_photo_scan(const struct kb_page *page, size_t i, size_t titles)
{
	size_t chars = 0;
	if (i >= page->n ||
	    (!titles && !page->blocks[i].caption && !caption_start(page->blocks[i].text))) {
		return 0;
	}
	size_t paragraphs = 0;
	for (size_t n = 0; n <= CAPTION_BLOCKS && i + n < page->n; n++) {
		const struct kb_block *block = &page->blocks[i + n];
		if (credited(block) || (n > 0 && captioned(&page->blocks[i], block))) {
			/* a story illustrated by its reporter has more than a caption */
			return (titles || n <= 1) && paragraphs <= 2 ? n + 1 : 0;
		}
		if (block->kind != KB_BLOCK_BODY || block->closes) {
			return 0;
		}
		chars += block->chars;
		paragraphs += !block->open;
		if (chars > CAPTION_CHARS || paragraphs > 2) {
			return 0;
		}
	}
	return 0;
}
