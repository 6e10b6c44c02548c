/* References: names of issues and articles, made and found. */
#include <stdio.h>
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/ref.h"
#include "store_int.h"

#define UNDATED "undated-"

void
kb_ref_issue(struct kb_buf *out, kb_str paper, kb_day day, kb_str undated, int edition)
{
	kb_buf_add(out, paper.p ? paper : KB_STR("_"));
	if (day == KB_DAY_NONE) {
		kb_buf_printf(out, "/" UNDATED "%.*s", KB_ARG(undated));
	} else {
		char iso[KB_ISO_SIZE];
		kb_buf_printf(out, "/%s", kb_day_iso(day, iso));
	}
	if (edition > 1) {
		kb_buf_printf(out, ".%d", edition);
	}
}

void
kb_ref_place(struct kb_buf *out, kb_str page, int64_t ordinal)
{
	kb_buf_printf(out, "/%.*s/%lld", KB_ARG(page), (long long)ordinal);
}

void
kb_article_row_ref(kb_str issue_ref, const struct kb_article_row *row, struct kb_buf *out)
{
	kb_buf_add(out, issue_ref);
	kb_ref_place(out, row->head.page, row->ordinal);
}

void
kb_undated_name(const struct kb_issue *issue, const unsigned char sha[KB_HASH_SIZE], char out[9])
{
	if (issue->source_sha256.n >= 8) {
		(void)snprintf(out, 9, "%.8s", issue->source_sha256.p);
		return;
	}
	for (size_t i = 0; i < 4; i++) {
		(void)snprintf(out + 2 * i, 3, "%02x", (unsigned)sha[i]);
	}
}

void
kb_issue_ref(const struct kb_issue *issue, kb_str bytes, struct kb_buf *out)
{
	unsigned char sha[KB_HASH_SIZE];
	char undated[9];
	kb_sha256(bytes, sha);
	kb_undated_name(issue, sha, undated);
	kb_ref_issue(out, issue->paper, issue->day, (kb_str){ undated, 8 }, issue->edition);
}

static enum kb_err
gone(struct kb_ctx *ctx)
{
	return kb_fail(ctx, KB_E_NOTHING, _("it is not in the archive any more"));
}

static enum kb_err
issue_ref(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id id, struct kb_buf *out)
{
	struct kb_arena a = { 0 };
	struct kb_query q = kb_query(&store->db, ctx, SQL_ISSUE);
	kb_bind_int(&q, id);
	bool found = kb_query_row(&q);
	if (found) {
		kb_day day = kb_col_day(&q, 2);
		kb_ref_issue(out, kb_col_text(&q, &a, 1), day, kb_col_text(&q, &a, 3),
		             kb_id_edition(id));
	}
	kb_arena_release(&a);
	enum kb_err err = kb_query_end(&q);
	return err || found ? err : gone(ctx);
}

enum kb_err
kb_store_issue_ref(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id id, struct kb_buf *out)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = issue_ref(store, ctx, id, out);
		kb_store_end(store);
	}
	return err;
}

static enum kb_err
article_ref(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id, struct kb_buf *out)
{
	size_t before = out->n;
	enum kb_err err = issue_ref(store, ctx, kb_article_issue(id), out);
	if (err) {
		return err;
	}
	struct kb_arena a = { 0 };
	struct kb_query q = kb_query(&store->db, ctx, SQL_PLACE);
	kb_bind_int(&q, id);
	bool found = kb_query_row(&q);
	if (found) {
		kb_ref_place(out, kb_col_text(&q, &a, 0), kb_col_int(&q, 1));
	}
	kb_arena_release(&a);
	err = kb_query_end(&q);
	if (!found && out->p) {
		out->n = before;
		out->p[before] = '\0';
	}
	return err || found ? err : gone(ctx);
}

enum kb_err
kb_store_article_ref(struct kb_store *store, struct kb_ctx *ctx, kb_article_id id,
                     struct kb_buf *out)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = article_ref(store, ctx, id, out);
		kb_store_end(store);
	}
	return err;
}

/* --- finding --------------------------------------------------------------- */

/* A reference taken apart. */
struct parts {
	kb_str paper; /* absent: none given */
	kb_day day;
	kb_str undated; /* hex digits, absent where dated */
	int edition;    /* 0: not given */
	kb_str page;    /* absent: an issue */
	long ordinal;   /* 0: a page */
};

/* ".2" or nothing. */
static bool
parse_edition(kb_str s, int *edition)
{
	if (s.n == 0) {
		return true;
	}
	long n = 0;
	kb_str digits = kb_str_sub(s, 1, s.n);
	if (s.p[0] != '.' || kb_number_scan(digits, &n) != digits.n || n < 1 ||
	    n > KB_ID_EDITION_MAX) {
		return false;
	}
	*edition = (int)n;
	return true;
}

