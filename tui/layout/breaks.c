/*
 * Break levels: how bad it is to begin a line at each byte of a text.
 *
 * The rules R0-R10 stand below in order of their numbers, one function each;
 * a position gets the highest level that any of them gives. Under them lies
 * the answer of UAX #14 (libunistring). Widths are not known here.
 */
#include <string.h>
#include <unictype.h>
#include <unilbrk.h>

#include "layout_int.h"

/* A token of ASCII is too long for a line when wider than half a usual one. */
#define LONG_TOKEN 20

/* A cluster, seen by its first character. */
struct glyph {
	uint32_t cp; /* 0 outside the text */
	unsigned marks;
	bool digit; /* half or full width */
	bool alnum; /* digit or letter, not Han */
	bool blank;
	bool line_end;
};

/* What stands around one position: w[1] | w[2]. */
struct place {
	struct glyph w[4];
	struct glyph solid; /* the last one before that is no blank */
	enum kb_strictness strictness;
	size_t run;     /* equal characters up to and with w[1] */
	bool prohibits; /* UAX #14 allows no break here */
	bool address;   /* both sides belong to one URL or over-long token */
};

static const struct glyph *
before(const struct place *p)
{
	return &p->w[1];
}

static const struct glyph *
after(const struct place *p)
{
	return &p->w[2];
}

/* --- the library's answer --------------------------------------------------- */

/* libunistring's codes, in place, to levels. */
static void
uax14_levels(kb_str s, unsigned char *levels)
{
	bool must = false;
	u8_possible_linebreaks((const uint8_t *)s.p, s.n, "UTF-8", (char *)levels);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char code = levels[i];
		if (((unsigned char)s.p[i] & 0xc0) == 0x80) {
			levels[i] = KB_BREAK_NEVER;
			must = must || code == UC_BREAK_MANDATORY;
			continue;
		}
		levels[i] = must                            ? KB_BREAK_MUST
		            : code == UC_BREAK_POSSIBLE     ? KB_BREAK_FREE
		            : code == UC_BREAK_MANDATORY    ? KB_BREAK_NEVER
		            : code == UC_BREAK_CR_BEFORE_LF ? KB_BREAK_NEVER
		                                            : KB_BREAK_WORD;
		must = code == UC_BREAK_MANDATORY;
	}
	levels[0] = KB_BREAK_NEVER;
}

/* --- the rules; SILENT where a rule has nothing to say --------------------- */

#define SILENT (-1)

/* R0: a hard line end is obeyed, and stays with the line that it ends. */
static int
r0_line_end(const struct place *p)
{
	return before(p)->line_end ? KB_BREAK_MUST : after(p)->line_end ? KB_BREAK_NEVER : SILENT;
}

/* R2: —— and …… whole (GB/T 15834 5.1.4); longer runs are pairs. */
static int
r2_unit(const struct place *p)
{
	bool inside = (before(p)->marks & KB_MARK_UNIT) && before(p)->cp == after(p)->cp &&
	              p->run % 2 == 1;
	return inside ? KB_BREAK_UNIT : SILENT;
}

/* R3: no START mark first. At the GB level —— may be, a single — may not. */
static int
r3_start(const struct place *p)
{
	unsigned never =
		KB_MARK_START | (p->strictness == KB_STRICT ? (unsigned)KB_MARK_START_STRICT : 0);
	if (p->strictness == KB_GB && (after(p)->marks & KB_MARK_PAIRED) &&
	    p->w[3].cp == after(p)->cp) {
		return SILENT;
	}
	return (after(p)->marks & never) ? KB_BREAK_MARK : SILENT;
}

/* R4: no END mark last, not even before blanks (UAX14 LB14), no ￥ or № without its number. */
static int
r4_end(const struct place *p)
{
	bool end = p->solid.marks & KB_MARK_END;
	bool number = (before(p)->marks & KB_MARK_NUMBER) && after(p)->digit;
	return end || number ? KB_BREAK_MARK : SILENT;
}

