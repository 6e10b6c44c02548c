/* kanbao doubts: what the parser was unsure of, a doubt a line. */
#include <jansson.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"

#define WINDOW 256

struct run {
	struct kb_cli *cli;
	bool json;
};

static void
print_doubt(const struct run *run, kb_str ref, kb_str headline, kb_str doubt)
{
	if (run->json) {
		json_t *o = json_object();
		kb_json_text(o, "article", ref);
		kb_json_text(o, "headline", headline);
		kb_json_text(o, "doubt", doubt);
		kb_json_print(run->cli, o);
		return;
	}
	struct kb_buf line = { 0 };
	kb_buf_add(&line, ref);
	kb_buf_add(&line, KB_STR("  "));
	kb_doubt_say(&line, doubt);
	kb_buf_add(&line, headline.n ? KB_STR("  ") : KB_STR(""));
	kb_buf_add(&line, headline);
	kb_print_line(run->cli->out, "%.*s", KB_ARG(kb_buf_str(&line)));
	kb_buf_release(&line);
}

static enum kb_err
print_article(const struct run *run, struct kb_store *store, const struct kb_doubtful *article)
{
	struct kb_buf ref = { 0 };
	enum kb_err err = kb_store_article_ref(store, &run->cli->ctx, article->id, &ref);
	for (size_t i = 0; i < article->doubts.n && !err; i++) {
		print_doubt(run, kb_buf_str(&ref), article->headline, article->doubts.v[i]);
	}
	kb_buf_release(&ref);
	return err;
}

/* Of an issue, or (0) of all. */
static enum kb_err
print_issue(void *user, struct kb_store *store, kb_issue_id issue)
{
	const struct run *run = user;
	struct kb_arena arena = { 0 };
	struct kb_doubtful *list = NULL;
	size_t n = 0;
	kb_article_id from = 0;
	enum kb_err err;
	do {
		kb_arena_reset(&arena);
		err = kb_store_doubtful(store, &run->cli->ctx, &arena, from, issue, WINDOW, &list,
		                        &n);
		for (size_t i = 0; i < n && !err; i++) {
			err = print_article(run, store, &list[i]);
			from = list[i].id;
		}
	} while (n == WINDOW && !err);
	kb_arena_release(&arena);
	return err;
}

enum kb_err
cmd_doubts(struct kb_cli *cli, int argc, char **argv)
{
	struct run run = { .cli = cli };
	struct kb_store *store = NULL;
	const struct kb_flag flags[] = { { "--json", NULL, &run.json } };
	enum kb_err err = kb_args(cli, &argc, argv, flags, 1);
	err = err ? err : kb_cli_store(cli, &store);
	if (!err) {
		err = argc < 2 ? print_issue(&run, store, 0)
		               : kb_each_issue(cli, store, argc, argv, print_issue, &run);
	}
	kb_store_close(store);
	return err;
}
