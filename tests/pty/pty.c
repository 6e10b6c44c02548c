/* The harness: pty, emulator, patience. */
#include "pty.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include "kanbao/keymap.h"

/* Equal looks at a sleeping program, this far apart, before it counts as idle. */
#define LOOKS 3
#define LOOK_MS 4
#define PATIENCE_MS 10000
/* Stand-ins for ambiguous characters in an emulator that gives them two cells. */
#define STAND_IN 0x3400

static long long
now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (long long)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* --- emulator ---------------------------------------------------------------- */

static bool
ambiguous(uint32_t cp)
{
	return kb_cp_cols(cp, KB_AMBIGUOUS_1) != kb_cp_cols(cp, KB_AMBIGUOUS_2);
}

/* The n-th ambiguous code point has the n-th stand-in; there are some 900. */
static uint32_t
stand_in(uint32_t cp)
{
	uint32_t index = 0;
	for (uint32_t c = 0x80; c < cp; c++) {
		index += ambiguous(c);
	}
	return STAND_IN + index;
}

static uint32_t
stood_for(uint32_t wide)
{
	static uint32_t table[2000];
	if (wide < STAND_IN || wide >= STAND_IN + 2000) {
		return wide;
	}
	if (table[0] == 0) {
		size_t n = 0;
		for (uint32_t c = 0x80; c < 0x20000 && n < 2000; c++) {
			if (ambiguous(c)) {
				table[n++] = c;
			}
		}
	}
	return table[wide - STAND_IN];
}

/* Shows what has come; only when no more is coming, so that no character is cut. */
static void
feed(struct pty *p)
{
	kb_str s = kb_str_sub(kb_buf_str(&p->wire), p->fed, p->wire.n);
	struct kb_buf wide = { 0 };
	p->fed = p->wire.n;
	if (s.n && p->ambiguous == KB_AMBIGUOUS_2) {
		for (size_t off = 0; off < s.n;) {
			uint32_t cp = kb_utf8_next(s, &off);
			kb_buf_cp(&wide, cp >= 0x80 && ambiguous(cp) ? stand_in(cp) : cp);
		}
		s = kb_buf_str(&wide);
	}
	if (s.n) {
		vterm_input_write(p->vt, s.p, s.n);
	}
	kb_buf_release(&wide);
	char answer[256]; /* to questions of the program */
	size_t n = vterm_output_read(p->vt, answer, sizeof(answer));
	if (n && p->fd >= 0) {
		pty_send(p, answer, n);
	}
}

static int
on_property(VTermProp prop, VTermValue *value, void *user)
{
	struct pty *p = user;
	if (prop == VTERM_PROP_ALTSCREEN) {
		p->alternate = value->boolean;
	} else if (prop == VTERM_PROP_CURSORVISIBLE) {
		p->cursor = value->boolean;
	}
	return 1;
}

static int
on_bell(void *user)
{
	struct pty *p = user;
	p->bells++;
	return 1;
}

static void
open_emulator(struct pty *p)
{
	static const VTermScreenCallbacks callbacks = { .settermprop = on_property,
		                                        .bell = on_bell };
	p->vt = vterm_new(p->rows, p->cols);
	vterm_set_utf8(p->vt, 1);
	p->screen = vterm_obtain_screen(p->vt);
	vterm_screen_set_callbacks(p->screen, &callbacks, p);
	vterm_screen_enable_altscreen(p->screen, 1);
	vterm_screen_reset(p->screen, 1);
	p->cursor = true;
}

/* --- program -------------------------------------------------------------------- */

static void
set_environment(const struct pty_setup *setup)
{
	const char *term = setup->term ? setup->term : "xterm-256color";
	unsetenv("LINES");
	unsetenv("COLUMNS");
	if (strcmp(term, "-") == 0) {
		unsetenv("TERM");
	} else {
		setenv("TERM", term, 1);
	}
	for (const char *const *e = setup->env; e && *e; e++) {
		const char *equals = strchr(*e, '=');
		if (!equals) {
			unsetenv(*e);
			continue;
		}
		char *name = strndup(*e, (size_t)(equals - *e));
		setenv(name, equals + 1, 1);
		free(name);
	}
}

