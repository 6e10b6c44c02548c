/* Sources that are in the archive, read again by the parser as it is now. */
#include "import_int.h"
#include "kanbao/i18n.h"

struct again {
	struct kb_ctx *ctx;
	struct kb_store *store;
	const struct kb_reparse *job;
	struct kb_arena arena;
	kb_issue_id id;
	struct kb_issue_row row;
	size_t nsources;
	const struct kb_stored *source;
	kb_str ref;
	bool any;      /* of several issues in the source none has our name: take the only one */
	size_t issues; /* that the source holds */
	bool done;
};

/* --- what changed --------------------------------------------------------------------- */

static void
tell(struct again *g, enum kb_change what, kb_str place, kb_str member, kb_str was, kb_str now)
{
	const struct kb_changed change = {
		.what = what, .place = place, .member = member, .was = was, .now = now
	};
	g->job->changed(g->job->user, &change);
}

static kb_str
lines_of(struct again *g, const struct kb_strs *list)
{
	struct kb_buf out = { 0 };
	for (size_t i = 0; i < list->n; i++) {
		kb_buf_printf(&out, "%s%.*s", i ? "\n" : "", KB_ARG(list->v[i]));
	}
	kb_str text = out.n ? kb_arena_dup(&g->arena, kb_buf_str(&out)) : KB_STR_NULL;
	kb_buf_release(&out);
	return text;
}

static kb_str
captions_of(struct again *g, const struct kb_article *article)
{
	struct kb_strs list = { 0 };
	for (size_t i = 0; i < article->ncaptions; i++) {
		struct kb_buf who = { 0 };
		const struct kb_caption *c = &article->captions[i];
		kb_credits_say(&who, &c->credits);
		kb_strs_add(&g->arena, &list,
		            kb_arena_printf(&g->arena, "%.*s %.*s", KB_ARG(c->text),
		                            KB_ARG(kb_buf_str(&who))));
		kb_buf_release(&who);
	}
	return lines_of(g, &list);
}

static void
compare(struct again *g, kb_str place, const char *member, kb_str was, kb_str now)
{
	if (was.n != now.n || (was.n && !kb_str_eq(was, now))) {
		tell(g, KB_CHANGE_MEMBER, place, kb_str_of(member), was, now);
	}
}

static void
compare_article(struct again *g, kb_str place, const struct kb_article *a,
                const struct kb_article *b)
{
	for (const char *const *name = kb_member_names; *name; name++) {
		kb_str member = kb_str_of(*name);
		compare(g, place, *name, kb_member_get(&g->arena, a, member),
		        kb_member_get(&g->arena, b, member));
	}
	compare(g, place, "body", lines_of(g, &a->body), lines_of(g, &b->body));
	compare(g, place, "captions", captions_of(g, a), captions_of(g, b));
	compare(g, place, "jump_to", a->jump_to, b->jump_to);
	compare(g, place, "jump_from", a->jump_from, b->jump_from);
	compare(g, place, "doubts", lines_of(g, &a->doubts), lines_of(g, &b->doubts));
}

static kb_str
place_of(struct again *g, const struct kb_article_row *row)
{
	return kb_arena_printf(&g->arena, "%.*s/%d", KB_ARG(row->head.page), row->ordinal);
}

static kb_str
title_of(const struct kb_article *a)
{
	return a->headline.n ? a->headline
	       : a->kicker.n ? a->kicker
	       : a->body.n   ? a->body.v[0]
	                     : a->label;
}

/* The same reference; where the issue has another date, the same text or title. */
static bool
same_article(struct again *g, const struct kb_version *v, size_t i, const struct kb_version *w,
             size_t k)
{
	if (v->id == w->id) {
		return v->rows[i].ordinal == w->rows[k].ordinal &&
		       kb_str_eq(v->rows[i].head.page, w->rows[k].head.page);
	}
	const struct kb_article *a = &v->issue.articles[i];
	const struct kb_article *b = &w->issue.articles[k];
	kb_str text = lines_of(g, &a->body);
	return (text.n && kb_str_eq(text, lines_of(g, &b->body))) ||
	       (a->headline.n && kb_str_eq(a->headline, b->headline));
}

/* Where article i of v is in w; the number of articles where nowhere. */
static size_t
find(struct again *g, const struct kb_version *v, size_t i, const struct kb_version *w)
{
	size_t k = 0;
	while (k < w->issue.narticles && !same_article(g, v, i, w, k)) {
		k++;
	}
	return k;
}

static void
compare_articles(struct again *g, const struct kb_version *a, const struct kb_version *b)
{
	for (size_t i = 0; i < a->issue.narticles; i++) {
		size_t k = find(g, a, i, b);
		kb_str place = place_of(g, &a->rows[i]);
		if (k < b->issue.narticles) {
			compare_article(g, place, &a->issue.articles[i], &b->issue.articles[k]);
		} else {
			tell(g, KB_CHANGE_REMOVED, place, KB_STR_NULL,
			     title_of(&a->issue.articles[i]), KB_STR_NULL);
		}
	}
	for (size_t i = 0; i < b->issue.narticles; i++) {
		if (find(g, b, i, a) == a->issue.narticles) {
			tell(g, KB_CHANGE_ADDED, place_of(g, &b->rows[i]), KB_STR_NULL, KB_STR_NULL,
			     title_of(&b->issue.articles[i]));
		}
	}
}

