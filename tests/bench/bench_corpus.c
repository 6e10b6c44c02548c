/*
 * Makes a corpus of any size: usage: bench_corpus N TEXT OUT.jsonl OUT.txt [SEED]
 *
 * N articles of 30 years, each of sentences of real articles near one another
 * (TEXT: lines of date, title, text, tab separated, plain or zstd; or a folder
 * of pages), with towns, persons, figures and Latin words as a local paper has
 * them, and now and then two clauses joined that never stood together. The
 * same N, TEXT and SEED give the same corpus.
 *
 * OUT.jsonl is the interchange format, an issue a line. OUT.txt has an article
 * a line, its fields and paragraphs separated by tabs, in the order of ids:
 * the last line is the first article of the newest issue.
 */
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bench.h"
#include "kanbao/date.h"
#include "kanbao/mem.h"
#include "kanbao/text.h"
#include "words.h"

enum {
	YEARS = 30,
	FIRST_YEAR = 1994,
	ISSUE_LEAST = 10, /* articles */
	PAGES = 8,
	NEAR = 20,        /* articles to both sides that sentences come from */
	TITLE_MOST = 150, /* bytes */
	BODY_BYTES = 200, /* at least; and four times up to this: */
	MORE_BYTES = 680,
	BODY_MOST = 12000,
};
/* Shares of the articles, or of the sentences. */
#define BYLINES 0.62
#define TOWNS 0.92 /* of those with a byline */
#define JOINTS 0.03
#define CLAUSES 0.06

struct maker {
	struct base base;
	size_t n; /* articles to be made */
	uint64_t seed;
	FILE *json;
	FILE *text;
	struct kb_buf issue; /* JSON */
	struct kb_buf lines; /* the same as text */
	size_t *starts;      /* of the lines */
	size_t nstarts;
	size_t starts_cap;
	struct kb_buf field;
	/* of the article being made */
	struct bench_rng rng;
	size_t centre; /* article of the base */
};

/* --- writing -------------------------------------------------------------------------- */

static void
json_string(struct kb_buf *out, kb_str s)
{
	kb_buf_byte(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\') {
			kb_buf_byte(out, '\\');
		}
		kb_buf_byte(out, s.p[i]);
	}
	kb_buf_byte(out, '"');
}

/* Writes m->field as a member, or with name NULL as an item of a list; empties it. */
static void
put(struct maker *m, const char *name)
{
	kb_str s = kb_buf_str(&m->field);
	char before = m->issue.p[m->issue.n - 1];
	if (before != '{' && before != '[') {
		kb_buf_byte(&m->issue, ',');
	}
	if (name) {
		kb_buf_printf(&m->issue, "\"%s\":", name);
	}
	json_string(&m->issue, s);
	if (m->lines.n > m->starts[m->nstarts - 1]) {
		kb_buf_byte(&m->lines, '\t');
	}
	kb_buf_add(&m->lines, s);
	kb_buf_clear(&m->field);
}

/* --- real text -------------------------------------------------------------------------- */

static const struct base_article *
neighbour(struct maker *m)
{
	size_t low = m->centre > NEAR ? m->centre - NEAR : 0;
	size_t high =
		m->centre + NEAR < m->base.narticles ? m->centre + NEAR : m->base.narticles - 1;
	return &m->base.articles[low + bench_below(&m->rng, high - low + 1)];
}

static void
add_title(struct maker *m)
{
	kb_str title = KB_STR_NULL;
	for (int i = 0; i < 100 && (!title.n || title.n > TITLE_MOST); i++) {
		title = base_str(&m->base, neighbour(m)->title);
	}
	kb_buf_add(&m->field, title);
}

/* A neighbour with sentences, or any article that has some. */
static const struct base_article *
with_text(struct maker *m)
{
	const struct base_article *a = neighbour(m);
	for (int i = 0; i < 100 && a->n == 0; i++) {
		a = i < 50 ? neighbour(m)
		           : &m->base.articles[bench_below(&m->rng, m->base.narticles)];
	}
	return a;
}

