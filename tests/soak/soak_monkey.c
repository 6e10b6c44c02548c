/*
 * A monkey at the keys, over a real archive: nothing falls, the state stays
 * sound, and the screen is always what a fresh paint of the same state shows.
 * promises: S1
 * S1 counts keys: 100000 by $SOAK, of seed $MONKEY_SEED.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../pty/reader.h"
#include "soak.h"

#define BURST 60 /* most keys between two looks */
#define LATE_US 80000
#define TAIL 3000 /* bytes typed last, shown where something is wrong */

struct monkey {
	struct reader_place place;
	struct pty p;
	uint64_t chance;
	size_t typed;
	size_t left; /* how often the reader was left, and started anew */
	struct kb_buf tail;
	char state[400];
};

static size_t
below(struct monkey *m, size_t n)
{
	m->chance = m->chance * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(m->chance >> 33) % n;
}

/* --- keys ------------------------------------------------------------------------ */

/* What a hand does: keys by their bytes, and whole answers to prompts. */
static const char *const gestures[] = {
	"\x1b",
	"\x1bOA",
	"\x1bOB",
	"\x1bOC",
	"\x1bOD",
	"\x1bOH",
	"\x1bOF",
	"\x1b[5~",
	"\x1b[6~",
	"\x1b[3~",
	"\x1b[2~",
	"\x1b[Z",
	"\x1bOP",
	"\x7f",
	"\r",
	"\r",
	"\t",
	" ",
	" ",
	"q",
	"S柯城",
	"S kecheng",
	"S码头\r",
	"/会议\r",
	"/公交",
	"&码头\r",
	"D2022-4-13",
	"D2024\r",
	"D3月1日\r",
	"a#标签 笔记\r",
	"ma",
	"'a",
	"''",
	":set theme=",
	":set theme=night\r",
	":set la\t",
	"c{{",
	"cc]]",
	":set columns=2",
	":set theme=none\r",
	"\x1b[200~多行\n粘贴\x1b[201~",
	"|cat\r",
	"svjy",
	"I]]",
	"BB]",
	"Pj\r",
	"Hk\r",
	"e\r字\r",
	"\x1b[<0;9;7M\x1b[<0;9;7m",
	"\x1b[<65;9;7M",
	"字",
	"；",
	"字\xcc\x81",
	"\xe5\xad",
	"\xff",
	"\x1b[",
};

/* Most are single keys, as they come; those that end the program are rare. */
static void
add_key(struct monkey *m, struct kb_buf *out)
{
	size_t what = below(m, 100);
	if (what < 75) {
		char key = (char)(' ' + below(m, 95));
		kb_buf_byte(out, key == '|' ? '*' : key); /* no commands but that of a gesture */
	} else if (what < 80) {
		kb_buf_byte(out, (char)(1 + below(m, 27))); /* ^A … ^Z, Esc */
	} else {
		kb_buf_add(out,
		           kb_str_of(gestures[below(m, sizeof(gestures) / sizeof(*gestures))]));
	}
}

static void
remember(struct monkey *m, kb_str keys)
{
	kb_buf_add(&m->tail, keys);
	if (m->tail.n > 2 * TAIL) {
		memmove(m->tail.p, m->tail.p + m->tail.n - TAIL, TAIL);
		m->tail.n = TAIL;
	}
}

/* --- what must hold ---------------------------------------------------------------- */

static void
show_tail(const char *what, const struct kb_buf *bytes)
{
	(void)fprintf(stderr, "%s last:\n", what);
	for (size_t i = bytes->n < TAIL ? 0 : bytes->n - TAIL; i < bytes->n; i++) {
		unsigned char c = (unsigned char)bytes->p[i];
		(void)fprintf(stderr, c < ' ' || c >= 0x7f ? "\\x%02x" : "%c", c);
	}
	(void)fputc('\n', stderr);
}

static _Noreturn void
wrong(struct monkey *m, const char *why)
{
	(void)fprintf(stderr, "after %zu keys: %s\n", m->typed, why);
	show_tail("typed", &m->tail);
	show_tail("sent", &m->p.wire);
	fail_msg("%s", why);
	abort();
}

