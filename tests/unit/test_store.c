/* The archive: what goes in comes out, in order, under references that last. */
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "kanbao/interchange.h"
#include "kanbao/publish.h"
#include "kanbao/search.h"
#include "store_help.h"

#include "../../tui/store/index.h"

static const struct art day_one[] = { { "1", "a", "text a" },
	                              { "1", "b", "text b" },
	                              { "1", "c", "text c" } };
static const struct art page_two[] = { { "2", "d", "text d" } };

static void
test_same_bytes(void **state)
{
	struct fix *f = *state;
	kb_issue_id id = PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	assert_true(PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_UNCHANGED) == id);
	assert_string_equal(headlines(f, id), "a b c");
	assert_string_equal(lookup(f, "P/2022-04-13/1/2"), "b");
}

static void
test_pages_come_one_by_one(void **state)
{
	struct fix *f = *state;
	kb_issue_id id = PUT(f, "P", "2022-04-13", 1, page_two, KB_PUT_NEW);
	PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	assert_string_equal(headlines(f, id), "a b c d");
	static const struct art other[] = { { "1", "x", "text x" } };
	PUT(f, "P", "2022-04-13", 1, other, KB_PUT_REPLACED);
	assert_string_equal(headlines(f, id), "x d");
}

static void
test_references_follow(void **state)
{
	struct fix *f = *state;
	kb_issue_id id = PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	/* b comes first, a was corrected but keeps its headline, c its text; n is new */
	static const struct art better[] = { { "1", "b", "text b" },
		                             { "1", "n", "text n" },
		                             { "1", "a", "text A" },
		                             { "1", "C", "text c" } };
	PUT(f, "P", "2022-04-13", 1, better, KB_PUT_REPLACED);
	assert_string_equal(headlines(f, id), "b n a C");
	assert_string_equal(lookup(f, "P/2022-04-13/1/1"), "a");
	assert_string_equal(lookup(f, "P/2022-04-13/1/2"), "b");
	assert_string_equal(lookup(f, "P/2022-04-13/1/3"), "C");
	assert_string_equal(lookup(f, "P/2022-04-13/1/4"), "n");
	/* every article is reached by the reference that it is given */
	struct kb_article_row *rows = NULL;
	size_t n = 0;
	must(f, kb_store_articles(f->store, &f->ctx, &f->arena, id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct kb_buf ref = { 0 };
		kb_issue_id issue = 0;
		kb_article_id back = 0;
		must(f, kb_store_article_ref(f->store, &f->ctx, rows[i].id, &ref));
		must(f, kb_store_resolve(f->store, &f->ctx, kb_buf_str(&ref), &issue, &back));
		assert_true(back == rows[i].id);
		kb_buf_release(&ref);
	}
}

static void
test_moved_to_another_page(void **state)
{
	struct fix *f = *state;
	static const struct art before[] = { { "1", "a", "text a" },
		                             { "1", "b", "text b" },
		                             { "2", "d", "text d" } };
	static const struct art after[] = { { "1", "b", "text b" },
		                            { "2", "d", "text d" },
		                            { "2", "a", "text a" } };
	PUT(f, "P", "2022-04-13", 1, before, KB_PUT_NEW);
	PUT(f, "P", "2022-04-13", 1, after, KB_PUT_REPLACED);
	assert_string_equal(lookup(f, "P/2022-04-13/1/1"), "a");
	assert_string_equal(lookup(f, "P/2022-04-13/2/2"), "a");
	assert_string_equal(lookup(f, "P/2022-04-13/1/2"), "b");
	/* and back: no detour stays in the way */
	PUT(f, "P", "2022-04-13", 1, before, KB_PUT_REPLACED);
	assert_string_equal(lookup(f, "P/2022-04-13/1/2"), "b");
	assert_string_equal(lookup(f, "P/2022-04-13/2/2"), "a");
	assert_string_equal(lookup(f, "P/2022-04-13/2/1"), "d");
}

static void
test_unnamed_page(void **state)
{
	struct fix *f = *state;
	enum kb_put what;
	kb_issue_id id;
	PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	struct kb_issue issue = issue_of(f, "P", "2022-04-13", 1, page_two, 1);
	assert_int_equal(put_bytes(f, &issue, "other", false, &what, &id), KB_E_USAGE);
	assert_non_null(strstr(f->ctx.message.p, "--page"));
	assert_null(strchr(f->ctx.message.p, '\n'));
	assert_string_equal(lookup(f, "P/2022-04-13/2"), "1"); /* nothing was stored */
	/* one article that the page has already, from whatever file, is nothing new */
	struct kb_issue held = issue_of(f, "P", "2022-04-13", 1, day_one, 1);
	must(f, put_bytes(f, &held, "a file of a crawl", false, &what, &id));
	assert_int_equal(what, KB_PUT_UNCHANGED);
	assert_string_equal(lookup(f, "P/2022-04-13/1/1"), "a");
	must(f, put_bytes(f, &issue, "other", true, &what, &id));
	assert_string_equal(headlines(f, id), "a b c d");
}

static void
test_undated(void **state)
{
	struct fix *f = *state;
	enum kb_put what;
	kb_issue_id first;
	kb_issue_id dated;
	/* printf abc | sha256sum: ba7816bf 8f01cfea … (FIPS 180-4, example) */
	struct kb_issue issue = issue_of(f, NULL, NULL, 1, day_one, 3);
	must(f, put_bytes(f, &issue, "abc", false, &what, &first));
	assert_int_equal(what, KB_PUT_NEW);
	assert_string_equal(lookup(f, "_/undated-ba7816bf/1/2"), "b");
	assert_string_equal(lookup(f, "_/undated-ba7816bf"), "#_/undated-ba7816bf");
	must(f, put_bytes(f, &issue, "abc", false, &what, &first));
	assert_int_equal(what, KB_PUT_UNCHANGED);
	/* the same bytes with a date: the issue gets it, its references lead on */
	issue = issue_of(f, "P", "1600-01-01", 1, day_one, 3);
	must(f, put_bytes(f, &issue, "abc", false, &what, &dated));
	assert_true(dated > first);
	assert_string_equal(lookup(f, "_/undated-ba7816bf/1/2"), "b");
	assert_string_equal(lookup(f, "_/undated-ba7816bf"), "#P/1600-01-01");
	struct kb_store_counts counts;
	must(f, kb_store_counts(f->store, &f->ctx, &counts));
	assert_int_equal(counts.issues, 1);
	assert_int_equal(counts.articles, 3);
}

static void
test_undated_sort_last(void **state)
{
	struct fix *f = *state;
	kb_issue_id oldest = PUT(f, "P", "1600-01-01", 1, day_one, KB_PUT_NEW);
	kb_issue_id undated = PUT(f, "P", NULL, 1, page_two, KB_PUT_NEW);
	kb_issue_id found = 1;
	assert_true(undated < oldest);
	must(f, kb_store_near(f->store, &f->ctx, 0, kb_day_of((struct kb_ymd){ 2999, 12, 31 }), -1,
	                      &found));
	assert_true(found == oldest);
}

static void
test_editions(void **state)
{
	struct fix *f = *state;
	PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	PUT(f, "P", "2022-04-13", 2, page_two, KB_PUT_NEW);
	assert_string_equal(lookup(f, "P/2022-04-13/1/1"), "a");
	assert_string_equal(lookup(f, "P/2022-04-13.2/2/1"), "d");
	assert_string_equal(lookup(f, "P/2022-04-13.2"), "#P/2022-04-13.2");
	assert_string_equal(lookup(f, "P/2022-04-13.3"), "1");
}

static void
test_references(void **state)
{
	struct fix *f = *state;
	PUT(f, "今日柯城", "2022-04-13", 1, day_one, KB_PUT_NEW);
	PUT(f, NULL, "2022-04-14", 1, day_one, KB_PUT_NEW);
	PUT(f, "A/B", "2022-04-15", 1, page_two, KB_PUT_NEW);
	PUT(f, "Q", "2022-04-15", 1, page_two, KB_PUT_NEW);
	static const struct {
		const char *ref;
		const char *to;
	} cases[] = {
		{ "今日柯城/2022-04-13/1/3", "c" },
		{ "今日柯城/2022-04-13/1", "a" },
		{ "今日柯城/2022-04-13", "#今日柯城/2022-04-13" },
		{ " 今日柯城/2022-04-13 ", "#今日柯城/2022-04-13" },
		{ "2022-04-13", "#今日柯城/2022-04-13" },
		{ "2022/4/13", "#今日柯城/2022-04-13" },
		{ "2022年4月13日", "#今日柯城/2022-04-13" },
		{ "2022-04-13/1/2", "b" },
		{ "_/2022-04-14/1/1", "a" },
		{ "2022-04-14", "#_/2022-04-14" },
		{ "A/B/2022-04-15/2/1", "d" },
		{ "2022-04-15", "64" }, /* two papers */
		{ "今日柯城/2022-04-13/1/4", "1" },
		{ "今日柯城/2022-04-13/9/1", "1" },
		{ "今日/2022-04-13", "1" },
		{ "2022-04-12", "1" },
		{ "今日柯城/2022-04-13/1/0", "64" },
		{ "今日柯城/2022-04-13/1/1/1", "64" },
		{ "今日柯城/2022-04-13/", "64" },
		{ "今日柯城", "64" },
		{ "2022-02-30", "64" },
		{ "", "64" },
		{ "_/undated-xyz", "64" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (strcmp(lookup(f, cases[i].ref), cases[i].to) != 0) {
			fail_msg("'%s' leads to '%s', not '%s'", cases[i].ref,
			         lookup(f, cases[i].ref), cases[i].to);
		}
	}
}

/* The days of a window of the list, "13 12 11". */
static void
check_window(struct fix *f, kb_issue_id from, bool older, kb_issue_id paper_of, int limit,
             const char *expected)
{
	struct kb_issue_row *rows = NULL;
	size_t n = 0;
	struct kb_buf days = { 0 };
	must(f, kb_store_issues(f->store, &f->ctx, &f->arena, from, older, paper_of, limit, &rows,
	                        &n));
	for (size_t i = 0; i < n; i++) {
		kb_buf_printf(&days, "%s%d", i ? " " : "", kb_day_ymd(rows[i].day).day);
	}
	assert_string_equal(kb_buf_str(&days).n ? days.p : "", expected);
	kb_buf_release(&days);
}

static void
test_windows(void **state)
{
	struct fix *f = *state;
	/* order of import: none */
	kb_issue_id d11 = PUT(f, "P", "2022-04-11", 1, day_one, KB_PUT_NEW);
	kb_issue_id d13 = PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	kb_issue_id q12 = PUT(f, "Q", "2022-04-12", 1, day_one, KB_PUT_NEW);
	kb_issue_id d09 = PUT(f, "P", "2022-04-09", 1, day_one, KB_PUT_NEW);
	check_window(f, 0, true, 0, 10, "13 12 11 9");
	check_window(f, 0, true, 0, 2, "13 12");
	check_window(f, q12, true, 0, 10, "11 9");
	check_window(f, 0, false, 0, 10, "9 11 12 13");
	check_window(f, d11, false, 0, 1, "12");
	check_window(f, 0, true, d11, 10, "13 11 9");
	check_window(f, 0, true, q12, 10, "12");
	check_window(f, d13, true, d13, 1, "11");
	check_window(f, d09, true, 0, 10, "");
}

static void
test_near(void **state)
{
	struct fix *f = *state;
	kb_issue_id p11 = PUT(f, "P", "2022-04-11", 1, day_one, KB_PUT_NEW);
	kb_issue_id p13 = PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	kb_issue_id p13b = PUT(f, "P", "2022-04-13", 2, page_two, KB_PUT_NEW);
	kb_issue_id q12 = PUT(f, "Q", "2022-04-12", 1, day_one, KB_PUT_NEW);
	(void)p13;
	const struct {
		int day;
		int dir;
		kb_issue_id paper_of;
		kb_issue_id found;
	} cases[] = {
		{ 10, -1, 0, 0 },   { 10, 0, 0, 0 },      { 10, 1, 0, p11 },
		{ 11, 0, 0, p11 },  { 11, -1, 0, p11 },   { 12, 0, 0, q12 },
		{ 12, 0, p11, 0 },  { 12, -1, p11, p11 }, { 12, 1, p11, p13b },
		{ 13, 0, 0, p13b }, { 14, -1, q12, q12 }, { 14, 1, 0, 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		kb_issue_id found = 1;
		kb_day day = kb_day_of((struct kb_ymd){ 2022, 4, cases[i].day });
		must(f, kb_store_near(f->store, &f->ctx, cases[i].paper_of, day, cases[i].dir,
		                      &found));
		if (found != cases[i].found) {
			fail_msg("case %zu: %llx", i, (unsigned long long)found);
		}
	}
}

static void
test_days(void **state)
{
	struct fix *f = *state;
	PUT(f, "P", "2022-04-01", 1, day_one, KB_PUT_NEW);
	PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	kb_issue_id last = PUT(f, "Q", "2022-04-13", 1, page_two, KB_PUT_NEW);
	PUT(f, "P", "2022-05-01", 1, day_one, KB_PUT_NEW);
	kb_day from = kb_day_of((struct kb_ymd){ 2022, 4, 1 });
	struct kb_day_count *days = NULL;
	size_t n = 0;
	must(f, kb_store_days(f->store, &f->ctx, &f->arena, 0, from, from + 29, &days, &n));
	assert_int_equal(n, 2);
	assert_int_equal(days[0].day, from);
	assert_int_equal(days[1].issues, 2);
	assert_int_equal(days[1].articles, 4);
	assert_true(days[1].first == last);
	must(f, kb_store_days(f->store, &f->ctx, &f->arena, last, from, from + 60, &days, &n));
	assert_int_equal(n, 1);
}

static void
test_number(void **state)
{
	struct fix *f = *state;
	struct kb_issue issue = issue_of(f, "P", "2022-04-13", 1, day_one, 3);
	enum kb_put what;
	kb_issue_id id;
	kb_issue_id found;
	issue.number = 1937;
	must(f, put_bytes(f, &issue, "n", true, &what, &id));
	must(f, kb_store_numbered(f->store, &f->ctx, id, 1937, &found));
	assert_true(found == id);
	must(f, kb_store_numbered(f->store, &f->ctx, 0, 1938, &found));
	assert_true(found == 0);
}

/* Everything that an issue can hold. */
static const char whole[] =
	"{\"schema\":1,\"paper\":\"报\",\"date\":\"2022-04-13\",\"date_source\":\"masthead\","
	"\"number\":7,"
	"\"lunar\":\"壬寅年三月十三\",\"weekday\":\"星期三\",\"pages\":4,\"month_day\":\"4-12\","
	"\"source\":{\"name\":\"甲.txt\",\"sha256\":"
	"\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"},"
	"\"masthead\":[\"一\",\"二\"],\"dropped\":[\"三\"],\"page_names\":{\"2\":\"综合\"},"
	"\"articles\":["
	"{\"page\":\"1\",\"kind\":\"news\",\"label\":\"栏\",\"kicker\":\"引\",\"headline\":\"题\","
	"\"deck\":\"副\","
	"\"lead\":\"本报讯\",\"credits\":[{\"role\":\"记者\",\"name\":\"甲\"},{\"role\":\"\","
	"\"name\":\"乙\"}],"
	"\"body\":[\"段一\",\"\",\"段二\"],\"jump_to\":\"2\",\"jump_from\":null,\"doubts\":[\"疑\"]"
	","
	"\"captions\":[{\"text\":\"图\",\"credits\":[{\"role\":\"摄\",\"name\":\"丙\"}]}]},"
	"{\"page\":\"2\",\"kind\":\"photo\",\"label\":null,\"kicker\":null,\"headline\":null,"
	"\"deck\":null,"
	"\"lead\":null,\"credits\":[],\"body\":[],\"jump_to\":null,\"jump_from\":\"1\"},"
	"{\"page\":\"副刊\",\"kind\":\"notice\",\"label\":null,\"kicker\":null,\"headline\":\"告\","
	"\"deck\":null,"
	"\"lead\":null,\"credits\":[],\"body\":[\"文\"],\"jump_to\":null,\"jump_from\":null},"
	"{\"page\":\"特刊\",\"kind\":\"notice\",\"label\":null,\"kicker\":null,\"headline\":\"示\","
	"\"deck\":null,"
	"\"lead\":null,\"credits\":[],\"body\":[\"字\"],\"jump_to\":null,\"jump_from\":null}]}";

static void
test_identity(void **state)
{
	struct fix *f = *state;
	struct kb_issue in;
	struct kb_issue out;
	struct kb_buf a = { 0 };
	struct kb_buf b = { 0 };
	enum kb_put what;
	kb_issue_id id;
	must(f, kb_issue_read_json(&f->ctx, &f->arena, kb_str_of(whole), &in));
	must(f, put_bytes(f, &in, whole, true, &what, &id));
	must(f, kb_store_load(f->store, &f->ctx, &f->arena, id, &out));
	kb_issue_write_json(&a, &in, true);
	kb_issue_write_json(&b, &out, true);
	assert_string_equal(a.p, b.p);
	kb_buf_release(&a);
	kb_buf_release(&b);
	assert_string_equal(lookup(f, "报/2022-04-13/特刊/1"), "示");
}

static void
test_reader_sees_imports(void **state)
{
	struct fix *f = *state;
	struct kb_store *reader = NULL;
	struct kb_store_counts counts;
	PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	/* while the writer works, and after it has gone */
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_READ, &reader));
	PUT(f, "P", "2022-04-14", 1, day_one, KB_PUT_NEW);
	must(f, kb_store_counts(reader, &f->ctx, &counts));
	assert_int_equal(counts.issues, 2);
	kb_store_close(f->store);
	f->store = NULL;
	must(f, kb_store_counts(reader, &f->ctx, &counts));
	assert_int_equal(counts.issues, 2);
	/* the writer's log is gone although a reader is there */
	char wal[128];
	snprintf(wal, sizeof(wal), "%s-wal", f->path);
	assert_int_equal(access(wal, F_OK), -1);
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &f->store));
	PUT(f, "P", "2022-04-15", 1, day_one, KB_PUT_NEW);
	must(f, kb_store_counts(reader, &f->ctx, &counts));
	assert_int_equal(counts.issues, 3);
	kb_store_close(reader);
}

