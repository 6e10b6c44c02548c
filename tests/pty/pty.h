/*
 * A program in a pseudo-terminal, its output shown by libvterm: types keys,
 * waits until the program is idle, reads cells.
 */
#ifndef KANBAO_TEST_PTY_H
#define KANBAO_TEST_PTY_H

#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#include "kanbao/grid.h"
#include "kanbao/theme.h"
#include "line.h"

struct pty_setup {
	int rows;
	int cols;
	enum kb_ambiguous ambiguous; /* what the emulator gives ambiguous characters; 0 = 1 */
	enum kb_theme theme;         /* what the program is told, for pty_compare() */
	enum kb_colours colours;     /* those it will use: never _AUTO but with theme none */
	int ncolours;                /* of the terminal */
	const char *term;            /* $TERM; NULL = xterm-256color, "-" = unset */
	const char *const *argv;     /* program and arguments, or */
	int (*child)(void *user);    /* what a forked child runs */
	void *user;
	const char *const *env; /* NAME=value, or NAME to unset; ended by NULL; may be NULL */
	int sighup;             /* how SIGHUP is inherited: 0, PTY_IGNORED, PTY_BLOCKED */
	int apart; /* keys come from a terminal of their own; 2: that one is the job's */
	struct line_setup line; /* how the terminal's answers come */
	const char *charset;    /* the terminal's own, by iconv(); NULL: UTF-8 */
};
enum { PTY_IGNORED = 1, PTY_BLOCKED = 2 };

struct pty {
	pid_t pid;
	int fd;      /* −1 once closed */
	int keys_fd; /* where keys go: fd, or a terminal of their own */
	struct line line;
	const char *charset;
	struct termios modes; /* as the terminal was opened */
	VTerm *vt;
	VTermScreen *screen;
	int rows;
	int cols;
	enum kb_ambiguous ambiguous;
	enum kb_theme theme;
	enum kb_colours colours;
	int ncolours;
	struct kb_buf wire; /* every byte that the program wrote */
	size_t fed;         /* of which the emulator has got */
	bool gone;          /* waited for */
	int status;
	double cpu_ms; /* of the program, once gone */
	bool alternate;
	bool cursor;
	int bells;
};

void pty_start(struct pty *p, const struct pty_setup *setup);
/* How often it was called. */
int pty_started(void);
/* Ends what is left of it. */
void pty_end(struct pty *p);
/* Keys by their names (keymap.h), as xterm sends them. */
void pty_type(struct pty *p, const char *keys);
void pty_send(struct pty *p, const char *bytes, size_t n);
/* Reads until the program sleeps and waits for ever (or has gone); fails after 10 s. */
void pty_settle(struct pty *p);
/* Both, key by key. */
void pty_keys(struct pty *p, const char *keys);
void pty_resize(struct pty *p, int rows, int cols);
/* Takes the terminal away; or only the one that keys come from, or the one that is written to. */
void pty_hang_up(struct pty *p);
void pty_hang_up_keys(struct pty *p);
void pty_hang_up_screen(struct pty *p);
/* Shows what comes for so long, whether the program is idle or not. */
void pty_pass(struct pty *p, int ms);
/* CPU time of the program so far. */
double pty_cpu_ms(const struct pty *p);
/* Waits for the program to end; false after that time. */
bool pty_gone(struct pty *p, int within_ms);
/* Exit status; −signal where one ended it. */
int pty_status(const struct pty *p);
/* Fails where the terminal has other modes. */
void pty_has_modes(const struct pty *p, const struct termios *want);

/* The screen as text: rows without trailing blanks. */
void pty_dump(const struct pty *p, struct kb_buf *out);
bool pty_shows(const struct pty *p, const char *text);
/* Settles until the text is on the screen; false after 5 s. */
bool pty_await(struct pty *p, const char *text);
/* Waits until the screen is the grid, whatever the program does; false after 5 s. */
bool pty_await_grid(struct pty *p, const struct kb_grid *g);
/* Fails, naming the cell and showing both, where screen and grid differ. */
void pty_compare(const struct pty *p, const struct kb_grid *g, const char *what);

/* Whether screen and grid are the same. */
bool pty_same(const struct pty *p, const struct kb_grid *g);

/* --- emulator.c, for pty.c -------------------------------------------------------- */

void pty_emulator(struct pty *p);
/* Shows what the program wrote since; the terminal's answers go on the line. */
void pty_feed(struct pty *p, long long now_ms);

#endif
