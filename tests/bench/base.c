/* The text that a corpus is made of, read from a file or a folder. */
#include "base.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zstd.h>

#include "bench.h"
#include "kanbao/mem.h"
#include "kanbao/parse.h"

/* A sentence that is longer ends at its next comma. */
#define LONG_BYTES 360

kb_str
base_str(const struct base *b, struct base_span span)
{
	return (kb_str){ b->text.p + span.off, span.n };
}

void
base_close(struct base *b)
{
	kb_buf_release(&b->text);
	free(b->articles);
	free(b->sentences);
	*b = (struct base){ 0 };
}

/* --- text → sentences ------------------------------------------------------------ */

static struct base_span
keep(struct base *b, kb_str text)
{
	struct base_span span = { (uint32_t)b->text.n, (uint32_t)text.n };
	if (b->text.n + text.n > UINT32_MAX) {
		(void)fprintf(stderr, "bench: more than 4 GiB of text\n");
		exit(65);
	}
	kb_buf_add(&b->text, text);
	return span;
}

static bool
is_one_of(uint32_t cp, const char *set)
{
	kb_str all = kb_str_of(set);
	for (size_t off = 0; off < all.n;) {
		if (kb_utf8_next(all, &off) == cp) {
			return true;
		}
	}
	return false;
}

/* Bytes of the first sentence with the quotes that close it. */
static size_t
sentence_end(kb_str text)
{
	bool ended = false;
	for (size_t off = 0; off < text.n;) {
		size_t at = off;
		uint32_t cp = kb_utf8_next(text, &off);
		if (ended && !is_one_of(cp, "”’」』）。！？")) {
			return at;
		}
		ended = ended || is_one_of(cp, "。！？；") ||
		        (off > LONG_BYTES && is_one_of(cp, "，、"));
	}
	return text.n;
}

static void
keep_article(struct base *b, int32_t date, kb_str title, kb_str text)
{
	struct base_article article = { .title = keep(b, kb_str_trim(title)),
		                        .date = date,
		                        .first = b->nsentences };
	while (text.n) {
		size_t n = sentence_end(text);
		kb_str sentence = kb_str_trim(kb_str_sub(text, 0, n));
		text = kb_str_sub(text, n, text.n);
		if (sentence.n) {
			b->sentences = kb_grow(b->sentences, b->nsentences, &b->sentences_cap,
			                       sizeof(*b->sentences));
			b->sentences[b->nsentences++] = keep(b, sentence);
		}
	}
	article.n = b->nsentences - article.first;
	b->articles = kb_grow(b->articles, b->narticles, &b->articles_cap, sizeof(*b->articles));
	b->articles[b->narticles++] = article;
}

/* --- files ---------------------------------------------------------------------------- */

static void
keep_line(struct base *b, kb_str line)
{
	kb_str date;
	kb_str title;
	struct kb_buf clean = { 0 };
	struct kb_text_report report = { 0 };
	kb_text_sanitise(line, &clean, &report);
	kb_str rest = kb_buf_str(&clean);
	if (kb_str_split(&rest, '\t', &date) && kb_str_split(&rest, '\t', &title)) {
		struct kb_buf digits = { 0 };
		kb_buf_add(&digits, date);
		int32_t day = (int32_t)strtol(kb_buf_str(&digits).n ? digits.p : "0", NULL, 10);
		keep_article(b, day, title, rest.p ? rest : KB_STR(""));
		kb_buf_release(&digits);
	}
	kb_buf_release(&clean);
}

/* Takes the whole lines off what was read; the last one may go on. */
static void
keep_lines(struct base *b, struct kb_buf *read, bool all)
{
	size_t at = 0;
	if (!read->p) {
		return;
	}
	for (char *end; (end = memchr(read->p + at, '\n', read->n - at));
	     at = (size_t)(end - read->p) + 1) {
		keep_line(b, (kb_str){ read->p + at, (size_t)(end - read->p) - at });
	}
	struct kb_buf rest = { 0 };
	kb_buf_add(&rest, kb_str_sub(kb_buf_str(read), at, read->n));
	kb_buf_release(read);
	*read = rest;
	if (all && rest.n) {
		keep_line(b, kb_buf_str(&rest));
	}
}

static void
read_zstd(const char *path, FILE *f, struct base *b)
{
	static char in[1 << 17];
	static char out[1 << 20];
	struct kb_buf read = { 0 };
	ZSTD_DCtx *z = ZSTD_createDCtx();
	for (size_t n; (n = fread(in, 1, sizeof(in), f)) > 0;) {
		ZSTD_inBuffer from = { in, n, 0 };
		while (from.pos < from.size) {
			ZSTD_outBuffer to = { out, sizeof(out), 0 };
			if (ZSTD_isError(ZSTD_decompressStream(z, &to, &from))) {
				(void)fprintf(stderr, "bench: '%s' is damaged\n", path);
				exit(65);
			}
			kb_buf_add(&read, (kb_str){ out, to.pos });
			keep_lines(b, &read, false);
		}
	}
	keep_lines(b, &read, true);
	kb_buf_release(&read);
	ZSTD_freeDCtx(z);
}

