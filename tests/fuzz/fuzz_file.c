/*
 * An archive file that somebody has damaged, or made to harm: changes at any
 * places of a sound one, its end cut off, pages that stand for one another.
 * It is refused in one line, or read: every issue, article and list, searched,
 * checked; each within seconds, and nothing is written.
 *
 * An input is a row of changes: two bytes that say the page, two that say the
 * place in it, one that says what is done there, one more with which value.
 */
#include <string.h>

#include "fuzz_archive.h"
#include "kanbao/clock.h"
#include "kanbao/mem.h"
#include "kanbao/search.h"
#include "kanbao/survey.h"
#include "kanbao/upkeep.h"

#define CHANGE 6
#define PAGE 4096
/* What one question may take, under a sanitiser. */
#define MS_MAX 10000

static void
change(struct kb_buf *file, const uint8_t *c)
{
	size_t page = ((size_t)c[0] << 8 | c[1]) % (file->n / PAGE + 1);
	size_t at = (page * PAGE + (((size_t)c[2] << 8 | c[3]) % PAGE)) % file->n;
	switch (c[4] % 8) {
	case 0:
	case 1:
		file->p[at] = (char)c[5];
		break;
	case 2:
	case 3:
		file->p[at] = (char)(file->p[at] ^ (1 << c[5] % 8));
		break;
	case 4: { /* another page in its place */
		size_t from = (size_t)c[5] * PAGE;
		if (from + PAGE <= file->n && page * PAGE + PAGE <= file->n) {
			memcpy(file->p + page * PAGE, file->p + from, PAGE);
		}
		break;
	}
	case 5: { /* a run of one byte */
		size_t n = file->n - at < 64 ? file->n - at : 64;
		memset(file->p + at, c[5], n);
		break;
	}
	case 6:
		file->p[at] = (char)(file->p[at] + 1);
		break;
	default:
		if (c[5] == 7 && file->n > PAGE) { /* rarely: the end is missing */
			file->n -= file->n / 4;
		}
		break;
	}
}

/* --- the script -------------------------------------------------------------------------- */

/* An answer: right or refused with a message, in time. */
static bool
fine(struct kb_ctx *ctx, enum kb_err err, int64_t *since)
{
	int64_t at = kb_clock_ms();
	MUST(at - *since < MS_MAX);
	*since = at;
	if (err) {
		MUST(ctx->message.n > 0);
		MUST(err == KB_E_DATA || err == KB_E_NOTHING || err == KB_E_USAGE ||
		     err == KB_E_IO || err == KB_E_INTERNAL || err == KB_E_BUSY);
	}
	return !err;
}

static void
read_issue(struct kb_store *store, struct kb_ctx *ctx, kb_issue_id id, int64_t *since)
{
	struct kb_arena a = { 0 };
	struct kb_issue issue = { 0 };
	struct kb_article_row *rows = NULL;
	struct kb_buf out = { 0 };
	size_t n = 0;
	if (fine(ctx, kb_store_load(store, ctx, &a, id, &issue), since)) {
		kb_issue_write_json(&out, &issue, true);
	}
	(void)fine(ctx, kb_store_issue_ref(store, ctx, id, &out), since);
	if (fine(ctx, kb_store_articles(store, ctx, &a, id, &rows, &n), since)) {
		for (size_t i = 0; i < n && i < 20; i++) {
			struct kb_article article;
			kb_article_id other;
			(void)fine(ctx, kb_store_article(store, ctx, &a, rows[i].id, &article),
			           since);
			(void)fine(ctx, kb_store_jump(store, ctx, rows[i].id, true, &other), since);
		}
	}
	kb_buf_release(&out);
	kb_arena_release(&a);
}

static void
read_issues(struct kb_store *store, struct kb_ctx *ctx, int64_t *since)
{
	struct kb_arena a = { 0 };
	struct kb_issue_row *rows = NULL;
	struct kb_day_count *days = NULL;
	struct kb_doubtful *doubts = NULL;
	size_t n = 0;
	size_t many = 0;
	bool got = fine(ctx, kb_store_issues(store, ctx, &a, 0, true, 0, 20, &rows, &n), since);
	for (size_t i = 0; got && i < n; i++) {
		read_issue(store, ctx, rows[i].id, since);
	}
	(void)fine(ctx, kb_store_days(store, ctx, &a, 0, 0, 40000, &days, &many), since);
	(void)fine(ctx, kb_store_doubtful(store, ctx, &a, 0, 0, 20, &doubts, &many), since);
	kb_arena_release(&a);
}

static void
search_for(struct kb_store *store, struct kb_ctx *ctx, const char *typed, int64_t *since)
{
	struct kb_arena a = { 0 };
	struct kb_terms terms;
	struct kb_found found = { 0 };
	kb_terms_parse(&a, kb_str_of(typed), 20000, &terms);
	struct kb_search search = { .terms = &terms,
		                    .first = KB_DAY_NONE,
		                    .last = KB_DAY_NONE,
		                    .limit = 50,
		                    .budget_ms = 2000 };
	(void)fine(ctx, kb_search_sounds(store, ctx, &a, &terms), since);
	(void)fine(ctx, kb_search_run(store, ctx, &a, &search, &found), since);
	kb_arena_release(&a);
}

static void
count_problem(void *user, const struct kb_problem *problem)
{
	size_t *n = user;
	MUST(problem->what && problem->kind < KB_PROBLEM_COUNT);
	++*n;
}

static void
script(const char *path)
{
	static const char *const queries[] = { "青石桥",  "通车 王思", "-停电 桥",
		                               "by:王思", "qsq",       "date:2023 paper:青石",
		                               "\"1.2\"" };
	struct kb_ctx ctx = { 0 };
	struct kb_store *store = NULL;
	struct kb_store_counts counts;
	size_t problems = 0;
	const struct kb_check check = { .found = count_problem, .user = &problems };
	kb_issue_id issue;
	kb_article_id article;
	int64_t since = kb_clock_ms();
	if (fine(&ctx, kb_store_open(&ctx, path, KB_STORE_READ, &store), &since)) {
		(void)fine(&ctx, kb_store_counts(store, &ctx, &counts), &since);
		read_issues(store, &ctx, &since);
		for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
			search_for(store, &ctx, queries[i], &since);
		}
		(void)fine(&ctx,
		           kb_store_resolve(store, &ctx, KB_STR("青石新报/2023-05-06/1/1"), &issue,
		                            &article),
		           &since);
		(void)fine(&ctx, kb_store_check(store, &ctx, &check), &since);
	}
	kb_store_close(store);
	kb_ctx_release(&ctx);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct kb_buf sound;
	char sound_path[320];
	char path[320];
	struct stat before;
	struct stat after;
	struct kb_buf file = { 0 };
	fuzz_path(path, sizeof(path), "damaged.db");
	fuzz_path(sound_path, sizeof(sound_path), "archive.db");
	if (!sound.n) {
		fuzz_archive(sound_path);
		fuzz_load(sound_path, &sound);
	}
	kb_buf_add(&file, kb_buf_str(&sound));
	for (size_t i = 0; i + CHANGE <= size && i < (size_t)64 * CHANGE; i += CHANGE) {
		change(&file, data + i);
	}
	fuzz_save(path, &file);
	MUST(chmod(path, 0444) == 0);
	MUST(stat(path, &before) == 0);
	script(path);
	MUST(stat(path, &after) == 0 && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec &&
	     before.st_size == after.st_size);
	kb_buf_release(&file);
	return 0;
}
