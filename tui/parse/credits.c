/*
 * Runs of roles and names (R5): 记者 方心怡 楼郁馨 通讯员 梁含笑; 吴铁鸣 摄;
 * 文/张三 图/李四. A role opens a list, names follow; some roles come after.
 */
#include "kanbao/text.h"
#include "parse_int.h"

#define NAME_CHARS 12
#define NAMES_MAX 64

/* Roles before their names, longest first by kb_starts_any(). */
static const char *const roles[] = { "记者",   "記者",     "通讯员", "通訊員", "实习生", "實習生",
	                             "见习生", "见习编辑", "评论员", "報道員", "报道员", "特派员",
	                             "撰稿人", "撰稿",     "作者",   "撰文",   "供图",   "供圖",
	                             "制图",   "製圖",     "绘图",   "整理",   "编辑",   "口述",
	                             "策划",   "统筹",     "摄影",   "攝影",   "编译",   "漫画",
	                             "朗诵",   NULL };
/* Words that belong to the role behind them. */
static const char *const modifiers[] = { "本报",   "本報",   "本刊", "本台", "见习",
	                                 "見習",   "实习",   "實習", "特约", "特約",
	                                 "首席",   "驻站",   "特派", "资深", "新华社",
	                                 "全媒体", "融媒体", "文/",  NULL };
/* Roles that may stand behind their names. */
static const char *const post_roles[] = { "摄影报道", "图片报道", "摄影", "攝影", "文并摄",
	                                  "图文",     "文图",     "文摄", "摄文", "供图",
	                                  "供圖",     "提供",     "整理", "绘",   "摄",
	                                  "攝",       "文",       "图",   "圖",   "制图",
	                                  "撰文",     "图片",     "视频", "编译", NULL };
/* Said of the whole, no role of anybody. */
static const char *const closers[] = { "报道", "報道", "综合报道", "联合报道", "采写",
	                               "综合", "电",   "發自",     "发自",     NULL };
static const char *const photo_roles[] = { "摄",   "攝",   "摄影", "攝影",     "供图",
	                                   "供圖", "图",   "圖",   "摄影报道", "图片报道",
	                                   "提供", "图片", NULL };

struct reading {
	struct kb_arena *a;
	struct kb_credits out;
	kb_str role;  /* that names now get */
	size_t since; /* first name that a role behind may claim */
	bool roled;   /* a role was seen */
	bool bare;    /* nobody has the role yet */
	bool single;  /* the last name is one character, its second may follow */
	kb_str rest;
};

static bool
separator(uint32_t cp)
{
	return kb_cp_blank(cp) || cp == 0x3001 || cp == 0xFF0C || cp == ',' || cp == ';' ||
	       cp == 0xFF1B || cp == ':' || cp == 0xFF1A || cp == '|' || cp == 0xFF5C;
}

static bool
slash(uint32_t cp)
{
	return cp == '/' || cp == 0xFF0F;
}

