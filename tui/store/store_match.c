/*
 * Which article of a replaced page is which of the new one.
 *
 * An article that is recognised keeps the ordinal of its reference even where
 * its place in the page changes: a reference that was written down must never
 * come to mean another article. Only the id says the order of reading.
 */
#include <string.h>

#include "store_int.h"

static bool
same_text(const struct kb_old *o, const struct kb_new *n)
{
	return memcmp(o->hash, n->hash, KB_HASH_SIZE) == 0;
}

static bool
same_headline(const struct kb_old *o, const struct kb_new *n)
{
	return o->headline.n > 0 && kb_str_eq(o->headline, n->article->headline);
}

static void
pair(struct kb_match *m, bool (*same)(const struct kb_old *, const struct kb_new *), bool same_page)
{
	for (size_t i = 0; i < m->nnews; i++) {
		struct kb_new *n = &m->news[i];
		for (size_t k = 0; k < m->nolds && !n->old; k++) {
			struct kb_old *o = &m->olds[k];
			if (!o->matched && same(o, n) &&
			    (!same_page || kb_str_eq(o->page, n->article->page))) {
				o->matched = true;
				n->old = o;
			}
		}
	}
}

static bool
keeps_place(const struct kb_match *m, const struct kb_new *n)
{
	return n->old && n->old->issue == m->issue && kb_str_eq(n->old->page, n->article->page);
}

/* Whether a reference of the page is another article's already. */
static bool
taken(const struct kb_match *m, kb_str page, int64_t ordinal)
{
	for (size_t i = 0; i < m->nnews; i++) {
		if (m->news[i].ordinal == ordinal && kb_str_eq(m->news[i].article->page, page)) {
			return true;
		}
	}
	for (size_t i = 0; i < m->nolds; i++) {
		const struct kb_old *o = &m->olds[i];
		if (o->matched && o->issue == m->issue && o->ordinal == ordinal &&
		    kb_str_eq(o->page, page)) {
			return true;
		}
	}
	return false;
}

void
kb_match_run(struct kb_match *m, bool (*used)(void *user, kb_str page, int64_t ordinal), void *user)
{
	pair(m, same_text, true);
	pair(m, same_text, false);
	pair(m, same_headline, true);
	pair(m, same_headline, false);
	for (size_t i = 0; i < m->nnews; i++) {
		m->news[i].ordinal = keeps_place(m, &m->news[i]) ? m->news[i].old->ordinal : 0;
	}
	if (m->nolds == 0) {
		/* the usual case: nothing was there, so only old detours can be in the way */
		for (size_t i = 0; i < m->nnews; i++) {
			int64_t ordinal = m->news[i].place;
			while (used(user, m->news[i].article->page, ordinal)) {
				ordinal += KB_ID_SLOT_MAX;
			}
			m->news[i].ordinal = ordinal;
		}
		return;
	}
	for (size_t i = 0; i < m->nnews; i++) {
		struct kb_new *n = &m->news[i];
		int64_t ordinal = n->place;
		while (!n->ordinal && (taken(m, n->article->page, ordinal) ||
		                       used(user, n->article->page, ordinal))) {
			ordinal++;
		}
		n->ordinal = n->ordinal ? n->ordinal : ordinal;
	}
}
