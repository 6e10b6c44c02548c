/*
 * Halves of stories that are cut over pages (R7). Every 下转 is weighed
 * against every 上接 whose pages fit; the best pair is taken first.
 */
#include "kanbao/jump.h"

#include <stdlib.h>
#include <string.h>

#include "kanbao/text.h"
#include "parse_int.h"

/* So much of a text is compared. */
#define TEXT_BYTES 900
#define GRAMS_MAX 512

/* The weight of what speaks for a pair; those under LEAST are none. */
enum {
	SCORE_PAGES = 40, /* both pages fit */
	SCORE_PAGE = 10,  /* one page fits, the other is not known well */
	SCORE_TITLE = 40, /* same words in the headlines, at most */
	SCORE_WORDS = 30, /* same words in headline and text, at most */
	SCORE_GRAMMAR = 25,
	SCORE_BYLINE = 20, /* less where the second half has a byline */
	LEAST = 35,
};

/* Pairs of neighbouring characters, sorted. */
struct grams {
	uint64_t v[GRAMS_MAX];
	size_t n;
};

/* All that is compared of one end. */
struct words {
	struct grams title;
	struct grams text; /* title, head and tail */
};

struct candidate {
	size_t from;
	size_t to;
	int score;
};

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a;
	uint64_t y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static int
by_score(const void *a, const void *b)
{
	const struct candidate *x = a;
	const struct candidate *y = b;
	if (x->score != y->score) {
		return x->score > y->score ? -1 : 1;
	}
	if (x->from != y->from) {
		return x->from < y->from ? -1 : 1;
	}
	return (x->to > y->to) - (x->to < y->to);
}

static int
by_place(const void *a, const void *b)
{
	const struct kb_jump_pair *x = a;
	const struct kb_jump_pair *y = b;
	return (x->from > y->from) - (x->from < y->from);
}

/* Bigrams of Han characters, digits and letters; marks part them. */
static void
add_grams(struct grams *g, kb_str s)
{
	uint32_t before = 0;
	s = kb_str_sub(s, 0, TEXT_BYTES);
	for (size_t off = 0; off < s.n && g->n < GRAMS_MAX;) {
		uint32_t cp = kb_utf8_next(s, &off);
		bool word = kb_cp_han(cp) || (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'z');
		if (word && before) {
			g->v[g->n++] = (uint64_t)before << 32 | cp;
		}
		before = word ? cp : 0;
	}
}

/* Sorted, each once. */
static void
settle(struct grams *g)
{
	size_t n = 0;
	qsort(g->v, g->n, sizeof(g->v[0]), by_number);
	for (size_t i = 0; i < g->n; i++) {
		if (n == 0 || g->v[n - 1] != g->v[i]) {
			g->v[n++] = g->v[i];
		}
	}
	g->n = n;
}

static void
read_words(struct words *w, const struct kb_jump_end *end)
{
	add_grams(&w->title, end->title);
	add_grams(&w->text, end->title);
	add_grams(&w->text, end->head);
	add_grams(&w->text, end->tail);
	settle(&w->title);
	settle(&w->text);
}

/* Shared bigrams in parts of a hundred of the smaller set. */
static int
shared(const struct grams *a, const struct grams *b)
{
	size_t both = 0;
	size_t least = a->n < b->n ? a->n : b->n;
	for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
		both += a->v[i] == b->v[k];
		bool less = a->v[i] < b->v[k];
		bool same = a->v[i] == b->v[k];
		i += less || same;
		k += !less || same;
	}
	return least ? (int)(both * 100 / least) : 0;
}

static bool
letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* "2" on a page of section A is A2. */
static bool
same_page(kb_str a, kb_str b)
{
	if (a.n && b.n && letter(a.p[0]) != letter(b.p[0])) {
		a = kb_str_sub(a, letter(a.p[0]), a.n);
		b = kb_str_sub(b, letter(b.p[0]), b.n);
	}
	return a.n > 0 && kb_str_eq(a, b);
}

/* The second half goes on where the first stopped. */
static int
grammar(const struct kb_jump_end *from, const struct kb_jump_end *to)
{
	bool open = from->tail.n && kb_text_open(from->tail);
	bool goes_on = to->head.n && !kb_text_begins(to->head);
	return open == goes_on ? SCORE_GRAMMAR : 0;
}

