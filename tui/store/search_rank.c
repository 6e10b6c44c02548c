/* How well an article answers a query: where its terms stand, and how often. */
#include "index.h"
#include "kanbao/search.h"

void
kb_ranker_release(struct kb_ranker *r)
{
	kb_arena_release(&r->arena);
	kb_folded_release(&r->folded);
}

static bool
in_text(const struct kb_word *t)
{
	return !t->excluded && t->field == KB_FIELD_ANY;
}

static bool
in_title(const struct kb_word *t)
{
	return in_text(t) || (!t->excluded && t->field == KB_FIELD_TITLE);
}

static size_t
places_of(const struct kb_folded *f, struct kb_piece piece)
{
	size_t n = 0;
	size_t at = kb_folded_find(f, piece, 0);
	while (at != SIZE_MAX) {
		n++;
		at = kb_folded_find(f, piece, at + piece.n);
	}
	return n;
}

static size_t
term_places(const struct kb_folded *f, const struct kb_word *t)
{
	size_t n = 0;
	for (size_t i = 0; i < t->npieces; i++) {
		n += places_of(f, t->pieces[i]);
	}
	for (size_t i = 0; i < t->nalts; i++) {
		n += places_of(f, t->alts[i]);
	}
	return n;
}

static void
fold(struct kb_ranker *r, kb_str text)
{
	kb_folded_clear(&r->folded);
	kb_folded_add(&r->folded, text);
}

/* How many terms stand in a title. */
static size_t
terms_in(struct kb_ranker *r, kb_str title)
{
	size_t n = 0;
	if (title.n) {
		fold(r, title);
		for (size_t i = 0; i < r->terms->n; i++) {
			const struct kb_word *t = &r->terms->v[i];
			n += in_title(t) && term_places(&r->folded, t) > 0;
		}
	}
	return n;
}

/* Places in what was folded. */
static size_t
places_in(const struct kb_ranker *r)
{
	size_t n = 0;
	for (size_t i = 0; i < r->terms->n; i++) {
		n += in_text(&r->terms->v[i]) ? term_places(&r->folded, &r->terms->v[i]) : 0;
	}
	return n;
}

static size_t
places_in_field(struct kb_ranker *r, kb_str text)
{
	fold(r, text);
	return text.n ? places_in(r) : 0;
}

/* Columns of SQL_HEAD: page, kicker, headline, deck, label, lead. */
static enum kb_err
rank_head(struct kb_ranker *r, kb_article_id id, struct kb_rank *out)
{
	struct kb_query q = kb_query(&r->store->db, r->ctx, SQL_HEAD);
	kb_bind_int(&q, id);
	bool there = kb_query_row(&q);
	if (there) {
		out->headline = terms_in(r, kb_col_blob(&q, 2));
		out->titles = terms_in(r, kb_col_blob(&q, 1)) + terms_in(r, kb_col_blob(&q, 3));
		out->places = places_in_field(r, kb_col_blob(&q, 5));
	}
	enum kb_err err = kb_query_end(&q);
	return err || there ? err : KB_E_NOTHING;
}

static enum kb_err
rank_captions(struct kb_ranker *r, kb_article_id id, struct kb_rank *out)
{
	struct kb_query q = kb_query(&r->store->db, r->ctx, SQL_CAPTIONS);
	kb_bind_int(&q, id);
	while (kb_query_row(&q)) {
		out->places += places_in_field(r, kb_col_blob(&q, 1));
	}
	return kb_query_end(&q);
}

static enum kb_err
rank_body(struct kb_ranker *r, kb_article_id id, struct kb_rank *out)
{
	kb_str text = KB_STR_NULL;
	kb_str paragraph;
	struct kb_query q = kb_query(&r->store->db, r->ctx, SQL_TEXT);
	kb_bind_int(&q, id);
	enum kb_err bad = KB_OK;
	if (kb_query_row(&q)) {
		bad = kb_text_unpack(r->store, r->ctx, &r->arena, kb_col_int(&q, 0),
		                     kb_col_blob(&q, 1), &text);
	}
	enum kb_err err = kb_query_end(&q);
	kb_folded_clear(&r->folded);
	while (kb_str_split(&text, '\n', &paragraph)) {
		kb_folded_add(&r->folded, paragraph);
		kb_folded_field(&r->folded);
	}
	out->places += places_in(r);
	return err ? err : bad;
}

enum kb_err
kb_ranker_look(struct kb_ranker *r, kb_article_id id, struct kb_rank *out)
{
	struct kb_rank rank = { 0 };
	kb_arena_reset(&r->arena);
	enum kb_err err = kb_store_begin(r->store, r->ctx);
	if (err) {
		return err;
	}
	err = rank_head(r, id, &rank);
	err = err ? err : rank_body(r, id, &rank);
	err = err ? err : rank_captions(r, id, &rank);
	kb_store_end(r->store);
	if (!err) {
		*out = rank;
	}
	return err;
}
