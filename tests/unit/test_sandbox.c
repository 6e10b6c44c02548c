/* What a child in the sandbox may not do, and what is said of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "kanbao/mem.h"
#include "kanbao/sandbox.h"

static enum kb_err
denied(struct kb_ctx *ctx, const char *what, long rc)
{
	return rc < 0 ? kb_fail(ctx, KB_E_PERM, "%s: refused", what) : KB_OK;
}

static enum kb_err
forks(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)out;
	(void)user;
	pid_t child = fork();
	if (child == 0) {
		_exit(0);
	}
	return denied(ctx, "fork", child);
}

static enum kb_err
executes(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)out;
	(void)user;
	return denied(ctx, "exec", execl("/bin/true", "true", (char *)NULL));
}

static enum kb_err
reads(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)out;
	(void)user;
	return denied(ctx, "open", open("/etc/passwd", O_RDONLY));
}

static enum kb_err
writes(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)out;
	return denied(ctx, "create", open(user, O_WRONLY | O_CREAT, 0600));
}

static enum kb_err
deletes(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)out;
	return denied(ctx, "unlink", unlink(user));
}

static enum kb_err
connects(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)out;
	(void)user;
	return denied(ctx, "socket", socket(AF_INET, SOCK_STREAM, 0));
}

static enum kb_err
signals(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)out;
	(void)user;
	return denied(ctx, "kill", kill(getppid(), 0));
}

static enum kb_err
loops(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)ctx;
	(void)out;
	for (volatile int *turns = user;; (*turns)++) {
	}
	return KB_OK;
}

static enum kb_err
sleeps(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)ctx;
	(void)out;
	(void)user;
	for (;;) {
		(void)pause();
	}
	return KB_OK;
}

static enum kb_err
eats(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)ctx;
	(void)out;
	(void)user;
	for (size_t i = 0; i < 4096; i++) {
		memset(kb_calloc(1, (size_t)1 << 20), 1, (size_t)1 << 20);
	}
	return KB_OK;
}

static enum kb_err
floods(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)ctx;
	(void)user;
	while (!out->failed) {
		kb_sandbox_put(out, KB_STR("0123456789012345678901234567890123456789"));
	}
	return KB_OK;
}

static enum kb_err
crashes(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)ctx;
	(void)out;
	(void)user;
	(void)signal(SIGSEGV, SIG_DFL);
	(void)raise(SIGSEGV);
	return KB_OK;
}

static enum kb_err
ends(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)ctx;
	(void)out;
	(void)user;
	_exit(120);
}

static enum kb_err
lies(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)ctx;
	(void)user;
	kb_sandbox_put(out, KB_STR("9999999"));
	_exit(100 + KB_E_DATA);
}

/* By a call that the headers may not know. */
static enum kb_err
opens_up(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)out;
	return denied(ctx, "fchmodat2", syscall(452, AT_FDCWD, user, 0666, 0));
}

static enum kb_err
dates(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)out;
	const struct timeval times[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };
#ifdef SYS_utimes
	return denied(ctx, "utimes", syscall(SYS_utimes, user, times));
#else
	return denied(ctx, "utimes", utimes(user, times));
#endif
}

static enum kb_err
shares(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)out;
	(void)user;
	return denied(ctx, "shmget", shmget(IPC_PRIVATE, 4096, 0600));
}

/* Another process is sent a signal when there is something to read. */
static enum kb_err
has_signalled(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	(void)user;
	return denied(ctx, "owner", fcntl(out->fd, F_SETOWN, getppid()));
}

