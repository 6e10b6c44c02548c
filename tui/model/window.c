/*
 * The list of issues: a window of rows around the selected one, so that an
 * archive of any size opens at once. Everything is fetched by id.
 */
#include "kanbao/model.h"
#include "kanbao/sieve.h"

void
kb_window_release(struct kb_window *w)
{
	kb_arena_release(&w->arena);
	*w = (struct kb_window){ .store = w->store, .sieve = w->sieve, .here = w->here };
}

/* Puts newer rows (oldest first), the row itself and older rows in one array. */
static void
assemble(struct kb_window *w, const struct kb_issue_row *newer, size_t nnewer,
         struct kb_issue_row self, const struct kb_issue_row *older, size_t nolder)
{
	w->rows = kb_arena_alloc(&w->arena, nnewer + nolder + 1, sizeof(*w->rows));
	w->n = 0;
	for (size_t i = nnewer; i > 0; i--) {
		w->rows[w->n++] = newer[i - 1];
	}
	w->selected = w->n;
	w->rows[w->n++] = self;
	for (size_t i = 0; i < nolder; i++) {
		w->rows[w->n++] = older[i];
	}
}

/* The rows around an issue among those kept. */
static void
show_kept(struct kb_window *w, kb_issue_id id)
{
	const size_t side = (size_t)2 * KB_WINDOW_SIDE;
	const struct kb_sieve *s = w->sieve;
	size_t at = kb_sieve_place(s, id);
	size_t from = at > side ? at - side : 0;
	size_t end = s->nkept - at > side ? at + side : s->nkept;
	kb_window_release(w);
	w->rows = kb_arena_alloc(&w->arena, end - from + 1, sizeof(*w->rows));
	for (size_t i = from; i < end; i++) {
		w->rows[w->n++] = s->rows[s->kept[i]];
	}
	w->selected = at - from;
	w->first = from == 0;
	w->last = end == s->nkept;
}

enum kb_err
kb_window_show(struct kb_window *w, struct kb_ctx *ctx, kb_issue_id id)
{
	const int side = 2 * KB_WINDOW_SIDE;
	struct kb_window fresh = { .store = w->store, .here = id };
	w->here = id;
	if (w->sieve) {
		show_kept(w, id);
		return KB_OK;
	}
	struct kb_issue_row self;
	struct kb_issue_row *newer = NULL;
	struct kb_issue_row *older = NULL;
	size_t nnewer = 0;
	size_t nolder = 0;
	enum kb_err err = kb_store_issue(w->store, ctx, &fresh.arena, id, &self);
	if (!err) {
		err = kb_store_issues(w->store, ctx, &fresh.arena, id, false, 0, side, &newer,
		                      &nnewer);
	}
	if (!err) {
		err = kb_store_issues(w->store, ctx, &fresh.arena, id, true, 0, side, &older,
		                      &nolder);
	}
	if (err) {
		kb_arena_release(&fresh.arena);
		return err;
	}
	assemble(&fresh, newer, nnewer, self, older, nolder);
	fresh.first = nnewer < (size_t)side;
	fresh.last = nolder < (size_t)side;
	kb_window_release(w);
	*w = fresh;
	return KB_OK;
}

/* Loads anew where the selected row has come near an edge that is no end. */
static enum kb_err
recentre(struct kb_window *w, struct kb_ctx *ctx)
{
	w->here = w->rows[w->selected].id;
	bool near_top = w->selected < KB_WINDOW_SIDE && !w->first;
	bool near_end = w->n - w->selected <= KB_WINDOW_SIDE && !w->last;
	return near_top || near_end ? kb_window_show(w, ctx, w->rows[w->selected].id) : KB_OK;
}

enum kb_err
kb_window_move(struct kb_window *w, struct kb_ctx *ctx, long n)
{
	enum kb_err err = KB_OK;
	while (n && !err && w->n) {
		size_t was = w->selected;
		kb_issue_id id = w->rows[was].id;
		long room = n > 0 ? (long)(w->n - 1 - was) : (long)was;
		long step = n > 0 ? (n < room ? n : room) : (-n < room ? n : -room);
		w->selected = (size_t)((long)was + step);
		n -= step;
		bool stuck = w->rows[w->selected].id == id;
		err = recentre(w, ctx);
		if (stuck) {
			break;
		}
	}
	return err;
}

/* Selects the n-th from one end. */
static enum kb_err
from_end(struct kb_window *w, struct kb_ctx *ctx, bool older, int n)
{
	struct kb_issue_row *rows = NULL;
	size_t got = 0;
	struct kb_arena arena = { 0 };
	enum kb_err err = kb_store_issues(w->store, ctx, &arena, 0, older, 0, n, &rows, &got);
	if (!err && got) {
		err = kb_window_show(w, ctx, rows[got - 1].id);
	}
	kb_arena_release(&arena);
	return err;
}

enum kb_err
kb_window_nth(struct kb_window *w, struct kb_ctx *ctx, long n)
{
	const long max = 1000000;
	long from = n < 0 ? -n : n;
	if (w->sieve) {
		size_t kept = w->sieve->nkept;
		size_t at = from < 1 ? 0 : (size_t)from - 1;
		at = at < kept || !kept ? at : kept - 1;
		return kept ? kb_window_show(
				      w, ctx,
				      w->sieve->rows[w->sieve->kept[n < 0 ? kept - 1 - at : at]].id)
		            : KB_OK;
	}
	return from_end(w, ctx, n >= 0, (int)(from > max ? max : from < 1 ? 1 : from));
}

void
kb_window_again(struct kb_window *w)
{
	struct kb_ctx quiet = { 0 };
	kb_issue_id id = 0;
	kb_day day = w->n ? w->rows[w->selected].day : KB_DAY_NONE;
	enum kb_err err = kb_window_show(w, &quiet, w->here);
	for (int dir = -1; err && !id && day != KB_DAY_NONE && dir <= 1; dir += 2) {
		(void)kb_store_near(w->store, &quiet, 0, day, dir, &id);
	}
	if (err) {
		kb_window_release(w);
		(void)(id ? kb_window_show(w, &quiet, id) : from_end(w, &quiet, true, 1));
	}
	kb_ctx_release(&quiet);
}
