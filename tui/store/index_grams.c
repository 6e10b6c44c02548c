/* The tokenizer of the index, for SQLite's FTS5: texts into grams. */
#include <stdlib.h>

#include "index.h"
#include "kanbao/mem.h"

/*
 * A gram that stands in a text a second time says nothing new, and costs FTS5
 * more than this table, which forgets what falls into the same slot.
 */
#define SEEN_SLOTS 4096
struct seen_gram {
	uint64_t key;
	uint32_t text_number;
	uint32_t length;
};

/* One a table and connection. */
struct tokenizer {
	struct kb_folded folded;
	struct kb_buf text; /* the folded text as UTF-8 */
	uint32_t *at;       /* where each folded character begins in it; one more for the end */
	size_t cap;
	const struct kb_index_lists *lists; /* or NULL */
	struct seen_gram *seen;             /* grams of this text that were given already */
	uint32_t text_number;
	void *user; /* of the call being answered */
	int (*token)(void *user, int flags, const char *p, int n, int start, int end);
	int rc;
};

static int
create(void *context, const char **args, int nargs, Fts5Tokenizer **out)
{
	(void)args;
	(void)nargs;
	struct tokenizer *t = kb_calloc(1, sizeof(*t));
	t->lists = context;
	t->seen = kb_calloc(SEEN_SLOTS, sizeof(*t->seen));
	*out = (Fts5Tokenizer *)t;
	return SQLITE_OK;
}

static void delete (Fts5Tokenizer *tokenizer)
{
	struct tokenizer *t = (struct tokenizer *)tokenizer;
	if (t) {
		kb_folded_release(&t->folded);
		kb_buf_release(&t->text);
		free(t->at);
		free(t->seen);
		free(t);
	}
}

static bool
seen(struct tokenizer *t, struct kb_piece gram)
{
	uint64_t key = 0;
	for (size_t i = 0; i < gram.n; i++) {
		/* those of four are of the first plane */
		key = key << (gram.n > 3 ? 16 : 21) | gram.cp[i];
	}
	size_t slot = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 40) % SEEN_SLOTS;
	struct seen_gram *s = &t->seen[slot];
	bool before = s->key == key && s->text_number == t->text_number && s->length == gram.n;
	*s = (struct seen_gram){ key, t->text_number, (uint32_t)gram.n };
	return before;
}

static void
each_gram(void *user, struct kb_piece gram)
{
	struct tokenizer *t = user;
	size_t i = (size_t)(gram.cp - t->folded.cp);
	if (t->rc == SQLITE_OK && !seen(t, gram)) {
		/* no text is read back by its offsets: they may all be 0 */
		t->rc = t->token(t->user, 0, t->text.p + t->at[i],
		                 (int)(t->at[i + gram.n] - t->at[i]), 0, 0);
	}
}

/* The folded text as UTF-8, so that every gram is a part of it. */
static void
encode(struct tokenizer *t)
{
	if (t->cap <= t->folded.n) {
		t->cap = t->folded.n * 2 + 1;
		t->at = kb_realloc(t->at, t->cap, sizeof(*t->at));
	}
	kb_buf_clear(&t->text);
	for (size_t i = 0; i < t->folded.n; i++) {
		t->at[i] = (uint32_t)t->text.n;
		kb_buf_cp(&t->text, t->folded.cp[i]);
	}
	t->at[t->folded.n] = (uint32_t)t->text.n;
}

static int
tokenize(Fts5Tokenizer *tokenizer, void *user, int flags, const char *text, int n,
         int (*token)(void *user, int flags, const char *p, int n, int start, int end))
{
	struct tokenizer *t = (struct tokenizer *)tokenizer;
	if (flags & FTS5_TOKENIZE_QUERY) {
		return n > 0 ? token(user, 0, text, n, 0, n) : SQLITE_OK; /* a gram as it is */
	}
	kb_folded_clear(&t->folded);
	kb_folded_add(&t->folded, (kb_str){ text, (size_t)n });
	encode(t);
	t->user = user;
	t->token = token;
	t->rc = SQLITE_OK;
	t->text_number++;
	if (t->lists && t->lists->only_behind) {
		kb_grams_behind(&t->folded, t->lists->tokens, each_gram, t);
	} else {
		kb_grams_of(&t->folded, t->lists ? t->lists->tokens : NULL, each_gram, t);
	}
	return t->rc;
}

/* How FTS5 gives its interface: sqlite.org/fts5.html, section 7. */
static fts5_api *
api_of(sqlite3 *db)
{
	fts5_api *api = NULL;
	sqlite3_stmt *st = NULL;
	if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &st, NULL) == SQLITE_OK) {
		sqlite3_bind_pointer(st, 1, &api, "fts5_api_ptr", NULL);
		(void)sqlite3_step(st);
	}
	sqlite3_finalize(st);
	return api;
}

int
kb_index_extend(sqlite3 *db, void *lists)
{
	fts5_tokenizer tokenizer = { create, delete, tokenize };
	fts5_api *api = api_of(db);
	if (lists) {
		((struct kb_index_lists *)lists)->version = -1; /* of another file, maybe */
	}
	return api ? api->xCreateTokenizer(api, "grams", lists, &tokenizer, NULL) : SQLITE_ERROR;
}
