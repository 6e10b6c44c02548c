/*
 * Terminal descriptions: which one to use, how it leaves, what its keys are
 * called. Apart from curses.c, since <term.h> defines half the dictionary.
 */
#include "term_int.h"

#include "kanbao/io.h"
#include "kanbao/term.h" /* before <term.h>, whose macros would maim it */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

static const char *
capability(const char *name)
{
	const char *s = tigetstr(name);
	return s == (char *)-1 ? NULL : s;
}

/* Whether there is a description under this name, and cells can be addressed by it. */
enum fitness { TYPE_UNKNOWN, TYPE_UNFIT, TYPE_FIT };

static enum fitness
terminal_type(const char *name)
{
	int err;
	TERMINAL *was = cur_term; /* of a screen in use */
	if (setupterm(name, STDOUT_FILENO, &err) != OK) {
		set_curterm(was);
		return err == 1 ? TYPE_UNFIT : TYPE_UNKNOWN;
	}
	bool fit = capability("cup") != NULL;
	del_curterm(set_curterm(was));
	return fit ? TYPE_FIT : TYPE_UNFIT;
}

const char *
kb_term_type(const char *term)
{
	/* emulators that are newer than many a server, and obey what xterm obeys */
	static const char *const like_xterm[] = { "xterm",   "foot",    "kitty",   "alacritty",
		                                  "wezterm", "ghostty", "contour", "rio",
		                                  "konsole", "gnome",   "vte",     "mlterm",
		                                  "tmux",    "screen",  "st-",     "iterm",
		                                  "mintty",  "putty",   "rxvt" };
	if (!kb_term_named(term)) {
		term = "unknown-type";
	}
	enum fitness type = terminal_type(term);
	if (type != TYPE_UNKNOWN) {
		return type == TYPE_FIT ? term : NULL;
	}
	for (size_t i = 0; i < sizeof(like_xterm) / sizeof(like_xterm[0]); i++) {
		if (strncmp(term, like_xterm[i], strlen(like_xterm[i])) == 0 &&
		    terminal_type("xterm-256color") == TYPE_FIT) {
			return "xterm-256color";
		}
	}
	return terminal_type("vt100") == TYPE_FIT ? "vt100" : NULL;
}

/* NAME of NAME-256color, NAME-direct, or NAME itself. */
static size_t
family(const char *type)
{
	const char *end = strstr(type, "-256color");
	return end ? (size_t)(end - type) : strlen(type);
}

const char *
kb_term_true(const char *type, char *name, size_t size)
{
	int n = snprintf(name, size, "%.*s-direct", (int)family(type), type);
	return n > 0 && (size_t)n < size && terminal_type(name) == TYPE_FIT ? name : type;
}

int
kb_term_colours(const char *type)
{
	int err;
	TERMINAL *was = cur_term;
	if (setupterm(type, STDOUT_FILENO, &err) != OK) {
		set_curterm(was);
		return 0;
	}
	int colours = tigetnum("colors");
	del_curterm(set_curterm(was));
	return colours > 0 ? colours : 0;
}

/* Adds a capability without the padding it asks for ("$<2>"). */
static size_t
add_capability(char *bytes, size_t n, size_t size, const char *s)
{
	while (s && *s && n < size) {
		const char *close = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;
		if (close) {
			s = close + 1;
		} else {
			bytes[n++] = *s++;
		}
	}
	return n;
}

size_t
kb_term_restore(char *bytes, size_t size)
{
	static const char *const names[] = { "sgr0", "op", "rmkx", "BD", "rmcup", "cnorm" };
	/* as ncurses turns it off, whose capability (XM) takes a parameter */
	const char *mouse = capability("kmous") ? "\033[?1006;1000l" : NULL;
	size_t n = add_capability(bytes, 0, size, mouse);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		n = add_capability(bytes, n, size, capability(names[i]));
	}
	return n;
}

/* --- pasting, the clipboard ------------------------------------------------------ */

