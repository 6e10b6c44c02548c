/*
 * A terminal: size, events, cells. Two of them: curses (linked to the program
 * only) and headless (a key script in, screens out).
 */
#ifndef KANBAO_TERM_H
#define KANBAO_TERM_H

#include "kanbao/ctx.h"
#include "kanbao/grid.h"
#include "kanbao/theme.h"

enum kb_event_type {
	KB_EVENT_NONE,   /* time-out */
	KB_EVENT_KEY,    /* key: a code point, or KB_KEY_… */
	KB_EVENT_RESIZE, /* ask size() */
	KB_EVENT_RESUME, /* back after a stop: paint everything */
	KB_EVENT_WIDTH,  /* the terminal has said how wide it draws: see `ambiguous` */
	KB_EVENT_WATCH,  /* one of the descriptors watched is readable */
	KB_EVENT_END,    /* the terminal has gone, or SIGTERM: save and leave */
};

/* Keys that are no code points; control keys are 1–31 (^A = 1), Esc 27, Enter 13, Tab 9. */
enum kb_key {
	KB_KEY_BASE = 0x110000,
	KB_KEY_UP,
	KB_KEY_DOWN,
	KB_KEY_LEFT,
	KB_KEY_RIGHT,
	KB_KEY_HOME,
	KB_KEY_END,
	KB_KEY_PGUP,
	KB_KEY_PGDN,
	KB_KEY_INSERT,
	KB_KEY_DELETE,
	KB_KEY_BACKSPACE,
	KB_KEY_BTAB,
	KB_KEY_F1, /* … F12 follow */
	KB_KEY_F12 = KB_KEY_F1 + 11,
	KB_KEY_LETTER, /* in bindings only: any of a … z */
	KB_KEY_PASTE,  /* what follows up to _PASTE_END was pasted, not typed */
	KB_KEY_PASTE_END,
	KB_KEY_CLICK, /* the mouse, where it is on: event.y, event.x */
	KB_KEY_WHEEL_UP,
	KB_KEY_WHEEL_DOWN,
	KB_KEY_LIMIT
};

struct kb_event {
	enum kb_event_type type;
	int key;
	int y; /* of the mouse */
	int x;
};

struct kb_term;

/* --- the clipboard: term/clip.c ------------------------------------------------ */

/* Bytes of text that go into a clipboard: 100,000 of base64, which terminals take. */
#define KB_CLIP_MAX 75000
/* What stands between the program and the terminal. */
enum kb_clip {
	KB_CLIP_NONE, /* no clipboard is known of it; nothing was sent */
	KB_CLIP_TERMINAL,
	KB_CLIP_TMUX,
	KB_CLIP_SCREEN,
};
/* Appends OSC 52 that puts the text there, in what tmux or screen pass on; nothing beyond KB_CLIP_MAX. */
void kb_clip_sequence(kb_str text, enum kb_clip through, struct kb_buf *out);
/* By $TMUX, $STY and $TERM; `knows`: the terminal's description has a clipboard. */
enum kb_clip kb_clip_through(const char *tmux, const char *sty, const char *term, bool knows);

struct kb_term_ops {
	void (*size)(struct kb_term *t, int *rows, int *cols);
	/* Waits for at most timeout_ms (−1: for ever) and gives one event. */
	struct kb_event (*wait)(struct kb_term *t, int timeout_ms);
	/* Shows the grid: whole rows that changed since the last blit. */
	void (*blit)(struct kb_term *t, const struct kb_grid *g);
	/* The next blit paints everything; the terminal is asked for its widths again. */
	void (*redraw)(struct kb_term *t);
	void (*bell)(struct kb_term *t);
	/* Stops the process as the shell's job control asks; returns when continued. */
	void (*suspend)(struct kb_term *t);
	/* Another theme or number of colours, from the next blit on, which paints everything. */
	void (*theme)(struct kb_term *t, enum kb_theme theme, enum kb_colours wanted);
	/* Puts a text into the clipboard; `anyhow`: even where none is known of the terminal. */
	enum kb_clip (*copy)(struct kb_term *t, kb_str text, bool anyhow);
	/* Gives the terminal to another program, and takes it back. */
	void (*lend)(struct kb_term *t);
	void (*retake)(struct kb_term *t);
	/*
	 * How ambiguous characters are counted from now on; _UNKNOWN: as the
	 * terminal says, which is asked where it may be. Sets `ambiguous`.
	 */
	void (*count)(struct kb_term *t, enum kb_ambiguous wanted);
	/* Clicks and the wheel as keys; off, they are the terminal's own. */
	void (*mouse)(struct kb_term *t, bool on);
	/* Restores the terminal and frees t. */
	void (*close)(struct kb_term *t);
};

/* Descriptors waited for beside the keyboard. */
#define KB_WATCH_MAX 2

