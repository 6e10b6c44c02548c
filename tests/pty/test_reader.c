/*
 * The real program in a pty: what it shows is compared cell by cell with its
 * own grid, every article is reached by keys and read whole, and it comes and
 * goes as it must. P… and T… are pitfalls of wide characters and promises.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kanbao/keymap.h"
#include "kanbao/layout.h"
#include "kanbao/store.h"
#include "reader.h"

static struct reader_place place;

/* --- the same cells -------------------------------------------------------------- */

/* Through every screen and prompt, with resizes on the way. */
static const char *const tour[] = {
	"j",
	"k",
	"<Enter>",
	"<Space>",
	"<Space>",
	"b",
	"d",
	"u",
	"G",
	"g",
	"5j",
	"40%",
	"J",
	"J",
	"K",
	"<Resize:20x41>",
	"<Space>",
	"<Resize:24x80>",
	"t",
	"j",
	"q",
	"q",
	"}",
	"{",
	"{",
	")",
	"(",
	"]",
	"[",
	"I",
	"j",
	"j",
	"G",
	"g",
	"<Enter>",
	"c",
	"l",
	"j",
	"k",
	"h",
	"]",
	"<Resize:12x33>",
	"{",
	"<Resize:40x100>",
	"<Enter>",
	"q",
	"c",
	"q",
	"?",
	"<Space>",
	"q",
	"D",
	"2022-4",
	"<Backspace>",
	"<Left>",
	"<Esc>",
	"D",
	"2021-11-05<Enter>",
	"<Enter>",
	"''",
	".",
	"9",
	"<Esc>",
	"~",
	"<C-L>",
	"<Resize:2x60>",
	"<Resize:24x10>",
	"<Resize:1x1>",
	"<Resize:24x80>",
	"2G",
	"<Enter>",
	"G",
	"<Space>",
	"<PgDn>",
	"<Down>",
	"<Up>",
	"<Left>",
	NULL,
};

static void
compare_at(int rows, int cols)
{
	for (int amb = 1; amb <= 2; amb++) {
		struct reader r = { .rows = rows,
			            .cols = cols,
			            .ambiguous = (enum kb_ambiguous)amb };
		reader_compare(&place, &r, tour);
	}
}

static void
test_cells_80x24(void **state)
{
	(void)state;
	compare_at(24, 80);
}

static void
test_cells_160x50(void **state)
{
	(void)state;
	compare_at(50, 160);
}

static void
test_cells_40x20(void **state)
{
	(void)state;
	compare_at(20, 40);
}

static void
test_cells_20x10(void **state)
{
	(void)state;
	compare_at(10, 20);
}

/* --- the whole text ---------------------------------------------------------------- */

/* Appends s without blanks and line ends. */
static void
add_ink(struct kb_buf *out, kb_str s)
{
	for (size_t off = 0; off < s.n;) {
		size_t start = off;
		uint32_t cp = kb_utf8_next(s, &off);
		if (cp != '\n' && !kb_cp_blank(cp)) {
			kb_buf_add(out, kb_str_sub(s, start, off));
		}
	}
}

/* Rows seen so far, those of a new screen joined where they overlap. */
struct seen {
	struct kb_buf rows; /* each ended by a newline */
};

/* The rows of the screen between title and status line that hold anything. */
static void
body_rows(const struct pty *p, int from, int to, struct kb_buf *out)
{
	struct kb_buf all = { 0 };
	int y = 0;
	pty_dump(p, &all);
	kb_str rest = kb_buf_str(&all);
	kb_str row;
	while (kb_str_split(&rest, '\n', &row)) {
		if (y >= from && y < to && kb_str_trim(row).n) {
			kb_buf_add(out, row);
			kb_buf_byte(out, '\n');
		}
		y++;
	}
	kb_buf_release(&all);
}

