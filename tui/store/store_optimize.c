/*
 * Optimising: the index built and merged, a dictionary trained, texts packed
 * with it, the file made small. Each step is made of transactions of a moment,
 * so that it can be broken off anywhere, and does nothing where nothing is
 * to be done.
 */
#include <stdlib.h>
#include <string.h>
#include <zdict.h>

#include "index_int.h"
#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "kanbao/search.h"
#include "kanbao/upkeep.h"

/* Pages of the index merged in a transaction. */
#define MERGE_PAGES 2000
/* What a dictionary is trained on, and from how many articles on it is worth while. */
#define SAMPLES 10000
#define SAMPLES_MIN 500
#define SAMPLE_BYTES ((size_t)24 << 20)
/* zstd's own default, right for texts of some kilobytes. */
#define DICT_BYTES 112640
/* Texts packed in a transaction. */
#define PACK_ROWS 1000
/* The file is written anew where so many hundredths of it are empty. */
#define EMPTY 3
/* Virtual machine steps of SQLite between two looks at whether to go on. */
#define STEPS 100000

struct job {
	struct kb_store *store;
	struct kb_ctx *ctx;
	bool (*progress)(void *user, enum kb_stage stage, int64_t done, int64_t total);
	void *user;
	bool changed; /* the file has become larger than it need be */
	bool stopped;
};

static bool
goes_on(struct job *j, enum kb_stage stage, int64_t done, int64_t total)
{
	j->stopped = j->stopped || (j->progress && !j->progress(j->user, stage, done, total));
	return !j->stopped;
}

static enum kb_err
fail_stopped(struct job *j)
{
	return kb_fail(j->ctx, KB_E_INTERRUPTED,
	               _("interrupted; the archive is whole, and 'kanbao optimize' goes on"));
}

/* The number that a statement gives. */
static enum kb_err
ask(struct job *j, enum kb_sql sql, int64_t *out)
{
	struct kb_query q = kb_query(&j->store->db, j->ctx, sql);
	*out = kb_query_row(&q) ? kb_col_int(&q, 0) : 0;
	return kb_query_end(&q);
}

/* --- the index --------------------------------------------------------------------------- */

static bool
told_indexed(void *user, int64_t done)
{
	return goes_on(user, KB_STAGE_INDEX, done, 0);
}

/* Numbers far apart cost room: where pages came one by one, or much was removed. */
static enum kb_err
is_sparse(struct job *j, bool *sparse)
{
	struct kb_doc first = { 0 };
	struct kb_doc last = { 0 };
	int64_t count = 0;
	enum kb_err err = kb_doc_from(j->store, j->ctx, 1, &first);
	err = err ? err : kb_doc_below(j->store, j->ctx, INT64_MAX, &last);
	err = err ? err : ask(j, SQL_DOCS_ALL, &count);
	*sparse = last.doc - first.doc > count * 2 + 1000;
	return err;
}

static enum kb_err
build(struct job *j)
{
	bool sparse = false;
	enum kb_err err = is_sparse(j, &sparse);
	if (!err && sparse) {
		err = kb_store_index_drop(j->store, j->ctx);
	}
	err = err ? err : kb_store_index(j->store, j->ctx, told_indexed, j);
	return err ? err : kb_store_index_grow(j->store, j->ctx, KB_GROW_LEAST, told_indexed, j);
}

/* One step; *done where there was nothing to merge any more. */
static enum kb_err
merge_step(struct job *j, enum kb_sql sql, int64_t pages, bool *done)
{
	enum kb_err err = kb_store_write_begin(j->store, j->ctx);
	if (err) {
		return err;
	}
	sqlite3_int64 before = sqlite3_total_changes64(j->store->db.h);
	err = kb_rows_run(j->store, j->ctx, sql, &pages, 1);
	/* sqlite.org/fts5.html, 6.7: less than two changes say that it is over */
	*done = sqlite3_total_changes64(j->store->db.h) - before < 2;
	j->changed = j->changed || !*done;
	return kb_store_write_end(j->store, j->ctx, err, false);
}

