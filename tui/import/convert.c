/* A bundle → issues by its format, in a sandboxed child where it is foreign. */
#include <string.h>

#include "import_int.h"
#include "kanbao/i18n.h"
#include "kanbao/interchange.h"
#include "kanbao/sandbox.h"
#include "kanbao/text.h"

bool
kb_format_own(const struct kb_format *format)
{
	return strcmp(format->name, "interchange") == 0;
}

/* --- in the child: issues → lines ------------------------------------------------ */

struct job {
	const struct kb_format *format;
	const struct kb_bundle *bundle;
	const struct kb_parse_options *options;
};

struct writer {
	struct kb_sandbox_out *out;
	struct kb_buf text;
};

/* A line for the report, and one for the issue. */
static enum kb_err
write_issue(void *user, const struct kb_issue *issue, const struct kb_parse_report *report)
{
	struct writer *w = user;
	kb_buf_clear(&w->text);
	kb_buf_printf(&w->text, "%d %zu %zu %zu %d\n", (int)report->encoding, report->text.controls,
	              report->text.invisible, report->text.broken, report->page_given ? 1 : 0);
	kb_issue_write_json(&w->text, issue, false);
	kb_sandbox_put(w->out, kb_buf_str(&w->text));
	return KB_OK;
}

static enum kb_err
work(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user)
{
	const struct job *job = user;
	struct kb_arena arena = { 0 };
	struct writer writer = { .out = out };
	const struct kb_sink sink = { write_issue, &writer };
	enum kb_err err = job->format->read(ctx, &arena, job->bundle, job->options, &sink);
	kb_buf_release(&writer.text);
	kb_arena_release(&arena);
	return err;
}

/* --- in the parent: lines → issues ------------------------------------------------- */

static bool
read_report(kb_str line, struct kb_parse_report *out)
{
	size_t n[5] = { 0 };
	kb_str part;
	for (size_t i = 0; i < 5; i++) {
		long value = 0;
		if (!kb_str_split(&line, ' ', &part) || !part.n ||
		    kb_number_scan(part, &value) != part.n || value < 0) {
			return false;
		}
		n[i] = (size_t)value;
	}
	if (n[0] > KB_ENC_UTF16BE) {
		return false;
	}
	out->encoding = (enum kb_encoding)n[0];
	out->text = (struct kb_text_report){ n[1], n[2], n[3] };
	out->page_given = n[4] != 0;
	return true;
}

static enum kb_err
read_back(struct kb_ctx *ctx, kb_str lines, const struct kb_sink *sink)
{
	struct kb_arena arena = { 0 };
	enum kb_err err = KB_OK;
	kb_str head;
	kb_str line;
	while (!err && lines.n && kb_str_split(&lines, '\n', &head) &&
	       kb_str_split(&lines, '\n', &line)) {
		struct kb_parse_report report = { 0 };
		struct kb_issue issue;
		kb_arena_reset(&arena);
		err = read_report(head, &report)
		              ? kb_issue_read_json(ctx, &arena, line, &issue)
		              : kb_fail(ctx, KB_E_DATA, _("its reader speaks nonsense"));
		err = err ? err : sink->issue(sink->user, &issue, &report);
	}
	kb_arena_release(&arena);
	return err;
}

static enum kb_err
convert_foreign(struct kb_ctx *ctx, struct job *job, const struct kb_sink *sink)
{
	struct kb_buf lines = { 0 };
	/* the child can open nothing, so what decoding needs is there before */
	struct kb_converters *held = kb_converters_hold();
	enum kb_err err = kb_sandbox_run(ctx, work, job, &kb_sandbox_usual, &lines);
	kb_converters_release(held);
	err = err ? err : read_back(ctx, kb_buf_str(&lines), sink);
	kb_buf_release(&lines);
	return err;
}

/* <, { or [ first, in two bytes each: HTML, XML, JSON; page text is left alone. */
static bool
wide_markup(kb_str bytes, enum kb_encoding *enc)
{
	bool little = bytes.n >= 4 && (kb_str_starts(bytes, KB_STR("\xFF\xFE")) || !bytes.p[1]);
	bool big = bytes.n >= 4 && (kb_str_starts(bytes, KB_STR("\xFE\xFF")) || !bytes.p[0]);
	if (little == big) {
		return false;
	}
	*enc = little ? KB_ENC_UTF16LE : KB_ENC_UTF16BE;
	bool mark = bytes.p[0] && bytes.p[1];
	for (size_t off = mark ? 2 : 0; off + 1 < bytes.n; off += 2) {
		char c = bytes.p[off + big];
		if (bytes.p[off + little]) {
			return false;
		}
		if (!strchr(" \t\r\n", c)) {
			return c && strchr("<{[", c);
		}
	}
	return false;
}

const struct kb_bundle *
kb_narrow(struct kb_arena *a, const struct kb_bundle *bundle)
{
	struct kb_file *files = NULL;
	struct kb_bundle *made = NULL;
	for (size_t i = 0; i < bundle->n; i++) {
		enum kb_encoding enc;
		if (!wide_markup(bundle->files[i].bytes, &enc)) {
			continue;
		}
		if (!made) {
			made = kb_arena_alloc(a, 1, sizeof(*made));
			files = kb_arena_alloc(a, bundle->n, sizeof(*files));
			memcpy(files, bundle->files, bundle->n * sizeof(*files));
			*made = (struct kb_bundle){ bundle->name, files, bundle->n };
		}
		struct kb_buf text = { 0 };
		struct kb_text_report met = { 0 };
		kb_text_decode(files[i].bytes, enc, &text, &met);
		files[i].bytes = kb_arena_dup(a, kb_buf_str(&text));
		kb_buf_release(&text);
	}
	return made ? made : bundle;
}

enum kb_err
kb_convert(struct kb_ctx *ctx, const struct kb_format *format, const struct kb_bundle *bundle,
           const struct kb_parse_options *options, const struct kb_sink *sink)
{
	struct job job = { format, bundle, options };
	if (format->foreign) {
		return convert_foreign(ctx, &job, sink);
	}
	struct kb_arena arena = { 0 };
	enum kb_err err = format->read(ctx, &arena, bundle, options, sink);
	kb_arena_release(&arena);
	return err;
}
