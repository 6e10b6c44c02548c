/* Which blocks of a headline group are kicker, headline and deck (R4). */
#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "parse_int.h"

#define PARTS_MAX 8
/* Lines of one headline: not shorter, and not further apart in length. */
#define LINE_CHARS ((size_t)8)
#define LINE_SPREAD ((size_t)3)
/* An official and what he did. */
#define OFFICIAL_CHARS ((size_t)16)

struct group {
	kb_str part[PARTS_MAX];
	int level[PARTS_MAX];
	size_t n;
	size_t from; /* the headline is [from, to) */
	size_t to;
	bool guessed;
};

/* The first piece of s up to a blank. */
static kb_str
first_segment(kb_str s)
{
	kb_str part = s;
	kb_str rest = s;
	(void)kb_str_split(&rest, ' ', &part);
	return part;
}

static bool
meeting(kb_str s)
{
	static const char *const words[] = { "召开", "举行", "召開", "舉行", "开幕",
		                             "闭幕", "启动", "揭牌", "成立", NULL };
	static const char *const ends[] = { "会议",   "例会",   "座谈会", "推进会",
		                            "大会",   "工作会", "论坛",   "仪式",
		                            "现场会", "动员会", "会議",   "會議",
		                            "协商会", "培训会", "全会",   NULL };
	return kb_has_any(s, words) || kb_ends_any(s, ends) > 0;
}

/* 蒋国强主持并讲话 胡益峰传达: persons and what they did. */
static bool
persons(kb_str s)
{
	static const char *const ends[] = {
		"出席", "参加",     "讲话",     "致辞",       "主持",       "列席",   "陪同",
		"批示", "部署",     "宣读",     "传达",       "参会",       "作报告", "点评",
		"讲课", "主持会议", "出席会议", "出席并讲话", "主持并讲话", "參加",   "講話",
		"致辭", "传达精神", "作批示",   "参加调研",   "参加活动",   NULL
	};
	if (kb_field_chars(s) > 40) {
		return false;
	}
	size_t segments = 0;
	kb_str part;
	for (kb_str rest = s; kb_str_split(&rest, ' ', &part); segments++) {
		if (!kb_ends_any(part, ends) && !kb_name_like(part)) {
			return false;
		}
	}
	if (!kb_ends_any(s, ends)) {
		return false;
	}
	size_t name = 0; /* its first two characters */
	for (size_t i = 0; i < 2 && name < s.n; i++) {
		(void)kb_utf8_next(s, &name);
	}
	return segments > 1 || kb_name_like(kb_str_sub(s, 0, name));
}

static bool
digits(kb_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9') {
			return true;
		}
	}
	return false;
}

/* A call without a subject: verb first, or pieces of the same length. */
static bool
slogan(kb_str s)
{
	static const char *const verbs[] = {
		"坚决", "着力", "奋力", "全力", "深化", "坚定", "聚焦", "共",   "服务", "打好",
		"打造", "推动", "凝聚", "坚持", "加快", "以",   "让",   "把",   "争当", "扛起",
		"当好", "筑牢", "守牢", "压实", "切实", "扎实", "努力", "勇当", "迈",   "奔",
		"绘",   "谱写", "书写", "持续", "提升", "推进", "牢记", "锚定", "抢抓", "弘扬",
		"践行", "激发", "激活", "擦亮", "夯实", "强化", "不断", "确保", "奋进", "贯彻",
		"落实", "深入", "勇担", "争先", "建设", "構建", "构建", "做好", "做强", "做优",
		"助力", "护航", "守护", "携手", "齐心", "团结", NULL
	};
	if (meeting(s) || digits(s)) {
		return false;
	}
	kb_str first = first_segment(s);
	kb_str rest = kb_str_trim(kb_str_sub(s, first.n, s.n));
	kb_str second = first_segment(rest);
	if (second.n && kb_utf8_count(first) == kb_utf8_count(second)) {
		return true;
	}
	return kb_starts_any(s, verbs) > 0;
}

/* 表彰一批先进党组织 县委书记周启明讲话: what was done, and who spoke. */
static bool
officials(kb_str s)
{
	static const char *const offices[] = { "书记", "区长", "县长", "市长", "镇长", "乡长",
		                               "主任", "主席", "部长", "局长", "省长", NULL };
	static const char *const ends[] = { "讲话", "致辞",   "主持", "出席",
		                            "参加", "作报告", "講話", NULL };
	kb_str last = s;
	for (kb_str rest = s; rest.p && rest.n;) {
		(void)kb_str_split(&rest, ' ', &last);
	}
	return last.n < s.n && kb_field_chars(last) <= OFFICIAL_CHARS &&
	       kb_has_any(last, offices) && kb_ends_any(last, ends) > 0;
}

static bool
deck_like(kb_str s)
{
	return kb_dash_starts(s) || persons(s) || officials(s);
}

static bool
kicker_like(kb_str s, kb_str next)
{
	static const char *const ends[] = { "强调", "指出", "提出", "要求", "强調", "強調",
		                            "寄语", "勉励", "表示", "号召", "：",   NULL };
	static const char *const occasions[] = { "专题", "专题传达", "调研", "考察",
		                                 "会见", "专题学习", NULL };
	return kb_ends_any(s, ends) > 0 ||
	       ((meeting(s) || kb_has_any(s, occasions)) && slogan(next));
}

