/*
 * The front page of a wide screen: bands of columns, as a paper is composed.
 * The lead story spans the left columns of the first band; the others fill
 * the columns in their order, made about even; each page of the paper begins
 * a band, and no band is higher than the screen. Everything follows from the
 * order and length of the stories, so that a page looks the same each time.
 */
#include <string.h>

#include "layout_int.h"

/* A column reads well from 16 to 29 full-width characters beside its margin. */
#define COLUMN_MAX 62
#define FOUR_COLUMNS 176 /* cells from which on there are four */
#define COLUMNS_MAX 4
#define LEAD_SPAN 2
/* A longer story shows more of its first lines, and all show more to fill the screen. */
#define LONG_STORY 1000
#define SUMMARY_SHORT 2
#define SUMMARY_LONG 3
#define SUMMARY_LEAD 5
#define GROW_MAX 24

/* A story as set: its own lines, put on the page later. */
struct block {
	const struct kb_story *story;
	struct kb_lines lines;
	int width;
	int summary; /* lines of its beginning that it may show */
	bool lead;
};

struct page {
	struct kb_arena *arena;
	const struct kb_layout_options *options;
	struct kb_lines *out;
	struct kb_front_place *places;
	struct block *blocks;
	size_t n;
	int width;
	int left;
	size_t height; /* of the screen */
	int grow;      /* further lines for each story */
	int bare;      /* columns without text, of all bands */
	bool stretch;  /* the last band goes down to the end of the screen, if there is text */
};

/* Stories [from, to) in columns [0, ncols), the lead over some of them. */
struct band {
	size_t from, to;
	bool lead;
	int ncols;
	int width;                  /* of a column */
	size_t top[COLUMNS_MAX];    /* line at which a column begins, below the lead */
	size_t at[COLUMNS_MAX + 1]; /* column c has stories [at[c], at[c + 1]) */
	size_t height;
};

static int
span_of(const struct band *b)
{
	int span = b->ncols > LEAD_SPAN ? LEAD_SPAN : 1;
	return b->lead ? span : 0;
}

static int
column_x(const struct page *p, const struct band *b, int column)
{
	return p->left + column * (b->width + 1);
}

/* --- setting the stories ------------------------------------------------------ */

/* The lead: centred headings over the whole span, the byline below. */
static void
set_lead(const struct page *p, struct block *b)
{
	const struct kb_row *row = &b->story->row;
	struct kb_layout_options o = *p->options;
	o.width = b->width;
	struct kb_setter set = { .arena = p->arena,
		                 .options = &o,
		                 .lines = &b->lines,
		                 .left = row->margin,
		                 .measure = b->width - row->margin - 1 };
	kb_set_heading(&set, row->kicker, KB_ROLE_KICKER, KB_ALIGN_CENTRE, 1);
	kb_set_heading(&set, row->headline, row->role, KB_ALIGN_CENTRE, 1);
	kb_set_heading(&set, row->deck, KB_ROLE_DECK, KB_ALIGN_CENTRE, 1);
	if (row->summary.n) {
		kb_set_blank(&set);
		kb_set_summary(&set, kb_str_trim(row->summary), b->summary);
	}
	kb_set_heading(&set, row->info, KB_ROLE_INFO, KB_ALIGN_RIGHT, 2);
}

static void
set_block(const struct page *p, struct block *b)
{
	b->lines = (struct kb_lines){ 0 };
	if (b->lead) {
		set_lead(p, b);
	} else {
		struct kb_layout_options o = *p->options;
		struct kb_row row = b->story->row;
		o.width = b->width;
		row.summary_lines = b->summary;
		kb_layout_row(p->arena, &row, &o, &b->lines);
	}
}

static int
summary_of(const struct page *p, const struct block *b, bool lead)
{
	if (lead) {
		return SUMMARY_LEAD + p->grow;
	}
	return (b->story->chars >= LONG_STORY ? SUMMARY_LONG : SUMMARY_SHORT) + p->grow;
}

