/*
 * Text × width: no line is wider than the width, and every cluster of the
 * text stands once on a line, in order, but for blanks between lines.
 *
 * First byte: width; second: options; the rest: the text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kanbao/layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DEMAND(condition)                                                         \
	do {                                                                      \
		if (!(condition)) {                                               \
			fprintf(stderr, "fuzz_layout: not so: %s\n", #condition); \
			abort();                                                  \
		}                                                                 \
	} while (0)

static bool
blank(kb_str text)
{
	for (size_t off = 0; off < text.n;) {
		uint32_t cp = kb_utf8_next(text, &off);
		if (cp != ' ' && cp != '\t' && cp != '\n' && cp != 0x3000) {
			return false;
		}
	}
	return true;
}

/* Lines whose runs borrow from text show it whole. */
static void
check(kb_str text, const struct kb_lines *lines, const struct kb_layout_options *o)
{
	size_t off = 0;
	for (size_t i = 0; i < lines->n; i++) {
		const struct kb_line *line = &lines->v[i];
		if (!line->nruns) {
			continue;
		}
		const struct kb_run *run = &line->runs[0];
		size_t from = (size_t)(run->text.p - text.p);
		DEMAND(from >= off);
		DEMAND(blank(kb_str_sub(text, off, from)));
		off = from + run->text.n;
		bool alone = kb_cluster_next(run->text, 0) == run->text.n;
		DEMAND(run->x + run->cols <= o->width || alone);
	}
	DEMAND(blank(kb_str_sub(text, off, text.n)));
}

static void
lay_out(kb_str text, const struct kb_layout_options *o)
{
	struct kb_arena arena = { 0 };
	struct kb_lines lines = { 0 };
	kb_layout_para(&arena, text, KB_ROLE_BODY, 0, 0, o, &lines);
	struct kb_layout_options column = *o;
	column.width += o->hang ? 2 : 0;
	check(text, &lines, &column);

	struct kb_credit credit = { KB_STR("记者"), text };
	struct kb_credit picture = { KB_STR("摄"), text };
	struct kb_caption caption = { .text = text, .credits = { .v = &picture, .n = 1 } };
	struct kb_article article = { .headline = text,
		                      .label = text,
		                      .credits = { .v = &credit, .n = 1 },
		                      .body = { .v = &text, .n = 1 },
		                      .captions = &caption,
		                      .ncaptions = 1,
		                      .jump_to = KB_STR("A3") };
	struct kb_row row = {
		.headline = text, .info = text, .summary = text, .summary_lines = 3, .margin = 2
	};
	kb_layout_article(&arena, &article, o, &lines);
	for (size_t i = 0; i < lines.n; i++) {
		for (size_t r = 0; r < lines.v[i].nruns; r++) {
			const struct kb_run *run = &lines.v[i].runs[r];
			DEMAND(run->x + run->cols <= o->width ||
			       kb_cluster_next(run->text, 0) == run->text.n);
		}
	}
	kb_layout_row(&arena, &row, o, &lines);
	kb_arena_release(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kb_buf text = { 0 };
	struct kb_text_report report = { 0 };
	if (size < 2) {
		return 0;
	}
	kb_text_sanitise((kb_str){ (const char *)data + 2, size - 2 }, &text, &report);
	struct kb_layout_options o = {
		.width = 1 + data[0] + (data[1] & 8 ? 44 : 0),
		.ambiguous = data[1] & 4   ? KB_AMBIGUOUS_SAFE
		             : data[1] & 1 ? KB_AMBIGUOUS_2
		                           : KB_AMBIGUOUS_1,
		.strictness = (enum kb_strictness)((data[1] >> 4) % 3),
		.hang = data[1] & 2,
	};
	lay_out(kb_buf_str(&text), &o);
	kb_buf_release(&text);
	return 0;
}
