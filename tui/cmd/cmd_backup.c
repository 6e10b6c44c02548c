/* kanbao backup: the archive into a file of its own. */
#include "cmd_int.h"
#include "kanbao/i18n.h"

struct backup {
	const char *file;
	bool replace;
};

static enum kb_err
backup(struct kb_cli *cli, struct kb_store *store, const struct kb_copy_progress *progress,
       void *user)
{
	const struct backup *b = user;
	enum kb_err err = kb_store_backup(store, &cli->ctx, b->file, b->replace, progress);
	if (!err) {
		kb_print_line(cli->out, _("%s: backed up to '%s'"), cli->archive, b->file);
	}
	return err;
}

enum kb_err
cmd_backup(struct kb_cli *cli, int argc, char **argv)
{
	struct backup b = { 0 };
	const struct kb_flag flags[] = { { "--replace", NULL, &b.replace } };
	enum kb_err err = kb_args(cli, &argc, argv, flags, 1);
	if (!err && argc != 2) {
		err = kb_usage(cli, argv[0], _("name the file to write"));
	}
	err = err ? err : kb_cli_archive(cli);
	b.file = argv[1];
	return err ? err : kb_cli_copy(cli, cli->archive, backup, &b);
}
