/* Zip and tar → files, by libarchive in a sandboxed child. */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "import_int.h"
#include "kanbao/i18n.h"
#include "kanbao/sandbox.h"

#define STEP ((size_t)1 << 16)

bool
kb_packed(kb_str bytes)
{
	static const kb_str marks[] = {
		{ "PK\3\4", 4 },
		{ "PK\5\6", 4 },
		{ "\x1F\x8B\x08", 3 },
		{ "\xFD"
		  "7zXZ\0",
		  6 },
		{ "\x28\xB5\x2F\xFD", 4 },
		{ "BZh", 3 },
	};
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (kb_str_starts(bytes, marks[i])) {
			return true;
		}
	}
	return bytes.n >= 512 && memcmp(bytes.p + 257, "ustar", 5) == 0;
}

/* --- in the child ------------------------------------------------------------------- */

/* What goes before a file in the pipe. */
struct heading {
	size_t path;
	size_t bytes;
};

struct unpacking {
	struct kb_ctx *ctx;
	struct kb_sandbox_out *out;
	struct archive *archive;
	struct kb_buf file;
	size_t n;
	size_t total;
};

static enum kb_err
damaged(const struct unpacking *u)
{
	const char *why = archive_error_string(u->archive);
	return kb_fail(u->ctx, KB_E_DATA, _("a damaged archive file: %s"),
	               why ? why : _("cut short"));
}

/* Books and office documents are zips too, but no papers. */
static bool
other_kind(const char *path)
{
	return strcmp(path, "[Content_Types].xml") == 0 ||
	       strcmp(path, "META-INF/container.xml") == 0 ||
	       strcmp(path, "META-INF/manifest.xml") == 0;
}

static enum kb_err
read_file(struct unpacking *u, const char *path)
{
	la_ssize_t n;
	kb_buf_clear(&u->file);
	do {
		kb_buf_reserve(&u->file, STEP);
		n = archive_read_data(u->archive, u->file.p + u->file.n, STEP);
		if (n < 0) {
			return damaged(u);
		}
		u->file.n += (size_t)n;
		if (u->file.n > KB_LIMIT_FILE) {
			return kb_fail(u->ctx, KB_E_DATA, _("'%s' in it is larger than %zu MiB"),
			               path, KB_LIMIT_FILE >> 20);
		}
	} while (n > 0);
	u->total += u->file.n;
	if (u->total > KB_LIMIT_UNPACKED) {
		return kb_fail(u->ctx, KB_E_DATA, _("unpacked it takes more than %zu MiB"),
		               KB_LIMIT_UNPACKED >> 20);
	}
	return KB_OK;
}

static enum kb_err
take_entry(struct unpacking *u, struct archive_entry *entry)
{
	const char *path = archive_entry_pathname(entry);
	path = path ? path : archive_entry_pathname_utf8(entry);
	if (!path || archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry)) {
		return KB_OK; /* folders, links, devices */
	}
	if (archive_entry_is_encrypted(entry)) {
		return kb_fail(u->ctx, KB_E_DATA, _("it is encrypted; unpack it first"));
	}
	if (other_kind(path)) {
		return kb_fail(u->ctx, KB_E_DATA,
		               _("an EPUB or office document, which is not read here"));
	}
	if (u->n++ >= KB_LIMIT_FILES) {
		return kb_fail(u->ctx, KB_E_DATA, _("more than %d files in it"), KB_LIMIT_FILES);
	}
	enum kb_err err = read_file(u, path);
	if (!err) {
		const struct heading heading = { strlen(path), u->file.n };
		kb_sandbox_put(u->out, (kb_str){ (const char *)&heading, sizeof(heading) });
		kb_sandbox_put(u->out, kb_str_of(path));
		kb_sandbox_put(u->out, kb_buf_str(&u->file));
	}
	return err;
}

static enum kb_err
take_entries(struct unpacking *u)
{
	struct archive_entry *entry;
	enum kb_err err = KB_OK;
	for (;;) {
		int rc = archive_read_next_header(u->archive, &entry);
		if (rc == ARCHIVE_EOF || err) {
			return err;
		}
		if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) {
			return damaged(u);
		}
		/* what is compressed and no archive is one file; what isn't is damaged */
		if (archive_format(u->archive) == ARCHIVE_FORMAT_RAW &&
		    archive_filter_count(u->archive) < 2) {
			return damaged(u);
		}
		err = take_entry(u, entry);
	}
}

