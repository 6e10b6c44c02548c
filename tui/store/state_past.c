/* A reader's own state: what was searched for. */
#include <time.h>

#include "kanbao/past.h"
#include "state_int.h"

static int64_t
now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static enum kb_err
take(struct kb_query *q, struct kb_arena *a, struct kb_past **out, size_t *n, size_t *cap)
{
	while (kb_query_row(q)) {
		*out = kb_arena_grow(a, *out, *n, cap, sizeof(**out));
		(*out)[(*n)++] = (struct kb_past){ .typed = kb_col_text(q, a, 0),
			                           .name = kb_col_text(q, a, 1) };
	}
	return kb_query_end(q);
}

enum kb_err
kb_past_list(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a, struct kb_past **out,
             size_t *n)
{
	struct kb_past *list = NULL;
	size_t found = 0;
	size_t cap = 0;
	struct kb_query named = kb_query(&state->db, ctx, SQL_PAST_NAMED);
	enum kb_err err = take(&named, a, &list, &found, &cap);
	if (!err) {
		struct kb_query asked = kb_query(&state->db, ctx, SQL_PAST_ASKED);
		kb_bind_int(&asked, KB_PAST_MAX);
		err = take(&asked, a, &list, &found, &cap);
	}
	if (!err) {
		*out = list;
		*n = found;
	}
	return err;
}

enum kb_err
kb_past_add(struct kb_state *state, struct kb_ctx *ctx, kb_str typed)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_PAST_ADD);
	kb_bind_text(&q, typed);
	kb_bind_int(&q, now_ms());
	enum kb_err err = kb_query_run(&q);
	if (!err) {
		struct kb_query old = kb_query(&state->db, ctx, SQL_PAST_TRIM);
		kb_bind_int(&old, KB_PAST_MAX);
		err = kb_query_run(&old);
	}
	return err;
}

enum kb_err
kb_past_name(struct kb_state *state, struct kb_ctx *ctx, kb_str typed, kb_str name)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_PAST_NAME);
	kb_bind_text(&q, typed);
	kb_bind_text(&q, name);
	kb_bind_int(&q, now_ms());
	return kb_query_run(&q);
}

enum kb_err
kb_past_drop(struct kb_state *state, struct kb_ctx *ctx, kb_str typed)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_PAST_DROP);
	kb_bind_text(&q, typed);
	return kb_query_run(&q);
}
