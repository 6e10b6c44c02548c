/* Issues and articles named on the command line, and the question before a change. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/text.h"

#define WINDOW 64

enum kb_err
kb_cli_archive(struct kb_cli *cli)
{
	if (!cli->archive) {
		return kb_fail(
			&cli->ctx, KB_E_CONFIG,
			_("HOME names no folder to keep an archive in; name one with -a FILE"));
	}
	return KB_OK;
}

enum kb_err
kb_cli_store(struct kb_cli *cli, struct kb_store **out)
{
	enum kb_err err = kb_cli_archive(cli);
	return err ? err : kb_store_open(&cli->ctx, cli->archive, KB_STORE_READ, out);
}

enum kb_store_mode
kb_cli_write_mode(const struct kb_cli *cli)
{
	return cli->options.value[KB_OPT_NETWORK] ? KB_STORE_WRITE_NETWORK : KB_STORE_WRITE;
}

enum kb_err
kb_cli_store_write(struct kb_cli *cli, struct kb_store **out)
{
	struct kb_store *there = NULL;
	/* what is to be changed must be there: none is made */
	enum kb_err err = kb_cli_store(cli, &there);
	kb_store_close(there);
	return err ? err : kb_store_open(&cli->ctx, cli->archive, kb_cli_write_mode(cli), out);
}

bool
kb_cli_state_path(struct kb_buf *out)
{
	const char *xdg = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	/* XDG Base Directory: a relative path counts as unset */
	if (xdg && xdg[0] == '/') {
		kb_buf_printf(out, "%s/kanbao/state.db", xdg);
		return true;
	}
	if (home && home[0] == '/') {
		kb_buf_printf(out, "%s/.local/state/kanbao/state.db", home);
		return true;
	}
	return false;
}

enum kb_err
kb_named_issue(struct kb_cli *cli, struct kb_store *store, const char *ref, kb_issue_id *issue)
{
	kb_article_id article = 0;
	enum kb_err err = kb_store_resolve(store, &cli->ctx, kb_str_of(ref), issue, &article);
	if (!err && article) {
		err = kb_fail(&cli->ctx, KB_E_USAGE,
		              _("'%s' names an article; name an issue, PAPER/DATE"), ref);
	}
	return err;
}

static enum kb_err
each_of_all(struct kb_cli *cli, struct kb_store *store, kb_issue_fn *run, void *user)
{
	struct kb_arena arena = { 0 };
	struct kb_issue_row *rows = NULL;
	size_t n = 0;
	kb_issue_id from = 0;
	enum kb_err err = KB_OK;
	do {
		kb_arena_reset(&arena);
		err = kb_store_issues(store, &cli->ctx, &arena, from, true, 0, WINDOW, &rows, &n);
		for (size_t i = 0; i < n && !err; i++) {
			err = run(user, store, rows[i].id);
			from = rows[i].id;
		}
	} while (n == WINDOW && !err);
	kb_arena_release(&arena);
	return err;
}

enum kb_err
kb_each_issue(struct kb_cli *cli, struct kb_store *store, int argc, char **argv, kb_issue_fn *run,
              void *user)
{
	enum kb_err err = argc < 2 ? each_of_all(cli, store, run, user) : KB_OK;
	for (int i = 1; i < argc && !err; i++) {
		kb_issue_id id = 0;
		err = kb_named_issue(cli, store, argv[i], &id);
		err = err ? err : run(user, store, id);
	}
	return err;
}

enum kb_err
kb_confirm(struct kb_cli *cli, const char *cmd, const char *question, bool *yes)
{
	char line[64];
	if (!isatty(STDIN_FILENO)) {
		return kb_fail(&cli->ctx, KB_E_USAGE,
		               _("there is no terminal to ask on; 'kanbao %s --yes' does not ask"),
		               cmd);
	}
	struct kb_buf clean = { 0 };
	kb_text_oneline(kb_str_of(question), &clean);
	(void)fflush(cli->out);
	fprintf(cli->err, "%s [y/n] ", clean.p);
	(void)fflush(cli->err);
	kb_buf_release(&clean);
	*yes = fgets(line, sizeof(line), stdin) && (line[0] == 'y' || line[0] == 'Y');
	return KB_OK;
}
