/* kanbao list: an issue a line, newest first. */
#include <jansson.h>
#include <stdlib.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"

#define WINDOW 256

static void
set_text(json_t *object, const char *key, kb_str text)
{
	json_object_set_new(object, key, text.p ? json_stringn(text.p, text.n) : json_null());
}

static void
print_json(struct kb_cli *cli, const struct kb_issue_row *row, kb_str ref)
{
	char iso[KB_ISO_SIZE];
	json_t *o = json_object();
	set_text(o, "issue", ref);
	set_text(o, "paper", row->paper);
	set_text(o, "date",
	         row->day == KB_DAY_NONE ? KB_STR_NULL : kb_str_of(kb_day_iso(row->day, iso)));
	json_object_set_new(o, "number", row->number ? json_integer(row->number) : json_null());
	json_object_set_new(o, "pages", json_integer(row->npages));
	json_object_set_new(o, "articles", json_integer(row->narticles));
	char *text = json_dumps(o, JSON_COMPACT);
	kb_print_line(cli->out, "%s", text ? text : "");
	free(text);
	json_decref(o);
}

static void
print_row(struct kb_cli *cli, const struct kb_issue_row *row, kb_str ref)
{
	struct kb_buf line = { 0 };
	kb_buf_add(&line, ref);
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

static enum kb_err
list_all(struct kb_cli *cli, struct kb_store *store, bool json)
{
	struct kb_arena arena = { 0 };
	struct kb_buf ref = { 0 };
	struct kb_issue_row *rows = NULL;
	size_t n = 0;
	kb_issue_id from = 0;
	enum kb_err err = KB_OK;
	do {
		kb_arena_reset(&arena);
		err = kb_store_issues(store, &cli->ctx, &arena, from, true, 0, WINDOW, &rows, &n);
		for (size_t i = 0; i < n && !err; i++) {
			kb_buf_clear(&ref);
			err = kb_store_issue_ref(store, &cli->ctx, rows[i].id, &ref);
			if (!err) {
				(json ? print_json : print_row)(cli, &rows[i], kb_buf_str(&ref));
			}
			from = rows[i].id;
		}
	} while (n == WINDOW && !err);
	kb_buf_release(&ref);
	kb_arena_release(&arena);
	return err;
}

enum kb_err
cmd_list(struct kb_cli *cli, int argc, char **argv)
{
	bool json = false;
	struct kb_store *store = NULL;
	const struct kb_flag flags[] = { { "--json", NULL, &json } };
	enum kb_err err = kb_args(cli, &argc, argv, flags, 1);
	if (!err && argc > 1) {
		err = kb_fail(&cli->ctx, KB_E_USAGE,
		              _("unknown word '%s'; 'kanbao %s --help' shows how it is used"),
		              argv[1], argv[0]);
	}
	if (!err) {
		err = kb_cli_store(cli, &store);
	}
	if (!err) {
		err = list_all(cli, store, json);
	}
	kb_store_close(store);
	return err;
}
