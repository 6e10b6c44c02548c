/* Putting an issue in: references that change are led on by `moved`. */
#include "put.h"

static void
ref_of(struct kb_put_job *p, kb_issue_id issue, struct kb_buf *out)
{
	/* only two issues are in play: the one being put and its undated twin */
	if (issue == p->twin && p->twin) {
		kb_buf_add(out, kb_buf_str(&p->twin_ref));
	} else {
		kb_ref_issue(out, p->issue->paper, p->issue->day, (kb_str){ p->undated, 8 },
		             kb_id_edition(issue));
	}
}

enum kb_err
kb_put_moved(struct kb_put_job *p)
{
	struct kb_buf old = { 0 };
	struct kb_buf new = { 0 };
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < p->match.nnews && !err; i++) {
		const struct kb_new *n = &p->match.news[i];
		if (!n->old) {
			continue;
		}
		kb_buf_clear(&old);
		kb_buf_clear(&new);
		ref_of(p, n->old->issue, &old);
		kb_ref_place(&old, n->old->page, n->old->ordinal);
		ref_of(p, p->id, &new);
		kb_ref_place(&new, n->article->page, n->ordinal);
		if (!kb_str_eq(kb_buf_str(&old), kb_buf_str(&new))) {
			err = kb_moved_lead(p->store, p->ctx, kb_buf_str(&old), kb_buf_str(&new));
		}
	}
	if (p->twin && !err) {
		kb_buf_clear(&old);
		kb_buf_clear(&new);
		ref_of(p, p->twin, &old);
		ref_of(p, p->id, &new);
		err = kb_moved_lead(p->store, p->ctx, kb_buf_str(&old), kb_buf_str(&new));
	}
	kb_buf_release(&old);
	kb_buf_release(&new);
	return err;
}

/* For the match: a reference that leads elsewhere names nothing new. */
bool
kb_put_leads_elsewhere(void *user, kb_str page, int64_t ordinal)
{
	struct kb_put_job *p = user;
	struct kb_buf ref = { 0 };
	struct kb_buf new = { 0 };
	ref_of(p, p->id, &ref);
	kb_ref_place(&ref, page, ordinal);
	bool found = kb_moved_to(p->store, p->ctx, kb_buf_str(&ref), &new);
	kb_buf_release(&ref);
	kb_buf_release(&new);
	return found;
}
