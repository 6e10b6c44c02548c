/* Shared by the files of tui/term only. */
#ifndef KANBAO_TERM_INT_H
#define KANBAO_TERM_INT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>
#include <wchar.h>

#include "kanbao/ctx.h"
#include "kanbao/theme.h"

/* The description beside it that takes true colours, in `name`; type itself where there is none. */
const char *kb_term_true(const char *type, char *name, size_t size);
/* What makes the terminal of the description in use ordinary again; returns its bytes. */
size_t kb_term_restore(char *bytes, size_t size);
/* Leaves the screen to the shell; no line of ours stays beside its prompt. */
void kb_term_leave(void);
/* The terminal is told, or no longer, to say what is pasted. */
void kb_term_pastes(bool on);
/* What it sends around a paste, and its answers to the width probe, are keys. */
void kb_term_define_keys(void);
/* Whether a key of get_wch() is an answer to the width probe; if so, its row and the cells it tells. */
bool kb_term_answer(wint_t code, int *row, int *cols);
/* It goes on in the next row behind the last column, and there is no mode that stops it. */
bool kb_term_wraps(void);
/* OSC 52 is in the description. */
bool kb_term_has_clipboard(void);
/* The key (struct kb_event) for what get_wch() gave, a KEY_… or a character; 0 for none. */
int kb_term_key(wint_t code, bool function);

/* --- looks.c --------------------------------------------------------------------- */

struct kb_looks {
	enum kb_theme theme;
	enum kb_colours wanted;
	int ncolours;            /* of the terminal */
	enum kb_colours colours; /* what is used of them */
	bool coloured;           /* the screen has been told to */
	unsigned attrs[KB_ROLE_COUNT];
	short pair[KB_ROLE_COUNT];
};
/*
 * What is to be shown, and with how many colours; `name` becomes the
 * description that has them: `plain` or one beside it.
 */
void kb_looks_choose(struct kb_looks *l, enum kb_theme theme, enum kb_colours wanted,
                     const char *plain, char *name, size_t size);
/* Fills attrs and pair for the screen in use. */
void kb_looks_set(struct kb_looks *l);

/* --- signals.c ---------------------------------------------------------------- */

#define KB_EVENT_SIGNALS 7
#define KB_CRASH_SIGNALS 6

/* Zeroed is valid and not taken. Only one can be taken at a time. */
struct kb_signals {
	int fd; /* for poll(): readable where a signal has come */
	/* what signals have asked for, and the owner has not answered yet */
	bool ended;
	bool resumed;
	bool resized;
	bool stopped;
	/* private */
	bool taken;
	int handler_fd;
	stack_t stack; /* for a crash by stack overflow */
	struct sigaction old_event[KB_EVENT_SIGNALS];
	struct sigaction old_crash[KB_CRASH_SIGNALS];
};
/*
 * Handlers stand before ncurses starts, which then leaves these signals
 * alone; SIGHUP is taken even where it was ignored.
 */
enum kb_err kb_signals_take(struct kb_signals *s, struct kb_ctx *ctx);
/* How a crash leaves the terminal, and what it says to whom; the terminal's description is in use already. */
void kb_signals_arm(struct kb_signals *s, const struct termios *modes, kb_str last_words,
                    int last_fd);
/* Takes what the handlers have written into the flags. */
void kb_signals_drain(struct kb_signals *s);
/*
 * Stops the whole job, as the terminal driver does for ^Z; goes on when
 * continued, or at once where nobody could continue us. Sets `resumed`.
 */
void kb_signals_stop(struct kb_signals *s);
void kb_signals_release(struct kb_signals *s);

#endif
