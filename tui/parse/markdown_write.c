/* An issue as Markdown (CommonMark): # paper, ## page, ### headline. */
#include <string.h>

#include "writer_int.h"

/* At the start of a line these begin a list, a rule, a quotation or a heading. */
static size_t
starts_block(kb_str s)
{
	size_t digits = 0;
	while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9') {
		digits++;
	}
	if (digits && digits < s.n && strchr(".)", s.p[digits]) &&
	    (digits + 1 == s.n || s.p[digits + 1] == ' ')) {
		return digits + 1; /* the mark behind the number is escaped */
	}
	return s.n && strchr("#+-=>", s.p[0]) ? 1 : 0;
}

/* No character of the text means anything to Markdown. */
static void
put_text(struct kb_buf *out, kb_str s, bool line_start)
{
	size_t block = line_start ? starts_block(s) : 0;
	for (size_t i = 0; i < s.n; i++) {
		if (i + 1 == block || (s.p[i] && strchr("\\`*_[]<&~$|", s.p[i]))) {
			kb_buf_byte(out, '\\');
		}
		kb_buf_byte(out, s.p[i]);
	}
}

/* A block of one line: prefix, text, suffix, and an empty line. */
static void
put_block(struct kb_buf *out, const char *prefix, kb_str text, const char *suffix)
{
	if (text.n) {
		kb_buf_add(out, kb_str_of(prefix));
		put_text(out, text, !prefix[0]);
		kb_buf_printf(out, "%s\n\n", suffix);
	}
}

static void
put_built(struct kb_buf *out, const char *prefix, struct kb_buf *line, const char *suffix)
{
	put_block(out, prefix, kb_buf_str(line), suffix);
	kb_buf_clear(line);
}

static void
put_titles(struct kb_buf *out, const struct kb_article *a, struct kb_buf *line)
{
	if (a->label.n) {
		kb_buf_printf(line, "【%.*s】", KB_ARG(a->label));
		put_built(out, "", line, "");
	}
	put_block(out, "", a->kicker, "");
	put_block(out, "### ", a->headline, "");
	put_block(out, "**", a->deck, "**");
	kb_write_byline(line, a);
	put_built(out, "", line, "");
}

static void
put_article(struct kb_buf *out, const struct kb_article *a, struct kb_buf *line)
{
	put_titles(out, a, line);
	if (a->jump_from.n) {
		kb_write_jump(line, a->jump_from, false);
		put_built(out, "", line, "");
	}
	for (size_t i = 0; i < a->body.n; i++) {
		put_block(out, "", a->body.v[i], "");
	}
	for (size_t i = 0; i < a->ncaptions; i++) {
		kb_buf_add(line, a->captions[i].text);
		kb_buf_add(line, a->captions[i].credits.n ? KB_STR("　") : KB_STR(""));
		kb_write_credits(line, &a->captions[i].credits);
		put_built(out, "> ", line, "");
	}
	if (a->jump_to.n) {
		kb_write_jump(line, a->jump_to, true);
		put_built(out, "", line, "");
	}
	kb_buf_add(out, KB_STR("* * *\n\n"));
}

static void
put_list(struct kb_buf *out, const struct kb_strs *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		kb_buf_add(out, KB_STR("- "));
		put_text(out, lines->v[i], true);
		kb_buf_byte(out, '\n');
	}
	kb_buf_add(out, lines->n ? KB_STR("\n") : KB_STR(""));
}

void
kb_write_markdown(struct kb_writing *w, const struct kb_issue *issue)
{
	struct kb_buf *out = w->out;
	struct kb_buf line = { 0 };
	kb_buf_add(&line, issue->paper);
	kb_buf_add(&line, issue->paper.n && issue->day != KB_DAY_NONE ? KB_STR("　") : KB_STR(""));
	if (issue->day != KB_DAY_NONE) {
		char iso[KB_ISO_SIZE];
		kb_buf_printf(&line, "%s", kb_day_iso(issue->day, iso));
	}
	put_built(out, "# ", &line, "");
	kb_write_dateline(&line, issue);
	put_built(out, "", &line, "");
	for (size_t i = 0, n; i < issue->narticles; i += n) {
		n = kb_write_page_len(issue, i);
		kb_write_page(&line, issue, issue->articles[i].page);
		put_built(out, "## ", &line, "");
		for (size_t k = 0; k < n; k++) {
			put_article(out, &issue->articles[i + k], &line);
		}
	}
	put_list(out, &issue->masthead);
	put_list(out, &issue->dropped);
	kb_buf_release(&line);
}
