/* Formats of HTML and XML: each fixture is recognised as its own, and read as its gold says. */
#include "format_loss.h"

#include "../../tui/parse/formats.h"

struct sample {
	const char *format;
	const char *path;
	const char *gold;
};

static const struct sample samples[] = {
	{ "founder", "founder/yunxi", "founder/yunxi.json" },
	{ "founder", "founder/hubin", "founder/hubin.json" },
	{ "founder", "founder/hubin/content_88_5120.htm", "founder/hubin.json" },
	{ "founder", "founder/nanling", "founder/nanling.json" },
	{ "founder", "founder/xijiang", "founder/xijiang.json" },
	{ "founder", "founder/qinghe", "founder/qinghe.json" },
	{ "founder", "founder/saved.html", "founder/saved.json" },
	{ "founder-new", "founder_new/haidong", "founder_new/haidong.json" },
	{ "founder-new", "founder_new/content_30051.html", "founder_new/content_30051.json" },
	{ "wechat", "wechat/march.html", "wechat/march.json" },
	{ "wechat", "wechat/notice.html", "wechat/notice.json" },
	{ "feed", "feed/rss.xml", "feed/rss.jsonl" },
	{ "feed", "feed/atom.xml", "feed/atom.json" },
	{ "html", "html/portal.shtml", "html/portal.json" },
	{ "html", "html/blog.html", "html/blog.json" },
	{ "html", "html/big5.html", "html/big5.json" },
	{ "html", "html/liar.html", "html/liar.json" },
};

static void
test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct fixture f;
		fixture_open(&f, samples[i].path);
		const struct kb_format *format = kb_format_of(&f.bundle);
		if (strcmp(format->name, samples[i].format) != 0) {
			fail_msg("%s: taken for %s", samples[i].path, format->name);
		}
		fixture_read(&f, format->read, NULL);
		if (f.err) {
			fail_msg("%s: %s", samples[i].path, f.ctx.message.p);
		}
		expect_gold(&f, samples[i].gold);
		expect_all_text(&f, strcmp(format->name, "feed") == 0);
		fixture_close(&f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_samples) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
