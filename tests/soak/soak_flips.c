/*
 * promises: C11
 * Bits flipped in a published archive: every answer is right or refused, in
 * time; the check finds each flip, and names the articles whose text is another.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kanbao/mem.h"
#include "kanbao/publish.h"
#include "kanbao/search.h"
#include "kanbao/survey.h"

/* One answer, in seconds of work; sanitisers take theirs on top. */
#ifdef __SANITIZE_ADDRESS__
#define SECONDS_MAX 10
#else
#define SECONDS_MAX 2.5
#endif

struct soak {
	char dir[200];
	char file[240];
	struct kb_ctx ctx;
	struct kb_arena arena;
	char *bytes; /* as published */
	size_t size;
	kb_article_id *ids;
	kb_str *bodies;
	size_t n;
	bool *named;
	size_t found; /* by the check of this seed */
	double since;
	double slowest;
	long failed;
	long named_all;
	long unread;
	long refused;
};

static double
worked(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
must(struct soak *s, enum kb_err err)
{
	if (err) {
		printf("# %s\n", s->ctx.message.p);
		exit(1);
	}
}

/* An answer has come. */
static enum kb_err
timed(struct soak *s, enum kb_err err)
{
	double now = worked();
	double took = now - s->since;
	s->slowest = took > s->slowest ? took : s->slowest;
	s->since = now;
	return err;
}

/* Body and captions as one text. */
static kb_str
text_of(struct kb_arena *a, const struct kb_article *article)
{
	struct kb_buf out = { 0 };
	for (size_t i = 0; i < article->body.n; i++) {
		kb_buf_add(&out, article->body.v[i]);
		kb_buf_byte(&out, '\n');
	}
	for (size_t i = 0; i < article->ncaptions; i++) {
		kb_buf_add(&out, article->captions[i].text);
		kb_buf_byte(&out, '\n');
	}
	kb_str kept = kb_arena_dup(a, kb_buf_str(&out));
	kb_buf_release(&out);
	return kept;
}

/* --- before ------------------------------------------------------------------------- */

static void
remember(struct soak *s, struct kb_store *store)
{
	struct kb_issue_row *issues = NULL;
	size_t nissues = 0;
	size_t cap = 0;
	must(s, kb_store_issues(store, &s->ctx, &s->arena, 0, true, 0, 100, &issues, &nissues));
	for (size_t i = 0; i < nissues; i++) {
		struct kb_article_row *rows = NULL;
		size_t n = 0;
		must(s, kb_store_articles(store, &s->ctx, &s->arena, issues[i].id, &rows, &n));
		for (size_t k = 0; k < n; k++) {
			s->ids = kb_grow(s->ids, s->n, &cap, sizeof(*s->ids));
			s->ids[s->n++] = rows[k].id;
		}
	}
	s->bodies = kb_calloc(s->n, sizeof(*s->bodies));
	s->named = kb_calloc(s->n, sizeof(*s->named));
	for (size_t i = 0; i < s->n; i++) {
		struct kb_article article;
		must(s, kb_store_article(store, &s->ctx, &s->arena, s->ids[i], &article));
		s->bodies[i] = text_of(&s->arena, &article);
	}
}

static void
prepare(struct soak *s)
{
	char command[1000];
	const char *tmp = getenv("TMPDIR");
	struct kb_store *store = NULL;
	struct stat st;
	snprintf(s->dir, sizeof(s->dir), "%.150s/flips", tmp ? tmp : "/tmp");
	snprintf(command, sizeof(command),
	         "\"$KANBAO\" -a '%s.db' import assets/issues >/dev/null && "
	         "\"$KANBAO\" -a '%s.db' publish '%s' >/dev/null",
	         s->dir, s->dir, s->dir);
	if (system(command) != 0) {
		printf("# no archive to damage\n");
		exit(1);
	}
	snprintf(s->file, sizeof(s->file), "%s/gen/0001.db", s->dir);
	must(s, kb_store_open(&s->ctx, s->dir, KB_STORE_READ, &store));
	remember(s, store);
	kb_store_close(store);
	FILE *file = fopen(s->file, "rb");
	if (!file || stat(s->file, &st) != 0) {
		exit(1);
	}
	s->size = (size_t)st.st_size;
	s->bytes = kb_calloc(s->size, 1);
	if (fread(s->bytes, 1, s->size, file) != s->size) {
		exit(1);
	}
	fclose(file);
	(void)chmod(s->file, 0644);
}

/* --- a damaged one --------------------------------------------------------------------- */

static uint64_t
dice(uint64_t *state)
{
	*state += UINT64_C(0x9E3779B97F4A7C15);
	uint64_t z = *state;
	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

/* Puts back what was there, or (flip) turns a bit of it. */
static void
poke(struct soak *s, const size_t *at, size_t n, uint64_t bits, bool flip)
{
	FILE *file = fopen(s->file, "r+b");
	for (size_t i = 0; file && i < n; i++) {
		int byte = (unsigned char)s->bytes[at[i]];
		byte = flip ? byte ^ (1 << (bits >> (3 * i) & 7)) : byte;
		(void)fseek(file, (long)at[i], SEEK_SET);
		(void)fputc(byte, file);
	}
	if (!file || fclose(file) != 0) {
		exit(1);
	}
}

static void
found(void *user, const struct kb_problem *problem)
{
	struct soak *s = user;
	s->found++;
	for (size_t i = 0; i < s->n; i++) {
		s->named[i] = s->named[i] || (problem->article == s->ids[i]);
	}
}

static void
search(struct soak *s, struct kb_store *store, const char *typed)
{
	struct kb_arena a = { 0 };
	struct kb_terms terms;
	struct kb_found hits = { 0 };
	kb_terms_parse(&a, kb_str_of(typed), 20000, &terms);
	const struct kb_search ask = {
		.terms = &terms, .first = KB_DAY_NONE, .last = KB_DAY_NONE, .limit = 50
	};
	(void)timed(s, kb_search_sounds(store, &s->ctx, &a, &terms));
	(void)timed(s, kb_search_run(store, &s->ctx, &a, &ask, &hits));
	kb_arena_release(&a);
}

/* What a reader asks for. */
static void
session(struct soak *s, struct kb_store *store)
{
	static const char *const queries[] = { "区委", "柯城 会议", "kecheng", "记者:方心怡" };
	struct kb_arena a = { 0 };
	struct kb_issue_row *issues = NULL;
	struct kb_day_count *days = NULL;
	struct kb_store_counts counts;
	size_t n = 0;
	size_t ndays = 0;
	(void)timed(s, kb_store_counts(store, &s->ctx, &counts));
	(void)timed(s, kb_store_days(store, &s->ctx, &a, 0, 0, 40000, &days, &ndays));
	if (timed(s, kb_store_issues(store, &s->ctx, &a, 0, true, 0, 20, &issues, &n))) {
		n = 0;
	}
	for (size_t i = 0; i < n; i++) {
		struct kb_issue issue;
		(void)timed(s, kb_store_load(store, &s->ctx, &a, issues[i].id, &issue));
	}
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		search(s, store, queries[i]);
	}
	kb_arena_release(&a);
}

/* Articles that are read as something else must have been named; counts what can't be read. */
static bool
all_named(struct soak *s, struct kb_store *store)
{
	struct kb_arena a = { 0 };
	bool all = true;
	bool other = false;
	for (size_t i = 0; i < s->n; i++) {
		struct kb_article article;
		enum kb_err err =
			timed(s, kb_store_article(store, &s->ctx, &a, s->ids[i], &article));
		bool same = !err && kb_str_eq(text_of(&a, &article), s->bodies[i]);
		other = other || (!err && !same);
		all = all && (same || err || s->named[i]);
		s->unread += err != KB_OK;
		kb_arena_reset(&a);
	}
	kb_arena_release(&a);
	s->named_all += other && all;
	return all;
}

static void
complain(struct soak *s, long seed, size_t at, const char *what)
{
	printf("# seed %ld, byte %zu: %s\n", seed, at, what);
	(void)fflush(stdout);
	s->failed++;
}

static void
one(struct soak *s, long seed)
{
	struct kb_store *store = NULL;
	const struct kb_check check = { .found = found, .user = s };
	uint64_t state = (uint64_t)seed;
	uint64_t bits = dice(&state);
	size_t at[8];
	size_t n = dice(&state) % 4 ? 1 : 1 + dice(&state) % 8;
	for (size_t i = 0; i < n; i++) {
		at[i] = (size_t)(dice(&state) % s->size);
	}
	s->found = 0;
	s->slowest = 0;
	memset(s->named, 0, s->n);
	poke(s, at, n, bits, true);
	s->since = worked();
	if (timed(s, kb_store_open(&s->ctx, s->dir, KB_STORE_READ, &store))) {
		s->refused++;
	} else {
		session(s, store);
		double slowest = s->slowest;
		(void)kb_store_check(store, &s->ctx, &check);
		s->since = worked();
		s->slowest = slowest;
		if (!s->found) {
			complain(s, seed, at[0], "not found");
		}
		if (!all_named(s, store)) {
			complain(s, seed, at[0], "an article is another, and not named");
		}
	}
	if (s->slowest > SECONDS_MAX) {
		complain(s, seed, at[0], "an answer took too long");
	}
	kb_store_close(store);
	poke(s, at, n, bits, false);
}

int
main(void)
{
	/* found once: the check ended at the first damage */
	static const long known[] = { 1403, 2799 };
	struct soak s = { 0 };
	const char *scale = getenv("SOAK");
	long seeds = (long)(10000 * (scale ? strtod(scale, NULL) : 0.01) + 0.5);
	double slowest = 0;
	prepare(&s);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		one(&s, known[i]);
	}
	for (long seed = 0; seed < seeds || seed < 1; seed++) {
		one(&s, seed);
		slowest = s.slowest > slowest ? s.slowest : slowest;
	}
	printf("C11 tried %ld failed %ld; slowest answer %.2f s of work, %ld refused at once, "
	       "%ld with another text named, %ld articles unreadable\n",
	       seeds, s.failed, slowest, s.refused, s.named_all, s.unread);
	free(s.ids);
	free(s.bodies);
	free(s.named);
	free(s.bytes);
	kb_arena_release(&s.arena);
	kb_ctx_release(&s.ctx);
	return s.failed != 0;
}
