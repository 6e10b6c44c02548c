/* Bundles: what is read as one, what comes out of zip and tar, foreign formats. */
#include "scratch_help.h"

#include <string.h>
#include <sys/stat.h>

#include <archive.h>
#include <archive_entry.h>

#include "../../tui/import/import_int.h"
#include "kanbao/interchange.h"

/* --- what was taken, as "path date articles; …" ----------------------------------- */

struct seen {
	struct kb_ctx ctx;
	struct kb_buf line;
	struct kb_buf json;
	struct kb_buf source; /* of the last */
	struct kb_buf name;
};

static enum kb_err
note(void *user, const struct kb_taken *taken)
{
	struct seen *seen = user;
	char iso[KB_ISO_SIZE];
	const struct kb_issue *issue = taken->issue;
	kb_buf_printf(&seen->line, "%s %s %s %zu; ", taken->path, taken->format->name,
	              issue->day == KB_DAY_NONE ? "-" : kb_day_iso(issue->day, iso),
	              issue->narticles);
	kb_issue_write_json(&seen->json, issue, false);
	kb_buf_clear(&seen->source);
	kb_buf_add(&seen->source, taken->bytes);
	kb_buf_clear(&seen->name);
	kb_buf_add(&seen->name, taken->name);
	return KB_OK;
}

static enum kb_err
refused(void *user, const char *path, enum kb_err err)
{
	struct seen *seen = user;
	kb_buf_printf(&seen->line, "%s: %s; ", path, seen->ctx.message.p);
	assert_int_equal(err, seen->ctx.err);
	return KB_OK;
}

static void
release(struct seen *seen)
{
	kb_ctx_release(&seen->ctx);
	kb_buf_release(&seen->line);
	kb_buf_release(&seen->json);
	kb_buf_release(&seen->source);
	kb_buf_release(&seen->name);
}

static void
take(struct seen *seen, const char *const *paths, size_t n)
{
	static const struct kb_parse_options nothing = { .day = KB_DAY_NONE };
	struct kb_intake intake = {
		.options = &nothing, .issue = note, .refused = refused, .user = seen
	};
	*seen = (struct seen){ 0 };
	assert_int_equal(kb_intake_paths(&seen->ctx, paths, n, &intake), KB_OK);
}

static void
expect(const char *path, const char *want)
{
	struct seen seen;
	take(&seen, &path, 1);
	if (!strstr(seen.line.p, want)) {
		fail_msg("%s: '%s', not '%s'", path, seen.line.p, want);
	}
	release(&seen);
}

#define ARTICLE "\n题\n\n　　本报讯 今天天晴，是个好日子。\n"
#define PAGE "2023年5月6日\n第12期\n\n天气转晴\n\n本报讯（记者 王思）今天天晴。\n"

/* --- folders and many files ---------------------------------------------------------- */

static void
test_groups(void **state)
{
	(void)state;
	assert_int_equal(system("mkdir -p days/20230506 days/20230507 html/2023-05/06"), 0);
	write_file("days/20230506/20230506-01-01.txt", ARTICLE);
	write_file("days/20230506/20230506-01-02.txt", ARTICLE);
	write_file("days/20230507/20230507-01-01.txt", ARTICLE);
	write_file("days/page.txt", PAGE);
	expect("days", "days/20230506/ crawl 2023-05-06 2; days/20230507/20230507-01-01.txt crawl "
	               "2023-05-07 1; days/page.txt text 2023-05-06 1; ");
	/* the shell spells the folder out */
	const char *const files[] = { "days/20230506/20230506-01-02.txt",
		                      "days/20230506/20230506-01-01.txt" };
	struct seen seen;
	take(&seen, files, 2);
	assert_string_equal(seen.line.p, "days/20230506/ crawl 2023-05-06 2; ");
	assert_string_equal(seen.name.p, "20230506");
	release(&seen);
	/* pictures and index pages of a saved edition are passed over */
	write_file("html/index.html", "<html>leads on</html>");
	write_file("html/2023-05/06/a.jpg", "\xFF\xD8");
	write_file("html/2023-05/06/node_1.htm", "<html><body>第01版：要闻</body></html>");
	write_file("html/2023-05/06/content_1.htm",
	           "<html><body><!--<npm:article-title>-->题<!--</npm:article-title>-->"
	           "<!--<npm:article-content>--><P>　　今天天晴。</P><!--</npm:article-content>-->"
	           "</body></html>");
	expect("html", "html/2023-05/06/ founder 2023-05-06 1; ");
	/* but not what lies elsewhere, or is named */
	assert_int_equal(system("mkdir -p all/paper && mv html all/paper"), 0);
	write_file("all/paper/a.css", PAGE);
	write_file("all/other.js", PAGE);
	expect("all",
	       "all/other.js text 2023-05-06 1; all/paper/html/2023-05/06/ founder 2023-05-06 1; ");
	const char *const named[] = { "all/paper/html", "all/paper/a.css" };
	take(&seen, named, 2);
	assert_string_equal(seen.line.p, "all/paper/a.css text 2023-05-06 1; "
	                                 "all/paper/html/2023-05/06/ founder 2023-05-06 1; ");
	release(&seen);
}

