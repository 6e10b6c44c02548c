/* For tests of search: what is meant, by comparing every field of every article. */
#ifndef KANBAO_SEARCH_BRUTE_H
#define KANBAO_SEARCH_BRUTE_H

#include "kanbao/fold.h"
#include "search_corpus.h"

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

static inline void
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

static inline void
add_names(struct kb_arena *a, struct plain *p, const struct kb_credits *credits)
{
	for (size_t i = 0; i < credits->n; i++) {
		add_field(a, p, credits->v[i].role);
		add_field(a, p, credits->v[i].name);
		p->names[p->n - 1] = true;
	}
}

static inline void
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
static inline void
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

static inline bool
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

static inline bool
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

static inline bool
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

static inline bool
is_meant(const struct plain *p, const struct kb_terms *terms)
{
	for (size_t i = 0; i < terms->n; i++) {
		if (term_holds(p, &terms->v[i]) == terms->v[i].excluded) {
			return false;
		}
	}
	return true;
}

#endif
