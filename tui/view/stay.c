/* How long one may stay: without a key, in all, and how much CPU time that may cost. */
#include <time.h>

#include "app_int.h"
#include "kanbao/clock.h"

void
kb_app_stay(struct kb_app *app, const struct kb_stay *stay)
{
	struct kb_stay *limits = &app->stay.limits;
	*limits = *stay;
	if (limits->warn_s >= limits->idle_s) {
		/* else each key would be answered with it */
		limits->warn_s = limits->idle_s / 2;
	}
}

enum kb_leave
kb_app_left(const struct kb_app *app)
{
	return app->stay.leave;
}

static int64_t
cpu_ms(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
stay_begin(struct kb_app *app)
{
	struct stay *s = &app->stay;
	s->began_ms = s->key_ms = s->cpu_began_ms = kb_clock_ms();
	s->cpu_ms = cpu_ms();
}

void
stay_key(struct kb_app *app)
{
	const struct kb_stay *limits = &app->stay.limits;
	app->stay.key_ms = kb_clock_ms();
	app->stay.warned = false;
	if (limits->put_off) {
		limits->put_off(limits->user);
	}
}

/* Milliseconds left of a limit; −1 where there is none, never more than an int holds. */
static int
left_ms(int64_t from_ms, int limit_s, int64_t now_ms)
{
	if (!limit_s) {
		return -1;
	}
	int64_t left = from_ms + (int64_t)limit_s * 1000 - now_ms;
	const int64_t most = 24LL * 3600 * 1000;
	return (int)(left < 0 ? 0 : left < most ? left : most);
}

static int
warning_ms(const struct stay *s, int64_t now_ms)
{
	bool due = s->limits.idle_s && s->limits.warn_s && !s->warned;
	return due ? left_ms(s->key_ms, s->limits.idle_s - s->limits.warn_s, now_ms) : -1;
}

int
stay_patience(const struct kb_app *app)
{
	const struct stay *s = &app->stay;
	int64_t now = kb_clock_ms();
	int wait = app_sooner(left_ms(s->key_ms, s->limits.idle_s, now),
	                      left_ms(s->began_ms, s->limits.whole_s, now));
	return app_sooner(wait, warning_ms(s, now));
}

static void
warn(struct kb_app *app, int64_t now_ms)
{
	struct kb_buf text = { 0 };
	int left = (left_ms(app->stay.key_ms, app->stay.limits.idle_s, now_ms) + 500) / 1000;
	app->stay.warned = true;
	kb_buf_printf(&text, _("no key for a while: kanbao leaves in %d s; any key stays"), left);
	kb_app_say(app, text.p);
	app->term->ops->bell(app->term);
	kb_buf_release(&text);
}

/* More CPU time than is due to one reader. */
static bool
spent(struct stay *s, int64_t now_ms)
{
	if (!s->limits.cpu_s) {
		return false;
	}
	if (left_ms(s->cpu_began_ms, s->limits.cpu_per_s, now_ms) == 0) {
		s->cpu_began_ms = now_ms;
		s->cpu_ms = cpu_ms();
	}
	return cpu_ms() - s->cpu_ms > (int64_t)s->limits.cpu_s * 1000;
}

void
stay_look(struct kb_app *app)
{
	struct stay *s = &app->stay;
	int64_t now = kb_clock_ms();
	if (app->quit) {
		return;
	}
	if (left_ms(s->key_ms, s->limits.idle_s, now) == 0) {
		s->leave = KB_LEAVE_IDLE;
	} else if (left_ms(s->began_ms, s->limits.whole_s, now) == 0) {
		s->leave = KB_LEAVE_WHOLE;
	} else if (spent(s, now)) {
		s->leave = KB_LEAVE_CPU;
	} else if (warning_ms(s, now) == 0) {
		warn(app, now);
	}
	app->quit = s->leave != KB_LEAVE_SELF;
}
