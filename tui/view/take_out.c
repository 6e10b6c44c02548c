/* Taking text away by files and commands: both only as the reader types their names. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app_int.h"
#include "kanbao/io.h"

/* What is to be taken, while the prompt is open too: the selection ends. */
static enum kb_err
gather(struct kb_app *app)
{
	kb_buf_clear(&app->take.text);
	enum kb_err err = take_text(app, &app->take.text);
	kb_buf_byte(&app->take.text, '\n');
	return err;
}

/* --- files ---------------------------------------------------------------------------- */

/* Writes the file; flags say what may be there already. */
static enum kb_err
save(struct kb_app *app, int flags)
{
	const char *path = app->take.path.p;
	app->take.exists = false;
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | flags, 0666);
	if (fd < 0) {
		int why = errno;
		app->take.exists = why == EEXIST;
		return kb_fail(app->ctx, KB_E_CREATE, _("cannot make '%s': %s"), path,
		               strerror(why));
	}
	bool written = kb_io_write(fd, kb_buf_str(&app->take.text));
	int why = errno;
	if (close(fd) != 0 || !written) {
		return kb_fail(app->ctx, KB_E_IO, _("cannot write '%s': %s"), path,
		               strerror(written ? errno : why));
	}
	struct kb_buf text = { 0 };
	kb_buf_printf(&text, _("saved as '%s'"), path);
	kb_app_say(app, text.p);
	kb_buf_release(&text);
	return KB_OK;
}

static enum kb_err
overwrite(struct kb_app *app)
{
	struct stat st;
	if (stat(app->take.path.p, &st) == 0 && !S_ISREG(st.st_mode)) {
		return kb_fail(app->ctx, KB_E_CREATE, _("'%s' is no plain file"), app->take.path.p);
	}
	return save(app, O_TRUNC);
}

/* ~/ is the reader's own folder, as everywhere. */
static void
expand(kb_str typed, struct kb_buf *out)
{
	const char *home = getenv("HOME");
	kb_buf_clear(out);
	if (home && kb_str_starts(typed, KB_STR("~/"))) {
		kb_buf_add(out, kb_str_of(home));
		typed = kb_str_sub(typed, 1, typed.n);
	}
	kb_buf_add(out, typed);
}

static void
answer_save(struct kb_app *app)
{
	kb_str typed = kb_str_trim(kb_buf_str(&app->take.file.text));
	app->asking = false;
	if (!typed.n) {
		return;
	}
	kb_prompt_remember(&app->take.file);
	expand(typed, &app->take.path);
	enum kb_err err = save(app, O_EXCL);
	if (err && app->take.exists) {
		struct kb_buf text = { 0 };
		kb_buf_printf(&text, _("'%s' is there already; replace it? y replaces"),
		              app->take.path.p);
		app_confirm(app, text.p, overwrite);
		kb_buf_release(&text);
		return;
	}
	app_tell(app, err);
	(void)take_end(app);
}

/* The reference as a name: 今日柯城-2022-04-13-1-2.txt. */
static enum kb_err
propose(struct kb_app *app, struct kb_buf *out)
{
	kb_article_id id = app_target(app);
	struct kb_buf ref = { 0 };
	enum kb_err err = kb_store_article_ref(app->model.store, app->ctx, id, &ref);
	kb_text_oneline(kb_buf_str(&ref), out);
	for (size_t i = 0; i < out->n; i++) {
		if (out->p[i] == '/') {
			out->p[i] = '-';
		}
	}
	kb_buf_add(out, KB_STR(".txt"));
	kb_buf_release(&ref);
	return err;
}

enum kb_err
act_save(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	struct kb_buf name = { 0 };
	enum kb_err err = gather(app);
	err = err ? err : propose(app, &name);
	if (!err) {
		app_ask(app, &app->take.file, _("Save as"), kb_buf_str(&name),
		        _("^U: another name; Esc saves nothing"), answer_save);
	}
	kb_buf_release(&name);
	return err;
}

/* --- commands ------------------------------------------------------------------------- */

static void
set_handler(int sig, void (*handler)(int), struct sigaction *old)
{
	struct sigaction act = { 0 };
	act.sa_handler = handler;
	sigemptyset(&act.sa_mask);
	sigaction(sig, &act, old);
}

/* Starts the shell with `in` as its input; false where there is none. */
static bool
start(const char *command, int in, pid_t *pid)
{
	static const int taken[] = { SIGINT,  SIGQUIT,  SIGPIPE, SIGTSTP, SIGHUP,
		                     SIGTERM, SIGWINCH, SIGCONT, SIGXFSZ };
	char shell[] = "sh";
	char flag[] = "-c";
	struct kb_buf words = { 0 };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t defaults;
	sigemptyset(&defaults);
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		sigaddset(&defaults, taken[i]);
	}
	kb_buf_add(&words, kb_str_of(command));
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigdefault(&attr, &defaults);
	int err = posix_spawn(pid, "/bin/sh", &files, &attr,
	                      (char *[]){ shell, flag, words.p, NULL }, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	kb_buf_release(&words);
	errno = err;
	return err == 0;
}

/* Runs it with the text as its input; its exit status, −1 where it did not start. */
static int
run(const char *command, kb_str text)
{
	struct sigaction old[3];
	static const int kept[] = { SIGINT, SIGQUIT, SIGPIPE };
	int ends[2];
	int status = 0;
	pid_t pid;
	if (pipe2(ends, O_CLOEXEC) != 0) {
		return -1;
	}
	for (size_t i = 0; i < 3; i++) {
		set_handler(kept[i], SIG_IGN, &old[i]); /* ^C is for the command */
	}
	bool started = start(command, ends[0], &pid);
	close(ends[0]);
	if (started) {
		/* a command that stops reading is no error */
		(void)kb_io_write(ends[1], text);
	}
	close(ends[1]);
	while (started && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
	}
	for (size_t i = 0; i < 3; i++) {
		sigaction(kept[i], &old[i], NULL);
	}
	return !started ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* What the command has printed stays until a line is entered. */
static void
pause_here(void)
{
	char c;
	printf("\n%s", _("[Enter goes back to kanbao]"));
	(void)fflush(stdout);
	while (read(STDIN_FILENO, &c, 1) == 1 && c != '\n') {
	}
}

static void
answer_pipe(struct kb_app *app)
{
	struct kb_buf text = { 0 };
	kb_str command = kb_str_trim(kb_buf_str(&app->take.command.text));
	app->asking = false;
	if (!command.n) {
		return;
	}
	kb_prompt_remember(&app->take.command);
	(void)kb_model_save(&app->model, app->ctx);
	app->term->ops->lend(app->term);
	int status = run(app->take.command.text.p, kb_buf_str(&app->take.text));
	pause_here();
	app->term->ops->retake(app->term);
	app_refit(app);
	kb_buf_printf(&text,
	              status < 0 ? _("the command could not be started (%d)")
	                         : _("the command ended with status %d"),
	              status);
	kb_app_say(app, text.p);
	(void)take_end(app);
	kb_buf_release(&text);
}

enum kb_err
act_pipe(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	enum kb_err err = gather(app);
	if (!err) {
		app_ask(app, &app->take.command, _("Pipe to"), KB_STR(""),
		        _("a command, as for sh; it gets the text as its input"), answer_pipe);
	}
	return err;
}
