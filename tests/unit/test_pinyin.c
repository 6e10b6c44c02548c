/* Pinyin: readings, ways to cut, and which words of an archive are meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/pinyin.h"
#include "kanbao/text.h"

static void
test_reads(void **state)
{
	(void)state;
	static const struct {
		const char *chars;
		const char *syllable;
		bool reads;
	} cases[] = {
		{ "柯", "ke", true },    { "城", "cheng", true }, { "行", "xing", true },
		{ "行", "hang", true },  { "女", "nv", true },    { "女", "nu", false },
		{ "略", "lve", true },   { "略", "lue", true },   { "重", "zhong", true },
		{ "重", "chong", true }, { "國", "guo", true },   { "衢", "qu", true },
		{ "干", "qian", true }, /* 乾, folded */
		{ "恩", "en", true },    { "柯", "k", false },    { "柯", "", false },
		{ "x", "ke", false },    { "欸", "ei", true },    { "啊", "a", true },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t off = 0;
		uint32_t cp = kb_utf8_next(kb_str_of(cases[i].chars), &off);
		if (kb_pinyin_reads(cp, kb_str_of(cases[i].syllable)) != cases[i].reads) {
			fail_msg("%s %s", cases[i].chars, cases[i].syllable);
		}
	}
}

static void
test_splits(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *splits;
	} cases[] = {
		{ "kecheng", "ke cheng\n" },
		{ "Kecheng", "ke cheng\n" },
		{ "xian", "xian\nxi an\n" },
		{ "xi'an", "xi an\n" },
		{ "xi’an", "xi an\n" },
		{ "fangan", "fang an\nfan gan\n" },
		{ "nv", "nv\n" },
		{ "nü", "nv\n" },
		{ "lue", "lve\nlu e\n" },
		{ "kecheng共富", "ke cheng 共 富\n" },
		{ "共fu", "共 fu\n" },
		{ "kech", "" },
		{ "gdp", "" },
		{ "ke1", "" },
		{ "5a", "" },
		{ "5柯cheng", "5 柯 cheng\n" },
		{ "ke.cheng", "" },
		{ "柯城", "" },
		{ "", "" },
		{ "'", "" },
		{ "aaaaaaaa", "a a a a a a a a\n" },
		{ "aaaaaaaaa", "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_buf out = { 0 };
		kb_pinyin_splits(kb_str_of(cases[i].text), &out);
		if (!kb_str_eq(kb_buf_str(&out), kb_str_of(cases[i].splits))) {
			fail_msg("%s: %s", cases[i].text, kb_buf_str(&out).p);
		}
		kb_buf_release(&out);
	}
}

/* Hundreds of ways: some are taken, and it ends. */
static void
test_many_splits(void **state)
{
	(void)state;
	struct kb_buf out = { 0 };
	kb_pinyin_splits(KB_STR("xiangangxianganxiangang"), &out);
	size_t lines = 0;
	for (size_t i = 0; i < out.n; i++) {
		lines += out.p[i] == '\n';
	}
	assert_true(lines > 4 && lines <= KB_SPLITS_MAX);
	kb_buf_release(&out);
}

/* A small archive: words and how often. */
static const struct {
	const char *word;
	uint64_t count;
} lexicon[] = {
	{ "柯城", 1000 }, { "课程", 300 }, { "科成", 20 }, { "可成", 10 }, { "城区", 500 },
	{ "城去", 5 },    { "程序", 80 },  { "西安", 60 }, { "县", 900 },  { "先", 300 },
	{ "城共", 40 },   { "共富", 70 },  { "程共", 1 },  { "女", 50 },
};
#define LEXICON (sizeof(lexicon) / sizeof(*lexicon))

static uint64_t
lexicon_count(void *user, struct kb_piece gram)
{
	(void)user;
	struct kb_buf word = { 0 };
	uint64_t count = 0;
	kb_piece_text(&word, gram);
	for (size_t i = 0; i < LEXICON; i++) {
		if (kb_str_eq(kb_buf_str(&word), kb_str_of(lexicon[i].word))) {
			count = lexicon[i].count;
		}
	}
	kb_buf_release(&word);
	return count;
}

static void
lexicon_pairs(void *user, uint32_t first, void (*each)(void *arg, uint32_t second, uint64_t count),
              void *arg)
{
	(void)user;
	for (size_t i = 0; i < LEXICON; i++) {
		kb_str word = kb_str_of(lexicon[i].word);
		size_t off = 0;
		if (kb_utf8_next(word, &off) == first && off < word.n) {
			each(arg, kb_utf8_next(word, &off), lexicon[i].count);
		}
	}
}

static void
test_words(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *words;
	} cases[] = {
		{ "kecheng", "柯城 课程" }, /* 1300 of 1330 articles: the others add too little */
		{ "kechengqu", "柯城区" },
		{ "xian", "西安" }, /* not 县 先, though they are more frequent */
		{ "xianv", "" },
		{ "xi'an", "西安" },
		{ "kecheng共富", "柯城共富" },
		{ "柯cheng", "柯城" },
		{ "nv", "女" },
		{ "NÜ", "女" },
		{ "kechengqv", "" },
		{ "beijing", "" },
		{ "gdp", "" },
		{ "柯城", "" },
	};
	const struct kb_vocab vocab = { .count = lexicon_count, .pairs = lexicon_pairs };
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_arena a = { 0 };
		struct kb_buf out = { 0 };
		struct kb_piece words[KB_SOUNDS_MAX];
		size_t n = kb_pinyin_words(&a, kb_str_of(cases[i].text), &vocab, words);
		for (size_t k = 0; k < n; k++) {
			kb_buf_add(&out, k ? KB_STR(" ") : KB_STR(""));
			kb_piece_text(&out, words[k]);
		}
		if (!kb_str_eq(kb_buf_str(&out), kb_str_of(cases[i].words))) {
			fail_msg("%s: %s", cases[i].text, kb_buf_str(&out).p);
		}
		kb_buf_release(&out);
		kb_arena_release(&a);
	}
}

static void
test_initials(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *words;
	} cases[] = {
		{ "kc", "柯城 课程 科成" }, /* three are asked for */
		{ "kcq", "柯城区 柯城去" },
		{ "xa", "西安" },
		{ "柯c", "柯城" },
		{ "k", "" },
		{ "柯城", "" },
		{ "qqqqqqqqq", "" },
		{ "k1", "" },
		{ "", "" },
	};
	const struct kb_vocab vocab = { .count = lexicon_count, .pairs = lexicon_pairs };
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_arena a = { 0 };
		struct kb_buf out = { 0 };
		struct kb_piece words[3];
		size_t n = kb_pinyin_initials(&a, kb_str_of(cases[i].text), &vocab, words, 3);
		for (size_t k = 0; k < n; k++) {
			kb_buf_add(&out, k ? KB_STR(" ") : KB_STR(""));
			kb_piece_text(&out, words[k]);
		}
		if (!kb_str_eq(kb_buf_str(&out), kb_str_of(cases[i].words))) {
			fail_msg("%s: %s", cases[i].text, kb_buf_str(&out).p);
		}
		kb_buf_release(&out);
		kb_arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),       cmocka_unit_test(test_splits),
		cmocka_unit_test(test_many_splits), cmocka_unit_test(test_words),
		cmocka_unit_test(test_initials),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
