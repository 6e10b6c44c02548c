/*
 * The terminal by ncurses: how it is opened, painted and left. Rows of the
 * grid are painted whole, as complete clusters. What comes from it is in
 * input.c.
 */
#include "curses_int.h"

#include <langinfo.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "kanbao/i18n.h"
#include "kanbao/io.h"
#include "kanbao/mem.h"

static void
ask_size(struct kb_term *t, int *rows, int *cols)
{
	(void)t;
	*rows = LINES;
	*cols = COLS;
}

/* --- painting ------------------------------------------------------------------- */

/* 〓, or ? where there is one cell, for what the locale cannot write: ncurses would leave a blank. */
static void
keep_encodable(wchar_t *text, int cols)
{
	char bytes[MB_LEN_MAX];
	for (size_t i = 0; text[i]; i++) {
		mbstate_t state = { 0 };
		if (wcrtomb(bytes, text[i], &state) == (size_t)-1) {
			text[0] = cols == 2 ? 0x3013 : L'?';
			text[1] = 0;
			return;
		}
	}
}

/*
 * Whether a character of row y that begins at x can't be painted as it is: it
 * is cut by the edge, or it is wide and touches the last two cells of the
 * screen, on a terminal that wraps there and can't be kept from it: ncurses
 * paints that corner by inserting, which tears wide characters.
 */
static bool
cannot_stand(const struct curses *c, const struct kb_cell *cell, int y, int x, int cols)
{
	bool corner = c->wraps && y == LINES - 1 && cols == COLS && x + 3 >= cols;
	return x + cell->cols > cols || (corner && cell->cols == 2);
}

/* What is sent for a cell; blanks stand in for what can't. */
static void
add_cell(struct curses *c, const struct kb_cell *cell, bool stands, int *n)
{
	wchar_t text[KB_CELL_CPS + 1] = { L' ' };
	for (int i = 0; stands && i < cell->ncp; i++) {
		text[i] = (wchar_t)cell->cp[i];
	}
	if (c->legacy) {
		keep_encodable(text, cell->cols);
	}
	setcchar(&c->row[(*n)++], text, c->looks.attrs[cell->role], c->looks.pair[cell->role],
	         NULL);
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
		bool stands = !cannot_stand(c, cell, y, x, cols);
		for (int i = 0; i < (stands ? cell->ncp > 0 : cell->cols) && x + i < cols; i++) {
			add_cell(c, cell, stands, &n);
		}
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
	struct curses *c = kb_curses_self(t);
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
	kb_curses_self(t)->repaint = true;
	kb_curses_ask(kb_curses_self(t)); /* it may be another terminal by now */
}

