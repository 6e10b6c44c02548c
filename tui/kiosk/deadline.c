/*
 * The end of a session that its own loop does not come to: who takes nothing
 * more of what he is shown keeps the reader writing for ever.
 */
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "kiosk_int.h"

/* Beyond the time that the loop itself looks after. */
#define GRACE_S 5

static void
on_deadline(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	if (info->si_code == SI_TIMER) {
		const struct kiosk_deadline *d = info->si_value.sival_ptr;
		ssize_t n = d->log >= 0 ? write(d->log, d->line.p, d->line.n) : 0;
		(void)n;
		_exit(0);
	}
}

void
kiosk_deadline_put_off(void *deadline)
{
	struct kiosk_deadline *d = deadline;
	const struct itimerspec until = { .it_value = { .tv_sec = d->seconds } };
	if (d->seconds) {
		(void)timer_settime(d->timer, 0, &until, NULL);
	}
}

bool
kiosk_deadline_begin(const struct kb_kiosk *kiosk, struct kiosk_deadline *d)
{
	struct sigaction action = { .sa_flags = SA_SIGINFO };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM };
	long idle = kiosk->value[KB_KIOSK_IDLE];
	long most = idle ? idle : kiosk->value[KB_KIOSK_WHOLE];
	if (!most) {
		return true;
	}
	kiosk_log_later(kiosk, "stalled", &d->line);
	d->log = kiosk->log;
	d->seconds = (int)most + GRACE_S;
	d->each_key = idle > 0;
	event.sigev_value.sival_ptr = d;
	action.sa_sigaction = on_deadline;
	(void)sigemptyset(&action.sa_mask);
	if (sigaction(SIGALRM, &action, NULL) != 0 ||
	    timer_create(CLOCK_MONOTONIC, &event, &d->timer) != 0) {
		return false;
	}
	kiosk_deadline_put_off(d);
	return true;
}
