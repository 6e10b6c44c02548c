/* The terminal by ncurses, shared by curses.c (out), input.c (in) and looks.c. */
#ifndef KANBAO_CURSES_INT_H
#define KANBAO_CURSES_INT_H

#include "kanbao/term.h" /* before <curses.h> */
#include "term_int.h"

#include <curses.h>

struct curses {
	struct kb_term term; /* first: a struct kb_term * is one of these */
	SCREEN *screen;
	SCREEN *other; /* by another description, not in use; or NULL */
	bool other_coloured;
	struct termios modes; /* as found */
	struct kb_signals signals;
	struct kb_grid shown; /* what the screen holds */
	struct kb_looks looks;
	const char *plain; /* its description, in the environment */
	char type[64];     /* the one in use */
	cchar_t *row;
	int row_cap;
	bool repaint;
	bool more; /* ncurses may hold keys that poll() can't see */
	int dry;
	/* widths of ambiguous characters: as wanted, else as the terminal said last */
	enum kb_ambiguous wanted;
	enum kb_ambiguous told;
	struct kb_probe probe;
	bool answered; /* just now, and not told yet */
	bool wraps;    /* behind its last cell, and can't be kept from it */
	bool legacy;   /* the terminal takes GBK or GB18030: what they lack is not sent */
};

static inline struct curses *
kb_curses_self(struct kb_term *t)
{
	return (struct curses *)t;
}

/* Tells ncurses what the terminal says; LINES and COLUMNS count only where it is silent. */
void kb_curses_follow_size(void);
/* Asks the terminal for its widths, where that is wanted and no answer is under way. */
void kb_curses_ask(struct curses *c);
/* Nothing that was asked shall be answered to whoever reads the terminal next. */
void kb_curses_hush(struct curses *c);
/* Grids are counted as is wanted, or as was told. */
void kb_curses_count(struct curses *c);
struct kb_event kb_curses_wait(struct kb_term *t, int timeout_ms);
void kb_curses_suspend(struct kb_term *t);
void kb_curses_lend(struct kb_term *t);
void kb_curses_retake(struct kb_term *t);

#endif