static void
test_second_writer_waits(void **state)
{
	struct fix *f = *state;
	struct kb_store *second = NULL;
	char pid[32];
	assert_int_equal(kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &second), KB_E_BUSY);
	snprintf(pid, sizeof(pid), " %ld", (long)getpid());
	assert_non_null(strstr(f->ctx.message.p, pid));
}

static void
test_killed_writer(void **state)
{
	struct fix *f = *state;
	PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	kb_store_close(f->store);
	f->store = NULL;
	pid_t child = fork();
	if (child == 0) {
		/* dies with an issue committed and nothing closed */
		struct kb_store *store = NULL;
		if (kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &store) == KB_OK) {
			f->store = store;
			PUT(f, "P", "2022-04-14", 1, day_one, KB_PUT_NEW);
		}
		_exit(9);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 9);
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &f->store));
	check_window(f, 0, true, 0, 10, "14 13");
}

/* While the copy is checked a folder takes the archive's name: it cannot be replaced. */
static bool
take_place(void *user, enum kb_stage stage, int64_t done, int64_t total)
{
	const struct fix *f = user;
	char away[sizeof(f->path) + 8];
	snprintf(away, sizeof(away), "%s-away", f->path);
	if (stage == KB_STAGE_COPY && done == total && total && rename(f->path, away) == 0) {
		assert_int_equal(mkdir(f->path, 0700), 0);
	}
	return true;
}

