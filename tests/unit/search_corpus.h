/* For tests of search: an archive made at random from the bundled pages, and queries for it. */
#ifndef KANBAO_SEARCH_CORPUS_H
#define KANBAO_SEARCH_CORPUS_H

#include <dirent.h>

#include "kanbao/search.h"
#include "kanbao/text.h"
#include "store_help.h"

static inline unsigned
next_random(unsigned *x)
{
	*x = *x * 1664525u + 1013904223u;
	return *x >> 8;
}

/* --- the corpus ---------------------------------------------------------------------- */

/* Lines of the bundled pages. */
struct pool {
	struct kb_strs lines;
	struct kb_arena arena;
};

static inline void
read_pool(struct pool *pool)
{
	DIR *dir = opendir("assets/issues");
	assert_non_null(dir);
	struct dirent *entry;
	while ((entry = readdir(dir))) {
		char path[512];
		char line[4096];
		snprintf(path, sizeof(path), "assets/issues/%s", entry->d_name);
		FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "re");
		while (file && fgets(line, sizeof(line), file)) {
			kb_str s = kb_str_trim(kb_str_of(line));
			if (s.n) {
				kb_strs_add(&pool->arena, &pool->lines,
				            kb_arena_dup(&pool->arena, s));
			}
		}
		if (file) {
			fclose(file);
		}
	}
	closedir(dir);
	assert_true(pool->lines.n > 100);
}

static inline kb_str
any_line(const struct pool *pool, unsigned *x)
{
	return pool->lines.v[next_random(x) % pool->lines.n];
}

static inline void
any_article(const struct pool *pool, struct kb_arena *a, unsigned *x, struct kb_article *out)
{
	static const char *const pages[] = { "1", "2", "A4" };
	static const char *const names[] = { "方心怡", "楼郁馨", "梁含笑", "方心" };
	static const char *const labels[] = { NULL, "要闻", "國際" };
	*out = (struct kb_article){ .page = kb_str_of(pages[next_random(x) % 3]) };
	out->label = kb_str_of(labels[next_random(x) % 3]);
	out->headline = any_line(pool, x);
	out->kicker = next_random(x) % 3 ? KB_STR_NULL : any_line(pool, x);
	for (unsigned i = 0; i < next_random(x) % 4; i++) {
		kb_strs_add(a, &out->body, any_line(pool, x));
	}
	if (next_random(x) % 2) {
		kb_credits_add(a, &out->credits, KB_STR("记者"),
		               kb_str_of(names[next_random(x) % 4]));
	}
	if (next_random(x) % 8 == 0) {
		out->captions = kb_arena_alloc(a, 1, sizeof(*out->captions));
		out->ncaptions = 1;
		out->captions[0].text = any_line(pool, x);
		kb_credits_add(a, &out->captions[0].credits, KB_STR("摄"), KB_STR("吴铁鸣"));
	}
}

static inline void
put_any(struct fix *f, const struct pool *pool, unsigned *x)
{
	struct kb_article articles[8];
	struct kb_issue issue = { .paper = next_random(x) % 4 ? KB_STR("今日柯城")
		                                              : KB_STR("衢州日报"),
		                  .edition = 1,
		                  .articles = articles,
		                  .narticles = 1 + next_random(x) % 8 };
	/* few days, so that pages are replaced */
	issue.day = kb_day_of((struct kb_ymd){ 2020 + (int)(next_random(x) % 3),
	                                       1 + (int)(next_random(x) % 12), 13 });
	issue.day = next_random(x) % 20 ? issue.day : KB_DAY_NONE;
	for (size_t i = 0; i < issue.narticles; i++) {
		any_article(pool, &f->arena, x, &articles[i]);
	}
	char bytes[32];
	enum kb_put what;
	kb_issue_id id;
	snprintf(bytes, sizeof(bytes), "%u", *x);
	must(f, put_bytes(f, &issue, bytes, true, &what, &id));
}

