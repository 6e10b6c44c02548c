/* Towns, persons, figures and Latin words of a local paper. */
#include "words.h"

#include "kanbao/text.h"

#define PERSONS 300000

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* The k-th character of a list of them, all of three bytes. */
static kb_str
character(const char *list, size_t k)
{
	kb_str all = kb_str_of(list);
	k %= all.n / 3;
	return kb_str_sub(all, 3 * k, 3 * k + 3);
}

void
words_person(struct bench_rng *r, struct kb_buf *out)
{
	static const char surnames[] =
		"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑罗梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋"
		"蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段"
		"雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
	static const char given[] =
		"伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国文红玉梅林云志海燕春雪"
		"飞鹏宇浩然子涵欣怡雨泽晨曦梓轩佳琪思远俊峰晓东振宁家豪永康卫民光辉德胜金凤银"
		"花爱珍月琴素云翠竹碧莲少青景行益乐安和顺福祥瑞嘉诚信义礼智仁勤学敬业立新启航";
	/* who it is decides the name, always the same */
	struct bench_rng who = bench_rng(bench_zipf(r, PERSONS), 1);
	kb_buf_add(out, character(surnames, bench_zipf(&who, sizeof(surnames) / 3)));
	kb_buf_add(out, character(given, bench_below(&who, sizeof(given) / 3)));
	if (bench_chance(&who, 0.75)) {
		kb_buf_add(out, character(given, bench_below(&who, sizeof(given) / 3)));
	}
}

void
words_role(struct bench_rng *r, struct kb_buf *out)
{
	static const char *const roles[] = { "记者", "通讯员", "见习记者", "本报记者", "实习生" };
	kb_buf_add(out, kb_str_of(roles[bench_zipf(r, LENGTH(roles))]));
}

void
words_label(struct bench_rng *r, struct kb_buf *out)
{
	static const char *const labels[] = {
		"要闻", "民生", "经济",     "时评",     "共富路上", "文化",     "教育",
		"健康", "法治", "乡村振兴", "一线见闻", "读者来信", "科技",     "体育",
		"国际", "副刊", "身边好人", "清廉柯城", "数字改革", "生态文明",
	};
	kb_buf_add(out, kb_str_of(labels[bench_zipf(r, LENGTH(labels))]));
}

void
words_place(struct bench_rng *r, struct kb_buf *out)
{
	static const char *const towns[] = {
		"航埠镇",   "石梁镇",   "万田乡",   "沟溪乡",   "九华乡",   "七里乡",
		"华墅乡",   "石室乡",   "信安街道", "双港街道", "荷花街道", "花园街道",
		"府山街道", "白云街道", "新新街道", "衢化街道", "黄家街道", "姜家山乡",
	};
	static const char *const what[] = { "，", "，记者看到，", "传来消息，", "举行活动，",
		                            "，" };
	kb_buf_add(out, KB_STR("柯城区"));
	if (bench_chance(r, 0.7)) {
		kb_buf_add(out, kb_str_of(towns[bench_zipf(r, LENGTH(towns))]));
	}
	if (bench_chance(r, 0.3)) {
		static const char village[] = "上下前后大小东西南北新古金余严墩塘坞桥头岭溪源坪";
		kb_buf_add(out, character(village, bench_random(r)));
		kb_buf_add(out, character(village, bench_random(r)));
		kb_buf_add(out, KB_STR("村"));
	}
	kb_buf_add(out, kb_str_of(what[bench_zipf(r, LENGTH(what))]));
}

/* --- figures and Latin words ----------------------------------------------------------- */

static void
figure(struct bench_rng *r, struct kb_buf *out)
{
	size_t most = 10;
	for (size_t i = bench_below(r, 5); i > 0; i--) {
		most *= 10;
	}
	size_t value = 1 + bench_below(r, most);
	if (bench_chance(r, 0.2)) {
		kb_buf_printf(out, "%zu.%zu", value % 1000, bench_below(r, 100));
	} else if (bench_chance(r, 0.2)) {
		kb_buf_printf(out, "%zu00", value % 100 + 1);
	} else {
		kb_buf_printf(out, "%zu", value);
	}
}

/* The k-th Latin word; one in ten printed in full width. */
static void
latin(struct bench_rng *r, struct kb_buf *out)
{
	static const char *const words[] = {
		"5G",    "AI",  "APP",    "5A",  "GDP", "8090",  "WTO",  "VR",
		"PM2.5", "KTV", "4A",     "CPI", "PPP", "Wi-Fi", "DNA",  "CT",
		"ICU",   "P2P", "LED",    "SUV", "NBA", "IT",    "Vlog", "QQ",
		"CEO",   "ETC", "iPhone", "B超", "T恤", "X光",   "K12",  "ISO9001",
		"3D",    "IPO", "GPS",    "OK",  "HPV", "e租宝", "U盘",  "mRNA",
	};
	kb_str word = kb_str_of(words[bench_zipf(r, LENGTH(words))]);
	if (!bench_chance(r, 0.1)) {
		kb_buf_add(out, word);
		return;
	}
	for (size_t off = 0; off < word.n;) {
		uint32_t cp = kb_utf8_next(word, &off);
		kb_buf_cp(out, cp > 0x20 && cp < 0x7f ? cp + 0xfee0 : cp);
	}
}

/* % is a figure, $ a Latin word, @ a person; the rest is ASCII-free. */
static const char *const clauses[] = {
	"共投入%万元，",       "惠及群众%余人，", "%余家企业参加，",   "总面积%平方米，",
	"同比增长%个百分点，", "全长%公里，",     "接待游客%人次，",   "建成$基地%个，",
	"通过$平台，",         "引进$项目%个，",  "在$技术的支持下，", "$志愿者@说，",
	"负责人@告诉记者，",   "村民@高兴地说，", "据@介绍，",         "带头人@算了一笔账，",
	"截至目前已有%户，",   "年产值达%亿元，", "最高气温%度，",     "编号$%的车辆，",
};

void
words_clause(struct bench_rng *r, struct kb_buf *out)
{
	for (const char *p = clauses[bench_below(r, LENGTH(clauses))]; *p; p++) {
		switch (*p) {
		case '%':
			figure(r, out);
			break;
		case '$':
			latin(r, out);
			break;
		case '@':
			words_person(r, out);
			break;
		default:
			kb_buf_byte(out, *p);
			break;
		}
	}
}
