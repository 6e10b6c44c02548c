/* A reader's state: kept where it can be, in memory with a reason where not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "kanbao/state.h"

static char dir[64];

static int
set_up(void **state)
{
	(void)state;
	const char *tmp = getenv("TMPDIR");
	snprintf(dir, sizeof(dir), "%.40s/kbXXXXXX", tmp ? tmp : "/tmp");
	return mkdtemp(dir) ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	return rmdir(dir);
}

/* Opens, checks whether it is saved, and gives the reason. */
static struct kb_state *
open_state(const char *path, bool saved, struct kb_buf *why)
{
	struct kb_ctx ctx = { 0 };
	struct kb_state *s = NULL;
	kb_buf_clear(why);
	assert_int_equal(kb_state_open(&ctx, path, &s, why), KB_OK);
	assert_int_equal(kb_state_saved(s), saved);
	assert_int_equal(why->n == 0, saved);
	kb_ctx_release(&ctx);
	return s;
}

#define ARCHIVE KB_STR("/a.db")

/* REF WHAT NAME VALUE, "-" for what isn't kept any more. */
static void
keep(struct kb_state *s, const char *ref, enum kb_kept what, const char *name, const char *value)
{
	struct kb_ctx ctx = { 0 };
	struct kb_keep one = { kb_str_of(ref), what, kb_str_of(name), kb_str_of(value), 0 };
	if (!strcmp(value, "-")) {
		one.value = KB_STR_NULL;
	}
	const struct kb_keeps keeps = { .v = &one, .n = 1 };
	assert_int_equal(kb_state_keep(s, &ctx, ARCHIVE, &keeps), KB_OK);
	kb_ctx_release(&ctx);
}

/* What is kept of a reference as one line: "what,name,value;…". */
static void
is_kept(struct kb_state *s, const char *ref, bool whole, const char *expected)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_keeps keeps = { 0 };
	struct kb_buf line = { 0 };
	assert_int_equal(kb_state_kept(s, &ctx, &a, kb_str_of(ref), whole, &keeps), KB_OK);
	for (size_t i = 0; i < keeps.n; i++) {
		kb_buf_printf(&line, "%s%d,%.*s,%.*s", i ? ";" : "", (int)keeps.v[i].what,
		              KB_ARG(keeps.v[i].name), KB_ARG(keeps.v[i].value));
	}
	assert_string_equal(kb_buf_str(&line).p, expected);
	kb_buf_release(&line);
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
}

/* Where an article was left; 0 where nowhere. */
static size_t
begun(struct kb_state *s, const char *ref)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_places places = { 0 };
	assert_int_equal(kb_state_begun(s, &ctx, &a, kb_str_of(ref), false, &places), KB_OK);
	assert_true(places.n <= 1);
	size_t off = places.n ? places.v[0].off : 0;
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
	return off;
}

static void
leave(struct kb_state *s, const char *ref, size_t off, enum kb_leaving how)
{
	struct kb_ctx ctx = { 0 };
	const struct kb_place place = { kb_str_of(ref), off };
	assert_int_equal(kb_state_leave(s, &ctx, ARCHIVE, place, how, true), KB_OK);
	kb_ctx_release(&ctx);
}

/* Sets everything, then reads it back. */
static void
use(struct kb_state *s)
{
	struct kb_ctx ctx = { 0 };
	assert_int_equal(kb_state_set_newest(s, &ctx, ARCHIVE, KB_STR("P/2022-04-13")), KB_OK);
	leave(s, "P/2022-04-13/1/3", 99, KB_LEAVING_FINISHED);
	leave(s, "P/2022-04-13/1/4", 99, KB_LEAVING_AS_IS);
	leave(s, "P/2022-04-13/1/2", 77, KB_LEAVING_BEGUN);
	keep(s, "P/2022-04-13/1/2", KB_KEPT_STAR, "", "");
	keep(s, "P/2022-04-13/1/2", KB_KEPT_TAG, "农业", "");
	keep(s, "P/2022-04-13/1/2", KB_KEPT_NOTE, "", "再看");
	keep(s, "P/2022-04-130/1/1", KB_KEPT_STAR, "", ""); /* another issue */
	kb_ctx_release(&ctx);
}

