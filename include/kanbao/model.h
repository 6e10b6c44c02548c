/*
 * What is being read: the issue on the table, the article in hand, the place
 * in it, and the moves between articles and issues. No cells, no keys.
 *
 * Moves leave everything as it was where they fail; KB_E_NOTHING with a
 * message for the reader says that there is nothing in that direction.
 */
#ifndef KANBAO_MODEL_H
#define KANBAO_MODEL_H

#include "kanbao/calendar.h"
#include "kanbao/state.h"
#include "kanbao/store.h"
#include "kanbao/halves.h"
#include "kanbao/survey.h"

/* A place to read at: a front page (article 0), or a byte of an article. */
struct kb_spot {
	kb_issue_id issue; /* 0: no place */
	kb_article_id article;
	size_t off; /* of the running text, see layout.h */
};

/* How far an article has been read. */
enum kb_progress {
	KB_PROGRESS_NEW,
	KB_PROGRESS_BEGUN,
	KB_PROGRESS_DONE,
};

/* What the reader keeps of an article. Zeroed is nothing. */
struct kb_marking {
	bool read;
	bool star;
	size_t off; /* byte at which it was left; 0: not begun, or finished */
	struct kb_strs tags;
	kb_str note; /* absent: none */
};

/* A place visited: `<` and `>` go there. */
struct kb_visit {
	struct kb_buf ref;
	size_t off;
	bool known; /* off is; else the place kept of the article counts */
};

/* Zeroed but for store and state is "nothing open yet"; read-only to views. */
struct kb_model {
	struct kb_store *store;
	struct kb_state *state;
	struct kb_buf archive; /* absolute path: places are kept by it */

	/* the issue on the table; its texts live in issue_arena */
	struct kb_arena issue_arena;
	struct kb_issue_row issue;
	struct kb_article_row *articles;
	kb_str *titles; /* one an article: its headline, or what stands for it */
	kb_str *refs;   /* one an article */
	size_t narticles;
	struct kb_page_row *pages;
	size_t npages;
	struct kb_issue_row older; /* neighbours in the paper; id 0: none */
	struct kb_issue_row newer;
	kb_str opening; /* first paragraph of the lead story, absent where it has no headline */
	/* its first paragraphs, of every article, parted by \n; NULL until kb_model_openings() */
	kb_str *openings;

	/* what is kept of its articles; loaded anew after each marking */
	struct kb_arena marks_arena;
	struct kb_marking *marks;   /* one an article */
	enum kb_progress *progress; /* one an article */

	/* the article in hand; its texts live in article_arena */
	bool reading; /* false: the front page is open */
	size_t at;    /* article in hand, or the one selected on the front page */
	struct kb_arena article_arena;
	struct kb_article article;
	/*
	 * The articles that its text is made of, by their places in the issue: one,
	 * or the halves of a story in order. The place in it is kept for the first.
	 */
	size_t parts[KB_PARTS_MAX];
	size_t nparts;
	size_t half;  /* the part that the top line is of */
	bool at_seam; /* it is to be opened where that part begins, wherever off is */
	size_t off;   /* byte on the top line */
	bool at_end;  /* the last line is on the screen */
	bool unsaved; /* the place has changed since kb_model_save() */
	bool unread;  /* marked as unread by hand: its end in sight changes nothing */

	struct kb_spot left;  /* article closed last */
	struct kb_spot other; /* where '' goes */

	struct kb_visit visits[KB_VISITS_MAX]; /* oldest first */
	size_t nvisits;
	size_t visit; /* the one where one is, or was last */
	bool retracing;
	bool unvisited; /* the visit is kept when the place is */
};

/* Takes over nothing: store and state are closed by the caller. */
void kb_model_init(struct kb_model *m, struct kb_store *store, struct kb_state *state);
void kb_model_release(struct kb_model *m);
/* Appends the name under which the state knows an archive: its absolute path. */
void kb_archive_name(const struct kb_store *store, struct kb_buf *out);

/*
 * The first place: `where` (a reference or a date) if not NULL, else the
 * newest issue if it has come since the last visit, else the last place.
 * KB_E_NOTHING, naming the remedy, where the archive is empty.
 */
enum kb_err kb_model_start(struct kb_model *m, struct kb_ctx *ctx, const char *where);

struct kb_spot kb_model_here(const struct kb_model *m);
/* Name of a page, 版名; may be absent. */
kb_str kb_model_page_name(const struct kb_model *m, kb_str page);
/* The article in hand or selected; NULL in an issue without any. */
const struct kb_article_row *kb_model_row(const struct kb_model *m);
/* Reads the first paragraphs of the issue on the table, where that was not done yet. */
enum kb_err kb_model_openings(struct kb_model *m, struct kb_ctx *ctx);
/* Goes to a spot; what was read becomes the other place. */
enum kb_err kb_model_go(struct kb_model *m, struct kb_ctx *ctx, struct kb_spot spot);
/* Opens article `at` of the issue where it was left, or at its start. */
enum kb_err kb_model_open(struct kb_model *m, struct kb_ctx *ctx, size_t at);
/* From the article to the front page of its issue. */
enum kb_err kb_model_close(struct kb_model *m, struct kb_ctx *ctx);

/*
 * Next (dir > 0) or previous article, on into the neighbouring issue. What was
 * read as the second half of a story is passed over.
 */