/* A line that says what a meeting did. */
static bool
agenda(kb_str s)
{
	static const char *const verbs[] = { "听取", "传达", "研究", "审议", "部署", "学习",
		                             "专题", "通报", "讨论", "聽取", NULL };
	return kb_starts_any(s, verbs) > 0;
}

/* Lines of one length, or nearly and the second without a subject: one headline. */
static bool
two_lines(kb_str a, kb_str b)
{
	static const char *const verbs[] = { "解", "让", "助", "促", "保", "破", "护", "惠",
		                             "绘", "暖", "富", "惹", "引", "换", NULL };
	size_t na = kb_field_chars(a);
	size_t nb = kb_field_chars(b);
	bool told = digits(a) || digits(b) || meeting(a) || meeting(b);
	if (told || first_segment(a).n < a.n || first_segment(b).n < b.n) {
		return false;
	}
	return (na == nb && na >= LINE_CHARS) ||
	       (kb_starts_any(b, verbs) && na <= nb + LINE_SPREAD && nb <= na + LINE_SPREAD);
}

/* Two blocks are left and nothing in their form has told. */
static void
two(struct group *g)
{
	kb_str a = g->part[g->from];
	kb_str b = g->part[g->from + 1];
	size_t na = kb_field_chars(a);
	size_t nb = kb_field_chars(b);
	if ((slogan(a) && meeting(b)) || (meeting(a) && agenda(b))) {
		g->to--;
		return;
	}
	if (slogan(a) && slogan(b)) {
		return; /* one headline on two lines */
	}
	g->guessed = true;
	if (two_lines(a, b)) {
		return;
	}
	/* a deck gives the figures; a kicker's are followed by those of the headline */
	bool figures = digits(b) && !digits(a);
	if (!slogan(a) && !figures && na <= nb) {
		g->from++;
	} else {
		g->to--;
	}
}

/* Markdown says the rank: what is lower than the highest is not the headline. */
static bool
by_level(struct group *g)
{
	int best = 0;
	bool differ = false;
	for (size_t i = 0; i < g->n; i++) {
		int level = g->level[i] ? g->level[i] : 7;
		differ = differ || (i > 0 && level != (g->level[0] ? g->level[0] : 7));
		best = best == 0 || level < best ? level : best;
	}
	if (!differ) {
		return false;
	}
	while (g->level[g->from] != best) {
		g->from++;
	}
	g->to = g->from + 1;
	while (g->to < g->n && g->level[g->to] == best) {
		g->to++;
	}
	return true;
}

/* Three blocks are left: lines of one length are one headline, else each is a part. */
static void
three(struct group *g)
{
	kb_str a = g->part[g->from];
	kb_str b = g->part[g->from + 1];
	kb_str c = g->part[g->from + 2];
	g->guessed = true;
	if ((slogan(b) && slogan(c)) || two_lines(b, c)) {
		g->from++;
	} else if ((slogan(a) && slogan(b)) || two_lines(a, b)) {
		g->to--;
	} else {
		g->from++;
		g->to--;
	}
}

static void
by_form(struct group *g)
{
	while (g->to - g->from > 1 && deck_like(g->part[g->to - 1])) {
		g->to--;
	}
	while (g->to - g->from > 1 && kicker_like(g->part[g->from], g->part[g->from + 1])) {
		g->from++;
	}
	if (g->to - g->from > 2 && slogan(g->part[g->from]) && meeting(g->part[g->to - 1])) {
		g->to--;
	}
	if (g->to - g->from == 2) {
		two(g);
	} else if (g->to - g->from == 3) {
		three(g);
	} else if (g->to - g->from > 3) {
		g->guessed = true;
	}
}

static kb_str
joined(struct kb_arena *a, const struct group *g, size_t from, size_t to)
{
	kb_str text = KB_STR_NULL;
	for (size_t i = from; i < to; i++) {
		text = kb_field_join(a, text, g->part[i]);
	}
	return text;
}

void
kb_titles_assign(struct kb_page *page, const struct kb_story *story, struct kb_article *article)
{
	struct group g = { 0 };
	for (size_t i = 0; i < story->titles.n; i++) {
		const struct kb_block *block = &page->blocks[story->titles.v[i]];
		if (g.n == PARTS_MAX) {
			/* more than any headline has: all of one piece */
			g.part[0] =
				kb_field_join(page->a, joined(page->a, &g, 0, g.n), block->text);
			g.n = 1;
			continue;
		}
		g.part[g.n] = block->text;
		g.level[g.n++] = block->level;
	}
	g.to = g.n;
	if (g.n > 1 && !by_level(&g)) {
		by_form(&g);
	}
	article->kicker = joined(page->a, &g, 0, g.from);
	article->headline = joined(page->a, &g, g.from, g.to);
	article->deck = joined(page->a, &g, g.to, g.n);
	if (g.to - g.from > 3) {
		kb_doubt(page->a, &article->doubts,
		         N_("a headline of many lines: slogans or verse may be among them"));
	}
	if (g.guessed) {
		kb_doubt(page->a, &article->doubts, N_("kicker, headline and deck are guessed"));
	}
}
