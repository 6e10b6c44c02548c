/* A reader's own state: its file, and where reading stopped. */
#include "state_int.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "db_guard.h"
#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "kanbao/path.h"
#include "schema.h"

/* How long another reader's writing is waited for. */
#define SETTLE_MS 1000

static const struct kb_db_kind state_kind = {
	.noun = N_("state file"),
	.application_id = 0x4b627374, /* "Kbst" */
	.migrations = schema_state,
	.version = (int)(sizeof(schema_state) / sizeof(*schema_state)),
	.size_max = (int64_t)256 << 20,
};

/*
 * Lets SQLite look at the file first: it waits for a reader who is writing,
 * and takes back what a crash has left half done, by the journal beside it.
 */
static void
settle(const char *path)
{
	sqlite3 *h = NULL;
	if (sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK) {
		(void)sqlite3_busy_timeout(h, SETTLE_MS);
		(void)sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
		(void)sqlite3_exec(h, "PRAGMA user_version", NULL, NULL, NULL);
	}
	(void)sqlite3_close(h);
}

/* An empty file was left by a crash before its first commit: as good as none. */
static bool
is_there(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && (st.st_size > 0 || !S_ISREG(st.st_mode));
}

/* As kb_db_look(), for a file with a journal once that is settled. */
static enum kb_err
look(struct kb_ctx *ctx, const char *path)
{
	const struct timespec pause = { .tv_nsec = 20L * 1000 * 1000 };
	struct kb_buf journal = { 0 };
	enum kb_err err = KB_OK;
	bool made;
	kb_buf_printf(&journal, "%s-journal", path);
	/* another reader may be making it, and again: a second at most, and once more after it */
	for (int i = 0; i < 50; i++) {
		made = access(journal.p, F_OK) == 0;
		if (made) {
			settle(path);
		}
		err = is_there(path) ? kb_db_look(ctx, &state_kind, path) : KB_OK;
		if (err != KB_E_DATA || (i > 0 && !made)) {
			break;
		}
		(void)nanosleep(&pause, NULL);
	}
	kb_buf_release(&journal);
	return err;
}

static enum kb_err
open_file(struct kb_ctx *ctx, const char *path, struct kb_db *db)
{
	struct stat st;
	enum kb_err err = is_there(path) ? look(ctx, path) : KB_OK;
	if (!err && is_there(path) && stat(path, &st) == 0 &&
	    ((st.st_mode & S_IWUSR) == 0 || access(path, W_OK) != 0)) {
		err = kb_fail(ctx, KB_E_PERM, _("state file '%s' is read-only"), path);
	}
	if (!err) {
		err = kb_path_make_parents(ctx, path);
	}
	if (!err) {
		err = kb_db_open(ctx, &state_kind, path, KB_DB_CREATE, db);
	}
	if (!err) {
		err = kb_db_exec(ctx, db, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=NORMAL");
		if (err) {
			(void)kb_db_close(NULL, db);
		}
	}
	return err;
}

/* What the file says, in memory. */
static enum kb_err
copy_file(struct kb_ctx *ctx, const char *path, struct kb_db *db)
{
	struct kb_db file = { 0 };
	enum kb_err err = look(ctx, path);
	err = err ? err : kb_db_open(ctx, &state_kind, path, KB_DB_READ, &file);
	if (!err) {
		err = kb_db_open(ctx, &state_kind, NULL, KB_DB_CREATE, db);
	}
	if (!err) {
		err = kb_db_copy(ctx, &file, db);
		if (err) {
			(void)kb_db_close(NULL, db);
		}
	}
	if (file.path) {
		(void)kb_db_close(NULL, &file);
	}
	return err;
}

static enum kb_err
open_memory(struct kb_ctx *ctx, const char *path, struct kb_db *db)
{
	if (path && !copy_file(ctx, path, db)) {
		return KB_OK;
	}
	return kb_db_open(ctx, &state_kind, NULL, KB_DB_CREATE, db);
}

enum kb_err
kb_state_open(struct kb_ctx *ctx, const char *path, struct kb_state **out, struct kb_buf *why)
{
	struct kb_state *state = kb_calloc(1, sizeof(*state));
	enum kb_err err = path ? open_file(ctx, path, &state->db) : KB_E_NOINPUT;
	state->saved = !err;
	if (err) {
		kb_buf_add(why, path ? kb_buf_str(&ctx->message)
		                     : kb_str_of(_("no folder for it is known")));
		err = open_memory(ctx, path, &state->db);
	}
	if (err) {
		free(state);
		return err;
	}
	*out = state;
	return KB_OK;
}

enum kb_err
kb_state_open_copy(struct kb_ctx *ctx, const char *path, struct kb_state **out)
{
	struct kb_state *state = kb_calloc(1, sizeof(*state));
	enum kb_err err = path && is_there(path)
	                          ? copy_file(ctx, path, &state->db)
	                          : kb_db_open(ctx, &state_kind, NULL, KB_DB_CREATE, &state->db);
	if (err) {
		free(state);
		return err;
	}
	*out = state;
	return KB_OK;
}

void
kb_state_close(struct kb_state *state)
{
	if (state) {
		if (state->saved) {
			kb_db_settle(&state_kind, state->db.path);
		}
		(void)kb_db_close(NULL, &state->db);
		free(state);
	}
}

bool
kb_state_saved(const struct kb_state *state)
{
	return state->saved;
}

enum kb_err
kb_state_last(struct kb_state *state, struct kb_ctx *ctx, kb_str archive, struct kb_buf *ref,
              size_t *off)
{
	*off = 0;
	struct kb_query q = kb_query(&state->db, ctx, SQL_LAST);
	kb_bind_text(&q, archive);
	if (kb_query_row(&q)) {
		kb_buf_add(ref, kb_col_blob(&q, 0));
		*off = (size_t)kb_col_int(&q, 1);
	}
	return kb_query_end(&q);
}

enum kb_err
kb_state_newest(struct kb_state *state, struct kb_ctx *ctx, kb_str archive, struct kb_buf *ref)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_NEWEST);
	kb_bind_text(&q, archive);
	if (kb_query_row(&q)) {
		kb_buf_add(ref, kb_col_blob(&q, 0));
	}
	return kb_query_end(&q);
}