/* A bundle's source, a tar, is read again as the same issue. */
static void
test_pack(void **state)
{
	(void)state;
	char folder[200] = "";
	snprintf(folder, sizeof(folder),
	         "一个名字很长很长的文件夹一个名字很长很长的文件夹一个名字很长很长的文件夹/"
	         "20230506");
	char command[256];
	snprintf(command, sizeof(command), "mkdir -p '%s'", folder);
	assert_int_equal(system(command), 0);
	for (int i = 1; i <= 3; i++) {
		char path[256];
		snprintf(path, sizeof(path), "%s/20230506-0%d-01.txt", folder, i);
		write_file(path, ARTICLE);
	}
	struct seen first;
	const char *paths = folder;
	take(&first, &paths, 1);
	assert_true(strstr(first.line.p, "crawl 2023-05-06 3; ") != NULL);
	assert_int_equal(first.source.n % 512, 0);
	struct seen second = { 0 };
	static const struct kb_parse_options nothing = { .day = KB_DAY_NONE };
	struct kb_intake intake = {
		.options = &nothing, .issue = note, .refused = refused, .user = &second
	};
	assert_int_equal(
		kb_intake_bytes(&second.ctx, first.name.p, kb_buf_str(&first.source), &intake),
		KB_OK);
	assert_string_equal(second.json.p, first.json.p);
	/* and the source is the same again */
	assert_true(kb_str_eq(kb_buf_str(&second.source), kb_buf_str(&first.source)));
	release(&first);
	release(&second);
}

/* --- zip and tar ------------------------------------------------------------------------- */

