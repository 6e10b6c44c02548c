/* kanbao date: gives an issue its date. */
#include "cmd_int.h"
#include "kanbao/i18n.h"

/* 2022-04-13, or 2022-04-13.2 for the second edition of the day. */
static enum kb_err
read_date(struct kb_cli *cli, const char *text, kb_day *day, int *edition)
{
	kb_str s = kb_str_trim(kb_str_of(text));
	long number = 1;
	size_t n = kb_date_scan(s, day);
	kb_str rest = kb_str_sub(s, n, s.n);
	if (n && rest.n) {
		kb_str digits = kb_str_sub(rest, 1, rest.n);
		bool good = rest.p[0] == '.' && digits.n &&
		            kb_number_scan(digits, &number) == digits.n && number < 1000;
		n = good ? n : 0;
	}
	*edition = (int)number;
	return n ? KB_OK
	         : kb_fail(&cli->ctx, KB_E_USAGE,
	                   _("'%s' is no date; write it like 2022-04-13, or 2022-04-13.2 for a "
	                     "second edition"),
	                   text);
}

static enum kb_err
date_issue(struct kb_cli *cli, struct kb_store *store, const char *ref, kb_day day, int edition)
{
	struct kb_buf old = { 0 };
	struct kb_buf new = { 0 };
	kb_issue_id id = 0;
	enum kb_err err = kb_named_issue(cli, store, ref, &id);
	err = err ? err : kb_store_issue_ref(store, &cli->ctx, id, &old);
	err = err ? err : kb_store_date(store, &cli->ctx, id, day, edition, &id);
	err = err ? err : kb_store_issue_ref(store, &cli->ctx, id, &new);
	if (!err) {
		kb_print_line(cli->out, _("%s is now %s"), old.p, new.p);
	}
	kb_buf_release(&old);
	kb_buf_release(&new);
	return err;
}

enum kb_err
cmd_date(struct kb_cli *cli, int argc, char **argv)
{
	struct kb_store *store = NULL;
	kb_day day = KB_DAY_NONE;
	int edition = 1;
	enum kb_err err = kb_args(cli, &argc, argv, NULL, 0);
	if (!err && argc != 3) {
		err = kb_usage(cli, argv[0], _("an issue and its date are wanted"));
	}
	err = err ? err : read_date(cli, argv[2], &day, &edition);
	err = err ? err : kb_cli_store_write(cli, &store);
	err = err ? err : date_issue(cli, store, argv[1], day, edition);
	kb_store_close(store);
	return err;
}
