/* kanbao export: issues as interchange JSON, one a line. */
#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/interchange.h"

#define WINDOW 64

static enum kb_err
export_issue(struct kb_cli *cli, struct kb_store *store, kb_issue_id id)
{
	struct kb_arena arena = { 0 };
	struct kb_buf json = { 0 };
	struct kb_issue issue;
	enum kb_err err = kb_store_load(store, &cli->ctx, &arena, id, &issue);
	if (!err) {
		kb_issue_write_json(&json, &issue, false);
		kb_print_text(cli->out, kb_buf_str(&json));
	}
	kb_buf_release(&json);
	kb_arena_release(&arena);
	return err;
}

static enum kb_err
export_named(struct kb_cli *cli, struct kb_store *store, const char *ref)
{
	kb_issue_id issue = 0;
	kb_article_id article = 0;
	enum kb_err err = kb_store_resolve(store, &cli->ctx, kb_str_of(ref), &issue, &article);
	if (!err && article) {
		err = kb_fail(&cli->ctx, KB_E_USAGE,
		              _("'%s' names an article; name an issue, PAPER/DATE"), ref);
	}
	return err ? err : export_issue(cli, store, issue);
}

static enum kb_err
export_all(struct kb_cli *cli, struct kb_store *store)
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
			err = export_issue(cli, store, rows[i].id);
			from = rows[i].id;
		}
	} while (n == WINDOW && !err);
	kb_arena_release(&arena);
	return err;
}

enum kb_err
cmd_export(struct kb_cli *cli, int argc, char **argv)
{
	struct kb_store *store = NULL;
	enum kb_err err = kb_args(cli, &argc, argv, NULL, 0);
	if (!err) {
		err = kb_cli_store(cli, &store);
	}
	if (!err && argc < 2) {
		err = export_all(cli, store);
	}
	for (int i = 1; i < argc && !err; i++) {
		err = export_named(cli, store, argv[i]);
	}
	kb_store_close(store);
	return err;
}
