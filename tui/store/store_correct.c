/*
 * Corrections: the rows of an article hold what is right, a row of
 * `corrections` what was printed.
 */
#include "index.h"
#include "kanbao/i18n.h"
#include "store_int.h"

enum kb_err
kb_correct_add(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
               const struct kb_article *article)
{
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < article->ncorrected && !err; i++) {
		struct kb_query q = kb_query(&store->db, ctx, SQL_ADD_CORRECTION);
		kb_bind_int(&q, id);
		kb_bind_text(&q, article->corrected[i].member);
		kb_bind_text(&q, article->corrected[i].was);
		err = kb_query_run(&q);
	}
	return err;
}

/* --- taking over ------------------------------------------------------------------ */

/* Absent and empty are the same here. */
static bool
same(kb_str a, kb_str b)
{
	return a.n == b.n && (a.n == 0 || kb_str_eq(a, b));
}

static const struct kb_corrected *
find(const struct kb_article *article, kb_str member)
{
	for (size_t i = 0; i < article->ncorrected; i++) {
		if (kb_str_eq(article->corrected[i].member, member)) {
			return &article->corrected[i];
		}
	}
	return NULL;
}

/* The list may be another's: it is copied before it grows. */
static void
add_doubt(struct kb_arena *a, struct kb_article *article, kb_str doubt)
{
	struct kb_strs copy = { 0 };
	for (size_t i = 0; i < article->doubts.n; i++) {
		kb_strs_add(a, &copy, article->doubts.v[i]);
	}
	kb_strs_add(a, &copy, doubt);
	article->doubts = copy;
}

void
kb_correct_carry(struct kb_arena *a, const struct kb_article *old, struct kb_article *new)
{
	/* the corrected text stands behind it, so that it is not lost */
	static const char dropped[] = N_("a correction no longer fits the text; it was");
	size_t max = old->ncorrected + new->ncorrected;
	struct kb_corrected *list = kb_arena_alloc(a, max, sizeof(*list));
	size_t n = 0;
	for (; n < new->ncorrected; n++) {
		list[n] = new->corrected[n];
	}
	for (size_t i = 0; i < old->ncorrected; i++) {
		const struct kb_corrected *c = &old->corrected[i];
		kb_str now = kb_member_get(a, new, c->member);
		kb_str right = kb_member_get(a, old, c->member);
		if (find(new, c->member) || same(now, right)) {
			continue; /* it comes with one of its own, or as it should be */
		}
		if (same(now, c->was)) {
			(void)kb_member_set(a, new, c->member, right);
			list[n++] = *c;
		} else {
			kb_str text = kb_arena_printf(a, "%s: %.*s", dropped, KB_ARG(right));
			add_doubt(a, new, text);
		}
	}
	new->corrected = list;
	new->ncorrected = n;
}

/* --- correcting -------------------------------------------------------------------- */

static enum kb_err
set_credits(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
            const struct kb_credits *credits)
{
	enum kb_err err = KB_OK;
	struct kb_query q = kb_query(&store->db, ctx, SQL_DEL_CREDITS_OWN);
	kb_bind_int(&q, id);
	err = kb_query_run(&q);
	return err ? err : kb_rows_add_credits(store, ctx, id, 0, credits);
}

static enum kb_err
set_head(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id, const struct kb_article *a)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_SET_HEAD);
	kb_bind_int(&q, id);
	kb_bind_text(&q, a->label);
	kb_bind_text(&q, a->kicker);
	kb_bind_text(&q, a->headline);
	kb_bind_text(&q, a->deck);
	kb_bind_text(&q, a->lead);
	kb_bind_int(&q, (int64_t)a->kind);
	kb_bind_int(&q, (int64_t)kb_article_chars(a));
	enum kb_err err = kb_query_run(&q);
	return err ? err : set_credits(store, ctx, id, &a->credits);
}

/* Notes what was printed, or forgets it where that is right after all. */
static enum kb_err
note(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id, kb_str member, kb_str was,
     bool right)
{
	struct kb_query q =
		kb_query(&store->db, ctx, right ? SQL_DEL_CORRECTION : SQL_ADD_CORRECTION);
	kb_bind_int(&q, id);
	kb_bind_text(&q, member);
	if (!right) {
		kb_bind_text(&q, was);
	}
	return kb_query_run(&q);
}

static enum kb_err
correct(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_article_id id,
        kb_str member, kb_str value)
{
	struct kb_article article;
	enum kb_err err = kb_store_article(store, ctx, a, id, &article);
	if (err) {
		return err;
	}
	const struct kb_corrected *before = find(&article, member);
	kb_str was = before ? before->was : kb_member_get(a, &article, member);
	if (!kb_member_set(a, &article, member, value)) {
		return kb_fail(ctx, KB_E_USAGE, _("'%.*s' is no value for '%.*s'"), KB_ARG(value),
		               KB_ARG(member));
	}
	bool right = same(was, kb_member_get(a, &article, member));
	err = kb_index_remove(store, ctx, id);
	err = err ? err : set_head(store, ctx, id, &article);
	err = err ? err : kb_index_put_stored(store, ctx, id);
	err = err ? err : note(store, ctx, id, member, was, right);
	return err ? err : kb_rows_settle(store, ctx, kb_article_issue(id));
}

enum kb_err
kb_store_correct(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id, kb_str member,
                 kb_str value)
{
	struct kb_arena a = { 0 };
	enum kb_err err = kb_store_write_begin(store, ctx);
	if (!err) {
		err = correct(store, ctx, &a, id, member, value);
		err = kb_store_write_end(store, ctx, err, false);
	}
	kb_arena_release(&a);
	return err;
}
