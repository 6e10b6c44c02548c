/*
 * Search against brute force: an archive made at random from the bundled pages,
 * with pages replaced, removed, dated and corrected; whatever is asked, what is
 * found is what comparing every field of every article finds.
 */
#include <dirent.h>

#include "kanbao/fold.h"
#include "kanbao/search.h"
#include "kanbao/text.h"
#include "store_help.h"

#include "../../tui/store/index.h"

static unsigned
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

static void
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

static kb_str
any_line(const struct pool *pool, unsigned *x)
{
	return pool->lines.v[next_random(x) % pool->lines.n];
}

static void
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

static void
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
static kb_issue_id
any_issue(struct fix *f, unsigned *x)
{
	struct kb_issue_row *rows = NULL;
	size_t n = 0;
	must(f, kb_store_issues(f->store, &f->ctx, &f->arena, 0, true, 0, 500, &rows, &n));
	return n ? rows[next_random(x) % n].id : 0;
}

static void
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

/* --- brute force ------------------------------------------------------------------------ */

/* An article with its fields folded each on its own. */
struct plain {
	kb_article_id id;
	kb_str page;
	kb_str paper;
	kb_day day;
	struct kb_folded *fields;
	bool titles[64];
	bool names[64];
	bool labels[64];
	size_t n;
};
struct corpus {
	struct plain *v;
	size_t n;
};

static void
add_field(struct kb_arena *a, struct plain *p, kb_str text)
{
	struct kb_folded f = { 0 };
	kb_folded_add(&f, text);
	assert_true(p->n < 64);
	p->fields[p->n].cp = kb_arena_alloc(a, f.n, sizeof(uint32_t));
	memcpy(p->fields[p->n].cp, f.cp, f.n * sizeof(uint32_t));
	p->fields[p->n++].n = f.n;
	kb_folded_release(&f);
}

static void
add_names(struct kb_arena *a, struct plain *p, const struct kb_credits *credits)
{
	for (size_t i = 0; i < credits->n; i++) {
		add_field(a, p, credits->v[i].role);
		add_field(a, p, credits->v[i].name);
		p->names[p->n - 1] = true;
	}
}

static void
make_plain(struct kb_arena *a, const struct kb_article *article, struct plain *p)
{
	const kb_str titles[] = { article->kicker, article->headline, article->deck };
	p->fields = kb_arena_alloc(a, 64, sizeof(*p->fields));
	for (size_t i = 0; i < 3; i++) {
		p->titles[p->n] = true;
		add_field(a, p, titles[i]);
	}
	p->labels[p->n] = true;
	add_field(a, p, article->label);
	add_field(a, p, article->lead);
	add_names(a, p, &article->credits);
	for (size_t i = 0; i < article->body.n; i++) {
		add_field(a, p, article->body.v[i]);
	}
	for (size_t i = 0; i < article->ncaptions; i++) {
		add_field(a, p, article->captions[i].text);
		add_names(a, p, &article->captions[i].credits);
	}
}

/* All articles, newest first. */
static void
load_corpus(struct fix *f, struct kb_arena *a, struct corpus *c)
{
	struct kb_issue_row *issues = NULL;
	size_t nissues = 0;
	size_t cap = 0;
	must(f, kb_store_issues(f->store, &f->ctx, a, 0, true, 0, 10000, &issues, &nissues));
	for (size_t i = 0; i < nissues; i++) {
		struct kb_article_row *rows = NULL;
		size_t n = 0;
		must(f, kb_store_articles(f->store, &f->ctx, a, issues[i].id, &rows, &n));
		for (size_t k = 0; k < n; k++) {
			struct kb_article article;
			must(f, kb_store_article(f->store, &f->ctx, a, rows[k].id, &article));
			c->v = kb_arena_grow(a, c->v, c->n, &cap, sizeof(*c->v));
			struct plain *p = &c->v[c->n++];
			*p = (struct plain){ .id = rows[k].id,
				             .page = article.page,
				             .paper = issues[i].paper,
				             .day = issues[i].day };
			make_plain(a, &article, p);
		}
	}
}

