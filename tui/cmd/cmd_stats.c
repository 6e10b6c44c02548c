/* kanbao stats: a paper's years, reporters and labels; the gaps in its numbers. */
#include <jansson.h>
#include <stdlib.h>

#include "cmd_int.h"
#include "kanbao/gaps.h"
#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "kanbao/search.h"
#include "kanbao/tally.h"

#define NAMES 10

struct year {
	int year;
	long issues;
	long articles;
};

/* What is told of a paper; texts live in the arena. */
struct stats {
	struct kb_arena arena;
	const struct kb_paper_row *paper;
	struct year *years; /* newest first */
	size_t nyears;
	int64_t chars;
	struct kb_tally reporters;
	struct kb_tally labels;
};

struct run {
	struct kb_cli *cli;
	struct kb_store *store;
	const char *paper; /* or NULL: all */
	bool json;
	bool missing;
	size_t limit; /* names */
	long found;
};

/* --- counting ---------------------------------------------------------------------------- */

static void
count_name(struct kb_tally *t, kb_str name, kb_article_id id)
{
	if (name.n) {
		kb_tally_add(t, name, id);
	}
}

/* What is told of each paper, by kb_article_paper(); NULL: nothing is. */
struct walk {
	struct stats *of[KB_PAPERS_MAX];
};

static void
count_article(void *user, kb_article_id id, kb_str label, size_t chars)
{
	struct stats *s = ((struct walk *)user)->of[kb_article_paper(id)];
	if (!s) {
		return;
	}
	s->chars += (int64_t)chars;
	count_name(&s->labels, label, id);
}

/* 记者, 本报记者, or a name without a role. */
static void
count_credit(void *user, kb_article_id id, kb_str role, kb_str name)
{
	struct stats *s = ((struct walk *)user)->of[kb_article_paper(id)];
	if (s && (!role.n || kb_str_find(role, KB_STR("记者")) != SIZE_MAX)) {
		count_name(&s->reporters, name, id);
	}
}

static enum kb_err
count_years(struct run *r, struct stats *s)
{
	struct kb_arena a = { 0 };
	struct kb_day_count *days = NULL;
	size_t n = 0;
	size_t cap = 0;
	kb_day from = kb_day_of((struct kb_ymd){ KB_YEAR_MIN, 1, 1 });
	kb_day to = kb_day_of((struct kb_ymd){ KB_YEAR_MAX, 12, 31 });
	enum kb_err err =
		kb_store_days(r->store, &r->cli->ctx, &a, s->paper->newest, from, to, &days, &n);
	for (size_t i = err ? 0 : n; i > 0; i--) {
		int year = kb_day_ymd(days[i - 1].day).year;
		if (!s->nyears || s->years[s->nyears - 1].year != year) {
			s->years = kb_arena_grow(&s->arena, s->years, s->nyears, &cap,
			                         sizeof(*s->years));
			s->years[s->nyears++] = (struct year){ .year = year };
		}
		s->years[s->nyears - 1].issues += days[i - 1].issues;
		s->years[s->nyears - 1].articles += days[i - 1].articles;
	}
	kb_arena_release(&a);
	return err;
}

/* All papers in one walk; of one alone, what is of others is passed over. */
static enum kb_err
count(struct run *r, struct stats *stats, size_t n)
{
	struct kb_ctx *ctx = &r->cli->ctx;
	struct walk walk = { 0 };
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < n && !err; i++) {
		walk.of[kb_article_paper(stats[i].paper->newest)] = &stats[i];
		err = count_years(r, &stats[i]);
	}
	kb_issue_id of = n == 1 ? stats[0].paper->newest : 0;
	err = err ? err : kb_store_each_article(r->store, ctx, of, count_article, &walk);
	err = err ? err : kb_store_each_credit(r->store, ctx, of, count_credit, &walk);
	return err;
}

/* --- printing ------------------------------------------------------------------------------ */

static kb_str
name_of(const struct kb_paper_row *paper)
{
	return paper->name.n ? paper->name : kb_str_of(_("unknown paper"));
}

static void
say_issues(struct kb_buf *out, int64_t issues, int64_t articles)
{
	kb_buf_printf(out, ngettext("%lld issue", "%lld issues", (unsigned long)issues),
	              (long long)issues);
	kb_buf_add(out, KB_STR("  "));
	kb_buf_printf(out, ngettext("%lld article", "%lld articles", (unsigned long)articles),
	              (long long)articles);
}

/* The most frequent ones; the caller frees *top. */
static size_t
top_of(const struct run *r, const struct kb_tally *t, const struct kb_tally_word ***top)
{
	size_t most = t->n < r->limit ? t->n : r->limit;
	*top = kb_calloc(most + 1, sizeof(const struct kb_tally_word *));
	return kb_tally_top(t, *top, most);
}

