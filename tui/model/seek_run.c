/* One query behind the prompt, from what was typed to the last count. */
#include <stdlib.h>

#include "kanbao/mem.h"
#include "kanbao/search.h"
#include "seek_int.h"

/* After so long what is known is shown, and again each time; then it ends, and says so. */
#define SHOW_NS ((int64_t)50 * 1000000)
#define END_NS ((int64_t)2000 * 1000000)
/* Hits that are shown before the rest of a page. */
#define SCREEN 12
/* A sentence that does not end is cut here. */
#define SENTENCE_COLS 640

void
kb_seeker_release(struct kb_seeker *s)
{
	kb_store_close(s->store);
	kb_best_release(&s->best);
	kb_ctx_release(&s->ctx);
}

static int64_t
now_ns(const struct kb_run *r)
{
	return r->s->now_ns(r->s->user);
}

/* --- what is known, as an answer of its own ------------------------------------------ */

static void
dup_marks(struct kb_arena *a, struct kb_marks *marks)
{
	struct kb_mark *v = kb_arena_alloc(a, marks->n + 1, sizeof(*v));
	for (size_t i = 0; i < marks->n; i++) {
		v[i] = marks->v[i];
	}
	*marks = (struct kb_marks){ v, marks->n, marks->n };
}

static void
dup_hit(struct kb_arena *a, struct kb_hit *hit)
{
	hit->ref = kb_arena_dup(a, hit->ref);
	hit->paper = kb_arena_dup(a, hit->paper);
	hit->page = kb_arena_dup(a, hit->page);
	hit->headline = kb_arena_dup(a, hit->headline);
	hit->snippet.text = kb_arena_dup(a, hit->snippet.text);
	dup_marks(a, &hit->marks);
	dup_marks(a, &hit->snippet.marks);
}

bool
kb_run_show(struct kb_run *r)
{
	struct kb_answer *out = kb_calloc(1, sizeof(*out));
	struct kb_arena *a = &out->arena;
	*out = r->known; /* whose arena is empty */
	out->message = kb_arena_dup(a, r->known.message);
	out->reading = kb_arena_dup(a, r->known.reading);
	out->terms = kb_arena_alloc(a, 1, sizeof(*out->terms));
	kb_terms_dup(a, &r->terms, out->terms);
	out->hits = kb_arena_alloc(a, out->nhits + 1, sizeof(*out->hits));
	for (size_t i = 0; i < out->nhits; i++) {
		out->hits[i] = r->known.hits[i];
		dup_hit(a, &out->hits[i]);
	}
	if (!r->wish->ask.from) {
		kb_counts_show(&r->s->counts, out);
	}
	out->completions = kb_arena_alloc(a, out->ncompletions, sizeof(*out->completions));
	for (size_t i = 0; i < out->ncompletions; i++) {
		out->completions[i] = r->known.completions[i];
		out->completions[i].shown = kb_arena_dup(a, out->completions[i].shown);
		out->completions[i].text = kb_arena_dup(a, out->completions[i].text);
	}
	r->shown_ns = now_ns(r);
	return r->s->post(r->s->user, out);
}

/* --- hits -------------------------------------------------------------------------------- */

static enum kb_err
load_hit(struct kb_run *r, kb_article_id id, struct kb_hit *hit)
{
	struct kb_issue_row issue;
	struct kb_article article;
	struct kb_buf ref = { 0 };
	struct kb_ctx *ctx = &r->s->ctx;
	struct kb_arena *a = &r->arena;
	enum kb_err err = kb_store_article(r->s->store, ctx, a, id, &article);
	err = err ? err : kb_store_issue(r->s->store, ctx, a, kb_article_issue(id), &issue);
	err = err ? err : kb_store_article_ref(r->s->store, ctx, id, &ref);
	if (!err) {
		*hit = (struct kb_hit){ .id = id,
			                .ref = kb_arena_dup(a, kb_buf_str(&ref)),
			                .day = issue.day,
			                .paper = issue.paper,
			                .page = article.page,
			                .headline = kb_article_title(&article) };
		kb_marks_of(a, hit->headline, KB_FIELD_TITLE, &r->terms, &hit->marks);
		kb_snippet_of(a, &article, &r->terms, SENTENCE_COLS, KB_AMBIGUOUS_1, &hit->snippet);
	}
	kb_buf_release(&ref);
	return err;
}

bool
kb_run_add(struct kb_run *r, kb_article_id id)
{
	struct kb_answer *known = &r->known;
	known->hits = kb_arena_grow(&r->arena, known->hits, known->nhits, &r->hits_cap,
	                            sizeof(*known->hits));
	r->err = load_hit(r, id, &known->hits[known->nhits]);
	if (r->err == KB_E_NOTHING) {
		r->err = KB_OK; /* taken out since it was ranked */
		return true;
	}
	if (r->err) {
		return false;
	}
	known->nhits++;
	known->next = id;
	return true;
}

/* --- what is found ------------------------------------------------------------------------- */

