/*
 * Filling against brute force: over the five pages and generated paragraphs,
 * every width from 2 to 160, ambiguous characters of one and of two cells,
 * each line is compared with the best of all places at which it could end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/layout.h"
#include "kanbao/mem.h"

#define MIN_COLS 2
#define MAX_COLS 160

/* A paragraph with what brute force wants to know of it, at each cluster boundary. */
struct para {
	kb_str s;
	size_t n;            /* boundaries, text start and end included */
	size_t *at;          /* bytes */
	int *cols[3];        /* cells before it, by ambiguous */
	bool *blank;         /* the cluster behind it is a blank */
	uint32_t *cp;        /* first character of that cluster */
	unsigned char *uses; /* level, by kb_breaks() */
	enum kb_strictness strictness;
};

static void
para_release(struct para *p)
{
	free(p->at);
	free(p->cols[1]);
	free(p->cols[2]);
	free(p->blank);
	free(p->cp);
	free(p->uses);
}

static struct para
para_of(kb_str s, enum kb_strictness strictness)
{
	struct para p = { .s = s, .strictness = strictness };
	p.at = kb_calloc(s.n + 1, sizeof(*p.at));
	p.cols[1] = kb_calloc(s.n + 1, sizeof(int));
	p.cols[2] = kb_calloc(s.n + 1, sizeof(int));
	p.blank = kb_calloc(s.n + 1, sizeof(*p.blank));
	p.cp = kb_calloc(s.n + 1, sizeof(*p.cp));
	p.uses = kb_calloc(s.n + 1, 1);
	kb_breaks(s, strictness, p.uses);
	for (size_t off = 0; off < s.n;) {
		kb_str cluster = { s.p + off, kb_cluster_next(s, off) };
		size_t first = 0;
		size_t i = p.n++;
		p.at[i] = off;
		p.cp[i] = kb_utf8_next(cluster, &first);
		p.blank[i] = first == cluster.n && (p.cp[i] == ' ' || p.cp[i] == 0x3000);
		p.cols[1][i + 1] = p.cols[1][i] + kb_cluster_cols(cluster, KB_AMBIGUOUS_1);
		p.cols[2][i + 1] = p.cols[2][i] + kb_cluster_cols(cluster, KB_AMBIGUOUS_2);
		off += cluster.n;
	}
	p.at[p.n++] = s.n;
	return p;
}

/* The line [from, to) of boundaries, without blanks at its end. */
static size_t
ink_end(const struct para *p, size_t from, size_t to)
{
	while (to > from && p->blank[to - 1]) {
		to--;
	}
	return to;
}

static bool
hanging(uint32_t cp)
{
	return cp == 0x3001 || cp == 0xff0c || cp == 0x3002 || cp == 0xff1b || cp == 0xff1a ||
	       cp == 0xff1f || cp == 0xff01;
}

/* May the line from `from` end before boundary `to`? */
static bool
fits(const struct para *p, size_t from, size_t to, int cols, const struct kb_layout_options *o,
     bool hung)
{
	const int *sum = p->cols[o->ambiguous];
	size_t end = ink_end(p, from, to);
	int need = sum[end] - sum[from];
	if (need <= cols) {
		return true;
	}
	bool mark = o->hang && !hung && end > from && hanging(p->cp[end - 1]);
	return mark && need <= cols + 2 && sum[end - 1] - sum[from] <= cols;
}

/* Brute force: the boundary of the lowest level, the farthest of them. */
static size_t
best_end(const struct para *p, size_t from, int cols, const struct kb_layout_options *o, bool hung)
{
	size_t best = from + 1;
	int best_level = 100;
	for (size_t to = from + 1; to < p->n; to++) {
		if (!fits(p, from, to, cols, o, hung)) {
			if (p->cols[o->ambiguous][to] - p->cols[o->ambiguous][from] > cols + 4 &&
			    !p->blank[to - 1]) {
				break;
			}
			continue;
		}
		int level = to + 1 == p->n ? -1 : p->uses[p->at[to]];
		if (level <= best_level) {
			best = to;
			best_level = level;
		}
	}
	return best;
}

static size_t
boundary(const struct para *p, size_t from, size_t byte)
{
	while (p->at[from] < byte) {
		from++;
	}
	assert_int_equal(p->at[from], byte);
	return from;
}

