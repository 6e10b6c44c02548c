/*
 * The reader on the wire: usage: bench_screen KANBAO ARCHIVE CORPUS.txt
 *
 * Prints, as the figures of a run: ms from start to first paint of the
 * archive, of five articles, of less on the corpus's text, and of newsboat on
 * so many of its articles (none where it is not installed); then the bytes
 * that a scrolled line, a page and a move in a list cost at most, at 80×24 of
 * Chinese text.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "start.h"

enum {
	QUIET_MS = 150,
	NEWSBOAT_QUIET_MS = 2000, /* it is silent while it loads */
	NEWSBOAT_ARTICLES = 20000,
	HEAD_LINES = 10, /* of the article, before the lines that are measured */
	MOVES = 4,
	LINES = 6,
};

static const char page[] = "assets/issues/今日柯城-2022-04-13.txt"; /* five articles */

static bool
run(const char *const argv[])
{
	char *args[12] = { NULL };
	for (size_t i = 0; i < 11 && argv[i]; i++) {
		memcpy(&args[i], &argv[i], sizeof(args[i]));
	}
	(void)fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		(void)!freopen("/dev/null", "w", stdout);
		(void)!freopen("/dev/null", "w", stderr);
		if (args[0]) {
			(void)execvp(args[0], args);
		}
		_exit(127);
	}
	int status = 0;
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

/* --- starts ------------------------------------------------------------------------- */

static double
paint_ms(const char *const argv[], int quiet_ms)
{
	struct bench_start s;
	double least;
	double most;
	return bench_starts(argv, quiet_ms, &s, &least, &most) ? s.paint_ms : 0;
}

static double
kanbao_ms(const char *kanbao, const char *archive)
{
	const char *const argv[] = { kanbao,        "-a", archive,      "-o",
		                     "ambiguous=1", "-o", "welcome=no", NULL };
	return paint_ms(argv, QUIET_MS);
}

/* The first articles of the corpus as a feed; how many. */
static size_t
write_feed(const char *corpus, const char *path)
{
	FILE *in = bench_open(corpus, "r");
	FILE *out = bench_open(path, "w");
	char *line = NULL;
	size_t cap = 0;
	size_t n = 0;
	(void)fprintf(out, "<rss version=\"2.0\"><channel><title>kanbao</title>\n");
	for (ssize_t got; n < NEWSBOAT_ARTICLES && (got = getline(&line, &cap, in)) > 0; n++) {
		line[strcspn(line, "\t\n")] = '\0'; /* its title */
		(void)fprintf(out, "<item><guid>%zu</guid><title><![CDATA[%s]]></title>", n, line);
		(void)fprintf(out, "<description><![CDATA[%s]]></description></item>\n",
		              strlen(line) + 1 < (size_t)got ? line + strlen(line) + 1 : "");
	}
	(void)fprintf(out, "</channel></rss>\n");
	free(line);
	(void)fclose(in);
	(void)fclose(out);
	return n;
}

/* newsboat with the first articles; 0 where it isn't, or refuses. */
static double
newsboat_ms(const char *corpus, const char *folder, size_t *articles)
{
	char feed[300];
	char urls[300];
	char cache[300];
	(void)snprintf(feed, sizeof(feed), "%s/feed.xml", folder);
	(void)snprintf(urls, sizeof(urls), "%s/urls", folder);
	(void)snprintf(cache, sizeof(cache), "%s/cache.db", folder);
	if (!run((const char *[]){ "newsboat", "-v", NULL })) {
		return 0;
	}
	*articles = write_feed(corpus, feed);
	FILE *f = bench_open(urls, "w");
	(void)fprintf(f, "file://%s\n", feed);
	(void)fclose(f);
	const char *const reload[] = { "newsboat", "-u",        urls, "-c",     cache,
		                       "-C",       "/dev/null", "-x", "reload", NULL };
	const char *const start[] = {
		"newsboat", "-u", urls, "-c", cache, "-C", "/dev/null", NULL
	};
	return run(reload) ? paint_ms(start, NEWSBOAT_QUIET_MS) : 0;
}

/* --- bytes -------------------------------------------------------------------------- */

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void
print_bytes(const char *kanbao, const char *archive)
{
	const char *const argv[] = { kanbao, "-a",          archive, "-o",         "ambiguous=1",
		                     "-o",   "language=zh", "-o",    "welcome=no", NULL };
	struct bench_program p;
	struct bench_start s;
	size_t move = 0;
	size_t line = 0;
	if (!bench_start(argv, QUIET_MS, &p, &s)) {
		return;
	}
	for (int i = 0; i < MOVES; i++) {
		move = larger(move, bench_key(&p, i + 1 < MOVES ? "j" : "k"));
	}
	(void)bench_key(&p, "g");
	(void)bench_key(&p, "\r");
	for (int i = 0; i < HEAD_LINES; i++) {
		(void)bench_key(&p, "j");
	}
	for (int i = 0; i < LINES; i++) {
		line = larger(line, bench_key(&p, "j"));
	}
	printf(" %zu %zu %zu\n", line, bench_key(&p, " "), move);
	bench_finish(&p);
}

int
main(int argc, char **argv)
{
	char folder[] = "/tmp/kanbao-bench-XXXXXX";
	char few[sizeof(folder) + 16];
	size_t articles = 0;
	if (argc != 4 || !mkdtemp(folder)) {
		(void)fprintf(stderr, "usage: bench_screen KANBAO ARCHIVE CORPUS.txt\n");
		return 64;
	}
	(void)setenv("XDG_STATE_HOME", folder, 1);
	(void)setenv("XDG_DATA_HOME", folder, 1);
	(void)snprintf(few, sizeof(few), "%s/few.db", folder);
	if (!run((const char *[]){ argv[1], "-a", few, "import", page, NULL })) {
		(void)fprintf(stderr, "bench_screen: '%s' refuses '%s'\n", argv[1], page);
		return 1;
	}
	double many_ms = kanbao_ms(argv[1], argv[2]);
	double few_ms = kanbao_ms(argv[1], few);
	double less_ms = paint_ms((const char *[]){ "less", argv[3], NULL }, QUIET_MS);
	double boat_ms = newsboat_ms(argv[3], folder, &articles);
	printf("%.2f %.2f %.2f %.2f %zu", many_ms, few_ms, less_ms, boat_ms, articles);
	print_bytes(argv[1], few);
	return run((const char *[]){ "rm", "-rf", "--", folder, NULL }) ? 0 : 1;
}
