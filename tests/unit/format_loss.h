/* For tests of formats: nothing that a browser prints of a fixture is lost. */
#ifndef FORMAT_LOSS_H
#define FORMAT_LOSS_H

#include "format_help.h"

#include "../../tui/parse/html_int.h"

static inline bool
han(kb_str s)
{
	for (size_t off = 0; off < s.n;) {
		if (kb_cp_han(kb_utf8_next(s, &off))) {
			return true;
		}
	}
	return false;
}

/* Words of marks that a field tells: pages and jumps, and what a byline says of itself. */
static inline bool
told_by_field(kb_str s)
{
	static const char *const words[] = { "版", "下转", "上接", "作者" };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (s.n < 24 && kb_str_find(s, kb_str_of(words[i])) != SIZE_MAX) {
			return true;
		}
	}
	return false;
}

static inline void
expect_runs(kb_str line, kb_str all)
{
	size_t from = 0;
	for (size_t off = 0; off <= line.n;) {
		size_t at = off;
		bool end = off == line.n || !kb_cp_han(kb_utf8_next(line, &off));
		kb_str run = kb_str_sub(line, from, at);
		if (end && run.n > 3 && han(run) && !told_by_field(run) &&
		    kb_str_find(all, run) == SIZE_MAX) {
			fail_msg("lost: %.*s (in %.*s)", KB_ARG(run), KB_ARG(line));
		}
		from = end ? off : from;
		off += at == line.n;
	}
}

/* Each run of Han that a browser prints of the files stands in a field. */
static inline void
expect_all_text(struct fixture *f, bool xml)
{
	struct kb_text_report met = { 0 };
	struct kb_buf all = { 0 };
	for (size_t i = 0; i < f->n; i++) {
		kb_buf_add(&all, f->all[i]);
	}
	for (size_t i = 0; i < f->bundle.n; i++) {
		struct kb_buf text = { 0 };
		struct kb_html h = { 0 };
		enum kb_encoding encoding;
		assert_int_equal(kb_html_decode(&f->ctx, f->files[i].bytes, &text, &encoding, &met),
		                 KB_OK);
		enum kb_err err = xml ? kb_xml_parse(&f->ctx, &f->a, kb_buf_str(&text), &h)
		                      : kb_html_parse(&f->ctx, &f->a, kb_buf_str(&text), &h);
		assert_int_equal(err, KB_OK);
		for (size_t k = 0; k < h.n; k++) {
			expect_runs(kb_html_peek(&f->a, &h, (struct kb_span){ k, k + 1 }),
			            kb_buf_str(&all));
		}
		kb_buf_release(&text);
	}
	kb_buf_release(&all);
}

#endif
