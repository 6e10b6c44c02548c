/*
 * For tests of formats: a fixture (file or folder) as a bundle, its issues
 * against the gold beside it, and nothing of the printed text lost.
 */
#ifndef FORMAT_HELP_H
#define FORMAT_HELP_H

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "kanbao/format.h"
#include "kanbao/interchange.h"
#include "kanbao/text.h"

#define FIXTURES "tests/fixtures/formats/"
#define FILES_MAX 64
#define ISSUES_MAX 8

struct fixture {
	struct kb_ctx ctx;
	struct kb_arena a;
	struct kb_file files[FILES_MAX];
	struct kb_bundle bundle;
	kb_str json[ISSUES_MAX]; /* without masthead, dropped, doubts */
	kb_str all[ISSUES_MAX];  /* with all of it, blanks taken out */
	size_t n;
	enum kb_err err;
};

static inline kb_str
slurp(struct kb_arena *a, const char *path)
{
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	struct kb_buf buf = { 0 };
	char part[4096];
	for (size_t n; (n = fread(part, 1, sizeof(part), file)) > 0;) {
		kb_buf_add(&buf, (kb_str){ part, n });
	}
	(void)fclose(file);
	kb_str bytes = kb_arena_dup(a, kb_buf_str(&buf));
	kb_buf_release(&buf);
	return bytes;
}

static inline void
load_path(struct fixture *f, const char *path, const char *relative)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	if (!S_ISDIR(st.st_mode)) {
		assert_true(f->bundle.n < FILES_MAX);
		f->files[f->bundle.n++] = (struct kb_file){ kb_arena_printf(&f->a, "%s", relative),
			                                    slurp(&f->a, path) };
		return;
	}
	struct dirent **names;
	int n = scandir(path, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		if (names[i]->d_name[0] != '.') {
			kb_str under = kb_arena_printf(&f->a, "%s/%s", path, names[i]->d_name);
			kb_str inner = kb_arena_printf(&f->a, "%s%s%s", relative,
			                               *relative ? "/" : "", names[i]->d_name);
			load_path(f, under.p, inner.p);
		}
		free(names[i]);
	}
	free(names);
}

static inline void
fixture_open(struct fixture *f, const char *name)
{
	memset(f, 0, sizeof(*f));
	kb_str path = kb_arena_printf(&f->a, FIXTURES "%s", name);
	const char *base = strrchr(path.p, '/');
	struct stat st;
	assert_int_equal(stat(path.p, &st), 0);
	f->bundle = (struct kb_bundle){ .name = kb_str_of(base + 1), .files = f->files };
	load_path(f, path.p, S_ISDIR(st.st_mode) ? "" : base + 1);
}

static inline void
fixture_close(struct fixture *f)
{
	kb_ctx_release(&f->ctx);
	kb_arena_release(&f->a);
}

static inline kb_str
squeezed(struct kb_arena *a, kb_str s)
{
	struct kb_buf out = { 0 };
	for (size_t off = 0; off < s.n;) {
		size_t from = off;
		uint32_t cp = kb_utf8_next(s, &off);
		if (!kb_cp_blank(cp) && cp != '\n') {
			kb_buf_add(&out, kb_str_sub(s, from, off));
		}
	}
	kb_str text = kb_arena_dup(a, kb_buf_str(&out));
	kb_buf_release(&out);
	return text;
}

/* A role may be printed before its name or behind it. */
static inline void
credits_texts(struct kb_buf *out, const struct kb_credits *credits)
{
	for (size_t i = 0; i < credits->n; i++) {
		kb_str role = credits->v[i].role;
		kb_buf_printf(out, "%.*s%.*s%.*s\n", KB_ARG(role), KB_ARG(credits->v[i].name),
		              KB_ARG(role));
	}
}

