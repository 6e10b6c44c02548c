/*
 * The order in which the pieces of a page are read: the page is cut along its
 * white, downwards between stories, across between columns. A headline heads
 * what is below it; a story in a box inside another's columns waits until
 * that one has ended.
 */
#include <stdlib.h>
#include <math.h>

#include "pdf_int.h"

/* With more pieces it is no page of a paper: from top to bottom, then. */
#define PIECES_MAX 1000

struct cutting {
	struct kb_arena *a;
	const struct kb_piece *pieces;
	double em;
	struct kb_idxs *out;
};

/* Pieces of a part of the page. */
struct region {
	size_t *v;
	size_t n;
};

static const struct kb_piece *
at(const struct cutting *c, const struct region *r, size_t i)
{
	return &c->pieces[r->v[i]];
}

static int
by_top(const void *one, const void *two, void *pieces)
{
	const struct kb_piece *v = pieces;
	const struct kb_box *a = &v[*(const size_t *)one].box;
	const struct kb_box *b = &v[*(const size_t *)two].box;
	if (a->top != b->top) {
		return a->top < b->top ? -1 : 1;
	}
	return (a->left > b->left) - (a->left < b->left);
}

static int
by_left(const void *one, const void *two, void *pieces)
{
	const struct kb_piece *v = pieces;
	const struct kb_box *a = &v[*(const size_t *)one].box;
	const struct kb_box *b = &v[*(const size_t *)two].box;
	if (a->left != b->left) {
		return a->left < b->left ? -1 : 1;
	}
	return (a->top > b->top) - (a->top < b->top);
}

static void
sort(const struct cutting *c, struct region r, int (*how)(const void *, const void *, void *))
{
	/* qsort_r() hands the pieces on as they are */
	qsort_r(r.v, r.n, sizeof(*r.v), how, (void *)(uintptr_t)c->pieces);
}

static struct region
part(const struct region *r, size_t from, size_t to)
{
	return (struct region){ r->v + from, to - from };
}

static struct region
copy(const struct cutting *c, const struct region *r)
{
	struct region made = { kb_arena_alloc(c->a, r->n + 1, sizeof(*made.v)), r->n };
	for (size_t i = 0; i < r->n; i++) {
		made.v[i] = r->v[i];
	}
	return made;
}

static void
emit(struct cutting *c, size_t piece)
{
	kb_idxs_add(c->a, c->out, piece);
}

/* --- cuts; the region is sorted by top ---------------------------------------- */

/* An upright headline stands level with piece i. */
static bool
upright_beside(const struct cutting *c, const struct region *r, size_t i)
{
	double top = at(c, r, i)->box.top;
	for (size_t k = i; k < r->n && at(c, r, k)->box.top < top + c->em; k++) {
		if (at(c, r, k)->upright) {
			return true;
		}
	}
	return false;
}

/* A story begins with piece i: a headline, or its label just above it. */
static bool
begins(const struct cutting *c, const struct region *r, size_t i)
{
	const struct kb_piece *piece = at(c, r, i);
	if (upright_beside(c, r, i)) {
		return true;
	}
	if (piece->kind == KB_PIECE_TITLE) {
		return true;
	}
	if (!piece->brief || i + 1 >= r->n) {
		return false;
	}
	const struct kb_piece *next = at(c, r, i + 1);
	return next->kind == KB_PIECE_TITLE && next->box.top - piece->box.bottom < 2.5 * c->em &&
	       next->box.top >= piece->box.bottom - 0.5 * c->em;
}

/* The first place i > 0 where all before is above all from i on; n where none. */
static size_t
band_cut(const struct cutting *c, const struct region *r, bool story)
{
	double bottom = at(c, r, 0)->box.bottom;
	for (size_t i = 1; i < r->n; i++) {
		const struct kb_box *box = &at(c, r, i)->box;
		if (box->top > bottom - 0.4 * c->em && (!story || begins(c, r, i))) {
			return i;
		}
		bottom = fmax(bottom, box->bottom);
	}
	return r->n;
}

/* The first piece has nothing beside it, and heads the rest. */
static bool
heads_rest(const struct cutting *c, const struct region *r)
{
	const struct kb_piece *first = at(c, r, 0);
	return (first->kind == KB_PIECE_TITLE || first->brief) && band_cut(c, r, false) == 1;
}

/* Nothing of the region stands above title i. */
static bool
on_top(const struct cutting *c, const struct region *r, size_t i)
{
	const struct kb_piece *title = at(c, r, i);
	if (title->kind != KB_PIECE_TITLE || title->upright) {
		return false;
	}
	for (size_t k = 0; k < i; k++) {
		const struct kb_piece *piece = at(c, r, k);
		if (kb_box_across(&piece->box, &title->box) > 0 && !piece->brief) {
			return false;
		}
	}
	return true;
}

/* White from top to bottom of a region. */
struct gap {
	double x; /* its middle */
	double wide;
};

