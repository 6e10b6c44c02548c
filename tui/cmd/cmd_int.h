/* Inside the subcommands: their words, and what they print. */
#ifndef KANBAO_CMD_INT_H
#define KANBAO_CMD_INT_H

#include "kanbao/cmd.h"
#include "kanbao/import.h"
#include "kanbao/marks.h"
#include "kanbao/parse.h"
#include "kanbao/publish.h"
#include "kanbao/query.h"
#include "kanbao/store.h"

/* An option of a subcommand: with a value, or only seen. */
struct kb_flag {
	const char *name; /* "--page" */
	const char **value;
	bool *seen;
};
/*
 * Takes the options off argv, also -a and -o; what remains is moved to the
 * front, argv[0] first, and *argc counts it. Unknown ones are KB_E_USAGE.
 */
enum kb_err kb_args(struct kb_cli *cli, int *argc, char **argv, const struct kb_flag *flags,
                    size_t nflags);
/* The value of an option at argv[*i]: "--name=value" or the next word. */
enum kb_err kb_arg_value(struct kb_cli *cli, int argc, char **argv, int *i, const char **value);
/* KB_E_USAGE naming the subcommand's --help. */
enum kb_err kb_usage(struct kb_cli *cli, const char *cmd, const char *what);

/* A day, month or year as behind 日期:, its first or its last day; NULL leaves *day as it is. */
enum kb_err kb_arg_span(struct kb_cli *cli, const char *option, const char *text, bool last,
                        kb_day *day);

/* What a page doesn't say: the options of import and parse. */
struct kb_given {
	const char *paper;
	const char *date;
	const char *year;
	const char *page;
	const char *edition;
	struct kb_buf text; /* where cleaned values live */
};
#define KB_GIVEN_FLAGS(g)                                                     \
	{ "--paper", &(g).paper, NULL }, { "--date", &(g).date, NULL },       \
		{ "--year", &(g).year, NULL }, { "--page", &(g).page, NULL }, \
	{                                                                     \
		"--edition", &(g).edition, NULL                               \
	}
enum kb_err kb_given_read(struct kb_cli *cli, struct kb_given *given, struct kb_parse_options *out);

