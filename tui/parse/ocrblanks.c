/*
 * Blanks that reading machines put between characters: 区 委 召 开. They are
 * taken out; a wider gap is one that was printed, and stays as one blank.
 */
#include "kanbao/text.h"
#include "parse_int.h"

/* So many characters stand alone before a line counts as read by a machine. */
#define ALONE_MIN 4
/* A shorter run may be a list of one-character words: 春 夏 秋 冬. */
#define RUN_MIN 6
/* A heading set wide: 公　告. */
#define WIDE_MAX 8

static bool
ascii_letter(uint32_t cp)
{
	return (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
}

/* How the characters of a line stand. */
struct stand {
	size_t chars;  /* without blanks */
	size_t narrow; /* gaps of one blank */
	size_t wide;   /* wider ones */
	size_t tight;  /* neighbours without a gap, but for letters and digits */
	size_t run;    /* the longest row of characters with one blank between */
	bool words;    /* letters and digits in rows */
};

/* Width of the blanks at off, which moves behind them. */
static size_t
gap_next(kb_str s, size_t *off)
{
	size_t width = 0;
	while (*off < s.n) {
		size_t next = *off;
		uint32_t cp = kb_utf8_next(s, &next);
		if (!kb_cp_blank(cp)) {
			break;
		}
		width += cp == 0x3000 || cp == '\t' ? 2 : 1;
		*off = next;
	}
	return width;
}

static struct stand
look(kb_str s)
{
	struct stand st = { 0 };
	uint32_t before = 0;
	size_t run = 0;
	for (size_t off = 0; off < s.n;) {
		size_t gap = gap_next(s, &off);
		if (off >= s.n) {
			break;
		}
		uint32_t cp = kb_utf8_next(s, &off);
		bool ascii = before && before < 0x80 && cp < 0x80;
		st.chars++;
		st.narrow += before && gap == 1;
		st.wide += before && gap > 1;
		st.tight += before && gap == 0 && !ascii;
		st.words = st.words || (gap == 0 && ascii);
		run = gap == 1 ? run + 1 : 0;
		st.run = run > st.run ? run : st.run;
		before = cp;
	}
	return st;
}

/* Too few blanks for any of it; most lines are such. */
static bool
no_blanks(kb_str s)
{
	size_t blanks = 0;
	for (size_t i = 0; i < s.n; i++) {
		blanks += s.p[i] == ' ' || (i + 2 < s.n && s.p[i] == '\xE3' &&
		                            s.p[i + 1] == '\x80' && s.p[i + 2] == '\x80');
	}
	return blanks * 16 < s.n;
}

bool
kb_ocr_line(kb_str s)
{
	if (no_blanks(s)) {
		return false;
	}
	struct stand st = look(s);
	return st.narrow >= ALONE_MIN && st.tight * 4 <= st.narrow;
}

/* A line of nothing but single characters, as headings are set wide. */
static bool
set_wide(const struct stand *st)
{
	return st->tight == 0 && !st->words && st->chars >= 3 && st->chars <= WIDE_MAX &&
	       st->narrow + st->wide + 1 == st->chars && (st->narrow == 0 || st->wide == 0);
}

/* No blank but between words of letters. */
static kb_str
squeeze(struct kb_arena *a, kb_str s, bool all)
{
	char *p = kb_arena_alloc(a, s.n + 1, 1);
	size_t n = 0;
	uint32_t before = 0;
	bool word = false; /* the letter before stands in a row of letters */
	for (size_t off = 0; off < s.n;) {
		size_t gap = gap_next(s, &off);
		size_t from = off;
		if (off >= s.n) {
			break;
		}
		uint32_t cp = kb_utf8_next(s, &off);
		uint32_t next = 0;
		(void)kb_first_cp(kb_str_sub(s, off, s.n), &next);
		bool letters =
			ascii_letter(before) && ascii_letter(cp) && (word || ascii_letter(next));
		if (before && ((gap > 1 && !all) || (gap > 0 && letters))) {
			p[n++] = ' ';
		}
		word = gap == 0 && ascii_letter(before) && ascii_letter(cp);
		for (size_t i = from; i < off; i++) {
			p[n++] = s.p[i];
		}
		before = cp;
	}
	return (kb_str){ p, n };
}

bool
kb_ocr_clean(struct kb_arena *a, kb_str *s, bool file)
{
	static const char *const heads[] = { "更正", "公告", "启事", "声明", "导读", "通知",
		                             "通告", "天气", "讣告", "简讯", "短讯", "编后",
		                             "目录", "公示", "告示", "寻人", "征稿", NULL };
	if (no_blanks(*s)) {
		return false;
	}
	struct stand st = look(*s);
	bool ocr = st.narrow >= ALONE_MIN && st.tight * 4 <= st.narrow;
	bool some = file && st.narrow >= 2 && st.tight * 2 <= st.narrow;
	/* 要 闻      1: a section and its page */
	some = some || (file && st.narrow > 0 && st.wide > 0 && st.tight == 0 && !st.words);
	if (ocr || some || (st.run >= RUN_MIN && st.tight <= st.narrow)) {
		*s = squeeze(a, *s, false);
		return true;
	}
	if (set_wide(&st)) {
		*s = squeeze(a, *s, true);
		return true;
	}
	if (st.chars == 2 && st.tight == 0) {
		kb_str joined = squeeze(a, *s, true);
		if (kb_is_any(joined, heads)) {
			*s = joined;
			return true;
		}
	}
	return false;
}
