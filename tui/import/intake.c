/* Files, folders and archive files → bundles → issues. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "import_int.h"
#include "kanbao/i18n.h"
#include "kanbao/interrupt.h"
#include "kanbao/mem.h"
#include "kanbao/pdf.h"

/* A reading on its way. */
struct run {
	struct kb_ctx *ctx;
	struct kb_intake *intake;
	const char *path; /* as told */
	kb_str name;
	const struct kb_bundle *bundle;
	const struct kb_format *format;
	struct kb_buf *packed; /* source of several files, made when first asked for */
	enum kb_err ended;     /* what the taker said */
};

static enum kb_err
refuse(struct run *r, enum kb_err err)
{
	return r->intake->refused(r->intake->user, r->path, err);
}

static kb_str
base_name(kb_str path)
{
	size_t n = path.n;
	while (n > 1 && path.p[n - 1] == '/') {
		path.n = --n;
	}
	while (n > 0 && path.p[n - 1] != '/') {
		n--;
	}
	return kb_str_sub(path, n, path.n);
}

/* --- a bundle ------------------------------------------------------------------------ */

static enum kb_err
take_issue(void *user, const struct kb_issue *issue, const struct kb_parse_report *report)
{
	struct run *r = user;
	struct kb_taken taken = {
		.path = r->path,
		.format = r->format,
		.issue = issue,
		.report = report,
		.name = r->name,
		.bytes = r->bundle->files[0].bytes,
	};
	if (r->bundle->n > 1) {
		if (!r->packed->n) {
			kb_pack(r->bundle, r->packed);
		}
		taken.bytes = kb_buf_str(r->packed);
	}
	r->ended = r->intake->issue(r->intake->user, &taken);
	return r->ended;
}

/* A PDF is read as pdftohtml's XML of it; what is kept is the PDF itself. */
static enum kb_err
read_pdf(struct run *r, const struct kb_bundle *bundle, const struct kb_sink *sink)
{
	struct kb_buf xml = { 0 };
	enum kb_err err =
		kb_pdf_convert(r->ctx, bundle->files[0].bytes, KB_PDF_PATH, &kb_pdf_usual, &xml);
	if (!err) {
		const struct kb_file file = { bundle->files[0].path, kb_buf_str(&xml) };
		const struct kb_bundle made = { bundle->name, &file, 1 };
		r->format = kb_format_of(&made);
		err = kb_convert(r->ctx, r->format, &made, r->intake->options, sink);
	}
	kb_buf_release(&xml);
	return err;
}

static enum kb_err
read_bundle(struct run *r, const struct kb_bundle *bundle, const struct kb_sink *sink)
{
	if (bundle->n == 1 && kb_pdf_is(bundle->files[0].bytes)) {
		return read_pdf(r, bundle, sink);
	}
	struct kb_arena a = { 0 };
	const struct kb_bundle *narrow = kb_narrow(&a, bundle);
	r->format = kb_format_of(narrow);
	enum kb_err err = kb_convert(r->ctx, r->format, narrow, r->intake->options, sink);
	kb_arena_release(&a);
	return err;
}

/* Reads a bundle; what it is refused for is told, what ends the job returned. */
static enum kb_err
take_bundle(struct run *r, const struct kb_bundle *bundle)
{
	const struct kb_sink sink = { take_issue, r };
	struct kb_buf packed = { 0 };
	r->bundle = bundle;
	/* cppcheck-suppress autoVariables; until the end of this function */
	r->packed = &packed;
	r->ended = KB_OK;
	enum kb_err err = read_bundle(r, bundle, &sink);
	r->bundle = NULL;
	r->packed = NULL;
	kb_buf_release(&packed);
	r->packed = NULL;
	return err && !r->ended ? refuse(r, err) : err;
}

static bool
is_line(const struct kb_bundle *bundle)
{
	return kb_str_ends(kb_str_trim(bundle->files[0].bytes), KB_STR("}")) &&
	       kb_format_own(kb_format_of(bundle));
}

/* One line of JSON Lines; its number stands in what is said of it. */
static enum kb_err
take_line(struct run *r, kb_str line, size_t number, bool lone)
{
	const struct kb_file file = { r->name, line };
	const struct kb_bundle bundle = { kb_str_of(r->path), &file, 1 };
	const char *path = r->path;
	struct kb_buf where = { 0 };
	if (!kb_str_trim(line).n) {
		return KB_OK;
	}
	kb_buf_printf(&where, _("%s: line %zu"), path, number);
	r->path = lone ? path : where.p;
	r->intake->line = lone ? 0 : number;
	enum kb_err err = take_bundle(r, &bundle);
	r->intake->line = 0;
	r->path = path;
	kb_buf_release(&where);
	return err;
}

/* --- bytes ------------------------------------------------------------------------------ */

struct owned {
	struct kb_arena arena;
	struct kb_buf bytes; /* of all files, one behind the other */
	struct kb_member *members;
	struct kb_file *files; /* as they stand in the archive file */
	size_t n;
};

