/*
 * A reader's own state (state.db): places, and what is marked. One file a
 * user, rollback journal, independent of any archive file: everything is kept
 * by reference. Every change is one transaction, on the disk when the call
 * returns; several readers of one user share the file.
 */
#ifndef KANBAO_STATE_H
#define KANBAO_STATE_H

#include "kanbao/arena.h"
#include "kanbao/ctx.h"

struct kb_state;

/*
 * Opens or makes the file. Where it can't be written, or path is NULL, *out
 * is a state in memory and kb_state_saved() is false: reading goes on, with a
 * copy of what the file says if it can at least be read. A newer or foreign
 * file is left untouched, and *why (appended to) says so.
 */
enum kb_err kb_state_open(struct kb_ctx *ctx, const char *path, struct kb_state **out,
                          struct kb_buf *why);
/*
 * A copy of what the file says now, in memory; an empty one where there is no
 * file. For what only asks: KB_E_DATA for a newer or foreign file.
 */
enum kb_err kb_state_open_copy(struct kb_ctx *ctx, const char *path, struct kb_state **out);
void kb_state_close(struct kb_state *state);
bool kb_state_saved(const struct kb_state *state);

/* --- places ------------------------------------------------------------------ */

/* A place: an article or issue, and the byte of its running text on top. */
struct kb_place {
	kb_str ref; /* absent: no place yet */
	size_t off; /* bytes, see layout.h */
};
struct kb_places {
	struct kb_place *v;
	size_t n;
	size_t cap;
};
/*
 * The last place in the archive file named (absolute path). Texts are
 * appended to the buffer given.
 */
enum kb_err kb_state_last(struct kb_state *state, struct kb_ctx *ctx, kb_str archive,
                          struct kb_buf *ref, size_t *off);
/* What is known of an article when it is left. */
enum kb_leaving {
	KB_LEAVING_AS_IS,    /* an issue, or an article only looked at */
	KB_LEAVING_BEGUN,    /* the place in it is kept */
	KB_LEAVING_FINISHED, /* read to its end: it is read from now on */
};
/* Keeps the last place, what it means for its article, and (visited) that it was visited. */
enum kb_err kb_state_leave(struct kb_state *state, struct kb_ctx *ctx, kb_str archive,
                           struct kb_place place, enum kb_leaving how, bool visited);
/* The newest issue seen at the last visit, as a reference; empty if none. */
enum kb_err kb_state_newest(struct kb_state *state, struct kb_ctx *ctx, kb_str archive,
                            struct kb_buf *ref);
enum kb_err kb_state_set_newest(struct kb_state *state, struct kb_ctx *ctx, kb_str archive,
                                kb_str ref);
/*
 * Articles begun: the one of that reference, or (whole) all of the issue whose
 * reference it is. Appended, in the arena.
 */
enum kb_err kb_state_begun(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a,
                           kb_str ref, bool whole, struct kb_places *out);

/* References of places visited in an archive, oldest first, KB_VISITS_MAX at most; appended. */
#define KB_VISITS_MAX 100
enum kb_err kb_state_visits(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a,
                            kb_str archive, struct kb_places *out);

/* --- what is kept --------------------------------------------------------------- */

/* Stored as numbers: new ones come behind. */
enum kb_kept {
	KB_KEPT_READ,
	KB_KEPT_STAR,
	KB_KEPT_TAG,  /* name: the tag */
	KB_KEPT_NOTE, /* value: the text */
	KB_KEPT_MARK, /* ref: path of the archive; name: the letter; value: OFF REF */
	KB_KEPT_COUNT
};
struct kb_keep {
	kb_str ref;
	enum kb_kept what;
	kb_str name;  /* "" where there is none */
	kb_str value; /* "" where there is none; absent: not kept (any more) */
	int64_t at;   /* when it was kept, seconds since 1970; 0 where that is not asked for */
};
struct kb_keeps {
	struct kb_keep *v;
	size_t n;
	size_t cap;
};
void kb_keeps_add(struct kb_arena *a, struct kb_keeps *list, struct kb_keep keep);

/*
 * What is kept of an article, or (whole) of the articles of an issue, or of
 * those of all days whose references begin so: PAPER/YEAR-; appended.
 */
enum kb_err kb_state_kept(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a,
                          kb_str ref, bool whole, struct kb_keeps *out);
/* How much is kept of one kind, in all archives. */
enum kb_err kb_state_count(struct kb_state *state, struct kb_ctx *ctx, enum kb_kept what,
                           size_t *n);
/* Everything of one kind, in order of references; with `at`. */
enum kb_err kb_state_kept_all(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a,
                              enum kb_kept what, struct kb_keeps *out);
/*
 * Makes the facts so: one marking, which undo takes back as a whole. What is
 * so already is no part of it.
 */
enum kb_err kb_state_keep(struct kb_state *state, struct kb_ctx *ctx, kb_str archive,
                          const struct kb_keeps *keeps);
/* Steps that can be taken back. */
#define KB_UNDO_MAX 200
/*
 * Takes the last marking in that archive back, whichever reader made it. *out
 * (appended to) is what is so now. KB_E_NOTHING where there is none.
 */
enum kb_err kb_state_undo(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a,
                          kb_str archive, struct kb_keeps *out);

#endif
