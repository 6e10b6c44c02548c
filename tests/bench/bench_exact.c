/*
 * Whether search is exact: usage: bench_exact ARCHIVE QUERIES.tsv [SEED]
 *
 * Changes the archive first: issues put again with other articles, articles
 * taken out, headlines corrected, issues given other days. Then every query,
 * phrases at random, two of them together, one without the other, and one in
 * titles alone are compared with what a plain look through the folded text of
 * every article finds: all hits, in order. Prints queries, wrong ones, recall
 * and precision; the wrong ones go to standard error.
 */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "bench.h"
#include "kanbao/mem.h"
#include "kanbao/search.h"

enum {
	REPLACES = 150,
	REMOVALS = 300,
	CORRECTIONS = 100,
	MOVES = 20,
	RANDOM = 2500, /* queries */
	COMBINED = 200,
	LONGEST = 12,
};

struct doc {
	kb_article_id id;
	size_t from; /* in the text: its titles first */
	size_t titles_end;
	size_t to;
};

/* What is looked for, as plain as can be. */
struct wanted {
	struct kb_piece piece;
	struct kb_piece also; /* n 0: none */
	bool without;         /* …the second */
	bool titles;
};

struct run {
	struct kb_store *store;
	struct kb_ctx ctx;
	struct bench_rng rng;
	struct doc *docs; /* ids descending */
	size_t ndocs;
	size_t docs_cap;
	struct kb_folded text;
	size_t queries, wrong, right_hits, given_hits, true_hits;
};

static void
check(struct run *r, enum kb_err err)
{
	if (err) {
		(void)fprintf(stderr, "bench: %s\n", r->ctx.message.p);
		exit(kb_err_status(err));
	}
}

/* --- reading the archive ----------------------------------------------------------------- */

static void
add_field(struct run *r, kb_str text)
{
	kb_folded_add(&r->text, text);
	kb_folded_field(&r->text);
}

static void
add_credits(struct run *r, const struct kb_credits *credits)
{
	for (size_t i = 0; i < credits->n; i++) {
		add_field(r, credits->v[i].role);
		add_field(r, credits->v[i].name);
	}
}

static void
add_doc(struct run *r, kb_article_id id)
{
	struct kb_arena a = { 0 };
	struct kb_article article;
	check(r, kb_store_article(r->store, &r->ctx, &a, id, &article));
	r->docs = kb_grow(r->docs, r->ndocs, &r->docs_cap, sizeof(*r->docs));
	struct doc *doc = &r->docs[r->ndocs++];
	doc->id = id;
	doc->from = r->text.n;
	add_field(r, article.headline);
	add_field(r, article.kicker);
	add_field(r, article.deck);
	doc->titles_end = r->text.n;
	add_field(r, article.label);
	add_field(r, article.lead);
	add_credits(r, &article.credits);
	for (size_t i = 0; i < article.body.n; i++) {
		add_field(r, article.body.v[i]);
	}
	for (size_t i = 0; i < article.ncaptions; i++) {
		add_field(r, article.captions[i].text);
		add_credits(r, &article.captions[i].credits);
	}
	doc->to = r->text.n;
	kb_arena_release(&a);
}

/* All issues, newest first, in the arena. */
static kb_issue_id *
all_issues(struct run *r, struct kb_arena *a, size_t *n)
{
	kb_issue_id *ids = NULL;
	size_t cap = 0;
	size_t got = 1;
	for (kb_issue_id from = 0; got > 0;) {
		struct kb_issue_row *rows;
		check(r, kb_store_issues(r->store, &r->ctx, a, from, true, 0, 256, &rows, &got));
		for (size_t i = 0; i < got; i++) {
			ids = kb_arena_grow(a, ids, *n, &cap, sizeof(*ids));
			from = ids[(*n)++] = rows[i].id;
		}
	}
	return ids;
}

static void
read_docs(struct run *r)
{
	struct kb_arena a = { 0 };
	size_t n = 0;
	kb_issue_id *issues = all_issues(r, &a, &n);
	for (size_t i = 0; i < n; i++) {
		struct kb_article_row *rows;
		size_t nrows;
		check(r, kb_store_articles(r->store, &r->ctx, &a, issues[i], &rows, &nrows));
		for (size_t k = 0; k < nrows; k++) {
			add_doc(r, rows[k].id);
		}
	}
	kb_arena_release(&a);
}

/* --- changing it ---------------------------------------------------------------------------- */

