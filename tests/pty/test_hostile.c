/*
 * Hostile text at every outlet (reliability T1, T2, T8): what the program
 * writes to a terminal has the same kinds of sequences as with plain text,
 * and nothing in it that hides or turns text around.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <nettle/base64.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hostile.h"
#include "kanbao/mem.h"
#include "kanbao/sandbox.h"
#include "outlet.h"
#include "reader.h"
#include "wire.h"

static struct reader_place place;
static char states[300]; /* of the readers' tours: what they marked */

/* Archives, lines and pages: those of hostile text, and of plain text in its place. */
enum { DIRECT, DOOR, PLAIN, ARCHIVES };
static char archives[ARCHIVES][340];
static const char *const names[ARCHIVES] = { "direct", "door", "plain" };

static const char *
in_folder(char *path, size_t size, const char *name, const char *end)
{
	(void)snprintf(path, size, "%s/%s%s", place.folder, name, end);
	return path;
}

static void
make_archives(void)
{
	char lines[340];
	for (int i = 0; i < ARCHIVES; i++) {
		char pages[340];
		in_folder(archives[i], sizeof(archives[i]), names[i], ".db");
		hostile_lines(in_folder(lines, sizeof(lines), names[i], ".jsonl"), i == PLAIN);
		hostile_pages(in_folder(pages, sizeof(pages), names[i], ".d"), i == PLAIN);
		if (i == DOOR) {
			/* some lines are refused, and say why */
			(void)reader_command(&place, "/dev/null", "door.out", "-a", archives[i],
			                     "import", lines, pages, NULL);
		} else {
			hostile_archive(archives[i], i == PLAIN);
		}
	}
	in_folder(states, sizeof(states), "state", "");
	assert_int_equal(mkdir(states, 0700), 0);
}

/* --- outlets that end by themselves ------------------------------------------------------ */

/* Each archive through each subcommand. */
static void
test_commands(void **state)
{
	(void)state;
	char copy[360];
	char published[360];
	(void)snprintf(copy, sizeof(copy), "%s/copy.db", states);
	(void)snprintf(published, sizeof(published), "%s/published", states);
	const char *const outlets[][8] = {
		{ "list" },
		{ "list", "--json" },
		{ "list", "--day", "2022-01-05" },
		{ "list", "--unread" },
		{ "list", "--today" },
		{ "list", "--noted" },
		{ "list", "--tag", "柯城" },
		{ "list", "--starred", "--json" },
		{ "doubts" },
		{ "doubts", "--json" },
		{ "stats" },
		{ "stats", "--json" },
		{ "stats", "--missing" },
		{ "stats", "--paper", "柯城" },
		{ "search", "--limit", "500", "柯城" },
		{ "search", "--limit", "500", "--json", "共富" },
		{ "search", "--paper", "柯城", "--count", "共富" },
		{ "export" },
		{ "export", "--format", "json" },
		{ "export", "--format", "markdown" },
		{ "export", "--format", "text" },
		{ "export", "--format", "html" },
		{ "export", "--noted" },
		{ "export", "--search", "柯城" },
		{ "check" },
		{ "optimize" },
		{ "optimize", "--index" },
		{ "reparse" },
		{ "publish", published },
		{ "backup", "--replace", copy },
		{ "restore", copy },
		{ "restore", "--replace", copy },
	};
	char home[340];
	(void)snprintf(home, sizeof(home), "XDG_STATE_HOME=%s", states);
	const char *const env[] = { home, NULL };
	for (int a = 0; a < ARCHIVES; a++) {
		for (size_t i = 0; i < sizeof(outlets) / sizeof(*outlets); i++) {
			const char *argv[12] = { outlet_program(), "-a", archives[a] };
			struct wire_kinds kinds = { 0 };
			memcpy(argv + 3, outlets[i], 7 * sizeof(*argv));
			outlet_run(argv, env, &kinds);
			outlet_lines(&kinds, argv[3], names[a]);
			wire_kinds_release(&kinds);
		}
	}
}