static enum kb_err
unpack(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	const kb_str *bytes = user;
	struct unpacking u = { .ctx = ctx, .out = out, .archive = archive_read_new() };
	if (!u.archive) {
		return kb_fail(ctx, KB_E_INTERNAL, _("out of memory"));
	}
	/* none of these starts a program, as others of libarchive do */
	archive_read_support_format_tar(u.archive);
	archive_read_support_format_zip(u.archive);
	archive_read_support_format_raw(u.archive);
	archive_read_support_filter_gzip(u.archive);
	archive_read_support_filter_bzip2(u.archive);
	archive_read_support_filter_xz(u.archive);
	archive_read_support_filter_zstd(u.archive);
	enum kb_err err = archive_read_open_memory(u.archive, bytes->p, bytes->n) == ARCHIVE_OK
	                          ? take_entries(&u)
	                          : damaged(&u);
	archive_read_free(u.archive);
	kb_buf_release(&u.file);
	return err;
}

/* --- in the parent --------------------------------------------------------------------- */

/*
 * A path as it may be shown and kept: decoded (Windows writes GBK into zips),
 * sanitised, '/' between the parts, none of them "..". Absent for what is
 * hidden.
 */
static kb_str
tidy_path(struct kb_arena *a, kb_str raw)
{
	struct kb_buf text = { 0 };
	struct kb_buf clean = { 0 };
	struct kb_text_report report = { 0 };
	kb_str out = KB_STR("");
	kb_str part;
	kb_text_decode(raw, kb_encoding_sniff(raw), &text, &report);
	kb_text_oneline(kb_buf_str(&text), &clean);
	for (size_t i = 0; i < clean.n; i++) {
		clean.p[i] = clean.p[i] == '\\' ? '/' : clean.p[i];
	}
	kb_str rest = kb_buf_str(&clean);
	bool hidden = false;
	while (kb_str_split(&rest, '/', &part)) {
		bool dots = kb_str_eq(part, KB_STR(".")) || kb_str_eq(part, KB_STR(".."));
		if (!part.n || dots) {
			continue;
		}
		hidden = hidden || part.p[0] == '.' || kb_str_eq(part, KB_STR("__MACOSX"));
		out = out.n ? kb_arena_printf(a, "%.*s/%.*s", KB_ARG(out), KB_ARG(part))
		            : kb_arena_dup(a, part);
	}
	kb_buf_release(&text);
	kb_buf_release(&clean);
	return hidden || !out.n ? KB_STR_NULL : out;
}

static bool
next_file(struct kb_arena *a, kb_str all, size_t *off, struct kb_file *out)
{
	struct heading h;
	if (all.n - *off < sizeof(h)) {
		return false;
	}
	memcpy(&h, all.p + *off, sizeof(h));
	*off += sizeof(h);
	if (h.path > all.n - *off || h.bytes > all.n - *off - h.path) {
		return false;
	}
	out->path = tidy_path(a, kb_str_sub(all, *off, *off + h.path));
	*off += h.path;
	out->bytes = kb_str_sub(all, *off, *off + h.bytes);
	*off += h.bytes;
	return true;
}

enum kb_err
kb_unpack(struct kb_ctx *ctx, kb_str bytes, struct kb_arena *a, struct kb_buf *out,
          struct kb_file **files, size_t *n)
{
	struct kb_sandbox_limits limits = kb_sandbox_usual;
	limits.output = KB_LIMIT_UNPACKED + KB_LIMIT_FILES * (sizeof(struct heading) + 4096);
	enum kb_err err = kb_sandbox_run(ctx, unpack, &bytes, &limits, out);
	if (err) {
		return err;
	}
	struct kb_file *list = NULL;
	size_t cap = 0;
	size_t off = 0;
	struct kb_file file;
	*n = 0;
	while (next_file(a, kb_buf_str(out), &off, &file)) {
		if (file.path.p) {
			list = kb_arena_grow(a, list, *n, &cap, sizeof(*list));
			list[(*n)++] = file;
		}
	}
	*files = list;
	return *n ? KB_OK : kb_fail(ctx, KB_E_DATA, _("an archive file with nothing in it"));
}
