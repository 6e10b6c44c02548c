/*
 * PDF pages, as `pdftohtml -xml` gives them: columns, sizes and indents tell
 * what blank lines tell in page text. Each page runs through the passes for
 * itself; together they are an issue.
 */
#include <string.h>

#include "formats.h"
#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "pdf_int.h"

struct making {
	struct kb_ctx *ctx;
	struct kb_arena *a;
	const char *name;
	const struct kb_parse_options *options;
	struct kb_issue *issue;
	struct kb_parse_report *report;
	size_t pages;      /* with text, so far */
	size_t cap;        /* of the issue's articles */
	kb_str first_page; /* as text, option or file name call it */
};

bool
kb_fmt_pdf_is(const struct kb_bundle *bundle)
{
	kb_str head = bundle->n == 1 ? kb_str_sub(bundle->files[0].bytes, 0, 400) : KB_STR_NULL;
	return kb_file_first(head) == '<' && kb_str_find(head, KB_STR("<pdf2xml")) != SIZE_MAX;
}

/* --- pages → one issue ------------------------------------------------------------ */

static void
add_strs(struct kb_arena *a, struct kb_strs *to, const struct kb_strs *from)
{
	for (size_t i = 0; i < from->n; i++) {
		kb_strs_add(a, to, from->v[i]);
	}
}

/* What the masthead says is taken from the first page that says it. */
static void
merge_facts(struct kb_issue *to, const struct kb_issue *from)
{
	bool printed = from->date_source == KB_DATE_MASTHEAD;
	if (to->day == KB_DAY_NONE || (printed && to->date_source != KB_DATE_MASTHEAD)) {
		to->day = from->day;
		to->date_source = from->date_source;
	}
	to->paper = to->paper.p ? to->paper : from->paper;
	to->number = to->number ? to->number : from->number;
	to->lunar = to->lunar.p ? to->lunar : from->lunar;
	to->weekday = to->weekday.p ? to->weekday : from->weekday;
	to->pages = to->pages ? to->pages : from->pages;
	to->edition = from->edition;
}

static void
add_page_names(struct kb_arena *a, struct kb_issue *to, const struct kb_issue *from)
{
	size_t n = to->npage_names + from->npage_names;
	if (!from->npage_names) {
		return;
	}
	struct kb_page_name *names = kb_arena_alloc(a, n, sizeof(*names));
	for (size_t i = 0; i < n; i++) {
		names[i] = i < to->npage_names ? to->page_names[i]
		                               : from->page_names[i - to->npage_names];
	}
	to->page_names = names;
	to->npage_names = n;
}

static void
merge(struct making *m, const struct kb_issue *from)
{
	struct kb_issue *to = m->issue;
	merge_facts(to, from);
	add_strs(m->a, &to->masthead, &from->masthead);
	add_strs(m->a, &to->dropped, &from->dropped);
	add_page_names(m->a, to, from);
	for (size_t i = 0; i < from->narticles; i++) {
		to->articles = kb_arena_grow(m->a, to->articles, to->narticles, &m->cap,
		                             sizeof(*to->articles));
		to->articles[to->narticles++] = from->articles[i];
	}
}

/* "A1" and 2 → "A3"; a page that isn't counted so → its own number in the file. */
static kb_str
page_after(const struct making *m, size_t further)
{
	kb_str first = m->first_page;
	size_t digits = first.n;
	long number = 0;
	long place = 1;
	while (digits > 0 && place <= 1000 && first.p[digits - 1] >= '0' &&
	       first.p[digits - 1] <= '9') {
		number += (first.p[--digits] - '0') * place;
		place *= 10;
	}
	if (place == 1) {
		return kb_arena_printf(m->a, "%zu", further + 1);
	}
	return kb_arena_printf(m->a, "%.*s%ld", KB_ARG(kb_str_sub(first, 0, digits)),
	                       number + (long)further);
}

static enum kb_err
make_page(struct making *m, struct kb_pdf_page *printed, size_t number)
{
	struct kb_parse_options options = *m->options;
	struct kb_parse_report report = { 0 };
	struct kb_issue issue = { .day = KB_DAY_NONE, .edition = 1 };
	struct kb_page page = {
		.a = m->a, .options = &options, .report = &report, .issue = &issue
	};
	if (number > 0) {
		options.page = page_after(m, number);
	}
	kb_pdf_lines(m->a, printed);
	if (printed->n > KB_PDF_LINES) {
		return kb_fail(m->ctx, KB_E_DATA,
		               _("page %zu has more than %zu lines; no page of a paper looks so"),
		               number + 1, KB_PDF_LINES);
	}
	kb_pdf_blocks(&page, printed);
	enum kb_err err = kb_page_run(m->ctx, &page, m->name);
	if (err) {
		return err;
	}
	if (number == 0) {
		m->first_page = page.page;
		m->report->page_given = report.page_given;
	}
	m->report->page_given = m->report->page_given || m->pages++ > 0;
	merge(m, &issue);
	return KB_OK;
}

/* A page that is a picture among pages with text. */
static void
tell_empty(struct making *m, const struct kb_pdf *pdf)
{
	for (size_t i = 0; i < pdf->n && m->issue->narticles; i++) {
		if (pdf->pages[i].n == 0) {
			kb_doubt(m->a, &m->issue->articles[0].doubts,
			         N_("a page of the PDF is a picture without text"));
			return;
		}
	}
}

/* The day told of, over all pages. */
static void
find_newsday(struct making *m)
{
	struct kb_page all = { .a = m->a, .options = m->options, .issue = m->issue };
	kb_newsday_find(&all);
}

static enum kb_err
make_issue(struct making *m, struct kb_pdf *pdf)
{
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < pdf->n && !err; i++) {
		if (pdf->pages[i].n > 0) {
			err = make_page(m, &pdf->pages[i], i);
		}
	}
	if (!err && m->pages == 0) {
		err = kb_fail(m->ctx, KB_E_DATA,
		              _("the PDF has no text layer, only pictures; it needs OCR, which "
		                "kanbao doesn't do"));
	}
	if (!err && m->issue->narticles > KB_LIMIT_ARTICLES) {
		err = kb_fail(m->ctx, KB_E_DATA,
		              _("more than %d articles in one file; split it by day"),
		              KB_LIMIT_ARTICLES);
	}
	if (!err) {
		tell_empty(m, pdf);
		find_newsday(m);
	}
	return err;
}

enum kb_err
kb_fmt_pdf_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                const struct kb_parse_options *options, const struct kb_sink *sink)
{
	static const struct kb_parse_options nothing = { .day = KB_DAY_NONE };
	struct kb_parse_report report = { 0 };
	struct kb_issue issue = { .day = KB_DAY_NONE, .edition = 1 };
	struct kb_pdf pdf = { 0 };
	struct kb_buf xml = { 0 };
	kb_str name = kb_arena_dup(a, kb_file_base(bundle, 0));
	struct making m = {
		.ctx = ctx,
		.a = a,
		.name = name.p,
		.options = options ? options : &nothing,
		.issue = &issue,
		.report = &report,
	};
	kb_text_decode(bundle->files[0].bytes, KB_ENC_UTF8, &xml, &report.text);
	enum kb_err err = kb_pdf_read(ctx, a, kb_buf_str(&xml), &pdf, &report.text);
	err = err ? err : make_issue(&m, &pdf);
	kb_buf_release(&xml);
	return err ? err : sink->issue(sink->user, &issue, &report);
}