/* Each issue by itself: shown, asked about, and its name in what is refused. */
static void
test_issues(void **state)
{
	(void)state;
	/* %: the day of the issue, @: another */
	static const char *const outlets[][4] = {
		{ "show", "%" },
		{ "show", "--apart", "%" },
		{ "doubts", "%" },
		{ "reparse", "%" },
		{ "export", "--format", "text", "%" },
		{ "remove", "%" },
		{ "date", "%", "nonsense" },
		{ "date", "%", "@" },
		{ "remove", "--yes", "@" },
	};
	size_t n;
	const struct hostile *all = hostile_all(&n);
	for (int a = 0; a < PLAIN; a++) {
		size_t step = a == DIRECT ? OUTLET_STEP : 4;
		for (size_t i = (n - 1) % step; i < n; i += step) {
			char days[2][32];
			for (unsigned k = 0; k < 2; k++) {
				(void)snprintf(days[k], sizeof(days[k]), "20%d-%02zu-%02zu",
				               k ? 30 : 22, i / 31 + 1, i % 31 + 1);
			}
			for (size_t o = 0; o < sizeof(outlets) / sizeof(*outlets); o++) {
				const char *argv[8] = { outlet_program(), "-a", archives[a] };
				for (size_t k = 0; k < 4 && outlets[o][k]; k++) {
					const char *word = outlets[o][k];
					argv[3 + k] = *word == '%'   ? days[0]
					              : *word == '@' ? days[1]
					                             : word;
				}
				struct wire_kinds kinds = { 0 };
				outlet_run(argv, NULL, &kinds);
				outlet_lines(&kinds, outlets[o][0], all[i].name);
				wire_kinds_release(&kinds);
			}
		}
	}
}

/* What comes in: parsed, refused, imported, for people and as JSON. */
static void
test_imports(void **state)
{
	(void)state;
	static const char *const outlets[][4] = { { "import", "--dry-run" },
		                                  { "import", "--json", "--dry-run" },
		                                  { "import" } };
	char lines[340];
	char pages[340];
	char into[340];
	for (int a = DOOR; a < ARCHIVES; a++) {
		in_folder(lines, sizeof(lines), names[a], ".jsonl");
		in_folder(pages, sizeof(pages), names[a], ".d");
		in_folder(into, sizeof(into), names[a], ".into.db");
		for (size_t o = 0; o < sizeof(outlets) / sizeof(*outlets); o++) {
			const char *argv[12] = { outlet_program(), "-a", into };
			size_t n = 3;
			for (size_t i = 0; outlets[o][i]; i++) {
				argv[n++] = outlets[o][i];
			}
			argv[n++] = lines;
			argv[n++] = pages;
			struct wire_kinds kinds = { 0 };
			outlet_run(argv, NULL, &kinds);
			outlet_lines(&kinds, outlets[o][0], names[a]);
			wire_kinds_release(&kinds);
		}
	}
}

/* A file by its hostile name, parsed alone. */
static void
test_parse(void **state)
{
	(void)state;
	char command[700];
	char folder[340];
	in_folder(folder, sizeof(folder), names[DOOR], ".d");
	/* the shell knows the names, whatever bytes they have */
	(void)snprintf(command, sizeof(command), "for f in '%s'/*; do '%s' parse \"$f\"; done",
	               folder, outlet_program());
	const char *const argv[] = { "sh", "-c", command, NULL };
	struct wire_kinds kinds = { 0 };
	outlet_run(argv, NULL, &kinds);
	outlet_lines(&kinds, "parse", "hostile names");
	wire_kinds_release(&kinds);
}

/* --- the reader --------------------------------------------------------------------------- */

/* Every OSC 52 on the wire: base64 and nothing else, of text and nothing else, short enough. */
static size_t
check_clipboard(kb_str wire)
{
	static const char head[] = "\x1b]52;c;";
	size_t n = 0;
	for (size_t at; (at = kb_str_find(wire, kb_str_of(head))) != SIZE_MAX; n++) {
		wire = kb_str_sub(wire, at + sizeof(head) - 1, wire.n);
		size_t end = kb_str_find(wire, KB_STR("\a"));
		assert_true(end != SIZE_MAX && end > 0 && end <= 100000);
		for (size_t i = 0; i < end; i++) {
			assert_non_null(
				strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			               "0123456789+/=",
			               wire.p[i]));
		}
		struct base64_decode_ctx ctx;
		struct kb_buf clean = { 0 };
		struct kb_text_report report = { 0 };
		size_t size = BASE64_DECODE_LENGTH(end) + 1;
		uint8_t *text = kb_calloc(size, 1);
		base64_decode_init(&ctx);
		assert_true(base64_decode_update(&ctx, &size, text, end, wire.p));
		assert_true(base64_decode_final(&ctx));
		kb_str got = { (const char *)text, size };
		kb_text_sanitise(got, &clean, &report);
		assert_true(kb_str_eq(kb_buf_str(&clean), got));
		assert_true(got.n > 0 && got.p[got.n - 1] != '\n');
		kb_buf_release(&clean);
		free(text);
	}
	return n;
}

static void
paste(struct pty *p, kb_str bytes)
{
	pty_send(p, "\x1b[200~", 6);
	pty_send(p, bytes.p, bytes.n);
	pty_send(p, "\x1b[201~", 6);
	pty_settle(p);
}