static void
check(struct kb_state *s)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_buf ref = { 0 };
	struct kb_places visits = { 0 };
	size_t off = 1;
	assert_int_equal(kb_state_last(s, &ctx, ARCHIVE, &ref, &off), KB_OK);
	assert_string_equal(ref.p, "P/2022-04-13/1/2");
	assert_int_equal(off, 77);
	kb_buf_clear(&ref);
	assert_int_equal(kb_state_newest(s, &ctx, ARCHIVE, &ref), KB_OK);
	assert_string_equal(ref.p, "P/2022-04-13");
	kb_buf_clear(&ref);
	assert_int_equal(kb_state_last(s, &ctx, KB_STR("/b.db"), &ref, &off), KB_OK);
	assert_int_equal(ref.n, 0);
	assert_int_equal(begun(s, "P/2022-04-13/1/2"), 77);
	assert_int_equal(begun(s, "P/2022-04-13/1/3"), 0);
	assert_int_equal(begun(s, "P/2022-04-13/1/4"), 0);
	is_kept(s, "P/2022-04-13/1/2", false, "1,,;2,农业,;3,,再看");
	is_kept(s, "P/2022-04-13/1/3", false, "0,,");
	is_kept(s, "P/2022-04-13/1/4", false, "");
	is_kept(s, "P/2022-04-13", true, "1,,;2,农业,;3,,再看;0,,");
	assert_int_equal(kb_state_visits(s, &ctx, &a, ARCHIVE, &visits), KB_OK);
	assert_int_equal(visits.n, 3);
	assert_true(kb_str_eq(visits.v[2].ref, KB_STR("P/2022-04-13/1/2")));
	kb_buf_release(&ref);
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
}

static void
test_kept(void **state)
{
	(void)state;
	char path[96];
	char sub[80];
	struct kb_buf why = { 0 };
	snprintf(sub, sizeof(sub), "%s/kanbao", dir);
	snprintf(path, sizeof(path), "%s/state.db", sub);
	struct kb_state *s = open_state(path, true, &why); /* the folder is made */
	use(s);
	kb_state_close(s);
	s = open_state(path, true, &why);
	check(s);
	kb_state_close(s);
	assert_int_equal(chmod(path, 0444), 0);
	s = open_state(path, false, &why); /* read-only: what it says is there, nothing is added */
	check(s);
	keep(s, "P/2022-04-13/1/2", KB_KEPT_STAR, "", "-");
	is_kept(s, "P/2022-04-13/1/2", false, "2,农业,;3,,再看");
	kb_state_close(s);
	s = open_state(path, false, &why);
	check(s);
	kb_state_close(s);
	unlink(path);
	assert_int_equal(rmdir(sub), 0); /* no journal was left */
	kb_buf_release(&why);
}

