/*
 * Screens: each tests/screen/NAME.keys is a script of keys for the reader on
 * a headless terminal, NAME.screen beside it what it must show.
 *
 * Lines of a .keys file: "# …"; "size ROWSxCOLS"; "lang zh|en"; "option
 * NAME=VALUE"; "archive all|none|NAME" (which of tests/gold is put in) or
 * "archive made" (the issues of this folder) or "archive in FOLDER" (of one
 * in it); "doubt TEXT" (of the first article of what is put in later);
 * "closed" (nobody may write the archive); "state none"; "visit [WHERE]"
 * begins a run of the reader (the state is kept from one to the next;
 * "welcome" before it: the very first one) and the other lines are its keys.
 *
 * What follows "each ROWSxCOLS…" is done for each of these sizes in Chinese,
 * then in English, the state anew for each. Of a screen only the rows that
 * differ from those of the screen before are kept, each behind its number and
 * the roles in it (where rows were cleared, the first of them).
 *
 * A search is waited for where <Await> stands.
 *
 * With KB_SCREEN_OUT=DIR the screens are written there instead; update
 * shows how they differ and asks.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kanbao/interchange.h"
#include "kanbao/mem.h"
#include "kanbao/state.h"
#include "kanbao/store.h"
#include "kanbao/view.h"

#define FOLDER "tests/screen"
#define GOLD "tests/gold"

struct run {
	struct kb_ctx ctx;
	struct kb_options options;
	int rows;
	int cols;
	char dir[256];
	char archive[300];
	char state[300];
	char where[128];
	char doubt[128];
	bool roles;
	bool welcome;
	bool visiting;
	bool each;           /* sizes and languages: rows that differ only, */
	struct kb_buf shown; /* from these */
	struct kb_buf script;
	struct kb_buf screens; /* what the terminal collects, unused */
	struct kb_buf out;
};

static void
read_file(const char *path, struct kb_buf *out)
{
	FILE *f = fopen(path, "r");
	if (!f) {
		return;
	}
	char part[4096];
	for (size_t n; (n = fread(part, 1, sizeof(part), f)) > 0;) {
		kb_buf_add(out, (kb_str){ part, n });
	}
	assert_int_equal(fclose(f), 0);
}

static void
check(struct run *r, enum kb_err err)
{
	if (err) {
		fail_msg("%s", r->ctx.message.n ? r->ctx.message.p : "no message");
	}
}

/* --- the archive -------------------------------------------------------------- */

static void
put_issue(struct run *r, struct kb_store *store, const char *folder, const char *name)
{
	struct kb_arena a = { 0 };
	struct kb_buf json = { 0 };
	struct kb_issue issue;
	enum kb_put what;
	kb_issue_id id;
	char path[512];
	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	read_file(path, &json);
	check(r, kb_issue_read_json(&r->ctx, &a, kb_buf_str(&json), &issue));
	/* 今日柯城-2022-04-13.json: the name says what the page doesn't */
	const char *dash = strchr(name, '-');
	assert_non_null(dash);
	if (!issue.paper.n) {
		issue.paper = kb_arena_dup(&a, (kb_str){ name, (size_t)(dash - name) });
	}
	if (issue.day == KB_DAY_NONE && kb_date_scan(kb_str_of(dash + 1), &issue.day) > 0) {
		issue.date_source = KB_DATE_FILENAME;
	}
	if (r->doubt[0] && issue.narticles) {
		kb_strs_add(&a, &issue.articles[0].doubts, kb_str_of(r->doubt));
	}
	struct kb_source source = { .name = kb_str_of(name),
		                    .bytes = kb_buf_str(&json),
		                    .day = issue.day };
	check(r, kb_store_put(store, &r->ctx, &issue, true, &source, &what, &id));
	kb_buf_release(&json);
	kb_arena_release(&a);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in a folder that end so, sorted; freed by free_names(). */
static size_t
names_in(const char *folder, const char *end, char ***out)
{
	DIR *dir = opendir(folder);
	size_t n = 0;
	size_t cap = 0;
	*out = NULL;
	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir));) {
		if (kb_str_ends(kb_str_of(e->d_name), kb_str_of(end))) {
			*out = kb_grow(*out, n, &cap, sizeof(**out));
			(*out)[n++] = strdup(e->d_name);
		}
	}
	closedir(dir);
	if (n) {
		qsort(*out, n, sizeof(**out), by_name);
	}
	return n;
}

