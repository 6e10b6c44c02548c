/* Events held back until what they tell of is stored. */
#include "import_int.h"

/* The issue without its texts: its own members, and how many doubts each article has. */
static const struct kb_issue *
copy_issue(struct kb_arena *a, const struct kb_issue *issue)
{
	struct kb_issue *copy = kb_arena_alloc(a, 1, sizeof(*copy));
	*copy = (struct kb_issue){
		.paper = kb_arena_dup(a, issue->paper),
		.day = issue->day,
		.date_source = issue->date_source,
		.edition = issue->edition,
		.number = issue->number,
		.month_day = kb_arena_dup(a, issue->month_day),
		.narticles = issue->narticles,
	};
	copy->articles = kb_arena_alloc(a, copy->narticles, sizeof(*copy->articles));
	for (size_t i = 0; i < copy->narticles; i++) {
		const struct kb_strs *doubts = &issue->articles[i].doubts;
		copy->articles[i].page = kb_arena_dup(a, issue->articles[i].page);
		for (size_t k = 0; k < doubts->n; k++) {
			kb_strs_add(a, &copy->articles[i].doubts, kb_arena_dup(a, doubts->v[k]));
		}
	}
	return copy;
}

void
kb_held_add(struct kb_held_events *held, const struct kb_import_event *event)
{
	struct kb_arena *a = &held->arena;
	held->v = kb_arena_grow(a, held->v, held->n, &held->cap, sizeof(*held->v));
	struct kb_import_event *copy = &held->v[held->n++];
	*copy = *event;
	copy->path = kb_arena_dup(a, kb_str_of(event->path)).p;
	copy->message = kb_arena_dup(a, kb_str_of(event->message)).p;
	copy->ref = kb_arena_dup(a, event->ref);
	copy->issue = event->issue ? copy_issue(a, event->issue) : NULL;
}

void
kb_held_clear(struct kb_held_events *held)
{
	kb_arena_release(&held->arena);
	*held = (struct kb_held_events){ 0 };
}
