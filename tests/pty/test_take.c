/* Taking text away: what the clipboard is sent, byte by byte; files; commands; what is pasted. */
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

#include "reader.h"

static struct reader_place place;

#define REF "今日柯城/2022-04-13/1/3"
#define HEADLINE "区十届政府召开第4次常务会议"
#define LEAD                                                                                                                                 \
	"4月12日上午，区委副书记、区长胡益峰主持召开区十届政府第4次常务会议，审议《关于推进航埠镇" \
	"经济"

static const char *const plain[] = { "TMUX", "STY", NULL };

static void
begin(struct pty *p, const char *const *env, const char *term)
{
	struct reader r = {
		.rows = 24, .cols = 60, .where = REF, .language = "zh", .env = env, .term = term
	};
	reader_start(&place, p, &r);
}

/* What OSC 52 on the wire from byte `from` on holds, decoded; its form is checked. */
static void
clipboard(const struct pty *p, size_t from, const char *head, const char *tail, struct kb_buf *out)
{
	kb_str wire = kb_str_sub(kb_buf_str(&p->wire), from, p->wire.n);
	size_t at = kb_str_find(wire, kb_str_of(head));
	assert_true(at != SIZE_MAX);
	kb_str rest = kb_str_sub(wire, at + strlen(head), wire.n);
	size_t end = kb_str_find(rest, kb_str_of(tail));
	assert_true(end != SIZE_MAX);
	struct base64_decode_ctx ctx;
	uint8_t *text = malloc(BASE64_DECODE_LENGTH(end) + 1);
	size_t n = BASE64_DECODE_LENGTH(end) + 1;
	base64_decode_init(&ctx);
	assert_true(base64_decode_update(&ctx, &n, text, end, rest.p));
	assert_true(base64_decode_final(&ctx));
	kb_buf_clear(out);
	kb_buf_add(out, (kb_str){ (const char *)text, n });
	free(text);
}

static void
test_copy(void **state)
{
	(void)state;
	struct pty p;
	struct kb_buf text = { 0 };
	begin(&p, plain, NULL);
	size_t before = p.wire.n;
	pty_keys(&p, "y");
	clipboard(&p, before, "\x1b]52;c;", "\a", &text);
	kb_str s = kb_buf_str(&text);
	/* titles a line each, paragraphs apart and whole: no line end of the screen, none at the end */
	assert_true(kb_str_starts(s, KB_STR(HEADLINE "\n\n")));
	assert_true(kb_str_find(s, KB_STR("\n\n" LEAD)) != SIZE_MAX);
	assert_false(kb_str_ends(s, KB_STR("\n")));
	assert_true(kb_str_find(s, KB_STR("\n ")) == SIZE_MAX);
	assert_true(kb_str_find(s, KB_STR("\x1b")) == SIZE_MAX);
	assert_true(pty_shows(&p, "剪贴板"));
	/* the clipboard is never asked for */
	assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("]52;c;?")) == SIZE_MAX);
	before = p.wire.n;
	pty_keys(&p, "Y");
	clipboard(&p, before, "\x1b]52;c;", "\a", &text);
	assert_string_equal(text.p, "《今日柯城》2022年4月13日第1版：" HEADLINE " [" REF "]");
	/* and the shell opens it again */
	assert_int_equal(reader_command(&place, "/dev/null", "cited.out", "-a", place.archive,
	                                "show", text.p, NULL),
	                 0);
	kb_buf_release(&text);
	pty_end(&p);
}

/* Two paragraphs, with the citation below them; Esc ends a selection without copying. */
static void
test_select(void **state)
{
	(void)state;
	struct pty p;
	struct kb_buf text = { 0 };
	begin(&p, plain, NULL);
	size_t before = p.wire.n;
	pty_keys(&p, "v j <Esc> y");
	clipboard(&p, before, "\x1b]52;c;", "\a", &text);
	assert_true(text.n > 300);
	before = p.wire.n;
	pty_keys(&p, "v j j k y");
	clipboard(&p, before, "\x1b]52;c;", "\a", &text);
	assert_true(text.n > 0 && text.n < 300);
	assert_true(kb_str_starts(kb_buf_str(&text), KB_STR(HEADLINE "\n\n")));
	before = p.wire.n;
	pty_keys(&p, "v Y");
	clipboard(&p, before, "\x1b]52;c;", "\a", &text);
	assert_true(kb_str_ends(kb_buf_str(&text), KB_STR(" [" REF "]")));
	assert_true(kb_str_find(kb_buf_str(&text), KB_STR(HEADLINE "\n\n《今日柯城》")) !=
	            SIZE_MAX);
	kb_buf_release(&text);
	pty_end(&p);
}

