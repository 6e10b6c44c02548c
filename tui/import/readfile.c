/* A file as a stream of lines or as a whole, where it is one and not too large. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import_int.h"
#include "kanbao/i18n.h"
#include "kanbao/interrupt.h"
#include "kanbao/io.h"

#define WAIT_MS 200
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
	return KB_OK;
}

enum kb_err
kb_stream_open(struct kb_ctx *ctx, const char *path, struct kb_stream *out)
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
		*out = (struct kb_stream){ .fd = fd, .ours = !standard_input };
	} else if (!standard_input) {
		close(fd);
	}
	return err;
}

void
kb_stream_close(struct kb_stream *s)
{
	if (s->ours) {
		close(s->fd);
		s->ours = false;
	}
	kb_buf_release(&s->buf);
}

/* Waits for a pipe or a terminal, which may never write, and lets ^C end that. */
static enum kb_err
wait_for(struct kb_ctx *ctx, const struct kb_stream *s)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	while (!s->ours && poll(&p, 1, WAIT_MS) == 0) {
		if (kb_interrupted()) {
			return kb_fail_interrupted(ctx);
		}
	}
	return KB_OK;
}

/* Some more bytes into the buffer; fails where it holds the limit already. */
static enum kb_err
fill(struct kb_ctx *ctx, struct kb_stream *s)
{
	if (s->buf.n - s->at > KB_LIMIT_FILE) {
		return fail_size(ctx);
	}
	kb_buf_reserve(&s->buf, CHUNK);
	enum kb_err err = wait_for(ctx, s);
	if (err) {
		return err;
	}
	ssize_t n = kb_io_read(s->fd, s->buf.p + s->buf.n, CHUNK);
	if (n < 0) {
		return fail_errno(ctx);
	}
	s->buf.n += (size_t)n;
	s->buf.p[s->buf.n] = '\0';
	s->end = n == 0;
	return KB_OK;
}

/* What has been taken goes, so that the buffer holds one line. */
static void
move_up(struct kb_stream *s)
{
	if (s->at) {
		memmove(s->buf.p, s->buf.p + s->at, s->buf.n - s->at);
		s->buf.n -= s->at;
		s->buf.p[s->buf.n] = '\0';
		s->at = 0;
	}
}

enum kb_err
kb_stream_peek(struct kb_ctx *ctx, struct kb_stream *s, kb_str *line)
{
	size_t seen = 0;
	const char *end = NULL;
	enum kb_err err = KB_OK;
	for (;;) {
		size_t n = s->buf.n - s->at;
		if (n > seen) {
			end = memchr(s->buf.p + s->at + seen, '\n', n - seen);
		}
		if (end || s->end || err) {
			break;
		}
		seen = n;
		move_up(s);
		err = fill(ctx, s);
	}
	if (!err) {
		size_t n = end ? (size_t)(end - s->buf.p) + 1 : s->buf.n;
		*line = s->buf.p ? kb_str_sub(kb_buf_str(&s->buf), s->at, n) : KB_STR("");
	}
	return err;
}

void
kb_stream_skip(struct kb_stream *s, kb_str line)
{
	s->at += line.n;
}

enum kb_err
kb_stream_all(struct kb_ctx *ctx, struct kb_stream *s, kb_str *all)
{
	enum kb_err err = KB_OK;
	struct stat st;
	/* told at once, not after reading so much */
	if (fstat(s->fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (uintmax_t)st.st_size > KB_LIMIT_FILE) {
		return fail_size(ctx);
	}
	while (!err && !s->end) {
		err = fill(ctx, s);
	}
	if (!err && s->buf.n - s->at > KB_LIMIT_FILE) {
		err = fail_size(ctx);
	}
	if (!err) {
		*all = kb_str_sub(kb_buf_str(&s->buf), s->at, s->buf.n);
	}
	return err;
}

enum kb_err
kb_read_file(struct kb_ctx *ctx, const char *path, struct kb_buf *out)
{
	struct kb_stream s = { 0 };
	kb_str all = KB_STR_NULL;
	enum kb_err err = kb_stream_open(ctx, path, &s);
	if (err) {
		return err;
	}
	err = kb_stream_all(ctx, &s, &all);
	if (!err) {
		kb_buf_add(out, all);
	}
	kb_stream_close(&s);
	return err;
}
