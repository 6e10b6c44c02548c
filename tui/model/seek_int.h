/* Inside the search behind the prompt: the thread's side of it. */
#ifndef KANBAO_MODEL_SEEK_INT_H
#define KANBAO_MODEL_SEEK_INT_H

#include <stdatomic.h>

#include "kanbao/search.h"
#include "kanbao/seek.h"

/* What was asked, with its texts. */
struct kb_wish {
	struct kb_arena arena;
	struct kb_ask ask;
	uint64_t generation;
	int64_t asked_ns;
};

/* The thread's own: what lasts from one query to the next. */
struct kb_seeker {
	struct kb_store *store;
	struct kb_ctx ctx;
	const char *archive;
	const atomic_bool *stop;
	/* gives an answer away; false where nobody wants it any more */
	bool (*post)(void *user, struct kb_answer *answer);
	void *user;
};
void kb_seeker_release(struct kb_seeker *s);
/* Runs one query to its end, posting what becomes known. */
void kb_seeker_run(struct kb_seeker *s, const struct kb_wish *wish);

/* One query being run. */
struct kb_run {
	struct kb_seeker *s;
	const struct kb_wish *wish;
	struct kb_arena arena; /* what is known lives here */
	struct kb_terms terms;
	struct kb_answer known;
	size_t hits_cap;
	size_t limit;
	int64_t shown_ns; /* when an answer was given last */
	enum kb_err err;  /* met while hits were read */
};

int64_t kb_seek_clock_ns(void);

#endif
