/*
 * Prints a manual page from its .in on standard input: a line @ACTIONS@,
 * @COMMANDS@, @QUERIES@, @OPTIONS@, @FORMATS@, @WRITERS@ or @STATUS@ becomes the table of
 * its rows, and a limit such as @FILE@ its number, so that the manual and the
 * program can't differ.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "kanbao/action.h"
#include "kanbao/ctx.h"
#include "kanbao/import.h"
#include "kanbao/option.h"
#include "kanbao/writer.h"

#define N_(text) text

/* --- words ------------------------------------------------------------------ */

static void
put_byte(char c)
{
	if (c == '\\') {
		(void)fputs("\\e", stdout);
	} else if (c == '-') {
		(void)fputs("\\-", stdout);
	} else {
		(void)putchar(c);
	}
}

/* A text as an argument of a macro: no byte of it means anything to roff. */
static void
put_word(const char *p, size_t n)
{
	if (n && strchr(".'|()[]{},;:?!", p[0])) {
		(void)fputs("\\&", stdout);
	}
	bool blank = memchr(p, ' ', n) != NULL;
	if (blank) {
		(void)putchar('"');
	}
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"') {
			(void)fputs("\\(dq", stdout);
		} else {
			put_byte(p[i]);
		}
	}
	if (blank) {
		(void)putchar('"');
	}
}

/* A sentence on a line of its own. */
static void
put_text(const char *text)
{
	if (text[0] == '.' || text[0] == '\'') {
		(void)fputs("\\&", stdout);
	}
	for (const char *p = text; *p; p++) {
		if (*p == '\\') {
			put_byte(*p);
		} else {
			(void)putchar(*p);
		}
	}
	(void)putchar('\n');
}

/* --- actions ---------------------------------------------------------------- */

/* Any letter. */
#define LETTER "<Letter>"
static const size_t letter_len = sizeof(LETTER) - 1;

/* A key as people write it: <C-F> is ^F, <PgDn> PgDn. */
static void
put_key(const char *p, size_t n)
{
	if (n == 5 && strncmp(p, "<C-", 3) == 0) {
		(void)fputs(" Ic ^", stdout);
		put_byte(p[3]);
		return;
	}
	if (n == 4 && strncmp(p, "<lt>", n) == 0) {
		p = "<";
		n = 1;
	}
	if (n > 2 && p[0] == '<' && p[n - 1] == '>') {
		p++;
		n -= 2;
	}
	bool any = n > letter_len && strncmp(p + n - letter_len, LETTER, letter_len) == 0;
	n -= any ? letter_len : 0;
	(void)fputs(" Ic ", stdout);
	put_word(p, n);
	(void)fputs(any ? " a\\(enz" : "", stdout);
}

static void
put_keys(const char *keys)
{
	for (const char *p = keys; *p;) {
		size_t n = strcspn(p, " ");
		if (n) {
			put_key(p, n);
		}
		p += n + (p[n] == ' ');
	}
}

static void
put_actions(void)
{
	for (int g = 0; g < KB_GROUP_COUNT; g++) {
		printf(".Ss %s\n.Bl -tag -width \"q h Left Backspace Esc\" -compact\n",
		       kb_group_title((enum kb_group)g));
		for (int i = 0; i < KB_ACT_COUNT; i++) {
			const struct kb_action_row *action = kb_action_row((enum kb_action)i);
			if ((int)action->group != g) {
				continue;
			}
			(void)fputs(".It", stdout);
			put_keys(action->keys);
			(void)fputs("\n", stdout);
			put_text(action->help);
		}
		puts(".El");
	}
}

/* --- subcommands ------------------------------------------------------------ */

struct command {
	const char *name;
	const char *usage;
	const char *help;
};

static const struct command commands[] = {
#define X(name, usage, help) { #name, usage, help },
#include "kanbao/cmd.def"
#undef X
};