static int
weigh(const struct kb_jump_end *from, const struct words *fw, const struct kb_jump_end *to,
      const struct words *tw)
{
	bool there = same_page(from->jump_to, to->page);
	bool back = same_page(to->jump_from, from->page);
	/* a page that no mark names is taken for the first: it proves nothing against */
	bool unknown = same_page(from->page, to->page);
	if ((!there || !back) && !(unknown && (there || back))) {
		return 0;
	}
	int score = there && back ? SCORE_PAGES : SCORE_PAGE;
	int title = shared(&fw->title, &tw->title);
	int words = shared(&fw->text, &tw->title);
	int all = shared(&fw->text, &tw->text);
	score += SCORE_TITLE * title / 100;
	score += SCORE_WORDS * (words > all ? words : all) / 100;
	score += grammar(from, to);
	score -= to->byline ? SCORE_BYLINE : 0;
	/* without both pages there must be words that both have */
	bool related = title > 0 || words > 0 || all >= 8;
	return (there && back) || related ? score : 0;
}

/* The places of those that jump, and those that continue. */
static size_t
collect(const struct kb_jump_end *ends, size_t n, bool to, size_t *places)
{
	size_t count = 0;
	for (size_t i = 0; i < n && count < KB_JUMPS_MAX; i++) {
		if (to ? ends[i].jump_to.n > 0 : ends[i].jump_from.n > 0) {
			places[count++] = i;
		}
	}
	return count;
}

/* Every pair that may be, the best first. */
static size_t
weigh_all(struct kb_arena *a, const struct kb_jump_end *ends, const size_t *outs, size_t nouts,
          const size_t *ins, size_t nins, struct candidate **found)
{
	struct words *words = kb_arena_alloc(a, nouts + nins, sizeof(*words));
	struct candidate *list = NULL;
	size_t n = 0;
	size_t cap = 0;
	for (size_t i = 0; i < nouts; i++) {
		read_words(&words[i], &ends[outs[i]]);
	}
	for (size_t i = 0; i < nins; i++) {
		read_words(&words[nouts + i], &ends[ins[i]]);
	}
	for (size_t i = 0; i < nouts; i++) {
		for (size_t k = 0; k < nins; k++) {
			int score = outs[i] == ins[k] ? 0
			                              : weigh(&ends[outs[i]], &words[i],
			                                      &ends[ins[k]], &words[nouts + k]);
			if (score >= LEAST) {
				list = kb_arena_grow(a, list, n, &cap, sizeof(*list));
				list[n++] = (struct candidate){ outs[i], ins[k], score };
			}
		}
	}
	if (n) {
		qsort(list, n, sizeof(*list), by_score);
	}
	*found = list;
	return n;
}

size_t
kb_jumps_match(struct kb_arena *a, const struct kb_jump_end *ends, size_t n,
               struct kb_jump_pair **pairs)
{
	size_t outs[KB_JUMPS_MAX];
	size_t ins[KB_JUMPS_MAX];
	size_t nouts = collect(ends, n, true, outs);
	size_t nins = collect(ends, n, false, ins);
	*pairs = NULL;
	if (!nouts || !nins) {
		return 0;
	}
	struct candidate *list;
	size_t count = weigh_all(a, ends, outs, nouts, ins, nins, &list);
	bool *out_used = kb_arena_alloc(a, n, sizeof(*out_used));
	bool *in_used = kb_arena_alloc(a, n, sizeof(*in_used));
	size_t made = 0;
	*pairs = kb_arena_alloc(a, nouts < nins ? nouts : nins, sizeof(**pairs));
	for (size_t i = 0; i < count; i++) {
		const struct candidate *c = &list[i];
		if (!out_used[c->from] && !in_used[c->to]) {
			out_used[c->from] = true;
			in_used[c->to] = true;
			(*pairs)[made++] = (struct kb_jump_pair){ c->from, c->to };
		}
	}
	qsort(*pairs, made, sizeof(**pairs), by_place);
	return made;
}

struct kb_jump_end
kb_jump_end_of(const struct kb_article *article)
{
	const struct kb_strs *body = &article->body;
	return (struct kb_jump_end){
		.page = article->page,
		.jump_to = article->jump_to,
		.jump_from = article->jump_from,
		.title = article->headline.n ? article->headline
		         : article->kicker.n ? article->kicker
		                             : article->deck,
		.head = body->n ? body->v[0] : KB_STR_NULL,
		.tail = body->n ? body->v[body->n - 1] : KB_STR_NULL,
		.byline = article->lead.n > 0 || article->credits.n > 0,
	};
}
