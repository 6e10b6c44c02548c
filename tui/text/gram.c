/* Grams: characters, pairs, threes behind frequent pairs, fours behind frequent threes. */
#include "kanbao/gram.h"

#include <stdlib.h>

#include "kanbao/mem.h"
#include "kanbao/text.h"

#include "../../assets/data/grams.inc"

#define SLOTS (sizeof(frequent) / sizeof(*frequent))

const char *
kb_gram_name(void)
{
	/* the rule about letters is part of it */
	return GRAMS_NAME "b";
}

/* --- lists -------------------------------------------------------------------------- */

#define LIST_MAX ((size_t)1 << 16)

void
kb_gram_list_release(struct kb_gram_list *list)
{
	free(list->keys);
	*list = (struct kb_gram_list){ 0 };
}

/* The slot of a key, or the free one that it would take. */
static size_t
list_slot(const struct kb_gram_list *list, uint64_t key)
{
	size_t mask = list->slots - 1;
	size_t slot = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & mask;
	while (list->keys[slot] && list->keys[slot] != key) {
		slot = (slot + 1) & mask;
	}
	return slot;
}

static void
add_key(struct kb_gram_list *list, uint64_t key)
{
	if (list->n * 2 >= list->slots) {
		struct kb_gram_list more = { .slots = list->slots ? list->slots * 2 : 64 };
		more.keys = kb_calloc(more.slots, sizeof(*more.keys));
		for (size_t i = 0; i < list->slots; i++) {
			if (list->keys[i]) {
				more.keys[list_slot(&more, list->keys[i])] = list->keys[i];
			}
		}
		more.n = list->n;
		free(list->keys);
		*list = more;
	}
	size_t slot = list_slot(list, key);
	list->n += list->keys[slot] == 0;
	list->keys[slot] = key;
}

/* 0 where it is neither a pair nor a three of the first plane. */
static uint64_t
key_of(struct kb_piece unit)
{
	uint64_t key = 0;
	for (size_t i = 0; i < unit.n; i++) {
		if (unit.cp[i] > 0xFFFF || unit.cp[i] <= KB_FOLD_FIELD) {
			return 0;
		}
		key = key << 16 | unit.cp[i];
	}
	return unit.n == 2 || unit.n == 3 ? key : 0;
}

void
kb_gram_list_add(struct kb_gram_list *list, kb_str lines)
{
	kb_str line;
	while (list->n < LIST_MAX && kb_str_split(&lines, '\n', &line)) {
		uint32_t cp[4];
		struct kb_piece unit = { cp, 0 };
		for (size_t off = 0; off < line.n && unit.n < 4;) {
			cp[unit.n++] = kb_utf8_next(line, &off);
		}
		uint64_t key = key_of(unit);
		if (key) {
			add_key(list, key);
		}
	}
}

bool
kb_gram_list_has(const struct kb_gram_list *list, struct kb_piece unit)
{
	uint64_t key = list && list->n ? key_of(unit) : 0;
	return key && list->keys[list_slot(list, key)] == key;
}

/* --- the shipped list ------------------------------------------------------------------- */

static bool
is_letter(uint32_t cp)
{
	return cp >= 'a' && cp <= 'z';
}

static bool
shipped(uint32_t first, uint32_t second)
{
	if (is_letter(first) && is_letter(second)) {
		return true; /* there are few pairs of them: where one stands others do */
	}
	if (first > 0xFFFF || second > 0xFFFF) {
		return false;
	}
	uint32_t key = first << 16 | second;
	size_t slot = (first * 131 + second) % SLOTS;
	while (frequent[slot] && frequent[slot] != key) {
		slot = (slot + 1) % SLOTS;
	}
	return frequent[slot] == key;
}

bool
kb_gram_frequent(const struct kb_gram_list *own, uint32_t first, uint32_t second)
{
	const uint32_t pair[] = { first, second };
	return shipped(first, second) || kb_gram_list_has(own, (struct kb_piece){ pair, 2 });
}

/* --- grams -------------------------------------------------------------------------------- */

/* There are few threes of letters, too. */
static bool
all_letters(const uint32_t *p)
{
	return is_letter(p[0]) && is_letter(p[1]) && is_letter(p[2]) && is_letter(p[3]);
}

/* Whether there is a gram of four because of a list: tables of grams take 64 bits. */
static bool
listed_four(const struct kb_gram_list *list, const uint32_t *p, size_t run)
{
	return run == 4 && p[3] <= 0xFFFF && kb_gram_list_has(list, (struct kb_piece){ p, 3 });
}

static bool
has_four(const struct kb_gram_list *list, const uint32_t *p, size_t run)
{
	return (run == 4 && all_letters(p)) || listed_four(list, p, run);
}

/* Characters of the run that begins at i, at most four; 0 at a break. */
static size_t
run_at(const uint32_t *cp, size_t n, size_t i)
{
	size_t most = n - i < 4 ? n - i : 4;
	size_t k = 0;
	while (k < most && cp[i + k] > KB_FOLD_FIELD) {
		k++;
	}
	return k;
}

void
kb_grams_of(const struct kb_folded *f, const struct kb_gram_list *own,
            void (*each)(void *user, struct kb_piece gram), void *user)
{
	for (size_t i = 0; i < f->n; i++) {
		const uint32_t *p = f->cp + i;
		size_t run = run_at(f->cp, f->n, i);
		for (size_t n = 1; n <= run && n <= 2; n++) {
			each(user, (struct kb_piece){ p, n });
		}
		if (run >= 3 && kb_gram_frequent(own, p[0], p[1])) {
			each(user, (struct kb_piece){ p, 3 });
		}
		if (has_four(own, p, run)) {
			each(user, (struct kb_piece){ p, 4 });
		}
	}
}

void
kb_grams_behind(const struct kb_folded *f, const struct kb_gram_list *list,
                void (*each)(void *user, struct kb_piece gram), void *user)
{
	for (size_t i = 0; i + 2 < f->n; i++) {
		const uint32_t *p = f->cp + i;
		size_t run = run_at(f->cp, f->n, i);
		if (run >= 3 && kb_gram_list_has(list, (struct kb_piece){ p, 2 }) &&
		    !shipped(p[0], p[1])) {
			each(user, (struct kb_piece){ p, 3 });
		}
		if (listed_four(list, p, run) && !all_letters(p)) {
			each(user, (struct kb_piece){ p, 4 });
		}
	}
}

/* The gram at i that says most of the piece. */
static struct kb_piece
gram_at(struct kb_piece piece, const struct kb_gram_list *own, size_t i)
{
	const uint32_t *p = piece.cp + i;
	size_t run = run_at(piece.cp, piece.n, i);
	if (run == 4 && !has_four(own, p, run)) {
		run = 3;
	}
	if (run == 3 && !kb_gram_frequent(own, p[0], p[1])) {
		run = 2;
	}
	return (struct kb_piece){ p, run };
}

size_t
kb_grams_for(struct kb_piece piece, const struct kb_gram_list *own,
             struct kb_piece grams[KB_GRAMS_MAX], bool *exact)
{
	size_t n = 0;
	size_t covered = 0; /* characters up to here stand in a gram */
	for (size_t i = 0; i < piece.n && n < KB_GRAMS_MAX; i++) {
		struct kb_piece gram = gram_at(piece, own, i);
		/* a pair inside the three before it, the last character of a run: nothing new */
		if (gram.n > 0 && i + gram.n > covered) {
			grams[n++] = gram;
			covered = i + gram.n;
		}
	}
	*exact = n == 1 && grams[0].n == piece.n;
	return n;
}
