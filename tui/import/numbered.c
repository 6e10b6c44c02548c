/* What a number (期号) says of an undated issue: which dated ones it lies between (R12). */
#include "import_int.h"

/* Places that a number may have. */
struct places {
	struct kb_neighbours found; /* the last one */
	size_t n;
};

static void
add(struct places *places, const struct kb_number *before, const struct kb_number *after)
{
	static const struct kb_number none = { 0 };
	places->found = (struct kb_neighbours){ before ? *before : none, after ? *after : none };
	places->n++;
}

/* Between an issue and the next; one of them is NULL before the first and behind the last. */
static void
look(struct places *places, const struct kb_number *older, const struct kb_number *newer,
     long number)
{
	if (older && newer && older->number <= newer->number) {
		if (older->number < number && number < newer->number) {
			/* a paper has at most an issue a day; else a number is misprinted */
			bool in_line = newer->number - older->number <= newer->day - older->day;
			add(places, in_line ? older : NULL, in_line ? newer : NULL);
		}
		return;
	}
	/* an end, or numbers begin anew */
	if (older && number > older->number) {
		add(places, older, NULL);
	}
	if (newer && number < newer->number) {
		add(places, NULL, newer);
	}
}

void
kb_number_place(const struct kb_number *v, size_t n, long number, struct kb_neighbours *out)
{
	struct places places = { 0 };
	for (size_t i = 0; i <= n && n > 0; i++) {
		const struct kb_number *older = i > 0 ? &v[i - 1] : NULL;
		const struct kb_number *newer = i < n ? &v[i] : NULL;
		/* editions of a day share a number */
		bool again = older && newer && older->number == number && older->day == newer->day;
		if (newer && newer->number == number && !again) {
			add(&places, newer, newer);
		}
		look(&places, older, newer, number);
	}
	*out = places.n == 1 ? places.found : (struct kb_neighbours){ 0 };
}

/* The numbered issues of the paper of an issue, oldest first. */
static enum kb_err
load(struct kb_numbers *numbers, struct kb_store *store, struct kb_ctx *ctx, kb_issue_id paper_of)
{
	struct kb_number *v = NULL;
	size_t n = 0;
	enum kb_err err = kb_store_numbers(store, ctx, &numbers->arena, paper_of, &v, &n);
	numbers->v = v;
	numbers->n = 0;
	for (size_t i = 0; i < n && !err; i++) {
		if (v[i].number > 0) {
			v[numbers->n++] = v[i];
		}
	}
	return err;
}

enum kb_err
kb_numbers_ask(struct kb_numbers *numbers, struct kb_store *store, struct kb_ctx *ctx,
               struct kb_import_event *event)
{
	const struct kb_issue *issue = event->issue;
	if (!issue || issue->day != KB_DAY_NONE || issue->number <= 0 || !issue->paper.n ||
	    !event->id) {
		return KB_OK;
	}
	enum kb_err err = KB_OK;
	if (!kb_str_eq(numbers->paper, issue->paper)) {
		numbers->paper = issue->paper;
		err = load(numbers, store, ctx, event->id);
	}
	if (!err) {
		kb_number_place(numbers->v, numbers->n, issue->number, &event->near);
	}
	return err;
}
