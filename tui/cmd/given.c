/* --paper, --date, --year, --page, --edition: what a page doesn't say; --from and --to. */
#include <string.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/search.h"
#include "kanbao/text.h"

#define EDITION_MAX 31

static enum kb_err
read_day(struct kb_cli *cli, const char *option, const char *text, kb_day *day)
{
	kb_str s = kb_str_trim(kb_str_of(text));
	kb_day found;
	if (kb_date_scan(s, &found) != s.n || s.n == 0) {
		return kb_fail(&cli->ctx, KB_E_USAGE,
		               _("%s: '%s' is no date; write it like 2022-04-13"), option, text);
	}
	*day = found;
	return KB_OK;
}

enum kb_err
kb_arg_span(struct kb_cli *cli, const char *option, const char *text, bool last, kb_day *day)
{
	struct kb_arena a = { 0 };
	struct kb_buf typed = { 0 };
	struct kb_terms terms;
	if (!text) {
		return KB_OK;
	}
	kb_buf_printf(&typed, "date:%s", text);
	kb_terms_parse(&a, kb_buf_str(&typed), kb_day_today(), &terms);
	kb_day found = KB_DAY_NONE;
	if (terms.n == 1 && terms.v[0].field == KB_FIELD_DATE) {
		found = last ? terms.v[0].last : terms.v[0].first;
	}
	kb_buf_release(&typed);
	kb_arena_release(&a);
	if (found == KB_DAY_NONE) {
		return kb_fail(&cli->ctx, KB_E_USAGE,
		               _("%s: '%s' is no date; write it like 2022-04-13, 2022-04 or 2022"),
		               option, text);
	}
	*day = found;
	return KB_OK;
}

static enum kb_err
read_edition(struct kb_cli *cli, const char *text, int *edition)
{
	kb_str s = kb_str_of(text);
	long n = 0;
	if (kb_number_scan(s, &n) != s.n || n < 1 || n > EDITION_MAX) {
		return kb_fail(&cli->ctx, KB_E_USAGE,
		               _("--edition: '%s' is no number from 1 to %d"), text, EDITION_MAX);
	}
	*edition = (int)n;
	return KB_OK;
}

static enum kb_err
read_year(struct kb_cli *cli, const char *text, int *year)
{
	kb_str s = kb_str_of(text);
	long n = 0;
	if (kb_number_scan(s, &n) != s.n || n < KB_YEAR_MIN || n > KB_YEAR_MAX) {
		return kb_fail(&cli->ctx, KB_E_USAGE, _("--year: '%s' is no year from %d to %d"),
		               text, KB_YEAR_MIN, KB_YEAR_MAX);
	}
	*year = (int)n;
	return KB_OK;
}

/* Appends the text cleaned, as one part of a reference. */
static enum kb_err
read_name(struct kb_cli *cli, const char *option, const char *text, struct kb_buf *out)
{
	struct kb_buf clean = { 0 };
	kb_text_oneline(kb_str_of(text), &clean);
	kb_str s = kb_str_trim(kb_buf_str(&clean));
	bool good = s.n > 0 && kb_str_find(s, KB_STR("/")) == SIZE_MAX;
	if (good) {
		kb_buf_add(out, s);
	}
	kb_buf_release(&clean);
	return good ? KB_OK
	            : kb_fail(&cli->ctx, KB_E_USAGE,
	                      _("%s: '%s' is no name; it is empty or holds a /"), option, text);
}

/* 02 is page 2, a4 page A4. */
static void
tidy_page(char *page)
{
	size_t zeros = strspn(page, "0");
	if (zeros && page[zeros]) {
		memmove(page, page + zeros, strlen(page + zeros) + 1);
	}
	for (; *page; page++) {
		*page = *page >= 'a' && *page <= 'z' ? (char)(*page - 'a' + 'A') : *page;
	}
}

enum kb_err
kb_given_read(struct kb_cli *cli, struct kb_given *given, struct kb_parse_options *out)
{
	struct kb_parse_options o = { .day = KB_DAY_NONE };
	size_t paper = 0;
	enum kb_err err = given->date ? read_day(cli, "--date", given->date, &o.day) : KB_OK;
	if (!err && given->year) {
		err = read_year(cli, given->year, &o.year);
	}
	if (!err && given->edition) {
		err = read_edition(cli, given->edition, &o.edition);
	}
	if (!err && given->paper) {
		err = read_name(cli, "--paper", given->paper, &given->text);
		paper = given->text.n;
	}
	kb_buf_byte(&given->text, '\0');
	if (!err && given->page) {
		err = read_name(cli, "--page", given->page, &given->text);
	}
	if (err) {
		return err;
	}
	/* both names stand in one buffer, which moves no more */
	if (given->paper) {
		o.paper = (kb_str){ given->text.p, paper };
	}
	if (given->page) {
		tidy_page(given->text.p + paper + 1);
		o.page = kb_str_of(given->text.p + paper + 1);
	}
	*out = o;
	return KB_OK;
}
