/* The reader and its twin. */
#include "reader.h"

#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kanbao/mem.h"
#include "kanbao/option.h"
#include "kanbao/state.h"
#include "kanbao/store.h"
#include "kanbao/view.h"

static const char *
program(void)
{
	return getenv("KANBAO");
}

bool
reader_setup(struct reader_place *place)
{
	const char *tmp = getenv("TMPDIR");
	*place = (struct reader_place){ 0 };
	if (!program() || access(program(), X_OK) != 0 || access("assets/issues", R_OK) != 0) {
		print_message(
			"no program: run from the top of the source with KANBAO=build/kanbao\n");
		return false;
	}
	snprintf(place->folder, sizeof(place->folder), "%s/kanbao-pty-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->archive, sizeof(place->archive), "%s/archive.db", place->folder);
	assert_int_equal(reader_command(place, "/dev/null", "import.out", "-a", place->archive,
	                                "import", "assets/issues", NULL),
	                 0);
	return true;
}

static void
run_rm(const char *folder)
{
	pid_t pid = fork();
	if (pid == 0) {
		execlp("rm", "rm", "-rf", "--", folder, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
}

void
reader_teardown(struct reader_place *place)
{
	printf("# %d runs of a program on a terminal\n", pty_started());
	if (place->folder[0]) {
		run_rm(place->folder);
	}
}

int
reader_command(const struct reader_place *place, const char *input, const char *output, ...)
{
	char path[600];
	char *argv[32] = { strdup(program()) };
	size_t n = 1;
	va_list ap;
	va_start(ap, output);
	for (const char *arg; n < 31 && (arg = va_arg(ap, const char *));) {
		argv[n++] = strdup(arg);
	}
	va_end(ap);
	snprintf(path, sizeof(path), "%s/%s", place->folder, output);
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		int in = open(input, O_RDONLY);
		int out = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		dup2(in, 0);
		dup2(out, 1);
		dup2(out, 2);
		execv(argv[0], argv);
		_exit(127);
	}
	for (size_t i = 0; i < n; i++) {
		free(argv[i]);
	}
	int status = 0;
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* A fresh folder for reader state, as an absolute path. */
static void
state_folder(struct reader_place *place, char *path, size_t size)
{
	snprintf(path, size, "%s/state%d", place->folder, place->states++);
	assert_int_equal(mkdir(path, 0700), 0);
}

static const char *
option_of(const struct reader *r)
{
	return r->option ? r->option : r->ambiguous == KB_AMBIGUOUS_2 ? "2" : "1";
}

void
reader_start(struct reader_place *place, struct pty *p, const struct reader *r)
{
	char folder[300];
	char state[340];
	char ambiguous[32];
	char language[32];
	char theme[32];
	const char *env[16] = { state, "XDG_DATA_HOME", "LANGUAGE", "LC_ALL", "LC_MESSAGES" };
	size_t n = 5;
	for (const char *const *e = r->env; e && *e && n < 13; e++) {
		env[n++] = *e;
	}
	state_folder(place, folder, sizeof(folder));
	snprintf(state, sizeof(state), "XDG_STATE_HOME=%s", folder);
	snprintf(ambiguous, sizeof(ambiguous), "ambiguous=%s", option_of(r));
	snprintf(language, sizeof(language), "language=%s", r->language ? r->language : "en");
	struct kb_options options;
	kb_options_init(&options);
	options.value[KB_OPT_THEME] = r->theme;
	snprintf(theme, sizeof(theme), "theme=%.*s",
	         KB_ARG(kb_option_word(&options, KB_OPT_THEME)));
	if (r->theme) {
		env[n++] = "COLORTERM";
		env[n++] = "NO_COLOR";
	}
	const char *argv[] = { program(),
		               "-a",
		               r->archive ? r->archive : place->archive,
		               "-o",
		               ambiguous,
		               "-o",
		               language,
		               "-o",
		               theme,
		               "-o",
		               r->welcome ? "welcome=yes" : "welcome=no",
		               "-o",
		               r->mouse ? "mouse=yes" : "mouse=no",
		               r->where,
		               NULL };
	struct pty_setup setup = {
		.rows = r->rows,
		.cols = r->cols,
		.ambiguous = r->ambiguous,
		.term = r->term,
		.argv = argv,
		.env = env,
		.theme = r->theme,
		.colours = r->theme ? KB_COLOURS_256 : KB_COLOURS_AUTO,
		.ncolours = 256,
		.sighup = r->sighup,
		.line = r->line,
		.apart = r->apart,
		.charset = r->charset,
	};
	pty_start(p, &setup);
	if (!r->unsettled) {
		pty_settle(p);
	}
}

static void
keep_screen(void *user, const struct kb_grid *g)
{
	struct reader_screens *s = user;
	s->v = kb_grow(s->v, s->n, &s->cap, sizeof(*s->v));
	struct kb_grid *copy = &s->v[s->n++];
	kb_grid_init(copy, g->rows, g->cols, g->ambiguous);
	memcpy(copy->cells, g->cells, (size_t)g->rows * (size_t)g->cols * sizeof(*g->cells));
	copy->cursor_y = g->cursor_y;
	copy->cursor_x = g->cursor_x;
}

void
reader_screens_release(struct reader_screens *s)
{
	for (size_t i = 0; i < s->n; i++) {
		kb_grid_release(&s->v[i]);
	}
	free(s->v);
	*s = (struct reader_screens){ 0 };
}

/* The language of this process, as the program's option sets it. */
static void
speak(const char *language)
{
	const char *build = getenv("KB_BUILD");
	char locale[512];
	bool zh = language && strcmp(language, "zh") == 0;
	snprintf(locale, sizeof(locale), "%s/locale", build ? build : "build/release");
	bindtextdomain("kanbao", locale);
	bind_textdomain_codeset("kanbao", "UTF-8");
	assert_int_equal(setenv("LANGUAGE", zh ? "zh_CN" : "en", 1), 0);
	assert_non_null(setlocale(LC_MESSAGES, "C.UTF-8"));
	textdomain("kanbao"); /* gettext forgets what it has found */
}

void
reader_twin(struct reader_place *place, const struct reader *r, const char *const *steps,
            struct reader_screens *out)
{
	char path[340];
	struct kb_ctx ctx = { 0 };
	struct kb_options options;
	struct kb_store *store = NULL;
	struct kb_state *state = NULL;
	struct kb_app *app = NULL;
	struct kb_term *term = NULL;
	struct kb_buf script = { 0 };
	struct kb_buf text = { 0 };
	speak(r->language);
	kb_options_init(&options);
	char ambiguous[32];
	snprintf(ambiguous, sizeof(ambiguous), "ambiguous=%s", option_of(r));
	assert_int_equal(kb_option_set(&options, &ctx, kb_str_of(ambiguous)), KB_OK);
	kb_buf_add(&script, KB_STR("<Screen>"));
	for (size_t i = 0; steps[i]; i++) {
		kb_buf_printf(&script, " %s %s", steps[i], steps[i + 1] ? "<Screen>" : "");
	}
	state_folder(place, path, sizeof(path) - 10);
	strcat(path, "/state.db");
	assert_int_equal(kb_store_open(&ctx, r->archive ? r->archive : place->archive,
	                               KB_STORE_READ, &store),
	                 KB_OK);
	assert_int_equal(kb_state_open(&ctx, path, &state, &text), KB_OK);
	assert_int_equal(kb_app_open(&ctx, store, state, &options, r->where, &app), KB_OK);
	if (kb_term_headless(&ctx, r->rows, r->cols, kb_buf_str(&script), &text, &term) != KB_OK) {
		fail_msg("%s", ctx.message.p);
	}
	kb_term_headless_watch(term, keep_screen, out);
	assert_int_equal(kb_app_run(app, term), KB_OK);
	kb_app_close(app);
	term->ops->close(term);
	kb_state_close(state);
	kb_store_close(store);
	kb_buf_release(&script);
	kb_buf_release(&text);
	kb_ctx_release(&ctx);
}

/* Keys at a stroke; where Esc is one of them, each by itself. */
static void
do_step(struct pty *p, const char *keys)
{
	if (strstr(keys, "<Esc>")) {
		pty_keys(p, keys);
	} else {
		pty_type(p, keys);
		pty_settle(p);
	}
}

void
reader_compare(struct reader_place *place, const struct reader *r, const char *const *steps)
{
	struct pty p;
	struct reader_screens want = { 0 };
	size_t n = 0;
	reader_twin(place, r, steps, &want);
	reader_start(place, &p, r);
	pty_compare(&p, &want.v[0], "at the start");
	for (; steps[n]; n++) {
		int rows;
		int cols;
		if (sscanf(steps[n], "<Resize:%dx%d>", &rows, &cols) == 2) {
			pty_resize(&p, rows, cols);
		} else {
			do_step(&p, steps[n]);
		}
		char what[100];
		snprintf(what, sizeof(what), "step %zu, '%s'", n, steps[n]);
		assert_true(n + 1 < want.n);
		pty_compare(&p, &want.v[n + 1], what);
	}
	assert_false(p.gone);
	pty_type(&p, "Q");
	assert_true(pty_gone(&p, 10000));
	assert_int_equal(pty_status(&p), 0);
	pty_end(&p);
	reader_screens_release(&want);
}
