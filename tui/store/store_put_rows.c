/* Putting an issue in: rows that go and rows that come. */
#include <string.h>

#include "kanbao/i18n.h"
#include "index.h"
#include "put.h"

/* --- taking out ------------------------------------------------------------------ */

/* The articles of a page that is going to be replaced. */
static enum kb_err
add_olds(struct kb_put_job *p, kb_issue_id issue, kb_str page)
{
	struct kb_match *m = &p->match;
	int position = kb_page_position(page);
	struct kb_query q = kb_put_query(p, SQL_OLD_ARTICLES);
	kb_bind_int(&q, kb_id_page_low(issue, position));
	kb_bind_int(&q, kb_id_page_high(issue, position));
	kb_bind_text(&q, page);
	while (kb_query_row(&q)) {
		kb_str hash = kb_col_blob(&q, 3);
		m->olds =
			kb_arena_grow(&p->arena, m->olds, m->nolds, &m->olds_cap, sizeof(*m->olds));
		struct kb_old *o = &m->olds[m->nolds++];
		*o = (struct kb_old){
			.issue = issue,
			.page = kb_col_text(&q, &p->arena, 0),
			.ordinal = kb_col_int(&q, 1),
			.headline = kb_col_text(&q, &p->arena, 2),
			.id = kb_col_int(&q, 4),
		};
		if (hash.n == KB_HASH_SIZE) {
			memcpy(o->hash, hash.p, KB_HASH_SIZE);
		}
	}
	return kb_query_end(&q);
}

/* Whole, so that what a person corrected in them can be taken over. */
static enum kb_err
add_corrected(struct kb_put_job *p, size_t from, kb_issue_id issue, int position)
{
	kb_article_id *ids = NULL;
	size_t n = 0;
	enum kb_err err = kb_rows_ids(p->store, p->ctx, &p->arena, SQL_CORRECTED_IN,
	                              kb_id_page_low(issue, position),
	                              kb_id_page_high(issue, position), &ids, &n);
	for (size_t i = from; i < p->match.nolds && n && !err; i++) {
		struct kb_old *o = &p->match.olds[i];
		size_t k = 0;
		while (k < n && ids[k] != o->id) {
			k++;
		}
		if (k == n) {
			continue;
		}
		struct kb_article *whole = kb_arena_alloc(&p->arena, 1, sizeof(*whole));
		err = kb_store_article(p->store, p->ctx, &p->arena, o->id, whole);
		for (size_t c = 0; c < whole->ncorrected && !err; c++) {
			if (kb_str_eq(whole->corrected[c].member, KB_STR("headline"))) {
				o->headline = whole->corrected[c].was;
			}
		}
		o->corrected = whole;
	}
	return err;
}

/* The page goes, after its articles were noted for the match. */
static enum kb_err
replace_page(struct kb_put_job *p, kb_issue_id issue, kb_str page)
{
	size_t from = p->match.nolds;
	enum kb_err err = add_olds(p, issue, page);
	err = err ? err : add_corrected(p, from, issue, kb_page_position(page));
	return err ? err : kb_rows_del_page(p->store, p->ctx, issue, page);
}

enum kb_err
kb_put_clear(struct kb_put_job *p)
{
	enum kb_err err = KB_OK;
	struct kb_strs others = { 0 };
	for (size_t i = 0; i < p->npages && !err; i++) {
		if (p->pages[i].there) {
			err = replace_page(p, p->id, p->pages[i].page);
		}
	}
	/* pages that the source brought before, and the issue that becomes this one */
	if (!err && p->again) {
		err = kb_rows_pages(p->store, p->ctx, &p->arena, p->id, p->again, &others);
	}
	for (size_t i = 0; i < others.n && !err; i++) {
		err = replace_page(p, p->id, others.v[i]);
	}
	others = (struct kb_strs){ 0 };
	if (!err && p->twin) {
		err = kb_rows_pages(p->store, p->ctx, &p->arena, p->twin, 0, &others);
	}
	for (size_t i = 0; i < others.n && !err; i++) {
		err = replace_page(p, p->twin, others.v[i]);
	}
	return err;
}

/* --- putting in ------------------------------------------------------------------- */

static void
bind_known(struct kb_query *q, int64_t value, bool known)
{
	if (known) {
		kb_bind_int(q, value);
	} else {
		kb_bind_text(q, KB_STR_NULL);
	}
}

