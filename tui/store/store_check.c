/*
 * Checking: the file as SQLite sees it, each text against its hash, and the
 * index against the texts. An index says the same as the texts where, article
 * by article, the sums over the hashes of their grams are the same.
 */
#include <stdlib.h>
#include <string.h>

#include "db_guard.h"
#include "generation.h"
#include "index_int.h"
#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "kanbao/text.h"
#include "kanbao/upkeep.h"

/* Findings of SQLite that are told. */
#define FILE_FINDINGS 20
/* Postings between two looks at whether to go on. */
#define POSTINGS 500000
/* Of the table of a text's grams: at first, and at most for the next text. */
#define SLOTS_FIRST 4096
#define SLOTS_KEPT 16384

/* An article in the index: what its texts come to, and what the index says. */
struct entry {
	struct kb_doc doc;
	uint64_t texts[2]; /* all, titles */
	uint64_t index[2];
	bool bad; /* told already */
};

struct job {
	struct kb_store *store;
	struct kb_ctx *ctx;
	const struct kb_check *check;
	struct kb_arena arena; /* of an article */
	struct entry *v;       /* in the order of numbers and ids */
	size_t n;
	int64_t floor;
	struct kb_pair_deltas pairs;
	uint64_t *seen; /* hashes of the grams of a text: a table, open addressing */
	size_t slots;   /* a power of two */
	size_t nseen;
	uint64_t sum;
	int64_t expected; /* postings of all texts */
	int64_t postings; /* that were read */
};

static void
tell(struct job *j, enum kb_problem_kind kind, kb_article_id article, const char *what,
     kb_str detail)
{
	const struct kb_problem problem = { kind, article, what, detail };
	if (kb_store_steady(j->store)) { /* else it is no finding */
		j->check->found(j->check->user, &problem);
	}
}

static enum kb_err
go_on(struct job *j, enum kb_stage stage, int64_t done, int64_t total)
{
	bool (*progress)(void *, enum kb_stage, int64_t, int64_t) = j->check->progress;
	return !progress || progress(j->check->user, stage, done, total)
	               ? KB_OK
	               : kb_fail(j->ctx, KB_E_INTERRUPTED, _("interrupted"));
}

/* --- the file ---------------------------------------------------------------------------- */

/* A generation against its manifest: every bit of it. */
static enum kb_err
check_published(struct job *j)
{
	const struct kb_generation *gen = &j->store->generation;
	struct kb_manifest m = { 0 };
	struct kb_ctx quiet = { 0 };
	char sha256[65] = "";
	if (!j->store->published) {
		return KB_OK;
	}
	enum kb_err err = go_on(j, KB_STAGE_FILE, 0, 0);
	if (!err && kb_manifest_read(&quiet, j->store->path, gen->number, &m)) {
		tell(j, KB_PROBLEM_FILE, 0, N_("its manifest cannot be read"),
		     kb_buf_str(&quiet.message));
	} else if (!err) {
		err = kb_file_sha256(j->ctx, gen->file, sha256);
	}
	if (!err && m.generation && strcmp(sha256, m.sha256) != 0) {
		tell(j, KB_PROBLEM_FILE, 0, N_("it is not what was published"), KB_STR_NULL);
	}
	kb_ctx_release(&quiet);
	return err;
}

/* What SQLite says in one row are lines: the name of the database, then its findings. */
static void
tell_lines(struct job *j, kb_str said)
{
	for (size_t at = 0; at < said.n;) {
		kb_str rest = kb_str_sub(said, at, said.n);
		const char *end = memchr(rest.p, '\n', rest.n);
		kb_str line = kb_str_sub(rest, 0, end ? (size_t)(end - rest.p) : rest.n);
		at += line.n + 1;
		if (line.n && !kb_str_starts(line, KB_STR("***"))) {
			tell(j, KB_PROBLEM_FILE, 0, N_("the file is damaged"), line);
		}
	}
}

