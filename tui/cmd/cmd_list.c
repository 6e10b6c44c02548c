/* kanbao list: an issue a line, newest first. */
#include <jansson.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/today.h"

static void
print_json(struct kb_cli *cli, const struct kb_issue_row *row, kb_str ref)
{
	char iso[KB_ISO_SIZE];
	json_t *o = json_object();
	kb_json_text(o, "issue", ref);
	kb_json_text(o, "paper", row->paper);
	kb_json_text(o, "date",
	             row->day == KB_DAY_NONE ? KB_STR_NULL : kb_str_of(kb_day_iso(row->day, iso)));
	kb_json_text(o, "date_source", kb_str_of(kb_date_source_name(row->date_source)));
	json_object_set_new(o, "number", row->number ? json_integer(row->number) : json_null());
	json_object_set_new(o, "pages", json_integer(row->npages));
	json_object_set_new(o, "articles", json_integer(row->narticles));
	kb_json_print(cli, o);
}

static void
print_row(struct kb_cli *cli, const struct kb_issue_row *row, kb_str ref)
{
	struct kb_buf line = { 0 };
	kb_buf_add(&line, ref);
	if (row->date_source == KB_DATE_INFERRED) {
		kb_buf_printf(&line, "  %s", _("date inferred"));
	}
	if (row->number) {
		kb_buf_add(&line, KB_STR("  "));
		kb_buf_printf(&line, _("no. %ld"), row->number);
	}
	kb_buf_add(&line, KB_STR("  "));
	kb_buf_printf(&line, ngettext("%d page", "%d pages", (unsigned long)row->npages),
	              row->npages);
	kb_buf_add(&line, KB_STR("  "));
	kb_buf_printf(&line, ngettext("%d article", "%d articles", (unsigned long)row->narticles),
	              row->narticles);
	kb_buf_add(&line, KB_STR("  "));
	kb_buf_add(&line, row->lead);
	kb_print_line(cli->out, "%.*s", KB_ARG(kb_str_trim(kb_buf_str(&line))));
	kb_buf_release(&line);
}

struct run {
	struct kb_cli *cli;
	bool json;
};

static enum kb_err
list_issue(void *user, struct kb_store *store, kb_issue_id id)
{
	const struct run *run = user;
	struct kb_arena arena = { 0 };
	struct kb_buf ref = { 0 };
	struct kb_issue_row row;
	enum kb_err err = kb_store_issue(store, &run->cli->ctx, &arena, id, &row);
	err = err ? err : kb_store_issue_ref(store, &run->cli->ctx, id, &ref);
	if (!err) {
		(run->json ? print_json : print_row)(run->cli, &row, kb_buf_str(&ref));
	}
	kb_buf_release(&ref);
	kb_arena_release(&arena);
	return err;
}

/* The issues of the same day in all years, of all papers. */
static enum kb_err
list_same(struct run *run, struct kb_store *store, kb_day day)
{
	struct kb_arena a = { 0 };
	struct kb_same *same = NULL;
	size_t n = 0;
	enum kb_err err = kb_same_days(store, &run->cli->ctx, &a, 0, day, false, &same, &n);
	for (size_t i = 0; i < n && !err; i++) {
		err = list_issue(run, store, same[i].issue.id);
	}
	if (!err && !n) {
		char iso[KB_ISO_SIZE];
		err = kb_fail(&run->cli->ctx, KB_E_NOTHING,
		              _("no issue of this day in any year: %s"), kb_day_iso(day, iso) + 5);
	}
	kb_arena_release(&a);
	return err;
}

/* --day 4-13 or 2022-04-13; --today is the day it is. */
static enum kb_err
read_day(struct kb_cli *cli, const char *text, kb_day *out)
{
	kb_str s = kb_str_of(text);
	struct kb_ymd md;
	if (kb_date_scan(s, out) == s.n) {
		return KB_OK;
	}
	if (kb_date_scan_md(s, &md) == s.n) {
		md.year = 2000; /* has every day of a year */
		*out = kb_day_of(md);
		return KB_OK;
	}
	return kb_fail(&cli->ctx, KB_E_USAGE,
	               _("--day: '%s' is no date; write it like 4-13 or 2022-04-13"), text);
}

enum kb_err
cmd_list(struct kb_cli *cli, int argc, char **argv)
{
	struct run run = { .cli = cli };
	struct kb_store *store = NULL;
	bool today = false;
	const char *text = NULL;
	kb_day day = KB_DAY_NONE;
	struct kb_chosen chosen = { 0 };
	bool unread = false;
	const struct kb_flag flags[] = { { "--json", NULL, &run.json },
		                         KB_CHOSEN_FLAGS(chosen),
		                         { "--unread", NULL, &unread },
		                         { "--today", NULL, &today },
		                         { "--day", &text, NULL } };
	enum kb_err err = kb_args(cli, &argc, argv, flags, sizeof(flags) / sizeof(*flags));
	if (!err && text) {
		err = read_day(cli, text, &day);
	} else if (today) {
		day = kb_day_today();
	}
	if (!err && argc > 1) {
		err = kb_fail(&cli->ctx, KB_E_USAGE,
		              _("unknown word '%s'; 'kanbao %s --help' shows how it is used"),
		              argv[1], argv[0]);
	}
	if (!err && day != KB_DAY_NONE && (unread || kb_chosen_any(&chosen))) {
		err = kb_fail(
			&cli->ctx, KB_E_USAGE,
			_("list takes a day or what is marked, not both; 'kanbao list --help' "
		          "shows how it is used"));
	}
	if (!err) {
		err = kb_cli_store(cli, &store);
	}
	if (!err && (unread || kb_chosen_any(&chosen))) {
		err = kb_print_marked(cli, store, unread ? NULL : &chosen, run.json);
	} else if (!err) {
		err = day != KB_DAY_NONE ? list_same(&run, store, day)
		                         : kb_each_issue(cli, store, argc, argv, list_issue, &run);
	}
	kb_store_close(store);
	return err;
}
