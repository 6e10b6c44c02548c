/* A whole file into memory, where it is one and not too large. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kanbao/i18n.h"
#include "kanbao/import.h"

#define CHUNK ((size_t)1 << 16)

static enum kb_err
fail_errno(struct kb_ctx *ctx)
{
	if (errno == ENOENT || errno == ENOTDIR) {
		return kb_fail(ctx, KB_E_NOINPUT, _("there is no such file; check its name"));
	}
	if (errno == EACCES || errno == EPERM) {
		return kb_fail(ctx, KB_E_PERM, _("it must not be read; check who owns it"));
	}
	return kb_fail(ctx, KB_E_IO, _("cannot read it: %s"), strerror(errno));
}

static enum kb_err
fail_size(struct kb_ctx *ctx)
{
	return kb_fail(ctx, KB_E_DATA, _("larger than %zu MiB; split it by issue"),
	               KB_LIMIT_FILE >> 20);
}

/* Only what has an end is read; standard input may be a pipe. */
static enum kb_err
check_kind(struct kb_ctx *ctx, int fd, bool standard_input)
{
	struct stat st;
	if (fstat(fd, &st) != 0) {
		return fail_errno(ctx);
	}
	if (S_ISDIR(st.st_mode)) {
		return kb_fail(ctx, KB_E_NOINPUT,
		               _("is a folder; name a file in it, or import it as a whole"));
	}
	if (!S_ISREG(st.st_mode) && !standard_input) {
		return kb_fail(ctx, KB_E_NOINPUT, _("is no regular file; name a file"));
	}
	return S_ISREG(st.st_mode) && (uintmax_t)st.st_size > KB_LIMIT_FILE ? fail_size(ctx)
	                                                                    : KB_OK;
}

static enum kb_err
read_all(struct kb_ctx *ctx, int fd, struct kb_buf *out)
{
	size_t before = out->n;
	for (;;) {
		kb_buf_reserve(out, CHUNK);
		ssize_t n = read(fd, out->p + out->n, CHUNK);
		if (n < 0 && errno == EINTR) {
			continue;
		}
		if (n < 0) {
			return fail_errno(ctx);
		}
		out->n += (size_t)n;
		out->p[out->n] = '\0';
		if (n == 0) {
			return KB_OK;
		}
		if (out->n - before > KB_LIMIT_FILE) {
			return fail_size(ctx);
		}
	}
}

enum kb_err
kb_read_file(struct kb_ctx *ctx, const char *path, struct kb_buf *out)
{
	bool standard_input = strcmp(path, "-") == 0;
	/* O_NONBLOCK: opening a FIFO must not wait for its other end */
	int fd = standard_input ? STDIN_FILENO
	                        : open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) {
		return fail_errno(ctx);
	}
	enum kb_err err = check_kind(ctx, fd, standard_input);
	if (!err) {
		err = read_all(ctx, fd, out);
	}
	if (!standard_input) {
		close(fd);
	}
	return err;
}
