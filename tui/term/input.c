/*
 * The terminal by ncurses: what comes from it. Keys, answers, the mouse, and
 * everything that can happen to a terminal (size, stop, hang-up).
 */
#include "curses_int.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kanbao/clock.h"
#include "kanbao/io.h"

/* How long after an Esc the rest of a key may come: over a slow link its bytes part. */
#define ESC_MS 100
/* The same while an answer may come, none of whose bytes must pass for keys. */
#define ESC_ASKED_MS 400
/* An answer is looked for so long; later ones are welcome all the same. */
#define ASKED_MS 3000
/* What is still to come at the end is waited for so long. */
#define HUSH_MS 100
/* How long the rest of a character may take. */
#define CHAR_MS 50
/* A terminal may claim any size; we follow up to here. */
#define MAX_ROWS 1000
#define MAX_COLS 2000
/* Reads that find a readable terminal empty before it counts as gone. */
#define MAX_DRY 3

static int
clamp(int value, int most)
{
	return value < 1 ? 1 : value > most ? most : value;
}

/* Tells ncurses what the terminal says; LINES and COLUMNS count only where it is silent. */
void
kb_curses_follow_size(void)
{
	struct winsize ws;
	bool told = ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_row && ws.ws_col;
	int rows = clamp(told ? ws.ws_row : LINES, MAX_ROWS);
	int cols = clamp(told ? ws.ws_col : COLS, MAX_COLS);
	if (is_term_resized(rows, cols)) {
		resizeterm(rows, cols);
	}
}

/* --- keys, and answers among them ------------------------------------------------- */

/* An answer is expected any moment. */
static bool
asked_lately(const struct curses *c)
{
	return kb_probe_open(&c->probe) && kb_clock_ms() - c->probe.asked_ms < ASKED_MS;
}

/* A key that is there now, 0 where there is none; wait_ms for the rest of a character. */
static int
read_key(struct curses *c, int wait_ms)
{
	wint_t code;
	set_escdelay(asked_lately(c) ? ESC_ASKED_MS : ESC_MS);
	wtimeout(stdscr, wait_ms);
	int kind = get_wch(&code);
	c->more = kind != ERR;
	if (kind == ERR) {
		return 0;
	}
	c->dry = 0;
	int row;
	int cols;
	if (kind == KEY_CODE_YES && kb_term_answer(code, &row, &cols)) {
		c->answered = kb_probe_answer(&c->probe, row, cols, kb_clock_ms()) || c->answered;
		return 0;
	}
	return kb_term_key(code, kind == KEY_CODE_YES);
}

/* --- the width of ambiguous characters -------------------------------------------- */

void
kb_curses_count(struct curses *c)
{
	enum kb_ambiguous amb = c->wanted ? c->wanted : c->told;
	if (amb != c->term.ambiguous) {
		c->term.ambiguous = amb;
		c->repaint = true;
	}
	kb_wcwidth_mode(amb);
}

void
kb_curses_ask(struct curses *c)
{
	struct kb_buf question = { 0 };
	if (c->wanted || c->legacy || LINES < 3 || COLS < 20 || asked_lately(c)) {
		return;
	}
	delay_output(0); /* what ncurses has kept back goes first: the other screen is entered */
	kb_probe_ask(&c->probe, LINES, kb_clock_ms(), &question);
	(void)kb_io_write(STDOUT_FILENO, kb_buf_str(&question));
	c->term.asking = true;
	kb_buf_release(&question);
}

void
kb_curses_hush(struct curses *c)
{
	if (!asked_lately(c)) {
		return;
	}
	long long until = kb_clock_ms() + HUSH_MS;
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	for (long long left = HUSH_MS; left > 0 && kb_probe_open(&c->probe);) {
		if (poll(&fd, 1, (int)left) > 0 && fd.revents != POLLIN) {
			break;
		}
		(void)read_key(c, 0);
		left = until - kb_clock_ms();
	}
	if (kb_probe_open(&c->probe)) {
		tcflush(STDIN_FILENO, TCIFLUSH);
	}
	c->probe.asked = false;
	c->term.asking = false;
}

/* --- stopping ------------------------------------------------------------------- */