static void
release_owned(struct owned *o)
{
	kb_arena_release(&o->arena);
	kb_buf_release(&o->bytes);
}

/* The files of one key; the folder they stand in gives the name. */
static enum kb_err
take_group(struct run *r, struct owned *o, size_t from, size_t n)
{
	struct kb_file *files = kb_arena_alloc(&o->arena, n, sizeof(*files));
	for (size_t i = 0; i < n; i++) {
		files[i] = o->files[o->members[from + i].index];
	}
	const char *archive = r->path;
	kb_str inner = o->members[from].path;
	if (n > 1) {
		inner = kb_str_sub(inner, 0, inner.n - base_name(inner).n);
	}
	kb_str path = kb_arena_printf(&o->arena, "%s:%.*s", archive, KB_ARG(inner));
	const struct kb_bundle bundle = { inner.n ? path : kb_str_of(archive), files, n };
	r->path = bundle.name.p;
	r->name = inner.n ? base_name(inner) : base_name(kb_str_of(archive));
	enum kb_err err = take_bundle(r, &bundle);
	r->path = archive;
	return err;
}

static enum kb_err
take_groups(struct run *r, struct owned *o)
{
	enum kb_err err = KB_OK;
	kb_group(&o->arena, o->members, o->n);
	for (size_t i = 0; i < o->n && !err;) {
		size_t len = kb_group_len(o->members, o->n, i);
		if (!o->members[i].passed) {
			err = take_group(r, o, i, len);
		}
		i += len;
	}
	return err;
}

/* page.txt.gz holds page.txt, though nothing in it says so. */
static void
name_lone(const struct run *r, struct owned *o)
{
	if (o->n == 1 && kb_str_eq(o->files[0].path, KB_STR("data"))) {
		size_t n = r->name.n;
		while (n > 0 && r->name.p[n - 1] != '.') {
			n--;
		}
		o->files[0].path = n > 1 ? kb_str_sub(r->name, 0, n - 1) : r->name;
	}
}

static enum kb_err
take_archive(struct run *r, kb_str bytes)
{
	struct owned o = { 0 };
	enum kb_err err = kb_unpack(r->ctx, bytes, &o.arena, &o.bytes, &o.files, &o.n);
	if (err) {
		err = refuse(r, err);
	} else {
		name_lone(r, &o);
		o.members = kb_arena_alloc(&o.arena, o.n, sizeof(*o.members));
		for (size_t i = 0; i < o.n; i++) {
			o.members[i] = (struct kb_member){ .path = o.files[i].path, .index = i };
		}
		err = take_groups(r, &o);
	}
	release_owned(&o);
	return err;
}

static enum kb_err
take_bytes(struct run *r, kb_str bytes)
{
	const struct kb_file file = { r->name, bytes };
	const struct kb_bundle bundle = { kb_str_of(r->path), &file, 1 };
	return kb_packed(bytes) ? take_archive(r, bytes) : take_bundle(r, &bundle);
}

enum kb_err
kb_intake_bytes(struct kb_ctx *ctx, const char *name, kb_str bytes, struct kb_intake *intake)
{
	struct run r = { .ctx = ctx, .intake = intake, .path = name };
	r.name = base_name(kb_str_of(name));
	return take_bytes(&r, bytes);
}

/* --- a file --------------------------------------------------------------------------------- */

/* JSON Lines are read line by line, whatever their number. */
static enum kb_err
take_stream(struct run *r, struct kb_stream *s)
{
	kb_str line;
	enum kb_err err = kb_stream_peek(r->ctx, s, &line);
	const struct kb_file file = { r->name, line };
	const struct kb_bundle first = { kb_str_of(r->path), &file, 1 };
	if (err || !line.n || !is_line(&first)) {
		err = err ? err : kb_stream_all(r->ctx, s, &line);
		r->intake->bytes += err ? 0 : line.n;
		return err ? refuse(r, err) : take_bytes(r, line);
	}
	for (size_t number = 1; !err && line.n; number++) {
		kb_stream_skip(s, line);
		r->intake->bytes += line.n;
		bool lone = number == 1 && s->end && s->at == s->buf.n;
		err = take_line(r, line, number, lone);
		if (!err && kb_stream_peek(r->ctx, s, &line) != KB_OK) {
			return refuse(r, r->ctx->err);
		}
	}
	return err;
}

enum kb_err
kb_intake_file(struct kb_ctx *ctx, const char *path, struct kb_intake *intake)
{
	struct run r = { .ctx = ctx, .intake = intake, .path = path };
	struct kb_stream s = { 0 };
	r.name = base_name(kb_str_of(path));
	intake->files++;
	enum kb_err err = kb_stream_open(ctx, path, &s);
	err = err ? refuse(&r, err) : take_stream(&r, &s);
	kb_stream_close(&s);
	return err;
}

/* --- files and folders ------------------------------------------------------------------------ */

/* All paths of the job. */
struct list {
	struct kb_arena arena;
	struct kb_member *v;
	size_t n;
	size_t cap;
};

