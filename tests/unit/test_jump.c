/* Jumps to and from other pages (R7). */
#include "parse_help.h"

#include "../../tui/parse/parse_int.h"

struct sample {
	const char *text;
	const char *left;
	const char *to; /* "" for none */
	const char *from;
};

static const struct sample samples[] = {
	{ "要压实责任,细(下转2版)", "要压实责任,细", "2", "" },
	{ "依托“衢（下转第２版）", "依托“衢", "2", "" },
	{ "把难处记下，（下转第三版）", "把难处记下，", "3", "" },
	{ "展出花卉。（下轉第 2 版）", "展出花卉。", "2", "" },
	{ "全文（紧转A04版▶）", "全文", "A4", "" },
	{ "下转十一版", "", "11", "" },
	{ "（上接第一版）并在汛期之前完工。", "并在汛期之前完工。", "", "1" },
	{ "上接1版", "", "", "1" },
	{ "（下转第123页）", "（下转第123页）", "", "" },
	{ "由一版升到二版", "由一版升到二版", "", "" },
	{ "（街道）", "（街道）", "", "" },
};

static void
test_marks(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct kb_arena a = { 0 };
		struct kb_page page = { .a = &a };
		struct kb_block block = { .text = kb_str_of(samples[i].text) };
		kb_block_jumps(&page, &block);
		assert_true(kb_str_eq(block.text, kb_str_of(samples[i].left)));
		assert_true(kb_str_eq(block.jump_to, kb_str_of(samples[i].to)));
		assert_true(kb_str_eq(block.jump_from, kb_str_of(samples[i].from)));
		assert_int_equal(block.closes, samples[i].to[0] != '\0');
		kb_arena_release(&a);
	}
}

/* A jump closes the story; what comes next is another. */
static void
test_stories(void **state)
{
	(void)state;
	expect_outline("春耕\n\n本报讯（记者 "
	               "王思）今日春耕，细\n\n（下转2版）\n\n开工\n\n（上接一版）\n\n并完工。\n",
	               "news /春耕/ 记者=王思 {今日春耕，细}>2; news /开工/ {并完工。}<1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_marks),
		                            cmocka_unit_test(test_stories) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
