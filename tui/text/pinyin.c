/* Pinyin: syllables and their characters, and the ways to cut letters into them. */
#include "kanbao/pinyin.h"

#include <stdlib.h>
#include <string.h>

#include "kanbao/text.h"
#include "pinyin_int.h"

static const struct {
	const char *name;
	const char *chars; /* in the order of code points */
} syllables[] = {
#include "../../assets/data/pinyin.inc"
};

#define SYLLABLES (sizeof(syllables) / sizeof(*syllables))
#define SYLLABLE_LETTERS ((size_t)6) /* of the longest one: zhuang */

/* The syllable of that name, or SYLLABLES. */
static size_t
syllable_of(kb_str name)
{
	if (kb_str_eq(name, KB_STR("lue")) || kb_str_eq(name, KB_STR("nue"))) {
		return syllable_of(name.p[0] == 'l' ? KB_STR("lve") : KB_STR("nve"));
	}
	size_t low = 0;
	size_t high = SYLLABLES;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (kb_str_cmp(kb_str_of(syllables[mid].name), name) < 0) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	bool there = low < SYLLABLES && kb_str_eq(kb_str_of(syllables[low].name), name);
	return there ? low : SYLLABLES;
}

static int
compare_chars(const void *pa, const void *pb)
{
	uint32_t a = *(const uint32_t *)pa;
	uint32_t b = *(const uint32_t *)pb;
	return (a > b) - (a < b);
}

static void
add_chars(struct kb_slot *slot, kb_str chars)
{
	for (size_t off = 0; off < chars.n;) {
		slot->cp[slot->n++] = kb_utf8_next(chars, &off);
	}
}

/* The characters of all syllables that begin with a letter, each once. */
static void
add_initial(struct kb_arena *a, struct kb_slot *slot, char letter)
{
	size_t count = 0;
	for (size_t i = 0; i < SYLLABLES; i++) {
		count += syllables[i].name[0] == letter
		                 ? kb_utf8_count(kb_str_of(syllables[i].chars))
		                 : 0;
	}
	slot->cp = kb_arena_alloc(a, count, sizeof(*slot->cp));
	for (size_t i = 0; i < SYLLABLES; i++) {
		if (syllables[i].name[0] == letter) {
			add_chars(slot, kb_str_of(syllables[i].chars));
		}
	}
	size_t n = 0;
	if (slot->n) {
		qsort(slot->cp, slot->n, sizeof(*slot->cp), compare_chars);
	}
	for (size_t i = 0; i < slot->n; i++) {
		if (n == 0 || slot->cp[i] != slot->cp[n - 1]) {
			slot->cp[n++] = slot->cp[i];
		}
	}
	slot->n = n;
}

static void
add_bits(struct kb_arena *a, struct kb_slot *slot)
{
	slot->bits = kb_arena_alloc(a, KB_SLOT_BITS / 64, sizeof(*slot->bits));
	for (size_t i = 0; i < slot->n && slot->cp[i] < KB_SLOT_BITS; i++) {
		slot->bits[slot->cp[i] / 64] |= (uint64_t)1 << slot->cp[i] % 64;
	}
}

/* As many characters are sooner found by halving. */
#define FEW 4

struct kb_slot
kb_slot_of(struct kb_arena *a, uint32_t item)
{
	struct kb_slot slot = { 0 };
	if (item >= KB_SLOT_INITIAL) {
		add_initial(a, &slot, (char)(item - KB_SLOT_INITIAL));
	} else if (item >= KB_SLOT_SYLLABLE && item - KB_SLOT_SYLLABLE < SYLLABLES) {
		kb_str chars = kb_str_of(syllables[item - KB_SLOT_SYLLABLE].chars);
		slot.cp = kb_arena_alloc(a, kb_utf8_count(chars), sizeof(*slot.cp));
		add_chars(&slot, chars);
	} else {
		slot.cp = kb_arena_alloc(a, 1, sizeof(*slot.cp));
		slot.cp[slot.n++] = item;
	}
	if (slot.n > FEW) {
		add_bits(a, &slot);
	}
	return slot;
}

bool
kb_slot_has(const struct kb_slot *slot, uint32_t cp)
{
	if (slot->bits && cp < KB_SLOT_BITS) {
		return slot->bits[cp / 64] >> cp % 64 & 1;
	}
	size_t low = 0;
	size_t high = slot->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (slot->cp[mid] < cp) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return low < slot->n && slot->cp[low] == cp;
}

bool
kb_pinyin_reads(uint32_t cp, kb_str syllable)
{
	struct kb_arena a = { 0 };
	size_t i = syllable_of(syllable);
	bool reads = false;
	if (i < SYLLABLES) {
		struct kb_slot slot = kb_slot_of(&a, KB_SLOT_SYLLABLE + (uint32_t)i);
		reads = kb_slot_has(&slot, kb_fold_cp(cp));
	}
	kb_arena_release(&a);
	return reads;
}