static void
test_in_memory(void **state)
{
	(void)state;
	char path[96];
	struct kb_buf why = { 0 };
	struct kb_state *s = open_state(NULL, false, &why);
	use(s);
	check(s);
	kb_state_close(s);
	s = open_state(dir, false, &why); /* a folder */
	kb_state_close(s);
	snprintf(path, sizeof(path), "%s/text", dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("not a database", f);
	fclose(f);
	s = open_state(path, false, &why);
	use(s);
	check(s);
	kb_state_close(s);
	char back[32] = "";
	f = fopen(path, "r");
	assert_non_null(f);
	assert_int_equal(fread(back, 1, sizeof(back), f), 14); /* untouched */
	fclose(f);
	unlink(path);
	kb_buf_release(&why);
}

static void
put_byte(const char *path, long off, int byte)
{
	FILE *f = fopen(path, "r+");
	assert_non_null(f);
	assert_int_equal(fseek(f, off, SEEK_SET), 0);
	assert_int_equal(fputc(byte, f), byte);
	assert_int_equal(fclose(f), 0);
}

static void
test_newer(void **state)
{
	(void)state;
	char path[96];
	struct kb_buf why = { 0 };
	struct kb_ctx ctx = { 0 };
	struct kb_state *copy = NULL;
	snprintf(path, sizeof(path), "%s/state.db", dir);
	struct kb_state *s = open_state(path, true, &why);
	use(s);
	kb_state_close(s);
	assert_int_equal(kb_state_open_copy(&ctx, path, &copy), KB_OK);
	check(copy);
	kb_state_close(copy);
	put_byte(path, 63, 200); /* user_version */
	s = open_state(path, false, &why);
	assert_non_null(strstr(why.p, "newer kanbao (format 200, here 1)"));
	assert_null(strchr(why.p, '\n'));
	is_kept(s, "P/2022-04-13/1/2", false, ""); /* what it means nobody knows */
	use(s);
	kb_state_close(s);
	assert_int_equal(kb_state_open_copy(&ctx, path, &copy), KB_E_DATA);
	put_byte(path, 63, 1);
	s = open_state(path, true, &why); /* as it was */
	check(s);
	kb_state_close(s);
	unlink(path);
	assert_int_equal(kb_state_open_copy(&ctx, path, &copy), KB_OK); /* nothing is made */
	kb_state_close(copy);
	assert_int_equal(access(path, F_OK), -1);
	kb_buf_release(&why);
	kb_ctx_release(&ctx);
}

/* --- taking back -------------------------------------------------------------- */

/* Takes the last marking back; false where there is none. */
static bool
undo(struct kb_state *s, kb_str archive)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_keeps keeps = { 0 };
	enum kb_err err = kb_state_undo(s, &ctx, &a, archive, &keeps);
	assert_true(err == KB_OK ? keeps.n > 0 : err == KB_E_NOTHING);
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
	return err == KB_OK;
}

static void
test_undo(void **state)
{
	(void)state;
	struct kb_buf why = { 0 };
	struct kb_state *s = open_state(NULL, false, &why);
	leave(s, "P/1/1/1", 5, KB_LEAVING_FINISHED); /* no marking: not taken back */
	assert_false(undo(s, ARCHIVE));
	keep(s, "P/1/1/1", KB_KEPT_NOTE, "", "一");
	keep(s, "P/1/1/1", KB_KEPT_NOTE, "", "二");
	keep(s, "P/1/1/1", KB_KEPT_NOTE, "", "二"); /* so already: no step */
	keep(s, "P/1/1/1", KB_KEPT_READ, "", "-");
	keep(s, "P/1/1/1", KB_KEPT_NOTE, "", "-");
	keep(s, "P/1/1/1", KB_KEPT_STAR, "", "-"); /* nothing there */
	is_kept(s, "P/1/1/1", false, "");
	assert_false(undo(s, KB_STR("/b.db"))); /* each archive has its own */
	const char *const back[] = { "3,,二", "0,,;3,,二", "0,,;3,,一", "0,," };
	for (size_t i = 0; i < 4; i++) {
		assert_true(undo(s, ARCHIVE));
		is_kept(s, "P/1/1/1", false, back[i]);
	}
	assert_false(undo(s, ARCHIVE));
	for (int i = 0; i < KB_UNDO_MAX + 50; i++) {
		char text[16];
		snprintf(text, sizeof(text), "%d", i);
		keep(s, "P/1/1/1", KB_KEPT_NOTE, "", text);
	}
	int steps = 0;
	while (undo(s, ARCHIVE)) {
		steps++;
	}
	assert_int_equal(steps, KB_UNDO_MAX);
	is_kept(s, "P/1/1/1", false, "0,,;3,,49");
	kb_state_close(s);
	kb_buf_release(&why);
}

