/*
 * How long a search takes: by a clock that goes on by so many ms each time
 * somebody looks at it, so that the limits are met at the same place on every
 * machine. Kept: what is known after 50 ms is shown, and again each time; after
 * 2 s it ends, and says that it did not finish.
 */
#include "../../tui/model/seek_int.h"
#include "store_help.h"

#define MS ((int64_t)1000000)
#define SHOW_MS 50
#define END_MS 2000
#define ISSUES 20
#define ARTICLES 40 /* an issue */
/* Looks at the clock between the one that finds the time over and what is shown of it. */
#define LOOKS 6

struct watch {
	int64_t now;
	int64_t step; /* a look */
	/* of what was shown */
	int64_t last;    /* when */
	int64_t longest; /* between two, and before the first */
	size_t shown;
	size_t partial;           /* before the page was complete */
	struct kb_answer *answer; /* the newest */
};

static int64_t
look_at(void *user)
{
	struct watch *w = user;
	w->now += w->step;
	return w->now;
}

static bool
show(void *user, struct kb_answer *answer)
{
	struct watch *w = user;
	int64_t gap = w->now - w->last;
	assert_false(w->answer && w->answer->done); /* nothing comes behind the end */
	w->longest = gap > w->longest ? gap : w->longest;
	w->last = w->now;
	w->shown++;
	w->partial += !answer->hits_done;
	kb_answer_free(w->answer);
	w->answer = answer;
	return true;
}

/* Each pair of the phrase 甲乙丙丁 stands in every article, the phrase in the oldest issue alone. */
static void
put_articles(struct fix *f)
{
	struct art arts[ARTICLES];
	for (int i = 0; i < ISSUES; i++) {
		char date[16];
		for (size_t k = 0; k < ARTICLES; k++) {
			arts[k] = (struct art){ "1", "丙丁，甲乙",
				                i ? "甲乙。乙丙。丙丁。" : "甲乙丙丁。" };
		}
		snprintf(date, sizeof(date), "20%02d-04-13", i);
		PUT(f, "今日柯城", date, 1, arts, KB_PUT_NEW);
	}
}

/* Runs a query to its end by a clock with so many ms a look. */
static void
run(struct fix *f, struct watch *w, const char *text, enum kb_seek_order order, int ms)
{
	atomic_bool stop = false;
	atomic_size_t none = 0;
	struct kb_seeker seeker = { .archive = f->path,
		                    .stop = &stop,
		                    .want = &none,
		                    .post = show,
		                    .now_ns = look_at,
		                    .user = w };
	const struct kb_wish wish = { .ask = { .typed = kb_str_of(text),
		                               .cursor = SIZE_MAX,
		                               .first = KB_DAY_NONE,
		                               .last = KB_DAY_NONE,
		                               .order = order },
		                      .generation = 1,
		                      .asked_ns = MS };
	*w = (struct watch){ .now = MS, .step = ms * MS, .last = MS };
	kb_seeker_run(&seeker, &wish);
	kb_seeker_release(&seeker);
	assert_non_null(w->answer);
	if (w->answer->err) {
		fail_msg("%s, order %d: %s", text, (int)order, w->answer->message.p);
	}
	assert_true(w->answer->done && w->answer->hits_done);
}

struct query {
	const char *typed;
	size_t count;
};
static const struct query queries[] = {
	{ "甲乙丙丁", ARTICLES },       /* much work, nothing found until its end */
	{ "甲乙", ISSUES *ARTICLES },   /* a page at once, then much to count */
	{ "page:1", ISSUES *ARTICLES }, /* the same without any word to look up */
};
#define QUERIES (sizeof(queries) / sizeof(*queries))

/* Calls a check for every query in every order. */
static void
each(struct fix *f, void (*check)(struct fix *f, const struct query *q, enum kb_seek_order order))
{
	put_articles(f);
	for (size_t i = 0; i < QUERIES; i++) {
		for (int order = KB_SEEK_NEWEST; order <= KB_SEEK_BEST; order++) {
			check(f, &queries[i], (enum kb_seek_order)order);
		}
	}
}

static void
finishes(struct fix *f, const struct query *q, enum kb_seek_order order)
{
	struct watch w;
	run(f, &w, q->typed, order, 0);
	assert_true(w.answer->counted && !w.answer->unfinished);
	assert_int_equal(w.answer->count, q->count);
	assert_int_equal(w.answer->looked, q->count);
	kb_answer_free(w.answer);
}

/* Where no time goes by nothing is broken off: the rest of these tests is of the limits. */
static void
test_no_time(void **state)
{
	each(*state, finishes);
}

static void
shows(struct fix *f, const struct query *q, enum kb_seek_order order)
{
	enum { STEP = 7 };
	struct watch w;
	run(f, &w, q->typed, order, STEP);
	/* a look finds that it is late, others come between that and the next count */
	assert_in_range(w.longest / MS, 0, SHOW_MS + 3 * STEP);
	assert_true(w.shown > 1);
	kb_answer_free(w.answer);
}

static void
test_shown(void **state)
{
	struct fix *f = *state;
	struct watch w;
	each(f, shows);
	/* as long as nothing is found, that is shown */
	run(f, &w, queries[0].typed, KB_SEEK_NEWEST, 7);
	assert_true(w.partial > 1);
	kb_answer_free(w.answer);
}

static void
ends(struct fix *f, const struct query *q, enum kb_seek_order order)
{
	enum { STEP = 300 };
	struct watch w;
	run(f, &w, q->typed, order, STEP);
	assert_true(w.answer->unfinished && !w.answer->counted);
	assert_true(w.answer->count < q->count);
	assert_true(w.answer->looked < q->count);
	assert_in_range(w.last / MS, END_MS, END_MS + LOOKS * STEP);
	kb_answer_free(w.answer);
}

static void
test_ended(void **state)
{
	each(*state, ends);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_no_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_shown, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_ended, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