/* --- cutting ----------------------------------------------------------------------- */

#define ITEMS_MAX ((size_t)KB_SYLLABLES_MAX * SYLLABLE_LETTERS)

/* A text being cut: letters and characters one by one. */
struct cutting {
	uint32_t cp[ITEMS_MAX];
	bool parted[ITEMS_MAX]; /* an apostrophe stands before it */
	size_t n;
	bool letters;
	struct kb_splits *out;
	uint32_t slots[KB_SYLLABLES_MAX];
};

static bool
is_letter(uint32_t cp)
{
	return cp >= 'a' && cp <= 'z';
}

static bool
is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

/* False where a text is not to be read as pinyin. */
static bool
take_items(struct cutting *c, kb_str text)
{
	bool parted = false;
	for (size_t off = 0; off < text.n;) {
		uint32_t raw = kb_utf8_next(text, &off);
		uint32_t cp = kb_fold_cp(raw);
		if (raw == '\'' || raw == 0x2019) {
			parted = c->n > 0 && is_letter(c->cp[c->n - 1]);
			continue;
		}
		cp = cp == 0xFC ? 'v' : cp; /* ü */
		bool beside = c->n > 0 && ((is_letter(cp) && is_digit(c->cp[c->n - 1])) ||
		                           (is_digit(cp) && is_letter(c->cp[c->n - 1])));
		if (cp == KB_FOLD_BREAK || beside || c->n == ITEMS_MAX) {
			return false;
		}
		if (cp) {
			c->parted[c->n] = parted;
			c->cp[c->n++] = cp;
			c->letters = c->letters || is_letter(cp);
			parted = false;
		}
	}
	return c->letters;
}

/* The syllable of n letters at i, or SYLLABLES. */
static size_t
syllable_at(const struct cutting *c, size_t i, size_t n)
{
	char name[SYLLABLE_LETTERS];
	for (size_t k = 0; k < n; k++) {
		if (!is_letter(c->cp[i + k]) || (k > 0 && c->parted[i + k])) {
			return SYLLABLES;
		}
		name[k] = (char)c->cp[i + k];
	}
	return syllable_of((kb_str){ name, n });
}

/* All ways from item i on, with `depth` slots before it; long syllables first. */
static void
cut(struct cutting *c, size_t i, size_t depth)
{
	if (c->out->n == KB_SPLITS_MAX) {
		return;
	}
	if (i == c->n) {
		struct kb_split *split = &c->out->v[c->out->n++];
		split->n = depth;
		memcpy(split->slots, c->slots, depth * sizeof(*c->slots));
		return;
	}
	if (depth == KB_SYLLABLES_MAX) {
		return;
	}
	if (!is_letter(c->cp[i])) {
		c->slots[depth] = c->cp[i];
		cut(c, i + 1, depth + 1);
		return;
	}
	size_t most = c->n - i < SYLLABLE_LETTERS ? c->n - i : SYLLABLE_LETTERS;
	for (size_t n = most; n > 0; n--) {
		size_t syllable = syllable_at(c, i, n);
		if (syllable < SYLLABLES) {
			c->slots[depth] = KB_SLOT_SYLLABLE + (uint32_t)syllable;
			cut(c, i + n, depth + 1);
		}
	}
}

void
kb_splits_of(kb_str text, struct kb_splits *out)
{
	struct cutting c = { .out = out };
	out->n = 0;
	if (take_items(&c, text)) {
		cut(&c, 0, 0);
	}
}

bool
kb_split_initials(kb_str text, struct kb_split *out)
{
	struct cutting c = { 0 };
	if (!take_items(&c, text) || c.n < 2 || c.n > KB_SYLLABLES_MAX) {
		return false;
	}
	out->n = c.n;
	for (size_t i = 0; i < c.n; i++) {
		/* a character stands for itself: 柯cq */
		out->slots[i] = is_letter(c.cp[i]) ? KB_SLOT_INITIAL + c.cp[i] : c.cp[i];
	}
	return true;
}

void
kb_pinyin_splits(kb_str text, struct kb_buf *out)
{
	struct kb_splits splits;
	kb_splits_of(text, &splits);
	for (size_t i = 0; i < splits.n; i++) {
		for (size_t k = 0; k < splits.v[i].n; k++) {
			uint32_t slot = splits.v[i].slots[k];
			kb_buf_add(out, k ? KB_STR(" ") : KB_STR(""));
			if (slot >= KB_SLOT_SYLLABLE) {
				kb_buf_add(out, kb_str_of(syllables[slot - KB_SLOT_SYLLABLE].name));
			} else {
				kb_buf_cp(out, slot);
			}
		}
		kb_buf_byte(out, '\n');
	}
}
