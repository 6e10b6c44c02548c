/* kanbao term: what is found of the terminal, and a card by which it can be judged. */
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd_int.h"
#include "kanbao/config.h"
#include "kanbao/grid.h"
#include "kanbao/i18n.h"
#include "kanbao/layout.h"
#include "kanbao/term.h"

/* An answer that takes longer is no use to whoever waits for a prompt. */
#define WAIT_MS 1000
#define LABEL_COLS 14
/* The card: cells between its bars. */
#define CARD_COLS 42

struct found {
	struct kb_cli *cli;
	const char *term; /* $TERM where it may be a name at all, which may be printed; else NULL */
	const char *type; /* its description; NULL: it obeys nothing */
	struct kb_probe probe;
	bool asked;
	enum kb_codeset codeset;
	enum kb_ambiguous option; /* _UNKNOWN: auto */
	enum kb_ambiguous amb;    /* as it will be read with */
};

static void
say(const struct found *f, const char *label, const char *text)
{
	kb_print_entry(f->cli, kb_str_of(label), LABEL_COLS, text);
}

/* --- what is found ------------------------------------------------------------------------- */

static void
say_type(const struct found *f)
{
	const char *term = f->term;
	const char *type = f->type;
	struct kb_buf text = { 0 };
	kb_buf_printf(&text, "%s", term ? term : _("TERM names none"));
	if (!type) {
		kb_buf_printf(&text, _("; it cannot address cells: kanbao cannot be read in it"));
	} else if (!term || strcmp(type, term) != 0) {
		kb_buf_printf(&text, _("; not known here, taken for %s"), type);
	}
	say(f, _("terminal"), text.p);
	kb_buf_clear(&text);
	kb_buf_printf(&text, "%d", type ? f->cli->term_colours(type) : 0);
	if (getenv("NO_COLOR")) {
		kb_buf_printf(&text, _("; NO_COLOR is set: none is used"));
	} else if (getenv("COLORTERM")) {
		kb_buf_printf(&text, _("; COLORTERM says more"));
	}
	say(f, _("colours"), text.p);
	kb_buf_release(&text);
}

static void
say_size(const struct found *f)
{
	struct winsize size = { 0 };
	struct kb_buf text = { 0 };
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col) {
		kb_buf_printf(&text, _("%d rows of %d cells"), size.ws_row, size.ws_col);
	} else {
		kb_buf_printf(&text, _("not known"));
	}
	say(f, _("size"), text.p);
	kb_buf_release(&text);
}

/* The locale that the environment asks for; "" for none. */
static const char *
locale_wanted(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);
		if (value && *value) {
			return value;
		}
	}
	return "";
}

static void
say_codeset(const struct found *f)
{
	const char *wanted = locale_wanted();
	const char *charset = strchr(wanted, '.');
	struct kb_buf text = { 0 };
	kb_buf_printf(&text, "%s", nl_langinfo(CODESET));
	if (f->codeset == KB_CODESET_UTF8 && charset &&
	    (strncasecmp(charset, ".gb", 3) == 0 || strncasecmp(charset, ".euc", 4) == 0)) {
		kb_buf_printf(&text, _("; the locale %.40s is not on this machine"), wanted);
	}
	say(f, _("encoding"), text.p);
	kb_buf_release(&text);
}

static void
say_widths(const struct found *f)
{
	const struct kb_probe *p = &f->probe;
	struct kb_buf text = { 0 };
	if (!f->asked && f->codeset == KB_CODESET_GB) {
		kb_buf_printf(&text, _("not asked: in %s all of them take two cells"),
		              nl_langinfo(CODESET));
	} else if (!f->asked && !f->type) {
		kb_buf_printf(&text, _("not asked: it would show the question"));
	} else if (!f->asked) {
		kb_buf_printf(&text, _("not asked: standard input and output must be a terminal"));
	} else if (!p->n) {
		kb_buf_printf(&text, _("no answer within %d ms"), WAIT_MS);
	} else {
		for (int i = 0; i < p->n; i++) {
			kb_str shown = kb_str_of(kb_probe_text(i));
			int times = i ? 2 : 1; /* the others were printed twice */
			shown.n /= (size_t)times;
			kb_buf_printf(&text, "%.*s=%d ", KB_ARG(shown), p->cols[i] / times);
		}
		kb_buf_printf(&text, _("(%d of %d answers, %d ms)"), p->n, KB_PROBES, p->took_ms);
	}
	say(f, _("widths"), text.p);
	kb_buf_release(&text);
}

static void
say_option(const struct found *f)
{
	static const struct {
		const char *value;
		const char *means;
	} words[] = {
		[KB_AMBIGUOUS_UNKNOWN] = { "1", N_("“ ” — … count one cell, until it is known") },
		[KB_AMBIGUOUS_1] = { "1", N_("“ ” — … count one cell") },
		[KB_AMBIGUOUS_2] = { "2", N_("“ ” — … count two cells") },
		[KB_AMBIGUOUS_SAFE] = { "safe", N_("others are printed for “ ” — … and the like") },
	};
	struct kb_buf text = { 0 };
	kb_buf_printf(&text, f->option ? _("%s (as set): %s") : _("%s (auto): %s"),
	              words[f->amb].value, _(words[f->amb].means));
	say(f, "ambiguous", text.p);
	kb_buf_release(&text);
}

/* --- the card -------------------------------------------------------------------------------- */

