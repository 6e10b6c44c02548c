/*
 * The terminal by ncurses: the only file that knows it. Rows of the grid are
 * painted whole, as complete clusters; everything that can happen to a
 * terminal (size, stop, hang-up, crash) arrives here.
 */
#include <curses.h>

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "kanbao/term.h"
#include "term_int.h"

/* How long after an Esc the rest of a key may come: over a slow link its bytes part. */
#define ESC_MS 100
/* How long the rest of a character may take. */
#define CHAR_MS 50
/* A terminal may claim any size; we follow up to here. */
#define MAX_ROWS 1000
#define MAX_COLS 2000
/* Reads that find a readable terminal empty before it counts as gone. */
#define MAX_DRY 3

/*
 * Our descriptor for signal handlers, 0 while there is no terminal: one end
 * of a socket pair. Handlers write the signal's number into it; a handler of
 * a crash reads from it how the terminal is to be left (struct crash_kit),
 * which was put there at the start. So they need nothing else of ours.
 */
/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): handlers get no argument */
static volatile sig_atomic_t signal_fd;

struct crash_kit {
	struct termios modes;
	size_t n;
	char bytes[256]; /* what makes the terminal ordinary again */
};

/* Signals that become events, and those that end a crashed program. */
static const int event_signals[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGWINCH, SIGCONT, SIGTSTP };
static const int crash_signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT };
#define EVENT_SIGNALS (sizeof(event_signals) / sizeof(event_signals[0]))
#ifdef __SANITIZE_ADDRESS__
#define CRASH_SIGNALS 0U /* the sanitizer's own report is worth more */
#else
#define CRASH_SIGNALS (sizeof(crash_signals) / sizeof(crash_signals[0]))
#endif

struct curses {
	struct kb_term term; /* first: a struct kb_term * is one of these */
	SCREEN *screen;
	struct termios modes; /* as found */
	int fd;               /* our end of the pair */
	int handler_fd;
	stack_t stack; /* for a crash by stack overflow */
	struct sigaction old_event[EVENT_SIGNALS];
	struct sigaction old_crash[sizeof(crash_signals) / sizeof(crash_signals[0])];
	struct kb_grid shown; /* what the screen holds */
	cchar_t *row;
	int row_cap;
	bool repaint;
	bool more; /* ncurses may hold keys that poll() can't see */
	int dry;
	/* events not yet given */
	bool ended;
	bool resumed;
	bool resized;
	bool stopped;
};

static struct curses *
self(struct kb_term *t)
{
	return (struct curses *)t;
}

/* --- signals ------------------------------------------------------------------ */

static void
on_event(int sig)
{
	int saved = errno;
	unsigned char byte = (unsigned char)sig;
	ssize_t n = write(signal_fd, &byte, 1);
	(void)n; /* full: as many are waiting already */
	errno = saved;
}

static void
on_crash(int sig)
{
	struct crash_kit kit;
	int fd = signal_fd;
	if (fd && read(fd, &kit, sizeof(kit)) == (ssize_t)sizeof(kit)) {
		ssize_t n = write(STDOUT_FILENO, kit.bytes, kit.n);
		(void)n;
		tcsetattr(STDIN_FILENO, TCSANOW, &kit.modes);
	}
	signal(sig, SIG_DFL);
	raise(sig); /* takes effect when this handler returns */
}

static void
install(const int *signals, size_t n, void (*handler)(int), int flags, struct sigaction *old)
{
	for (size_t i = 0; i < n; i++) {
		struct sigaction act = { .sa_flags = flags };
		act.sa_handler = handler;
		sigemptyset(&act.sa_mask);
		sigaction(signals[i], &act, old ? &old[i] : NULL);
	}
}

/* An inherited mask would keep a hang-up from us. */
static void
unblock_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < EVENT_SIGNALS; i++) {
		sigaddset(&set, event_signals[i]);
	}
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/*
 * Handlers stand before ncurses starts, which then leaves these signals
 * alone; SIGHUP is taken even where it was ignored.
 */
static void
take_signals(struct curses *c)
{
	c->stack.ss_size = 1 << 16;
	c->stack.ss_sp = kb_calloc(1, c->stack.ss_size);
	sigaltstack(&c->stack, NULL);
	install(event_signals, EVENT_SIGNALS, on_event, SA_RESTART, c->old_event);
	install(crash_signals, CRASH_SIGNALS, on_crash, SA_ONSTACK, c->old_crash);
	unblock_signals();
}

