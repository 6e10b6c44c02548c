/*
 * The text that a corpus is made of: real articles, in order of time, cut into
 * sentences.
 */
#ifndef KANBAO_BENCH_BASE_H
#define KANBAO_BENCH_BASE_H

#include "kanbao/str.h"

struct base_span {
	uint32_t off;
	uint32_t n;
};

struct base_article {
	struct base_span title;
	int32_t date; /* as 20220413 */
	size_t first; /* its sentences are first … first + n - 1 */
	size_t n;
};

struct base {
	struct kb_buf text; /* holds all of it */
	struct base_article *articles;
	size_t narticles;
	size_t articles_cap;
	struct base_span *sentences;
	size_t nsentences;
	size_t sentences_cap;
};

/*
 * Reads lines of date, title and text, tab separated, plain or zstd; or the
 * pages of a folder. A date that very many articles have is none: these are
 * strewn evenly among the others. Ends the program with 65 or 66 where there
 * is nothing to be had.
 */
void base_open(const char *path, struct base *out);
void base_close(struct base *b);
kb_str base_str(const struct base *b, struct base_span span);

#endif
