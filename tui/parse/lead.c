/*
 * What stands before and behind the sentences of a story: 本报讯 with its
 * byline, the agency's dateline, credits in brackets at the end, end signs.
 */
#include "kanbao/date.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* A byline in brackets is no longer than this. */
#define BYLINE_BYTES 360
#define TAIL_BYTES 80
/* ／金城 */
#define PLACE_CHARS 9

static const char *const fixed_leads[] = {
	"本报讯",     "本報訊",   "本刊讯",     "本网讯",   "本台讯",   "本报综合消息", "综合消息",
	"本报综合讯", "本报消息", "据新华社讯", "新华社讯", "本报特讯", "本报电讯",     NULL
};
static const char *const lead_heads[] = { "新华社",   "新華社",     "新华网",   "中新社",
	                                  "中新网",   "中国新闻网", "人民日报", "央视",
	                                  "据新华社", "据中新社",   "本报",     "本報",
	                                  "本台",     "浙江日报",   "中国日报", NULL };

/* 电 or 讯 closes a dateline; between the head and it stand a place and a day. */
static size_t
dateline(kb_str s, size_t head)
{
	bool day = false;
	size_t chars = 0;
	for (size_t off = head; off < s.n && chars < 20; chars++) {
		kb_str here = kb_str_sub(s, off, s.n);
		struct kb_ymd md;
		size_t n = kb_date_scan_md(here, &md);
		kb_day full;
		n = n ? n : kb_date_scan(here, &full);
		if (n) {
			day = true;
			off += n;
			continue;
		}
		uint32_t cp = kb_utf8_next(s, &off);
		if (cp == 0x7535 || cp == 0x96FB || cp == 0x8BAF ||
		    cp == 0x8A0A) { /* 电 電 讯 訊 */
			/* 本报记者从区电力局 is none: a bracket, a blank or a day tells */
			uint32_t next;
			kb_first_cp(kb_str_sub(s, off, s.n), &next);
			return day || next == 0 || next == '(' || next == 0xFF08 ||
			                       kb_cp_blank(next)
			               ? off
			               : 0;
		}
		if (cp == 0x6D88 &&
		    kb_str_starts(kb_str_sub(s, off, s.n), KB_STR("息"))) { /* 消息 */
			return day ? off + sizeof("息") - 1 : 0;
		}
		if (!kb_cp_han(cp) && !kb_cp_blank(cp) && !(cp >= '0' && cp <= '9')) {
			return 0;
		}
	}
	return 0;
}

static size_t
plain_lead(kb_str s)
{
	size_t n = kb_starts_any(s, fixed_leads);
	if (n) {
		return n;
	}
	size_t head = kb_starts_any(s, lead_heads);
	return head ? dateline(s, head) : 0;
}

size_t
kb_lead_scan(kb_str s)
{
	static const char *const openers[] = { "【", "［", "[", "〔", NULL };
	static const char *const closers[] = { "】", "］", "]", "〕", NULL };
	size_t open = kb_starts_any(s, openers);
	size_t n = plain_lead(kb_str_sub(s, open, s.n));
	size_t close = open && n ? kb_starts_any(kb_str_sub(s, open + n, s.n), closers) : 0;
	return open ? (close ? open + n + close : 0) : n;
}

/* Bytes of the brackets that s begins with, 0 where it doesn't; *inner. */
static size_t
brackets(kb_str s, kb_str *inner)
{
	uint32_t cp;
	size_t from = kb_first_cp(s, &cp);
	if (cp != '(' && cp != 0xFF08 && cp != 0x3010) {
		return 0;
	}
	for (size_t off = from; off < s.n && off < BYLINE_BYTES;) {
		size_t at = off;
		cp = kb_utf8_next(s, &off);
		if (cp == ')' || cp == 0xFF09 || cp == 0x3011) {
			*inner = kb_str_sub(s, from, at);
			return off;
		}
	}
	return 0;
}

static void
drop(struct kb_page *page, kb_str s)
{
	if (s.n) {
		kb_strs_add(page->a, &page->issue->dropped, s);
	}
}

/* 记者方心怡报道 without brackets, up to 报道, a comma or a stop. */
static size_t
plain_byline(struct kb_page *page, kb_str s, struct kb_credits *out)
{
	static const char *const ends[] = { "报道：", "报道:", "報道：", "报道", "報道", NULL };
	static const char *const starts[] = { "记者",     "記者",     "本报记者",   "通讯员",
		                              "見習記者", "见习记者", "全媒体记者", NULL };
	if (!kb_starts_any(s, starts)) {
		return 0;
	}
	for (size_t off = 0; off < s.n && off < BYLINE_BYTES / 3;) {
		kb_str here = kb_str_sub(s, off, s.n);
		size_t n = kb_starts_any(here, ends);
		kb_str rest = KB_STR_NULL;
		if (n && kb_credits_read(page->a, kb_str_sub(s, 0, off), false, out, &rest)) {
			drop(page, rest);
			drop(page, kb_str_sub(here, 0, n));
			return off + n;
		}
		uint32_t cp = kb_utf8_next(s, &off);
		if (n || kb_cp_stop(cp) || cp == 0xFF0C) {
			return 0;
		}
	}
	return 0;
}