/* Appends the screen, less what of its beginning stands at the end already. */
static void
see(struct seen *seen, const struct pty *p, int from, int to)
{
	struct kb_buf screen = { 0 };
	body_rows(p, from, to, &screen);
	kb_str s = kb_buf_str(&screen);
	size_t overlap = s.n;
	while (overlap && (overlap > seen->rows.n ||
	                   !kb_str_ends(kb_buf_str(&seen->rows), kb_str_sub(s, 0, overlap)))) {
		do {
			overlap--;
		} while (overlap && s.p[overlap - 1] != '\n');
	}
	kb_buf_add(&seen->rows, kb_str_sub(s, overlap, s.n));
	kb_buf_release(&screen);
}

static void
must_see(const struct kb_buf *ink, kb_str field, const char *what)
{
	struct kb_buf want = { 0 };
	add_ink(&want, field);
	if (want.n && kb_str_find(kb_buf_str(ink), kb_buf_str(&want)) == SIZE_MAX) {
		fprintf(stderr, "--- seen\n%s\n", ink->p); /* cmocka would cut it */
		fail_msg("%s was not on the screen: %s", what, want.p);
	}
	kb_buf_release(&want);
}

static void
must_see_article(const struct kb_buf *ink, const struct kb_article *a)
{
	must_see(ink, a->label, "label");
	must_see(ink, a->kicker, "kicker");
	must_see(ink, a->headline, "headline");
	must_see(ink, a->deck, "deck");
	must_see(ink, a->lead, "lead");
	for (size_t i = 0; i < a->credits.n; i++) {
		must_see(ink, a->credits.v[i].role, "role");
		must_see(ink, a->credits.v[i].name, "name");
	}
	for (size_t i = 0; i < a->body.n; i++) {
		must_see(ink, a->body.v[i], "paragraph");
	}
	for (size_t i = 0; i < a->ncaptions; i++) {
		must_see(ink, a->captions[i].text, "caption");
	}
}

/* All articles of the archive, newest issue first. */
struct all {
	struct kb_arena arena;
	struct kb_store *store;
	struct kb_ctx ctx;
	struct kb_issue_row *issues;
	size_t nissues;
};

static void
open_all(struct all *all)
{
	*all = (struct all){ 0 };
	assert_int_equal(kb_store_open(&all->ctx, place.archive, KB_STORE_READ, &all->store),
	                 KB_OK);
	assert_int_equal(kb_store_issues(all->store, &all->ctx, &all->arena, 0, true, 0, 100,
	                                 &all->issues, &all->nissues),
	                 KB_OK);
	assert_int_equal(all->nissues, 5);
}

static void
close_all(struct all *all)
{
	kb_store_close(all->store);
	kb_arena_release(&all->arena);
	kb_ctx_release(&all->ctx);
}

/* Reads the article on the screen to its end by d, and looks for all its text. */
static void
read_article(struct pty *p, const struct kb_article *a)
{
	struct seen seen = { 0 };
	struct kb_buf ink = { 0 };
	struct kb_buf before = { 0 };
	struct kb_buf now = { 0 };
	for (;;) {
		see(&seen, p, 2, p->rows - 2);
		kb_buf_clear(&before);
		pty_dump(p, &before);
		pty_keys(p, "<C-D>");
		kb_buf_clear(&now);
		pty_dump(p, &now);
		if (strcmp(now.p, before.p) == 0) {
			break;
		}
	}
	add_ink(&ink, kb_buf_str(&seen.rows));
	must_see_article(&ink, a);
	kb_buf_release(&ink);
	kb_buf_release(&before);
	kb_buf_release(&now);
	kb_buf_release(&seen.rows);
}

/* Each issue by {, each article by its number on the front page. */
static void
read_all(int rows, int cols, enum kb_ambiguous amb)
{
	struct reader r = { .rows = rows, .cols = cols, .ambiguous = amb };
	struct pty p;
	struct all all;
	size_t articles = 0;
	open_all(&all);
	reader_start(&place, &p, &r);
	for (size_t i = 0; i < all.nissues; i++) {
		struct kb_issue issue;
		if (i) {
			pty_keys(&p, "{");
		}
		assert_int_equal(
			kb_store_load(all.store, &all.ctx, &all.arena, all.issues[i].id, &issue),
			KB_OK);
		for (size_t k = 0; k < issue.narticles; k++) {
			char keys[32];
			snprintf(keys, sizeof(keys), "%zuG <Enter>", k + 1);
			pty_keys(&p, keys);
			read_article(&p, &issue.articles[k]);
			pty_keys(&p, "q");
			articles++;
		}
	}
	assert_true(articles >= 20);
	pty_end(&p);
	close_all(&all);
}