enum kb_err
kb_state_set_newest(struct kb_state *state, struct kb_ctx *ctx, kb_str archive, kb_str ref)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_SET_NEWEST);
	kb_bind_text(&q, archive);
	kb_bind_text(&q, ref);
	return kb_query_run(&q);
}

/* --- transactions ------------------------------------------------------ */

enum kb_err
kb_state_begin(struct kb_state *state, struct kb_ctx *ctx)
{
	return kb_db_exec(ctx, &state->db, "BEGIN IMMEDIATE");
}

enum kb_err
kb_state_end(struct kb_state *state, struct kb_ctx *ctx, enum kb_err err)
{
	if (!err) {
		return kb_db_exec(ctx, &state->db, "COMMIT");
	}
	if (!sqlite3_get_autocommit(state->db.h)) {
		sqlite3_exec(state->db.h, "ROLLBACK", NULL, NULL, NULL);
	}
	return err;
}

/* --- articles begun and finished ----------------------------------------------------- */

static enum kb_err
set_last(struct kb_state *state, struct kb_ctx *ctx, kb_str archive, struct kb_place place)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_SET_LAST);
	kb_bind_text(&q, archive);
	kb_bind_text(&q, place.ref);
	kb_bind_int(&q, (int64_t)place.off);
	return kb_query_run(&q);
}

static enum kb_err
set_place(struct kb_state *state, struct kb_ctx *ctx, struct kb_place place)
{
	struct kb_query q = kb_query(&state->db, ctx, place.off ? SQL_SET_PLACE : SQL_DEL_PLACE);
	kb_bind_text(&q, place.ref);
	if (place.off) {
		kb_bind_int(&q, (int64_t)place.off);
	}
	return kb_query_run(&q);
}

/* No marking, so nothing that undo would take back. */
static enum kb_err
set_read(struct kb_state *state, struct kb_ctx *ctx, kb_str ref)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_KEEP);
	kb_bind_text(&q, ref);
	kb_bind_int(&q, KB_KEPT_READ);
	kb_bind_text(&q, KB_STR(""));
	kb_bind_text(&q, KB_STR(""));
	return kb_query_run(&q);
}

static enum kb_err
add_visit(struct kb_state *state, struct kb_ctx *ctx, kb_str archive, kb_str ref)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_ADD_VISIT);
	kb_bind_text(&q, archive);
	kb_bind_text(&q, ref);
	enum kb_err err = kb_query_run(&q);
	if (!err) {
		q = kb_query(&state->db, ctx, SQL_DEL_VISITS);
		kb_bind_text(&q, archive);
		kb_bind_int(&q, KB_VISITS_MAX);
		err = kb_query_run(&q);
	}
	return err;
}

enum kb_err
kb_state_leave(struct kb_state *state, struct kb_ctx *ctx, kb_str archive, struct kb_place place,
               enum kb_leaving how, bool visited)
{
	enum kb_err err = kb_state_begin(state, ctx);
	if (err) {
		return err;
	}
	err = set_last(state, ctx, archive, place);
	if (!err && how != KB_LEAVING_AS_IS) {
		/* a finished article is begun again at its top */
		place.off = how == KB_LEAVING_FINISHED ? 0 : place.off;
		err = set_place(state, ctx, place);
	}
	if (!err && how == KB_LEAVING_FINISHED) {
		err = set_read(state, ctx, place.ref);
	}
	if (!err && visited) {
		err = add_visit(state, ctx, archive, place.ref);
	}
	return kb_state_end(state, ctx, err);
}

/* --- lists of places -------------------------------------------------------------------- */

static enum kb_err
take_places(struct kb_query *q, struct kb_arena *a, struct kb_places *out)
{
	while (kb_query_row(q)) {
		out->v = kb_arena_grow(a, out->v, out->n, &out->cap, sizeof(*out->v));
		out->v[out->n++] = (struct kb_place){ .ref = kb_col_text(q, a, 0),
			                              .off = (size_t)kb_col_int(q, 1) };
	}
	return kb_query_end(q);
}

enum kb_err
kb_state_begun(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a, kb_str ref,
               bool whole, struct kb_places *out)
{
	struct kb_ref_range range = kb_ref_range(ref, whole);
	struct kb_query q = kb_query(&state->db, ctx, SQL_BEGUN);
	kb_ref_range_bind(&q, &range);
	enum kb_err err = take_places(&q, a, out);
	kb_ref_range_release(&range);
	return err;
}

enum kb_err
kb_state_visits(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a, kb_str archive,
                struct kb_places *out)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_VISITS);
	kb_bind_text(&q, archive);
	return take_places(&q, a, out);
}
