/* Signals that ask for the end, held back and asked for. */
#include "kanbao/interrupt.h"

#include <time.h>

static void
ending_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
}

void
kb_interrupt_hold(struct kb_held *held)
{
	sigset_t set;
	ending_signals(&set);
	sigprocmask(SIG_BLOCK, &set, &held->before);
}

bool
kb_interrupted(void)
{
	sigset_t pending;
	return sigpending(&pending) == 0 &&
	       (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1 ||
	        sigismember(&pending, SIGHUP) == 1);
}

void
kb_interrupt_release(const struct kb_held *held)
{
	sigset_t set;
	const struct timespec now = { 0 };
	ending_signals(&set);
	while (sigtimedwait(&set, NULL, &now) > 0) {
		/* the next one */
	}
	sigprocmask(SIG_SETMASK, &held->before, NULL);
}