/* A random issue of those that are there, 0 where there is none. */
static inline kb_issue_id
any_issue(struct fix *f, unsigned *x)
{
	struct kb_issue_row *rows = NULL;
	size_t n = 0;
	must(f, kb_store_issues(f->store, &f->ctx, &f->arena, 0, true, 0, 500, &rows, &n));
	return n ? rows[next_random(x) % n].id : 0;
}

static inline void
change_any(struct fix *f, const struct pool *pool, unsigned *x)
{
	kb_issue_id issue = any_issue(f, x);
	kb_issue_id out;
	struct kb_article_row *rows = NULL;
	size_t n = 0;
	must(f, kb_store_articles(f->store, &f->ctx, &f->arena, issue, &rows, &n));
	switch (next_random(x) % 3) {
	case 0:
		must(f, kb_store_remove(f->store, &f->ctx, issue,
		                        next_random(x) % 2 ? rows[next_random(x) % n].id : 0));
		break;
	case 1:
		must(f,
		     kb_store_date(f->store, &f->ctx, issue,
		                   kb_day_of((struct kb_ymd){ 2019, 1 + (int)(next_random(x) % 12),
		                                              1 + (int)(next_random(x) % 28) }),
		                   1 + (int)(next_random(x) % 30), &out));
		break;
	default:
		must(f, kb_store_correct(f->store, &f->ctx, rows[next_random(x) % n].id,
		                         KB_STR("headline"), any_line(pool, x)));
	}
}

static inline void
fill(struct fix *f, const struct pool *pool, unsigned *x)
{
	bool whole = false;
	for (int i = 0; i < 120; i++) {
		put_any(f, pool, x);
		if (i % 3 == 2) {
			change_any(f, pool, x);
		}
	}
	must(f, kb_store_indexed(f->store, &f->ctx, &whole));
	assert_true(whole);
}

/* --- queries -------------------------------------------------------------------------- */

/* A part of a line, from a few characters to many. */
static inline void
add_part(struct kb_buf *out, const struct pool *pool, unsigned *x)
{
	kb_str line = any_line(pool, x);
	size_t chars = kb_utf8_count(line);
	size_t from = next_random(x) % chars;
	size_t n = 1 + next_random(x) % (next_random(x) % 3 ? 4 : 12);
	size_t off = 0;
	for (size_t i = 0; i < from + n && off < line.n; i++) {
		uint32_t cp = kb_utf8_next(line, &off);
		if (i >= from && cp != '"') {
			kb_buf_cp(out, cp);
		}
	}
}

static inline void
any_query(struct kb_buf *out, const struct pool *pool, unsigned *x)
{
	static const char *const extra[] = {
		" 版:1",
		" -版:A4",
		" 日期:2020",
		" -日期:2021",
		" 2021-03..2022-02",
		" 报:柯城",
		" -报:日报",
		" 记者:方心",
		" 记者:方心怡",
		" 栏目:国际",
		" -栏目:要闻",
		" 摄",
		" 12",
		" a",
		" -记者",
		" 的",
		" kecheng",
		" gongfu",
		" 标题:nongcun",
	};
	kb_buf_clear(out);
	switch (next_random(x) % 8) {
	case 0:
		kb_buf_add(out, KB_STR("标题:"));
		break;
	case 1:
		kb_buf_byte(out, '"');
		break;
	default:
		break;
	}
	add_part(out, pool, x);
	if (out->p[0] == '"') {
		kb_buf_byte(out, '"');
	}
	if (next_random(x) % 4 == 0) {
		kb_buf_add(out, next_random(x) % 2 ? KB_STR(" ") : KB_STR(" -"));
		add_part(out, pool, x);
	}
	if (next_random(x) % 4 == 0) {
		kb_buf_add(out,
		           kb_str_of(extra[next_random(x) % (sizeof(extra) / sizeof(*extra))]));
	}
}

#endif
