/* An issue as interchange JSON. */
#include "kanbao/interchange.h"

#include "kanbao/arena.h"
#include "kanbao/str.h"

/* Where the writer stands: one value is written after another. */
struct writer {
	struct kb_buf *out;
	bool indent;
	int depth;
	bool first; /* nothing written yet in the innermost { or [ */
};

static void
quote(struct kb_buf *out, kb_str s)
{
	kb_buf_byte(out, '"');
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\') {
			continue;
		}
		kb_buf_add(out, kb_str_sub(s, from, i));
		from = i + 1;
		if (c < 0x20) {
			kb_buf_printf(out, "\\u%04x", (unsigned)c);
		} else {
			kb_buf_byte(out, '\\');
			kb_buf_byte(out, (char)c);
		}
	}
	kb_buf_add(out, kb_str_sub(s, from, s.n));
	kb_buf_byte(out, '"');
}

static void
new_line(struct writer *w)
{
	if (!w->indent) {
		return;
	}
	kb_buf_byte(w->out, '\n');
	for (int i = 0; i < w->depth; i++) {
		kb_buf_add(w->out, KB_STR("  "));
	}
}

/* Comma and place of the next member or item; key NULL in a list. */
static void
item(struct writer *w, const char *key)
{
	if (!w->first) {
		kb_buf_byte(w->out, ',');
	}
	w->first = false;
	new_line(w);
	if (key) {
		quote(w->out, kb_str_of(key));
		kb_buf_add(w->out, w->indent ? KB_STR(": ") : KB_STR(":"));
	}
}

static void
enter(struct writer *w, char bracket)
{
	kb_buf_byte(w->out, bracket);
	w->depth++;
	w->first = true;
}

static void
leave(struct writer *w, char bracket)
{
	w->depth--;
	if (!w->first) {
		new_line(w);
	}
	kb_buf_byte(w->out, bracket);
	w->first = false;
}

static void
put_text(struct writer *w, const char *key, kb_str s)
{
	item(w, key);
	if (s.p) {
		quote(w->out, s);
	} else {
		kb_buf_add(w->out, KB_STR("null"));
	}
}

/* 0 stands for "none". */
static void
put_number(struct writer *w, const char *key, long n)
{
	item(w, key);
	if (n) {
		kb_buf_printf(w->out, "%ld", n);
	} else {
		kb_buf_add(w->out, KB_STR("null"));
	}
}

static void
put_strs(struct writer *w, const char *key, const struct kb_strs *list)
{
	item(w, key);
	enter(w, '[');
	for (size_t i = 0; i < list->n; i++) {
		put_text(w, NULL, list->v[i].p ? list->v[i] : KB_STR(""));
	}
	leave(w, ']');
}

/* One person a line. */
static void
put_credits(struct writer *w, const struct kb_credits *list)
{
	item(w, "credits");
	enter(w, '[');
	for (size_t i = 0; i < list->n; i++) {
		item(w, NULL);
		kb_buf_add(w->out, w->indent ? KB_STR("{\"role\": ") : KB_STR("{\"role\":"));
		quote(w->out, list->v[i].role);
		kb_buf_add(w->out, w->indent ? KB_STR(", \"name\": ") : KB_STR(",\"name\":"));
		quote(w->out, list->v[i].name);
		kb_buf_byte(w->out, '}');
	}
	leave(w, ']');
}

static void
put_captions(struct writer *w, const struct kb_article *article)
{
	if (!article->ncaptions) {
		return;
	}
	item(w, "captions");
	enter(w, '[');
	for (size_t i = 0; i < article->ncaptions; i++) {
		item(w, NULL);
		enter(w, '{');
		put_text(w, "text", article->captions[i].text);
		put_credits(w, &article->captions[i].credits);
		leave(w, '}');
	}
	leave(w, ']');
}

