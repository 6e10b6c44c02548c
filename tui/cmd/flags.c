/* What the options of the subcommands do: those that a usage names, each told of. */
#include <string.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/layout.h"

/* Lines of help, in cells. */
#define HELP_COLS 80
#define FLAG_COLS 20

struct flag_help {
	const char *cmd; /* NULL: of all others */
	const char *name;
	const char *help;
};
static const struct flag_help rows[] = {
	{ "list", "--json", N_("an object a line") },
	{ "search", "--json", N_("an object a line") },
	{ "import", "--json", N_("the report as JSON") },
	{ NULL, "--json", N_("JSON instead of text") },
	{ "search", "--from", N_("not older than this day, month or year") },
	{ "search", "--to", N_("not newer than this day, month or year") },
	{ NULL, "--from", N_("issues from this day on") },
	{ NULL, "--to", N_("issues up to this day") },
	{ "search", "--paper", N_("papers with this in their name") },
	{ "stats", "--paper", N_("this paper only") },
	{ NULL, "--paper", N_("the name of the paper, where a page does not say it") },
	{ NULL, "--date", N_("the day of the issue, where a page does not say it") },
	{ NULL, "--year", N_("the year, where only day and month are printed") },
	{ NULL, "--page", N_("the page: 1, A4") },
	{ NULL, "--edition", N_("the edition, where several came on a day") },
	{ NULL, "--dry-run", N_("read and report, store nothing") },
	{ NULL, "--yes", N_("do not ask") },
	{ NULL, "--today", N_("issues of today's day in all years") },
	{ NULL, "--day", N_("issues of that day in all years: 4-13") },
	{ NULL, "--starred", N_("articles with a star") },
	{ NULL, "--noted", N_("articles with a note") },
	{ NULL, "--tag", N_("articles with this tag") },
	{ NULL, "--unread", N_("articles that are not read") },
	{ NULL, "--width", N_("cells a line, 2 to 10000") },
	{ NULL, "--apart",
	  N_("the halves of a story that is cut over pages, each as it is printed") },
	{ NULL, "--format", N_("as what; JSON Lines where nothing is said") },
	{ NULL, "--search", N_("only articles that this finds") },
	{ NULL, "--output", N_("into this file") },
	{ "search", "--limit", N_("so many hits at most") },
	{ NULL, "--limit", N_("so many names of each kind at most") },
	{ NULL, "--count", N_("only how many there are") },
	{ NULL, "--missing", N_("the gaps in the numbers of issues") },
	{ NULL, "--replace", N_("also where there is one already") },
	{ NULL, "--index", N_("make the index anew from nothing") },
};

void
kb_print_entry(struct kb_cli *cli, kb_str name, int cols, const char *help)
{
	const struct kb_layout_options o = { .width = HELP_COLS,
		                             .measure = HELP_COLS,
		                             .ambiguous = KB_AMBIGUOUS_2 }; /* at most */
	struct kb_arena a = { 0 };
	struct kb_buf text = { 0 };
	struct kb_lines lines = { 0 };
	int width = name.n ? kb_text_cols(name, o.ambiguous) + 2 : 0;
	bool beside = width < cols;
	kb_layout_para(&a, kb_str_of(help), KB_ROLE_BODY, cols, cols, &o, &lines);
	kb_lines_dump(&lines, o.ambiguous, &text);
	if (!beside && name.n) {
		kb_print_line(cli->out, "  %.*s", KB_ARG(name));
	}
	/* the name stands in the blanks in front of the first line */
	kb_str rest = kb_buf_str(&text);
	if (beside && width && rest.n > (size_t)cols) {
		fprintf(cli->out, "  %.*s%*s", KB_ARG(name), cols - width, "");
		rest = kb_str_sub(rest, (size_t)cols, rest.n);
	}
	kb_print_text(cli->out, rest);
	kb_buf_release(&text);
	kb_arena_release(&a);
}

static const char *
help_of(const char *cmd, kb_str flag)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (kb_str_eq(flag, kb_str_of(rows[i].name)) &&
		    (!rows[i].cmd || strcmp(rows[i].cmd, cmd) == 0)) {
			return rows[i].help;
		}
	}
	return NULL;
}

/* "--paper NAME" of "[--paper NAME] [--json]": the option, and what it takes if anything. */
static kb_str
cut_flag(const char *from, size_t *name)
{
	size_t n = strcspn(from, " ]|");
	*name = n;
	if (from[n] == ' ' && from[n + 1] != '|') {
		n += 1 + strcspn(from + n + 1, " ]");
	}
	return (kb_str){ from, n };
}

void
kb_cmd_print_flags(struct kb_cli *cli, const struct kb_cmd *cmd)
{
	const char *at = *cmd->usage ? _(cmd->usage) : "";
	while ((at = strstr(at, "--"))) {
		size_t n = 0;
		kb_str flag = cut_flag(at, &n);
		const char *help = help_of(cmd->name, kb_str_sub(flag, 0, n));
		if (help) {
			kb_print_entry(cli, flag, FLAG_COLS, _(help));
		}
		at += flag.n;
	}
}
