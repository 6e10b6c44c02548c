/*
 * The archive's own list of frequent pairs and threes. The shipped list is the
 * start; a pair that is frequent here comes to it, and with it the threes behind
 * it for all articles, newest first: FTS5 takes further grams of a row that it
 * has. So do threes, counted in a sample, and the fours behind them.
 * Meanwhile what is put from grown_from on gets them too, and what is put below
 * gets them when its turn comes; nothing is looked for by them until all are in.
 */
#include <stdlib.h>

#include "index_int.h"
#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "kanbao/search.h"

/*
 * Thousandths of all articles, of pairs and threes: one with so many is worth
 * the work, which takes along those with nearly as many. Threes cost more room.
 */
static const struct {
	int64_t frequent;
	int64_t rather;
} bounds[] = { { 30, 27 }, { 60, 50 } };
/* Pairs and threes of a list at most. */
#define LIST_MAX 16384
/* Articles that threes are counted in. */
#define SAMPLE 2048
/* Articles a transaction, the first and later ones: soon a second of work. */
#define BATCH_FIRST ((size_t)64)
#define BATCH_MOST ((size_t)4096)
/* Articles put that may have changed what is frequent. */
#define MANY 10000

/* --- the lists --------------------------------------------------------------------- */

static void
release(struct kb_index_lists *lists)
{
	kb_gram_list_release(&lists->used);
	kb_gram_list_release(&lists->next);
	kb_gram_list_release(&lists->grown);
}

void
kb_index_lists_free(struct kb_index_lists *lists)
{
	if (lists) {
		release(lists);
		free(lists);
	}
}

const struct kb_gram_list *
kb_index_list(const struct kb_store *store, kb_article_id id)
{
	const struct kb_index_lists *lists = store->lists;
	return id >= lists->grown_from && lists->next.n ? &lists->grown : &lists->used;
}

enum kb_err
kb_index_load_lists(struct kb_store *store, struct kb_ctx *ctx, int64_t version,
                    kb_article_id grown_from)
{
	struct kb_index_lists *lists = store->lists;
	lists->grown_from = grown_from;
	if (lists->version == version) {
		return KB_OK;
	}
	release(lists);
	lists->version = -1;
	struct kb_query q = kb_query(&store->db, ctx, SQL_LISTS);
	if (kb_query_row(&q)) {
		kb_gram_list_add(&lists->used, kb_col_blob(&q, 0));
		kb_gram_list_add(&lists->next, kb_col_blob(&q, 1));
		if (lists->next.n) {
			kb_gram_list_add(&lists->grown, kb_col_blob(&q, 0));
			kb_gram_list_add(&lists->grown, kb_col_blob(&q, 1));
		}
	}
	enum kb_err err = kb_query_end(&q);
	lists->version = err ? -1 : version;
	return err;
}

/* --- choosing pairs ------------------------------------------------------------------- */

struct choice {
	struct kb_store *store;
	struct kb_ctx *ctx;
	int64_t articles;
	int64_t of; /* how many it was counted in */
	uint32_t first;
	struct kb_gram_list known; /* with what was chosen */
	struct kb_buf lines;
	bool worth;
};

/* Takes a pair or a three that stands in so many articles, if it is frequent and new. */
static void
consider(struct choice *c, struct kb_piece unit, int64_t count)
{
	size_t at = c->lines.n;
	bool known = unit.n == 2 ? kb_gram_frequent(&c->known, unit.cp[0], unit.cp[1])
	                         : kb_gram_list_has(&c->known, unit);
	int64_t thousandths = c->of ? count * 1000 / c->of : 0;
	if (known || thousandths < bounds[unit.n - 2].rather || c->known.n >= LIST_MAX) {
		return;
	}
	kb_piece_text(&c->lines, unit);
	kb_buf_byte(&c->lines, '\n');
	kb_gram_list_add(&c->known, kb_str_sub(kb_buf_str(&c->lines), at, c->lines.n));
	c->worth = c->worth || thousandths >= bounds[unit.n - 2].frequent;
}