/* Prints one line: sanitised, with a newline behind. */
void kb_print_line(FILE *to, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/*
 * Prints a name and what it means: two blanks, the name, the text from cell
 * `cols` on, folded at 80 cells; below the name where that is too long.
 */
void kb_print_entry(struct kb_cli *cli, kb_str name, int cols, const char *help);
/* The options that the usage of a subcommand names, each with what it does. */
void kb_cmd_print_flags(struct kb_cli *cli, const struct kb_cmd *cmd);
/* Prints text of several lines, sanitised. */
void kb_print_text(FILE *to, kb_str text);

/* KB_E_CONFIG, naming -a, where neither a word nor the environment says which archive. */
enum kb_err kb_cli_archive(struct kb_cli *cli);
/* Opens the archive for reading, or one that is there for writing. */
enum kb_err kb_cli_store(struct kb_cli *cli, struct kb_store **out);
enum kb_err kb_cli_store_write(struct kb_cli *cli, struct kb_store **out);
/* How the options say that an archive is written. */
enum kb_store_mode kb_cli_write_mode(const struct kb_cli *cli);
/* Appends the path of state.db; false where the environment names no place for it. */
bool kb_cli_state_path(struct kb_buf *out);
/* Which marked articles are meant: --starred, --tag, --noted, all of those given. */
struct kb_chosen {
	bool starred;
	bool noted;
	const char *tag;
};
#define KB_CHOSEN_FLAGS(c)                                                    \
	{ "--starred", NULL, &(c).starred }, { "--noted", NULL, &(c).noted }, \
	{                                                                     \
		"--tag", &(c).tag, NULL                                       \
	}
bool kb_chosen_any(const struct kb_chosen *chosen);
/*
 * Those of the archive, by the reader's own state (chosen.c). KB_E_NOTHING
 * where there are none; KB_E_DATA where the state file is none of ours.
 */
enum kb_err kb_chosen_ids(struct kb_cli *cli, struct kb_store *store, struct kb_arena *a,
                          const struct kb_chosen *chosen, struct kb_marked_ids *out);
/*
 * Those that a search finds, of a set or (NULL) of all (pick.c). KB_E_NOTHING
 * where there are none.
 */
enum kb_err kb_pick_found(struct kb_cli *cli, struct kb_store *store, struct kb_arena *a,
                          const char *typed, const struct kb_marked_ids *among,
                          struct kb_marked_ids *out);
/* What means nothing is passed over while one types; a command refuses it. */
enum kb_err kb_query_check(struct kb_cli *cli, const struct kb_terms *terms, kb_str typed);
/* Prints them, newest first, or (chosen NULL) those that are not read: one a line. */
enum kb_err kb_print_marked(struct kb_cli *cli, struct kb_store *store,
                            const struct kb_chosen *chosen, bool json);
/* The issue of a reference; an article's is KB_E_USAGE. */
enum kb_err kb_named_issue(struct kb_cli *cli, struct kb_store *store, const char *ref,
                           kb_issue_id *issue);
typedef enum kb_err kb_issue_fn(void *user, struct kb_store *store, kb_issue_id id);
/* Runs over the issues named by argv[1] …, or over all, newest first; an error ends it. */
enum kb_err kb_each_issue(struct kb_cli *cli, struct kb_store *store, int argc, char **argv,
                          kb_issue_fn *run, void *user);
/* Asks y or n; KB_E_USAGE, naming --yes, where there is no terminal to ask on. */
enum kb_err kb_confirm(struct kb_cli *cli, const char *cmd, const char *question, bool *yes);

/* --- progress.c: how far an import is, on a terminal only ------------------------ */

struct kb_progress_line {
	FILE *to;
	bool shown; /* it is a terminal */
	int cols;   /* of the line that stands there */
	int64_t began_ms;
	int64_t last_ms;
};
void kb_progress_init(struct kb_progress_line *p, FILE *to);
/* Writes the line anew, not more often than people can read. */
void kb_progress_show(struct kb_progress_line *p, const struct kb_import_progress *at);
/* What is being done, and how far it is; 0 where nobody knows. */
void kb_progress_count(struct kb_progress_line *p, const char *what, int64_t done, int64_t total);
/* Takes the line away, for something else to be printed. */
void kb_progress_clear(struct kb_progress_line *p);

/* --- copying.c: an archive is copied, on the terminal one sees how far it is -------- */

typedef enum kb_err kb_copy_fn(struct kb_cli *cli, struct kb_store *store,
                               const struct kb_copy_progress *progress, void *user);
/* Opens an archive for reading and runs copy() over it; ^C ends that. */
enum kb_err kb_cli_copy(struct kb_cli *cli, const char *archive, kb_copy_fn *copy, void *user);

/* --- report.c: what an import did --------------------------------------------------- */

struct kb_report {
	struct kb_cli *cli;
	bool dry_run;
	bool json;
	struct kb_progress_line progress;
	size_t doubtful;       /* issues with doubts */
	struct kb_buf refused; /* lines for the end */
	size_t listed;         /* lines in it */
};
/* For struct kb_import_job; user is the report. */
void kb_report_event(void *user, const struct kb_import_event *event);
void kb_report_progress(void *user, const struct kb_import_progress *at);
void kb_report_indexing(void *user, int64_t done);
/* Prints the sum; err is what ended the job. */
void kb_report_end(struct kb_report *r, const struct kb_import_totals *t, enum kb_err err);

/* Sets a member, null where the text is absent. */
struct json_t;
void kb_json_text(struct json_t *object, const char *key, kb_str text);
/* Prints the object as a line and gives it back. */
void kb_json_print(struct kb_cli *cli, struct json_t *object);

#endif
