/* Search: terms → an expression for the index → candidates → what is meant. */
#include "kanbao/search.h"

#include <string.h>

#include "db_guard.h"
#include "kanbao/clock.h"
#include "kanbao/i18n.h"
#include "match.h"

/*
 * Letters that are looked for as they stand beside the words that they mean:
 * an article that has their grams must be read, any other has one of the words.
 */
struct literal {
	uint32_t term; /* its bit */
	kb_article_id *ids;
	size_t n;
};
#define LITERALS ((size_t)4)
#define LITERAL_IDS ((size_t)256)

/* One search being run. */
struct job {
	struct kb_store *store;
	struct kb_ctx *ctx;
	const struct kb_search *search;
	struct kb_matcher matcher;
	struct kb_buf match; /* the expression; empty: every article */
	bool titles;
	uint32_t decided; /* bits of the terms that the index decides */
	struct literal literals[LITERALS];
	size_t nliterals;
	size_t cap;       /* of the ids found */
	int64_t deadline; /* of the monotonic clock, in ns; 0: none */
	bool over;
};

/* --- the expression -------------------------------------------------------------------- */

static bool
by_grams(const struct kb_word *t)
{
	return !t->excluded && (t->field == KB_FIELD_ANY || t->field == KB_FIELD_TITLE ||
	                        t->field == KB_FIELD_BY || t->field == KB_FIELD_LABEL);
}

/* Titles alone are looked in where every term that has grams is about them. */
static bool
titles_only(const struct kb_terms *terms)
{
	bool some = false;
	for (size_t i = 0; i < terms->n; i++) {
		if (by_grams(&terms->v[i])) {
			some = true;
			if (terms->v[i].field != KB_FIELD_TITLE) {
				return false;
			}
		}
	}
	return some;
}

/* Appends the grams of a piece joined by AND; true where they decide. */
static bool
add_piece(const struct job *j, struct kb_buf *match, struct kb_piece piece, bool first)
{
	struct kb_piece grams[KB_GRAMS_MAX];
	bool exact = false;
	size_t n = kb_grams_for(piece, &j->store->lists->used, grams, &exact);
	for (size_t i = 0; i < n; i++) {
		kb_buf_add(match, first && i == 0 ? KB_STR("") : KB_STR(" AND "));
		kb_index_gram(match, grams[i]);
	}
	return exact;
}

/* The grams of what was typed; true where they decide. */
static bool
add_pieces(const struct job *j, struct kb_buf *match, const struct kb_word *t)
{
	bool exact = true;
	for (size_t i = 0; i < t->npieces; i++) {
		exact = add_piece(j, match, t->pieces[i], i == 0) && exact;
	}
	return exact;
}

/* (a AND b) OR (c), in brackets; whether the two sides decide. */
static void
add_term(struct job *j, const struct kb_word *t, bool *typed, bool *words)
{
	struct kb_buf *match = &j->match;
	bool exact = true;
	kb_buf_add(match, match->n ? KB_STR(" AND ((") : KB_STR("(("));
	*typed = add_pieces(j, match, t);
	for (size_t i = 0; i < t->nalts; i++) {
		kb_buf_add(match, KB_STR(") OR ("));
		exact = add_piece(j, match, t->alts[i], true) && exact;
	}
	kb_buf_add(match, KB_STR("))"));
	*words = exact;
}

/* Which articles have the grams of what was typed; false where they are many. */
static enum kb_err
find_literal(struct job *j, struct kb_arena *a, size_t term)
{
	struct kb_buf match = { 0 };
	struct literal l = { .term = (uint32_t)1 << term };
	(void)add_pieces(j, &match, &j->search->terms->v[term]);
	const struct kb_index_scan scan = {
		.titles = j->titles, .match = kb_buf_str(&match), .low = 1, .high = INT64_MAX
	};
	l.ids = kb_arena_alloc(a, LITERAL_IDS, sizeof(*l.ids));
	struct kb_query q = kb_index_find(j->store, j->ctx, &scan);
	bool more = kb_query_row(&q);
	for (; more && l.n < LITERAL_IDS; more = kb_query_row(&q)) {
		l.ids[l.n++] = kb_col_int(&q, 0);
	}
	enum kb_err err = kb_query_end(&q);
	kb_buf_release(&match);
	if (!err && !more) {
		j->literals[j->nliterals++] = l;
	}
	return j->over ? KB_OK : err;
}