/* What waited in the log of an archive that a restore could not replace is in the archive. */
static void
test_restore_fails(void **state)
{
	struct fix *f = *state;
	const struct kb_copy_progress progress = { take_place, f };
	char copy[sizeof(f->path) + 8];
	char away[sizeof(f->path) + 8];
	struct kb_store *from = NULL;
	snprintf(copy, sizeof(copy), "%s-copy", f->path);
	snprintf(away, sizeof(away), "%s-away", f->path);
	PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	must(f, kb_store_backup(f->store, &f->ctx, copy, false, NULL));
	kb_store_close(f->store);
	f->store = NULL;
	pid_t child = fork();
	if (child == 0) {
		if (kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &f->store) == KB_OK) {
			PUT(f, "P", "2022-04-14", 1, day_one, KB_PUT_NEW);
		}
		_exit(9);
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
	must(f, kb_store_open(&f->ctx, copy, KB_STORE_READ, &from));
	assert_int_equal(kb_store_restore(from, &f->ctx, f->path, true, &progress), KB_E_CREATE);
	kb_store_close(from);
	assert_int_equal(rmdir(f->path), 0);
	assert_int_equal(rename(away, f->path), 0);
	assert_int_equal(unlink(copy), 0);
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &f->store));
	check_window(f, 0, true, 0, 10, "14 13");
}

