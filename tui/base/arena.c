/* Arenas: a list of blocks, the newest in front. */
#include "kanbao/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kanbao/mem.h"

/* Unit tests build with a tiny block, so that every path takes a new one. */
#ifndef KB_ARENA_BLOCK
#define KB_ARENA_BLOCK 16384
#endif

struct kb_arena_block {
	struct kb_arena_block *next;
	size_t used;
	size_t size; /* bytes in data */
	_Alignas(max_align_t) char data[];
};

void
kb_arena_release(struct kb_arena *a)
{
	if (!a) {
		return;
	}
	struct kb_arena_block *block = a->head;
	while (block) {
		struct kb_arena_block *next = block->next;
		free(block);
		block = next;
	}
	a->head = NULL;
}

void
kb_arena_reset(struct kb_arena *a)
{
	struct kb_arena_block *keep = a->head;
	if (!keep) {
		return;
	}
	a->head = keep->next;
	kb_arena_release(a);
	/* zeroed again, because alloc promises it */
	memset(keep->data, 0, keep->used);
	keep->used = 0;
	keep->next = NULL;
	a->head = keep;
}

void *
kb_arena_alloc(struct kb_arena *a, size_t count, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	if (size && count > (SIZE_MAX - align) / size) {
		(void)kb_calloc(count, size); /* ends the program */
	}
	size_t bytes = (count * size + align - 1) / align * align;
	struct kb_arena_block *block = a->head;
	if (!block || block->size - block->used < bytes) {
		size_t room = bytes > KB_ARENA_BLOCK ? bytes : KB_ARENA_BLOCK;
		block = kb_calloc(1, sizeof(*block) + room);
		block->size = room;
		block->next = a->head;
		a->head = block;
	}
	char *p = block->data + block->used;
	block->used += bytes;
	return p;
}

kb_str
kb_arena_dup(struct kb_arena *a, kb_str s)
{
	if (!s.p) {
		return KB_STR_NULL;
	}
	char *p = kb_arena_alloc(a, s.n + 1, 1);
	memcpy(p, s.p, s.n);
	return (kb_str){ p, s.n };
}

kb_str
kb_arena_printf(struct kb_arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0) {
		return KB_STR("");
	}
	char *p = kb_arena_alloc(a, (size_t)n + 1, 1);
	va_start(ap, fmt);
	(void)vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (kb_str){ p, (size_t)n };
}

void *
kb_arena_grow(struct kb_arena *a, void *items, size_t n, size_t *cap, size_t size)
{
	if (n < *cap) {
		return items;
	}
	size_t larger = n + n / 2 + 8;
	void *moved = kb_arena_alloc(a, larger, size);
	if (n) {
		memcpy(moved, items, n * size);
	}
	*cap = larger;
	return moved;
}
