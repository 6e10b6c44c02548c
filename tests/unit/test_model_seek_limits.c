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
	size_t hits;              /* the most in one of those */
	atomic_bool *stop;        /* set at the first of those, or NULL */
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
	if (!answer->hits_done) {
		w->partial++;
		w->hits = answer->nhits > w->hits ? answer->nhits : w->hits;
		if (w->stop) {
			atomic_store(w->stop, true);
		}
	}
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
		char date[32];
		for (size_t k = 0; k < ARTICLES; k++) {
			arts[k] = (struct art){ "1", "丙丁，甲乙",
				                i ? "甲乙。乙丙。丙丁。" : "甲乙丙丁。" };
		}
		snprintf(date, sizeof(date), "20%02d-04-13", i);
		PUT(f, "今日柯城", date, 1, arts, KB_PUT_NEW);
	}
}

static struct kb_wish
wish_of(const char *text, enum kb_seek_order order)
{
	return (struct kb_wish){ .ask = { .typed = kb_str_of(text),
		                          .cursor = SIZE_MAX,
		                          .first = KB_DAY_NONE,
		                          .last = KB_DAY_NONE,
		                          .order = order },
		                 .generation = 1,
		                 .asked_ns = MS };
}

/* Runs a query by a clock with so many ms a look. */
static void
run_wish(struct kb_seeker *seeker, const struct kb_wish *wish, struct watch *w, int ms)
{
	w->now = w->last = MS;
	w->step = ms * MS;
	seeker->post = show;
	seeker->now_ns = look_at;
	seeker->user = w;
	kb_seeker_run(seeker, wish);
	assert_null(seeker->counts.by.slots); /* hundreds of readers wait with it */
	assert_non_null(w->answer);
	if (w->answer->err) {
		fail_msg("%s, order %d: %s", wish->ask.typed.p, (int)wish->ask.order,
		         w->answer->message.p);
	}
}

static void
run(struct fix *f, struct watch *w, const char *text, enum kb_seek_order order, int ms)
{
	atomic_bool stop = false;
	atomic_size_t none = 0;
	struct kb_seeker seeker = { .archive = f->path, .stop = &stop, .want = &none };
	const struct kb_wish wish = wish_of(text, order);
	*w = (struct watch){ 0 };
	run_wish(&seeker, &wish, w, ms);
	kb_seeker_release(&seeker);
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

/* A ranking given up in its middle is made anew for the page that was asked for. */
static void
test_given_up(void **state)
{
	struct fix *f = *state;
	atomic_bool stop = false;
	atomic_size_t none = 0;
	struct watch first = { 0 };
	struct watch part = { .stop = &stop };
	struct watch next = { 0 };
	struct kb_seeker seeker = { .archive = f->path, .stop = &stop, .want = &none };
	struct kb_wish wish = wish_of("甲乙", KB_SEEK_BEST);
	put_articles(f);
	run(f, &first, "甲乙", KB_SEEK_BEST, 0);
	wish.ask.from = first.answer->next;
	run_wish(&seeker, &wish, &part, 30);
	assert_true(part.partial == 1 && !part.answer->done);
	assert_int_equal(part.hits, 0); /* not the first page's once more */
	atomic_store(&stop, false);
	run_wish(&seeker, &wish, &next, 0);
	/* they are all as good: the newest of them first, each once */
	assert_int_equal(next.answer->nhits, KB_SEEK_HITS);
	assert_true(next.answer->more);
	for (size_t i = 0; i < KB_SEEK_HITS; i++) {
		assert_true(next.answer->hits[i].id <
		            (i ? next.answer->hits[i - 1].id : wish.ask.from));
	}
	/* the last page: a ranking broken off before would know none of its hits */
	struct watch oldest = { 0 };
	struct watch last = { 0 };
	run(f, &oldest, "甲乙", KB_SEEK_OLDEST, 0);
	wish.ask.from = oldest.answer->hits[10].id;
	run_wish(&seeker, &wish, &last, 0);
	assert_true(last.answer->nhits == 10 && !last.answer->more);
	assert_true(last.answer->hits[9].id == oldest.answer->hits[0].id);
	kb_seeker_release(&seeker);
	kb_answer_free(first.answer);
	kb_answer_free(part.answer);
	kb_answer_free(next.answer);
	kb_answer_free(oldest.answer);
	kb_answer_free(last.answer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_no_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_shown, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_ended, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_given_up, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