/* Where the last slash of s begins; SIZE_MAX. */
static size_t
last_slash(kb_str s)
{
	for (size_t off = s.n; off > 0;) {
		uint32_t cp = kb_utf8_prev(s, &off);
		if (cp == '/' || cp == 0xFF0F) {
			return off;
		}
	}
	return SIZE_MAX;
}

/* 【記者陳美惠／金城報導】, the Taiwanese form; bytes used, or 0. The place is dropped. */
static size_t
place_byline(struct kb_page *page, kb_str s, struct kb_credits *out)
{
	static const char *const openers[] = { "【", "〔", "［", "[", "（", "(", NULL };
	static const char *const closers[] = { "】", "〕", "］", "]", "）", ")", NULL };
	static const char *const ends[] = { "報導", "报导", "報道", "报道", NULL };
	size_t open = kb_starts_any(s, openers);
	size_t end = open;
	size_t close = 0;
	while (end < s.n && end < BYLINE_BYTES / 3 && !close) {
		close = kb_starts_any(kb_str_sub(s, end, s.n), closers);
		if (!close) {
			(void)kb_utf8_next(s, &end);
		}
	}
	bool whole = !open && s.n < BYLINE_BYTES / 3; /* on a line of its own */
	kb_str inner = kb_str_sub(s, open, whole ? s.n : end);
	size_t told = kb_ends_any(inner, ends);
	size_t at = told ? last_slash(inner) : SIZE_MAX;
	kb_str rest = KB_STR_NULL;
	if ((!close && !whole) || (close && !open) || at == SIZE_MAX) {
		return 0;
	}
	kb_str place = kb_str_sub(inner, at, inner.n - told);
	struct kb_credits found = { 0 };
	if (kb_field_chars(place) > PLACE_CHARS ||
	    !kb_credits_read(page->a, kb_str_sub(inner, 0, at), open > 0, &found, &rest)) {
		return 0;
	}
	for (size_t i = 0; i < found.n; i++) {
		if (!found.v[i].role.n && !kb_name_like(found.v[i].name)) {
			return 0;
		}
	}
	*out = found;
	drop(page, rest);
	drop(page, kb_arena_printf(page->a, "%.*s%.*s%.*s", (int)open, s.p,
	                           KB_ARG(kb_str_sub(inner, at, inner.n)), (int)close, s.p + end));
	return whole ? s.n : end + close;
}

/* 本报讯（记者 方心怡） at the head. */
static void
take_lead(struct kb_page *page, struct kb_block *block)
{
	kb_str s = block->text;
	size_t n = kb_lead_scan(s);
	if (!n) {
		n = place_byline(page, s, &block->head);
		block->text = kb_str_trim(kb_str_sub(s, n, s.n));
		block->kind = n ? KB_BLOCK_LEAD : block->kind;
		return;
	}
	kb_str lead = kb_str_sub(s, 0, n);
	kb_str after = kb_str_trim(kb_str_sub(s, n, s.n));
	kb_str inner;
	kb_str rest = KB_STR_NULL;
	size_t used = brackets(after, &inner);
	if (used && !kb_credits_read(page->a, inner, true, &block->head, &rest)) {
		used = 0;
	}
	drop(page, rest);
	if (!used) {
		used = plain_byline(page, after, &block->head);
	}
	block->lead = kb_field_dup(page->a, lead);
	block->text = kb_str_trim(kb_str_sub(after, used, after.n));
	block->kind = KB_BLOCK_LEAD;
}

/* Where the last bracketed piece begins, if it ends the text; SIZE_MAX. */
static size_t
tail_bracket(kb_str s)
{
	size_t closers = 0;
	for (size_t off = s.n; off > 0 && s.n - off < BYLINE_BYTES;) {
		uint32_t cp = kb_utf8_prev(s, &off);
		closers += cp == ')' || cp == 0xFF09 || cp == 0x3011;
		if (closers != 1) {
			return SIZE_MAX; /* no bracket ends the text, or one inside another */
		}
		if (cp == '(' || cp == 0xFF08 || cp == 0x3010) {
			return off;
		}
	}
	return SIZE_MAX;
}

/* （新华社北京7月22日电 记者 …） or （记者 …） at the end. */
static bool
tail_read(struct kb_page *page, struct kb_block *block, kb_str inner)
{
	kb_str rest = KB_STR_NULL;
	size_t n = kb_lead_scan(inner);
	kb_str after = kb_str_trim(kb_str_sub(inner, n, inner.n));
	if (n && !after.n) {
		block->closes = true; /* （本报阿克苏9月8日电）: text, and the last (R13) */
		return false;
	}
	if (!kb_credits_read(page->a, after, false, &block->tail, &rest)) {
		return false;
	}
	if (n) {
		block->lead = kb_field_dup(page->a, kb_str_sub(inner, 0, n));
	}
	drop(page, rest);
	return true;
}