/* The issue again: two bodies change places, one article goes, one gets a new headline. */
static void
replace(struct run *r, kb_issue_id id, int number)
{
	struct kb_arena a = { 0 };
	struct kb_issue issue;
	struct kb_buf bytes = { 0 };
	enum kb_put what;
	kb_issue_id put;
	check(r, kb_store_load(r->store, &r->ctx, &a, id, &issue));
	if (issue.narticles > 2) {
		size_t one = bench_below(&r->rng, issue.narticles);
		size_t two = bench_below(&r->rng, issue.narticles);
		struct kb_strs body = issue.articles[one].body;
		issue.articles[one].body = issue.articles[two].body;
		issue.articles[two].body = body;
		issue.articles[one].headline = KB_STR("改过的标题８０９０");
		size_t gone = bench_below(&r->rng, issue.narticles);
		issue.articles[gone] = issue.articles[--issue.narticles];
		kb_buf_printf(&bytes, "%d", number);
		const struct kb_source source = { .name = KB_STR("again"),
			                          .bytes = kb_buf_str(&bytes),
			                          .day = KB_DAY_NONE };
		check(r, kb_store_put(r->store, &r->ctx, &issue, true, &source, &what, &put));
	}
	kb_buf_release(&bytes);
	kb_arena_release(&a);
}

static void
change_article(struct run *r, kb_issue_id issue, bool removal)
{
	struct kb_arena a = { 0 };
	struct kb_article_row *rows;
	size_t n;
	check(r, kb_store_articles(r->store, &r->ctx, &a, issue, &rows, &n));
	if (n > 1) {
		kb_article_id id = rows[bench_below(&r->rng, n)].id;
		check(r, removal ? kb_store_remove(r->store, &r->ctx, issue, id)
		                 : kb_store_correct(r->store, &r->ctx, id, KB_STR("headline"),
		                                    KB_STR("共同富裕，订正后的標題")));
	}
	kb_arena_release(&a);
}

static void
change(struct run *r)
{
	struct kb_arena a = { 0 };
	size_t n = 0;
	kb_issue_id *issues = all_issues(r, &a, &n);
	for (int i = 0; i < REPLACES; i++) {
		replace(r, issues[bench_below(&r->rng, n)], i);
	}
	for (int i = 0; i < REMOVALS + CORRECTIONS; i++) {
		change_article(r, issues[bench_below(&r->rng, n)], i < REMOVALS);
	}
	for (size_t i = 0; i < MOVES && i < n; i++) {
		kb_issue_id moved;
		kb_day day = kb_day_of((struct kb_ymd){ 1950 + (int)i, 3, 4 });
		size_t at = i * n / MOVES; /* none twice: its id changes */
		check(r, kb_store_date(r->store, &r->ctx, issues[at], day, 1, &moved));
	}
	kb_arena_release(&a);
}

/* --- comparing ---------------------------------------------------------------------------- */

static bool
stands_in(const struct run *r, size_t from, size_t to, struct kb_piece piece)
{
	const uint32_t *at = r->text.cp + from;
	const uint32_t *end = r->text.cp + to;
	while (at + piece.n <= end) {
		/* as fast a look for the first character as the C library has */
		const wchar_t *found =
			wmemchr((const wchar_t *)at, (wchar_t)piece.cp[0], (size_t)(end - at));
		if (!found) {
			return false;
		}
		at = (const uint32_t *)found;
		if (at + piece.n <= end && memcmp(at, piece.cp, piece.n * sizeof(*at)) == 0) {
			return true;
		}
		at++;
	}
	return false;
}

static bool
meant(const struct run *r, const struct doc *doc, const struct wanted *w)
{
	size_t to = w->titles ? doc->titles_end : doc->to;
	return stands_in(r, doc->from, to, w->piece) &&
	       (w->also.n == 0 || stands_in(r, doc->from, doc->to, w->also) != w->without);
}

/* Both go down the ids. */
static void
compare(struct run *r, kb_str typed, const struct wanted *w, const struct kb_found *found)
{
	size_t right = 0;
	size_t truth = 0;
	bool ordered = true;
	size_t k = 0;
	for (size_t i = 0; i < r->ndocs; i++) {
		bool given = k < found->n && found->ids[k] == r->docs[i].id;
		bool really = meant(r, &r->docs[i], w);
		k += given;
		right += given && really;
		truth += really;
	}
	ordered = k == found->n;
	r->queries++;
	r->right_hits += right;
	r->given_hits += found->n;
	r->true_hits += truth;
	if (right != truth || right != found->n || !ordered) {
		r->wrong++;
		(void)fprintf(stderr, "bench: '%.*s': %zu hits, %zu of %zu right\n", KB_ARG(typed),
		              found->n, right, truth);
	}
}

