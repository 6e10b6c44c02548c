/*
 * Stories that are cut over pages: which articles are their halves, and the
 * halves as one text. The pairs are the store's (jumps).
 */
#include "kanbao/i18n.h"
#include "model_int.h"

/* The article that goes on from `at` or is continued by it; narticles where there is none. */
static size_t
follow(struct kb_model *m, struct kb_ctx *ctx, size_t at, bool onward)
{
	const struct kb_article *head = &m->articles[at].head;
	kb_article_id id = 0;
	if (!(onward ? head->jump_to : head->jump_from).n ||
	    kb_store_jump(m->store, ctx, m->articles[at].id, onward, &id) || !id) {
		return m->narticles;
	}
	for (size_t i = 0; i < m->narticles; i++) {
		if (m->articles[i].id == id) {
			return i;
		}
	}
	return m->narticles;
}

bool
parts_second(struct kb_model *m, struct kb_ctx *ctx, size_t at)
{
	return follow(m, ctx, at, false) < m->narticles;
}

static bool
has_part(const struct parts *parts, size_t at)
{
	for (size_t i = 0; i < parts->n; i++) {
		if (parts->at[i] == at) {
			return true;
		}
	}
	return false;
}

void
parts_of(struct kb_model *m, struct kb_ctx *ctx, size_t at, struct parts *out)
{
	*out = (struct parts){ 0 };
	size_t first = at;
	/* no story has more halves than this, whatever the archive says */
	for (int i = 1; i < KB_PARTS_MAX; i++) {
		size_t before = follow(m, ctx, first, false);
		if (before == m->narticles) {
			break;
		}
		first = before;
	}
	for (size_t i = first; i < m->narticles && out->n < KB_PARTS_MAX && !has_part(out, i);
	     i = follow(m, ctx, i, true)) {
		out->half = i == at ? out->n : out->half;
		out->at[out->n++] = i;
	}
}

/* --- as one text --------------------------------------------------------------------- */

static void
add_captions(struct kb_arena *a, struct kb_article *to, const struct kb_article *part)
{
	size_t n = to->ncaptions + part->ncaptions;
	struct kb_caption *v = kb_arena_alloc(a, n, sizeof(*v));
	for (size_t i = 0; i < n; i++) {
		v[i] = i < to->ncaptions ? to->captions[i] : part->captions[i - to->ncaptions];
	}
	to->captions = v;
	to->ncaptions = n;
}

/* The part goes on where the text ends; what titles it has of its own stand at the seam. */
static void
join(struct kb_arena *a, struct kb_article *to, struct kb_article *part)
{
	if (kb_str_eq(part->headline, to->headline)) {
		part->headline = KB_STR_NULL;
	}
	to->seams[to->nseams++] = (struct kb_seam){ .para = to->body.n, .part = part };
	for (size_t i = 0; i < part->body.n; i++) {
		kb_strs_add(a, &to->body, part->body.v[i]);
	}
	for (size_t i = 0; i < part->doubts.n; i++) {
		kb_strs_add(a, &to->doubts, part->doubts.v[i]);
	}
	if (part->ncaptions) {
		add_captions(a, to, part);
	}
	to->jump_to = part->jump_to;
}

enum kb_err
parts_load(struct kb_model *m, struct kb_ctx *ctx, struct kb_arena *a, const struct parts *parts,
           struct kb_article *out)
{
	struct kb_article whole;
	enum kb_err err = kb_store_article(m->store, ctx, a, m->articles[parts->at[0]].id, &whole);
	if (err || parts->n == 1) {
		*out = err ? *out : whole;
		return err;
	}
	whole.seams = kb_arena_alloc(a, parts->n, sizeof(*whole.seams));
	for (size_t i = 1; i < parts->n && !err; i++) {
		struct kb_article *part = kb_arena_alloc(a, 1, sizeof(*part));
		err = kb_store_article(m->store, ctx, a, m->articles[parts->at[i]].id, part);
		if (!err) {
			join(a, &whole, part);
		}
	}
	if (!err) {
		*out = whole;
	}
	return err;
}

enum kb_err
parts_finish(struct kb_model *m, struct kb_ctx *ctx)
{
	enum kb_err err = KB_OK;
	for (size_t i = 1; i < m->nparts && !err; i++) {
		struct kb_place place = { .ref = m->refs[m->parts[i]] };
		err = kb_state_leave(m->state, ctx, kb_buf_str(&m->archive), place,
		                     KB_LEAVING_FINISHED, false);
	}
	return err;
}

/* --- following ------------------------------------------------------------------------- */

/* The first article of a page; narticles where the page isn't here. */
static size_t
first_of_page(const struct kb_model *m, kb_str page)
{
	size_t i = 0;
	while (i < m->narticles && !kb_str_eq(m->articles[i].head.page, page)) {
		i++;
	}
	return i;
}

enum kb_err
kb_model_follow(struct kb_model *m, struct kb_ctx *ctx, size_t at, size_t *to)
{
	if (at >= m->narticles) {
		return kb_fail(ctx, KB_E_NOTHING, _("this issue has no articles"));
	}
	const struct kb_article *head = &m->articles[at].head;
	kb_str page = head->jump_to.n ? head->jump_to : head->jump_from;
	if (!page.n) {
		return kb_fail(ctx, KB_E_NOTHING, _("this article does not go on elsewhere"));
	}
	size_t other = follow(m, ctx, at, true);
	other = other < m->narticles ? other : follow(m, ctx, at, false);
	other = other < m->narticles ? other : first_of_page(m, page);
	if (other == m->narticles) {
		return kb_fail(ctx, KB_E_NOTHING, _("page %.*s is not in the archive"),
		               KB_ARG(page));
	}
	if (to) {
		*to = other;
		return KB_OK;
	}
	return kb_model_open(m, ctx, other);
}
