/* Runs pdftohtml over a PDF: no shell, an environment of our own, limits. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kanbao/clock.h"
#include "kanbao/i18n.h"
#include "kanbao/io.h"
#include "kanbao/pdf.h"
#include "kanbao/sandbox.h"
#include "kanbao/text.h"

#define CHUNK ((size_t)1 << 16)
/* As much of its complaints as is looked at. */
#define COMPLAINTS ((size_t)1 << 14)
#define MEMORY ((size_t)1 << 30)
/* pdftohtml reads the file as this one of its own. */
#define PDF_FD 3
#define PDF_NAME "/dev/fd/3"

const struct kb_pdf_limits kb_pdf_usual = {
	.output = (size_t)256 << 20,
	.cpu_s = 60,
	.wall_s = 120,
};

struct run {
	struct kb_ctx *ctx;
	const struct kb_pdf_limits *limits;
	const char *program;
	int pdf;    /* the file, unlinked */
	int out[2]; /* pipes */
	int err[2];
	pid_t pid;
	struct kb_buf *xml;
	struct kb_buf complaints;
	bool late; /* over the wall clock's limit */
	bool much; /* over the limit of output */
};

bool
kb_pdf_is(kb_str bytes)
{
	/* readers of PDF allow for some bytes before the mark */
	return kb_str_find(kb_str_sub(bytes, 0, 1024), KB_STR("%PDF-")) != SIZE_MAX;
}

/* --- in the child ------------------------------------------------------------------ */

static bool
limit(int what, rlim_t soft, rlim_t hard)
{
	const struct rlimit r = { .rlim_cur = soft, .rlim_max = hard };
	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

static _Noreturn void
be_pdftohtml(const struct run *r)
{
	static const char *const clean[] = { "LC_ALL=C.UTF-8", "PATH=/nonexistent",
		                             "HOME=/nonexistent", NULL };
	static const char *const argv[] = { "pdftohtml",     "-xml", "-i",     "-stdout",
		                            "-noroundcoord", "-wbt", "20",     "-enc",
		                            "UTF-8",         "--",   PDF_NAME, NULL };
	rlim_t cpu = (rlim_t)r->limits->cpu_s;
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	(void)setpgid(0, 0);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	bool good = null >= 0 && dup2(null, STDIN_FILENO) >= 0 &&
	            dup2(r->out[1], STDOUT_FILENO) >= 0 && dup2(r->err[1], STDERR_FILENO) >= 0;
	/* dup2() onto itself would leave the descriptor to be closed by exec */
	good = good &&
	       (r->pdf == PDF_FD ? fcntl(PDF_FD, F_SETFD, 0) == 0 : dup2(r->pdf, PDF_FD) >= 0);
	good = good && limit(RLIMIT_CPU, cpu, cpu + 2) && limit(RLIMIT_FSIZE, 0, 0) &&
	       limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NOFILE, 32, 32);
	if (!KB_SANITISED) {
		good = good && limit(RLIMIT_AS, MEMORY, MEMORY);
	}
	if (good && chdir("/") == 0) {
		(void)close_range(PDF_FD + 1, ~0u, 0);
		/* execve() leaves both as they are */
		(void)execve(r->program, (char *const *)(uintptr_t)argv,
		             (char *const *)(uintptr_t)clean);
	}
	_exit(126);
}

/* --- in the parent ------------------------------------------------------------------ */

/* Reads what is there; false at the end. What is over `most` is read and lost. */
static bool
drain(int fd, struct kb_buf *to, size_t most, bool *much)
{
	char chunk[CHUNK];
	ssize_t n = kb_io_read(fd, chunk, sizeof(chunk));
	if (n < 0) {
		return false;
	}
	size_t room = to->n < most ? most - to->n : 0;
	*much = *much || (size_t)n > room;
	kb_buf_add(to, (kb_str){ chunk, (size_t)n < room ? (size_t)n : room });
	return n > 0;
}

/* Both pipes to their ends, or to a limit. */
static void
collect(struct run *r)
{
	int64_t end = kb_clock_ms() + (int64_t)r->limits->wall_s * 1000;
	struct pollfd fds[2] = { { .fd = r->out[0], .events = POLLIN },
		                 { .fd = r->err[0], .events = POLLIN } };
	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		int64_t left = end - kb_clock_ms();
		bool lost = false;
		if (left <= 0) {
			r->late = true;
			return;
		}
		if (poll(fds, 2, (int)left) <= 0) {
			continue;
		}
		if (fds[0].revents && !drain(fds[0].fd, r->xml, r->limits->output, &r->much)) {
			fds[0].fd = -1;
		}
		if (fds[1].revents && !drain(fds[1].fd, &r->complaints, COMPLAINTS, &lost)) {
			fds[1].fd = -1;
		}
		if (r->much) {
			return;
		}
	}
}

static enum kb_err
fail_start(struct run *r)
{
	return kb_fail(r->ctx, KB_E_TERM, _("cannot run pdftohtml: %s"), strerror(errno));
}

/* The PDF as a file without a name: pdftohtml wants to move about in it. */
static bool
put_file(struct run *r, kb_str pdf)
{
	r->pdf = memfd_create("pdf", MFD_CLOEXEC);
	return r->pdf >= 0 && kb_io_write(r->pdf, pdf);
}

static void
shut(int *fd)
{
	if (*fd >= 0) {
		close(*fd);
	}
	*fd = -1;
}

static int
wait_for(pid_t pid)
{
	int status = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
	}
	return status;
}

