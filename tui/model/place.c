/*
 * The place being read: the issue on the table, the article in hand, and how
 * they change. Everything is loaded beside the old before the old goes, so
 * that a move that fails changes nothing.
 */
#include "marks_int.h"

#include <stdlib.h>
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/snippet.h"
#include "model_int.h"

void
kb_model_init(struct kb_model *m, struct kb_store *store, struct kb_state *state)
{
	*m = (struct kb_model){ .store = store, .state = state };
	kb_archive_name(store, &m->archive);
}

void
kb_archive_name(const struct kb_store *store, struct kb_buf *out)
{
	char *path = realpath(kb_store_path(store), NULL);
	kb_buf_add(out, kb_str_of(path ? path : kb_store_path(store)));
	free(path);
}

void
kb_model_release(struct kb_model *m)
{
	kb_buf_release(&m->archive);
	kb_arena_release(&m->issue_arena);
	kb_arena_release(&m->article_arena);
	kb_arena_release(&m->marks_arena);
	for (size_t i = 0; i < m->nvisits; i++) {
		kb_buf_release(&m->visits[i].ref);
	}
	*m = (struct kb_model){ 0 };
}

const struct kb_article_row *
kb_model_row(const struct kb_model *m)
{
	return m->at < m->narticles ? &m->articles[m->at] : NULL;
}

struct kb_spot
kb_model_here(const struct kb_model *m)
{
	struct kb_spot spot = { .issue = m->issue.id };
	if (m->reading) {
		spot.article = m->articles[m->parts[0]].id;
		spot.off = m->off;
	}
	return spot;
}

kb_str
kb_model_page_name(const struct kb_model *m, kb_str page)
{
	for (size_t i = 0; i < m->npages; i++) {
		if (kb_str_eq(m->pages[i].page, page)) {
			return m->pages[i].name;
		}
	}
	return KB_STR_NULL;
}

static size_t
index_of(const struct kb_article_row *rows, size_t n, kb_article_id id)
{
	for (size_t i = 0; i < n; i++) {
		if (rows[i].id == id) {
			return i;
		}
	}
	return n;
}

/* Bytes of an article that a front page may need: the longest lead on the widest screen. */
#define OPENING_SIZE 6000

/* --- loading ------------------------------------------------------------------- */

static enum kb_err
load_neighbours(struct kb_model *m, struct kb_ctx *ctx)
{
	struct kb_issue_row *rows = NULL;
	size_t n = 0;
	m->older = m->newer = (struct kb_issue_row){ 0 };
	kb_issue_id id = m->issue.id;
	enum kb_err err =
		kb_store_issues(m->store, ctx, &m->issue_arena, id, true, id, 1, &rows, &n);
	if (err) {
		return err;
	}
	m->older = n ? rows[0] : m->older;
	err = kb_store_issues(m->store, ctx, &m->issue_arena, id, false, id, 1, &rows, &n);
	if (err) {
		return err;
	}
	m->newer = n ? rows[0] : m->newer;
	return KB_OK;
}

/* A title for each article; the first paragraph of the lead story for the front page. */
static enum kb_err
load_titles(struct kb_model *m, struct kb_ctx *ctx)
{
	m->titles = kb_arena_alloc(&m->issue_arena, m->narticles + 1, sizeof(*m->titles));
	for (size_t i = 0; i < m->narticles; i++) {
		struct kb_article article = m->articles[i].head;
		if (i == 0 || !article.headline.n) {
			enum kb_err err = kb_store_article(m->store, ctx, &m->issue_arena,
			                                   m->articles[i].id, &article);
			if (err) {
				return err;
			}
		}
		m->titles[i] = kb_article_title(&article);
		if (i == 0 && article.headline.n && article.body.n) {
			m->opening = article.body.v[0];
		}
	}
	return KB_OK;
}

/* Paragraphs up to so many bytes, at least one. */
static kb_str
beginning(struct kb_arena *a, const struct kb_strs *body)
{
	struct kb_buf out = { 0 };
	for (size_t i = 0; i < body->n && out.n < OPENING_SIZE; i++) {
		kb_str trimmed = kb_str_trim(body->v[i]);
		if (trimmed.n) {
			kb_buf_add(&out, out.n ? KB_STR("\n") : KB_STR(""));
			kb_text_oneline(trimmed, &out);
		}
	}
	kb_str text = kb_arena_dup(a, kb_buf_str(&out));
	kb_buf_release(&out);
	return text;
}

enum kb_err
kb_model_openings(struct kb_model *m, struct kb_ctx *ctx)
{
	if (m->openings) {
		return KB_OK;
	}
	kb_str *openings = kb_arena_alloc(&m->issue_arena, m->narticles + 1, sizeof(*openings));
	struct kb_arena arena = { 0 };
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < m->narticles && !err; i++) {
		struct kb_article article = { 0 };
		if (!m->articles[i].head.headline.n) {
			continue; /* the title is its first words already */
		}
		err = kb_store_article(m->store, ctx, &arena, m->articles[i].id, &article);
		openings[i] = err ? KB_STR_NULL : beginning(&m->issue_arena, &article.body);
		kb_arena_reset(&arena);
	}
	kb_arena_release(&arena);
	m->openings = err ? NULL : openings;
	return err;
}

