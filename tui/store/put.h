/*
 * Putting an issue in, shared by its three files: store_put.c decides what
 * goes where, store_put_rows.c replaces and adds rows, and store_moved.c
 * leads old references on.
 */
#ifndef KANBAO_STORE_PUT_H
#define KANBAO_STORE_PUT_H

#include "store_int.h"

/* A page of the issue being put. */
struct kb_put_page {
	kb_str page;
	int position;
	int64_t slots; /* taken by articles of it and of pages that share its position */
	bool there;    /* the archive has it already */
};

/* One put. */
struct kb_put_job {
	struct kb_store *store;
	struct kb_ctx *ctx;
	struct kb_arena arena;
	const struct kb_issue *issue;
	const struct kb_source *source;
	unsigned char sha[KB_HASH_SIZE];
	char undated[9]; /* eight hex digits */
	int64_t paper;
	kb_issue_id id;
	kb_issue_id
		twin;  /* the issue of the same bytes under another date, which becomes this one */
	int64_t again; /* the source that is read again, 0: a new one */
	struct kb_buf twin_ref;
	struct kb_put_page *pages;
	size_t npages;
	size_t pages_cap;
	struct kb_match match;
};

/* The statement, on the archive being written. */
struct kb_query kb_put_query(struct kb_put_job *p, enum kb_sql id);
/* The first column of the first row, `none` where there is no row or NULL. */
enum kb_err kb_put_int(struct kb_query *q, int64_t none, int64_t *out);
kb_str kb_put_hash(const unsigned char *p);
/* The page of that name, added where it is new. */
struct kb_put_page *kb_put_page_of(struct kb_put_job *p, kb_str name);

/* Takes the pages out that are replaced, after their articles were noted for the match. */
enum kb_err kb_put_clear(struct kb_put_job *p);
/* Adds source, issue, pages and articles; the match has been run. */
enum kb_err kb_put_rows(struct kb_put_job *p);

/* Leads references on to where the articles are now. */
enum kb_err kb_put_moved(struct kb_put_job *p);
/* For kb_match_run(): whether the reference is another article's by `moved`. */
bool kb_put_leads_elsewhere(void *user, kb_str page, int64_t ordinal);

#endif