static void
restore(const int *signals, size_t n, const struct sigaction *old)
{
	for (size_t i = 0; i < n; i++) {
		sigaction(signals[i], &old[i], NULL);
	}
}

static void
give_signals_back(struct curses *c)
{
	restore(event_signals, EVENT_SIGNALS, c->old_event);
	restore(crash_signals, CRASH_SIGNALS, c->old_crash);
	stack_t none = { .ss_flags = SS_DISABLE };
	sigaltstack(&none, NULL);
	free(c->stack.ss_sp);
	signal_fd = 0;
	if (c->fd) {
		close(c->fd);
		close(c->handler_fd);
	}
}

/* Puts the kit where a crash handler finds it; needs the terminal's description. */
static void
pack_crash_kit(struct curses *c)
{
	struct crash_kit kit = { .modes = c->modes };
	kit.n = kb_term_restore(kit.bytes, sizeof(kit.bytes));
	ssize_t n = write(c->fd, &kit, sizeof(kit));
	(void)n;
}

static bool
open_signal_pair(struct curses *c)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) {
		return false;
	}
	for (int i = 0; i < 2; i++) {
		fcntl(pair[i], F_SETFD, FD_CLOEXEC);
		fcntl(pair[i], F_SETFL, O_NONBLOCK);
	}
	c->fd = pair[0];
	c->handler_fd = pair[1];
	signal_fd = pair[1];
	return true;
}

/* --- size ----------------------------------------------------------------------- */

static int
clamp(int value, int most)
{
	return value < 1 ? 1 : value > most ? most : value;
}

/* Tells ncurses what the terminal says; LINES and COLUMNS count only where it is silent. */
static void
follow_size(void)
{
	struct winsize ws;
	bool told = ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_row && ws.ws_col;
	int rows = clamp(told ? ws.ws_row : LINES, MAX_ROWS);
	int cols = clamp(told ? ws.ws_col : COLS, MAX_COLS);
	if (rows != LINES || cols != COLS) {
		resizeterm(rows, cols);
	}
}

static void
ask_size(struct kb_term *t, int *rows, int *cols)
{
	(void)t;
	*rows = LINES;
	*cols = COLS;
}

/* --- painting ------------------------------------------------------------------- */

static attr_t
attributes(enum kb_role role)
{
	unsigned attrs = kb_role_attrs(role);
	return (attrs & KB_ATTR_BOLD ? A_BOLD : 0) | (attrs & KB_ATTR_DIM ? A_DIM : 0) |
	       (attrs & KB_ATTR_UNDERLINE ? A_UNDERLINE : 0) |
	       (attrs & KB_ATTR_REVERSE ? A_REVERSE : 0);
}

/*
 * A whole row from column 0, whole clusters: partial painting leaves orphans
 * of wide characters behind, and addwstr() loses marks (ncurses 6.4).
 */
static void
paint_row(struct curses *c, const struct kb_grid *g, int y, int cols)
{
	int n = 0;
	for (int x = 0; x < cols; x++) {
		const struct kb_cell *cell = kb_grid_at(g, y, x);
		wchar_t text[KB_CELL_CPS + 1] = { 0 };
		if (cell->ncp == 0) {
			continue;
		}
		for (int i = 0; i < cell->ncp; i++) {
			text[i] = (wchar_t)cell->cp[i];
		}
		if (x + cell->cols > cols) {
			text[0] = L' ';
			text[1] = 0;
		}
		setcchar(&c->row[n++], text, attributes((enum kb_role)cell->role), 0, NULL);
	}
	mvadd_wchnstr(y, 0, c->row, n);
}

static void
place_cursor(const struct kb_grid *g)
{
	bool visible =
		g->cursor_y >= 0 && g->cursor_y < LINES && g->cursor_x >= 0 && g->cursor_x < COLS;
	leaveok(stdscr, !visible);
	curs_set(visible);
	if (visible) {
		move(g->cursor_y, g->cursor_x);
	}
}