static void
print_names(struct run *r, const char *what, const struct kb_tally *t)
{
	const struct kb_tally_word **top;
	size_t n = top_of(r, t, &top);
	struct kb_buf line = { 0 };
	kb_buf_printf(&line, "  %s", what);
	for (size_t i = 0; i < n; i++) {
		kb_buf_printf(&line, "  %.*s %zu", KB_ARG(top[i]->word), top[i]->n);
	}
	if (n) {
		kb_print_line(r->cli->out, "%s", line.p);
	}
	kb_buf_release(&line);
	free(top);
}

static void
print_stats(struct run *r, const struct stats *s)
{
	struct kb_buf line = { 0 };
	char iso[KB_ISO_SIZE];
	kb_buf_add(&line, name_of(s->paper));
	if (s->paper->first != KB_DAY_NONE) {
		char last[KB_ISO_SIZE];
		kb_buf_add(&line, KB_STR("  "));
		kb_buf_printf(&line, _("%s .. %s"), kb_day_iso(s->paper->first, iso),
		              kb_day_iso(s->paper->last, last));
	}
	kb_buf_add(&line, KB_STR("  "));
	say_issues(&line, s->paper->issues, s->paper->articles);
	kb_buf_add(&line, KB_STR("  "));
	kb_buf_printf(&line, ngettext("%lld character", "%lld characters", (unsigned long)s->chars),
	              (long long)s->chars);
	kb_print_line(r->cli->out, "%s", line.p);
	for (size_t i = 0; i < s->nyears; i++) {
		kb_buf_clear(&line);
		say_issues(&line, s->years[i].issues, s->years[i].articles);
		kb_print_line(r->cli->out, "  %d  %s", s->years[i].year, line.p);
	}
	print_names(r, _("reporters"), &s->reporters);
	print_names(r, _("labels"), &s->labels);
	kb_buf_release(&line);
}

static json_t *
json_names(const struct run *r, const struct kb_tally *t)
{
	const struct kb_tally_word **top;
	size_t n = top_of(r, t, &top);
	json_t *list = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object();
		kb_json_text(o, "name", top[i]->word);
		json_object_set_new(o, "articles", json_integer((json_int_t)top[i]->n));
		json_array_append_new(list, o);
	}
	free(top);
	return list;
}

static void
json_day(json_t *o, const char *key, kb_day day)
{
	char iso[KB_ISO_SIZE];
	kb_json_text(o, key, day == KB_DAY_NONE ? KB_STR_NULL : kb_str_of(kb_day_iso(day, iso)));
}

static void
json_stats(struct run *r, const struct stats *s)
{
	json_t *o = json_object();
	json_t *years = json_array();
	kb_json_text(o, "paper", s->paper->name);
	json_day(o, "first", s->paper->first);
	json_day(o, "last", s->paper->last);
	json_object_set_new(o, "issues", json_integer(s->paper->issues));
	json_object_set_new(o, "articles", json_integer(s->paper->articles));
	json_object_set_new(o, "characters", json_integer(s->chars));
	for (size_t i = 0; i < s->nyears; i++) {
		json_t *year = json_object();
		json_object_set_new(year, "year", json_integer(s->years[i].year));
		json_object_set_new(year, "issues", json_integer(s->years[i].issues));
		json_object_set_new(year, "articles", json_integer(s->years[i].articles));
		json_array_append_new(years, year);
	}
	json_object_set_new(o, "years", years);
	json_object_set_new(o, "reporters", json_names(r, &s->reporters));
	json_object_set_new(o, "labels", json_names(r, &s->labels));
	kb_json_print(r->cli, o);
}

static enum kb_err
stats_of(struct run *r, const struct kb_paper_row *papers, size_t n)
{
	struct stats *stats = kb_calloc(n + 1, sizeof(*stats));
	for (size_t i = 0; i < n; i++) {
		stats[i].paper = &papers[i];
	}
	enum kb_err err = count(r, stats, n);
	for (size_t i = 0; i < n; i++) {
		if (!err) {
			(r->json ? json_stats : print_stats)(r, &stats[i]);
			r->found++;
		}
		kb_tally_release(&stats[i].reporters);
		kb_tally_release(&stats[i].labels);
		kb_arena_release(&stats[i].arena);
	}
	free(stats);
	return err;
}

/* --- gaps ------------------------------------------------------------------------------------ */

static void
say_gap(struct kb_buf *out, const struct kb_gap *gap)
{
	switch (gap->kind) {
	case KB_GAP_MISSING:
		if (gap->first == gap->last) {
			kb_buf_printf(out, _("no. %ld is missing"), gap->first);
		} else {
			kb_buf_printf(out, _("nos. %ld to %ld are missing"), gap->first, gap->last);
		}
		break;
	case KB_GAP_DOUBLED:
		kb_buf_printf(out, _("no. %ld was given twice"), gap->first);
		break;
	case KB_GAP_ODD:
		kb_buf_printf(out, _("no. %ld is out of line"), gap->first);
		break;
	case KB_GAP_BACK:
		kb_buf_printf(out, _("numbers go back from %ld to %ld"), gap->before.number,
		              gap->first);
		break;
	}
}