static enum kb_err
add_source(struct kb_put_job *p, int64_t *id)
{
	const struct kb_source *s = p->source;
	struct kb_buf packed = { 0 };
	if (s->keep) {
		kb_pack_zstd(&packed, s->bytes);
	}
	struct kb_query q = kb_put_query(p, SQL_ADD_SOURCE);
	kb_bind_blob(&q, kb_put_hash(p->sha));
	kb_bind_text(&q, s->name.p ? s->name : KB_STR(""));
	kb_bind_int(&q, (int64_t)s->bytes.n);
	kb_bind_blob(&q, s->keep ? kb_buf_str(&packed) : KB_STR_NULL);
	kb_bind_text(&q, s->paper);
	bind_known(&q, s->day, s->day != KB_DAY_NONE);
	bind_known(&q, s->year, s->year != 0);
	kb_bind_text(&q, s->page);
	bind_known(&q, s->edition, s->edition != 0);
	kb_bind_text(&q, p->issue->source_name);
	kb_bind_text(&q, p->issue->source_sha256);
	enum kb_err err = kb_put_int(&q, 0, id);
	kb_buf_release(&packed);
	return err;
}

static enum kb_err
add_issue(struct kb_put_job *p)
{
	struct kb_query q = kb_put_query(p, SQL_ADD_ISSUE);
	kb_bind_int(&q, p->id);
	kb_bind_int(&q, p->paper);
	if (p->issue->day == KB_DAY_NONE) {
		kb_bind_text(&q, KB_STR_NULL);
		kb_bind_text(&q, (kb_str){ p->undated, 8 });
	} else {
		kb_bind_int(&q, p->issue->day);
		kb_bind_text(&q, KB_STR_NULL);
	}
	kb_bind_int(&q, kb_id_edition(p->id));
	return kb_query_run(&q);
}

static enum kb_err
add_page(struct kb_put_job *p, struct kb_put_page *page, int64_t source)
{
	struct kb_query q = kb_put_query(p, SQL_ADD_PAGE);
	kb_bind_int(&q, p->id);
	kb_bind_int(&q, page->position);
	kb_bind_text(&q, page->page);
	kb_bind_text(&q, kb_issue_page_name(p->issue, page->page));
	kb_bind_int(&q, source);
	enum kb_err err = kb_query_run(&q);
	if (err) {
		return err;
	}
	/* pages with names of other forms share a position: behind what is there */
	int64_t lowest = 0;
	q = kb_put_query(p, SQL_LOWEST_SLOT);
	kb_bind_int(&q, kb_id_page_low(p->id, page->position));
	kb_bind_int(&q, kb_id_page_high(p->id, page->position));
	kb_bind_text(&q, page->page);
	err = kb_put_int(&q, 0, &lowest);
	int64_t before = lowest ? kb_id_slot(lowest) : 0;
	if (!err && before + page->slots > KB_ID_SLOT_MAX) {
		err = kb_fail(p->ctx, KB_E_DATA, _("page %.*s has more than %d articles"),
		              KB_ARG(page->page), KB_ID_SLOT_MAX);
	}
	page->slots = before;
	return err;
}

/* What the source says of the issue stands with its first page. */
static enum kb_err
add_page_head(struct kb_put_job *p)
{
	const struct kb_issue *issue = p->issue;
	struct kb_buf masthead = { 0 };
	struct kb_buf dropped = { 0 };
	const struct kb_put_page *first = &p->pages[0];
	for (size_t i = 1; i < p->npages; i++) {
		first = p->pages[i].position < first->position ? &p->pages[i] : first;
	}
	struct kb_query q = kb_put_query(p, SQL_PAGE_HEAD);
	kb_bind_int(&q, (int64_t)issue->date_source);
	kb_bind_int(&q, issue->number);
	kb_bind_text(&q, issue->lunar);
	kb_bind_text(&q, issue->weekday);
	kb_bind_int(&q, issue->pages);
	kb_bind_text(&q, issue->month_day);
	kb_bind_text(&q, kb_pack_lines(&masthead, &issue->masthead));
	kb_bind_text(&q, kb_pack_lines(&dropped, &issue->dropped));
	kb_bind_int(&q, p->id);
	kb_bind_int(&q, first->position);
	kb_bind_text(&q, first->page);
	enum kb_err err = kb_query_run(&q);
	kb_buf_release(&masthead);
	kb_buf_release(&dropped);
	return err;
}

