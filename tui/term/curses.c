/*
 * The terminal by ncurses: the only file that knows it. Rows of the grid are
 * painted whole, as complete clusters; everything that can happen to a
 * terminal (size, stop, hang-up, crash) arrives here.
 */
#include <curses.h>

#include <assert.h>
#include <langinfo.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
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

struct curses {
	struct kb_term term; /* first: a struct kb_term * is one of these */
	SCREEN *screen;
	struct termios modes; /* as found */
	struct kb_signals signals;
	struct kb_grid shown; /* what the screen holds */
	/* colours: the terminal's, those used of them, and the look of each role */
	int ncolours;
	enum kb_colours colours;
	bool coloured; /* ncurses has been told to */
	int theme;     /* −1: none yet */
	attr_t attrs[KB_ROLE_COUNT];
	short pair[KB_ROLE_COUNT];
	cchar_t *row;
	int row_cap;
	bool repaint;
	bool more; /* ncurses may hold keys that poll() can't see */
	int dry;
};

static struct curses *
self(struct kb_term *t)
{
	return (struct curses *)t;
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
attributes(unsigned attrs)
{
	return (attrs & KB_ATTR_BOLD ? A_BOLD : 0) | (attrs & KB_ATTR_DIM ? A_DIM : 0) |
	       (attrs & KB_ATTR_UNDERLINE ? A_UNDERLINE : 0) |
	       (attrs & KB_ATTR_REVERSE ? A_REVERSE : 0);
}

/* Roles of the same colours share a pair, pair 0 with the body: changing pairs costs bytes. */
static short
pair_of(struct curses *c, const struct kb_look *looks, int role)
{
	for (int i = 0; i < role; i++) {
		if (looks[i].ink == looks[role].ink && looks[i].ground == looks[role].ground) {
			return c->pair[i];
		}
	}
	if (role == KB_ROLE_BODY && c->coloured) {
		/* between updates ncurses goes back to pair 0 */
		assume_default_colors(looks[role].ink, looks[role].ground);
	}
	if (role == KB_ROLE_BODY || looks[role].ink < 0 || role >= COLOR_PAIRS) {
		return 0;
	}
	init_extended_pair(role, looks[role].ink, looks[role].ground);
	return (short)role;
}

static void
set_theme(struct kb_term *t, enum kb_theme theme)
{
	struct curses *c = self(t);
	struct kb_look looks[KB_ROLE_COUNT];
	if (c->theme == (int)theme) {
		return; /* painting everything again costs a screen of bytes */
	}
	c->theme = (int)theme;
	if (theme != KB_THEME_NONE && c->colours != KB_COLOURS_MONO && !c->coloured) {
		c->coloured = start_color() == OK;
	}
	enum kb_colours have = c->coloured ? c->colours : KB_COLOURS_MONO;
	static_assert(KB_ROLE_BODY == 0, "pair_of() finds the body first");
	for (int i = 0; i < KB_ROLE_COUNT; i++) {
		looks[i] = kb_theme_look(theme, (enum kb_role)i, have, c->ncolours);
		c->attrs[i] = attributes(looks[i].attrs);
		c->pair[i] = pair_of(c, looks, i);
	}
	c->repaint = true;
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
		setcchar(&c->row[n++], text, c->attrs[cell->role], c->pair[cell->role], NULL);
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

/* Leaves the terminal as the shell knows it, and stops. */
static void
suspend(struct kb_term *t)
{
	struct curses *c = self(t);
	kb_term_leave();
	kb_signals_stop(&c->signals);
	reset_prog_mode();
	kb_term_pastes(true);
	c->repaint = true;
}

static void
lend(struct kb_term *t)
{
	(void)t;
	curs_set(1);
	kb_term_leave();
}

static void
retake(struct kb_term *t)
{
	struct curses *c = self(t);
	kb_signals_drain(&c->signals);
	reset_prog_mode();
	kb_term_pastes(true);
	follow_size();
	c->repaint = true;
}

/* --- clipboard and mouse ----------------------------------------------------------- */

static enum kb_clip
copy(struct kb_term *t, kb_str text, bool anyhow)
{
	(void)t;
	enum kb_clip through = kb_clip_through(getenv("TMUX"), getenv("STY"), getenv("TERM"),
	                                       anyhow || kb_term_has_clipboard());
	struct kb_buf bytes = { 0 };
	if (through != KB_CLIP_NONE) {
		kb_clip_sequence(text, through, &bytes);
		(void)kb_term_write(kb_buf_str(&bytes));
	}
	kb_buf_release(&bytes);
	return through;
}

static void
set_mouse(struct kb_term *t, bool on)
{
	(void)t;
	mouseinterval(0); /* no waiting for a second click */
	/* all of them: wgetch() would wait for another where one is not wanted */
	mousemask(on ? ALL_MOUSE_EVENTS : 0, NULL);
}

/* The key of what the mouse did, 0 for what means nothing. */
static struct kb_event
mouse_event(void)
{
	MEVENT m;
	struct kb_event event = { .type = KB_EVENT_KEY };
	if (getmouse(&m) == OK) {
		if (m.bstate & BUTTON4_PRESSED) {
			event.key = KB_KEY_WHEEL_UP;
		} else if (m.bstate & BUTTON5_PRESSED) {
			event.key = KB_KEY_WHEEL_DOWN;
		} else if (m.bstate & BUTTON1_PRESSED) {
			event.key = KB_KEY_CLICK;
		}
		event.y = m.y;
		event.x = m.x;
	}
	return event;
}

/* --- events --------------------------------------------------------------------- */

/* An event that needs no key; KB_EVENT_NONE where there is none. */
static enum kb_event_type
pending_event(struct curses *c)
{
	kb_signals_drain(&c->signals);
	if (c->signals.ended) {
		return KB_EVENT_END;
	}
	if (c->signals.stopped) {
		c->signals.stopped = false;
		suspend(&c->term);
		kb_signals_drain(&c->signals);
	}
	if (c->signals.resumed) {
		c->signals.resumed = false;
		c->signals.resized = false;
		reset_prog_mode(); /* after SIGSTOP the shell has set its own */
		kb_term_pastes(true);
		follow_size();
		c->repaint = true;
		return KB_EVENT_RESUME;
	}
	if (c->signals.resized) {
		c->signals.resized = false;
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
		c->signals.ended = true;
		return 0;
	}
	if (!(revents & POLLIN)) {
		return 0;
	}
	if (looks_dry() && ++c->dry >= MAX_DRY) {
		c->signals.ended = true;
		return 0;
	}
	return read_key(c, CHAR_MS);
}

/* Terminal, signals, and what the owner of the terminal watches. */
static void
list_fds(const struct curses *c, struct pollfd fds[2 + KB_WATCH_MAX])
{
	fds[0] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = c->signals.fd, .events = POLLIN };
	for (int i = 0; i < KB_WATCH_MAX; i++) {
		int watched = c->term.watch[i];
		fds[2 + i] = (struct pollfd){ .fd = watched ? watched : -1, .events = POLLIN };
	}
}

/* The event of a key or the mouse, once poll() has said so; KB_EVENT_NONE where there is none. */
static struct kb_event
key_event(struct curses *c, int ready, short revents)
{
	int key = ready > 0 ? answer_poll(c, revents) : 0;
	if (!key && c->more) {
		key = read_key(c, 0); /* what ncurses holds back of an unknown sequence */
	}
	if (key == KB_KEY_CLICK) {
		struct kb_event event = mouse_event();
		return event.key ? event : (struct kb_event){ .type = KB_EVENT_NONE };
	}
	return (struct kb_event){ .type = key ? KB_EVENT_KEY : KB_EVENT_NONE, .key = key };
}

static struct kb_event
wait_event(struct kb_term *t, int timeout_ms)
{
	struct curses *c = self(t);
	long long until = now_ms() + timeout_ms;
	for (;;) {
		struct kb_event event = { .type = pending_event(c) };
		if (event.type != KB_EVENT_NONE) {
			return event;
		}
		struct pollfd fds[2 + KB_WATCH_MAX];
		list_fds(c, fds);
		long long left = timeout_ms < 0 ? -1 : until - now_ms();
		if (timeout_ms >= 0 && left < 0) {
			left = 0;
		}
		int ready = poll(fds, 2 + KB_WATCH_MAX, c->more ? 0 : (int)left);
		event = key_event(c, ready, fds[0].revents);
		if (event.type != KB_EVENT_NONE) {
			return event;
		}
		if (ready > 0 && (fds[2].revents || fds[3].revents)) {
			return (struct kb_event){ .type = KB_EVENT_WATCH };
		}
		if (ready == 0 && left == 0) {
			return event;
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
	kb_signals_release(&c->signals);
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

/* How many colours there will be, and the description that has them. */
static const char *
choose_colours(struct curses *c, const struct kb_term_setup *setup, const char *type, char *name,
               size_t size)
{
	struct kb_colour_facts facts = { getenv("NO_COLOR"), getenv("COLORTERM"), 0 };
	if (setup->theme != KB_THEME_NONE && kb_colours_want_true(setup->colours, &facts)) {
		type = kb_term_true(type, name, size);
	}
	c->ncolours = facts.colours = kb_term_colours(type);
	c->colours = kb_colours_choose(setup->colours, &facts);
	return type;
}

static enum kb_err
start(struct curses *c, struct kb_ctx *ctx, const struct kb_term_setup *setup, const char *type)
{
	char name[64];
	enum kb_err err = kb_signals_take(&c->signals, ctx);
	if (err != KB_OK) {
		return err;
	}
	type = choose_colours(c, setup, type, name, sizeof(name));
	c->screen = newterm(type, stdout, stdin);
	if (!c->screen) {
		return kb_fail(
			ctx, KB_E_TERM,
			_("cannot use this terminal; try TERM=xterm-256color or TERM=vt100"));
	}
	kb_signals_arm(&c->signals, &c->modes);
	set_modes();
	kb_term_paste_keys();
	follow_size();
	set_theme(&c->term, setup->theme);
	kb_term_pastes(true);
	if (!widths_agree(setup->ambiguous)) {
		return kb_fail(ctx, KB_E_TERM,
		               _("ncurses counts cells otherwise than this program: "
		                 "build it anew so that its wcwidth() is exported"));
	}
	return KB_OK;
}

enum kb_err
kb_term_curses(struct kb_ctx *ctx, const struct kb_term_setup *setup, struct kb_term **out)
{
	static const struct kb_term_ops ops = {
		.size = ask_size,
		.wait = wait_event,
		.blit = blit,
		.redraw = redraw,
		.bell = ring,
		.suspend = suspend,
		.theme = set_theme,
		.copy = copy,
		.lend = lend,
		.retake = retake,
		.mouse = set_mouse,
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
	kb_wcwidth_mode(setup->ambiguous);
	struct curses *c = kb_calloc(1, sizeof(*c));
	c->term.ops = &ops;
	c->modes = modes;
	c->repaint = true;
	c->theme = -1;
	enum kb_err err = start(c, ctx, setup, type);
	if (err != KB_OK) {
		close_term(&c->term);
		return err;
	}
	*out = &c->term;
	return KB_OK;
}
