/* The table of formats, and the two that are kanbao's own: text and JSON. */
#include "kanbao/format.h"

#include <string.h>
#include <strings.h>

#include "formats.h"
#include "kanbao/i18n.h"
#include "kanbao/interchange.h"
#include "parse_int.h"

static const struct kb_format formats[] = {
#define KB_FORMAT(name, foreign, prefix, help) { name, help, foreign, prefix##_is, prefix##_read },
#include "formats.def"
#undef KB_FORMAT
};
#define FORMATS (sizeof(formats) / sizeof(formats[0]))

const struct kb_format *
kb_formats(size_t *n)
{
	*n = FORMATS;
	return formats;
}

const struct kb_format *
kb_format_of(const struct kb_bundle *bundle)
{
	for (size_t i = 0; i + 1 < FORMATS; i++) {
		if (bundle->n && formats[i].recognise(bundle)) {
			return &formats[i];
		}
	}
	return &formats[FORMATS - 1];
}

kb_str
kb_file_base(const struct kb_bundle *bundle, size_t i)
{
	kb_str path = bundle->files[i].path.n ? bundle->files[i].path : bundle->name;
	for (size_t n = path.n; n > 0; n--) {
		if (path.p[n - 1] == '/') {
			return kb_str_sub(path, n, path.n);
		}
	}
	return path;
}

bool
kb_file_ext(kb_str base, kb_str ext)
{
	return base.n > ext.n && strncasecmp(base.p + base.n - ext.n, ext.p, ext.n) == 0;
}

char
kb_file_first(kb_str bytes)
{
	size_t i = kb_str_starts(bytes, KB_STR("\xEF\xBB\xBF")) ? 3 : 0;
	while (i < bytes.n && strchr(" \t\r\n", bytes.p[i])) {
		i++;
	}
	return i < bytes.n ? bytes.p[i] : '\0';
}

/* --- page text ---------------------------------------------------------------- */

bool
kb_fmt_text_is(const struct kb_bundle *bundle)
{
	return bundle->n > 0;
}

enum kb_err
kb_fmt_text_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                 const struct kb_parse_options *options, const struct kb_sink *sink)
{
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < bundle->n && !err; i++) {
		struct kb_issue issue;
		struct kb_parse_report report = { 0 };
		kb_str name = kb_arena_dup(a, kb_file_base(bundle, i));
		err = kb_parse(ctx, a, bundle->files[i].bytes, name.p, options, &issue, &report);
		if (!err) {
			err = sink->issue(sink->user, &issue, &report);
		}
	}
	return err;
}

/* --- interchange ---------------------------------------------------------------- */

bool
kb_fmt_interchange_is(const struct kb_bundle *bundle)
{
	return bundle->n == 1 && kb_file_first(bundle->files[0].bytes) == '{';
}

static enum kb_err
read_document(struct kb_ctx *ctx, struct kb_arena *a, kb_str json, const struct kb_sink *sink)
{
	static const struct kb_parse_report report = { .page_given = true };
	struct kb_issue issue;
	enum kb_err err = kb_issue_read_json(ctx, a, json, &issue);
	return err ? err : sink->issue(sink->user, &issue, &report);
}

/* One issue a line: then the first line is a whole document. */
static bool
by_line(kb_str bytes)
{
	kb_str line;
	return kb_str_split(&bytes, '\n', &line) && kb_str_ends(kb_str_trim(line), KB_STR("}"));
}

enum kb_err
kb_fmt_interchange_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                        const struct kb_parse_options *options, const struct kb_sink *sink)
{
	kb_str rest = bundle->files[0].bytes;
	kb_str line;
	enum kb_err err = KB_OK;
	(void)options; /* the document says all */
	if (!by_line(rest)) {
		return read_document(ctx, a, rest, sink);
	}
	while (!err && kb_str_split(&rest, '\n', &line)) {
		err = kb_str_trim(line).n ? read_document(ctx, a, line, sink) : KB_OK;
	}
	return err;
}
