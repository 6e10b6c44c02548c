/* Panes: scrolling lines, selecting entries. Knows lines, not what they say. */
#include <limits.h>

#include "kanbao/view.h"

void
kb_pane_release(struct kb_pane *p)
{
	unsigned long set = p->set;
	kb_arena_release(&p->arena);
	*p = (struct kb_pane){ .set = set + 1 };
}

void
kb_pane_reset(struct kb_pane *p, size_t height)
{
	kb_arena_reset(&p->arena);
	p->lines = (struct kb_lines){ 0 };
	p->entries = NULL;
	p->nentries = 0;
	p->cap = 0;
	p->nhidden = 0;
	p->marks = NULL;
	p->nmarks = 0;
	p->marks_cap = 0;
	p->set++;
	p->height = height ? height : 1;
}

void
kb_pane_entry(struct kb_pane *p, size_t line)
{
	kb_pane_place(p, (struct kb_entry){ .line = line, .n = p->lines.n - line });
}

void
kb_pane_place(struct kb_pane *p, struct kb_entry entry)
{
	p->entries =
		kb_arena_grow(&p->arena, p->entries, p->nentries, &p->cap, sizeof(*p->entries));
	p->entries[p->nentries++] = entry;
}

size_t
kb_pane_entry_at(const struct kb_pane *p, size_t line, int x)
{
	size_t before = 0;
	for (size_t i = 0; i < p->nentries; i++) {
		const struct kb_entry *e = &p->entries[i];
		bool beside = !e->cols || (x >= e->x && x < e->x + e->cols);
		if (beside && e->line <= line) {
			before = i;
		}
	}
	return before;
}

/* --- two columns -------------------------------------------------------------- */

/* Lines over both columns that are still in sight from a line on. */
static size_t
head_from(const struct kb_pane *p, size_t top)
{
	return p->lines.head > top ? p->lines.head - top : 0;
}

static size_t
room_from(const struct kb_pane *p, size_t top)
{
	size_t head = head_from(p, top);
	return !p->lines.shift || head >= p->height ? p->height : 2 * p->height - head;
}

size_t
kb_pane_room(const struct kb_pane *p)
{
	return room_from(p, p->top);
}

bool
kb_pane_spot(const struct kb_pane *p, size_t i, int *row, int *shift)
{
	size_t room = kb_pane_room(p);
	size_t head = p->lines.shift ? head_from(p, p->top) : 0;
	size_t rest = p->lines.n - p->top;
	if (i >= room || p->top + i >= p->lines.n) {
		return false;
	}
	if (!p->lines.shift || i < head) {
		*row = (int)i;
		*shift = 0;
		return true;
	}
	size_t left = rest < room ? (rest - head + 1) / 2 : p->height - head;
	bool second = i - head >= left;
	*row = (int)(second ? i - left : i);
	*shift = second ? p->lines.shift : 0;
	return true;
}

static size_t
top_max(const struct kb_pane *p)
{
	size_t top = p->lines.n > p->height ? p->lines.n - p->height : 0;
	if (p->lines.shift) {
		/* the least from which on all that is left has room */
		top = p->lines.n > 2 * p->height ? p->lines.n - 2 * p->height : 0;
		while (top + room_from(p, top) < p->lines.n) {
			top++;
		}
	}
	return top;
}

/* Columns are turned over like leaves: the last may begin behind top_max(). */
static size_t
show_max(const struct kb_pane *p)
{
	size_t max = top_max(p);
	return p->lines.shift && max ? p->lines.n - 1 : max;
}

bool
kb_pane_at_end(const struct kb_pane *p)
{
	return p->top >= top_max(p);
}

static size_t
moved(size_t from, long n, size_t max)
{
	if (n < 0) {
		size_t back = (size_t) - (n + 1) + 1;
		return back < from ? from - back : 0;
	}
	return (size_t)n < max - (from < max ? from : max) ? from + (size_t)n : max;
}

void
kb_pane_show(struct kb_pane *p, size_t line)
{
	p->top = line < show_max(p) ? line : show_max(p);
}

/* Scrolls as little as brings the selected entry into sight, its start if it is too long. */
static void
reveal(struct kb_pane *p)
{
	const struct kb_entry *e = &p->entries[p->selected];
	/* what stands above the first entry is shown with it */
	size_t first = p->selected ? e->line : 0;
	size_t end = e->line + e->n;
	if (end > p->top + p->height) {
		p->top = end - p->height;
	}
	if (first < p->top) {
		p->top = first;
	}
	if (e->line >= p->top + p->height) {
		p->top = e->line;
	}
}

void
kb_pane_settle(struct kb_pane *p)
{
	kb_pane_show(p, p->top);
	if (!p->nentries) {
		p->selected = 0;
		return;
	}
	if (p->selected >= p->nentries) {
		p->selected = p->nentries - 1;
	}
	reveal(p);
}