/* Up to four sentences that stand together. */
static void
add_passage(struct maker *m)
{
	const struct base_article *a = with_text(m);
	size_t first = bench_below(&m->rng, a->n);
	size_t last = first + bench_below(&m->rng, 4);
	for (size_t i = first; i <= last && i < a->n; i++) {
		kb_str s = base_str(&m->base, m->base.sentences[a->first + i]);
		if (bench_chance(&m->rng, CLAUSES)) {
			words_clause(&m->rng, &m->field);
		}
		kb_buf_add(&m->field, s);
	}
}

/* The first clause of one sentence and the last of another, as if one. */
static void
add_joint(struct maker *m)
{
	const struct base_article *a = with_text(m);
	const struct base_article *b = with_text(m);
	if (a->n == 0 || b->n == 0) {
		return;
	}
	kb_str one = base_str(&m->base, m->base.sentences[a->first + bench_below(&m->rng, a->n)]);
	kb_str two = base_str(&m->base, m->base.sentences[b->first + bench_below(&m->rng, b->n)]);
	size_t cut = kb_str_find(one, KB_STR("，"));
	if (cut == SIZE_MAX) {
		cut = one.n;
		(void)kb_utf8_prev(one, &cut);
	}
	kb_buf_add(&m->field, kb_str_sub(one, 0, cut));
	for (size_t at; (at = kb_str_find(two, KB_STR("，"))) != SIZE_MAX;) {
		two = kb_str_sub(two, at + 3, two.n);
	}
	kb_buf_add(&m->field, two);
}

/* --- an article ---------------------------------------------------------------------------- */

static void
add_credits(struct maker *m)
{
	size_t n = 1 + bench_zipf(&m->rng, 4);
	kb_buf_add(&m->field, KB_STR("本报讯"));
	put(m, "lead");
	kb_buf_add(&m->issue, KB_STR(",\"credits\":["));
	for (size_t i = 0; i < n; i++) {
		kb_buf_add(&m->issue, i ? KB_STR(",{") : KB_STR("{"));
		words_role(&m->rng, &m->field);
		put(m, "role");
		words_person(&m->rng, &m->field);
		put(m, "name");
		kb_buf_byte(&m->issue, '}');
	}
	kb_buf_byte(&m->issue, ']');
}

/* Bytes of the body: as many short articles as a paper has, and few long ones. */
static size_t
body_bytes(struct maker *m)
{
	size_t n = BODY_BYTES;
	for (int i = 0; i < 4; i++) {
		n += bench_below(&m->rng, MORE_BYTES);
	}
	n = bench_chance(&m->rng, 0.03) ? n * 4 : n;
	return n < BODY_MOST ? n : BODY_MOST;
}

static void
add_body(struct maker *m, bool byline)
{
	size_t left = body_bytes(m);
	bool place = byline && bench_chance(&m->rng, TOWNS);
	kb_buf_add(&m->issue, KB_STR(",\"body\":["));
	while (left > 0) {
		size_t most = 200 + bench_below(&m->rng, 500);
		size_t before = m->field.n;
		if (place) {
			words_place(&m->rng, &m->field);
		}
		while (m->field.n < most && m->field.n < left + 60) {
			if (bench_chance(&m->rng, JOINTS * 2)) {
				add_joint(m);
			} else {
				add_passage(m);
			}
			if (m->field.n == before) {
				break;
			}
			before = m->field.n;
		}
		left -= m->field.n < left ? m->field.n : left;
		put(m, NULL);
		place = false;
	}
	kb_buf_byte(&m->issue, ']');
}

