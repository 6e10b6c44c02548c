/* The index by SQLite's FTS5: grams without positions, in order of ids. */
#include "index.h"

#include "kanbao/text.h"

/* --- texts ------------------------------------------------------------------------ */

static void
credit_fields(const struct kb_credits *credits, void (*text)(void *user, kb_str field, bool title),
              void *user)
{
	for (size_t i = 0; i < credits->n; i++) {
		text(user, credits->v[i].role, false);
		text(user, credits->v[i].name, false);
	}
}

void
kb_index_fields(const struct kb_article *article,
                void (*text)(void *user, kb_str field, bool title), void *user)
{
	text(user, article->kicker, true);
	text(user, article->headline, true);
	text(user, article->deck, true);
	text(user, article->label, false);
	text(user, article->lead, false);
	credit_fields(&article->credits, text, user);
	for (size_t i = 0; i < article->body.n; i++) {
		text(user, article->body.v[i], false);
	}
	for (size_t i = 0; i < article->ncaptions; i++) {
		text(user, article->captions[i].text, false);
		credit_fields(&article->captions[i].credits, text, user);
	}
}

struct texts {
	struct kb_buf all;
	struct kb_buf titles;
};

static void
add_text(void *user, kb_str field, bool title)
{
	struct texts *t = user;
	kb_buf_add(&t->all, field);
	kb_buf_byte(&t->all, '\n');
	if (title) {
		kb_buf_add(&t->titles, field);
		kb_buf_byte(&t->titles, '\n');
	}
}

/* --- state ------------------------------------------------------------------------- */

/* Whether the archive has an index at all. */
static enum kb_err
index_there(struct kb_store *store, struct kb_ctx *ctx, bool *there)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_INDEX_THERE);
	*there = kb_query_row(&q);
	return kb_query_end(&q);
}

static enum kb_err
read_state(struct kb_store *store, struct kb_ctx *ctx, bool *ours, int64_t *floor)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_INDEX_STATE);
	*ours = kb_query_row(&q) && kb_str_eq(kb_col_blob(&q, 0), kb_str_of(kb_gram_name()));
	*floor = *ours ? kb_col_int(&q, 1) : INT64_MAX;
	return kb_query_end(&q);
}

enum kb_err
kb_index_set_floor(struct kb_store *store, struct kb_ctx *ctx, int64_t floor)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_INDEX_SET_STATE);
	kb_bind_text(&q, kb_str_of(kb_gram_name()));
	kb_bind_int(&q, floor);
	store->floor = floor;
	return kb_query_run(&q);
}

/* An index of another name, or none yet: an empty one, which covers nothing that is there. */
static enum kb_err
start_anew(struct kb_store *store, struct kb_ctx *ctx)
{
	static const enum kb_sql clear[] = { SQL_INDEX_CLEAR, SQL_INDEX_CLEAR_TITLES };
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < 2 && !err; i++) {
		err = kb_rows_run(store, ctx, clear[i], NULL, 0);
	}
	struct kb_query q = kb_query(&store->db, ctx, SQL_ANY_ARTICLE);
	int64_t floor = kb_query_row(&q) ? INT64_MAX : 0;
	enum kb_err ended = kb_query_end(&q);
	err = err ? err : ended;
	return err ? err : kb_index_set_floor(store, ctx, floor);
}

enum kb_err
kb_index_floor(struct kb_store *store, struct kb_ctx *ctx, int64_t *floor)
{
	bool there = false;
	bool ours = false;
	enum kb_err err = index_there(store, ctx, &there);
	*floor = INT64_MAX;
	return err || !there ? err : read_state(store, ctx, &ours, floor);
}

enum kb_err
kb_index_begin(struct kb_store *store, struct kb_ctx *ctx)
{
	bool ours = false;
	enum kb_err err = read_state(store, ctx, &ours, &store->floor);
	return err || ours ? err : start_anew(store, ctx);
}

/* --- changes ------------------------------------------------------------------------ */

