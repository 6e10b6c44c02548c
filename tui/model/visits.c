/* Places that are gone back to: those visited, and those kept under a letter. */
#include <stdlib.h>
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/marks.h"

/* --- visited ------------------------------------------------------------------------ */

static void
push(struct kb_model *m, kb_str ref, size_t off, bool known)
{
	if (m->nvisits == KB_VISITS_MAX) {
		kb_buf_release(&m->visits[0].ref);
		memmove(m->visits, m->visits + 1, (KB_VISITS_MAX - 1) * sizeof(*m->visits));
		m->nvisits--;
	}
	m->visit = m->nvisits++;
	m->visits[m->visit] = (struct kb_visit){ .off = off, .known = known };
	kb_buf_add(&m->visits[m->visit].ref, ref);
}

void
kb_visits_load(struct kb_model *m, struct kb_ctx *ctx)
{
	struct kb_arena a = { 0 };
	struct kb_places places = { 0 };
	if (!kb_state_visits(m->state, ctx, &a, kb_buf_str(&m->archive), &places)) {
		for (size_t i = 0; i < places.n; i++) {
			push(m, places.v[i].ref, 0, false);
		}
	}
	kb_arena_release(&a);
}

/* Appends the reference of the place where the reader is. */
static enum kb_err
here(struct kb_model *m, struct kb_ctx *ctx, struct kb_buf *out)
{
	if (m->reading) {
		kb_buf_add(out, m->refs[m->at]);
		return KB_OK;
	}
	return kb_store_issue_ref(m->store, ctx, m->issue.id, out);
}

static bool
is_current(const struct kb_model *m, kb_str ref)
{
	return m->nvisits && kb_str_eq(kb_buf_str(&m->visits[m->visit].ref), ref);
}

void
kb_visits_leave(struct kb_model *m)
{
	if (m->reading && is_current(m, m->refs[m->at])) {
		m->visits[m->visit].off = m->off;
		m->visits[m->visit].known = true;
	}
}

void
kb_visits_arrive(struct kb_model *m, struct kb_ctx *ctx)
{
	struct kb_buf ref = { 0 };
	if (m->retracing || here(m, ctx, &ref) || is_current(m, kb_buf_str(&ref))) {
		kb_buf_release(&ref);
		return;
	}
	/* what was ahead is given up */
	while (m->nvisits > m->visit + 1) {
		kb_buf_release(&m->visits[--m->nvisits].ref);
	}
	push(m, kb_buf_str(&ref), m->off, true);
	m->unvisited = true;
	kb_buf_release(&ref);
}

/* Where a visit leads now; a place that has gone is KB_E_NOTHING. */
static enum kb_err
spot_of(struct kb_model *m, struct kb_ctx *ctx, const struct kb_visit *visit, struct kb_spot *out)
{
	struct kb_arena a = { 0 };
	struct kb_marking marks = { .off = visit->off };
	enum kb_err err = kb_store_resolve(m->store, ctx, kb_buf_str(&visit->ref), &out->issue,
	                                   &out->article);
	if (!err && out->article && !visit->known) {
		(void)kb_model_marks(m, ctx, &a, out->article, &marks);
	}
	out->off = out->article ? marks.off : 0;
	kb_arena_release(&a);
	return err;
}

static void
drop(struct kb_model *m, size_t at)
{
	kb_buf_release(&m->visits[at].ref);
	m->nvisits--;
	memmove(&m->visits[at], &m->visits[at + 1], (m->nvisits - at) * sizeof(*m->visits));
	if (m->visit > at || m->visit == m->nvisits) {
		m->visit -= m->visit > 0;
	}
}

/* One step; what has gone from the archive is passed over. */
static enum kb_err
step(struct kb_model *m, struct kb_ctx *ctx, bool back)
{
	struct kb_buf ref = { 0 };
	bool there = !here(m, ctx, &ref) && is_current(m, kb_buf_str(&ref));
	kb_buf_release(&ref);
	kb_visits_leave(m);
	size_t at = m->visit;
	while (m->nvisits) {
		/* from a front page that was only passed, back leads to the article it came after */
		if (back ? there && at == 0 : at + 1 >= m->nvisits) {
			break;
		}
		at = !back ? at + 1 : there ? at - 1 : at;
		struct kb_spot spot = { 0 };
		enum kb_err err = spot_of(m, ctx, &m->visits[at], &spot);
		if (err == KB_E_NOTHING) {
			drop(m, at);
			at = m->visit;
			continue;
		}
		m->retracing = true;
		err = err ? err : kb_model_go(m, ctx, spot);
		m->retracing = false;
		m->visit = err ? m->visit : at;
		return err;
	}
	return kb_fail(ctx, KB_E_NOTHING, "%s",
	               back ? _("this is the first place visited")
	                    : _("this is the last place visited"));
}

enum kb_err
kb_model_retrace(struct kb_model *m, struct kb_ctx *ctx, int n)
{
	enum kb_err err = KB_OK;
	int done = 0;
	for (; done < abs(n) && !err; done++) {
		err = step(m, ctx, n < 0);
	}
	return done > 1 && err == KB_E_NOTHING ? KB_OK : err;
}

/* --- under a letter ---------------------------------------------------------------------- */

enum kb_err
kb_model_set_mark(struct kb_model *m, struct kb_ctx *ctx, char letter)
{
	struct kb_arena a = { 0 };
	struct kb_keeps keeps = { 0 };
	struct kb_buf value = { 0 };
	kb_buf_printf(&value, "%zu ", m->reading ? m->off : 0);
	enum kb_err err = here(m, ctx, &value);
	if (!err) {
		kb_keeps_add(&a, &keeps,
		             (struct kb_keep){ .ref = kb_buf_str(&m->archive),
		                               .what = KB_KEPT_MARK,
		                               .name = { &letter, 1 },
		                               .value = kb_buf_str(&value) });
		err = kb_state_keep(m->state, ctx, kb_buf_str(&m->archive), &keeps);
	}
	kb_buf_release(&value);
	kb_arena_release(&a);
	return err;
}

enum kb_err
kb_model_go_mark(struct kb_model *m, struct kb_ctx *ctx, char letter)
{
	struct kb_arena a = { 0 };
	struct kb_marked_list list = { 0 };
	const struct kb_marked *found = NULL;
	enum kb_err err = kb_marked_list(m->store, m->state, ctx, &a, KB_KEPT_MARK, &list);
	for (size_t i = 0; i < list.n && !err; i++) {
		found = list.v[i].name.p[0] == letter ? &list.v[i] : found;
	}
	if (!err && !found) {
		err = kb_fail(ctx, KB_E_NOTHING, _("there is no mark %c here"), letter);
	}
	if (!err && found) {
		err = kb_model_go(m, ctx,
		                  (struct kb_spot){ found->issue, found->article, found->off });
	}
	kb_arena_release(&a);
	return err;
}