/* Marks before a byline on a line of its own. */
static size_t
byline_sign(kb_str s)
{
	static const char *const signs[] = { "□", "■", "◎", "●", "○", "◆", "◇", "▲",
		                             "△", "▇", "▪", "▌", "★", "☆", NULL };
	size_t n = kb_starts_any(s, signs);
	return n;
}

static const char *const spacers[] = { " ", "/", "／", "：", ":", "、", NULL };

/* Outside brackets only what looks like a person's name: 通讯员培训班开班 is none. */
static bool
all_names(const struct kb_credits *credits, bool spaced)
{
	for (size_t i = 0; i < credits->n; i++) {
		kb_str name = credits->v[i].name;
		/* glued to its role a name must begin as names do */
		if (spaced ? !kb_name_may(name) : !kb_name_like(name)) {
			return false;
		}
	}
	return true;
}

/* A block of nothing but credits. */
static bool
whole_byline(struct kb_page *page, struct kb_block *block)
{
	kb_str s = block->text;
	size_t sign = byline_sign(s);
	kb_str body = kb_str_trim(kb_str_sub(s, sign, s.n));
	kb_str inner;
	size_t n = brackets(body, &inner);
	bool bracketed = n > 0 && n == body.n;
	static const char *const marks[] = { "，", "。", "？", "！", NULL };
	if (s.n > BYLINE_BYTES || kb_field_chars(s) > 60 || kb_salutation_like(s) ||
	    kb_ends_any(s, marks)) {
		return false;
	}
	kb_str rest = KB_STR_NULL;
	struct kb_credits found = { 0 };
	size_t lead = bracketed ? kb_lead_scan(inner) : 0;
	kb_str names = bracketed ? kb_str_trim(kb_str_sub(inner, lead, inner.n)) : body;
	if ((names.n || !lead) && !kb_credits_read(page->a, names, sign > 0, &found, &rest)) {
		return false;
	}
	bool spaced = kb_has_any(body, spacers);
	if (!bracketed && !sign && !all_names(&found, spaced)) {
		return false;
	}
	block->tail = found;
	if (lead) {
		block->lead = kb_field_dup(page->a, kb_str_sub(inner, 0, lead));
	}
	drop(page, kb_str_sub(s, 0, sign));
	drop(page, rest);
	block->kind = kb_credits_photo(&block->tail) ? KB_BLOCK_PHOTO : KB_BLOCK_BYLINE;
	block->closes = bracketed;
	block->text = kb_str_sub(s, 0, 0);
	return true;
}

/* …检修索道。 本报记者 白露 摄 */
static void
bare_tail(struct kb_page *page, struct kb_block *block)
{
	size_t end = block->text.n;
	for (size_t off = end; off > 0 && end - off < TAIL_BYTES;) {
		size_t at = off;
		if (kb_utf8_prev(block->text, &off) != 0x3002) { /* 。 */
			continue;
		}
		kb_str rest = KB_STR_NULL;
		kb_str tail = kb_str_sub(block->text, at, end);
		struct kb_credits found = { 0 };
		if (tail.n && kb_credits_read(page->a, tail, false, &found, &rest) &&
		    all_names(&found, kb_has_any(kb_str_trim(tail), spacers))) {
			drop(page, rest);
			block->tail = found;
			block->text = kb_str_sub(block->text, 0, at);
			block->photo = kb_credits_photo(&found);
			block->closes = !block->photo;
		}
		return;
	}
}

void
kb_block_credits(struct kb_page *page, struct kb_block *block)
{
	kb_str sign;
	if (block->text.n && byline_sign(block->text) == block->text.n) {
		/* ■ alone: the story ends */
		drop(page, block->text);
		block->text = kb_str_sub(block->text, 0, 0);
		block->kind = KB_BLOCK_BYLINE;
		block->closes = true;
		return;
	}
	if (kb_cut_end_sign(&block->text, &sign)) {
		drop(page, sign);
		block->closes = true;
	}
	if (whole_byline(page, block)) {
		return;
	}
	take_lead(page, block);
	size_t at = tail_bracket(block->text);
	if (at == SIZE_MAX || at == 0) {
		bare_tail(page, block);
		return;
	}
	kb_str inner = KB_STR_NULL;
	(void)brackets(kb_str_sub(block->text, at, block->text.n), &inner);
	if (inner.n && tail_read(page, block, inner)) {
		block->text = kb_str_trim(kb_str_sub(block->text, 0, at));
		block->photo = kb_credits_photo(&block->tail);
		block->closes = !block->photo;
	}
}
