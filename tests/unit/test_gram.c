/* Grams: what a text is found by, and what a piece needs. */
#include <nettle/sha2.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/gram.h"
#include "kanbao/text.h"

static void
add_gram(void *user, struct kb_piece gram)
{
	struct kb_buf *out = user;
	if (out->n) {
		kb_buf_byte(out, ' ');
	}
	kb_piece_text(out, gram);
}

/* 工作 and 作会 are frequent pairs, 柑橘 and 橘节 are none. */
static void
test_grams_of(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *grams;
	} cases[] = {
		{ "", "" },
		{ "，。", "" },
		{ "柯", "柯" },
		{ "柑橘节", "柑 柑橘 橘 橘节 节" },
		{ "工作会", "工 工作 工作会 作 作会 会" },
		{ "工作，会", "工 工作 作 会" },
		{ "8Ａ", "8 8a a" },
		{ "Qzh8", "q qz qzh z zh zh8 h h8 8" },
		{ "Visit", "v vi vis visi i is isi isit s si sit i it t" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_folded f = { 0 };
		struct kb_buf out = { 0 };
		kb_folded_add(&f, kb_str_of(cases[i].text));
		kb_grams_of(&f, NULL, add_gram, &out);
		assert_true(kb_str_eq(kb_buf_str(&out), kb_str_of(cases[i].grams)));
		kb_folded_release(&f);
		kb_buf_release(&out);
	}
}

static void
test_grams_for(void **state)
{
	(void)state;
	static const struct {
		const char *piece;
		const char *grams;
		bool exact;
	} cases[] = {
		{ "", "", false },
		{ "柯", "柯", true },
		{ "柯城", "柯城", true },
		{ "柑橘节", "柑橘 橘节", false },
		{ "工作会", "工作会", true },
		{ "工作会议", "工作会 作会议", false },
		{ "柑橘节工作", "柑橘 橘节 节工 工作", false },
		{ "3.5", "3 5", false },
		{ "工作，柯城", "工作 柯城", false },
		{ "visi", "visi", true },
		{ "Visits", "visi isit sits", false },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_folded f = { 0 };
		struct kb_buf out = { 0 };
		struct kb_piece grams[KB_GRAMS_MAX];
		bool exact = true;
		kb_folded_add(&f, kb_str_of(cases[i].piece));
		size_t n = kb_grams_for((struct kb_piece){ f.cp, f.n }, NULL, grams, &exact);
		for (size_t k = 0; k < n; k++) {
			add_gram(&out, grams[k]);
		}
		assert_true(kb_str_eq(kb_buf_str(&out), kb_str_of(cases[i].grams)));
		assert_int_equal(exact, cases[i].exact);
		kb_folded_release(&f);
		kb_buf_release(&out);
	}
}

/* With a list of the archive's own: one longer behind what stands in it. */
static void
test_own(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *grams;
		const char *behind; /* of these, what they owe to the list */
		const char *needed;
		bool exact;
	} cases[] = {
		{ "柑橘节", "柑 柑橘 柑橘节 橘 橘节 节", "柑橘节", "柑橘节", true },
		{ "工作会", "工 工作 工作会 作 作会 会", "", "工作会", true },
		{ "枇杷糖水", "枇 枇杷 枇杷糖水 杷 杷糖 糖 糖水 水", "枇杷糖水", "枇杷糖水", true },
		{ "枇杷糖，水", "枇 枇杷 杷 杷糖 糖 水", "", "枇杷 杷糖 水", false },
		{ "柑𠀀节", "柑 柑𠀀 𠀀 𠀀节 节", "", "柑𠀀 𠀀节", false },
	};
	struct kb_gram_list own = { 0 };
	/* lines of one, of four and beyond the first plane are nothing */
	kb_gram_list_add(&own, KB_STR("柑橘\n枇杷糖\n工作\n节\n\n枇杷糖水\n柑𠀀\n"));
	kb_gram_list_add(&own, KB_STR("柑橘\n"));
	assert_int_equal(own.n, 3);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_folded f = { 0 };
		struct kb_buf out[3] = { { 0 } };
		struct kb_piece grams[KB_GRAMS_MAX];
		bool exact = true;
		kb_folded_add(&f, kb_str_of(cases[i].text));
		kb_grams_of(&f, &own, add_gram, &out[0]);
		kb_grams_behind(&f, &own, add_gram, &out[1]);
		size_t n = kb_grams_for((struct kb_piece){ f.cp, f.n }, &own, grams, &exact);
		for (size_t k = 0; k < n; k++) {
			add_gram(&out[2], grams[k]);
		}
		assert_string_equal(out[0].p, cases[i].grams);
		assert_string_equal(out[1].p ? out[1].p : "", cases[i].behind);
		assert_string_equal(out[2].p, cases[i].needed);
		assert_int_equal(exact, cases[i].exact);
		for (size_t k = 0; k < 3; k++) {
			kb_buf_release(&out[k]);
		}
		kb_folded_release(&f);
	}
	kb_gram_list_release(&own);
}

