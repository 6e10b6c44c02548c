/* kanbao optimize: search made fast, the archive made small. */
#include <sys/stat.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/interrupt.h"
#include "kanbao/search.h"
#include "kanbao/upkeep.h"

static bool
show(void *user, enum kb_stage stage, int64_t done, int64_t total)
{
	static const char *const stages[KB_STAGE_COUNT] = {
		[KB_STAGE_INDEX] = N_("indexing"),
		[KB_STAGE_MERGE] = N_("merging the index"),
		[KB_STAGE_TRAIN] = N_("making a dictionary"),
		[KB_STAGE_PACK] = N_("packing texts"),
		[KB_STAGE_FILE] = N_("writing the file"),
	};
	kb_progress_count(user, _(stages[stage]), done, total);
	return !kb_interrupted();
}

static double
size_mb(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? (double)st.st_size / 1e6 : 0;
}

enum kb_err
cmd_optimize(struct kb_cli *cli, int argc, char **argv)
{
	struct kb_store *store = NULL;
	struct kb_progress_line progress;
	struct kb_held held;
	bool anew = false;
	const struct kb_flag flags[] = { { "--index", NULL, &anew } };
	enum kb_err err = kb_args(cli, &argc, argv, flags, 1);
	if (!err && argc > 1) {
		err = kb_usage(cli, argv[0], _("it takes no argument"));
	}
	err = err ? err : kb_cli_store_write(cli, &store);
	if (err) {
		return err;
	}
	double before = size_mb(cli->archive);
	kb_interrupt_hold(&held);
	kb_progress_init(&progress, cli->err);
	err = anew ? kb_store_index_drop(store, &cli->ctx) : KB_OK;
	err = err ? err : kb_store_optimize(store, &cli->ctx, show, &progress);
	kb_progress_clear(&progress);
	kb_store_close(store);
	kb_interrupt_release(&held);
	if (!err) {
		kb_print_line(cli->out, _("%s: %.1f MB, was %.1f MB"), cli->archive,
		              size_mb(cli->archive), before);
	}
	return err;
}
