/*
 * Any bytes as pages of HTML or as a feed → issues: no crash, valid UTF-8, a
 * page for every article, and each Han character that a browser would print
 * stands in some field. A byte 1C ends a file of the bundle.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../tui/parse/formats.h"
#include "../../tui/parse/html_int.h"
#include "kanbao/interchange.h"

#define REQUIRE(what)                                                    \
	do {                                                             \
		if (!(what)) {                                           \
			(void)fprintf(stderr, "fuzz_html: %s\n", #what); \
			abort();                                         \
		}                                                        \
	} while (0)

#define FILES_MAX 4
#define BMP 0x10000

struct check {
	struct kb_ctx ctx;
	struct kb_arena a;
	struct kb_file files[FILES_MAX];
	struct kb_bundle bundle;
	bool *met; /* by code point of the basic plane */
	bool read;
};

static void
meet(struct check *c, kb_str s)
{
	REQUIRE(kb_utf8_valid(s));
	for (size_t off = 0; off < s.n;) {
		uint32_t cp = kb_utf8_next(s, &off);
		if (cp < BMP) {
			c->met[cp] = true;
		}
	}
}

static void
meet_all(struct check *c, const struct kb_strs *list)
{
	for (size_t i = 0; i < list->n; i++) {
		meet(c, list->v[i]);
	}
}

static void
meet_credits(struct check *c, const struct kb_credits *credits)
{
	for (size_t i = 0; i < credits->n; i++) {
		meet(c, credits->v[i].role);
		meet(c, credits->v[i].name);
	}
}

static enum kb_err
take(void *user, const struct kb_issue *issue, const struct kb_parse_report *report)
{
	struct check *c = user;
	struct kb_buf json = { 0 };
	struct kb_issue again;
	(void)report;
	meet(c, issue->paper);
	meet_all(c, &issue->masthead);
	meet_all(c, &issue->dropped);
	for (size_t i = 0; i < issue->npage_names; i++) {
		meet(c, issue->page_names[i].name);
	}
	REQUIRE(issue->narticles > 0);
	for (size_t i = 0; i < issue->narticles; i++) {
		const struct kb_article *v = &issue->articles[i];
		const kb_str parts[] = { v->label, v->kicker, v->headline, v->deck, v->lead };
		for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
			meet(c, parts[k]);
		}
		meet_all(c, &v->body);
		meet_credits(c, &v->credits);
		for (size_t k = 0; k < v->ncaptions; k++) {
			meet(c, v->captions[k].text);
			meet_credits(c, &v->captions[k].credits);
		}
		REQUIRE(v->page.n > 0);
	}
	kb_issue_write_json(&json, issue, false);
	REQUIRE(kb_issue_read_json(&c->ctx, &c->a, kb_buf_str(&json), &again) == KB_OK);
	kb_buf_release(&json);
	c->read = true;
	return KB_OK;
}

/* Every Han character of the text that is printed. */
static void
expect_printed(struct check *c)
{
	/* marks of pages, jumps and authors, whose meaning stands in a field */
	meet(c, KB_STR("第版下转上接轉緊紧作者见詳详全文更多報道报导读零〇○一二三四五六七八九十百千"
	               "万两"));
	for (size_t i = 0; i < c->bundle.n; i++) {
		struct kb_text_report report = { 0 };
		struct kb_html h = { 0 };
		REQUIRE(kb_html_load(&c->ctx, &c->a, c->files[i].bytes, &h,
		                     &(struct kb_parse_report){ 0 }) == KB_OK);
		struct kb_strs lines = kb_html_take(&c->a, &h, kb_html_all(&h), &report);
		for (size_t k = 0; k < lines.n; k++) {
			for (size_t off = 0; off < lines.v[k].n;) {
				uint32_t cp = kb_utf8_next(lines.v[k], &off);
				REQUIRE(!kb_cp_han(cp) || cp >= BMP || c->met[cp]);
			}
		}
	}
}

static void
split(struct check *c, kb_str bytes)
{
	static const char *const names[FILES_MAX] = { "html/2026-03/18/content_1.htm",
		                                      "html/2026-03/18/node_2.htm",
		                                      "html/2026-03/18/content_3.htm",
		                                      "html/2026-03/18/nw.D1_20260318_1-02.htm" };
	kb_str part;
	while (c->bundle.n < FILES_MAX && kb_str_split(&bytes, '\x1c', &part)) {
		c->files[c->bundle.n] = (struct kb_file){ kb_str_of(names[c->bundle.n]), part };
		c->bundle.n++;
	}
	c->bundle.files = c->files;
	c->bundle.name = KB_STR("bundle");
}

typedef enum kb_err reader(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                           const struct kb_parse_options *options, const struct kb_sink *sink);

/* whole: what is printed of the bytes as HTML is all there is. */
static void
run(kb_str bytes, reader *read, bool several, bool whole)
{
	struct check c = { .met = NULL };
	const struct kb_sink sink = { take, &c };
	c.met = kb_arena_alloc(&c.a, BMP, sizeof(bool));
	if (several) {
		split(&c, bytes);
	} else {
		c.files[0] = (struct kb_file){ KB_STR("page.html"), bytes };
		c.bundle = (struct kb_bundle){ KB_STR("page.html"), c.files, 1 };
	}
	bool html = true;
	for (size_t i = 0; i < c.bundle.n; i++) {
		html = html && kb_html_like(c.files[i].bytes);
	}
	if (read(&c.ctx, &c.a, &c.bundle, NULL, &sink) == KB_OK && c.read && whole && html) {
		expect_printed(&c);
	}
	kb_ctx_release(&c.ctx);
	kb_arena_release(&c.a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	kb_str bytes = { (const char *)data, size };
	const struct kb_file file = { KB_STR("page.html"), bytes };
	const struct kb_bundle bundle = { file.path, &file, 1 };
	(void)kb_format_of(&bundle);
	run(bytes, kb_fmt_founder_read, true, true);
	run(bytes, kb_fmt_wechat_read, false, true);
	run(bytes, kb_fmt_html_read, false, true);
	run(bytes, kb_fmt_feed_read, false, false);
	return 0;
}
