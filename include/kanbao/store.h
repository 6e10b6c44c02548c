/*
 * The archive: issues in SQLite, one file. Ids, references, windows of lists.
 *
 * An issue's id orders issues, an article's id articles, as they are read:
 * descending ids are newest day first and, within an issue, page 1 article 1
 * first. Lists are windows by id; nothing sorts or skips.
 */
#ifndef KANBAO_STORE_H
#define KANBAO_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "kanbao/paper.h"

struct kb_store;

enum kb_store_mode {
	KB_STORE_READ,          /* the file is not written, nor anything beside it by a stranger */
	KB_STORE_WRITE,         /* made where missing; holds the import lock until closed */
	KB_STORE_WRITE_NETWORK, /* the same, on a network file system too */
};

/*
 * Opens an archive: a file, or the folder it was published to (publish.h),
 * which is only read. KB_STORE_READ of a missing file is KB_E_NOINPUT; what
 * is no archive, is damaged or newer KB_E_DATA; KB_E_BUSY (after 5 s, naming
 * the holder) where another process writes; KB_E_PERM where it must not be
 * written, or lies on a network file system. Untouched on failure.
 */
enum kb_err kb_store_open(struct kb_ctx *ctx, const char *path, enum kb_store_mode mode,
                          struct kb_store **out);
void kb_store_close(struct kb_store *store);
const char *kb_store_path(const struct kb_store *store);

/* --- ids and references ---------------------------------------------------- */

/* 0 is no id, both for issues and for articles. */
typedef int64_t kb_issue_id;
typedef int64_t kb_article_id;

kb_issue_id kb_article_issue(kb_article_id id);
/* The articles of an issue are first ≥ id ≥ last, read downwards. */
void kb_issue_articles(kb_issue_id issue, kb_article_id *first, kb_article_id *last);
/*
 * The issues of the days from … to, both included, are first ≥ id ≥ last, read
 * downwards. KB_DAY_NONE is no bound; with a bound no undated issue is among them.
 */
void kb_day_issues(kb_day from, kb_day to, kb_issue_id *first, kb_issue_id *last);
/*
 * Appends the reference: paper/date[.edition]/page/ordinal for an article,
 * paper/date[.edition] for an issue (interchange of names: design §3).
 */
enum kb_err kb_store_article_ref(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
                                 struct kb_buf *out);
enum kb_err kb_store_issue_ref(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id id,
                               struct kb_buf *out);
/*
 * Appends the reference that an issue has, or would have, made from these
 * bytes (an undated one is named after their SHA-256).
 */
void kb_issue_ref(const struct kb_issue *issue, kb_str bytes, struct kb_buf *out);
/*
 * Finds what a reference names, following `moved`: paper/date/page/ordinal,
 * paper/date[/page], or a date alone where only one issue is of that day.
 * *article is 0 where an issue is named. KB_E_NOTHING where there is none,
 * KB_E_USAGE (naming the choices) where a date alone is not enough.
 */
enum kb_err kb_store_resolve(struct kb_store *store, struct kb_ctx *ctx, kb_str ref,
                             kb_issue_id *issue, kb_article_id *article);

/* --- reading --------------------------------------------------------------- */

/* An issue as lists show it. Texts live in the arena given. */
struct kb_issue_row {
	kb_issue_id id;
	kb_str paper; /* absent where unknown */
	kb_day day;   /* KB_DAY_NONE: undated */
	enum kb_date_source date_source;
	int edition;
	long number;
	kb_str lunar;
	kb_str weekday;
	int pages;     /* as printed, 0 unknown */
	int npages;    /* that are here */
	int narticles; /* that are here */
	kb_str lead;   /* headline of the first article that has one */
};

/* An article as lists show it: everything but body and captions. */
struct kb_article_row {
	kb_article_id id;
	int ordinal; /* of its reference: 1… in its page, kept when the page is replaced */
	size_t chars;
	struct kb_article head; /* body and captions empty */
};

/* Whole numbers of the archive. */
struct kb_store_counts {
	int64_t papers;
	int64_t issues;
	int64_t articles;
};
enum kb_err kb_store_counts(struct kb_store *store, struct kb_ctx *ctx,
                            struct kb_store_counts *out);

enum kb_err kb_store_issue(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                           kb_issue_id id, struct kb_issue_row *out);
/*
 * Up to `limit` issues from `from` (not included; 0 = from the end) onwards:
 * older ones (newest first) or newer ones (oldest first). paper limits to the
 * paper of that issue, 0 to none.
 */
enum kb_err kb_store_issues(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                            kb_issue_id from, bool older, kb_issue_id paper_of, int limit,
                            struct kb_issue_row **rows, size_t *n);
/*
 * The issue nearest to a day, of the paper of `paper_of` (0 = any): at or
 * before it (dir < 0), at or after it (dir > 0), or on it (dir = 0). 0 where
 * there is none. Undated issues are never found.
 */
enum kb_err kb_store_near(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id paper_of,
                          kb_day day, int dir, kb_issue_id *out);
