/*
 * The formats that archivists have: each is a row that recognises a bundle of
 * files without an option, and reads it into issues. Nothing is stored here.
 */
#ifndef KANBAO_FORMAT_H
#define KANBAO_FORMAT_H

#include "kanbao/parse.h"

/* A file of a bundle. path is relative, '/' between the parts, sanitised. */
struct kb_file {
	kb_str path;
	kb_str bytes; /* as found, not decoded */
};

/*
 * What is read as one: a single file, or the files of a folder or of an
 * archive file (zip, tar) that belong together, sorted by path.
 */
struct kb_bundle {
	kb_str name; /* of the file or folder, as given by the user */
	const struct kb_file *files;
	size_t n;
};

/* Takes each issue as it is read; an error ends the reading. */
struct kb_sink {
	enum kb_err (*issue)(void *user, const struct kb_issue *issue,
	                     const struct kb_parse_report *report);
	void *user;
};

struct kb_format {
	const char *name; /* a word: "founder", "wechat" … for reports and the manual */
	const char *help; /* N_() */
	bool foreign;     /* a library parses it: done in a sandboxed child */
	bool (*recognise)(const struct kb_bundle *bundle);
	enum kb_err (*read)(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
	                    const struct kb_parse_options *options, const struct kb_sink *sink);
};

/*
 * The format of a bundle: the first row of the table that recognises it. The
 * last row, page text, takes what is left, so the answer is never NULL.
 */
const struct kb_format *kb_format_of(const struct kb_bundle *bundle);
/* All rows, in the order in which they are asked. */
const struct kb_format *kb_formats(size_t *n);

#endif