/* Leaves the terminal as the shell knows it, and stops. */
void
kb_curses_suspend(struct kb_term *t)
{
	struct curses *c = kb_curses_self(t);
	kb_curses_hush(c);
	kb_term_leave();
	kb_signals_stop(&c->signals);
	reset_prog_mode();
	kb_term_pastes(true);
	c->repaint = true;
}

void
kb_curses_lend(struct kb_term *t)
{
	kb_curses_hush(kb_curses_self(t));
	curs_set(1);
	kb_term_leave();
}

void
kb_curses_retake(struct kb_term *t)
{
	struct curses *c = kb_curses_self(t);
	kb_signals_drain(&c->signals);
	reset_prog_mode();
	kb_term_pastes(true);
	kb_curses_follow_size();
	c->repaint = true;
}

/* --- the mouse ------------------------------------------------------------------ */

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

/* The terminal has said how wide it draws. */
static enum kb_event_type
take_widths(struct curses *c)
{
	c->told = kb_probe_verdict(&c->probe);
	c->term.garbled = kb_probe_garbled(&c->probe);
	c->term.asking = false;
	kb_curses_count(c);
	return KB_EVENT_WIDTH;
}

/* An event that needs no key; KB_EVENT_NONE where there is none. */
static enum kb_event_type
pending_event(struct curses *c)
{
	kb_signals_drain(&c->signals);
	if (c->signals.ended) {
		return KB_EVENT_END;
	}
	if (c->answered) {
		c->answered = false;
		return take_widths(c);
	}
	if (c->signals.stopped) {
		c->signals.stopped = false;
		kb_curses_suspend(&c->term);
		kb_signals_drain(&c->signals);
	}
	if (c->signals.resumed) {
		c->signals.resumed = false;
		c->signals.resized = false;
		reset_prog_mode(); /* after SIGSTOP the shell has set its own */
		kb_term_pastes(true);
		kb_curses_follow_size();
		c->repaint = true;
		return KB_EVENT_RESUME;
	}
	if (c->signals.resized) {
		c->signals.resized = false;
		kb_curses_follow_size();
		c->repaint = true;
		if (!c->told) {
			kb_curses_ask(c); /* there was no room for it */
		}
		return KB_EVENT_RESIZE;
	}
	return KB_EVENT_NONE;
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

enum { FD_IN, FD_OUT, FD_SIGNALS, FD_WATCH, FDS = FD_WATCH + KB_WATCH_MAX };

/* Terminal in and out, signals, and what the owner of the terminal watches. */
static void
list_fds(const struct curses *c, struct pollfd fds[FDS])
{
	fds[FD_IN] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	fds[FD_OUT] = (struct pollfd){ .fd = STDOUT_FILENO }; /* that it has gone */
	fds[FD_SIGNALS] = (struct pollfd){ .fd = c->signals.fd, .events = POLLIN };
	for (int i = 0; i < KB_WATCH_MAX; i++) {
		int watched = c->term.watch[i];
		fds[FD_WATCH + i] =
			(struct pollfd){ .fd = watched ? watched : -1, .events = POLLIN };
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

struct kb_event
kb_curses_wait(struct kb_term *t, int timeout_ms)
{
	struct curses *c = kb_curses_self(t);
	long long until = kb_clock_ms() + timeout_ms;
	for (;;) {
		struct kb_event event = { .type = pending_event(c) };
		if (event.type != KB_EVENT_NONE) {
			return event;
		}
		struct pollfd fds[FDS];
		list_fds(c, fds);
		long long left = timeout_ms < 0 ? -1 : until - kb_clock_ms();
		if (timeout_ms >= 0 && left < 0) {
			left = 0;
		}
		int ready = poll(fds, FDS, c->more ? 0 : (int)left);
		event = key_event(c, ready, fds[FD_IN].revents | fds[FD_OUT].revents);
		if (event.type != KB_EVENT_NONE) {
			return event;
		}
		if (ready > 0 && (fds[FD_WATCH].revents || fds[FD_WATCH + 1].revents)) {
			return (struct kb_event){ .type = KB_EVENT_WATCH };
		}
		if (ready == 0 && left == 0) {
			return event;
		}
	}
}
