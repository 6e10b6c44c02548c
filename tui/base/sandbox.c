/* A child with limits, and what it hands back. */
#include "kanbao/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base_int.h"
#include "kanbao/clock.h"
#include "kanbao/i18n.h"
#include "kanbao/io.h"

#define CHUNK ((size_t)1 << 16)
#define MIB ((size_t)1 << 20)
#define MESSAGE_MAX 4096
/* Exit statuses of the child; an error code is added to the last. */
#define EXIT_UNUSABLE 98
#define EXIT_MEMORY 99
#define EXIT_ERROR 100

const struct kb_sandbox_limits kb_sandbox_usual = {
	.memory = (size_t)1 << 30,
	.output = (size_t)256 << 20,
	.cpu_s = 60,
	.wall_s = 120,
};

/* --- in the child ------------------------------------------------------------------ */

void
kb_sandbox_put(struct kb_sandbox_out *out, kb_str bytes)
{
	out->failed = out->failed || !kb_io_write(out->fd, bytes);
}

/* abort() comes from the allocator too: tell the two apart by asking for more. */
static void
on_abort(int signal_number)
{
	void *p = mmap(NULL, 256 * MIB, PROT_READ | PROT_WRITE,
	               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED) {
		_exit(EXIT_MEMORY);
	}
	(void)signal(signal_number, SIG_DFL);
	(void)raise(signal_number);
}

/* Address space in use, by /proc; 0 where it can't be told. */
static size_t
in_use(void)
{
	char text[64] = "";
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		ssize_t n = read(fd, text, sizeof(text) - 1);
		text[n > 0 ? n : 0] = '\0';
		close(fd);
	}
	unsigned long pages = strtoul(text, NULL, 10);
	return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool
limit(int what, size_t value)
{
	/* a little later for CPU time: SIGXCPU comes at the first, SIGKILL at the second */
	const struct rlimit r = {
		.rlim_cur = value,
		.rlim_max = what == RLIMIT_CPU ? value + 2 : value,
	};
	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

static bool
set_limits(const struct kb_sandbox_limits *limits)
{
	struct sigaction action = { .sa_handler = on_abort };
	(void)sigemptyset(&action.sa_mask);
	if (!KB_SANITISED) {
		if (!limit(RLIMIT_AS, in_use() + limits->memory) ||
		    sigaction(SIGABRT, &action, NULL) != 0) {
			return false;
		}
	}
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGINT, SIG_IGN); /* the parent ends it */
	return limit(RLIMIT_CPU, (size_t)limits->cpu_s) && limit(RLIMIT_FSIZE, 0) &&
	       limit(RLIMIT_CORE, 0);
}

/* Nothing that the parent has open stays but the pipe; returns its number. */
static int
close_all(int fd)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	bool good = null >= 0 && dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0;
	if (!KB_SANITISED) {
		good = good && dup2(null, STDERR_FILENO) >= 0;
	}
	good = good && (fd == 3 || dup2(fd, 3) == 3) && close_range(4, ~0u, 0) == 0;
	return good && limit(RLIMIT_NOFILE, 5) ? 3 : -1;
}

static _Noreturn void
be_child(int fd, kb_sandbox_work *work, void *user, const struct kb_sandbox_limits *limits)
{
	struct kb_ctx ctx = { 0 };
	bool ready = set_limits(limits);
	struct kb_sandbox_out out = { .fd = close_all(fd) };
	if (!ready || out.fd < 0 || !kb_sandbox_lock()) {
		_exit(EXIT_UNUSABLE);
	}
	enum kb_err err = work(&ctx, &out, user);
	if (out.failed) {
		_exit(EXIT_ERROR + KB_E_INTERNAL);
	}
	if (err) {
		/* the message stands at the end, its length behind it */
		char length[8];
		kb_str message = kb_str_sub(kb_buf_str(&ctx.message), 0, MESSAGE_MAX);
		(void)snprintf(length, sizeof(length), "%07zu", message.n);
		kb_sandbox_put(&out, message);
		kb_sandbox_put(&out, (kb_str){ length, 7 });
		_exit(EXIT_ERROR + (int)err);
	}
	_exit(0);
}

/* --- in the parent ------------------------------------------------------------------ */

/* How the reading of the pipe ended. */
enum ending {
	ENDED,
	TOO_LONG,
	TOO_MUCH,
	UNREADABLE,
};

