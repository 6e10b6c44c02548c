/* The table of subcommands. */
#include "kanbao/cmd.h"

#include <string.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"

static const struct kb_cmd rows[] = {
#define X(name, usage, help) { #name, usage, help, cmd_##name },
#include "kanbao/cmd.def"
#undef X
	{ NULL, NULL, NULL, NULL },
};

const struct kb_cmd *
kb_cmds(void)
{
	return rows;
}

const struct kb_cmd *
kb_cmd_find(const char *name)
{
	for (const struct kb_cmd *row = rows; row->name; row++) {
		if (strcmp(row->name, name) == 0) {
			return row;
		}
	}
	return NULL;
}

enum kb_err
kb_cmd_run(struct kb_cli *cli, const struct kb_cmd *cmd, int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--help") == 0) {
			/* _("") is the head of the catalogue */
			const char *usage = *cmd->usage ? _(cmd->usage) : "";
			kb_print_line(cli->out, _("usage: kanbao %s%s%s"), cmd->name,
			              *usage ? " " : "", usage);
			kb_print_entry(cli, KB_STR_NULL, 0, _(cmd->help));
			kb_cmd_print_flags(cli, cmd);
			return KB_OK;
		}
	}
	return cmd->run(cli, argc, argv);
}