/* Everything that an issue can be seen by; what is pasted goes into every prompt. */
static void
tour(struct pty *p, kb_str pasted)
{
	static const char *const prompts[] = { "/", "&", "S", "a", "D", ":" };
	pty_keys(p, "<Enter> <Space> v j y y Y * i q t q I q c c q P q H q B q = J ]");
	for (size_t i = 0; i < sizeof(prompts) / sizeof(*prompts); i++) {
		pty_keys(p, prompts[i]);
		paste(p, pasted);
		pty_keys(p, "<Enter>");
		pty_keys(p, "<Esc> <Esc>");
	}
	pty_keys(p, "i q o L q e j j <Enter> <Esc> <Esc> B <Tab> <Tab> q s <Esc> ? q g h h h");
}

static void
read_archive(const char *archive, kb_str pasted, size_t issues, struct wire_kinds *kinds)
{
	struct pty p;
	char home[340];
	(void)snprintf(home, sizeof(home), "XDG_STATE_HOME=%s", states);
	const char *const env[] = { home, "TMUX", "STY", NULL };
	const char *const argv[] = { outlet_program(), "-a", archive,           "-o",
		                     "welcome=no",     "-o", "clipboard=osc52", NULL };
	const struct pty_setup setup = { .rows = 30, .cols = 90, .argv = argv, .env = env };
	pty_start(&p, &setup);
	pty_settle(&p);
	tour(&p, pasted);
	for (size_t i = 1; i < issues && !p.gone; i++) {
		pty_type(&p, "{ <Enter> <Space> i q y Y h");
		pty_settle(&p);
	}
	pty_keys(&p, "S");
	pty_send(&p, "柯城", 6);
	pty_keys(&p, "<Enter> <Down> <Tab> <Esc> <Esc>");
	pty_keys(&p, "Q");
	assert_true(pty_gone(&p, 5000));
	assert_int_equal(pty_status(&p), 0);
	assert_true(check_clipboard(kb_buf_str(&p.wire)) > issues);
	wire_kinds_of(kb_buf_str(&p.wire), kinds);
	pty_end(&p);
}

/* Ways to the next cell that differs, and of blanks: which is shortest depends on the text. */
static void
add_moves(struct wire_kinds *kinds)
{
	static const char moves[] =
		"\b\n\r\x1b[A\x1b[B\x1b[C\x1b[D\x1b[G\x1b[H\x1b[d\x1b[J\x1b[K"
		"\x1b[X\x1b[P\x1b[@\x1b[L\x1b[M\x1b[S\x1b[T\x1b[r\x1b[b\x1bM\x1b[4h"
		"\x1b[4l";
	wire_kinds_of((kb_str){ moves, sizeof(moves) - 1 }, kinds);
}

static void
test_reader(void **state)
{
	(void)state;
	struct wire_kinds kinds[ARCHIVES] = { 0 };
	size_t n;
	const struct hostile *all = hostile_all(&n);
	for (int a = 0; a < ARCHIVES; a++) {
		kb_str pasted = a == PLAIN ? KB_STR("今日") : all[n - 1].bytes;
		read_archive(archives[a], pasted, a == DIRECT ? n / OUTLET_STEP : n / 5, &kinds[a]);
	}
	add_moves(&kinds[PLAIN]);
	add_moves(&kinds[DIRECT]);
	outlet_no_more(&kinds[DIRECT], &kinds[PLAIN], names[DIRECT]);
	outlet_no_more(&kinds[DOOR], &kinds[PLAIN], names[DOOR]);
	outlet_no_more(&kinds[PLAIN], &kinds[DIRECT], names[PLAIN]);
	/* no window is given a title, nothing is asked of the clipboard, no other string */
	for (size_t i = 0; i < kinds[DIRECT].n; i++) {
		const char *kind = kinds[DIRECT].v[i];
		assert_null(strstr(kind, "U+"));
		assert_null(strstr(kind, "C1"));
		assert_null(strstr(kind, "bad"));
		assert_null(strstr(kind, "unfinished"));
		assert_null(strstr(kind, "in a string"));
		assert_true(strncmp(kind, "OSC", 3) != 0 || strcmp(kind, "OSC 52") == 0);
	}
	for (int a = 0; a < ARCHIVES; a++) {
		wire_kinds_release(&kinds[a]);
	}
}

/* --- the clipboard (T8) ------------------------------------------------------------------------ */