/* One word of a usage line: --flag, NAME, or NAME|-. */
static void
put_usage_word(const char *p, size_t n)
{
	if (n > 2 && strncmp(p, "--", 2) == 0) {
		(void)fputs(" Fl \\-", stdout);
		p += 2;
		n -= 2;
		put_word(p, n);
		return;
	}
	const char *ar = " Ar ";
	for (const char *end = p + n; p < end;) {
		const char *bar = memchr(p, '|', (size_t)(end - p));
		size_t len = (size_t)((bar ? bar : end) - p);
		if (len) {
			(void)fputs(ar, stdout);
			put_word(p, len);
			ar = " ";
		}
		if (bar) {
			(void)fputs(" |", stdout);
		}
		p += len + 1;
	}
}

static void
put_usage(const char *usage)
{
	for (const char *p = usage; *p;) {
		if (*p == ' ') {
			p++;
		} else if (*p == '[') {
			(void)fputs(" Oo", stdout);
			p++;
		} else if (*p == ']') {
			(void)fputs(" Oc", stdout);
			p++;
		} else {
			size_t n = strcspn(p, " []");
			put_usage_word(p, n);
			p += n;
		}
	}
}

static void
put_commands(void)
{
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		printf(".It Cm %s", commands[i].name);
		put_usage(commands[i].usage);
		(void)fputs("\n", stdout);
		put_text(commands[i].help);
	}
	puts(".El");
}

/* --- queries ---------------------------------------------------------------- */

static void
put_queries(void)
{
	static const struct {
		const char *example;
		const char *help;
	} rows[] = {
#define X(example, help) { example, help },
#include "kanbao/query.def"
#undef X
	};
	puts(".Bl -tag -width \"kanbao help queries\" -compact");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)fputs(".It Li ", stdout);
		put_word(rows[i].example, strlen(rows[i].example));
		(void)fputs("\n", stdout);
		put_text(rows[i].help);
	}
	puts(".El");
}

/* --- options ---------------------------------------------------------------- */

/* The values of a word or a bool, separated by |. */
static void
put_values(const char *values)
{
	(void)fputs(" Ns Cm ", stdout);
	for (const char *p = values; *p; p++) {
		if (*p == '|') {
			(void)fputs(" | ", stdout);
		} else {
			put_byte(*p);
		}
	}
}

static void
put_option(const struct kb_option *o)
{
	printf(".It Cm %s Ns =", o->name);
	if (o->type == KB_TYPE_INT) {
		printf(" Ns Ar %s\n", o->unit[0] ? o->unit : "number");
		put_text(o->help);
		printf("(%ld to %ld; default\n.Cm %s )\n", o->min, o->max, o->def);
		return;
	}
	put_values(o->type == KB_TYPE_BOOL ? "yes|no" : o->unit);
	(void)putchar('\n');
	put_text(o->help);
	printf("(default\n.Cm %s )\n", o->def);
}

static void
put_options(void)
{
	puts(".Bl -tag -width Ds");
	for (int i = 0; i < KB_OPT_COUNT; i++) {
		put_option(kb_option_row((enum kb_option_id)i));
	}
	puts(".El");
}

/* --- kanbao.conf ------------------------------------------------------------ */

/* The actions by their names. */
static void
put_names(void)
{
	puts(".Bl -tag -width Ds -compact");
	for (int i = 0; i < KB_ACT_COUNT; i++) {
		const struct kb_action_row *action = kb_action_row((enum kb_action)i);
		printf(".It Cm %s Pq", action->name);
		put_keys(action->keys);
		(void)putchar('\n');
		put_text(action->help);
	}
	puts(".El");
}

static void
put_defaults(void)
{
	for (int i = 0; i < KB_OPT_COUNT; i++) {
		const struct kb_option *o = kb_option_row((enum kb_option_id)i);
		printf("# %s", o->help);
		if (o->type == KB_TYPE_INT) {
			printf(": %ld to %ld\n", o->min, o->max);
		} else {
			printf(": %s\n", o->type == KB_TYPE_BOOL ? "yes|no" : o->unit);
		}
		printf("# %s = %s\n\n", o->name, o->def);
	}
}

