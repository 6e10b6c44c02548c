/* Folders above a file, links, and what of them is on the disk. */
#include "kanbao/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kanbao/i18n.h"

enum kb_err
kb_path_sync(struct kb_ctx *ctx, const char *path)
{
	enum kb_err err = KB_OK;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0) {
		err = kb_fail(ctx, errno == EACCES || errno == EPERM ? KB_E_PERM : KB_E_IO,
		              "'%s': %s", path, strerror(errno));
	}
	if (fd >= 0) {
		close(fd);
	}
	return err;
}

enum kb_err
kb_path_sync_folder(struct kb_ctx *ctx, const char *path)
{
	struct kb_buf folder = { 0 };
	const char *slash = strrchr(path, '/');
	kb_buf_add(&folder, slash ? (kb_str){ path, (size_t)(slash - path) + 1 } : KB_STR("."));
	enum kb_err err = kb_path_sync(ctx, folder.p);
	kb_buf_release(&folder);
	return err;
}

enum kb_err
kb_path_make_parents(struct kb_ctx *ctx, const char *path)
{
	struct kb_buf part = { 0 };
	enum kb_err err = KB_OK;
	for (const char *slash = strchr(path, '/'); slash && !err; slash = strchr(slash + 1, '/')) {
		if (slash == path) {
			continue;
		}
		kb_buf_clear(&part);
		kb_buf_add(&part, (kb_str){ path, (size_t)(slash - path) });
		/* XDG Base Directory: what is missing is made with mode 0700 */
		if (mkdir(part.p, 0700) == 0) {
			(void)kb_path_sync_folder(ctx, part.p); /* some cannot: they are made */
		} else if (errno != EEXIST) {
			struct stat st;
			if (stat(part.p, &st) != 0) {
				err = kb_fail(ctx, KB_E_CREATE, _("cannot make folder '%s': %s"),
				              part.p, strerror(errno));
			}
		}
	}
	kb_buf_release(&part);
	return err;
}

enum kb_err
kb_path_follow(struct kb_ctx *ctx, const char *path, struct kb_buf *out)
{
	struct stat st;
	char *target = NULL;
	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode)) {
		target = realpath(path, NULL);
		if (!target && errno == ENOENT) {
			return kb_fail(ctx, KB_E_NOINPUT, _("'%s' is a link that leads to nothing"),
			               path);
		}
	}
	kb_buf_add(out, kb_str_of(target ? target : path));
	free(target);
	return KB_OK;
}