static void
ask(struct run *r, kb_str typed, const struct wanted *w)
{
	struct kb_arena a = { 0 };
	struct kb_terms terms;
	struct kb_found found = { 0 };
	kb_terms_parse(&a, typed, kb_day_today(), &terms);
	const struct kb_search search = {
		.terms = &terms, .first = KB_DAY_NONE, .last = KB_DAY_NONE, .limit = SIZE_MAX
	};
	check(r, kb_search_run(r->store, &r->ctx, &a, &search, &found));
	compare(r, typed, w, &found);
	bool known = false;
	size_t count = 0;
	check(r, kb_search_known(r->store, &r->ctx, &search, &known, &count));
	if (known && count != found.n) {
		r->wrong++;
		(void)fprintf(stderr, "bench: '%.*s': %zu hits, %zu known\n", KB_ARG(typed),
		              found.n, count);
	}
	kb_arena_release(&a);
}

/* --- queries ------------------------------------------------------------------------------ */

/* A form of queries at random. */
struct form {
	const char *joint; /* before a second phrase; NULL: there is none */
	int times;
	bool titles;
	bool without;
};

/* Word characters that stand together, of a random article; n 0 where none do. */
static struct kb_piece
phrase(struct run *r, bool titles)
{
	size_t n = 1 + bench_below(&r->rng, LONGEST);
	const struct doc *doc = &r->docs[bench_below(&r->rng, r->ndocs)];
	size_t to = titles ? doc->titles_end : doc->to;
	struct kb_piece piece = { 0 };
	if (to <= doc->from) {
		return piece;
	}
	piece.cp = r->text.cp + doc->from + bench_below(&r->rng, to - doc->from);
	while (piece.n < n && piece.cp + piece.n < r->text.cp + to &&
	       piece.cp[piece.n] > KB_FOLD_FIELD) {
		piece.n++;
	}
	return piece;
}

static void
ask_random(struct run *r, const struct form *form)
{
	struct kb_buf typed = { 0 };
	struct wanted w = { .piece = phrase(r, form->titles), .titles = form->titles };
	kb_buf_add(&typed, form->titles ? KB_STR("title:") : KB_STR(""));
	kb_piece_text(&typed, w.piece);
	if (form->joint) {
		w.also = phrase(r, false);
		w.without = form->without;
		kb_buf_add(&typed, kb_str_of(form->joint));
		kb_piece_text(&typed, w.also);
	}
	if (w.piece.n && (!form->joint || w.also.n)) {
		ask(r, kb_buf_str(&typed), &w);
	}
	kb_buf_release(&typed);
}

static void
ask_listed(struct run *r, const char *path)
{
	struct bench_queries queries;
	bench_queries_open(path, &queries);
	for (size_t i = 0; i < queries.n; i++) {
		struct kb_folded folded = { 0 };
		kb_folded_add(&folded, queries.v[i].text);
		const struct wanted w = { .piece = { folded.cp, folded.n } };
		ask(r, queries.v[i].text, &w);
		kb_folded_release(&folded);
	}
	bench_queries_close(&queries);
}

static double
share(size_t part, size_t whole)
{
	return whole ? (double)part / (double)whole : 1;
}

int
main(int argc, char **argv)
{
	static const struct form forms[] = {
		{ NULL, RANDOM, false, false },
		{ NULL, COMBINED, true, false },
		{ " ", COMBINED, false, false },
		{ " -", COMBINED, false, true },
	};
	struct run r = { 0 };
	if (argc < 3 || argc > 4) {
		(void)fprintf(stderr, "usage: bench_exact ARCHIVE QUERIES.tsv [SEED]\n");
		return 64;
	}
	r.rng = bench_rng(argc == 4 ? strtoul(argv[3], NULL, 10) : 1, 11);
	check(&r, kb_store_open(&r.ctx, argv[1], KB_STORE_WRITE, &r.store));
	change(&r);
	read_docs(&r);
	ask_listed(&r, argv[2]);
	for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++) {
		for (int i = 0; i < forms[k].times; i++) {
			ask_random(&r, &forms[k]);
		}
	}
	printf("%zu %zu %.6f %.6f\n", r.queries, r.wrong, share(r.right_hits, r.true_hits),
	       share(r.right_hits, r.given_hits));
	kb_store_close(r.store);
	kb_folded_release(&r.text);
	kb_ctx_release(&r.ctx);
	free(r.docs);
	return r.wrong ? 1 : 0;
}