static enum kb_err
load_issue(struct kb_model *m, struct kb_ctx *ctx, kb_issue_id id)
{
	struct kb_model fresh = { .store = m->store, .state = m->state };
	enum kb_err err = kb_store_issue(m->store, ctx, &fresh.issue_arena, id, &fresh.issue);
	if (!err) {
		err = kb_store_articles(m->store, ctx, &fresh.issue_arena, id, &fresh.articles,
		                        &fresh.narticles);
	}
	if (!err) {
		err = kb_store_pages(m->store, ctx, &fresh.issue_arena, id, &fresh.pages,
		                     &fresh.npages);
	}
	if (!err) {
		err = load_neighbours(&fresh, ctx);
	}
	if (!err) {
		err = load_titles(&fresh, ctx);
	}
	if (!err) {
		err = kb_marks_refs(m->store, ctx, &fresh.issue_arena, id, fresh.articles,
		                    fresh.narticles, &fresh.refs);
	}
	if (err) {
		kb_arena_release(&fresh.issue_arena);
		return err;
	}
	kb_arena_release(&m->issue_arena);
	m->issue_arena = fresh.issue_arena;
	m->issue = fresh.issue;
	m->articles = fresh.articles;
	m->titles = fresh.titles;
	m->refs = fresh.refs;
	m->narticles = fresh.narticles;
	m->pages = fresh.pages;
	m->npages = fresh.npages;
	m->older = fresh.older;
	m->newer = fresh.newer;
	m->opening = fresh.opening;
	m->openings = NULL;
	m->at = 0;
	m->reading = false;
	kb_model_load_marks(m, ctx);
	return KB_OK;
}

static enum kb_err
article_gone(struct kb_ctx *ctx)
{
	return kb_fail(ctx, KB_E_NOTHING, _("this article is no longer in the archive"));
}

static enum kb_err
issue_gone(struct kb_ctx *ctx)
{
	return kb_fail(ctx, KB_E_NOTHING, _("this issue is no longer in the archive"));
}

/*
 * Reads article `at` of the issue on the table into the hand, with the other
 * halves of its story. Opened at a later half it is shown where that begins.
 */
static enum kb_err
load_article(struct kb_model *m, struct kb_ctx *ctx, size_t at, size_t off)
{
	struct kb_arena arena = { 0 };
	struct kb_article article = { 0 };
	struct kb_halves story;
	kb_halves_of(m->store, ctx, m->articles[at].id, &story);
	enum kb_err err = kb_halves_load(m->store, ctx, &arena, &story, &article);
	if (err) {
		kb_arena_release(&arena);
		return err;
	}
	kb_arena_release(&m->article_arena);
	m->article_arena = arena;
	m->article = article;
	for (size_t i = 0; i < story.n; i++) {
		m->parts[i] = parts_at(m, story.ids[i]);
	}
	m->nparts = story.n;
	m->half = story.half;
	m->at_seam = story.half > 0;
	m->at = at;
	m->off = m->at_seam ? 0 : off;
	m->at_end = false;
	m->reading = true;
	m->unsaved = true;
	m->unread = false;
	return KB_OK;
}

/* --- going ----------------------------------------------------------------------- */

/*
 * What '' comes back to: the article in hand, else the one closed last (its
 * front page was only passed on the way), else this front page.
 */
static struct kb_spot
origin(const struct kb_model *m, kb_article_id target)
{
	if (!m->reading && m->left.article && m->left.article != target) {
		return m->left;
	}
	return kb_model_here(m);
}

static enum kb_err
go_article(struct kb_model *m, struct kb_ctx *ctx, struct kb_spot spot)
{
	size_t at = index_of(m->articles, m->narticles, spot.article);
	if (at == m->narticles) {
		return KB_E_NOTHING;
	}
	return load_article(m, ctx, at, spot.off);
}

enum kb_err
kb_model_go(struct kb_model *m, struct kb_ctx *ctx, struct kb_spot spot)
{
	struct kb_spot from = origin(m, spot.article);
	bool jump = m->issue.id && (spot.issue != m->issue.id || spot.article);
	(void)kb_model_save(m, ctx);
	kb_visits_leave(m);
	if (spot.issue != m->issue.id || !spot.article) {
		enum kb_err err = load_issue(m, ctx, spot.issue);
		if (err) {
			return err == KB_E_NOTHING ? issue_gone(ctx) : err;
		}
		m->unsaved = true;
	}
	enum kb_err err = spot.article ? go_article(m, ctx, spot) : KB_OK;
	if (err == KB_E_NOTHING) {
		/* the issue was replaced under our hands: what it is now is shown */
		(void)load_issue(m, ctx, spot.issue);
		return article_gone(ctx);
	}
	if (!err && jump) {
		m->other = from;
	}
	if (!err) {
		kb_visits_arrive(m, ctx);
	}
	return err;
}

