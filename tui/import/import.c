/* Files → parse → store: the one place that joins the two. */
#include "kanbao/import.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "import_int.h"
#include "kanbao/i18n.h"
#include "kanbao/interchange.h"

/* A job on its way. */
struct run {
	struct kb_ctx *ctx;
	struct kb_store *store;
	const struct kb_import_job *job;
	struct kb_import_totals *totals;
	const char *path; /* the file */
	size_t files;     /* met so far */
};

/* Errors that are the archive's and not the file's end the job. */
static bool
ends_job(enum kb_err err)
{
	return err != KB_OK && err != KB_E_DATA && err != KB_E_USAGE;
}

static void
count(struct kb_import_totals *t, const struct kb_import_event *event)
{
	size_t *const counters[] = {
		[KB_PUT_NEW] = &t->stored,
		[KB_PUT_REPLACED] = &t->replaced,
		[KB_PUT_UNCHANGED] = &t->unchanged,
	};
	if (event->err) {
		t->refused++;
		t->first_err = t->first_err ? t->first_err : event->err;
	} else {
		++*counters[event->what];
	}
}

static void
tell(struct run *r, struct kb_import_event *event)
{
	event->path = r->path;
	event->message = event->err ? r->ctx->message.p : "";
	count(r->totals, event);
	if (r->job->done) {
		r->job->done(r->job->user, event);
	}
}

static enum kb_err
refuse(struct run *r, enum kb_err err)
{
	struct kb_import_event event = { .err = err };
	tell(r, &event);
	return KB_OK;
}

static kb_str
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return kb_str_of(slash ? slash + 1 : path);
}

static enum kb_err
store_issue(struct run *r, const struct kb_issue *issue, bool page_given, kb_str bytes, bool json,
            enum kb_put *what)
{
	const struct kb_parse_options *o = r->job->options;
	kb_issue_id id = 0;
	struct kb_buf name = { 0 };
	/* a file's name is text from outside too */
	kb_text_oneline(base_name(r->path), &name);
	const struct kb_source source = {
		.name = kb_buf_str(&name),
		.bytes = bytes,
		.keep = !json,
		.paper = o->paper,
		.day = o->day,
		.page = o->page,
	};
	enum kb_err err = kb_store_put(r->store, r->ctx, issue, page_given, &source, what, &id);
	kb_buf_release(&name);
	return err;
}

/* One issue into the store; what became of it is told. */
static enum kb_err
put(struct run *r, const struct kb_issue *issue, const struct kb_parse_report *report, kb_str bytes,
    bool json)
{
	struct kb_import_event event = { .issue = issue, .report = report };
	if (!r->job->dry_run) {
		enum kb_err err =
			store_issue(r, issue, report->page_given, bytes, json, &event.what);
		if (ends_job(err)) {
			return err;
		}
		if (err) {
			return refuse(r, err);
		}
	}
	struct kb_buf ref = { 0 };
	kb_issue_ref(issue, bytes, &ref);
	event.ref = kb_buf_str(&ref);
	tell(r, &event);
	kb_buf_release(&ref);
	return KB_OK;
}

static enum kb_err
take_text(struct run *r, struct kb_arena *a, kb_str bytes)
{
	struct kb_issue issue;
	struct kb_parse_report report = { 0 };
	enum kb_err err = kb_parse(r->ctx, a, bytes, r->path, r->job->options, &issue, &report);
	return err ? refuse(r, err) : put(r, &issue, &report, bytes, false);
}

static enum kb_err
take_document(struct run *r, struct kb_arena *a, kb_str bytes)
{
	struct kb_issue issue;
	const struct kb_parse_report report = { .page_given = true };
	enum kb_err err = kb_issue_read_json(r->ctx, a, bytes, &issue);
	return err ? refuse(r, err) : put(r, &issue, &report, bytes, true);
}

/* Interchange: one document, or one a line where the first line is whole. */
static enum kb_err
take_json(struct run *r, struct kb_arena *a, kb_str bytes)
{
	kb_str rest = bytes;
	kb_str line;
	enum kb_err err = KB_OK;
	(void)kb_str_split(&rest, '\n', &line);
	if (!kb_str_ends(kb_str_trim(line), KB_STR("}"))) {
		return take_document(r, a, bytes);
	}
	rest = bytes;
	while (!err && kb_str_split(&rest, '\n', &line)) {
		if (kb_str_trim(line).n) {
			err = take_document(r, a, line);
			kb_arena_reset(a);
		}
	}
	return err;
}

static enum kb_err
take_file(void *user, const char *path)
{
	struct run *r = user;
	struct kb_arena arena = { 0 };
	struct kb_buf bytes = { 0 };
	r->path = path;
	r->files++;
	r->totals->files++;
	enum kb_err err = kb_read_file(r->ctx, path, &bytes);
	if (err) {
		err = refuse(r, err);
	} else if (kb_str_starts(kb_str_trim(kb_buf_str(&bytes)), KB_STR("{"))) {
		err = take_json(r, &arena, kb_buf_str(&bytes));
	} else {
		err = take_text(r, &arena, kb_buf_str(&bytes));
	}
	kb_arena_release(&arena);
	kb_buf_release(&bytes);
	return err;
}

enum kb_err
kb_import(struct kb_ctx *ctx, struct kb_store *store, const char *path,
          const struct kb_import_job *job, struct kb_import_totals *totals)
{
	struct run r = { .ctx = ctx, .store = store, .job = job, .totals = totals };
	struct stat st;
	if (strcmp(path, "-") == 0) {
		return take_file(&r, path);
	}
	if (stat(path, &st) != 0) {
		enum kb_err err = errno == EACCES ? KB_E_PERM : KB_E_NOINPUT;
		return kb_fail(ctx, err, _("%s: there is no such file or folder; check its name"),
		               path);
	}
	if (!S_ISDIR(st.st_mode)) {
		return take_file(&r, path);
	}
	enum kb_err err = kb_folder_walk(ctx, path, take_file, &r);
	if (!err && r.files == 0) {
		err = kb_fail(ctx, KB_E_NOINPUT, _("%s: there is nothing in this folder to import"),
		              path);
	}
	return err;
}