static void
ring(struct kb_term *t)
{
	(void)t;
	beep();
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
		(void)kb_io_write(STDOUT_FILENO, kb_buf_str(&bytes));
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

/* --- widths ------------------------------------------------------------------------- */

static void
set_count(struct kb_term *t, enum kb_ambiguous wanted)
{
	struct curses *c = kb_curses_self(t);
	c->wanted = wanted;
	kb_curses_count(c);
	if (!c->told) {
		kb_curses_ask(c);
	}
}

/* --- opening and closing --------------------------------------------------------- */

static void
close_term(struct kb_term *t)
{
	if (!t) {
		return;
	}
	struct curses *c = kb_curses_self(t);
	if (c->screen) {
		kb_curses_hush(c);
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

/*
 * Whether ncurses counts cells by our table: it doesn't where our wcwidth()
 * was not linked in. The C library's own gives “ one cell, so two are tried.
 */
static bool
widths_agree(void)
{
	static const wchar_t probe[] = { 0x4E2D, 0x201C, 0 };
	WINDOW *pad = newpad(1, 8);
	if (!pad) {
		return false;
	}
	kb_wcwidth_mode(KB_AMBIGUOUS_2);
	waddwstr(pad, probe);
	bool agree = getcurx(pad) == 4;
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
	idlok(stdscr, TRUE);
	idcok(stdscr, FALSE); /* ICH and DCH on wide characters: Windows Terminal has bugs there */
	scrollok(stdscr, FALSE);
}

/* Begins to use the terminal by that description. */
static bool
open_screen(struct curses *c, const char *type)
{
	c->screen = newterm(type, stdout, stdin);
	if (!c->screen) {
		return false;
	}
	(void)snprintf(c->type, sizeof(c->type), "%s", type);
	set_modes();
	kb_term_define_keys();
	c->wraps = kb_term_wraps();
	kb_curses_follow_size();
	return true;
}

/*
 * The same terminal by its other description: there are two at most. Neither
 * is let go: delscreen() takes stdscr away from the one in use (ncurses 6.4).
 */
static void
reopen(struct curses *c, const char *type)
{
	SCREEN *was = c->screen;
	bool coloured = c->looks.coloured;
	kb_curses_lend(&c->term);
	if (c->other) {
		c->screen = c->other;
		set_term(c->screen);
		(void)snprintf(c->type, sizeof(c->type), "%s", type);
	} else if (!open_screen(c, type)) {
		c->screen = was;
		set_term(was);
		kb_curses_retake(&c->term);
		return;
	}
	c->other = was;
	c->looks.coloured = c->other_coloured;
	c->other_coloured = coloured;
	kb_curses_retake(&c->term);
}

static void
set_theme(struct kb_term *t, enum kb_theme theme, enum kb_colours wanted)
{
	struct curses *c = kb_curses_self(t);
	char type[sizeof(c->type)];
	if (c->looks.theme == theme && c->looks.wanted == wanted) {
		return; /* painting everything again costs a screen of bytes */
	}
	kb_looks_choose(&c->looks, theme, wanted, c->plain, type, sizeof(type));
	if (strcmp(type, c->type) != 0) {
		reopen(c, type);
	}
	kb_looks_set(&c->looks);
	c->repaint = true;
}

static enum kb_err
start(struct curses *c, struct kb_ctx *ctx, const struct kb_term_setup *setup, const char *type)
{
	char name[sizeof(c->type)];
	enum kb_err err = kb_signals_take(&c->signals, ctx);
	if (err != KB_OK) {
		return err;
	}
	c->plain = type;
	kb_looks_choose(&c->looks, setup->theme, setup->colours, type, name, sizeof(name));
	if (!open_screen(c, name)) {
		return kb_fail(
			ctx, KB_E_TERM,
			_("cannot use this terminal; try TERM=xterm-256color or TERM=vt100"));
	}
	kb_signals_arm(&c->signals, &c->modes, setup->last_words, setup->last_fd);
	kb_looks_set(&c->looks);
	kb_term_pastes(true);
	bool agree = widths_agree();
	set_count(&c->term, setup->ambiguous);
	if (!agree) {
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
		.wait = kb_curses_wait,
		.blit = blit,
		.redraw = redraw,
		.bell = ring,
		.suspend = kb_curses_suspend,
		.theme = set_theme,
		.copy = copy,
		.lend = kb_curses_lend,
		.retake = kb_curses_retake,
		.count = set_count,
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
	enum kb_codeset codeset = kb_term_codeset(nl_langinfo(CODESET));
	if (codeset == KB_CODESET_OTHER) {
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
	struct curses *c = kb_calloc(1, sizeof(*c));
	c->term.ops = &ops;
	c->modes = modes;
	c->repaint = true;
	c->legacy = codeset == KB_CODESET_GB;
	c->told = c->legacy ? KB_AMBIGUOUS_2 : KB_AMBIGUOUS_UNKNOWN;
	enum kb_err err = start(c, ctx, setup, type);
	if (err != KB_OK) {
		close_term(&c->term);
		return err;
	}
	*out = &c->term;
	return KB_OK;
}
