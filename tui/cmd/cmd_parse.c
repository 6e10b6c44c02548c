/* kanbao parse: what a file is taken for, as interchange JSON. */
#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/import.h"
#include "kanbao/interchange.h"

/* The first issue waits, since only a lone one is set out for people. */
struct printer {
	struct kb_cli *cli;
	struct kb_buf whole;
	struct kb_buf line;
	size_t n;
};

static enum kb_err
print_issue(void *user, const struct kb_taken *taken)
{
	struct printer *p = user;
	if (p->n == 1) {
		kb_print_text(p->cli->out, kb_buf_str(&p->line));
	}
	kb_buf_clear(&p->line);
	kb_issue_write_json(&p->line, taken->issue, false);
	if (p->n++ == 0) {
		kb_issue_write_json(&p->whole, taken->issue, true);
	} else {
		kb_print_text(p->cli->out, kb_buf_str(&p->line));
	}
	return KB_OK;
}

static enum kb_err
refuse(void *user, const char *path, enum kb_err err)
{
	const struct printer *p = user;
	(void)kb_fail_at(&p->cli->ctx, path);
	return err;
}

static enum kb_err
parse_file(struct kb_cli *cli, const char *name, const struct kb_parse_options *options)
{
	struct printer p = { .cli = cli };
	struct kb_intake intake = {
		.options = options, .issue = print_issue, .refused = refuse, .user = &p
	};
	enum kb_err err = kb_intake_file(&cli->ctx, name, &intake);
	if (p.n == 1) {
		kb_print_text(cli->out, kb_buf_str(&p.whole));
	}
	kb_buf_release(&p.whole);
	kb_buf_release(&p.line);
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