static void
blit(struct kb_term *t, const struct kb_grid *g)
{
	struct curses *c = self(t);
	int rows = g->rows < LINES ? g->rows : LINES;
	int cols = g->cols < COLS ? g->cols : COLS;
	kb_grid_check(g);
	if (c->shown.rows != g->rows || c->shown.cols != g->cols) {
		kb_grid_resize(&c->shown, g->rows, g->cols);
		c->repaint = true;
	}
	if (c->row_cap < g->cols) {
		c->row = kb_realloc(c->row, (size_t)g->cols, sizeof(*c->row));
		c->row_cap = g->cols;
	}
	for (int y = 0; y < rows; y++) {
		if (c->repaint || !kb_grid_same_row(&c->shown, g, y)) {
			paint_row(c, g, y, cols);
		}
	}
	memcpy(c->shown.cells, g->cells, (size_t)g->rows * (size_t)g->cols * sizeof(*g->cells));
	if (c->repaint) {
		clearok(stdscr, TRUE);
		c->repaint = false;
	}
	place_cursor(g);
	wnoutrefresh(stdscr);
	doupdate();
}

static void
redraw(struct kb_term *t)
{
	self(t)->repaint = true;
}

static void
ring(struct kb_term *t)
{
	(void)t;
	beep();
}

/* --- stopping ------------------------------------------------------------------- */

/*
 * Leaves the terminal as the shell knows it and stops the whole job, as the
 * terminal driver does for ^Z; goes on behind kill() when continued, or at
 * once where nobody could continue us.
 */
static void
suspend(struct kb_term *t)
{
	struct curses *c = self(t);
	static const int stop = SIGTSTP;
	kb_term_leave();
	install(&stop, 1, SIG_DFL, 0, NULL);
	kill(0, SIGTSTP);
	install(&stop, 1, on_event, SA_RESTART, NULL);
	reset_prog_mode();
	c->resumed = true;
	c->repaint = true;
}

/* --- events --------------------------------------------------------------------- */

/* Takes what the handlers have written. */
static void
drain_signals(struct curses *c)
{
	unsigned char bytes[64];
	ssize_t n;
	while ((n = read(c->fd, bytes, sizeof(bytes))) > 0) {
		for (ssize_t i = 0; i < n; i++) {
			switch (bytes[i]) {
			case SIGWINCH:
				c->resized = true;
				break;
			case SIGCONT:
				c->resumed = true;
				break;
			case SIGTSTP:
				c->stopped = true;
				break;
			default:
				c->ended = true;
				break;
			}
		}
	}
}

/* An event that needs no key; KB_EVENT_NONE where there is none. */
static enum kb_event_type
pending_event(struct curses *c)
{
	drain_signals(c);
	if (c->ended) {
		return KB_EVENT_END;
	}
	if (c->stopped) {
		c->stopped = false;
		suspend(&c->term);
		drain_signals(c);
	}
	if (c->resumed) {
		c->resumed = false;
		c->resized = false;
		reset_prog_mode(); /* after SIGSTOP the shell has set its own */
		follow_size();
		c->repaint = true;
		return KB_EVENT_RESUME;
	}
	if (c->resized) {
		c->resized = false;
		follow_size();
		c->repaint = true;
		return KB_EVENT_RESIZE;
	}
	return KB_EVENT_NONE;
}

/* A key that is there now, 0 where there is none; wait_ms for the rest of a character. */
static int
read_key(struct curses *c, int wait_ms)
{
	wint_t code;
	wtimeout(stdscr, wait_ms);
	int kind = get_wch(&code);
	c->more = kind != ERR;
	if (kind == ERR) {
		return 0;
	}
	c->dry = 0;
	return kb_term_key(code, kind == KEY_CODE_YES);
}

static long long
now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (long long)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* True where the terminal says that there is input, yet holds none. */
static bool
looks_dry(void)
{
	int waiting = 0;
	return ioctl(STDIN_FILENO, FIONREAD, &waiting) != 0 || waiting == 0;
}

/* What poll() said of the terminal: reads a key, or sees that it has gone. */
static int
answer_poll(struct curses *c, short revents)
{
	if (revents & (POLLHUP | POLLERR | POLLNVAL)) {
		c->ended = true;
		return 0;
	}
	if (!(revents & POLLIN)) {
		return 0;
	}
	if (looks_dry() && ++c->dry >= MAX_DRY) {
		c->ended = true;
		return 0;
	}
	return read_key(c, CHAR_MS);
}

