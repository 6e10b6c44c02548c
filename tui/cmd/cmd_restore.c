/* kanbao restore: an archive from its backup, or from a published one. */
#include "cmd_int.h"
#include "kanbao/i18n.h"

static enum kb_err
restore(struct kb_cli *cli, struct kb_store *store, const struct kb_copy_progress *progress,
        void *user)
{
	const bool *replace = user;
	enum kb_err err = kb_store_restore(store, &cli->ctx, cli->archive, *replace, progress);
	if (!err) {
		kb_print_line(cli->out, _("%s: restored from '%s'"), cli->archive,
		              kb_store_path(store));
	}
	return err;
}

enum kb_err
cmd_restore(struct kb_cli *cli, int argc, char **argv)
{
	bool replace = false;
	const struct kb_flag flags[] = { { "--replace", NULL, &replace } };
	enum kb_err err = kb_args(cli, &argc, argv, flags, 1);
	if (!err && argc != 2) {
		err = kb_usage(cli, argv[0],
		               _("name the backup, or the folder of a published archive"));
	}
	err = err ? err : kb_cli_archive(cli);
	return err ? err : kb_cli_copy(cli, argv[1], restore, &replace);
}