/* Sets the stories of a band for its columns, but for those that are set so already. */
static void
set_blocks(struct page *p, const struct band *b)
{
	for (size_t i = b->from; i < b->to; i++) {
		struct block *block = &p->blocks[i];
		bool lead = b->lead && i == b->from;
		int span = lead ? span_of(b) : 1;
		int width = span * (b->width + 1) - 1;
		int summary = summary_of(p, block, lead);
		if (block->lines.n && block->width == width && block->summary == summary &&
		    block->lead == lead) {
			continue;
		}
		block->width = width;
		block->summary = summary;
		block->lead = lead;
		set_block(p, block);
	}
}

/* --- columns ------------------------------------------------------------------ */

static void
count_columns(const struct page *p, struct band *b)
{
	int most = p->width >= FOUR_COLUMNS ? COLUMNS_MAX : COLUMNS_MAX - 1;
	size_t stories = b->to - b->from;
	b->ncols = stories < (size_t)most ? (int)stories : most;
	b->width = (p->width + 1) / b->ncols - 1;
}

/* Fills the columns down to line `height`, in order; false where a story is left. */
static bool
fill_columns(const struct page *p, struct band *b, size_t height)
{
	size_t next = b->from + b->lead;
	for (int c = 0; c < b->ncols; c++) {
		size_t y = b->top[c];
		b->at[c] = next;
		while (next < b->to && y + p->blocks[next].lines.n <= height) {
			y += p->blocks[next++].lines.n + 1; /* a blank line between */
		}
	}
	b->at[b->ncols] = next;
	return next == b->to;
}

/* Columns that will stay blank below: nothing in them has text to show more of. */
static int
bare_columns(const struct page *p, const struct band *b)
{
	int bare = 0;
	for (int c = 0; c < b->ncols; c++) {
		bool text = false;
		for (size_t i = b->at[c]; i < b->at[c + 1]; i++) {
			text = text || p->blocks[i].story->row.summary.n > 0;
		}
		bare += !text;
	}
	return bare;
}

/* The lowest band there can be, or a somewhat higher one that has fewer bare columns. */
static void
divide(const struct page *p, struct band *b)
{
	while (!fill_columns(p, b, b->height)) {
		b->height++;
	}
	size_t best = b->height;
	int bare = bare_columns(p, b);
	for (size_t h = best + 1; bare && h <= best + best / 2 && h <= p->height; h++) {
		fill_columns(p, b, h);
		if (bare_columns(p, b) < bare) {
			bare = bare_columns(p, b);
			b->height = h;
		}
	}
	fill_columns(p, b, b->height);
}

/* Stories [from, to) as a band. */
static void
make_band(struct page *p, struct band *b)
{
	count_columns(p, b);
	set_blocks(p, b);
	size_t lead = b->lead ? p->blocks[b->from].lines.n : 0;
	for (int c = 0; c < b->ncols; c++) {
		/* a rule parts the lead from what stands below it */
		b->top[c] = c < span_of(b) ? lead + 1 : 0;
	}
	b->height = lead > 1 ? lead : 1;
	divide(p, b);
}

/* Lines of a column down to the end of its last story. */
static size_t
column_end(const struct page *p, const struct band *b, int column)
{
	size_t y = b->top[column];
	for (size_t i = b->at[column]; i < b->at[column + 1]; i++) {
		y += p->blocks[i].lines.n + (i > b->at[column]);
	}
	return y;
}

/* Lets the stories of a short column show more, so that it ends where the others do. */
static void
even_column(const struct page *p, const struct band *b, int column)
{
	size_t room = b->height - column_end(p, b, column);
	for (bool grown = true; room && grown;) {
		grown = false;
		for (size_t i = b->at[column]; i < b->at[column + 1] && room; i++) {
			struct block longer = p->blocks[i];
			longer.summary++;
			set_block(p, &longer);
			if (longer.lines.n == p->blocks[i].lines.n + 1) {
				p->blocks[i] = longer;
				room--;
				grown = true;
			}
		}
	}
}

