/*
 * Queries for a corpus: usage: bench_queries CORPUS.txt OUT.tsv [SEED]
 *
 * 21 classes by how often what is looked for and its parts occur, 21 queries
 * each, the last of them every prefix of typed phrases; and beside these 3,500
 * phrases of frequent parts ("adversarial"), words in pinyin and their
 * prefixes ("pinyin…"), and pairs of words ("two words"). A line is class, tab,
 * query.
 */
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "counts.h"
#include "kanbao/mem.h"
#include "kanbao/pinyin.h"
#include "kanbao/text.h"
#include "words.h"

enum class {
	ONE_FREQUENT,
	ONE_MIDDLE,
	ONE_RARE,
	TWO_FREQUENT,
	TWO_MIDDLE,
	TWO_RARE,
	THREE_FREQUENT,
	THREE_RARE,
	FOUR_FREQUENT,
	FOUR_RARE,
	SIX,
	EIGHT,
	TWELVE,
	FEW_THREE,
	FEW_FOUR,
	NONE_FREQUENT,
	NONE_RARE,
	LATIN,
	MIXED,
	NAMES,
	TYPING,
	CLASSES,
	/* beside the 21 */
	ADVERSE_ONCE = CLASSES,
	ADVERSE_PAIRS,
	ADVERSE_THREES,
	PINYIN,
	PINYIN_TYPING,
	TWO_WORDS,
	ALL,
	CHAIN /* FEW_THREE, FEW_FOUR or NONE_FREQUENT, as it is counted */
};

/* `most` queries of `least` … `limit` of the articles; limit 0: no such bounds. */
static const struct {
	const char *name;
	size_t most;
	double least;
	double limit;
} classes[ALL] = {
	[ONE_FREQUENT] = { "1 character, > 50 %", 21, 0.5, 1 },
	[ONE_MIDDLE] = { "1 character, 1–50 %", 21, 0.01, 0.5 },
	[ONE_RARE] = { "1 character, rare", 21, 0, 0.001 },
	[TWO_FREQUENT] = { "2 characters, > 10 %", 21, 0.1, 1 },
	[TWO_MIDDLE] = { "2 characters, 1–10 %", 21, 0.01, 0.1 },
	[TWO_RARE] = { "2 characters, rare", 21, 0, 0.0001 },
	[THREE_FREQUENT] = { "3 characters, frequent", 21, 0.005, 1 },
	[THREE_RARE] = { "3 characters, rare", 21, 0, 0.0005 },
	[FOUR_FREQUENT] = { "4 characters, frequent", 21, 0.003, 1 },
	[FOUR_RARE] = { "4 characters, rare", 21, 0, 0.0003 },
	[SIX] = { "6 characters", 21, 0, 0 },
	[EIGHT] = { "8 characters", 21, 0, 0 },
	[TWELVE] = { "12 characters", 21, 0, 0 },
	[FEW_THREE] = { "few hits, frequent parts (3)", 21, 0, 0 },
	[FEW_FOUR] = { "few hits, frequent parts (4)", 21, 0, 0 },
	[NONE_FREQUENT] = { "no hit, frequent parts", 21, 0, 0 },
	[NONE_RARE] = { "no hit, rare parts", 21, 0, 0 },
	[LATIN] = { "Latin, digits", 21, 0, 0 },
	[MIXED] = { "mixed", 21, 0, 0 },
	[NAMES] = { "names", 21, 0, 0 },
	[TYPING] = { "typing, every prefix", 144, 0, 0 },
	[ADVERSE_ONCE] = { "adversarial", 1500, 0, 0 },
	[ADVERSE_PAIRS] = { "adversarial", 1000, 0, 0 },
	[ADVERSE_THREES] = { "adversarial", 1000, 0, 0 },
	[PINYIN] = { "pinyin", 150, 0, 0 },
	[PINYIN_TYPING] = { "pinyin, every prefix", 120, 0, 0 },
	[TWO_WORDS] = { "two words", 60, 0, 0 },
};

/* Shares of the articles. */
#define FREQUENT 0.03 /* a part */
#define ADVERSE 0.01
#define FREQUENT_THREE 0.003
/* A few hits: 3 of 10,000 articles, never a page full. */
#define FEW_LEAST 3
#define FEW_MOST 40
#define FEW_SHARE 0.0003