/* A function is no object in C; the name stands for it in reports. */
static const struct {
	const char *name;
	kb_sandbox_work *work;
	enum kb_err err;
	const char *part;
	bool by_memory; /* not in sanitiser builds */
} acts[] = {
	{ "forks", forks, KB_E_PERM, "fork: refused", false },
	{ "executes", executes, KB_E_PERM, "exec: refused", false },
	{ "reads", reads, KB_E_PERM, "open: refused", false },
	{ "writes", writes, KB_E_PERM, "create: refused", false },
	{ "deletes", deletes, KB_E_PERM, "unlink: refused", false },
	{ "connects", connects, KB_E_PERM, "socket: refused", false },
	{ "opens up", opens_up, KB_E_PERM, "fchmodat2: refused", false },
	{ "dates", dates, KB_E_PERM, "utimes: refused", false },
	{ "shares", shares, KB_E_PERM, "shmget: refused", false },
	{ "has signalled", has_signalled, KB_E_PERM, "owner: refused", false },
	{ "signals", signals, KB_E_PERM, "kill: refused", false },
	{ "loops", loops, KB_E_DATA, "more than 1 s", false },
	{ "sleeps", sleeps, KB_E_DATA, "more than 3 s", false },
	{ "eats", eats, KB_E_DATA, "256 MiB of memory", true },
	{ "floods", floods, KB_E_DATA, "more than 1 MiB", false },
	{ "crashes", crashes, KB_E_DATA, "crashed (signal 11)", false },
	{ "ends", ends, KB_E_DATA, "without a word", false },
	{ "lies", lies, KB_E_DATA, "without a word", false },
};

static void
forbidden(void **state)
{
	(void)state;
	static const struct kb_sandbox_limits limits = {
		.memory = (size_t)256 << 20, .output = (size_t)1 << 20, .cpu_s = 1, .wall_s = 3
	};
	char path[64];
	int turns = 0;
	snprintf(path, sizeof(path), "%.40s/kbXXXXXX",
	         getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	close(mkstemp(path));
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		struct kb_ctx ctx = { 0 };
		struct kb_buf got = { 0 };
#ifdef __SANITIZE_ADDRESS__
		if (acts[i].by_memory) {
			continue;
		}
#endif
		void *user = acts[i].work == loops ? (void *)&turns : path;
		struct kb_sandbox_limits most = limits;
		/* a machine that is busy takes its time over a second of CPU */
		most.wall_s = acts[i].work == sleeps ? limits.wall_s : 60;
		enum kb_err err = kb_sandbox_run(&ctx, acts[i].work, user, &most, &got);
		if (err != acts[i].err || !strstr(ctx.message.p, acts[i].part) || got.n ||
		    strchr(ctx.message.p, '\n')) {
			fail_msg("%s: %d '%s'", acts[i].name, err,
			         ctx.message.p ? ctx.message.p : "");
		}
		kb_buf_release(&got);
		kb_ctx_release(&ctx);
	}
	assert_int_equal(access(path, F_OK), 0);
	unlink(path);
}

struct job {
	kb_str text;
	enum kb_err err;
};

static enum kb_err
speaks(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	const struct job *job = user;
	for (int i = 0; i < 10000; i++) {
		kb_sandbox_put(out, job->text);
	}
	return job->err ? kb_fail(ctx, job->err, "no such page: %.*s", KB_ARG(job->text)) : KB_OK;
}

static void
handed_back(void **state)
{
	(void)state;
	struct kb_ctx ctx = { 0 };
	struct kb_buf got = { 0 };
	struct job job = { KB_STR("今日柯城"), KB_OK };
	kb_buf_add(&got, KB_STR("before"));
	assert_int_equal(kb_sandbox_run(&ctx, speaks, &job, &kb_sandbox_usual, &got), KB_OK);
	assert_int_equal(got.n, 6 + 120000);
	assert_memory_equal(got.p, "before今日柯城今", 21);
	/* an error brings its message, and nothing of what was put before */
	job.err = KB_E_NOTHING;
	kb_buf_clear(&got);
	assert_int_equal(kb_sandbox_run(&ctx, speaks, &job, &kb_sandbox_usual, &got), KB_E_NOTHING);
	assert_string_equal(ctx.message.p, "no such page: 今日柯城");
	assert_int_equal(got.n, 0);
	/* no child is left */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	kb_buf_release(&got);
	kb_ctx_release(&ctx);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(handed_back),
		cmocka_unit_test(forbidden),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
