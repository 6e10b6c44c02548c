/*
 * Bytes → issue: the passes in their order. The rules they follow:
 *
 * R1  a block is text between blank lines; a wide gap is a cut
 * R2  a body block without a stop at its end goes on in the next one
 * R3  a headline is short and has no full stop
 * R4  titles before a lead are one group: kicker, headline, deck by their form
 * R5  bylines and credits: a role opens a list of names, or closes it
 * R6  headline, caption and a photographer's credit are a photo of its own
 * R7  下转 closes a story, 上接 opens one
 * R8  columns out of order: the lead comes first, the seam must fit
 * R9  labels, banners, notices are told by form and by words
 * R10 masthead: lines that are facts throughout, and the names beside them
 * R11 dates in every printed form; what contradicts is kept and doubted
 * R12 the news day is the latest day told of, none that is announced
 * R13 end signs close a story
 * R14 subheads, lists and verse keep their lines
 * R15 what was moved, guessed or not found is told as a doubt
 */
#include "kanbao/parse.h"

#include <string.h>

#include "kanbao/i18n.h"
#include "parse_int.h"

/* What the text doesn't say is taken from the options, then the file's name. */
static void
fill_in(struct kb_page *page, const struct kb_name_facts *name)
{
	struct kb_issue *issue = page->issue;
	const struct kb_parse_options *options = page->options;
	if (issue->day != KB_DAY_NONE) {
		if (options->day != KB_DAY_NONE && options->day != issue->day) {
			kb_doubt(page->a, &page->doubts,
			         N_("the date given differs from the printed one"));
		}
	} else if (options->day != KB_DAY_NONE) {
		issue->day = options->day;
		issue->date_source = KB_DATE_OPTION;
	} else if (name->day != KB_DAY_NONE) {
		issue->day = name->day;
		issue->date_source = KB_DATE_FILENAME;
	}
	if (!issue->paper.p) {
		issue->paper =
			options->paper.n ? kb_field_dup(page->a, options->paper) : name->paper;
	}
	if (!page->page.p) {
		page->page = options->page.n ? kb_field_dup(page->a, options->page) : name->page;
	}
	issue->edition = options->edition > 0 ? options->edition : 1;
}

/* Doubts of the issue as a whole go to its first article. */
static void
tell_doubts(struct kb_page *page)
{
	const struct kb_text_report *met = &page->report->text;
	struct kb_issue *issue = page->issue;
	if (page->cut_end) {
		kb_doubt(page->a, &page->doubts, N_("the file ends inside a character"));
	}
	if (met->broken) {
		kb_doubt(page->a, &page->doubts,
		         N_("characters that could not be read were replaced"));
	}
	if (met->invisible || met->controls) {
		kb_doubt(page->a, &page->doubts, N_("invisible characters were removed"));
	}
	for (size_t i = 0; i < page->doubts.n && issue->narticles; i++) {
		kb_strs_add(page->a, &issue->articles[0].doubts, page->doubts.v[i]);
	}
}

enum kb_err
kb_page_run(struct kb_ctx *ctx, struct kb_page *page, const char *name)
{
	struct kb_name_facts named;
	kb_masthead_take(page);
	kb_furniture_take(page);
	kb_filename_read(page->a, name, &named);
	fill_in(page, &named);
	kb_date_check(page);
	kb_date_complete(page);
	page->report->page_given = page->page.p != NULL;
	kb_blocks_classify(page);
	kb_segment(page);
	if (page->nstories > KB_LIMIT_ARTICLES) {
		return kb_fail(ctx, KB_E_DATA,
		               _("more than %d articles in one file; split it by day"),
		               KB_LIMIT_ARTICLES);
	}
	kb_columns_sort(page);
	kb_articles_make(page);
	kb_newsday_find(page);
	kb_date_infer(page);
	kb_date_leads(page);
	tell_doubts(page);
	return KB_OK;
}

enum kb_err
kb_parse(struct kb_ctx *ctx, struct kb_arena *a, kb_str bytes, const char *name,
         const struct kb_parse_options *options, struct kb_issue *issue,
         struct kb_parse_report *report)
{
	static const struct kb_parse_options nothing = { .day = KB_DAY_NONE };
	struct kb_parse_report met = { 0 };
	struct kb_issue made = { .day = KB_DAY_NONE, .edition = 1 };
	struct kb_page page = {
		.a = a, .options = options ? options : &nothing, .report = &met, .issue = &made
	};
	struct kb_buf text = { 0 };
	enum kb_err err = kb_source_text(ctx, bytes, &text, &met, &page.cut_end);
	if (!err) {
		kb_lines_blocks(&page, kb_buf_str(&text));
		err = kb_page_run(ctx, &page, name);
	}
	if (!err) {
		*issue = made;
		if (report) {
			*report = met;
		}
	}
	kb_buf_release(&text);
	return err;
}