static void
test_every_article_80x24(void **state)
{
	(void)state;
	read_all(24, 80, KB_AMBIGUOUS_1);
}

static void
test_every_article_40x20_wide(void **state)
{
	(void)state;
	read_all(20, 40, KB_AMBIGUOUS_2);
}

/* Space alone: from the first article of the oldest issue to the end of the newest. */
static void
test_space_reads_straight_on(void **state)
{
	(void)state;
	struct reader r = { .rows = 20, .cols = 41, .where = "2021-11-05" };
	struct pty p;
	struct all all;
	struct seen seen = { 0 };
	struct kb_buf ink = { 0 };
	struct kb_buf before = { 0 };
	struct kb_buf now = { 0 };
	open_all(&all);
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter>");
	int same = 0;
	for (int screens = 0; same < 2 && screens < 1000; screens++) {
		see(&seen, &p, 2, p.rows - 2);
		kb_buf_clear(&before);
		body_rows(&p, 2, p.rows - 2, &before);
		pty_keys(&p, "<Space>");
		kb_buf_clear(&now);
		body_rows(&p, 2, p.rows - 2, &now);
		same = strcmp(now.p, before.p) == 0 ? same + 1 : 0;
	}
	add_ink(&ink, kb_buf_str(&seen.rows));
	for (size_t i = 0; i < all.nissues; i++) {
		struct kb_issue issue;
		assert_int_equal(
			kb_store_load(all.store, &all.ctx, &all.arena, all.issues[i].id, &issue),
			KB_OK);
		for (size_t k = 0; k < issue.narticles; k++) {
			must_see_article(&ink, &issue.articles[k]);
		}
	}
	pty_end(&p);
	close_all(&all);
	kb_buf_release(&ink);
	kb_buf_release(&before);
	kb_buf_release(&now);
	kb_buf_release(&seen.rows);
}

/* --- the place ------------------------------------------------------------------------ */

/* The first body row of an article at 80 columns is still on the screen after any resize. */
static void
test_resize_keeps_the_line(void **state)
{
	(void)state;
	static const int sizes[][2] = {
		{ 20, 40 }, { 24, 133 }, { 10, 20 }, { 30, 61 }, { 24, 80 }
	};
	struct reader r = { .rows = 24, .cols = 80 };
	struct pty p;
	struct kb_buf rows = { 0 };
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter> <Space> 5j");
	body_rows(&p, 2, 3, &rows);
	struct kb_buf ink = { 0 };
	add_ink(&ink, kb_buf_str(&rows));
	size_t n = 0; /* its first three characters */
	for (int i = 0; i < 3 && n < ink.n; i++) {
		kb_utf8_next(kb_buf_str(&ink), &n);
	}
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct kb_buf now = { 0 };
		struct kb_buf now_ink = { 0 };
		pty_resize(&p, sizes[i][0], sizes[i][1]);
		body_rows(&p, 0, p.rows, &now);
		add_ink(&now_ink, kb_buf_str(&now));
		assert_true(kb_str_find(kb_buf_str(&now_ink), kb_str_sub(kb_buf_str(&ink), 0, n)) !=
		            SIZE_MAX);
		kb_buf_release(&now);
		kb_buf_release(&now_ink);
	}
	kb_buf_release(&rows);
	kb_buf_release(&ink);
	pty_end(&p);
}

