/*
 * Facts of a masthead line (R10, R11): date, number, lunar date, weekday,
 * pages, page mark, imprint. A line counts only where it is facts throughout.
 */
#include "kanbao/date.h"
#include "kanbao/text.h"
#include "parse_int.h"

/* A masthead line is short; an imprint may be longer. */
#define FACT_CHARS 60
#define IMPRINT_CHARS 70

static bool
separator(uint32_t cp)
{
	return kb_cp_blank(cp) || cp == '|' || cp == 0xFF5C || cp == 0xB7 || cp == 0xFF0C ||
	       cp == ',' || cp == '/' || cp == 0xFF08 || cp == 0xFF09 || cp == '(' || cp == ')' ||
	       cp == 0x3001 || cp == 0x2022 || cp == 0x25CF || cp == 0x25A0 || cp == ';' ||
	       cp == 0xFF1B || cp == '*';
}

static kb_str
skip_separators(kb_str s)
{
	uint32_t cp;
	for (size_t n; (n = kb_first_cp(s, &cp)) > 0 && separator(cp);) {
		s = kb_str_sub(s, n, s.n);
	}
	return s;
}

/* A word, a number, a word, with blanks between; bytes used, or 0. */
static size_t
counted(kb_str s, const char *const *before, const char *const *after, long *number)
{
	size_t n = kb_starts_any(s, before);
	if (!n) {
		return 0;
	}
	kb_str rest = kb_str_trim(kb_str_sub(s, n, s.n));
	rest = kb_str_trim(kb_str_sub(
		rest, kb_starts_any(rest, (const char *const[]){ ":", "：", ".", NULL }), rest.n));
	n = kb_number_scan(rest, number);
	if (!n) {
		return 0;
	}
	rest = kb_str_trim(kb_str_sub(rest, n, rest.n));
	n = kb_starts_any(rest, after);
	return n || !after[0] ? (size_t)(rest.p + n - s.p) : 0;
}

static size_t
number_fact(kb_str s, struct kb_facts *f)
{
	static const char *const total[] = { "总第", "總第", "累计第", "（总第", "总", NULL };
	static const char *const plain[] = { "第", "出版第", NULL };
	static const char *const units[] = { "期", "号", "號", NULL };
	static const char *const latin[] = { "NO", "No", "no", "№", "VOL", "Vol", NULL };
	static const char *const none[] = { NULL };
	long number;
	size_t n = counted(s, total, units, &number);
	if (n) {
		if (!f->number) {
			f->number = number;
			f->total = true;
		}
		return n;
	}
	n = counted(s, plain, units, &number);
	n = n ? n : counted(s, latin, none, &number);
	if (n && (!f->number || f->total)) {
		f->number = number;
		f->total = false;
	}
	return n;
}

static size_t
weekday_fact(kb_str s, struct kb_facts *f)
{
	static const char *const words[] = { "星期", "礼拜", "禮拜", "周", "週", NULL };
	static const char *const days[] = { "一", "二", "三", "四", "五", "六", "日", "天", NULL };
	size_t n = kb_starts_any(s, words);
	size_t day = n ? kb_starts_any(kb_str_sub(s, n, s.n), days) : 0;
	if (!day) {
		return 0;
	}
	f->weekday = kb_str_sub(s, 0, n + day);
	return n + day;
}

static size_t
lunar_fact(kb_str s, struct kb_facts *f)
{
	struct kb_lunar_print read;
	size_t n = kb_lunar_scan(s, &read);
	if (!n || (!read.named && read.stem < 0)) {
		return 0;
	}
	f->lunar = kb_str_sub(s, read.text, n);
	return n;
}

/* 今日四版, 本期共8版 */
static size_t
pages_fact(kb_str s, struct kb_facts *f)
{
	static const char *const before[] = { "今日共", "今日", "本期共", "本期", "本报今日",
		                              "今天",   "共",   "全共",   NULL };
	static const char *const after[] = { "个版", "個版", "版", NULL };
	long number;
	size_t n = counted(s, before, after, &number);
	if (n && number >= 1 && number < 1000) {
		f->pages = (int)number;
		return n;
	}
	return 0;
}

static size_t
term_fact(kb_str s, struct kb_facts *f)
{
	static const char *const days[] = { "今日", "明日", "昨日", "今天", "明天", NULL };
	static const char *const terms[] = { "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏",
		                             "小满", "芒种", "夏至", "小暑", "大暑", "立秋", "处暑",
		                             "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪",
		                             "冬至", "小寒", "大寒", NULL };
	size_t n = kb_starts_any(s, days);
	size_t m = kb_starts_any(kb_str_sub(s, n, s.n), terms);
	(void)f;
	return m ? n + m : 0;
}

