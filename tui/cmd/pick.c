/* The articles that a search finds, for what is done with a set of them. */
#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/search.h"

enum kb_err
kb_query_check(struct kb_cli *cli, const struct kb_terms *terms, kb_str typed)
{
	for (size_t i = 0; i < terms->n; i++) {
		const struct kb_word *t = &terms->v[i];
		if (t->field == KB_FIELD_DATE && t->first == KB_DAY_NONE &&
		    t->last == KB_DAY_NONE) {
			return kb_fail(&cli->ctx, KB_E_USAGE,
			               _("'%.*s' is no date; write it like 2022-04-13, 2022-04 or "
			                 "2022"),
			               KB_ARG(t->typed));
		}
	}
	if (kb_terms_empty(terms)) {
		return kb_fail(&cli->ctx, KB_E_USAGE,
		               _("'%.*s' asks for nothing; name a word that is to be found"),
		               KB_ARG(typed));
	}
	return KB_OK;
}

/* Newest first is descending, as sets of articles are. */
static enum kb_err
find_ids(struct kb_cli *cli, struct kb_store *store, struct kb_arena *a, const char *typed,
         struct kb_marked_ids *out)
{
	struct kb_terms terms;
	struct kb_found found = { 0 };
	kb_terms_parse(a, kb_str_of(typed), kb_day_today(), &terms);
	const struct kb_search search = { .terms = &terms,
		                          .first = KB_DAY_NONE,
		                          .last = KB_DAY_NONE };
	enum kb_err err = kb_query_check(cli, &terms, kb_str_of(typed));
	err = err ? err : kb_search_sounds(store, &cli->ctx, a, &terms);
	err = err ? err : kb_search_run(store, &cli->ctx, a, &search, &found);
	*out = (struct kb_marked_ids){ .v = found.ids, .n = err ? 0 : found.n };
	return err;
}

enum kb_err
kb_pick_found(struct kb_cli *cli, struct kb_store *store, struct kb_arena *a, const char *typed,
              const struct kb_marked_ids *among, struct kb_marked_ids *out)
{
	size_t kept = 0;
	enum kb_err err = find_ids(cli, store, a, typed, out);
	for (size_t i = 0; i < out->n && !err; i++) {
		if (!among || kb_marked_has(among, out->v[i])) {
			out->v[kept++] = out->v[i];
		}
	}
	out->n = kept;
	if (!err && !kept) {
		err = kb_fail(&cli->ctx, KB_E_NOTHING, _("nothing found for '%s'"), typed);
	}
	return err;
}
