/* What a generation holds, as lines of a word and its value; hashes of files. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generation.h"
#include "kanbao/i18n.h"
#include "kanbao/io.h"
#include "kanbao/mem.h"

#define MANIFEST_MAX 1000
#define READ_SIZE ((size_t)1 << 18)

static enum kb_err
fail_path(struct kb_ctx *ctx, const char *path)
{
	return kb_fail(ctx, errno == EACCES || errno == EPERM ? KB_E_PERM : KB_E_IO, "'%s': %s",
	               path, strerror(errno));
}

enum kb_err
kb_file_sha256(struct kb_ctx *ctx, const char *path, char out[65])
{
	struct sha256_ctx sha;
	unsigned char digest[KB_HASH_SIZE];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		return fail_path(ctx, path);
	}
	unsigned char *bytes = kb_calloc(READ_SIZE, 1);
	ssize_t n;
	sha256_init(&sha);
	while ((n = kb_io_read(fd, bytes, READ_SIZE)) > 0) {
		sha256_update(&sha, (size_t)n, bytes);
	}
	enum kb_err err = n < 0 ? fail_path(ctx, path) : KB_OK;
	free(bytes);
	close(fd);
	sha256_digest(&sha, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++) {
		snprintf(out + 2 * i, 3, "%02x", digest[i]);
	}
	return err;
}

/* Whole or not at all. */
static enum kb_err
write_file(struct kb_ctx *ctx, const char *path, kb_str bytes)
{
	struct kb_buf tmp = { 0 };
	kb_buf_printf(&tmp, "%s.tmp", path);
	enum kb_err err = KB_OK;
	int fd = open(tmp.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd < 0 || !kb_io_write(fd, bytes) || fchmod(fd, 0444) != 0 || fsync(fd) != 0 ||
	    rename(tmp.p, path) != 0) {
		err = fail_path(ctx, tmp.p);
		(void)unlink(tmp.p);
	}
	if (fd >= 0) {
		close(fd);
	}
	kb_buf_release(&tmp);
	return err;
}

enum kb_err
kb_manifest_write(struct kb_ctx *ctx, const char *dir, const struct kb_manifest *m)
{
	struct kb_buf path = { 0 };
	struct kb_buf text = { 0 };
	kb_generation_path(&path, dir, m->generation, ".manifest");
	kb_buf_printf(&text,
	              "generation %ld\nschema %d\nbytes %" PRId64 "\nsha256 %s\npapers %" PRId64
	              "\nissues %" PRId64 "\narticles %" PRId64 "\n",
	              m->generation, m->schema, m->bytes, m->sha256, m->papers, m->issues,
	              m->articles);
	enum kb_err err = write_file(ctx, path.p, kb_buf_str(&text));
	kb_buf_release(&text);
	kb_buf_release(&path);
	return err;
}

/* The number behind "NAME " at the start of *text, which goes on behind its line. */
static bool
number_of(char **text, const char *name, int64_t *out)
{
	size_t n = strlen(name);
	char *end;
	if (strncmp(*text, name, n) != 0 || (*text)[n] != ' ') {
		return false;
	}
	errno = 0;
	*out = strtoll(*text + n + 1, &end, 10);
	*text = end + 1;
	return errno == 0 && *out >= 0 && *end == '\n';
}

static bool
parse(char *text, struct kb_manifest *m)
{
	int64_t generation = 0;
	int64_t schema = 0;
	if (!number_of(&text, "generation", &generation) || !number_of(&text, "schema", &schema) ||
	    !number_of(&text, "bytes", &m->bytes) || schema > INT_MAX || generation > LONG_MAX) {
		return false;
	}
	m->generation = (long)generation;
	m->schema = (int)schema;
	size_t n = strncmp(text, "sha256 ", 7) == 0 ? strspn(text + 7, "0123456789abcdef") : 0;
	if (n != 64 || text[7 + n] != '\n') {
		return false;
	}
	memcpy(m->sha256, text + 7, n);
	text += 7 + n + 1;
	return number_of(&text, "papers", &m->papers) && number_of(&text, "issues", &m->issues) &&
	       number_of(&text, "articles", &m->articles);
}

enum kb_err
kb_manifest_read(struct kb_ctx *ctx, const char *dir, long number, struct kb_manifest *out)
{
	char text[MANIFEST_MAX];
	struct kb_buf path = { 0 };
	struct kb_manifest m = { 0 };
	enum kb_err err = KB_OK;
	kb_generation_path(&path, dir, number, ".manifest");
	int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = fd < 0 ? -1 : kb_io_read(fd, text, sizeof(text) - 1);
	text[n > 0 ? n : 0] = '\0';
	if (n < 0) {
		err = fail_path(ctx, path.p);
	} else if (!parse(text, &m) || m.generation != number) {
		err = kb_fail(ctx, KB_E_DATA, _("'%s' is no manifest of generation %ld"), path.p,
		              number);
	} else {
		*out = m;
	}
	if (fd >= 0) {
		close(fd);
	}
	kb_buf_release(&path);
	return err;
}