static _Noreturn void
run_child(const struct pty_setup *setup)
{
	set_environment(setup);
	if (setup->sighup == PTY_IGNORED) {
		signal(SIGHUP, SIG_IGN);
	} else if (setup->sighup == PTY_BLOCKED) {
		sigset_t set;
		sigemptyset(&set);
		sigaddset(&set, SIGHUP);
		sigprocmask(SIG_BLOCK, &set, NULL);
	}
	if (setup->child) {
		_exit(setup->child(setup->user));
	}
	char *argv[32] = { 0 };
	for (size_t i = 0; i < 31 && setup->argv[i]; i++) {
		argv[i] = strdup(setup->argv[i]);
	}
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

void
pty_start(struct pty *p, const struct pty_setup *setup)
{
	struct winsize ws = { .ws_row = (unsigned short)setup->rows,
		              .ws_col = (unsigned short)setup->cols };
	*p = (struct pty){ .rows = setup->rows, .cols = setup->cols };
	p->ambiguous = setup->ambiguous ? setup->ambiguous : KB_AMBIGUOUS_1;
	p->theme = setup->theme;
	p->colours = setup->colours ? setup->colours : KB_COLOURS_MONO;
	p->ncolours = setup->ncolours;
	open_emulator(p);
	fflush(NULL);
	int slave;
	assert_int_equal(openpty(&p->fd, &slave, NULL, NULL, &ws), 0);
	/* before there is a child that could change them */
	assert_int_equal(tcgetattr(p->fd, &p->modes), 0);
	p->pid = fork();
	assert_true(p->pid >= 0);
	if (p->pid == 0) {
		close(p->fd);
		if (login_tty(slave) != 0) {
			_exit(127);
		}
		run_child(setup);
	}
	close(slave);
}

void
pty_hang_up(struct pty *p)
{
	if (p->fd >= 0) {
		close(p->fd);
		p->fd = -1;
	}
}

static void
reap(struct pty *p, int flags)
{
	struct rusage usage;
	if (!p->gone && wait4(p->pid, &p->status, flags, &usage) == p->pid) {
		p->gone = true;
		p->cpu_ms = usage.ru_utime.tv_sec * 1000 + usage.ru_utime.tv_usec / 1000 +
		            usage.ru_stime.tv_sec * 1000 + usage.ru_stime.tv_usec / 1000;
	}
}

void
pty_end(struct pty *p)
{
	if (!p->vt) {
		return;
	}
	if (!p->gone) {
		kill(p->pid, SIGKILL);
		reap(p, 0);
	}
	pty_hang_up(p);
	vterm_free(p->vt);
	kb_buf_release(&p->wire);
	*p = (struct pty){ .fd = -1 };
}

int
pty_status(const struct pty *p)
{
	return WIFEXITED(p->status) ? WEXITSTATUS(p->status) : -WTERMSIG(p->status);
}

/* --- in and out ---------------------------------------------------------------- */

/* Reads what there is, waiting for it at most that long; false where there was nothing. */
static bool
take_output(struct pty *p, int wait_ms)
{
	char bytes[8192];
	struct pollfd pfd = { .fd = p->fd, .events = POLLIN };
	ssize_t n = 0;
	if (p->fd >= 0 && poll(&pfd, 1, wait_ms) > 0) {
		n = read(p->fd, bytes, sizeof(bytes));
	}
	if (n <= 0) {
		feed(p);
		return false;
	}
	kb_buf_add(&p->wire, (kb_str){ bytes, (size_t)n });
	return true;
}

/* What a program that has gone wrote last. */
static void
take_rest(struct pty *p)
{
	while (take_output(p, 0)) {
	}
}

/* Not a read that a slow disk keeps waiting. */
static bool
is_poll(unsigned long number)
{
#ifdef SYS_poll
	if (number == SYS_poll) {
		return true;
	}
#endif
	return number == SYS_ppoll;
}

/*
 * What the program is doing, as the kernel tells: true where it sleeps in a
 * poll() without a near end. `look` tells two such sleeps apart.
 */
static bool
asleep(const struct pty *p, char *look, size_t size)
{
	char path[64];
	unsigned long number = 0;
	unsigned long fds = 0;
	unsigned long n = 0;
	unsigned long timeout = 0;
	snprintf(path, sizeof(path), "/proc/%d/syscall", (int)p->pid);
	FILE *f = fopen(path, "r");
	if (!f) {
		return false;
	}
	int got = fscanf(f, "%lu %lx %lx %lx", &number, &fds, &n, &timeout);
	fclose(f);
	bool polls =
		got == 4 && is_poll(number) && n >= 2 && ((int)timeout < 0 || (int)timeout > 100);
	snprintf(path, sizeof(path), "/proc/%d/sched", (int)p->pid);
	look[0] = '\0';
	f = fopen(path, "r");
	while (f && fgets(look, (int)size, f) && strncmp(look, "nr_switches", 11) != 0) {
	}
	if (f) {
		fclose(f);
	}
	return polls;
}

void
pty_settle(struct pty *p)
{
	char last[128] = "";
	int looks = 0;
	int idle = 0;
	for (long long until = now_ms() + PATIENCE_MS; now_ms() < until;) {
		char look[128] = "";
		if (take_output(p, LOOK_MS)) {
			looks = idle = 0;
			continue;
		}
		reap(p, WNOHANG);
		if (p->gone) {
			take_rest(p);
			return;
		}
		idle++;
		looks = asleep(p, look, sizeof(look)) && strcmp(look, last) == 0 ? looks + 1 : 0;
		memcpy(last, look, sizeof(last));
		/* where /proc doesn't tell, patience must do */
		bool silent = access("/proc/self/syscall", R_OK) != 0 && idle * LOOK_MS >= 200;
		if (looks >= LOOKS || silent) {
			return;
		}
	}
	fail_msg("the program is still busy after %d ms", PATIENCE_MS);
}

void
pty_send(struct pty *p, const char *bytes, size_t n)
{
	assert_int_equal(write(p->fd, bytes, n), (ssize_t)n);
}

/* A key as xterm sends it with its keypad in application mode. */
static void
key_bytes(int key, struct kb_buf *out)
{
	static const struct {
		int key;
		const char *bytes;
	} keys[] = {
		{ KB_KEY_UP, "\x1bOA" },      { KB_KEY_DOWN, "\x1bOB" },
		{ KB_KEY_RIGHT, "\x1bOC" },   { KB_KEY_LEFT, "\x1bOD" },
		{ KB_KEY_HOME, "\x1bOH" },    { KB_KEY_END, "\x1bOF" },
		{ KB_KEY_PGUP, "\x1b[5~" },   { KB_KEY_PGDN, "\x1b[6~" },
		{ KB_KEY_INSERT, "\x1b[2~" }, { KB_KEY_DELETE, "\x1b[3~" },
		{ KB_KEY_BTAB, "\x1b[Z" },    { KB_KEY_BACKSPACE, "\x7f" },
		{ KB_KEY_F1, "\x1bOP" },      { KB_KEY_F12, "\x1b[24~" },
	};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (keys[i].key == key) {
			kb_buf_add(out, kb_str_of(keys[i].bytes));
			return;
		}
	}
	kb_buf_cp(out, (uint32_t)key);
}