enum {
	TRIES = 400000, /* at finding phrases of a kind */
	LINK_TRIES = 60,
	DRAWS = 16, /* from an article, before the next is folded */
};

struct maker {
	struct bench_lines lines;
	FILE *out;
	struct bench_rng rng;
	struct counts counts;
	struct phrases phrases;
	struct kb_folded folded;
	size_t draws; /* left of the folded article */
	uint32_t few;
	size_t made[ALL];
};

static bool
word(uint32_t cp)
{
	return cp > KB_FOLD_FIELD;
}

static bool
ascii(uint32_t cp)
{
	return cp < 0x80;
}

/* --- writing ---------------------------------------------------------------------------- */

static bool
full(const struct maker *m, int class)
{
	return m->made[class] >= classes[class].most;
}

static void
put_text(struct maker *m, int class, kb_str text)
{
	if (!full(m, class)) {
		m->made[class]++;
		(void)fprintf(m->out, "%s\t%.*s\n", classes[class].name, KB_ARG(text));
	}
}

static void
put(struct maker *m, int class, const uint32_t *cp, size_t n)
{
	struct kb_buf text = { 0 };
	kb_piece_text(&text, (struct kb_piece){ cp, n });
	put_text(m, class, kb_buf_str(&text));
	kb_buf_release(&text);
}

/* --- reading ---------------------------------------------------------------------------- */

/* n characters that stand together in a random article, or NULL. */
static const uint32_t *
window(struct maker *m, size_t n)
{
	if (m->draws == 0) {
		m->draws = DRAWS;
		kb_folded_clear(&m->folded);
		kb_folded_add(&m->folded, m->lines.v[bench_below(&m->rng, m->lines.n)]);
	}
	m->draws--;
	for (int i = 0; i < 4 && m->folded.n > n; i++) {
		size_t at = bench_below(&m->rng, m->folded.n - n);
		size_t k = 0;
		while (k < n && word(m->folded.cp[at + k])) {
			k++;
		}
		if (k == n) {
			return m->folded.cp + at;
		}
	}
	return NULL;
}

static void
each_article(struct maker *m, bool phrases)
{
	m->draws = 0;
	for (size_t i = 0; i < m->lines.n; i++) {
		kb_folded_clear(&m->folded);
		kb_folded_add(&m->folded, m->lines.v[i]);
		if (phrases) {
			phrases_add(&m->phrases, &m->folded, (uint32_t)i + 1);
		} else {
			counts_add(&m->counts, &m->folded, (uint32_t)i + 1);
		}
	}
}

static bool
within(const struct maker *m, int class, uint32_t count)
{
	double share = (double)count / (double)m->lines.n;
	double limit = classes[class].limit;
	return limit == 0 || (count > 0 && share >= classes[class].least &&
	                      (share <= limit || (limit < 0.01 && count <= m->few)));
}

/* Whether each pair of the phrase stands in that share of the articles. */
static bool
frequent_parts(const struct maker *m, const uint32_t *cp, size_t n, double share)
{
	for (size_t i = 0; i + 1 < n; i++) {
		if (counts_pair_of(&m->counts, cp[i], cp[i + 1]) < share * (double)m->lines.n) {
			return false;
		}
	}
	return true;
}

/* --- one and two characters ----------------------------------------------------------------- */

/* Each as often as it is among all that fit, not as it is in the text. */
static void
make_ones(struct maker *m, int class)
{
	uint32_t *fit = NULL;
	size_t n = 0;
	size_t cap = 0;
	for (uint32_t cp = 0x4e00; cp < 0xa000; cp++) {
		if (within(m, class, counts_one(&m->counts, cp))) {
			fit = kb_grow(fit, n, &cap, sizeof(*fit));
			fit[n++] = cp;
		}
	}
	while (n && !full(m, class)) {
		put(m, class, &fit[bench_below(&m->rng, n)], 1);
	}
	free(fit);
}