/* Somebody imports just when the file, read without locks, is being copied. */
static bool
import_one(void *user, enum kb_stage stage, int64_t done, int64_t total)
{
	struct fix *f = user;
	(void)done;
	(void)total;
	if (stage == KB_STAGE_COPY && !f->store) {
		must(f, kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &f->store));
		PUT(f, "P", "2022-04-14", 1, day_one, KB_PUT_NEW);
		kb_store_close(f->store);
		must(f, kb_store_open(&f->ctx, f->path, KB_STORE_READ, &f->store));
	}
	return true;
}

/* A copy is of one moment, whoever writes meanwhile. */
static void
test_backup_meanwhile(void **state)
{
	struct fix *f = *state;
	const struct kb_copy_progress progress = { import_one, f };
	char copy[sizeof(f->path) + 8];
	struct kb_store *from = NULL;
	snprintf(copy, sizeof(copy), "%s-copy", f->path);
	PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	kb_store_close(f->store);
	f->store = NULL;
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_READ, &from));
	must(f, kb_store_backup(from, &f->ctx, copy, false, &progress));
	kb_store_close(from);
	kb_store_close(f->store);
	must(f, kb_store_open(&f->ctx, copy, KB_STORE_READ, &f->store));
	check_window(f, 0, true, 0, 10, "14 13");
	assert_int_equal(unlink(copy), 0);
}