/* Sends the next key of a script; false at its end. */
static bool
type_one(struct pty *p, kb_str keys, size_t *off)
{
	struct kb_buf bytes = { 0 };
	while (*off < keys.n && keys.p[*off] == ' ') {
		(*off)++;
	}
	if (*off >= keys.n) {
		return false;
	}
	int key = kb_key_parse(keys, off);
	assert_true(key > 0);
	key_bytes(key, &bytes);
	pty_send(p, bytes.p, bytes.n);
	kb_buf_release(&bytes);
	return true;
}

void
pty_type(struct pty *p, const char *keys)
{
	size_t off = 0;
	while (type_one(p, kb_str_of(keys), &off)) {
	}
}

void
pty_keys(struct pty *p, const char *keys)
{
	size_t off = 0;
	while (type_one(p, kb_str_of(keys), &off)) {
		pty_settle(p);
	}
}

void
pty_resize(struct pty *p, int rows, int cols)
{
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };
	vterm_set_size(p->vt, rows, cols);
	p->rows = rows;
	p->cols = cols;
	assert_int_equal(ioctl(p->fd, TIOCSWINSZ, &ws), 0);
	pty_settle(p);
}

bool
pty_gone(struct pty *p, int within_ms)
{
	for (long long until = now_ms() + within_ms; !p->gone && now_ms() < until;) {
		if (!take_output(p, 2)) {
			struct timespec nap = { .tv_nsec = 2000000 };
			nanosleep(&nap, NULL);
		}
		reap(p, WNOHANG);
	}
	if (p->gone) {
		take_rest(p);
	}
	return p->gone;
}

/* --- the screen ------------------------------------------------------------------ */

/* Code points of a cell, a blank where there are none; 0 for a right half. */
static size_t
cell_text(const struct pty *p, int y, int x, VTermScreenCell *cell, uint32_t *cps)
{
	vterm_screen_get_cell(p->screen, (VTermPos){ y, x }, cell);
	if (cell->chars[0] == (uint32_t)-1) {
		return 0;
	}
	size_t n = 0;
	while (n < VTERM_MAX_CHARS_PER_CELL && cell->chars[n]) {
		cps[n] =
			p->ambiguous == KB_AMBIGUOUS_2 ? stood_for(cell->chars[n]) : cell->chars[n];
		n++;
	}
	if (n == 0) {
		cps[n++] = ' ';
	}
	return n;
}

