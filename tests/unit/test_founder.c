/* Digital editions of Founder's systems, whole and in part, against their gold. */
#include "format_help.h"

#include "../../tui/parse/formats.h"

struct sample {
	const char *path;
	const char *gold;
};

static const struct sample samples[] = {
	{ "founder/yunxi", "founder/yunxi.json" },
	{ "founder/hubin", "founder/hubin.json" },
	{ "founder/nanling", "founder/nanling.json" },
};

static void
test_editions(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct fixture f;
		fixture_open(&f, samples[i].path);
		fixture_read(&f, kb_fmt_founder_read, NULL);
		if (f.err) {
			fail_msg("%s: %s", samples[i].path, f.ctx.message.p);
		}
		expect_gold(&f, samples[i].gold);
		expect_all_text(&f);
		fixture_close(&f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_editions) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
