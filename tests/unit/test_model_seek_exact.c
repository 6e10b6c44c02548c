/*
 * The search behind the prompt against brute force: what is asked at random,
 * in every order and within every limit, is answered with the very hits, page
 * by page, the very counts, months and facets.
 */
#include "kanbao/seek.h"
#include "search_brute.h"

struct world {
	struct fix *f;
	struct kb_arena arena;
	struct corpus corpus;
	struct kb_article *articles; /* one a corpus row */
	struct kb_seek *seek;
};

/* What a query means: rows of the corpus. */
struct meant {
	size_t rows[2000];
	size_t n;
};

static bool
within(const struct kb_ask *ask, const struct plain *p)
{
	if (ask->issue && kb_article_issue(p->id) != ask->issue) {
		return false;
	}
	if ((ask->first != KB_DAY_NONE || ask->last != KB_DAY_NONE) &&
	    (p->day == KB_DAY_NONE
	             ? ask->first != KB_DAY_NONE
	             : p->day < ask->first || (ask->last != KB_DAY_NONE && p->day > ask->last))) {
		return false;
	}
	return !ask->paper.p || kb_str_find(p->paper, ask->paper) != SIZE_MAX;
}

static void
find_meant(struct world *w, const struct kb_ask *ask, const struct kb_terms *terms,
           struct meant *out)
{
	out->n = 0;
	for (size_t i = 0; i < w->corpus.n && !kb_terms_empty(terms); i++) {
		const struct plain *p = &w->corpus.v[i];
		if (within(ask, p) && is_meant(p, terms)) {
			out->rows[out->n++] = i;
		}
	}
}

/* --- order ----------------------------------------------------------------------------------- */

/* How often the positive terms about any text stand in a text. */
static size_t
places(kb_str text, const struct kb_terms *terms, bool title)
{
	struct kb_folded f = { 0 };
	size_t n = 0;
	kb_folded_add(&f, text);
	for (size_t i = 0; i < terms->n; i++) {
		const struct kb_word *t = &terms->v[i];
		size_t in_term = 0;
		bool counts = !t->excluded &&
		              (t->field == KB_FIELD_ANY || (title && t->field == KB_FIELD_TITLE));
		for (size_t k = 0; counts && k < t->npieces + t->nalts; k++) {
			struct kb_piece piece =
				k < t->npieces ? t->pieces[k] : t->alts[k - t->npieces];
			for (size_t at = 0; at + piece.n <= f.n;) {
				bool here = memcmp(f.cp + at, piece.cp, piece.n * 4) == 0;
				in_term += here;
				at += here ? piece.n : 1;
			}
		}
		n += title ? in_term > 0 : in_term;
	}
	kb_folded_release(&f);
	return n;
}

static uint64_t
rank_of(const struct kb_article *a, const struct kb_terms *terms)
{
	uint64_t headline = places(a->headline, terms, true);
	uint64_t titles = places(a->kicker, terms, true) + places(a->deck, terms, true);
	uint64_t text = places(a->lead, terms, false);
	for (size_t i = 0; i < a->body.n; i++) {
		text += places(a->body.v[i], terms, false);
	}
	for (size_t i = 0; i < a->ncaptions; i++) {
		text += places(a->captions[i].text, terms, false);
	}
	return headline << 48 | titles << 32 | text;
}

/* Insertion sort: those that are as good stay newest first. */
static void
put_in_order(struct world *w, enum kb_seek_order order, const struct kb_terms *terms,
             struct meant *m)
{
	uint64_t ranks[2000];
	for (size_t i = 0; i < m->n && order == KB_SEEK_BEST; i++) {
		size_t row = m->rows[i];
		uint64_t rank = rank_of(&w->articles[row], terms);
		size_t at = i;
		for (; at > 0 && ranks[at - 1] < rank; at--) {
			ranks[at] = ranks[at - 1];
			m->rows[at] = m->rows[at - 1];
		}
		ranks[at] = rank;
		m->rows[at] = row;
	}
	for (size_t i = 0; i < m->n / 2 && order == KB_SEEK_OLDEST; i++) {
		size_t row = m->rows[i];
		m->rows[i] = m->rows[m->n - 1 - i];
		m->rows[m->n - 1 - i] = row;
	}
}