/* As the reader draws: what no terminal has as 〓, sequences of emoji as their first. */
static void
show_card(const struct found *f)
{
	static const char *const rows[] = {
		"今日柯城：一字两格，共四十二格，到此为止。",
		"“人民”‘日报’——柯城……卡尔·马克思",
		"①②③ Ⅰ Ⅱ Ⅲ ★ ○ ● → ± × ℃ 5° α Я",
		"〇㐂𠮷々〆ー！？（）【】《》『』",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 ~@#$",
		"é ü ǚ 👍 👨‍👩‍👧 \xEE\x80\x80",
	};
	struct kb_grid g;
	struct kb_buf text = { 0 };
	int n = (int)(sizeof(rows) / sizeof(rows[0]));
	kb_grid_init(&g, n + 2, CARD_COLS + 2, f->amb);
	for (int y = 0; y < n + 2; y++) {
		kb_str end = KB_STR("+");
		if (y > 0 && y <= n) {
			end = KB_STR("|");
			kb_grid_put_n(&g, y, 1, kb_str_of(rows[y - 1]), CARD_COLS, KB_ROLE_BODY);
		} else {
			kb_grid_fill(&g, y, 1, CARD_COLS + 1, kb_ornament(KB_ORN_RULE, f->amb),
			             KB_ROLE_RULE);
		}
		kb_grid_put(&g, y, 0, end, KB_ROLE_RULE);
		kb_grid_put(&g, y, CARD_COLS + 1, end, KB_ROLE_RULE);
	}
	kb_grid_dump(&g, &text);
	fputc('\n', f->cli->out);
	(void)fwrite(text.p, 1, text.n, f->cli->out);
	fputc('\n', f->cli->out);
	kb_buf_release(&text);
	kb_grid_release(&g);
}

/* --- advice ---------------------------------------------------------------------------------- */

/* The terminal is a program that answers for the one around it. */
static bool
multiplexed(void)
{
	const char *term = getenv("TERM");
	return getenv("TMUX") || getenv("STY") || getenv("MOSH_IP") ||
	       (term && (strncmp(term, "screen", 6) == 0 || strncmp(term, "tmux", 4) == 0));
}

/* Where nothing but ASCII can be read, it is said in ASCII too. */
static const char garbled[] =
	N_("This terminal does not seem to speak UTF-8. Set it to UTF-8 (in PuTTY: Window, "
           "Translation); or, if it only knows GBK or GB18030, run kanbao in such a locale: see "
           "TERMINALS in kanbao(1).");

static void
advise(const struct found *f)
{
	bool foreign = kb_probe_garbled(&f->probe);
	struct kb_buf conf = { 0 };
	struct kb_buf bars = { 0 };
	if (!kb_config_path(&conf)) {
		kb_buf_add(&conf, KB_STR("kanbao.conf"));
	}
	kb_buf_printf(
		&bars,
		_("The bars at the right must stand one below the other. Where they do not, "
	          "try kanbao -o ambiguous=1 term, then ambiguous=2, then ambiguous=safe, and "
	          "put the one that is right into %s as a line."),
		conf.p);
	const struct {
		bool holds;
		const char *text;
	} advice[] = {
		{ !foreign, bars.p },
		{ foreign, garbled },
		{ foreign && _(garbled) != garbled, _(garbled) },
		{ !f->option && kb_probe_verdict(&f->probe) == KB_AMBIGUOUS_2,
		  _("The reader finds this out by itself. What only prints, such as kanbao show, "
		    "does not ask: for that put ambiguous=2 there.") },
		{ f->asked && !foreign && kb_probe_verdict(&f->probe) == KB_AMBIGUOUS_SAFE,
		  _("This terminal gives some of these characters one cell and others two: others "
		    "are printed in their place.") },
		{ f->asked && f->probe.n < KB_PROBES,
		  _("This terminal does not tell how wide it draws: one cell is counted until "
		    "ambiguous=2 or ambiguous=safe is set.") },
		{ multiplexed(),
		  _("tmux, screen and mosh answer for themselves, not for the terminal around "
		    "them. Where that one draws “ ” wide, only ambiguous=safe is right.") },
	};
	for (size_t i = 0; i < sizeof(advice) / sizeof(advice[0]); i++) {
		if (advice[i].holds) {
			kb_print_entry(f->cli, KB_STR_NULL, 0, advice[i].text);
		}
	}
	kb_buf_release(&conf);
	kb_buf_release(&bars);
}

enum kb_err
cmd_term(struct kb_cli *cli, int argc, char **argv)
{
	enum kb_err err = kb_args(cli, &argc, argv, NULL, 0);
	if (!err && argc > 1) {
		err = kb_usage(cli, argv[0], _("it takes no words"));
	}
	if (err) {
		return err;
	}
	struct found f = { .cli = cli, .codeset = kb_term_codeset(nl_langinfo(CODESET)) };
	f.term = kb_term_named(getenv("TERM")) ? getenv("TERM") : NULL;
	f.type = cli->term_type ? cli->term_type(f.term) : NULL;
	if (f.codeset != KB_CODESET_GB && f.type) {
		f.asked = kb_term_probe(&f.probe, WAIT_MS);
	}
	f.option = (enum kb_ambiguous)cli->options.value[KB_OPT_AMBIGUOUS];
	f.amb = f.option                     ? f.option
	        : f.codeset == KB_CODESET_GB ? KB_AMBIGUOUS_2
	                                     : kb_probe_verdict(&f.probe);
	say_type(&f);
	say_size(&f);
	say_codeset(&f);
	say_widths(&f);
	say_option(&f);
	show_card(&f);
	advise(&f);
	return KB_OK;
}