/* Whether a thread of the program is at work. */
static bool
working(const struct pty *p)
{
	char path[300];
	(void)snprintf(path, sizeof(path), "/proc/%d/task", (int)p->pid);
	DIR *tasks = opendir(path);
	bool found = false;
	for (struct dirent *e; tasks && (e = readdir(tasks));) {
		char state = 'S';
		(void)snprintf(path, sizeof(path), "/proc/%d/task/%s/stat", (int)p->pid, e->d_name);
		FILE *f = e->d_name[0] == '.' ? NULL : fopen(path, "r");
		if (f) {
			if (fscanf(f, "%*d %*s %c", &state) != 1) {
				state = 'S';
			}
			(void)fclose(f);
		}
		found = found || state == 'R' || state == 'D';
	}
	if (tasks) {
		(void)closedir(tasks);
	}
	return found;
}

/*
 * Until nothing is being painted, searched for, or on its way: what was typed
 * at a stroke comes in pieces where the machine is busy.
 */
static void
settle(struct monkey *m)
{
	for (bool quiet = false; !quiet && !m->p.gone;) {
		pty_settle(&m->p);
		size_t before = m->p.wire.n;
		(void)usleep(LATE_US);
		pty_settle(&m->p);
		quiet = m->p.wire.n == before && !working(&m->p);
		if (pty_shows(&m->p, "[Enter goes back") || pty_shows(&m->p, "［按回车回到")) {
			pty_send(&m->p, "\r", 1); /* a command of | has ended */
			quiet = false;
		}
	}
}

/* A cell as it is seen: nobody sees the ink of a blank. */
struct seen {
	uint32_t chars[VTERM_MAX_CHARS_PER_CELL];
	VTermColor ink;
	VTermColor ground;
	int width;
	unsigned attrs;
};

static struct seen
cell_seen(const struct pty *p, int y, int x)
{
	struct seen seen;
	VTermScreenCell cell;
	memset(&seen, 0, sizeof(seen));
	vterm_screen_get_cell(p->screen, (VTermPos){ y, x }, &cell);
	if (cell.chars[0] == (uint32_t)-1) { /* the right half of the one before */
		seen.chars[0] = (uint32_t)-1;
		return seen;
	}
	bool blank = cell.chars[0] == 0 || cell.chars[0] == ' ';
	if (!blank) {
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++) {
			seen.chars[i] = cell.chars[i];
		}
		seen.ink = cell.fg;
	}
	seen.width = cell.width;
	seen.ground = cell.bg;
	seen.attrs = (unsigned)(cell.attrs.reverse | cell.attrs.underline << 1) |
	             (blank ? 0u : (unsigned)cell.attrs.bold << 3);
	return seen;
}

static bool
same_seen(const struct seen *a, const struct seen *b)
{
	return memcmp(a->chars, b->chars, sizeof(a->chars)) == 0 && a->width == b->width &&
	       a->attrs == b->attrs && vterm_color_is_equal(&a->ground, &b->ground) &&
	       (!a->chars[0] || vterm_color_is_equal(&a->ink, &b->ink));
}

/* Stopped and continued, the program paints all of the screen, which was wiped meanwhile. */
static void
paint_afresh(struct monkey *m)
{
	static const char wiped[] = "\x1b[2J";
	kill(m->p.pid, SIGSTOP);
	vterm_input_write(m->p.vt, wiped, sizeof(wiped) - 1);
	kill(m->p.pid, SIGCONT);
	for (size_t before = m->p.wire.n; m->p.wire.n == before && !m->p.gone;) {
		settle(m);
	}
}

static void
look(struct monkey *m)
{
	struct pty *p = &m->p;
	size_t cells = (size_t)p->rows * (size_t)p->cols;
	struct seen *before = calloc(cells, sizeof(*before));
	struct kb_buf text = { 0 };
	assert_non_null(before);
	for (size_t i = 0; i < cells; i++) {
		before[i] = cell_seen(p, (int)i / p->cols, (int)i % p->cols);
	}
	pty_dump(p, &text);
	paint_afresh(m);
	for (size_t i = 0; i < cells && !p->gone; i++) {
		int y = (int)i / p->cols;
		int x = (int)i % p->cols;
		struct seen after = cell_seen(p, y, x);
		if (!same_seen(&before[i], &after)) {
			(void)fprintf(stderr, "--- before\n%s--- painted afresh\n", text.p);
			kb_buf_clear(&text);
			pty_dump(p, &text);
			(void)fprintf(stderr, "%scell %d,%d of %dx%d\n", text.p, y, x, p->rows,
			              p->cols);
			wrong(m, "the screen is not what a fresh paint shows");
		}
	}
	kb_buf_release(&text);
	free(before);
}

