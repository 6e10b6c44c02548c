/*
 * Arenas: memory with one lifetime, given back as a whole. One for the issue
 * being imported, one for the article on the screen, one for its layout at
 * one width, one a frame.
 */
#ifndef KANBAO_ARENA_H
#define KANBAO_ARENA_H

#include "kanbao/str.h"

struct kb_arena_block;

/* Zeroed is a valid empty arena. */
struct kb_arena {
	struct kb_arena_block *head;
};

/* All memory goes; the arena may be used again. */
void kb_arena_release(struct kb_arena *a);
/* As release, but one block is kept for the next use. */
void kb_arena_reset(struct kb_arena *a);
/* count × size zeroed bytes, aligned for any type. Never NULL. */
void *kb_arena_alloc(struct kb_arena *a, size_t count, size_t size);
/* A copy with a NUL behind it (not counted); absent stays absent. */
kb_str kb_arena_dup(struct kb_arena *a, kb_str s);
kb_str kb_arena_printf(struct kb_arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/*
 * Grows an array living in the arena: returns `items`, copied to a larger
 * place where needed, with room for at least n + 1; *cap is updated. The old
 * place stays until the arena goes.
 */
void *kb_arena_grow(struct kb_arena *a, void *items, size_t n, size_t *cap, size_t size);

#endif
