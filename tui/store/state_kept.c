/* A reader's own state: what is marked, and how it is taken back. */
#include "kanbao/i18n.h"
#include "state_int.h"

void
kb_keeps_add(struct kb_arena *a, struct kb_keeps *list, struct kb_keep keep)
{
	list->v = kb_arena_grow(a, list->v, list->n, &list->cap, sizeof(*list->v));
	list->v[list->n++] = keep;
}

/* --- asking --------------------------------------------------------------------- */

/* Rows of ref, what, name, value, at; kinds of a newer kanbao are passed over. */
static enum kb_err
take_keeps(struct kb_query *q, struct kb_arena *a, struct kb_keeps *out)
{
	while (kb_query_row(q)) {
		int64_t what = kb_col_int(q, 1);
		if (what >= 0 && what < KB_KEPT_COUNT) {
			kb_keeps_add(a, out,
			             (struct kb_keep){ .ref = kb_col_text(q, a, 0),
			                               .what = (enum kb_kept)what,
			                               .name = kb_col_text(q, a, 2),
			                               .value = kb_col_text(q, a, 3),
			                               .at = kb_col_int(q, 4) });
		}
	}
	return kb_query_end(q);
}

enum kb_err
kb_state_kept(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a, kb_str ref,
              bool whole, struct kb_keeps *out)
{
	struct kb_ref_range range = kb_ref_range(ref, whole);
	struct kb_query q = kb_query(&state->db, ctx, SQL_KEPT);
	kb_ref_range_bind(&q, &range);
	enum kb_err err = take_keeps(&q, a, out);
	kb_ref_range_release(&range);
	return err;
}

enum kb_err
kb_state_kept_all(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a, enum kb_kept what,
                  struct kb_keeps *out)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_KEPT_ALL);
	kb_bind_int(&q, what);
	return take_keeps(&q, a, out);
}

enum kb_err
kb_state_count(struct kb_state *state, struct kb_ctx *ctx, enum kb_kept what, size_t *n)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_KEPT_COUNT);
	kb_bind_int(&q, what);
	int64_t count = kb_query_row(&q) ? kb_col_int(&q, 0) : 0;
	enum kb_err err = kb_query_end(&q);
	if (!err) {
		*n = (size_t)count;
	}
	return err;
}

/* --- changing ----------------------------------------------------------------------- */

static void
bind_key(struct kb_query *q, const struct kb_keep *keep)
{
	kb_bind_text(q, keep->ref);
	kb_bind_int(q, keep->what);
	kb_bind_text(q, keep->name);
}

/* Makes one fact so. */
static enum kb_err
set(struct kb_state *state, struct kb_ctx *ctx, const struct kb_keep *keep)
{
	struct kb_query q = kb_query(&state->db, ctx, keep->value.p ? SQL_KEEP : SQL_LET_GO);
	bind_key(&q, keep);
	if (keep->value.p) {
		kb_bind_text(&q, keep->value);
	}
	return kb_query_run(&q);
}

/* What is kept now; the value is absent where nothing is. */
static enum kb_err
now(struct kb_state *state, struct kb_ctx *ctx, const struct kb_keep *keep, struct kb_buf *value,
    bool *there)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_KEPT_ONE);
	bind_key(&q, keep);
	*there = kb_query_row(&q);
	if (*there) {
		kb_buf_add(value, kb_col_blob(&q, 0));
	}
	return kb_query_end(&q);
}

static enum kb_err
newest_step(struct kb_state *state, struct kb_ctx *ctx, kb_str archive, int64_t *step)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_UNDO_STEP);
	kb_bind_text(&q, archive);
	*step = kb_query_row(&q) ? kb_col_int(&q, 0) : 0;
	return kb_query_end(&q);
}

/* Deletes undo rows: of one step, or of all up to it. */
static enum kb_err
forget(struct kb_state *state, struct kb_ctx *ctx, enum kb_sql sql, kb_str archive, int64_t step)
{
	struct kb_query q = kb_query(&state->db, ctx, sql);
	kb_bind_text(&q, archive);
	kb_bind_int(&q, step);
	return kb_query_run(&q);
}

/* Makes a fact so, and notes for the step what was so before. */
static enum kb_err
change(struct kb_state *state, struct kb_ctx *ctx, kb_str archive, int64_t step,
       const struct kb_keep *keep)
{
	struct kb_buf was = { 0 };
	bool there;
	enum kb_err err = now(state, ctx, keep, &was, &there);
	bool same = there == (keep->value.p != NULL) &&
	            (!there || kb_str_eq(kb_buf_str(&was), keep->value));
	if (!err && !same) {
		struct kb_query q = kb_query(&state->db, ctx, SQL_ADD_UNDO);
		kb_bind_text(&q, archive);
		kb_bind_int(&q, step);
		bind_key(&q, keep);
		kb_bind_text(&q, there ? kb_buf_str(&was) : KB_STR_NULL);
		err = kb_query_run(&q);
		err = err ? err : set(state, ctx, keep);
	}
	kb_buf_release(&was);
	return err;
}

enum kb_err
kb_state_keep(struct kb_state *state, struct kb_ctx *ctx, kb_str archive,
              const struct kb_keeps *keeps)
{
	int64_t step = 0;
	enum kb_err err = kb_state_begin(state, ctx);
	if (err) {
		return err;
	}
	err = newest_step(state, ctx, archive, &step);
	for (size_t i = 0; i < keeps->n && !err; i++) {
		err = change(state, ctx, archive, step + 1, &keeps->v[i]);
	}
	err = err ? err : forget(state, ctx, SQL_OLD_UNDO, archive, step + 1 - KB_UNDO_MAX);
	return kb_state_end(state, ctx, err);
}

/* --- taking back ---------------------------------------------------------------------- */

static enum kb_err
take_step(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a, kb_str archive,
          struct kb_keeps *out)
{
	int64_t step = 0;
	enum kb_err err = newest_step(state, ctx, archive, &step);
	if (err || !step) {
		return err ? err : kb_fail(ctx, KB_E_NOTHING, _("no marking to take back"));
	}
	size_t from = out->n;
	struct kb_query q = kb_query(&state->db, ctx, SQL_UNDO_ROWS);
	kb_bind_text(&q, archive);
	kb_bind_int(&q, step);
	err = take_keeps(&q, a, out);
	for (size_t i = from; i < out->n && !err; i++) {
		err = set(state, ctx, &out->v[i]);
	}
	return err ? err : forget(state, ctx, SQL_DEL_UNDO, archive, step);
}

enum kb_err
kb_state_undo(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a, kb_str archive,
              struct kb_keeps *out)
{
	enum kb_err err = kb_state_begin(state, ctx);
	return err ? err : kb_state_end(state, ctx, take_step(state, ctx, a, archive, out));
}