/* The component that says the day: a date or undated-XXXXXXXX, an edition behind. */
static bool
parse_day(kb_str s, struct parts *out)
{
	if (kb_str_starts(s, KB_STR(UNDATED))) {
		size_t from = strlen(UNDATED);
		out->undated = kb_str_sub(s, from, from + 8);
		out->day = KB_DAY_NONE;
		return out->undated.n == 8 &&
		       parse_edition(kb_str_sub(s, from + 8, s.n), &out->edition);
	}
	size_t n = kb_date_scan(s, &out->day);
	return n > 0 && parse_edition(kb_str_sub(s, n, s.n), &out->edition);
}

/* What stands behind the day: nothing, PAGE, or PAGE/ORDINAL. */
static bool
parse_place(kb_str rest, struct parts *out)
{
	if (!rest.p) {
		return true;
	}
	kb_str ordinal = KB_STR_NULL;
	(void)kb_str_split(&rest, '/', &out->page);
	if (!rest.p) {
		return out->page.n > 0;
	}
	(void)kb_str_split(&rest, '/', &ordinal);
	return !rest.p && out->page.n > 0 && ordinal.n > 0 &&
	       kb_number_scan(ordinal, &out->ordinal) == ordinal.n && out->ordinal > 0;
}

/* A paper's name may hold a slash, so the first part that is a day decides. */
static bool
parse_ref(kb_str ref, struct parts *out)
{
	*out = (struct parts){ .day = KB_DAY_NONE };
	if (parse_day(ref, out)) {
		return true; /* 2022/4/13 */
	}
	kb_str rest = ref;
	kb_str part;
	while (kb_str_split(&rest, '/', &part)) {
		*out = (struct parts){ .day = KB_DAY_NONE };
		if (parse_day(part, out)) {
			size_t before = (size_t)(part.p - ref.p);
			out->paper = before ? kb_str_sub(ref, 0, before - 1) : KB_STR_NULL;
			return parse_place(rest, out);
		}
	}
	return false;
}

static enum kb_err
one_int(struct kb_query *q, int64_t *out)
{
	*out = kb_query_row(q) ? kb_col_int(q, 0) : 0;
	return kb_query_end(q);
}

/* 0 in *out where the paper is unknown to the archive, −1 paper for "any". */
static enum kb_err
find_paper(struct kb_store *store, struct kb_ctx *ctx, const struct parts *p, int64_t *paper)
{
	*paper = -1;
	if (!p->paper.p) {
		return KB_OK;
	}
	*paper = 0;
	if (kb_str_eq(p->paper, KB_STR("_"))) {
		return KB_OK;
	}
	struct kb_query q = kb_query(&store->db, ctx, SQL_PAPER_BY_NAME);
	kb_bind_text(&q, p->paper);
	enum kb_err err = one_int(&q, paper);
	*paper = *paper ? *paper : KB_ID_PAPER_MAX + 1;
	return err;
}

static enum kb_err
find_undated(struct kb_store *store, struct kb_ctx *ctx, const struct parts *p, int64_t paper,
             kb_issue_id *issue)
{
	struct kb_query q = kb_query(&store->db, ctx, paper < 0 ? SQL_ANY_UNDATED : SQL_UNDATED);
	kb_bind_text(&q, p->undated);
	if (paper >= 0) {
		kb_bind_int(&q, paper);
	}
	return one_int(&q, issue);
}

/* Several issues answer: names them. */
static enum kb_err
fail_choice(struct kb_store *store, struct kb_ctx *ctx, const kb_issue_id *ids, size_t n)
{
	struct kb_buf names = { 0 };
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < n && !err; i++) {
		kb_buf_add(&names, i ? KB_STR(", ") : KB_STR(""));
		err = issue_ref(store, ctx, ids[i], &names);
	}
	if (!err) {
		err = kb_fail(ctx, KB_E_USAGE, _("several issues are meant, name one: %s"),
		              names.p);
	}
	kb_buf_release(&names);
	return err;
}

/* The issue of a day: a paper given or not, an edition (else the first) given or not. */
static enum kb_err
find_dated(struct kb_store *store, struct kb_ctx *ctx, const struct parts *p, int64_t paper,
           kb_issue_id *issue)
{
	kb_issue_id ids[9];
	size_t n = 0;
	int64_t low = kb_id_day(p->day) << 42;
	struct kb_query q = kb_query(&store->db, ctx, SQL_OF_DAY);
	if (paper >= 0) {
		low |= paper << 32;
		kb_bind_int(&q, low);
		kb_bind_int(&q, low | 0xffffffff);
	} else {
		kb_bind_int(&q, low);
		kb_bind_int(&q, low | (((int64_t)1 << 42) - 1));
	}
	int edition = p->edition ? p->edition : 1;
	while (kb_query_row(&q) && n < 9) {
		kb_issue_id id = kb_col_int(&q, 0);
		if (kb_id_edition(id) == edition || (paper < 0 && !p->edition)) {
			ids[n++] = id;
		}
	}
	enum kb_err err = kb_query_end(&q);
	if (err) {
		return err;
	}
	*issue = n ? ids[0] : 0;
	return n > 1 ? fail_choice(store, ctx, ids, n) : KB_OK;
}

