/* Rows → structs: issues and articles, as lists show them and whole. */
#include "kanbao/i18n.h"
#include "store_int.h"
#include "store_rows.h"

void
kb_issue_row_read(const struct kb_query *q, struct kb_arena *a, struct kb_issue_row *out)
{
	*out = (struct kb_issue_row){
		.id = kb_col_int(q, 0),
		.paper = kb_col_text(q, a, 1),
		.day = kb_col_day(q, 2),
		.date_source = (enum kb_date_source)kb_col_choice(q, 4, KB_DATE_INFERRED + 1),
		.edition = (int)kb_col_int(q, 5),
		.number = (long)kb_col_int(q, 6),
		.lunar = kb_col_text(q, a, 7),
		.weekday = kb_col_text(q, a, 8),
		.pages = (int)kb_col_int(q, 9),
		.npages = (int)kb_col_int(q, 10),
		.narticles = (int)kb_col_int(q, 11),
		.lead = kb_col_text(q, a, 12),
	};
}

static enum kb_err
gone(struct kb_ctx *ctx, enum kb_err err)
{
	return err ? err : kb_fail(ctx, KB_E_NOTHING, _("it is not in the archive any more"));
}

static enum kb_err
load_row(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id id,
         struct kb_issue_row *out, kb_str *month_day)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_ISSUE);
	kb_bind_int(&q, id);
	bool found = kb_query_row(&q);
	if (found) {
		kb_issue_row_read(&q, a, out);
		*month_day = kb_col_text(&q, a, 13);
	}
	enum kb_err err = kb_query_end(&q);
	return found ? err : gone(ctx, err);
}

enum kb_err
kb_store_issue(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id id,
               struct kb_issue_row *out)
{
	kb_str month_day;
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = load_row(store, ctx, a, id, out, &month_day);
		kb_store_end(store);
	}
	return err;
}

/* Columns ARTICLE_COLS. */
static void
read_head(const struct kb_query *q, struct kb_arena *a, struct kb_article_row *out)
{
	*out = (struct kb_article_row){
		.id = kb_col_int(q, 0),
		.ordinal = (int)kb_col_int(q, 2),
		.chars = (size_t)kb_col_int(q, 12),
		.head = {
			.page = kb_col_text(q, a, 1),
			.kind = (enum kb_kind)kb_col_choice(q, 3, KB_KIND_NOTICE + 1),
			.label = kb_col_text(q, a, 4),
			.kicker = kb_col_text(q, a, 5),
			.headline = kb_col_text(q, a, 6),
			.deck = kb_col_text(q, a, 7),
			.lead = kb_col_text(q, a, 8),
			.jump_to = kb_col_text(q, a, 9),
			.jump_from = kb_col_text(q, a, 10),
		},
	};
	kb_unpack_lines(a, kb_col_text(q, a, 11), &out->head.doubts);
}

static enum kb_err
load_credits(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_article_id id,
             int64_t caption, struct kb_credits *out)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_CREDITS);
	kb_bind_int(&q, id);
	kb_bind_int(&q, caption);
	while (kb_query_row(&q)) {
		kb_str role = kb_col_text(&q, a, 0);
		kb_credits_add(a, out, role, kb_col_text(&q, a, 1));
	}
	return kb_query_end(&q);
}

static enum kb_err
load_body(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_article_id id,
          struct kb_strs *out)
{
	kb_str text = KB_STR_NULL;
	struct kb_query q = kb_query(&store->db, ctx, SQL_TEXT);
	kb_bind_int(&q, id);
	enum kb_err bad = KB_OK;
	if (kb_query_row(&q)) {
		bad = kb_text_unpack(store, ctx, a, kb_col_int(&q, 0), kb_col_blob(&q, 1), &text);
	}
	enum kb_err err = kb_query_end(&q);
	kb_unpack_lines(a, text, out);
	return err ? err : bad;
}

static enum kb_err
load_captions(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_article_id id,
              struct kb_article *out)
{
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, SQL_CAPTIONS);
	kb_bind_int(&q, id);
	while (kb_query_row(&q)) {
		out->captions = kb_arena_grow(a, out->captions, out->ncaptions, &cap,
		                              sizeof(*out->captions));
		out->captions[out->ncaptions++] =
			(struct kb_caption){ .text = kb_col_text(&q, a, 1) };
	}
	enum kb_err err = kb_query_end(&q);
	for (size_t i = 0; i < out->ncaptions && !err; i++) {
		err = load_credits(store, ctx, a, id, (int64_t)i + 1, &out->captions[i].credits);
	}
	return err;
}

static enum kb_err
load_articles(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id issue,
              struct kb_article_row **rows, size_t *n)
{
	kb_article_id first;
	kb_article_id last;
	struct kb_article_row *v = NULL;
	size_t count = 0;
	size_t cap = 0;
	kb_issue_articles(issue, &first, &last);
	struct kb_query q = kb_query(&store->db, ctx, SQL_ARTICLES);
	kb_bind_int(&q, last);
	kb_bind_int(&q, first);
	while (kb_query_row(&q)) {
		v = kb_arena_grow(a, v, count, &cap, sizeof(*v));
		read_head(&q, a, &v[count++]);
	}
	enum kb_err err = kb_query_end(&q);
	for (size_t i = 0; i < count && !err; i++) {
		err = load_credits(store, ctx, a, v[i].id, 0, &v[i].head.credits);
	}
	if (!err) {
		*rows = v;
		*n = count;
	}
	return err;
}