enum kb_err
kb_rows_add_credits(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id, int64_t caption,
                    const struct kb_credits *credits)
{
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < credits->n && !err; i++) {
		struct kb_query q = kb_query(&store->db, ctx, SQL_ADD_CREDIT);
		kb_bind_int(&q, id);
		kb_bind_int(&q, caption);
		kb_bind_int(&q, (int64_t)i + 1);
		kb_bind_text(&q, credits->v[i].role.p ? credits->v[i].role : KB_STR(""));
		kb_bind_text(&q, credits->v[i].name.p ? credits->v[i].name : KB_STR(""));
		err = kb_query_run(&q);
	}
	return err;
}

static enum kb_err
add_captions(struct kb_put_job *p, kb_article_id id, const struct kb_article *article)
{
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < article->ncaptions && !err; i++) {
		struct kb_query q = kb_put_query(p, SQL_ADD_CAPTION);
		kb_bind_int(&q, id);
		kb_bind_int(&q, (int64_t)i + 1);
		kb_bind_text(&q, article->captions[i].text);
		err = kb_query_run(&q);
		err = err ? err
		          : kb_rows_add_credits(p->store, p->ctx, id, (int64_t)i + 1,
		                                &article->captions[i].credits);
	}
	return err;
}

static enum kb_err
add_text(struct kb_put_job *p, kb_article_id id, const struct kb_strs *body)
{
	if (body->n == 0) {
		return KB_OK;
	}
	struct kb_buf plain = { 0 };
	struct kb_buf packed = { 0 };
	int64_t dict = 0;
	enum kb_err err =
		kb_text_pack(p->store, p->ctx, kb_pack_lines(&plain, body), &packed, &dict);
	if (!err) {
		struct kb_query q = kb_put_query(p, SQL_ADD_TEXT);
		kb_bind_int(&q, id);
		kb_bind_int(&q, dict);
		kb_bind_blob(&q, kb_buf_str(&packed));
		err = kb_query_run(&q);
	}
	kb_buf_release(&plain);
	kb_buf_release(&packed);
	return err;
}

static enum kb_err
add_article_row(struct kb_put_job *p, kb_article_id id, const struct kb_new *n)
{
	const struct kb_article *a = n->article;
	struct kb_buf doubts = { 0 };
	struct kb_query q = kb_put_query(p, SQL_ADD_ARTICLE);
	kb_bind_int(&q, id);
	kb_bind_text(&q, a->page);
	kb_bind_int(&q, n->ordinal);
	kb_bind_int(&q, (int64_t)a->kind);
	kb_bind_text(&q, a->label);
	kb_bind_text(&q, a->kicker);
	kb_bind_text(&q, a->headline);
	kb_bind_text(&q, a->deck);
	kb_bind_text(&q, a->lead);
	kb_bind_text(&q, a->jump_to);
	kb_bind_text(&q, a->jump_from);
	kb_bind_text(&q, kb_pack_lines(&doubts, &a->doubts));
	kb_bind_int(&q, (int64_t)kb_article_chars(a));
	kb_bind_blob(&q, kb_put_hash(n->hash));
	enum kb_err err = kb_query_run(&q);
	kb_buf_release(&doubts);
	return err;
}

static enum kb_err
add_article(struct kb_put_job *p, const struct kb_put_page *page, const struct kb_new *n)
{
	kb_article_id id = kb_id_article(p->id, page->position, page->slots + n->place);
	enum kb_err err = add_article_row(p, id, n);
	err = err ? err : add_text(p, id, &n->article->body);
	err = err ? err : kb_rows_add_credits(p->store, p->ctx, id, 0, &n->article->credits);
	err = err ? err : add_captions(p, id, n->article);
	err = err ? err : kb_correct_add(p->store, p->ctx, id, n->article);
	if (!err) {
		kb_index_put(p->store, id, n->article);
	}
	return err;
}

/* The page with its articles, before the next page looks for its place. */
static enum kb_err
add_whole_page(struct kb_put_job *p, struct kb_put_page *page, int64_t source)
{
	enum kb_err err = add_page(p, page, source);
	for (size_t i = 0; i < p->match.nnews && !err; i++) {
		if (kb_str_eq(p->match.news[i].article->page, page->page)) {
			err = add_article(p, page, &p->match.news[i]);
		}
	}
	return err;
}

enum kb_err
kb_put_rows(struct kb_put_job *p)
{
	int64_t source = 0;
	enum kb_err err = add_source(p, &source);
	err = err ? err : add_issue(p);
	p->store->alone = p->npages == 1 && p->source->keep;
	for (size_t i = 0; i < p->npages && !err; i++) {
		err = add_whole_page(p, &p->pages[i], source);
	}
	return err ? err : add_page_head(p);
}