/* Several facts are one step. */
static void
test_undo_whole(void **state)
{
	(void)state;
	struct kb_ctx ctx = { 0 };
	struct kb_buf why = { 0 };
	struct kb_state *s = open_state(NULL, false, &why);
	struct kb_keep three[] = {
		{ KB_STR("P/1/1/1"), KB_KEPT_READ, KB_STR(""), KB_STR(""), 0 },
		{ KB_STR("P/1/1/2"), KB_KEPT_READ, KB_STR(""), KB_STR(""), 0 },
		{ KB_STR("P/1/2/1"), KB_KEPT_READ, KB_STR(""), KB_STR(""), 0 },
	};
	keep(s, "P/1/1/2", KB_KEPT_READ, "", "");
	const struct kb_keeps keeps = { .v = three, .n = 3 };
	assert_int_equal(kb_state_keep(s, &ctx, ARCHIVE, &keeps), KB_OK);
	is_kept(s, "P/1", true, "0,,;0,,;0,,");
	assert_true(undo(s, ARCHIVE));
	is_kept(s, "P/1", true, "0,,");
	is_kept(s, "P/1/1/2", false, "0,,");
	kb_state_close(s);
	kb_buf_release(&why);
	kb_ctx_release(&ctx);
}

/* Two readers of one user: each sees what the other has marked, and nothing is lost. */
static void
test_two_readers(void **state)
{
	(void)state;
	char path[96];
	struct kb_buf why = { 0 };
	snprintf(path, sizeof(path), "%s/state.db", dir);
	struct kb_state *s[2] = { open_state(path, true, &why), open_state(path, true, &why) };
	for (int i = 0; i < 40; i++) {
		char ref[32];
		snprintf(ref, sizeof(ref), "P/1/1/%02d", i);
		keep(s[i % 2], ref, KB_KEPT_STAR, "", "");
		is_kept(s[1 - i % 2], ref, false, "1,,");
		leave(s[i % 2], ref, 7, KB_LEAVING_BEGUN);
	}
	keep(s[0], "P/1/1/00", KB_KEPT_NOTE, "", "甲");
	keep(s[1], "P/1/1/00", KB_KEPT_NOTE, "", "乙");
	is_kept(s[0], "P/1/1/00", false, "1,,;3,,乙");
	assert_true(undo(s[0], ARCHIVE)); /* the last marking, whoever made it */
	is_kept(s[1], "P/1/1/00", false, "1,,;3,,甲");
	kb_state_close(s[0]);
	kb_state_close(s[1]);
	unlink(path);
	kb_buf_release(&why);
}

/* Only so many visits are kept, the newest. */
static void
test_visits(void **state)
{
	(void)state;
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_buf why = { 0 };
	struct kb_places visits = { 0 };
	struct kb_state *s = open_state(NULL, false, &why);
	for (int i = 0; i < KB_VISITS_MAX + 20; i++) {
		char ref[32];
		snprintf(ref, sizeof(ref), "P/1/1/%d", i);
		leave(s, ref, 0, KB_LEAVING_AS_IS);
	}
	assert_int_equal(kb_state_visits(s, &ctx, &a, ARCHIVE, &visits), KB_OK);
	assert_int_equal(visits.n, KB_VISITS_MAX);
	assert_true(kb_str_eq(visits.v[0].ref, KB_STR("P/1/1/20")));
	assert_true(kb_str_eq(visits.v[KB_VISITS_MAX - 1].ref, KB_STR("P/1/1/119")));
	kb_state_close(s);
	kb_arena_release(&a);
	kb_buf_release(&why);
	kb_ctx_release(&ctx);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_in_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_newer, set_up, tear_down),
		cmocka_unit_test(test_undo),
		cmocka_unit_test(test_undo_whole),
		cmocka_unit_test_setup_teardown(test_two_readers, set_up, tear_down),
		cmocka_unit_test(test_visits),
	};
	return cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
