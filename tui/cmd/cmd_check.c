/* kanbao check: whether the archive is sound; what is not, and what mends it. */
#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/interrupt.h"
#include "kanbao/search.h"
#include "kanbao/upkeep.h"

/* More are counted and not listed. */
#define LISTED_MAX 100

struct findings {
	struct kb_cli *cli;
	struct kb_store *store;
	struct kb_progress_line progress;
	struct kb_held held;
	bool holds;
	size_t n;
	size_t kinds[KB_PROBLEM_COUNT];
};

static bool
show(void *user, enum kb_stage stage, int64_t done, int64_t total)
{
	struct findings *f = user;
	const char *what = stage == KB_STAGE_FILE   ? _("checking the file")
	                   : stage == KB_STAGE_PACK ? _("checking texts")
	                                            : _("checking the index");
	/* SQLite looks at the file without a pause: ^C ends that at once, nothing being written */
	if (stage != KB_STAGE_FILE && !f->holds) {
		kb_interrupt_hold(&f->held);
		f->holds = true;
	}
	kb_progress_count(&f->progress, what, done, total);
	return !kb_interrupted();
}

static void
found(void *user, const struct kb_problem *problem)
{
	struct findings *f = user;
	struct kb_buf line = { 0 };
	struct kb_ctx aside = { 0 };
	f->kinds[problem->kind]++;
	if (f->n++ >= LISTED_MAX) {
		return;
	}
	kb_progress_clear(&f->progress);
	if (problem->article && kb_store_article_ref(f->store, &aside, problem->article, &line)) {
		kb_buf_printf(&line, "%lld", (long long)problem->article);
	} else if (!problem->article) {
		kb_buf_printf(&line, "%s",
		              problem->kind == KB_PROBLEM_INDEX ? _("index") : f->cli->archive);
	}
	kb_buf_printf(&line, ": %s", _(problem->what));
	if (problem->detail.n) {
		kb_buf_printf(&line, ": %.*s", KB_ARG(problem->detail));
	}
	kb_print_line(f->cli->out, "%s", line.p);
	kb_ctx_release(&aside);
	kb_buf_release(&line);
}

/* What there is to do, once for each kind. */
static void
advise(const struct findings *f)
{
	static const char *const what[KB_PROBLEM_COUNT] = {
		[KB_PROBLEM_FILE] = N_("restore the archive from a copy"),
		[KB_PROBLEM_TEXT] = N_("import the files of these articles again"),
		[KB_PROBLEM_INDEX] = N_("'kanbao optimize --index' makes the index anew"),
	};
	if (f->n > LISTED_MAX) {
		kb_print_line(f->cli->out, _("  and %zu more"), f->n - LISTED_MAX);
	}
	for (size_t i = 0; i < KB_PROBLEM_COUNT; i++) {
		if (f->kinds[i]) {
			kb_print_line(f->cli->out, "%s", _(what[i]));
		}
	}
}

static enum kb_err
check(struct findings *f)
{
	struct kb_cli *cli = f->cli;
	const struct kb_check job = { found, show, f };
	bool whole = true;
	enum kb_err err = kb_store_check(f->store, &cli->ctx, &job);
	kb_progress_clear(&f->progress);
	if (err) {
		return err;
	}
	advise(f);
	if (f->n) {
		return kb_fail(
			&cli->ctx, KB_E_DATA,
			ngettext("archive '%s': %zu problem", "archive '%s': %zu problems", f->n),
			cli->archive, f->n);
	}
	err = kb_store_indexed(f->store, &cli->ctx, &whole);
	if (!err && !whole) {
		kb_print_line(cli->out, "%s",
		              _("a part of it is not indexed yet; 'kanbao optimize' goes on"));
	}
	if (!err) {
		kb_print_line(cli->out, _("%s: sound"), cli->archive);
	}
	return err;
}

enum kb_err
cmd_check(struct kb_cli *cli, int argc, char **argv)
{
	struct findings f = { .cli = cli };
	enum kb_err err = kb_args(cli, &argc, argv, NULL, 0);
	if (!err && argc > 1) {
		err = kb_usage(cli, argv[0], _("it takes no argument"));
	}
	err = err ? err : kb_cli_store(cli, &f.store);
	if (err) {
		return err;
	}
	kb_progress_init(&f.progress, cli->err);
	err = check(&f);
	kb_store_close(f.store);
	if (f.holds) {
		kb_interrupt_release(&f.held);
	}
	return err;
}
