/* The child that draws, and the frames it is told to draw. */
#include "paint.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* --- what is drawn ------------------------------------------------------------ */

static void
draw_frame(struct kb_grid *g, const struct frame *f)
{
	if (!f->over) {
		kb_grid_clear(g);
	}
	int y = f->y < 0 ? g->rows + f->y : f->y;
	kb_str rest = kb_str_of(f->rows);
	kb_str row;
	while (kb_str_split(&rest, '\n', &row)) {
		int x = 0;
		size_t off = 0;
		while (off < row.n && row.p[off] >= '0' && row.p[off] <= '9') {
			x = x * 10 + (row.p[off++] - '0');
		}
		bool placed = off && off < row.n && row.p[off] == ':';
		kb_grid_put(g, y++, placed ? x : 0, kb_str_sub(row, placed ? off + 1 : 0, row.n),
		            KB_ROLE_BODY);
	}
	if (f->role_from < f->role_to) {
		kb_grid_role(g, f->role_y, f->role_from, f->role_to, KB_ROLE_ERROR);
	}
}

/*
 * A grid full of odd things, the same for the same seed; rows near those of
 * the seed before. No mark on an ASCII letter: libvterm 0.1.4 loses that one
 * in the last column.
 */
static void
draw_random(struct kb_grid *g, unsigned seed)
{
	static const char *const bits[] = {
		"中", "“", "”", "a", " ",  "…",  "—", "决", "中\u0301", "  ",     "0", "，",
		"·",  "①", "→", "ｱ", "　", "한", "─", "é",  "〓",       "\ue000", "x", "了"
	};
	unsigned r = seed / 4 * 2654435761U;
	kb_grid_clear(g);
	for (int y = 0; y < g->rows; y++) {
		int x = 0;
		while (x < g->cols) {
			r = r * 1103515245U + 12345U;
			int next = kb_grid_put(
				g, y, x,
				kb_str_of(bits[(r >> 16) % (sizeof(bits) / sizeof(bits[0]))]),
				(enum kb_role)((r >> 26) % KB_ROLE_COUNT));
			if (next == x) {
				break;
			}
			x = next;
		}
	}
	for (unsigned i = 0; i < seed % 4 * 3; i++) { /* and then small changes */
		r = r * 1103515245U + 12345U;
		kb_grid_put(g, (int)((r >> 16) % (unsigned)g->rows),
		            (int)((r >> 20) % (unsigned)g->cols),
		            kb_str_of(bits[(r >> 24) % (sizeof(bits) / sizeof(bits[0]))]),
		            KB_ROLE_BODY);
	}
}

void
paint_draw(struct kb_grid *g, const struct show *show, size_t i)
{
	if (show->frames) {
		draw_frame(g, &show->frames[i]);
	} else {
		draw_random(g, (unsigned)i + 1);
	}
}

static void
obey(struct kb_term *t, int key)
{
	if (key == '!') {
		raise(SIGSEGV);
	} else if (key == 'A') {
		abort();
	} else if (key == 'Z') {
		t->ops->suspend(t);
	} else if (key == 'b') {
		t->ops->bell(t);
	}
}

int
paint_child(void *user)
{
	const struct show *show = user;
	struct kb_ctx ctx = { 0 };
	struct kb_term *t;
	struct kb_grid g;
	size_t i = 0;
	int rows;
	int cols;
	setlocale(LC_ALL, "");
	const struct kb_term_setup setup = { .ambiguous = show->ambiguous,
		                             .theme = show->theme,
		                             .colours = show->wanted };
	if (kb_term_curses(&ctx, &setup, &t) != KB_OK) {
		fprintf(stderr, "%s\n", ctx.message.p);
		return kb_err_status(ctx.err);
	}
	t->ops->size(t, &rows, &cols);
	kb_grid_init(&g, rows, cols, show->ambiguous);
	for (;;) {
		paint_draw(&g, show, i);
		t->ops->blit(t, &g);
		struct kb_event e = t->ops->wait(t, -1);
		if (e.type == KB_EVENT_END || (e.type == KB_EVENT_KEY && e.key == 'q')) {
			break;
		}
		if (e.type == KB_EVENT_RESIZE) {
			t->ops->size(t, &rows, &cols);
			kb_grid_resize(&g, rows, cols);
		}
		if (e.type == KB_EVENT_KEY) {
			i = e.key == 'n' && i + 1 < show->n ? i + 1 : i;
			obey(t, e.key);
		}
	}
	t->ops->close(t);
	kb_grid_release(&g);
	return 0;
}

void
paint_start(struct pty *p, struct show *show, int rows, int cols)
{
	struct pty_setup setup = { .rows = rows,
		                   .cols = cols,
		                   .ambiguous = show->ambiguous,
		                   .theme = show->theme,
		                   .colours = show->colours,
		                   .ncolours = show->ncolours,
		                   .term = show->term,
		                   .env = show->env,
		                   .child = paint_child,
		                   .user = show };
	pty_start(p, &setup);
	pty_settle(p);
	if (p->gone) {
		fail_msg("the child has gone: %s", p->wire.p);
	}
}

/* What is expected on the screen. */
static void
expect(struct kb_grid *g, const struct show *show, size_t i)
{
	paint_draw(g, show, i);
	for (int x = g->cols - 3; show->torn && x < g->cols; x++) {
		const struct kb_cell *cell = x >= 0 ? kb_grid_at(g, g->rows - 1, x) : NULL;
		if (cell && cell->cols == 2) {
			enum kb_role role = (enum kb_role)cell->role;
			kb_grid_put(g, g->rows - 1, x, KB_STR("  "), role);
		}
	}
}

void
paint_run(struct show *show, int rows, int cols, const int (*sizes)[2], size_t nsizes)
{
	struct pty p;
	struct kb_grid g;
	paint_start(&p, show, rows, cols);
	kb_grid_init(&g, rows, cols, show->ambiguous);
	for (size_t i = 0; i < show->n; i++) {
		char what[32];
		snprintf(what, sizeof(what), "frame %zu", i);
		if (i) {
			pty_keys(&p, "n");
		}
		expect(&g, show, i);
		pty_compare(&p, &g, what);
		if (nsizes && i % 3 == 2) {
			const int *size = sizes[i / 3 % nsizes];
			pty_resize(&p, size[0], size[1]);
			kb_grid_resize(&g, size[0], size[1]);
			expect(&g, show, i);
			pty_compare(&p, &g, "after resize");
		}
	}
	pty_type(&p, "q");
	assert_true(pty_gone(&p, 10000));
	assert_int_equal(pty_status(&p), 0);
	kb_grid_release(&g);
	pty_end(&p);
}