enum kb_err kb_model_article(struct kb_model *m, struct kb_ctx *ctx, int dir);
/* *at: from one article to the first of the next or previous page. */
enum kb_err kb_model_page_start(const struct kb_model *m, struct kb_ctx *ctx, int dir, size_t *at);
/* Opens the first article of the next or previous page. */
enum kb_err kb_model_page(struct kb_model *m, struct kb_ctx *ctx, int dir);
/* Front page of the issue n further on (newer) or back. */
enum kb_err kb_model_issue(struct kb_model *m, struct kb_ctx *ctx, int n);
/* The issue nearest to the same day n years later, in that year. */
enum kb_err kb_model_year(struct kb_model *m, struct kb_ctx *ctx, int n);
enum kb_err kb_model_newest(struct kb_model *m, struct kb_ctx *ctx);
/* To the paper of an issue: to its issue of the day being read, or else to that one. */
enum kb_err kb_model_paper(struct kb_model *m, struct kb_ctx *ctx, kb_issue_id id);
/* To the other place; this one becomes the other. */
enum kb_err kb_model_other(struct kb_model *m, struct kb_ctx *ctx);

/*
 * Corrects a member of an article (paper.h) as the owner of the archive, and
 * shows what is there now. KB_E_PERM, with the reason, for everybody else.
 */
enum kb_err kb_model_may_correct(struct kb_model *m, struct kb_ctx *ctx);
enum kb_err kb_model_correct(struct kb_model *m, struct kb_ctx *ctx, kb_article_id id,
                             kb_str member, kb_str value);
/*
 * Reads the issue and the article in hand again; the place stays, with the
 * article's reference. KB_E_NOTHING, and all as it was, where the issue has gone.
 */
enum kb_err kb_model_reload(struct kb_model *m, struct kb_ctx *ctx);
/*
 * Goes on to the newest generation of a published archive, where there is
 * another (*renewed), at the same place; or to the newest issue where that has gone.
 */
enum kb_err kb_model_renew(struct kb_model *m, struct kb_ctx *ctx, bool *renewed);

/*
 * Follows 下转 and 上接 of article `at`: to the other half of its story, or to
 * the first article of the page that is named where nobody knows which it is.
 * Opens it, or (to not NULL) only says which.
 */
enum kb_err kb_model_follow(struct kb_model *m, struct kb_ctx *ctx, size_t at, size_t *to);
/* What the view shows now: byte on the top line; whether the end is in sight. */
void kb_model_seen(struct kb_model *m, size_t off, bool at_end);
/* The part of the article in hand that the top line is of. */
void kb_model_seen_half(struct kb_model *m, size_t half);
/* Keeps the place; nothing to do where it is kept already. */
enum kb_err kb_model_save(struct kb_model *m, struct kb_ctx *ctx);

/* --- going to a date (goal.c) ----------------------------------------------- */

/* What was typed: a day, or an issue number. */
struct kb_goal {
	kb_day day;  /* KB_DAY_NONE where a number is meant */
	long number; /* 0 where a day is meant */
};
/*
 * Reads 2022-04-13, 2022年4月13日, 4-13, 4月13日 (of base's year), -7 and +7
 * (days from base), 农历三月十三 (of base's lunar year), 壬寅年三月十三, 昨天,
 * 去年今日; 第1937期, 1937期, #1937. False where it is none of these.
 */
bool kb_goal_parse(kb_str text, kb_day base, struct kb_goal *out);
/* An issue found. */
struct kb_goal_found {
	kb_issue_id id;
	kb_day day; /* KB_DAY_NONE where the issue has no date */
	bool exact; /* false: there is none on that day, this is the nearest */
};
/*
 * The issue that is meant, of the paper on the table. KB_E_NOTHING where
 * there is not even a nearest one.
 */
enum kb_err kb_goal_find(struct kb_model *m, struct kb_ctx *ctx, struct kb_goal goal,
                         struct kb_goal_found *out);

/* --- the list of issues, a window over the store (window.c) ------------------ */

/* Issues loaded on each side of the selected one, at least while there are any. */
#define KB_WINDOW_SIDE 48

/*
 * Zeroed but for store is valid and empty. Newest first. With a sieve it is
 * shown anew where that keeps others, and empty where it keeps none.
 */
struct kb_sieve;
struct kb_window {
	struct kb_store *store;
	const struct kb_sieve *sieve; /* only what it keeps is there; NULL: all */
	kb_issue_id here;             /* selected last, or asked for */
	struct kb_arena arena;
	struct kb_issue_row *rows;
	size_t n;
	size_t selected;
	bool first; /* rows[0] is the newest there is */
	bool last;  /* the last row is the oldest there is */
};
void kb_window_release(struct kb_window *w);
/* Loads the rows around an issue and selects it. */
enum kb_err kb_window_show(struct kb_window *w, struct kb_ctx *ctx, kb_issue_id id);
/*
 * After the store or the sieve has changed: nothing of before stays. Where the
 * issue selected is gone the next older one is, else the next newer one.
 */
void kb_window_again(struct kb_window *w);
/* Selects the issue n rows further down (older), or the last one that way. */
enum kb_err kb_window_move(struct kb_window *w, struct kb_ctx *ctx, long n);
/*
 * Selects number n: 1 is the newest, −1 the oldest; the last one that way where
 * there are fewer.
 */
enum kb_err kb_window_nth(struct kb_window *w, struct kb_ctx *ctx, long n);

#endif