/* A line that ends before `to` ends with an END mark, or the next begins with a START mark. */
static bool
bad_place(const struct para *p, size_t from, size_t to)
{
	size_t end = ink_end(p, from, to);
	bool end_mark = end > from && kb_end_mark(p->cp[end - 1], p->strictness);
	bool pair = p->strictness == KB_GB && p->cp[to] == 0x2014 &&
	            p->cp[to + 1] == 0x2014; /* may be first */
	return end_mark || (!pair && kb_start_mark(p->cp[to], p->strictness));
}

static bool
ascii(uint32_t cp)
{
	return cp > ' ' && cp < 0x7f;
}

/* A currency or number sign before the boundary belongs to the number behind. */
static bool
number_mark(const struct para *p, size_t to)
{
	static const uint32_t marks[] = { '$', '#', 0xa5, 0xa7, 0x2116, 0xff04, 0xffe5 };
	uint32_t next = p->cp[to];
	bool digit = (next >= '0' && next <= '9') || (next >= 0xff10 && next <= 0xff19);
	for (size_t i = 0; digit && i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (p->cp[to - 1] == marks[i]) {
			return true;
		}
	}
	return false;
}

/* No level is asked here: only the marks, and whether another place had none. */
static bool
better_place_existed(const struct para *p, size_t from, size_t to, int cols,
                     const struct kb_layout_options *o, bool hung)
{
	if (!bad_place(p, from, to) || (ascii(p->cp[to - 1]) && ascii(p->cp[to]))) {
		return false; /* inside an address a solidus may be last */
	}
	for (size_t other = from + 1; other + 1 < p->n; other++) {
		bool good = fits(p, from, other, cols, o, hung) && !p->blank[other] &&
		            !bad_place(p, from, other);
		bool unit = p->cp[other - 1] == p->cp[other] &&
		            (p->cp[other] == 0x2014 || p->cp[other] == 0x2026);
		if (good && !unit && !number_mark(p, other)) {
			print_error(
				"%.*s\nat %d cells, from byte %zu: ends at %zu, better is %zu\n",
				KB_ARG(p->s), cols, p->at[from], p->at[to], p->at[other]);
			return true;
		}
	}
	return false;
}

struct seen {
	long lines, bad, overlong;
};

/* One paragraph at one width: every line checked. */
static void
check_width(const struct para *p, int cols, const struct kb_layout_options *o, struct seen *seen)
{
	struct kb_fill fill = { 0 };
	bool hung = false;
	size_t from = 0;
	while (from < p->n - 1 && p->blank[from]) {
		from++;
	}
	for (;;) {
		bool before = hung;
		size_t next = fill.next;
		if (!kb_fill_line(p->s, p->uses, next, cols, o, &hung, &fill)) {
			break;
		}
		/* nothing between the lines but blanks, nothing of them at either end */
		assert_int_equal(fill.from, p->at[from]);
		size_t want = best_end(p, from, cols, o, before);
		size_t to = boundary(p, from, fill.next);
		if (to != want) {
			print_error(
				"%.*s\nat %d cells, from byte %zu: line ends at %zu, best is %zu\n",
				KB_ARG(p->s), cols, p->at[from], p->at[to], p->at[want]);
		}
		assert_int_equal(to, want);
		size_t end = ink_end(p, from, to);
		assert_int_equal(fill.to, p->at[end]);
		assert_true(end > from);
		assert_int_equal(fill.cols,
		                 p->cols[o->ambiguous][end] - p->cols[o->ambiguous][from]);
		assert_true(fill.cols <= (o->hang && !before ? cols + 2 : cols) || end == from + 1);
		assert_true(fill.cols <= cols || hung || end == from + 1);
		if (to + 1 < p->n) {
			assert_false(better_place_existed(p, from, to, cols, o, before));
			seen->bad += bad_place(p, from, to);
		}
		seen->lines++;
		from = to;
	}
	for (; from < p->n - 1; from++) {
		assert_true(p->blank[from]);
	}
}

static void
check_para(kb_str s, enum kb_strictness strictness, bool hang, int step,
           struct seen seen[MAX_COLS + 1])
{
	struct para p = para_of(s, strictness);
	for (int cols = MIN_COLS; cols <= MAX_COLS; cols += step) {
		for (int amb = 1; amb <= 2; amb++) {
			struct kb_layout_options o = { .width = cols,
				                       .ambiguous = (enum kb_ambiguous)amb,
				                       .strictness = strictness,
				                       .hang = hang };
			check_width(&p, cols, &o, &seen[cols]);
		}
	}
	para_release(&p);
}

