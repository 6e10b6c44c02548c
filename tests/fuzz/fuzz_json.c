/*
 * Any bytes as interchange JSON: an error, or an issue that stays as it is
 * when written and read again, indented or on a line, and when it has been in
 * an archive in between.
 */
#include "fuzz_archive.h"
#include "kanbao/text.h"
#include "kanbao/upkeep.h"

static void
again(struct kb_arena *a, const struct kb_issue *issue, bool indent, struct kb_issue *out)
{
	struct kb_ctx ctx = { 0 };
	struct kb_buf json = { 0 };
	kb_issue_write_json(&json, issue, indent);
	MUST(kb_utf8_valid(kb_buf_str(&json)));
	MUST(kb_issue_read_json(&ctx, a, kb_buf_str(&json), out) == KB_OK);
	kb_buf_release(&json);
	kb_ctx_release(&ctx);
}

static void
expect_same(const struct kb_issue *x, const struct kb_issue *y)
{
	struct kb_buf a = { 0 };
	struct kb_buf b = { 0 };
	kb_issue_write_json(&a, x, false);
	kb_issue_write_json(&b, y, false);
	if (!kb_str_eq(kb_buf_str(&a), kb_buf_str(&b))) {
		(void)fprintf(stderr, "was: %s\nis:  %s\n", a.p, b.p);
		abort();
	}
	kb_buf_release(&a);
	kb_buf_release(&b);
}

/* One archive for all inputs, nothing of which is ever stored. */
static struct kb_store *
archive(void)
{
	/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): one for all inputs */
	static struct kb_store *store;
	char path[320];
	struct kb_ctx ctx = { 0 };
	if (!store) {
		fuzz_path(path, sizeof(path), "archive.db");
		MUST(kb_store_open(&ctx, path, KB_STORE_WRITE, &store) == KB_OK);
		kb_store_batch_begin(store);
	}
	kb_ctx_release(&ctx);
	return store;
}

/* The name of a page counts where there are articles of it: an archive knows no other pages. */
static void
drop_bare_names(struct kb_issue *issue)
{
	size_t kept = 0;
	for (size_t i = 0; i < issue->npage_names; i++) {
		bool bare = true;
		for (size_t k = 0; k < issue->narticles && bare; k++) {
			bare = !kb_str_eq(issue->articles[k].page, issue->page_names[i].page);
		}
		if (!bare) {
			issue->page_names[kept++] = issue->page_names[i];
		}
	}
	issue->npage_names = kept;
}

/* Nothing lost, nothing invented, though the archive has its own order of pages and members. */
static void
expect_all(const struct kb_issue *x, const struct kb_issue *y)
{
	struct kb_buf a = { 0 };
	struct kb_buf b = { 0 };
	long count[256] = { 0 };
	kb_issue_write_json(&a, x, false);
	kb_issue_write_json(&b, y, false);
	for (size_t i = 0; i < a.n; i++) {
		count[(unsigned char)a.p[i]]++;
	}
	for (size_t i = 0; i < b.n; i++) {
		count[(unsigned char)b.p[i]]--;
	}
	for (size_t i = 0; i < 256; i++) {
		if (count[i]) {
			(void)fprintf(stderr, "was: %s\nis:  %s\n", a.p, b.p);
			abort();
		}
	}
	kb_buf_release(&a);
	kb_buf_release(&b);
}

/* Into the archive, out of it, and away. False where it is not taken. */
static bool
through_archive(struct kb_arena *a, const struct kb_issue *issue, struct kb_issue *stored)
{
	struct kb_ctx ctx = { 0 };
	struct kb_source source = { .name = KB_STR("f.json"), .day = KB_DAY_NONE };
	struct kb_buf json = { 0 };
	enum kb_put what = KB_PUT_UNCHANGED;
	kb_issue_id id = 0;
	kb_issue_write_json(&json, issue, false);
	source.bytes = kb_buf_str(&json);
	enum kb_err err = kb_store_put(archive(), &ctx, issue, true, &source, &what, &id);
	if (err) {
		MUST(err == KB_E_DATA && ctx.message.n > 0);
	} else {
		MUST(what == KB_PUT_NEW);
		MUST(kb_store_load(archive(), &ctx, a, id, stored) == KB_OK);
		MUST(kb_store_remove(archive(), &ctx, id, 0) == KB_OK);
	}
	kb_buf_release(&json);
	kb_ctx_release(&ctx);
	return !err;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_issue issue;
	struct kb_issue second;
	struct kb_issue third;
	if (kb_issue_read_json(&ctx, &a, (kb_str){ (const char *)data, size }, &issue) == KB_OK) {
		again(&a, &issue, false, &second);
		expect_same(&issue, &second);
		again(&a, &second, true, &third);
		expect_same(&second, &third);
		drop_bare_names(&second);
		if (through_archive(&a, &second, &third)) {
			if (!second.source_name.p && !second.source_sha256.p) {
				/* the archive says where it came from: here */
				third.source_name = third.source_sha256 = KB_STR_NULL;
			}
			expect_all(&second, &third);
			third.source_name = second.source_name;
			third.source_sha256 = second.source_sha256;
			MUST(through_archive(&a, &third, &second));
			second.source_name = third.source_name;
			second.source_sha256 = third.source_sha256;
			expect_same(&third, &second);
		}
	} else {
		MUST(ctx.err == KB_E_DATA && ctx.message.n > 0);
	}
	kb_ctx_release(&ctx);
	kb_arena_release(&a);
	return 0;
}
