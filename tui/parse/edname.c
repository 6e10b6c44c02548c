/* What the names of a digital edition say: page marks, days in paths, papers. */
#include <string.h>

#include "digital_int.h"

#define PAGE_NAME_CHARS 16

static bool
digits(kb_str s, size_t at, size_t n)
{
	for (size_t i = at; i < at + n; i++) {
		if (i >= s.n || s.p[i] < '0' || s.p[i] > '9') {
			return false;
		}
	}
	return true;
}

static int
number(kb_str s, size_t at, size_t n)
{
	int value = 0;
	for (size_t i = at; i < at + n; i++) {
		value = value * 10 + (s.p[i] - '0');
	}
	return value;
}

/* d is a digit, - a hyphen or nothing special; / a slash or the system's twin. */
static kb_day
shaped(kb_str s, const char *shape)
{
	size_t from = 0;
	int part[3] = { 0 };
	for (size_t i = 0; i < 3; i++) {
		size_t n = i ? 2 : 4;
		if (!digits(s, from, n)) {
			return KB_DAY_NONE;
		}
		part[i] = number(s, from, n);
		from += n;
		char want = i < 2 ? shape[i] : '\0';
		if (want && want != '.' && (from >= s.n || s.p[from] != want)) {
			return KB_DAY_NONE;
		}
		from += want && want != '.';
	}
	if (digits(s, from, 1)) {
		return KB_DAY_NONE;
	}
	return kb_day_of((struct kb_ymd){ part[0], part[1], part[2] });
}

kb_day
kb_path_day(kb_str path)
{
	/* what divides year, month and day; a dot is nothing */
	static const char *const shapes[] = { "-/", "./", "//", "--", "..", "__" };
	for (size_t k = 0; k < sizeof(shapes) / sizeof(shapes[0]); k++) {
		for (size_t i = 0; i + 8 <= path.n; i++) {
			bool start = i == 0 || !digits(path, i - 1, 1);
			kb_day day = start && (path.p[i] == '1' || path.p[i] == '2')
			                     ? shaped(kb_str_sub(path, i, path.n), shapes[k])
			                     : KB_DAY_NONE;
			if (day != KB_DAY_NONE) {
				return day;
			}
		}
	}
	return KB_DAY_NONE;
}

kb_str
kb_file_stem(kb_str path)
{
	size_t from = path.n;
	while (from > 0 && path.p[from - 1] != '/' && path.p[from - 1] != '\\') {
		from--;
	}
	kb_str base = kb_str_sub(path, from, path.n);
	size_t dot = kb_str_find(base, KB_STR(".htm"));
	for (size_t i = base.n; dot == SIZE_MAX && i > 0; i--) {
		if (base.p[i - 1] == '.') {
			dot = i - 1;
		}
	}
	return kb_str_sub(base, 0, dot);
}

size_t
kb_page_label(struct kb_arena *a, kb_str s, kb_str *page, kb_str *name)
{
	static const char *const marks[] = { "：", ":", "·",  "—", "-", "|",
		                             "｜", "/", "（", "(", NULL };
	kb_str found;
	size_t n = kb_page_scan(a, s, &found);
	kb_str rest = kb_str_trim(kb_str_sub(s, n, s.n));
	size_t word = n ? kb_starts_any(rest, (const char *const[]){ "版", NULL }) : 0;
	bool mark = n && kb_starts_any(rest, (const char *const[]){ "：", ":", NULL }) > 0;
	/* without 版 a number is a page only as 第… or A1 */
	bool sure = word ||
	            (mark && (kb_str_starts(s, KB_STR("第")) || (s.p[0] >= 'A' && s.p[0] <= 'Z')));
	if (!sure) {
		return 0;
	}
	rest = kb_str_trim(kb_str_sub(rest, word, rest.n));
	size_t used = (size_t)(rest.p - s.p);
	for (size_t k; (k = kb_starts_any(rest, marks)) > 0;) {
		rest = kb_str_trim(kb_str_sub(rest, k, rest.n));
	}
	if (kb_starts_any(rest, (const char *const[]){ "面", "权", NULL })) {
		return 0; /* 版面, 版权 */
	}
	rest = kb_str_sub(rest, 0,
	                  rest.n - kb_ends_any(rest, (const char *const[]){ "）", ")", NULL }));
	*page = found;
	*name = rest.n && kb_field_chars(rest) <= PAGE_NAME_CHARS ? kb_field_dup(a, rest)
	                                                          : KB_STR_NULL;
	return used;
}

/* The piece without 数字报 and the like; *sure where it had one. */
static kb_str
cut_edition(kb_str s, bool *sure)
{
	static const char *const words[] = {
		"多媒体数字报刊", "多媒体数字报", "数字报纸", "数字报刊", "数字报刊平台", "数字报",
		"电子版",         "电子报",       "電子報",   "數位報",   "手机报",       "数字版",
		"网络版",         "多媒体",       "官网",     NULL
	};
	*sure = false;
	for (size_t n; (n = kb_ends_any(s, words)) > 0;) {
		s = kb_str_trim(kb_str_sub(s, 0, s.n - n));
		*sure = true;
	}
	return s;
}

/* Bytes of a separator that s begins with, or 0. */
static size_t
divider(kb_str s)
{
	static const char *const marks[] = { "-", "－", "_",  "|",  "｜", "—",  "–",
		                             "·", ":",  "：", "《", "》", "(",  "（",
		                             ")", "）", " ",  "　", ",",  "，", NULL };
	return kb_starts_any(s, marks);
}

static bool
paper_like(kb_str s)
{
	static const char *const ends[] = { "日报",   "晚报", "时报", "早报", "晨报",
		                            "周报",   "商报", "导报", "新报", "快报",
		                            "都市报", "日報", "晚報", "時報", "周刊",
		                            "旬报",   "报",   "報",   NULL };
	static const char *const no_ends[] = { "汇报", "申报", "预报", "通报", "举报",
		                               "填报", "海报", "简报", "公报", "警报",
		                               "捷报", "情报", "上报", NULL };
	size_t chars = kb_field_chars(s);
	return chars >= 2 && chars <= 12 && kb_ends_any(s, ends) && !kb_ends_any(s, no_ends);
}

kb_str
kb_paper_of_title(struct kb_arena *a, kb_str title)
{
	kb_str found = KB_STR_NULL;
	for (size_t off = 0; off < title.n;) {
		size_t from = off;
		while (off < title.n && !divider(kb_str_sub(title, off, title.n))) {
			(void)kb_utf8_next(title, &off);
		}
		bool sure;
		kb_str part = cut_edition(kb_str_trim(kb_str_sub(title, from, off)), &sure);
		if (part.n && (sure || paper_like(part)) && kb_field_chars(part) <= 12) {
			found = part;
			if (sure) {
				break;
			}
		}
		off += off < title.n ? divider(kb_str_sub(title, off, title.n)) : 0;
	}
	return found.n ? kb_field_dup(a, found) : KB_STR_NULL;
}
