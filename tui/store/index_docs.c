/*
 * The numbers of articles in the index: in the order of ids, and close to one
 * another. A new article gets one between its neighbours; where there is no
 * room, the smallest stretch around that then has some free again is numbered
 * anew, so that the work stays small on average.
 */
#include <stdlib.h>

#include "index_int.h"
#include "kanbao/mem.h"

/*
 * The first number of an archive: with room below, and of three bytes as the
 * million above. Tests build with a small one, so that the bottom is met.
 */
#ifndef KB_DOC_START
#define KB_DOC_START ((int64_t)1 << 20)
#endif
/* Free numbers behind a page that came alone, for those that may follow. */
#define FOLLOWING 24
/* Stretches are of 2^4 numbers at least. */
#define STRETCH_MIN 4

/* --- looking up ---------------------------------------------------------------------- */

static enum kb_err
doc_at(struct kb_store *store, struct kb_ctx *ctx, enum kb_sql sql, int64_t doc, struct kb_doc *out)
{
	struct kb_query q = kb_query(&store->db, ctx, sql);
	kb_bind_int(&q, doc);
	*out = (struct kb_doc){ 0 };
	if (kb_query_row(&q)) {
		*out = (struct kb_doc){ kb_col_int(&q, 0), kb_col_int(&q, 1) };
	}
	return kb_query_end(&q);
}

enum kb_err
kb_doc_below(struct kb_store *store, struct kb_ctx *ctx, int64_t doc, struct kb_doc *out)
{
	return doc_at(store, ctx, SQL_DOC_BELOW, doc, out);
}

/* The ids ascend with the numbers: no second index is needed to find one. */
enum kb_err
kb_doc_from(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id, struct kb_doc *out)
{
	struct kb_doc best = { 0 };
	struct kb_doc last;
	struct kb_doc at;
	enum kb_err err = kb_doc_below(store, ctx, INT64_MAX, &last);
	if (err || !last.doc || last.id < id) {
		*out = best;
		return err;
	}
	int64_t low = 1;
	int64_t high = last.doc;
	best = last;
	while (!err && low < high) {
		int64_t mid = low + (high - low) / 2;
		err = doc_at(store, ctx, SQL_DOC_FROM, mid, &at);
		if (!err && at.id >= id) {
			best = at;
			high = mid;
		} else {
			low = at.doc + 1;
		}
	}
	*out = best;
	return err;
}

/* --- giving numbers --------------------------------------------------------------------- */

struct job {
	struct kb_store *store;
	struct kb_ctx *ctx;
	struct kb_index_changes *changes;
	struct kb_index_changes *moved;
	/* what is to be numbered, in the order of ids, between two neighbours */
	struct kb_index_change **run;
	size_t n;
	struct kb_doc below;
	struct kb_doc above;
};

static enum kb_err
add_doc(struct job *j, int64_t doc, kb_article_id id)
{
	const int64_t row[] = { doc, id };
	return kb_rows_run(j->store, j->ctx, SQL_DOC_ADD, row, 2);
}

/* Numbers left free below the articles run[i] …, the lowest of their issue. */
static int64_t
slack(const struct job *j, size_t i)
{
	kb_issue_id issue = kb_article_issue(j->run[i]->id);
	int64_t n = 0;
	bool alone = j->run[i]->alone;
	for (; i < j->n && kb_article_issue(j->run[i]->id) == issue; i++) {
		n++;
	}
	n /= 4;
	return alone && n < FOLLOWING ? FOLLOWING : n;
}

/* Whether an issue begins with run[i], seen from below. */
static bool
begins(const struct job *j, size_t i)
{
	kb_article_id before = i ? j->run[i - 1]->id : j->below.doc ? j->below.id : 0;
	return kb_article_issue(j->run[i]->id) != kb_article_issue(before);
}

static int64_t
room_wanted(const struct job *j)
{
	int64_t room = (int64_t)j->n;
	for (size_t i = 0; i < j->n; i++) {
		room += begins(j, i) ? slack(j, i) : 0;
	}
	return room;
}

