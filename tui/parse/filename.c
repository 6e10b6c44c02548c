/* NAME-YYYY-MM-DD[-PP].ext: paper, date and page as the file's name gives them. */
#include <string.h>

#include "kanbao/date.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* The last part of a path without its extension. */
static kb_str
stem(const char *name)
{
	const char *base = strrchr(name, '/');
	kb_str s = kb_str_of(base ? base + 1 : name);
	for (size_t i = s.n; i > 1; i--) {
		if (s.p[i - 1] == '.' && s.n - i <= 5) {
			return kb_str_sub(s, 0, i - 1);
		}
	}
	return s;
}

/* A day with its parts divided by -: 2022-04-13; bytes, or 0. */
static size_t
iso_day(kb_str s, kb_day *day)
{
	if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-') {
		return 0;
	}
	size_t n = kb_date_scan(kb_str_sub(s, 0, 10), day);
	bool ends = s.n == 10 || s.p[10] < '0' || s.p[10] > '9';
	return n == 10 && ends ? n : 0;
}

void
kb_filename_read(struct kb_arena *a, const char *name, struct kb_name_facts *out)
{
	*out = (struct kb_name_facts){ .day = KB_DAY_NONE };
	if (!name || strcmp(name, "-") == 0) {
		return;
	}
	struct kb_buf clean = { 0 };
	kb_text_oneline(stem(name), &clean);
	kb_str s = kb_field_dup(a, kb_buf_str(&clean));
	kb_buf_release(&clean);
	for (size_t i = 0; i + 10 <= s.n; i++) {
		size_t n = i == 0 || s.p[i - 1] == '-' || s.p[i - 1] == '_' || s.p[i - 1] == ' '
		                   ? iso_day(kb_str_sub(s, i, s.n), &out->day)
		                   : 0;
		if (!n) {
			continue;
		}
		kb_str paper = kb_str_trim(kb_str_sub(s, 0, i ? i - 1 : 0));
		out->paper = paper.n ? paper : KB_STR_NULL;
		kb_str rest = kb_str_sub(s, i + n, s.n);
		kb_str page;
		size_t used = rest.n > 1 && rest.p[0] == '-'
		                      ? kb_page_scan(a, kb_str_sub(rest, 1, rest.n), &page)
		                      : 0;
		if (used && used + 1 == rest.n) {
			out->page = page;
		}
		return;
	}
}