static void
check_state(struct monkey *m)
{
	char path[500];
	sqlite3 *db = NULL;
	sqlite3_stmt *ask = NULL;
	(void)snprintf(path, sizeof(path), "%s/kanbao/state.db", m->state);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &ask, NULL) != SQLITE_OK ||
	    sqlite3_step(ask) != SQLITE_ROW ||
	    strcmp((const char *)sqlite3_column_text(ask, 0), "ok") != 0) {
		wrong(m, "the state is damaged");
	}
	sqlite3_finalize(ask);
	sqlite3_close(db);
}

/* --- runs ----------------------------------------------------------------------------- */

static const char *const languages[] = { "zh", "en" };
static const int sizes[][2] = { { 24, 80 }, { 50, 160 }, { 20, 40 },
	                        { 24, 80 }, { 7, 23 },   { 33, 121 } };
#define SIZES (sizeof(sizes) / sizeof(sizes[0]))

static void
start(struct monkey *m)
{
	char state[420];
	char leaks[420];
	const int *size = sizes[below(m, SIZES)];
	const char *env[] = { state, "PATH=/nonexistent", "SHELL=/bin/sh", leaks, NULL };
	(void)snprintf(leaks, sizeof(leaks),
	               "LSAN_OPTIONS=print_suppressions=0:suppressions=%s/leaks", m->place.folder);
	(void)snprintf(state, sizeof(state), "XDG_STATE_HOME=%s", m->state);
	struct reader r = { .rows = size[0],
		            .cols = size[1],
		            .language = languages[below(m, 2)],
		            .theme = (enum kb_theme)below(m, KB_THEME_COUNT),
		            .env = env };
	reader_start(&m->place, &m->p, &r);
}

static void
leave(struct monkey *m)
{
	if (pty_status(&m->p) != 0) {
		wrong(m, "the reader did not end well");
	}
	pty_end(&m->p);
	check_state(m);
	m->left++;
}

static void
burst(struct monkey *m)
{
	struct kb_buf keys = { 0 };
	size_t n = 1 + below(m, BURST);
	for (size_t i = 0; i < n; i++) {
		add_key(m, &keys);
	}
	m->typed += n;
	remember(m, kb_buf_str(&keys));
	pty_send(&m->p, keys.p, keys.n);
	kb_buf_release(&keys);
	settle(m);
	if (!m->p.gone && below(m, 20) == 0) {
		const int *size = sizes[below(m, SIZES)];
		pty_resize(&m->p, size[0], size[1]);
		settle(m);
	}
	if (!m->p.gone) {
		look(m);
	}
}

static struct monkey monkey;

static void
test_monkey(void **state)
{
	(void)state;
	struct monkey *m = &monkey;
	const char *seed = getenv("MONKEY_SEED");
	m->chance = seed ? strtoul(seed, NULL, 10) : 5;
	start(m);
	while (m->typed < soak_scaled(100000)) {
		burst(m);
		if (m->p.gone) {
			leave(m);
			start(m);
		}
		if (m->p.wire.n > 1 << 20) { /* what was sent long ago */
			memmove(m->p.wire.p, m->p.wire.p + m->p.fed - TAIL, TAIL);
			m->p.wire.n = m->p.fed = TAIL;
		}
	}
	kill(m->p.pid, SIGTERM);
	assert_true(pty_gone(&m->p, 10000));
	leave(m);
	assert_int_equal(reader_command(&m->place, "/dev/null", "check.out", "-a", m->place.archive,
	                                "check", NULL),
	                 0);
	kb_buf_release(&m->tail);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_monkey) };
	struct reader_place *place = &monkey.place;
	if (!reader_setup(place)) {
		return 77; /* skipped: there is no program to test */
	}
	(void)reader_command(place, "/dev/null", "dates.out", "-a", place->archive, "import",
	                     "tests/screen/dates", NULL);
	(void)snprintf(monkey.state, sizeof(monkey.state), "%s/state", place->folder);
	if (chdir(place->folder) != 0) { /* where the monkey may save files */
		return 1;
	}
	FILE *leaks = fopen("leaks", "w"); /* glibc colours the pointers of its trees */
	if (!leaks || fputs("leak:tsearch\n", leaks) < 0 || fclose(leaks) != 0) {
		return 1;
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(place);
	printf("S1 tried %zu failed %d; left %zu times\n", monkey.typed, failed, monkey.left);
	return failed;
}
