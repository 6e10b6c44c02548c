/*
 * Breaking a heading that has no blanks: into a given number of lines, about
 * even, and rather at the edge of a quotation or before a number than inside
 * a name. All ways are weighed (dynamic programming): headings are short.
 */
#include <limits.h>
#include <stdlib.h>

#include "kanbao/mem.h"
#include "layout_int.h"

/* Longer ones are filled like paragraphs. */
#define MAX_SPOTS 400

/* What a break costs; 100 is a line shorter by its whole share. */
#define COST_EDGE (-20) /* beside quotes, after points, before numbers */
#define COST_INSIDE 60  /* inside quotation marks or brackets */
#define COST_NUMBER 30  /* 5|户, 第|5 */
#define COST_LEVEL 1000 /* at any but a free place, by level */
#define IMPOSSIBLE (INT_MAX / 2)

/* A place between two clusters. */
struct spot {
	size_t at;
	int cols; /* cells before it */
	int cost; /* of a break here */
};

struct balance {
	kb_str text;
	const unsigned char *levels;
	int room;  /* cells of the longest line */
	int share; /* cells of a line if all were even */
	struct spot *spots;
	size_t n;
	int *best;    /* [line × n + spot]: cost of the lines up to there */
	size_t *prev; /* the spot at which the last of them begins */
};

static bool
is_digit(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0xff10 && cp <= 0xff19);
}

/* Cost of a break between two characters, `depth` marks of pairs being open. */
static int
break_cost(uint32_t before, uint32_t after, int depth, unsigned char level)
{
	const unsigned closing = KB_MARK_START | KB_MARK_CLOSE_QUOTE;
	int cost = level == KB_BREAK_FREE ? 0 : COST_LEVEL * level;
	bool edge = (kb_mark_flags(before) & closing) || (kb_mark_flags(after) & KB_MARK_END);
	if (depth > 0) {
		cost += COST_INSIDE;
	} else if (before == 0x7b2c || (is_digit(before) && kb_cp_han(after))) { /* 第 */
		cost += COST_NUMBER;
	} else if (edge || is_digit(after)) {
		cost += COST_EDGE;
	}
	return cost;
}

/* How many pairs a character opens (1) or closes (−1). */
static int
pairs(uint32_t cp)
{
	unsigned flags = kb_mark_flags(cp);
	bool closes = flags & KB_MARK_PAIR_END;
	return (flags & KB_MARK_END) && !(flags & KB_MARK_START) ? 1 : closes ? -1 : 0;
}

/* The spots of [from, to); false where there are too many. */
static bool
find_spots(struct balance *b, size_t from, size_t to, enum kb_ambiguous ambiguous)
{
	int depth = 0;
	uint32_t before = 0;
	for (size_t off = from; off < to;) {
		kb_str cluster = { b->text.p + off, kb_cluster_next(b->text, off) };
		size_t first = 0;
		uint32_t cp = kb_utf8_next(cluster, &first);
		struct spot *spot = &b->spots[b->n++];
		spot->at = off;
		spot->cost = off == from ? 0 : break_cost(before, cp, depth, b->levels[off]);
		if (b->n == MAX_SPOTS) {
			return false;
		}
		int change = pairs(cp);
		depth = depth + change > 0 ? depth + change : 0;
		spot[1].cols = spot->cols + kb_cluster_cols(cluster, ambiguous);
		before = cp;
		off += cluster.n;
	}
	b->spots[b->n++].at = to;
	return true;
}

static int
line_cost(const struct balance *b, size_t from, size_t to)
{
	int cols = b->spots[to].cols - b->spots[from].cols;
	int off = (cols - b->share) * 10 / (b->share > 0 ? b->share : 1);
	return cols > b->room ? IMPOSSIBLE : off * off;
}

/* The cheapest way to end line `line` at spot `to`. */
static void
weigh(struct balance *b, size_t line, size_t to)
{
	int *best = &b->best[line * b->n + to];
	*best = IMPOSSIBLE;
	for (size_t from = to; from-- > 0;) {
		int cost = line_cost(b, from, to);
		if (cost == IMPOSSIBLE) {
			break; /* and all farther ones are longer */
		}
		int before = line ? b->best[(line - 1) * b->n + from] : from ? IMPOSSIBLE : 0;
		cost += b->spots[to].cost;
		if (before != IMPOSSIBLE && before + cost < *best) {
			*best = before + cost;
			b->prev[line * b->n + to] = from;
		}
	}
}

static bool
solve(struct balance *b, size_t lines, size_t *ends)
{
	b->best = kb_calloc(lines * b->n, sizeof(*b->best));
	b->prev = kb_calloc(lines * b->n, sizeof(*b->prev));
	for (size_t line = 0; line < lines; line++) {
		b->best[line * b->n] = IMPOSSIBLE;
		for (size_t to = 1; to < b->n; to++) {
			weigh(b, line, to);
		}
	}
	bool found = b->best[lines * b->n - 1] != IMPOSSIBLE;
	size_t at = b->n - 1;
	for (size_t line = lines; found && line-- > 0;) {
		ends[line] = b->spots[at].at;
		at = b->prev[line * b->n + at];
	}
	free(b->best);
	free(b->prev);
	return found;
}

bool
kb_balance(kb_str text, const unsigned char *levels, size_t from, size_t to, int cols,
           enum kb_ambiguous ambiguous, size_t lines, size_t *ends)
{
	struct balance b = { .text = text, .levels = levels, .room = cols };
	b.spots = kb_calloc(MAX_SPOTS + 2, sizeof(*b.spots));
	bool found = find_spots(&b, from, to, ambiguous);
	if (found) {
		b.share = (b.spots[b.n - 1].cols + (int)lines - 1) / (int)lines;
		found = solve(&b, lines, ends);
	}
	free(b.spots);
	return found;
}
