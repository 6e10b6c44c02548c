/* Lists and sets of what is marked in an archive. */
#include <stdlib.h>
#include <string.h>

#include "kanbao/ref.h"
#include "marks_int.h"

static void
add(struct kb_arena *a, struct kb_marked_list *list, struct kb_marked marked)
{
	list->v = kb_arena_grow(a, list->v, list->n, &list->cap, sizeof(*list->v));
	list->v[list->n++] = marked;
}

/* Newest issue first, an article after the other; of names those of one together. */
static int
in_order(const void *a, const void *b)
{
	const struct kb_marked *x = a;
	const struct kb_marked *y = b;
	int names = kb_str_cmp(x->name, y->name);
	if (names) {
		return names;
	}
	return x->article == y->article ? 0 : x->article < y->article ? 1 : -1;
}

static int
oldest_first(const void *a, const void *b)
{
	const struct kb_marked *x = a;
	const struct kb_marked *y = b;
	int names = kb_str_cmp(x->name, y->name);
	return names ? names : -in_order(a, b);
}

/* What was marked last comes first. */
static int
lately_first(const void *a, const void *b)
{
	const struct kb_marked *x = a;
	const struct kb_marked *y = b;
	int names = kb_str_cmp(x->name, y->name);
	if (names || x->at == y->at) {
		return names ? names : in_order(a, b);
	}
	return x->at < y->at ? 1 : -1;
}

void
kb_marked_sort(struct kb_marked_list *list, enum kb_marked_order order)
{
	static int (*const orders[KB_MARKED_ORDERS])(const void *a, const void *b) = {
		[KB_MARKED_NEWEST] = in_order,
		[KB_MARKED_OLDEST] = oldest_first,
		[KB_MARKED_LATELY] = lately_first,
	};
	if (list->n) {
		qsort(list->v, list->n, sizeof(*list->v), orders[order]);
	}
}

/* Marked under an old reference and under the new one, it is there once. */
static void
sort(struct kb_marked_list *list)
{
	size_t n = 0;
	kb_marked_sort(list, KB_MARKED_NEWEST);
	for (size_t i = 0; i < list->n; i++) {
		if (!n || in_order(&list->v[n - 1], &list->v[i]) != 0) {
			list->v[n++] = list->v[i];
		}
	}
	list->n = n;
}

static enum kb_err
add_articles(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
             const struct kb_keeps *keeps, struct kb_marked_list *out)
{
	kb_str *refs = kb_arena_alloc(a, keeps->n + 1, sizeof(*refs));
	kb_article_id *ids = kb_arena_alloc(a, keeps->n + 1, sizeof(*ids));
	for (size_t i = 0; i < keeps->n; i++) {
		refs[i] = keeps->v[i].ref;
	}
	enum kb_err err = kb_store_resolve_all(store, ctx, refs, keeps->n, ids);
	for (size_t i = 0; i < keeps->n && !err; i++) {
		out->elsewhere += ids[i] == 0;
		if (ids[i]) {
			add(a, out,
			    (struct kb_marked){ .issue = kb_article_issue(ids[i]),
			                        .article = ids[i],
			                        .name = keeps->v[i].name,
			                        .value = keeps->v[i].value,
			                        .at = keeps->v[i].at });
		}
	}
	return err;
}

/* A mark under a letter: OFF REF of an article or an issue. */
static void
add_letter(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
           const struct kb_keep *keep, struct kb_marked_list *out)
{
	kb_str rest = keep->value;
	kb_str off = { 0 };
	struct kb_marked one = { .name = keep->name, .value = KB_STR("") };
	(void)kb_str_split(&rest, ' ', &off);
	if (!keep->name.n || !rest.n ||
	    kb_store_resolve(store, ctx, rest, &one.issue, &one.article)) {
		out->elsewhere++;
		return;
	}
	one.off = one.article ? (size_t)strtoull(off.p, NULL, 10) : 0;
	add(a, out, one);
}

