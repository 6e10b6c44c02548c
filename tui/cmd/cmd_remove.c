/* kanbao remove: takes a story or an issue out. */
#include "cmd_int.h"
#include "kanbao/i18n.h"

/* What a reference names, in words for the question. */
static enum kb_err
describe(struct kb_cli *cli, struct kb_store *store, kb_issue_id issue, kb_article_id article,
         struct kb_buf *out)
{
	struct kb_arena a = { 0 };
	struct kb_article whole = { 0 };
	struct kb_issue_row row = { 0 };
	enum kb_err err = article ? kb_store_article_ref(store, &cli->ctx, article, out)
	                          : kb_store_issue_ref(store, &cli->ctx, issue, out);
	if (!err && article) {
		err = kb_store_article(store, &cli->ctx, &a, article, &whole);
		kb_str title = whole.headline.n ? whole.headline : whole.kicker;
		kb_buf_printf(out, "%s%.*s", title.n ? " " : "", KB_ARG(title));
	} else if (!err) {
		err = kb_store_issue(store, &cli->ctx, &a, issue, &row);
		kb_buf_add(out, kb_str_of(_(", ")));
		kb_buf_printf(out,
		              ngettext("%d article", "%d articles", (unsigned long)row.narticles),
		              row.narticles);
	}
	kb_arena_release(&a);
	return err;
}

/* Asks with the archive open for reading only: nobody else has to wait. */
static enum kb_err
ask(struct kb_cli *cli, const char *ref, bool *yes)
{
	struct kb_store *store = NULL;
	struct kb_buf what = { 0 };
	struct kb_buf question = { 0 };
	kb_issue_id issue = 0;
	kb_article_id article = 0;
	enum kb_err err = kb_cli_store(cli, &store);
	err = err ? err : kb_store_resolve(store, &cli->ctx, kb_str_of(ref), &issue, &article);
	err = err ? err : describe(cli, store, issue, article, &what);
	kb_store_close(store);
	if (!err && !*yes) {
		kb_buf_printf(&question, _("remove %s?"), what.p);
		err = kb_confirm(cli, "remove", question.p, yes);
	}
	kb_buf_release(&question);
	kb_buf_release(&what);
	return err;
}

static enum kb_err
remove_ref(struct kb_cli *cli, const char *ref)
{
	struct kb_store *store = NULL;
	struct kb_buf what = { 0 };
	kb_issue_id issue = 0;
	kb_article_id article = 0;
	enum kb_err err = kb_cli_store_write(cli, &store);
	err = err ? err : kb_store_resolve(store, &cli->ctx, kb_str_of(ref), &issue, &article);
	err = err ? err : describe(cli, store, issue, article, &what);
	err = err ? err : kb_store_remove(store, &cli->ctx, issue, article);
	if (!err) {
		kb_print_line(cli->out, _("removed: %s"), what.p);
	}
	kb_buf_release(&what);
	kb_store_close(store);
	return err;
}

enum kb_err
cmd_remove(struct kb_cli *cli, int argc, char **argv)
{
	bool yes = false;
	const struct kb_flag flags[] = { { "--yes", NULL, &yes } };
	enum kb_err err = kb_args(cli, &argc, argv, flags, 1);
	if (!err && argc != 2) {
		err = kb_usage(cli, argv[0], _("one article or issue is to be named"));
	}
	err = err ? err : ask(cli, argv[1], &yes);
	return err || !yes ? err : remove_ref(cli, argv[1]);
}
