/* Searches of before: what a reader asked for, and what was saved under a name (state.db). */
#ifndef KANBAO_PAST_H
#define KANBAO_PAST_H

#include "kanbao/arena.h"
#include "kanbao/state.h"

/* Searches without a name that are kept. */
#define KB_PAST_MAX 200

struct kb_past {
	kb_str typed;
	kb_str name; /* empty where it was only asked */
};

/* Those with a name by their names, then the others, the newest first. In the arena. */
enum kb_err kb_past_list(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a,
                         struct kb_past **out, size_t *n);
/* It was asked for now; a name stays. */
enum kb_err kb_past_add(struct kb_state *state, struct kb_ctx *ctx, kb_str typed);
/* Saves it under a name, or takes the name away where that is empty. */
enum kb_err kb_past_name(struct kb_state *state, struct kb_ctx *ctx, kb_str typed, kb_str name);
enum kb_err kb_past_drop(struct kb_state *state, struct kb_ctx *ctx, kb_str typed);

#endif