/* What need not be looked for in this article: newest first, the ids descend. */
static uint32_t
decided_of(const struct job *j, kb_article_id id)
{
	uint32_t decided = 0;
	for (size_t i = 0; i < j->nliterals; i++) {
		const struct literal *l = &j->literals[i];
		size_t low = 0;
		size_t high = l->n;
		while (low < high) {
			size_t mid = low + (high - low) / 2;
			if (l->ids[mid] > id) {
				low = mid + 1;
			} else {
				high = mid;
			}
		}
		decided |= low < l->n && l->ids[low] == id ? 0 : l->term;
	}
	return decided;
}

static enum kb_err
build(struct job *j, struct kb_arena *a)
{
	const struct kb_terms *terms = j->search->terms;
	uint32_t literal = 0;
	j->titles = titles_only(terms);
	for (size_t i = 0; i < terms->n; i++) {
		const struct kb_word *t = &terms->v[i];
		bool typed = false;
		bool words = false;
		if (!by_grams(t)) {
			continue;
		}
		add_term(j, t, &typed, &words);
		/* a gram of the whole text does not say that it stands in that field */
		if (words && (t->field == KB_FIELD_ANY || j->titles)) {
			j->decided |= typed ? (uint32_t)1 << i : 0;
			literal |= !typed && t->nalts ? (uint32_t)1 << i : 0;
		}
	}
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < terms->n && j->search->many && !err; i++) {
		if ((literal >> i & 1) && j->nliterals < LITERALS) {
			err = find_literal(j, a, i);
		}
	}
	return err;
}

/* --- ids and time --------------------------------------------------------------------- */

/* The ids to look at: days, issue, what was looked at before. False where there are none. */
static bool
range_of(const struct kb_search *s, kb_article_id *low, kb_article_id *high)
{
	kb_day first;
	kb_day last;
	if (!kb_terms_days(s->terms, &first, &last)) {
		return false;
	}
	first = s->first > first ? s->first : first;
	if (s->last != KB_DAY_NONE && (last == KB_DAY_NONE || s->last < last)) {
		last = s->last;
	}
	if (last != KB_DAY_NONE && first > last) {
		return false;
	}
	kb_day_issues(first, last, high, low);
	if (s->issue) {
		kb_article_id in_first;
		kb_article_id in_last;
		kb_issue_articles(s->issue, &in_first, &in_last);
		*high = in_first < *high ? in_first : *high;
		*low = in_last > *low ? in_last : *low;
	}
	if (s->from) {
		*low = s->oldest && s->from >= *low ? s->from + 1 : *low;
		*high = !s->oldest && s->from <= *high ? s->from - 1 : *high;
	}
	return *low <= *high;
}

/* For SQLite, which asks now and then; not 0 ends what it is doing. */
static int
is_over(void *user)
{
	struct job *j = user;
	bool stopped = j->search->stop && atomic_load(j->search->stop);
	j->over = j->over || stopped || kb_db_late(&j->store->db) ||
	          (j->deadline && kb_clock_ns() > j->deadline) ||
	          (j->search->over && j->search->over(j->search->user));
	return j->over;
}

/* --- running ----------------------------------------------------------------------------- */

/* Virtual machine steps of SQLite between two looks at the clock. */
#define STEPS 200
/* Candidates between two looks. */
#define CANDIDATES 16

