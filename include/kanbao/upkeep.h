/*
 * Upkeep of an archive: many issues put at once, the archive made small, and
 * checked.
 */
#ifndef KANBAO_UPKEEP_H
#define KANBAO_UPKEEP_H

#include "kanbao/store.h"

/*
 * Puts between begin and end are one transaction, which costs a fraction of
 * one each; a put that fails is undone by itself. Full says that it is time to
 * end: by what waits in memory, or by the clock. Nothing of it is stored
 * before the end succeeds, and nothing where it fails.
 */
void kb_store_batch_begin(struct kb_store *store);
bool kb_store_batch_full(const struct kb_store *store);
enum kb_err kb_store_batch_end(struct kb_store *store, struct kb_ctx *ctx);

/* What is being done, for people. */
enum kb_stage {
	KB_STAGE_INDEX, /* articles are indexed that are not */
	KB_STAGE_MERGE, /* the parts of the index become one */
	KB_STAGE_TRAIN, /* a dictionary is made for the texts */
	KB_STAGE_PACK,  /* texts are packed with it */
	KB_STAGE_FILE,  /* the file is written anew, or checked */
	KB_STAGE_COPY,  /* all of it is copied */
	KB_STAGE_COUNT
};
/*
 * Makes search fast and the file small. What may take long is made of
 * transactions of a moment; progress (or NULL) is told how far a stage is, of
 * how many (0: nobody knows), and ends it by false: KB_E_INTERRUPTED, the
 * archive being whole. Done again it goes on, or finds nothing to do. Needs
 * room for the archive twice: a temporary file (SQLITE_TMPDIR, TMPDIR or
 * /var/tmp), and the log beside the archive.
 */
enum kb_err kb_store_optimize(struct kb_store *store, struct kb_ctx *ctx,
                              bool (*progress)(void *user, enum kb_stage stage, int64_t done,
                                               int64_t total),
                              void *user);

/* What is wrong. */
enum kb_problem_kind {
	KB_PROBLEM_FILE,  /* SQLite finds the file damaged: a copy mends it */
	KB_PROBLEM_TEXT,  /* an article is not what was stored: importing it again mends it */
	KB_PROBLEM_INDEX, /* search would miss or invent something: made anew it is right */
	KB_PROBLEM_COUNT
};
struct kb_problem {
	enum kb_problem_kind kind;
	kb_article_id article; /* 0: of the archive as a whole */
	const char *what;      /* marked N_() */
	kb_str detail;         /* in SQLite's words; or absent */
};
struct kb_check {
	void (*found)(void *user, const struct kb_problem *problem);
	/* As above, or NULL: FILE, then PACK (the texts), then INDEX. */
	bool (*progress)(void *user, enum kb_stage stage, int64_t done, int64_t total);
	void *user;
};
/*
 * Reads everything: the file, a generation against its manifest, each text
 * against its hash, the index against the texts; where the file is damaged
 * only the texts. KB_OK also where something was found.
 */
enum kb_err kb_store_check(struct kb_store *store, struct kb_ctx *ctx,
                           const struct kb_check *check);

#endif
