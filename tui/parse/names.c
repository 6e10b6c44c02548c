/* Names of persons: surnames, their length, and words that are none. */
#include "kanbao/text.h"
#include "parse_int.h"

/* The commonest, three bytes each; traditional ones are folded first. */
static const char surnames[] =
	"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏"
	"卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯"
	"邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申"
	"尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游"
	"阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜楼闻占郁虞来厉"
	"应戚诸褚卓危麦危步敖巫乌危全米池乐冷连沙宫栾桑滕祖糜荆蒙蒲邬符臧迟郎郜原党商戎伏仇"
	"仲刁干支平古国官花杭经居巴明咸封尚屠展岑冼佟佘应宗宣宿尉幸庾庹弓恽惠慕战昌晏暴束松"
	"杭栗楚水沃浦涂淦渠牧狄瞿粟班生晋皮红缪羊羿肖闫腾艾芮荀莘衡计谌贝赫车轩辛迟逄那郗邰"
	"酆钮锺门阚隆雍靖鞠须鹿麻黄齐钭匡冀利劳励华南叔司后员咸哈喻嘉图坚墨夔奚姬娄宰富寇寿"
	"巩巢帅席康弘归征暨权柯桓梅殳池汝江沐法海游澹热照牛甫百益相真禄秘稽童笪笃粘索红綦练终"
	"缑翦考耶聪胥能臻良苍苑茅茹荣药莱菅蒯蓝蓟蔚薄虎融衣衷西覃言訾谈谯豆赏贡贲越起蹇轶边过"
	"运连迪通逯邝郏郦郇鄂鄢鄞采金铁银锁镇长门阙阴隗雒青鞠顿风飞首香骆高鬱鲜鲍麴黑黎齐佴但"
	"依俱俸储儿信修候先光丘占卓印危吉启呼和哀商喇天孝孛宓寸山岩岱帖开戈户扈拓揭揣旷星晁普"
	"智有朴材来枚桃椿楠欣战母毋江油洛津浩浮涛涵淡湛源满漆火灵点烈牙犹玉理琚瓮甯留盖相真眭"
	"磨禹秋税竹答策籍粘给绪续缴网美老耐肇胖臧自舍良芒若英莲菊蒿蓬蔺衅补要观解许访诗谏谷豹"
	"贝赛赞超辉达遇遭部都酒释里野钦铎锐镜问降隽集雨雪霜靳靴鞍题风馨骞鱼鸠";
static const char *const compounds[] = { "欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫",
	                                 "尉迟", "公孙", "慕容", "长孙", "宇文", "司徒",
	                                 "司空", "令狐", "轩辕", "端木", "东方", "南宫",
	                                 "西门", "独孤", "申屠", "钟离", "淳于", "闻人",
	                                 "呼延", "赫连", "百里", "东郭", NULL };
/* Common as surnames beyond these rows only: for a name without a role beside it. */
#define SURE_BYTES ((size_t)3 * 300)

/* Words that stand beside roles and are no names. */
static const char *const none[] = { "了",   "的",   "在",   "着",   "走",   "从",     "日",
	                            "近日", "获悉", "走进", "来到", "看到", "采访",   "探访",
	                            "报道", "培训", "手记", "观察", "调查", "节",     "站",
	                            "证",   "团",   "协会", "会",   "大会", "见面会", NULL };

static bool
han(kb_str s, size_t *count)
{
	*count = 0;
	for (size_t off = 0; off < s.n; (*count)++) {
		uint32_t cp = kb_utf8_next(s, &off);
		if (!kb_cp_han(cp)) {
			return false;
		}
	}
	return true;
}

static bool
surname(kb_str s, size_t bytes)
{
	uint32_t cp;
	kb_first_cp(s, &cp);
	uint32_t simple = kb_cp_simple(cp);
	for (size_t off = 0; off + 3 <= bytes && off + 1 < sizeof(surnames);) {
		if (kb_utf8_next((kb_str){ surnames, sizeof(surnames) - 1 }, &off) == simple) {
			return true;
		}
	}
	return false;
}

bool
kb_name_like(kb_str s)
{
	size_t count;
	if (!han(s, &count) || count < 2 || count > 4) {
		return false;
	}
	if (kb_starts_any(s, compounds)) {
		return count >= 3;
	}
	return count <= 3 ? surname(s, SURE_BYTES) : false;
}

kb_str
kb_name_closed(struct kb_arena *a, kb_str s)
{
	kb_str rest = s;
	kb_str first = s;
	(void)kb_str_split(&rest, ' ', &first);
	bool apart = rest.p && rest.n && kb_utf8_count(first) == 1 && kb_utf8_count(rest) == 1;
	if (apart) {
		s = kb_arena_printf(a, "%.*s%.*s", KB_ARG(first), KB_ARG(rest));
	}
	return kb_name_like(s) ? s : KB_STR_NULL;
}

/* 古丽·买买提, J. Smith */
static bool
foreign(kb_str s)
{
	bool dot =
		kb_str_find(s, KB_STR("·")) != SIZE_MAX || kb_str_find(s, KB_STR("•")) != SIZE_MAX;
	return (dot && kb_utf8_count(s) <= 16) || (s.n && (unsigned char)s.p[0] < 0x80);
}

bool
kb_name_may(kb_str s)
{
	size_t count;
	if (kb_name_like(s) || foreign(s)) {
		return true;
	}
	if (!han(s, &count) || count < 2 || count > 4) {
		return false;
	}
	return !kb_starts_any(s, none) && !kb_ends_any(s, none);
}