/* How many pairs are frequent in the archive, as its reader knows. */
static size_t
frequent_of(struct fix *f, struct kb_store *reader)
{
	int64_t floor = 0;
	must(f, kb_store_begin(reader, &f->ctx));
	must(f, kb_index_floor(reader, &f->ctx, &floor));
	kb_store_end(reader);
	return reader->lists->used.n;
}

/* A reader goes on to a newer generation, and reads his own where there is none any more. */
static void
test_generations(void **state)
{
	struct fix *f = *state;
	struct kb_manifest m;
	struct kb_store *reader = NULL;
	bool fresh = false;
	bool renewed = false;
	char dir[sizeof(f->path) + 8];
	char link[sizeof(dir) + 8];
	char away[sizeof(dir) + 24];
	snprintf(dir, sizeof(dir), "%s-pub", f->path);
	snprintf(link, sizeof(link), "%s/current", dir);
	snprintf(away, sizeof(away), "%s/away", dir);
	PUT(f, "P", "2022-04-13", 1, day_one, KB_PUT_NEW);
	must(f, kb_store_publish(f->store, &f->ctx, dir, NULL, &m, &fresh));
	must(f, kb_store_open(&f->ctx, dir, KB_STORE_READ, &reader));
	assert_int_equal(frequent_of(f, reader), 0);
	PUT(f, "P", "2022-04-14", 1, day_one, KB_PUT_NEW);
	/* another archive's list may have the same version */
	must(f, kb_db_exec(&f->ctx, &f->store->db, "UPDATE index_state SET used = '柯城\n'"));
	must(f, kb_store_publish(f->store, &f->ctx, dir, NULL, &m, &fresh));
	/* the one that is read stays as long as it is */
	snprintf(away, sizeof(away), "%s/gen/0001.db", dir);
	assert_int_equal(access(away, F_OK), 0);
	must(f, kb_store_renew(reader, &f->ctx, &renewed));
	assert_true(fresh && renewed);
	assert_int_not_equal(access(away, F_OK), 0);
	assert_int_equal(frequent_of(f, reader), 1);
	/* somebody who has the lock to himself keeps nobody out */
	snprintf(away, sizeof(away), "%s/gen/0002.db", dir);
	int taken = open(away, O_RDONLY | O_CLOEXEC);
	kb_store_close(reader);
	assert_int_equal(flock(taken, LOCK_EX | LOCK_NB), 0);
	must(f, kb_store_open(&f->ctx, dir, KB_STORE_READ, &reader));
	close(taken);
	snprintf(away, sizeof(away), "%s/away", dir);
	assert_int_equal(rename(link, away), 0);
	must(f, kb_store_renew(reader, &f->ctx, &renewed));
	assert_false(renewed);
	kb_store_close(reader);
	static const char *const left[] = { "away", "gen/0002.db", "gen/0002.manifest", "gen", "" };
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
		snprintf(away, sizeof(away), "%s/%s", dir, left[i]);
		assert_int_equal(remove(away), 0);
	}
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_same_bytes),
		T(test_pages_come_one_by_one),
		T(test_references_follow),
		T(test_moved_to_another_page),
		T(test_unnamed_page),
		T(test_undated),
		T(test_undated_sort_last),
		T(test_editions),
		T(test_references),
		T(test_windows),
		T(test_near),
		T(test_days),
		T(test_number),
		T(test_identity),
		T(test_reader_sees_imports),
		T(test_second_writer_waits),
		T(test_killed_writer),
		T(test_restore_fails),
		T(test_backup_meanwhile),
		T(test_generations),
	};
	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