static void
free_names(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(names[i]);
	}
	free(names);
}

static void
fill_archive(struct run *r, const char *which)
{
	struct kb_store *store = NULL;
	char **names = NULL;
	check(r, kb_store_open(&r->ctx, r->archive, KB_STORE_WRITE, &store));
	char in[300];
	bool made = !strcmp(which, "made") || !strncmp(which, "in ", 3);
	(void)snprintf(in, sizeof(in), FOLDER "%s%s", which[2] == ' ' ? "/" : "",
	               which[2] == ' ' ? which + 3 : "");
	const char *folder = made ? in : GOLD;
	size_t n = names_in(folder, ".json", &names);
	for (size_t i = 0; i < n; i++) {
		if (made || !strcmp(which, "all") || strstr(names[i], which)) {
			put_issue(r, store, folder, names[i]);
		}
	}
	free_names(names, n);
	kb_store_close(store);
}

/* --- a visit ------------------------------------------------------------------- */

/* A letter for each role; the body and what is blank have none. */
static char
letter(const struct kb_cell *cell)
{
	static const char letters[KB_ROLE_COUNT] = {
		[KB_ROLE_BODY] = '.',     [KB_ROLE_LABEL] = 'l',  [KB_ROLE_KICKER] = 'k',
		[KB_ROLE_HEADLINE] = 'H', [KB_ROLE_DECK] = 'd',   [KB_ROLE_BYLINE] = 'b',
		[KB_ROLE_CAPTION] = 'c',  [KB_ROLE_JUMP] = 'j',   [KB_ROLE_MASTHEAD] = 'M',
		[KB_ROLE_TITLE] = 't',    [KB_ROLE_RULE] = '-',   [KB_ROLE_INFO] = 'i',
		[KB_ROLE_SELECTED] = 's', [KB_ROLE_MARK] = 'm',   [KB_ROLE_TODAY] = 'T',
		[KB_ROLE_HINT] = 'h',     [KB_ROLE_KEY] = 'K',    [KB_ROLE_PROMPT] = 'p',
		[KB_ROLE_NOTICE] = 'n',   [KB_ROLE_ERROR] = 'E',  [KB_ROLE_HIT] = 'f',
		[KB_ROLE_HIT_HERE] = 'F', [KB_ROLE_CHOSEN] = 'C', [KB_ROLE_STAR] = '*',
		[KB_ROLE_READ] = 'r',
	};
	bool blank = cell->cp[0] == ' ' && !(kb_role_attrs((enum kb_role)cell->role) &
	                                     (KB_ATTR_REVERSE | KB_ATTR_UNDERLINE));
	return blank ? ' ' : letters[cell->role] ? letters[cell->role] : '?';
}

/* A row a line, a letter a cell; rows of body text alone are left out. */
static void
take_roles(struct kb_buf *out, const struct kb_grid *g)
{
	for (int y = 0; y < g->rows; y++) {
		size_t start = out->n;
		bool plain = true;
		kb_buf_printf(out, "%2d:", y);
		size_t end = out->n;
		for (int x = 0; x < g->cols; x++) {
			char c = letter(kb_grid_at(g, y, x));
			kb_buf_byte(out, c);
			end = c == ' ' ? end : out->n;
			plain = plain && (c == ' ' || c == '.');
		}
		out->n = plain ? start : end;
		kb_buf_add(out, plain ? KB_STR("") : KB_STR("\n"));
	}
}

/* Whether a row begins with the time of now, " 10:04 ", or with one of the last minutes. */
static bool
is_clock(const char *row)
{
	for (time_t i = 0; i < 10; i++) {
		time_t then = time(NULL) - i * 60;
		struct tm tm;
		char clock[8];
		assert_non_null(localtime_r(&then, &tm));
		assert_int_equal(strftime(clock, sizeof(clock), " %H:%M ", &tm), 7);
		if (strncmp(row, clock, 7) == 0) {
			return true;
		}
	}
	return false;
}

