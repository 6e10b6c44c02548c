/* kanbao import: files and folders into the archive. */
#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/interrupt.h"
#include "kanbao/path.h"

static enum kb_err
open_archive(struct kb_cli *cli, struct kb_store **store)
{
	enum kb_err err = kb_cli_archive(cli);
	if (!err && cli->own_archive) {
		err = kb_path_make_parents(&cli->ctx, cli->archive);
	}
	return err ? err : kb_store_open(&cli->ctx, cli->archive, kb_cli_write_mode(cli), store);
}

static enum kb_err
import_all(struct kb_report *r, int argc, char **argv, const struct kb_parse_options *options)
{
	struct kb_cli *cli = r->cli;
	const struct kb_import_job job = {
		.options = options,
		.dry_run = r->dry_run,
		.done = kb_report_event,
		.progress = kb_report_progress,
		.indexing = kb_report_indexing,
		.user = r,
	};
	struct kb_import_totals t = { 0 };
	struct kb_store *store = NULL;
	struct kb_held held;
	/* waiting for the lock may be ended at once */
	enum kb_err err = r->dry_run ? KB_OK : open_archive(cli, &store);
	if (err) {
		return err;
	}
	kb_interrupt_hold(&held);
	kb_progress_init(&r->progress, cli->err);
	const char *const *paths = (const char *const *)(argv + 1);
	err = kb_import(&cli->ctx, store, paths, (size_t)argc - 1, &job, &t);
	kb_store_close(store);
	kb_report_end(r, &t, err);
	kb_interrupt_release(&held);
	if (err) {
		return err;
	}
	/* each refused file has had its line already */
	kb_buf_clear(&cli->ctx.message);
	return t.first_err;
}

enum kb_err
cmd_import(struct kb_cli *cli, int argc, char **argv)
{
	struct kb_given given = { 0 };
	struct kb_parse_options options;
	struct kb_report report = { .cli = cli };
	const struct kb_flag flags[] = {
		KB_GIVEN_FLAGS(given),
		{ "--dry-run", NULL, &report.dry_run },
		{ "--json", NULL, &report.json },
	};
	enum kb_err err = kb_args(cli, &argc, argv, flags, sizeof(flags) / sizeof(*flags));
	if (!err && argc < 2) {
		err = kb_usage(cli, argv[0], _("no file is named"));
	}
	if (!err) {
		err = kb_given_read(cli, &given, &options);
	}
	if (!err) {
		err = import_all(&report, argc, argv, &options);
	}
	kb_buf_release(&given.text);
	return err;
}
