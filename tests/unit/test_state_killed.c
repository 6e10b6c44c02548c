/*
 * A reader's state, killed at each write, sync, cut or removal of a file: what
 * was kept before is kept, what was being kept is there as a whole or not at
 * all, and doing it again succeeds. Each is killed half-way through a write too.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "kanbao/state.h"

#define ARCHIVE KB_STR("/a.db")
/* No change of one transaction calls the disk so often. */
#define PLACES_MAX 400

static char dir[64];
static char path[96];
static char kept[96]; /* the file as it was before */

/* --- a disk that ends the process ------------------------------------------------ */

/* The methods of SQLite's own files, and of what stands before them. */
static const sqlite3_io_methods *own;
static sqlite3_io_methods methods;
static sqlite3_vfs *disk;
static sqlite3_vfs vfs;
static int left; /* calls until the end; < 0: never */
static bool torn;

static bool
ends_here(void)
{
	return left >= 0 && left-- == 0;
}

static int
write_file(sqlite3_file *f, const void *p, int n, sqlite3_int64 off)
{
	if (ends_here()) {
		if (torn) {
			(void)own->xWrite(f, p, n / 2, off);
		}
		_exit(9);
	}
	return own->xWrite(f, p, n, off);
}

static int
cut_file(sqlite3_file *f, sqlite3_int64 n)
{
	if (ends_here()) {
		_exit(9);
	}
	return own->xTruncate(f, n);
}

static int
sync_file(sqlite3_file *f, int flags)
{
	if (ends_here()) {
		_exit(9);
	}
	return own->xSync(f, flags);
}

static int
remove_file(sqlite3_vfs *v, const char *name, int sync)
{
	(void)v;
	if (ends_here()) {
		_exit(9);
	}
	return disk->xDelete(disk, name, sync);
}

static int
open_file(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
	(void)v;
	int rc = disk->xOpen(disk, name, f, flags, out);
	if (rc == SQLITE_OK && f->pMethods) {
		own = f->pMethods;
		methods = *own;
		methods.xWrite = write_file;
		methods.xTruncate = cut_file;
		methods.xSync = sync_file;
		f->pMethods = &methods;
	}
	return rc;
}

/* --- changes --------------------------------------------------------------------- */

static struct kb_state *
open_state(void)
{
	struct kb_ctx ctx = { 0 };
	struct kb_state *s = NULL;
	struct kb_buf why = { 0 };
	assert_int_equal(kb_state_open(&ctx, path, &s, &why), KB_OK);
	if (why.n) {
		fail_msg("%s", why.p);
	}
	assert_true(kb_state_saved(s));
	kb_buf_release(&why);
	kb_ctx_release(&ctx);
	return s;
}

static void
make(struct kb_state *s)
{
	(void)s; /* opening it made it */
}

static void
mark(struct kb_state *s)
{
	struct kb_ctx ctx = { 0 };
	struct kb_keep v[] = {
		{ .ref = KB_STR("P/2022-04-13/1/1"), .what = KB_KEPT_READ, .name = KB_STR("") },
		{ .ref = KB_STR("P/2022-04-13/1/1"), .what = KB_KEPT_STAR, .name = KB_STR("") },
		{ .ref = KB_STR("P/2022-04-13/1/1"), .what = KB_KEPT_TAG, .name = KB_STR("农业") },
		{ .ref = KB_STR("P/2022-04-13/1/2"), .what = KB_KEPT_NOTE, .name = KB_STR("") },
	};
	for (size_t i = 0; i < 4; i++) {
		v[i].value = i == 3 ? KB_STR("再看") : KB_STR("");
	}
	const struct kb_keeps keeps = { .v = v, .n = 4 };
	assert_int_equal(kb_state_keep(s, &ctx, ARCHIVE, &keeps), KB_OK);
	kb_ctx_release(&ctx);
}

static void
leave(struct kb_state *s)
{
	struct kb_ctx ctx = { 0 };
	const struct kb_place place = { KB_STR("P/2022-04-13/1/2"), 77 };
	assert_int_equal(kb_state_leave(s, &ctx, ARCHIVE, place, KB_LEAVING_BEGUN, true), KB_OK);
	kb_ctx_release(&ctx);
}

/* Done again it takes the step before back: it is only done once. */
static void
undo(struct kb_state *s)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_keeps keeps = { 0 };
	if (kb_state_undo(s, &ctx, &a, ARCHIVE, &keeps)) {
		fail_msg("%s", ctx.message.p);
	}
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
}

