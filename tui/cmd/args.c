/* Words of the command line. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/text.h"

enum kb_err
kb_usage(struct kb_cli *cli, const char *cmd, const char *what)
{
	return kb_fail(&cli->ctx, KB_E_USAGE, _("%s; 'kanbao %s --help' shows how it is used"),
	               what, cmd);
}

enum kb_err
kb_arg_value(struct kb_cli *cli, int argc, char **argv, int *i, const char **value)
{
	const char *equals = strchr(argv[*i], '=');
	if (equals) {
		*value = equals + 1;
		return KB_OK;
	}
	if (*i + 1 >= argc) {
		return kb_fail(&cli->ctx, KB_E_USAGE, _("option '%s' needs a value"), argv[*i]);
	}
	*value = argv[++*i];
	return KB_OK;
}

/* "--name" or "--name=value". */
static bool
named(const char *arg, const char *name)
{
	size_t n = strlen(name);
	return strncmp(arg, name, n) == 0 && (arg[n] == '\0' || arg[n] == '=');
}

/* -a FILE, -aFILE, --archive FILE, -o NAME=VALUE, -oNAME=VALUE. */
static enum kb_err
common_option(struct kb_cli *cli, int argc, char **argv, int *i, bool *known)
{
	const char *value = "";
	const char *arg = argv[*i];
	bool archive = strncmp(arg, "-a", 2) == 0 || named(arg, "--archive");
	*known = archive || strncmp(arg, "-o", 2) == 0;
	if (!*known) {
		return KB_OK;
	}
	enum kb_err err = KB_OK;
	if (arg[1] != '-' && arg[2]) {
		value = arg + 2;
	} else {
		err = kb_arg_value(cli, argc, argv, i, &value);
	}
	if (err) {
		return err;
	}
	if (!archive) {
		return kb_option_set(&cli->options, &cli->ctx, kb_str_of(value));
	}
	if (!*value) {
		return kb_fail(&cli->ctx, KB_E_USAGE, _("the name of the archive is empty"));
	}
	cli->archive = value;
	cli->own_archive = false;
	return KB_OK;
}

static const struct kb_flag *
find_flag(const struct kb_flag *flags, size_t n, const char *arg)
{
	for (size_t i = 0; i < n; i++) {
		if (named(arg, flags[i].name)) {
			return &flags[i];
		}
	}
	return NULL;
}

static enum kb_err
take_flag(struct kb_cli *cli, const struct kb_flag *flag, int argc, char **argv, int *i)
{
	if (flag->value) {
		return kb_arg_value(cli, argc, argv, i, flag->value);
	}
	if (strchr(argv[*i], '=')) {
		return kb_fail(&cli->ctx, KB_E_USAGE, _("option '%s' takes no value"), flag->name);
	}
	if (flag->seen) {
		*flag->seen = true;
	}
	return KB_OK;
}

enum kb_err
kb_args(struct kb_cli *cli, int *argc, char **argv, const struct kb_flag *flags, size_t nflags)
{
	int kept = 1;
	bool only_words = false;
	enum kb_err err = KB_OK;
	for (int i = 1; i < *argc && !err; i++) {
		bool known = false;
		const struct kb_flag *flag = find_flag(flags, nflags, argv[i]);
		if (only_words || argv[i][0] != '-' || !argv[i][1]) {
			argv[kept++] = argv[i];
		} else if (strcmp(argv[i], "--") == 0) {
			only_words = true;
		} else if (flag) {
			err = take_flag(cli, flag, *argc, argv, &i);
		} else {
			err = common_option(cli, *argc, argv, &i, &known);
			if (!err && !known) {
				err = kb_fail(&cli->ctx, KB_E_USAGE,
				              _("unknown option '%s'; 'kanbao %s --help' shows "
				                "those there are"),
				              argv[i], argv[0]);
			}
		}
	}
	*argc = kept;
	return err;
}

/* --- before the subcommand --------------------------------------------------------- */

/* -a, else the environment, else the XDG data directory (design §4). */
static void
choose_archive(struct kb_cli *cli, struct kb_buf *path)
{
	const char *named_by = getenv("KANBAO_ARCHIVE");
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");
	if (cli->archive) {
		return;
	}
	if (named_by && *named_by) {
		cli->archive = named_by;
		return;
	}
	if (data && data[0] == '/') {
		kb_buf_printf(path, "%s/kanbao/archive.db", data);
	} else if (home && home[0] == '/') {
		kb_buf_printf(path, "%s/.local/share/kanbao/archive.db", home);
	} else {
		return; /* never the folder one happens to be in */
	}
	cli->own_archive = true;
	cli->archive = path->p;
}

enum kb_err
kb_cli_read(struct kb_cli *cli, int argc, char **argv, struct kb_buf *path, int *used)
{
	const struct kb_flag flags[] = {
		{ "--lang", &cli->lang, NULL },
		{ "--help", NULL, &cli->help },
		{ "--version", NULL, &cli->version },
	};
	enum kb_err err = KB_OK;
	int i = 1;
	for (; i < argc && !err && argv[i][0] == '-' && argv[i][1]; i++) {
		bool known = false;
		const struct kb_flag *flag =
			find_flag(flags, sizeof(flags) / sizeof(*flags), argv[i]);
		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		if (flag) {
			err = take_flag(cli, flag, argc, argv, &i);
		} else {
			const char *arg = argv[i];
			err = common_option(cli, argc, argv, &i, &known);
			if (!err && !known) {
				err = kb_fail(&cli->ctx, KB_E_USAGE,
				              _("unknown option '%s'; 'kanbao --help' shows those "
				                "there are"),
				              arg);
			}
		}
	}
	if (!err && cli->lang) {
		struct kb_buf assignment = { 0 };
		kb_buf_printf(&assignment, "language=%s", cli->lang);
		err = kb_option_set(&cli->options, &cli->ctx, kb_buf_str(&assignment));
		kb_buf_release(&assignment);
	}
	choose_archive(cli, path);
	*used = i;
	return err;
}

/* --- printing ------------------------------------------------------------------------- */

void
kb_print_line(FILE *to, const char *fmt, ...)
{
	struct kb_buf raw = { 0 };
	struct kb_buf line = { 0 };
	va_list ap;
	va_start(ap, fmt);
	kb_buf_vprintf(&raw, fmt, ap);
	va_end(ap);
	kb_text_oneline(kb_buf_str(&raw), &line);
	kb_buf_byte(&line, '\n');
	(void)fwrite(line.p, 1, line.n, to); /* main() asks for the error */
	kb_buf_release(&raw);
	kb_buf_release(&line);
}

void
kb_print_text(FILE *to, kb_str text)
{
	struct kb_text_report report = { 0 };
	struct kb_buf clean = { 0 };
	kb_text_sanitise(text, &clean, &report);
	for (size_t i = 0; i < clean.n; i++) {
		clean.p[i] = clean.p[i] == '\t' ? ' ' : clean.p[i];
	}
	(void)fwrite(kb_buf_str(&clean).p, 1, clean.n, to);
	kb_buf_release(&clean);
}
