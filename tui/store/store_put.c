/*
 * Putting an issue in: whole or not at all. Its pages replace those of the
 * same name, other pages stay; what is replaced is matched with what comes,
 * and references that change are led on by `moved`.
 */
#include "kanbao/i18n.h"
#include "kanbao/interchange.h"
#include "put.h"

kb_str
kb_put_hash(const unsigned char *p)
{
	return (kb_str){ (const char *)p, KB_HASH_SIZE };
}

struct kb_query
kb_put_query(struct kb_put_job *p, enum kb_sql id)
{
	return kb_query(&p->store->db, p->ctx, id);
}

enum kb_err
kb_put_int(struct kb_query *q, int64_t none, int64_t *out)
{
	*out = kb_query_row(q) && !kb_col_null(q, 0) ? kb_col_int(q, 0) : none;
	return kb_query_end(q);
}

/* --- what is put ------------------------------------------------------------ */

struct kb_put_page *
kb_put_page_of(struct kb_put_job *p, kb_str name)
{
	for (size_t i = 0; i < p->npages; i++) {
		if (kb_str_eq(p->pages[i].page, name)) {
			return &p->pages[i];
		}
	}
	p->pages = kb_arena_grow(&p->arena, p->pages, p->npages, &p->pages_cap, sizeof(*p->pages));
	struct kb_put_page *page = &p->pages[p->npages++];
	*page = (struct kb_put_page){ .page = name, .position = kb_page_position(name) };
	return page;
}

/* The pages in the order they come, and the articles of each counted. */
static enum kb_err
collect(struct kb_put_job *p)
{
	struct kb_match *m = &p->match;
	m->nnews = p->issue->narticles;
	m->news = kb_arena_alloc(&p->arena, m->nnews, sizeof(*m->news));
	for (size_t i = 0; i < m->nnews; i++) {
		const struct kb_article *a = &p->issue->articles[i];
		m->news[i].article = a;
		m->news[i].place = ++kb_put_page_of(p, a->page)->slots;
		kb_article_hash(a, m->news[i].hash);
		if (m->news[i].place > KB_ID_SLOT_MAX) {
			return kb_fail(p->ctx, KB_E_DATA, _("page %.*s has more than %d articles"),
			               KB_ARG(a->page), KB_ID_SLOT_MAX);
		}
	}
	if (p->npages == 0) {
		(void)kb_put_page_of(p, p->source->page.n ? p->source->page : KB_STR("1"));
	}
	return KB_OK;
}

/* --- where it goes ------------------------------------------------------------ */

static enum kb_err
find_paper(struct kb_put_job *p)
{
	if (!p->issue->paper.p) {
		struct kb_query q = kb_put_query(p, SQL_ADD_UNKNOWN);
		p->paper = 0;
		return kb_query_run(&q);
	}
	struct kb_query q = kb_put_query(p, SQL_PAPER_BY_NAME);
	kb_bind_text(&q, p->issue->paper);
	enum kb_err err = kb_put_int(&q, 0, &p->paper);
	if (err || p->paper) {
		return err;
	}
	int64_t papers = 0;
	q = kb_put_query(p, SQL_COUNT_PAPERS);
	err = kb_put_int(&q, 0, &papers);
	if (!err && papers >= KB_ID_PAPER_MAX) {
		err = kb_fail(p->ctx, KB_E_DATA,
		              _("the archive holds %d papers already; begin another with -a"),
		              KB_ID_PAPER_MAX);
	}
	if (!err) {
		q = kb_put_query(p, SQL_ADD_PAPER);
		kb_bind_text(&q, p->issue->paper);
		err = kb_put_int(&q, 0, &p->paper);
	}
	return err;
}

/* An undated issue has the place in which it came, and keeps it. */
static enum kb_err
find_undated(struct kb_put_job *p, int edition)
{
	struct kb_query q = kb_put_query(p, SQL_UNDATED);
	kb_bind_text(&q, (kb_str){ p->undated, 8 });
	kb_bind_int(&q, p->paper);
	enum kb_err err = kb_put_int(&q, 0, &p->id);
	if (err || p->id) {
		return err;
	}
	int64_t latest = 0;
	q = kb_put_query(p, SQL_BELOW);
	kb_bind_int(&q, 0);
	kb_bind_int(&q, KB_ID_DATED - 1);
	err = kb_put_int(&q, 0, &latest);
	int64_t arrival = kb_id_day_field(latest) + 1;
	if (!err && arrival > KB_ID_UNDATED_MAX) {
		err = kb_fail(p->ctx, KB_E_DATA,
		              _("the archive holds %d undated issues already; date them"),
		              KB_ID_UNDATED_MAX);
	}
	if (!err) {
		p->id = kb_id_issue(arrival, p->paper, edition);
	}
	return err;
}

