/*
 * One writer at a time: flock() on a file beside the archive, which holds the
 * writer's process id. The lock goes with its process, so no stale one stays;
 * closing a descriptor of the archive itself would drop SQLite's own locks.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kanbao/i18n.h"
#include "store_int.h"

#define WAIT_STEP_MS 50
#define WAIT_STEPS 100 /* 5 s */

static void
lock_path(struct kb_buf *out, const char *archive)
{
	kb_buf_printf(out, "%s-lock", archive);
}

static enum kb_err
fail_lock(struct kb_ctx *ctx, const char *archive)
{
	if (errno == ENOENT) {
		return kb_fail(ctx, KB_E_CREATE,
		               _("cannot make archive '%s': its folder does not exist"), archive);
	}
	enum kb_err err = errno == EACCES || errno == EPERM || errno == EROFS ? KB_E_PERM : KB_E_IO;
	return kb_fail(ctx, err, _("cannot write beside archive '%s': %s"), archive,
	               strerror(errno));
}

static enum kb_err
fail_busy(struct kb_ctx *ctx, const char *archive, int fd)
{
	char pid[24] = "";
	ssize_t n = pread(fd, pid, sizeof(pid) - 1, 0);
	pid[n > 0 ? n : 0] = '\0';
	pid[strspn(pid, "0123456789")] = '\0';
	return kb_fail(ctx, KB_E_BUSY,
	               _("archive '%s' is being written by process %s; try again when it is done"),
	               archive, pid[0] ? pid : "?");
}

/* Whether the file locked is still the one with that name. */
static bool
current(int fd, const char *path)
{
	struct stat mine;
	struct stat there;
	return fstat(fd, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino &&
	       mine.st_dev == there.st_dev;
}

static void
sign(int fd)
{
	char pid[24];
	int n = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
	/* only a courtesy to who has to wait */
	if (ftruncate(fd, 0) != 0 || pwrite(fd, pid, (size_t)n, 0) != n) {
		return;
	}
}

enum kb_err
kb_lock_take(struct kb_ctx *ctx, const char *archive, int *out)
{
	struct kb_buf path = { 0 };
	lock_path(&path, archive);
	enum kb_err err = KB_E_BUSY;
	for (int step = 0; err == KB_E_BUSY; step++) {
		int fd = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644);
		if (fd < 0 && errno == EACCES) {
			/* left by another user, root maybe: it can be locked all the same */
			fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
			errno = fd < 0 ? EACCES : 0;
		}
		if (fd < 0) {
			err = fail_lock(ctx, archive);
			break;
		}
		if (flock(fd, LOCK_EX | LOCK_NB) == 0 && current(fd, path.p)) {
			sign(fd);
			*out = fd;
			err = KB_OK;
			break;
		}
		if (step >= WAIT_STEPS) {
			err = fail_busy(ctx, archive, fd);
			close(fd);
			break;
		}
		close(fd);
		nanosleep(&(struct timespec){ .tv_nsec = WAIT_STEP_MS * 1000000L }, NULL);
	}
	kb_buf_release(&path);
	return err;
}

void
kb_lock_drop(const char *archive, int fd)
{
	if (fd < 0) {
		return;
	}
	/* unlinked while it is held: who opened it meanwhile sees that it is gone */
	struct kb_buf path = { 0 };
	lock_path(&path, archive);
	unlink(path.p);
	kb_buf_release(&path);
	close(fd);
}