static enum ending
collect(int fd, const struct kb_sandbox_limits *limits, struct kb_buf *got)
{
	int64_t end = kb_clock_ms() + (int64_t)limits->wall_s * 1000;
	for (;;) {
		int64_t left = end - kb_clock_ms();
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		int rc = left > 0 ? poll(&ready, 1, (int)left) : 0;
		if (rc == 0) {
			return TOO_LONG;
		}
		if (rc < 0 && errno == EINTR) {
			continue;
		}
		kb_buf_reserve(got, CHUNK);
		ssize_t n = rc < 0 ? -1 : kb_io_read(fd, got->p + got->n, CHUNK);
		if (n <= 0) {
			return n == 0 ? ENDED : UNREADABLE;
		}
		got->n += (size_t)n;
		got->p[got->n] = '\0';
		if (got->n > limits->output + MESSAGE_MAX) {
			return TOO_MUCH;
		}
	}
}

static enum kb_err
failed_by_signal(struct kb_ctx *ctx, int number, const struct kb_sandbox_limits *limits)
{
	if (number == SIGXCPU) {
		return kb_fail(ctx, KB_E_DATA, _("reading it takes more than %d s; it is left out"),
		               limits->cpu_s);
	}
	if (number == SIGKILL) {
		/* the hard limit of CPU time, or the system short of memory */
		return kb_fail(ctx, KB_E_DATA,
		               _("reading it was stopped by the system; it takes too much time or "
		                 "memory"));
	}
	return kb_fail(ctx, KB_E_DATA, _("reading it crashed (signal %d); it is left out"), number);
}

/* The message that the child has put last. */
static enum kb_err
failed_itself(struct kb_ctx *ctx, int err, struct kb_buf *got)
{
	kb_str all = kb_buf_str(got);
	size_t n = all.n >= 7 ? (size_t)strtoul(all.p + all.n - 7, NULL, 10) : 0;
	bool known = err > KB_OK && err < KB_ERR_COUNT && n > 0 && n <= all.n - 7;
	if (!known) {
		return kb_fail(ctx, KB_E_DATA, _("reading it failed without a word"));
	}
	kb_str message = kb_str_sub(all, all.n - 7 - n, all.n - 7);
	return kb_fail(ctx, (enum kb_err)err, "%.*s", KB_ARG(message));
}

static enum kb_err
judge(struct kb_ctx *ctx, int status, const struct kb_sandbox_limits *limits, struct kb_buf *got)
{
	if (WIFSIGNALED(status)) {
		return failed_by_signal(ctx, WTERMSIG(status), limits);
	}
	switch (WEXITSTATUS(status)) {
	case 0:
		return KB_OK;
	case EXIT_UNUSABLE:
		return kb_fail(ctx, KB_E_TERM,
		               _("this system offers no sandbox (seccomp) to read it in"));
	case EXIT_MEMORY:
		return kb_fail(ctx, KB_E_DATA, _("reading it takes more than %zu MiB of memory"),
		               limits->memory / MIB);
	default:
		return failed_itself(ctx, WEXITSTATUS(status) - EXIT_ERROR, got);
	}
}

static enum kb_err
await(struct kb_ctx *ctx, pid_t child, int fd, const struct kb_sandbox_limits *limits,
      struct kb_buf *got)
{
	int status = 0;
	enum ending ending = collect(fd, limits, got);
	if (ending != ENDED) {
		(void)kill(child, SIGKILL);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
	}
	switch (ending) {
	case TOO_LONG:
		return kb_fail(ctx, KB_E_DATA, _("reading it takes more than %d s; it is left out"),
		               limits->wall_s);
	case TOO_MUCH:
		return kb_fail(ctx, KB_E_DATA, _("what comes out of it is more than %zu MiB"),
		               limits->output / MIB);
	case UNREADABLE:
		return kb_fail(ctx, KB_E_IO, _("the pipe to its reader broke"));
	case ENDED:
	default:
		return judge(ctx, status, limits, got);
	}
}

enum kb_err
kb_sandbox_run(struct kb_ctx *ctx, kb_sandbox_work *work, void *user,
               const struct kb_sandbox_limits *limits, struct kb_buf *got)
{
	int fds[2];
	if (pipe2(fds, O_CLOEXEC) != 0) {
		return kb_fail(ctx, KB_E_IO, _("no pipe: %s"), strerror(errno));
	}
	/* the catalogue of messages is read now; the child can open nothing */
	(void)gettext("out of memory");
	pid_t child = fork();
	if (child == 0) {
		be_child(fds[1], work, user, limits);
	}
	close(fds[1]);
	enum kb_err err = KB_OK;
	struct kb_buf out = { 0 };
	if (child < 0) {
		err = kb_fail(ctx, KB_E_IO, _("no further process: %s"), strerror(errno));
	} else {
		err = await(ctx, child, fds[0], limits, &out);
	}
	close(fds[0]);
	if (!err) {
		kb_buf_add(got, kb_buf_str(&out));
	}
	kb_buf_release(&out);
	return err;
}
