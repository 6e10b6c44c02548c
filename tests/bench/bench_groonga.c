/*
 * What groonga takes: usage: bench_groonga DATABASE QUERIES.tsv OUT.tsv
 *
 * One groonga process is asked through a pipe; what counts is the time that
 * its answer says it took, without pipe and printing.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

struct peer {
	pid_t pid;
	FILE *to;
	FILE *from;
	char *line;
	size_t cap;
};

static bool
start(struct peer *p, const char *database)
{
	int to[2];
	int from[2];
	if (pipe(to) || pipe(from) || (p->pid = fork()) < 0) {
		return false;
	}
	if (p->pid == 0) {
		(void)dup2(to[0], STDIN_FILENO);
		(void)dup2(from[1], STDOUT_FILENO);
		(void)close(to[1]);
		(void)close(from[0]);
		(void)execlp("groonga", "groonga", database, (char *)NULL);
		_exit(127);
	}
	(void)close(to[0]);
	(void)close(from[1]);
	p->to = fdopen(to[1], "w");
	p->from = fdopen(from[0], "r");
	return p->to && p->from;
}

/*
 * [[0,START,SECONDS],[[[COUNT],[["_id","UInt32"]],[ID],[ID]…]]]: seconds, and
 * the record numbers, the first of which is 1.
 */
static bool
answer(struct peer *p, double *ms, uint32_t *lines, size_t *n)
{
	if (getline(&p->line, &p->cap, p->from) < 0 || strncmp(p->line, "[[0,", 4) != 0) {
		return false;
	}
	char *at = strchr(p->line + 4, ',');
	*ms = at ? strtod(at + 1, NULL) * 1e3 : 0;
	at = strstr(p->line, "]],[");
	*n = 0;
	while (at && *n < BENCH_PAGE) {
		at = strchr(at + 2, '[');
		if (at) {
			lines[(*n)++] = (uint32_t)strtoul(at + 1, NULL, 10) - 1;
		}
	}
	return true;
}

static bool
ask(struct peer *p, struct bench_query *q, int pass)
{
	uint32_t lines[BENCH_PAGE];
	size_t n = 0;
	/* queries are word characters alone: nothing to be quoted in them */
	(void)fprintf(p->to,
	              "select Articles --filter 'text @ \"%.*s\"' --output_columns _id "
	              "--sort_keys -_id --limit %d\n",
	              KB_ARG(q->text), BENCH_PAGE);
	(void)fflush(p->to);
	if (!answer(p, &q->ms[pass], lines, &n)) {
		(void)fprintf(stderr, "bench: groonga answers '%s'\n", p->line ? p->line : "");
		return false;
	}
	bench_query_hits(q, lines, n);
	return true;
}

int
main(int argc, char **argv)
{
	struct peer p = { 0 };
	struct bench_queries queries;
	bool ok = true;
	if (argc != 4) {
		(void)fprintf(stderr, "usage: bench_groonga DATABASE QUERIES.tsv OUT.tsv\n");
		return 64;
	}
	bench_queries_open(argv[2], &queries);
	if (!start(&p, argv[1])) {
		perror("bench: groonga");
		return 69;
	}
	for (int pass = 0; pass < BENCH_RUNS; pass++) {
		for (size_t i = 0; i < queries.n && ok; i++) {
			ok = ask(&p, &queries.v[i], pass);
		}
	}
	if (ok) {
		bench_queries_write(argv[3], &queries, BENCH_RUNS);
	}
	(void)fclose(p.to);
	(void)fclose(p.from);
	(void)waitpid(p.pid, NULL, 0);
	free(p.line);
	bench_queries_close(&queries);
	return ok ? 0 : 69;
}
