/*
 * Keeps files in memory while others are measured: usage: bench_hold FILE…
 *
 * "Warm" must not depend on what else the machine wants memory for. Prints the
 * id of the process that holds them, to be killed afterwards, as soon as all
 * that can be is in memory. Where the limit for locked memory is too low the
 * files are read once, and said so.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"

static bool
hold(const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0) {
		return false;
	}
	size_t n = (size_t)st.st_size;
	void *p = n ? mmap(NULL, n, PROT_READ, MAP_SHARED, fd, 0) : NULL;
	bool held = n == 0 || (p != MAP_FAILED && mlock(p, n) == 0);
	char bytes[65536];
	while (!held && read(fd, bytes, sizeof(bytes)) > 0) {
		/* into the page cache */
	}
	(void)close(fd);
	return held;
}

static void
hold_all(char **paths, int ready)
{
	bool all = true;
	for (; *paths; paths++) {
		all = hold(*paths) && all;
	}
	if (!all) {
		(void)fprintf(stderr, "bench: not all can be held in memory (ulimit -l)\n");
	}
	(void)!freopen("/dev/null", "w", stdout);
	(void)!write(ready, "", 1);
	(void)close(ready);
	for (;;) {
		(void)pause();
	}
}

int
main(int argc, char **argv)
{
	int ready[2];
	char byte;
	if (argc < 2 || pipe(ready) != 0) {
		(void)fprintf(stderr, "usage: bench_hold FILE...\n");
		return 64;
	}
	pid_t pid = fork();
	if (pid == 0) {
		(void)close(ready[0]);
		hold_all(argv + 1, ready[1]);
	}
	(void)close(ready[1]);
	if (pid < 0 || read(ready[0], &byte, 1) != 1) {
		perror("bench_hold");
		return 70;
	}
	printf("%d\n", (int)pid);
	return 0;
}