/*
 * Times differ from run to run: "  0.9 ms" is shown as "  #.# ms", and the
 * time of now at the left edge as " ##:## ".
 */
static void
hide_times(struct kb_buf *out)
{
	for (size_t i = 5; i + 3 <= out->n; i++) {
		char *p = out->p + i;
		if (strncmp(p, " ms", 3) == 0 && p[-2] == '.' && p[-1] >= '0' && p[-1] <= '9') {
			memcpy(p - 5, "  #.#", 5);
		}
		if (p[-1] == '\n' && i + 7 <= out->n && p[3] == ':' && is_clock(p)) {
			memcpy(p, " ##:## ", 7);
		}
	}
}

/* The letters of the roles in a row, each once, in their order. */
static void
row_roles(const struct kb_grid *g, int y, char *out, size_t size)
{
	size_t n = 0;
	for (int x = 0; x < g->cols; x++) {
		char c = letter(kb_grid_at(g, y, x));
		if (c != ' ' && c != '.' && n + 1 < size && !memchr(out, c, n)) {
			out[n++] = c;
		}
	}
	out[n] = '\0';
}

/* The rows that differ from those shown before; of rows cleared one after another the first only. */
static void
take_changed(struct run *r, const struct kb_grid *g, kb_str screen)
{
	struct kb_buf shown = { 0 };
	kb_str old = kb_buf_str(&r->shown);
	kb_str text;
	kb_str before;
	bool cleared = false;
	for (int y = 0; y < g->rows && kb_str_split(&screen, '\n', &text); y++) {
		char roles[KB_ROLE_COUNT + 1];
		size_t from = shown.n;
		row_roles(g, y, roles, sizeof(roles));
		kb_buf_printf(&shown, "%2d %-4s:%.*s", y, roles, KB_ARG(text));
		kb_str row = kb_str_sub(kb_buf_str(&shown), from, shown.n);
		bool known = kb_str_split(&old, '\n', &before);
		bool same = known ? kb_str_eq(row, before) : !text.n;
		if (!same && !(cleared && !text.n)) {
			kb_buf_add(&r->out, row);
			kb_buf_byte(&r->out, '\n');
		}
		cleared = !text.n && (cleared || !same);
		kb_buf_byte(&shown, '\n');
	}
	kb_buf_release(&r->shown);
	r->shown = shown;
}

/* One screen: a frame, the rows, and where the cursor is if it is shown. */
static void
take_screen(void *user, const struct kb_grid *g)
{
	struct run *r = user;
	kb_buf_printf(&r->out, "---- %dx%d", g->rows, g->cols);
	if (g->cursor_y >= 0) {
		kb_buf_printf(&r->out, " cursor %d,%d", g->cursor_y, g->cursor_x);
	}
	kb_buf_byte(&r->out, '\n');
	struct kb_buf rows = { 0 };
	kb_grid_dump(g, &rows);
	hide_times(&rows);
	if (r->each) {
		take_changed(r, g, kb_buf_str(&rows));
	} else {
		kb_buf_add(&r->out, kb_buf_str(&rows));
	}
	kb_buf_release(&rows);
	if (r->roles) {
		kb_buf_add(&r->out, KB_STR("---- roles\n"));
		take_roles(&r->out, g);
	}
}

/* The error, with the name of the scratch folder left out. */
static void
take_error(struct run *r)
{
	kb_str rest = kb_buf_str(&r->ctx.message);
	size_t at = kb_str_find(rest, kb_str_of(r->dir));
	kb_buf_printf(&r->out, "---- error %d: ", (int)r->ctx.err);
	if (at != SIZE_MAX) {
		kb_buf_add(&r->out, kb_str_sub(rest, 0, at));
		kb_buf_add(&r->out, KB_STR("DIR"));
		rest = kb_str_sub(rest, at + strlen(r->dir), rest.n);
	}
	kb_buf_add(&r->out, rest);
	kb_buf_byte(&r->out, '\n');
}