enum kb_err
kb_marked_list(struct kb_store *store, struct kb_state *state, struct kb_ctx *ctx,
               struct kb_arena *a, enum kb_kept what, struct kb_marked_list *out)
{
	struct kb_keeps keeps = { 0 };
	struct kb_buf archive = { 0 };
	enum kb_err err;
	if (what == KB_KEPT_MARK) {
		kb_archive_name(store, &archive);
		err = kb_state_kept(state, ctx, a, kb_buf_str(&archive), false, &keeps);
		for (size_t i = 0; i < keeps.n && !err; i++) {
			add_letter(store, ctx, a, &keeps.v[i], out);
		}
	} else {
		err = kb_state_kept_all(state, ctx, a, what, &keeps);
		err = err ? err : add_articles(store, ctx, a, &keeps, out);
	}
	if (!err) {
		sort(out);
	}
	kb_buf_release(&archive);
	return err;
}

/* --- what is not read ------------------------------------------------------------------ */

/* The articles of one issue that are not read; `a` has the list, `scratch` the rest. */
static enum kb_err
add_unread(struct kb_store *store, struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a,
           struct kb_arena *scratch, kb_issue_id issue, size_t limit, struct kb_marked_list *out)
{
	struct kb_article_row *rows = NULL;
	kb_str *refs = NULL;
	size_t n = 0;
	enum kb_err err = kb_store_articles(store, ctx, scratch, issue, &rows, &n);
	err = err ? err : kb_marks_refs(store, ctx, scratch, issue, rows, n, &refs);
	struct kb_marking *marks = kb_arena_alloc(scratch, n + 1, sizeof(*marks));
	err = err ? err : kb_marks_of_issue(store, state, ctx, scratch, issue, refs, n, marks);
	for (size_t i = 0; i < n && !err && out->n < limit; i++) {
		if (!marks[i].read) {
			add(a, out,
			    (struct kb_marked){ .issue = issue,
			                        .article = rows[i].id,
			                        .name = KB_STR(""),
			                        .value = KB_STR("") });
		}
	}
	return err;
}

enum kb_err
kb_unread_list(struct kb_store *store, struct kb_state *state, struct kb_ctx *ctx,
               struct kb_arena *a, size_t limit, struct kb_marked_list *out)
{
	struct kb_arena scratch = { 0 };
	kb_issue_id at = 0;
	enum kb_err err = KB_OK;
	while (!err && out->n < limit) {
		struct kb_issue_row *rows = NULL;
		size_t n = 0;
		kb_arena_reset(&scratch);
		err = kb_store_issues(store, ctx, &scratch, at, true, 0, 1, &rows, &n);
		if (err || !n) {
			break;
		}
		at = rows[0].id;
		err = add_unread(store, state, ctx, a, &scratch, at, limit, out);
	}
	kb_arena_release(&scratch);
	return err;
}

/* --- sets ------------------------------------------------------------------------------- */

static int
descending(const void *a, const void *b)
{
	kb_article_id x = *(const kb_article_id *)a;
	kb_article_id y = *(const kb_article_id *)b;
	return x == y ? 0 : x < y ? 1 : -1;
}

enum kb_err
kb_marked_ids(struct kb_store *store, struct kb_state *state, struct kb_ctx *ctx,
              struct kb_arena *a, enum kb_kept what, kb_str name, struct kb_marked_ids *out)
{
	static const enum kb_kept marks[] = { KB_KEPT_STAR, KB_KEPT_TAG, KB_KEPT_NOTE };
	struct kb_marked_list list = { 0 };
	enum kb_err err = KB_OK;
	*out = (struct kb_marked_ids){ 0 };
	if (what != KB_KEPT_COUNT) {
		err = kb_marked_list(store, state, ctx, a, what, &list);
	}
	for (size_t i = 0; i < 3 && !err && what == KB_KEPT_COUNT; i++) {
		err = kb_marked_list(store, state, ctx, a, marks[i], &list);
	}
	if (err) {
		return err;
	}
	size_t n = 0;
	out->v = kb_arena_alloc(a, list.n + 1, sizeof(*out->v));
	for (size_t i = 0; i < list.n; i++) {
		if (list.v[i].article && (!name.p || kb_str_eq(name, list.v[i].name))) {
			out->v[n++] = list.v[i].article;
		}
	}
	qsort(out->v, n, sizeof(*out->v), descending);
	for (size_t i = 0; i < n; i++) {
		if (!out->n || out->v[out->n - 1] != out->v[i]) {
			out->v[out->n++] = out->v[i];
		}
	}
	return KB_OK;
}

bool
kb_marked_has(const struct kb_marked_ids *ids, kb_article_id id)
{
	return ids->n && bsearch(&id, ids->v, ids->n, sizeof(*ids->v), descending);
}