static long
line_of_selected(const struct kb_pane *p)
{
	return p->nentries ? (long)p->entries[p->selected].line : 0;
}

long
kb_pane_row(const struct kb_pane *p)
{
	return p->nentries ? line_of_selected(p) - (long)p->top : 0;
}

void
kb_pane_select_at(struct kb_pane *p, size_t i, long row)
{
	p->selected = i;
	long line = line_of_selected(p);
	p->top = line > row ? (size_t)(line - row) : 0;
	kb_pane_settle(p);
}

/* --- hidden entries -------------------------------------------------------------- */

/* Selects the nearest entry that is not hidden, dir first. */
static void
leave_hidden(struct kb_pane *p, int dir)
{
	for (int turn = 0; turn < 2; turn++, dir = -dir) {
		for (size_t i = p->selected; i<p->nentries; i += dir> 0 ? 1 : SIZE_MAX) {
			if (p->entries[i].n) {
				p->selected = i;
				return;
			}
		}
	}
}

/* Selects the entry n further on. */
static void
select_by(struct kb_pane *p, long n)
{
	if (!p->nhidden) {
		p->selected = moved(p->selected, n, p->nentries - 1);
		return;
	}
	int dir = n < 0 ? -1 : 1;
	for (size_t at = p->selected; n;) {
		at += dir > 0 ? 1 : SIZE_MAX;
		if (at >= p->nentries) {
			return;
		}
		if (p->entries[at].n) {
			p->selected = at;
			n -= dir;
		}
	}
}

void
kb_pane_filter(struct kb_pane *p, const bool *keep)
{
	size_t line = 0;
	long row = p->nentries ? (long)p->entries[p->selected].line - (long)p->top : 0;
	for (size_t i = 0; i < p->nentries; i++) {
		struct kb_entry *e = &p->entries[i];
		size_t n = keep[i] ? e->n : 0;
		for (size_t k = 0; k < n; k++) {
			p->lines.v[line + k] = p->lines.v[e->line + k];
		}
		p->nhidden += !n;
		e->line = line;
		e->n = n;
		line += n;
	}
	p->lines.n = line;
	p->set++;
	leave_hidden(p, 1);
	long top = p->nentries ? (long)p->entries[p->selected].line - row : 0;
	p->top = top > 0 ? (size_t)top : 0;
	kb_pane_settle(p);
}

/* An entry longer than the pane is read to its end before the next is selected. */
static bool
read_on(struct kb_pane *p, long n)
{
	const struct kb_entry *e = &p->entries[p->selected];
	size_t end = e->line + e->n;
	if (n == 1 && end > p->top + p->height) {
		size_t rest = end - p->top - p->height;
		p->top += rest < p->height ? rest : p->height;
		return true;
	}
	if (n == -1 && e->line < p->top) {
		size_t rest = p->top - e->line;
		p->top -= rest < p->height ? rest : p->height;
		return true;
	}
	return false;
}

void
kb_pane_line(struct kb_pane *p, long n)
{
	if (!p->nentries) {
		size_t max = top_max(p);
		p->top = moved(p->top, n, p->top > max ? p->top : max);
		return;
	}
	if (read_on(p, n)) {
		return;
	}
	select_by(p, n);
	reveal(p);
	/* the last entry brings what stands below it into sight */
	if (p->selected == p->nentries - 1 && p->entries[p->selected].n <= p->height) {
		size_t line = p->entries[p->selected].line;
		kb_pane_show(p, line < top_max(p) ? line : top_max(p));
	}
}

/* The first entry that begins at or after a line, or the last. */
static size_t
entry_from(const struct kb_pane *p, size_t line)
{
	size_t i = 0;
	while (i + 1 < p->nentries && p->entries[i].line < line) {
		i++;
	}
	return i;
}

void
kb_pane_scroll(struct kb_pane *p, long n)
{
	size_t was = p->top;
	if (p->lines.shift) {
		/* rows of both columns */
		long rows = n * (long)(n > 0 ? kb_pane_room(p) : 2 * p->height) / (long)p->height;
		p->top = n > 0 && kb_pane_at_end(p) ? was : moved(was, rows, show_max(p));
		return;
	}
	p->top = moved(p->top, n, top_max(p));
	if (!p->nentries) {
		return;
	}
	if (p->top == was) {
		p->selected = n < 0 ? 0 : p->nentries - 1;
	} else {
		p->selected = entry_from(p, p->top);
	}
	leave_hidden(p, n < 0 ? -1 : 1);
}

void
kb_pane_goto(struct kb_pane *p, long n)
{
	long index = n > 0 ? n - 1 : 0;
	if (!p->nentries) {
		p->top = moved(0, index, top_max(p));
		return;
	}
	if (p->nhidden) {
		p->selected = 0;
		leave_hidden(p, 1);
		select_by(p, index);
	} else {
		p->selected = moved(0, index, p->nentries - 1);
	}
	kb_pane_line(p, 0);
}