/* All that is known, as text. */
static void
tell(struct kb_buf *out)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_places visits = { 0 };
	size_t off = 0;
	struct kb_state *s = open_state();
	for (int what = 0; what < KB_KEPT_COUNT; what++) {
		struct kb_keeps keeps = { 0 };
		assert_int_equal(kb_state_kept_all(s, &ctx, &a, (enum kb_kept)what, &keeps), KB_OK);
		for (size_t i = 0; i < keeps.n; i++) {
			kb_buf_printf(out, "%.*s %d %.*s %.*s\n", KB_ARG(keeps.v[i].ref), what,
			              KB_ARG(keeps.v[i].name), KB_ARG(keeps.v[i].value));
		}
	}
	assert_int_equal(kb_state_last(s, &ctx, ARCHIVE, out, &off), KB_OK);
	assert_int_equal(kb_state_visits(s, &ctx, &a, ARCHIVE, &visits), KB_OK);
	kb_buf_printf(out, " %zu, %zu visited\n", off, visits.n);
	kb_state_close(s);
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
}

/* --- killing it -------------------------------------------------------------------- */

static void
copy_file(const char *from, const char *to)
{
	char command[300];
	snprintf(command, sizeof(command), "rm -f '%s'*; [ ! -f '%s' ] || cp '%s' '%s'", to, from,
	         from, to);
	assert_int_equal(system(command), 0);
}

/* A process that makes the change and ends at its n-th call; false where it has not so many. */
static bool
ended_at(void (*change)(struct kb_state *s), int n)
{
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct kb_ctx ctx = { 0 };
		struct kb_state *s = NULL;
		struct kb_buf why = { 0 };
		disk = sqlite3_vfs_find(NULL);
		vfs = *disk;
		vfs.zName = "ending";
		vfs.xOpen = open_file;
		vfs.xDelete = remove_file;
		sqlite3_vfs_register(&vfs, 1);
		left = n;
		if (kb_state_open(&ctx, path, &s, &why) == KB_OK && kb_state_saved(s)) {
			change(s);
			kb_state_close(s);
			_exit(0);
		}
		_exit(1);
	}
	int status = 0;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_true(WEXITSTATUS(status) == 9 || WEXITSTATUS(status) == 0);
	return WEXITSTATUS(status) == 9;
}

/* The change at each of its calls; returns how many there were. */
static int
kill_at_each(void (*change)(struct kb_state *s), const char *before, const char *after, bool again)
{
	int n = 0;
	int halves = 0;
	bool ended = true;
	for (; ended && n < PLACES_MAX; n++) {
		struct kb_buf now = { 0 };
		copy_file(kept, path);
		ended = ended_at(change, n);
		tell(&now);
		bool done = strcmp(now.p, after) == 0;
		if (!done && (!ended || strcmp(now.p, before) != 0)) {
			fail_msg("call %d: neither before nor after:\n%s", n, now.p);
		}
		halves += !done;
		if (again || !done) {
			struct kb_state *s = open_state();
			change(s);
			kb_state_close(s);
			kb_buf_clear(&now);
			tell(&now);
			assert_string_equal(now.p, after);
		}
		kb_buf_release(&now);
	}
	assert_true(n < PLACES_MAX);
	assert_true(halves > 0 || before == after);
	return n - 1;
}

static void
test_killed(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		void (*change)(struct kb_state *s);
		bool again; /* a second time changes nothing */
	} steps[] = { { "made", make, true },
		      { "marked", mark, true },
		      { "taken back", undo, false },
		      { "left", leave, false } };
	struct kb_buf was = { 0 };
	tell(&was); /* what a new one says */
	copy_file("/nonexistent", path);
	copy_file("/nonexistent", kept);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct kb_buf now = { 0 };
		copy_file(kept, path);
		struct kb_state *s = open_state();
		steps[i].change(s);
		kb_state_close(s);
		tell(&now);
		char done[110];
		snprintf(done, sizeof(done), "%s/done", dir);
		copy_file(path, done);
		int places = 0;
		for (int half = 0; half < 2; half++) {
			torn = half == 1;
			places = kill_at_each(steps[i].change, i ? was.p : now.p, now.p,
			                      steps[i].again);
		}
		print_message("# %s: %d places\n", steps[i].name, places);
		assert_true(places >= 4);
		copy_file(done, kept);
		kb_buf_clear(&was);
		kb_buf_add(&was, kb_buf_str(&now));
		kb_buf_release(&now);
	}
	kb_buf_release(&was);
}

static int
set_up(void **state)
{
	(void)state;
	const char *tmp = getenv("TMPDIR");
	snprintf(dir, sizeof(dir), "%.40s/kbXXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(dir)) {
		return -1;
	}
	snprintf(path, sizeof(path), "%s/state.db", dir);
	snprintf(kept, sizeof(kept), "%s/kept", dir);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	char command[100];
	snprintf(command, sizeof(command), "rm -r '%s'", dir);
	return system(command);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_killed, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