/* Takes one that was found; false where that is enough. */
static bool
keep(struct job *j, struct kb_arena *a, kb_article_id id, struct kb_found *out)
{
	const struct kb_search *s = j->search;
	if (s->hit) {
		out->n++;
		return s->hit(s->user, id) && out->n != s->limit;
	}
	out->ids = kb_arena_grow(a, out->ids, out->n, &j->cap, sizeof(*out->ids));
	out->ids[out->n++] = id;
	return out->n != s->limit;
}

/* Looks through what a scan proposes; *out goes on from what it says. */
static enum kb_err
look_through(struct job *j, struct kb_arena *a, const struct kb_index_scan *scan,
             struct kb_found *out)
{
	size_t seen = 0;
	enum kb_err err = KB_OK;
	struct kb_query q = kb_index_find(j->store, j->ctx, scan);
	while (out->end && !err && kb_query_row(&q)) {
		kb_article_id id = kb_col_int(&q, 0);
		bool yes = false;
		j->matcher.decided = scan->match.p ? j->decided | decided_of(j, id) : 0;
		err = kb_matcher_look(&j->matcher, id, &yes);
		bool on = !err && (!yes || keep(j, a, id, out));
		out->reached = err ? out->reached : id;
		out->end = on && !(++seen % CANDIDATES == 0 && is_over(j));
	}
	enum kb_err ended = kb_query_end(&q);
	err = err ? err : ended;
	if (err && j->over) {
		/* it was SQLite that was told to stop */
		out->end = false;
		return KB_OK;
	}
	return err;
}

/* The part of low … high that is in the index, or the part below that is not. */
static enum kb_err
look_in_part(struct kb_arena *a, struct job *j, kb_article_id low, kb_article_id high, bool indexed,
             struct kb_found *out)
{
	if (low > high || low == INT64_MAX || !out->end) {
		return KB_OK; /* also where there is no index at all */
	}
	const struct kb_index_scan scan = {
		.titles = j->titles,
		.oldest = j->search->oldest,
		.match = indexed && j->match.n ? kb_buf_str(&j->match) : KB_STR_NULL,
		.low = low,
		.high = high,
	};
	return look_through(j, a, &scan, out);
}

static enum kb_err
run(struct job *j, struct kb_arena *a, struct kb_found *out)
{
	const struct kb_search *s = j->search;
	int64_t floor = 0;
	kb_article_id low = 0;
	kb_article_id high = 0;
	out->reached = s->from;
	out->end = true;
	enum kb_err err = kb_index_floor(j->store, j->ctx, &floor);
	if (err || kb_terms_empty(s->terms) || !range_of(s, &low, &high)) {
		return err;
	}
	j->deadline = s->budget_ms ? kb_clock_ns() + (int64_t)s->budget_ms * 1000000 : 0;
	if (j->deadline || s->stop || s->over) {
		sqlite3_progress_handler(j->store->db.h, STEPS, is_over, j);
	}
	err = build(j, a);
	for (int i = 0; i < 2 && !err; i++) {
		bool indexed = (i == 0) != s->oldest;
		kb_article_id above = floor > low ? floor : low;
		kb_article_id below = floor - 1 < high ? floor - 1 : high;
		err = indexed ? look_in_part(a, j, above, high, true, out)
		              : look_in_part(a, j, low, below, false, out);
	}
	kb_db_guard_again(&j->store->db);
	return err;
}

enum kb_err
kb_search_run(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
              const struct kb_search *search, struct kb_found *out)
{
	struct job j = {
		.store = store,
		.ctx = ctx,
		.search = search,
		.matcher = { .store = store,
		             .ctx = ctx,
		             .terms = search->terms,
		             .paper = search->paper },
	};
	struct kb_found found = { 0 };
	enum kb_err err = kb_store_hold(store, ctx);
	if (err) {
		return err;
	}
	err = run(&j, a, &found);
	kb_store_let_go(store);
	kb_matcher_release(&j.matcher);
	kb_buf_release(&j.match);
	if (!err) {
		*out = found;
	}
	return err;
}