static void
print_gap(struct run *r, const struct kb_paper_row *paper, const struct kb_gap *gap)
{
	struct kb_buf text = { 0 };
	char before[KB_ISO_SIZE];
	char after[KB_ISO_SIZE];
	say_gap(&text, gap);
	kb_print_line(r->cli->out, "%.*s  %s .. %s  %s", KB_ARG(name_of(paper)),
	              kb_day_iso(gap->before.day, before), kb_day_iso(gap->after.day, after),
	              text.p);
	kb_buf_release(&text);
}

static void
json_gap(struct run *r, const struct kb_paper_row *paper, const struct kb_gap *gap)
{
	json_t *o = json_object();
	kb_json_text(o, "paper", paper->name);
	kb_json_text(o, "kind", kb_str_of(kb_gap_name(gap->kind)));
	json_object_set_new(o, "first", json_integer(gap->first));
	json_object_set_new(o, "last", json_integer(gap->last));
	json_day(o, "before", gap->before.day);
	json_day(o, "after", gap->after.day);
	kb_json_print(r->cli, o);
}

static enum kb_err
gaps_of_one(struct run *r, const struct kb_paper_row *paper)
{
	struct kb_arena a = { 0 };
	struct kb_number *numbers = NULL;
	struct kb_gap *gaps = NULL;
	size_t n = 0;
	enum kb_err err = kb_store_numbers(r->store, &r->cli->ctx, &a, paper->newest, &numbers, &n);
	size_t ngaps = err ? 0 : kb_gaps_find(&a, numbers, n, &gaps);
	for (size_t i = 0; i < ngaps; i++) {
		(r->json ? json_gap : print_gap)(r, paper, &gaps[i]);
		r->found++;
	}
	kb_arena_release(&a);
	return err;
}

static enum kb_err
gaps_of(struct run *r, const struct kb_paper_row *papers, size_t n)
{
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < n && !err; i++) {
		err = gaps_of_one(r, &papers[i]);
	}
	return err;
}

/* --- the command -------------------------------------------------------------------------------- */

/* The papers meant: all, or the one that is named. */
static enum kb_err
tell_papers(struct run *r)
{
	struct kb_arena a = { 0 };
	struct kb_paper_row *papers = NULL;
	size_t n = 0;
	size_t meant = 0;
	enum kb_err err = kb_store_papers(r->store, &r->cli->ctx, &a, &papers, &n);
	for (size_t i = 0; i < n && !err; i++) {
		kb_str name = papers[i].name.n ? papers[i].name : KB_STR("_");
		if (!r->paper || kb_str_eq(name, kb_str_of(r->paper))) {
			papers[meant++] = papers[i];
		}
	}
	err = err ? err : (r->missing ? gaps_of : stats_of)(r, papers, meant);
	if (!err && r->paper && !meant) {
		err = kb_fail(&r->cli->ctx, KB_E_NOTHING, _("no paper is named '%s'"), r->paper);
	} else if (!err && !r->found) {
		err = kb_fail(&r->cli->ctx, KB_E_NOTHING, "%s",
		              r->missing ? _("no number is missing") : _("the archive is empty"));
	}
	kb_arena_release(&a);
	return err;
}

enum kb_err
cmd_stats(struct kb_cli *cli, int argc, char **argv)
{
	struct run r = { .cli = cli, .limit = NAMES };
	const char *limit = NULL;
	const struct kb_flag flags[] = { { "--json", NULL, &r.json },
		                         { "--missing", NULL, &r.missing },
		                         { "--paper", &r.paper, NULL },
		                         { "--limit", &limit, NULL } };
	enum kb_err err = kb_args(cli, &argc, argv, flags, sizeof(flags) / sizeof(*flags));
	if (!err && argc > 1) {
		err = kb_fail(&cli->ctx, KB_E_USAGE,
		              _("unknown word '%s'; 'kanbao %s --help' shows how it is used"),
		              argv[1], argv[0]);
	}
	if (!err && limit) {
		char *end = NULL;
		long n = strtol(limit, &end, 10);
		r.limit = (size_t)n;
		if (end == limit || *end || n < 1) {
			err = kb_fail(&cli->ctx, KB_E_USAGE,
			              _("--limit: '%s' is no number from 1 on"), limit);
		}
	}
	err = err ? err : kb_cli_store(cli, &r.store);
	err = err ? err : tell_papers(&r);
	kb_store_close(r.store);
	return err;
}
