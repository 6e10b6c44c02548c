/* The files of a folder and of the folders in it, sorted by name. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "import_int.h"
#include "kanbao/i18n.h"
#include "kanbao/mem.h"

#define DEPTH_MAX 64

struct names {
	char **v;
	size_t n;
	size_t cap;
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
release_names(struct names *names)
{
	for (size_t i = 0; i < names->n; i++) {
		free(names->v[i]);
	}
	free(names->v);
}

/* The paths in a folder, sorted; hidden ones are left out. */
static enum kb_err
read_folder(struct kb_ctx *ctx, const char *path, struct names *names)
{
	DIR *dir = opendir(path);
	if (!dir) {
		return kb_fail(ctx, errno == EACCES ? KB_E_PERM : KB_E_IO,
		               _("%s: cannot read this folder: %s"), path, strerror(errno));
	}
	const struct dirent *entry;
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.') {
			continue;
		}
		struct kb_buf full = { 0 };
		bool slash = path[0] && path[strlen(path) - 1] == '/';
		kb_buf_printf(&full, "%s%s%s", path, slash ? "" : "/", entry->d_name);
		names->v = kb_grow(names->v, names->n, &names->cap, sizeof(*names->v));
		names->v[names->n++] = full.p; /* the text is the list's now */
	}
	closedir(dir);
	if (names->n) {
		qsort(names->v, names->n, sizeof(*names->v), by_name);
	}
	return KB_OK;
}

static bool
is_folder(const char *path, bool follow)
{
	struct stat st;
	return (follow ? stat(path, &st) : lstat(path, &st)) == 0 && S_ISDIR(st.st_mode);
}

/* Links to folders are not followed, so that no loop can be. */
static enum kb_err
walk(struct kb_ctx *ctx, const char *path, int depth, kb_folder_file *file, void *user)
{
	struct names names = { 0 };
	enum kb_err err = read_folder(ctx, path, &names);
	for (size_t i = 0; i < names.n && !err; i++) {
		if (!is_folder(names.v[i], true)) {
			err = file(user, names.v[i]);
		} else if (is_folder(names.v[i], false) && depth < DEPTH_MAX) {
			err = walk(ctx, names.v[i], depth + 1, file, user);
		}
	}
	release_names(&names);
	return err;
}

enum kb_err
kb_folder_walk(struct kb_ctx *ctx, const char *path, kb_folder_file *file, void *user)
{
	return walk(ctx, path, 0, file, user);
}
