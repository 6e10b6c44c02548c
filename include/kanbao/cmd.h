/* The subcommands: one file each in tui/cmd, one row each in cmd.def. */
#ifndef KANBAO_CMD_H
#define KANBAO_CMD_H

#include <stdio.h>

#include "kanbao/ctx.h"
#include "kanbao/option.h"

/* What stands before the subcommand on the command line. */
struct kb_cli {
	struct kb_ctx ctx;
	struct kb_options options;
	const char *archive; /* path of the archive, never NULL */
	FILE *out;           /* results; sanitised text only */
	FILE *err;           /* messages */
};

struct kb_cmd {
	const char *name;
	const char *usage;
	const char *help;
	/* argv[0] is the subcommand. Returns KB_OK or an error recorded in cli->ctx. */
	enum kb_err (*run)(struct kb_cli *cli, int argc, char **argv);
};

/* NULL where there is no such subcommand. */
const struct kb_cmd *kb_cmd_find(const char *name);
/* All subcommands, ended by a row with name NULL. */
const struct kb_cmd *kb_cmds(void);

#define X(name, usage, help) enum kb_err cmd_##name(struct kb_cli *cli, int argc, char **argv);
#include "kanbao/cmd.def"
#undef X

#endif