/* R5: numbers and full-width words whole, with sign and percent mark. */
static int
r5_number(const struct place *p)
{
	const struct glyph *b = before(p);
	const struct glyph *a = after(p);
	bool word = b->alnum && a->alnum;
	bool point = p->w[0].digit && (b->marks & KB_MARK_POINT) && a->digit;
	bool sign = (b->marks & KB_MARK_SIGN) && a->digit;
	bool percent = b->digit && (a->marks & KB_MARK_PERCENT);
	return word || point || sign || percent ? KB_BREAK_WORD : SILENT;
}

static bool
ascii_letter(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

/* R6: . , : ; between letters is inside a word (UAX14 LB29). */
static int
r6_initials(const struct place *p)
{
	uint32_t b = before(p)->cp;
	bool joint = b == '.' || b == ',' || b == ':' || b == ';';
	return joint && ascii_letter(p->w[0].cp) && ascii_letter(after(p)->cp) ? KB_BREAK_WORD
	                                                                       : SILENT;
}

/* R6: an address is cut behind a joint before anywhere else in it. */
static int
r6_address(const struct place *p)
{
	bool joint = p->address && (before(p)->marks & KB_MARK_JOINT);
	return joint && !(after(p)->marks & KB_MARK_START) ? KB_BREAK_URL : SILENT;
}

/* R7: quotes are free at their outer side (UAX14 LB19a, of Unicode 16). */
static int
r7_quote(const struct place *p)
{
	const struct glyph *b = before(p);
	const struct glyph *a = after(p);
	const unsigned start = KB_MARK_START | KB_MARK_START_STRICT;
	if (a->marks & KB_MARK_OPEN_QUOTE) {
		bool free_side = kb_cp_wide(b->cp) || (b->marks & start) || b->alnum;
		return free_side && !(b->marks & KB_MARK_END) ? KB_BREAK_FREE : SILENT;
	}
	if (b->marks & KB_MARK_CLOSE_QUOTE) {
		bool apostrophe = b->cp == 0x2019 && p->w[0].alnum && a->alnum;
		bool free_side = kb_cp_wide(a->cp) || (a->marks & KB_MARK_END) || a->alnum;
		return free_side && !apostrophe && !(a->marks & start) ? KB_BREAK_FREE : SILENT;
	}
	return SILENT;
}

/* R8: blanks stay with what is before them; behind them a line may begin. */
static int
r8_blank(const struct place *p)
{
	return after(p)->blank ? KB_BREAK_NEVER : before(p)->blank ? KB_BREAK_FREE : SILENT;
}

/* R9, and R10: 3|月 is free in UAX #14 too, as Chinese papers have it. */
static int
r9_uax14(const struct place *p)
{
	return p->prohibits ? KB_BREAK_WORD : KB_BREAK_FREE;
}

typedef int rule_fn(const struct place *p);

/* The first of these that speaks decides alone … */
static const struct {
	unsigned char number;
	rule_fn *level;
} deciding[] = {
	{ 0, r0_line_end },
	{ 6, r6_address },
};
/* … else the first of these is the ground … */
static const struct {
	unsigned char number;
	rule_fn *level;
} ground[] = {
	{ 8, r8_blank },
	{ 7, r7_quote },
	{ 9, r9_uax14 },
};
/* … which these raise. */
static const struct {
	unsigned char number;
	rule_fn *level;
} raising[] = {
	{ 2, r2_unit }, { 3, r3_start }, { 4, r4_end }, { 5, r5_number }, { 6, r6_initials },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static unsigned char
level_at(const struct place *p, unsigned char *rule)
{
	int level = SILENT;
	for (size_t i = 0; i < COUNT(deciding); i++) {
		level = deciding[i].level(p);
		if (level != SILENT) {
			*rule = deciding[i].number;
			return (unsigned char)level;
		}
	}
	for (size_t i = 0; i < COUNT(ground) && level == SILENT; i++) {
		level = ground[i].level(p);
		*rule = ground[i].number;
	}
	for (size_t i = 0; i < COUNT(raising); i++) {
		int raised = raising[i].level(p);
		if (raised > level) {
			level = raised;
			*rule = raising[i].number;
		}
	}
	return (unsigned char)level;
}

/* --- the walk ----------------------------------------------------------------- */

static bool
is_digit(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0xff10 && cp <= 0xff19);
}

static bool
is_alnum(uint32_t cp)
{
	bool latin = cp < 0x1100 && uc_is_alnum(cp);
	bool full = (cp >= 0xff21 && cp <= 0xff3a) || (cp >= 0xff41 && cp <= 0xff5a);
	return latin || full || is_digit(cp);
}

/* The cluster at *off, which moves behind it. */
static struct glyph
glyph_next(kb_str s, size_t *off)
{
	struct glyph g = { 0 };
	if (*off >= s.n) {
		return g;
	}
	size_t at = *off;
	g.blank = kb_blank_at(s, at) > 0;
	*off += kb_cluster_next(s, *off);
	g.cp = kb_utf8_next(s, &at);
	g.marks = kb_mark_flags(g.cp);
	g.digit = is_digit(g.cp);
	g.alnum = is_alnum(g.cp);
	g.line_end = kb_line_end(g.cp);
	return g;
}

static bool
token_byte(char c)
{
	return c > ' ' && c < 0x7f;
}

/* The end of the run of ASCII at off. */
static size_t
token_end(kb_str s, size_t off)
{
	while (off < s.n && token_byte(s.p[off])) {
		off++;
	}
	return off;
}

static bool
is_address(kb_str token)
{
	return token.n > LONG_TOKEN || kb_str_find(token, KB_STR("://")) != SIZE_MAX ||
	       kb_str_starts(token, KB_STR("www."));
}

/* The token around the walk: [.., end), and whether it is an address. */
struct token {
	size_t end;
	bool address;
};

/* True where the character before and the one at off share an address. */
static bool
token_step(struct token *t, kb_str s, size_t off, size_t prev)
{
	if (off < t->end) {
		return t->address;
	}
	if (prev >= t->end && token_byte(s.p[prev])) {
		t->end = token_end(s, prev);
		t->address = is_address(kb_str_sub(s, prev, t->end));
	}
	return off < t->end && t->address;
}

/* R1: all bytes inside a cluster. */
static void
never_inside(unsigned char *levels, unsigned char *rules, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++) {
		levels[i] = KB_BREAK_NEVER;
		if (rules) {
			rules[i] = 1;
		}
	}
}