/* Members as they were before they were corrected. */
static void
put_corrected(struct writer *w, const struct kb_article *article)
{
	struct kb_arena a = { 0 };
	if (!article->ncorrected) {
		return;
	}
	item(w, "corrected");
	enter(w, '{');
	for (size_t i = 0; i < article->ncorrected; i++) {
		const struct kb_corrected *c = &article->corrected[i];
		struct kb_article before = { 0 };
		if (kb_str_eq(c->member, KB_STR("credits"))) {
			(void)kb_member_set(&a, &before, c->member, c->was);
			put_credits(w, &before.credits);
		} else {
			put_text(w, kb_arena_dup(&a, c->member).p, c->was);
		}
	}
	leave(w, '}');
	kb_arena_release(&a);
}

static void
put_article(struct writer *w, const struct kb_article *article)
{
	item(w, NULL);
	enter(w, '{');
	put_text(w, "page", article->page.p ? article->page : KB_STR("1"));
	put_text(w, "kind", kb_str_of(kb_kind_name(article->kind)));
	put_text(w, "label", article->label);
	put_text(w, "kicker", article->kicker);
	put_text(w, "headline", article->headline);
	put_text(w, "deck", article->deck);
	put_text(w, "lead", article->lead);
	put_credits(w, &article->credits);
	put_strs(w, "body", &article->body);
	put_text(w, "jump_to", article->jump_to);
	put_text(w, "jump_from", article->jump_from);
	put_captions(w, article);
	if (article->doubts.n) {
		put_strs(w, "doubts", &article->doubts);
	}
	put_corrected(w, article);
	leave(w, '}');
}

static void
put_page_names(struct writer *w, const struct kb_issue *issue)
{
	if (!issue->npage_names) {
		return;
	}
	item(w, "page_names");
	enter(w, '{');
	for (size_t i = 0; i < issue->npage_names; i++) {
		if (!w->first) {
			kb_buf_byte(w->out, ',');
		}
		w->first = false;
		new_line(w);
		quote(w->out, issue->page_names[i].page);
		kb_buf_add(w->out, w->indent ? KB_STR(": ") : KB_STR(":"));
		quote(w->out, issue->page_names[i].name);
	}
	leave(w, '}');
}

static void
put_source(struct writer *w, const struct kb_issue *issue)
{
	if (!issue->source_name.p && !issue->source_sha256.p) {
		return;
	}
	item(w, "source");
	enter(w, '{');
	put_text(w, "name", issue->source_name);
	put_text(w, "sha256", issue->source_sha256);
	leave(w, '}');
}

static void
put_day(struct writer *w, const struct kb_issue *issue)
{
	char iso[KB_ISO_SIZE];
	bool known = issue->day != KB_DAY_NONE;
	put_text(w, "date", known ? kb_str_of(kb_day_iso(issue->day, iso)) : KB_STR_NULL);
	put_text(w, "date_source",
	         known ? kb_str_of(kb_date_source_name(issue->date_source)) : KB_STR_NULL);
	if (issue->edition > 1) {
		put_number(w, "edition", issue->edition);
	}
}

void
kb_issue_write_json(struct kb_buf *out, const struct kb_issue *issue, bool indent)
{
	struct writer w = { .out = out, .indent = indent, .first = true };
	enter(&w, '{');
	put_number(&w, "schema", 1);
	put_text(&w, "paper", issue->paper);
	put_day(&w, issue);
	put_number(&w, "number", issue->number);
	put_text(&w, "lunar", issue->lunar);
	put_text(&w, "weekday", issue->weekday);
	put_number(&w, "pages", issue->pages);
	put_text(&w, "month_day", issue->month_day);
	put_page_names(&w, issue);
	put_source(&w, issue);
	if (issue->excerpt) {
		item(&w, "excerpt");
		kb_buf_add(w.out, KB_STR("true"));
	}
	put_strs(&w, "masthead", &issue->masthead);
	put_strs(&w, "dropped", &issue->dropped);
	item(&w, "articles");
	enter(&w, '[');
	for (size_t i = 0; i < issue->narticles; i++) {
		put_article(&w, &issue->articles[i]);
	}
	leave(&w, ']');
	leave(&w, '}');
	kb_buf_byte(out, '\n');
}
