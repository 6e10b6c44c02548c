/* Grams: characters, pairs, and threes behind frequent pairs. */
#include "kanbao/gram.h"

#include "../../assets/data/grams.inc"

#define SLOTS (sizeof(frequent) / sizeof(*frequent))

const char *
kb_gram_name(void)
{
	/* the rule about letters is part of it */
	return GRAMS_NAME "a";
}

static bool
is_letter(uint32_t cp)
{
	return cp >= 'a' && cp <= 'z';
}

bool
kb_gram_frequent(uint32_t first, uint32_t second)
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

/* Characters of the run that begins at i, at most three; 0 at a break. */
static size_t
run_at(const uint32_t *cp, size_t n, size_t i)
{
	size_t most = n - i < 3 ? n - i : 3;
	size_t k = 0;
	while (k < most && cp[i + k] > KB_FOLD_FIELD) {
		k++;
	}
	return k;
}

void
kb_grams_of(const struct kb_folded *f, void (*each)(void *user, struct kb_piece gram), void *user)
{
	for (size_t i = 0; i < f->n; i++) {
		const uint32_t *p = f->cp + i;
		size_t run = run_at(f->cp, f->n, i);
		for (size_t n = 1; n <= run && n <= 2; n++) {
			each(user, (struct kb_piece){ p, n });
		}
		if (run == 3 && kb_gram_frequent(p[0], p[1])) {
			each(user, (struct kb_piece){ p, 3 });
		}
	}
}

/* The gram at i that says most of the piece. */
static struct kb_piece
gram_at(struct kb_piece piece, size_t i)
{
	const uint32_t *p = piece.cp + i;
	size_t run = run_at(piece.cp, piece.n, i);
	if (run == 3 && !kb_gram_frequent(p[0], p[1])) {
		run = 2;
	}
	return (struct kb_piece){ p, run };
}

size_t
kb_grams_for(struct kb_piece piece, struct kb_piece grams[KB_GRAMS_MAX], bool *exact)
{
	size_t n = 0;
	size_t covered = 0; /* characters up to here stand in a gram */
	for (size_t i = 0; i < piece.n && n < KB_GRAMS_MAX; i++) {
		struct kb_piece gram = gram_at(piece, i);
		/* a pair inside the three before it, the last character of a run: nothing new */
		if (gram.n > 0 && i + gram.n > covered) {
			grams[n++] = gram;
			covered = i + gram.n;
		}
	}
	*exact = n == 1 && grams[0].n == piece.n;
	return n;
}