/* However it ends, the next start is where the reader was. */
static void
test_place_is_kept(void **state)
{
	(void)state;
	static const int signals[] = { 0, SIGTERM, SIGHUP, -1 };
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		char state_env[340];
		const char *env[] = { state_env, NULL };
		struct reader r = { .rows = 24, .cols = 80, .env = env };
		struct pty p;
		struct kb_buf before = { 0 };
		struct kb_buf after = { 0 };
		snprintf(state_env, sizeof(state_env), "XDG_STATE_HOME=%s/kept%zu", place.folder,
		         i);
		reader_start(&place, &p, &r);
		pty_keys(&p, "{ 1G <Enter> 9j");
		body_rows(&p, 0, p.rows - 1, &before);
		if (signals[i] > 0) {
			kill(p.pid, signals[i]);
		} else if (signals[i] == 0) {
			pty_type(&p, "Q");
		} else {
			pty_hang_up(&p);
		}
		assert_true(pty_gone(&p, 2000));
		assert_int_equal(pty_status(&p), 0);
		pty_end(&p);
		reader_start(&place, &p, &r);
		body_rows(&p, 0, p.rows - 1, &after);
		assert_string_equal(before.p, after.p);
		pty_end(&p);
		kb_buf_release(&before);
		kb_buf_release(&after);
	}
}

/* --- coming and going ------------------------------------------------------------------- */

/* T6 from every screen and prompt, SIGHUP as usual, ignored, blocked. */
static void
test_t6_hang_up(void **state)
{
	(void)state;
	static const char *const screens[] = { "",  "<Enter>", "t",     "I", "c",
		                               "?", "D",       "D2022", "5", "'" };
	for (size_t i = 0; i < sizeof(screens) / sizeof(screens[0]); i++) {
		struct reader r = { .rows = 24, .cols = 80, .sighup = (int)(i % 3) };
		struct pty p;
		reader_start(&place, &p, &r);
		pty_keys(&p, screens[i]);
		pty_hang_up(&p);
		if (!pty_gone(&p, 1000)) {
			fail_msg("still there a second after the terminal went, at '%s'",
			         screens[i]);
		}
		pty_end(&p);
	}
}

static void
same_modes(const struct termios *a, const struct termios *b)
{
	assert_int_equal(a->c_iflag, b->c_iflag);
	assert_int_equal(a->c_oflag, b->c_oflag);
	assert_int_equal(a->c_cflag, b->c_cflag);
	assert_int_equal(a->c_lflag, b->c_lflag);
	assert_memory_equal(a->c_cc, b->c_cc, sizeof(a->c_cc));
}

/* T5: modes restored, alternate screen left, cursor on. */
static void
test_t5_restored(void **state)
{
	(void)state;
	static const struct {
		const char *keys;
		int sig;
		int status;
	} ends[] = {
		{ "q", 0, 0 },
		{ "<Enter>Q", 0, 0 },
		{ "D20Q<Esc>Q", 0, 0 },
		{ "", SIGTERM, 0 },
		{ "D", SIGHUP, 0 },
		{ "c", SIGINT, 0 },
#ifndef __SANITIZE_ADDRESS__
		{ "", SIGSEGV, -SIGSEGV },
		{ "", SIGABRT, -SIGABRT },
#endif
	};
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct reader r = { .rows = 24, .cols = 80 };
		struct pty p;
		struct termios plain;
		struct termios after;
		struct pty_setup cat = { .rows = 24,
			                 .cols = 80,
			                 .argv = (const char *const[]){ "true", NULL } };
		pty_start(&p, &cat);
		tcgetattr(p.fd, &plain);
		pty_end(&p);
		reader_start(&place, &p, &r);
		assert_true(p.alternate);
		pty_type(&p, ends[i].keys);
		if (ends[i].sig) {
			pty_settle(&p);
			kill(p.pid, ends[i].sig);
		}
		assert_true(pty_gone(&p, 2000));
		assert_int_equal(pty_status(&p), ends[i].status);
		assert_int_equal(tcgetattr(p.fd, &after), 0);
		same_modes(&plain, &after);
		assert_false(p.alternate);
		assert_true(p.cursor);
		pty_end(&p);
	}
}

