/* The door: what is read, what is refused, and what is told of each file. */
#include "scratch_help.h"

#include <string.h>
#include <sys/stat.h>

#include "kanbao/import.h"

/* "path status what; …" of a job. */
static void
note(void *user, const struct kb_import_event *e)
{
	kb_buf_printf(user, "%s %d %s; ", e->path, kb_err_status(e->err),
	              e->err ? "-" : (const char *[]){ "new", "replaced", "unchanged" }[e->what]);
	if (e->err) {
		assert_true(e->message[0] != '\0' && !strchr(e->message, '\n'));
	} else {
		assert_true(e->ref.n > 0 && e->issue);
	}
}

struct outcome {
	enum kb_err err;
	struct kb_import_totals totals;
	struct kb_buf log;
};

static struct outcome
import(const char *path, const char *page, bool dry_run)
{
	const struct kb_parse_options options = { .day = KB_DAY_NONE, .page = kb_str_of(page) };
	struct outcome o = { 0 };
	struct kb_ctx ctx = { 0 };
	struct kb_store *store = NULL;
	const struct kb_import_job job = {
		.options = &options, .dry_run = dry_run, .done = note, .user = &o.log
	};
	if (!dry_run) {
		assert_int_equal(kb_store_open(&ctx, "a.db", KB_STORE_WRITE, &store), KB_OK);
	}
	o.err = kb_import(&ctx, store, &path, 1, &job, &o.totals);
	kb_store_close(store);
	kb_ctx_release(&ctx);
	kb_buf_byte(&o.log, '\0');
	return o;
}

static void
check(const char *path, const char *page, enum kb_err err, const char *log)
{
	struct outcome o = import(path, page, false);
	assert_int_equal(o.err, err);
	assert_string_equal(o.log.p, log);
	kb_buf_release(&o.log);
}

static const char page_text[] = "# 标题在这里\n\n本报讯 记者 王思 第一段文字，说的是一件事。\n";

static void
test_folder(void **state)
{
	(void)state;
	assert_int_equal(mkdir("in", 0755) | mkdir("in/b", 0755) | mkdir("in/none", 0755), 0);
	assert_int_equal(symlink("..", "in/loop"), 0);
	write_file("in/c-2022-04-15.txt", page_text);
	write_file("in/b/p-2022-04-14.txt", page_text);
	write_file("in/a-2022-04-13.txt", page_text);
	write_file("in/.hidden", page_text);
	write_file("in/d.txt", "");
	check("in", NULL, KB_OK,
	      "in/a-2022-04-13.txt 0 new; in/b/p-2022-04-14.txt 0 new; in/c-2022-04-15.txt 0 new; "
	      "in/d.txt 65 -; ");
	struct outcome o = import("in", NULL, false);
	assert_true(o.totals.files == 4 && o.totals.unchanged == 3 && o.totals.refused == 1);
	assert_int_equal(o.totals.first_err, KB_E_DATA);
	kb_buf_release(&o.log);
	check("in/none", NULL, KB_E_NOINPUT, "");
	check("nowhere", NULL, KB_E_NOINPUT, "");
}

static void
test_pages(void **state)
{
	(void)state;
	write_file("P-2022-04-13.txt", page_text);
	check("P-2022-04-13.txt", NULL, KB_OK, "P-2022-04-13.txt 0 new; ");
	write_file("P-2022-04-13.txt", "# 另一个标题\n\n本报讯 另一段文字，说的是另一件事。\n");
	check("P-2022-04-13.txt", NULL, KB_OK, "P-2022-04-13.txt 64 -; ");
	check("P-2022-04-13.txt", "1", KB_OK, "P-2022-04-13.txt 0 replaced; ");
	check("P-2022-04-13.txt", "2", KB_OK, "P-2022-04-13.txt 0 new; ");
	/* the file's name names the page */
	write_file("P-2022-04-13-03.txt", page_text);
	check("P-2022-04-13-03.txt", NULL, KB_OK, "P-2022-04-13-03.txt 0 new; ");
}

static void
test_dry_run(void **state)
{
	(void)state;
	write_file("P-2022-04-13.txt", page_text);
	struct outcome o = import("P-2022-04-13.txt", NULL, true);
	assert_int_equal(o.err, KB_OK);
	assert_string_equal(o.log.p, "P-2022-04-13.txt 0 new; ");
	assert_int_equal(access("a.db", F_OK), -1);
	kb_buf_release(&o.log);
}

static void
test_read_file(void **state)
{
	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	write_file("good", "text");
	write_file("large", "");
	assert_int_equal(truncate("large", ((off_t)64 << 20) + 1), 0);
	static const struct {
		const char *path;
		enum kb_err err;
	} cases[] = {
		{ "good", KB_OK },      { "missing", KB_E_NOINPUT }, { "good/x", KB_E_NOINPUT },
		{ ".", KB_E_NOINPUT },  { "fifo", KB_E_NOINPUT },    { "/dev/null", KB_E_NOINPUT },
		{ "large", KB_E_DATA },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_ctx ctx = { 0 };
		struct kb_buf bytes = { 0 };
		enum kb_err err = kb_read_file(&ctx, cases[i].path, &bytes);
		if (err != cases[i].err) {
			fail_msg("%s: %d", cases[i].path, (int)err);
		}
		if (!err) {
			assert_string_equal(bytes.p, "text");
		}
		kb_buf_release(&bytes);
		kb_ctx_release(&ctx);
	}
}

/* Where a number lies among those of its paper, and where nothing can be said (R12). */
static void
test_number(void **state)
{
	(void)state;
	static const struct kb_number steady[] = {
		{ 0, 100, 37 }, { 0, 101, 38 }, { 0, 101, 38 }, { 0, 110, 45 }, { 0, 120, 50 }
	};
	static const struct kb_number yearly[] = {
		{ 0, 100, 1 }, { 0, 300, 90 }, { 0, 465, 1 }, { 0, 700, 99 }
	};
	static const struct kb_number misprint[] = { { 0, 100, 37 },
		                                     { 0, 101, 83 },
		                                     { 0, 102, 39 } };
	static const struct {
		const struct kb_number *v;
		size_t n;
		long number;
		long before; /* 0: none */
		long after;
	} rows[] = {
		{ steady, 5, 40, 38, 45 },  { steady, 5, 38, 38, 38 }, { steady, 5, 49, 45, 50 },
		{ steady, 5, 51, 50, 0 },   { steady, 5, 36, 0, 37 },  { steady, 0, 36, 0, 0 },
		{ yearly, 4, 40, 0, 0 },    { yearly, 4, 1, 0, 0 },    { yearly, 4, 95, 0, 0 },
		{ yearly, 4, 120, 0, 0 },   { yearly, 2, 40, 1, 90 },  { misprint, 3, 50, 0, 0 },
		{ misprint, 3, 100, 0, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct kb_neighbours near;
		kb_number_place(rows[i].v, rows[i].n, rows[i].number, &near);
		if (near.before.number != rows[i].before || near.after.number != rows[i].after) {
			fail_msg("row %zu: %ld %ld", i, near.before.number, near.after.number);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_folder, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pages, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_dry_run, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_read_file, set_up, tear_down),
		cmocka_unit_test(test_number),
	};
	return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
