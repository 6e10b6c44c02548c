/*
 * The search behind the prompt: a thread of its own with a connection of its
 * own. Each key asks anew; what was asked before ends at once. Answers come as
 * whole pictures of what is known so far: the newest one is all that counts,
 * and belongs to whoever takes it. Nothing here waits for the search.
 *
 *   seek = kb_seek_open(path)
 *   kb_seek_ask(seek, &ask)             at each key; gives the generation
 *   poll kb_seek_fd(seek) for reading   beside the keyboard
 *   answer = kb_seek_take(seek)         NULL: nothing new
 *   … show it; kb_answer_free() the one shown before …
 */
#ifndef KANBAO_SEEK_H
#define KANBAO_SEEK_H

#include "kanbao/marks.h"
#include "kanbao/snippet.h"
#include "kanbao/store.h"

enum kb_seek_order {
	KB_SEEK_NEWEST,
	KB_SEEK_OLDEST,
	KB_SEEK_BEST, /* by headline, kicker or deck, number of places; of the newest KB_BEST_MAX */
};
#define KB_BEST_MAX 2000
/* Hits of a first screen, where the ask names no other number. */
#define KB_SEEK_HITS 50

/* All that is pointed to is copied by the call. Zeroed but for typed, first and last is right. */
struct kb_ask {
	kb_str typed;
	size_t cursor; /* in bytes, for the completions; SIZE_MAX: none are wanted */
	/* limits beside those typed */
	kb_issue_id issue; /* in this issue only, 0: all */
	kb_day first;      /* KB_DAY_NONE where open */
	kb_day last;
	kb_str paper;                     /* papers with this in their name; absent: all */
	const struct kb_marked_ids *only; /* these articles only; NULL: all */
	enum kb_seek_order order;
	/*
	 * Further pages: the answer's `next`, 0 for the first. Then only hits are
	 * given; counts and facets stay those of the first page.
	 */
	kb_article_id from;
	size_t limit; /* hits a page; 0: KB_SEEK_HITS */
};

struct kb_hit {
	kb_article_id id;
	kb_str ref;
	kb_day day;   /* KB_DAY_NONE: undated */
	kb_str paper; /* absent where unknown */
	kb_str page;
	kb_str headline;           /* or the kicker, or the first paragraph */
	struct kb_marks marks;     /* in the headline */
	struct kb_snippet snippet; /* the whole sentence: kb_snippet_fit() cuts it to a width */
};

/* What can be stepped into. */
enum kb_facet {
	KB_FACET_YEAR,
	KB_FACET_PAPER,
	KB_FACET_PAGE,
	KB_FACET_BY,
	KB_FACET_LABEL,
	KB_FACET_COUNT
};
struct kb_facet_value {
	kb_str name; /* 2022, 方心怡, 1 */
	kb_str term; /* what narrows the query to it, to be added behind a blank: 日期:2022 */
	size_t n;    /* articles */
};
/* The values given of a facet, at most: the most frequent; of years all, newest first. */
#define KB_FACET_VALUES 20
struct kb_facet_list {
	struct kb_facet_value *v;
	size_t n;
};

/* Articles by month, all months from the first with any to the last with any. */
struct kb_chart {
	int year; /* of the first month */
	int month;
	size_t *n;
	size_t months;
};

/* What Tab offers: typed[from, to) is replaced by text, the cursor goes behind it. */
enum kb_completion_kind {
	KB_COMPLETE_WORD, /* of pinyin or initials */
	KB_COMPLETE_DATE,
	KB_COMPLETE_FIELD,
};
struct kb_completion {
	enum kb_completion_kind kind;
	kb_str shown; /* 柯城, 2021年, 标题: */
	kb_str text;
	size_t from;
	size_t to;
};

/* What is known; everything it points to lives in its arena. */
struct kb_answer {
	struct kb_arena arena;
	uint64_t generation; /* of the ask */
	enum kb_err err;     /* what failed, with its message; what was known before it is here */
	kb_str message;
	struct kb_terms *terms; /* as understood, for marks in articles */
	kb_str reading;         /* what was understood: kecheng → 柯城 */
	bool asks;              /* false: nothing is asked for, nothing was looked for */
	/* hits in order */
	struct kb_hit *hits;
	size_t nhits;
	bool hits_done;     /* this page is complete */
	bool more;          /* there may be more hits behind it */
	kb_article_id next; /* for the next page */
	double first_ms;    /* from the ask to the first screen of hits, 0 before */
	/* articles found so far; final where counted, else at least so many */
	size_t count;
	bool counted;
	size_t total; /* how many there are, where that is known beforehand; else 0 */
	/* in KB_SEEK_BEST: among how many of the newest it was chosen, 0 where all were */
	size_t best_of;
	struct kb_chart chart;
	size_t undated; /* articles of undated issues, which are in no month */
	struct kb_facet_list facets[KB_FACET_COUNT];
	/* reporters and labels were counted in so many of the articles found */
	size_t looked;
	struct kb_completion *completions;
	size_t ncompletions;
	bool done;       /* nothing more comes in this generation */
	bool unfinished; /* it ended because the time was over */
};

struct kb_seek;
/* Starts the thread. The archive is opened by it: what fails is told by an answer. */
enum kb_err kb_seek_open(struct kb_ctx *ctx, const char *archive, struct kb_seek **out);
/* Ends what is running, waits for the thread (a moment), frees everything. NULL is fine. */
void kb_seek_close(struct kb_seek *seek);
/* Asks; what was asked before is given up. Returns the generation of this ask, 1 …. */
uint64_t kb_seek_ask(struct kb_seek *seek, const struct kb_ask *ask);
/*
 * The first page of what is running grows to n hits, beside its counts. Nothing
 * happens where it has just ended: a further page is to be asked for then.
 */
void kb_seek_grow(struct kb_seek *seek, size_t n);
/* Gives up what is running, without a further answer. */
void kb_seek_stop(struct kb_seek *seek);
/* Readable while an answer waits to be taken. */
int kb_seek_fd(const struct kb_seek *seek);
/* The newest answer, of the newest ask only; NULL where there is none. Freed by the caller. */
struct kb_answer *kb_seek_take(struct kb_seek *seek);
void kb_answer_free(struct kb_answer *answer);
/*
 * Waits until an answer that is done can be taken, for at most so many ms
 * (tests and scripts, which have no reader who goes on typing).
 */
bool kb_seek_wait(struct kb_seek *seek, int ms);

#endif