/* T4 for the program: a new emulator's name, none, and one that can't. */
static void
test_t4_term(void **state)
{
	(void)state;
	static const struct {
		const char *term;
		int status;
	} terms[] = { { "xterm-ghostty", 0 },
		      { "nonesuch", 0 },
		      { "-", 0 },
		      { "vt100", 0 },
		      { "dumb", 69 } };
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		struct reader r = { .rows = 24, .cols = 80, .term = terms[i].term };
		struct pty p;
		reader_start(&place, &p, &r);
		assert_int_equal(p.gone, terms[i].status != 0);
		if (p.gone) {
			assert_int_equal(pty_status(&p), terms[i].status);
			assert_true(pty_shows(&p, "kanbao: "));
		} else {
			assert_true(pty_shows(&p, "今日柯城"));
		}
		pty_end(&p);
	}
}

/* No terminal: one clear line, status 69. */
static void
test_no_terminal(void **state)
{
	(void)state;
	char path[600];
	char line[300] = "";
	assert_int_equal(
		reader_command(&place, "/dev/null", "noterm.out", "-a", place.archive, NULL), 69);
	snprintf(path, sizeof(path), "%s/noterm.out", place.folder);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	assert_int_equal(strncmp(line, "kanbao: ", 8), 0);
	assert_null(fgets(line, sizeof(line), f));
	fclose(f);
}

/* P18: locales that are not there; Chinese text is shown all the same. */
static void
test_p18_locales(void **state)
{
	(void)state;
	static const char *const envs[][4] = {
		{ "LANG", NULL },
		{ "LANG=zh_CN.UTF-8", NULL },
		{ "LANG=C", "LC_ALL=C", NULL },
		{ "LANG=", "LC_CTYPE=UTF-8", "LC_TIME=xx", NULL },
	};
	for (size_t i = 0; i < sizeof(envs) / sizeof(envs[0]); i++) {
		struct reader r = { .rows = 24, .cols = 80, .env = envs[i] };
		struct pty p;
		reader_start(&place, &p, &r);
		assert_false(p.gone);
		assert_true(pty_shows(&p, "今日柯城"));
		pty_end(&p);
	}
}

/* --- pitfalls on the wire ------------------------------------------------------------------ */

/* P10: where ambiguous characters take two cells nothing is drawn but ASCII. */
static void
test_p10_ascii_borders(void **state)
{
	(void)state;
	struct reader r = { .rows = 24, .cols = 80, .ambiguous = KB_AMBIGUOUS_2 };
	struct pty p;
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter> t q I q c q ? q");
	kb_str wire = kb_buf_str(&p.wire);
	for (size_t off = 0; off < wire.n;) {
		uint32_t cp = kb_utf8_next(wire, &off);
		if (cp >= 0x2500 && cp < 0x25A0) {
			fail_msg("U+%04X is drawn", (unsigned)cp);
		}
	}
	assert_true(kb_str_find(wire, KB_STR("\x1b(0")) == SIZE_MAX);
	assert_true(kb_str_find(wire, KB_STR("\x0e")) == SIZE_MAX);
	pty_end(&p);
}

/* P16: titles cut to n cells take at most n, in both modes. */
static void
test_p16_cut(void **state)
{
	(void)state;
	struct all all;
	open_all(&all);
	for (int amb = 1; amb <= 2; amb++) {
		for (size_t i = 0; i < all.nissues; i++) {
			struct kb_issue issue;
			assert_int_equal(kb_store_load(all.store, &all.ctx, &all.arena,
			                               all.issues[i].id, &issue),
			                 KB_OK);
			for (int cols = 0; cols < 60; cols++) {
				kb_str title = issue.articles[0].headline;
				kb_str cut = kb_layout_cut(&all.arena, title, cols,
				                           (enum kb_ambiguous)amb);
				assert_true(kb_text_cols(cut, (enum kb_ambiguous)amb) <= cols);
			}
		}
	}
	close_all(&all);
}

