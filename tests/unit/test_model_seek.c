/* The search behind the prompt: what is asked is answered, what is typed over isn't. */
#include <poll.h>

#include "kanbao/seek.h"
#include "store_help.h"

static const struct art pages[] = {
	{ "1", "柯城结对共富", "柯城区与山区县结对。大家说好。" },
	{ "1", "橘子熟了", "衢州柯城的橘子熟了。" },
	{ "2", "通知", "今天停水。" },
};

static struct kb_seek *
open_seek(struct fix *f)
{
	struct kb_seek *seek = NULL;
	must(f, kb_seek_open(&f->ctx, f->path, &seek));
	return seek;
}

/* Asks and waits for the end. */
static struct kb_answer *
ask(struct kb_seek *seek, struct kb_ask ask)
{
	uint64_t generation = kb_seek_ask(seek, &ask);
	assert_true(kb_seek_wait(seek, 5000));
	struct kb_answer *answer = kb_seek_take(seek);
	assert_non_null(answer);
	assert_true(answer->generation == generation);
	assert_true(answer->done);
	return answer;
}

static struct kb_ask
typed(const char *text)
{
	return (struct kb_ask){ .typed = kb_str_of(text),
		                .cursor = SIZE_MAX,
		                .first = KB_DAY_NONE,
		                .last = KB_DAY_NONE };
}

#define assert_text(s, expected) assert_string_equal((s).p, expected)

static void
test_hits(void **state)
{
	struct fix *f = *state;
	PUT(f, "今日柯城", "2022-04-13", 1, pages, KB_PUT_NEW);
	struct kb_seek *seek = open_seek(f);
	struct kb_answer *a = ask(seek, typed("柯城 "));
	assert_int_equal(a->err, KB_OK);
	assert_int_equal(a->nhits, 2);
	assert_int_equal(a->count, 2);
	assert_true(a->counted && a->hits_done && !a->more && !a->unfinished);
	assert_text(a->hits[0].headline, "柯城结对共富");
	assert_text(a->hits[0].ref, "今日柯城/2022-04-13/1/1");
	assert_text(a->hits[0].snippet.text, "柯城区与山区县结对。");
	assert_int_equal(a->hits[0].marks.n, 1);
	assert_int_equal(a->hits[0].snippet.marks.v[0].to, strlen("柯城"));
	assert_text(a->hits[1].snippet.text, "衢州柯城的橘子熟了。");
	assert_int_equal(a->hits[1].marks.n, 0);
	kb_answer_free(a);
	a = ask(seek, typed(" "));
	assert_true(!a->asks && a->nhits == 0);
	kb_answer_free(a);
	kb_seek_close(seek);
}

static void
test_pages(void **state)
{
	struct fix *f = *state;
	PUT(f, "今日柯城", "2022-04-13", 1, pages, KB_PUT_NEW);
	struct kb_seek *seek = open_seek(f);
	struct kb_ask q = typed("柯城");
	q.limit = 1;
	struct kb_answer *a = ask(seek, q);
	assert_true(a->nhits == 1 && a->more && a->count == 2);
	assert_text(a->hits[0].headline, "柯城结对共富");
	q.from = a->next;
	kb_answer_free(a);
	a = ask(seek, q);
	assert_true(a->nhits == 1 && !a->more && !a->counted);
	assert_text(a->hits[0].headline, "橘子熟了");
	kb_answer_free(a);
	kb_seek_close(seek);
}

static bool
readable(const struct kb_seek *seek)
{
	struct pollfd p = { .fd = kb_seek_fd(seek), .events = POLLIN };
	return poll(&p, 1, 0) == 1;
}

/* What was asked before is never answered, and an answer wakes the reader once. */
static void
test_given_up(void **state)
{
	struct fix *f = *state;
	PUT(f, "今日柯城", "2022-04-13", 1, pages, KB_PUT_NEW);
	struct kb_seek *seek = open_seek(f);
	uint64_t last = 0;
	for (int i = 0; i < 500; i++) {
		struct kb_ask q = typed(i % 2 ? "柯城" : "橘子");
		last = kb_seek_ask(seek, &q);
	}
	assert_true(kb_seek_wait(seek, 5000));
	assert_true(readable(seek));
	struct kb_answer *a = kb_seek_take(seek);
	assert_true(a->generation == last && a->count == 2);
	kb_answer_free(a);
	assert_false(readable(seek));
	assert_null(kb_seek_take(seek));
	struct kb_ask q = typed("柯城");
	kb_seek_ask(seek, &q);
	kb_seek_stop(seek);
	assert_false(kb_seek_wait(seek, 20));
	assert_null(kb_seek_take(seek));
	kb_seek_close(seek);
}

static void
test_no_archive(void **state)
{
	struct fix *f = *state;
	struct kb_seek *seek = open_seek(f);
	struct kb_answer *a = ask(seek, typed("柯城"));
	assert_int_equal(a->err, KB_E_NOINPUT);
	assert_true(a->message.n > 0);
	kb_answer_free(a);
	/* as soon as there is one it is found */
	PUT(f, "今日柯城", "2022-04-13", 1, pages, KB_PUT_NEW);
	a = ask(seek, typed("柯城"));
	assert_int_equal(a->count, 2);
	kb_answer_free(a);
	kb_seek_close(seek);
	kb_seek_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_hits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pages, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_given_up, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_archive, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
