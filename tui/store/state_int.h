/* Inside a reader's state: the file, and transactions on it. */
#ifndef KANBAO_STATE_INT_H
#define KANBAO_STATE_INT_H

#include "db.h"
#include "kanbao/state.h"

struct kb_state {
	struct kb_db db;
	bool saved;
};

/* Around every change. What `err` says is kept; without one the change is. */
enum kb_err kb_state_begin(struct kb_state *state, struct kb_ctx *ctx);
enum kb_err kb_state_end(struct kb_state *state, struct kb_ctx *ctx, enum kb_err err);

#endif