/* P20 and P9: a line costs a line, a page a page; nothing is cleared, nothing inserted. */
static void
test_p20_bytes(void **state)
{
	(void)state;
	struct reader r = { .rows = 24, .cols = 80 };
	struct pty p;
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter> <Space>");
	size_t start = p.wire.n;
	pty_keys(&p, "k");
	size_t line = p.wire.n - start;
	start = p.wire.n;
	pty_keys(&p, "j");
	line = p.wire.n - start > line ? p.wire.n - start : line;
	kb_str wire = kb_str_sub(kb_buf_str(&p.wire), start, p.wire.n);
	assert_true(kb_str_find(wire, KB_STR("\x1b[2J")) == SIZE_MAX);
	assert_true(kb_str_find(wire, KB_STR("\x1b[J")) == SIZE_MAX);
	print_message("a line: %zu bytes\n", line);
	if (line > 300) {
		fail_msg("scrolling by a line sends %zu bytes", line);
	}
	start = p.wire.n;
	pty_keys(&p, "<C-L>"); /* that one does clear */
	assert_true(p.wire.n - start > 1000);
	pty_end(&p);
}

/* P19, T1, T2: what stands in the pages never reaches the terminal as a command. */
static void
test_p19_hostile_text(void **state)
{
	(void)state;
	static const char page[] =
		"# 今日柯城\x1b]0;owned\x07\n\n2022年4月13日 第1937期\n\n"
		"## 标题\x1b[2J\xc2\x9b"
		"31m\xe2\x80\xae反\xe2\x81\xa6"
		"写\n\n"
		"记者 \x1b[5m张三\n\n"
		"本报讯 正文\x1b]52;c;QUFB\x07，\x08\x7f\xc2\x9d"
		"52;c;QUFB\xc2\x9c\xef\xbb\xbf零宽\xe2\x80\x8b"
		"空格\xf3\xa0\x81\x81，坏字节，正文要长一些，才像一篇文章。"
		"区委书记主持会议并讲话，会议强调要抓好工作。\r覆盖\n\n第二段也有\x1b[31m颜色\x1bP+"
		"q\x1b\\。\n";
	static const char *const never[] = { "owned",
		                             "\x1b[5m",
		                             "\x1b]",
		                             "\x1b[31m",
		                             "\x1bP",
		                             "\x07",
		                             "\x08"
		                             "\x7f",
		                             "\xc2\x9b",
		                             "\xc2\x9d",
		                             "\xe2\x80\xae",
		                             "\xe2\x81\xa6",
		                             "\xe2\x80\x8b",
		                             "\xef\xbb\xbf",
		                             "\xf3\xa0\x81\x81",
		                             "\xff",
		                             "\xfe" };
	char file[400];
	char archive[400];
	snprintf(file, sizeof(file), "%s/hostile.txt", place.folder);
	snprintf(archive, sizeof(archive), "%s/hostile.db", place.folder);
	FILE *f = fopen(file, "w");
	fwrite(page, 1, sizeof(page) - 1, f);
	for (int i = 0; i < 30; i++) { /* enough of it to be a page all the same */
		fputs("\n会议指出，要自觉把思想、行动统一到决策部署上来，奋力跑出追赶超越的速度。"
		      "\n",
		      f);
	}
	fclose(f);
	assert_int_equal(reader_command(&place, "/dev/null", "hostile.out", "-a", archive, "import",
	                                "--paper", "恶\x1b[31m报", "--date", "2022-04-13", file,
	                                NULL),
	                 0);
	struct reader r = { .rows = 24, .cols = 80, .archive = archive };
	struct pty p;
	reader_start(&place, &p, &r);
	pty_keys(&p, "<Enter>");
	assert_true(pty_shows(&p, "零宽空格"));
	pty_keys(&p, "<Space> q t q I q c q");
	assert_false(p.gone);
	for (size_t i = 1; i < sizeof(never) / sizeof(never[0]);
	     i++) { /* "owned" may stand as text */
		if (kb_str_find(kb_buf_str(&p.wire), kb_str_of(never[i])) != SIZE_MAX) {
			fail_msg("sequence %zu is on the wire", i);
		}
	}
	pty_end(&p);
}

