/*
 * How long one may stay (K5), by a clock that is set forward: warned and ended
 * without a key, ended after the longest session. With the kiosk's own times.
 */
#include "kanbao/clock.h"
#include "kanbao/state.h"
#include "kanbao/view.h"
#include "store_help.h"

enum { IDLE_S = 1800, WARN_S = 120, WHOLE_S = 43200 };

static const struct art arts[] = { { "1", "柯城", "开头。" } };

/* The clock of this program, and what it brings. */
static struct {
	int64_t now_ms;
	int64_t every_ms; /* between two keys */
	int keys;         /* so many, then none */
	int warned;
	int64_t warned_ms; /* the last time */
} plan;

int64_t
kb_clock_ns(void)
{
	return plan.now_ms * 1000000;
}

int64_t
kb_clock_ms(void)
{
	return plan.now_ms;
}

/* Time passes: as long as the reader would wait, or until the next key. */
static struct kb_event
wait_event(struct kb_term *t, int timeout_ms)
{
	int64_t key_ms = (plan.now_ms / plan.every_ms + 1) * plan.every_ms;
	(void)t;
	if (plan.keys && (timeout_ms < 0 || key_ms <= plan.now_ms + timeout_ms)) {
		plan.now_ms = key_ms;
		plan.keys--;
		return (struct kb_event){ .type = KB_EVENT_KEY, .key = 'j' };
	}
	assert_true(timeout_ms >= 0);
	plan.now_ms += timeout_ms;
	return (struct kb_event){ .type = KB_EVENT_NONE };
}

static void
bell(struct kb_term *t)
{
	(void)t;
	plan.warned++;
	plan.warned_ms = plan.now_ms;
}

/* Seconds until the reader is sent away. */
static int
stays(struct fix *f, enum kb_leave why)
{
	const struct kb_stay limits = { .idle_s = IDLE_S, .warn_s = WARN_S, .whole_s = WHOLE_S };
	struct kb_options options;
	struct kb_state *state = NULL;
	struct kb_app *app = NULL;
	struct kb_term *term = NULL;
	struct kb_buf screens = { 0 };
	struct kb_buf not_saved = { 0 };
	kb_options_init(&options);
	must(f, kb_state_open(&f->ctx, NULL, &state, &not_saved));
	must(f, kb_app_open(&f->ctx, f->store, state, &options, NULL, &app));
	must(f, kb_term_headless(&f->ctx, 24, 80, KB_STR(""), &screens, &term));
	struct kb_term_ops ops = *term->ops;
	ops.wait = wait_event;
	ops.bell = bell;
	term->ops = &ops;
	kb_app_stay(app, &limits);
	must(f, kb_app_run(app, term));
	assert_int_equal(kb_app_left(app), why);
	term->ops->close(term);
	kb_app_close(app);
	kb_state_close(state);
	kb_buf_release(&screens);
	kb_buf_release(&not_saved);
	return (int)(plan.now_ms / 1000);
}

static void
test_stay(void **state)
{
	static const struct {
		int every_s; /* keys, and how many */
		int keys;
		enum kb_leave why;
		int after_s;
		int warned;
		int warned_s;
	} rows[] = {
		{ 1, 0, KB_LEAVE_IDLE, IDLE_S, 1, IDLE_S - WARN_S },
		/* a key in time: never warned, and the twelve hours */
		{ 1000, 9999, KB_LEAVE_WHOLE, WHOLE_S, 0, 0 },
		/* a key at the last moment: warned each time */
		{ 1799, 9999, KB_LEAVE_WHOLE, WHOLE_S, 24, 23 * 1799 + IDLE_S - WARN_S },
		/* three keys, then none */
		{ 1700, 3, KB_LEAVE_IDLE, 3 * 1700 + IDLE_S, 4, 3 * 1700 + IDLE_S - WARN_S },
	};
	struct fix *f = *state;
	PUT(f, "柯城报", "2022-04-13", 1, arts, KB_PUT_NEW);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		plan.now_ms = 0;
		plan.every_ms = (int64_t)rows[i].every_s * 1000;
		plan.keys = rows[i].keys;
		plan.warned = 0;
		plan.warned_ms = 0;
		assert_int_equal(stays(f, rows[i].why), rows[i].after_s);
		assert_int_equal(plan.warned, rows[i].warned);
		assert_int_equal(plan.warned_ms / 1000, rows[i].warned_s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_stay, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