static double
since_ask_ms(const struct kb_run *r)
{
	return (double)(now_ns(r) - r->wish->asked_ns) / 1e6;
}

/* Newest or oldest first: what is found is a hit of the page. */
static bool
add_in_order(struct kb_run *r, kb_article_id id)
{
	bool on = kb_run_add(r, id) && r->known.nhits < r->limit;
	if (!on || r->known.nhits != SCREEN || r->wish->ask.from) {
		return on;
	}
	/* what a screen holds is shown before the rest of the page is read */
	r->known.first_ms = since_ask_ms(r);
	return kb_run_show(r);
}

/* Best first: what is found is ranked; a first page of the newest is shown until that is done. */
static bool
add_ranked(struct kb_run *r, kb_article_id id)
{
	r->err = kb_best_add(r, id);
	bool enough = r->wish->ask.from || r->known.nhits == r->limit;
	bool on = !r->err && (enough || kb_run_add(r, id));
	return on && r->s->best.n < KB_BEST_MAX;
}

static void
count(struct kb_run *r, kb_article_id id)
{
	if (!r->wish->ask.from) {
		r->err = kb_counts_add(&r->s->counts, r->s->store, &r->s->ctx, id);
		r->ids = kb_grow(r->ids, r->nids, &r->ids_cap, sizeof(*r->ids));
		r->ids[r->nids++] = id;
		r->known.count++;
	}
}

static bool
is_wanted(const struct kb_run *r, kb_article_id id)
{
	const struct kb_marked_ids *only = r->wish->ask.only;
	return !only || kb_marked_has(only, id);
}

/* For the search: one more was found, for the page. */
static bool
on_hit(void *user, kb_article_id id)
{
	struct kb_run *r = user;
	bool best = r->wish->ask.order == KB_SEEK_BEST;
	if (!is_wanted(r, id)) {
		return true;
	}
	count(r, id);
	return !r->err && (best ? add_ranked(r, id) : add_in_order(r, id)) && !r->err;
}

/* Behind the page: it grows to as many hits as are wanted by now, of what is found. */
static void
grow(struct kb_run *r)
{
	struct kb_answer *known = &r->known;
	size_t want = atomic_load(r->s->want);
	size_t had = known->nhits;
	bool more = want > r->limit;
	if (r->err || r->wish->ask.from) {
		return;
	}
	r->limit = more ? want : r->limit;
	if (r->wish->ask.order == KB_SEEK_BEST) {
		r->err = more ? kb_best_page(r) : KB_OK;
	} else {
		while (known->nhits < r->limit && r->shown_ids < r->nids && !r->err) {
			(void)kb_run_add(r, r->ids[r->shown_ids++]);
		}
	}
	if (known->nhits > had && known->nhits == r->limit) {
		(void)kb_run_show(r);
	}
}

/* The same, behind the page. */
static bool
on_count(void *user, kb_article_id id)
{
	struct kb_run *r = user;
	if (is_wanted(r, id)) {
		count(r, id);
	}
	grow(r);
	return !r->err;
}

bool
kb_run_over(void *user)
{
	struct kb_run *r = user;
	int64_t now = now_ns(r);
	if (atomic_load(r->s->stop)) {
		return true;
	}
	if (now - r->wish->asked_ns > END_NS) {
		r->known.unfinished = true;
		return true;
	}
	int64_t since = r->shown_ns ? r->shown_ns : r->wish->asked_ns;
	return now - since > SHOW_NS && !kb_run_show(r);
}

/* --- the whole ----------------------------------------------------------------------------- */

/* What is running is broken off: a statement that failed by that is none. */
static bool
broken_off(const struct kb_run *r)
{
	return r->known.unfinished || atomic_load(r->s->stop);
}

/* The search from where it was; hit() says when it has enough. */
static struct kb_search
search_of(struct kb_run *r, bool (*hit)(void *user, kb_article_id id))
{
	const struct kb_ask *ask = &r->wish->ask;
	return (struct kb_search){
		.terms = &r->terms,
		.issue = ask->issue,
		.first = ask->first,
		.last = ask->last,
		.paper = ask->paper,
		.oldest = ask->order == KB_SEEK_OLDEST,
		.from = r->found.reached,
		.stop = r->s->stop,
		.many = hit == on_count,
		.hit = hit,
		.over = kb_run_over,
		.user = r,
	};
}

static enum kb_err
go_on(struct kb_run *r, bool (*hit)(void *user, kb_article_id id))
{
	const struct kb_search search = search_of(r, hit);
	enum kb_err err = kb_search_run(r->s->store, &r->s->ctx, &r->arena, &search, &r->found);
	if (broken_off(r)) {
		r->err = KB_OK; /* of a hit that was just being read */
		return KB_OK;
	}
	return err ? err : r->err;
}