/* Where many articles have none yet, the newest come first: they need room below. */
static enum kb_err
first_start(struct job *j, int64_t *start)
{
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_COUNT_ISSUES);
	int64_t articles = kb_query_row(&q) ? kb_col_int(&q, 1) : 0;
	articles += articles / 2;
	*start = articles > KB_DOC_START ? articles : KB_DOC_START;
	return kb_query_end(&q);
}

/* The lowest number to use, and how many there are; 0 where there is no room. */
static enum kb_err
find_room(struct job *j, int64_t *start, int64_t *room)
{
	int64_t wanted = room_wanted(j);
	int64_t bottom = j->below.doc + 1;
	*room = wanted;
	if (!j->above.doc && !j->below.doc) {
		return first_start(j, start);
	}
	if (!j->above.doc) {
		*start = bottom;
		return KB_OK;
	}
	int64_t there = j->above.doc - bottom;
	*room = wanted <= there ? wanted : (int64_t)j->n <= there ? (int64_t)j->n : 0;
	int64_t free = there - *room;
	kb_issue_id issue = kb_article_issue(j->run[j->n - 1]->id);
	if (j->below.doc && !begins(j, 0)) {
		*start = bottom;
	} else if (!j->below.doc || kb_article_issue(j->above.id) == issue) {
		*start = bottom + free;
	} else {
		*start = bottom + free / 2;
	}
	return KB_OK;
}

static enum kb_err
number(struct job *j, int64_t start, int64_t room)
{
	bool roomy = room > (int64_t)j->n;
	int64_t doc = start;
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < j->n && !err; i++) {
		doc += roomy && begins(j, i) ? slack(j, i) : 0;
		j->run[i]->doc = doc;
		err = add_doc(j, doc++, j->run[i]->id);
	}
	return err;
}

/* --- making room ---------------------------------------------------------------------------- */

static int
by_id(const void *pa, const void *pb)
{
	const struct kb_index_change *a = pa;
	const struct kb_index_change *b = pb;
	return (a->id > b->id) - (a->id < b->id);
}

static struct kb_index_change *
find_change(struct kb_index_changes *v, size_t n, kb_article_id id)
{
	const struct kb_index_change wanted = { .id = id };
	return n ? bsearch(&wanted, v->v, n, sizeof(*v->v), by_id) : NULL;
}

/* The smallest stretch that the run fits into with some room to spare. */
static enum kb_err
find_stretch(struct job *j, int64_t *low, int64_t *high, int64_t *there)
{
	int64_t at = j->below.doc ? j->below.doc : j->above.doc;
	enum kb_err err = KB_OK;
	for (int k = STRETCH_MIN; k < 62 && !err; k++) {
		int64_t width = (int64_t)1 << k;
		*low = at / width * width;
		*high = *low + width - 1;
		*low += *low == 0;
		struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_DOC_COUNT);
		kb_bind_int(&q, *low);
		kb_bind_int(&q, *high);
		*there = kb_query_row(&q) ? kb_col_int(&q, 0) : 0;
		err = kb_query_end(&q);
		/* the wider, the emptier: what made room once does not fill up at once */
		if (*there + (int64_t)j->n <
		    width / 100 * (100 - k) + width % 100 * (100 - k) / 100) {
			break;
		}
	}
	return err;
}

static enum kb_err
load_stretch(struct job *j, int64_t low, int64_t high, struct kb_doc *docs)
{
	size_t n = 0;
	struct kb_query q = kb_query(&j->store->db, j->ctx, SQL_DOCS);
	kb_bind_int(&q, low);
	kb_bind_int(&q, high);
	while (kb_query_row(&q)) {
		docs[n++] = (struct kb_doc){ kb_col_int(&q, 0), kb_col_int(&q, 1) };
	}
	enum kb_err err = kb_query_end(&q);
	const int64_t range[] = { low, high };
	return err ? err : kb_rows_run(j->store, j->ctx, SQL_DOCS_REMOVE, range, 2);
}

/* An article that is there gets another number. */
static void
move(struct job *j, const struct kb_doc *from, int64_t doc, size_t sorted)
{
	struct kb_index_change *c = find_change(j->changes, j->changes->n, from->id);
	c = c ? c : find_change(j->moved, sorted, from->id);
	if (!c && from->doc != doc) {
		struct kb_index_changes *m = j->moved;
		m->v = kb_grow(m->v, m->n, &m->cap, sizeof(*m->v));
		c = &m->v[m->n++];
		*c = (struct kb_index_change){ .id = from->id, .old = from->doc };
	}
	if (c) {
		c->doc = doc;
	}
}