static enum kb_err
merge(struct job *j)
{
	static const enum kb_sql tables[] = { SQL_MERGE, SQL_MERGE_TITLES };
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < 2 && !err; i++) {
		bool done = false;
		/* below 0: all that there is, into one */
		int64_t pages = -MERGE_PAGES;
		for (int64_t step = 0; !done && !err; step++) {
			if (!goes_on(j, KB_STAGE_MERGE, step * MERGE_PAGES, 0)) {
				return fail_stopped(j);
			}
			err = merge_step(j, tables[i], pages, &done);
			pages = MERGE_PAGES;
		}
	}
	return err;
}

/* --- a dictionary -------------------------------------------------------------------------- */

struct samples {
	struct kb_buf bytes;
	size_t *sizes;
	size_t n;
};

static enum kb_err
add_sample(struct job *j, struct kb_arena *a, kb_article_id id, struct samples *s)
{
	kb_str text = KB_STR_NULL;
	enum kb_err bad = KB_OK;
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_TEXT);
	kb_bind_int(&q, id);
	kb_arena_reset(a);
	if (kb_query_row(&q)) {
		bad = kb_text_unpack(j->store, j->ctx, a, kb_col_int(&q, 0), kb_col_blob(&q, 1),
		                     &text);
	}
	enum kb_err err = kb_query_end(&q);
	if (!err && !bad && text.n) {
		kb_buf_add(&s->bytes, text);
		s->sizes[s->n++] = text.n;
	}
	return err ? err : bad;
}

/* Evenly out of all articles, so that every time has its words in it. */
static enum kb_err
gather(struct job *j, int64_t articles, struct samples *s)
{
	struct kb_arena a = { 0 };
	int64_t step = articles / SAMPLES + 1;
	int64_t at = 0;
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_DOCS);
	kb_bind_int(&q, INT64_MIN);
	kb_bind_int(&q, INT64_MAX);
	enum kb_err err = KB_OK;
	while (!err && s->n < SAMPLES && s->bytes.n < SAMPLE_BYTES && kb_query_row(&q)) {
		if (at++ % step == 0) {
			err = add_sample(j, &a, kb_col_int(&q, 1), s);
		}
	}
	enum kb_err ended = kb_query_end(&q);
	kb_arena_release(&a);
	return err ? err : ended;
}

static enum kb_err
add_dict(struct job *j, kb_str dict)
{
	enum kb_err err = kb_store_write_begin(j->store, j->ctx);
	if (!err) {
		struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_DICT_ADD);
		kb_bind_int(&q, 1);
		kb_bind_blob(&q, dict);
		err = kb_store_write_end(j->store, j->ctx, kb_query_run(&q), false);
	}
	kb_dicts_drop(j->store);
	return err;
}

static enum kb_err
train(struct job *j)
{
	int64_t newest = 0;
	int64_t articles = 0;
	struct samples s = { 0 };
	enum kb_err err = ask(j, SQL_DICT_NEWEST, &newest);
	err = err ? err : ask(j, SQL_DOCS_ALL, &articles);
	if (err || newest || articles < SAMPLES_MIN) {
		return err;
	}
	if (!goes_on(j, KB_STAGE_TRAIN, 0, 0)) {
		return fail_stopped(j);
	}
	s.sizes = kb_calloc(SAMPLES, sizeof(*s.sizes));
	err = gather(j, articles, &s);
	char *dict = kb_calloc(DICT_BYTES, 1);
	if (!err) {
		size_t n = ZDICT_trainFromBuffer(dict, DICT_BYTES, kb_buf_str(&s.bytes).p, s.sizes,
		                                 (unsigned)s.n);
		/* texts that have nothing in common do without */
		err = ZDICT_isError(n) ? KB_OK : add_dict(j, (kb_str){ dict, n });
	}
	free(dict);
	free(s.sizes);
	kb_buf_release(&s.bytes);
	return err;
}

/* --- packing ---------------------------------------------------------------------------------- */

/* Rows of texts that are packed in another way than they would be now. */
struct stale {
	kb_article_id ids[PACK_ROWS];
	kb_str texts[PACK_ROWS];
	size_t n;
	int64_t seen;
	kb_article_id last;
};

static enum kb_err
find_stale(struct job *j, struct kb_arena *a, int64_t newest, struct stale *s)
{
	enum kb_err err = KB_OK;
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_TEXTS_FROM);
	kb_bind_int(&q, s->last);
	kb_bind_int(&q, PACK_ROWS);
	s->n = 0;
	s->seen = 0;
	while (!err && kb_query_row(&q)) {
		s->last = kb_col_int(&q, 0);
		s->seen++;
		if (kb_col_int(&q, 1) != newest) {
			s->ids[s->n] = s->last;
			err = kb_text_unpack(j->store, j->ctx, a, kb_col_int(&q, 1),
			                     kb_col_blob(&q, 2), &s->texts[s->n++]);
		}
	}
	enum kb_err ended = kb_query_end(&q);
	return err ? err : ended;
}