/* T7: what comes from the terminal is data; whatever it is, the reader lives or leaves in order. */
static void
test_t7_random_input(void **state)
{
	(void)state;
	unsigned seed = 7;
	for (int run = 0; run < 2; run++) {
		struct reader r = { .rows = 24, .cols = 80 };
		struct pty p;
		reader_start(&place, &p, &r);
		for (int i = 0; i < 40 && !p.gone; i++) {
			char bytes[128];
			for (size_t k = 0; k < sizeof(bytes); k++) {
				seed = seed * 1103515245U + 12345U;
				bytes[k] = (char)(seed >> 16);
				/* leaving at once would be no test */
				if (bytes[k] == 'q' || bytes[k] == 'Q' || bytes[k] == 26) {
					bytes[k] = '\x1b';
				}
			}
			pty_send(&p, bytes, sizeof(bytes));
			pty_settle(&p);
		}
		pty_send(&p, "\x1b", 1);
		pty_settle(&p);
		pty_send(&p, "\x1bQ", 2);
		if (!pty_gone(&p, 1000)) {
			pty_keys(&p, "<Esc>Q");
			assert_true(pty_gone(&p, 1000));
		}
		assert_int_equal(pty_status(&p), 0);
		pty_end(&p);
	}
}

/* Nothing wakes an idle reader once its place is kept. */
static void
test_idle(void **state)
{
	(void)state;
	struct reader r = { .rows = 24, .cols = 80 };
	struct pty p;
	char path[64];
	char line[128] = "";
	char again[128] = "";
	reader_start(&place, &p, &r);
	sleep(6); /* the place is kept at most 5 s late */
	snprintf(path, sizeof(path), "/proc/%d/sched", (int)p.pid);
	for (int look = 0; look < 2; look++) {
		FILE *f = fopen(path, "r");
		char *into = look ? again : line;
		while (f && fgets(into, sizeof(line), f) && strncmp(into, "nr_switches", 11) != 0) {
		}
		if (f) {
			fclose(f);
		}
		if (!look) {
			sleep(1);
		}
	}
	pty_end(&p);
	if (strncmp(line, "nr_switches", 11) != 0) {
		print_message("/proc does not tell how often a process wakes\n");
		skip();
	}
	assert_string_equal(line, again);
}

/* The interface in Chinese, where no Chinese locale is installed. */
static void
test_chinese_interface(void **state)
{
	(void)state;
	struct reader r = { .rows = 24, .cols = 80, .language = "zh" };
	struct pty p;
	reader_start(&place, &p, &r);
	assert_true(pty_shows(&p, "帮助"));
	pty_keys(&p, "?");
	assert_true(pty_shows(&p, "下一行") || pty_shows(&p, "一行"));
	pty_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells_80x24),
		cmocka_unit_test(test_cells_160x50),
		cmocka_unit_test(test_cells_40x20),
		cmocka_unit_test(test_cells_20x10),
		cmocka_unit_test(test_every_article_80x24),
		cmocka_unit_test(test_every_article_40x20_wide),
		cmocka_unit_test(test_space_reads_straight_on),
		cmocka_unit_test(test_resize_keeps_the_line),
		cmocka_unit_test(test_place_is_kept),
		cmocka_unit_test(test_t4_term),
		cmocka_unit_test(test_t5_restored),
		cmocka_unit_test(test_t6_hang_up),
		cmocka_unit_test(test_no_terminal),
		cmocka_unit_test(test_p10_ascii_borders),
		cmocka_unit_test(test_p16_cut),
		cmocka_unit_test(test_p18_locales),
		cmocka_unit_test(test_p19_hostile_text),
		cmocka_unit_test(test_p20_bytes),
		cmocka_unit_test(test_t7_random_input),
		cmocka_unit_test(test_idle),
		cmocka_unit_test(test_chinese_interface),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(&place);
	return failed;
}