static void
consider_pair(void *arg, uint32_t second, uint64_t count)
{
	struct choice *c = arg;
	const uint32_t pair[] = { c->first, second };
	if (second && (c->first | second) <= 0xFFFF) {
		consider(c, (struct kb_piece){ pair, 2 }, (int64_t)count);
	}
}

static enum kb_err
choose_pairs(struct choice *c)
{
	struct kb_query q = kb_query(&c->store->db, c->ctx, SQL_PAIRS_ALL);
	c->of = c->articles;
	while (kb_query_row(&q)) {
		c->first = (uint32_t)kb_col_int(&q, 0);
		kb_pairs_each(kb_col_blob(&q, 1), consider_pair, c);
	}
	return kb_query_end(&q);
}

/* Counts the threes of articles evenly out of all. */
static enum kb_err
count_threes(struct choice *c, struct kb_pair_deltas *threes)
{
	struct kb_arena a = { 0 };
	int64_t step = c->articles / SAMPLE + 1;
	int64_t at = 0;
	enum kb_err err = KB_OK;
	struct kb_query q = kb_query(&c->store->db, c->ctx, SQL_DOCS);
	kb_bind_int(&q, INT64_MIN);
	kb_bind_int(&q, INT64_MAX);
	c->of = 0;
	while (!err && kb_query_row(&q)) {
		struct kb_article article;
		if (at++ % step != 0) {
			continue;
		}
		kb_arena_reset(&a);
		err = kb_store_article(c->store, c->ctx, &a, kb_col_int(&q, 1), &article);
		if (!err) {
			struct kb_index_texts texts = kb_index_texts_of(&a, &article);
			kb_pairs_count_threes(threes, &c->known, texts.all);
			c->of++;
		}
	}
	enum kb_err ended = kb_query_end(&q);
	kb_arena_release(&a);
	return err ? err : ended;
}

static enum kb_err
choose_threes(struct choice *c)
{
	struct kb_pair_deltas threes = { 0 };
	enum kb_err err = count_threes(c, &threes);
	for (size_t i = 0; i < threes.cap && !err; i++) {
		uint64_t key = threes.v[i].key;
		const uint32_t three[] = { (uint32_t)(key >> 48), (uint32_t)(key >> 32 & 0xFFFF),
			                   (uint32_t)(key & 0xFFFF) };
		if (key) {
			consider(c, (struct kb_piece){ three, 3 }, threes.v[i].delta);
		}
	}
	kb_pairs_release(&threes);
	return err;
}

/* Sets what comes to the list. */
static enum kb_err
set_next(struct choice *c)
{
	struct kb_query q = kb_query(&c->store->db, c->ctx, SQL_LISTS_NEXT);
	kb_bind_text(&q, kb_buf_str(&c->lines));
	return kb_query_run(&q);
}

/* The pairs and threes to come; false in *chosen where there are none. */
static enum kb_err
choose(struct kb_store *store, struct kb_ctx *ctx, int64_t least, bool *chosen)
{
	struct choice c = { .store = store, .ctx = ctx };
	struct kb_query q = kb_query(&store->db, ctx, SQL_DOCS_ALL);
	c.articles = kb_query_row(&q) ? kb_col_int(&q, 0) : 0;
	enum kb_err err = kb_query_end(&q);
	if (err || c.articles < least) {
		return err;
	}
	q = kb_query(&store->db, ctx, SQL_LISTS);
	if (kb_query_row(&q)) {
		kb_gram_list_add(&c.known, kb_col_blob(&q, 0));
	}
	err = kb_query_end(&q);
	err = err ? err : choose_pairs(&c);
	err = err ? err : choose_threes(&c);
	*chosen = !err && c.worth;
	if (*chosen) {
		err = set_next(&c);
	}
	kb_gram_list_release(&c.known);
	kb_buf_release(&c.lines);
	return err;
}

/* --- growing ---------------------------------------------------------------------------- */

/* Further grams of a row. */
static enum kb_err
add_behind(struct kb_store *store, struct kb_ctx *ctx, int64_t doc,
           const struct kb_index_texts *texts)
{
	static const enum kb_sql sql[] = { SQL_INDEX_PUT, SQL_INDEX_PUT_TITLES };
	enum kb_err err = KB_OK;
	store->lists->tokens = &store->lists->next;
	store->lists->only_behind = true;
	for (int i = 0; i < 2 && !err; i++) {
		struct kb_query q = kb_query(&store->db, ctx, sql[i]);
		kb_bind_int(&q, doc);
		kb_bind_text(&q, i ? texts->titles : texts->all);
		err = kb_query_run(&q);
	}
	store->lists->only_behind = false;
	return err;
}

