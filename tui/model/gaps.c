/* Gaps in the numbers of a paper: what is missing, doubled, out of line. */
#include "kanbao/gaps.h"

const char *
kb_gap_name(enum kb_gap_kind kind)
{
	static const char *const names[] = { [KB_GAP_MISSING] = "missing",
		                             [KB_GAP_DOUBLED] = "doubled",
		                             [KB_GAP_ODD] = "odd",
		                             [KB_GAP_BACK] = "back" };
	return names[kind];
}

struct walk {
	struct kb_arena *a;
	struct kb_gap *v;
	size_t n;
	size_t cap;
	struct kb_number before; /* the last one that is in line; number 0: none yet */
	long odd; /* numbers out of line since then: each stands for one that is missing */
};

static void
add(struct walk *w, enum kb_gap_kind kind, long first, long last, struct kb_number after)
{
	w->v = kb_arena_grow(w->a, w->v, w->n, &w->cap, sizeof(*w->v));
	w->v[w->n++] = (struct kb_gap){ kind, first, last, w->before, after };
}

/* The numbers on both sides go on as if it were not there: a misprint. */
static bool
is_odd(long before, long number, long next)
{
	return next > before && (number < before || number > next);
}

static void
step(struct walk *w, struct kb_number at, long next)
{
	long by = at.number - w->before.number;
	bool edition = by == 0 && at.day == w->before.day;
	if (w->before.number && !edition && next && is_odd(w->before.number, at.number, next)) {
		add(w, KB_GAP_ODD, at.number, at.number, at);
		w->odd++;
		return;
	}
	if (w->before.number && !edition && by == 0) {
		add(w, KB_GAP_DOUBLED, at.number, at.number, at);
	} else if (w->before.number && by < 0) {
		add(w, KB_GAP_BACK, at.number, at.number, at);
	} else if (w->before.number && by - 1 > w->odd) {
		add(w, KB_GAP_MISSING, w->before.number + 1, at.number - 1, at);
	}
	w->before = at;
	w->odd = 0;
}

size_t
kb_gaps_find(struct kb_arena *a, const struct kb_number *numbers, size_t n, struct kb_gap **gaps)
{
	struct walk w = { .a = a };
	for (size_t i = 0; i < n; i++) {
		size_t next = i + 1;
		while (next < n && !numbers[next].number) {
			next++;
		}
		if (numbers[i].number) {
			step(&w, numbers[i], next < n ? numbers[next].number : 0);
		}
	}
	*gaps = w.v;
	return w.n;
}

bool
kb_gap_between(const struct kb_issue_row *older, const struct kb_issue_row *newer, long *first,
               long *last)
{
	if (!older->id || !newer->id || !kb_str_eq(older->paper, newer->paper) ||
	    older->number <= 0 || newer->number - older->number < 2) {
		return false;
	}
	*first = older->number + 1;
	*last = newer->number - 1;
	return true;
}
