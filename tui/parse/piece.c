/*
 * A piece of a digital edition → article: labels, author field, credits and
 * jumps at the head and the end of its paragraphs (R5, R7, R13), photos and
 * notices (R6, R9), teasers that only point to another page.
 */
#include "digital_int.h"
#include "kanbao/i18n.h"

/* A photo that stands alone has so few paragraphs, a teaser so few characters. */
#define PHOTO_PARAGRAPHS 2
#define POINTER_CHARS 14
#define AUTHOR_CHARS 40
/* A line at least so long that ends in a comma was broken; verse is shorter. */
#define WRAPPED_CHARS 20

/* The paragraphs not yet taken are [from, to). */
struct making {
	struct kb_page *page;
	const struct kb_piece *piece;
	struct kb_article *article;
	struct kb_credits head; /* of the body's head */
	struct kb_credits tail; /* of its end */
	size_t from;
	size_t to;
	kb_str first; /* the cut paragraphs, absent where they weren't */
	kb_str last;
	bool photo;
};

static void
add_credits(struct kb_arena *a, struct kb_credits *to, const struct kb_credits *from)
{
	for (size_t i = 0; i < from->n; i++) {
		kb_credits_add(a, to, from->v[i].role, from->v[i].name);
	}
}

/* The first that says it counts; what another says differently is kept as text. */
static void
settle(struct making *m, kb_str *field, kb_str found)
{
	if (!field->n) {
		*field = found;
	} else if (found.n && !kb_str_eq(*field, found)) {
		kb_strs_add(m->page->a, &m->page->issue->dropped, found);
	}
}

static void
take_block(struct making *m, const struct kb_block *block, struct kb_credits *credits)
{
	struct kb_article *article = m->article;
	add_credits(m->page->a, credits, &block->head);
	add_credits(m->page->a, credits, &block->tail);
	settle(m, &article->lead, block->lead);
	settle(m, &article->jump_to, block->jump_to);
	settle(m, &article->jump_from, block->jump_from);
	m->photo = m->photo || block->photo || block->kind == KB_BLOCK_PHOTO;
}

/* （本报海口7月22日讯） on a line of its own. */
static void
whole_dateline(struct making *m, struct kb_block *block)
{
	static const char *const openers[] = { "（", "(", NULL };
	static const char *const closers[] = { "）", ")", NULL };
	size_t open = kb_starts_any(block->text, openers);
	size_t close = kb_ends_any(block->text, closers);
	if (!open || !close || block->lead.n) {
		return;
	}
	kb_str inner = kb_str_trim(kb_str_sub(block->text, open, block->text.n - close));
	if (inner.n && kb_lead_scan(inner) == inner.n) {
		block->lead = kb_field_dup(m->page->a, inner);
		block->text = kb_str_sub(block->text, 0, 0);
	}
}

static struct kb_block
read_block(struct making *m, kb_str text)
{
	struct kb_block block = { .text = text, .printed = text };
	kb_block_jumps(m->page, &block);
	if (block.text.n) {
		kb_block_credits(m->page, &block);
		whole_dateline(m, &block);
	}
	return block;
}

/* Bylines on lines of their own, then the lead of the first paragraph. */
static void
take_head(struct making *m)
{
	while (m->from < m->to) {
		struct kb_block block = read_block(m, m->piece->body.v[m->from]);
		take_block(m, &block, &m->head);
		if (block.text.n) {
			m->first = block.text;
			return;
		}
		m->from++;
	}
}

/* Credits, datelines and jumps at the end; a brief's own lead stays. */
static void
take_tail(struct making *m)
{
	while (m->to > m->from + 1) {
		kb_str text = m->piece->body.v[m->to - 1];
		struct kb_block block = { .text = text, .printed = text };
		if (kb_lead_scan(text)) {
			kb_block_jumps(m->page, &block);
		} else {
			block = read_block(m, text);
		}
		take_block(m, &block, &m->tail);
		if (block.text.n) {
			m->last = block.text;
			return;
		}
		m->to--;
	}
}