static enum kb_err
find_twin(struct kb_put_job *p)
{
	struct kb_query q = kb_put_query(p, SQL_UNDATED_TWIN);
	kb_bind_blob(&q, kb_put_hash(p->sha));
	kb_bind_int(&q, KB_ID_DATED);
	enum kb_err err = kb_put_int(&q, 0, &p->twin);
	return err || !p->twin ? err : kb_store_issue_ref(p->store, p->ctx, p->twin, &p->twin_ref);
}

static enum kb_err
locate(struct kb_put_job *p)
{
	int edition = p->issue->edition ? p->issue->edition : 1;
	if (edition < 1 || edition > KB_ID_EDITION_MAX) {
		return kb_fail(p->ctx, KB_E_USAGE, _("edition %d is none of 1 to %d"), edition,
		               KB_ID_EDITION_MAX);
	}
	enum kb_err err = find_paper(p);
	if (err) {
		return err;
	}
	if (p->issue->day == KB_DAY_NONE) {
		return find_undated(p, edition);
	}
	p->id = kb_id_issue(kb_id_day(p->issue->day), p->paper, edition);
	return p->again ? KB_OK : find_twin(p);
}

/* --- what is there ------------------------------------------------------------- */

static enum kb_err
refuse_unnamed(struct kb_put_job *p, kb_str page, kb_str name)
{
	char iso[KB_ISO_SIZE];
	const char *day =
		p->issue->day == KB_DAY_NONE ? p->undated : kb_day_iso(p->issue->day, iso);
	if (p->issue->narticles == 1) {
		/* one of its articles perhaps: as the whole page it would take its place */
		return kb_fail(p->ctx, KB_E_USAGE,
		               _("the issue of %s has page %.*s already, from '%.*s'; import all "
		                 "files of the page together; --page would put this one article "
		                 "in the place of the whole page"),
		               day, KB_ARG(page), KB_ARG(name));
	}
	return kb_fail(p->ctx, KB_E_USAGE,
	               _("the issue of %s has page %.*s already, from '%.*s'; say which page this "
	                 "is with --page"),
	               day, KB_ARG(page), KB_ARG(name));
}

/* One article alone, a file of a crawl, that its page has already: nothing new. */
static enum kb_err
find_article(struct kb_put_job *p, bool page_given, bool *there)
{
	*there = false;
	if (page_given || p->issue->narticles != 1) {
		return KB_OK;
	}
	kb_str page = p->issue->articles[0].page;
	int position = kb_page_position(page);
	struct kb_query q = kb_put_query(p, SQL_OLD_ARTICLES);
	kb_bind_int(&q, kb_id_page_low(p->id, position));
	kb_bind_int(&q, kb_id_page_high(p->id, position));
	kb_bind_text(&q, page);
	while (!*there && kb_query_row(&q)) {
		*there = kb_str_eq(kb_col_blob(&q, 3), kb_put_hash(p->match.news[0].hash)) &&
		         kb_str_eq(kb_col_blob(&q, 2), p->issue->articles[0].headline);
	}
	return kb_query_end(&q);
}

/*
 * Marks the pages that the archive has. *same counts those that came from
 * the same bytes; a page from other bytes refuses a source that nobody named
 * a page for.
 */
static enum kb_err
compare(struct kb_put_job *p, bool page_given, size_t *same)
{
	enum kb_err refused = KB_OK;
	*same = 0;
	struct kb_query q = kb_put_query(p, SQL_SOURCE_IN);
	kb_bind_int(&q, p->id);
	while (!refused && kb_query_row(&q)) {
		kb_str page = kb_col_blob(&q, 2);
		bool ours = kb_str_eq(kb_col_blob(&q, 0), kb_put_hash(p->sha));
		if (!ours && !page_given) {
			refused = refuse_unnamed(p, page, kb_col_blob(&q, 1));
		}
		for (size_t i = 0; i < p->npages; i++) {
			if (kb_str_eq(p->pages[i].page, page)) {
				p->pages[i].there = true;
				*same += ours;
			}
		}
	}
	enum kb_err err = kb_query_end(&q);
	return err ? err : refused;
}

