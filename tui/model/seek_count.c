/* What was found, counted by month, page, paper, reporter and label. */
#include <stdlib.h>
#include <string.h>

#include "seek_int.h"

void
kb_counts_clear(struct kb_counts *c)
{
	memset(c->months, 0, sizeof(c->months));
	memset(c->pages, 0, sizeof(c->pages));
	memset(c->papers, 0, sizeof(c->papers));
	c->undated = 0;
	c->day = KB_DAY_NONE;
	kb_tally_release(&c->by);
	kb_tally_release(&c->labels);
	kb_arena_release(&c->arena);
}

enum kb_err
kb_counts_add(struct kb_counts *c, struct kb_store *store, struct kb_ctx *ctx, kb_article_id id)
{
	kb_day day = kb_article_day(id);
	int paper = kb_article_paper(id);
	enum kb_err err = KB_OK;
	if (c->papers[paper] == 0) {
		err = kb_store_paper(store, ctx, &c->arena, paper, &c->paper_names[paper]);
	}
	if (day == KB_DAY_NONE) {
		c->undated++;
	} else {
		if (day != c->day) {
			struct kb_ymd ymd = kb_day_ymd(day);
			c->day = day;
			c->month = (size_t)(12 * (ymd.year - KB_YEAR_MIN) + ymd.month - 1);
		}
		c->months[c->month]++;
	}
	c->pages[kb_article_position(id)]++;
	c->papers[paper]++;
	return err;
}

static void
add_name(void *user, kb_str name, bool label)
{
	struct kb_counts *c = user;
	kb_tally_add(label ? &c->labels : &c->by, name, c->at);
}

enum kb_err
kb_counts_names(struct kb_counts *c, struct kb_store *store, struct kb_ctx *ctx, kb_article_id id)
{
	c->at = id;
	return kb_store_names(store, ctx, id, add_name, c);
}

/* --- as they are shown ---------------------------------------------------------------------- */

static void
show_chart(const struct kb_counts *c, struct kb_answer *out)
{
	size_t first = 0;
	size_t end = KB_MONTHS;
	while (first < KB_MONTHS && c->months[first] == 0) {
		first++;
	}
	while (end > first && c->months[end - 1] == 0) {
		end--;
	}
	if (first == end) {
		return; /* none at all */
	}
	out->chart = (struct kb_chart){ .year = KB_YEAR_MIN + (int)(first / 12),
		                        .month = (int)(first % 12) + 1,
		                        .months = end - first };
	out->chart.n = kb_arena_alloc(&out->arena, end - first, sizeof(*out->chart.n));
	for (size_t i = first; i < end; i++) {
		out->chart.n[i - first] = c->months[i];
	}
}

/* What has a blank or a colon in it goes in quotation marks. */
static kb_str
term_of(struct kb_arena *a, enum kb_field field, kb_str name)
{
	struct kb_buf plain = { 0 };
	bool quote = false;
	for (size_t i = 0; i < name.n; i++) {
		quote = quote || name.p[i] == ' ' || name.p[i] == ':';
		kb_buf_byte(&plain, name.p[i] == '"' ? ' ' : name.p[i]);
	}
	const char *mark = quote ? "\"" : "";
	kb_str term = kb_arena_printf(a, "%s:%s%.*s%s", kb_field_name(field), mark,
	                              KB_ARG(kb_buf_str(&plain)), mark);
	kb_buf_release(&plain);
	return term;
}

static void
add_value(struct kb_answer *out, enum kb_facet facet, kb_str name, size_t n)
{
	static const enum kb_field fields[KB_FACET_COUNT] = {
		[KB_FACET_YEAR] = KB_FIELD_DATE,   [KB_FACET_PAPER] = KB_FIELD_PAPER,
		[KB_FACET_PAGE] = KB_FIELD_PAGE,   [KB_FACET_BY] = KB_FIELD_BY,
		[KB_FACET_LABEL] = KB_FIELD_LABEL,
	};
	struct kb_facet_list *list = &out->facets[facet];
	list->v[list->n++] = (struct kb_facet_value){
		.name = name, .term = term_of(&out->arena, fields[facet], name), .n = n
	};
}