static size_t
date_fact(kb_str s, struct kb_facts *f)
{
	kb_day day;
	size_t n = kb_date_scan(s, &day);
	if (n && f->day == KB_DAY_NONE) {
		f->day = day;
	}
	return n;
}

/* 4月8日, beside weekday or lunar date. */
static size_t
month_day_fact(kb_str s, struct kb_facts *f)
{
	struct kb_ymd md;
	size_t n = kb_date_scan_md(s, &md);
	bool day = n && kb_ends_any(kb_str_sub(s, 0, n), (const char *const[]){ "日", NULL }) > 0;
	if (!day) {
		return 0;
	}
	f->month_day = md;
	return n;
}

static const char *const imprint_words[] = { "主办",
	                                     "编印",
	                                     "主编",
	                                     "总编",
	                                     "責編",
	                                     "编审",
	                                     "总编辑",
	                                     "责编",
	                                     "责任编辑",
	                                     "責任編輯",
	                                     "值班",
	                                     "版式",
	                                     "校对",
	                                     "值班总编",
	                                     "美编",
	                                     "审读",
	                                     "热线",
	                                     "采编热线",
	                                     "新闻热线",
	                                     "印数",
	                                     "本期责任编辑",
	                                     "电话",
	                                     "邮箱",
	                                     "网址",
	                                     "刊号",
	                                     "邮发代号",
	                                     "印刷",
	                                     "统一刊号",
	                                     "发行",
	                                     "地址",
	                                     "邮编",
	                                     "定价",
	                                     "零售",
	                                     "零售价",
	                                     "每份",
	                                     "准印证",
	                                     "社址",
	                                     "编辑部",
	                                     "投稿",
	                                     "国内统一",
	                                     "国内刊号",
	                                     "国内统一刊号",
	                                     "CN",
	                                     "E-mail",
	                                     "Email",
	                                     "http://",
	                                     "https://",
	                                     "www.",
	                                     "国内统一连续出版物号",
	                                     "QQ",
	                                     "微信公众号",
	                                     "官方微信",
	                                     "编辑",
	                                     "编委",
	                                     "出版单位",
	                                     "传真",
	                                     "承印",
	                                     "广告热线",
	                                     "发行热线",
	                                     "值班编委",
	                                     "本版编辑",
	                                     "本版责编",
	                                     "投稿邮箱",
	                                     "本期责编",
	                                     "组版",
	                                     "排版",
	                                     "责校",
	                                     "一审",
	                                     "二审",
	                                     "读者热线",
	                                     "三审",
	                                     "订阅",
	                                     "编号",
	                                     "主管",
	                                     "版面",
	                                     "出版",
	                                     "网站",
	                                     NULL };
static const char *const colons[] = { "：", ":", "/", NULL };

/* 责任编辑：单青, up to the next blank. */
static size_t
imprint_fact(kb_str s, struct kb_facts *f)
{
	size_t n = kb_starts_any(s, imprint_words);
	size_t colon = n ? kb_starts_any(kb_str_sub(s, n, s.n), colons) : 0;
	size_t end = n + colon;
	while (end < s.n && s.p[end] == ' ') {
		end++;
	}
	size_t from = end;
	while (end < s.n && s.p[end] != ' ') {
		end++;
	}
	kb_str value = kb_str_sub(s, from, end);
	if (!colon || from == end || kb_field_chars(value) > 24 || !kb_text_open(value) ||
	    kb_has_any(value, (const char *const[]){ "，", "。", NULL })) {
		return 0;
	}
	f->imprint = true;
	return end;
}