static kb_str
number_of(struct again *g, long n)
{
	return n ? kb_arena_printf(&g->arena, "%ld", n) : KB_STR_NULL;
}

static kb_str
day_of(struct again *g, const struct kb_issue *issue)
{
	char iso[KB_ISO_SIZE];
	return issue->day == KB_DAY_NONE
	               ? KB_STR_NULL
	               : kb_arena_printf(&g->arena, "%s.%d", kb_day_iso(issue->day, iso),
	                                 issue->edition);
}

static void
compare_issue(struct again *g, const struct kb_issue *a, const struct kb_issue *b)
{
	kb_str none = KB_STR_NULL;
	compare(g, none, "paper", a->paper, b->paper);
	compare(g, none, "date", day_of(g, a), day_of(g, b));
	compare(g, none, "date_source", kb_str_of(kb_date_source_name(a->date_source)),
	        kb_str_of(kb_date_source_name(b->date_source)));
	compare(g, none, "number", number_of(g, a->number), number_of(g, b->number));
	compare(g, none, "lunar", a->lunar, b->lunar);
	compare(g, none, "weekday", a->weekday, b->weekday);
	compare(g, none, "pages", number_of(g, a->pages), number_of(g, b->pages));
	compare(g, none, "month_day", a->month_day, b->month_day);
	compare(g, none, "masthead", lines_of(g, &a->masthead), lines_of(g, &b->masthead));
	compare(g, none, "dropped", lines_of(g, &a->dropped), lines_of(g, &b->dropped));
}

/* --- an issue of the source ---------------------------------------------------------- */

/* A date that a person gave stays; one issue of several files keeps its day and paper. */
static void
keep_given(const struct again *g, struct kb_issue *issue)
{
	const struct kb_issue_row *row = &g->row;
	bool given = row->date_source == KB_DATE_OPTION || issue->day == KB_DAY_NONE;
	if (row->day != KB_DAY_NONE && (given || g->nsources > 1)) {
		issue->day = row->day;
		issue->date_source = row->date_source;
		issue->edition = row->edition;
	}
	if (g->nsources > 1) {
		issue->paper = row->paper;
	}
}

static enum kb_err
take(void *user, const struct kb_taken *taken)
{
	struct again *g = user;
	struct kb_buf ref = { 0 };
	struct kb_issue issue = *taken->issue;
	struct kb_stored source = *g->source;
	struct kb_version before;
	struct kb_version after;
	g->issues++;
	keep_given(g, &issue);
	kb_issue_ref(&issue, taken->bytes, &ref);
	bool ours = g->any || kb_str_eq(kb_buf_str(&ref), g->ref);
	kb_buf_release(&ref);
	if (!ours || g->done) {
		return KB_OK;
	}
	g->done = true;
	enum kb_err err = kb_store_put_again(g->store, g->ctx, &g->arena, g->id, &source, &issue,
	                                     g->job->undo, &before, &after);
	if (!err) {
		compare_issue(g, &before.issue, &after.issue);
		compare_articles(g, &before, &after);
		g->id = g->job->undo ? g->id : after.id;
	}
	return err;
}

static enum kb_err
refuse(void *user, const char *path, enum kb_err err)
{
	(void)user;
	(void)path;
	return err;
}

static enum kb_err
read_source(struct again *g, struct kb_stored *stored)
{
	const struct kb_source *s = &stored->source;
	const struct kb_parse_options options = { .paper = s->paper,
		                                  .day = s->day,
		                                  .year = s->year,
		                                  .page = s->page,
		                                  .edition = s->edition };
	struct kb_intake intake = {
		.options = &options, .issue = take, .refused = refuse, .user = g
	};
	kb_str name = kb_arena_dup(&g->arena, s->name);
	enum kb_err err = kb_store_source_bytes(g->store, g->ctx, &g->arena, stored);
	g->source = stored;
	g->done = g->any = false;
	g->issues = 0;
	err = err ? err : kb_intake_bytes(g->ctx, name.p, s->bytes, &intake);
	if (!err && !g->done && g->issues == 1) {
		g->any = true;
		err = kb_intake_bytes(g->ctx, name.p, s->bytes, &intake);
	}
	return err;
}

enum kb_err
kb_reparse_issue(struct kb_ctx *ctx, struct kb_store *store, kb_issue_id id,
                 const struct kb_reparse *job)
{
	struct again g = { .ctx = ctx, .store = store, .job = job, .id = id };
	struct kb_buf ref = { 0 };
	struct kb_stored *stored = NULL;
	enum kb_err err = kb_store_issue(store, ctx, &g.arena, id, &g.row);
	err = err ? err : kb_store_issue_ref(store, ctx, id, &ref);
	err = err ? err : kb_store_sources(store, ctx, &g.arena, id, &stored, &g.nsources);
	g.ref = kb_buf_str(&ref);
	for (size_t i = 0; i < g.nsources && !err; i++) {
		if (stored[i].kept) {
			err = read_source(&g, &stored[i]);
		}
	}
	kb_buf_release(&ref);
	kb_arena_release(&g.arena);
	return err;
}