/* From left to right; `out` has room for as many as there are pieces. */
static size_t
find_gaps(const struct cutting *c, const struct region *r, struct gap *out)
{
	size_t n = 0;
	struct region sorted = copy(c, r);
	sort(c, sorted, by_left);
	double right = at(c, &sorted, 0)->box.right;
	for (size_t i = 1; i < sorted.n; i++) {
		const struct kb_box *box = &at(c, &sorted, i)->box;
		double wide = box->left - right;
		if (wide > -0.2 * c->em) {
			out[n++] = (struct gap){ (right + box->left) / 2, wide };
		}
		right = fmax(right, box->right);
	}
	return n;
}

/* The x of the widest of the gaps between from and to; NAN. */
static double
widest(const struct gap *gaps, size_t n, double from, double to)
{
	const struct gap *best = NULL;
	size_t low = 0;
	for (size_t high = n; low < high;) {
		size_t mid = low + (high - low) / 2;
		if (gaps[mid].x > from) {
			high = mid;
		} else {
			low = mid + 1;
		}
	}
	for (; low < n && gaps[low].x < to; low++) {
		if (!best || gaps[low].wide > best->wide) {
			best = &gaps[low];
		}
	}
	return best ? best->x : nan("");
}

/* A gap between one of the titles and another that begins no lower than it ends; NAN. */
static double
cut_between(const struct cutting *c, const struct region *tops, const struct gap *gaps, size_t n)
{
	for (size_t i = 0; i < tops->n; i++) {
		const struct kb_box *one = &at(c, tops, i)->box;
		for (size_t k = i + 1; k < tops->n; k++) {
			const struct kb_box *two = &at(c, tops, k)->box;
			if (two->top > one->bottom + 3 * c->em) {
				break;
			}
			double x = kb_box_across(one, two) > 0
			                   ? nan("")
			                   : widest(gaps, n, fmin(one->right, two->right) - c->em,
			                            fmax(one->left, two->left) + c->em);
			if (!isnan(x)) {
				return x;
			}
		}
	}
	return nan("");
}

/* Where two stories stand side by side, both headed at the top; NAN. */
static double
story_cut(const struct cutting *c, const struct region *r)
{
	struct kb_arena scratch = { 0 };
	const struct cutting own = { .a = &scratch, .pieces = c->pieces, .em = c->em };
	struct region tops = { kb_arena_alloc(&scratch, r->n, sizeof(*tops.v)), 0 };
	double x = nan("");
	for (size_t i = 0; i < r->n; i++) {
		if (on_top(c, r, i)) {
			tops.v[tops.n++] = r->v[i];
		}
	}
	if (tops.n > 1) {
		struct gap *gaps = kb_arena_alloc(&scratch, r->n, sizeof(*gaps));
		x = cut_between(c, &tops, gaps, find_gaps(&own, r, gaps));
	}
	kb_arena_release(&scratch);
	return x;
}

/* --- columns ------------------------------------------------------------------------ */

static void order(struct cutting *c, struct region r);

/* Moves the pieces left of x to the front; returns how many they are. */
static size_t
divide(const struct cutting *c, struct region r, double x)
{
	struct region old = copy(c, &r);
	size_t n = 0;
	size_t left = 0;
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i < old.n; i++) {
			const struct kb_box *box = &at(c, &old, i)->box;
			bool right = (box->left + box->right) / 2 > x;
			if (right == (side == 1)) {
				r.v[n++] = old.v[i];
			}
		}
		left = side == 0 ? n : left;
	}
	return left;
}

/* The columns of a region, left to right, each sorted by top; false where it has none. */
static bool
columns(const struct cutting *c, struct region r, struct region *cols, size_t *n)
{
	size_t from = 0;
	sort(c, r, by_left);
	double right = at(c, &r, 0)->box.right;
	*n = 0;
	for (size_t i = 1; i <= r.n; i++) {
		if (i == r.n || at(c, &r, i)->box.left > right - 0.2 * c->em) {
			cols[(*n)++] = part(&r, from, i);
			from = i;
		}
		right = i < r.n ? fmax(right, at(c, &r, i)->box.right) : right;
	}
	for (size_t i = 0; i < *n; i++) {
		sort(c, cols[i], by_top);
	}
	return *n > 1;
}

/* Column i is a story of its own among columns of another that began above it. */
static bool
boxed(const struct cutting *c, const struct region *cols, size_t n, size_t i)
{
	for (size_t k = i + 1; k < n; k++) {
		if (!begins(c, &cols[k], 0) &&
		    at(c, &cols[k], 0)->box.top < at(c, &cols[i], 0)->box.top - c->em) {
			return true;
		}
	}
	return false;
}

static void
flush(struct cutting *c, struct region *waiting, size_t *n)
{
	for (size_t i = 0; i < *n; i++) {
		order(c, waiting[i]);
	}
	*n = 0;
}

