/* Facets of what was found: chosen by keys in the list, stepped into and out of. */
#include "search_int.h"

static const struct kb_facet_list *
facet_of(const struct search *s)
{
	return &search_first(s)->facets[s->facet];
}

/* To the next facet that has values; behind the last one back to the list. */
void
search_next_facet(struct kb_app *app, int dir)
{
	static const enum kb_facet order[] = { KB_FACET_YEAR, KB_FACET_BY, KB_FACET_PAGE,
		                               KB_FACET_LABEL, KB_FACET_PAPER };
	struct search *s = &app->search;
	int n = (int)(sizeof(order) / sizeof(order[0]));
	int at = dir > 0 ? -1 : n;
	for (int i = 0; i < n && s->in_facets; i++) {
		at = order[i] == s->facet ? i : at;
	}
	s->in_facets = false;
	for (at += dir; at >= 0 && at < n && search_first(s) && !s->in_facets; at += dir) {
		s->facet = order[at];
		s->value = 0;
		s->in_facets = facet_of(s)->n > 0;
	}
}

void
search_ask_again(struct kb_app *app)
{
	search_ask(app);
	search_lay_out(app);
}

/* Narrows the query to the value selected. */
void
search_step_in(struct kb_app *app)
{
	struct search *s = &app->search;
	if (!search_current(s) || s->value >= facet_of(s)->n) {
		return;
	}
	kb_str term = kb_arena_dup(&s->step_arena, facet_of(s)->v[s->value].term);
	struct kb_buf text = { 0 };
	kb_buf_printf(&text, "%.*s %.*s", KB_ARG(kb_buf_str(&s->prompt.text)), KB_ARG(term));
	kb_strs_add(&s->step_arena, &s->stepped, term);
	search_set_text(app, kb_buf_str(&text));
	kb_buf_release(&text);
	s->in_facets = false;
	search_ask_again(app);
}

/* Takes the term stepped into last off again. */
enum kb_err
search_step_out(struct kb_app *app)
{
	struct search *s = &app->search;
	kb_str typed = kb_str_trim(kb_buf_str(&s->prompt.text));
	kb_str term = s->stepped.n ? s->stepped.v[s->stepped.n - 1] : KB_STR_NULL;
	if (!term.n || !kb_str_ends(typed, term)) {
		s->stepped.n = 0;
		return kb_fail(app->ctx, KB_E_NOTHING, _("the search was not narrowed here"));
	}
	s->stepped.n--;
	search_set_text(app, kb_str_trim(kb_str_sub(typed, 0, typed.n - term.n)));
	search_ask_again(app);
	return KB_OK;
}

void
search_step_value(struct search *s, int dir)
{
	if (dir > 0 ? s->value + 1 < facet_of(s)->n : s->value > 0) {
		s->value += dir > 0 ? 1 : SIZE_MAX;
	}
}
