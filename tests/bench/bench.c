/*
 * Figures for people, no test: start to first paint and memory of kanbao
 * beside less on the same text, each in a pty of 80×24; speed of parsing; and
 * what the machine could do at best in the same minute. usage: bench KANBAO
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "kanbao/parse.h"
#include "start.h"

enum {
	RUNS = 9,
	QUIET_MS = 150,
	COPY_BYTES = 64 << 20,
};

/* --- programs in a pty ------------------------------------------------------ */

static void
report(const char *what, const char *const argv[])
{
	struct bench_start s;
	double least;
	double most;
	if (bench_starts(argv, QUIET_MS, &s, &least, &most)) {
		printf("%-26s %8.1f %8.1f %7.1f…%-7.1f %8.0f %8.0f %8zu\n", what, s.first_ms,
		       s.paint_ms, least, most, s.rss_kib, s.own_kib, s.bytes);
	}
}

/* --- what the machine can do ------------------------------------------------ */

static void
report_copy(void)
{
	char *from = malloc(COPY_BYTES);
	char *to = malloc(COPY_BYTES);
	if (from && to) {
		memset(from, 1, COPY_BYTES);
		memset(to, 2, COPY_BYTES);
		double best = 1e9;
		for (int i = 0; i < RUNS; i++) {
			double began = bench_now_ms();
			memcpy(to, from, COPY_BYTES);
			__asm__ volatile("" : : "r"(to) : "memory");
			double took = bench_now_ms() - began;
			best = took < best ? took : best;
		}
		printf("copying memory: %.0f MB/s\n", COPY_BYTES / 1e3 / best);
	}
	free(from);
	free(to);
}

/* --- parsing ---------------------------------------------------------------- */

static void
read_all(const char *path, struct kb_buf *out)
{
	char bytes[65536];
	FILE *f = fopen(path, "rb");
	if (!f) {
		perror(path);
		return;
	}
	for (size_t n = fread(bytes, 1, sizeof(bytes), f); n;
	     n = fread(bytes, 1, sizeof(bytes), f)) {
		kb_buf_add(out, (kb_str){ bytes, n });
	}
	(void)fclose(f);
}

/* Milliseconds for one parse of the text, median of three. */
static double
parse_ms(kb_str text)
{
	double took[3];
	for (int i = 0; i < 3; i++) {
		struct kb_ctx ctx = { 0 };
		struct kb_arena arena = { 0 };
		struct kb_issue issue;
		struct kb_parse_report said = { 0 };
		const struct kb_parse_options options = { .day = KB_DAY_NONE };
		double began = bench_now_ms();
		if (kb_parse(&ctx, &arena, text, "-", &options, &issue, &said)) {
			printf("parsing: %s\n", ctx.message.p);
		}
		took[i] = bench_now_ms() - began;
		kb_arena_release(&arena);
		kb_ctx_release(&ctx);
	}
	return bench_quantile(took, 3, 0.5);
}

/*
 * Text of a size, of pages one behind the other: speed, and the time a byte
 * takes beside that of the smallest size. Linear is 1.
 */
static void
report_parse(const char *path)
{
	static const size_t times[] = { 1, 40, 160, 640 };
	struct kb_buf page = { 0 };
	struct kb_buf text = { 0 };
	double least = 0;
	read_all(path, &page);
	for (size_t i = 0; page.n && i < sizeof(times) / sizeof(times[0]); i++) {
		kb_buf_clear(&text);
		for (size_t k = 0; k < times[i]; k++) {
			kb_buf_add(&text, kb_buf_str(&page));
			kb_buf_byte(&text, '\n');
		}
		double ms = parse_ms(kb_buf_str(&text));
		double a_byte = ms / (double)text.n;
		least = i == 1 ? a_byte : least;
		printf("parsing %9zu bytes: %8.2f ms, %5.1f MB/s", text.n, ms,
		       (double)text.n / 1e3 / ms);
		if (i > 1) {
			printf(", %.2f of the time a byte of %zu× takes", a_byte / least, times[1]);
		}
		printf("\n");
	}
	kb_buf_release(&page);
	kb_buf_release(&text);
}