static void
make_twos(struct maker *m, int class)
{
	for (size_t i = 0; i < 40 * (size_t)TRIES && !full(m, class); i++) {
		const struct counts_pair *pair =
			&m->counts.pairs[bench_below(&m->rng, m->counts.places)];
		uint32_t cp[] = { counts_first(pair), counts_second(pair) };
		if (pair->key && kb_cp_han(cp[0]) && kb_cp_han(cp[1]) &&
		    within(m, class, pair->n)) {
			put(m, class, cp, 2);
		}
	}
}

/* --- phrases that are counted ----------------------------------------------------------------- */

static bool
all_han(const uint32_t *cp, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!kb_cp_han(cp[i])) {
			return false;
		}
	}
	return true;
}

/* Phrases of the text as they come, of Han characters. */
static void
want_windows(struct maker *m, int class, size_t n, size_t most, double parts)
{
	size_t before = m->phrases.n;
	for (size_t i = 0; i < TRIES && m->phrases.n < before + most; i++) {
		size_t length = n ? n : 5 + bench_below(&m->rng, 5);
		const uint32_t *cp = window(m, length);
		if (cp && all_han(cp, length) &&
		    (parts == 0 || frequent_parts(m, cp, length, parts))) {
			phrases_want(&m->phrases, cp, length, class);
		}
	}
}

/* A pair that begins with a character and is frequent; 0 where none was met. */
static uint32_t
next_link(struct maker *m, uint32_t first, double share)
{
	for (int i = 0; i < LINK_TRIES; i++) {
		const uint32_t *cp = window(m, 1);
		if (cp && kb_cp_han(*cp) &&
		    counts_pair_of(&m->counts, first, *cp) >= share * (double)m->lines.n) {
			return *cp;
		}
	}
	return 0;
}

/* A chain of frequent pairs; the length reached. */
static size_t
pair_chain(struct maker *m, uint32_t *cp, size_t n, double share)
{
	const uint32_t *start = window(m, 2);
	if (!start || !all_han(start, 2) || !frequent_parts(m, start, 2, share)) {
		return 0;
	}
	memcpy(cp, start, 2 * sizeof(*cp));
	for (size_t i = 2; i < n; i++) {
		cp[i] = next_link(m, cp[i - 1], share);
		if (!cp[i]) {
			return i;
		}
	}
	return n;
}

static void
want_chains(struct maker *m)
{
	uint32_t cp[PHRASE_MOST];
	for (int i = 0; i < TRIES / 20; i++) {
		size_t n = pair_chain(m, cp, 3 + bench_below(&m->rng, 3), FREQUENT);
		if (n >= 3) {
			phrases_want(&m->phrases, cp, n, CHAIN);
		}
		const uint32_t *one = window(m, 2);
		if (one && all_han(one, 2) &&
		    counts_pair_of(&m->counts, one[0], one[1]) <= m->few) {
			memcpy(cp, one, 2 * sizeof(*cp));
			one = window(m, 2);
			if (one && all_han(one, 2)) {
				memcpy(cp + 2, one, 2 * sizeof(*cp));
				phrases_want(&m->phrases, cp, 4, NONE_RARE);
			}
		}
	}
}

/* The class of a phrase, now that it is counted; ALL: none. */
static int
class_of(const struct maker *m, const struct phrase *p)
{
	bool few = p->count > 0 && p->count <= m->few;
	bool fits = false;
	switch (p->what) {
	case CHAIN:
		if (p->count == 0) {
			return NONE_FREQUENT;
		}
		return !few || p->n > 4 ? ALL : p->n == 3 ? FEW_THREE : FEW_FOUR;
	case NONE_RARE:
		fits = p->count == 0;
		break;
	case FEW_THREE:
	case FEW_FOUR:
	case ADVERSE_ONCE:
		fits = few;
		break;
	case ADVERSE_THREES:
		break; /* links of chains */
	default:
		fits = within(m, p->what, p->count);
		break;
	}
	return fits ? p->what : ALL;
}

