/*
 * Shared by the programs of tests/bench: time, chance that repeats itself,
 * order statistics, and the list of queries with what each took.
 */
#ifndef KANBAO_BENCH_H
#define KANBAO_BENCH_H

#include <stdint.h>
#include <stdio.h>

#include "kanbao/str.h"

/* --- time and order --------------------------------------------------------- */

double bench_now_ms(void);
/* Sorts them; the value below which a share of them lies (0.5, 0.99), 1: the most. */
double bench_quantile(double *values, size_t n, double share);

/* --- chance ------------------------------------------------------------------- */

struct bench_rng {
	uint64_t state;
};
/* The numbers of `seed` and `stream` are always the same. */
struct bench_rng bench_rng(uint64_t seed, uint64_t stream);
uint64_t bench_random(struct bench_rng *r);
/* 0 … n - 1; 0 where n is 0. */
size_t bench_below(struct bench_rng *r, size_t n);
/* True in `share` of the cases. */
bool bench_chance(struct bench_rng *r, double share);
/* 0 … n - 1, the k-th about 1 / k as often as the first. */
size_t bench_zipf(struct bench_rng *r, size_t n);

/* --- files -------------------------------------------------------------------- */

/* Opens a file, or says why not and ends the program with 66 or 73. */
FILE *bench_open(const char *path, const char *mode);

/* A file of lines in memory, or mapped: each line without its newline. */
struct bench_lines {
	char *p;
	size_t size;
	kb_str *v;
	size_t n;
};
/* Ends the program with 66 where it can't be read. */
void bench_lines_open(const char *path, struct bench_lines *out);
void bench_lines_close(struct bench_lines *lines);

/* --- queries ------------------------------------------------------------------- */

/* Hits that a page of results holds. */
#define BENCH_PAGE 50
#define BENCH_RUNS 3

/* A line of queries.tsv, class and query, and what an engine made of it. */
struct bench_query {
	kb_str class;
	kb_str text;
	double ms[BENCH_RUNS];
	size_t n;      /* hits given, at most BENCH_PAGE */
	uint64_t hash; /* of their line numbers in order; 0: not known */
};
struct bench_queries {
	struct bench_lines lines;
	struct bench_query *v;
	size_t n;
};
void bench_queries_open(const char *path, struct bench_queries *out);
void bench_queries_close(struct bench_queries *q);
/* Of a query: the hits, as line numbers of corpus.txt, newest first. */
void bench_query_hits(struct bench_query *q, const uint32_t *lines, size_t n);
/*
 * One line a query: class, query, median ms of the first `runs`, hits, hash.
 * The table is made of these files (report.sh).
 */
void bench_queries_write(const char *path, const struct bench_queries *q, size_t runs);

#endif