/* Numbers the stretch anew, evenly, the run in its place. */
static enum kb_err
spread(struct job *j, const struct kb_doc *docs, int64_t there, int64_t low, int64_t width)
{
	int64_t all = there + (int64_t)j->n;
	int64_t step = width / (all + 1);
	int64_t rest = width % (all + 1);
	size_t sorted = j->moved->n;
	size_t next = 0;
	enum kb_err err = KB_OK;
	for (int64_t i = 1, k = 0; i <= all && !err; i++) {
		int64_t doc = low + i * step + i * rest / (all + 1);
		bool new = next < j->n && (k == there || j->run[next]->id < docs[k].id);
		err = add_doc(j, doc, new ? j->run[next]->id : docs[k].id);
		if (new) {
			j->run[next++]->doc = doc;
		} else {
			move(j, &docs[k++], doc, sorted);
		}
	}
	if (j->moved->n > sorted) {
		qsort(j->moved->v, j->moved->n, sizeof(*j->moved->v), by_id);
	}
	return err;
}

static enum kb_err
make_room(struct job *j)
{
	int64_t low = 0;
	int64_t high = 0;
	int64_t there = 0;
	enum kb_err err = find_stretch(j, &low, &high, &there);
	if (err) {
		return err;
	}
	struct kb_doc *docs = kb_calloc((size_t)there, sizeof(*docs));
	err = load_stretch(j, low, high, docs);
	err = err ? err : spread(j, docs, there, low, high - low + 1);
	free(docs);
	return err;
}

/* --- the whole ---------------------------------------------------------------------------------- */

/* Numbers that are there, and those that go. */
static enum kb_err
keep_docs(struct job *j)
{
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < j->changes->n && !err; i++) {
		struct kb_index_change *c = &j->changes->v[i];
		struct kb_doc at;
		if (!c->before.all.p) {
			continue;
		}
		err = kb_doc_from(j->store, j->ctx, c->id, &at);
		if (err || at.id != c->id) {
			continue; /* an index that lacks it: check says so */
		}
		c->old = at.doc;
		if (c->after.all.p) {
			c->doc = at.doc;
		} else {
			const int64_t range[] = { at.doc, at.doc };
			err = kb_rows_run(j->store, j->ctx, SQL_DOCS_REMOVE, range, 2);
		}
	}
	return err;
}

/* Numbers run[0] … as far as no article stands between them; *n says how many. */
static enum kb_err
number_run(struct job *j, struct kb_index_change **run, size_t left, size_t *n)
{
	enum kb_err err = kb_doc_from(j->store, j->ctx, run[0]->id, &j->above);
	err = err ? err
	          : kb_doc_below(j->store, j->ctx, j->above.doc ? j->above.doc : INT64_MAX,
	                         &j->below);
	j->run = run;
	j->n = 1;
	while (j->n < left && (!j->above.doc || run[j->n]->id < j->above.id)) {
		j->n++;
	}
	*n = j->n;
	int64_t start = 0;
	int64_t room = 0;
	err = err ? err : find_room(j, &start, &room);
	if (err) {
		return err;
	}
	return room ? number(j, start, room) : make_room(j);
}

enum kb_err
kb_docs_change(struct kb_store *store, struct kb_ctx *ctx, struct kb_index_changes *v,
               struct kb_index_changes *moved)
{
	struct job j = { .store = store, .ctx = ctx, .changes = v, .moved = moved };
	struct kb_index_change **fresh = kb_calloc(v->n, sizeof(void *));
	size_t n = 0;
	enum kb_err err = keep_docs(&j);
	for (size_t i = 0; i < v->n; i++) {
		if (v->v[i].after.all.p && !v->v[i].doc) {
			fresh[n++] = &v->v[i];
		}
	}
	for (size_t i = 0; i < n && !err;) {
		size_t done = 0;
		err = number_run(&j, fresh + i, n - i, &done);
		i += done;
	}
	free(fresh);
	return err;
}
