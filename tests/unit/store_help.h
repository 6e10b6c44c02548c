/* An archive in a folder of its own, and issues in short, for the tests of the store. */
#ifndef KANBAO_STORE_HELP_H
#define KANBAO_STORE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "kanbao/store.h"

/* An archive in a folder of its own. */
struct fix {
	char dir[64];
	char path[96];
	struct kb_ctx ctx;
	struct kb_arena arena;
	struct kb_store *store; /* open for writing */
};

static inline void
must(struct fix *f, enum kb_err err)
{
	if (err) {
		fail_msg("%d: %s", (int)err, f->ctx.message.p);
	}
}

static inline int
set_up(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	const char *tmp = getenv("TMPDIR");
	snprintf(f->dir, sizeof(f->dir), "%.40s/kbXXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->path, sizeof(f->path), "%s/a.db", f->dir);
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &f->store));
	*state = f;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct fix *f = *state;
	kb_store_close(f->store);
	unlink(f->path);
	assert_int_equal(rmdir(f->dir), 0); /* nothing was left beside the archive */
	kb_arena_release(&f->arena);
	kb_ctx_release(&f->ctx);
	free(f);
	return 0;
}

/* An article in short: page, headline, one paragraph ("" = none). */
struct art {
	const char *page;
	const char *headline;
	const char *body;
};

static inline struct kb_issue
issue_of(struct fix *f, const char *paper, const char *date, int edition, const struct art *arts,
         size_t n)
{
	struct kb_issue issue = {
		.paper = kb_str_of(paper), .day = KB_DAY_NONE, .edition = edition, .narticles = n
	};
	if (date) {
		assert_true(kb_date_scan(kb_str_of(date), &issue.day) > 0);
		issue.date_source = KB_DATE_OPTION;
	}
	issue.articles = kb_arena_alloc(&f->arena, n, sizeof(*issue.articles));
	for (size_t i = 0; i < n; i++) {
		issue.articles[i].page = kb_str_of(arts[i].page);
		issue.articles[i].headline = kb_str_of(arts[i].headline);
		if (arts[i].body[0]) {
			kb_strs_add(&f->arena, &issue.articles[i].body, kb_str_of(arts[i].body));
		}
	}
	return issue;
}

static inline enum kb_err
put_bytes(struct fix *f, const struct kb_issue *issue, const char *bytes, bool page_given,
          enum kb_put *what, kb_issue_id *id)
{
	const struct kb_source source = {
		.name = KB_STR("f.txt"), .bytes = kb_str_of(bytes), .keep = true, .day = KB_DAY_NONE
	};
	return kb_store_put(f->store, &f->ctx, issue, page_given, &source, what, id);
}

/* Puts an issue that must be taken; the bytes are made up from its texts. */
static inline kb_issue_id
put(struct fix *f, const char *paper, const char *date, int edition, const struct art *arts,
    size_t n, enum kb_put expected)
{
	struct kb_issue issue = issue_of(f, paper, date, edition, arts, n);
	struct kb_buf bytes = { 0 };
	enum kb_put what = KB_PUT_NEW;
	kb_issue_id id = 0;
	kb_buf_printf(&bytes, "%s %s %d", paper ? paper : "", date ? date : "", edition);
	for (size_t i = 0; i < n; i++) {
		kb_buf_printf(&bytes, "\n%s %s %s", arts[i].page,
		              arts[i].headline ? arts[i].headline : "", arts[i].body);
	}
	must(f, put_bytes(f, &issue, bytes.p, true, &what, &id));
	assert_int_equal(what, expected);
	kb_buf_release(&bytes);
	return id;
}
#define PUT(f, paper, date, edition, arts, what) \
	put(f, paper, date, edition, arts, sizeof(arts) / sizeof(*(arts)), what)

/* The headlines of an issue in the order of reading: "a b c". */
static inline const char *
headlines(struct fix *f, kb_issue_id id)
{
	struct kb_article_row *rows = NULL;
	size_t n = 0;
	struct kb_buf out = { 0 };
	must(f, kb_store_articles(f->store, &f->ctx, &f->arena, id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		kb_buf_printf(&out, "%s%.*s", i ? " " : "", KB_ARG(rows[i].head.headline));
	}
	kb_str kept = kb_arena_dup(&f->arena, kb_buf_str(&out));
	kb_buf_release(&out);
	return kept.p;
}

/* The headline that a reference leads to, "#" and the issue's reference, or the error's number. */
static inline const char *
lookup(struct fix *f, const char *ref)
{
	kb_issue_id issue = 0;
	kb_article_id article = 0;
	struct kb_article a;
	struct kb_buf out = { 0 };
	enum kb_err err = kb_store_resolve(f->store, &f->ctx, kb_str_of(ref), &issue, &article);
	if (err) {
		kb_buf_printf(&out, "%d", kb_err_status(err));
	} else if (article) {
		must(f, kb_store_article(f->store, &f->ctx, &f->arena, article, &a));
		assert_true(kb_article_issue(article) == issue);
		kb_buf_add(&out, a.headline);
	} else {
		kb_buf_byte(&out, '#');
		must(f, kb_store_issue_ref(f->store, &f->ctx, issue, &out));
	}
	kb_str kept = kb_arena_dup(&f->arena, kb_buf_str(&out));
	kb_buf_release(&out);
	return kept.p;
}

#endif