/* The issue with this number (期号), of the paper of paper_of (0 = any). */
enum kb_err kb_store_numbered(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id paper_of,
                              long number, kb_issue_id *out);
/* The articles of an issue in reading order. */
enum kb_err kb_store_articles(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                              kb_issue_id issue, struct kb_article_row **rows, size_t *n);
/* One article, whole. KB_E_NOTHING where it isn't there any more. */
enum kb_err kb_store_article(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                             kb_article_id id, struct kb_article *out);
/* One issue, whole, as it was put in. */
enum kb_err kb_store_load(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                          kb_issue_id id, struct kb_issue *out);

/* A day of the calendar. */
struct kb_day_count {
	kb_day day;
	int issues;
	int articles;
	kb_issue_id first; /* first issue of that day */
};
/* Days from..to (both included) with issues, ascending. */
enum kb_err kb_store_days(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                          kb_issue_id paper_of, kb_day from, kb_day to, struct kb_day_count **days,
                          size_t *n);

/* --- writing ---------------------------------------------------------------- */

/* Where an issue came from. */
struct kb_source {
	kb_str name;  /* file name without folders */
	kb_str bytes; /* as read */
	bool keep;    /* store the bytes, not their hash alone (interchange input) */
	/* What the options gave, so that reparse can give it again. */
	kb_str paper;
	kb_day day; /* KB_DAY_NONE: not given */
	int year;   /* 0: not given */
	kb_str page;
	int edition; /* 0: not given */
};

enum kb_put {
	KB_PUT_NEW,       /* the issue, or this page of it, was not there */
	KB_PUT_REPLACED,  /* its page was there and differed */
	KB_PUT_UNCHANGED, /* the same bytes again */
};

/*
 * Puts an issue in, in one transaction: pages that are there already are
 * replaced as a whole, others stay. An article that is recognised (by its text,
 * then its headline) keeps its reference, also where its place in the page
 * changes; where its page or the issue's date changes, `moved` leads on.
 * page_given says that somebody named the page (option, file name, text): a
 * second source for a day without that is KB_E_USAGE, asking for --page. The
 * first put makes the archive where there is none. Nothing is stored on failure.
 */
enum kb_err kb_store_put(struct kb_store *store, struct kb_ctx *ctx, const struct kb_issue *issue,
                         bool page_given, const struct kb_source *source, enum kb_put *what,
                         kb_issue_id *id);

/* --- mending: one transaction each --------------------------------------------- */

/* KB_OK where the file is this user's own and may be written; else KB_E_PERM with the reason. */
enum kb_err kb_store_owned(struct kb_ctx *ctx, const char *path);
/*
 * Takes an article, or (article 0) the whole issue out; a source goes with
 * the last page that came from it.
 */
enum kb_err kb_store_remove(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id issue,
                            kb_article_id article);
/*
 * Gives an issue its day and edition (1 …) as a person says; references lead
 * on. An issue that is there already takes the pages up; where it has one of
 * them that is KB_E_USAGE and nothing changes.
 */
enum kb_err kb_store_date(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id issue, kb_day day,
                          int edition, kb_issue_id *out);
/*
 * Sets a member (paper.h) to a text of kb_member_get(); what was printed is
 * kept beside it, and where the two are the same it is no correction any more.
 * Only for the owner of the archive: ask kb_store_owned().
 */
enum kb_err kb_store_correct(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
                             kb_str member, kb_str value);

/* A source that issues came from. */
struct kb_stored {
	int64_t id;
	bool kept;               /* its bytes are there */
	struct kb_source source; /* bytes only from kb_store_source_bytes() */
};
enum kb_err kb_store_sources(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                             kb_issue_id issue, struct kb_stored **out, size_t *n);
enum kb_err kb_store_source_bytes(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                                  struct kb_stored *stored);
/* An issue whole; rows[i] says the reference of issue.articles[i]. */
struct kb_version {
	kb_issue_id id;
	struct kb_issue issue;
	struct kb_article_row *rows;
};
/*
 * Puts what a better parser made of a source in place of what came from it
 * before; says how the issue was and is. With `undo` nothing is kept.
 */
enum kb_err kb_store_put_again(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                               kb_issue_id id, const struct kb_stored *from,
                               const struct kb_issue *issue, bool undo, struct kb_version *before,
                               struct kb_version *after);

/* --- doubts and jumps -------------------------------------------------------------- */

/* An article that the parser was unsure of. */
struct kb_doubtful {
	kb_article_id id;
	kb_str headline; /* may be absent */
	struct kb_strs doubts;
};
/* Up to `limit` of those below `from` (0 = from the newest), of an issue or (0) of all. */
enum kb_err kb_store_doubtful(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                              kb_article_id from, kb_issue_id issue, int limit,
                              struct kb_doubtful **out, size_t *n);
/* The other half of a story that is cut over pages: where it goes on, or what it continues; 0. */
enum kb_err kb_store_jump(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id, bool onward,
                          kb_article_id *out);

#endif
