/*
 * The door: files → parse → store. The one place that joins the two.
 */
#ifndef KANBAO_IMPORT_H
#define KANBAO_IMPORT_H

#include "kanbao/parse.h"
#include "kanbao/store.h"

/* What became of one file. Texts are valid during the callback only. */
struct kb_import_event {
	const char *path;
	enum kb_err err; /* KB_OK, or why it was refused */
	const char *message;
	enum kb_put what;
	const struct kb_issue *issue; /* NULL where refused */
	const struct kb_parse_report *report;
	kb_str ref; /* of the issue */
};

struct kb_import_job {
	const struct kb_parse_options *options;
	bool dry_run; /* parse only; store may be NULL then */
	void (*done)(void *user, const struct kb_import_event *event);
	void *user;
};

struct kb_import_totals {
	size_t files, stored, replaced, unchanged, refused;
	enum kb_err first_err; /* of the first refused file */
};

/*
 * Imports a file, every file of a folder (names sorted, not hidden, sub-
 * folders too), or standard input for "-". A refused file is reported by the
 * callback and does not stop the rest; *totals is added to. Returns an error
 * only for what ends the job: path missing, folder with nothing in it, the
 * store failing.
 */
enum kb_err kb_import(struct kb_ctx *ctx, struct kb_store *store, const char *path,
                      const struct kb_import_job *job, struct kb_import_totals *totals);
/*
 * Reads a whole regular file (or "-") of at most KB_LIMIT_FILE bytes into
 * out. Refuses folders, FIFOs and devices with one clear message.
 */
enum kb_err kb_read_file(struct kb_ctx *ctx, const char *path, struct kb_buf *out);

#endif
