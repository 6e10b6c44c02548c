/*
 * promises: C3
 * Memory that is not there: the k-th allocation of SQLite fails, once or from
 * then on, while an archive is opened, an issue put in, searched for, checked.
 * Each answer is right or a message, the issue is whole or absent afterwards.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kanbao/interchange.h"
#include "kanbao/search.h"
#include "kanbao/upkeep.h"

/* SQLite's own allocator, and which call of it fails. */
static sqlite3_mem_methods real;
static struct {
	long left; /* calls until it fails; 0: never */
	bool on;   /* from then on all fail */
	bool failing;
	long calls;
} plan;

static bool
fails(void)
{
	plan.calls++;
	if (plan.failing) {
		return true;
	}
	if (plan.left == 0 || --plan.left > 0) {
		return false;
	}
	plan.failing = plan.on;
	return true;
}

static void *
take(int n)
{
	return fails() ? NULL : real.xMalloc(n);
}

static void *
retake(void *p, int n)
{
	return fails() ? NULL : real.xRealloc(p, n);
}

static void
wrap(void)
{
	sqlite3_mem_methods mine;
	(void)sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
	mine = real;
	mine.xMalloc = take;
	mine.xRealloc = retake;
	(void)sqlite3_config(SQLITE_CONFIG_MALLOC, &mine);
}

static const char *const issues[] = {
	"{\"schema\":1,\"paper\":\"青石新报\",\"date\":\"2023-05-06\",\"date_source\":\"option\","
	"\"articles\":[{\"page\":\"1\",\"kind\":\"news\",\"headline\":\"青石桥今日通车\","
	"\"credits\":["
	"{\"role\":\"记者\",\"name\":\"王思\"}],\"body\":[\"昨天上午，青石桥正式通车。\",\"全长1."
	"2公里。"
	"\"]}]}",
	"{\"schema\":1,\"paper\":\"青石新报\",\"date\":\"2023-05-07\",\"date_source\":\"option\","
	"\"articles\":[{\"page\":\"1\",\"kind\":\"news\",\"headline\":\"春耕\",\"body\":["
	"\"农民在田间插秧"
	"。\"]}]}",
};

static char path[300];
static long failed;

static enum kb_err
put(struct kb_ctx *ctx, struct kb_store *store, const char *json)
{
	struct kb_arena a = { 0 };
	struct kb_issue issue;
	enum kb_put what;
	kb_issue_id id;
	const struct kb_source source = { .name = KB_STR("f.json"),
		                          .bytes = kb_str_of(json),
		                          .day = KB_DAY_NONE };
	enum kb_err err = kb_issue_read_json(ctx, &a, source.bytes, &issue);
	err = err ? err : kb_store_put(store, ctx, &issue, true, &source, &what, &id);
	kb_arena_release(&a);
	return err;
}

static enum kb_err
search(struct kb_ctx *ctx, struct kb_store *store)
{
	struct kb_arena a = { 0 };
	struct kb_terms terms;
	struct kb_found hits = { 0 };
	kb_terms_parse(&a, KB_STR("青石桥"), 20000, &terms);
	const struct kb_search ask = {
		.terms = &terms, .first = KB_DAY_NONE, .last = KB_DAY_NONE, .limit = 50
	};
	enum kb_err err = kb_search_sounds(store, ctx, &a, &terms);
	err = err ? err : kb_search_run(store, ctx, &a, &ask, &hits);
	if (!err && hits.n != 1 && !plan.failing) {
		printf("# found %zu\n", hits.n);
		failed++;
	}
	kb_arena_release(&a);
	return err;
}

/* Everything once; whether the issue was reported as stored. */
static bool
session(struct kb_ctx *ctx)
{
	struct kb_store *store = NULL;
	enum kb_err err = kb_store_open(ctx, path, KB_STORE_WRITE, &store);
	err = err ? err : put(ctx, store, issues[1]);
	bool stored = !err;
	if (!err) {
		(void)kb_store_optimize(store, ctx, NULL, NULL);
		(void)search(ctx, store);
	}
	kb_store_close(store);
	store = NULL;
	if (kb_store_open(ctx, path, KB_STORE_READ, &store) == KB_OK) {
		(void)search(ctx, store);
	}
	kb_store_close(store);
	if (err && !ctx->message.n) {
		printf("# an error without a message\n");
		failed++;
	}
	return stored;
}

static void
count_problem(void *user, const struct kb_problem *problem)
{
	(void)problem;
	++*(size_t *)user;
}

/* With memory again: sound, and the issue whole or absent. */
static void
look(struct kb_ctx *ctx, long at, bool stored)
{
	size_t problems = 0;
	struct kb_store *store = NULL;
	struct kb_store_counts counts = { 0 };
	const struct kb_check check = { .found = count_problem, .user = &problems };
	enum kb_err err = kb_store_open(ctx, path, KB_STORE_READ, &store);
	err = err ? err : kb_store_counts(store, ctx, &counts);
	err = err ? err : kb_store_check(store, ctx, &check);
	kb_store_close(store);
	if (err || problems || counts.issues < 1 + stored || counts.issues > 2) {
		printf("# allocation %ld: %s, %zu problems, %lld issues\n", at,
		       err ? ctx->message.p : "opened", problems, (long long)counts.issues);
		failed++;
	}
}

static void
copy(const char *from)
{
	char bytes[65536];
	FILE *in = fopen(from, "rb");
	FILE *out = fopen(path, "wb");
	for (size_t n; in && out && (n = fread(bytes, 1, sizeof(bytes), in)) > 0;) {
		(void)fwrite(bytes, 1, n, out);
	}
	if (!in || !out || fclose(in) != 0 || fclose(out) != 0) {
		exit(1);
	}
}

int
main(void)
{
	char base[300];
	struct kb_ctx ctx = { 0 };
	struct kb_store *store = NULL;
	const char *tmp = getenv("TMPDIR");
	const char *scale = getenv("SOAK");
	double part = scale ? strtod(scale, NULL) : 0.01;
	long step = part >= 1 ? 1 : (long)(1 / (part > 0 ? part : 1));
	long tried = 0;
	snprintf(path, sizeof(path), "%.200s/memory.db", tmp ? tmp : "/tmp");
	snprintf(base, sizeof(base), "%.200s/memory-base.db", tmp ? tmp : "/tmp");
	wrap();
	if (kb_store_open(&ctx, base, KB_STORE_WRITE, &store) || put(&ctx, store, issues[0])) {
		printf("# %s\n", ctx.message.p);
		return 1;
	}
	kb_store_close(store);
	copy(base);
	plan.calls = 0;
	if (!session(&ctx)) {
		printf("# %s\n", ctx.message.p);
		return 1;
	}
	long all = plan.calls;
	for (long at = 1; at <= all; at += step) {
		for (int on = 0; on < 2; on++) {
			copy(base);
			plan.left = at;
			plan.on = on;
			bool stored = session(&ctx);
			plan.left = 0;
			plan.failing = false;
			look(&ctx, at, stored);
			tried++;
		}
	}
	(void)unlink(path);
	(void)unlink(base);
	kb_ctx_release(&ctx);
	printf("C3 tried %ld failed %ld; of %ld allocations, once and from then on\n", tried,
	       failed, all);
	return failed != 0;
}
