/* Programs in a pty of 80×24: how long until their first screen, and what they write. */
#ifndef KANBAO_BENCH_START_H
#define KANBAO_BENCH_START_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* One start of a program. */
struct bench_start {
	double first_ms; /* first byte on the terminal */
	double paint_ms; /* last byte of the first screen */
	double rss_kib;
	double own_kib; /* Pss: shared pages count by their share */
	size_t bytes;   /* of the first screen */
};

struct bench_program {
	pid_t pid;
	int fd;
	int quiet_ms; /* a screen is whole when nothing came for so long */
};

/* Starts argv (NULL at its end) and waits for its first screen; false where it can't. */
bool bench_start(const char *const argv[], int quiet_ms, struct bench_program *p,
                 struct bench_start *out);
/* Bytes that a key brings. */
size_t bench_key(struct bench_program *p, const char *key);
/* Lets the program end by its keys, or by force. */
void bench_finish(struct bench_program *p);

#define BENCH_STARTS 9
/* Starts it so often: medians, and the least and most of paint_ms. */
bool bench_starts(const char *const argv[], int quiet_ms, struct bench_start *out, double *least,
                  double *most);

#endif
