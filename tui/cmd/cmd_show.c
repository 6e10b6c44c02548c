/* kanbao show: an article, or all of an issue, as set on the screen. */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd_int.h"
#include "kanbao/citation.h"
#include "kanbao/i18n.h"
#include "kanbao/layout.h"

#define WIDTH_MIN 2
#define WIDTH_MAX 10000
#define WIDTH_DEFAULT 80

static enum kb_err
read_width(struct kb_cli *cli, const char *text, int *width)
{
	struct winsize size = { 0 };
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
	} else if (ioctl(fileno(cli->out), TIOCGWINSZ, &size) == 0 && size.ws_col >= WIDTH_MIN) {
		*width = size.ws_col;
	}
	return KB_OK;
}

static enum kb_err
show_article(struct kb_cli *cli, struct kb_store *store, kb_article_id id, int width)
{
	const long *set = cli->options.value;
	const struct kb_layout_options o = {
		.width = width,
		.ambiguous = set[KB_OPT_AMBIGUOUS] ? (enum kb_ambiguous)set[KB_OPT_AMBIGUOUS]
		                                   : KB_AMBIGUOUS_1,
		.strictness = set[KB_OPT_BREAKING] ? KB_GB : KB_STRICT,
		.hang = set[KB_OPT_HANGING] != 0,
		.measure = (int)set[KB_OPT_MEASURE],
	};
	struct kb_arena arena = { 0 };
	struct kb_buf text = { 0 };
	struct kb_article article;
	struct kb_lines lines = { 0 };
	enum kb_err err = kb_store_article(store, &cli->ctx, &arena, id, &article);
	if (!err) {
		kb_layout_article(&arena, &article, &o, &lines);
		kb_lines_dump(&lines, o.ambiguous, &text);
		kb_print_text(cli->out, kb_buf_str(&text));
	}
	kb_buf_release(&text);
	kb_arena_release(&arena);
	return err;
}

static enum kb_err
show_issue(struct kb_cli *cli, struct kb_store *store, kb_issue_id issue, int width)
{
	struct kb_arena arena = { 0 };
	struct kb_article_row *rows = NULL;
	size_t n = 0;
	enum kb_err err = kb_store_articles(store, &cli->ctx, &arena, issue, &rows, &n);
	for (size_t i = 0; i < n && !err; i++) {
		kb_print_text(cli->out, i ? KB_STR("\n\n") : KB_STR(""));
		err = show_article(cli, store, rows[i].id, width);
	}
	kb_arena_release(&arena);
	return err;
}

static enum kb_err
show_ref(struct kb_cli *cli, const char *ref, int width)
{
	struct kb_store *store = NULL;
	kb_issue_id issue = 0;
	kb_article_id article = 0;
	enum kb_err err = kb_cli_store(cli, &store);
	if (!err) {
		err = kb_store_resolve(store, &cli->ctx, kb_citation_ref(kb_str_of(ref)), &issue,
		                       &article);
	}
	if (!err) {
		err = article ? show_article(cli, store, article, width)
		              : show_issue(cli, store, issue, width);
	}
	kb_store_close(store);
	return err;
}

enum kb_err
cmd_show(struct kb_cli *cli, int argc, char **argv)
{
	const char *text = NULL;
	int width = 0;
	const struct kb_flag flags[] = { { "--width", &text, NULL } };
	enum kb_err err = kb_args(cli, &argc, argv, flags, 1);
	if (!err) {
		err = read_width(cli, text, &width);
	}
	if (!err && argc != 2) {
		err = kb_usage(cli, argv[0],
		               argc < 2 ? _("no article is named")
		                        : _("more than one article is named"));
	}
	return err ? err : show_ref(cli, argv[1], width);
}
