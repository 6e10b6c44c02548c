/* One query behind the prompt, from what was typed to the last count. */
#include <stdlib.h>

#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "seek_int.h"

/* After so long what is known is shown; then it ends, and says so. */
#define SHOW_NS ((int64_t)50 * 1000000)
#define END_NS ((int64_t)2000 * 1000000)
/* A sentence that does not end is cut here. */
#define SENTENCE_COLS 640

void
kb_seeker_release(struct kb_seeker *s)
{
	kb_store_close(s->store);
	kb_ctx_release(&s->ctx);
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

/* Gives away a picture of what is known; false where nobody wants it. */
static bool
show(struct kb_run *r)
{
	struct kb_answer *out = kb_calloc(1, sizeof(*out));
	struct kb_arena *a = &out->arena;
	*out = r->known;
	out->arena = (struct kb_arena){ 0 };
	a = &out->arena;
	out->generation = r->wish->generation;
	out->message = kb_arena_dup(a, r->known.message);
	out->reading = kb_arena_dup(a, r->known.reading);
	out->terms = kb_arena_alloc(a, 1, sizeof(*out->terms));
	kb_terms_dup(a, &r->terms, out->terms);
	out->hits = kb_arena_alloc(a, out->nhits + 1, sizeof(*out->hits));
	for (size_t i = 0; i < out->nhits; i++) {
		out->hits[i] = r->known.hits[i];
		dup_hit(a, &out->hits[i]);
	}
	r->shown_ns = kb_seek_clock_ns();
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

static bool
add_hit(struct kb_run *r, kb_article_id id)
{
	struct kb_answer *known = &r->known;
	known->hits = kb_arena_grow(&r->arena, known->hits, known->nhits, &r->hits_cap,
	                            sizeof(*known->hits));
	r->err = load_hit(r, id, &known->hits[known->nhits]);
	if (r->err) {
		return false;
	}
	known->nhits++;
	known->next = id;
	return true;
}

static bool
page_done(struct kb_run *r, bool more)
{
	r->known.hits_done = true;
	r->known.more = more;
	r->known.first_ms = (double)(kb_seek_clock_ns() - r->wish->asked_ns) / 1e6;
	return show(r);
}

/* For the search: one more was found. */
static bool
on_hit(void *user, kb_article_id id)
{
	struct kb_run *r = user;
	if (r->known.nhits == r->limit) {
		if (!r->known.hits_done && (!page_done(r, true) || r->wish->ask.from)) {
			return false;
		}
	} else if (!add_hit(r, id)) {
		return false;
	}
	r->known.count++;
	return true;
}

/* For the search: whether that was too long; what is known is shown meanwhile. */
static bool
on_moment(void *user)
{
	struct kb_run *r = user;
	int64_t now = kb_seek_clock_ns();
	if (atomic_load(r->s->stop)) {
		return true;
	}
	if (now - r->wish->asked_ns > END_NS) {
		r->known.unfinished = true;
		return true;
	}
	int64_t since = r->shown_ns ? r->shown_ns : r->wish->asked_ns;
	return now - since > SHOW_NS && !show(r);
}

/* --- the whole ----------------------------------------------------------------------------- */

static enum kb_err
find(struct kb_run *r)
{
	const struct kb_ask *ask = &r->wish->ask;
	struct kb_found found = { 0 };
	struct kb_search search = {
		.terms = &r->terms,
		.issue = ask->issue,
		.first = ask->first,
		.last = ask->last,
		.paper = ask->paper,
		.oldest = ask->order == KB_SEEK_OLDEST,
		.from = ask->from,
		.stop = r->s->stop,
		.hit = on_hit,
		.over = on_moment,
		.user = r,
	};
	enum kb_err err = kb_search_run(r->s->store, &r->s->ctx, &r->arena, &search, &found);
	r->known.counted = !err && found.end && !ask->from;
	return err ? err : r->err;
}

static enum kb_err
answer(struct kb_run *r)
{
	struct kb_seeker *s = r->s;
	struct kb_buf reading = { 0 };
	enum kb_err err = KB_OK;
	if (!s->store) {
		err = kb_store_open(&s->ctx, s->archive, KB_STORE_READ, &s->store);
	}
	kb_terms_parse(&r->arena, r->wish->ask.typed, kb_day_today(), &r->terms);
	r->known.asks = !kb_terms_empty(&r->terms);
	err = err || !r->known.asks ? err
	                            : kb_search_sounds(s->store, &s->ctx, &r->arena, &r->terms);
	kb_terms_read(&r->terms, &reading);
	r->known.reading = kb_arena_dup(&r->arena, kb_buf_str(&reading));
	kb_buf_release(&reading);
	return err || !r->known.asks ? err : find(r);
}

void
kb_seeker_run(struct kb_seeker *s, const struct kb_wish *wish)
{
	struct kb_run r = { .s = s, .wish = wish };
	r.limit = wish->ask.limit ? wish->ask.limit : KB_SEEK_HITS;
	r.known.err = answer(&r);
	if (r.known.err) {
		r.known.message = kb_arena_dup(&r.arena, kb_buf_str(&s->ctx.message));
	}
	if (!atomic_load(s->stop)) {
		r.known.done = true;
		if (!r.known.hits_done && !r.known.unfinished) {
			(void)page_done(&r, false);
		} else {
			(void)show(&r);
		}
	}
	kb_arena_release(&r.arena);
}
