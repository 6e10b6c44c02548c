/* List entries: titles that wrap and are never cut, what is known of them at the right. */
#include <stdlib.h>

#include "layout_int.h"

/* Cells between a headline and the info in the same line. */
#define INFO_GAP 2
#define SUMMARY_INDENT 4
#define NARROW_COLUMN 20
#define ELLIPSIS KB_STR("…")

static int
smaller(int a, int b)
{
	return a < b ? a : b;
}

/* The column of a row, right of its margin. */
static struct kb_setter
row_setter(struct kb_arena *a, const struct kb_row *row, const struct kb_layout_options *o,
           struct kb_lines *out)
{
	int margin = smaller(row->margin, o->width - 2);
	margin = margin > 0 ? margin : 0;
	int right = smaller(o->width, KB_ROW_WIDTH);
	/* the last cell stays free */
	if (right - margin >= NARROW_COLUMN) {
		right--;
	}
	size_t base = out->n ? out->v[out->n - 1].end + 1 : 0;
	return (struct kb_setter){ .arena = a,
		                   .options = o,
		                   .lines = out,
		                   .left = margin,
		                   .measure = right - margin,
		                   .base = base };
}

static int
line_end(const struct kb_line *line)
{
	const struct kb_run *last = line->nruns ? &line->runs[line->nruns - 1] : NULL;
	return last ? last->x + last->cols : 0;
}

/* The info at the right end of the line set last, or below where there is no room. */
static void
set_info(struct kb_setter *set, size_t first, kb_str info)
{
	int cols = kb_text_cols(info, set->options->ambiguous);
	int x = set->left + set->measure - cols;
	struct kb_line *last = set->lines->n > first ? &set->lines->v[set->lines->n - 1] : NULL;
	if (!info.n) {
		return;
	}
	if (last && line_end(last) + INFO_GAP <= x) {
		kb_set_printed(set, info, KB_ROLE_INFO);
		kb_set_run(set, last,
		           (struct kb_run){
				   .text = info, .x = x, .cols = cols, .role = KB_ROLE_INFO });
	} else {
		kb_set_heading(set, info, KB_ROLE_INFO, KB_ALIGN_RIGHT, 2);
	}
}

/* The last line of a summary that goes on: room for … is made at its end. */
static void
set_summary_end(struct kb_setter *set, kb_str text, const unsigned char *levels, size_t from, int x)
{
	int dots = kb_text_cols(ELLIPSIS, set->options->ambiguous);
	struct kb_fill fill = { 0 };
	bool hung = true; /* nothing hangs beside … */
	if (kb_fill_line(text, levels, from, set->measure - x - dots, set->options, &hung, &fill)) {
		struct kb_line *line = kb_set_line(set, text, &fill, x, KB_ROLE_BODY);
		kb_set_run(set, line,
		           (struct kb_run){ .text = ELLIPSIS,
		                            .x = set->left + x + fill.cols,
		                            .cols = dots,
		                            .role = KB_ROLE_BODY });
	}
}

/* A line at `from` begins a paragraph: it is indented. */
static int
summary_indent(const struct kb_setter *set, kb_str text, size_t from)
{
	bool first = from == 0 || text.p[from - 1] == '\n';
	return first && set->measure >= NARROW_COLUMN ? SUMMARY_INDENT : 0;
}

void
kb_set_summary(struct kb_setter *set, kb_str text, int nlines)
{
	unsigned char *levels = kb_levels_of(text, set->options);
	struct kb_fill fill = { 0 };
	bool hung = true;
	kb_set_printed(set, text, KB_ROLE_BODY);
	for (int i = 0; i < nlines; i++) {
		size_t from = fill.next;
		int x = summary_indent(set, text, from);
		if (!kb_fill_line(text, levels, from, set->measure - x, set->options, &hung,
		                  &fill)) {
			break;
		}
		if (i + 1 == nlines && fill.next < text.n) {
			set_summary_end(set, text, levels, from, x);
			break;
		}
		kb_set_line(set, text, &fill, x, KB_ROLE_BODY);
		hung = true;
	}
	set->base += text.n + 1;
	free(levels);
}

void
kb_layout_row(struct kb_arena *a, const struct kb_row *row, const struct kb_layout_options *o,
              struct kb_lines *out)
{
	struct kb_setter set = row_setter(a, row, o, out);
	size_t first = out->n;
	kb_set_heading(&set, row->kicker, KB_ROLE_KICKER, KB_ALIGN_LEFT, 1);
	kb_set_heading(&set, row->headline, row->role, KB_ALIGN_LEFT, 1);
	set_info(&set, first, kb_str_trim(row->info));
	kb_set_heading(&set, row->deck, KB_ROLE_DECK, KB_ALIGN_LEFT, 1);
	kb_set_summary(&set, kb_str_trim(row->summary), row->summary_lines);
	if (set.lines->n == first) {
		kb_set_blank(&set); /* an entry is there, if only with its mark */
	}
}
