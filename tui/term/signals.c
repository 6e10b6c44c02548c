/*
 * Signals: those that become events, and those that end a crashed program,
 * which leaves the terminal ordinary. Knows nothing of ncurses.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "term_int.h"

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
	int last_fd;
	size_t nlast;
	char last[128]; /* and what is said to somebody else */
};

static const int event_signals[KB_EVENT_SIGNALS] = { SIGHUP,   SIGTERM, SIGINT, SIGQUIT,
	                                             SIGWINCH, SIGCONT, SIGTSTP };
static const int crash_signals[KB_CRASH_SIGNALS] = { SIGSEGV, SIGBUS,  SIGILL,
	                                             SIGFPE,  SIGABRT, SIGXCPU };
#ifdef __SANITIZE_ADDRESS__
#define CRASH_TAKEN 0U /* the sanitizer's own report is worth more */
#else
#define CRASH_TAKEN KB_CRASH_SIGNALS
#endif

/* --- handlers ----------------------------------------------------------------- */

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
		n += kit.nlast ? write(kit.last_fd, kit.last, kit.nlast) : 0;
		(void)n;
		tcsetattr(STDIN_FILENO, TCSANOW, &kit.modes);
	}
	signal(sig, SIG_DFL);
	raise(sig); /* takes effect when this handler returns */
}

/* --- taking and giving back --------------------------------------------------- */

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
unblock(void)
{
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < KB_EVENT_SIGNALS; i++) {
		sigaddset(&set, event_signals[i]);
	}
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

enum kb_err
kb_signals_take(struct kb_signals *s, struct kb_ctx *ctx)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) {
		return kb_fail(ctx, KB_E_INTERNAL, _("cannot make a socket pair: %s"),
		               strerror(errno));
	}
	for (int i = 0; i < 2; i++) {
		fcntl(pair[i], F_SETFD, FD_CLOEXEC);
		fcntl(pair[i], F_SETFL, O_NONBLOCK);
	}
	s->taken = true;
	s->fd = pair[0];
	s->handler_fd = pair[1];
	signal_fd = pair[1];
	s->stack.ss_size = 1 << 16;
	s->stack.ss_sp = kb_calloc(1, s->stack.ss_size);
	sigaltstack(&s->stack, NULL);
	install(event_signals, KB_EVENT_SIGNALS, on_event, SA_RESTART, s->old_event);
	install(crash_signals, CRASH_TAKEN, on_crash, SA_ONSTACK, s->old_crash);
	unblock();
	return KB_OK;
}

/* Where somebody else is told of it, the reader is too. */
static const char sorry[] = "kanbao: this session has failed, or ran out of memory\r\n";

void
kb_signals_arm(struct kb_signals *s, const struct termios *modes, kb_str last_words, int last_fd)
{
	struct crash_kit kit = { .modes = *modes, .last_fd = last_fd };
	kit.nlast = last_words.n < sizeof(kit.last) ? last_words.n : sizeof(kit.last);
	if (kit.nlast) {
		memcpy(kit.last, last_words.p, kit.nlast);
	}
	kit.n = kb_term_restore(kit.bytes, sizeof(kit.bytes) - sizeof(sorry));
	if (kit.nlast) {
		memcpy(kit.bytes + kit.n, sorry, sizeof(sorry) - 1);
		kit.n += sizeof(sorry) - 1;
	}
	ssize_t n = write(s->fd, &kit, sizeof(kit));
	(void)n;
}

static void
restore(const int *signals, size_t n, const struct sigaction *old)
{
	for (size_t i = 0; i < n; i++) {
		sigaction(signals[i], &old[i], NULL);
	}
}

void
kb_signals_release(struct kb_signals *s)
{
	if (!s->taken) {
		return;
	}
	restore(event_signals, KB_EVENT_SIGNALS, s->old_event);
	restore(crash_signals, CRASH_TAKEN, s->old_crash);
	stack_t none = { .ss_flags = SS_DISABLE };
	sigaltstack(&none, NULL);
	free(s->stack.ss_sp);
	signal_fd = 0;
	close(s->fd);
	close(s->handler_fd);
	*s = (struct kb_signals){ 0 };
}

/* --- events ------------------------------------------------------------------- */

void
kb_signals_drain(struct kb_signals *s)
{
	unsigned char bytes[64];
	ssize_t n;
	while ((n = read(s->fd, bytes, sizeof(bytes))) > 0) {
		for (ssize_t i = 0; i < n; i++) {
			switch (bytes[i]) {
			case SIGWINCH:
				s->resized = true;
				break;
			case SIGCONT:
				s->resumed = true;
				break;
			case SIGTSTP:
				s->stopped = true;
				break;
			default:
				s->ended = true;
				break;
			}
		}
	}
}

void
kb_signals_stop(struct kb_signals *s)
{
	static const int stop = SIGTSTP;
	install(&stop, 1, SIG_DFL, 0, NULL);
	kill(0, SIGTSTP);
	install(&stop, 1, on_event, SA_RESTART, NULL);
	s->resumed = true;
}