/* Columns of one story; what begins inside one of them waits. */
static void
flow(struct cutting *c, const struct region *cols, size_t n)
{
	struct region *waiting = kb_arena_alloc(c->a, n, sizeof(*waiting));
	size_t waits = 0;
	for (size_t i = 0; i < n; i++) {
		if (cols[i].n == 1 && at(c, &cols[i], 0)->upright) {
			emit(c, cols[i].v[0]);
		}
	}
	for (size_t i = 0; i < n; i++) {
		if (cols[i].n == 1 && at(c, &cols[i], 0)->upright) {
			continue;
		}
		bool titled = begins(c, &cols[i], 0);
		if (titled && boxed(c, cols, n, i)) {
			waiting[waits++] = cols[i];
			continue;
		}
		if (titled) {
			flush(c, waiting, &waits);
			order(c, cols[i]);
			continue;
		}
		size_t cut = band_cut(c, &cols[i], true);
		order(c, part(&cols[i], 0, cut));
		if (cut < cols[i].n) {
			waiting[waits++] = part(&cols[i], cut, cols[i].n);
		}
	}
	flush(c, waiting, &waits);
}

/* --- what no cut divides ------------------------------------------------------------- */

/* The pieces under the first one, a headline, come to the front; how many. */
static size_t
scope(const struct cutting *c, struct region r)
{
	struct region old = copy(c, &r);
	struct kb_box box = at(c, &r, 0)->box;
	double below = HUGE_VAL;
	bool *mine = kb_arena_alloc(c->a, r.n, sizeof(*mine));
	mine[0] = true;
	for (size_t i = 1; i < r.n && at(c, &r, 0)->kind == KB_PIECE_TITLE; i++) {
		const struct kb_piece *piece = at(c, &r, i);
		double wide = piece->box.right - piece->box.left;
		if (piece->box.top >= below || kb_box_across(&box, &piece->box) < 0.3 * wide) {
			continue;
		}
		if (piece->kind == KB_PIECE_TITLE) {
			below = piece->box.top;
			continue;
		}
		mine[i] = true;
		kb_box_add(&box, &piece->box);
	}
	size_t n = 0;
	for (size_t i = 0; i < old.n; i++) {
		if (mine[i]) {
			r.v[n++] = old.v[i];
		}
	}
	for (size_t i = 0, k = n; i < old.n; i++) {
		if (!mine[i]) {
			r.v[k++] = old.v[i];
		}
	}
	return n;
}

/* Emits, or orders, a part of the region; returns how many of its first pieces. */
static size_t
step(struct cutting *c, struct region r)
{
	sort(c, r, by_top);
	if (r.n == 1 || heads_rest(c, &r)) {
		emit(c, r.v[0]);
		return 1;
	}
	double x = story_cut(c, &r);
	if (!isnan(x)) {
		size_t n = divide(c, r, x);
		if (n > 0 && n < r.n) {
			order(c, part(&r, 0, n));
			return n;
		}
	}
	size_t cut = band_cut(c, &r, true);
	if (cut < r.n) {
		order(c, part(&r, 0, cut));
		return cut;
	}
	struct region *cols = kb_arena_alloc(c->a, r.n, sizeof(*cols));
	size_t n;
	if (columns(c, r, cols, &n)) {
		flow(c, cols, n);
		return r.n;
	}
	sort(c, r, by_top);
	cut = band_cut(c, &r, false);
	if (cut < r.n) {
		order(c, part(&r, 0, cut));
		return cut;
	}
	n = scope(c, r);
	emit(c, r.v[0]);
	if (n > 1) {
		order(c, part(&r, 1, n));
	}
	return n;
}

/* NOLINTNEXTLINE(misc-no-recursion): each call has fewer pieces, of PIECES_MAX */
static void
order(struct cutting *c, struct region r)
{
	for (size_t done = 0; done < r.n;) {
		struct region rest = part(&r, done, r.n);
		done += step(c, rest);
	}
}

/* A caption that stands in a story's column is read behind the story. */
static void
captions_last(struct cutting *c, const struct kb_idxs *in)
{
	struct kb_idxs held = { 0 };
	for (size_t i = 0; i <= in->n; i++) {
		bool title = i == in->n || c->pieces[in->v[i]].kind == KB_PIECE_TITLE;
		for (size_t k = 0; title && k < held.n; k++) {
			emit(c, held.v[k]);
		}
		held.n = title ? 0 : held.n;
		if (i == in->n) {
			break;
		}
		bool after = i > 0 && c->pieces[in->v[i - 1]].kind == KB_PIECE_TEXT;
		if (c->pieces[in->v[i]].caption && after) {
			kb_idxs_add(c->a, &held, in->v[i]);
		} else {
			emit(c, in->v[i]);
		}
	}
}

void
kb_pdf_order(struct kb_arena *a, const struct kb_pieces *pieces, double em, struct kb_idxs *out)
{
	struct kb_idxs first = { 0 };
	struct cutting c = { .a = a, .pieces = pieces->v, .em = em, .out = &first };
	struct region all = { kb_arena_alloc(a, pieces->n + 1, sizeof(size_t)), pieces->n };
	for (size_t i = 0; i < pieces->n; i++) {
		all.v[i] = i;
	}
	if (pieces->n > PIECES_MAX) {
		sort(&c, all, by_top);
		first = (struct kb_idxs){ all.v, all.n, all.n };
	} else {
		order(&c, all);
	}
	c.out = out;
	captions_last(&c, &first);
}
