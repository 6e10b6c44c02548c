/*
 * From a key to what it finds on the screen, in the real reader in a pty:
 * usage: bench_keys KANBAO ARCHIVE QUERIES.tsv
 *
 * Types phrases and words in pinyin into the search screen, key by key, waits
 * after each until the reader is quiet, and shows what came, piece by piece,
 * to an emulator: the time of a key is that of the first piece after which the
 * first hits stand as they stay. Prints median, 99th percentile and most in
 * ms, the reader's memory beside mapped files in KiB, and the number of keys.
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

#include "bench.h"
#include "kanbao/mem.h"
#include "kanbao/text.h"

enum {
	ROWS = 24,
	COLS = 80,
	HITS_FROM = 5, /* rows of the first hits */
	HITS_TO = 9,
	QUIET_MS = 100,
	START_MS = 700,
	PIECES = 512,
	PHRASES = 20,
	SOUNDS = 20,
	KEYS = 2000,
};

/* What came at once. */
struct piece {
	size_t end; /* of the bytes */
	double ms;
};

struct reader {
	pid_t pid;
	int fd;
	VTerm *vt;
	VTermScreen *screen;
	struct kb_buf bytes; /* since the key */
	struct piece pieces[PIECES];
	size_t npieces;
	double took[KEYS];
	size_t nkeys;
	double worst;
	struct kb_buf worst_typed;
	long most_kib;
};

/* --- the program ----------------------------------------------------------------------- */

static bool
start(struct reader *r, char *program, char *archive)
{
	char flag[] = "-a";
	char *argv[] = { program, flag, archive, NULL };
	struct winsize size = { .ws_row = ROWS, .ws_col = COLS };
	r->pid = forkpty(&r->fd, NULL, NULL, &size);
	if (r->pid == 0) {
		(void)setenv("TERM", "xterm-256color", 1);
		(void)setenv("LC_ALL", "C.UTF-8", 1);
		(void)setenv("XDG_STATE_HOME", "/nonexistent", 1);
		(void)execv(program, argv);
		_exit(127);
	}
	r->vt = vterm_new(ROWS, COLS);
	vterm_set_utf8(r->vt, 1);
	r->screen = vterm_obtain_screen(r->vt);
	vterm_screen_enable_altscreen(r->screen, 1);
	vterm_screen_reset(r->screen, 1);
	return r->pid > 0;
}

static void
finish(struct reader *r)
{
	int status = 0;
	(void)kill(r->pid, SIGTERM);
	(void)close(r->fd);
	(void)waitpid(r->pid, &status, 0);
	vterm_free(r->vt);
	kb_buf_release(&r->bytes);
	kb_buf_release(&r->worst_typed);
}

/* Answers of the emulator to questions of the program. */
static void
answer(struct reader *r)
{
	char bytes[256];
	size_t n = vterm_output_read(r->vt, bytes, sizeof(bytes));
	if (n) {
		(void)!write(r->fd, bytes, n);
	}
}

/* Takes what comes until it is quiet for so long. */
static void
listen_to(struct reader *r, double began, int quiet_ms)
{
	char bytes[65536];
	struct pollfd p = { .fd = r->fd, .events = POLLIN };
	kb_buf_clear(&r->bytes);
	r->npieces = 0;
	while (r->npieces < PIECES && poll(&p, 1, quiet_ms) > 0) {
		ssize_t n = read(r->fd, bytes, sizeof(bytes));
		if (n <= 0) {
			return;
		}
		kb_buf_add(&r->bytes, (kb_str){ bytes, (size_t)n });
		r->pieces[r->npieces++] = (struct piece){ r->bytes.n, bench_now_ms() - began };
	}
}

static void
note_memory(struct reader *r)
{
	char path[64];
	char line[256];
	long kib = 0;
	(void)snprintf(path, sizeof(path), "/proc/%d/status", (int)r->pid);
	FILE *f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f)) {
		if (strncmp(line, "RssAnon:", 8) == 0 || strncmp(line, "RssShmem:", 9) == 0) {
			kib += strtol(strchr(line, ':') + 1, NULL, 10);
		}
	}
	if (f) {
		(void)fclose(f);
	}
	r->most_kib = kib > r->most_kib ? kib : r->most_kib;
}

/* --- the screen -------------------------------------------------------------------------- */

/* The cells of some rows, with what sets hits apart. */
static uint64_t
look(const struct reader *r, int from, int to)
{
	struct bench_rng hash = bench_rng(0, 0);
	for (int row = from; row < to; row++) {
		for (int col = 0; col < COLS; col++) {
			VTermScreenCell cell;
			(void)vterm_screen_get_cell(r->screen, (VTermPos){ row, col }, &cell);
			hash.state ^= cell.chars[0] ^ (uint64_t)cell.attrs.reverse << 40 ^
			              (uint64_t)cell.attrs.bold << 41 ^
			              (uint64_t)cell.attrs.underline << 42;
			hash.state = bench_random(&hash);
		}
	}
	return bench_random(&hash);
}