/* Runs it to its end; *status is that of waitpid(). */
static enum kb_err
run(struct run *r, kb_str pdf, int *status)
{
	if (!put_file(r, pdf) || pipe2(r->out, O_CLOEXEC) != 0 || pipe2(r->err, O_CLOEXEC) != 0) {
		return fail_start(r);
	}
	r->pid = fork();
	if (r->pid < 0) {
		return fail_start(r);
	}
	if (r->pid == 0) {
		be_pdftohtml(r);
	}
	(void)setpgid(r->pid, r->pid); /* whichever of the two comes first */
	shut(&r->out[1]);
	shut(&r->err[1]);
	collect(r);
	if (r->late || r->much) {
		(void)kill(-r->pid, SIGKILL);
	}
	*status = wait_for(r->pid);
	return KB_OK;
}

/* --- what it says -------------------------------------------------------------------- */

static bool
says(const struct run *r, const char *words)
{
	return kb_str_find(kb_buf_str(&r->complaints), kb_str_of(words)) != SIZE_MAX;
}

static bool
any_text(const struct run *r)
{
	return kb_str_find(kb_buf_str(r->xml), KB_STR("<text ")) != SIZE_MAX;
}

/* The first line of its complaints, for a person. */
static enum kb_err
fail_damaged(struct run *r)
{
	struct kb_buf line = { 0 };
	kb_str rest = kb_buf_str(&r->complaints);
	kb_str first = KB_STR("");
	(void)kb_str_split(&rest, '\n', &first);
	kb_text_oneline(kb_str_sub(first, 0, 200), &line);
	enum kb_err err = kb_fail(r->ctx, KB_E_DATA, _("a damaged PDF; pdftohtml says: %.*s"),
	                          KB_ARG(kb_buf_str(&line)));
	kb_buf_release(&line);
	return err;
}

/* A limit was met, or a signal ended it. */
static enum kb_err
judge_end(struct run *r, int status)
{
	bool cpu =
		WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
	if (r->much) {
		return kb_fail(r->ctx, KB_E_DATA,
		               _("the text of the PDF is larger than %zu MiB; split it by issue"),
		               r->limits->output >> 20);
	}
	if (r->late) {
		return kb_fail(r->ctx, KB_E_DATA,
		               _("pdftohtml took longer than %d s; split the PDF by page"),
		               r->limits->wall_s);
	}
	if (cpu) {
		return kb_fail(
			r->ctx, KB_E_DATA,
			_("pdftohtml took more than %d s of CPU time; split the PDF by page"),
			r->limits->cpu_s);
	}
	return WIFSIGNALED(status)
	               ? kb_fail(r->ctx, KB_E_DATA,
	                         _("pdftohtml was ended by signal %d; the PDF may be damaged"),
	                         WTERMSIG(status))
	               : KB_OK;
}

static enum kb_err
judge(struct run *r, int status)
{
	enum kb_err err = judge_end(r, status);
	if (err) {
		return err;
	}
	if (says(r, "Incorrect password")) {
		return kb_fail(r->ctx, KB_E_DATA,
		               _("the PDF is locked by a password; save a copy without it first"));
	}
	if (says(r, "copy-protection")) {
		return kb_fail(r->ctx, KB_E_DATA, _("its maker forbids taking text from this PDF"));
	}
	if (says(r, "Missing language pack")) {
		return kb_fail(r->ctx, KB_E_DATA,
		               _("the PDF's fonts are not in it, and need poppler's tables of "
		                 "characters; install the package poppler-data"));
	}
	if (WEXITSTATUS(status) != 0 ||
	    kb_str_find(kb_buf_str(r->xml), KB_STR("<pdf2xml")) == SIZE_MAX) {
		return fail_damaged(r);
	}
	return any_text(r) ? KB_OK
	                   : kb_fail(r->ctx, KB_E_DATA,
	                             _("the PDF has no text layer, only pictures; it needs OCR, "
	                               "which kanbao doesn't do"));
}

/* --- the door --------------------------------------------------------------------------- */

/* The first folder of the path that has it. */
static bool
find_program(const char *path, struct kb_buf *program)
{
	kb_str folder;
	for (kb_str rest = kb_str_of(path); kb_str_split(&rest, ':', &folder);) {
		kb_buf_clear(program);
		kb_buf_printf(program, "%.*s/pdftohtml", KB_ARG(folder));
		if (access(program->p, X_OK) == 0) {
			return true;
		}
	}
	return false;
}

static enum kb_err
fail_missing(struct kb_ctx *ctx)
{
	return kb_fail(ctx, KB_E_DATA,
	               _("a PDF is read by pdftohtml, which is not here; install the package "
	                 "poppler-utils"));
}

enum kb_err
kb_pdf_convert(struct kb_ctx *ctx, kb_str pdf, const char *path, const struct kb_pdf_limits *limits,
               struct kb_buf *out)
{
	struct kb_buf program = { 0 };
	struct kb_buf xml = { 0 };
	struct run r = {
		.ctx = ctx,
		.limits = limits,
		.pdf = -1,
		.out = { -1, -1 },
		.err = { -1, -1 },
		.xml = &xml,
	};
	int status = 0;
	enum kb_err err = KB_OK;
	if (!find_program(path, &program)) {
		err = fail_missing(ctx);
		goto out;
	}
	r.program = program.p;
	err = run(&r, pdf, &status);
	err = err ? err : judge(&r, status);
	if (!err) {
		kb_buf_add(out, kb_buf_str(&xml));
	}
out:
	shut(&r.pdf);
	for (int i = 0; i < 2; i++) {
		shut(&r.out[i]);
		shut(&r.err[i]);
	}
	kb_buf_release(&r.complaints);
	kb_buf_release(&xml);
	kb_buf_release(&program);
	return err;
}
