/* An issue as plain text: titles above, paragraphs with two wide blanks in front. */
#include "writer_int.h"

#define INDENT KB_STR("　　")

static void
put_line(struct kb_buf *out, kb_str before, kb_str text)
{
	if (text.n) {
		kb_buf_add(out, before);
		kb_buf_add(out, text);
		kb_buf_byte(out, '\n');
	}
}

static void
put_titles(struct kb_buf *out, const struct kb_article *a)
{
	const kb_str none = KB_STR("");
	struct kb_buf byline = { 0 };
	if (a->label.n) {
		kb_buf_printf(out, "【%.*s】\n", KB_ARG(a->label));
	}
	put_line(out, none, a->kicker);
	put_line(out, none, a->headline);
	put_line(out, none, a->deck);
	kb_write_byline(&byline, a);
	put_line(out, none, kb_buf_str(&byline));
	kb_buf_release(&byline);
}

static void
put_caption(struct kb_buf *out, const struct kb_caption *caption)
{
	struct kb_buf persons = { 0 };
	kb_write_credits(&persons, &caption->credits);
	kb_buf_printf(out, "　　▲%.*s%s%s\n", KB_ARG(caption->text), persons.n ? "　" : "",
	              persons.n ? persons.p : "");
	kb_buf_release(&persons);
}

static void
put_article(struct kb_buf *out, const struct kb_article *a)
{
	kb_buf_byte(out, '\n');
	put_titles(out, a);
	if (a->jump_from.n) {
		kb_write_jump(out, a->jump_from, false);
		kb_buf_byte(out, '\n');
	}
	for (size_t i = 0; i < a->body.n; i++) {
		put_line(out, INDENT, a->body.v[i]);
	}
	for (size_t i = 0; i < a->ncaptions; i++) {
		put_caption(out, &a->captions[i]);
	}
	if (a->jump_to.n) {
		kb_write_jump(out, a->jump_to, true);
		kb_buf_byte(out, '\n');
	}
}

static void
put_lines(struct kb_buf *out, const struct kb_strs *lines)
{
	if (lines->n) {
		kb_buf_byte(out, '\n');
	}
	for (size_t i = 0; i < lines->n; i++) {
		put_line(out, KB_STR(""), lines->v[i]);
	}
}

void
kb_write_text(struct kb_writing *w, const struct kb_issue *issue)
{
	struct kb_buf *out = w->out;
	struct kb_buf line = { 0 };
	kb_buf_add(out, w->issues ? KB_STR("\n\n") : KB_STR(""));
	put_line(out, KB_STR(""), issue->paper);
	kb_write_dateline(&line, issue);
	put_line(out, KB_STR(""), kb_buf_str(&line));
	for (size_t i = 0, n; i < issue->narticles; i += n) {
		n = kb_write_page_len(issue, i);
		kb_buf_clear(&line);
		kb_write_page(&line, issue, issue->articles[i].page);
		kb_buf_printf(out, "\n━━ %s ━━\n", line.p);
		for (size_t k = 0; k < n; k++) {
			put_article(out, &issue->articles[i + k]);
		}
	}
	kb_buf_add(out, issue->masthead.n || issue->dropped.n ? KB_STR("\n━━━━\n") : KB_STR(""));
	put_lines(out, &issue->masthead);
	put_lines(out, &issue->dropped);
	kb_buf_release(&line);
}
