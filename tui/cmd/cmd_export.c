/* kanbao export: issues in a format, all of them, by reference or by date. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/writer.h"

#define WINDOW 64

/* An export on its way. */
struct run {
	struct kb_cli *cli;
	struct kb_store *store;
	const struct kb_writer *writer;
	struct kb_writing writing;
	struct kb_buf text; /* what the writer made, not yet printed */
	FILE *to;
	kb_day from;
	kb_day until;
	struct kb_marked_ids only; /* of the articles, where `chosen` */
	bool chosen;
	bool marked;
	struct kb_chosen marks;
	const char *search;
};

/* --- issues --------------------------------------------------------------------- */

static void
flush(struct run *r)
{
	if (r->text.n) {
		kb_print_text(r->to, kb_buf_str(&r->text));
		kb_buf_clear(&r->text);
	}
}

/* Leaves the articles that are chosen. */
static enum kb_err
choose(struct run *r, struct kb_arena *a, kb_issue_id id, struct kb_issue *issue)
{
	struct kb_article_row *rows = NULL;
	size_t n = 0;
	size_t kept = 0;
	enum kb_err err = kb_store_articles(r->store, &r->cli->ctx, a, id, &rows, &n);
	for (size_t i = 0; i < n && i < issue->narticles && !err; i++) {
		if (kb_marked_has(&r->only, rows[i].id)) {
			issue->articles[kept++] = issue->articles[i];
		}
	}
	issue->excerpt = kept < issue->narticles;
	issue->narticles = kept;
	issue->dropped = issue->excerpt ? (struct kb_strs){ 0 } : issue->dropped;
	return err;
}

static enum kb_err
export_issue(struct run *r, kb_issue_id id)
{
	struct kb_arena arena = { 0 };
	struct kb_issue issue;
	enum kb_err err = KB_OK;
	if (r->writer->lone && r->writing.issues) {
		err = kb_fail(&r->cli->ctx, KB_E_USAGE,
		              _("%s holds one issue; name one, or take --format jsonl"),
		              r->writer->name);
	}
	err = err ? err : kb_store_load(r->store, &r->cli->ctx, &arena, id, &issue);
	if (!err && r->chosen) {
		err = choose(r, &arena, id, &issue);
	}
	if (!err && (!r->chosen || issue.narticles)) {
		r->writer->issue(&r->writing, &issue);
		r->writing.issues++;
		/* a second issue may still be refused: what holds one waits for the end */
		if (!r->writer->lone) {
			flush(r);
		}
	}
	kb_arena_release(&arena);
	return err;
}

static enum kb_err
export_named(struct run *r, const char *ref)
{
	kb_issue_id issue = 0;
	kb_article_id article = 0;
	enum kb_err err =
		kb_store_resolve(r->store, &r->cli->ctx, kb_str_of(ref), &issue, &article);
	if (!err && article) {
		err = kb_fail(&r->cli->ctx, KB_E_USAGE,
		              _("'%s' names an article; name an issue, PAPER/DATE"), ref);
	}
	return err ? err : export_issue(r, issue);
}

/* The issues of the articles that are chosen, oldest first as below. */
static enum kb_err
export_chosen(struct run *r)
{
	enum kb_err err = KB_OK;
	kb_issue_id first;
	kb_issue_id last;
	kb_issue_id before = 0;
	kb_day_issues(r->from, r->until, &first, &last);
	for (size_t i = r->only.n; i-- > 0 && !err;) {
		kb_issue_id id = kb_article_issue(r->only.v[i]);
		if (id != before && id <= first && id >= last) {
			err = export_issue(r, id);
		}
		before = id;
	}
	return err;
}

/* Oldest first, so that an import of it keeps the order in which undated ones came. */
static enum kb_err
export_range(struct run *r)
{
	struct kb_arena arena = { 0 };
	struct kb_issue_row *rows = NULL;
	size_t n = 0;
	kb_issue_id first;
	kb_issue_id last;
	enum kb_err err = KB_OK;
	kb_day_issues(r->from, r->until, &first, &last);
	kb_issue_id at = last - 1; /* the window begins above it */
	do {
		kb_arena_reset(&arena);
		err = kb_store_issues(r->store, &r->cli->ctx, &arena, at, false, 0, WINDOW, &rows,
		                      &n);
		n = err ? 0 : n;
		for (size_t i = 0; i < n && at <= first && !err; i++) {
			at = rows[i].id;
			err = at <= first ? export_issue(r, at) : KB_OK;
		}
	} while (n == WINDOW && at <= first && !err);
	kb_arena_release(&arena);
	bool ranged = r->from != KB_DAY_NONE || r->until != KB_DAY_NONE;
	if (!err && ranged && !r->writing.issues) {
		err = kb_fail(&r->cli->ctx, KB_E_NOTHING, _("no issue is of these days"));
	}
	return err;
}

/* The set of the articles that are marked so, and that are found. */
static enum kb_err
find_chosen(struct run *r, struct kb_arena *a)
{
	enum kb_err err = KB_OK;
	struct kb_marked_ids marked = { 0 };
	if (r->marked) {
		err = kb_chosen_ids(r->cli, r->store, a, &r->marks, &marked);
		r->only = marked;
	}
	if (!err && r->search) {
		err = kb_pick_found(r->cli, r->store, a, r->search, r->marked ? &marked : NULL,
		                    &r->only);
	}
	return err;
}