static const char *const pages[] = {
	"assets/issues/今日柯城-2021-11-05.txt", "assets/issues/今日柯城-2021-12-08.txt",
	"assets/issues/今日柯城-2022-04-13.txt", "assets/issues/今日柯城-2022-04-26.txt",
	"assets/issues/今日柯城-2023-03-23.txt",
};

static void
read_page(const char *path, struct kb_buf *text)
{
	char bytes[8192];
	struct kb_buf raw = { 0 };
	struct kb_text_report report = { 0 };
	FILE *f = fopen(path, "rb");
	if (!f) {
		fail_msg("cannot open %s", path);
	}
	for (size_t n; (n = fread(bytes, 1, sizeof(bytes), f)) > 0;) {
		kb_buf_add(&raw, (kb_str){ bytes, n });
	}
	fclose(f);
	kb_text_decode(kb_buf_str(&raw), KB_ENC_UTF8, text, &report);
	kb_buf_release(&raw);
}

static void
pages_at_every_width(void **state)
{
	(void)state;
	static struct seen seen[MAX_COLS + 1];
	int paragraphs = 0;
	memset(seen, 0, sizeof(seen));
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct kb_buf text = { 0 };
		read_page(pages[i], &text);
		kb_str rest = kb_buf_str(&text);
		kb_str line;
		while (kb_str_split(&rest, '\n', &line)) {
			if (line.n) {
				check_para(line, KB_STRICT, false, 1, seen);
				paragraphs++;
			}
		}
		kb_buf_release(&text);
	}
	assert_true(paragraphs >= 190);
	for (int cols = 6; cols <= MAX_COLS; cols++) {
		assert_int_equal(seen[cols].bad, 0); /* of all lines of the real pages */
	}
	print_message("%d paragraphs; %ld lines at 20 cells, %ld at 80; bad ends at 2 cells %ld, "
	              "at 4 %ld\n",
	              paragraphs, seen[20].lines, seen[80].lines, seen[2].bad, seen[4].bad);
}

static void
pages_hanging_and_gb(void **state)
{
	(void)state;
	static struct seen seen[MAX_COLS + 1];
	memset(seen, 0, sizeof(seen));
	struct kb_buf text = { 0 };
	read_page(pages[2], &text);
	kb_str rest = kb_buf_str(&text);
	kb_str line;
	while (kb_str_split(&rest, '\n', &line)) {
		if (line.n) {
			check_para(line, KB_STRICT, true, 3, seen);
			check_para(line, KB_GB, false, 3, seen);
		}
	}
	kb_buf_release(&text);
}

/* Texts by chance, rich in what is hard; the same in every run. */
static const char *const pieces[] = {
	"中",
	"文",
	"柯",
	"城",
	"，",
	"。",
	"、",
	"；",
	"：",
	"？",
	"！",
	"“",
	"”",
	"‘",
	"’",
	"（",
	"）",
	"《",
	"》",
	"【",
	"】",
	"——",
	"……",
	"—",
	"…",
	"·",
	"～",
	"／",
	"/",
	"%",
	"％",
	"℃",
	"￥",
	"№",
	"#",
	"$",
	"+",
	"-",
	"－",
	"1",
	"23",
	"4.5",
	"1,000",
	"１２",
	"．",
	"a",
	"word",
	"Ａ",
	" ",
	"  ",
	"　",
	"々",
	"ー",
	"①",
	"http://www.a.cn/b?c=d&e-f",
	"x.y",
	"e\xcc\x81",
	"\xf0\x9f\x98\x80",
	"\xef\xbf\xbd",
	"年",
	"月",
	"(",
	")",
	",",
	".",
};

