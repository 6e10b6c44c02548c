/* argv → subcommand or reader; the only exit() and setlocale(). */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kanbao/cmd.h"
#include "kanbao/config.h"
#include "kanbao/i18n.h"
#include "kanbao/kiosk.h"
#include "kanbao/reader.h"
#include "kanbao/sandbox.h"
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

/* Help is there for those too whose options file has a mistake. */
static bool
wants_help(const struct kb_cli *cli, int argc, char **argv)
{
	bool help = cli->help || cli->version;
	for (int i = 0; i < argc && !help; i++) {
		help = strcmp(argv[i], "--help") == 0 || strcmp(argv[0], "help") == 0;
	}
	return help;
}

/* What the command line says comes after it. */
static enum kb_err
read_config(struct kb_cli *cli, struct kb_ctx *ctx)
{
	struct kb_buf path = { 0 };
	enum kb_err err = KB_OK;
	if (kb_config_path(&path)) {
		err = kb_config_read(ctx, path.p, &cli->options, &cli->keymap);
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
	kb_cli_language(cli);
	struct kb_ctx config = { 0 };
	(void)read_config(cli, &config);
	enum kb_err err = kb_cli_read(cli, argc, argv, &path, &used);
	if (!err && config.err && !wants_help(cli, argc - used, argv + used)) {
		err = kb_fail(&cli->ctx, config.err, "%s", config.message.p);
	}
	kb_ctx_release(&config);
	if (!err && argc - used == 1 && !kb_cmd_find(argv[used]) && is_archive(argv[used])) {
		cli->archive = argv[used++];
		cli->own_archive = false;
	}
	kb_cli_language(cli);
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

/* The locale by name: nothing that a visitor's environment says is looked at. */
static enum kb_err
run_kiosk(struct kb_cli *cli)
{
	struct kb_kiosk kiosk = { 0 };
	struct kb_ctx quiet = { 0 };
	const char *goodbye = NULL;
	bool terminal = kb_kiosk_enter(&kiosk);
	enum kb_err err =
		kb_kiosk_config(terminal ? &cli->ctx : &quiet, KB_SYSCONFDIR "/kanbao/kiosk.conf",
	                        &kiosk, &cli->options, &cli->keymap);
	cli->archive = kiosk.text[KB_KIOSK_ARCHIVE].p;
	set_locale(LC_MESSAGES);
	set_locale(LC_CTYPE);
	kb_cli_language(cli);
	kiosk.speak = kb_cli_speak;
	kiosk.speaker = cli;
	kb_ctx_release(&quiet);
	if (!terminal) {
		err = kb_fail(&cli->ctx, KB_E_TERM,
		              _("this is a newspaper to read in a terminal, and nothing else: "
		                "ssh -t"));
	}
	err = kb_kiosk_run(&cli->ctx, &kiosk, &cli->options, &cli->keymap, err, &goodbye);
	if (goodbye) {
		fprintf(cli->out, "%s\n", _(goodbye));
	}
	kb_kiosk_release(&kiosk);
	return err;
}

/* All others choose their own locale and their own archive. */
static enum kb_err
run_own(struct kb_cli *cli, int argc, char **argv)
{
	if (!setlocale(LC_CTYPE, "") || kb_term_codeset(nl_langinfo(CODESET)) == KB_CODESET_OTHER) {
		set_locale(LC_CTYPE);
	}
	/* gettext translates nothing in the C locale, so one is set by name */
	set_locale(LC_MESSAGES);
	cli->out = kb_recoded(stdout);
	cli->err = kb_recoded(stderr);
	/* a write past a file size limit is an error to report, not an end */
	signal(SIGXFSZ, SIG_IGN);
	return run(cli, argc, argv);
}

int
main(int argc, char **argv)
{
	struct kb_cli cli = { .out = stdout,
		              .err = stderr,
		              .term_type = kb_term_type,
		              .term_colours = kb_term_colours };
	kb_options_init(&cli.options);
	kb_keymap_init(&cli.keymap);
	bool kiosk = kb_kiosk_called(argc > 0 ? argv[0] : NULL);
	enum kb_err err = kiosk ? run_kiosk(&cli) : run_own(&cli, argc, argv);
	if (err) {
		complain(&cli);
	}
	kb_keymap_release(&cli.keymap);
	kb_ctx_release(&cli.ctx);
	kb_recoded_close(cli.out, stdout);
	kb_recoded_close(cli.err, stderr);
	if (KB_SANITISED && kiosk) {
		(void)fflush(NULL);
		_exit(kb_err_status(
			err)); /* looking for leaks takes a process, which the locks refuse */
	}
	exit(kb_err_status(err));
}