struct kb_term {
	const struct kb_term_ops *ops;
	int watch[KB_WATCH_MAX]; /* set by whoever reads them; 0: none */
	bool awaiting;           /* something is still to come from them (headless waits for it) */
	enum kb_ambiguous ambiguous; /* as grids to be shown must count */
	bool asking;                 /* the terminal may still say: KB_EVENT_WIDTH would follow */
	bool garbled;                /* it does not seem to speak our encoding */
};

/* What the reader has set of the terminal. */
struct kb_term_setup {
	enum kb_ambiguous ambiguous; /* _UNKNOWN: the terminal is asked */
	enum kb_theme theme;
	enum kb_colours colours; /* wanted: $NO_COLOR and $COLORTERM count with _AUTO */
	/* What is written there should the program crash; absent: nothing. */
	kb_str last_words;
	int last_fd;
};

/*
 * term/curses.c (linked to the program only). KB_E_TERM with one line, the
 * terminal untouched, where standard input and output are no terminal that
 * can be used. One at a time.
 */
enum kb_err kb_term_curses(struct kb_ctx *ctx, const struct kb_term_setup *setup,
                           struct kb_term **out);
/*
 * term/headless.c: keys are taken from script ("j j <Enter> q", key names of
 * keymap.h, blanks between them don't matter; <Resize:20x40>, <Click:5x10>,
 * <Timeout>, <Hangup>, <Await>, <Width:2> and <Screen> too); each <Screen> and
 * the end of the script append the grid's text to `screens`. At the end, and
 * at <Hangup>, comes KB_EVENT_END. KB_E_USAGE names a key that there is not. A
 * timeout is never waited for: it has run out where <Timeout> stands in the
 * script. <Await> gives KB_EVENT_WATCH as long as `awaiting` says that there
 * is more to come. <Width:N> is what the terminal says of ambiguous
 * characters, by enum kb_ambiguous; at the start it has said 1.
 */
enum kb_err kb_term_headless(struct kb_ctx *ctx, int rows, int cols, kb_str script,
                             struct kb_buf *screens, struct kb_term **out);
/* Called beside each text appended to `screens`, with the cells themselves. */
void kb_term_headless_watch(struct kb_term *headless,
                            void (*screen)(void *user, const struct kb_grid *g), void *user);

/* --- the width probe: term/probe.c ---------------------------------------------- */

#define KB_PROBES 9
/* Where rounds ask from: a row each in turn. */
#define KB_PROBE_ROW 2
#define KB_PROBE_ROW_LAST 5
#define KB_PROBE_COLUMN 5
/* Zeroed is valid: nothing was asked. */
struct kb_probe {
	bool asked;
	int row; /* of the last round, kept from one to the next */
	long long asked_ms;
	int took_ms;         /* from the question to the last answer so far */
	int n;               /* answers that have come */
	int cols[KB_PROBES]; /* cells that the terminal gave to each text */
};
/*
 * Begins another round: appends the question, asked from the row that p->row
 * says then, on a screen of so many rows (3 or more); with 0 from column 1 of
 * the row that the cursor is in, whichever that is. The row is blank after it.
 */
void kb_probe_ask(struct kb_probe *p, int rows, long long now_ms, struct kb_buf *out);
/*
 * An answer has come: so many cells, in that row (0 where it was asked without
 * one). True for the last of them; one that the round did not ask for is
 * dropped.
 */
bool kb_probe_answer(struct kb_probe *p, int row, int cols, long long now_ms);
/* Asked, and not answered in full. */
bool kb_probe_open(const struct kb_probe *p);
/* 1 or 2 where all characters asked have so many cells, _SAFE where they differ, else _UNKNOWN. */
enum kb_ambiguous kb_probe_verdict(const struct kb_probe *p);
/* What came back is not what a terminal that speaks UTF-8 says. */
bool kb_probe_garbled(const struct kb_probe *p);
/* What the i-th answer is about: 中文, then a character twice. */
const char *kb_probe_text(int i);

/*
 * term/tty.c: asks the terminal of standard input and output, where nothing
 * else reads it, and waits so long for the answers. False where there is none.
 */
bool kb_term_probe(struct kb_probe *p, int wait_ms);

/* --- descriptions: term/tinfo.c --------------------------------------------------- */

/*
 * The terminal description to use for $TERM (may be NULL, may be anything):
 * a name of the terminfo database by which cells can be addressed, or NULL.
 */
const char *kb_term_type(const char *term);
/* Colours of a description, 0 where it has none. */
int kb_term_colours(const char *type);
/* --- what the environment says: term/environ.c ---------------------------------------------- */

/* Whether $TERM may be the name of a terminal at all: letters, digits and .+_-, 40 at most. */
bool kb_term_named(const char *term);
/* What a locale writes: in _GB (GBK, GB18030, GB 2312) all ambiguous characters take two cells. */
enum kb_codeset { KB_CODESET_OTHER, KB_CODESET_UTF8, KB_CODESET_GB };
/* By the name that nl_langinfo(CODESET) gives. */
enum kb_codeset kb_term_codeset(const char *name);

/* Own wcwidth(): the mode for ncurses, which calls it without a context. */
void kb_wcwidth_mode(enum kb_ambiguous amb);

#endif