static void
make_phrases(struct maker *m)
{
	static const struct {
		enum class class;
		size_t n;
		size_t most;
		double parts;
	} wanted[] = {
		{ THREE_FREQUENT, 3, 6000, 0 },
		{ THREE_RARE, 3, 2000, 0 },
		{ FOUR_FREQUENT, 4, 6000, 0 },
		{ FOUR_RARE, 4, 2000, 0 },
		{ SIX, 6, 40, 0 },
		{ EIGHT, 8, 40, 0 },
		{ TWELVE, 12, 40, 0 },
		{ FEW_THREE, 3, 6000, FREQUENT },
		{ FEW_FOUR, 4, 6000, FREQUENT },
		{ ADVERSE_ONCE, 0, 60000, ADVERSE },
		{ ADVERSE_THREES, 3, 20000, 0 },
	};
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		want_windows(m, (int)wanted[i].class, wanted[i].n, wanted[i].most, wanted[i].parts);
	}
	want_chains(m);
	phrases_ready(&m->phrases);
	each_article(m, true);
	for (size_t i = 0; i < m->phrases.n; i++) {
		const struct phrase *p = &m->phrases.v[i];
		int class = class_of(m, p);
		if (class != ALL) {
			put(m, class, p->cp, p->n);
		}
	}
}

/* --- chains, which nobody counts ---------------------------------------------------------------- */

static void
make_pair_chains(struct maker *m)
{
	uint32_t cp[PHRASE_MOST];
	for (int i = 0; i < TRIES && !full(m, ADVERSE_PAIRS); i++) {
		size_t n = pair_chain(m, cp, 4 + bench_below(&m->rng, 5), ADVERSE);
		if (n >= 4) {
			put(m, ADVERSE_PAIRS, cp, n);
		}
	}
}

/* Frequent threes, each going on with the last two of the one before. */
static void
make_three_chains(struct maker *m)
{
	const struct phrases *p = &m->phrases;
	const struct phrase **links = kb_calloc(p->n + 1, sizeof(struct phrase *));
	size_t nlinks = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (p->v[i].n == 3 && p->v[i].count >= FREQUENT_THREE * (double)m->lines.n) {
			links[nlinks++] = &p->v[i];
		}
	}
	for (int i = 0; i < TRIES && nlinks && !full(m, ADVERSE_THREES); i++) {
		uint32_t cp[PHRASE_MOST];
		size_t n = 3;
		size_t most = 5 + bench_below(&m->rng, 4);
		memcpy(cp, links[bench_below(&m->rng, nlinks)]->cp, 3 * sizeof(*cp));
		for (size_t k = 0, at = bench_below(&m->rng, nlinks); k < nlinks && n < most; k++) {
			const struct phrase *link = links[(at + k) % nlinks];
			if (link->cp[0] == cp[n - 2] && link->cp[1] == cp[n - 1]) {
				cp[n++] = link->cp[2];
				k = 0;
				at = bench_below(&m->rng, nlinks);
			}
		}
		if (n >= 5) {
			put(m, ADVERSE_THREES, cp, n);
		}
	}
	free(links);
}

/* --- Latin, names, typing, pinyin ---------------------------------------------------------------- */

/* Runs of letters and digits, or of both these and Han characters. */
static void
make_latin(struct maker *m, int class)
{
	for (int i = 0; i < TRIES && !full(m, class); i++) {
		size_t n = 2 + bench_below(&m->rng, 4);
		const uint32_t *cp = window(m, n);
		size_t letters = 0;
		for (size_t k = 0; cp && k < n; k++) {
			letters += ascii(cp[k]);
		}
		if (cp && (class == LATIN ? letters == n : letters > 0 && letters < n)) {
			put(m, class, cp, n);
		}
	}
}

static void
make_names(struct maker *m)
{
	while (!full(m, NAMES)) {
		struct kb_buf name = { 0 };
		words_person(&m->rng, &name);
		put_text(m, NAMES, kb_buf_str(&name));
		kb_buf_release(&name);
	}
}

static void
make_typing(struct maker *m)
{
	for (int i = 0; i < TRIES && !full(m, TYPING); i++) {
		size_t n = 6 + bench_below(&m->rng, 4);
		const uint32_t *cp = window(m, n);
		for (size_t k = 1; cp && all_han(cp, n) && k <= n; k++) {
			put(m, TYPING, cp, k);
		}
	}
}