/* An article whose text is so long. */
static void
long_article(const char *path, size_t bytes)
{
	struct kb_buf json = { 0 };
	kb_buf_printf(&json, "{\"schema\":1,\"paper\":\"报\",\"date\":\"2022-01-01\","
	                     "\"articles\":[{\"page\":\"1\",\"headline\":\"题\",\"body\":[\"");
	for (size_t i = 0; i < bytes / 3; i++) {
		kb_buf_add(&json, KB_STR("字"));
	}
	kb_buf_printf(&json, "\"]}]}\n");
	FILE *f = fopen(path, "wb");
	assert_true(f && fwrite(json.p, 1, json.n, f) == json.n && fclose(f) == 0);
	kb_buf_release(&json);
}

/* How many times an OSC 52 was sent while keys were typed over such an article. */
static size_t
copies(size_t bytes, const char *how, const char *keys)
{
	struct pty p;
	char lines[340];
	char archive[340];
	in_folder(lines, sizeof(lines), "long", ".jsonl");
	in_folder(archive, sizeof(archive), "long", ".db");
	(void)unlink(archive);
	long_article(lines, bytes);
	assert_int_equal(reader_command(&place, "/dev/null", "long.out", "-a", archive, "import",
	                                lines, NULL),
	                 0);
	const char *const env[] = { "TMUX", "STY", NULL };
	const char *const argv[] = { outlet_program(), "-a", archive, "-o",
		                     "welcome=no",     "-o", how,     NULL };
	const struct pty_setup setup = { .rows = 24, .cols = 80, .argv = argv, .env = env };
	pty_start(&p, &setup);
	pty_settle(&p);
	pty_keys(&p, keys);
	size_t n = check_clipboard(kb_buf_str(&p.wire));
	pty_end(&p);
	return n;
}

static void
test_clipboard(void **state)
{
	(void)state;
	assert_int_equal(copies(74000, "clipboard=osc52", "<Enter> y"), 1);
	/* only on the reader's key */
	assert_int_equal(copies(3000, "clipboard=osc52", "<Enter> <Space> h t q i q"), 0);
	/* beyond 100 kB of base64 nothing is sent, nor where it is off */
	assert_int_equal(copies(76000, "clipboard=osc52", "<Enter> y"), 0);
	assert_int_equal(copies(3000, "clipboard=off", "<Enter> y Y v y"), 0);
}

/* --- the parser itself ---------------------------------------------------------------------- */

/* What each part of the corpus is to a terminal that gets it raw. */
static void
test_parser(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *kinds;
	} cases[] = {
		{ "柯城 abc", "" },
		{ "a\r\n", "C0 0A, C0 0D" },
		{ "\x1b[31;1mx\x1b[?25l\x1b[?1049h\x1b[6n\x1b[>c\x1b[!p",
		  "CSI !p, CSI >c, CSI ?1049h, CSI ?25l, CSI m, CSI n" },
		{ "\x1b(B\x1b=\x1b"
		  "7",
		  "ESC (B, ESC 7, ESC =" },
		{ "\x1b]0;t\a\x1b]52;c;QQ==\x1b\\\x1b]52;c;?\a", "OSC 0, OSC 52, OSC 52?" },
		{ "\x1bPq\x1b\\\x1b_G\x1b\\\x1b^p\x1b\\\x1bXs\x1b\\", "APC , DCS , PM , SOS " },
		{ "\x1b[3", "unfinished CSI" },
		{ "\x1b", "unfinished ESC" },
		{ "\x1b]0;x", "unfinished string" },
		{ "\xc2\x9b"
		  "31m\x9b",
		  "C1 9B, C1 byte 9B" },
		{ "\xc0\xaf\xed\xa0\xa0",
		  "bad UTF-8 A0, bad UTF-8 AF, bad UTF-8 C0, bad UTF-8 ED" },
		{ "\u202e\u200b\u00ad\ufeff", "U+200B, U+202E, U+AD, U+FEFF" },
		{ "a\u200d", "out of place: U+200D" },
		{ "\U0001F468\u200d\U0001F469 葛\U000E0100 \u2764\ufe0f", "" },
		{ "a\ufe0f", "out of place: U+FE0F" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wire_kinds kinds = { 0 };
		struct kb_buf all = { 0 };
		wire_kinds_of(kb_str_of(cases[i].text), &kinds);
		wire_kinds_say(&kinds, &all);
		kb_buf_byte(&all, '\0');
		assert_string_equal(all.p, cases[i].kinds);
		kb_buf_release(&all);
		wire_kinds_release(&kinds);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parser),    cmocka_unit_test(test_reader),
		cmocka_unit_test(test_commands),  cmocka_unit_test(test_issues),
		cmocka_unit_test(test_imports),   cmocka_unit_test(test_parse),
		cmocka_unit_test(test_clipboard),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	make_archives();
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(&place);
	return failed;
}
