/* Options: what may be set, and to what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/option.h"
#include "kanbao/text.h"

static void
test_set(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum kb_err err;
		enum kb_option_id id;
		long value;
	} cases[] = {
		{ "ambiguous=2", KB_OK, KB_OPT_AMBIGUOUS, 2 },
		{ "ambiguous=auto", KB_OK, KB_OPT_AMBIGUOUS, KB_AMBIGUOUS_UNKNOWN },
		{ "ambiguous=1", KB_OK, KB_OPT_AMBIGUOUS, KB_AMBIGUOUS_1 },
		{ "ambiguous=safe", KB_OK, KB_OPT_AMBIGUOUS, KB_AMBIGUOUS_SAFE },
		{ "ambiguous=3", KB_E_CONFIG, KB_OPT_AMBIGUOUS, 0 },
		{ "ambiguous=", KB_E_CONFIG, KB_OPT_AMBIGUOUS, 0 },
		{ "ambiguous", KB_E_CONFIG, KB_OPT_AMBIGUOUS, 0 },
		{ "ambiguous=-1", KB_E_CONFIG, KB_OPT_AMBIGUOUS, 0 },
		{ "ambiguous=1x", KB_E_CONFIG, KB_OPT_AMBIGUOUS, 0 },
		{ "measure=99999999999999999999999", KB_E_CONFIG, KB_OPT_MEASURE, 0 },
		{ "measure=200", KB_OK, KB_OPT_MEASURE, 200 },
		{ "hanging", KB_OK, KB_OPT_HANGING, 1 },
		{ "hanging=yes", KB_OK, KB_OPT_HANGING, 1 },
		{ "hanging=no", KB_OK, KB_OPT_HANGING, 0 },
		{ "hanging=maybe", KB_E_CONFIG, KB_OPT_HANGING, 0 },
		{ "language=zh", KB_OK, KB_OPT_LANGUAGE, 1 },
		{ "language=z", KB_E_CONFIG, KB_OPT_LANGUAGE, 0 },
		{ "breaking=gb", KB_OK, KB_OPT_BREAKING, 1 },
		{ "nothing=1", KB_E_CONFIG, KB_OPT_BREAKING, 0 },
		{ "=1", KB_E_CONFIG, KB_OPT_BREAKING, 0 },
		{ "", KB_E_CONFIG, KB_OPT_BREAKING, 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kb_ctx ctx = { 0 };
		struct kb_options o;
		kb_options_init(&o);
		enum kb_err err = kb_option_set(&o, &ctx, kb_str_of(cases[i].text));
		if (err != cases[i].err || o.value[cases[i].id] != cases[i].value) {
			fail_msg("%s: %d, %ld", cases[i].text, (int)err, o.value[cases[i].id]);
		}
		kb_ctx_release(&ctx);
	}
}

static void
test_names_choices(void **state)
{
	(void)state;
	struct kb_ctx ctx = { 0 };
	struct kb_options o;
	kb_options_init(&o);
	assert_int_equal(kb_option_set(&o, &ctx, KB_STR("language=fr")), KB_E_CONFIG);
	assert_non_null(strstr(ctx.message.p, "auto|zh|en"));
	assert_int_equal(kb_option_set(&o, &ctx, KB_STR("fr=1")), KB_E_CONFIG);
	assert_non_null(strstr(ctx.message.p, "hanging"));
	kb_ctx_release(&ctx);
}

/* Every default is a value that may be set. */
static void
test_defaults(void **state)
{
	(void)state;
	struct kb_options o;
	kb_options_init(&o);
	for (size_t i = 0; i < KB_OPT_COUNT; i++) {
		struct kb_ctx ctx = { 0 };
		struct kb_buf text = { 0 };
		struct kb_options set = { 0 };
		const struct kb_option *row = kb_option_row((enum kb_option_id)i);
		kb_buf_printf(&text, "%s=%s", row->name, row->def);
		assert_int_equal(kb_option_set(&set, &ctx, kb_buf_str(&text)), KB_OK);
		assert_int_equal(set.value[i], o.value[i]);
		kb_buf_release(&text);
	}
	assert_true(kb_str_eq(kb_option_word(&o, KB_OPT_LANGUAGE), KB_STR("auto")));
	o.value[KB_OPT_LANGUAGE] = 2;
	assert_true(kb_str_eq(kb_option_word(&o, KB_OPT_LANGUAGE), KB_STR("en")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_names_choices),
		cmocka_unit_test(test_defaults),
	};
	return cmocka_run_group_tests_name("option", tests, NULL, NULL);
}