/* All texts of the issue in a row: what stood together stands together. */
static inline void
texts(struct kb_buf *out, const struct kb_issue *issue)
{
	for (size_t i = 0; i < issue->masthead.n; i++) {
		kb_buf_printf(out, "%.*s\n", KB_ARG(issue->masthead.v[i]));
	}
	for (size_t i = 0; i < issue->dropped.n; i++) {
		kb_buf_printf(out, "%.*s\n", KB_ARG(issue->dropped.v[i]));
	}
	for (size_t i = 0; i < issue->npage_names; i++) {
		kb_buf_printf(out, "%.*s\n", KB_ARG(issue->page_names[i].name));
	}
	for (size_t i = 0; i < issue->narticles; i++) {
		const struct kb_article *v = &issue->articles[i];
		const kb_str parts[] = { v->label, v->kicker, v->headline, v->deck, v->lead };
		for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
			kb_buf_printf(out, "%.*s\n", KB_ARG(parts[k]));
		}
		credits_texts(out, &v->credits);
		for (size_t k = 0; k < v->body.n; k++) {
			kb_buf_printf(out, "%.*s\n", KB_ARG(v->body.v[k]));
		}
		for (size_t k = 0; k < v->ncaptions; k++) {
			kb_buf_printf(out, "%.*s\n", KB_ARG(v->captions[k].text));
			credits_texts(out, &v->captions[k].credits);
		}
	}
	kb_buf_printf(out, "%.*s", KB_ARG(issue->paper));
}

static inline enum kb_err
fixture_take(void *user, const struct kb_issue *issue, const struct kb_parse_report *report)
{
	struct fixture *f = user;
	struct kb_buf out = { 0 };
	(void)report;
	assert_true(f->n < ISSUES_MAX);
	texts(&out, issue);
	f->all[f->n] = squeezed(&f->a, kb_buf_str(&out));
	kb_buf_clear(&out);
	struct kb_issue plain = *issue;
	plain.masthead = plain.dropped = (struct kb_strs){ 0 };
	plain.articles = kb_arena_alloc(&f->a, issue->narticles, sizeof(*plain.articles));
	for (size_t i = 0; i < issue->narticles; i++) {
		plain.articles[i] = issue->articles[i];
		plain.articles[i].doubts = (struct kb_strs){ 0 };
	}
	kb_issue_write_json(&out, &plain, true);
	f->json[f->n++] = kb_arena_dup(&f->a, kb_buf_str(&out));
	kb_buf_release(&out);
	return KB_OK;
}

typedef enum kb_err reader(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                           const struct kb_parse_options *options, const struct kb_sink *sink);

static inline void
fixture_read(struct fixture *f, reader *read, const struct kb_parse_options *options)
{
	const struct kb_sink sink = { fixture_take, f };
	f->err = read(&f->ctx, &f->a, &f->bundle, options, &sink);
}

/* The first line that differs; cmocka itself shows no more than 1 KiB. */
static inline void
expect_same(const char *where, kb_str got, kb_str want)
{
	kb_str a = KB_STR_NULL;
	kb_str b = KB_STR_NULL;
	size_t line = 0;
	bool more = true;
	while (more && kb_str_eq(a, b)) {
		more = kb_str_split(&got, '\n', &a);
		more = kb_str_split(&want, '\n', &b) && more;
		line++;
	}
	if (!kb_str_eq(a, b)) {
		fail_msg("%s, line %zu:\n  got  %.*s\n  want %.*s", where, line, KB_ARG(a),
		         KB_ARG(b));
	}
}

/* One document, or one a line. */
static inline void
expect_gold(struct fixture *f, const char *gold)
{
	kb_str path = kb_arena_printf(&f->a, FIXTURES "%s", gold);
	kb_str rest = kb_str_trim(slurp(&f->a, path.p));
	bool lines = kb_str_ends(path, KB_STR("l"));
	size_t n = 0;
	for (kb_str doc; rest.p; n++) {
		struct kb_issue issue;
		struct kb_buf want = { 0 };
		if (lines) {
			(void)kb_str_split(&rest, '\n', &doc);
		} else {
			doc = rest;
			rest = KB_STR_NULL;
		}
		enum kb_err err = kb_issue_read_json(&f->ctx, &f->a, doc, &issue);
		if (err) {
			fail_msg("%s: %s", path.p, f->ctx.message.p);
		}
		kb_issue_write_json(&want, &issue, true);
		assert_true(n < f->n);
		expect_same(path.p, f->json[n], kb_buf_str(&want));
		kb_buf_release(&want);
	}
	assert_int_equal(n, f->n);
}

#endif
