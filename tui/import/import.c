/* Files → parse → store: the one place that joins the two. */
#include "kanbao/import.h"

#include "import_int.h"
#include "kanbao/i18n.h"
#include "kanbao/interrupt.h"
#include "kanbao/search.h"
#include "kanbao/upkeep.h"

/* A job on its way. */
struct run {
	struct kb_ctx *ctx;
	struct kb_store *store;
	const struct kb_import_job *job;
	struct kb_import_totals *totals;
	const struct kb_intake *intake;
	struct kb_held_events held; /* of what is not committed yet */
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

/* Notes what became of a file, to be told when it is stored. */
static void
note(struct run *r, struct kb_import_event *event)
{
	event->message = event->err ? r->ctx->message.p : "";
	event->line = r->intake->line;
	kb_held_add(&r->held, event);
	if (r->job->progress) {
		const struct kb_import_progress progress = {
			.files = r->intake->files,
			.files_total = r->intake->files_total,
			.bytes = r->intake->bytes,
			.bytes_total = r->intake->bytes_total,
			.path = event->path,
		};
		r->job->progress(r->job->user, &progress);
	}
}

/* What the archive knows of those that have a number and no date, now that all are in it. */
static enum kb_err
place(struct run *r, struct kb_ctx *ctx)
{
	struct kb_numbers numbers = { 0 };
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < r->held.n && r->store && !err; i++) {
		err = kb_numbers_ask(&numbers, r->store, ctx, &r->held.v[i]);
	}
	kb_arena_release(&numbers.arena);
	return err;
}

static void
tell(struct run *r)
{
	for (size_t i = 0; i < r->held.n; i++) {
		count(r->totals, &r->held.v[i]);
		if (r->job->done) {
			r->job->done(r->job->user, &r->held.v[i]);
		}
	}
	kb_held_clear(&r->held);
}

/* Stores what was put so far; where that fails nothing is told of it. */
static enum kb_err
commit(struct run *r, struct kb_ctx *ctx)
{
	enum kb_err err = r->store ? kb_store_batch_end(r->store, ctx) : KB_OK;
	if (err) {
		kb_held_clear(&r->held);
		return err;
	}
	err = place(r, ctx);
	tell(r);
	return err;
}

/* When it is time to, and after each file where nothing is stored. */
static enum kb_err
commit_full(struct run *r)
{
	if (r->store && !kb_store_batch_full(r->store)) {
		return KB_OK;
	}
	enum kb_err err = commit(r, r->ctx);
	if (r->store && !err) {
		kb_store_batch_begin(r->store);
	}
	return err;
}

static enum kb_err
refuse(void *user, const char *path, enum kb_err err)
{
	struct kb_import_event event = { .path = path, .err = err };
	if (err == KB_E_INTERRUPTED) {
		return err;
	}
	note(user, &event);
	return commit_full(user);
}

static enum kb_err
store_issue(struct run *r, const struct kb_taken *taken, struct kb_import_event *event,
            struct kb_buf *ref)
{
	const struct kb_parse_options *o = r->job->options;
	struct kb_buf name = { 0 };
	/* a file's name is text from outside too */
	kb_text_oneline(taken->name, &name);
	const struct kb_source source = {
		.name = kb_buf_str(&name),
		.bytes = taken->bytes,
		.keep = !kb_format_own(taken->format),
		.paper = o->paper,
		.day = o->day,
		.year = o->year,
		.page = o->page,
		.edition = o->edition,
	};
	enum kb_err err = kb_store_put(r->store, r->ctx, taken->issue, taken->report->page_given,
	                               &source, &event->what, &event->id);
	kb_buf_release(&name);
	return err ? err : kb_store_issue_ref(r->store, r->ctx, event->id, ref);
}

/* One issue into the store; what became of it is told. */
static enum kb_err
put(void *user, const struct kb_taken *taken)
{
	struct run *r = user;
	struct kb_import_event event = {
		.path = taken->path,
		.issue = taken->issue,
	};
	struct kb_buf ref = { 0 };
	if (kb_interrupted()) {
		return kb_fail_interrupted(r->ctx);
	}
	if (r->job->dry_run) {
		kb_issue_ref(taken->issue, taken->bytes, &ref);
	} else {
		enum kb_err err = store_issue(r, taken, &event, &ref);
		if (err) {
			kb_buf_release(&ref);
			return ends_job(err) ? err : refuse(r, taken->path, err);
		}
	}
	event.ref = kb_buf_str(&ref);
	note(r, &event);
	kb_buf_release(&ref);
	return commit_full(r);
}

enum kb_err
kb_fail_interrupted(struct kb_ctx *ctx)
{
	return kb_fail(ctx, KB_E_INTERRUPTED, _("interrupted; what was stored is whole"));
}

/* What ended the job is its error; what was put before it is stored all the same. */
static enum kb_err
finish(struct run *r, enum kb_err err)
{
	struct kb_ctx aside = { 0 };
	enum kb_err ended = commit(r, err ? &aside : r->ctx);
	kb_ctx_release(&aside);
	return err ? err : ended;
}

/* Goes on until somebody wants to end it. */
static bool
goes_on(void *user, int64_t done)
{
	struct run *r = user;
	if (r->job->indexing) {
		r->job->indexing(r->job->user, done);
	}
	return !kb_interrupted();
}

enum kb_err
kb_import(struct kb_ctx *ctx, struct kb_store *store, const char *const *paths, size_t n,
          const struct kb_import_job *job, struct kb_import_totals *totals)
{
	struct run r = {
		.ctx = ctx, .store = job->dry_run ? NULL : store, .job = job, .totals = totals
	};
	struct kb_intake intake = {
		.options = job->options, .issue = put, .refused = refuse, .user = &r
	};
	r.intake = &intake;
	if (r.store) {
		kb_store_batch_begin(r.store);
	}
	enum kb_err err = kb_intake_paths(ctx, paths, n, &intake);
	err = finish(&r, err);
	totals->files += intake.files;
	/* of an archive made before there was an index, or with another one */
	err = err || job->dry_run ? err : kb_store_index(store, ctx, goes_on, &r);
	if (!err && r.store && kb_store_index_due(store)) {
		err = kb_store_index_grow(store, ctx, KB_GROW_LEAST, goes_on, &r);
	}
	return err;
}
