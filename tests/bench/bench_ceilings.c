/*
 * What the machine can do at best: usage: bench_ceilings FOLDER
 *
 * Prints GB/s of reading memory on one core, of reading a file that is not in
 * memory, and of writing one until it is on the disk; each the best of three.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "kanbao/mem.h"

#define BYTES ((size_t)512 << 20)
#define STEP ((size_t)1 << 20)

static double
better(double best, double began)
{
	double rate = (double)BYTES / 1e6 / (bench_now_ms() - began);
	return rate > best ? rate : best;
}

/* memchr() looks at every byte as fast as the C library knows how. */
static double
read_memory(const char *bytes)
{
	double best = 0;
	for (int i = 0; i < BENCH_RUNS; i++) {
		double began = bench_now_ms();
		if (memchr(bytes, 'x', BYTES)) {
			abort();
		}
		best = better(best, began);
	}
	return best;
}

static double
write_disk(int fd, const char *bytes)
{
	double best = 0;
	for (int i = 0; i < BENCH_RUNS; i++) {
		bool ok = ftruncate(fd, 0) == 0;
		double began = bench_now_ms();
		for (size_t at = 0; ok && at < BYTES; at += STEP) {
			ok = pwrite(fd, bytes + at, STEP, (off_t)at) == (ssize_t)STEP;
		}
		ok = ok && fsync(fd) == 0;
		best = ok ? better(best, began) : best;
	}
	return best;
}

static double
read_disk(int fd, char *bytes)
{
	double best = 0;
	for (int i = 0; i < BENCH_RUNS; i++) {
		bool ok = posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) == 0;
		double began = bench_now_ms();
		for (size_t at = 0; ok && at < BYTES; at += STEP) {
			ok = pread(fd, bytes, STEP, (off_t)at) == (ssize_t)STEP;
		}
		best = ok ? better(best, began) : best;
	}
	return best;
}

int
main(int argc, char **argv)
{
	char path[4096];
	if (argc != 2) {
		(void)fprintf(stderr, "usage: bench_ceilings FOLDER\n");
		return 64;
	}
	(void)snprintf(path, sizeof(path), "%s/ceiling", argv[1]);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (fd < 0) {
		perror(path);
		return 73;
	}
	char *bytes = kb_calloc(BYTES, 1);
	memset(bytes, 'a', BYTES);
	double memory = read_memory(bytes);
	double to = write_disk(fd, bytes);
	double from = read_disk(fd, bytes);
	printf("%.1f %.2f %.2f\n", memory, from, to);
	(void)close(fd);
	(void)unlink(path);
	free(bytes);
	return 0;
}