enum kb_err
kb_store_articles(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id issue,
                  struct kb_article_row **rows, size_t *n)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = load_articles(store, ctx, a, issue, rows, n);
		kb_store_end(store);
	}
	return err;
}

static enum kb_err
load_corrected(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_article_id id,
               struct kb_article *out)
{
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, SQL_CORRECTIONS);
	kb_bind_int(&q, id);
	while (kb_query_row(&q)) {
		out->corrected = kb_arena_grow(a, out->corrected, out->ncorrected, &cap,
		                               sizeof(*out->corrected));
		struct kb_corrected *c = &out->corrected[out->ncorrected++];
		c->member = kb_col_text(&q, a, 0);
		c->was = kb_col_text(&q, a, 1);
	}
	return kb_query_end(&q);
}

/* Body, captions and what was corrected for a head. */
static enum kb_err
load_rest(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_article_id id,
          struct kb_article *out)
{
	enum kb_err err = load_body(store, ctx, a, id, &out->body);
	err = err ? err : load_captions(store, ctx, a, id, out);
	return err ? err : load_corrected(store, ctx, a, id, out);
}

static enum kb_err
load_article(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_article_id id,
             struct kb_article *out)
{
	struct kb_article_row row = { 0 };
	struct kb_query q = kb_query(&store->db, ctx, SQL_ARTICLE);
	kb_bind_int(&q, id);
	bool found = kb_query_row(&q);
	if (found) {
		read_head(&q, a, &row);
	}
	enum kb_err err = kb_query_end(&q);
	if (!found) {
		return gone(ctx, err);
	}
	err = load_credits(store, ctx, a, id, 0, &row.head.credits);
	if (!err) {
		err = load_rest(store, ctx, a, id, &row.head);
	}
	if (!err) {
		*out = row.head;
	}
	return err;
}

/* Page names, masthead and dropped lines, page after page. */
static enum kb_err
load_pages(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id id,
           struct kb_issue *out)
{
	size_t cap = 0;
	struct kb_query q = kb_query(&store->db, ctx, SQL_PAGES);
	kb_bind_int(&q, id);
	while (kb_query_row(&q)) {
		if (!kb_col_null(&q, 1)) {
			out->page_names = kb_arena_grow(a, out->page_names, out->npage_names, &cap,
			                                sizeof(*out->page_names));
			struct kb_page_name *name = &out->page_names[out->npage_names++];
			name->page = kb_col_text(&q, a, 0);
			name->name = kb_col_text(&q, a, 1);
		}
		kb_unpack_lines(a, kb_col_text(&q, a, 2), &out->masthead);
		kb_unpack_lines(a, kb_col_text(&q, a, 3), &out->dropped);
	}
	return kb_query_end(&q);
}

/* The file of its first page; an empty issue has none. */
static enum kb_err
load_origin(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id id,
            struct kb_issue *out)
{
	struct kb_query q = kb_query(&store->db, ctx, SQL_ORIGIN);
	kb_bind_int(&q, id);
	if (kb_query_row(&q)) {
		out->source_name = kb_col_text(&q, a, 0);
		out->source_sha256 = kb_col_text(&q, a, 1);
	}
	return kb_query_end(&q);
}

static enum kb_err
load_issue(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id id,
           struct kb_issue *out)
{
	struct kb_issue_row row;
	struct kb_article_row *heads = NULL;
	size_t n = 0;
	kb_str month_day = KB_STR_NULL;
	enum kb_err err = load_row(store, ctx, a, id, &row, &month_day);
	if (err) {
		return err;
	}
	struct kb_issue issue = {
		.paper = row.paper,
		.day = row.day,
		.date_source = row.date_source,
		.edition = row.edition,
		.number = row.number,
		.lunar = row.lunar,
		.weekday = row.weekday,
		.pages = row.pages,
		.month_day = month_day,
	};
	err = load_pages(store, ctx, a, id, &issue);
	err = err ? err : load_origin(store, ctx, a, id, &issue);
	if (!err) {
		err = load_articles(store, ctx, a, id, &heads, &n);
	}
	issue.articles = kb_arena_alloc(a, n, sizeof(*issue.articles));
	issue.narticles = n;
	for (size_t i = 0; i < n && !err; i++) {
		issue.articles[i] = heads[i].head;
		err = load_rest(store, ctx, a, heads[i].id, &issue.articles[i]);
	}
	if (!err) {
		*out = issue;
	}
	return err;
}

/* One of the two, in a transaction of its own. */
static enum kb_err
load(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, int64_t id,
     struct kb_article *article, struct kb_issue *issue)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = article ? load_article(store, ctx, a, id, article)
		              : load_issue(store, ctx, a, id, issue);
		kb_store_end(store);
	}
	return err;
}

enum kb_err
kb_store_article(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_article_id id,
                 struct kb_article *out)
{
	return load(store, ctx, a, id, out, NULL);
}

enum kb_err
kb_store_load(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id id,
              struct kb_issue *out)
{
	return load(store, ctx, a, id, NULL, out);
}
