/*
 * Inside the store: the archive's connection, ids taken apart, references in
 * parts, texts packed.
 */
#ifndef KANBAO_STORE_INT_H
#define KANBAO_STORE_INT_H

#include <sys/stat.h>

#include "db.h"
#include "kanbao/store.h"

/* --- the archive ---------------------------------------------------------- */

struct kb_index_log;
struct kb_index_lists;
struct kb_dicts;

/* Puts that are one transaction (kanbao/upkeep.h). */
struct kb_store_batch {
	bool on;
	bool lost;        /* SQLite undid it in the middle */
	size_t puts;      /* begun */
	size_t mark;      /* of the index, where the put being made began */
	int64_t began_ms; /* of the transaction, by the monotonic clock */
};

/* A generation that is read (generation.h); number 0: none. */
struct kb_generation {
	long number;
	int fd; /* open while it is read, with a lock that others share */
	char *file;
};

struct kb_store {
	struct kb_db db; /* closed while there is no file yet, or between calls */
	char *path;      /* of the file; of the folder, where generations are read */
	bool published;
	bool network; /* it is written on a network file system too */
	struct kb_generation generation;
	enum kb_store_mode mode;
	int lock;                 /* descriptor of the lock file, −1 when reading */
	struct stat seen;         /* of the file when it was opened for reading */
	bool live;                /* somebody writes: one transaction a call, nothing kept open */
	bool held;                /* a transaction of kb_store_hold() is open */
	int depth;                /* calls of the interface inside one another */
	int64_t floor;            /* while something is changed: ids from here on are indexed */
	bool alone;               /* while an issue is put: it is a page that came alone */
	struct kb_index_log *log; /* changes of the index that wait for the commit */
	struct kb_index_lists *lists; /* frequent pairs of the archive's own */
	struct kb_store_batch batch;
	struct kb_dicts *dicts; /* of this connection; made when first asked for */
};

/*
 * Around every call that reads: sees that the connection shows the file as it
 * is now. A begin that succeeded needs an end.
 */
enum kb_err kb_store_begin(struct kb_store *store, struct kb_ctx *ctx);
void kb_store_end(struct kb_store *store);
/* What was read since the begin is of one moment: no writer came while there were no locks. */
bool kb_store_steady(const struct kb_store *store);
/* Before the first write: makes the file where there is none. */
enum kb_err kb_store_make(struct kb_store *store, struct kb_ctx *ctx);

/* Around every change: one transaction, undone where err says so or `undo` does. */
enum kb_err kb_store_write_begin(struct kb_store *store, struct kb_ctx *ctx);
enum kb_err kb_store_write_end(struct kb_store *store, struct kb_ctx *ctx, enum kb_err err,
                               bool undo);

/*
 * The lock file beside the archive. Waits up to 5 s; KB_E_BUSY then names the
 * holder's process id.
 */
enum kb_err kb_lock_take(struct kb_ctx *ctx, const char *archive, int *fd);
void kb_lock_drop(const char *archive, int fd);
/* The kind of network file system that a file lies on, or would lie on; NULL: on none. */
const char *kb_network_kind(const char *path);

/* --- ids (assets/schema/0001-archive.sql) --------------------------------- */

#define KB_ID_PAPER_MAX 1023
#define KB_ID_EDITION_MAX 31
#define KB_ID_UNDATED_MAX 65535
#define KB_ID_SLOT_MAX 32766 /* places in a page: 1 … */
#define KB_ID_ISSUE_MASK (((int64_t)1 << 27) - 1)

/* The day field of a day; of an undated issue it is the number of its arrival. */
int64_t kb_id_day(kb_day day);
kb_issue_id kb_id_issue(int64_t day_field, int64_t paper, int edition);
int64_t kb_id_day_field(int64_t id);
int64_t kb_id_paper(int64_t id);
int kb_id_edition(int64_t id);
/* The ids of a page position: low … high. */
int64_t kb_id_page_low(kb_issue_id issue, int position);
int64_t kb_id_page_high(kb_issue_id issue, int position);
kb_article_id kb_id_article(kb_issue_id issue, int position, int64_t slot);
int64_t kb_id_slot(kb_article_id id);
/* All dated issues, and their articles, lie in KB_ID_DATED … INT64_MAX. */
#define KB_ID_DATED ((int64_t)(KB_ID_UNDATED_MAX + 1) << 42)

/* --- references ------------------------------------------------------------ */

/* Appends PAPER/DAY[.EDITION]; undated is the eight hex digits, or absent. */
void kb_ref_issue(struct kb_buf *out, kb_str paper, kb_day day, kb_str undated, int edition);
/* Appends /PAGE/ORDINAL. */
void kb_ref_place(struct kb_buf *out, kb_str page, int64_t ordinal);

/*
 * Leads an old reference on to a new one; detours are kept one step long, and
 * what is reached by its own name has none.
 */
