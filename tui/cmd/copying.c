/* How far the copy of an archive is, for publish, backup and restore. */
#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/interrupt.h"

static bool
show(void *user, enum kb_stage stage, int64_t done, int64_t total)
{
	kb_progress_count(user,
	                  stage == KB_STAGE_COPY ? _("copying, in pages") : _("checking the copy"),
	                  done, total);
	return !kb_interrupted();
}

enum kb_err
kb_cli_copy(struct kb_cli *cli, const char *archive, kb_copy_fn *copy, void *user)
{
	struct kb_store *store = NULL;
	struct kb_progress_line line;
	struct kb_held held;
	const struct kb_copy_progress progress = { show, &line };
	enum kb_err err = kb_store_open(&cli->ctx, archive, KB_STORE_READ, &store);
	if (err) {
		return err;
	}
	kb_interrupt_hold(&held);
	kb_progress_init(&line, cli->err);
	err = copy(cli, store, &progress, user);
	kb_progress_clear(&line);
	kb_store_close(store);
	kb_interrupt_release(&held);
	return err;
}
