/*
 * The real program in a pty: what it shows is compared cell by cell with its
 * own grid, every article is reached by keys and read whole, and the place is
 * kept.
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
		/* on a line of the text, on the blank one above the byline */
		pty_keys(&p, i % 2 ? "{ 1G <Enter> 9j" : "{ 1G <Enter> 4j");
		body_rows(&p, 0, p.rows - 1, &before);
		if (signals[i] > 0) {
			kill(p.pid, signals[i]);
		} else if (signals[i] == 0) {
			pty_type(&p, "Q");
		} else {
			pty_hang_up(&p);
		}
		assert_true(pty_gone(&p, 10000));
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
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(&place);
	return failed;
}
