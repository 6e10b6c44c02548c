/* Inside the import. */
#ifndef KANBAO_IMPORT_INT_H
#define KANBAO_IMPORT_INT_H

#include "kanbao/import.h"

/* --- import.c ------------------------------------------------------------------ */

/* KB_E_INTERRUPTED with its message. */
enum kb_err kb_fail_interrupted(struct kb_ctx *ctx);

/* --- held.c: events told later ------------------------------------------------------ */

struct kb_held_events {
	struct kb_arena arena;
	struct kb_import_event *v;
	size_t n;
	size_t cap;
};
/* Copies what may be told of an event (import.h). */
void kb_held_add(struct kb_held_events *held, const struct kb_import_event *event);
void kb_held_clear(struct kb_held_events *held);

/* --- numbered.c: what the number of an undated issue says (R12) ------------------ */

/* The numbers of the paper that was last asked for. */
struct kb_numbers {
	struct kb_arena arena;
	kb_str paper;
	const struct kb_number *v; /* oldest first, none of them 0 */
	size_t n;
};
/* Sets event->near. */
enum kb_err kb_numbers_ask(struct kb_numbers *numbers, struct kb_store *store, struct kb_ctx *ctx,
                           struct kb_import_event *event);

/* --- folder.c ------------------------------------------------------------------ */

/* Called for each file; an error ends the walk. */
typedef enum kb_err kb_folder_file(void *user, const char *path);
/* Walks a folder and its sub-folders, names sorted, hidden ones left out. */
enum kb_err kb_folder_walk(struct kb_ctx *ctx, const char *path, kb_folder_file *file, void *user);

/* --- readfile.c ------------------------------------------------------------------ */

/* An open file or standard input; the buffer holds what is not yet taken. */
struct kb_stream {
	int fd;
	bool ours; /* to be closed */
	bool end;
	struct kb_buf buf;
	size_t at;
};
enum kb_err kb_stream_open(struct kb_ctx *ctx, const char *path, struct kb_stream *out);
void kb_stream_close(struct kb_stream *s);
/*
 * The next line with its newline, not taken yet; empty at the end. Valid
 * until the next call. More than KB_LIMIT_FILE in a line is KB_E_DATA.
 */
enum kb_err kb_stream_peek(struct kb_ctx *ctx, struct kb_stream *s, kb_str *line);
void kb_stream_skip(struct kb_stream *s, kb_str line);
/* All that is left; more than KB_LIMIT_FILE is KB_E_DATA. */
enum kb_err kb_stream_all(struct kb_ctx *ctx, struct kb_stream *s, kb_str *all);

/* --- convert.c: a bundle → issues --------------------------------------------------- */

/*
 * Runs the format over the bundle, in a sandboxed child where it is foreign.
 * No issue is given before a foreign bundle is read as a whole.
 */
enum kb_err kb_convert(struct kb_ctx *ctx, const struct kb_format *format,
                       const struct kb_bundle *bundle, const struct kb_parse_options *options,
                       const struct kb_sink *sink);

/*
 * The bundle as UTF-8 where a file of it is markup or JSON in UTF-16, which no
 * format could tell by its bytes; else the bundle itself. Made in the arena.
 */
const struct kb_bundle *kb_narrow(struct kb_arena *a, const struct kb_bundle *bundle);

/* --- unpack.c: zip and tar --------------------------------------------------------------- */

/* The bytes are a zip, or a tar, compressed or not. */
bool kb_packed(kb_str bytes);
/*
 * The regular files in it, sorted as they stand there; their paths are made
 * in the arena, their bytes lie in `out`.
 */
enum kb_err kb_unpack(struct kb_ctx *ctx, kb_str bytes, struct kb_arena *a, struct kb_buf *out,
                      struct kb_file **files, size_t *n);
/* pack.c: a tar of the bundle's files; the same files give the same bytes. */
void kb_pack(const struct kb_bundle *bundle, struct kb_buf *out);

/* --- group.c: which files are read as one --------------------------------------------- */

/* A path, and the key it shares with those read together with it. */
struct kb_member {
	kb_str path;
	kb_str key;
	size_t index; /* of the path as given */
	bool named;   /* by the user, so never passed over */
	bool passed;  /* furniture of a saved folder: pictures, styles, index pages */
};
/* Sets the keys and sorts by key, then path. Texts are made in the arena. */
void kb_group(struct kb_arena *a, struct kb_member *members, size_t n);
/* Members from i on with the same key. */
size_t kb_group_len(const struct kb_member *members, size_t n, size_t i);
/* The last folders of a path and its base name, without "..", "." and "//". */
kb_str kb_path_tail(struct kb_arena *a, kb_str path);

#endif