static kb_str
paragraph(const struct making *m, size_t i)
{
	if (i == m->from && m->first.p) {
		return m->first;
	}
	return i + 1 == m->to && m->last.p ? m->last : m->piece->body.v[i];
}

/* Paragraphs, those that a line break or a picture cut in two made whole. */
static void
set_body(struct making *m)
{
	static const char *const commas[] = { "，", "、", NULL };
	struct kb_strs *body = &m->article->body;
	for (size_t i = m->from; i < m->to; i++) {
		kb_str text = paragraph(m, i);
		kb_str *last = body->n ? &body->v[body->n - 1] : NULL;
		if (last && kb_ends_any(*last, commas) && kb_field_chars(*last) >= WRAPPED_CHARS) {
			*last = kb_arena_printf(m->page->a, "%.*s%.*s", KB_ARG(*last),
			                        KB_ARG(text));
		} else {
			kb_strs_add(m->page->a, body, text);
		}
	}
}

/* --- credits ----------------------------------------------------------------------- */

static bool
credited(const struct kb_credits *list, kb_str name)
{
	for (size_t i = 0; i < list->n; i++) {
		if (kb_str_eq(list->v[i].name, name)) {
			return true;
		}
	}
	return false;
}

/* "□ 本报记者 张三", "张三 李四", or words that are no names: kept as one. */
static void
read_author(struct kb_page *page, kb_str line, struct kb_credits *out)
{
	static const char *const signs[] = { "□", "■", "◎", "●", "○", "◆", "◇", "▲",
		                             "△", "▇", "▪", "▌", "★", "☆", NULL };
	static const char *const labels[] = { "作者：", "作者:", NULL };
	static const char *const openers[] = { "（", "(", NULL };
	static const char *const closers[] = { "）", ")", NULL };
	size_t sign = kb_starts_any(line, signs);
	kb_str s = kb_str_trim(kb_str_sub(line, sign, line.n));
	s = kb_str_trim(kb_str_sub(s, kb_starts_any(s, labels), s.n));
	if (kb_starts_any(s, openers) && kb_ends_any(s, closers)) {
		s = kb_str_trim(
			kb_str_sub(s, kb_starts_any(s, openers), s.n - kb_ends_any(s, closers)));
	}
	kb_str rest = KB_STR_NULL;
	if (sign) {
		kb_strs_add(page->a, &page->issue->dropped, kb_str_sub(line, 0, sign));
	}
	if (kb_credits_read(page->a, s, true, out, &rest)) {
		if (rest.n) {
			kb_strs_add(page->a, &page->issue->dropped, rest);
		}
	} else if (s.n && kb_field_chars(s) <= AUTHOR_CHARS) {
		kb_credits_add(page->a, out, KB_STR(""), s);
	} else if (s.n) {
		kb_strs_add(page->a, &page->issue->dropped, s);
	}
}

/* With what role the text names this person; absent where it doesn't. */
static kb_str
role_in_text(const struct making *m, kb_str name)
{
	const struct kb_credits *lists[] = { &m->head, &m->tail };
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < lists[k]->n; i++) {
			if (kb_str_eq(lists[k]->v[i].name, name)) {
				return lists[k]->v[i].role;
			}
		}
	}
	return KB_STR_NULL;
}

/* One line of the author's field: who the text names too is told there. */
static void
add_author(struct making *m, kb_str line)
{
	struct kb_credits field = { 0 };
	struct kb_credits *all = &m->article->credits;
	bool other = false;
	read_author(m->page, line, &field);
	for (size_t i = 0; i < field.n; i++) {
		kb_str role = role_in_text(m, field.v[i].name);
		if (!role.p && !credited(all, field.v[i].name)) {
			kb_credits_add(m->page->a, all, field.v[i].role, field.v[i].name);
		}
		other = other || (role.p && field.v[i].role.n && !kb_str_eq(role, field.v[i].role));
	}
	if (other) {
		kb_strs_add(m->page->a, &m->page->issue->dropped, line);
	}
}