static void
add_article(struct maker *m, size_t at, size_t page)
{
	m->rng = bench_rng(m->seed, at);
	m->centre = at * m->base.narticles / m->n;
	m->starts = kb_grow(m->starts, m->nstarts, &m->starts_cap, sizeof(*m->starts));
	m->starts[m->nstarts++] = m->lines.n;
	bool byline = bench_chance(&m->rng, BYLINES);
	kb_buf_printf(&m->issue, "{\"page\":\"%zu\",\"kind\":\"news\"", page);
	if (bench_chance(&m->rng, 0.08)) {
		words_label(&m->rng, &m->field);
		put(m, "label");
	}
	if (bench_chance(&m->rng, 0.1)) {
		add_title(m);
		put(m, "kicker");
	}
	add_title(m);
	put(m, "headline");
	if (bench_chance(&m->rng, 0.12)) {
		add_title(m);
		put(m, "deck");
	}
	if (byline) {
		add_credits(m);
	}
	add_body(m, byline);
	kb_buf_byte(&m->issue, '}');
	kb_buf_byte(&m->lines, '\n');
}

/* --- issues --------------------------------------------------------------------------------- */

static void
write_issue(struct maker *m, kb_day day, size_t number, size_t first, size_t n)
{
	char iso[KB_ISO_SIZE];
	kb_buf_clear(&m->issue);
	kb_buf_clear(&m->lines);
	m->nstarts = 0;
	kb_buf_printf(&m->issue,
	              "{\"schema\":1,\"paper\":\"柯城日报\",\"date\":\"%s\",\"date_source\":"
	              "\"masthead\",\"number\":%zu,\"pages\":%d,\"articles\":[",
	              kb_day_iso(day, iso), number, PAGES);
	for (size_t i = 0; i < n; i++) {
		if (i) {
			kb_buf_byte(&m->issue, ',');
		}
		add_article(m, first + i, 1 + i * PAGES / n);
	}
	kb_buf_add(&m->issue, KB_STR("]}\n"));
	(void)fwrite(m->issue.p, 1, m->issue.n, m->json);
	for (size_t end = m->lines.n, i = m->nstarts; i > 0; end = m->starts[--i]) {
		(void)fwrite(m->lines.p + m->starts[i - 1], 1, end - m->starts[i - 1], m->text);
	}
}

static void
write_all(struct maker *m)
{
	kb_day from = kb_day_of((struct kb_ymd){ FIRST_YEAR, 1, 1 });
	kb_day to = kb_day_of((struct kb_ymd){ FIRST_YEAR + YEARS, 1, 1 });
	size_t days = (size_t)(to - from);
	size_t issues = m->n / ISSUE_LEAST < days ? m->n / ISSUE_LEAST : days;
	issues = issues ? issues : 1;
	for (size_t i = 0; i < issues; i++) {
		size_t first = m->n * i / issues;
		size_t next = m->n * (i + 1) / issues;
		write_issue(m, from + (kb_day)(days * i / issues), i + 1, first, next - first);
	}
}

int
main(int argc, char **argv)
{
	if (argc < 5 || argc > 6) {
		(void)fprintf(stderr, "usage: bench_corpus N TEXT OUT.jsonl OUT.txt [SEED]\n");
		return 64;
	}
	struct maker m = { .n = strtoul(argv[1], NULL, 10),
		           .seed = argc == 6 ? strtoul(argv[5], NULL, 10) : 1 };
	base_open(argv[2], &m.base);
	m.json = bench_open(argv[3], "w");
	m.text = bench_open(argv[4], "w");
	write_all(&m);
	bool failed = ferror(m.json) || ferror(m.text);
	failed |= fclose(m.json) != 0;
	failed |= fclose(m.text) != 0;
	base_close(&m.base);
	kb_buf_release(&m.issue);
	kb_buf_release(&m.lines);
	kb_buf_release(&m.field);
	free(m.starts);
	if (failed) {
		(void)fprintf(stderr, "bench: cannot write '%s' or '%s'\n", argv[3], argv[4]);
		return 74;
	}
	return 0;
}