/* --- the whole ------------------------------------------------------------------------ */

/* The issue that became this one goes with what led to it; jumps are paired anew. */
static enum kb_err
settle(struct kb_put_job *p)
{
	enum kb_err err = kb_rows_settle(p->store, p->ctx, p->id);
	return err || !p->twin ? err : kb_rows_settle(p->store, p->ctx, p->twin);
}

/* What a person corrected is kept where its text is still the same. */
static void
carry(struct kb_put_job *p)
{
	for (size_t i = 0; i < p->match.nnews; i++) {
		struct kb_new *n = &p->match.news[i];
		if (n->old && n->old->corrected) {
			struct kb_article *copy = kb_arena_alloc(&p->arena, 1, sizeof(*copy));
			*copy = *n->article;
			kb_correct_carry(&p->arena, n->old->corrected, copy);
			n->article = copy;
		}
	}
}

/* An issue reached by its own name needs no detour. */
static enum kb_err
unlead_issue(struct kb_put_job *p)
{
	struct kb_buf ref = { 0 };
	kb_ref_issue(&ref, p->issue->paper, p->issue->day, (kb_str){ p->undated, 8 },
	             kb_id_edition(p->id));
	struct kb_query q = kb_put_query(p, SQL_UNMOVE);
	kb_bind_text(&q, kb_buf_str(&ref));
	enum kb_err err = kb_query_run(&q);
	kb_buf_release(&ref);
	return err;
}

static enum kb_err
write_all(struct kb_put_job *p)
{
	enum kb_err err = kb_put_clear(p);
	if (err) {
		return err;
	}
	p->match.issue = p->id;
	kb_match_run(&p->match, kb_put_leads_elsewhere, p);
	carry(p);
	err = kb_put_rows(p);
	err = err ? err : kb_put_moved(p);
	err = err ? err : unlead_issue(p);
	return err ? err : settle(p);
}

/*
 * The same bytes under a date that a person has changed since: the issue that
 * they lead to has them already.
 */
static enum kb_err
find_redated(struct kb_put_job *p, bool *there)
{
	struct kb_buf ref = { 0 };
	struct kb_buf led = { 0 };
	kb_issue_id issue = 0;
	kb_article_id article = 0;
	enum kb_err err = KB_OK;
	kb_ref_issue(&ref, p->issue->paper, p->issue->day, (kb_str){ p->undated, 8 },
	             p->issue->edition);
	*there = false;
	if (kb_moved_to(p->store, p->ctx, kb_buf_str(&ref), &led) &&
	    kb_store_resolve(p->store, p->ctx, kb_buf_str(&led), &issue, &article) == KB_OK) {
		struct kb_query q = kb_put_query(p, SQL_OF_SOURCE);
		kb_bind_blob(&q, kb_put_hash(p->sha));
		kb_bind_int(&q, issue);
		*there = kb_query_row(&q);
		err = kb_query_end(&q);
	}
	p->id = *there ? issue : p->id;
	kb_buf_release(&ref);
	kb_buf_release(&led);
	return err;
}

/*
 * Interchange that says what is there already changes nothing: an export that
 * comes back must not take the place of the source it was made from.
 */
static bool
said_already(struct kb_put_job *p)
{
	struct kb_issue there;
	struct kb_buf ours = { 0 };
	struct kb_buf theirs = { 0 };
	if (p->source->keep || kb_store_load(p->store, p->ctx, &p->arena, p->id, &there) != KB_OK) {
		return false;
	}
	kb_issue_write_json(&ours, p->issue, false);
	kb_issue_write_json(&theirs, &there, false);
	bool same = kb_str_eq(kb_buf_str(&ours), kb_buf_str(&theirs));
	kb_buf_release(&ours);
	kb_buf_release(&theirs);
	return same;
}