static void
set_credits(struct making *m)
{
	struct kb_credits *all = &m->article->credits;
	for (size_t i = 0; i < m->piece->authors.n; i++) {
		add_author(m, m->piece->authors.v[i]);
	}
	add_credits(m->page->a, all, &m->head);
	add_credits(m->page->a, all, &m->tail);
}

/* --- captions ------------------------------------------------------------------------ */

/* 作者：(白露)   图为… as one system writes it: who took the picture, then the caption. */
static kb_str
cut_photographer(struct making *m, kb_str line, struct kb_credits *credits)
{
	static const char *const labels[] = { "作者：（", "作者：(", "作者:（", "作者:(", NULL };
	size_t label = kb_starts_any(line, labels);
	size_t end = kb_str_find(line, KB_STR("）"));
	size_t half = kb_str_find(line, KB_STR(")"));
	size_t width = half < end ? 1 : sizeof("）") - 1;
	end = half < end ? half : end;
	if (!label || end == SIZE_MAX || end < label) {
		return line;
	}
	read_author(m->page, kb_str_sub(line, label, end), credits);
	return kb_str_trim(kb_str_sub(line, end + width, line.n));
}

static void
set_captions(struct making *m)
{
	struct kb_article *article = m->article;
	const struct kb_strs *lines = &m->piece->captions;
	article->captions = kb_arena_alloc(m->page->a, lines->n, sizeof(*article->captions));
	for (size_t i = 0; i < lines->n; i++) {
		struct kb_caption *caption = &article->captions[article->ncaptions];
		struct kb_credits credits = { 0 };
		struct kb_block block = read_block(m, cut_photographer(m, lines->v[i], &credits));
		add_credits(m->page->a, &credits, &block.head);
		add_credits(m->page->a, &credits, &block.tail);
		if (!block.text.n && article->ncaptions > 0) { /* its credit on a line of its own */
			add_credits(m->page->a, &caption[-1].credits, &credits);
			continue;
		}
		caption->text = block.text.p ? block.text : KB_STR("");
		caption->credits = credits;
		article->ncaptions++;
	}
}

static void
set_photographers(struct making *m)
{
	struct kb_article *article = m->article;
	const struct kb_strs *lines = &m->piece->photographers;
	size_t n = article->ncaptions;
	for (size_t i = 0; i < lines->n; i++) {
		size_t at = lines->n == n ? i : n - 1;
		struct kb_credits *credits = n ? &article->captions[at].credits : &article->credits;
		struct kb_credits found = { 0 };
		read_author(m->page, lines->v[i], &found);
		for (size_t k = 0; k < found.n; k++) {
			if (!credited(credits, found.v[k].name)) {
				kb_credits_add(m->page->a, credits, found.v[k].role,
				               found.v[k].name);
			}
		}
	}
}

/* Nothing but a picture: its text is what there is to read. */
static void
photo_of_captions(struct making *m)
{
	struct kb_article *article = m->article;
	for (size_t i = 0; i < article->ncaptions; i++) {
		if (article->captions[i].text.n) {
			kb_strs_add(m->page->a, &article->body, article->captions[i].text);
		}
		add_credits(m->page->a, &article->credits, &article->captions[i].credits);
	}
	article->captions = NULL;
	article->ncaptions = 0;
	article->kind = KB_KIND_PHOTO;
}

/* --- kinds --------------------------------------------------------------------------- */

/* （A04）, （详见4版）: the story itself stands on another page. */
static bool
pointer(struct kb_arena *a, const struct kb_strs *body)
{
	static const char *const openers[] = { "（", "(", "【", "[", NULL };
	static const char *const words[] = { "详见", "全文见", "见", "報道见", "报道见",
		                             "导读", "更多见", "▶",  NULL };
	static const char *const tails[] = { "版", "）", ")", "】", "]", NULL };
	kb_str page;
	if (body->n != 1 || kb_field_chars(body->v[0]) > POINTER_CHARS) {
		return false;
	}
	kb_str s = body->v[0];
	size_t open = kb_starts_any(s, openers);
	s = kb_str_trim(kb_str_sub(s, open, s.n));
	size_t word = kb_starts_any(s, words);
	s = kb_str_trim(kb_str_sub(s, word, s.n));
	size_t n = kb_page_scan(a, s, &page);
	s = kb_str_trim(kb_str_sub(s, n, s.n));
	for (size_t k; (k = kb_starts_any(s, tails)) > 0;) {
		s = kb_str_trim(kb_str_sub(s, k, s.n));
	}
	return n > 0 && s.n == 0 && (open || word);
}