/* --- exit status ------------------------------------------------------------ */

static const char *const meanings[] = {
	[KB_OK] = "done",
	[KB_E_NOTHING] = "nothing found",
	[KB_E_USAGE] = "the command line is wrong",
	[KB_E_DATA] = "bad or damaged data",
	[KB_E_NOINPUT] = "no such input",
	[KB_E_TERM] = "the terminal is unusable",
	[KB_E_INTERNAL] = "an error of kanbao itself",
	[KB_E_CREATE] = "a file can't be made",
	[KB_E_IO] = "reading or writing failed",
	[KB_E_BUSY] = "another process is writing to the archive",
	[KB_E_PERM] = "not permitted",
	[KB_E_CONFIG] = "an option or its value is wrong",
	[KB_E_INTERRUPTED] = "interrupted",
};
static_assert(sizeof(meanings) / sizeof(meanings[0]) == KB_ERR_COUNT, "a meaning for each row");

static void
put_statuses(void)
{
	puts(".Bl -tag -width \"130\" -compact");
	for (int err = 0; err < KB_ERR_COUNT; err++) {
		printf(".It %d\n", kb_err_status((enum kb_err)err));
		put_text(meanings[err]);
	}
	puts(".El");
}

/* --- formats and limits ------------------------------------------------------ */

static void
put_formats(void)
{
	size_t n = 0;
	const struct kb_format *formats = kb_formats(&n);
	puts(".Bl -tag -width \"interchange\" -compact");
	for (size_t i = 0; i < n; i++) {
		printf(".It Li %s\n", formats[i].name);
		put_text(formats[i].help);
	}
	puts(".El");
}

static void
put_writers(void)
{
	puts(".Bl -tag -width \"markdown\" -compact");
	for (const struct kb_writer *w = kb_writers(); w->name; w++) {
		printf(".It Cm %s\n", w->name);
		put_text(w->help);
	}
	puts(".El");
}

static const struct limit {
	const char *mark;
	size_t value;
	const char *unit;
} limit_rows[] = {
	{ "@FILE@", KB_LIMIT_FILE >> 20, " MiB" },
	{ "@LINE@", KB_LIMIT_LINE >> 20, " MiB" },
	{ "@ARTICLES@", KB_LIMIT_ARTICLES, "" },
	{ "@DEPTH@", KB_LIMIT_DEPTH, " levels" },
	{ "@FILES@", KB_LIMIT_FILES, "" },
	{ "@UNPACKED@", KB_LIMIT_UNPACKED >> 20, " MiB" },
};

/* The line, with its first limit as a number. */
static void
put_limits(const char *line)
{
	for (size_t i = 0; i < sizeof(limit_rows) / sizeof(limit_rows[0]); i++) {
		const char *at = strstr(line, limit_rows[i].mark);
		if (at) {
			printf("%.*s%zu%s%s", (int)(at - line), line, limit_rows[i].value,
			       limit_rows[i].unit, at + strlen(limit_rows[i].mark));
			return;
		}
	}
	(void)fputs(line, stdout);
}

static const struct section {
	const char *line;
	void (*put)(void);
} sections[] = {
	{ "@ACTIONS@\n", put_actions }, { "@COMMANDS@\n", put_commands },
	{ "@QUERIES@\n", put_queries }, { "@OPTIONS@\n", put_options },
	{ "@FORMATS@\n", put_formats }, { "@WRITERS@\n", put_writers },
	{ "@NAMES@\n", put_names },     { "@DEFAULTS@\n", put_defaults },
	{ "@STATUS@\n", put_statuses },
};

static void
put_line(const char *line)
{
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		if (strcmp(line, sections[i].line) == 0) {
			sections[i].put();
			return;
		}
	}
	put_limits(line);
}

int
main(void)
{
	char line[4096];
	while (fgets(line, sizeof(line), stdin)) {
		put_line(line);
	}
	return ferror(stdin) || fflush(stdout) ? 1 : 0;
}
