/* kanbao import: files and folders into the archive. */
#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/import.h"
#include "kanbao/path.h"

struct run {
	struct kb_cli *cli;
	bool dry_run;
};

static const char *
outcome(const struct run *run, enum kb_put what)
{
	static const char *const names[] = {
		[KB_PUT_NEW] = N_("stored"),
		[KB_PUT_REPLACED] = N_("replaced"),
		[KB_PUT_UNCHANGED] = N_("unchanged"),
	};
	return run->dry_run ? _("not stored") : _(names[what]);
}

static size_t
doubts(const struct kb_issue *issue)
{
	size_t n = 0;
	for (size_t i = 0; i < issue->narticles; i++) {
		n += issue->articles[i].doubts.n;
	}
	return n;
}

/* A page without a date: what is known of it, and what to say. */
static void
ask_date(const struct run *run, const struct kb_import_event *e)
{
	kb_str latest = e->issue->month_day;
	if (latest.n) {
		kb_print_line(
			run->cli->err,
			_("kanbao: %s: has no date; its latest news is of %.*s: give --date or "
		          "--year"),
			e->path, KB_ARG(latest));
	} else {
		kb_print_line(run->cli->err,
		              _("kanbao: %s: has no date, and its news name none: give --date"),
		              e->path);
	}
}

static void
report(void *user, const struct kb_import_event *e)
{
	const struct run *run = user;
	if (e->err) {
		kb_print_line(run->cli->err, "kanbao: %s: %s", e->path, e->message);
		return;
	}
	size_t unsure = doubts(e->issue);
	struct kb_buf line = { 0 };
	kb_buf_printf(&line, "%s: %.*s, ", e->path, KB_ARG(e->ref));
	if (e->issue->date_source == KB_DATE_INFERRED) {
		kb_buf_printf(&line, "%s, ", _("date inferred"));
	}
	kb_buf_printf(&line, ngettext("%zu article", "%zu articles", e->issue->narticles),
	              e->issue->narticles);
	kb_buf_printf(&line, ", %s", outcome(run, e->what));
	if (unsure) {
		kb_buf_add(&line, KB_STR(", "));
		kb_buf_printf(&line, ngettext("%zu doubt", "%zu doubts", unsure), unsure);
	}
	kb_print_line(run->cli->out, "%s", line.p);
	kb_buf_release(&line);
	if (e->issue->day == KB_DAY_NONE && (run->dry_run || e->what != KB_PUT_UNCHANGED)) {
		ask_date(run, e);
	}
}

static enum kb_err
open_archive(struct kb_cli *cli, struct kb_store **store)
{
	enum kb_err err = cli->own_archive ? kb_path_make_parents(&cli->ctx, cli->archive) : KB_OK;
	return err ? err : kb_store_open(&cli->ctx, cli->archive, KB_STORE_WRITE, store);
}

static enum kb_err
import_all(struct kb_cli *cli, int argc, char **argv, const struct kb_parse_options *options,
           bool dry_run)
{
	struct run run = { .cli = cli, .dry_run = dry_run };
	const struct kb_import_job job = {
		.options = options, .dry_run = dry_run, .done = report, .user = &run
	};
	struct kb_import_totals t = { 0 };
	struct kb_store *store = NULL;
	enum kb_err err = dry_run ? KB_OK : open_archive(cli, &store);
	if (!err) {
		const char *const *paths = (const char *const *)(argv + 1);
		err = kb_import_all(&cli->ctx, store, paths, (size_t)argc - 1, &job, &t);
	}
	kb_store_close(store);
	if (err) {
		return err;
	}
	if (t.files > 1 || !t.refused) {
		kb_print_line(cli->out,
		              _("%zu files: %zu stored, %zu replaced, %zu unchanged, %zu refused"),
		              t.files, dry_run ? 0 : t.stored, t.replaced, t.unchanged, t.refused);
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
	bool dry_run = false;
	const struct kb_flag flags[] = { KB_GIVEN_FLAGS(given), { "--dry-run", NULL, &dry_run } };
	enum kb_err err = kb_args(cli, &argc, argv, flags, sizeof(flags) / sizeof(*flags));
	if (!err && argc < 2) {
		err = kb_usage(cli, argv[0], _("no file is named"));
	}
	if (!err) {
		err = kb_given_read(cli, &given, &options);
	}
	if (!err) {
		err = import_all(cli, argc, argv, &options, dry_run);
	}
	kb_buf_release(&given.text);
	return err;
}