/* --- the page ----------------------------------------------------------------- */

static struct kb_line *
line_at(struct page *p, size_t y)
{
	struct kb_lines *out = p->out;
	while (out->n <= y) {
		out->v = kb_arena_grow(p->arena, out->v, out->n, &out->cap, sizeof(*out->v));
		out->v[out->n++] = (struct kb_line){ 0 };
	}
	return &out->v[y];
}

static void
add_run(struct page *p, size_t y, int x, kb_str text, enum kb_role role)
{
	struct kb_setter set = { .arena = p->arena, .options = p->options, .lines = p->out };
	int cols = kb_text_cols(text, p->options->ambiguous);
	kb_set_run(&set, line_at(p, y),
	           (struct kb_run){ .text = text, .x = x, .cols = cols, .role = role });
}

/* A horizontal rule of cells [x, to). */
static void
add_rule(struct page *p, size_t y, int x, int to)
{
	kb_str one = kb_ornament(KB_ORN_RULE, p->options->ambiguous);
	size_t n = to > x ? (size_t)(to - x) : 0;
	char *text = kb_arena_alloc(p->arena, n * one.n + 1, 1);
	for (size_t i = 0; i < n; i++) {
		memcpy(text + i * one.n, one.p, one.n);
	}
	add_run(p, y, x, (kb_str){ text, n * one.n }, KB_ROLE_RULE);
}

static bool
is_headline(const struct kb_line *line)
{
	return line->nruns &&
	       (line->runs[0].role == KB_ROLE_HEADLINE || line->runs[0].role == KB_ROLE_TITLE);
}

static void
add_printed(struct page *p, const struct kb_lines *from)
{
	struct kb_lines *out = p->out;
	for (size_t i = 0; i < from->nprinted; i++) {
		out->printed = kb_arena_grow(p->arena, out->printed, out->nprinted,
		                             &out->printed_cap, sizeof(*out->printed));
		out->printed[out->nprinted++] = from->printed[i];
	}
}

/* A story's lines onto the page; its mark beside the headline. */
static void
put_block(struct page *p, const struct block *b, size_t y, int x)
{
	size_t marked = 0;
	while (marked + 1 < b->lines.n && !is_headline(&b->lines.v[marked])) {
		marked++;
	}
	for (size_t i = 0; i < b->lines.n; i++) {
		const struct kb_line *line = &b->lines.v[i];
		for (size_t r = 0; r < line->nruns; r++) {
			const struct kb_run *run = &line->runs[r];
			add_run(p, y + i, x + run->x, run->text, run->role);
		}
		if (i == marked && b->story->mark.n) {
			add_run(p, y + i, x + 1, b->story->mark, KB_ROLE_INFO);
		}
	}
	line_at(p, y + (b->lines.n ? b->lines.n - 1 : 0));
	add_printed(p, &b->lines);
	p->places[b - p->blocks] =
		(struct kb_front_place){ .line = y, .n = b->lines.n, .x = x, .cols = b->width };
}

/* Columns are parted by rules, from the top or from below the lead. */
static void
put_bars(struct page *p, const struct band *b, size_t y)
{
	kb_str bar = kb_ornament(KB_ORN_BAR, p->options->ambiguous);
	for (int c = 1; c < b->ncols; c++) {
		size_t from = c < span_of(b) ? b->top[c] : 0;
		for (size_t i = from; i < b->height; i++) {
			add_run(p, y + i, column_x(p, b, c) - 1, bar, KB_ROLE_RULE);
		}
	}
}

static void
put_band(struct page *p, const struct band *b)
{
	size_t y = p->out->n;
	line_at(p, y + b->height - 1);
	if (b->lead) {
		put_block(p, &p->blocks[b->from], y, p->left);
		if (b->at[span_of(b)] > b->from + 1) {
			int to = column_x(p, b, span_of(b)) - 1;
			add_rule(p, y + b->top[0] - 1, p->left, to);
		}
	}
	for (int c = 0; c < b->ncols; c++) {
		size_t row = y + b->top[c];
		for (size_t i = b->at[c]; i < b->at[c + 1]; i++) {
			put_block(p, &p->blocks[i], row, column_x(p, b, c));
			row += p->blocks[i].lines.n + 1;
		}
	}
	put_bars(p, b, y);
}

