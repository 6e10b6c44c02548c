/*
 * The allocator. Running out of memory ends the program: one line on stderr
 * and abort(), whose handler restores the terminal; the store is
 * transactional. So no call here returns NULL and no caller tests for it.
 */
#ifndef KANBAO_MEM_H
#define KANBAO_MEM_H

#include <stddef.h>

/* count × size bytes, zeroed; freed by free(). */
void *kb_calloc(size_t count, size_t size);
/* As realloc(3) for count × size bytes; new memory is not zeroed. */
void *kb_realloc(void *p, size_t count, size_t size);
/*
 * Grows an array for one more item: returns `items`, moved where needed, with
 * room for at least n + 1 of `size` bytes; *cap (items) is updated.
 */
void *kb_grow(void *items, size_t n, size_t *cap, size_t size);
/*
 * From now on this process gives back to the system what it frees, where the C
 * library would keep ever more of it for a next time: for one of hundreds that wait.
 */
void kb_mem_thrifty(void);

#endif
