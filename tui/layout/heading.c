/*
 * Headings: the blanks inside them were the paper's line ends, so they are
 * broken there where that fits, and the lines are made about even.
 */
#include <limits.h>
#include <stdlib.h>

#include "layout_int.h"

/* A heading of more lines is not balanced: it is none. */
#define HEADING_LINES 12

struct heading {
	struct kb_setter *set;
	kb_str text;
	const unsigned char *levels;
	enum kb_role role;
	enum kb_align align;
};

/* Bytes [from, to) of the heading, with the cells they take. */
struct part {
	size_t from, to;
	int cols;
};

static int
cols_of(const struct heading *h, size_t from, size_t to)
{
	return kb_text_cols(kb_str_sub(h->text, from, to), h->set->options->ambiguous);
}

/* The part of [from, to) up to the next run of `sep` blanks; *next is behind it. */
static struct part
next_part(const struct heading *h, size_t from, size_t to, int sep, size_t *next)
{
	size_t end = from; /* where the run of blanks met last begins */
	size_t off = from;
	int run = 0;
	while (off < to) {
		size_t blank = kb_blank_at(h->text, off);
		if (!blank && run >= sep) {
			break;
		}
		run = blank ? run + 1 : 0;
		off += blank ? blank : kb_cluster_next(h->text, off);
		end = blank ? end : off;
	}
	*next = off;
	return (struct part){ from, end, cols_of(h, from, end) };
}

static void
set_part(const struct heading *h, struct part part)
{
	int rest = h->set->measure - part.cols;
	int x = h->align == KB_ALIGN_LEFT ? 0 : h->align == KB_ALIGN_RIGHT ? rest : rest / 2;
	struct kb_fill fill = { .from = part.from, .to = part.to, .cols = part.cols };
	kb_set_line(h->set, h->text, &fill, x > 0 ? x : 0, h->role);
}

/* Fills lines of the measure as a paragraph does, and sets them if `set`; how many there are. */
static size_t
fill_part(const struct heading *h, struct part part, bool set)
{
	kb_str text = kb_str_sub(h->text, 0, part.to);
	struct kb_layout_options plain = *h->set->options;
	struct kb_fill fill = { .next = part.from };
	bool hung = false;
	size_t n = 0;
	plain.hang = false;
	while (kb_fill_line(text, h->levels, fill.next, h->set->measure, &plain, &hung, &fill)) {
		if (set) {
			set_part(h, (struct part){ fill.from, fill.to, fill.cols });
		}
		n++;
	}
	return n;
}

/* A part wider than the measure: as many lines as it needs, about even. */
static void
set_wide_part(const struct heading *h, struct part part)
{
	size_t ends[HEADING_LINES];
	size_t n = fill_part(h, part, false);
	if (n > HEADING_LINES ||
	    !kb_balance(h->text, h->levels, part.from, part.to, h->set->measure,
	                h->set->options->ambiguous, n, ends)) {
		fill_part(h, part, true);
		return;
	}
	size_t from = part.from;
	for (size_t i = 0; i < n; i++) {
		set_part(h, (struct part){ from, ends[i], cols_of(h, from, ends[i]) });
		from = ends[i];
	}
}

/* Parts from `from` on that go into one line of cols; *next is behind them. */
static struct part
pack_line(const struct heading *h, size_t from, size_t to, int sep, int cols, size_t *next)
{
	struct part line = next_part(h, from, to, sep, next);
	while (*next < to) {
		size_t end = *next;
		struct part more = next_part(h, *next, to, sep, &end);
		int both = line.cols + cols_of(h, line.to, more.from) + more.cols;
		if (both > cols) {
			break;
		}
		line.to = more.to;
		line.cols = both;
		*next = end;
	}
	return line;
}

/* Lines of cols into which [from, to) goes without breaking a part; −1 where one is wider. */
static int
count_packed(const struct heading *h, size_t from, size_t to, int sep, int cols)
{
	int n = 0;
	while (from < to) {
		if (pack_line(h, from, to, sep, cols, &from).cols > cols) {
			return -1;
		}
		n++;
	}
	return n;
}

/* The end of the parts from `from` on that fit the measure. */
static size_t
fitting_end(const struct heading *h, size_t from, size_t to, int sep)
{
	size_t end = from;
	while (end < to) {
		size_t next = end;
		if (next_part(h, end, to, sep, &next).cols > h->set->measure) {
			break;
		}
		end = next;
	}
	return end;
}

/* Parts that fit the measure: the fewest lines, about even. */
static void
set_packed(const struct heading *h, size_t from, size_t to, int sep)
{
	int cols = h->set->measure;
	int n = count_packed(h, from, to, sep, cols);
	if (n > 1 && n <= HEADING_LINES) {
		/* the least width that still takes as few lines; the blanks
		   dropped at line ends may make the first guess too wide */
		if (cols_of(h, from, to) / n < cols) {
			cols = cols_of(h, from, to) / n;
		}
		while (cols < h->set->measure && count_packed(h, from, to, sep, cols) != n) {
			cols++;
		}
	}
	while (from < to) {
		set_part(h, pack_line(h, from, to, sep, cols, &from));
	}
}

typedef void wide_fn(const struct heading *h, struct part part);

/* Sets [from, to): parts that fit packed, each of the others by wide(). */
static void
set_parts(const struct heading *h, size_t from, size_t to, int sep, wide_fn *wide)
{
	while (from < to) {
		size_t end = fitting_end(h, from, to, sep);
		if (end > from) {
			set_packed(h, from, end, sep);
		} else {
			struct part part = next_part(h, from, to, sep, &end);
			wide(h, part);
		}
		from = end;
	}
}

/* A group too wide: broken at its single blanks, else anywhere. */
static void
set_wide_group(const struct heading *h, struct part part)
{
	set_parts(h, part.from, part.to, 1, set_wide_part);
}

/* The text with line ends and tabs as blanks; borrowed where it has none. */
static kb_str
one_line(struct kb_arena *a, kb_str text)
{
	char *copy = NULL;
	for (size_t i = 0; i < text.n; i++) {
		if ((unsigned char)text.p[i] < ' ') {
			copy = copy ? copy : (char *)(uintptr_t)kb_arena_dup(a, text).p;
			copy[i] = ' ';
		}
	}
	return copy ? (kb_str){ copy, text.n } : text;
}

void
kb_set_heading(struct kb_setter *set, kb_str text, enum kb_role role, enum kb_align align, int sep)
{
	kb_str trimmed = one_line(set->arena, kb_str_trim(text));
	struct heading h = { .set = set, .text = trimmed, .role = role, .align = align };
	size_t next;
	struct part whole = next_part(&h, 0, trimmed.n, INT_MAX, &next);
	kb_set_printed(set, trimmed, role);
	if (whole.to &&
	    whole.cols <= set->measure) { /* as most do: where it may break is not asked */
		set_part(&h, whole);
	} else {
		unsigned char *levels = kb_levels_of(trimmed, set->options);
		h.levels = levels;
		set_parts(&h, 0, trimmed.n, sep, sep > 1 ? set_wide_group : set_wide_part);
		free(levels);
	}
	set->base += trimmed.n + 1;
}
