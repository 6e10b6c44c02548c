/*
 * The door: files → parse → store. The one place that joins the two.
 */
#ifndef KANBAO_IMPORT_H
#define KANBAO_IMPORT_H

#include "kanbao/format.h"
#include "kanbao/limit.h"
#include "kanbao/store.h"
#include "kanbao/survey.h"

/* --- files → issues ----------------------------------------------------------- */

/* An issue that was read. All of it is valid during the call only. */
struct kb_taken {
	const char *path; /* FILE, FOLDER, or ARCHIVE:PATH of what stands in a zip or tar */
	const struct kb_format *format;
	const struct kb_issue *issue;
	const struct kb_parse_report *report;
	/*
	 * What it was read from: the bytes of the file or of the line, of several
	 * files a tar that kb_intake_bytes() reads again.
	 */
	kb_str name; /* without folders */
	kb_str bytes;
};

/* Who takes the issues. An error returned by either ends the reading. */
struct kb_intake {
	const struct kb_parse_options *options;
	enum kb_err (*issue)(void *user, const struct kb_taken *taken);
	/* The message stands in the context. */
	enum kb_err (*refused)(void *user, const char *path, enum kb_err err);
	void *user;
	/* counted by the reading */
	size_t files;         /* read so far */
	size_t files_total;   /* that there are, 0 where nobody knows yet */
	uint64_t bytes;       /* read so far */
	uint64_t bytes_total; /* of all files; 0 where one has no size, such as a pipe */
	size_t line;          /* the one being read of JSON Lines, 0 elsewhere */
};

/* True where the bytes need not be kept: kanbao's own JSON (design §3). */
bool kb_format_own(const struct kb_format *format);
/*
 * Reads a file, or standard input for "-": a page, a zip or tar of pages, or
 * interchange JSON Lines of any length. Folders are refused.
 */
enum kb_err kb_intake_file(struct kb_ctx *ctx, const char *path, struct kb_intake *intake);
/*
 * Reads files and folders; what belongs together by its names, such as the
 * articles of one day, is read as one.
 */
enum kb_err kb_intake_paths(struct kb_ctx *ctx, const char *const *paths, size_t n,
                            struct kb_intake *intake);
/* Reads the bytes of a source again. */
enum kb_err kb_intake_bytes(struct kb_ctx *ctx, const char *name, kb_str bytes,
                            struct kb_intake *intake);

/* --- files → archive ------------------------------------------------------------ */

/* The dated issues of a paper next to a number; either has the number 0 where there is none. */
struct kb_neighbours {
	struct kb_number before; /* both the same where the number is theirs */
	struct kb_number after;
};
/*
 * Where a number lies among those of a paper, oldest first, each with one
 * (R12). Says nothing where that is not one place: numbers that begin anew
 * every year, misprints.
 */
void kb_number_place(const struct kb_number *v, size_t n, long number, struct kb_neighbours *out);

/*
 * What became of one file, told when it is stored. All of it is valid during
 * the callback only; the issue is without its texts: its own members, and the
 * pages and doubts of its articles.
 */
struct kb_import_event {
	const char *path;
	size_t line;     /* of JSON Lines, 0 elsewhere; stands in the path too */
	enum kb_err err; /* KB_OK, or why it was refused */
	const char *message;
	enum kb_put what;
	const struct kb_issue *issue; /* NULL where refused */
	kb_str ref;                   /* of the issue */
	kb_issue_id id;               /* 0 where it was not stored */
	struct kb_neighbours near;    /* of an issue that has a number and no date */
};

/* How far a job is; see struct kb_intake. */
struct kb_import_progress {
	size_t files, files_total;
	uint64_t bytes, bytes_total;
	const char *path;
};

struct kb_import_job {
	const struct kb_parse_options *options;
	bool dry_run; /* parse only; store may be NULL then */
	void (*done)(void *user, const struct kb_import_event *event);
	/* Called after each file or line; may be NULL. */
	void (*progress)(void *user, const struct kb_import_progress *progress);
	/* While articles are indexed that were stored before: how many so far. May be NULL. */
	void (*indexing)(void *user, int64_t done);
	void *user;
};

struct kb_import_totals {
	size_t files, stored, replaced, unchanged, refused;
	enum kb_err first_err; /* of the first refused file */
};

/*
 * Imports files, every file of a folder (names sorted, not hidden, sub-
 * folders too), or standard input for "-"; what belongs together by its names
 * is read as one. A refused file is reported by the callback and does not stop
 * the rest; *totals is added to. Returns an error
 * only for what ends the job: path missing, folder with nothing in it, the
 * store failing, KB_E_INTERRUPTED (interrupt.h); what was told as stored is.
 */
enum kb_err kb_import(struct kb_ctx *ctx, struct kb_store *store, const char *const *paths,
                      size_t n, const struct kb_import_job *job, struct kb_import_totals *totals);

/* --- archive → archive ---------------------------------------------------------- */

enum kb_change {
	KB_CHANGE_MEMBER,  /* of the issue, or of an article that stays */
	KB_CHANGE_ADDED,   /* an article */
	KB_CHANGE_REMOVED, /* an article */
};

/* A difference that a parse made. Texts are valid during the callback only. */
struct kb_changed {
	enum kb_change what;
	kb_str place;  /* PAGE/ORDINAL; absent: the issue itself */
	kb_str member; /* by its name in the interchange format */
	kb_str was;    /* its value, or the title of the article */
	kb_str now;
};

struct kb_reparse {
	bool undo; /* only say what would change */
	void (*changed)(void *user, const struct kb_changed *change);
	void *user;
};

/*
 * Reads the sources of an issue again and puts what comes of them in place of
 * what is there, each in one transaction. Sources whose bytes are not kept
 * are passed over. What a person has given or corrected stays.
 */
enum kb_err kb_reparse_issue(struct kb_ctx *ctx, struct kb_store *store, kb_issue_id id,
                             const struct kb_reparse *job);

/*
 * Reads a whole regular file (or "-") of at most KB_LIMIT_FILE bytes into
 * out. Refuses folders, FIFOs and devices with one clear message.
 */
enum kb_err kb_read_file(struct kb_ctx *ctx, const char *path, struct kb_buf *out);

#endif