static void
visit(struct run *r)
{
	struct kb_store *store = NULL;
	struct kb_state *state = NULL;
	struct kb_app *app = NULL;
	struct kb_term *term = NULL;
	struct kb_buf why = { 0 };
	if (kb_store_open(&r->ctx, r->archive, KB_STORE_READ, &store)) {
		take_error(r);
		return;
	}
	check(r, kb_state_open(&r->ctx, r->state[0] ? r->state : NULL, &state, &why));
	enum kb_err err = kb_app_open(&r->ctx, store, state, &r->options,
	                              r->where[0] ? r->where : NULL, &app);
	if (err) {
		take_error(r);
	} else {
		check(r, kb_term_headless(&r->ctx, r->rows, r->cols, kb_buf_str(&r->script),
		                          &r->screens, &term));
		kb_term_headless_watch(term, take_screen, r);
		if (r->welcome) {
			kb_app_welcome(app);
			r->welcome = false;
		}
		check(r, kb_app_run(app, term));
		term->ops->close(term);
	}
	kb_app_close(app);
	kb_state_close(state);
	kb_store_close(store);
	kb_buf_release(&why);
}

static void
end_visit(struct run *r)
{
	if (r->visiting) {
		visit(r);
		kb_buf_clear(&r->script);
		kb_buf_clear(&r->screens);
		r->visiting = false;
	}
}

/* --- scripts ---------------------------------------------------------------------- */

static const char *
after(const char *line, const char *word)
{
	size_t n = strlen(word);
	if (strncmp(line, word, n) != 0 || (line[n] && line[n] != ' ')) {
		return NULL;
	}
	return line[n] ? line + n + 1 : line + n;
}

static void
take_line(struct run *r, const char *line)
{
	const char *rest;
	if (line[0] == '#' || !line[0]) {
		return;
	}
	if ((rest = after(line, "size"))) {
		end_visit(r);
		assert_int_equal(sscanf(rest, "%dx%d", &r->rows, &r->cols), 2);
	} else if ((rest = after(line, "lang"))) {
		end_visit(r);
		assert_int_equal(setenv("LANGUAGE", strcmp(rest, "zh") ? "en" : "zh_CN", 1), 0);
		assert_non_null(setlocale(LC_MESSAGES, "C.UTF-8"));
		textdomain("kanbao"); /* gettext forgets what it has found */
	} else if ((rest = after(line, "option"))) {
		end_visit(r);
		check(r, kb_option_set(&r->options, &r->ctx, kb_str_of(rest)));
	} else if ((rest = after(line, "archive"))) {
		end_visit(r);
		fill_archive(r, rest);
	} else if ((rest = after(line, "doubt"))) {
		(void)snprintf(r->doubt, sizeof(r->doubt), "%s", rest);
	} else if (after(line, "closed")) {
		end_visit(r);
		assert_int_equal(chmod(r->archive, 0444), 0);
	} else if (after(line, "roles")) {
		end_visit(r);
		r->roles = true;
	} else if (after(line, "welcome")) {
		end_visit(r);
		r->welcome = true;
	} else if ((rest = after(line, "state"))) {
		end_visit(r);
		r->state[0] = '\0'; /* "state none" */
	} else if ((rest = after(line, "visit"))) {
		end_visit(r);
		r->visiting = true;
		(void)snprintf(r->where, sizeof(r->where), "%s", rest);
	} else {
		kb_buf_printf(&r->script, "%s ", line);
	}
}

static void run_lines(struct run *r, kb_str rest);

/* What stands behind "each", for every size in both languages. */
static void
run_each(struct run *r, kb_str sizes, kb_str script)
{
	static const char *const languages[] = { "lang zh", "lang en" };
	end_visit(r);
	r->each = true;
	for (size_t i = 0; i < 2; i++) {
		kb_str rest = sizes;
		kb_str size;
		while (kb_str_split(&rest, ' ', &size)) {
			char line[32];
			(void)snprintf(line, sizeof(line), "size %.*s", KB_ARG(size));
			take_line(r, languages[i]);
			take_line(r, line);
			kb_buf_printf(&r->out, "==== %s, %s\n", languages[i] + 5, line + 5);
			kb_buf_clear(&r->shown);
			run_lines(r, script);
			end_visit(r);
			(void)unlink(r->state);
		}
	}
}