static enum kb_err
find_issue(struct kb_store *store, struct kb_ctx *ctx, const struct parts *p, kb_issue_id *issue)
{
	int64_t paper;
	*issue = 0;
	enum kb_err err = find_paper(store, ctx, p, &paper);
	if (err || paper > KB_ID_PAPER_MAX) {
		return err;
	}
	return p->undated.p ? find_undated(store, ctx, p, paper, issue)
	                    : find_dated(store, ctx, p, paper, issue);
}

static enum kb_err
find_article(struct kb_store *store, struct kb_ctx *ctx, const struct parts *p, kb_issue_id issue,
             kb_article_id *article)
{
	int position = kb_page_position(p->page);
	struct kb_query q = kb_query(&store->db, ctx, p->ordinal ? SQL_BY_REF : SQL_FIRST_OF_PAGE);
	kb_bind_int(&q, kb_id_page_low(issue, position));
	kb_bind_int(&q, kb_id_page_high(issue, position));
	kb_bind_text(&q, p->page);
	if (p->ordinal) {
		kb_bind_int(&q, p->ordinal);
	}
	return one_int(&q, article);
}

static enum kb_err
find_parts(struct kb_store *store, struct kb_ctx *ctx, const struct parts *p, kb_issue_id *issue,
           kb_article_id *article)
{
	*article = 0;
	enum kb_err err = find_issue(store, ctx, p, issue);
	if (!err && *issue && p->page.p) {
		err = find_article(store, ctx, p, *issue, article);
	}
	return err;
}

static enum kb_err
resolve(struct kb_store *store, struct kb_ctx *ctx, kb_str ref, kb_issue_id *issue,
        kb_article_id *article)
{
	struct parts p;
	struct kb_buf led = { 0 };
	kb_issue_id i = 0;
	kb_article_id a = 0;
	if (kb_moved_to(store, ctx, ref, &led)) {
		ref = kb_buf_str(&led);
	}
	enum kb_err err = KB_OK;
	if (!parse_ref(ref, &p)) {
		err = kb_fail(ctx, KB_E_USAGE,
		              _("'%.*s' is no reference; write PAPER/DATE[/PAGE/NUMBER] or a date"),
		              KB_ARG(ref));
	}
	err = err ? err : find_parts(store, ctx, &p, &i, &a);
	if (!err && (!i || (p.page.p && !a))) {
		/* an article that has gone from an issue that got a date leads to that issue */
		struct kb_buf whole = { 0 };
		kb_ref_issue(&whole, p.paper, p.day, p.undated, p.edition);
		kb_buf_clear(&led);
		if (kb_moved_to(store, ctx, kb_buf_str(&whole), &led) &&
		    parse_ref(kb_buf_str(&led), &p)) {
			err = find_parts(store, ctx, &p, &i, &a);
		}
		kb_buf_release(&whole);
	}
	if (!err && (!i || (p.page.p && !a))) {
		err = kb_fail(ctx, KB_E_NOTHING, _("nothing in the archive is called '%.*s'"),
		              KB_ARG(ref));
	}
	if (!err) {
		*issue = i;
		*article = a;
	}
	kb_buf_release(&led);
	return err;
}

enum kb_err
kb_store_resolve(struct kb_store *store, struct kb_ctx *ctx, kb_str ref, kb_issue_id *issue,
                 kb_article_id *article)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (!err) {
		err = resolve(store, ctx, kb_str_trim(ref), issue, article);
		kb_store_end(store);
	}
	return err;
}

/* The issue that the reference before this one named: lists are in their order. */
struct last {
	struct parts p;
	kb_issue_id issue;
};

static bool
same_issue(const struct parts *a, const struct parts *b)
{
	return a->day == b->day && a->edition == b->edition && kb_str_eq(a->paper, b->paper) &&
	       kb_str_eq(a->undated, b->undated);
}

/*
 * The article that is called so now, 0 where none is. No reference that leads
 * elsewhere is given to an article again, so that need not be asked.
 */
static kb_article_id
named_so(struct kb_store *store, struct kb_ctx *ctx, kb_str ref, struct last *last)
{
	struct parts p;
	kb_article_id id = 0;
	if (!parse_ref(ref, &p) || !p.paper.p || !p.ordinal) {
		return 0;
	}
	if (!last->issue || !same_issue(&p, &last->p)) {
		last->p = p;
		if (find_issue(store, ctx, &p, &last->issue)) {
			last->issue = 0;
		}
	}
	return last->issue && !find_article(store, ctx, &p, last->issue, &id) ? id : 0;
}

enum kb_err
kb_store_resolve_all(struct kb_store *store, struct kb_ctx *ctx, const kb_str *refs, size_t n,
                     kb_article_id *out)
{
	enum kb_err err = kb_store_begin(store, ctx);
	if (err) {
		return err;
	}
	struct last last = { 0 };
	for (size_t i = 0; i < n && !err; i++) {
		kb_issue_id issue;
		out[i] = named_so(store, ctx, refs[i], &last);
		if (out[i]) {
			continue;
		}
		err = resolve(store, ctx, refs[i], &issue, &out[i]);
		/* not here, or no reference at all: somebody else's archive knows it */
		err = err == KB_E_NOTHING || err == KB_E_USAGE ? KB_OK : err;
	}
	kb_store_end(store);
	return err;
}
