/* Time, chance, files of lines, queries: what the programs of tests/bench share. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"
#include "kanbao/clock.h"
#include "kanbao/mem.h"

/* --- time and order --------------------------------------------------------- */

double
bench_now_ms(void)
{
	return (double)kb_clock_ns() / 1e6;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;
	return (x > y) - (x < y);
}

double
bench_quantile(double *values, size_t n, double share)
{
	if (n == 0) {
		return 0;
	}
	qsort(values, n, sizeof(*values), by_value);
	size_t at = (size_t)ceil(share * (double)n);
	return values[at > 0 ? at - 1 : 0];
}

/* --- chance ------------------------------------------------------------------- */

/* splitmix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" */
uint64_t
bench_random(struct bench_rng *r)
{
	r->state += UINT64_C(0x9e3779b97f4a7c15);
	uint64_t z = r->state;
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

struct bench_rng
bench_rng(uint64_t seed, uint64_t stream)
{
	struct bench_rng r = { seed };
	r.state = bench_random(&r) ^ (stream * UINT64_C(0xd6e8feb86659fd93));
	(void)bench_random(&r);
	return r;
}

static double
fraction(struct bench_rng *r)
{
	return (double)(bench_random(r) >> 11) / 9007199254740992.0; /* 2^53 */
}

size_t
bench_below(struct bench_rng *r, size_t n)
{
	return n ? (size_t)(bench_random(r) % n) : 0;
}

bool
bench_chance(struct bench_rng *r, double share)
{
	return fraction(r) < share;
}

size_t
bench_zipf(struct bench_rng *r, size_t n)
{
	size_t at = (size_t)exp(fraction(r) * log((double)n + 1)) - 1;
	return at < n ? at : n - 1;
}

/* --- files -------------------------------------------------------------------- */

FILE *
bench_open(const char *path, const char *mode)
{
	FILE *f = fopen(path, mode);
	if (!f) {
		(void)fprintf(stderr, "bench: cannot open '%s': %s\n", path, strerror(errno));
		exit(*mode == 'r' ? 66 : 73);
	}
	return f;
}

void
bench_lines_open(const char *path, struct bench_lines *out)
{
	FILE *f = bench_open(path, "r");
	struct stat st;
	size_t cap = 0;
	*out = (struct bench_lines){ 0 };
	if (fstat(fileno(f), &st) == 0 && st.st_size > 0) {
		out->size = (size_t)st.st_size;
		out->p = mmap(NULL, out->size, PROT_READ, MAP_PRIVATE, fileno(f), 0);
	}
	if (out->p == MAP_FAILED) {
		(void)fprintf(stderr, "bench: cannot map '%s'\n", path);
		exit(66);
	}
	(void)fclose(f);
	for (size_t at = 0; at < out->size;) {
		const char *end = memchr(out->p + at, '\n', out->size - at);
		size_t n = end ? (size_t)(end - out->p) - at : out->size - at;
		out->v = kb_grow(out->v, out->n, &cap, sizeof(*out->v));
		out->v[out->n++] = (kb_str){ out->p + at, n };
		at += n + 1;
	}
}

void
bench_lines_close(struct bench_lines *lines)
{
	if (lines->p) {
		(void)munmap(lines->p, lines->size);
	}
	free(lines->v);
	*lines = (struct bench_lines){ 0 };
}

/* --- queries ------------------------------------------------------------------- */

void
bench_queries_open(const char *path, struct bench_queries *out)
{
	*out = (struct bench_queries){ 0 };
	bench_lines_open(path, &out->lines);
	out->v = kb_calloc(out->lines.n + 1, sizeof(*out->v));
	for (size_t i = 0; i < out->lines.n; i++) {
		kb_str rest = out->lines.v[i];
		struct bench_query *q = &out->v[out->n];
		if (kb_str_split(&rest, '\t', &q->class) && kb_str_split(&rest, '\t', &q->text)) {
			out->n++;
		}
	}
}

void
bench_queries_close(struct bench_queries *q)
{
	bench_lines_close(&q->lines);
	free(q->v);
	*q = (struct bench_queries){ 0 };
}

void
bench_query_hits(struct bench_query *q, const uint32_t *lines, size_t n)
{
	struct bench_rng r = bench_rng(n, 0);
	q->n = n;
	for (size_t i = 0; i < n; i++) {
		r.state ^= lines[i];
		(void)bench_random(&r);
		r.state = bench_random(&r);
	}
	q->hash = bench_random(&r) | 1;
}

void
bench_queries_write(const char *path, const struct bench_queries *q, size_t runs)
{
	FILE *f = bench_open(path, "w");
	for (size_t i = 0; i < q->n; i++) {
		const struct bench_query *one = &q->v[i];
		double ms[BENCH_RUNS];
		memcpy(ms, one->ms, sizeof(ms));
		(void)fprintf(f, "%.*s\t%.*s\t%.4f\t%zu\t%016" PRIx64 "\n", KB_ARG(one->class),
		              KB_ARG(one->text), bench_quantile(ms, runs, 0.5), one->n, one->hash);
	}
	if (fclose(f)) {
		(void)fprintf(stderr, "bench: cannot write '%s': %s\n", path, strerror(errno));
		exit(74);
	}
}
