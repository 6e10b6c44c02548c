/* Programs in a pty: their first screen, and their keys. */
#include "start.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

enum {
	MOST_ARGS = 12,
	LIMIT_MS = 60000, /* to the first byte */
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
watch(const struct bench_program *program, double began, int first_ms, struct bench_start *out)
{
	char bytes[16384];
	for (;;) {
		struct pollfd p = { .fd = program->fd, .events = POLLIN };
		int ready = poll(&p, 1, out->bytes ? program->quiet_ms : first_ms);
		if (ready <= 0) {
			return;
		}
		ssize_t n = read(program->fd, bytes, sizeof(bytes));
		if (n <= 0) {
			return;
		}
		out->paint_ms = bench_now_ms() - began;
		if (!out->bytes) {
			out->first_ms = out->paint_ms;
		}
		out->bytes += (size_t)n;
	}
}

bool
bench_start(const char *const argv[], int quiet_ms, struct bench_program *p,
            struct bench_start *out)
{
	char *args[MOST_ARGS + 1] = { NULL };
	for (size_t i = 0; i < MOST_ARGS && argv[i]; i++) {
		/* execvp() doesn't write to them; its prototype only can't say so */
		memcpy(&args[i], &argv[i], sizeof(args[i]));
	}
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	*out = (struct bench_start){ 0 };
	*p = (struct bench_program){ .fd = -1, .quiet_ms = quiet_ms };
	double began = bench_now_ms();
	p->pid = args[0] ? forkpty(&p->fd, NULL, NULL, &size) : -1;
	if (p->pid < 0) {
		return false;
	}
	if (p->pid == 0) {
		(void)setenv("TERM", "xterm-256color", 1);
		(void)setenv("LC_ALL", "C.UTF-8", 1);
		(void)execvp(args[0], args);
		_exit(127);
	}
	watch(p, began, LIMIT_MS, out);
	out->rss_kib = rollup(p->pid, "Rss:");
	out->own_kib = rollup(p->pid, "Pss:");
	return out->bytes > 0;
}

size_t
bench_key(struct bench_program *p, const char *key)
{
	struct bench_start out = { 0 };
	if (write(p->fd, key, strlen(key)) > 0) {
		watch(p, bench_now_ms(), p->quiet_ms, &out);
	}
	return out.bytes;
}

void
bench_finish(struct bench_program *p)
{
	(void)!write(p->fd, "Q", 1);
	(void)!write(p->fd, "q", 1);
	double until = bench_now_ms() + 1000;
	while (waitpid(p->pid, NULL, WNOHANG) == 0) {
		char bytes[4096];
		struct pollfd ready = { .fd = p->fd, .events = POLLIN };
		if (bench_now_ms() > until) {
			(void)kill(p->pid, SIGKILL);
		}
		if (poll(&ready, 1, 10) > 0 && read(p->fd, bytes, sizeof(bytes)) <= 0) {
			(void)poll(NULL, 0, 5);
		}
	}
	(void)close(p->fd);
}

bool
bench_starts(const char *const argv[], int quiet_ms, struct bench_start *out, double *least,
             double *most)
{
	double first[BENCH_STARTS];
	double paint[BENCH_STARTS];
	double rss[BENCH_STARTS];
	double own[BENCH_STARTS];
	for (int i = 0; i < BENCH_STARTS; i++) {
		struct bench_program p;
		if (!bench_start(argv, quiet_ms, &p, out)) {
			return false;
		}
		bench_finish(&p);
		first[i] = out->first_ms;
		paint[i] = out->paint_ms;
		rss[i] = out->rss_kib;
		own[i] = out->own_kib;
	}
	out->first_ms = bench_quantile(first, BENCH_STARTS, 0.5);
	out->paint_ms = bench_quantile(paint, BENCH_STARTS, 0.5);
	out->rss_kib = bench_quantile(rss, BENCH_STARTS, 0.5);
	out->own_kib = bench_quantile(own, BENCH_STARTS, 0.5);
	*least = paint[0];
	*most = paint[BENCH_STARTS - 1];
	return true;
}