static void
read_plain(FILE *f, struct base *b)
{
	char *line = NULL;
	size_t cap = 0;
	for (ssize_t n; (n = getline(&line, &cap, f)) > 0;) {
		n -= line[n - 1] == '\n';
		keep_line(b, (kb_str){ line, (size_t)n });
	}
	free(line);
}

/* --- order ---------------------------------------------------------------------------- */

/* More articles of one date than a day has. */
#define TOO_MANY 30

/*
 * Neighbours should be neighbours in time: what has no date of its own goes
 * among what has one, in an order by chance, always as far apart.
 */
static void
strew(struct base *b)
{
	struct bench_rng r = bench_rng(0, 0);
	struct base_article *all = kb_calloc(b->narticles, sizeof(*all));
	struct base_article *dated = all; /* from the front, the others from the end */
	struct base_article *other = all + b->narticles;
	for (size_t i = 0, same; i < b->narticles; i += same) {
		same = 1;
		while (i + same < b->narticles &&
		       b->articles[i + same].date == b->articles[i].date) {
			same++;
		}
		if (same <= TOO_MANY) {
			memcpy(dated, &b->articles[i], same * sizeof(*dated));
			dated += same;
		} else {
			other -= same;
			memcpy(other, &b->articles[i], same * sizeof(*other));
		}
	}
	size_t nothers = (size_t)(all + b->narticles - other);
	for (size_t i = nothers; i > 1; i--) {
		size_t k = bench_below(&r, i);
		struct base_article swap = other[i - 1];
		other[i - 1] = other[k];
		other[k] = swap;
	}
	dated = all;
	for (size_t i = 0, placed = 0; i < b->narticles; i++) {
		bool now = (i + 1) * nothers / b->narticles > placed;
		b->articles[i] = now ? other[placed++] : *dated++;
	}
	free(all);
}

/* --- pages ---------------------------------------------------------------------------- */

static void
read_page(const char *path, struct base *b)
{
	struct kb_buf bytes = { 0 };
	struct kb_ctx ctx = { 0 };
	struct kb_arena arena = { 0 };
	struct kb_issue issue;
	char part[65536];
	const struct kb_parse_options options = { .day = KB_DAY_NONE };
	FILE *f = bench_open(path, "r");
	for (size_t n; (n = fread(part, 1, sizeof(part), f)) > 0;) {
		kb_buf_add(&bytes, (kb_str){ part, n });
	}
	(void)fclose(f);
	if (!kb_parse(&ctx, &arena, kb_buf_str(&bytes), path, &options, &issue, NULL)) {
		for (size_t i = 0; i < issue.narticles; i++) {
			const struct kb_article *article = &issue.articles[i];
			struct kb_buf text = { 0 };
			for (size_t k = 0; k < article->body.n; k++) {
				kb_buf_add(&text, article->body.v[k]);
			}
			keep_article(b, 0, article->headline, kb_buf_str(&text));
			kb_buf_release(&text);
		}
	}
	kb_arena_release(&arena);
	kb_ctx_release(&ctx);
	kb_buf_release(&bytes);
}

static void
read_folder(const char *path, struct base *b)
{
	struct dirent **files = NULL;
	int n = scandir(path, &files, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		if (kb_str_ends(kb_str_of(files[i]->d_name), KB_STR(".txt"))) {
			struct kb_buf file = { 0 };
			kb_buf_printf(&file, "%s/%s", path, files[i]->d_name);
			read_page(file.p, b);
			kb_buf_release(&file);
		}
		free(files[i]);
	}
	free(files);
}

void
base_open(const char *path, struct base *out)
{
	static const unsigned char magic[4] = { 0x28, 0xb5, 0x2f, 0xfd }; /* RFC 8878, 3.1.1 */
	unsigned char start[sizeof(magic)] = { 0 };
	struct stat st;
	*out = (struct base){ 0 };
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		read_folder(path, out);
	} else {
		FILE *f = bench_open(path, "r");
		size_t n = fread(start, 1, sizeof(start), f);
		rewind(f);
		if (n == sizeof(start) && memcmp(start, magic, n) == 0) {
			read_zstd(path, f, out);
		} else {
			read_plain(f, out);
		}
		(void)fclose(f);
	}
	strew(out);
	if (out->nsentences == 0) {
		(void)fprintf(stderr, "bench: no articles in '%s'\n", path);
		exit(65);
	}
}