enum kb_err
kb_model_open(struct kb_model *m, struct kb_ctx *ctx, size_t at)
{
	if (at >= m->narticles) {
		return kb_fail(ctx, KB_E_NOTHING, _("this issue has no articles"));
	}
	struct kb_spot spot = { .issue = m->issue.id,
		                .article = m->articles[at].id,
		                .off = m->marks[at].off };
	return kb_model_go(m, ctx, spot);
}

enum kb_err
kb_model_close(struct kb_model *m, struct kb_ctx *ctx)
{
	if (!m->reading) {
		return KB_OK;
	}
	m->left = kb_model_here(m);
	(void)kb_model_save(m, ctx);
	size_t at = m->parts[m->half]; /* back on the page that was being read */
	kb_article_id id = m->articles[at].id;
	enum kb_err err = load_issue(m, ctx, m->issue.id);
	if (err) {
		return err;
	}
	size_t found = index_of(m->articles, m->narticles, id);
	m->at = found < m->narticles ? found : at < m->narticles ? at : 0;
	m->unsaved = true;
	return KB_OK;
}

enum kb_err
kb_model_reload(struct kb_model *m, struct kb_ctx *ctx)
{
	struct kb_ctx quiet = { 0 };
	bool reading = m->reading;
	bool at_end = m->at_end;
	size_t off = m->off;
	kb_issue_id issue = m->issue.id;
	kb_article_id id = 0;
	/* by its reference, which leads to it wherever it is now */
	if (m->at < m->narticles &&
	    kb_store_resolve(m->store, &quiet, m->refs[m->at], &issue, &id)) {
		issue = m->issue.id;
	}
	kb_ctx_release(&quiet);
	enum kb_err err = load_issue(m, ctx, issue);
	if (err) {
		return err == KB_E_NOTHING ? issue_gone(ctx) : err;
	}
	size_t found = index_of(m->articles, m->narticles, id);
	m->at = found < m->narticles ? found : 0;
	if (reading && found < m->narticles) {
		err = load_article(m, ctx, found, off);
		m->at_seam = false;
		m->off = off;
		m->at_end = at_end;
	}
	return err;
}

void
kb_model_seen(struct kb_model *m, size_t off, bool at_end)
{
	m->unsaved = m->unsaved || m->off != off || m->at_end != at_end;
	m->off = off;
	m->at_end = at_end;
	m->at_seam = false;
}

void
kb_model_seen_half(struct kb_model *m, size_t half)
{
	m->half = half < m->nparts ? half : m->half;
}

/* What leaving now says of the article in hand; one that was only looked at stays as it is. */
static enum kb_leaving
leaving(const struct kb_model *m)
{
	if (m->reading && m->at_end && !m->unread) {
		return KB_LEAVING_FINISHED;
	}
	return m->reading && m->off ? KB_LEAVING_BEGUN : KB_LEAVING_AS_IS;
}

/* The list that is gone back to shows it. */
static void
note_leaving(struct kb_model *m, enum kb_leaving how)
{
	if (how == KB_LEAVING_AS_IS) {
		return;
	}
	/* the place in a story is that of its first half, its end is that of all of them */
	for (size_t i = 0; i < (how == KB_LEAVING_FINISHED ? m->nparts : 1); i++) {
		struct kb_marking *marks = &m->marks[m->parts[i]];
		marks->off = how == KB_LEAVING_BEGUN ? m->off : 0;
		marks->read = marks->read || how == KB_LEAVING_FINISHED;
		m->progress[m->parts[i]] = kb_marks_progress(marks);
	}
}

enum kb_err
kb_model_save(struct kb_model *m, struct kb_ctx *ctx)
{
	if (!m->unsaved || !m->issue.id) {
		return KB_OK;
	}
	struct kb_buf ref = { 0 };
	enum kb_leaving how = leaving(m);
	struct kb_place place = { .off = m->reading ? m->off : 0 };
	enum kb_err err = KB_OK;
	if (m->reading) {
		place.ref = m->refs[m->parts[0]];
	} else {
		err = kb_store_issue_ref(m->store, ctx, m->issue.id, &ref);
		place.ref = kb_buf_str(&ref);
	}
	if (!err && how == KB_LEAVING_FINISHED) {
		err = parts_finish(m, ctx);
	}
	if (!err) {
		note_leaving(m, how);
		err = kb_state_leave(m->state, ctx, kb_buf_str(&m->archive), place, how,
		                     m->unvisited);
		m->unvisited = m->unvisited && err;
	}
	kb_buf_release(&ref);
	m->unsaved = err != KB_OK;
	return err;
}
