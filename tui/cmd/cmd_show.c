/* kanbao show: an article, or all of an issue, as set on the screen. */
#include <langinfo.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd_int.h"
#include "kanbao/citation.h"
#include "kanbao/i18n.h"
#include "kanbao/layout.h"
#include "kanbao/halves.h"
#include "kanbao/term.h"

#define WIDTH_MIN 2
#define WIDTH_MAX 10000
#define WIDTH_DEFAULT 80

/* cli->out, which has no descriptor then, recodes for a terminal of GBK or GB18030. */
static bool
legacy_terminal(void)
{
	return kb_term_codeset(nl_langinfo(CODESET)) == KB_CODESET_GB && isatty(STDOUT_FILENO);
}

static enum kb_err
read_width(struct kb_cli *cli, const char *text, int *width)
{
	struct winsize size = { 0 };
	int fd = legacy_terminal() ? STDOUT_FILENO : fileno(cli->out);
	*width = WIDTH_DEFAULT;
	if (text) {
		char *end = NULL;
		long n = strtol(text, &end, 10);
		if (end == text || *end || n < WIDTH_MIN || n > WIDTH_MAX) {
			return kb_fail(&cli->ctx, KB_E_USAGE,
			               _("--width: '%s' is no number from %d to %d"), text,
			               WIDTH_MIN, WIDTH_MAX);
		}
		*width = (int)n;
	} else if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= WIDTH_MIN) {
		*width = size.ws_col;
	}
	return KB_OK;
}

/* What is to be shown, and how. */
struct run {
	struct kb_cli *cli;
	struct kb_store *store;
	int width;
	bool apart; /* the halves of a story, as they are printed */
};

/* The story of an article, or it alone. */
static void
story_of(const struct run *r, kb_article_id id, struct kb_halves *story)
{
	if (r->apart) {
		*story = (struct kb_halves){ .ids = { id }, .n = 1 };
	} else {
		kb_halves_of(r->store, &r->cli->ctx, id, story);
	}
}

/*
 * A terminal is not asked, as the reader asks it: what is typed meanwhile for
 * the shell would be lost, and a late answer would be typed into it.
 */
static enum kb_ambiguous
counted(const struct kb_cli *cli)
{
	long set = cli->options.value[KB_OPT_AMBIGUOUS];
	return set ? (enum kb_ambiguous)set : legacy_terminal() ? KB_AMBIGUOUS_2 : KB_AMBIGUOUS_1;
}

static enum kb_err
show_story(const struct run *r, const struct kb_halves *story)
{
	struct kb_cli *cli = r->cli;
	const long *set = cli->options.value;
	const struct kb_layout_options o = {
		.width = r->width,
		.ambiguous = counted(cli),
		.strictness = set[KB_OPT_BREAKING] ? KB_GB : KB_STRICT,
		.hang = set[KB_OPT_HANGING] != 0,
		.measure = (int)set[KB_OPT_MEASURE],
	};
	struct kb_arena arena = { 0 };
	struct kb_buf text = { 0 };
	struct kb_article article;
	struct kb_lines lines = { 0 };
	enum kb_err err = kb_halves_load(r->store, &cli->ctx, &arena, story, &article);
	if (!err) {
		kb_layout_article(&arena, &article, &o, &lines);
		kb_lines_dump(&lines, o.ambiguous, &text);
		kb_print_text(cli->out, kb_buf_str(&text));
	}
	kb_buf_release(&text);
	kb_arena_release(&arena);
	return err;
}

/* In the order of reading; a story stands where it begins. */
static enum kb_err
show_issue(const struct run *r, kb_issue_id issue)
{
	struct kb_arena arena = { 0 };
	struct kb_article_row *rows = NULL;
	size_t n = 0;
	enum kb_err err = kb_store_articles(r->store, &r->cli->ctx, &arena, issue, &rows, &n);
	for (size_t i = 0; i < n && !err; i++) {
		struct kb_halves story;
		story_of(r, rows[i].id, &story);
		if (!story.half) {
			kb_print_text(r->cli->out, i ? KB_STR("\n\n") : KB_STR(""));
			err = show_story(r, &story);
		}
	}
	kb_arena_release(&arena);
	return err;
}

static enum kb_err
show_ref(struct run *r, const char *ref)
{
	struct kb_ctx *ctx = &r->cli->ctx;
	struct kb_halves story;
	kb_issue_id issue = 0;
	kb_article_id article = 0;
	enum kb_err err = kb_cli_store(r->cli, &r->store);
	err = err ? err
	          : kb_store_resolve(r->store, ctx, kb_citation_ref(kb_str_of(ref)), &issue,
	                             &article);
	if (!err && article) {
		story_of(r, article, &story);
		err = show_story(r, &story);
	} else if (!err) {
		err = show_issue(r, issue);
	}
	kb_store_close(r->store);
	return err;
}

enum kb_err
cmd_show(struct kb_cli *cli, int argc, char **argv)
{
	const char *text = NULL;
	struct run r = { .cli = cli };
	const struct kb_flag flags[] = { { "--width", &text, NULL },
		                         { "--apart", NULL, &r.apart } };
	enum kb_err err = kb_args(cli, &argc, argv, flags, 2);
	if (!err) {
		err = read_width(cli, text, &r.width);
	}
	if (!err && argc != 2) {
		err = kb_usage(cli, argv[0],
		               argc < 2 ? _("no article is named")
		                        : _("more than one article is named"));
	}
	return err ? err : show_ref(&r, argv[1]);
}