static const char *
sound_of(uint32_t cp)
{
	static const char *const syllables[] = {
		"shi",  "de",    "yi",    "ji",   "zhi",   "guo",  "gong",  "you",  "zhong", "li",
		"wei",  "fa",    "zhan",  "jian", "she",   "hui",  "ren",   "min",  "da",    "xin",
		"xing", "jing",  "zheng", "quan", "qu",    "ke",   "cheng", "xian", "dang",  "zuo",
		"wu",   "gao",   "zhi",   "ye",   "shang", "xi",   "jin",   "ping", "nian",  "yue",
		"ri",   "guan",  "chang", "bu",   "jia",   "qi",   "dui",   "fang", "mian",  "ti",
		"xue",  "sheng", "huo",   "dong", "chan",  "tuan", "jie",   "zi",   "yuan",  "ming",
		"hua",  "bei",   "nan",   "he",   "an",    "bao",  "zhu",   "shen", "yan",   "tong",
	};
	for (size_t i = 0; i < sizeof(syllables) / sizeof(*syllables); i++) {
		if (kb_pinyin_reads(cp, kb_str_of(syllables[i]))) {
			return syllables[i];
		}
	}
	return NULL;
}

static void
make_pinyin(struct maker *m)
{
	for (int i = 0; i < TRIES && !full(m, PINYIN); i++) {
		const uint32_t *cp = window(m, 2);
		const char *one = cp ? sound_of(cp[0]) : NULL;
		const char *two = cp ? sound_of(cp[1]) : NULL;
		if (one && two) {
			struct kb_buf typed = { 0 };
			kb_buf_printf(&typed, "%s%s", one, two);
			put_text(m, PINYIN, kb_buf_str(&typed));
			for (size_t n = 1; n <= typed.n; n++) {
				put_text(m, PINYIN_TYPING, kb_str_sub(kb_buf_str(&typed), 0, n));
			}
			kb_buf_release(&typed);
		}
	}
}

static void
make_two_words(struct maker *m)
{
	for (int i = 0; i < TRIES && !full(m, TWO_WORDS); i++) {
		uint32_t cp[5];
		const uint32_t *one = window(m, 2);
		if (one && all_han(one, 2)) {
			memcpy(cp, one, 2 * sizeof(*cp));
			cp[2] = KB_FOLD_BREAK; /* printed as a blank */
			m->draws = 0;
			one = window(m, 2);
			if (one && all_han(one, 2)) {
				memcpy(cp + 3, one, 2 * sizeof(*cp));
				put(m, TWO_WORDS, cp, 5);
			}
		}
	}
}

int
main(int argc, char **argv)
{
	if (argc < 3 || argc > 4) {
		(void)fprintf(stderr, "usage: bench_queries CORPUS.txt OUT.tsv [SEED]\n");
		return 64;
	}
	struct maker m = { .rng = bench_rng(argc == 4 ? strtoul(argv[3], NULL, 10) : 1, 7) };
	bench_lines_open(argv[1], &m.lines);
	m.few = (uint32_t)(FEW_SHARE * (double)m.lines.n);
	m.few = m.few < FEW_LEAST ? FEW_LEAST : m.few > FEW_MOST ? FEW_MOST : m.few;
	m.out = bench_open(argv[2], "w");
	counts_init(&m.counts);
	each_article(&m, false);
	make_ones(&m, ONE_FREQUENT);
	make_ones(&m, ONE_MIDDLE);
	make_ones(&m, ONE_RARE);
	make_twos(&m, TWO_FREQUENT);
	make_twos(&m, TWO_MIDDLE);
	make_twos(&m, TWO_RARE);
	make_phrases(&m);
	make_latin(&m, LATIN);
	make_latin(&m, MIXED);
	make_names(&m);
	make_typing(&m);
	make_pair_chains(&m);
	make_three_chains(&m);
	make_pinyin(&m);
	make_two_words(&m);
	for (int i = 0; i < ALL; i++) {
		if (!full(&m, i)) {
			(void)fprintf(stderr, "bench: only %zu queries of %s\n", m.made[i],
			              classes[i].name);
		}
	}
	counts_release(&m.counts);
	phrases_release(&m.phrases);
	kb_folded_release(&m.folded);
	bench_lines_close(&m.lines);
	return fclose(m.out) ? 74 : 0;
}