static enum kb_err
change(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
       const struct kb_article *article, bool put)
{
	static const enum kb_sql sql[2][2] = {
		{ SQL_INDEX_REMOVE, SQL_INDEX_REMOVE_TITLES },
		{ SQL_INDEX_PUT, SQL_INDEX_PUT_TITLES },
	};
	struct texts texts = { 0 };
	kb_index_fields(article, add_text, &texts);
	enum kb_err err = KB_OK;
	for (int i = 0; i < 2 && !err; i++) {
		struct kb_query q = kb_query(&store->db, ctx, sql[put][i]);
		kb_bind_int(&q, id);
		kb_bind_text(&q, kb_buf_str(i ? &texts.titles : &texts.all));
		err = kb_query_run(&q);
	}
	kb_buf_release(&texts.all);
	kb_buf_release(&texts.titles);
	return err;
}

enum kb_err
kb_index_put(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
             const struct kb_article *article)
{
	return id < store->floor ? KB_OK : change(store, ctx, id, article, true);
}

static enum kb_err
change_stored(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id, bool put)
{
	if (id < store->floor) {
		return KB_OK;
	}
	struct kb_arena a = { 0 };
	struct kb_article article;
	enum kb_err err = kb_store_article(store, ctx, &a, id, &article);
	err = err ? err : change(store, ctx, id, &article, put);
	kb_arena_release(&a);
	return err;
}

enum kb_err
kb_index_put_stored(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id)
{
	return change_stored(store, ctx, id, true);
}

enum kb_err
kb_index_remove(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id)
{
	return change_stored(store, ctx, id, false);
}

/* --- finding -------------------------------------------------------------------------- */

void
kb_index_gram(struct kb_buf *match, struct kb_piece gram)
{
	/* word characters alone: no quotation mark is among them */
	kb_buf_byte(match, '"');
	kb_piece_text(match, gram);
	kb_buf_byte(match, '"');
}

struct kb_query
kb_index_find(struct kb_store *store, struct kb_ctx *ctx, const struct kb_index_scan *scan)
{
	static const enum kb_sql sql[3][2] = {
		{ SQL_INDEX_NEWEST, SQL_INDEX_OLDEST },
		{ SQL_INDEX_NEWEST_TITLES, SQL_INDEX_OLDEST_TITLES },
		{ SQL_ALL_NEWEST, SQL_ALL_OLDEST },
	};
	int kind = !scan->match.p ? 2 : scan->titles ? 1 : 0;
	struct kb_query q = kb_query(&store->db, ctx, sql[kind][scan->oldest]);
	if (scan->match.p) {
		kb_bind_text(&q, scan->match);
	}
	kb_bind_int(&q, scan->low);
	kb_bind_int(&q, scan->high);
	return q;
}

/* --- words ----------------------------------------------------------------------------- */

static uint64_t
count_word(void *user, struct kb_piece gram)
{
	struct kb_index_words *w = user;
	struct kb_buf text = { 0 };
	kb_piece_text(&text, gram);
	struct kb_query q = kb_query(&w->store->db, w->ctx, SQL_WORD_COUNT);
	kb_bind_text(&q, kb_buf_str(&text));
	uint64_t count = kb_query_row(&q) ? (uint64_t)kb_col_int(&q, 0) : 0;
	enum kb_err err = kb_query_end(&q);
	w->err = w->err ? w->err : err;
	kb_buf_release(&text);
	return count;
}

/* Grams from "first" (not included) to its successor: pairs, and threes to be left out. */
static void
word_pairs(void *user, uint32_t first, void (*each)(void *arg, uint32_t second, uint64_t count),
           void *arg)
{
	struct kb_index_words *w = user;
	struct kb_buf low = { 0 };
	struct kb_buf high = { 0 };
	kb_buf_cp(&low, first);
	kb_buf_cp(&high, first + 1);
	struct kb_query q = kb_query(&w->store->db, w->ctx, SQL_WORD_PAIRS);
	kb_bind_text(&q, kb_buf_str(&low));
	kb_bind_text(&q, kb_buf_str(&high));
	while (kb_query_row(&q)) {
		kb_str word = kb_col_blob(&q, 0);
		size_t off = low.n;
		uint32_t second = off < word.n ? kb_utf8_next(word, &off) : 0;
		if (second && off == word.n) {
			each(arg, second, (uint64_t)kb_col_int(&q, 1));
		}
	}
	enum kb_err err = kb_query_end(&q);
	w->err = w->err ? w->err : err;
	kb_buf_release(&low);
	kb_buf_release(&high);
}

struct kb_vocab
kb_index_vocab(struct kb_index_words *words)
{
	return (struct kb_vocab){ .user = words, .count = count_word, .pairs = word_pairs };
}
