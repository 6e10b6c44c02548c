/* The width probe of a terminal without ncurses, where nothing else reads it: for kanbao term. */
#include "kanbao/term.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "kanbao/clock.h"
#include "kanbao/io.h"
#include "term_int.h"

/* Bytes of a report of the cursor at the start of s; 0 where there is none, or not all of it. */
static size_t
scan_report(kb_str s, int *column)
{
	size_t off = 2;
	int number[2] = { 0, 0 };
	if (!kb_str_starts(s, KB_STR("\033["))) {
		return 0;
	}
	for (int i = 0; i < 2; i++) {
		size_t from = off;
		while (off < s.n && off - from < 4 && s.p[off] >= '0' && s.p[off] <= '9') {
			number[i] = number[i] * 10 + (s.p[off++] - '0');
		}
		if (off == from || off >= s.n || s.p[off] != ";R"[i]) {
			return 0;
		}
		off++;
	}
	*column = number[1];
	return off;
}

/* Takes the reports among what has come; what may be the beginning of one stays. */
static void
take_reports(struct kb_probe *p, struct kb_buf *in)
{
	kb_str s = kb_buf_str(in);
	size_t off = 0;
	while (off < s.n) {
		int column;
		size_t used = scan_report(kb_str_sub(s, off, s.n), &column);
		if (used) {
			/* the question was asked from column 1 */
			(void)kb_probe_answer(p, 0, column - 1, kb_clock_ms());
			off += used;
		} else if (s.p[off] != '\033' || s.n - off >= sizeof("\033[1000;1000R")) {
			off++; /* something else */
		} else {
			break;
		}
	}
	struct kb_buf left = { 0 };
	kb_buf_add(&left, kb_str_sub(s, off, s.n));
	kb_buf_release(in);
	*in = left;
}

/* Until a signal comes, too. */
static void
await_reports(struct kb_probe *p, int fd, int signals, int wait_ms)
{
	struct kb_buf in = { 0 };
	long long until = kb_clock_ms() + wait_ms;
	for (long long left = wait_ms; left > 0 && kb_probe_open(p); left = until - kb_clock_ms()) {
		char bytes[256];
		struct pollfd pfd[] = { { .fd = fd, .events = POLLIN },
			                { .fd = signals, .events = POLLIN } };
		bool any = poll(pfd, 2, (int)left) > 0 && !pfd[1].revents;
		ssize_t n = any ? read(fd, bytes, sizeof(bytes)) : 0;
		if (n <= 0) {
			break;
		}
		kb_buf_add(&in, (kb_str){ bytes, (size_t)n });
		take_reports(p, &in);
	}
	kb_buf_release(&in);
}

/* Signals that end or stop the program wait until the terminal is as it was. */
static int
hold_signals(sigset_t *before)
{
	static const int held[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP };
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++) {
		sigaddset(&set, held[i]);
	}
	(void)pthread_sigmask(SIG_BLOCK, &set, before);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

bool
kb_term_probe(struct kb_probe *p, int wait_ms)
{
	struct termios modes;
	struct kb_buf question = { 0 };
	*p = (struct kb_probe){ 0 };
	if (!isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &modes) != 0) {
		return false;
	}
	sigset_t before;
	int signals = hold_signals(&before);
	struct termios raw = modes;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	kb_probe_ask(p, 0, kb_clock_ms(), &question);
	if (kb_io_write(STDOUT_FILENO, kb_buf_str(&question))) {
		await_reports(p, STDIN_FILENO, signals, wait_ms);
	}
	if (kb_probe_open(p)) {
		tcflush(STDIN_FILENO, TCIFLUSH); /* what comes late is not for the shell */
	}
	tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
	if (signals >= 0) {
		close(signals);
	}
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	kb_buf_release(&question);
	return true;
}
