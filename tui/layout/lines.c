/* What can be asked of lines once they are set, and paragraphs on their own. */
#include "layout_int.h"

void
kb_layout_para(struct kb_arena *a, kb_str text, enum kb_role role, int indent, int hang_indent,
               const struct kb_layout_options *o, struct kb_lines *out)
{
	int measure = o->measure > 0 && o->measure < o->width ? o->measure : o->width;
	struct kb_setter set = {
		.arena = a,
		.options = o,
		.lines = out,
		.measure = measure > 1 ? measure : 1,
		.base = out->n ? out->v[out->n - 1].end + 1 : 0,
	};
	kb_set_para(&set, text, role, indent, hang_indent);
}

size_t
kb_lines_at(const struct kb_lines *lines, size_t off)
{
	size_t low = 0;
	size_t high = lines->n;
	/* the last line with .off <= off */
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (lines->v[mid].off <= off) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return low ? low - 1 : 0;
}

void
kb_lines_dump(const struct kb_lines *lines, enum kb_ambiguous amb, struct kb_buf *out)
{
	for (size_t i = 0; i < lines->n; i++) {
		const struct kb_line *line = &lines->v[i];
		int x = 0;
		for (size_t r = 0; r < line->nruns; r++) {
			for (; x < line->runs[r].x; x++) {
				kb_buf_byte(out, ' ');
			}
			kb_text_print(line->runs[r].text, amb, out);
			x += kb_text_cols(line->runs[r].text, amb);
		}
		kb_buf_byte(out, '\n');
	}
}
