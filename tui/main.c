/* argv → subcommand or reader; the only exit() and setlocale(). */
#include <errno.h>
#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kanbao/cmd.h"
#include "kanbao/config.h"
#include "kanbao/i18n.h"
#include "kanbao/reader.h"
#include "kanbao/store.h"
#include "kanbao/term.h"
#include "kanbao/text.h"

/* Names of a UTF-8 locale that a server may have. */
static const char *const utf8_locales[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8", "zh_CN.UTF-8",
	                                    NULL };

static void
set_locale(int category)
{
	for (size_t i = 0; utf8_locales[i] && !setlocale(category, utf8_locales[i]); i++) {
		/* the next one */
	}
}

/* The language that the environment names, installed or not; "" for no choice. */
static const char *
env_language(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = getenv(names[i]);
		if (value && *value) {
			bool none = strcmp(value, "C") == 0 || strcmp(value, "POSIX") == 0 ||
			            strncmp(value, "C.", 2) == 0;
			return none ? "" : value;
		}
	}
	return "";
}

static bool
archive_is_chinese(const struct kb_cli *cli)
{
	struct kb_ctx ctx = { 0 };
	struct kb_store *store = NULL;
	struct kb_store_counts counts = { 0 };
	if (cli->archive && kb_store_open(&ctx, cli->archive, KB_STORE_READ, &store) == KB_OK) {
		(void)kb_store_counts(store, &ctx, &counts);
	}
	kb_store_close(store);
	kb_ctx_release(&ctx);
	return counts.han;
}

/* --lang, option, environment, archive (design §10). */
static bool
want_chinese(const struct kb_cli *cli)
{
	kb_str set = kb_option_word(&cli->options, KB_OPT_LANGUAGE);
	const char *env = env_language();
	if (!kb_str_eq(set, KB_STR("auto"))) {
		return kb_str_eq(set, KB_STR("zh"));
	}
	return *env ? strncmp(env, "zh", 2) == 0 : archive_is_chinese(cli);
}

/* The folder of the translations: beside the program as built, or as installed with any prefix. */
static bool
text_folder(char *dir, size_t size)
{
	static const char *const from_program[] = { "/locale", "/../share/locale" };
	ssize_t n = readlink("/proc/self/exe", dir, size - sizeof("/../share/locale"));
	if (n <= 0) {
		return false;
	}
	dir[n] = '\0';
	char *slash = strrchr(dir, '/');
	for (size_t i = 0; slash && i < sizeof(from_program) / sizeof(from_program[0]); i++) {
		struct stat st;
		memcpy(slash, from_program[i], strlen(from_program[i]) + 1);
		if (stat(dir, &st) == 0 && S_ISDIR(st.st_mode)) {
			return true;
		}
	}
	return false;
}

static void
bind_texts(void)
{
	char dir[4096];
	bindtextdomain("kanbao", text_folder(dir, sizeof(dir)) ? dir : KB_LOCALEDIR);
	bind_textdomain_codeset("kanbao", "UTF-8");
	textdomain("kanbao");
}

static void
set_language(const struct kb_cli *cli)
{
	/* gettext translates nothing in the C locale, so one is set by name */
	set_locale(LC_MESSAGES);
	setenv("LANGUAGE", want_chinese(cli) ? "zh_CN" : "en", 1);
	bind_texts();
}

static bool
is_archive(const char *word)
{
	struct stat st;
	return strchr(word, '/') && stat(word, &st) == 0;
}

static enum kb_err
dispatch(struct kb_cli *cli, int argc, char **argv)
{
	if (cli->version) {
		fprintf(cli->out, "kanbao %s\n", KB_VERSION);
		return KB_OK;
	}
	if (cli->help) {
		kb_cmd_overview(cli);
		return KB_OK;
	}
	const struct kb_cmd *cmd = argc ? kb_cmd_find(argv[0]) : NULL;
	if (cmd) {
		return kb_cmd_run(cli, cmd, argc, argv);
	}
	if (argc > 1) {
		return kb_fail(&cli->ctx, KB_E_USAGE,
		               _("no command is called '%s'; 'kanbao help' shows those there are"),
		               argv[0]);
	}
	return kb_reader_run(cli, argc ? argv[0] : NULL);
}

/* One line, sanitised; a message already printed is empty. */
static void
complain(struct kb_cli *cli)
{
	struct kb_buf line = { 0 };
	kb_text_oneline(kb_buf_str(&cli->ctx.message), &line);
	if (line.n) {
		fprintf(cli->err, "kanbao: %s\n", line.p);
	}
	kb_buf_release(&line);
}

/* What the command line says comes after it. */
static enum kb_err
read_config(struct kb_cli *cli)
{
	struct kb_buf path = { 0 };
	enum kb_err err = KB_OK;
	if (kb_config_path(&path)) {
		err = kb_config_read(&cli->ctx, path.p, &cli->options, &cli->keymap);
	}
	kb_buf_release(&path);
	return err;
}

static enum kb_err
run(struct kb_cli *cli, int argc, char **argv)
{
	struct kb_buf path = { 0 };
	int used = 1;
	/* for what is wrong with the options themselves */
	set_language(cli);
	enum kb_err err = read_config(cli);
	err = err ? err : kb_cli_read(cli, argc, argv, &path, &used);
	if (!err && argc - used == 1 && !kb_cmd_find(argv[used]) && is_archive(argv[used])) {
		cli->archive = argv[used++];
		cli->own_archive = false;
	}
	set_language(cli);
	if (!err) {
		err = dispatch(cli, argc - used, argv + used);
	}
	/* what could not be written out is an error too */
	if ((fflush(cli->out) != 0 || ferror(cli->out)) && !err) {
		err = kb_fail(&cli->ctx, KB_E_IO, _("cannot write the results: %s"),
		              strerror(errno));
	}
	kb_buf_release(&path);
	return err;
}

int
main(int argc, char **argv)
{
	struct kb_cli cli = { .out = stdout, .err = stderr };
	if (!setlocale(LC_CTYPE, "") || kb_term_codeset(nl_langinfo(CODESET)) == KB_CODESET_OTHER) {
		set_locale(LC_CTYPE);
	}
	/* a write past a file size limit is an error to report, not an end */
	signal(SIGXFSZ, SIG_IGN);
	kb_options_init(&cli.options);
	kb_keymap_init(&cli.keymap);
	enum kb_err err = run(&cli, argc, argv);
	if (err) {
		complain(&cli);
	}
	kb_keymap_release(&cli.keymap);
	kb_ctx_release(&cli.ctx);
	exit(kb_err_status(err));
}
