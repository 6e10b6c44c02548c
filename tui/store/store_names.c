/* Whose an article is: its paper, its reporters, its label, for counting what was found. */
#include "kanbao/search.h"
#include "store_int.h"

enum kb_err
kb_store_paper(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, int paper,
               kb_str *name)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	struct kb_query q = kb_query(&store->db, ctx, SQL_PAPER_NAME);
	kb_bind_int(&q, paper);
	kb_str found = kb_query_row(&q) ? kb_col_text(&q, a, 0) : KB_STR_NULL;
	err = kb_query_end(&q);
	kb_store_end(store);
	if (!err) {
		*name = found;
	}
	return err;
}

enum kb_err
kb_store_names(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
               void (*name)(void *user, kb_str name, bool label), void *user)
{
	static const enum kb_sql sql[] = { SQL_LABEL, SQL_NAMES };
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	for (size_t i = 0; i < 2 && !err; i++) {
		struct kb_query q = kb_query(&store->db, ctx, sql[i]);
		kb_bind_int(&q, id);
		while (kb_query_row(&q)) {
			kb_str text = kb_col_blob(&q, 0);
			if (text.n) {
				name(user, text, sql[i] == SQL_LABEL);
			}
		}
		err = kb_query_end(&q);
	}
	kb_store_end(store);
	return err;
}
