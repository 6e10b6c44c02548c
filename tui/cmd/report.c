/* What an import did: a line a file and a sum, for people or as JSON. */
#include <jansson.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"

/* More are counted and not listed again at the end. */
#define LISTED_MAX 1000

static size_t
doubts(const struct kb_issue *issue)
{
	size_t n = 0;
	for (size_t i = 0; i < issue->narticles; i++) {
		n += issue->articles[i].doubts.n;
	}
	return n;
}

/* --- as JSON ----------------------------------------------------------------------- */

static json_t *
number(size_t n)
{
	return json_integer((json_int_t)n);
}

static void
print_json(const struct kb_report *r, const struct kb_import_event *e)
{
	static const char *const names[] = {
		[KB_PUT_NEW] = "new",
		[KB_PUT_REPLACED] = "replaced",
		[KB_PUT_UNCHANGED] = "unchanged",
	};
	json_t *o = json_object();
	kb_json_text(o, "file", kb_str_of(e->path));
	json_object_set_new(o, "line", e->line ? number(e->line) : json_null());
	if (e->err) {
		json_object_set_new(o, "result", json_string("refused"));
		json_object_set_new(o, "status", json_integer(kb_err_status(e->err)));
		kb_json_text(o, "reason", kb_str_of(e->message));
	} else {
		const char *result = r->dry_run ? "read" : names[e->what];
		json_object_set_new(o, "result", json_string(result));
		kb_json_text(o, "issue", e->ref);
		json_object_set_new(o, "articles", number(e->issue->narticles));
		json_object_set_new(o, "doubts", number(doubts(e->issue)));
		kb_json_text(o, "date_source",
		             kb_str_of(kb_date_source_name(e->issue->date_source)));
	}
	kb_json_print(r->cli, o);
}

static void
print_json_sum(const struct kb_report *r, const struct kb_import_totals *t, enum kb_err err)
{
	json_t *o = json_object();
	json_object_set_new(o, "files", number(t->files));
	json_object_set_new(o, "new", number(r->dry_run ? 0 : t->stored));
	json_object_set_new(o, "replaced", number(t->replaced));
	json_object_set_new(o, "unchanged", number(t->unchanged));
	json_object_set_new(o, "doubtful", number(r->doubtful));
	json_object_set_new(o, "refused", number(t->refused));
	json_object_set_new(o, "interrupted", json_boolean(err == KB_E_INTERRUPTED));
	kb_json_print(r->cli, o);
}

/* --- for people ---------------------------------------------------------------------- */

static const char *
outcome(const struct kb_report *r, enum kb_put what)
{
	static const char *const names[] = {
		[KB_PUT_NEW] = N_("stored"),
		[KB_PUT_REPLACED] = N_("replaced"),
		[KB_PUT_UNCHANGED] = N_("unchanged"),
	};
	return r->dry_run ? _("not stored") : _(names[what]);
}

/* "2022-04-13 (No. 1937)" */
static void
add_numbered(struct kb_buf *out, const struct kb_number *at)
{
	char iso[KB_ISO_SIZE];
	kb_buf_printf(out, _("%s (No. %ld)"), kb_day_iso(at->day, iso), at->number);
}

/* Where its number lies among the dated issues of its paper (R12). */
static void
add_range(struct kb_buf *out, const struct kb_import_event *e)
{
	struct kb_buf before = { 0 };
	struct kb_buf after = { 0 };
	kb_buf_clear(&before);
	kb_buf_clear(&after);
	add_numbered(&before, &e->near.before);
	add_numbered(&after, &e->near.after);
	if (e->near.before.number && e->near.before.number == e->near.after.number) {
		kb_buf_printf(out, _("by its number it is of %s"), before.p);
	} else if (e->near.before.number && e->near.after.number) {
		kb_buf_printf(out, _("by its number it lies between %s and %s"), before.p, after.p);
	} else if (e->near.before.number) {
		kb_buf_printf(out, _("by its number it lies after %s"), before.p);
	} else if (e->near.after.number) {
		kb_buf_printf(out, _("by its number it lies before %s"), after.p);
	}
	kb_buf_release(&before);
	kb_buf_release(&after);
}

