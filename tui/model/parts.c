/* Stories that are cut over pages, in the issue on the table: which articles are their halves. */
#include "kanbao/i18n.h"
#include "model_int.h"

/* The article that goes on from `at` or is continued by it; narticles where there is none. */
static size_t
follow(struct kb_model *m, struct kb_ctx *ctx, size_t at, bool onward)
{
	const struct kb_article *head = &m->articles[at].head;
	kb_article_id id = 0;
	if (!(onward ? head->jump_to : head->jump_from).n ||
	    kb_store_jump(m->store, ctx, m->articles[at].id, onward, &id)) {
		return m->narticles;
	}
	return parts_at(m, id);
}

size_t
parts_at(const struct kb_model *m, kb_article_id id)
{
	size_t i = 0;
	while (i < m->narticles && m->articles[i].id != id) {
		i++;
	}
	return i;
}

bool
parts_second(struct kb_model *m, struct kb_ctx *ctx, size_t at)
{
	return follow(m, ctx, at, false) < m->narticles;
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
