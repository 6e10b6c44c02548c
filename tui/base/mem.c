/* The allocator: succeeds, or ends the program. */
#include "kanbao/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

static _Noreturn void
out_of_memory(void)
{
	static const char text[] = "kanbao: out of memory\n";
	ssize_t n = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)n;
	abort();
}

void *
kb_calloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);
	if (!p) {
		out_of_memory();
	}
	return p;
}

void *
kb_realloc(void *p, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size) {
		out_of_memory();
	}
	size_t bytes = count * size;
	void *moved = realloc(p, bytes ? bytes : 1);
	if (!moved) {
		out_of_memory();
	}
	return moved;
}

void *
kb_grow(void *items, size_t n, size_t *cap, size_t size)
{
	if (n < *cap) {
		return items;
	}
	/* published only after success: a failed growth never returns */
	size_t larger = n + n / 2 + 8;
	items = kb_realloc(items, larger, size);
	*cap = larger;
	return items;
}

void
kb_mem_thrifty(void)
{
#ifdef M_TRIM_THRESHOLD
	/* its default; said aloud, glibc does not raise it with each large block that is freed */
	(void)mallopt(M_TRIM_THRESHOLD, 128 * 1024);
#endif
}