/* --- facets ------------------------------------------------------------------------------------ */

static bool
has_value(struct world *w, size_t row, enum kb_facet facet, kb_str name)
{
	const struct kb_article *a = &w->articles[row];
	const struct plain *p = &w->corpus.v[row];
	char year[8];
	bool by = false;
	switch (facet) {
	case KB_FACET_YEAR:
		snprintf(year, sizeof(year), "%04d", kb_day_ymd(p->day).year);
		return p->day != KB_DAY_NONE && kb_str_eq(name, kb_str_of(year));
	case KB_FACET_PAPER:
		return kb_str_eq(name, p->paper);
	case KB_FACET_PAGE:
		return kb_str_eq(name, a->page);
	case KB_FACET_LABEL:
		return kb_str_eq(name, a->label);
	case KB_FACET_BY:
	case KB_FACET_COUNT:
	default:
		for (size_t i = 0; i < a->credits.n; i++) {
			by = by || kb_str_eq(name, a->credits.v[i].name);
		}
		for (size_t i = 0; i < a->ncaptions; i++) {
			const struct kb_credits *c = &a->captions[i].credits;
			for (size_t k = 0; k < c->n; k++) {
				by = by || kb_str_eq(name, c->v[k].name);
			}
		}
		return by;
	}
}

static void
check_facets(struct world *w, const struct kb_answer *a, const struct meant *m, const char *text)
{
	for (enum kb_facet facet = 0; facet < KB_FACET_COUNT; facet++) {
		const struct kb_facet_list *list = &a->facets[facet];
		size_t sum = 0;
		for (size_t i = 0; i < list->n; i++) {
			size_t n = 0;
			for (size_t k = 0; k < m->n; k++) {
				n += has_value(w, m->rows[k], facet, list->v[i].name);
			}
			if (n != list->v[i].n) {
				fail_msg("'%s': %s is in %zu, not %zu", text, list->v[i].name.p, n,
				         list->v[i].n);
			}
			assert_true(i == 0 || facet == KB_FACET_YEAR ||
			            list->v[i - 1].n >= list->v[i].n);
			sum += n;
		}
		/* every article has a paper and a page, every dated one a year */
		size_t wanted = facet == KB_FACET_YEAR ? m->n - a->undated : m->n;
		bool one =
			facet == KB_FACET_YEAR || facet == KB_FACET_PAPER || facet == KB_FACET_PAGE;
		assert_true(!one || sum == wanted);
	}
}

static void
check_chart(struct world *w, const struct kb_answer *a, const struct meant *m)
{
	size_t sum = 0;
	for (size_t month = 0; month < a->chart.months; month++) {
		struct kb_ymd first = { a->chart.year, a->chart.month, 1 };
		kb_day from = kb_day_add_months(kb_day_of(first), (int)month);
		kb_day to = kb_day_add_months(from, 1);
		size_t n = 0;
		for (size_t i = 0; i < m->n; i++) {
			kb_day day = w->corpus.v[m->rows[i]].day;
			n += day != KB_DAY_NONE && day >= from && day < to;
		}
		assert_int_equal(n, a->chart.n[month]);
		assert_true(n > 0 || (month > 0 && month + 1 < a->chart.months));
		sum += n;
	}
	assert_int_equal(sum + a->undated, m->n);
}

/* --- the whole ------------------------------------------------------------------------------------ */

static struct kb_answer *
ask(struct world *w, const struct kb_ask *ask)
{
	(void)kb_seek_ask(w->seek, ask);
	assert_true(kb_seek_wait(w->seek, 20000));
	struct kb_answer *a = kb_seek_take(w->seek);
	if (a->err) {
		fail_msg("%s", a->message.p);
	}
	return a;
}

