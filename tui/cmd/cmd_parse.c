/* kanbao parse: what a file is taken for, as interchange JSON. */
#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/import.h"
#include "kanbao/interchange.h"

static enum kb_err
parse_bytes(struct kb_cli *cli, struct kb_arena *a, kb_str bytes, const char *name,
            const struct kb_parse_options *options, struct kb_issue *issue)
{
	struct kb_parse_report report;
	if (kb_str_starts(kb_str_trim(bytes), KB_STR("{"))) {
		return kb_issue_read_json(&cli->ctx, a, bytes, issue);
	}
	return kb_parse(&cli->ctx, a, bytes, name, options, issue, &report);
}

static enum kb_err
parse_file(struct kb_cli *cli, const char *name, const struct kb_parse_options *options)
{
	struct kb_arena arena = { 0 };
	struct kb_buf bytes = { 0 };
	struct kb_buf json = { 0 };
	struct kb_issue issue;
	enum kb_err err = kb_read_file(&cli->ctx, name, &bytes);
	if (!err) {
		err = parse_bytes(cli, &arena, kb_buf_str(&bytes), name, options, &issue);
	}
	if (err) {
		err = kb_fail_at(&cli->ctx, name);
	} else {
		kb_issue_write_json(&json, &issue, true);
		kb_print_text(cli->out, kb_buf_str(&json));
	}
	kb_buf_release(&json);
	kb_buf_release(&bytes);
	kb_arena_release(&arena);
	return err;
}

enum kb_err
cmd_parse(struct kb_cli *cli, int argc, char **argv)
{
	struct kb_given given = { 0 };
	struct kb_parse_options options;
	const struct kb_flag flags[] = { KB_GIVEN_FLAGS(given) };
	enum kb_err err = kb_args(cli, &argc, argv, flags, sizeof(flags) / sizeof(*flags));
	if (!err && argc != 2) {
		err = kb_usage(cli, argv[0],
		               argc < 2 ? _("no file is named") : _("more than one file is named"));
	}
	if (!err) {
		err = kb_given_read(cli, &given, &options);
	}
	if (!err) {
		err = parse_file(cli, argv[1], &options);
	}
	kb_buf_release(&given.text);
	return err;
}