static enum kb_err
pack_row(struct job *j, kb_article_id id, kb_str text)
{
	struct kb_buf packed = { 0 };
	int64_t dict = 0;
	enum kb_err err = kb_text_pack(j->store, j->ctx, text, &packed, &dict);
	if (!err) {
		struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_SET_TEXT);
		kb_bind_int(&q, id);
		kb_bind_int(&q, dict);
		kb_bind_blob(&q, kb_buf_str(&packed));
		err = kb_query_run(&q);
	}
	kb_buf_release(&packed);
	return err;
}

static enum kb_err
pack_stale(struct job *j, const struct stale *s)
{
	enum kb_err err = s->n ? kb_store_write_begin(j->store, j->ctx) : KB_OK;
	if (err || !s->n) {
		return err;
	}
	for (size_t i = 0; i < s->n && !err; i++) {
		err = pack_row(j, s->ids[i], s->texts[i]);
	}
	j->changed = true;
	return kb_store_write_end(j->store, j->ctx, err, false);
}

static enum kb_err
pack(struct job *j)
{
	struct kb_arena a = { 0 };
	struct stale *s = kb_calloc(1, sizeof(*s));
	int64_t newest = 0;
	int64_t articles = 0;
	int64_t done = 0;
	enum kb_err err = ask(j, SQL_DICT_NEWEST, &newest);
	err = err ? err : ask(j, SQL_DOCS_ALL, &articles);
	do {
		if (!err && !goes_on(j, KB_STAGE_PACK, done, articles)) {
			err = fail_stopped(j);
		}
		kb_arena_reset(&a);
		err = err ? err : find_stale(j, &a, newest, s);
		err = err ? err : pack_stale(j, s);
		done += s->seen;
	} while (!err && s->seen == PACK_ROWS);
	free(s);
	kb_arena_release(&a);
	return err;
}

/* --- the file ----------------------------------------------------------------------------------- */

static int
vacuum_stops(void *user)
{
	return !goes_on(user, KB_STAGE_FILE, 0, 0);
}

static enum kb_err
is_loose(struct job *j, bool *loose)
{
	int64_t pages = 0;
	int64_t empty = 0;
	enum kb_err err = ask(j, SQL_PAGE_COUNT, &pages);
	err = err ? err : ask(j, SQL_PAGES_EMPTY, &empty);
	*loose = empty * 100 > pages * EMPTY;
	return err;
}

/* Written anew as a whole: rows stand close again, in order. */
static enum kb_err
vacuum(struct job *j)
{
	sqlite3 *h = j->store->db.h;
	bool loose = false;
	enum kb_err err = is_loose(j, &loose);
	if (err || (!j->changed && !loose)) {
		return err;
	}
	/* the copy is attached for the time being, and lies in a file as large as the archive */
	int attached = sqlite3_limit(h, SQLITE_LIMIT_ATTACHED, 1);
	sqlite3_progress_handler(h, STEPS, vacuum_stops, j);
	err = kb_db_exec(j->ctx, &j->store->db, "PRAGMA temp_store=FILE; VACUUM");
	sqlite3_progress_handler(h, 0, NULL, NULL);
	sqlite3_limit(h, SQLITE_LIMIT_ATTACHED, attached);
	if (!err) {
		err = kb_db_exec(j->ctx, &j->store->db, "PRAGMA temp_store=MEMORY");
	}
	return j->stopped ? fail_stopped(j) : err;
}

/* --- the whole -------------------------------------------------------------------------------------- */

enum kb_err
kb_store_optimize(struct kb_store *store, struct kb_ctx *ctx,
                  bool (*progress)(void *user, enum kb_stage stage, int64_t done, int64_t total),
                  void *user)
{
	static enum kb_err (*const steps[])(struct job * j) = { build, merge, train, pack, vacuum };
	struct job j = { .store = store, .ctx = ctx, .progress = progress, .user = user };
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && !err && store->db.h; i++) {
		err = steps[i](&j);
	}
	return err;
}
