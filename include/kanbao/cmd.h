/* The subcommands: one file each in tui/cmd, one row each in cmd.def. */
#ifndef KANBAO_CMD_H
#define KANBAO_CMD_H

#include <stdio.h>

#include "kanbao/ctx.h"
#include "kanbao/keymap.h"
#include "kanbao/option.h"

#define KB_VERSION "0.1.0"

/* What stands before the subcommand on the command line. */
struct kb_cli {
	struct kb_ctx ctx;
	struct kb_options options;
	struct kb_keymap keymap;
	const char *archive; /* path of the archive; NULL where none is known */
	bool own_archive;    /* it is the one under the XDG data directory: made with its folders */
	const char *lang;    /* --lang, NULL where not given */
	bool help;           /* --help, --version before the subcommand */
	bool version;
	FILE *out; /* results; sanitised text only */
	FILE *err; /* messages */
	/* the description of $TERM that is used, and its colours: kb_term_type() … in the program */
	const char *(*term_type)(const char *term);
	int (*term_colours)(const char *type);
};

/*
 * `to`, or where that is a terminal of GBK or GB18030 by the locale, a stream
 * for all of the run that writes to it in its character set.
 */
FILE *kb_recoded(FILE *to);
/* Ends what kb_recoded() made of `to`. */
void kb_recoded_close(FILE *recoded, const FILE *to);

struct kb_cmd {
	const char *name;
	const char *usage;
	const char *help;
	/* argv[0] is the subcommand. Returns KB_OK or an error recorded in cli->ctx. */
	enum kb_err (*run)(struct kb_cli *cli, int argc, char **argv);
};

/*
 * Takes the options in front of the subcommand off argv (argv[0] is the
 * program); *used is the index of what follows. Sets the archive from -a, the
 * environment, or the XDG data directory; path keeps its text.
 */
enum kb_err kb_cli_read(struct kb_cli *cli, int argc, char **argv, struct kb_buf *path, int *used);
/*
 * Settles the language of the messages: --lang or option, environment, archive.
 * Also while the reader runs. main() has set LC_MESSAGES to a UTF-8 locale.
 */
void kb_cli_language(const struct kb_cli *cli);
/* The reader (user is a struct kb_cli) has chosen another language. */
void kb_cli_speak(void *user, const struct kb_options *options);
/* Runs a subcommand, or prints its usage where --help stands among its words. */
enum kb_err kb_cmd_run(struct kb_cli *cli, const struct kb_cmd *cmd, int argc, char **argv);
/* Prints the overview: usage, options, subcommands. */
void kb_cmd_overview(struct kb_cli *cli);

/* NULL where there is no such subcommand. */
const struct kb_cmd *kb_cmd_find(const char *name);
/* All subcommands, ended by a row with name NULL. */
const struct kb_cmd *kb_cmds(void);

#define X(name, usage, help) enum kb_err cmd_##name(struct kb_cli *cli, int argc, char **argv);
#include "kanbao/cmd.def"
#undef X

#endif
