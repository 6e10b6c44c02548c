/* The index by SQLite's FTS5: grams without positions, in the order of ids. */
#include "index_int.h"
#include "kanbao/search.h"

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

/* --- state ------------------------------------------------------------------------- */

/* Whether the archive has an index at all. */
static enum kb_err
index_there(struct kb_store *store, struct kb_ctx *ctx, bool *there)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_INDEX_THERE);
	*there = kb_query_row(&q);
	return kb_query_end(&q);
}

struct state {
	bool ours; /* made under our name */
	int64_t floor;
	int64_t version; /* of the lists */
	kb_article_id grown_from;
};

static enum kb_err
read_row(struct kb_store *store, struct kb_ctx *ctx, struct state *state)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_INDEX_STATE);
	bool there = kb_query_row(&q);
	state->ours = there && kb_str_eq(kb_col_blob(&q, 0), kb_str_of(kb_gram_name()));
	state->floor = state->ours ? kb_col_int(&q, 1) : INT64_MAX;
	state->grown_from = there ? kb_col_int(&q, 2) : INT64_MAX;
	state->version = there ? kb_col_int(&q, 3) : 0;
	return kb_query_end(&q);
}

/* With the lists. */
static enum kb_err
read_state(struct kb_store *store, struct kb_ctx *ctx, struct state *state)
{
	enum kb_err err = read_row(store, ctx, state);
	return err ? err : kb_index_load_lists(store, ctx, state->version, state->grown_from);
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

/*
 * An index of another name, or none yet: an empty one, which covers nothing
 * that is there. Its own list stays, and is complete.
 */
static enum kb_err
start_anew(struct kb_store *store, struct kb_ctx *ctx)
{
	static const enum kb_sql clear[] = { SQL_INDEX_CLEAR, SQL_INDEX_CLEAR_TITLES,
		                             SQL_DOCS_CLEAR, SQL_PAIRS_CLEAR, SQL_LISTS_JOIN };
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < sizeof(clear) / sizeof(*clear) && !err; i++) {
		err = kb_rows_run(store, ctx, clear[i], NULL, 0);
	}
	struct kb_query q = kb_query(&store->db, ctx, SQL_ANY_ARTICLE);
	int64_t floor = kb_query_row(&q) ? INT64_MAX : 0;
	enum kb_err ended = kb_query_end(&q);
	err = err ? err : ended;
	err = err ? err : kb_index_set_floor(store, ctx, floor);
	struct state state;
	return err ? err : read_state(store, ctx, &state);
}

enum kb_err
kb_index_floor(struct kb_store *store, struct kb_ctx *ctx, int64_t *floor)
{
	struct state state = { .floor = INT64_MAX };
	bool there = false;
	enum kb_err err = index_there(store, ctx, &there);
	err = err || !there ? err : read_state(store, ctx, &state);
	*floor = state.floor;
	return err;
}

enum kb_err
kb_store_indexed(struct kb_store *store, struct kb_ctx *ctx, bool *whole)
{
	struct state state = { .floor = INT64_MAX };
	bool there = false;
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = index_there(store, ctx, &there);
		err = err || !there ? err : read_row(store, ctx, &state);
		kb_store_end(store);
	}
	if (!err) {
		*whole = state.floor == 0;
	}
	return err;
}

enum kb_err
kb_index_begin(struct kb_store *store, struct kb_ctx *ctx)
{
	struct state state;
	enum kb_err err = read_state(store, ctx, &state);
	store->floor = err ? store->floor : state.floor;
	return err || state.ours ? err : start_anew(store, ctx);
}

/* --- changes ------------------------------------------------------------------------ */

void
kb_index_put(struct kb_store *store, kb_article_id id, const struct kb_article *article)
{
	store->lists->puts++;
	if (id >= store->floor) {
		kb_index_note(store, id, article, true);
	}
}

static enum kb_err
note_stored(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id, bool put)
{
	if (id < store->floor) {
		return KB_OK;
	}
	struct kb_arena a = { 0 };
	struct kb_article article;
	enum kb_err err = kb_store_article(store, ctx, &a, id, &article);
	if (!err) {
		kb_index_note(store, id, &article, put);
	}
	kb_arena_release(&a);
	return err;
}

enum kb_err
kb_index_put_stored(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id)
{
	return note_stored(store, ctx, id, true);
}

enum kb_err
kb_index_remove(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id)
{
	return note_stored(store, ctx, id, false);
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

/* The numbers of the ids low … high, none of them where low comes out above high. */
static enum kb_err
doc_range(struct kb_store *store, struct kb_ctx *ctx, const struct kb_index_scan *scan,
          int64_t range[2])
{
	struct kb_doc from = { .doc = 1 };
	struct kb_doc behind = { 0 };
	enum kb_err err = KB_OK;
	if (scan->low > 1) {
		err = kb_doc_from(store, ctx, scan->low, &from);
	}
	if (!err && scan->high < INT64_MAX) {
		err = kb_doc_from(store, ctx, scan->high + 1, &behind);
	}
	range[0] = from.doc ? from.doc : INT64_MAX;
	range[1] = behind.doc ? behind.doc - 1 : INT64_MAX - 1;
	return err;
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
	int64_t range[] = { scan->low, scan->high };
	enum kb_err err = kind == 2 ? KB_OK : doc_range(store, ctx, scan, range);
	struct kb_query q = kb_query(&store->db, ctx, sql[kind][scan->oldest]);
	q.err = q.err ? q.err : err;
	if (scan->match.p) {
		kb_bind_text(&q, scan->match);
	}
	kb_bind_int(&q, range[0]);
	kb_bind_int(&q, range[1]);
	return q;
}
