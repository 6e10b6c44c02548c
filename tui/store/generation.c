/* Generations: which is the newest, who reads one, and which may go. */
#include "generation.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "kanbao/i18n.h"
#include "kanbao/mem.h"

#define CURRENT "/current"
/* Between looking and holding another one may come: tried again so often. */
#define TRIES 100
#define TRY_MS 10

/* The number of a name that begins with digits, else 0. */
static long
number_of(const char *name)
{
	char *end = NULL;
	long n = name[0] >= '0' && name[0] <= '9' ? strtol(name, &end, 10) : 0;
	return end && end - name < 12 ? n : 0;
}

bool
kb_generation_dir(const char *path, struct kb_buf *dir)
{
	kb_str name = kb_str_of(path);
	struct stat st;
	while (name.n > 1 && name.p[name.n - 1] == '/') {
		name.n--;
	}
	if (kb_str_ends(name, KB_STR(CURRENT)) || kb_str_eq(name, KB_STR("current"))) {
		name.n -= strlen("current");
		kb_buf_add(dir, name.n ? name : KB_STR("."));
	} else {
		kb_buf_add(dir, name);
	}
	while (dir->n > 1 && dir->p[dir->n - 1] == '/') {
		dir->p[--dir->n] = '\0';
	}
	size_t n = dir->n;
	kb_buf_add(dir, KB_STR(CURRENT));
	bool is = lstat(dir->p, &st) == 0 && S_ISLNK(st.st_mode);
	dir->p[dir->n = n] = '\0';
	return is;
}

long
kb_generation_newest(const char *dir)
{
	char target[64];
	struct kb_buf link = { 0 };
	kb_buf_printf(&link, "%s" CURRENT, dir);
	ssize_t n = readlink(link.p, target, sizeof(target) - 1);
	kb_buf_release(&link);
	target[n > 0 ? n : 0] = '\0';
	return strncmp(target, "gen/", 4) == 0 ? number_of(target + 4) : 0;
}

void
kb_generation_path(struct kb_buf *out, const char *dir, long number, const char *suffix)
{
	kb_buf_printf(out, "%s/gen/%04ld%s", dir, number, suffix);
}

/*
 * The lock only asks that the file keep its name. Where there are none (network
 * file systems) a generation is read without; so is the newest where somebody
 * has the lock to himself, for that cannot be the collector.
 */
static bool
shared(int fd, const char *dir, long number)
{
	struct stat st;
	bool ours = flock(fd, LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK ||
	            kb_generation_newest(dir) == number;
	/* removed between: another is the newest now */
	return ours && fstat(fd, &st) == 0 && st.st_nlink > 0;
}

enum kb_err
kb_generation_hold(struct kb_ctx *ctx, const char *dir, struct kb_generation *out)
{
	struct kb_buf file = { 0 };
	long number = kb_generation_newest(dir);
	if (!number) {
		return kb_fail(ctx, KB_E_NOINPUT,
		               _("'%s/current' leads to no generation; publish to '%s' again"), dir,
		               dir);
	}
	for (int i = 0; i < TRIES; i++) {
		kb_buf_clear(&file);
		number = kb_generation_newest(dir);
		kb_generation_path(&file, dir, number, ".db");
		int fd = open(file.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
		if (fd >= 0 && shared(fd, dir, number)) {
			*out = (struct kb_generation){ .number = number, .fd = fd, .file = file.p };
			return KB_OK;
		}
		if (fd >= 0) {
			close(fd);
		} else if (errno != ENOENT) {
			break;
		}
		nanosleep(&(struct timespec){ .tv_nsec = TRY_MS * 1000000L }, NULL);
	}
	enum kb_err err =
		kb_fail(ctx, errno == EACCES ? KB_E_PERM : KB_E_NOINPUT,
	                _("cannot open generation %ld of '%s': %s"), number, dir, strerror(errno));
	kb_buf_release(&file);
	return err;
}

static void
unlink_generation(const char *dir, long number)
{
	static const char *const suffixes[] = { ".db", ".manifest" };
	struct kb_buf path = { 0 };
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		kb_buf_clear(&path);
		kb_generation_path(&path, dir, number, suffixes[i]);
		(void)unlink(path.p);
	}
	kb_buf_release(&path);
}

void
kb_generation_drop(const char *dir, struct kb_generation *gen)
{
	if (!gen->number) {
		return;
	}
	if (kb_generation_newest(dir) > gen->number && flock(gen->fd, LOCK_EX | LOCK_NB) == 0) {
		unlink_generation(dir, gen->number);
	}
	close(gen->fd);
	free(gen->file);
	*gen = (struct kb_generation){ .fd = -1 };
}

/* --- the collector ---------------------------------------------------------------- */

static bool
is_read(const char *dir, long number)
{
	struct kb_buf path = { 0 };
	kb_generation_path(&path, dir, number, ".db");
	int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool read = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
	kb_buf_release(&path);
	if (!read) {
		/* with the lock: who opened it meanwhile sees that it is gone */
		unlink_generation(dir, number);
	}
	if (fd >= 0) {
		close(fd);
	}
	return read;
}

static int
newest_first(const void *pa, const void *pb)
{
	const long *a = pa;
	const long *b = pb;
	return (*a < *b) - (*a > *b);
}

/* Numbers of the files in DIR/gen, newest first; what is unfinished goes. */
static enum kb_err
list(struct kb_ctx *ctx, const char *dir, long **numbers, size_t *n)
{
	struct kb_buf path = { 0 };
	size_t cap = 0;
	kb_buf_printf(&path, "%s/gen", dir);
	DIR *folder = opendir(path.p);
	if (!folder) {
		enum kb_err err =
			kb_fail(ctx, errno == EACCES ? KB_E_PERM : KB_E_IO,
		                _("cannot read folder '%s': %s"), path.p, strerror(errno));
		kb_buf_release(&path);
		return err;
	}
	size_t length = path.n;
	for (struct dirent *e = readdir(folder); e; e = readdir(folder)) {
		long number = number_of(e->d_name);
		if (number && strstr(e->d_name, ".tmp")) {
			path.p[path.n = length] = '\0';
			kb_buf_printf(&path, "/%s", e->d_name);
			(void)unlink(path.p);
		} else if (number) {
			*numbers = kb_grow(*numbers, *n, &cap, sizeof(**numbers));
			(*numbers)[(*n)++] = number;
		}
	}
	(void)closedir(folder);
	kb_buf_release(&path);
	if (*n) {
		qsort(*numbers, *n, sizeof(**numbers), newest_first);
	}
	return KB_OK;
}

enum kb_err
kb_generation_collect(struct kb_ctx *ctx, const char *dir, size_t keep, long *last)
{
	long *numbers = NULL;
	size_t n = 0;
	size_t kept = 1;
	long newest = kb_generation_newest(dir);
	enum kb_err err = list(ctx, dir, &numbers, &n);
	*last = n && numbers[0] > newest ? numbers[0] : newest;
	for (size_t i = 0; i < n; i++) {
		if (numbers[i] == newest || (i && numbers[i] == numbers[i - 1])) {
			continue; /* a file and its manifest */
		}
		if (kept >= keep) {
			unlink_generation(dir, numbers[i]);
		} else {
			kept += is_read(dir, numbers[i]);
		}
	}
	free(numbers);
	return err;
}