static struct kb_event
wait_event(struct kb_term *t, int timeout_ms)
{
	struct curses *c = self(t);
	long long until = now_ms() + timeout_ms;
	for (;;) {
		enum kb_event_type type = pending_event(c);
		if (type != KB_EVENT_NONE) {
			return (struct kb_event){ .type = type };
		}
		struct pollfd fds[] = { { .fd = STDIN_FILENO, .events = POLLIN },
			                { .fd = c->fd, .events = POLLIN } };
		long long left = timeout_ms < 0 ? -1 : until - now_ms();
		if (timeout_ms >= 0 && left < 0) {
			left = 0;
		}
		int ready = poll(fds, 2, c->more ? 0 : (int)left);
		int key = ready > 0 ? answer_poll(c, fds[0].revents) : 0;
		if (!key && c->more) {
			key = read_key(c, 0); /* what ncurses holds back of an unknown sequence */
		}
		if (key) {
			return (struct kb_event){ .type = KB_EVENT_KEY, .key = key };
		}
		if (ready == 0 && left == 0) {
			return (struct kb_event){ .type = KB_EVENT_NONE };
		}
	}
}

/* --- opening and closing --------------------------------------------------------- */

static void
close_term(struct kb_term *t)
{
	if (!t) {
		return;
	}
	struct curses *c = self(t);
	if (c->screen) {
		curs_set(1);
		kb_term_leave();
		delscreen(c->screen);
		tcsetattr(STDIN_FILENO, TCSANOW, &c->modes);
	}
	give_signals_back(c);
	kb_grid_release(&c->shown);
	free(c->row);
	free(c);
}

/* Whether ncurses counts cells by our table: it doesn't where our wcwidth() was not linked in. */
static bool
widths_agree(enum kb_ambiguous amb)
{
	static const wchar_t probe[] = { 0x4E2D, 0x201C, 0 };
	WINDOW *pad = newpad(1, 8);
	if (!pad) {
		return false;
	}
	waddwstr(pad, probe);
	bool agree = getcurx(pad) == kb_cp_cols(0x4E2D, amb) + kb_cp_cols(0x201C, amb);
	delwin(pad);
	return agree;
}

static void
set_modes(void)
{
	raw(); /* ^Z and ^C are keys */
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	intrflush(stdscr, FALSE);
	typeahead(-1);
	set_escdelay(ESC_MS);
	idlok(stdscr, TRUE);
	idcok(stdscr, FALSE); /* ICH and DCH on wide characters: Windows Terminal has bugs there */
	scrollok(stdscr, FALSE);
}

static enum kb_err
start(struct curses *c, struct kb_ctx *ctx, enum kb_ambiguous amb, const char *type)
{
	if (!open_signal_pair(c)) {
		return kb_fail(ctx, KB_E_INTERNAL, _("cannot make a socket pair: %s"),
		               strerror(errno));
	}
	take_signals(c);
	c->screen = newterm(type, stdout, stdin);
	if (!c->screen) {
		return kb_fail(
			ctx, KB_E_TERM,
			_("cannot use this terminal; try TERM=xterm-256color or TERM=vt100"));
	}
	pack_crash_kit(c);
	set_modes();
	follow_size();
	if (!widths_agree(amb)) {
		return kb_fail(ctx, KB_E_TERM,
		               _("ncurses counts cells otherwise than this program: "
		                 "build it anew so that its wcwidth() is exported"));
	}
	return KB_OK;
}

enum kb_err
kb_term_curses(struct kb_ctx *ctx, enum kb_ambiguous amb, struct kb_term **out)
{
	static const struct kb_term_ops ops = {
		.size = ask_size,
		.wait = wait_event,
		.blit = blit,
		.redraw = redraw,
		.bell = ring,
		.suspend = suspend,
		.close = close_term,
	};
	struct termios modes;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    tcgetattr(STDIN_FILENO, &modes) != 0) {
		return kb_fail(ctx, KB_E_TERM,
		               _("standard input and output must be a terminal to read in; "
		                 "'kanbao show' prints an article"));
	}
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
		return kb_fail(
			ctx, KB_E_TERM,
			_("no UTF-8 locale on this machine; install one, or set LC_ALL=C.UTF-8"));
	}
	const char *type = kb_term_type(getenv("TERM"));
	if (!type) {
		return kb_fail(ctx, KB_E_TERM,
		               _("this terminal cannot address cells; try TERM=xterm-256color or "
		                 "TERM=vt100"));
	}
	kb_wcwidth_mode(amb);
	struct curses *c = kb_calloc(1, sizeof(*c));
	c->term.ops = &ops;
	c->modes = modes;
	c->repaint = true;
	enum kb_err err = start(c, ctx, amb, type);
	if (err != KB_OK) {
		close_term(&c->term);
		return err;
	}
	*out = &c->term;
	return KB_OK;
}