/* Between bands a rule, with the page where another one begins. */
static void
put_heading(struct page *p, kb_str page)
{
	size_t y = p->out->n;
	int x = p->left;
	if (page.n) {
		add_run(p, y, x + 1, page, KB_ROLE_INFO);
		x += kb_text_cols(page, p->options->ambiguous) + 2;
	}
	add_rule(p, y, x, p->left + p->width);
}

static bool
turns(const struct page *p, size_t i)
{
	return i == 0 || p->blocks[i].story->page.n > 0;
}

/* As many stories of a page as go into one band that the screen can show. */
static struct band
next_band(struct page *p, size_t from)
{
	struct band last = { .from = from, .to = from + 1, .lead = from == 0 };
	make_band(p, &last);
	struct band band = last;
	while (band.to < p->n && !turns(p, band.to)) {
		band.to++;
		make_band(p, &band);
		if (band.height > p->height) {
			make_band(p, &last);
			return last;
		}
		last = band;
	}
	return last;
}

/* Makes the columns of a band even, at the height it has or at that of the screen. */
static void
even_band(const struct page *p, struct band *b, size_t y)
{
	if (p->stretch && b->to == p->n && y + b->height < p->height) {
		b->height = p->height - y;
	}
	size_t end = b->lead ? p->blocks[b->from].lines.n : 0;
	for (int c = 0; c < b->ncols; c++) {
		even_column(p, b, c);
		size_t bottom = column_end(p, b, c);
		end = b->at[c] < b->at[c + 1] && bottom > end ? bottom : end;
	}
	b->height = end > 1 ? end : 1;
}

static void
compose(struct page *p)
{
	*p->out = (struct kb_lines){ 0 };
	p->bare = 0;
	for (size_t i = 0; i < p->n;) {
		struct band band = next_band(p, i);
		p->bare += bare_columns(p, &band);
		kb_str page = p->blocks[i].story->page;
		if (i || page.n) {
			put_heading(p, page);
		}
		even_band(p, &band, p->out->n);
		put_band(p, &band);
		i = band.to;
	}
}

/*
 * Lets every story show more, a line at a time, as long as all of it is on
 * the screen and no column falls bare for it; then the last band fills what
 * is left.
 */
static void
fill_screen(struct page *p)
{
	size_t lines = p->out->n;
	int bare = p->bare;
	bool fits = lines < p->height;
	while (fits && p->grow < GROW_MAX) {
		p->grow++;
		compose(p);
		fits = p->out->n <= p->height && p->bare <= bare;
		if (fits && p->out->n == lines) {
			break; /* there is no more text */
		}
		lines = p->out->n;
	}
	if (p->grow) {
		p->grow -= !fits;
		p->stretch = true;
		compose(p);
	}
}

bool
kb_layout_front(struct kb_arena *a, const struct kb_story *stories, size_t n, size_t height,
                const struct kb_layout_options *o, struct kb_lines *out,
                struct kb_front_place *places)
{
	if (o->width < KB_FRONT_WIDTH || n < 2) {
		return false;
	}
	struct page page = { .arena = a,
		             .options = o,
		             .out = out,
		             .places = places,
		             .blocks = kb_arena_alloc(a, n, sizeof(*page.blocks)),
		             .n = n,
		             .height = height,
		             .width = o->width };
	if (page.width > COLUMNS_MAX * (COLUMN_MAX + 1) - 1) {
		page.width = COLUMNS_MAX * (COLUMN_MAX + 1) - 1;
	}
	page.left = (o->width - page.width) / 2;
	for (size_t i = 0; i < n; i++) {
		page.blocks[i] = (struct block){ .story = &stories[i] };
	}
	compose(&page);
	fill_screen(&page);
	return true;
}
