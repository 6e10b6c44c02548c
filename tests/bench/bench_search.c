/*
 * What kanbao takes for a page of hits: usage: bench_search ARCHIVE QUERIES.tsv OUT.tsv
 *
 * Each query goes the way it goes in the reader: understood, looked for as
 * pinyin, the first 50 newest first, ended after 2 s. Three runs over all of
 * them on a warm archive; the median of a query's three counts. The last line
 * of output is the memory that this took beside the mapped file, in KiB, and
 * how many queries did not end in time.
 */
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "kanbao/mem.h"
#include "kanbao/search.h"

#define BUDGET_MS 2000

struct run {
	struct kb_store *store;
	struct kb_ctx ctx;
	struct bench_queries queries;
	kb_article_id (*ids)[BENCH_PAGE]; /* found, by query */
	long most_kib;
	size_t unfinished;
};

static void
check(struct run *r, enum kb_err err)
{
	if (err) {
		(void)fprintf(stderr, "bench: %s\n", r->ctx.message.p);
		exit(kb_err_status(err));
	}
}

/* Memory of the process that is no page of a file. */
static long
memory_kib(void)
{
	char line[256];
	long kib = 0;
	FILE *f = bench_open("/proc/self/status", "r");
	while (fgets(line, sizeof(line), f)) {
		if (strncmp(line, "RssAnon:", 8) == 0 || strncmp(line, "RssShmem:", 9) == 0) {
			kib += strtol(strchr(line, ':') + 1, NULL, 10);
		}
	}
	(void)fclose(f);
	return kib;
}

/* --- one query ------------------------------------------------------------------------ */

static void
ask(struct run *r, size_t i, int pass)
{
	struct bench_query *q = &r->queries.v[i];
	struct kb_arena a = { 0 };
	struct kb_terms terms = { 0 };
	struct kb_found found = { 0 };
	double began = bench_now_ms();
	kb_terms_parse(&a, q->text, kb_day_today(), &terms);
	check(r, kb_search_sounds(r->store, &r->ctx, &a, &terms));
	const struct kb_search search = {
		.terms = &terms,
		.first = KB_DAY_NONE,
		.last = KB_DAY_NONE,
		.limit = BENCH_PAGE,
		.budget_ms = BUDGET_MS,
	};
	check(r, kb_search_run(r->store, &r->ctx, &a, &search, &found));
	q->ms[pass] = bench_now_ms() - began;
	if (pass == 0) {
		q->n = found.n;
		for (size_t k = 0; k < found.n; k++) {
			r->ids[i][k] = found.ids[k];
		}
		r->unfinished += !found.end && found.n < BENCH_PAGE;
	}
	long kib = memory_kib();
	r->most_kib = kib > r->most_kib ? kib : r->most_kib;
	kb_arena_release(&a);
}

/* --- ids → lines of corpus.txt ---------------------------------------------------------- */

static int
downwards(const void *a, const void *b)
{
	kb_article_id x = *(const kb_article_id *)a;
	kb_article_id y = *(const kb_article_id *)b;
	return (x < y) - (x > y);
}

/* All ids, descending: the last line of the corpus first. */
static kb_article_id *
all_ids(struct run *r, size_t *n)
{
	kb_article_id *ids = NULL;
	size_t cap = 0;
	kb_issue_id from = 0;
	bool more = true;
	while (more) {
		struct kb_arena a = { 0 };
		struct kb_issue_row *issues;
		size_t nissues;
		check(r, kb_store_issues(r->store, &r->ctx, &a, from, true, 0, 256, &issues,
		                         &nissues));
		for (size_t i = 0; i < nissues; i++) {
			struct kb_article_row *rows;
			size_t nrows;
			check(r, kb_store_articles(r->store, &r->ctx, &a, issues[i].id, &rows,
			                           &nrows));
			for (size_t k = 0; k < nrows; k++) {
				ids = kb_grow(ids, *n, &cap, sizeof(*ids));
				ids[(*n)++] = rows[k].id;
			}
			from = issues[i].id;
		}
		more = nissues > 0;
		kb_arena_release(&a);
	}
	return ids;
}

static void
name_hits(struct run *r)
{
	size_t n = 0;
	kb_article_id *ids = all_ids(r, &n);
	for (size_t i = 0; i < r->queries.n; i++) {
		struct bench_query *q = &r->queries.v[i];
		uint32_t lines[BENCH_PAGE] = { 0 };
		for (size_t k = 0; k < q->n; k++) {
			const kb_article_id *at =
				bsearch(&r->ids[i][k], ids, n, sizeof(*ids), downwards);
			lines[k] = at ? (uint32_t)(n - 1 - (size_t)(at - ids)) : UINT32_MAX;
		}
		bench_query_hits(q, lines, q->n);
	}
	free(ids);
}

int
main(int argc, char **argv)
{
	struct run r = { 0 };
	if (argc != 4) {
		(void)fprintf(stderr, "usage: bench_search ARCHIVE QUERIES.tsv OUT.tsv\n");
		return 64;
	}
	bench_queries_open(argv[2], &r.queries);
	r.ids = kb_calloc(r.queries.n + 1, sizeof(*r.ids));
	memset(r.ids, 1, (r.queries.n + 1) * sizeof(*r.ids)); /* so that it is counted now */
	long before = memory_kib();
	check(&r, kb_store_open(&r.ctx, argv[1], KB_STORE_READ, &r.store));
	for (int pass = 0; pass < BENCH_RUNS; pass++) {
		for (size_t i = 0; i < r.queries.n; i++) {
			ask(&r, i, pass);
		}
	}
	long kib = r.most_kib - before;
	name_hits(&r);
	bench_queries_write(argv[3], &r.queries, BENCH_RUNS);
	printf("%ld %zu\n", kib, r.unfinished);
	kb_store_close(r.store);
	kb_ctx_release(&r.ctx);
	bench_queries_close(&r.queries);
	free(r.ids);
	return 0;
}