/* Codes for define_key() behind those of ncurses. */
#define CODE_PASTE (KEY_MAX + 1)
#define CODE_PASTE_END (KEY_MAX + 2)
#define CODE_ANSWER (KEY_MAX + 3) /* for each row that is asked from, so many: */
#define ANSWERS 13                /* a terminal that doesn't speak UTF-8 says what it likes */
#define ROWS (KB_PROBE_ROW_LAST - KB_PROBE_ROW + 1)

void
kb_term_pastes(bool on)
{
	char bytes[32];
	size_t n = add_capability(bytes, 0, sizeof(bytes), capability(on ? "BE" : "BD"));
	(void)kb_io_write(STDOUT_FILENO, (kb_str){ bytes, n });
}

void
kb_term_define_keys(void)
{
	define_key("\033[200~", CODE_PASTE);
	define_key("\033[201~", CODE_PASTE_END);
	for (int i = 0; i < ROWS * ANSWERS; i++) {
		char report[32];
		(void)snprintf(report, sizeof(report), "\033[%d;%dR", KB_PROBE_ROW + i / ANSWERS,
		               KB_PROBE_COLUMN + i % ANSWERS);
		define_key(report, CODE_ANSWER + i);
	}
}

bool
kb_term_answer(wint_t code, int *row, int *cols)
{
	if (code < CODE_ANSWER || code >= CODE_ANSWER + ROWS * ANSWERS) {
		return false;
	}
	int i = (int)(code - CODE_ANSWER);
	*row = KB_PROBE_ROW + i / ANSWERS;
	*cols = i % ANSWERS;
	return true;
}

bool
kb_term_wraps(void)
{
	return tigetflag("am") > 0 && !capability("rmam");
}

bool
kb_term_has_clipboard(void)
{
	return capability("Ms") != NULL;
}

void
kb_term_leave(void)
{
	kb_term_pastes(false);
	if (!capability("rmcup")) {
		/* there is no other screen to go back to: the prompt comes on the last row */
		move(LINES - 1, 0);
		clrtoeol();
		refresh();
	}
	endwin();
}

static int
function_key(wint_t code)
{
	static const struct {
		wint_t code;
		int key;
	} keys[] = {
		{ KEY_UP, KB_KEY_UP },
		{ KEY_DOWN, KB_KEY_DOWN },
		{ KEY_LEFT, KB_KEY_LEFT },
		{ KEY_RIGHT, KB_KEY_RIGHT },
		{ KEY_HOME, KB_KEY_HOME },
		{ KEY_END, KB_KEY_END },
		{ KEY_PPAGE, KB_KEY_PGUP },
		{ KEY_NPAGE, KB_KEY_PGDN },
		{ KEY_IC, KB_KEY_INSERT },
		{ KEY_DC, KB_KEY_DELETE },
		{ KEY_A1, KB_KEY_HOME },
		{ KEY_C1, KB_KEY_END },
		{ KEY_A3, KB_KEY_PGUP },
		{ KEY_C3, KB_KEY_PGDN },
		{ KEY_FIND, KB_KEY_HOME },
		{ KEY_SELECT, KB_KEY_END },
		{ KEY_BTAB, KB_KEY_BTAB },
		{ KEY_BACKSPACE, KB_KEY_BACKSPACE },
		{ KEY_ENTER, 13 },
		{ KEY_MOUSE, KB_KEY_CLICK },
		{ CODE_PASTE, KB_KEY_PASTE },
		{ CODE_PASTE_END, KB_KEY_PASTE_END },
	};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (keys[i].code == code) {
			return keys[i].key;
		}
	}
	return code >= KEY_F(1) && code <= KEY_F(12) ? KB_KEY_F1 + (int)(code - KEY_F(1)) : 0;
}

/* The key for a character; 0 for what is none. */
static int
character_key(wint_t code)
{
	if (code == 127 || code == 8) {
		return KB_KEY_BACKSPACE;
	}
	if (code == '\n') {
		return 13;
	}
	return code < 0x110000 ? (int)code : 0;
}

int
kb_term_key(wint_t code, bool function)
{
	return function ? function_key(code) : character_key(code);
}