static enum kb_err
find_page(struct kb_run *r)
{
	const struct kb_ask *ask = &r->wish->ask;
	bool best = ask->order == KB_SEEK_BEST;
	enum kb_err err = KB_OK;
	r->ranker =
		(struct kb_ranker){ .store = r->s->store, .ctx = &r->s->ctx, .terms = &r->terms };
	r->found.reached = best ? 0 : ask->from;
	if (!best || !kb_best_ready(&r->s->best, ask)) {
		err = go_on(r, on_hit);
	}
	if (best && (err || atomic_load(r->s->stop))) {
		kb_best_forget(&r->s->best);
	} else if (best) {
		err = kb_best_page(r);
	}
	r->shown_ids = r->nids;
	r->known.more = best ? r->known.more : !r->found.end && !r->known.unfinished;
	r->known.best_of = best && !r->found.end ? r->s->best.n : 0;
	return err;
}

/* What follows the page is counted only. */
static enum kb_err
find_rest(struct kb_run *r)
{
	enum kb_err err = KB_OK;
	if (!r->found.end && !broken_off(r)) {
		err = go_on(r, on_count);
	}
	r->known.counted = !err && r->found.end;
	if (r->known.counted) {
		size_t ranked = r->wish->ask.order == KB_SEEK_BEST ? r->s->best.n : r->known.count;
		r->known.more = ranked > r->known.nhits;
		r->known.best_of = ranked < r->known.count ? ranked : 0;
	}
	return err;
}

/* Names between two looks at the clock. */
#define NAMES 64

/* Reporters and labels, which no id tells. */
static enum kb_err
count_names(struct kb_run *r)
{
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < r->nids && !err; i++) {
		grow(r);
		if (i % NAMES == 0 && kb_run_over(r)) {
			break;
		}
		err = kb_counts_names(&r->s->counts, r->s->store, &r->s->ctx, r->ids[i]);
		r->known.looked += !err;
	}
	return err ? err : r->err;
}

static void
understand(struct kb_run *r)
{
	struct kb_buf reading = { 0 };
	kb_terms_read(&r->terms, &reading);
	r->known.reading = kb_arena_dup(&r->arena, kb_buf_str(&reading));
	kb_buf_release(&reading);
}

/* How many there are, where the index knows it. */
static enum kb_err
know_total(struct kb_run *r)
{
	const struct kb_search search = search_of(r, on_count);
	bool known = false;
	size_t total = 0;
	enum kb_err err = kb_search_known(r->s->store, &r->s->ctx, &search, &known, &total);
	r->known.total = known && !r->wish->ask.only ? total : 0;
	return err;
}

static enum kb_err
look(struct kb_run *r)
{
	struct kb_seeker *s = r->s;
	enum kb_err err = kb_search_sounds_until(s->store, &s->ctx, &r->arena, &r->terms, s->stop);
	understand(r);
	kb_run_complete(r, false);
	err = err ? err : know_total(r);
	err = err ? err : find_page(r);
	if (err || atomic_load(s->stop)) {
		return err;
	}
	r->known.hits_done = true;
	r->known.first_ms = r->known.first_ms > 0 ? r->known.first_ms : since_ask_ms(r);
	if (!kb_run_show(r) || r->wish->ask.from) {
		return KB_OK;
	}
	kb_run_complete(r, true);
	err = find_rest(r);
	return err ? err : count_names(r);
}

static enum kb_err
answer(struct kb_run *r)
{
	struct kb_seeker *s = r->s;
	enum kb_err err = KB_OK;
	kb_terms_parse(&r->arena, r->wish->ask.typed, kb_day_today(), &r->terms);
	understand(r);
	r->known.asks = !kb_terms_empty(&r->terms);
	if (!r->known.asks) {
		kb_run_complete(r, false);
		return KB_OK;
	}
	bool renewed = false;
	/* further pages go on in the generation of the first */
	if (s->store && !r->wish->ask.from) {
		err = kb_store_renew(s->store, &s->ctx, &renewed);
	} else if (!s->store) {
		err = kb_store_open(&s->ctx, s->archive, KB_STORE_READ, &s->store);
	}
	err = err ? err : kb_store_hold(s->store, &s->ctx);
	if (!err) {
		err = look(r);
		kb_store_let_go(s->store);
	}
	return err;
}

void
kb_seeker_run(struct kb_seeker *s, const struct kb_wish *wish)
{
	struct kb_run r = { .s = s, .wish = wish };
	r.limit = wish->ask.limit ? wish->ask.limit : KB_SEEK_HITS;
	r.known.generation = wish->generation;

	kb_counts_clear(&s->counts);
	r.known.err = answer(&r);
	if (r.known.err) {
		r.known.message = kb_arena_dup(&r.arena, kb_buf_str(&s->ctx.message));
	}
	if (!atomic_load(s->stop)) {
		r.known.done = true;
		r.known.hits_done = true;
		(void)kb_run_show(&r);
	}
	kb_counts_clear(&s->counts); /* thousands of names, perhaps */
	kb_ranker_release(&r.ranker);
	free(r.ids);
	kb_arena_release(&r.arena);
}
