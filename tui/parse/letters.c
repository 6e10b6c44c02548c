/*
 * Letters and notices (R9, R14): from the salutation to the signature and its
 * day all is text; and what an editor puts before or behind a story is too.
 */
#include "kanbao/date.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* Lines of a signature are short and few. */
#define SIGNATURE_CHARS 24
#define SIGNATURE_BLOCKS 6

bool
kb_salutation_like(kb_str s)
{
	static const char *const persons[] = { "同志",   "先生",   "女士",   "老师", "编辑", "记者",
		                               "您好",   "你好",   "朋友",   "读者", "领导", "阿姨",
		                               "编辑部", "同志们", "朋友们", "大姐", "师傅", NULL };
	static const char *const colons[] = { "：", ":", "！", NULL };
	size_t colon = kb_ends_any(s, colons);
	return colon && kb_field_chars(s) <= 16 &&
	       kb_ends_any(kb_str_sub(s, 0, s.n - colon), persons) > 0;
}

bool
kb_editor_like(kb_str s)
{
	static const char *const heads[] = { "编者按", "编后", "编者的话", "编前", "开栏的话",
		                             "开栏语", "按语", "编后语",   NULL };
	return kb_starts_any(s, heads) > 0;
}

bool
kb_contact_like(kb_str s)
{
	static const char *const words[] = { "邮箱",     "投稿邮箱", "联系电话", "电话",
		                             "地址",     "联系人",   "咨询电话", "报名电话",
		                             "来稿邮箱", "电子邮箱", "信箱",     "投稿信箱",
		                             "E-mail",   NULL };
	static const char *const colons[] = { "：", ":", NULL };
	size_t n = kb_starts_any(s, words);
	return n > 0 && kb_starts_any(kb_str_sub(s, n, s.n), colons) > 0;
}

static bool
date_line(kb_str s)
{
	struct kb_ymd md;
	kb_day day;
	size_t n = kb_date_scan(s, &day);
	n = n ? n : kb_date_scan_md(s, &md);
	return n > 0 && n == s.n;
}

static bool
greeting(kb_str s)
{
	static const char *const words[] = { "此致",       "敬礼",        "敬礼！",   "此致敬礼",
		                             "此致敬礼！", "此致 敬礼！", "祝好！",   "谨上",
		                             "顺颂",       "编安",        "特此公告", "特此声明",
		                             "特此公告！", "特此启事",    NULL };
	return kb_is_any(s, words);
}

static bool
office(kb_str s)
{
	static const char *const ends[] = {
		"公司",   "局",       "办公室",     "中心",   "合作社", "委员会", "支队", "大队",
		"总队",   "人民政府", "街道办事处", "编辑部", "医院",   "学校",   "小学", "中学",
		"银行",   "支行",     "协会",       "大学",   "党委",   "区委",   "县委", "市委",
		"管委会", "村委会",   "居委会",     "指挥部", "报社",   "组委会", NULL
	};
	return kb_ends_any(s, ends) > 0;
}

static bool
signer(kb_str s)
{
	static const char *const starts[] = { "读者", "市民", "一读者", "村民", "居民",
		                              "一位", "您的", "学生",   "家长", NULL };
	kb_str last = s;
	for (kb_str rest = s; rest.p;) {
		(void)kb_str_split(&rest, ' ', &last);
	}
	return office(s) || kb_starts_any(s, starts) > 0 || kb_name_like(last);
}

/* A headline has text behind it, a signature hasn't. */
static bool
alone(const struct kb_page *page, size_t i)
{
	enum kb_block_kind next = i + 1 < page->n ? page->blocks[i + 1].kind : KB_BLOCK_GONE;
	return next == KB_BLOCK_TITLE || next == KB_BLOCK_GONE;
}

size_t
kb_signature_end(const struct kb_page *page, size_t i, bool letter)
{
	size_t end = i;
	for (size_t k = i; k < page->n && k < i + SIGNATURE_BLOCKS; k++) {
		const struct kb_block *block = &page->blocks[k];
		bool kind = block->kind == KB_BLOCK_TITLE || block->kind == KB_BLOCK_BODY;
		if (!kind || block->level || block->cut || block->chars > SIGNATURE_CHARS) {
			break;
		}
		if (date_line(block->text)) {
			return k + 1;
		}
		bool dated = k + 1 < page->n && date_line(page->blocks[k + 1].text);
		bool sign = greeting(block->text) || dated ||
		            (letter ? signer(block->text) : office(block->text) && alone(page, k));
		if (!sign || (kb_notice_like(block->text) && !greeting(block->text))) {
			break;
		}
		end = k + 1;
	}
	return end;
}
