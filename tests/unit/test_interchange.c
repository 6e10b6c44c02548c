/* Interchange JSON: there and back, and what is refused by name. */
#include "parse_help.h"

#define FULL                                                                                                \
	"{\"schema\":1,\"paper\":\"青石新报\",\"date\":\"2023-05-06\",\"date_source\":"                 \
	"\"masthead\",\"edition\":2,"                                                                       \
	"\"number\":88,\"lunar\":\"癸卯年三月十七\",\"weekday\":\"星期六\",\"pages\":8,\"month_"  \
	"day\":\"5-5\","                                                                                    \
	"\"page_names\":{\"1\":\"要闻\"},\"source\":{\"name\":\"甲.txt\",\"sha256\":"                    \
	"\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"},"                            \
	"\"masthead\":[\"青石新报\"],\"dropped\":[\"■\"],"                                            \
	"\"articles\":["                                                                                    \
	"{\"page\":\"1\",\"kind\":\"news\",\"label\":\"简讯\",\"kicker\":\"引题\",\"headline\":"        \
	"\"主\\\"题\\\\\","                                                                               \
	"\"deck\":\"副题\",\"lead\":\"本报讯\",\"credits\":[{\"role\":\"记者\",\"name\":\"王思\"}" \
	"],"                                                                                                \
	"\"body\":[\"天晴。\"],\"jump_to\":\"2\",\"jump_from\":\"A4\","                                  \
	"\"captions\":[{\"text\":\"看花\",\"credits\":[{\"role\":\"\",\"name\":\"方圆\"}]}],"           \
	"\"doubts\":[\"d\"],\"corrected\":{\"credits\":[{\"role\":\"\",\"name\":\"王\"}],"                 \
	"\"deck\":null,"                                                                                    \
	"\"kind\":\"notice\",\"headline\":\"主\"}}]}\n"

static void
test_whole(void **state)
{
	(void)state;
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_issue issue;
	struct kb_buf out = { 0 };
	assert_int_equal(kb_issue_read_json(&ctx, &a, KB_STR(FULL), &issue), KB_OK);
	assert_int_equal(issue.articles[0].ncaptions, 1);
	assert_int_equal(issue.articles[0].ncorrected, 4);
	assert_true(kb_str_eq(issue.articles[0].headline, KB_STR("主\"题\\")));
	kb_issue_write_json(&out, &issue, false);
	assert_string_equal(out.p, FULL);
	/* indented it says the same */
	struct kb_buf indented = { 0 };
	kb_issue_write_json(&indented, &issue, true);
	assert_true(indented.n > out.n);
	kb_buf_clear(&out);
	assert_int_equal(kb_issue_read_json(&ctx, &a, kb_buf_str(&indented), &issue), KB_OK);
	kb_issue_write_json(&out, &issue, false);
	assert_string_equal(out.p, FULL);
	kb_buf_release(&indented);
	kb_buf_release(&out);
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
}

/* Absent members are null; note is ignored; blanks are single, escapes gone. */
static void
test_lenient(void **state)
{
	(void)state;
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_issue issue;
	kb_str json = KB_STR(
		"{\"schema\":1,\"note\":1,\"date\":\"2023-05-06\",\"articles\":[{\"note\":\"x\","
		"\"headline\":\" a\\n\\u3000b\\u001b \",\"lead\":null}]}");
	assert_int_equal(kb_issue_read_json(&ctx, &a, json, &issue), KB_OK);
	assert_int_equal(issue.date_source, KB_DATE_OPTION);
	assert_int_equal(issue.edition, 1);
	assert_null(issue.paper.p);
	assert_true(kb_str_eq(issue.articles[0].headline, KB_STR("a b")));
	assert_true(kb_str_eq(issue.articles[0].page, KB_STR("1")));
	assert_int_equal(issue.articles[0].kind, KB_KIND_NEWS);
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
}

static void
test_refused(void **state)
{
	(void)state;
	static const struct {
		const char *json;
		const char *part;
	} bad[] = {
		{ "", "line 1" },
		{ "[]", "not an object" },
		{ "{\"schema\":2}", "'schema'" },
		{ "{\"papre\":\"x\"}", "'papre' is unknown" },
		{ "{\"paper\":1}", "'paper'" },
		{ "{\"paper\":\"a\",\"paper\":\"b\"}", "duplicate" },
		{ "{\"date\":\"2023-02-30\"}", "'date'" },
		{ "{\"date\":\"20230203\"}", "'date'" },
		{ "{\"date_source\":\"masthead\"}", "'date_source'" },
		{ "{\"source\":\"x\"}", "'source'" },
		{ "{\"source\":{\"path\":\"x\"}}", "'path' is unknown" },
		{ "{\"source\":{\"sha256\":\"12\"}}", "'sha256'" },
		{ "{\"number\":-1}", "'number'" },
		{ "{\"number\":\"88\"}", "'number'" },
		{ "{\"masthead\":[1]}", "'masthead'" },
		{ "{\"articles\":{}}", "'articles'" },
		{ "{\"articles\":[{},{\"titel\":\"x\"}]}", "article 2, member 'titel' is unknown" },
		{ "{\"articles\":[{\"kind\":\"poem\"}]}", "article 1, member 'kind'" },
		{ "{\"articles\":[{\"corrected\":{\"body\":[]}}]}",
		  "article 1, member 'corrected'" },
		{ "{\"articles\":[{\"corrected\":{\"kind\":\"poem\"}}]}", "member 'kind'" },
		{ "{\"articles\":[{\"credits\":[{\"role\":\"记者\"}]}]}", "'credits'" },
		{ "{\"articles\":[{\"credits\":[{\"rolle\":\"记者\"}]}]}", "'rolle' is unknown" },
		{ "{\"articles\":[{\"body\":\"x\"}]}", "'body'" },
		{ "{\"articles\":[{\"headline\":\"\\u0000\"}]}", "line 1" },
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct kb_ctx ctx = { 0 };
		struct kb_arena a = { 0 };
		struct kb_issue issue = { .number = 77 };
		assert_int_equal(kb_issue_read_json(&ctx, &a, kb_str_of(bad[i].json), &issue),
		                 KB_E_DATA);
		assert_non_null(strstr(ctx.message.p, bad[i].part));
		assert_int_equal(issue.number, 77);
		kb_arena_release(&a);
		kb_ctx_release(&ctx);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_lenient),
		cmocka_unit_test(test_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