/* Han, kana-free: letters and the dot of foreign names are allowed too. */
static bool
name_chars(kb_str s)
{
	size_t n = 0;
	for (size_t off = 0; off < s.n; n++) {
		uint32_t cp = kb_utf8_next(s, &off);
		bool ok = kb_cp_han(cp) || cp == 0xB7 || cp == 0x2022 || cp == 0x25CB ||
		          (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') || cp == '.';
		if (!ok) {
			return false;
		}
	}
	return n > 0 && n <= NAME_CHARS;
}

static size_t
cps(kb_str s)
{
	return kb_utf8_count(s);
}

static bool
add_name(struct reading *r, kb_str name)
{
	if (!name_chars(name) || r->out.n >= NAMES_MAX) {
		return false;
	}
	if (r->single && cps(name) == 1) {
		/* two characters set apart to the width of three */
		struct kb_credit *last = &r->out.v[r->out.n - 1];
		last->name = kb_arena_printf(r->a, "%.*s%.*s", KB_ARG(last->name), KB_ARG(name));
		r->single = false;
		return true;
	}
	kb_credits_add(r->a, &r->out, r->role, name);
	r->single = cps(name) == 1;
	r->bare = false;
	return true;
}

/* The role that nobody got is printed all the same: its names may stand in the next line. */
static void
leave_role(struct reading *r)
{
	if (r->bare) {
		r->rest = kb_field_join(r->a, r->rest, r->role);
	}
	r->bare = false;
	r->role = KB_STR("");
}

/* A role behind names goes to all since the last such role. */
static bool
claim(struct reading *r, kb_str role)
{
	if (r->since >= r->out.n) {
		return false;
	}
	for (size_t i = r->since; i < r->out.n; i++) {
		r->out.v[i].role = kb_field_join(r->a, r->out.v[i].role, role);
	}
	r->since = r->out.n;
	leave_role(r);
	r->roled = true;
	return true;
}

/* What somebody is (记者) leaves those before to a role behind all; what he did doesn't. */
static void
open_role(struct reading *r, kb_str role)
{
	leave_role(r);
	r->role = role;
	r->bare = true;
	if (kb_ends_any(role, post_roles) || !r->out.n ||
	    kb_ends_any(r->out.v[r->out.n - 1].role, post_roles)) {
		r->since = r->out.n;
	}
	r->roled = true;
	r->single = false;
}

/* Where the first role word begins in s, its bytes in *n; SIZE_MAX. */
static size_t
find_role(kb_str s, size_t *n)
{
	for (size_t off = 0; off < s.n;) {
		*n = kb_starts_any(kb_str_sub(s, off, s.n), roles);
		if (*n) {
			return off;
		}
		(void)kb_utf8_next(s, &off);
	}
	return SIZE_MAX;
}

/* Bytes of the modifiers that stand right before the end of s. */
static size_t
modifiers_before(kb_str s)
{
	size_t n = 0;
	size_t step;
	while ((step = kb_ends_any(kb_str_sub(s, 0, s.n - n), modifiers)) > 0) {
		n += step;
	}
	return n;
}

/* Names glued to a role behind: 张三摄, 张　三摄. */
static bool
glued_post(struct reading *r, kb_str token)
{
	size_t n = kb_ends_any(token, post_roles);
	/* many are called so: 欧阳修文, 李鸿图 */
	if (kb_ends_any(token, (const char *const[]){ "文", "图", "绘", NULL }) == n) {
		return false;
	}
	kb_str name = kb_str_sub(token, 0, token.n - n);
	bool second = r->single && cps(name) == 1;
	if (n && name.n && (second || (cps(token) >= 3 && kb_name_like(name)))) {
		return add_name(r, name) && claim(r, kb_str_sub(token, name.n, token.n));
	}
	return false;
}

static bool
plain_token(struct reading *r, kb_str token, bool last)
{
	if (kb_is_any(token, closers) && r->out.n) {
		r->rest = kb_field_join(r->a, r->rest, token);
		return true;
	}
	if (kb_is_any(token, post_roles)) {
		bool behind = r->since < r->out.n && (last || !kb_is_any(token, roles));
		if (behind) {
			return claim(r, token);
		}
		open_role(r, token);
		return true;
	}
	size_t end = kb_ends_any(token, closers);
	if (end && end < token.n && last && kb_name_like(kb_str_sub(token, 0, token.n - end))) {
		r->rest = kb_field_join(r->a, r->rest, kb_str_sub(token, token.n - end, token.n));
		return add_name(r, kb_str_sub(token, 0, token.n - end));
	}
	return glued_post(r, token) || add_name(r, token);
}

/* A token may hold several roles and names: 记者楼郁馨通讯员梁含笑. */
static bool
word_token(struct reading *r, kb_str token, bool last)
{
	while (token.n) {
		size_t n;
		size_t at = find_role(token, &n);
		if (at == SIZE_MAX || (at == 0 && kb_is_any(token, post_roles))) {
			return plain_token(r, token, last);
		}
		kb_str before = kb_str_sub(token, 0, at);
		size_t mod = modifiers_before(before);
		bool name = before.n > mod && r->since <= r->out.n && r->role.n &&
		            cps(before) <= 4 + cps(kb_str_sub(before, before.n - mod, before.n));
		if (name && !add_name(r, kb_str_sub(before, 0, before.n - mod))) {
			return false;
		}
		size_t from = name ? at - mod : 0;
		kb_str role = kb_str_sub(token, from, at + n);
		if (!name_chars(role)) {
			return false;
		}
		open_role(r, role);
		token = kb_str_sub(token, at + n, token.n);
	}
	return true;
}

/* 文/张三, 张三/文, 文/图: what stands on each side decides. */
static bool
slash_token(struct reading *r, kb_str token, size_t at, size_t width, bool last)
{
	kb_str left = kb_str_sub(token, 0, at);
	kb_str right = kb_str_sub(token, at + width, token.n);
	bool left_role = kb_is_any(left, post_roles) || kb_is_any(left, roles);
	bool right_role = kb_is_any(right, post_roles) || kb_is_any(right, roles);
	if (left_role && right_role) {
		if (r->since < r->out.n) {
			return claim(r, token);
		}
		open_role(r, token);
		return true;
	}
	if (left_role) {
		open_role(r, left);
		return word_token(r, right, last);
	}
	if (!right_role || !word_token(r, left, false)) {
		return false;
	}
	return claim(r, right);
}

static bool
take_token(struct reading *r, kb_str token, bool last)
{
	for (size_t off = 0; off < token.n;) {
		size_t from = off;
		if (slash(kb_utf8_next(token, &off))) {
			return slash_token(r, token, from, off - from, last);
		}
	}
	return word_token(r, token, last);
}

/* A row of single characters: two characters set to the width of three, 叶　青. */
static size_t
singles(kb_str s, size_t *bytes)
{
	static const char *const own[] = { "摄", "文", "图", "绘", NULL };
	size_t n = 0;
	*bytes = 0;
	for (size_t off = 0; off < s.n;) {
		size_t from = off;
		size_t next = off;
		uint32_t cp = kb_utf8_next(s, &next);
		bool ends = next == s.n || s.p[next] == ' ';
		if (!kb_cp_han(cp) || !ends ||
		    (next == s.n && kb_is_any(kb_str_sub(s, from, next), own))) {
			break;
		}
		n++;
		*bytes = next;
		off = next < s.n ? next + 1 : next;
	}
	return n;
}

/* The same run with such names closed up: three make one name, else pairs. */
static kb_str
close_up(struct kb_arena *a, kb_str s)
{
	char *p = kb_arena_alloc(a, s.n + 1, 1);
	size_t used = 0;
	for (size_t off = 0; off < s.n;) {
		size_t bytes = 0;
		bool start = off == 0 || s.p[off - 1] == ' ';
		size_t n = start ? singles(kb_str_sub(s, off, s.n), &bytes) : 0;
		if (n < 2) {
			p[used++] = s.p[off++];
			continue;
		}
		size_t seen = 0;
		for (size_t end = off + bytes; off < end; off++) {
			seen += s.p[off] == ' ';
			/* a blank stays between two names */
			if (s.p[off] != ' ' || (seen % 2 == 0 && n - seen > 1)) {
				p[used++] = s.p[off];
			}
		}
	}
	return (kb_str){ p, used };
}

/* Cuts the next token off *s. False at the end. */
static bool
next_token(kb_str *s, kb_str *token)
{
	size_t from = 0;
	size_t off = 0;
	while (off < s->n) {
		from = off;
		if (!separator(kb_utf8_next(*s, &off))) {
			break;
		}
		from = off;
	}
	size_t end = from;
	for (off = from; off < s->n;) {
		if (separator(kb_utf8_next(*s, &off))) {
			break;
		}
		end = off;
	}
	*token = kb_str_sub(*s, from, end);
	*s = kb_str_sub(*s, end, s->n);
	return token->n > 0;
}

bool
kb_credits_read(struct kb_arena *a, kb_str s, bool bare, struct kb_credits *out, kb_str *rest)
{
	struct reading r = { .a = a, .role = KB_STR("") };
	kb_str token;
	kb_str next;
	s = close_up(a, s);
	bool more = next_token(&s, &token);
	while (more) {
		more = next_token(&s, &next);
		if (!take_token(&r, token, !more)) {
			return false;
		}
		token = next;
	}
	leave_role(&r);
	if (!r.out.n || (!r.roled && !bare)) {
		return false;
	}
	for (size_t i = 0; i < r.out.n; i++) {
		size_t n = cps(r.out.v[i].name);
		if (!r.out.v[i].role.n && (n < 2 || n > 4)) {
			return false;
		}
	}
	for (size_t i = 0; i < r.out.n; i++) {
		kb_credits_add(a, out, r.out.v[i].role, r.out.v[i].name);
	}
	*rest = r.rest;
	return true;
}

bool
kb_credits_photo(const struct kb_credits *credits)
{
	bool photo = false;
	for (size_t i = 0; i < credits->n; i++) {
		size_t n = kb_ends_any(credits->v[i].role, photo_roles);
		kb_str role = credits->v[i].role;
		bool text = kb_str_find(role, KB_STR("文")) != SIZE_MAX;
		photo = photo || (n > 0 && !text);
		if (text) {
			return false;
		}
	}
	return photo;
}
