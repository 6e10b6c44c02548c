/*
 * Any bytes → issue: no crash, every text valid UTF-8, and no character of
 * the page lost or invented: what is no blank stands in a field, in a credit,
 * or is of a mark that a field implies. What was parsed survives interchange.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "kanbao/interchange.h"
#include "kanbao/parse.h"
#include "kanbao/text.h"

#define REQUIRE(what)                                                     \
	do {                                                              \
		if (!(what)) {                                            \
			(void)fprintf(stderr, "fuzz_parse: %s\n", #what); \
			abort();                                          \
		}                                                         \
	} while (0)

/* Han characters of all texts. */
struct tally {
	size_t han;
};

static void
count(struct tally *t, kb_str s)
{
	REQUIRE(kb_utf8_valid(s));
	for (size_t off = 0; off < s.n;) {
		t->han += kb_cp_han(kb_utf8_next(s, &off));
	}
}

static void
count_strs(struct tally *t, const struct kb_strs *list)
{
	for (size_t i = 0; i < list->n; i++) {
		count(t, list->v[i]);
	}
}

static void
count_article(struct tally *t, const struct kb_article *article)
{
	const kb_str texts[] = { article->label, article->kicker, article->headline, article->deck,
		                 article->lead };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		count(t, texts[i]);
	}
	for (size_t i = 0; i < article->credits.n; i++) {
		count(t, article->credits.v[i].name);
		REQUIRE(kb_utf8_valid(article->credits.v[i].role));
	}
	count_strs(t, &article->body);
	REQUIRE(article->page.n > 0);
}

/* Roles and marks are told by fields: so much of the page may be in no text. */
static size_t
implied(const struct kb_issue *issue)
{
	size_t n = 0;
	for (size_t i = 0; i < issue->narticles; i++) {
		const struct kb_article *article = &issue->articles[i];
		n += (article->jump_to.p != NULL) * 12u + (article->jump_from.p != NULL) * 12u;
		for (size_t k = 0; k < article->credits.n; k++) {
			n += kb_utf8_count(article->credits.v[k].role);
		}
	}
	return n;
}

static void
reread(struct kb_arena *a, const struct kb_buf *json, struct kb_buf *out)
{
	struct kb_ctx ctx = { 0 };
	struct kb_issue issue;
	REQUIRE(kb_issue_read_json(&ctx, a, kb_buf_str(json), &issue) == KB_OK);
	kb_issue_write_json(out, &issue, false);
	kb_ctx_release(&ctx);
}

/*
 * Once read, an issue stays as it is. (The first reading may still remove a
 * mark that lost its base character when a lead was cut off before it.)
 */
static void
round_trip(struct kb_arena *a, const struct kb_issue *issue)
{
	struct kb_buf json[3] = { 0 };
	kb_issue_write_json(&json[0], issue, false);
	reread(a, &json[0], &json[1]);
	reread(a, &json[1], &json[2]);
	REQUIRE(kb_str_eq(kb_buf_str(&json[1]), kb_buf_str(&json[2])));
	for (size_t i = 0; i < 3; i++) {
		kb_buf_release(&json[i]);
	}
}

static void
check(struct kb_arena *a, kb_str bytes, const struct kb_issue *issue)
{
	struct kb_buf text = { 0 };
	struct kb_text_report report = { 0 };
	struct tally page = { 0 };
	struct tally fields = { 0 };
	kb_text_decode(bytes, kb_encoding_sniff(bytes), &text, &report);
	count(&page, kb_buf_str(&text));
	for (size_t i = 0; i < issue->narticles; i++) {
		count_article(&fields, &issue->articles[i]);
	}
	count_strs(&fields, &issue->masthead);
	count_strs(&fields, &issue->dropped);
	REQUIRE(fields.han <= page.han);
	REQUIRE(fields.han + implied(issue) >= page.han);
	round_trip(a, issue);
	kb_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_issue issue;
	kb_str bytes = { (const char *)data, size };
	if (kb_parse(&ctx, &a, bytes, "-", NULL, &issue, NULL) == KB_OK) {
		check(&a, bytes, &issue);
	}
	/* the same bytes as interchange: an error or an issue, never a crash */
	if (kb_issue_read_json(&ctx, &a, bytes, &issue) == KB_OK) {
		round_trip(&a, &issue);
	}
	kb_ctx_release(&ctx);
	kb_arena_release(&a);
	return 0;
}