static void
note_gram(void *user, struct kb_piece gram)
{
	struct kb_buf *all = user;
	kb_buf_byte(all, ' ');
	kb_piece_text(all, gram);
	kb_buf_byte(all, ' ');
}

/* Whatever is cut out of a text, each gram it needs is one of the text. */
static void
test_needed_are_there(void **state)
{
	(void)state;
	struct kb_folded f = { 0 };
	struct kb_buf all = { 0 };
	kb_folded_add(&f, KB_STR("12月7日上午，省级结对帮扶柯城团组工作会议在我区召开。市委、市政府"
	                         "领导出席会议并讲话，GDP增长3.5%，中国共产党的领导工作。"));
	kb_grams_of(&f, NULL, note_gram, &all);
	for (size_t i = 0; i < f.n; i++) {
		for (size_t n = 1; i + n <= f.n; n++) {
			struct kb_piece grams[KB_GRAMS_MAX];
			bool exact;
			struct kb_piece piece = { f.cp + i, n };
			size_t count = kb_grams_for(piece, NULL, grams, &exact);
			assert_true(count <= KB_GRAMS_MAX);
			for (size_t k = 0; k < count; k++) {
				struct kb_buf one = { 0 };
				note_gram(&one, grams[k]);
				assert_true(kb_str_find(kb_buf_str(&all), kb_buf_str(&one)) !=
				            SIZE_MAX);
				kb_buf_release(&one);
			}
		}
	}
	kb_folded_release(&f);
	kb_buf_release(&all);
}

/* The table holds the list, and nothing but the list. */
static void
test_list(void **state)
{
	(void)state;
	FILE *file = fopen("assets/data/frequent-bigrams.txt", "re");
	assert_non_null(file);
	char line[64];
	int listed = 0;
	while (fgets(line, sizeof(line), file)) {
		kb_str s = kb_str_trim(kb_str_of(line));
		size_t off = 0;
		uint32_t first = kb_utf8_next(s, &off);
		uint32_t second = kb_utf8_next(s, &off);
		assert_int_equal(off, s.n);
		assert_int_equal(kb_fold_cp(first), first);
		assert_int_equal(kb_fold_cp(second), second);
		assert_true(kb_gram_frequent(NULL, first, second));
		listed++;
	}
	fclose(file);
	int found = 0;
	for (uint32_t first = 0; first <= 0xFFFF; first++) {
		for (uint32_t second = 0x4E00;
		     second <= 0x9FFF && first >= 0x4E00 && first <= 0x9FFF; second++) {
			found += kb_gram_frequent(NULL, first, second);
		}
	}
	assert_int_equal(listed, 2191);
	assert_int_equal(found, 1956); /* the others have digits and letters */
	assert_false(kb_gram_frequent(NULL, 0x10000, 0x4E00));
	assert_true(kb_gram_frequent(NULL, 'q', 'x'));
	assert_false(kb_gram_frequent(NULL, '7', 'x'));
}

static void
hash_file(struct sha256_ctx *sha, const char *path)
{
	FILE *file = fopen(path, "re");
	assert_non_null(file);
	uint8_t bytes[4096];
	size_t n;
	while ((n = fread(bytes, 1, sizeof(bytes), file)) > 0) {
		sha256_update(sha, n, bytes);
	}
	fclose(file);
}

/* A changed list or folding is another index. */
static void
test_name(void **state)
{
	(void)state;
	struct sha256_ctx sha;
	uint8_t digest[SHA256_DIGEST_SIZE];
	char hex[18];
	sha256_init(&sha);
	hash_file(&sha, "assets/data/frequent-bigrams.txt");
	hash_file(&sha, "assets/data/fold.inc");
	sha256_digest(&sha, sizeof(digest), digest);
	for (size_t i = 0; i < 8; i++) {
		snprintf(hex + 2 * i, 3, "%02x", (unsigned)digest[i]);
	}
	assert_string_equal(kb_gram_name(), strcat(hex, "b"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grams_of), cmocka_unit_test(test_grams_for),
		cmocka_unit_test(test_own),      cmocka_unit_test(test_needed_are_there),
		cmocka_unit_test(test_list),     cmocka_unit_test(test_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