static enum kb_err
check_file(struct job *j, bool *sound)
{
	enum kb_err err = go_on(j, KB_STAGE_FILE, 0, 0);
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_INTEGRITY);
	*sound = true;
	kb_db_patient(&j->store->db, true);
	for (int i = 0; !err && i < FILE_FINDINGS && kb_query_row(&q); i++) {
		kb_str said = kb_col_blob(&q, 0);
		if (!kb_str_eq(said, KB_STR("ok"))) {
			*sound = false;
			tell_lines(j, said);
		}
	}
	kb_db_patient(&j->store->db, false);
	enum kb_err ended = kb_query_end(&q);
	if (ended == KB_E_DATA) { /* where SQLite gives up the texts can still be looked at */
		*sound = false;
		tell(j, KB_PROBLEM_FILE, 0, N_("the file is damaged"), KB_STR_NULL);
		ended = KB_OK;
	}
	return err ? err : ended;
}

/* --- the texts -------------------------------------------------------------------------------- */

/* Numbers as they come, checked for their order. */
static enum kb_err
load_docs(struct job *j)
{
	size_t cap = 0;
	bool ordered = true;
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_DOCS);
	kb_bind_int(&q, INT64_MIN);
	kb_bind_int(&q, INT64_MAX);
	while (kb_query_row(&q)) {
		j->v = kb_grow(j->v, j->n, &cap, sizeof(*j->v));
		struct entry *e = &j->v[j->n];
		*e = (struct entry){ .doc = { kb_col_int(&q, 0), kb_col_int(&q, 1) } };
		ordered = ordered && e->doc.doc > 0 &&
		          (j->n == 0 || j->v[j->n - 1].doc.id < e->doc.id);
		j->n++;
	}
	if (!ordered) {
		tell(j, KB_PROBLEM_INDEX, 0, N_("its numbers are out of order"), KB_STR_NULL);
	}
	return kb_query_end(&q);
}

/* Grams of four are of the first plane. */
static uint64_t
key_of(struct kb_piece gram)
{
	uint64_t key = 0;
	for (size_t i = 0; i < gram.n; i++) {
		key = key << (gram.n > 3 ? 16 : 21) | gram.cp[i];
	}
	return key;
}

/* splitmix64's last step: a sum of these hardly ever comes out right by chance. */
static uint64_t
hash_of(uint64_t key)
{
	key = (key ^ key >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	key = (key ^ key >> 27) * UINT64_C(0x94D049BB133111EB);
	return key ^ key >> 31;
}

static uint64_t *
slot_of(const struct job *j, uint64_t hash)
{
	size_t at = (size_t)hash & (j->slots - 1);
	while (j->seen[at] && j->seen[at] != hash) {
		at = (at + 1) & (j->slots - 1);
	}
	return &j->seen[at];
}

static void
make_room(struct job *j)
{
	uint64_t *old = j->seen;
	size_t n = j->slots;
	j->slots = n ? 2 * n : SLOTS_FIRST;
	j->seen = kb_calloc(j->slots, sizeof(*j->seen));
	for (size_t i = 0; i < n; i++) {
		if (old[i]) {
			*slot_of(j, old[i]) = old[i];
		}
	}
	free(old);
}

/* Each gram counts once, however often it stands in the text. */
static void
note_gram(void *user, struct kb_piece gram)
{
	struct job *j = user;
	uint64_t hash = hash_of(key_of(gram));
	if (2 * j->nseen >= j->slots) {
		make_room(j);
	}
	uint64_t *slot = slot_of(j, hash);
	if (!*slot) {
		*slot = hash;
		j->nseen++;
		j->sum += hash;
	}
}

static uint64_t
sum_of(struct job *j, kb_article_id id, const struct kb_folded *f)
{
	j->nseen = 0;
	j->sum = 0;
	if (j->slots > SLOTS_KEPT) { /* of a text that was very long */
		free(j->seen);
		j->seen = NULL;
		j->slots = 0;
	} else if (j->slots) {
		memset(j->seen, 0, j->slots * sizeof(*j->seen));
	}
	kb_grams_of(f, kb_index_list(j->store, id), note_gram, j);
	j->expected += (int64_t)j->nseen;
	return j->sum;
}

static enum kb_err
check_hash(struct job *j, kb_article_id id, const struct kb_article *article)
{
	unsigned char hash[KB_HASH_SIZE];
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_HASH);
	kb_bind_int(&q, id);
	kb_article_hash(article, hash);
	kb_str ours = { (const char *)hash, KB_HASH_SIZE };
	/* what has only titles may have been corrected since */
	bool printed = article->body.n > 0 || article->ncorrected == 0;
	if (kb_query_row(&q) && printed && !kb_str_eq(kb_col_blob(&q, 0), ours)) {
		tell(j, KB_PROBLEM_TEXT, id, N_("its text is not the one that was stored"),
		     KB_STR_NULL);
	}
	return kb_query_end(&q);
}

