/* kanbao search: what a query finds, a hit a line, newest first. */
#include <jansson.h>
#include <stdlib.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/search.h"
#include "kanbao/snippet.h"

/* The first hits are printed as soon as they are there. */
#define FIRST_PAGE 16
#define PAGE 256
/* A table without a full stop is one sentence; people see so much of it. */
#define SENTENCE_COLS 160

struct run {
	struct kb_cli *cli;
	struct kb_store *store;
	struct kb_search search;
	struct kb_terms terms;
	bool json;
	bool count;
	long limit; /* −1: all */
	long found;
};

/* --- a hit ----------------------------------------------------------------------------- */

struct hit {
	kb_str ref;
	struct kb_issue_row issue;
	struct kb_article article;
	struct kb_snippet snippet;
	size_t hits;
};

static void
print_json(struct kb_cli *cli, const struct hit *hit)
{
	char iso[KB_ISO_SIZE];
	kb_day day = hit->issue.day;
	json_t *o = json_object();
	kb_json_text(o, "ref", hit->ref);
	kb_json_text(o, "date", day == KB_DAY_NONE ? KB_STR_NULL : kb_str_of(kb_day_iso(day, iso)));
	kb_json_text(o, "page", hit->article.page);
	kb_json_text(o, "headline", hit->article.headline);
	kb_json_text(o, "snippet", hit->snippet.text);
	json_object_set_new(o, "hits", json_integer((json_int_t)hit->hits));
	char *text = json_dumps(o, JSON_COMPACT);
	kb_print_line(cli->out, "%s", text ? text : "");
	free(text);
	json_decref(o);
}

static void
print_hit(struct kb_cli *cli, const struct hit *hit)
{
	kb_str headline = hit->article.headline;
	kb_print_line(cli->out, "%.*s  %.*s%s%.*s", KB_ARG(hit->ref), KB_ARG(headline),
	              headline.n && hit->snippet.text.n ? "  " : "", KB_ARG(hit->snippet.text));
}

static enum kb_err
show_hit(struct run *r, struct kb_arena *a, kb_article_id id)
{
	struct hit hit = { 0 };
	struct kb_buf ref = { 0 };
	struct kb_ctx *ctx = &r->cli->ctx;
	enum kb_err err = kb_store_article(r->store, ctx, a, id, &hit.article);
	err = err ? err : kb_store_issue(r->store, ctx, a, kb_article_issue(id), &hit.issue);
	err = err ? err : kb_store_article_ref(r->store, ctx, id, &ref);
	if (!err) {
		hit.ref = kb_arena_dup(a, kb_buf_str(&ref));
		kb_snippet_of(a, &hit.article, &r->terms, r->json ? 0 : SENTENCE_COLS,
		              KB_AMBIGUOUS_1, &hit.snippet);
		hit.hits = r->json ? kb_article_hits(a, &hit.article, &r->terms) : 0;
		(r->json ? print_json : print_hit)(r->cli, &hit);
	}
	kb_buf_release(&ref);
	/* taken out by another program meanwhile */
	return err == KB_E_NOTHING ? KB_OK : err;
}

/* --- the search ------------------------------------------------------------------------- */

static enum kb_err
run_page(struct run *r, struct kb_arena *a, bool *end)
{
	struct kb_found found = { 0 };
	size_t page = r->found ? PAGE : FIRST_PAGE;
	long left = r->limit - r->found;
	r->search.limit = r->limit >= 0 && left < (long)page ? (size_t)left : page;
	enum kb_err err = kb_search_run(r->store, &r->cli->ctx, a, &r->search, &found);
	for (size_t i = 0; i < found.n && !err && !r->count; i++) {
		struct kb_arena scratch = { 0 };
		err = show_hit(r, &scratch, found.ids[i]);
		kb_arena_release(&scratch);
	}
	(void)fflush(r->cli->out); /* main() asks for the error */
	r->found += (long)found.n;
	r->search.from = found.reached;
	*end = found.end || (r->limit >= 0 && r->found >= r->limit);
	return err;
}

static enum kb_err
run_all(struct run *r, kb_str typed)
{
	struct kb_arena a = { 0 };
	bool end = r->limit == 0;
	size_t count = 0;
	kb_terms_parse(&a, typed, kb_day_today(), &r->terms);
	r->search.terms = &r->terms;
	r->search.many = r->count;
	enum kb_err err = kb_query_check(r->cli, &r->terms, typed);
	err = err ? err : kb_search_sounds(r->store, &r->cli->ctx, &a, &r->terms);
	if (!err && r->count && r->limit < 0) {
		err = kb_search_known(r->store, &r->cli->ctx, &r->search, &end, &count);
		r->found = (long)count;
	}
	while (!err && !end) {
		struct kb_arena page = { 0 };
		err = run_page(r, &page, &end);
		kb_arena_release(&page);
	}
	kb_arena_release(&a);
	if (!err && r->count) {
		kb_print_line(r->cli->out, "%ld", r->found);
	}
	if (!err && r->found == 0) {
		err = kb_fail(&r->cli->ctx, KB_E_NOTHING, _("nothing found for '%.*s'"),
		              KB_ARG(typed));
	}
	return err;
}

/* --- words ---------------------------------------------------------------------------------- */

static enum kb_err
read_limit(struct kb_cli *cli, const char *text, long *limit)
{
	char *end = NULL;
	*limit = -1;
	if (text) {
		*limit = strtol(text, &end, 10);
		if (end == text || *end || *limit < 1) {
			return kb_fail(&cli->ctx, KB_E_USAGE,
			               _("--limit: '%s' is no number from 1 on"), text);
		}
	}
	return KB_OK;
}

enum kb_err
cmd_search(struct kb_cli *cli, int argc, char **argv)
{
	struct run r = { .cli = cli, .search = { .first = KB_DAY_NONE, .last = KB_DAY_NONE } };
	const char *from = NULL;
	const char *to = NULL;
	const char *paper = NULL;
	const char *limit = NULL;
	struct kb_buf typed = { 0 };
	const struct kb_flag flags[] = {
		{ "--from", &from, NULL },     { "--to", &to, NULL },
		{ "--paper", &paper, NULL },   { "--limit", &limit, NULL },
		{ "--count", NULL, &r.count }, { "--json", NULL, &r.json },
	};
	enum kb_err err = kb_args(cli, &argc, argv, flags, sizeof(flags) / sizeof(*flags));
	if (!err && argc < 2) {
		err = kb_usage(cli, argv[0], _("what to look for is missing"));
	}
	err = err ? err : kb_arg_span(cli, "--from", from, false, &r.search.first);
	err = err ? err : kb_arg_span(cli, "--to", to, true, &r.search.last);
	err = err ? err : read_limit(cli, limit, &r.limit);
	for (int i = 1; i < argc && !err; i++) {
		kb_buf_printf(&typed, "%s%s", i > 1 ? " " : "", argv[i]);
	}
	r.search.paper = kb_str_of(paper);
	err = err ? err : kb_cli_store(cli, &r.store);
	err = err ? err : run_all(&r, kb_buf_str(&typed));
	kb_store_close(r.store);
	kb_buf_release(&typed);
	return err;
}