static enum kb_err
export_all(struct run *r, int argc, char **argv)
{
	struct kb_arena a = { 0 };
	enum kb_err err = kb_cli_store(r->cli, &r->store);
	if (!err && r->chosen) {
		err = find_chosen(r, &a);
	}
	if (!err && r->writer->head) {
		r->writer->head(&r->writing);
	}
	if (!err && argc < 2) {
		err = r->chosen ? export_chosen(r) : export_range(r);
	}
	for (int i = 1; i < argc && !err; i++) {
		err = export_named(r, argv[i]);
	}
	if (!err && r->writer->foot) {
		r->writer->foot(&r->writing);
	}
	if (!err && r->chosen && !r->writing.issues) {
		err = kb_fail(&r->cli->ctx, KB_E_NOTHING,
		              r->marked ? _("none of these is marked so")
		                        : _("nothing of this is found in these issues"));
	}
	if (!err) {
		flush(r);
	}
	kb_arena_release(&a);
	kb_store_close(r->store);
	kb_buf_release(&r->text);
	return err;
}

/* --- where to ---------------------------------------------------------------------- */

static enum kb_err
fail_file(struct run *r, const char *path)
{
	enum kb_err err = errno == EACCES || errno == EPERM || errno == EROFS ? KB_E_PERM
	                  : errno == ENOENT || errno == ENOTDIR               ? KB_E_CREATE
	                                                                      : KB_E_IO;
	return kb_fail(&r->cli->ctx, err, _("cannot write '%s': %s"), path, strerror(errno));
}

/* Into a file of that name when it is whole; an older one stays until then. */
static enum kb_err
export_to(struct run *r, const char *path, int argc, char **argv)
{
	struct stat st;
	bool device = stat(path, &st) == 0 && !S_ISREG(st.st_mode);
	struct kb_buf name = { 0 };
	kb_buf_printf(&name, "%s%s", path, device ? "" : ".part");
	enum kb_err err = KB_OK;
	r->to = fopen(name.p, "we");
	if (!r->to) {
		err = fail_file(r, path);
	} else {
		err = export_all(r, argc, argv);
		bool bad = fflush(r->to) != 0 || (!device && fsync(fileno(r->to)) != 0);
		if (!err && (bad || ferror(r->to))) {
			err = fail_file(r, path);
		}
		if (fclose(r->to) != 0 && !err) {
			err = fail_file(r, path);
		}
		if (!err && !device && rename(name.p, path) != 0) {
			err = fail_file(r, path);
		}
		if (err && !device) {
			(void)unlink(name.p);
		}
	}
	kb_buf_release(&name);
	return err;
}

/* --- the command line ------------------------------------------------------------------ */

static enum kb_err
find_writer(struct run *r, const char *name)
{
	r->writer = name ? kb_writer_find(name) : kb_writers();
	if (r->writer) {
		return KB_OK;
	}
	struct kb_buf names = { 0 };
	for (const struct kb_writer *w = kb_writers(); w->name; w++) {
		kb_buf_printf(&names, "%s%s", names.n ? "|" : "", w->name);
	}
	enum kb_err err =
		kb_fail(&r->cli->ctx, KB_E_USAGE, _("--format: '%s' is none of %s"), name, names.p);
	kb_buf_release(&names);
	return err;
}

static enum kb_err
find_days(struct run *r, const char *from, const char *until)
{
	enum kb_err err = kb_arg_span(r->cli, "--from", from, false, &r->from);
	err = err ? err : kb_arg_span(r->cli, "--to", until, true, &r->until);
	if (!err && from && until && r->from > r->until) {
		err = kb_fail(&r->cli->ctx, KB_E_USAGE, _("--from %s is after --to %s"), from,
		              until);
	}
	return err;
}

enum kb_err
cmd_export(struct kb_cli *cli, int argc, char **argv)
{
	const char *format = NULL;
	const char *from = NULL;
	const char *until = NULL;
	const char *output = NULL;
	struct run r = { .cli = cli, .to = cli->out, .from = KB_DAY_NONE, .until = KB_DAY_NONE };
	const struct kb_flag flags[] = {
		KB_CHOSEN_FLAGS(r.marks),      { "--format", &format, NULL },
		{ "--from", &from, NULL },     { "--to", &until, NULL },
		{ "--output", &output, NULL }, { "--search", &r.search, NULL },
	};
	r.writing.out = &r.text;
	enum kb_err err = kb_args(cli, &argc, argv, flags, sizeof(flags) / sizeof(*flags));
	r.marked = kb_chosen_any(&r.marks);
	r.chosen = r.marked || r.search;
	err = err ? err : find_writer(&r, format);
	err = err ? err : find_days(&r, from, until);
	if (!err && argc > 1 && (from || until)) {
		err = kb_usage(cli, argv[0], _("issues are named, or days are, but not both"));
	}
	if (err) {
		return err;
	}
	return output && strcmp(output, "-") != 0 ? export_to(&r, output, argc, argv)
	                                          : export_all(&r, argc, argv);
}
