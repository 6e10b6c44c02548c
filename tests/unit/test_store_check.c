/*
 * Checking and optimising: damage of each kind is found and told for what it
 * is; an index made anew is right again.
 */
#include "kanbao/search.h"
#include "kanbao/upkeep.h"
#include "store_help.h"

#include "../../tui/store/index_int.h"

static const struct art arts[] = {
	{ "1", "柯城共富", "课程开讲，3.5公里" },
	{ "2", "柑橘节", "在柯城区举行。\n女子组" },
	{ "3", "科普", "ＧＤＰ增长" },
};

static void
note(void *user, const struct kb_problem *problem)
{
	struct kb_buf *out = user;
	static const char *const kinds[] = { "file", "text", "index" };
	kb_buf_printf(out, "%s%s%s", out->n ? "; " : "", kinds[problem->kind],
	              problem->article ? " of one" : "");
}

static void
expect(struct fix *f, const char *damage, const char *expected)
{
	struct kb_buf out = { 0 };
	const struct kb_check check = { note, NULL, &out };
	must(f, kb_store_check(f->store, &f->ctx, &check));
	if (!kb_str_eq(kb_buf_str(&out), kb_str_of(expected))) {
		fail_msg("%s: '%s', not '%s'", damage, out.p, expected);
	}
	kb_buf_release(&out);
}

static void
test_damage(void **state)
{
	struct fix *f = *state;
	static const struct {
		const char *damage;
		const char *found;
	} cases[] = {
		/* a row of the index gone, or with a gram too few or too many */
		{ "INSERT INTO grams (grams, rowid, text) SELECT 'delete', min(doc),"
		  " '科普\nＧＤＰ增长' FROM docs",
		  "index of one" },
		{ "INSERT INTO grams (grams, rowid, text) SELECT 'delete', min(doc), '增长'"
		  " FROM docs",
		  "index of one" },
		{ "INSERT INTO grams (rowid, text) SELECT max(doc), '别的' FROM docs",
		  "index of one" },
		{ "INSERT INTO title_grams (rowid, text) SELECT max(doc), '别的' FROM docs",
		  "index of one" },
		{ "INSERT INTO grams (rowid, text) SELECT max(doc) + 7, '别的' FROM docs",
		  "index" },
		{ "INSERT INTO grams (grams) VALUES ('delete-all')",
		  "index of one; index of one; index of one" },
		{ "DELETE FROM docs WHERE doc = (SELECT min(doc) FROM docs)",
		  "index of one; index; index; index" },
		{ "UPDATE docs SET id = 99 WHERE doc = (SELECT max(doc) FROM docs)",
		  "index; index; index of one; index" },
		{ "UPDATE pairs SET seconds = x'0003' WHERE first = 0x67EF", "index" },
		{ "DELETE FROM pairs WHERE first = 0x67EF", "index" },
		{ "UPDATE articles SET headline = '别的' WHERE page = '1'", "index of one; index" },
		{ "UPDATE texts SET body = x'00' WHERE id = (SELECT max(id) FROM texts)",
		  "text of one; index" },
		{ "UPDATE articles SET hash = zeroblob(32) WHERE page = '2'", "text of one" },
	};
	PUT(f, "今日柯城", "2022-04-13", 1, arts, KB_PUT_NEW);
	expect(f, "nothing", "");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		must(f, kb_db_exec(&f->ctx, &f->store->db, "BEGIN"));
		must(f, kb_db_exec(&f->ctx, &f->store->db, cases[i].damage));
		expect(f, cases[i].damage, cases[i].found);
		must(f, kb_db_exec(&f->ctx, &f->store->db, "ROLLBACK"));
	}
	expect(f, "nothing again", "");
}

/* What check says of the index, the index made anew mends. */
static void
test_mended(void **state)
{
	struct fix *f = *state;
	PUT(f, "今日柯城", "2022-04-13", 1, arts, KB_PUT_NEW);
	must(f, kb_db_exec(&f->ctx, &f->store->db,
	                   "INSERT INTO grams (grams) VALUES ('delete-all'); DELETE FROM pairs"));
	expect(f, "emptied", "index of one; index of one; index of one; index");
	must(f, kb_store_index_drop(f->store, &f->ctx));
	expect(f, "forgotten", ""); /* nothing is claimed to be indexed */
	must(f, kb_store_optimize(f->store, &f->ctx, NULL, NULL));
	expect(f, "made anew", "");
}

/* An index under another name is as none; meanwhile all is found by comparing. */
static void
test_other_name(void **state)
{
	struct fix *f = *state;
	bool whole = true;
	int64_t floor = 0;
	PUT(f, "今日柯城", "2022-04-13", 1, arts, KB_PUT_NEW);
	must(f, kb_db_exec(&f->ctx, &f->store->db, "UPDATE index_state SET name = 'old'"));
	must(f, kb_store_indexed(f->store, &f->ctx, &whole));
	assert_false(whole);
	must(f, kb_index_floor(f->store, &f->ctx, &floor));
	assert_true(floor == INT64_MAX);
	expect(f, "another name", "");
	struct kb_terms terms;
	kb_terms_parse(&f->arena, KB_STR("柯城"), 0, &terms);
	const struct kb_search s = {
		.terms = &terms, .first = KB_DAY_NONE, .last = KB_DAY_NONE, .limit = 9
	};
	struct kb_found found = { 0 };
	must(f, kb_search_run(f->store, &f->ctx, &f->arena, &s, &found));
	assert_int_equal(found.n, 2);
	/* an issue that comes meanwhile is indexed, the others by and by */
	PUT(f, "今日柯城", "2022-04-14", 1, arts, KB_PUT_NEW);
	must(f, kb_search_run(f->store, &f->ctx, &f->arena, &s, &found));
	assert_int_equal(found.n, 4);
	expect(f, "half", "");
	must(f, kb_store_index(f->store, &f->ctx, NULL, NULL));
	must(f, kb_store_indexed(f->store, &f->ctx, &whole));
	assert_true(whole);
	expect(f, "whole", "");
	must(f, kb_search_run(f->store, &f->ctx, &f->arena, &s, &found));
	assert_int_equal(found.n, 4);
}

/* Somebody imports when the texts are looked at, of a file that is read without locks. */
static bool
import_one(void *user, enum kb_stage stage, int64_t done, int64_t total)
{
	struct fix *f = user;
	(void)done;
	(void)total;
	if (stage == KB_STAGE_FILE) {
		struct kb_store *reader = f->store;
		must(f, kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &f->store));
		PUT(f, "今日柯城", "2022-04-14", 1, arts, KB_PUT_NEW);
		kb_store_close(f->store);
		f->store = reader;
	}
	return true;
}

static void
count(void *user, const struct kb_problem *problem)
{
	struct fix *f = user;
	(void)problem;
	fail_msg("found in '%s'", f->path);
}

/* What changes under the check is not damaged. */
static void
test_changes(void **state)
{
	struct fix *f = *state;
	const struct kb_check check = { count, import_one, f };
	PUT(f, "今日柯城", "2022-04-13", 1, arts, KB_PUT_NEW);
	kb_store_close(f->store);
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_READ, &f->store));
	assert_int_equal(kb_store_check(f->store, &f->ctx, &check), KB_E_BUSY);
	expect(f, "nothing", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_damage, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_mended, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_other_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_changes, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