/* 第2版：综合新闻 is up to the next blank. */
static size_t
page_fact(struct kb_arena *a, kb_str s, struct kb_facts *f)
{
	kb_str found;
	size_t n = kb_page_scan(a, s, &found);
	kb_str rest = kb_str_trim(kb_str_sub(s, n, s.n));
	size_t m = n ? kb_starts_any(rest, (const char *const[]){ "版", NULL }) : 0;
	if (!m) {
		return 0;
	}
	rest = skip_separators(kb_str_sub(rest, m, rest.n));
	size_t colon = kb_starts_any(rest, (const char *const[]){ ":", "：", "·", "—", NULL });
	rest = skip_separators(kb_str_sub(rest, colon, rest.n));
	kb_str name = rest;
	kb_str after = rest;
	(void)kb_str_split(&after, ' ', &name);
	struct kb_facts other = { .day = KB_DAY_NONE };
	if (date_fact(name, &other) || weekday_fact(name, &other) || imprint_fact(name, &other)) {
		name.n = 0; /* no name, but the next fact */
	}
	if (kb_field_chars(name) > 8 || (name.n && !kb_text_open(name))) {
		return 0;
	}
	f->page = found;
	f->page_name = name.n ? name : KB_STR_NULL;
	return (size_t)(rest.p + name.n - s.p);
}

static const char *const sections[] = {
	"要闻", "综合",     "综合新闻", "本地", "本地新闻", "民生",     "社会", "社会新闻",
	"副刊", "文化",     "文艺",     "教育", "健康",     "经济",     "时政", "政务",
	"法治", "国内",     "国际",     "体育", "国内新闻", "国际新闻", "财经", "广告",
	"专版", "专题",     "特刊",     "头版", "乡镇",     "生活",     "旅游", "科技",
	"理论", "时政要闻", "评论",     "视点", "深度",     "人物",     "关注", "热点",
	"要聞", "綜合",     "綜合新聞", "廣告", "副刊天地", "文学副刊", "时事", NULL
};

/* 要闻 1, A2 综合新闻: section and page, which end the line. */
static size_t
section_fact(struct kb_arena *a, kb_str s, struct kb_facts *f)
{
	kb_str page;
	kb_str first = s;
	kb_str second = s;
	(void)kb_str_split(&second, ' ', &first);
	second = kb_str_trim(second);
	bool before = kb_is_any(first, sections);
	kb_str name = before ? first : second;
	kb_str number = before ? second : first;
	if (!second.n || !kb_is_any(name, sections) || kb_page_scan(a, number, &page) != number.n ||
	    kb_starts_any(number, (const char *const[]){ "第", NULL })) {
		return 0;
	}
	f->page = page;
	f->page_name = name;
	return s.n;
}

/* What is left of the line is an imprint. */
static bool
imprint(kb_str s)
{
	static const char *const ends[] = { "主办", "编印", "主管",         "承办",     "出版",
		                            "承印", "协办", "编辑出版",     "内部资料", "主管主办",
		                            "承制", "监制", "内部资料准印", NULL };
	size_t chars = kb_field_chars(s);
	if (chars > IMPRINT_CHARS || kb_has_any(s, (const char *const[]){ "。", "，", NULL })) {
		return false;
	}
	size_t n = kb_starts_any(s, imprint_words);
	if (n && chars <= 30) {
		kb_str rest = kb_str_sub(s, n, s.n);
		uint32_t cp;
		kb_first_cp(rest, &cp);
		bool colon =
			kb_has_any(kb_str_sub(rest, 0, 40), colons) && !kb_ends_any(rest, colons);
		return colon || cp == ' ' || (cp >= '0' && cp <= '9') || cp == '(' ||
		       cp == 0xFF08 || !rest.n || (unsigned char)s.p[0] < 0x80;
	}
	return kb_ends_any(s, ends) > 0 && chars <= 40;
}

bool
kb_facts_read(struct kb_arena *a, kb_str line, struct kb_facts *out)
{
	static size_t (*const facts[])(kb_str, struct kb_facts *) = {
		date_fact,   lunar_fact, month_day_fact, weekday_fact,
		number_fact, pages_fact, term_fact,      imprint_fact,
	};
	*out = (struct kb_facts){ .day = KB_DAY_NONE };
	if (line.n > (size_t)IMPRINT_CHARS * 4) {
		return false;
	}
	kb_str s = skip_separators(line);
	while (s.n) {
		size_t n = 0;
		for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]) && !n; i++) {
			n = facts[i](s, out);
		}
		n = n ? n : page_fact(a, s, out);
		n = n ? n : section_fact(a, s, out);
		if (!n) {
			break;
		}
		out->count++;
		s = skip_separators(kb_str_sub(s, n, s.n));
	}
	if (s.n && imprint(s)) {
		out->imprint = true;
		out->count++;
		s.n = 0;
	}
	/* a day of the month alone is no masthead's */
	bool dated = out->month_day.month && !out->weekday.p && !out->lunar.p;
	return s.n == 0 && out->count > 0 && !(dated && out->day == KB_DAY_NONE);
}
