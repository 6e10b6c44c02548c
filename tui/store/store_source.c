/* The files that an issue came from, and what was doubtful in them. */
#include "kanbao/i18n.h"
#include "store_int.h"

static void
read_source(const struct kb_query *q, struct kb_arena *a, struct kb_stored *out)
{
	*out = (struct kb_stored){
		.id = kb_col_int(q, 0),
		.kept = kb_col_int(q, 2) != 0,
		.source = {
			.name = kb_col_text(q, a, 1),
			.keep = kb_col_int(q, 2) != 0,
			.paper = kb_col_text(q, a, 3),
			.day = kb_col_day(q, 4),
			.year = (int)kb_col_int(q, 5),
			.page = kb_col_text(q, a, 6),
			.edition = (int)kb_col_int(q, 7),
		},
	};
}

enum kb_err
kb_store_sources(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id issue,
                 struct kb_stored **out, size_t *n)
{
	struct kb_stored *v = NULL;
	size_t count = 0;
	size_t cap = 0;
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	struct kb_query q = kb_query(&store->db, ctx, SQL_SOURCES);
	kb_bind_int(&q, issue);
	while (kb_query_row(&q)) {
		bool known = false; /* by another of its pages */
		for (size_t i = 0; i < count; i++) {
			known = known || v[i].id == kb_col_int(&q, 0);
		}
		if (!known) {
			v = kb_arena_grow(a, v, count, &cap, sizeof(*v));
			read_source(&q, a, &v[count++]);
		}
	}
	err = kb_query_end(&q);
	kb_store_end(store);
	if (!err) {
		*out = v;
		*n = count;
	}
	return err;
}

enum kb_err
kb_store_source_bytes(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                      struct kb_stored *stored)
{
	kb_str bytes = KB_STR_NULL;
	enum kb_err bad = KB_OK;
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	struct kb_query q = kb_query(&store->db, ctx, SQL_SOURCE_BYTES);
	kb_bind_int(&q, stored->id);
	if (kb_query_row(&q)) {
		bad = kb_text_unpack(store, ctx, a, 0, kb_col_blob(&q, 0), &bytes);
	}
	err = kb_query_end(&q);
	kb_store_end(store);
	err = err ? err : bad;
	if (!err && !bytes.p) {
		err = kb_fail(ctx, KB_E_NOTHING, _("the source '%.*s' is not kept"),
		              KB_ARG(stored->source.name));
	}
	if (!err) {
		stored->source.bytes = bytes;
	}
	return err;
}

static enum kb_err
list_doubtful(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, int64_t low,
              int64_t high, int limit, struct kb_doubtful **out, size_t *n)
{
	struct kb_doubtful *v = NULL;
	size_t count = 0;
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, SQL_DOUBTFUL);
	kb_bind_int(&q, low);
	kb_bind_int(&q, high);
	kb_bind_int(&q, limit);
	while (kb_query_row(&q)) {
		v = kb_arena_grow(a, v, count, &cap, sizeof(*v));
		struct kb_doubtful *d = &v[count++];
		*d = (struct kb_doubtful){ .id = kb_col_int(&q, 0),
			                   .headline = kb_col_text(&q, a, 1) };
		kb_unpack_lines(a, kb_col_text(&q, a, 2), &d->doubts);
	}
	enum kb_err err = kb_query_end(&q);
	if (!err) {
		*out = v;
		*n = count;
	}
	return err;
}

enum kb_err
kb_store_doubtful(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a,
                  kb_article_id from, kb_issue_id issue, int limit, struct kb_doubtful **out,
                  size_t *n)
{
	kb_article_id first = INT64_MAX;
	kb_article_id last = 0;
	if (issue) {
		kb_issue_articles(issue, &first, &last);
	}
	first = from && from <= first ? from - 1 : first;
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = list_doubtful(store, ctx, a, last, first, limit, out, n);
		kb_store_end(store);
	}
	return err;
}