static void
add(struct archive *archive, const char *path, const char *link, const char *text, size_t n)
{
	struct archive_entry *entry = archive_entry_new();
	size_t len = strlen(text);
	archive_entry_set_pathname(entry, path);
	archive_entry_set_filetype(entry, link ? AE_IFLNK : AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	if (link) {
		archive_entry_set_symlink(entry, link);
	} else {
		archive_entry_set_size(entry, (la_int64_t)(len * n));
	}
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	for (size_t i = 0; i < n && !link; i++) {
		assert_int_equal(archive_write_data(archive, text, len), len);
	}
	archive_entry_free(entry);
}

static struct archive *
begin(const char *name)
{
	struct archive *archive = archive_write_new();
	if (strstr(name, ".zip")) {
		archive_write_set_format_zip(archive);
	} else {
		archive_write_set_format_gnutar(archive);
		archive_write_add_filter_by_name(archive, strstr(name, "xz") ? "xz" : "gzip");
	}
	assert_int_equal(archive_write_open_filename(archive, name), ARCHIVE_OK);
	return archive;
}

static void
end(struct archive *archive)
{
	assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
	archive_write_free(archive);
}

static void
test_archives(void **state)
{
	(void)state;
	static const char *const names[] = { "a.zip", "a.tar.gz", "a.tar.xz" };
	for (size_t i = 0; i < 3; i++) {
		struct archive *archive = begin(names[i]);
		struct kb_buf want = { 0 };
		add(archive, "20230506/20230506-01-02.txt", NULL, ARTICLE, 1);
		add(archive, "../../etc/20230506-01-02.txt", NULL, ARTICLE, 1);
		add(archive, "20230506/20230506-01-01.txt", NULL, ARTICLE, 1);
		add(archive, "link.txt", "/etc/passwd", "", 1);
		add(archive, ".hidden/x.txt", NULL, PAGE, 1);
		add(archive, "__MACOSX/x.txt", NULL, PAGE, 1);
		/* 今日 in GBK, and the parts divided as Windows does */
		add(archive, "x\\\xBD\xF1\xC8\xD5-2023-05-07.txt", NULL, "好\n\n今天。\n", 1);
		end(archive);
		kb_buf_printf(&want,
		              "%s:20230506/ crawl 2023-05-06 2; "
		              "%s:etc/20230506-01-02.txt crawl 2023-05-06 1; "
		              "%s:x/今日-2023-05-07.txt text 2023-05-07 1; ",
		              names[i], names[i], names[i]);
		expect(names[i], want.p);
		kb_buf_release(&want);
	}
}

static void
test_refused(void **state)
{
	(void)state;
	struct archive *archive = begin("large.zip");
	char *zeros = calloc(1, (1 << 20) + 1);
	memset(zeros, '0', 1 << 20);
	add(archive, "a.txt", NULL, zeros, 65);
	end(archive);
	expect("large.zip", "large.zip: 'a.txt' in it is larger than 64 MiB; ");
	archive = begin("many.zip");
	for (int i = 0; i <= KB_LIMIT_FILES; i++) {
		char name[32];
		snprintf(name, sizeof(name), "%d.txt", i);
		add(archive, name, NULL, "", 1);
	}
	end(archive);
	expect("many.zip", "many.zip: more than 20000 files in it; ");
#ifndef __SANITIZE_ADDRESS__
	archive = begin("bomb.tar.gz");
	for (int i = 0; i < 9; i++) {
		add(archive, "a.txt", NULL, zeros, 60);
	}
	end(archive);
	expect("bomb.tar.gz", "bomb.tar.gz: unpacked it takes more than 512 MiB; ");
#endif
	free(zeros);
	archive = begin("book.zip");
	add(archive, "META-INF/container.xml", NULL, "<x/>", 1);
	end(archive);
	expect("book.zip", "an EPUB or office document");
	archive = begin("empty.tar.gz");
	add(archive, "only", "link", "", 1);
	end(archive);
	expect("empty.tar.gz", "an archive file with nothing in it");
	write_file("junk.zip", "PK\3\4 and then no zip at all");
	expect("junk.zip", "junk.zip: a damaged archive file: ");
	write_file("junk.gz", "\x1F\x8B\x08 and then no gzip at all");
	expect("junk.gz", "junk.gz: a damaged archive file: ");
}

/* --- foreign formats ------------------------------------------------------------------------ */

#define FULL                                                                                           \
	"{\"schema\":1,\"paper\":\"青石新报\",\"date\":\"2023-05-06\",\"date_source\":"            \
	"\"masthead\","                                                                                \
	"\"edition\":2,\"pages\":8,\"page_names\":{\"1\":\"要闻\"},\"masthead\":[\"青石新报\"]," \
	"\"dropped\":[\"■\"],\"articles\":[{\"page\":\"1\",\"kind\":\"photo\",\"headline\":"         \
	"\"题\","                                                                                     \
	"\"captions\":[{\"text\":\"看花\",\"credits\":[{\"role\":\"\",\"name\":\"方圆\"}]}],"      \
	"\"doubts\":[\"d\"]}]}"

static bool
any(const struct kb_bundle *bundle)
{
	(void)bundle;
	return true;
}

static enum kb_err
read_two(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
         const struct kb_parse_options *options, const struct kb_sink *sink)
{
	struct kb_issue issue;
	const struct kb_parse_report report = { KB_ENC_BIG5, { 1, 2, 3 }, true };
	(void)options;
	enum kb_err err = kb_issue_read_json(ctx, a, bundle->files[0].bytes, &issue);
	err = err ? err : sink->issue(sink->user, &issue, &report);
	return err ? err : sink->issue(sink->user, &issue, &report);
}

static enum kb_err
read_and_crash(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
               const struct kb_parse_options *options, const struct kb_sink *sink)
{
	(void)read_two(ctx, a, bundle, options, sink);
	_exit(1);
}

struct back {
	struct kb_buf json;
	struct kb_parse_report report;
	size_t n;
};

static enum kb_err
take_back(void *user, const struct kb_issue *issue, const struct kb_parse_report *report)
{
	struct back *back = user;
	kb_buf_clear(&back->json);
	kb_issue_write_json(&back->json, issue, false);
	back->report = *report;
	back->n++;
	return KB_OK;
}

static void
test_foreign(void **state)
{
	(void)state;
	const struct kb_file file = { KB_STR("x"), KB_STR(FULL) };
	const struct kb_bundle bundle = { KB_STR("x"), &file, 1 };
	struct kb_format format = { "x", "", false, any, read_two };
	struct kb_ctx ctx = { 0 };
	struct back direct = { 0 };
	struct back through = { 0 };
	const struct kb_sink sinks[] = { { take_back, &direct }, { take_back, &through } };
	assert_int_equal(kb_convert(&ctx, &format, &bundle, NULL, &sinks[0]), KB_OK);
	format.foreign = true;
	assert_int_equal(kb_convert(&ctx, &format, &bundle, NULL, &sinks[1]), KB_OK);
	assert_int_equal(through.n, 2);
	assert_string_equal(through.json.p, direct.json.p);
	assert_int_equal(through.report.encoding, KB_ENC_BIG5);
	assert_int_equal(through.report.text.controls, 1);
	assert_int_equal(through.report.text.broken, 3);
	assert_true(through.report.page_given);
	/* nothing of what came before a crash is taken */
	format.read = read_and_crash;
	assert_int_equal(kb_convert(&ctx, &format, &bundle, NULL, &sinks[1]), KB_E_DATA);
	assert_int_equal(through.n, 2);
	kb_buf_release(&direct.json);
	kb_buf_release(&through.json);
	kb_ctx_release(&ctx);
}

/* Markup and JSON of two bytes a character are recognised like any other. */
static void
test_wide(void **state)
{
	(void)state;
	static const char text[] = "<!DOCTYPE html>\n{x}";
	static const struct {
		bool big;
		bool mark;
		size_t from; /* where in the text it begins */
		bool narrow;
	} rows[] = {
		{ false, true, 0, true },  { true, true, 0, true },   { false, false, 0, true },
		{ true, false, 0, true },  { false, true, 16, true }, { false, true, 1, false },
		{ true, false, 1, false }, { true, true, 15, true },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char bytes[64];
		size_t n = 0;
		if (rows[i].mark) {
			bytes[n++] = rows[i].big ? '\xFE' : '\xFF';
			bytes[n++] = rows[i].big ? '\xFF' : '\xFE';
		}
		for (const char *p = text + rows[i].from; *p; p++) {
			bytes[n + rows[i].big] = *p;
			bytes[n + !rows[i].big] = '\0';
			n += 2;
		}
		const struct kb_file file = { KB_STR("x"), { bytes, n } };
		const struct kb_bundle bundle = { KB_STR("x"), &file, 1 };
		struct kb_arena a = { 0 };
		const struct kb_bundle *made = kb_narrow(&a, &bundle);
		assert_int_equal(made != &bundle, rows[i].narrow);
		if (rows[i].narrow) {
			kb_str want = kb_str_trim(kb_str_of(text + rows[i].from));
			assert_true(kb_str_eq(kb_str_trim(made->files[0].bytes), want));
		}
		kb_arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_groups, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pack, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_archives, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
		cmocka_unit_test(test_foreign),
		cmocka_unit_test(test_wide),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