static void
run_lines(struct run *r, kb_str rest)
{
	kb_str line;
	while (kb_str_split(&rest, '\n', &line)) {
		char copy[512];
		(void)snprintf(copy, sizeof(copy), "%.*s", KB_ARG(line));
		if (after(copy, "each")) {
			run_each(r, kb_str_sub(line, strlen("each "), line.n), rest);
			return;
		}
		take_line(r, copy);
	}
}

static void
run_script(const char *name, struct kb_buf *out)
{
	struct run r = { .rows = 24, .cols = 80 };
	struct kb_buf text = { 0 };
	char path[512];
	const char *tmp = getenv("TMPDIR");
	(void)snprintf(r.dir, sizeof(r.dir), "%s/kanbao-screen-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(r.dir));
	(void)snprintf(r.archive, sizeof(r.archive), "%s/archive.db", r.dir);
	(void)snprintf(r.state, sizeof(r.state), "%s/state.db", r.dir);
	kb_options_init(&r.options);
	take_line(&r, "lang zh");
	(void)snprintf(path, sizeof(path), FOLDER "/%s", name);
	read_file(path, &text);
	run_lines(&r, kb_buf_str(&text));
	end_visit(&r);
	kb_buf_add(out, kb_buf_str(&r.out));
	kb_buf_release(&r.out);
	kb_buf_release(&r.script);
	kb_buf_release(&r.shown);
	kb_buf_release(&r.screens);
	kb_buf_release(&text);
	kb_ctx_release(&r.ctx);
	(void)unlink(r.archive);
	(void)snprintf(path, sizeof(path), "%s/state.db", r.dir);
	(void)unlink(path);
	(void)snprintf(path, sizeof(path), "%s/archive.db.lock", r.dir);
	(void)unlink(path);
	(void)rmdir(r.dir);
}

/* Name of the expected screens, in a folder. */
static void
screen_path(char *out, size_t size, const char *folder, const char *keys)
{
	(void)snprintf(out, size, "%s/%.*s.screen", folder, (int)(strlen(keys) - strlen(".keys")),
	               keys);
}

/* The first line that differs, for the message. */
static void
report(const char *name, kb_str expected, kb_str shown)
{
	kb_str want;
	kb_str got;
	int line = 0;
	while (true) {
		bool more = kb_str_split(&expected, '\n', &want);
		bool have = kb_str_split(&shown, '\n', &got);
		line++;
		if (!more || !have || !kb_str_eq(want, got)) {
			fail_msg("%s: line %d\n  expected %.*s\n  shown    %.*s", name, line,
			         KB_ARG(want), KB_ARG(got));
		}
	}
}

static void
script_shows(void **state)
{
	const char *name = *state;
	const char *folder = getenv("KB_SCREEN_OUT");
	char path[512];
	struct kb_buf shown = { 0 };
	struct kb_buf expected = { 0 };
	run_script(name, &shown);
	screen_path(path, sizeof(path), folder ? folder : FOLDER, name);
	if (folder) {
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		assert_int_equal(fwrite(shown.p, 1, shown.n, f), shown.n);
		assert_int_equal(fclose(f), 0);
	} else {
		read_file(path, &expected);
		if (!kb_str_eq(kb_buf_str(&expected), kb_buf_str(&shown))) {
			report(name, kb_buf_str(&expected), kb_buf_str(&shown));
		}
	}
	kb_buf_release(&shown);
	kb_buf_release(&expected);
}

int
main(void)
{
	char **names = NULL;
	char locale[512];
	const char *build = getenv("KB_BUILD");
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	(void)snprintf(locale, sizeof(locale), "%s/locale", build ? build : "build/release");
	bindtextdomain("kanbao", locale);
	bind_textdomain_codeset("kanbao", "UTF-8");
	textdomain("kanbao");
	size_t n = names_in(FOLDER, ".keys", &names);
	struct CMUnitTest *tests = kb_calloc(n ? n : 1, sizeof(*tests));
	for (size_t i = 0; i < n; i++) {
		tests[i] = (struct CMUnitTest){ .name = names[i],
			                        .test_func = script_shows,
			                        .initial_state = names[i] };
	}
	int failed = _cmocka_run_group_tests("screens", tests, n, NULL, NULL);
	free(tests);
	free_names(names, n);
	return failed;
}