static bool
photo_like(const struct making *m)
{
	static const char *const starts[] = { "图为", "圖為", "上图", "下图",   "左图",
		                              "右图", "近日", "日前", "连日来", NULL };
	static const char *const labels[] = { "图片新闻", "圖片新聞", "图片报道", "摄影报道",
		                              NULL };
	const struct kb_article *article = m->article;
	if (article->lead.n || !article->body.n || article->body.n > PHOTO_PARAGRAPHS ||
	    article->jump_to.p) {
		return false;
	}
	kb_str last = article->body.v[article->body.n - 1];
	bool told = kb_starts_any(article->body.v[0], starts) > 0 ||
	            kb_has_any(last, (const char *const[]){ "图为", "圖為", NULL }) ||
	            (article->label.n && kb_is_any(article->label, labels));
	return m->photo && (told || article->body.n == 1);
}

static void
set_kind(struct making *m)
{
	struct kb_article *article = m->article;
	if (!article->body.n && article->ncaptions) {
		photo_of_captions(m);
	} else if (!article->body.n || pointer(m->page->a, &article->body)) {
		article->kind = KB_KIND_NOTICE;
	} else if (photo_like(m)) {
		article->kind = KB_KIND_PHOTO;
	} else if (!article->lead.n && !article->credits.n && kb_notice_like(article->headline)) {
		article->kind = KB_KIND_NOTICE;
	}
}

/* 今日谈, 记者手记: the column, which some systems put where the kicker goes. */
static bool
column_like(kb_str kicker)
{
	static const char *const ends[] = { "谈",   "论",   "评",   "论坛", "杂谈", "手记", "札记",
		                            "随笔", "笔记", "茶座", "夜话", "絮语", "漫笔", "短评",
		                            "时评", "快评", "锐评", "连线", "专栏", NULL };
	return kb_label_like(kicker) ||
	       (kb_field_chars(kicker) <= 5 && kb_ends_any(kicker, ends) > 0);
}

static void
set_titles(struct making *m)
{
	const struct kb_piece *piece = m->piece;
	struct kb_article *article = m->article;
	article->label = piece->label;
	article->kicker = piece->kicker;
	article->headline = piece->headline;
	article->deck = piece->deck;
	if (!article->label.n && article->kicker.n && article->headline.n &&
	    column_like(article->kicker)) {
		article->label = article->kicker;
		article->kicker = KB_STR_NULL;
	}
}

static void
add_doubts(struct making *m)
{
	struct kb_article *article = m->article;
	if (article->kind != KB_KIND_NEWS) {
		return;
	}
	if (!article->credits.n) {
		kb_doubt(m->page->a, &article->doubts, N_("no byline found"));
	}
	if (!article->headline.n) {
		kb_doubt(m->page->a, &article->doubts, N_("no headline found"));
	}
	if (!article->jump_to.p && kb_text_open(article->body.v[article->body.n - 1])) {
		kb_doubt(m->page->a, &article->doubts, N_("ends in the middle of a sentence"));
	}
}

void
kb_piece_article(struct kb_page *page, const struct kb_piece *piece, struct kb_article *article)
{
	struct making m = { .page = page, .piece = piece, .article = article, .to = piece->body.n };
	*article = (struct kb_article){ .page = piece->page, .kind = KB_KIND_NEWS };
	set_titles(&m);
	if (!pointer(page->a, &piece->body)) {
		take_head(&m);
		take_tail(&m);
	}
	set_body(&m);
	set_credits(&m);
	set_captions(&m);
	set_photographers(&m);
	set_kind(&m);
	add_doubts(&m);
}
