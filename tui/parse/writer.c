/* What an issue can be written as, and the lines that the forms share. */
#include "kanbao/writer.h"

#include <stdio.h>
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/interchange.h"
#include "writer_int.h"

#define SPACE KB_STR("　")

static const struct kb_writer rows[] = {
	{ "jsonl", N_("interchange JSON, an issue a line; nothing is lost"), false, NULL,
	  kb_write_jsonl, NULL },
	{ "json", N_("interchange JSON of one issue, set out for people; nothing is lost"), true,
	  NULL, kb_write_json, NULL },
	{ "markdown", N_("Markdown"), false, NULL, kb_write_markdown, NULL },
	{ "text", N_("plain text"), false, NULL, kb_write_text, NULL },
	{ "html", N_("one HTML file that needs nothing beside it"), false, kb_write_html_head,
	  kb_write_html, kb_write_html_foot },
	{ NULL, NULL, false, NULL, NULL, NULL },
};

const struct kb_writer *
kb_writers(void)
{
	return rows;
}

const struct kb_writer *
kb_writer_find(const char *name)
{
	for (const struct kb_writer *row = rows; row->name; row++) {
		if (strcmp(row->name, name) == 0) {
			return row;
		}
	}
	return NULL;
}

void
kb_write_jsonl(struct kb_writing *w, const struct kb_issue *issue)
{
	kb_issue_write_json(w->out, issue, false);
}

void
kb_write_json(struct kb_writing *w, const struct kb_issue *issue)
{
	kb_issue_write_json(w->out, issue, true);
}

/* --- lines ---------------------------------------------------------------------- */

/* A part of a line, with a wide blank in front where it isn't the first. */
static void
add_part(struct kb_buf *out, size_t start, const char *before, kb_str text, const char *behind)
{
	if (!text.n) {
		return;
	}
	if (out->n > start) {
		kb_buf_add(out, SPACE);
	}
	kb_buf_printf(out, "%s%.*s%s", before, KB_ARG(text), behind);
}

/* 第1937期; nothing for 0. */
static void
add_number(struct kb_buf *out, size_t start, long n, const char *behind)
{
	char digits[24];
	(void)snprintf(digits, sizeof(digits), "%ld", n);
	add_part(out, start, "第", n > 0 ? kb_str_of(digits) : KB_STR_NULL, behind);
}

void
kb_write_dateline(struct kb_buf *out, const struct kb_issue *issue)
{
	size_t start = out->n;
	if (issue->day != KB_DAY_NONE) {
		struct kb_ymd d = kb_day_ymd(issue->day);
		kb_buf_printf(out, "%d年%d月%d日", d.year, d.month, d.day);
		/* never a silent guess (interchange) */
		kb_buf_add(out,
		           issue->date_source == KB_DATE_INFERRED ? KB_STR("（？）") : KB_STR(""));
	}
	add_part(out, start, "", issue->weekday, "");
	add_part(out, start, "农历", issue->lunar, "");
	add_number(out, start, issue->number, "期");
	add_number(out, start, issue->edition > 1 ? issue->edition : 0, "次版");
}

void
kb_write_page(struct kb_buf *out, const struct kb_issue *issue, kb_str page)
{
	size_t start = out->n;
	add_part(out, start, "第", page, "版");
	add_part(out, start, "", kb_issue_page_name(issue, page), "");
}

/* Roles that are printed behind the name. */
static bool
stands_behind(kb_str role)
{
	static const char *const roles[] = { "摄", "摄影", "图", "供图", "制图", "漫画", "文/图" };
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		if (kb_str_eq(role, kb_str_of(roles[i]))) {
			return true;
		}
	}
	return false;
}

void
kb_write_credits(struct kb_buf *out, const struct kb_credits *credits)
{
	for (size_t i = 0, end; i < credits->n; i = end) {
		kb_str role = credits->v[i].role;
		bool behind = stands_behind(role);
		kb_buf_add(out, i ? SPACE : KB_STR(""));
		kb_buf_add(out, behind ? KB_STR("") : role);
		for (end = i; end < credits->n && kb_str_eq(credits->v[end].role, role); end++) {
			bool first = end == i && (behind || !role.n);
			kb_buf_add(out, first ? KB_STR("") : KB_STR(" "));
			kb_buf_add(out, credits->v[end].name);
		}
		if (behind) {
			kb_buf_printf(out, " %.*s", KB_ARG(role));
		}
	}
}

void
kb_write_byline(struct kb_buf *out, const struct kb_article *article)
{
	kb_buf_add(out, article->lead);
	if (article->lead.n && article->credits.n) {
		kb_buf_add(out, SPACE);
	}
	kb_write_credits(out, &article->credits);
}

void
kb_write_jump(struct kb_buf *out, kb_str page, bool onward)
{
	kb_buf_printf(out, "%s 第%.*s版", onward ? "→" : "←", KB_ARG(page));
}

size_t
kb_write_page_len(const struct kb_issue *issue, size_t i)
{
	size_t n = 1;
	while (i + n < issue->narticles &&
	       kb_str_eq(issue->articles[i + n].page, issue->articles[i].page)) {
		n++;
	}
	return n;
}