/* The time of the piece that brought the hits that stay. */
static double
painted(struct reader *r)
{
	uint64_t looks[PIECES] = { 0 };
	size_t at = 0;
	for (size_t i = 0; i < r->npieces; i++) {
		(void)vterm_input_write(r->vt, r->bytes.p + at, r->pieces[i].end - at);
		at = r->pieces[i].end;
		looks[i] = look(r, HITS_FROM, HITS_TO);
	}
	answer(r);
	size_t first = r->npieces;
	while (first > 1 && looks[first - 2] == looks[r->npieces - 1]) {
		first--;
	}
	return first ? r->pieces[first - 1].ms : -1;
}

/* Whether the text stands on the screen. */
static bool
shows(const struct reader *r, kb_str text)
{
	struct kb_buf all = { 0 };
	for (int row = 0; row < ROWS; row++) {
		for (int col = 0; col < COLS; col++) {
			VTermScreenCell cell;
			(void)vterm_screen_get_cell(r->screen, (VTermPos){ row, col }, &cell);
			if (cell.chars[0] && cell.chars[0] != UINT32_MAX) {
				kb_buf_cp(&all, cell.chars[0]);
			}
		}
	}
	bool found = kb_str_find(kb_buf_str(&all), text) != SIZE_MAX;
	kb_buf_release(&all);
	return found;
}

/* --- typing -------------------------------------------------------------------------------- */

static double
key(struct reader *r, kb_str bytes, int quiet_ms)
{
	double began = bench_now_ms();
	(void)!write(r->fd, bytes.p, bytes.n);
	listen_to(r, began, quiet_ms);
	return painted(r);
}

static bool
type(struct reader *r, kb_str text)
{
	size_t keys = 0;
	for (size_t off = 0; off < text.n && r->nkeys < KEYS; keys++) {
		size_t from = off;
		(void)kb_utf8_next(text, &off);
		double ms = key(r, kb_str_sub(text, from, off), QUIET_MS);
		if (ms < 0) {
			return false;
		}
		r->took[r->nkeys++] = ms;
		note_memory(r);
		if (ms > r->worst) {
			r->worst = ms;
			kb_buf_clear(&r->worst_typed);
			kb_buf_add(&r->worst_typed, kb_str_sub(text, 0, off));
		}
	}
	bool seen = shows(r, text);
	for (size_t i = 0; i < keys; i++) {
		(void)key(r, KB_STR("\x7f"), i + 1 < keys ? 5 : QUIET_MS);
	}
	return seen;
}

/* Of the queries of every prefix, those that no longer one follows. */
static bool
type_all(struct reader *r, const struct bench_queries *q)
{
	size_t phrases = 0;
	size_t sounds = 0;
	bool ok = true;
	for (size_t i = 0; i < q->n && ok; i++) {
		bool typing = kb_str_starts(q->v[i].class, KB_STR("typing"));
		bool more = i + 1 < q->n && kb_str_starts(q->v[i + 1].text, q->v[i].text);
		if (typing && !more && phrases++ < PHRASES) {
			ok = type(r, q->v[i].text);
		} else if (kb_str_eq(q->v[i].class, KB_STR("pinyin")) && sounds++ < SOUNDS) {
			ok = type(r, q->v[i].text);
		}
	}
	return ok && r->nkeys > 0;
}

int
main(int argc, char **argv)
{
	struct reader *r = kb_calloc(1, sizeof(*r));
	struct bench_queries queries;
	if (argc != 4) {
		(void)fprintf(stderr, "usage: bench_keys KANBAO ARCHIVE QUERIES.tsv\n");
		return 64;
	}
	bench_queries_open(argv[3], &queries);
	if (!start(r, argv[1], argv[2])) {
		perror("bench: forkpty");
		return 69;
	}
	listen_to(r, 0, START_MS);
	(void)painted(r);
	listen_to(r, 0, START_MS); /* after the answers */
	(void)painted(r);
	(void)key(r, KB_STR("S"), START_MS);
	bool ok = type_all(r, &queries);
	if (ok) {
		size_t n = r->nkeys;
		double median = bench_quantile(r->took, n, 0.5);
		double p99 = bench_quantile(r->took, n, 0.99);
		printf("%.3f %.3f %.3f %ld %zu %s\n", median, p99, r->took[n - 1], r->most_kib, n,
		       kb_buf_str(&r->worst_typed).p);
	} else {
		(void)fprintf(stderr, "bench: the reader shows no search as it is typed\n");
	}
	finish(r);
	bench_queries_close(&queries);
	free(r);
	return ok ? 0 : 69;
}
