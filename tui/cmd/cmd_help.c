/* kanbao help: the tables as text. */
#include <string.h>

#include "cmd_int.h"
#include "kanbao/action.h"
#include "kanbao/i18n.h"
#include "kanbao/keymap.h"
#include "kanbao/text.h"

static void
print_options(struct kb_cli *cli)
{
	kb_print_line(cli->out, "%s", _("options of -o:"));
	for (size_t i = 0; i < KB_OPT_COUNT; i++) {
		const struct kb_option *row = kb_option_row((enum kb_option_id)i);
		struct kb_buf values = { 0 };
		if (row->type == KB_TYPE_INT) {
			kb_buf_printf(&values, "%ld-%ld", row->min, row->max);
		} else {
			kb_buf_printf(&values, "%s",
			              row->type == KB_TYPE_BOOL ? "yes|no" : row->unit);
		}
		struct kb_buf name = { 0 };
		kb_buf_printf(&name, "%-10s %s", row->name, values.p);
		kb_print_entry(cli, kb_buf_str(&name), 26, _(row->help));
		kb_buf_release(&name);
		kb_buf_release(&values);
	}
}

void
kb_cmd_overview(struct kb_cli *cli)
{
	static const struct {
		const char *usage;
		const char *help;
	} common[] = {
		{ "-a FILE",
		  N_("the archive; else $KANBAO_ARCHIVE, else the one in your data folder") },
		{ "-o NAME=VALUE", N_("set an option, see below") },
		{ "--lang zh|en", N_("language of the interface") },
		{ "--help", N_("print this help, or that of a command") },
		{ "--version", N_("print the version") },
	};
	kb_print_line(cli->out, "%s", _("usage: kanbao [OPTION]… [ARCHIVE|REFERENCE|DATE]"));
	kb_print_line(cli->out, "%s", _("       kanbao [OPTION]… COMMAND …"));
	kb_print_line(cli->out, "%s", _("Without a command the reader is opened."));
	for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++) {
		kb_print_entry(cli, kb_str_of(common[i].usage), 17, _(common[i].help));
	}
	kb_print_line(cli->out, "%s", _("commands:"));
	for (const struct kb_cmd *row = kb_cmds(); row->name; row++) {
		kb_print_entry(cli, kb_str_of(row->name), 17, _(row->help));
	}
	print_options(cli);
	kb_print_entry(cli, KB_STR_NULL, 0,
	               _("'kanbao help TOPIC' tells more: a command, actions, options, "
	                 "queries, references."));
}

/* What keys may ask for, by the names that bind and the command line take. */
static void
print_actions(struct kb_cli *cli)
{
	for (int g = 0; g < KB_GROUP_COUNT; g++) {
		kb_print_line(cli->out, _("%s:"), _(kb_group_title((enum kb_group)g)));
		for (int i = 0; i < KB_ACT_COUNT; i++) {
			const struct kb_action_row *row = kb_action_row((enum kb_action)i);
			struct kb_buf keys = { 0 };
			kb_keymap_keys(&cli->keymap, (enum kb_action)i, &keys);
			if ((int)row->group == g) {
				kb_print_line(cli->out, "  %-22s %-26s %s", row->name,
				              kb_buf_str(&keys).p, _(row->help));
			}
			kb_buf_release(&keys);
		}
	}
}

static void
print_reference(struct kb_cli *cli)
{
	kb_print_line(
		cli->out, "%s",
		_("A reference is PAPER/DATE[/PAGE/NUMBER], for example 今日柯城/2022-04-13/1/2."));
	kb_print_line(cli->out, "%s",
	              _("PAPER/DATE or a DATE alone names an issue; DATE.2 the second edition of a "
	                "day; a paper without a name is _."));
	kb_print_line(cli->out, "%s",
	              _("A citation copied by Y is taken too: its reference stands in [ ]."));
}

static void
print_queries(struct kb_cli *cli)
{
	static const struct {
		const char *example;
		const char *help;
	} rows[] = {
#define X(example, help) { example, help },
#include "kanbao/query.def"
#undef X
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		kb_print_entry(cli, kb_str_of(rows[i].example), 26, _(rows[i].help));
	}
	kb_print_line(cli->out, "%s",
	              _("Words may stand in any order; none of them may be left out, and there is "
	                "no “or”."));
	kb_print_line(cli->out, "%s",
	              _("On a command line the query is one word in quotes: kanbao search '结对 "
	                "-通知'."));
}

static const struct {
	const char *name;
	void (*print)(struct kb_cli *cli);
} topics[] = {
	{ "actions", print_actions },
	{ "options", print_options },
	{ "queries", print_queries },
	{ "references", print_reference },
};

/* False where there is no such topic. */
static bool
print_topic(struct kb_cli *cli, const char *name)
{
	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++) {
		if (strcmp(topics[i].name, name) == 0) {
			topics[i].print(cli);
			return true;
		}
	}
	return false;
}

enum kb_err
cmd_help(struct kb_cli *cli, int argc, char **argv)
{
	enum kb_err err = kb_args(cli, &argc, argv, NULL, 0);
	if (err) {
		return err;
	}
	if (argc < 2) {
		kb_cmd_overview(cli);
		return KB_OK;
	}
	if (print_topic(cli, argv[1])) {
		return KB_OK;
	}
	const struct kb_cmd *cmd = kb_cmd_find(argv[1]);
	if (!cmd) {
		return kb_fail(&cli->ctx, KB_E_USAGE,
		               _("no command or topic is called '%s'; 'kanbao help' shows those "
		                 "there are; topics are actions, options, queries, references"),
		               argv[1]);
	}
	char help[] = "--help";
	return kb_cmd_run(cli, cmd, 2, (char *[]){ argv[1], help, NULL });
}