static enum kb_err
put_issue(struct kb_put_job *p, bool page_given, enum kb_put *what)
{
	size_t same = 0;
	bool redated = false;
	enum kb_err err = find_redated(p, &redated);
	if (err || redated) {
		*what = KB_PUT_UNCHANGED;
		return err;
	}
	err = collect(p);
	err = err ? err : locate(p);
	bool held = false;
	err = err ? err : find_article(p, page_given, &held);
	if (held) {
		*what = KB_PUT_UNCHANGED;
		return KB_OK;
	}
	err = err ? err : compare(p, page_given, &same);
	if (err) {
		return err;
	}
	bool there = p->twin != 0;
	for (size_t i = 0; i < p->npages; i++) {
		there = there || p->pages[i].there;
	}
	bool unchanged = same == p->npages || (there && said_already(p));
	if (there && !unchanged && p->issue->excerpt) {
		return kb_fail(p->ctx, KB_E_USAGE,
		               _("an excerpt cannot take the place of pages that are here; import "
		                 "it into an archive of its own"));
	}
	*what = unchanged ? KB_PUT_UNCHANGED : there ? KB_PUT_REPLACED : KB_PUT_NEW;
	return *what == KB_PUT_UNCHANGED ? KB_OK : write_all(p);
}

static void
release(struct kb_put_job *p)
{
	kb_buf_release(&p->twin_ref);
	kb_arena_release(&p->arena);
}

enum kb_err
kb_store_put(struct kb_store *store, struct kb_ctx *ctx, const struct kb_issue *issue,
             bool page_given, const struct kb_source *source, enum kb_put *what, kb_issue_id *id)
{
	struct kb_put_job p = { .store = store, .ctx = ctx, .issue = issue, .source = source };
	enum kb_put done = KB_PUT_NEW;
	kb_sha256(source->bytes, p.sha);
	kb_undated_name(issue, p.sha, p.undated);
	enum kb_err err = kb_store_write_begin(store, ctx);
	if (err) {
		return err;
	}
	err = put_issue(&p, page_given, &done);
	err = kb_store_write_end(store, ctx, err, false);
	if (!err) {
		*what = done;
		*id = p.id;
	}
	release(&p);
	return err;
}

/* --- again ------------------------------------------------------------------------------ */

/* The articles of an issue with the numbers of their references, whole. */
static enum kb_err
load_version(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id id,
             struct kb_version *out)
{
	size_t n = 0;
	enum kb_err err = kb_store_articles(store, ctx, a, id, &out->rows, &n);
	err = err ? err : kb_store_load(store, ctx, a, id, &out->issue);
	out->id = id;
	return err;
}

/* Pages of other sources are left alone. */
static enum kb_err
locate_again(struct kb_put_job *p)
{
	struct kb_strs ours = { 0 };
	struct kb_strs all = { 0 };
	enum kb_err err = kb_rows_pages(p->store, p->ctx, &p->arena, p->twin, p->again, &ours);
	err = err ? err : kb_rows_pages(p->store, p->ctx, &p->arena, p->id, 0, &all);
	for (size_t i = 0; i < all.n && !err; i++) {
		bool own = false;
		bool again = false;
		for (size_t k = 0; k < ours.n; k++) {
			own = own || (p->id == p->twin && kb_str_eq(ours.v[k], all.v[i]));
		}
		for (size_t k = 0; k < p->npages; k++) {
			again = again || kb_str_eq(p->pages[k].page, all.v[i]);
		}
		if (again && !own) {
			err = kb_fail(p->ctx, KB_E_DATA,
			              _("page %.*s is there already, from another file"),
			              KB_ARG(all.v[i]));
		}
	}
	return err;
}

static enum kb_err
put_again(struct kb_put_job *p)
{
	enum kb_err err = collect(p);
	err = err ? err : locate(p);
	err = err ? err : locate_again(p);
	err = err ? err : kb_store_issue_ref(p->store, p->ctx, p->twin, &p->twin_ref);
	if (!err && p->id == p->twin) {
		p->twin = 0;
	}
	return err ? err : write_all(p);
}

enum kb_err
kb_store_put_again(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id id,
                   const struct kb_stored *from, const struct kb_issue *issue, bool undo,
                   struct kb_version *before, struct kb_version *after)
{
	struct kb_put_job p = { .store = store,
		                .ctx = ctx,
		                .issue = issue,
		                .source = &from->source,
		                .again = from->id,
		                .twin = id };
	kb_sha256(from->source.bytes, p.sha);
	kb_undated_name(issue, p.sha, p.undated);
	enum kb_err err = kb_store_write_begin(store, ctx);
	if (err) {
		return err;
	}
	err = load_version(store, ctx, a, id, before);
	err = err ? err : put_again(&p);
	err = err ? err : load_version(store, ctx, a, p.id, after);
	err = kb_store_write_end(store, ctx, err, undo);
	release(&p);
	return err;
}