static uint32_t
chance(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void
generated_at_every_width(void **state)
{
	(void)state;
	static struct seen seen[MAX_COLS + 1];
	uint32_t seed = 20220413;
	memset(seen, 0, sizeof(seen));
	for (int round = 0; round < 120; round++) {
		struct kb_buf text = { 0 };
		unsigned n = 1 + chance(&seed) % 120;
		uint32_t range = round % 3 ? (uint32_t)(sizeof(pieces) / sizeof(pieces[0])) : 32;
		for (unsigned i = 0; i < n; i++) {
			kb_buf_add(&text, kb_str_of(pieces[chance(&seed) % range]));
		}
		check_para(kb_buf_str(&text), KB_STRICT, round % 2, 1, seen);
		check_para(kb_buf_str(&text), KB_GB, false, 7, seen);
		check_para(kb_buf_str(&text), KB_UAX14, round % 2, 7, seen);
		kb_buf_release(&text);
	}
}

/* --- single lines ------------------------------------------------------------ */

struct line_case {
	const char *why, *text;
	int cols;
	bool hang;
	const char *lines; /* joined with | */
};

static const struct line_case cases[] = {
	{ "a point goes down with its character", "一二三四，五", 8, false, "一二三|四，五" },
	{ "or hangs", "一二三四，五", 8, true, "一二三四，|五" },
	{ "never two lines in a row", "一二三四，五六七八，九", 8, true,
	  "一二三四，|五六七|八，九" },
	{ "a closer doesn't hang", "一二三四）五", 8, true, "一二三|四）五" },
	{ "an opener goes down", "一二三（四五）", 8, false, "一二三|（四五）" },
	{ "a dash is whole and goes down with its character", "一二三——四", 7, false,
	  "一二|三——四" },
	{ "a number is whole", "一二三2022年", 8, false, "一二三|2022年" },
	{ "3|月 breaks", "一二 3月", 6, false, "一二 3|月" },
	{ "blanks hang and are dropped", "一二三四  五", 8, false, "一二三四|五" },
	{ "also full-width ones", "一二三四　　五", 8, false, "一二三四|五" },
	{ "blanks at the ends are dropped", "  一二  ", 8, false, "一二" },
	{ "nothing but blanks is no line", "   ", 8, false, "" },
	{ "a cluster too wide goes alone", "一a二", 1, false, "一|a|二" },
	{ "a word too long is cut", "abcdefgh", 3, false, "abc|def|gh" },
	{ "an address at its joints", "http://www.example.com/a/b", 12, false,
	  "http://www.|example.com/|a/b" },
	{ "prohibition gives way before a unit", "——，", 3, false, "——|，" },
	{ "a unit gives way last", "——，", 1, false, "—|—|，" },
	{ "hard line ends", "一\n\n二", 8, false, "一||二" },
	{ "one at the end closes its line only", "一\n", 8, false, "一" },
	{ "an odd cell stays free", "一二三四五", 9, false, "一二三四|五" },
};

static void
lines_by_case(void **state)
{
	(void)state;
	int wrong = 0;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct line_case *c = &cases[i];
		struct kb_layout_options o = { .width = c->cols,
			                       .ambiguous = KB_AMBIGUOUS_1,
			                       .hang = c->hang };
		kb_str s = kb_str_of(c->text);
		unsigned char *levels = kb_calloc(s.n + 1, 1);
		struct kb_buf got = { 0 };
		struct kb_fill fill = { 0 };
		bool hung = false;
		kb_breaks(s, KB_STRICT, levels);
		for (int n = 0; kb_fill_line(s, levels, fill.next, c->cols, &o, &hung, &fill);
		     n++) {
			kb_buf_add(&got, n ? KB_STR("|") : KB_STR(""));
			kb_buf_add(&got, kb_str_sub(s, fill.from, fill.to));
		}
		if (!kb_str_eq(kb_buf_str(&got), kb_str_of(c->lines))) {
			print_error("%s: want %s, got %.*s\n", c->why, c->lines,
			            KB_ARG(kb_buf_str(&got)));
			wrong++;
		}
		kb_buf_release(&got);
		free(levels);
	}
	assert_int_equal(wrong, 0);
}

/* Time in proportion to the text, also where nothing can be broken. */
static void
long_paragraphs(void **state)
{
	(void)state;
	static const char *const units[] = { "中文，", "a",         "——",         " ",
		                             "“",      "e\xcc\x81", "http://a.b/" };
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		struct kb_buf text = { 0 };
		while (text.n < (1u << 20)) {
			kb_buf_add(&text, kb_str_of(units[u]));
		}
		struct kb_arena arena = { 0 };
		struct kb_lines lines = { 0 };
		struct kb_layout_options o = { .width = 80, .ambiguous = KB_AMBIGUOUS_1 };
		kb_layout_para(&arena, kb_buf_str(&text), KB_ROLE_BODY, 4, 0, &o, &lines);
		assert_true(lines.n > 0 || units[u][0] == ' ');
		kb_arena_release(&arena);
		kb_buf_release(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_by_case),        cmocka_unit_test(pages_at_every_width),
		cmocka_unit_test(pages_hanging_and_gb), cmocka_unit_test(generated_at_every_width),
		cmocka_unit_test(long_paragraphs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