static bool
stands_in(const struct kb_folded *f, struct kb_piece piece)
{
	for (size_t i = 0; i + piece.n <= f->n; i++) {
		if (f->cp[i] == piece.cp[0] &&
		    memcmp(f->cp + i, piece.cp, piece.n * sizeof(uint32_t)) == 0) {
			return true;
		}
	}
	return false;
}

static bool
somewhere(const struct plain *p, enum kb_field field, struct kb_piece piece)
{
	for (size_t i = 0; i < p->n; i++) {
		bool counts = field == KB_FIELD_ANY || (field == KB_FIELD_TITLE && p->titles[i]) ||
		              (field == KB_FIELD_BY && p->names[i]) ||
		              (field == KB_FIELD_LABEL && p->labels[i]);
		if (counts && stands_in(&p->fields[i], piece)) {
			return true;
		}
	}
	return false;
}

static bool
term_holds(const struct plain *p, const struct kb_word *t)
{
	if (t->field == KB_FIELD_DATE) {
		return p->day != KB_DAY_NONE && (t->first == KB_DAY_NONE || p->day >= t->first) &&
		       (t->last == KB_DAY_NONE || p->day <= t->last);
	}
	if (t->field == KB_FIELD_PAGE) {
		return strncasecmp(p->page.p, t->page.p, p->page.n) == 0 && p->page.n == t->page.n;
	}
	if (t->field == KB_FIELD_PAPER) {
		return kb_str_find(p->paper, t->typed) != SIZE_MAX;
	}
	for (size_t i = 0; i < t->nalts; i++) {
		if (somewhere(p, t->field, t->alts[i])) {
			return true;
		}
	}
	for (size_t i = 0; i < t->npieces; i++) {
		if (!somewhere(p, t->field, t->pieces[i])) {
			return false;
		}
	}
	return true;
}

static bool
is_meant(const struct plain *p, const struct kb_terms *terms)
{
	for (size_t i = 0; i < terms->n; i++) {
		if (term_holds(p, &terms->v[i]) == terms->v[i].excluded) {
			return false;
		}
	}
	return true;
}

/* --- comparing ---------------------------------------------------------------------------- */

/* All pages of what is found, compared id by id. Returns how many there are. */
static size_t
compare(struct fix *f, const struct corpus *c, const char *typed, size_t limit, bool oldest)
{
	struct kb_arena a = { 0 };
	struct kb_terms terms;
	kb_terms_parse(&a, kb_str_of(typed), 0, &terms);
	must(f, kb_search_sounds(f->store, &f->ctx, &a, &terms));
	struct kb_search s = { .terms = &terms,
		               .first = KB_DAY_NONE,
		               .last = KB_DAY_NONE,
		               .oldest = oldest,
		               .limit = limit };
	struct kb_found found = { 0 };
	size_t at = 0;
	size_t count = 0;
	bool empty = kb_terms_empty(&terms);
	for (size_t i = 0; i < c->n; i++) {
		const struct plain *p = &c->v[oldest ? c->n - 1 - i : i];
		if (empty || !is_meant(p, &terms)) {
			continue;
		}
		if (at == found.n && !found.end) {
			must(f, kb_search_run(f->store, &f->ctx, &a, &s, &found));
			assert_true(found.n <= limit);
			s.from = found.reached;
			at = 0;
		}
		if (at == found.n || found.ids[at] != p->id) {
			fail_msg("'%s' misses an article, or finds one too many", typed);
		}
		at++;
		count++;
	}
	while (at == found.n && !found.end) {
		must(f, kb_search_run(f->store, &f->ctx, &a, &s, &found));
		s.from = found.reached;
		at = 0;
	}
	if (at != found.n) {
		fail_msg("'%s' finds more than there is", typed);
	}
	kb_arena_release(&a);
	return count;
}