/* A page without a date: what is known of it, and what to say. */
static void
ask_date(const struct kb_report *r, const struct kb_import_event *e)
{
	kb_str latest = e->issue->month_day;
	struct kb_buf range = { 0 };
	add_range(&range, e);
	if (latest.n && range.n) {
		kb_print_line(r->cli->err,
		              _("kanbao: %s: has no date; its latest news is of %.*s; %s: give "
		                "--date or --year"),
		              e->path, KB_ARG(latest), range.p);
	} else if (latest.n) {
		kb_print_line(
			r->cli->err,
			_("kanbao: %s: has no date; its latest news is of %.*s: give --date or "
		          "--year"),
			e->path, KB_ARG(latest));
	} else if (range.n) {
		kb_print_line(r->cli->err, _("kanbao: %s: has no date; %s: give --date"), e->path,
		              range.p);
	} else {
		kb_print_line(r->cli->err,
		              _("kanbao: %s: has no date, and its news name none: give --date"),
		              e->path);
	}
	kb_buf_release(&range);
}

static void
print_refused(struct kb_report *r, const struct kb_import_event *e)
{
	kb_print_line(r->cli->err, _("kanbao: %s: %s"), e->path, e->message);
	if (r->listed < LISTED_MAX) {
		struct kb_buf line = { 0 };
		kb_buf_add(&line, KB_STR("  "));
		kb_buf_printf(&line, _("%s: %s"), e->path, e->message);
		kb_text_oneline(kb_buf_str(&line), &r->refused);
		kb_buf_byte(&r->refused, '\n');
		kb_buf_release(&line);
		r->listed++;
	}
}

static void
print_stored(const struct kb_report *r, const struct kb_import_event *e, size_t unsure)
{
	struct kb_buf line = { 0 };
	const char *comma = _(", ");
	kb_buf_printf(&line, _("%s: %.*s"), e->path, KB_ARG(e->ref));
	if (e->issue->date_source == KB_DATE_INFERRED) {
		kb_buf_printf(&line, "%s%s", comma, _("date inferred"));
	}
	kb_buf_add(&line, kb_str_of(comma));
	kb_buf_printf(&line, ngettext("%zu article", "%zu articles", e->issue->narticles),
	              e->issue->narticles);
	kb_buf_printf(&line, "%s%s", comma, outcome(r, e->what));
	if (unsure) {
		kb_buf_add(&line, kb_str_of(comma));
		kb_buf_printf(&line, ngettext("%zu doubt", "%zu doubts", unsure), unsure);
	}
	kb_print_line(r->cli->out, "%s", line.p);
	kb_buf_release(&line);
	if (e->issue->day == KB_DAY_NONE && (r->dry_run || e->what != KB_PUT_UNCHANGED)) {
		ask_date(r, e);
	}
}

void
kb_report_event(void *user, const struct kb_import_event *e)
{
	struct kb_report *r = user;
	size_t unsure = e->err ? 0 : doubts(e->issue);
	r->doubtful += unsure > 0;
	kb_progress_clear(&r->progress);
	if (r->json) {
		print_json(r, e);
	} else if (e->err) {
		print_refused(r, e);
	} else {
		print_stored(r, e, unsure);
	}
}

void
kb_report_progress(void *user, const struct kb_import_progress *at)
{
	struct kb_report *r = user;
	kb_progress_show(&r->progress, at);
}

void
kb_report_indexing(void *user, int64_t done)
{
	struct kb_report *r = user;
	kb_progress_count(&r->progress, _("indexing"), done, 0);
}

void
kb_report_end(struct kb_report *r, const struct kb_import_totals *t, enum kb_err err)
{
	kb_progress_clear(&r->progress);
	if (r->json) {
		print_json_sum(r, t, err);
	} else if (t->files > 1 || err == KB_E_INTERRUPTED || (!err && !t->refused)) {
		kb_print_line(r->cli->out,
		              ngettext("%zu file: %zu stored, %zu replaced, %zu unchanged, "
		                       "%zu doubtful, %zu refused",
		                       "%zu files: %zu stored, %zu replaced, %zu unchanged, "
		                       "%zu doubtful, %zu refused",
		                       t->files),
		              t->files, r->dry_run ? 0 : t->stored, t->replaced, t->unchanged,
		              r->doubtful, t->refused);
		kb_print_text(r->cli->out, kb_buf_str(&r->refused));
		if (t->refused > r->listed) {
			kb_print_line(r->cli->out, _("  and %zu more"), t->refused - r->listed);
		}
	}
	kb_buf_release(&r->refused);
}
