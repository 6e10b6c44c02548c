/*
 * Figures for people, no test: start to first paint and memory of kanbao
 * beside less on the same text, each in a pty of 80×24; speed of parsing; and
 * what the machine could do at best in the same minute. usage: bench KANBAO
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kanbao/parse.h"

enum {
	RUNS = 9,
	MOST_ARGS = 6,
	QUIET_MS = 150, /* a screen is whole when nothing came for so long */
	LIMIT_MS = 5000,
	COPY_BYTES = 64 << 20,
};

static double
now_ms(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;
	return (x > y) - (x < y);
}

/* --- programs in a pty ------------------------------------------------------ */

/* One start of a program. */
struct start {
	double first_ms; /* first byte on the terminal */
	double paint_ms; /* last byte of the first screen */
	double rss_kib;
	double own_kib; /* Pss: shared pages count by their share */
	size_t bytes;   /* of the first screen */
};

static double
rollup(pid_t pid, const char *field)
{
	char path[64];
	char line[256];
	double kib = 0;
	(void)snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	FILE *f = fopen(path, "r");
	if (!f) {
		return 0;
	}
	size_t n = strlen(field);
	while (fgets(line, sizeof(line), f)) {
		if (strncmp(line, field, n) == 0) {
			kib = strtod(line + n, NULL);
			break;
		}
	}
	(void)fclose(f);
	return kib;
}

/* Reads until the program is quiet, or gone. */
static void
watch(int fd, double began, struct start *out)
{
	char bytes[16384];
	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int ready = poll(&p, 1, out->bytes ? QUIET_MS : LIMIT_MS);
		if (ready <= 0) {
			return;
		}
		ssize_t n = read(fd, bytes, sizeof(bytes));
		if (n <= 0) {
			return;
		}
		out->paint_ms = now_ms() - began;
		if (!out->bytes) {
			out->first_ms = out->paint_ms;
		}
		out->bytes += (size_t)n;
	}
}

/* Lets the program end by its key, or by force. */
static void
finish(int fd, pid_t pid)
{
	(void)!write(fd, "Q", 1);
	(void)!write(fd, "q", 1);
	double until = now_ms() + 1000;
	while (waitpid(pid, NULL, WNOHANG) == 0) {
		char bytes[4096];
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (now_ms() > until) {
			(void)kill(pid, SIGKILL);
		}
		if (poll(&p, 1, 10) > 0 && read(fd, bytes, sizeof(bytes)) <= 0) {
			(void)poll(NULL, 0, 5);
		}
	}
	(void)close(fd);
}

static bool
start(const char *const argv[], struct start *out)
{
	char *args[MOST_ARGS + 1] = { NULL };
	for (size_t i = 0; i < MOST_ARGS && argv[i]; i++) {
		/* execvp() doesn't write to them; its prototype only can't say so */
		memcpy(&args[i], &argv[i], sizeof(args[i]));
	}
	if (!args[0]) {
		return false;
	}
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	int fd = -1;
	*out = (struct start){ 0 };
	double began = now_ms();
	pid_t pid = forkpty(&fd, NULL, NULL, &size);
	if (pid < 0) {
		perror("forkpty");
		return false;
	}
	if (pid == 0) {
		(void)setenv("TERM", "xterm-256color", 1);
		(void)setenv("LC_ALL", "C.UTF-8", 1);
		(void)execvp(args[0], args);
		_exit(127);
	}
	watch(fd, began, out);
	out->rss_kib = rollup(pid, "Rss:");
	out->own_kib = rollup(pid, "Pss:");
	finish(fd, pid);
	return true;
}

static double
median(double *values)
{
	qsort(values, RUNS, sizeof(*values), by_value);
	return values[RUNS / 2];
}

static void
report(const char *what, const char *const argv[])
{
	double first[RUNS];
	double paint[RUNS];
	double rss[RUNS];
	double own[RUNS];
	size_t bytes = 0;
	for (int i = 0; i < RUNS; i++) {
		struct start s;
		if (!start(argv, &s)) {
			return;
		}
		first[i] = s.first_ms;
		paint[i] = s.paint_ms;
		rss[i] = s.rss_kib;
		own[i] = s.own_kib;
		bytes = s.bytes;
	}
	double middle = median(paint);
	printf("%-26s %8.1f %8.1f %7.1f…%-7.1f %8.0f %8.0f %8zu\n", what, median(first), middle,
	       paint[0], paint[RUNS - 1], median(rss), median(own), bytes);
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
			double began = now_ms();
			memcpy(to, from, COPY_BYTES);
			__asm__ volatile("" : : "r"(to) : "memory");
			double took = now_ms() - began;
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
		double began = now_ms();
		if (kb_parse(&ctx, &arena, text, "-", &options, &issue, &said)) {
			printf("parsing: %s\n", ctx.message.p);
		}
		took[i] = now_ms() - began;
		kb_arena_release(&arena);
		kb_ctx_release(&ctx);
	}
	qsort(took, 3, sizeof(*took), by_value);
	return took[1];
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
	       (const char *[]){ argv[1], "-a", archive, article, NULL });
	report("less, a page as text", (const char *[]){ "less", page, NULL });
	report("kanbao, its front page",
	       (const char *[]){ argv[1], "-a", archive, "2022-04-13", NULL });
	/* before this program grows: a child counts what it had before exec() */
	report_memory(argv[1], folder);
	report_copy();
	report_parse(page);
	(void)unlink(text);
	(void)unlink(archive);
	(void)rmdir(folder);
	return 0;
}