/* The article that is stored under an id; entry NULL: it is not in the index. */
static enum kb_err
check_article(struct job *j, kb_article_id id, struct entry *e)
{
	struct kb_article article;
	kb_arena_reset(&j->arena);
	enum kb_err err = kb_store_article(j->store, j->ctx, &j->arena, id, &article);
	err = err ? err : check_hash(j, id, &article);
	if (err == KB_E_DATA || err == KB_E_NOTHING) { /* listed, but not where it should be */
		tell(j, KB_PROBLEM_TEXT, id, N_("its text cannot be read"), KB_STR_NULL);
		if (e) {
			e->bad = true;
		}
		return KB_OK;
	}
	if (err || !e) {
		return err;
	}
	struct kb_index_texts texts = kb_index_texts_of(&j->arena, &article);
	struct kb_folded f = { 0 };
	kb_folded_add(&f, texts.all);
	e->texts[0] = sum_of(j, id, &f);
	kb_folded_clear(&f);
	kb_folded_add(&f, texts.titles);
	e->texts[1] = sum_of(j, id, &f);
	kb_folded_release(&f);
	kb_pairs_count(&j->pairs, texts.all, 1);
	return KB_OK;
}

/* The articles behind a damaged page of their table, from the other end of it. */
static enum kb_err
check_behind(struct job *j, kb_article_id last)
{
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_ALL_NEWEST);
	kb_bind_int(&q, last + 1);
	kb_bind_int(&q, INT64_MAX);
	enum kb_err err = KB_OK;
	kb_article_id id = INT64_MAX;
	while (!err && kb_query_row(&q) && kb_col_int(&q, 0) < id) {
		id = kb_col_int(&q, 0);
		err = check_article(j, id, NULL);
	}
	enum kb_err ended = kb_query_end(&q);
	return err ? err : ended;
}

/* Articles and entries side by side: none may stand alone from the floor on. */
static enum kb_err
check_texts(struct job *j)
{
	size_t at = 0;
	int64_t done = 0;
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_ALL_OLDEST);
	kb_bind_int(&q, 1);
	kb_bind_int(&q, INT64_MAX);
	enum kb_err err = KB_OK;
	kb_article_id id = 0;
	bool ordered = true;
	/* out of order only where the tree is damaged, and then maybe without end */
	while (!err && kb_query_row(&q) && (ordered = (kb_col_int(&q, 0) > id))) {
		id = kb_col_int(&q, 0);
		for (; at < j->n && j->v[at].doc.id < id; at++) {
			tell(j, KB_PROBLEM_INDEX, 0, N_("it knows an article that is not there"),
			     KB_STR_NULL);
			j->v[at].bad = true;
		}
		bool there = at < j->n && j->v[at].doc.id == id;
		if (!there && id >= j->floor) {
			tell(j, KB_PROBLEM_INDEX, id, N_("the index lacks it"), KB_STR_NULL);
		}
		err = check_article(j, id, there ? &j->v[at++] : NULL);
		if (!err && ++done % 1000 == 0) {
			err = go_on(j, KB_STAGE_PACK, done, (int64_t)j->n);
		}
	}
	for (; at < j->n; at++) {
		tell(j, KB_PROBLEM_INDEX, 0, N_("it knows an article that is not there"),
		     KB_STR_NULL);
		j->v[at].bad = true;
	}
	enum kb_err ended = kb_query_end(&q);
	if (!err && (ended == KB_E_DATA || !ordered)) {
		(void)check_behind(j, id);
	}
	return err ? err : ended;
}

/* --- the index -------------------------------------------------------------------------------- */

/* Numbers come in runs that ascend, so that the next is not far behind the last. */
static struct entry *
entry_of(struct job *j, int64_t doc, size_t *last)
{
	size_t low = *last < j->n && j->v[*last].doc.doc <= doc ? *last : 0;
	size_t high = low + 1;
	for (size_t step = 1; high < j->n && j->v[high].doc.doc < doc; step *= 2) {
		low = high;
		high += step;
	}
	high = high < j->n ? high + 1 : j->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (j->v[mid].doc.doc < doc) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	*last = low;
	return low < j->n && j->v[low].doc.doc == doc ? &j->v[low] : NULL;
}

