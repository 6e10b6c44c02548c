/* A reader's own state: where reading stopped. */
#include "kanbao/state.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db.h"
#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "kanbao/path.h"
#include "schema.h"

struct kb_state {
	struct kb_db db;
	bool saved;
};

static const struct kb_db_kind state_kind = {
	.noun = N_("state file"),
	.application_id = 0x4b627374, /* "Kbst" */
	.migrations = schema_state,
	.version = (int)(sizeof(schema_state) / sizeof(*schema_state)),
};

static enum kb_err
open_file(struct kb_ctx *ctx, const char *path, struct kb_db *db)
{
	struct stat st;
	/* an empty one was left by a crash before its first commit: as good as none */
	bool there = stat(path, &st) == 0 && (st.st_size > 0 || !S_ISREG(st.st_mode));
	enum kb_err err = there ? kb_db_look(ctx, &state_kind, path) : KB_OK;
	if (!err && there && ((st.st_mode & S_IWUSR) == 0 || access(path, W_OK) != 0)) {
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

enum kb_err
kb_state_open(struct kb_ctx *ctx, const char *path, struct kb_state **out, struct kb_buf *why)
{
	struct kb_state *state = kb_calloc(1, sizeof(*state));
	enum kb_err err = path ? open_file(ctx, path, &state->db) : KB_E_NOINPUT;
	state->saved = !err;
	if (err) {
		kb_buf_add(why, path ? kb_buf_str(&ctx->message)
		                     : kb_str_of(_("no folder for it is known")));
		err = kb_db_open(ctx, &state_kind, NULL, KB_DB_CREATE, &state->db);
	}
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
kb_state_set_last(struct kb_state *state, struct kb_ctx *ctx, kb_str archive, struct kb_place place)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_SET_LAST);
	kb_bind_text(&q, archive);
	kb_bind_text(&q, place.ref);
	kb_bind_int(&q, (int64_t)place.off);
	return kb_query_run(&q);
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

enum kb_err
kb_state_article(struct kb_state *state, struct kb_ctx *ctx, kb_str ref, size_t *off,
                 bool *finished)
{
	*off = 0;
	*finished = false;
	struct kb_query q = kb_query(&state->db, ctx, SQL_READ_PLACE);
	kb_bind_text(&q, ref);
	if (kb_query_row(&q)) {
		*finished = kb_col_int(&q, 1) != 0;
		/* a finished article is begun again at its top (state.h) */
		*off = *finished ? 0 : (size_t)kb_col_int(&q, 0);
	}
	return kb_query_end(&q);
}

enum kb_err
kb_state_set_article(struct kb_state *state, struct kb_ctx *ctx, kb_str ref, size_t off,
                     bool finished)
{
	struct kb_query q = kb_query(&state->db, ctx, SQL_SET_PLACE);
	kb_bind_text(&q, ref);
	kb_bind_int(&q, (int64_t)off);
	kb_bind_int(&q, finished);
	return kb_query_run(&q);
}