static void
show_years(const struct kb_counts *c, struct kb_answer *out)
{
	const struct kb_chart *chart = &out->chart;
	size_t last = (size_t)(chart->month - 1) + chart->months; /* months from its January */
	size_t years = (last + 11) / 12;
	out->facets[KB_FACET_YEAR].v =
		kb_arena_alloc(&out->arena, years, sizeof(struct kb_facet_value));
	for (size_t i = years; i-- > 0 && chart->months;) {
		size_t n = 0;
		int year = chart->year + (int)i;
		for (size_t month = 0; month < 12; month++) {
			n += c->months[(size_t)(year - KB_YEAR_MIN) * 12 + month];
		}
		if (n) {
			add_value(out, KB_FACET_YEAR, kb_arena_printf(&out->arena, "%d", year), n);
		}
	}
}

/* The highest counts of an array, the same by their index. */
struct top {
	size_t index[KB_FACET_VALUES];
	size_t n;
};

static void
find_top(const uint32_t *counts, size_t n, struct top *top)
{
	top->n = 0;
	for (size_t i = 0; i < n; i++) {
		if (counts[i] == 0 ||
		    (top->n == KB_FACET_VALUES && counts[i] <= counts[top->index[top->n - 1]])) {
			continue;
		}
		size_t at = top->n < KB_FACET_VALUES ? top->n++ : top->n - 1;
		for (; at > 0 && counts[i] > counts[top->index[at - 1]]; at--) {
			top->index[at] = top->index[at - 1];
		}
		top->index[at] = i;
	}
}

static struct kb_facet_value *
room(struct kb_answer *out)
{
	return kb_arena_alloc(&out->arena, KB_FACET_VALUES, sizeof(struct kb_facet_value));
}

static void
show_pages(const struct kb_counts *c, struct kb_answer *out)
{
	struct top top;
	out->facets[KB_FACET_PAGE].v = room(out);
	find_top(c->pages, KB_PAGES, &top);
	for (size_t i = 0; i < top.n; i++) {
		struct kb_buf name = { 0 };
		if (kb_page_at((int)top.index[i], &name)) {
			add_value(out, KB_FACET_PAGE, kb_arena_dup(&out->arena, kb_buf_str(&name)),
			          c->pages[top.index[i]]);
		}
		kb_buf_release(&name);
	}
}

static void
show_papers(const struct kb_counts *c, struct kb_answer *out)
{
	struct top top;
	out->facets[KB_FACET_PAPER].v = room(out);
	find_top(c->papers, KB_PAPERS_MAX, &top);
	for (size_t i = 0; i < top.n; i++) {
		kb_str name = c->paper_names[top.index[i]];
		if (name.n) {
			add_value(out, KB_FACET_PAPER, kb_arena_dup(&out->arena, name),
			          c->papers[top.index[i]]);
		}
	}
}

static void
show_words(const struct kb_tally *t, struct kb_answer *out, enum kb_facet facet)
{
	const struct kb_tally_word *top[KB_FACET_VALUES];
	size_t n = kb_tally_top(t, top, KB_FACET_VALUES);
	out->facets[facet].v = room(out);
	for (size_t i = 0; i < n; i++) {
		add_value(out, facet, kb_arena_dup(&out->arena, top[i]->word), top[i]->n);
	}
}

void
kb_counts_show(const struct kb_counts *c, struct kb_answer *out)
{
	out->undated = c->undated;
	show_chart(c, out);
	show_years(c, out);
	show_papers(c, out);
	show_pages(c, out);
	show_words(&c->by, out, KB_FACET_BY);
	show_words(&c->labels, out, KB_FACET_LABEL);
}