/* All pages of it. Returns how many articles there are. */
static size_t
check(struct world *w, struct kb_ask q)
{
	struct kb_arena arena = { 0 };
	struct kb_terms terms;
	static struct meant m;
	kb_terms_parse(&arena, q.typed, kb_day_today(), &terms);
	must(w->f, kb_search_sounds(w->f->store, &w->f->ctx, &arena, &terms));
	find_meant(w, &q, &terms, &m);
	put_in_order(w, q.order, &terms, &m);
	size_t at = 0;
	bool more = true;
	while (more) {
		struct kb_answer *a = ask(w, &q);
		for (size_t i = 0; i < a->nhits; i++, at++) {
			if (at == m.n || a->hits[i].id != w->corpus.v[m.rows[at]].id) {
				fail_msg("'%s', order %d: hit %zu is another", q.typed.p,
				         (int)q.order, at);
			}
		}
		if (!q.from && a->asks) {
			assert_true(a->counted && a->count == m.n && a->looked == m.n);
			check_chart(w, a, &m);
			check_facets(w, a, &m, q.typed.p);
		}
		more = a->more;
		q.from = a->next;
		kb_answer_free(a);
	}
	if (at != m.n) {
		fail_msg("'%s', order %d: %zu hits, not %zu", q.typed.p, (int)q.order, at, m.n);
	}
	kb_arena_release(&arena);
	return m.n;
}

static struct kb_ask
any_ask(struct world *w, const struct kb_buf *typed, unsigned *x)
{
	struct kb_ask q = { .typed = kb_buf_str(typed),
		            .cursor = SIZE_MAX,
		            .first = KB_DAY_NONE,
		            .last = KB_DAY_NONE,
		            .order = (enum kb_seek_order)(next_random(x) % 3),
		            .limit = 20 + next_random(x) % 60 };
	kb_day day = kb_day_of((struct kb_ymd){ 2021, 1 + (int)(next_random(x) % 12), 1 });
	switch (next_random(x) % 8) {
	case 0:
		q.issue = kb_article_issue(w->corpus.v[next_random(x) % w->corpus.n].id);
		break;
	case 1:
		q.first = day;
		break;
	case 2:
		q.first = day;
		q.last = day + 300;
		break;
	case 3:
		q.paper = next_random(x) % 2 ? KB_STR("柯城") : KB_STR("日报");
		break;
	default:
		break;
	}
	return q;
}

static void
test_exact(void **state)
{
	static const char *const letters[] = { "kecheng", "fangxinyi", "nongcun 柯城",
		                               "ke共富",  "gongfu",    "-柯城 xian" };
	struct world w = { .f = *state };
	struct pool pool = { 0 };
	struct kb_buf typed = { 0 };
	unsigned x = 11;
	size_t found = 0;
	read_pool(&pool);
	fill(w.f, &pool, &x);
	load_corpus(w.f, &w.arena, &w.corpus);
	assert_true(w.corpus.n > 100 && w.corpus.n < 2000);
	w.articles = kb_arena_alloc(&w.arena, w.corpus.n, sizeof(*w.articles));
	for (size_t i = 0; i < w.corpus.n; i++) {
		must(w.f, kb_store_article(w.f->store, &w.f->ctx, &w.arena, w.corpus.v[i].id,
		                           &w.articles[i]));
	}
	must(w.f, kb_seek_open(&w.f->ctx, w.f->path, &w.seek));
	for (int i = 0; i < 240; i++) {
		any_query(&typed, &pool, &x);
		if (i % 20 == 0) {
			kb_buf_clear(&typed);
			kb_buf_add(&typed, kb_str_of(letters[i / 20 % 6]));
		}
		found += check(&w, any_ask(&w, &typed, &x));
	}
	assert_true(found > 240); /* it was no test of nothing */
	kb_seek_close(w.seek);
	kb_buf_release(&typed);
	kb_arena_release(&pool.arena);
	kb_arena_release(&w.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_exact, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