/* A part of a line, from a few characters to many. */
static void
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

static void
any_query(struct kb_buf *out, const struct pool *pool, unsigned *x)
{
	static const char *const extra[] = {
		" 版:1",       " -版:A4",   " 日期:2020", " -日期:2021",  " 2021-03..2022-02",
		" 报:柯城",    " -报:日报", " 记者:方心", " 记者:方心怡", " 栏目:国际",
		" -栏目:要闻", " 摄",       " 12",        " a",           " -记者",
		" 的",
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

static void
check_queries(struct fix *f, const struct pool *pool, unsigned *x, int queries)
{
	struct kb_arena a = { 0 };
	struct corpus c = { 0 };
	struct kb_buf typed = { 0 };
	size_t found = 0;
	load_corpus(f, &a, &c);
	for (int i = 0; i < queries; i++) {
		any_query(&typed, pool, x);
		found += compare(f, &c, typed.p, 1 + next_random(x) % 60, next_random(x) % 8 == 0);
	}
	assert_true(found > (size_t)queries); /* it was no test of nothing */
	kb_buf_release(&typed);
	kb_arena_release(&a);
}

static void
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

static void
test_exact(void **state)
{
	struct fix *f = *state;
	struct pool pool = { 0 };
	unsigned x = 4;
	read_pool(&pool);
	fill(f, &pool, &x);
	check_queries(f, &pool, &x, 3000);
	kb_arena_release(&pool.arena);
}

static bool
stop_after_one(void *user, int64_t done)
{
	(void)user;
	assert_true(done > 0);
	return false;
}

/* Made anew in pieces, with changes in between: exact before, meanwhile and after. */
static void
test_rebuilt(void **state)
{
	struct fix *f = *state;
	struct pool pool = { 0 };
	unsigned x = 5;
	bool whole = false;
	read_pool(&pool);
	fill(f, &pool, &x);
	must(f, kb_store_index_drop(f->store, &f->ctx));
	must(f, kb_store_indexed(f->store, &f->ctx, &whole));
	assert_false(whole);
	check_queries(f, &pool, &x, 100);
	enum kb_err err = kb_store_index(f->store, &f->ctx, stop_after_one, NULL);
	assert_true(err == KB_E_INTERRUPTED);
	must(f, kb_store_indexed(f->store, &f->ctx, &whole));
	assert_false(whole);
	for (int i = 0; i < 20; i++) {
		put_any(f, &pool, &x);
		change_any(f, &pool, &x);
	}
	check_queries(f, &pool, &x, 300);
	must(f, kb_store_index(f->store, &f->ctx, NULL, NULL));
	must(f, kb_store_indexed(f->store, &f->ctx, &whole));
	assert_true(whole);
	check_queries(f, &pool, &x, 300);
	kb_arena_release(&pool.arena);
}

static bool
has_rows(struct fix *f, enum kb_sql sql)
{
	struct kb_query q = kb_query(&f->store->db, &f->ctx, sql);
	bool has = kb_query_row(&q);
	must(f, kb_query_end(&q));
	return has;
}

static bool
has_words(struct fix *f)
{
	return has_rows(f, SQL_WORDS);
}

/* What is indexed goes out again without a rest. */
static void
test_nothing_left(void **state)
{
	struct fix *f = *state;
	struct pool pool = { 0 };
	unsigned x = 6;
	read_pool(&pool);
	fill(f, &pool, &x);
	assert_true(has_words(f));
	for (kb_issue_id id = any_issue(f, &x); id; id = any_issue(f, &x)) {
		must(f, kb_store_remove(f->store, &f->ctx, id, 0));
	}
	assert_false(has_words(f));
	kb_arena_release(&pool.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_exact, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_rebuilt, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_nothing_left, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
