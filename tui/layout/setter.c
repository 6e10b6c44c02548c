/* Fields one after another set into lines: the column, and paragraphs in it. */
#include <stdlib.h>

#include "kanbao/mem.h"
#include "layout_int.h"

/* The widest measure: 40 full-width characters. */
#define MEASURE 80
/* Cells left free beside it, and the measure from which on they may be. */
#define MARGINS 8
#define NARROW 32
/* Cells between two columns. */
#define COLUMN_GAP 4

static int
smaller(int a, int b)
{
	return a < b ? a : b;
}

static int
larger(int a, int b)
{
	return a > b ? a : b;
}

/* Narrow windows: the margins go before the measure does. */
static int
measure_of(const struct kb_layout_options *o)
{
	int width = larger(o->width, 1);
	int room = o->hang && width > 2 ? width - 2 : width;
	int measure =
		o->measure > 0 ? o->measure : smaller(MEASURE, larger(width - MARGINS, NARROW));
	return smaller(measure, room);
}

/* Two columns, a gap between them, and margins. */
static bool
two_columns(const struct kb_layout_options *o)
{
	return o->columns == 2 && o->width >= KB_COLUMNS_WIDTH;
}

static int
column_of(const struct kb_layout_options *o)
{
	int measure = (o->width - MARGINS - COLUMN_GAP) / 2 - (o->hang ? 2 : 0);
	return smaller(measure, o->measure > 0 ? larger(o->measure, NARROW) : MEASURE);
}

int
kb_layout_measure(const struct kb_layout_options *o)
{
	return two_columns(o) ? column_of(o) : measure_of(o);
}

struct kb_setter
kb_setter_spread(struct kb_arena *a, const struct kb_layout_options *o, struct kb_lines *out)
{
	struct kb_setter set = kb_setter_of(a, o, out);
	if (two_columns(o)) {
		out->cols = column_of(o);
		out->shift = out->cols + COLUMN_GAP + (o->hang ? 2 : 0);
		set.measure = out->shift + out->cols;
		set.left = (o->width - set.measure) / 2;
	}
	return set;
}

struct kb_setter
kb_setter_of(struct kb_arena *a, const struct kb_layout_options *o, struct kb_lines *out)
{
	int measure = measure_of(o);
	int left = (o->width - measure) / 2;
	if (o->hang && o->width - left - measure < 2) {
		left = 0;
	}
	return (struct kb_setter){
		.arena = a, .options = o, .lines = out, .left = larger(left, 0), .measure = measure
	};
}

unsigned char *
kb_levels_of(kb_str text, const struct kb_layout_options *o)
{
	unsigned char *levels = kb_calloc(text.n + 1, 1);
	kb_breaks(text, o->strictness, levels);
	return levels;
}

struct kb_line *
kb_set_blank(struct kb_setter *set)
{
	struct kb_lines *lines = set->lines;
	lines->v = kb_arena_grow(set->arena, lines->v, lines->n, &lines->cap, sizeof(*lines->v));
	struct kb_line *line = &lines->v[lines->n++];
	*line = (struct kb_line){ .off = set->base, .end = set->base };
	return line;
}

void
kb_set_printed(struct kb_setter *set, kb_str text, enum kb_role role)
{
	struct kb_lines *lines = set->lines;
	if (!text.n) {
		return;
	}
	lines->printed = kb_arena_grow(set->arena, lines->printed, lines->nprinted,
	                               &lines->printed_cap, sizeof(*lines->printed));
	lines->printed[lines->nprinted++] =
		(struct kb_printed){ .text = text, .base = set->base, .role = role };
}

void
kb_set_run(struct kb_setter *set, struct kb_line *line, struct kb_run run)
{
	struct kb_run *runs = kb_arena_alloc(set->arena, line->nruns + 1, sizeof(*runs));
	for (size_t i = 0; i < line->nruns; i++) {
		runs[i] = line->runs[i];
	}
	runs[line->nruns++] = run;
	line->runs = runs;
}

struct kb_line *
kb_set_line(struct kb_setter *set, kb_str text, const struct kb_fill *fill, int x,
            enum kb_role role)
{
	struct kb_line *line = kb_set_blank(set);
	line->off = set->base + fill->from;
	line->end = set->base + fill->to;
	kb_str shown = kb_str_sub(text, fill->from, fill->to);
	if (shown.n) {
		kb_set_run(set, line,
		           (struct kb_run){ .text = shown,
		                            .x = set->left + x,
		                            .cols = fill->cols,
		                            .role = role });
	}
	return line;
}

/* An indent leaves room for at least two full-width characters. */
static int
clamp_indent(int indent, int measure)
{
	return larger(0, smaller(indent, measure - 4));
}

void
kb_set_para(struct kb_setter *set, kb_str text, enum kb_role role, int indent, int hang_indent)
{
	unsigned char *levels = kb_levels_of(text, set->options);
	struct kb_fill fill = { 0 };
	bool hung = false;
	int x = clamp_indent(indent, set->measure);
	kb_set_printed(set, text, role);
	while (kb_fill_line(text, levels, fill.next, set->measure - x, set->options, &hung,
	                    &fill)) {
		kb_set_line(set, text, &fill, x, role);
		x = clamp_indent(hang_indent, set->measure);
	}
	set->base += text.n + 1;
	free(levels);
}