/* What stands between program and terminal is told by the environment. */
static void
test_through(void **state)
{
	(void)state;
	static const char *const tmux[] = { "TMUX=/tmp/t,1,0", "STY", NULL };
	static const char *const screen[] = { "TMUX", "STY=1.pts", NULL };
	struct pty p;
	struct kb_buf text = { 0 };
	begin(&p, tmux, NULL);
	size_t before = p.wire.n;
	pty_keys(&p, "Y");
	clipboard(&p, before, "\x1b]52;c;", "\a", &text);
	clipboard(&p, before, "\x1bPtmux;\x1b\x1b]52;c;", "\a\x1b\\", &text);
	assert_true(kb_str_ends(kb_buf_str(&text), KB_STR("[" REF "]")));
	assert_true(pty_shows(&p, "set-clipboard"));
	pty_end(&p);

	begin(&p, screen, NULL);
	before = p.wire.n;
	pty_keys(&p, "y");
	/* in strings that are short enough for it: put together they are the sequence */
	struct kb_buf joined = { 0 };
	kb_str wire = kb_str_sub(kb_buf_str(&p.wire), before, p.wire.n);
	for (size_t at; (at = kb_str_find(wire, KB_STR("\x1bP"))) != SIZE_MAX;) {
		wire = kb_str_sub(wire, at + 2, wire.n);
		size_t end = kb_str_find(wire, KB_STR("\x1b\\"));
		assert_true(end <= 256);
		kb_buf_add(&joined, kb_str_sub(wire, 0, end));
	}
	assert_true(joined.n > 1000);
	assert_true(kb_str_starts(kb_buf_str(&joined), KB_STR("\x1b]52;c;")));
	assert_true(kb_str_ends(kb_buf_str(&joined), KB_STR("\a")));
	kb_buf_release(&joined);
	pty_end(&p);

	/* nothing is sent to a terminal that is not known to take it, nor where it is off */
	begin(&p, plain, "vt100");
	pty_keys(&p, "y");
	assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("\x1b]52")) == SIZE_MAX);
	assert_true(pty_shows(&p, "没有复制"));
	pty_end(&p);
	kb_buf_release(&text);
}

static void
read_file(const char *path, struct kb_buf *out)
{
	char part[4096];
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	kb_buf_clear(out);
	for (size_t n; (n = fread(part, 1, sizeof(part), f)) > 0;) {
		kb_buf_add(out, (kb_str){ part, n });
	}
	fclose(f);
}

/* A file is made; one that is there is replaced only after y. */
static void
test_save(void **state)
{
	(void)state;
	char path[400];
	char keys[600];
	struct kb_buf text = { 0 };
	struct pty p;
	snprintf(path, sizeof(path), "%s/saved.txt", place.folder);
	FILE *f = fopen(path, "w");
	fputs("mine\n", f);
	fclose(f);
	begin(&p, plain, NULL);
	pty_keys(&p, "s");
	assert_true(pty_shows(&p, "今日柯城-2022-04-13-1-3.txt"));
	snprintf(keys, sizeof(keys), "<C-U>%s<Enter>", path);
	pty_keys(&p, keys);
	assert_true(pty_shows(&p, "替换"));
	pty_keys(&p, "n");
	read_file(path, &text);
	assert_string_equal(text.p, "mine\n");
	pty_keys(&p, "s");
	pty_keys(&p, keys);
	pty_keys(&p, "y");
	read_file(path, &text);
	assert_true(kb_str_starts(kb_buf_str(&text), KB_STR(HEADLINE "\n\n")));
	assert_true(kb_str_ends(kb_buf_str(&text), KB_STR("\n")));
	pty_end(&p);
	kb_buf_release(&text);
}

/* A command gets the text and the terminal; the reader comes back as it was. */
static void
test_pipe(void **state)
{
	(void)state;
	char command[500];
	char path[400];
	struct kb_buf before = { 0 };
	struct kb_buf after = { 0 };
	struct kb_buf text = { 0 };
	struct pty p;
	snprintf(path, sizeof(path), "%s/piped.txt", place.folder);
	snprintf(command, sizeof(command), "|cat >%s; echo out 7; exit 7", path);
	begin(&p, plain, NULL);
	pty_dump(&p, &before);
	pty_send(&p, command, strlen(command));
	pty_settle(&p);
	pty_send(&p, "\r", 1);
	assert_true(pty_await(&p, "out 7"));
	assert_true(pty_await(&p, "按回车"));
	pty_send(&p, "\r", 1);
	assert_true(pty_await(&p, "状态 7"));
	read_file(path, &text);
	assert_true(kb_str_starts(kb_buf_str(&text), KB_STR(HEADLINE "\n\n")));
	pty_keys(&p, "j k");
	pty_dump(&p, &after);
	assert_string_equal(before.p, after.p);
	/* a command that reads nothing is none that hangs */
	pty_send(&p, "|true\r", 6);
	assert_true(pty_await(&p, "按回车"));
	pty_send(&p, "\r", 1);
	assert_true(pty_await(&p, "状态 0"));
	pty_end(&p);
	kb_buf_release(&before);
	kb_buf_release(&after);
	kb_buf_release(&text);
}

/* What is pasted is text in a prompt, without its line ends, and nothing elsewhere. */
static void
test_paste(void **state)
{
	(void)state;
	static const char paste[] = "\x1b[200~q\rQ\n\x03\x1b[31m柯城\t2022\x1b[201~";
	struct pty p;
	begin(&p, plain, NULL);
	assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("\x1b[?2004h")) != SIZE_MAX);
	pty_send(&p, paste, sizeof(paste) - 1);
	pty_settle(&p);
	assert_false(p.gone);
	assert_true(pty_shows(&p, HEADLINE));
	pty_keys(&p, "D");
	pty_send(&p, paste, sizeof(paste) - 1);
	pty_settle(&p);
	assert_false(p.gone);
	assert_true(pty_shows(&p, "q Q [31m柯城 2022"));
	pty_keys(&p, "<Esc> Q");
	assert_true(pty_gone(&p, 10000));
	assert_true(kb_str_find(kb_buf_str(&p.wire), KB_STR("\x1b[?2004l")) != SIZE_MAX);
	pty_end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copy),    cmocka_unit_test(test_select),
		cmocka_unit_test(test_through), cmocka_unit_test(test_save),
		cmocka_unit_test(test_pipe),    cmocka_unit_test(test_paste),
	};
	if (!reader_setup(&place)) {
		return 77; /* skipped: there is no program to test */
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	reader_teardown(&place);
	return failed;
}