static enum kb_err
add_article(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
            const struct kb_doc *doc)
{
	struct kb_article article;
	kb_arena_reset(a);
	enum kb_err err = kb_store_article(store, ctx, a, doc->id, &article);
	if (err) {
		return err;
	}
	const struct kb_index_texts texts = kb_index_texts_of(a, &article);
	return add_behind(store, ctx, doc->doc, &texts);
}

/* The articles right below those that have the new threes, the highest first. */
static enum kb_err
load_batch(struct kb_store *store, struct kb_ctx *ctx, struct kb_doc *docs, size_t most, size_t *n)
{
	struct kb_doc above;
	*n = 0;
	enum kb_err err = kb_doc_from(store, ctx, store->lists->grown_from, &above);
	if (err) {
		return err;
	}
	struct kb_query q = kb_query(&store->db, ctx, SQL_DOCS_BELOW);
	kb_bind_int(&q, above.doc ? above.doc : INT64_MAX);
	kb_bind_int(&q, (int64_t)most);
	while (kb_query_row(&q)) {
		docs[(*n)++] = (struct kb_doc){ kb_col_int(&q, 0), kb_col_int(&q, 1) };
	}
	return kb_query_end(&q);
}

/* FTS5 wants ascending numbers. */
static enum kb_err
add_batch(struct kb_store *store, struct kb_ctx *ctx, size_t most, size_t *n)
{
	struct kb_arena a = { 0 };
	struct kb_doc *docs = kb_arena_alloc(&a, most, sizeof(*docs));
	struct kb_arena article = { 0 };
	enum kb_err err = load_batch(store, ctx, docs, most, n);
	for (size_t i = *n; i > 0 && !err; i--) {
		err = add_article(store, ctx, &article, &docs[i - 1]);
	}
	if (!err && *n < most) {
		/* fewer than were asked for: these were the last */
		err = kb_rows_run(store, ctx, SQL_LISTS_JOIN, NULL, 0);
	} else if (!err) {
		err = kb_rows_run(store, ctx, SQL_GROWN_FROM, &docs[*n - 1].id, 1);
	}
	kb_arena_release(&article);
	kb_arena_release(&a);
	return err;
}

/* A growing on its way. */
struct growth {
	int64_t least;
	int64_t done;
	size_t batch;
	bool more; /* there is something left */
};

/* A transaction of it. */
static enum kb_err
step(struct kb_store *store, struct kb_ctx *ctx, struct growth *g)
{
	size_t n = 0;
	g->more = false;
	enum kb_err err = kb_store_write_begin(store, ctx);
	if (err) {
		return err;
	}
	if (store->floor != 0) {
		/* the index is not whole yet: nothing to add to */
	} else if (store->lists->next.n == 0) {
		err = choose(store, ctx, g->least, &g->more);
	} else {
		err = add_batch(store, ctx, g->batch, &n);
		g->more = n == g->batch;
		g->done += (int64_t)n;
		g->batch = g->batch < BATCH_MOST ? g->batch * 4 : g->batch;
	}
	return kb_store_write_end(store, ctx, err, false);
}

enum kb_err
kb_store_index_grow(struct kb_store *store, struct kb_ctx *ctx, int64_t least,
                    bool (*progress)(void *user, int64_t done), void *user)
{
	struct growth g = { .least = least, .batch = BATCH_FIRST, .more = store->db.h != NULL };
	enum kb_err err = KB_OK;
	while (g.more && !err) {
		err = step(store, ctx, &g);
		if (!err && g.more && progress && !progress(user, g.done)) {
			err = kb_fail(ctx, KB_E_INTERRUPTED,
			              _("interrupted; what was indexed is kept"));
		}
	}
	return err;
}

bool
kb_store_index_due(const struct kb_store *store)
{
	return store->lists->puts >= MANY;
}
