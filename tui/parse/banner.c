/* Labels, banners, notices (R9): told by their form, and by their words. */
#include "kanbao/text.h"
#include "parse_int.h"

#define LABEL_CHARS 8
#define SERIES_CHARS ((size_t)14)
/* How far into a story its banner's words are looked for. */
#define FIT_BYTES 1500

bool
kb_banner_like(kb_str title)
{
	static const char *const starts[] = { "深入学习贯彻", "学习贯彻", "深入贯彻", "贯彻落实",
		                              "深入学习",     "认真学习", "喜迎",     "聚焦",
		                              "走进",         "庆祝",     "热烈庆祝", "奋进新征程",
		                              "牢记嘱托",     "我们的",   "新时代 ",  NULL };
	static const char *const ends[] = { "精神",   "进行时", "在行动",   "系列报道", "大家谈",
		                            "巡礼",   "专栏",   "特别报道", "专题",     "进行中",
		                            "新征程", "看变化", "主题教育", "接力",     NULL };
	size_t chars = kb_field_chars(title);
	if (chars > 20 || chars < 4) {
		return false;
	}
	return (kb_starts_any(title, starts) && kb_ends_any(title, ends)) ||
	       (kb_ends_any(title, ends) && chars <= 14 &&
	        kb_str_find(title, KB_STR("召开")) == SIZE_MAX);
}

/* 共富路上·乡村蹲点记: a series and its part, no sentence. */
static bool
series(kb_str title)
{
	static const char *const marks[] = { " ", "，", "！", "？", "：", "“", "”", NULL };
	size_t dot = kb_str_find(title, KB_STR("·"));
	if (dot == SIZE_MAX || kb_field_chars(title) > SERIES_CHARS || kb_has_any(title, marks)) {
		return false;
	}
	/* “6·30”, 古丽·买买提: a day, a person */
	kb_str part = kb_str_sub(title, 0, dot);
	bool han = kb_cp_han(kb_utf8_next(part, &(size_t){ 0 }));
	return han && kb_field_chars(part) >= 3 && kb_field_chars(title) >= SERIES_CHARS / 2;
}

bool
kb_label_like(kb_str title)
{
	static const char *const labels[] = {
		"民生关注",   "读者来信", "小城故事",   "图片新闻",   "简讯",     "要闻",
		"短评",       "社论",     "评论",       "视点",       "聚焦",     "关注",
		"特写",       "现场",     "快讯",       "短讯",       "综合新闻", "今日关注",
		"本报评论",   "编者按",   "记者观察",   "新闻速递",   "基层动态", "百姓故事",
		"人物",       "身边好人", "乡村振兴",   "平安建设",   "法治在线", "健康",
		"教育",       "文化",     "副刊",       "诗歌",       "散文",     "随笔",
		"书法",       "摄影",     "新闻集装箱", "时评",       "本报特稿", "一线传真",
		"记者调查",   "来信照登", "社会新闻",   "部门动态",   "乡镇动态", "圖片新聞",
		"民生關注",   "讀者來信", "言论",       "新闻链接",   "相关链接", "走基层",
		"新春走基层", "史海钩沉", "乡土记忆",   "岁月留痕",   "文史",     "往事",
		"老照片",     "生活百科", "法律咨询",   "一句话新闻", "工作动态", "热点",
		"焦点",       "亮点",     NULL
	};
	static const char *const rooms[] = { "故事", "来信", "关注", "视点", "论坛", "之窗",
		                             "天地", "园地", "热线", "广角", "速递", "传真",
		                             "动态", "观察", "视野", "风采", "人物", "美食",
		                             "提醒", "课堂", "影像", "悦读", "记忆", NULL };
	size_t chars = kb_field_chars(title);
	if (kb_is_any(title, labels)) {
		return true;
	}
	if (series(title)) {
		return true;
	}
	return chars >= 4 && chars <= LABEL_CHARS - 2 && kb_ends_any(title, rooms) > 0;
}

bool
kb_notice_like(kb_str title)
{
	static const char *const ends[] = { "公告", "通告",     "启事", "啟事",     "更正", "声明",
		                            "聲明", "导读",     "導讀", "天气预报", "天气", "公示",
		                            "讣告", "通知",     "告示", "提示",     "征稿", "征订",
		                            "招聘", "温馨提示", NULL };
	return kb_field_chars(title) <= 24 && kb_ends_any(title, ends) > 0;
}

bool
kb_label_may(kb_str title)
{
	size_t chars = kb_field_chars(title);
	static const char *const marks[] = { " ",  "！", "？", "!",  "?",  "，",
		                             "：", "“",  "”",  "、", "了", NULL };
	if ((chars != 2 && chars != 4) || kb_has_any(title, marks) || kb_notice_like(title)) {
		return false;
	}
	for (size_t off = 0; off < title.n;) {
		if (!kb_cp_han(kb_utf8_next(title, &off))) {
			return false;
		}
	}
	return true;
}

/* The banner without the words that every banner has. */
static kb_str
core(kb_str banner)
{
	static const char *const fillers[] = { "深入",   "学习",   "贯彻",     "落实",     "精神",
		                               "进行时", "在行动", "系列报道", "聚焦",     "走进",
		                               "我们的", "新时代", "新征程",   "主题教育", "认真",
		                               "喜迎",   "庆祝",   NULL };
	size_t n;
	while ((n = kb_starts_any(banner, fillers)) > 0) {
		banner = kb_str_sub(banner, n, banner.n);
	}
	while ((n = kb_ends_any(banner, fillers)) > 0) {
		banner = kb_str_sub(banner, 0, banner.n - n);
	}
	return banner;
}

/* What a banner says of itself. */
static const char *const says[] = { "进行时", "在行动", "系列报道", "大家谈", "进行中", NULL };

bool
kb_banner_fits(kb_str banner, kb_str text)
{
	kb_str words = core(banner);
	words = words.n ? words : kb_str_sub(banner, 0, banner.n - kb_ends_any(banner, says));
	kb_str head = kb_str_sub(text, 0, FIT_BYTES);
	size_t hits = 0;
	size_t asked = 0;
	for (size_t off = 0; off < words.n;) {
		size_t second = off;
		(void)kb_utf8_next(words, &second);
		size_t end = second;
		if (second < words.n) {
			(void)kb_utf8_next(words, &end);
			asked++;
			hits += kb_str_find(head, kb_str_sub(words, off, end)) != SIZE_MAX;
		}
		off = second;
	}
	return asked > 0 && hits * 3 > asked * 2;
}
