/*
 * Stories that are cut over pages: which articles are their halves, and the
 * halves as one text. The pairs are the store's (jumps).
 */
#include "kanbao/halves.h"

/* The other half of an article, 0 where there is none. */
static kb_article_id
other(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id, bool onward)
{
	kb_article_id found = 0;
	return kb_store_jump(store, ctx, id, onward, &found) ? 0 : found;
}

static bool
has(const struct kb_halves *story, kb_article_id id)
{
	for (size_t i = 0; i < story->n; i++) {
		if (story->ids[i] == id) {
			return true;
		}
	}
	return false;
}

void
kb_halves_of(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id, struct kb_halves *out)
{
	kb_article_id first = id;
	*out = (struct kb_halves){ 0 };
	/* whatever the archive says there is an end */
	for (int i = 1; i < KB_PARTS_MAX; i++) {
		kb_article_id before = other(store, ctx, first, false);
		if (!before) {
			break;
		}
		first = before;
	}
	for (kb_article_id at = first; at && out->n < KB_PARTS_MAX && !has(out, at);
	     at = other(store, ctx, at, true)) {
		out->half = at == id ? out->n : out->half;
		out->ids[out->n++] = at;
	}
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
	to->jump_to = part->jump_to;
}

enum kb_err
kb_halves_load(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
               const struct kb_halves *story, struct kb_article *out)
{
	struct kb_article whole;
	enum kb_err err = kb_store_article(store, ctx, a, story->ids[0], &whole);
	if (err || story->n == 1) {
		*out = err ? *out : whole;
		return err;
	}
	whole.seams = kb_arena_alloc(a, story->n, sizeof(*whole.seams));
	for (size_t i = 1; i < story->n && !err; i++) {
		struct kb_article *part = kb_arena_alloc(a, 1, sizeof(*part));
		err = kb_store_article(store, ctx, a, story->ids[i], part);
		if (!err) {
			join(a, &whole, part);
		}
	}
	if (!err) {
		*out = whole;
	}
	return err;
}
