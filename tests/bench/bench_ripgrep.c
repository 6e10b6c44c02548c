/*
 * What ripgrep takes for the whole text: usage: bench_ripgrep CORPUS.txt QUERIES.tsv OUT.tsv
 *
 * A process for each query, as a person would start it, that counts the lines
 * with the query. It neither folds nor stops at 50.
 */
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

static bool
ask(struct bench_query *q, const char *corpus, int pass)
{
	int out[2];
	pid_t pid;
	char count[32] = "";
	struct kb_buf text = { 0 };
	char program[] = "rg";
	char flags[] = "-cFe";
	char *path = NULL;
	posix_spawn_file_actions_t actions;
	kb_buf_add(&text, q->text);
	memcpy(&path, &corpus, sizeof(path)); /* posix_spawnp() doesn't write to it */
	char *argv[] = { program, flags, text.p, path, NULL };
	double began = bench_now_ms();
	if (pipe(out)) {
		return false;
	}
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
	(void)posix_spawn_file_actions_addclose(&actions, out[0]);
	bool ok = posix_spawnp(&pid, program, &actions, NULL, argv, environ) == 0;
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)close(out[1]);
	int status = 0;
	ssize_t n = ok ? read(out[0], count, sizeof(count) - 1) : -1;
	ok = ok && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) <= 1;
	(void)close(out[0]);
	q->ms[pass] = bench_now_ms() - began;
	q->n = n > 0 ? strtoul(count, NULL, 10) : 0;
	q->n = q->n < BENCH_PAGE ? q->n : BENCH_PAGE;
	kb_buf_release(&text);
	return ok;
}

int
main(int argc, char **argv)
{
	struct bench_queries queries;
	bool ok = true;
	if (argc != 4) {
		(void)fprintf(stderr, "usage: bench_ripgrep CORPUS.txt QUERIES.tsv OUT.tsv\n");
		return 64;
	}
	bench_queries_open(argv[2], &queries);
	for (size_t i = 0; i < queries.n && ok; i++) {
		ok = ask(&queries.v[i], argv[1], 0);
	}
	if (ok) {
		bench_queries_write(argv[3], &queries, 1);
	} else {
		(void)fprintf(stderr, "bench: ripgrep (rg) can't be run\n");
	}
	bench_queries_close(&queries);
	return ok ? 0 : 69;
}