static void
chinese_levels(kb_str s, enum kb_strictness strictness, unsigned char *levels, unsigned char *rules)
{
	struct place p = { .strictness = strictness };
	struct token token = { 0 };
	size_t here = 0; /* where w[2] begins */
	size_t next = 0; /* where w[3] begins */
	p.w[2] = glyph_next(s, &next);
	size_t end = next;
	p.w[3] = glyph_next(s, &end);
	never_inside(levels, rules, here, next);
	while (next < s.n) {
		bool same = p.w[1].cp == p.w[2].cp;
		p.run = same ? p.run + 1 : 1;
		memmove(&p.w[0], &p.w[1], 3 * sizeof(p.w[0]));
		size_t prev = here; /* where w[1] begins */
		here = next;
		next = end;
		p.w[3] = glyph_next(s, &end);
		if (!p.w[1].blank) {
			p.solid = p.w[1];
		}
		p.prohibits = levels[here] != KB_BREAK_FREE;
		p.address = token_step(&token, s, here, prev);
		unsigned char rule = 9;
		levels[here] = level_at(&p, &rule);
		if (rules) {
			rules[here] = rule;
		}
		never_inside(levels, rules, here, next);
	}
}

void
kb_breaks_explain(kb_str s, enum kb_strictness strictness, unsigned char *levels,
                  unsigned char *rules)
{
	if (!s.n) {
		return;
	}
	uax14_levels(s, levels);
	if (rules) {
		memset(rules, 9, s.n);
	}
	if (strictness != KB_UAX14) {
		chinese_levels(s, strictness, levels, rules);
	}
}

void
kb_breaks(kb_str s, enum kb_strictness strictness, unsigned char *levels)
{
	kb_breaks_explain(s, strictness, levels, NULL);
}
