/* kanbao publish: the archive as a generation that others read. */
#include "cmd_int.h"
#include "kanbao/i18n.h"

static enum kb_err
publish(struct kb_cli *cli, struct kb_store *store, const struct kb_copy_progress *progress,
        void *user)
{
	const char *dir = user;
	struct kb_manifest m = { 0 };
	bool fresh = false;
	enum kb_err err = kb_store_publish(store, &cli->ctx, dir, progress, &m, &fresh);
	if (!err) {
		kb_print_line(
			cli->out,
			fresh ? _("%s: generation %ld, %lld issues, %lld articles")
			      : _("%s: generation %ld has it all, %lld issues, %lld articles"),
			dir, m.generation, (long long)m.issues, (long long)m.articles);
	}
	return err;
}

enum kb_err
cmd_publish(struct kb_cli *cli, int argc, char **argv)
{
	enum kb_err err = kb_args(cli, &argc, argv, NULL, 0);
	if (!err && argc != 2) {
		err = kb_usage(cli, argv[0], _("name the folder to publish to"));
	}
	err = err ? err : kb_cli_archive(cli);
	return err ? err : kb_cli_copy(cli, cli->archive, publish, argv[1]);
}