void
pty_dump(const struct pty *p, struct kb_buf *out)
{
	for (int y = 0; y < p->rows; y++) {
		size_t end = out->n;
		for (int x = 0; x < p->cols; x++) {
			VTermScreenCell cell;
			uint32_t cps[VTERM_MAX_CHARS_PER_CELL];
			size_t n = cell_text(p, y, x, &cell, cps);
			for (size_t i = 0; i < n; i++) {
				kb_buf_cp(out, cps[i]);
			}
			if (n && cps[0] != ' ') {
				end = out->n;
			}
		}
		out->n = end;
		kb_buf_byte(out, '\n');
	}
}

bool
pty_shows(const struct pty *p, const char *text)
{
	struct kb_buf out = { 0 };
	pty_dump(p, &out);
	bool shows = strstr(out.p, text) != NULL;
	kb_buf_release(&out);
	return shows;
}

bool
pty_await(struct pty *p, const char *text)
{
	for (long long until = now_ms() + 5000; now_ms() < until;) {
		if (pty_shows(p, text)) {
			return true;
		}
		take_output(p, 20);
	}
	return false;
}

/* −1: the terminal's own. */
static bool
same_colour(const VTermColor *c, bool own, int32_t want, enum kb_colours colours)
{
	if (want < 0 || own) {
		return own && want < 0;
	}
	if (colours != KB_COLOURS_TRUE) {
		return VTERM_COLOR_IS_INDEXED(c) && c->indexed.idx == want;
	}
	/* such a description says the first eight, black among them, by number */
	return want < 8 ? VTERM_COLOR_IS_INDEXED(c) && c->indexed.idx == want
	                : VTERM_COLOR_IS_RGB(c) &&
	                          (c->rgb.red << 16 | c->rgb.green << 8 | c->rgb.blue) == want;
}

static bool
same_look(const struct pty *p, const VTermScreenCell *cell, const struct kb_cell *want)
{
	struct kb_look look =
		kb_theme_look(p->theme, (enum kb_role)want->role, p->colours, p->ncolours);
	bool visible = want->cp[0] != ' ';
	return (cell->attrs.reverse != 0) == ((look.attrs & KB_ATTR_REVERSE) != 0) &&
	       (cell->attrs.underline != 0) == ((look.attrs & KB_ATTR_UNDERLINE) != 0) &&
	       same_colour(&cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg), look.ground,
	                   p->colours) &&
	       (!visible || ((cell->attrs.bold != 0) == ((look.attrs & KB_ATTR_BOLD) != 0) &&
	                     same_colour(&cell->fg, VTERM_COLOR_IS_DEFAULT_FG(&cell->fg), look.ink,
	                                 p->colours)));
}

/* What is wrong at a cell, or NULL. */
static const char *
cell_differs(const struct pty *p, const struct kb_grid *g, int y, int x)
{
	const struct kb_cell *want = kb_grid_at(g, y, x);
	VTermScreenCell cell;
	uint32_t cps[VTERM_MAX_CHARS_PER_CELL];
	size_t n = cell_text(p, y, x, &cell, cps);
	if (want->ncp == 0) {
		return n == 0 ? NULL : "a right half is lost";
	}
	if (n != want->ncp || memcmp(cps, want->cp, n * sizeof(*cps)) != 0) {
		return "text";
	}
	if (cell.width != want->cols) {
		return "width";
	}
	return same_look(p, &cell, want) ? NULL : "attributes";
}

void
pty_compare(const struct pty *p, const struct kb_grid *g, const char *what)
{
	assert_int_equal(g->rows, p->rows);
	assert_int_equal(g->cols, p->cols);
	for (int y = 0; y < g->rows; y++) {
		for (int x = 0; x < g->cols; x++) {
			const char *why = cell_differs(p, g, y, x);
			if (why) {
				struct kb_buf got = { 0 };
				struct kb_buf want = { 0 };
				pty_dump(p, &got);
				kb_grid_dump(g, &want);
				print_error("--- on the screen\n%s--- in the grid\n%s", got.p,
				            want.p);
				kb_buf_release(&got);
				kb_buf_release(&want);
				fail_msg("%s: cell %d,%d of %dx%d: %s", what, y, x, g->rows,
				         g->cols, why);
			}
		}
	}
}
