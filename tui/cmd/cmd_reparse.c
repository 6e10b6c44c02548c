/* kanbao reparse: a better parser over what is in the archive. */
#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/import.h"

/* Longer values are told by their length. */
#define SHOWN 120

struct run {
	struct kb_cli *cli;
	bool undo;
	kb_str issue; /* printed before its first change */
	size_t changes;
	size_t issues;
	size_t refused;
	enum kb_err first_err;
};

static void
add_value(struct kb_buf *out, kb_str value)
{
	size_t chars = kb_utf8_count(value);
	if (!value.n) {
		kb_buf_add(out, kb_str_of(_("nothing")));
	} else if (value.n <= SHOWN) {
		kb_buf_printf(out, "\"%.*s\"", KB_ARG(value));
	} else {
		kb_buf_printf(out, ngettext("%zu character", "%zu characters", chars), chars);
	}
}

static void
print_change(void *user, const struct kb_changed *c)
{
	struct run *run = user;
	struct kb_buf line = { 0 };
	if (run->issue.n) {
		kb_print_line(run->cli->out, "%.*s", KB_ARG(run->issue));
		run->issue = KB_STR_NULL;
		run->issues++;
	}
	run->changes++;
	kb_buf_printf(&line, "  %.*s%s", KB_ARG(c->place), c->place.n ? " " : "");
	switch (c->what) {
	case KB_CHANGE_ADDED:
		kb_buf_printf(&line, _("added: %.*s"), KB_ARG(c->now));
		break;
	case KB_CHANGE_REMOVED:
		kb_buf_printf(&line, _("gone: %.*s"), KB_ARG(c->was));
		break;
	case KB_CHANGE_MEMBER:
		kb_buf_printf(&line, "%.*s: ", KB_ARG(c->member));
		add_value(&line, c->was);
		kb_buf_add(&line, KB_STR(" → "));
		add_value(&line, c->now);
		break;
	}
	kb_print_line(run->cli->out, "%s", line.p);
	kb_buf_release(&line);
}

/* What is wrong with one source does not stop the rest. */
static enum kb_err
read_issue(void *user, struct kb_store *store, kb_issue_id id)
{
	struct run *run = user;
	struct kb_ctx *ctx = &run->cli->ctx;
	struct kb_buf ref = { 0 };
	const struct kb_reparse job = { .undo = run->undo, .changed = print_change, .user = run };
	enum kb_err err = kb_store_issue_ref(store, ctx, id, &ref);
	run->issue = kb_buf_str(&ref);
	err = err ? err : kb_reparse_issue(ctx, store, id, &job);
	if (err == KB_E_DATA || err == KB_E_USAGE) {
		kb_print_line(run->cli->err, _("kanbao: %s: %s"), ref.p, ctx->message.p);
		run->refused++;
		run->first_err = run->first_err ? run->first_err : err;
		err = KB_OK;
	}
	kb_buf_release(&ref);
	return err;
}

static void
sum_up(const struct run *run)
{
	kb_print_line(run->cli->out,
	              run->undo ? ngettext("%zu issue would change; changes: %zu",
	                                   "%zu issues would change; changes: %zu", run->issues)
	                        : ngettext("%zu issue changed; changes: %zu",
	                                   "%zu issues changed; changes: %zu", run->issues),
	              run->issues, run->changes);
}

static enum kb_err
read_all(struct run *run, struct kb_store *store, int argc, char **argv, bool undo)
{
	run->undo = undo;
	run->changes = run->issues = run->refused = 0;
	run->first_err = KB_OK;
	enum kb_err err = kb_each_issue(run->cli, store, argc, argv, read_issue, run);
	if (!err) {
		sum_up(run);
	}
	return err;
}

static enum kb_err
reparse(struct kb_cli *cli, struct kb_store *store, int argc, char **argv, bool yes)
{
	struct run run = { .cli = cli };
	enum kb_err err = yes ? KB_OK : read_all(&run, store, argc, argv, true);
	if (!err && !yes && run.changes) {
		err = kb_confirm(cli, "reparse", _("change them?"), &yes);
	}
	if (!err && yes) {
		err = read_all(&run, store, argc, argv, false);
	}
	if (!err && run.refused) {
		kb_buf_clear(&cli->ctx.message); /* each has had its line */
		err = run.first_err;
	}
	return err;
}

enum kb_err
cmd_reparse(struct kb_cli *cli, int argc, char **argv)
{
	bool yes = false;
	struct kb_store *store = NULL;
	const struct kb_flag flags[] = { { "--yes", NULL, &yes } };
	enum kb_err err = kb_args(cli, &argc, argv, flags, 1);
	err = err ? err : kb_cli_store_write(cli, &store);
	err = err ? err : reparse(cli, store, argc, argv, yes);
	kb_store_close(store);
	return err;
}