static enum kb_err
add_path(void *user, const char *path)
{
	struct list *list = user;
	list->v = kb_grow(list->v, list->n, &list->cap, sizeof(*list->v));
	list->v[list->n] = (struct kb_member){
		.path = kb_arena_dup(&list->arena, kb_str_of(path)),
		.index = list->n,
	};
	list->n++;
	return KB_OK;
}

static enum kb_err
gather(struct kb_ctx *ctx, const char *path, struct list *list)
{
	struct stat st;
	if (strcmp(path, "-") == 0) {
		return add_path(list, path);
	}
	if (stat(path, &st) != 0) {
		enum kb_err err = errno == EACCES ? KB_E_PERM : KB_E_NOINPUT;
		return kb_fail(ctx, err, _("%s: there is no such file or folder; check its name"),
		               path);
	}
	if (!S_ISDIR(st.st_mode)) {
		(void)add_path(list, path);
		list->v[list->n - 1].named = true;
		return KB_OK;
	}
	size_t before = list->n;
	enum kb_err err = kb_folder_walk(ctx, path, add_path, list);
	if (!err && list->n == before) {
		err = kb_fail(ctx, KB_E_NOINPUT, _("%s: there is nothing in this folder to import"),
		              path);
	}
	return err;
}

/* Bytes of all files; 0 where one has no size. */
static uint64_t
sum_sizes(const struct list *list)
{
	uint64_t sum = 0;
	struct stat st;
	for (size_t i = 0; i < list->n; i++) {
		if (strcmp(list->v[i].path.p, "-") == 0 || stat(list->v[i].path.p, &st) != 0 ||
		    !S_ISREG(st.st_mode)) {
			return 0;
		}
		sum += (uint64_t)st.st_size;
	}
	return sum;
}

/* Reads the files of one key into memory. */
static enum kb_err
load(struct kb_ctx *ctx, const struct kb_member *members, size_t n, struct owned *o)
{
	size_t *at = kb_arena_alloc(&o->arena, n + 1, sizeof(*at));
	if (n > KB_LIMIT_FILES) {
		return kb_fail(ctx, KB_E_DATA, _("more than %d files for one issue"),
		               KB_LIMIT_FILES);
	}
	for (size_t i = 0; i < n; i++) {
		enum kb_err err = kb_read_file(ctx, members[i].path.p, &o->bytes);
		if (err) {
			return kb_fail_at(ctx, members[i].path.p);
		}
		at[i + 1] = o->bytes.n;
		if (o->bytes.n > KB_LIMIT_UNPACKED) {
			return kb_fail(ctx, KB_E_DATA, _("its files take more than %zu MiB"),
			               KB_LIMIT_UNPACKED >> 20);
		}
	}
	o->files = kb_arena_alloc(&o->arena, n, sizeof(*o->files));
	for (size_t i = 0; i < n; i++) {
		o->files[i] = (struct kb_file){
			.path = kb_path_tail(&o->arena, members[i].path),
			.bytes = kb_str_sub(kb_buf_str(&o->bytes), at[i], at[i + 1]),
		};
	}
	o->n = n;
	return KB_OK;
}

static enum kb_err
take_together(struct kb_ctx *ctx, struct kb_intake *intake, const struct kb_member *members,
              size_t n)
{
	struct run r = { .ctx = ctx, .intake = intake };
	struct owned o = { 0 };
	kb_str first = members[0].path;
	kb_str folder = kb_str_sub(first, 0, first.n - base_name(first).n);
	folder = kb_arena_dup(&o.arena, folder.n ? folder : KB_STR("."));
	r.path = folder.p;
	r.name = base_name(folder);
	intake->files += n;
	enum kb_err err = load(ctx, members, n, &o);
	intake->bytes += o.bytes.n;
	if (err) {
		err = refuse(&r, err);
	} else {
		const struct kb_bundle bundle = { folder, o.files, o.n };
		err = take_bundle(&r, &bundle);
	}
	release_owned(&o);
	return err;
}

enum kb_err
kb_intake_paths(struct kb_ctx *ctx, const char *const *paths, size_t n, struct kb_intake *intake)
{
	struct list list = { 0 };
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < n && !err; i++) {
		err = gather(ctx, paths[i], &list);
	}
	intake->files_total = list.n;
	intake->bytes_total = sum_sizes(&list);
	kb_group(&list.arena, list.v, err ? 0 : list.n);
	for (size_t i = 0; i < list.n && !err;) {
		if (kb_interrupted()) {
			err = kb_fail_interrupted(ctx);
			break;
		}
		size_t len = kb_group_len(list.v, list.n, i);
		if (len > 1) {
			err = take_together(ctx, intake, list.v + i, len);
		} else if (!list.v[i].passed) {
			err = kb_intake_file(ctx, list.v[i].path.p, intake);
		}
		i += len;
	}
	free(list.v);
	kb_arena_release(&list.arena);
	return err;
}
