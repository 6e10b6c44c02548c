/*
 * A reader's own state (state.db): places. One file a user, rollback journal,
 * independent of any archive file: everything is kept by reference.
 */
#ifndef KANBAO_STATE_H
#define KANBAO_STATE_H

#include "kanbao/ctx.h"

struct kb_state;

/*
 * Opens or makes the file. Where it can't be written, or path is NULL, *out
 * is a state in memory and kb_state_saved() is false: reading goes on. A
 * newer or foreign file is left untouched, with the same effect, and *why
 * (appended to) says so.
 */
enum kb_err kb_state_open(struct kb_ctx *ctx, const char *path, struct kb_state **out,
                          struct kb_buf *why);
void kb_state_close(struct kb_state *state);
bool kb_state_saved(const struct kb_state *state);

/* A place: an article or issue, and the byte of its running text on top. */
struct kb_place {
	kb_str ref; /* absent: no place yet */
	size_t off; /* bytes, see layout.h */
};
/*
 * The last place in the archive file named (absolute path), and a place
 * within an article. Texts are appended to the buffer given.
 */
enum kb_err kb_state_last(struct kb_state *state, struct kb_ctx *ctx, kb_str archive,
                          struct kb_buf *ref, size_t *off);
enum kb_err kb_state_set_last(struct kb_state *state, struct kb_ctx *ctx, kb_str archive,
                              struct kb_place place);
/* The newest issue seen at the last visit, as a reference; empty if none. */
enum kb_err kb_state_newest(struct kb_state *state, struct kb_ctx *ctx, kb_str archive,
                            struct kb_buf *ref);
enum kb_err kb_state_set_newest(struct kb_state *state, struct kb_ctx *ctx, kb_str archive,
                                kb_str ref);
/* Byte read in an article; 0 where it was never opened or was finished. */
enum kb_err kb_state_article(struct kb_state *state, struct kb_ctx *ctx, kb_str ref, size_t *off,
                             bool *finished);
enum kb_err kb_state_set_article(struct kb_state *state, struct kb_ctx *ctx, kb_str ref, size_t off,
                                 bool finished);

#endif