/* A gram as the index has it. */
static uint64_t
term_key(kb_str term)
{
	uint32_t cp[4];
	struct kb_piece gram = { cp, 0 };
	for (size_t off = 0; off < term.n && gram.n < 4;) {
		cp[gram.n++] = kb_utf8_next(term, &off);
	}
	return key_of(gram);
}

/* Adds up what a table says of each article. */
static enum kb_err
sum_index(struct job *j, enum kb_sql sql, int which)
{
	size_t strays = 0;
	size_t last = 0;
	struct kb_query q = kb_query(&j->store->db, j->ctx, sql);
	enum kb_err err = KB_OK;
	while (!err && kb_query_row(&q)) {
		struct entry *e = entry_of(j, kb_col_int(&q, 1), &last);
		strays += e == NULL;
		if (e) {
			e->index[which] += hash_of(term_key(kb_col_blob(&q, 0)));
		}
		if (++j->postings % POSTINGS == 0) {
			err = go_on(j, KB_STAGE_INDEX, j->postings, j->expected);
		}
	}
	if (strays) {
		tell(j, KB_PROBLEM_INDEX, 0, N_("it has rows of no article"), KB_STR_NULL);
	}
	enum kb_err ended = kb_query_end(&q);
	return err ? err : ended;
}

static enum kb_err
check_pairs(struct job *j)
{
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_PAIRS_ALL);
	while (kb_query_row(&q)) {
		kb_pairs_subtract(&j->pairs, (uint32_t)kb_col_int(&q, 0), kb_col_blob(&q, 1));
	}
	if (!kb_pairs_even(&j->pairs)) {
		tell(j, KB_PROBLEM_INDEX, 0, N_("its counts of pairs are wrong"), KB_STR_NULL);
	}
	return kb_query_end(&q);
}

static enum kb_err
check_index(struct job *j)
{
	kb_db_patient(&j->store->db, true);
	enum kb_err err = sum_index(j, SQL_POSTINGS, 0);
	err = err ? err : sum_index(j, SQL_POSTINGS_TITLES, 1);
	kb_db_patient(&j->store->db, false);
	for (size_t i = 0; i < j->n && !err; i++) {
		const struct entry *e = &j->v[i];
		if (!e->bad && (e->texts[0] != e->index[0] || e->texts[1] != e->index[1])) {
			tell(j, KB_PROBLEM_INDEX, e->doc.id,
			     N_("the index says something else of it than its text"), KB_STR_NULL);
		}
	}
	return err ? err : check_pairs(j);
}

/* --- the whole ------------------------------------------------------------------------------------ */

static enum kb_err
check_all(struct job *j)
{
	bool sound = true;
	enum kb_err err = check_published(j);
	err = err ? err : check_file(j, &sound);
	if (!err && sound) {
		err = kb_index_floor(j->store, j->ctx, &j->floor);
	} else {
		j->floor = INT64_MAX; /* which articles are damaged can be told, no more */
	}
	if (!err && j->floor < INT64_MAX) {
		err = load_docs(j);
	}
	err = err ? err : check_texts(j);
	return err || j->floor == INT64_MAX ? err : check_index(j);
}

enum kb_err
kb_store_check(struct kb_store *store, struct kb_ctx *ctx, const struct kb_check *check)
{
	struct job j = { .store = store, .ctx = ctx, .check = check };
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = check_all(&j);
		if (err == KB_E_DATA) {
			/* met on the way */
			tell(&j, KB_PROBLEM_FILE, 0, N_("the file is damaged"), KB_STR_NULL);
			err = KB_OK;
		}
		if (!err && !kb_store_steady(store)) {
			err = kb_fail(ctx, KB_E_BUSY, _("%s '%s': %s"), _("archive"), store->path,
			              _("it changed while it was read; try again"));
		}
		kb_store_end(store);
	}
	kb_arena_release(&j.arena);
	kb_pairs_release(&j.pairs);
	free(j.seen);
	free(j.v);
	return err;
}