/* The most memory that an import of so many issues, one a line, takes. */
static void
report_memory(const char *program, const char *folder)
{
	static const int counts[] = { 10, 100, 1000 };
	char lines[256];
	char archive[256];
	(void)snprintf(lines, sizeof(lines), "%s/lines.jsonl", folder);
	(void)snprintf(archive, sizeof(archive), "%s/many.db", folder);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		FILE *f = fopen(lines, "w");
		for (int k = 0; f && k < counts[i]; k++) {
			(void)fprintf(f,
			              "{\"paper\":\"报\",\"date\":\"%d-%02d-%02d\",\"articles\":[",
			              1950 + k / 336, k / 28 % 12 + 1, k % 28 + 1);
			for (int n = 0; n < 100; n++) {
				(void)fprintf(
					f, "%s{\"headline\":\"第%d篇\",\"body\":[\"今天天晴。\"]}",
					n ? "," : "", n);
			}
			(void)fprintf(f, "]}\n");
		}
		if (f) {
			(void)fclose(f);
		}
		(void)unlink(archive);
		pid_t pid = fork();
		if (pid == 0) {
			(void)!freopen("/dev/null", "w", stdout);
			(void)execl(program, program, "-a", archive, "import", lines, (char *)NULL);
			_exit(127);
		}
		struct rusage used = { 0 };
		int status = 0;
		if (pid > 0 && wait4(pid, &status, 0, &used) == pid && status == 0) {
			printf("importing %4d issues of 100 articles: %ld KiB at most\n", counts[i],
			       used.ru_maxrss);
		}
	}
	(void)unlink(lines);
	(void)unlink(archive);
}

/* Runs kanbao on the archive with its output in a file; false where it refuses. */
static bool
kanbao(const char *program, const char *archive, const char *command, const char *arg,
       const char *out)
{
	pid_t pid = fork();
	if (pid == 0) {
		(void)!freopen(out, "w", stdout);
		(void)execl(program, program, "-a", archive, command, arg, (char *)NULL);
		_exit(127);
	}
	int status = 0;
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

int
main(int argc, char **argv)
{
	static const char article[] = "今日柯城/2022-04-13/1/1";
	static const char page[] = "assets/issues/今日柯城-2022-04-13.txt";
	char folder[] = "/tmp/kanbao-bench-XXXXXX";
	if (argc != 2 || !mkdtemp(folder)) {
		(void)fprintf(stderr, "usage: bench KANBAO\n");
		return 64;
	}
	/* so that no child has a copy of what isn't printed yet */
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	char archive[sizeof(folder) + 16];
	char text[sizeof(folder) + 16];
	(void)snprintf(archive, sizeof(archive), "%s/archive.db", folder);
	(void)snprintf(text, sizeof(text), "%s/article.txt", folder);
	/* places go there too, so that each start is a first one */
	(void)setenv("XDG_STATE_HOME", "/nonexistent", 1);
	if (!kanbao(argv[1], archive, "import", "assets/issues", "/dev/null") ||
	    !kanbao(argv[1], archive, "show", article, text)) {
		(void)fprintf(stderr, "bench: '%s' refuses the sample issues\n", argv[1]);
		return 1;
	}
	printf("%-26s %8s %8s %15s %8s %8s %8s\n", "median of 9", "first", "painted", "least…most",
	       "RSS", "PSS", "output");
	printf("%-26s %8s %8s %15s %8s %8s %8s\n", "", "ms", "ms", "ms", "KiB", "KiB", "bytes");
	report("printf, to start at all", (const char *[]){ "printf", "x", NULL });
	report("less, an article", (const char *[]){ "less", text, NULL });
	report("kanbao, the same article",
	       (const char *[]){ argv[1], "-a", archive, "-o", "ambiguous=1", article, NULL });
	report("less, a page as text", (const char *[]){ "less", page, NULL });
	report("kanbao, its front page",
	       (const char *[]){ argv[1], "-a", archive, "-o", "ambiguous=1", "2022-04-13", NULL });
	/* before this program grows: a child counts what it had before exec() */
	report_memory(argv[1], folder);
	report_copy();
	report_parse(page);
	(void)unlink(text);
	(void)unlink(archive);
	(void)rmdir(folder);
	return 0;
}