enum kb_err kb_moved_lead(struct kb_store *store, struct kb_ctx *ctx, kb_str old, kb_str new);
/* Appends where a reference is led on to; false, and nothing appended, where nowhere. */
bool kb_moved_to(struct kb_store *store, struct kb_ctx *ctx, kb_str old, struct kb_buf *out);

/* --- rows taken out, and what follows from a change (store_remove.c) ------------- */

enum kb_err kb_rows_del_article(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id);
/* A page with its articles; its source too where no other page came from it. */
enum kb_err kb_rows_del_page(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id issue,
                             kb_str page);
/* The names of the pages of an issue, of one source or (0) of all. */
enum kb_err kb_rows_pages(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                          kb_issue_id issue, int64_t source, struct kb_strs *out);
enum kb_err kb_rows_ids(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                        enum kb_sql sql, int64_t low, int64_t high, kb_article_id **ids, size_t *n);
/* Counts the issue anew and pairs its jumps; one without pages goes. */
enum kb_err kb_rows_settle(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id issue);
/* Runs a statement with whole numbers for its parameters. */
enum kb_err kb_rows_run(struct kb_store *store, struct kb_ctx *ctx, enum kb_sql sql,
                        const int64_t *values, size_t n);
enum kb_err kb_rows_add_credits(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
                                int64_t caption, const struct kb_credits *credits);
/* The jumps of an issue, from their halves (store_jumps.c). */
enum kb_err kb_rows_pair(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id issue);

/* --- corrections (store_correct.c) --------------------------------------------- */

/*
 * Takes over into `new` what was corrected in `old`, where the text that was
 * corrected is still the same; where it isn't, a doubt says so.
 */
void kb_correct_carry(struct kb_arena *a, const struct kb_article *old, struct kb_article *new);
enum kb_err kb_correct_add(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
                           const struct kb_article *article);

/* --- packed texts ----------------------------------------------------------- */

#define KB_HASH_SIZE 32

void kb_sha256(kb_str bytes, unsigned char out[KB_HASH_SIZE]);
/*
 * The eight hex digits that stand for the day of an undated issue: of the
 * bytes, or of the file that interchange says it was first read from.
 */
void kb_undated_name(const struct kb_issue *issue, const unsigned char sha[KB_HASH_SIZE],
                     char out[9]);
/* Appends the items, each on a line. Absent where there are none. */
kb_str kb_pack_lines(struct kb_buf *out, const struct kb_strs *list);
void kb_unpack_lines(struct kb_arena *a, kb_str lines, struct kb_strs *list);
/* zstd without a dictionary, appended. */
void kb_pack_zstd(struct kb_buf *out, kb_str bytes);
/*
 * The texts of articles (store_dict.c): appended, packed with the newest
 * dictionary of the archive, whose number the row keeps; 0 without one.
 */
enum kb_err kb_text_pack(struct kb_store *store, struct kb_ctx *ctx, kb_str text,
                         struct kb_buf *out, int64_t *dict);
enum kb_err kb_text_unpack(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                           int64_t dict, kb_str packed, kb_str *out);
/* With the connection, and where another dictionary has come. */
void kb_dicts_drop(struct kb_store *store);
/* Levels of zstd: with a dictionary; and without, until optimize has made one. */
#define KB_TEXT_LEVEL 6
#define KB_TEXT_LEVEL_FIRST 3
/*
 * What an article is recognised by when its page is replaced: its text, or
 * its titles where it has none.
 */
void kb_article_hash(const struct kb_article *article, unsigned char out[KB_HASH_SIZE]);

/* --- matching a page with what replaces it (store_match.c) ------------------ */

struct kb_old {
	kb_issue_id issue;
	kb_str page;
	kb_str headline;                    /* as it was printed */
	const struct kb_article *corrected; /* the whole article where a person corrected it */
	kb_article_id id;
	int64_t ordinal;
	unsigned char hash[KB_HASH_SIZE];
	bool matched;
};
struct kb_new {
	const struct kb_article *article;
	int64_t place;   /* 1 … in its page */
	int64_t ordinal; /* of its reference, given by the match */
	unsigned char hash[KB_HASH_SIZE];
	struct kb_old *old; /* what it was before, or NULL */
};
struct kb_match {
	kb_issue_id issue;
	struct kb_old *olds;
	size_t nolds;
	size_t olds_cap;
	struct kb_new *news;
	size_t nnews;
};
/*
 * Finds each article's predecessor by text, then by headline, and gives every
 * new one its ordinal: a recognised one keeps that of its reference, so that
 * no reference comes to mean another article. used(ordinal of page) says
 * which references lead elsewhere already.
 */
void kb_match_run(struct kb_match *m, bool (*used)(void *user, kb_str page, int64_t ordinal),
                  void *user);

#endif
